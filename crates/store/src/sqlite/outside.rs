//! The file as somebody sees it who does not hold it: a backup reads beside
//! the service that writes.

use std::{collections::BTreeMap, path::Path, time::Duration};

use guiyan_core::ids::StreamId;
use rusqlite::{Connection, OpenFlags};

use super::{open, read};
pub(crate) use super::{
    open::lock,
    read::{bytes, rows, slug},
    rotate::wrapped_digests,
};
use crate::{MasterKey, StoreError};

/// The last event of each stream: its number and its hash.
pub(crate) type HeadHashes = BTreeMap<StreamId, (u64, [u8; 32])>;

/// Opens a file of ours that is there, under this key, for reading.
pub(crate) fn reader(path: &Path, key: &MasterKey) -> Result<Connection, StoreError> {
    // Not READ_ONLY: a WAL that nobody has open is read with its index only,
    // and that has to be made.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    db.busy_timeout(Duration::from_secs(5))?;
    if open::is_fresh(&db, path)? {
        return Err(StoreError::NotOurs { path: path.to_owned() });
    }
    open::check_key(&db, path, key)?;
    db.execute_batch("PRAGMA query_only=ON")?;
    Ok(db)
}

/// The format of its tables, which a release before may have left as they were.
pub(crate) fn format(db: &Connection) -> Result<i64, StoreError> {
    Ok(db.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Makes a record with nothing in it; what is put in has these keys of digests.
pub(crate) fn new_record(
    path: &Path,
    key: &MasterKey,
    digests: Option<&[u8]>,
) -> Result<Connection, StoreError> {
    crate::place::create_private(path)?;
    let db = open::connect(path)?;
    open::prepare(&db, path, key)?;
    if let Some(digests) = digests {
        db.execute("INSERT INTO meta (name, value) VALUES ('digests', ?1)", [digests])?;
    }
    Ok(db)
}

pub(crate) fn head_hashes(db: &Connection) -> Result<HeadHashes, StoreError> {
    let heads = read::heads(db)?.into_iter();
    Ok(heads.map(|(stream, head)| (stream, (head.seq, head.hash))).collect())
}
