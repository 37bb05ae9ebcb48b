//! Snapshots in parts, and back.
//!
//! A service does not answer before it has read them, so they are short
//! ([`packed`]) and in parts, which several threads read side by side. Every
//! part is told by its digest in what the snapshot consists of. Envelopes are bound to
//! the stream, the event, the part and their number, so that none can stand in
//! another's place.

use guiyan_core::{
    branch::{BranchSnapshot, Part, PartOf},
    ids::StreamId,
};
#[cfg(feature = "sqlite")]
use sha2::{Digest as _, Sha256};

use crate::{
    StoreError, packed,
    seal::{Keys, close_bytes, unclose_bytes},
};

/// Raised with every change of the form. What was written in another one is
/// made anew from the events.
#[cfg(feature = "sqlite")]
const SHAPE: &[u8] = b"4\n";

#[cfg(feature = "sqlite")]
type Hash = [u8; 32];

/// What a snapshot consists of: the digest of each part.
#[cfg(feature = "sqlite")]
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Contents(pub(crate) Vec<Hash>);

#[cfg(feature = "sqlite")]
impl Contents {
    /// Of these parts.
    pub(crate) fn of(parts: &[Vec<u8>]) -> Self {
        Self(parts.iter().map(|part| digest(part)).collect())
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        [SHAPE, self.0.as_flattened()].concat()
    }

    /// None when it is of another shape.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (hashes, rest) = bytes.strip_prefix(SHAPE)?.as_chunks();
        rest.is_empty().then(|| Self(hashes.to_vec()))
    }
}

#[cfg(feature = "sqlite")]
pub(crate) fn digest(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// The parts of a snapshot with everything personal in them sealed.
pub(crate) fn write(
    stream: &StreamId,
    snapshot: &BranchSnapshot,
    keys: &mut dyn Keys,
) -> Result<Vec<Vec<u8>>, StoreError> {
    let parts = snapshot.parts();
    let each = parts.iter().enumerate();
    each.map(|(number, part)| write_part(stream, snapshot.version, number, part, keys)).collect()
}

fn write_part(
    stream: &StreamId,
    seq: u64,
    number: usize,
    part: &PartOf<'_>,
    keys: &mut dyn Keys,
) -> Result<Vec<u8>, StoreError> {
    let mut bind = Bind::new(stream, seq, number);
    packed::pack(part, &mut |owner, plain| {
        let Some(key) = keys.of(owner)? else { return Ok(None) };
        close_bytes(plain, bind.next(), key).map(Some)
    })
}

/// A part, whose digest was compared. What is erased reads as erased.
pub(crate) fn read_part(
    stream: &StreamId,
    seq: u64,
    number: usize,
    part: &[u8],
    keys: &mut dyn Keys,
) -> Result<Part, StoreError> {
    let mut bind = Bind::new(stream, seq, number);
    packed::unpack(part, &mut |envelope| unclose_bytes(envelope, bind.next(), keys))
}

/// What the next envelope of a part is bound to.
struct Bind {
    bytes: Vec<u8>,
    next: u64,
}

impl Bind {
    fn new(stream: &StreamId, seq: u64, part: usize) -> Self {
        let mut bytes = format!("snapshot|{stream}|{seq}|{part}|").into_bytes();
        bytes.extend_from_slice(&[0; 8]);
        Self { bytes, next: 0 }
    }

    fn next(&mut self) -> &[u8] {
        if let Some(number) = self.bytes.last_chunk_mut() {
            *number = self.next.to_be_bytes();
        }
        self.next += 1;
        &self.bytes
    }
}

/// The snapshot of parts that are all there.
pub(crate) fn join(parts: impl IntoIterator<Item = Part>) -> Result<BranchSnapshot, StoreError> {
    BranchSnapshot::join(parts)
        .ok_or_else(|| StoreError::Damaged("has lost a part of it".to_owned()))
}
