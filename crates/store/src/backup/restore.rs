//! Restoring a backup into an empty folder.

use std::{
    fs::File,
    io::{BufReader, Read, Write},
    path::Path,
    sync::Arc,
};

use guiyan_core::{charter::DistrictCharter, time::Timestamp};

use super::{Header, Manifest, Progress, copy, sealed};
use crate::{
    Log as _, MasterKey, SqliteLog, StoreError, VerifyReport,
    chain::hex,
    place::{self, NewDatabase},
    sqlite::outside,
};

/// What a restored record came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Restored {
    /// When the backup was taken.
    pub created: Timestamp,
    /// What was checked; nothing was found wrong.
    pub report: VerifyReport,
}

/// No list of streams is longer.
const LONGEST: u32 = 1 << 24;

/// Writes the record of the backup in `file` to the new file `database`, in a
/// folder that must be empty or not there, and checks it. `then` is done with
/// the restored record before it gets its name (erasures that came later).
///
/// # Errors
/// The folder is in use or not empty, the key is another one, the file is
/// damaged, what is in it is not sound, or `then` failed; nothing is left then.
pub fn restore(
    file: &Path,
    key: &MasterKey,
    database: &Path,
    charter: &Arc<DistrictCharter>,
    progress: Progress<'_>,
    then: impl FnOnce(SqliteLog) -> Result<(), StoreError>,
) -> Result<Restored, StoreError> {
    let reading = |source| StoreError::File { doing: "read", path: file.to_owned(), source };
    let mut from = BufReader::new(File::open(file).map_err(reading)?);
    let (header, text) = Header::read(&mut from, file, key)?;
    let part = NewDatabase::begin(database)?;

    let bound = sealed::Bound::new(key, &header.salt, &text);
    let told = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::InvalidData | std::io::ErrorKind::UnexpectedEof => {
            let what = format!("is damaged: {}; take another backup", sealed::CHANGED);
            StoreError::BadFile { path: file.to_owned(), what }
        }
        _ => reading(error),
    };
    let mut opener = sealed::Opener::new(from, bound).map_err(told)?;
    let manifest = manifest(&mut opener).map_err(told)?;
    write(part.path(), &mut opener, manifest.bytes, (&told, progress))?;

    let bad = |what: String| StoreError::BadFile { path: file.to_owned(), what };
    let mut log = SqliteLog::open(part.path(), key.clone())?;
    progress("checking", 0, 0);
    let heads = outside::head_hashes(log.db())?;
    let heads = heads.into_iter().map(|(stream, (seq, hash))| (stream, (seq, hex(&hash))));
    if !heads.eq(manifest.heads) {
        return Err(bad("holds another record than it says; take another backup".to_owned()));
    }
    let report = log.verify(charter)?;
    if !report.is_sound() {
        return Err(bad(format!("holds a record that is not sound: {report}")));
    }
    then(log)?;
    part.keep()?;
    Ok(Restored { created: header.created, report })
}

fn manifest(from: &mut impl Read) -> std::io::Result<Manifest> {
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let length = u32::from_be_bytes(length).min(LONGEST);
    let mut json = vec![0; length as usize];
    from.read_exact(&mut json)?;
    serde_json::from_slice(&json).map_err(std::io::Error::other)
}

fn write(
    part: &Path,
    from: &mut impl Read,
    bytes: u64,
    (told, progress): (&dyn Fn(std::io::Error) -> StoreError, Progress<'_>),
) -> Result<(), StoreError> {
    let failed = |source| StoreError::File { doing: "write", path: part.to_owned(), source };
    let file = place::create_private(part)?;
    // A reader's mistake and a writer's are told apart: the one is the
    // backup's fault, the other the disk's.
    let mut to = Marked { file, failed: None };
    let copied = copy(from, &mut to, bytes, ("restoring", progress));
    if let Some(error) = to.failed {
        return Err(failed(error));
    }
    if copied.map_err(told)? != bytes {
        return Err(told(std::io::ErrorKind::UnexpectedEof.into()));
    }
    to.file.sync_all().map_err(failed)
}

/// Remembers that it was the writing that failed.
struct Marked {
    file: File,
    failed: Option<std::io::Error>,
}

impl Write for Marked {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.file.write(bytes).map_err(|error| {
            let kind = error.kind();
            self.failed = Some(error);
            kind.into()
        })
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}
