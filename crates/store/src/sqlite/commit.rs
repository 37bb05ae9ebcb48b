//! Appending: one transaction for a batch, each append all or nothing.

use std::collections::BTreeMap;

use guiyan_core::{
    decider::ClaimChange,
    tally::{Counted, tally},
    time::Month,
};
use rusqlite::{
    Connection, params,
    types::{ToSqlOutput, ValueRef},
};

use super::{Head, Heads, SqliteLog, keys::KeyRows, people, read};
use crate::{Append, Rejection, StoreError, chain, log::Tainted, record, ring::Ring};

#[cfg(feature = "testing")]
use crate::fault::Point;

pub(super) type Counts = BTreeMap<(i64, Month, Counted), i64>;

// A step at which a test may make the commit fail; nothing in a release.
macro_rules! step {
    ($hook:expr, $point:ident) => {
        #[cfg(feature = "testing")]
        if let Some(hook) = $hook.as_mut() {
            if hook(Point::$point) {
                return Err(StoreError::Injected(Point::$point));
            }
        }
    };
}

impl SqliteLog {
    pub(super) fn commit_batch(
        &mut self,
        batch: &[Append],
    ) -> Result<Vec<Result<(), Rejection>>, StoreError> {
        let Self { db, ring, heads, .. } = self;
        let heads = match heads {
            Some(heads) => heads,
            None => heads.insert(read::heads(db)?),
        };
        step!(self.hook, BeforeBegin);
        // Dropped without a commit it rolls back; the caller then forgets
        // heads and keys, which may be ahead of the file.
        let tx = db.unchecked_transaction()?;
        let mut counts = Counts::new();
        let mut tainted = Tainted::default();
        let mut results = Vec::with_capacity(batch.len());
        for append in batch {
            // This asks no table, because nobody else writes to this file.
            let mut taken =
                tainted.check(append, |stream| heads.get(stream).map_or(0, |head| head.seq));
            if taken.is_ok() {
                taken = take(&tx, append)?;
            }
            if taken.is_err() {
                tainted.add(append);
                results.push(taken);
                continue;
            }
            step!(self.hook, Command);
            step!(self.hook, Claims);
            write_events(&tx, ring, heads, append, &mut counts)?;
            step!(self.hook, Events);
            if let Some(person) = append.erase {
                people::erase(&tx, person)?;
                ring.forget(person);
                self.truncate_due = true;
                step!(self.hook, Erase);
            }
            results.push(Ok(()));
        }
        count(&tx, &counts)?;
        step!(self.hook, Tallies);
        step!(self.hook, BeforeCommit);
        tx.commit()?;
        step!(self.hook, AfterCommit);
        Ok(results)
    }
}

// Remembers the command and takes its claims. A command known already writes
// nothing; only claims can fail with something written, so that only they need
// a savepoint.
fn take(tx: &Connection, append: &Append) -> Result<Result<(), Rejection>, StoreError> {
    if append.claims.is_empty() {
        return remember(tx, append);
    }
    tx.execute_batch("SAVEPOINT claims")?;
    let mut result = remember(tx, append)?;
    if result.is_ok() {
        result = claim(tx, append)?;
    }
    if result.is_err() {
        tx.execute_batch("ROLLBACK TO claims")?;
    }
    tx.execute_batch("RELEASE claims")?;
    Ok(result)
}

fn remember(tx: &Connection, append: &Append) -> Result<Result<(), Rejection>, StoreError> {
    let outcome = serde_json::to_string(&append.outcome)
        .map_err(|error| StoreError::Damaged(error.to_string()))?;
    let new = tx
        .prepare_cached(
            "INSERT INTO commands (id, digest, outcome, version, at) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (id) DO NOTHING",
        )?
        .execute(params![
            append.command.0.as_bytes(),
            append.digest,
            outcome,
            append.version as i64,
            append.at.0
        ])?;
    if new == 1 {
        return Ok(Ok(()));
    }
    match read::remembered(tx, append.command)? {
        Some(first) => Ok(Err(Rejection::Repeat(first))),
        None => Err(StoreError::Damaged("a command is there and is not".to_owned())),
    }
}

fn claim(tx: &Connection, append: &Append) -> Result<Result<(), Rejection>, StoreError> {
    for change in &append.claims {
        match change {
            ClaimChange::Take(claim) => {
                let new = tx
                    .prepare_cached(
                        "INSERT INTO claims (claim) VALUES (?1) ON CONFLICT (claim) DO NOTHING",
                    )?
                    .execute([claim.to_string()])?;
                if new == 0 {
                    return Ok(Err(Rejection::ClaimTaken(claim.clone())));
                }
            }
            ClaimChange::Release(claim) => {
                tx.prepare_cached("DELETE FROM claims WHERE claim = ?1")?
                    .execute([claim.to_string()])?;
            }
        }
    }
    Ok(Ok(()))
}

fn write_events(
    tx: &Connection,
    ring: &mut Ring,
    heads: &mut Heads,
    append: &Append,
    counts: &mut Counts,
) -> Result<(), StoreError> {
    let mut insert = tx.prepare_cached(
        "INSERT INTO events (stream, seq, at, command, version, payload, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    let month = append.at.day().month();
    for new in &append.events {
        let name = new.stream.to_string();
        let head = match heads.get_mut(&new.stream) {
            Some(head) => head,
            None => {
                let row = add_stream(tx, &name)?;
                let head = Head { row, seq: 0, hash: chain::START };
                heads.entry(new.stream.clone()).or_insert(head)
            }
        };
        let context = (append.at, append.command);
        let keys = &mut KeyRows(tx);
        let row = record::write(new, context, &name, &head.hash, &mut ring.with(keys))?;
        insert.execute(params![
            head.row,
            row.seq as i64,
            row.at.0,
            row.command.0.as_bytes(),
            row.version,
            text(&row.payload),
            row.hash
        ])?;
        head.seq = row.seq;
        head.hash = row.hash;
        for (measure, n) in tally(&new.event) {
            *counts.entry((head.row, month, measure)).or_default() += n;
        }
    }
    Ok(())
}

fn add_stream(tx: &Connection, name: &str) -> Result<i64, StoreError> {
    tx.prepare_cached("INSERT INTO streams (name) VALUES (?1)")?.execute([name])?;
    Ok(tx.last_insert_rowid())
}

// The tallies of the whole batch at once: a rush on one activity is one row.
pub(super) fn count(tx: &Connection, counts: &Counts) -> Result<(), StoreError> {
    let mut add = tx.prepare_cached(
        "INSERT INTO tallies (stream, month, measure, n) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (stream, month, measure) DO UPDATE SET n = n + excluded.n",
    )?;
    for ((stream, month, measure), n) in counts {
        let month = month.to_string();
        add.execute(params![stream, month, measure.to_string(), n])?;
    }
    Ok(())
}

// JSON is text in the file, so that people can read it with any tool.
fn text(json: &[u8]) -> ToSqlOutput<'_> {
    ToSqlOutput::Borrowed(ValueRef::Text(json))
}
