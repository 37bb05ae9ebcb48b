//! Reading what is stored.

use std::str::FromStr;

use guiyan_core::{
    Claim,
    ids::{CommandId, PersonId, StreamId},
    time::Timestamp,
};
use rusqlite::{Connection, OptionalExtension, params, types::ValueRef};
use uuid::Uuid;

use super::{Head, Heads};
use crate::{Remembered, Row, StoreError, TallyRow, chain};

pub(super) fn heads(db: &Connection) -> Result<Heads, StoreError> {
    let mut all = db.prepare(
        "SELECT s.name, s.id, coalesce(e.seq, 0), e.hash FROM streams s LEFT JOIN events e
         ON e.stream = s.id AND e.seq = (SELECT max(seq) FROM events WHERE stream = s.id)",
    )?;
    let mut rows = all.query([])?;
    let mut heads = Heads::new();
    while let Some(row) = rows.next()? {
        let hash: Option<[u8; 32]> = row.get(3)?;
        let seq: i64 = row.get(2)?;
        let hash = hash.unwrap_or(chain::START);
        heads.insert(slug(row.get_ref(0)?)?, Head { row: row.get(1)?, seq: seq as u64, hash });
    }
    Ok(heads)
}

pub(crate) fn rows(
    db: &Connection,
    stream: &StreamId,
    after: u64,
    limit: usize,
) -> Result<Vec<Row>, StoreError> {
    let mut find = db.prepare_cached(
        "SELECT seq, at, command, version, payload, hash FROM events
         WHERE stream = (SELECT id FROM streams WHERE name = ?1) AND seq > ?2
         ORDER BY seq LIMIT ?3",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut rows = find.query(params![stream.to_string(), after as i64, limit])?;
    let mut list = Vec::new();
    while let Some(row) = rows.next()? {
        let seq: i64 = row.get(0)?;
        list.push(Row {
            seq: seq as u64,
            at: Timestamp(row.get(1)?),
            command: CommandId(Uuid::from_bytes(row.get(2)?)),
            version: row.get(3)?,
            payload: bytes(row.get_ref(4)?)?.to_vec(),
            hash: row.get(5)?,
        });
    }
    Ok(list)
}

pub(super) fn hash_at(
    db: &Connection,
    stream: &StreamId,
    seq: u64,
) -> Result<Option<[u8; 32]>, StoreError> {
    let mut find = db.prepare_cached(
        "SELECT hash FROM events
         WHERE stream = (SELECT id FROM streams WHERE name = ?1) AND seq = ?2",
    )?;
    let found = find.query_row(params![stream.to_string(), seq as i64], |row| row.get(0));
    Ok(found.optional()?)
}

pub(super) fn remembered(db: &Connection, id: CommandId) -> Result<Option<Remembered>, StoreError> {
    let mut find =
        db.prepare_cached("SELECT digest, outcome, version, at FROM commands WHERE id = ?1")?;
    let mut rows = find.query([id.0.as_bytes()])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let outcome = serde_json::from_slice(bytes(row.get_ref(1)?)?)
        .map_err(|error| StoreError::Damaged(format!("the outcome of command {id}: {error}")))?;
    let version: i64 = row.get(2)?;
    let at = Timestamp(row.get(3)?);
    Ok(Some(Remembered { digest: row.get(0)?, outcome, version: version as u64, at }))
}

pub(super) fn command_count(db: &Connection) -> Result<u64, StoreError> {
    let n: i64 = db.query_row("SELECT count(DISTINCT id) FROM commands", [], |row| row.get(0))?;
    Ok(n as u64)
}

pub(super) fn claims(db: &Connection) -> Result<Vec<Claim>, StoreError> {
    let mut all = db.prepare("SELECT claim FROM claims")?;
    let mut rows = all.query([])?;
    let mut list = Vec::new();
    while let Some(row) = rows.next()? {
        let text: String = row.get(0)?;
        let person = text.strip_prefix("active-report-in:").and_then(|id| id.parse().ok());
        let person: PersonId =
            person.ok_or_else(|| StoreError::Damaged(format!("no claim is named `{text}`")))?;
        list.push(Claim::ActiveReportIn(person));
    }
    list.sort();
    Ok(list)
}

pub(super) fn tallies(
    db: &Connection,
    stream: Option<&StreamId>,
) -> Result<Vec<TallyRow>, StoreError> {
    let mut find = db.prepare_cached(
        "SELECT s.name, t.month, t.measure, t.n FROM tallies t JOIN streams s ON s.id = t.stream
         WHERE ?1 IS NULL OR s.name = ?1",
    )?;
    let mut rows = find.query([stream.map(StreamId::to_string)])?;
    let mut list = Vec::new();
    while let Some(row) = rows.next()? {
        list.push(TallyRow {
            stream: slug(row.get_ref(0)?)?,
            month: slug(row.get_ref(1)?)?,
            measure: slug(row.get_ref(2)?)?,
            n: row.get(3)?,
        });
    }
    list.sort();
    Ok(list)
}

/// Reads an id, a month or a measure back from text.
pub(crate) fn slug<T: FromStr>(value: ValueRef<'_>) -> Result<T, StoreError> {
    let text = value.as_str().unwrap_or_default();
    text.parse().map_err(|_| StoreError::Damaged(format!("`{text}` is no name of anything")))
}

pub(crate) fn bytes(value: ValueRef<'_>) -> Result<&[u8], StoreError> {
    value.as_bytes().map_err(|error| StoreError::Damaged(error.to_string()))
}

/// What SQLite finds wrong with its pages and indexes. Rows are found through
/// an index, and one that misses a row would have a command done twice.
pub(super) fn damage(db: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement = db.prepare("PRAGMA integrity_check")?;
    let said = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    let found = said.iter().filter(|line| *line != "ok");
    Ok(found.map(|line| format!("the file is damaged: {line}")).collect())
}
