//! The names of codes, in both languages; they stand in [`crate::codes`], beside
//! the codes themselves.

pub(crate) use crate::codes::Code as Label;
