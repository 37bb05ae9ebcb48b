//! Another master key for the same record.
//!
//! The keys of people are wrapped anew. The keys that digests are made with
//! must stay, or no sign-in would lead to anybody and no repeat would find its
//! answer: they come from the first master key, and once that is gone they
//! stand wrapped in `meta`.
//!
//! Invariant: all of it is one transaction. Whenever it is cut off, either the
//! old key opens the record or the new one.

use std::path::Path;

use guiyan_core::ids::PersonId;
use rusqlite::{Connection, OptionalExtension as _, params};
use uuid::Uuid;

use super::SqliteLog;
use crate::{
    MasterKey, StoreError,
    backup::Progress,
    key::Keyed,
    seal::{unwrap, unwrap_bytes, wrap, wrap_bytes},
};

/// What wrapped keys of digests are bound to.
const DIGESTS: &str = "digests";

/// The keys that digests are made with.
pub(super) fn keyed(db: &Connection, master: &MasterKey) -> Result<Keyed, StoreError> {
    let Some(wrapped) = wrapped_digests(db)? else { return Ok(Keyed::new(master)) };
    let under = master.derive("guiyan/1/digests");
    let damaged = || StoreError::Damaged("the keys of digests do not open".to_owned());
    let bytes = unwrap_bytes(&under, DIGESTS, &wrapped).ok_or_else(damaged)?;
    Keyed::from_bytes(&bytes).ok_or_else(damaged)
}

/// As they are kept; none while they come from the master key.
pub(crate) fn wrapped_digests(db: &Connection) -> Result<Option<Vec<u8>>, StoreError> {
    let find = "SELECT value FROM meta WHERE name = 'digests'";
    Ok(db.query_row(find, [], |row| row.get(0)).optional()?)
}

/// Puts the record in `path` under another master key; how many keys of people
/// were wrapped anew. On return the old key opens it no more.
///
/// # Errors
/// The record is in use, is not under `old`, or cannot be written; then it is
/// under `old` still.
pub fn rotate_key(
    path: &Path,
    old: MasterKey,
    new: &MasterKey,
    progress: Progress<'_>,
) -> Result<u64, StoreError> {
    // Finishes what a crash may have left, and checks the old key.
    let mut log = SqliteLog::open(path, old.clone())?;
    if old.derive("guiyan/1/check") == new.derive("guiyan/1/check") {
        return Err(StoreError::Key(
            "the new master key is the one that the record has; name another file, or one that \
             is not there yet: a key is made in it then"
                .to_owned(),
        ));
    }
    let (from, to) = (old.derive("guiyan/1/keys"), new.derive("guiyan/1/keys"));
    let digests = wrap_bytes(&new.derive("guiyan/1/digests"), DIGESTS, &log.keyed.to_bytes())?;
    let tx = log.db.unchecked_transaction()?;
    let keys = all_keys(&tx)?;
    let total = keys.len() as u64;
    for (done, (id, person, wrapped)) in (0..).zip(keys) {
        progress("wrapping keys", done, total);
        let key = unwrap(&from, person, id, &wrapped)?;
        tx.prepare_cached("UPDATE keys SET wrapped = ?2 WHERE id = ?1")?
            .execute(params![id.as_bytes(), wrap(&to, person, id, &key)?])?;
    }
    let mut put = tx.prepare(
        "INSERT INTO meta (name, value) VALUES (?1, ?2)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )?;
    put.execute(params!["digests", digests])?;
    put.execute(params!["check", new.derive("guiyan/1/check").as_slice()])?;
    drop(put);
    progress("wrapping keys", total, total);
    tx.commit()?;
    progress("closing", 0, 0);
    // What the old key had wrapped stands in no file then.
    log.truncate_due = true;
    log.truncate();
    Ok(total)
}

type Wrapped = (Uuid, PersonId, Vec<u8>);

fn all_keys(db: &Connection) -> Result<Vec<Wrapped>, StoreError> {
    let mut all = db.prepare("SELECT id, person, wrapped FROM keys")?;
    let rows = all.query_map([], |row| {
        let (id, person) = (Uuid::from_bytes(row.get(0)?), Uuid::from_bytes(row.get(1)?));
        Ok((id, PersonId(person), row.get(2)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
