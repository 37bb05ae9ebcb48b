//! From lines to a record.

use std::{
    collections::HashMap,
    fs::File,
    io::{BufRead as _, BufReader},
    path::Path,
    sync::Arc,
};

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use guiyan_core::{charter::DistrictCharter, ids::StreamId};
use rusqlite::{Connection, ErrorCode, params};

use super::{Counts, Event, FORMAT, Line, Sum};
use crate::{
    Log as _, MasterKey, Row, SqliteLog, StoreError, VerifyReport, backup::Progress, chain,
    place::NewDatabase, sqlite::outside,
};

/// Writes the record of the export in `file` to the new file `database`, in a
/// folder that must be empty or not there, and checks it. `then` is done with
/// the record before it gets its name (erasures that came later).
///
/// # Errors
/// The folder is in use or not empty, the key is another one, the file is
/// damaged, cut or reordered (with the line), what is in it is not sound, or
/// `then` failed; nothing is left then.
pub fn import(
    file: &Path,
    key: &MasterKey,
    database: &Path,
    charter: &Arc<DistrictCharter>,
    progress: Progress<'_>,
    then: impl FnOnce(SqliteLog) -> Result<(), StoreError>,
) -> Result<VerifyReport, StoreError> {
    let mut lines = Lines::open(file)?;
    let digests = lines.first(key)?;
    let part = NewDatabase::begin(database)?;
    {
        let db = outside::new_record(part.path(), key, digests.as_deref())?;
        let tx = db.unchecked_transaction()?;
        let mut record = NewRecord { db: &tx, streams: HashMap::new() };
        loop {
            let Some(line) = lines.next()? else {
                return Err(lines.wrong("the file ends without its last line: it was cut off"));
            };
            if let Line::End(end) = line {
                lines.ends(&end.counts, &end.sum)?;
                break;
            }
            if lines.number % 1_000 == 0 {
                progress("importing", lines.read, lines.size);
            }
            record.put(&line).map_err(|error| lines.refused(error))?;
        }
        tx.commit()?;
    }
    progress("checking", 0, 0);
    let mut log = SqliteLog::open(part.path(), key.clone())?;
    let report = log.verify(charter)?;
    if !report.is_sound() {
        let what = format!("holds a record that is not sound: {report}");
        return Err(StoreError::BadFile { path: file.to_owned(), what });
    }
    then(log)?;
    part.keep()?;
    Ok(report)
}

/// The lines of a file, each held against its sum.
struct Lines<'a> {
    file: &'a Path,
    from: BufReader<File>,
    number: u64,
    read: u64,
    size: u64,
    sum: Sum,
    before: Sum,
    counts: Counts,
}

impl<'a> Lines<'a> {
    fn open(file: &'a Path) -> Result<Self, StoreError> {
        let failed = |source| StoreError::File { doing: "read", path: file.to_owned(), source };
        let from = File::open(file).map_err(failed)?;
        let size = from.metadata().map_err(failed)?.len();
        let from = BufReader::with_capacity(1 << 18, from);
        let (sum, before, counts) = (Sum::default(), Sum::default(), Counts::default());
        Ok(Self { file, from, number: 0, read: 0, size, sum, before, counts })
    }

    /// The line that the record begins with; gives its keys of digests.
    fn first(&mut self, key: &MasterKey) -> Result<Option<Vec<u8>>, StoreError> {
        let Ok(Some(Line::Record(record))) = self.next() else {
            self.number = 1;
            return Err(self.wrong("it is not the beginning of an export of guiyan"));
        };
        if record.format > FORMAT {
            return Err(self.wrong("it was written by a newer release; import it with that one"));
        }
        if record.check != BASE64.encode(*key.derive("guiyan/1/check")) {
            return Err(StoreError::WrongKey { path: self.file.to_owned() });
        }
        let digests = record.digests.map(|digests| BASE64.decode(digests)).transpose();
        digests.map_err(|_| self.wrong("it is not as it was written"))
    }

    fn next(&mut self) -> Result<Option<Line>, StoreError> {
        let mut bytes = Vec::new();
        let read = self.from.read_until(b'\n', &mut bytes).map_err(|source| StoreError::File {
            doing: "read",
            path: self.file.to_owned(),
            source,
        })?;
        if read == 0 {
            return Ok(None);
        }
        self.number += 1;
        self.read += read as u64;
        const CHANGED: &str = "it was changed, or a line before it was left out, added or moved";
        let text = std::str::from_utf8(&bytes).ok().and_then(|text| text.strip_suffix('\n'));
        let text = text.ok_or_else(|| self.wrong("it is cut off"))?;
        let tail = text.len().saturating_sub(self.sum.tail().len());
        let (body, tail) = text.split_at_checked(tail).ok_or_else(|| self.wrong(CHANGED))?;
        let body = format!("{body}}}");
        self.before = self.sum;
        self.sum.add(&body);
        if self.sum.tail() != tail {
            return Err(self.wrong(CHANGED));
        }
        let line: Line = serde_json::from_str(&body)
            .map_err(|_| self.wrong("this release does not know what it says"))?;
        self.counts.add(&line);
        Ok(Some(line))
    }

