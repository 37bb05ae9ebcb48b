//! The pages. Each is a Yew component with [`PageProps`](crate::components::PageProps).
//! [`first`] is the list of activities; all others come [`later`](crate::later).

pub(crate) mod account;
pub(crate) mod desk;
mod district;
pub(crate) mod first;
pub(crate) mod home;
pub(crate) mod member;
