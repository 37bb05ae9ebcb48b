//! A short form of what serde writes, for snapshots.
//!
//! A service does not answer before it has read them, and JSON was nearly all
//! of that time: hundreds of megabytes of names, digits and quotes. Formats
//! that others keep are as short, but none lets what is personal be sealed on
//! the way, and to look for it afterwards is not safe where texts stand among
//! bytes. So this one is ours: names of fields and variants once, ids as they
//! are, and envelopes in the place of what was marked as personal.
//!
//! It tells types apart by itself, as tagged enums and flattened fields need.

mod read;
mod write;

pub(crate) use read::unpack;
pub(crate) use write::pack;

use crate::StoreError;

/// Below this a byte is a number by itself.
const TAGS: u8 = 0x80;
/// Nothing there.
const NONE: u8 = 0x80;
const FALSE: u8 = 0x81;
const TRUE: u8 = 0x82;
/// Seven bits a byte.
const NUMBER: u8 = 0x83;
/// A number below zero, its bits turned over.
const NEGATIVE: u8 = 0x84;
/// Eight bytes.
const FLOAT: u8 = 0x85;
/// A length, then so many bytes.
const TEXT: u8 = 0x86;
const BYTES: u8 = 0x87;
/// Sixteen bytes.
const ID: u8 = 0x88;
/// The number of a name.
const NAME: u8 = 0x89;
/// Values up to `END`.
const LIST: u8 = 0x8A;
/// Keys and values up to `END`.
const MAP: u8 = 0x8B;
const END: u8 = 0x8C;
/// The number of a name, then a value.
const VARIANT: u8 = 0x8D;
/// Whose it is, a length, then the envelope of a value.
const SEALED: u8 = 0x8E;

fn damaged(what: impl ToString) -> StoreError {
    StoreError::Damaged(what.to_string())
}

impl serde::ser::Error for StoreError {
    fn custom<T: std::fmt::Display>(what: T) -> Self {
        damaged(what)
    }
}

impl serde::de::Error for StoreError {
    fn custom<T: std::fmt::Display>(what: T) -> Self {
        damaged(what)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests;
