//! Keeping snapshots, in one transaction or in many short ones, and dropping them.

use guiyan_core::{
    branch::BranchSnapshot,
    ids::{BranchId, PersonId, StreamId},
};
use rusqlite::{Connection, params};

use super::{SqliteLog, keys::KeyRows, read};
use crate::{
    StoreError,
    log::{Made, SnapshotMaker},
    ring::Ring,
    seal::Secret,
    snapshot::{self, Contents, digest},
};

/// Makes snapshots over a connection of its own, which only reads.
pub(super) struct Maker {
    pub(super) db: Connection,
    pub(super) master: Secret,
}

impl SnapshotMaker for Maker {
    fn make(&mut self, branch: &BranchId, snapshot: &BranchSnapshot) -> Result<Made, StoreError> {
        let stream = StreamId::Branch(branch.clone());
        // Whoever has something in it has a key, or is erased: nothing is written.
        let mut ring = Ring::new(self.master.clone());
        let keys = &mut KeyRows(&self.db);
        let parts = snapshot::write(&stream, snapshot, &mut ring.with(keys))?;
        Ok(Made { stream, seq: snapshot.version, parts, done: 0 })
    }
}

impl SqliteLog {
    pub(super) fn write_snapshot(
        &mut self,
        branch: &BranchId,
        snapshot: &BranchSnapshot,
    ) -> Result<(), StoreError> {
        let stream = StreamId::Branch(branch.clone());
        self.disk()?;
        let tx = self.db.unchecked_transaction()?;
        let keys = &mut KeyRows(&tx);
        let parts = snapshot::write(&stream, snapshot, &mut self.ring.with(keys))?;
        let mut made = Made { stream, seq: snapshot.version, parts, done: 0 };
        while step(&tx, &mut made)? {}
        tx.commit()?;
        Ok(())
    }
}

/// The next step: a part; after the last of them what the snapshot consists of,
/// by which it counts; then what it replaces goes, as small piece by small piece.
/// What was cut off at some time goes with that.
pub(super) fn step(tx: &Connection, made: &mut Made) -> Result<bool, StoreError> {
    let Made { stream, seq, parts, done } = made;
    let (name, at) = (stream.to_string(), *seq as i64);
    if let Some(part) = parts.get(*done) {
        tx.prepare_cached(
            "INSERT OR REPLACE INTO snapshot_parts (stream, seq, part, payload)
             VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![name, at, *done as i64, part])?;
    } else if *done == parts.len() {
        let Some(chain) = read::hash_at(tx, stream, *seq)? else {
            let what = format!("a snapshot of {stream} at {seq}, which is not there");
            return Err(StoreError::Damaged(what));
        };
        let contents = Contents::of(parts).to_bytes();
        tx.prepare_cached(
            "INSERT OR REPLACE INTO snapshots (stream, seq, chain, payload, hash)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![name, at, chain, contents, digest(&contents)])?;
    } else {
        let gone = tx
            .prepare_cached(
                "DELETE FROM snapshot_parts WHERE id IN (
                     SELECT id FROM snapshot_parts WHERE stream = ?1 AND seq <> ?2 LIMIT 1)",
            )?
            .execute(params![name, at])?;
        return Ok(gone > 0);
    }
    *done += 1;
    Ok(true)
}

/// Drops snapshots in which the person's id stands.
pub(super) fn drop_snapshots_with(tx: &Connection, person: PersonId) -> Result<(), StoreError> {
    let mut find = tx.prepare_cached(
        "SELECT DISTINCT stream FROM snapshot_parts WHERE instr(payload, ?1) > 0",
    )?;
    let streams = find.query_map([person.0.as_bytes()], |row| row.get(0))?;
    let streams: Vec<String> = streams.collect::<Result<_, _>>()?;
    for stream in streams {
        tx.prepare_cached("DELETE FROM snapshots WHERE stream = ?1")?.execute([&stream])?;
        tx.prepare_cached("DELETE FROM snapshot_parts WHERE stream = ?1")?.execute([&stream])?;
    }
    // Written by a release that kept them as text.
    tx.prepare_cached("DELETE FROM snapshots WHERE instr(payload, ?1) > 0")?
        .execute([person.to_string()])?;
    Ok(())
}
