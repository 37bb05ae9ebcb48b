//! From the record to lines.

use std::{io::Write, path::Path};

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use guiyan_core::{
    ids::{CommandId, PersonId},
    time::Timestamp,
};
use rusqlite::{Connection, types::ValueRef};
use serde_json::value::RawValue;
use uuid::Uuid;

use super::{Access, Command, Counts, End, Event, FORMAT, Identity, Key, Line, Record, Sum};
use crate::{
    MasterKey, StoreError,
    backup::Progress,
    chain,
    place::NewFile,
    sqlite::outside::{self, bytes, rows},
};

/// Events that are read at a time.
const PAGE: usize = 1_000;

/// Writes the record in `database` to the new file `to`. The record may be in
/// use: what is written is its state after one commit.
///
/// # Errors
/// The record cannot be read, is under another key, or the file cannot be
/// written; then there is no such file.
pub fn export(
    database: &Path,
    key: &MasterKey,
    to: &Path,
    progress: Progress<'_>,
) -> Result<Counts, StoreError> {
    let mut file = NewFile::begin(to)?;
    let db = outside::reader(database, key)?;
    let tx = db.unchecked_transaction()?;
    let mut counts = Counts::default();
    let mut failed = None;
    // What fails in reading is no fault of the file that is written.
    file.write(|file| {
        let mut lines = Lines { to: file, sum: Sum::default(), counts: Counts::default() };
        match all(&tx, key, &mut lines, progress) {
            Ok(()) => counts = lines.counts,
            Err(Failed::Write(error)) => return Err(error),
            Err(Failed::Read(error)) => failed = Some(error),
        }
        Ok(())
    })?;
    match failed {
        Some(error) => Err(error),
        None => file.keep().map(|()| counts),
    }
}

enum Failed {
    Read(StoreError),
    Write(std::io::Error),
}

impl<E: Into<StoreError>> From<E> for Failed {
    fn from(error: E) -> Self {
        Self::Read(error.into())
    }
}

struct Lines<W> {
    to: W,
    sum: Sum,
    counts: Counts,
}

impl<W: Write> Lines<W> {
    fn put(&mut self, line: &Line) -> Result<(), Failed> {
        self.counts.add(line);
        let text =
            serde_json::to_string(line).map_err(|error| StoreError::Damaged(error.to_string()))?;
        self.sum.add(&text);
        let body = text.strip_suffix('}').unwrap_or(&text);
        writeln!(self.to, "{body}{}", self.sum.tail()).map_err(Failed::Write)
    }
}

fn all<W: Write>(
    db: &Connection,
    key: &MasterKey,
    lines: &mut Lines<W>,
    progress: Progress<'_>,
) -> Result<(), Failed> {
    let check = BASE64.encode(*key.derive("guiyan/1/check"));
    let digests = outside::wrapped_digests(db)?.map(|wrapped| BASE64.encode(wrapped));
    lines.put(&Line::Record(Record { format: FORMAT, check, digests }))?;
    events(db, lines, progress)?;
    each(db, "SELECT id, digest, outcome, version, at FROM commands ORDER BY id", |row| {
        let version: i64 = row.get(3)?;
        lines.put(&Line::Command(Command {
            id: CommandId(Uuid::from_bytes(row.get(0)?)),
            digest: base64(row.get_ref(1)?)?,
            outcome: raw(row.get_ref(2)?)?,
            version: version as u64,
            at: Timestamp(row.get(4)?),
        }))
    })?;
    each(db, "SELECT claim FROM claims ORDER BY claim", |row| {
        lines.put(&Line::Claim(row.get(0)?))
    })?;
    each(db, "SELECT id, person, wrapped FROM keys ORDER BY person", |row| {
        let (id, person) = (Uuid::from_bytes(row.get(0)?), person(row, 1)?);
        lines.put(&Line::Key(Key { id, person, wrapped: base64(row.get_ref(2)?)? }))
    })?;
    each(db, "SELECT person FROM erased ORDER BY person", |row| {
        lines.put(&Line::Erased(person(row, 0)?))
    })?;
    each(db, "SELECT subject, person FROM identities ORDER BY subject", |row| {
        let (subject, person) = (base64(row.get_ref(0)?)?, person(row, 1)?);
        lines.put(&Line::Identity(Identity { subject, person }))
    })?;
    let mut about = db.prepare("SELECT person FROM accessed WHERE access = ?1 ORDER BY person")?;
    // A record that a release before wrote last has no offices yet.
    let format = outside::format(db)?;
    let offices = if format < 3 { "''" } else { "offices" };
    let handing = if format < 4 { "NULL" } else { "handing" };
    let all = format!(
        "SELECT id, at, by, branch, purpose, {offices}, {handing} FROM accesses ORDER BY id"
    );
    each(db, &all, |row| {
        let id: i64 = row.get(0)?;
        let persons = about.query_map([id], |row| person(row, 0))?;
        lines.put(&Line::Access(Access {
            at: Timestamp(row.get(1)?),
            by: person(row, 2)?,
            branch: outside::slug(row.get_ref(3)?)?,
            purpose: row.get(4)?,
            offices: row.get(5)?,
            handing: match row.get_ref(6)? {
                ValueRef::Null => None,
                text => Some(raw(text)?),
            },
            persons: persons.collect::<Result<_, _>>()?,
        }))
    })?;
    let (counts, sum) = (lines.counts, lines.sum.whole());
    lines.put(&Line::End(End { counts, sum }))
}

fn events<W: Write>(
    db: &Connection,
    lines: &mut Lines<W>,
    progress: Progress<'_>,
) -> Result<(), Failed> {
    let heads = outside::head_hashes(db)?;
    let total = heads.values().map(|(seq, _)| seq).sum();
    for stream in heads.keys() {
        let mut after = 0;
        loop {
            progress("exporting", lines.counts.events, total);
            let page = rows(db, stream, after, PAGE)?;
            let Some(last) = page.last() else { break };
            after = last.seq;
            for row in page {
                lines.put(&Line::Event(Event {
                    stream: stream.clone(),
                    seq: row.seq,
                    at: row.at,
                    command: row.command,
                    version: row.version,
                    payload: raw(ValueRef::Text(&row.payload))?,
                    hash: chain::hex(&row.hash),
                }))?;
            }
        }
    }
    Ok(())
}

fn each(
    db: &Connection,
    sql: &str,
    mut put: impl FnMut(&rusqlite::Row<'_>) -> Result<(), Failed>,
) -> Result<(), Failed> {
    let mut all = db.prepare(sql)?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        put(row)?;
    }
    Ok(())
}

fn person(row: &rusqlite::Row<'_>, column: usize) -> Result<PersonId, rusqlite::Error> {
    Ok(PersonId(Uuid::from_bytes(row.get(column)?)))
}

fn base64(value: ValueRef<'_>) -> Result<String, StoreError> {
    Ok(BASE64.encode(bytes(value)?))
}

fn raw(value: ValueRef<'_>) -> Result<Box<RawValue>, StoreError> {
    let text = String::from_utf8_lossy(bytes(value)?).into_owned();
    if text.contains('\n') {
        return Err(StoreError::Damaged("a stored text has more than one line".to_owned()));
    }
    RawValue::from_string(text).map_err(|error| StoreError::Damaged(error.to_string()))
}
