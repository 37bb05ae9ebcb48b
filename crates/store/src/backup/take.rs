//! Taking a backup of a record that may be in use.

use std::{
    fs::File,
    io::Write,
    path::{Path, PathBuf},
};

use guiyan_core::time::Timestamp;
use rusqlite::{
    Connection,
    backup::{Backup, StepResult},
};

use super::{Header, Manifest, Progress, copy, sealed};
use crate::{MasterKey, StoreError, chain::hex, place::NewFile, sqlite::outside};

/// Pages that are copied between two looks at the progress.
const STEP: i32 = 2_000;

/// What a backup came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Taken {
    /// Streams in it.
    pub streams: u64,
    /// Events in it.
    pub events: u64,
    /// The size of the database in it.
    pub bytes: u64,
}

/// Writes the record in `database` to the new file `to`, encrypted under a key
/// that is derived from the master's. The record may be in use.
///
/// # Errors
/// The record cannot be read, is under another key, or the file cannot be
/// written; then there is no such file.
pub fn take(
    database: &Path,
    key: &MasterKey,
    to: &Path,
    created: Timestamp,
    progress: Progress<'_>,
) -> Result<Taken, StoreError> {
    let mut file = NewFile::begin(to)?;
    let copied = Copied(file.beside("copy"));
    let heads = copied.make(database, key, progress)?;
    let reading = |source| StoreError::File { doing: "read", path: copied.0.clone(), source };
    let mut plain = File::open(&copied.0).map_err(reading)?;
    let bytes = plain.metadata().map_err(reading)?.len();

    let events = heads.values().map(|(seq, _)| seq).sum();
    let streams = heads.len() as u64;
    let heads = heads.into_iter().map(|(stream, (seq, hash))| (stream, (seq, hex(&hash))));
    let manifest = Manifest { heads: heads.collect(), bytes };
    let manifest =
        serde_json::to_vec(&manifest).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let header = Header::new(created, key)?;
    let text = header.text()?;
    let bound = sealed::Bound::new(key, &header.salt, &text);
    file.write(|file| {
        file.write_all(text.as_bytes())?;
        let mut sealer = sealed::Sealer::new(file, bound);
        sealer.write_all(&(manifest.len() as u32).to_be_bytes())?;
        sealer.write_all(&manifest)?;
        copy(&mut plain, &mut sealer, bytes, ("encrypting", progress))?;
        sealer.finish().map(|_| ())
    })?;
    file.keep()?;
    Ok(Taken { streams, events, bytes })
}

/// The copy that is encrypted then; it goes when this is dropped. What is
/// personal in it is sealed, as in the record.
struct Copied(PathBuf);

impl Copied {
    fn make(
        &self,
        database: &Path,
        key: &MasterKey,
        progress: Progress<'_>,
    ) -> Result<outside::HeadHashes, StoreError> {
        // An earlier one was left by a crash; whoever is at it now holds the
        // lock of the file beside.
        let _ = std::fs::remove_file(&self.0);
        crate::place::create_private(&self.0)?;
        let from = outside::reader(database, key)?;
        let mut to = Connection::open(&self.0)?;
        // It is read once and thrown away.
        to.execute_batch("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")?;
        let tx = from.unchecked_transaction()?;
        // The first read begins the state that all of it is of.
        let heads = outside::head_hashes(&tx)?;
        {
            let backup = Backup::new(&tx, &mut to)?;
            loop {
                let step = backup.step(STEP)?;
                let pages = backup.progress();
                let total = u64::try_from(pages.pagecount).unwrap_or(0);
                let left = u64::try_from(pages.remaining).unwrap_or(0);
                progress("copying", total.saturating_sub(left), total);
                match step {
                    StepResult::Done => break,
                    StepResult::More => {}
                    // Nobody else uses the copy, and reading waits for nobody.
                    _ => return Err(StoreError::Unavailable),
                }
            }
        }
        Ok(heads)
    }
}

impl Drop for Copied {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}