    /// Whether the last line fits, and is the last.
    fn ends(&mut self, counts: &Counts, sum: &str) -> Result<(), StoreError> {
        if *counts != self.counts || *sum != self.before.whole() {
            return Err(self.wrong("it does not fit the lines before it"));
        }
        match self.next() {
            Ok(None) => Ok(()),
            Ok(Some(_)) => Err(self.wrong("it comes after the last line")),
            Err(error) => Err(error),
        }
    }

    fn refused(&self, error: Refused) -> StoreError {
        match error {
            Refused::Line(what) => self.wrong(&what),
            // The same thing twice.
            Refused::Store(StoreError::Sqlite(error))
                if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) =>
            {
                self.wrong("it says again what a line before it said")
            }
            Refused::Store(error) => error,
        }
    }

    fn wrong(&self, what: &str) -> StoreError {
        let what = format!("is not as it was written, line {}: {what}", self.number.max(1));
        StoreError::BadFile { path: self.file.to_owned(), what }
    }
}

enum Refused {
    Line(String),
    Store(StoreError),
}

impl<E: Into<StoreError>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self::Store(error.into())
    }
}

/// The new record.
struct NewRecord<'a> {
    db: &'a Connection,
    /// The row and the last event of each stream.
    streams: HashMap<StreamId, (i64, u64, [u8; 32])>,
}

impl NewRecord<'_> {
    fn put(&mut self, line: &Line) -> Result<(), Refused> {
        match line {
            Line::Record(_) | Line::End(_) => {
                return Err(Refused::Line("it stands at a wrong place".to_owned()));
            }
            Line::Event(event) => self.event(event)?,
            Line::Command(it) => self.insert(
                "INSERT INTO commands (id, digest, outcome, version, at)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    it.id.0.as_bytes(),
                    bytes(&it.digest)?,
                    it.outcome.get(),
                    it.version as i64,
                    it.at.0
                ],
            )?,
            Line::Claim(claim) => {
                self.insert("INSERT INTO claims (claim) VALUES (?1)", params![claim])?;
            }
            Line::Key(it) => self.insert(
                "INSERT INTO keys (id, person, wrapped) VALUES (?1, ?2, ?3)",
                params![it.id.as_bytes(), it.person.0.as_bytes(), bytes(&it.wrapped)?],
            )?,
            Line::Erased(person) => {
                let person = person.0.as_bytes();
                self.insert("INSERT INTO erased (person) VALUES (?1)", params![person])?;
            }
            Line::Identity(it) => self.insert(
                "INSERT INTO identities (subject, person) VALUES (?1, ?2)",
                params![bytes(&it.subject)?, it.person.0.as_bytes()],
            )?,
            Line::Access(it) => {
                self.insert(
                    "INSERT INTO accesses (at, by, branch, purpose, offices, handing)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    params![
                        it.at.0,
                        it.by.0.as_bytes(),
                        it.branch.as_str(),
                        it.purpose,
                        it.offices,
                        it.handing.as_ref().map(|handing| handing.get()),
                    ],
                )?;
                let id = self.db.last_insert_rowid();
                for person in &it.persons {
                    self.insert(
                        "INSERT INTO accessed (person, access) VALUES (?1, ?2)",
                        params![person.0.as_bytes(), id],
                    )?;
                }
            }
        }
        Ok(())
    }

    fn event(&mut self, event: &Event) -> Result<(), Refused> {
        let name = event.stream.to_string();
        let (row, last, previous) = match self.streams.get(&event.stream) {
            Some(known) => *known,
            None => {
                self.insert("INSERT INTO streams (name) VALUES (?1)", params![name])?;
                (self.db.last_insert_rowid(), 0, chain::START)
            }
        };
        if event.seq != last + 1 {
            let due = last + 1;
            let what = format!("event {} of {name} stands where {due} is due", event.seq);
            return Err(Refused::Line(what));
        }
        let payload = event.payload.get();
        let mut stored = Row {
            seq: event.seq,
            at: event.at,
            command: event.command,
            version: event.version,
            payload: payload.as_bytes().to_vec(),
            hash: chain::START,
        };
        stored.hash = chain::link(&previous, &name, &stored);
        if chain::hex(&stored.hash) != event.hash {
            return Err(Refused::Line(format!("the hash chain of {name} breaks here")));
        }
        self.insert(
            "INSERT INTO events (stream, seq, at, command, version, payload, hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                row,
                stored.seq as i64,
                stored.at.0,
                stored.command.0.as_bytes(),
                stored.version,
                payload,
                stored.hash
            ],
        )?;
        self.streams.insert(event.stream.clone(), (row, stored.seq, stored.hash));
        Ok(())
    }

    fn insert(&self, sql: &str, values: &[&dyn rusqlite::ToSql]) -> Result<(), StoreError> {
        self.db.prepare_cached(sql)?.execute(values)?;
        Ok(())
    }
}

fn bytes(text: &str) -> Result<Vec<u8>, Refused> {
    BASE64.decode(text).map_err(|_| Refused::Line("a value is not base64".to_owned()))
}
