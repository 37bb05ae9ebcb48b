//! Reading snapshots, side by side: a service does not answer before all of
//! them are there.

use std::{collections::HashMap, thread};

use guiyan_core::ids::{BranchId, PersonId, StreamId};
use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::read::{bytes, hash_at};
use crate::{
    SnapshotRead, StoreError,
    seal::{KeyId, Keys, Secret, unwrap},
    snapshot,
};

pub(super) fn snapshots(
    db: &Connection,
    branches: &[BranchId],
    master: &Secret,
) -> Result<Vec<SnapshotRead>, StoreError> {
    let mut wrapped = None;
    let mut found = Vec::with_capacity(branches.len());
    for branch in branches {
        let stream = StreamId::Branch(branch.clone());
        found.push(match raw(db, &stream) {
            Ok(Some(raw)) => {
                if wrapped.is_none() {
                    wrapped = Some(Wrapped::read(db)?);
                }
                let chain = hash_at(db, &stream, raw.seq)?;
                Ok((stream, raw, chain))
            }
            Ok(None) => Err(SnapshotRead::Missing),
            Err(error) => Err(broken(&stream, &format!("cannot be read: {}", error.chain()))),
        });
    }
    let wrapped = wrapped.unwrap_or_default();
    Ok(thread::scope(|scope| {
        let readers = found.into_iter().map(|found| {
            found.map(|(stream, raw, chain)| {
                let keys = Unwrapping { master, wrapped: &wrapped };
                let name = stream.clone();
                (name, scope.spawn(move || open(&stream, &raw, chain, keys)))
            })
        });
        // All of them are under way before the first is waited for.
        let readers: Vec<_> = readers.collect();
        let read = readers.into_iter().map(|reader| match reader {
            Ok((name, reader)) => {
                reader.join().unwrap_or_else(|_| broken(&name, "ends the reader"))
            }
            Err(read) => read,
        });
        read.collect()
    }))
}

/// A row as it stands.
struct Raw {
    seq: u64,
    chain: [u8; 32],
    payload: Vec<u8>,
    hash: [u8; 32],
}

fn raw(db: &Connection, stream: &StreamId) -> Result<Option<Raw>, StoreError> {
    let mut find =
        db.prepare_cached("SELECT seq, chain, payload, hash FROM snapshots WHERE stream = ?1")?;
    let found = find.query_row([stream.to_string()], |row| {
        let seq: i64 = row.get(0)?;
        let payload = bytes(row.get_ref(2)?).unwrap_or_default().to_vec();
        Ok(Raw { seq: seq as u64, chain: row.get(1)?, payload, hash: row.get(3)? })
    });
    Ok(found.optional()?)
}

fn open(
    stream: &StreamId,
    raw: &Raw,
    chain: Option<[u8; 32]>,
    mut keys: Unwrapping<'_>,
) -> SnapshotRead {
    if <[u8; 32]>::from(Sha256::digest(&raw.payload)) != raw.hash {
        return broken(stream, "is not as it was written");
    }
    if chain != Some(raw.chain) {
        return broken(stream, &format!("does not belong to event {}", raw.seq));
    }
    match snapshot::read(stream, raw.seq, &raw.payload, &mut keys) {
        Ok(Some(snapshot)) => SnapshotRead::Found(Box::new(snapshot)),
        Ok(None) => SnapshotRead::Missing,
        Err(error) => broken(stream, &error.chain()),
    }
}

fn broken(stream: &StreamId, why: &str) -> SnapshotRead {
    SnapshotRead::Broken(format!("the snapshot of {stream} {why}"))
}

/// All keys, as they are kept: read in one go, as nearly each of them is used.
#[derive(Default)]
struct Wrapped(HashMap<KeyId, (PersonId, Vec<u8>)>);

impl Wrapped {
    fn read(db: &Connection) -> Result<Self, StoreError> {
        let mut all = db.prepare("SELECT id, person, wrapped FROM keys")?;
        let rows = all.query_map([], |row| {
            let person = PersonId(Uuid::from_bytes(row.get(1)?));
            Ok((Uuid::from_bytes(row.get(0)?), (person, row.get(2)?)))
        })?;
        Ok(Self(rows.collect::<Result<_, _>>()?))
    }
}

/// Keys that are unwrapped when they are used, and not kept.
struct Unwrapping<'a> {
    master: &'a Secret,
    wrapped: &'a Wrapped,
}

impl Keys for Unwrapping<'_> {
    fn of(&mut self, _: PersonId) -> Result<Option<(KeyId, Secret)>, StoreError> {
        // Nothing is sealed while snapshots are read.
        Ok(None)
    }

    fn by_id(&mut self, id: KeyId) -> Result<Option<Secret>, StoreError> {
        let Some((person, wrapped)) = self.wrapped.0.get(&id) else { return Ok(None) };
        unwrap(self.master, *person, id, wrapped).map(Some)
    }
}
