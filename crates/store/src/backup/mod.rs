//! Backups: the whole record in one encrypted file, taken while it is in use.
//!
//! The copy is made by SQLite's backup API within one read transaction: that
//! is the state after one commit, the service goes on writing meanwhile, and
//! pages are copied as they stand, which holds the transaction for a shorter
//! time than `VACUUM INTO`, which writes every row anew. (Without a transaction
//! around its steps the API begins again whenever the service commits.) While
//! it lasts the WAL grows.
//!
//! Invariants: nothing is written over another file. A file under the name
//! that was asked for is whole and on the disk. What is restored is checked
//! before it gets the name under which a service would open it.
//!
//! Reading order: this file, `take`, `restore`, `sealed`.

mod restore;
mod sealed;
mod take;

use std::{
    collections::BTreeMap,
    io::{Read, Write},
    path::Path,
};

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use guiyan_core::{ids::StreamId, time::Timestamp};
use serde::{Deserialize, Serialize};

use crate::{MasterKey, StoreError, key::random};
pub use restore::{Restored, restore};
pub use take::{Taken, take};

/// The first line of a backup.
const MAGIC: &str = "guiyan backup";
/// Raised with every change of the file's shape.
const FORMAT: u32 = 1;
/// No header is longer.
const LONGEST: usize = 4096;

/// Hears how far long work has come: what is being done, how much of it is
/// done, of how much.
pub type Progress<'a> = &'a mut dyn FnMut(&'static str, u64, u64);

/// What can be read of a backup without its key.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Header {
    format: u32,
    /// When it was taken.
    created: Timestamp,
    /// Makes the key of this file another one than that of any other.
    salt: String,
    /// Tells whether a master key is the right one.
    check: String,
}

/// What a backup holds, sealed like the record itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Manifest {
    /// The last event of each stream: its number and its hash.
    heads: BTreeMap<StreamId, (u64, String)>,
    /// The size of the database that follows.
    bytes: u64,
}

impl Header {
    fn new(created: Timestamp, key: &MasterKey) -> Result<Self, StoreError> {
        let salt = BASE64.encode(random::<32>()?);
        Ok(Self { format: FORMAT, created, salt, check: check(key) })
    }

    /// The lines as they stand at the head of the file.
    fn text(&self) -> Result<String, StoreError> {
        let json =
            serde_json::to_string(self).map_err(|error| StoreError::Damaged(error.to_string()))?;
        Ok(format!("{MAGIC}\n{json}\n"))
    }

    /// Reads the lines, and whether this key opens what follows; gives the
    /// lines too, which all that follows is bound to.
    fn read(
        file: &mut impl Read,
        path: &Path,
        key: &MasterKey,
    ) -> Result<(Self, String), StoreError> {
        let wrong = |what: &str| StoreError::BadFile { path: path.to_owned(), what: what.into() };
        let magic = line(file, path)?;
        if magic != MAGIC {
            return Err(wrong("is not a backup of guiyan; name a file that `guiyan backup` wrote"));
        }
        let json = line(file, path)?;
        let damaged = || wrong("is damaged at its beginning; take another backup");
        let value: serde_json::Value = serde_json::from_str(&json).map_err(|_| damaged())?;
        let format = value.get("format").and_then(serde_json::Value::as_u64);
        if format.is_some_and(|format| format > u64::from(FORMAT)) {
            return Err(wrong("was taken by a newer release; restore it with that release"));
        }
        let header: Self = serde_json::from_value(value).map_err(|_| damaged())?;
        if header.check != check(key) {
            return Err(StoreError::WrongKey { path: path.to_owned() });
        }
        Ok((header, format!("{magic}\n{json}\n")))
    }
}

fn check(key: &MasterKey) -> String {
    BASE64.encode(*key.derive("guiyan/1/check"))
}

/// A line without its end. What is too long for a header is cut.
fn line(file: &mut impl Read, path: &Path) -> Result<String, StoreError> {
    let mut bytes = Vec::new();
    let mut byte = [0];
    while bytes.len() < LONGEST {
        match file.read(&mut byte) {
            Ok(0) => break,
            Ok(_) if byte == *b"\n" => break,
            Ok(_) => bytes.extend_from_slice(&byte),
            Err(source) => {
                return Err(StoreError::File { doing: "read", path: path.to_owned(), source });
            }
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Copies all of it, telling how far it has come.
fn copy(
    from: &mut impl Read,
    to: &mut impl Write,
    of: u64,
    (stage, progress): (&'static str, Progress<'_>),
) -> std::io::Result<u64> {
    let mut buffer = vec![0; 1 << 18];
    let mut done = 0;
    loop {
        progress(stage, done, of);
        let n = from.read(&mut buffer)?;
        if n == 0 {
            return Ok(done);
        }
        to.write_all(buffer.get(..n).unwrap_or_default())?;
        done += n as u64;
    }
}
