//! The hash chain of each stream: whoever changes, drops or reorders a stored
//! event breaks it. It covers what is stored, so sealed data stays covered
//! after its key is destroyed.

use guiyan_core::ids::StreamId;
use sha2::{Digest as _, Sha256};

use crate::{Log, StoreError, log::Row};

/// What stands before a stream's first event.
pub const START: [u8; 32] = [0; 32];

/// Whether these rows follow the event of that number, or begin the stream.
pub(crate) fn check<L: Log + ?Sized>(
    log: &mut L,
    stream: &StreamId,
    after: u64,
    rows: &[Row],
) -> Result<(), StoreError> {
    let before = match after.checked_sub(1) {
        Some(one_more) if !rows.is_empty() => log.rows(stream, one_more, 1)?.pop(),
        _ => None,
    };
    let name = stream.to_string();
    let (mut last, mut hash) = before.map_or((0, START), |row| (row.seq, row.hash));
    for row in rows {
        if row.seq != last + 1 || link(&hash, &name, row) != row.hash {
            let seq = row.seq;
            return Err(StoreError::Damaged(format!(
                "the hash chain of {stream} breaks at event {seq}; stop the service, copy its \
                 folder aside, restore the latest backup"
            )));
        }
        (last, hash) = (row.seq, row.hash);
    }
    Ok(())
}

/// A hash as text.
#[cfg(feature = "sqlite")]
pub(crate) fn hex(hash: &[u8; 32]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The hash of a row that follows one with the hash `previous`. The row's own
/// `hash` is not looked at.
pub fn link(previous: &[u8; 32], stream: &str, row: &Row) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(previous);
    // Lengths keep neighbours apart: no two rows feed the same bytes.
    hash.update((stream.len() as u64).to_be_bytes());
    hash.update(stream);
    hash.update(row.seq.to_be_bytes());
    hash.update(row.at.0.to_be_bytes());
    hash.update(row.command.0.as_bytes());
    hash.update(row.version.to_be_bytes());
    hash.update((row.payload.len() as u64).to_be_bytes());
    hash.update(&row.payload);
    hash.finalize().into()
}
