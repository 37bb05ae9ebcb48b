//! The sentences of 归雁, 求助 and 待办.

pub(crate) mod help;
pub(crate) mod leads;
pub(crate) mod mine;
pub(crate) mod office;
pub(crate) mod request;
