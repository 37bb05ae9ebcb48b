//! The pages. Each is a Yew component with [`PageProps`](crate::components::PageProps).

pub(crate) mod desk;
pub(crate) mod district;
pub(crate) mod member;
