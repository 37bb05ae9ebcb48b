//! The record in the page: a log in memory, and a journal of what was taken, as
//! lines of JSON that whoever holds the page's storage keeps and gives back.
//!
//! The journal is not sealed: whoever can read the page's storage can read it.
//! It is for sample people and for developers, never for real members.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use guiyan_core::{
    Event, Outcome, Recorded,
    branch::BranchSnapshot,
    caller::Role,
    decider::{Claim, ClaimChange},
    event::EVENT_VERSION,
    ids::{BranchId, CommandId, PersonId, StreamId},
    personal::PERSONAL_KEY,
    time::Timestamp,
    view::Handing,
};
use guiyan_store::{
    Access, Append, Digest, Log, MasterKey, MemoryLog, NewEvent, Rejection, Remembered, Row,
    SnapshotRead, StoreError, TallyRow,
    key::{Keyed, Subject},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A line of the journal.
#[derive(Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
enum Entry {
    /// The first line: which release wrote it.
    Begins { events: u32 },
    /// An accepted command.
    Append {
        command: CommandId,
        digest: Digest,
        outcome: Outcome,
        version: u64,
        at: Timestamp,
        events: Vec<(StreamId, u64, Event)>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        claims: Vec<ClaimChange>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        erase: Option<PersonId>,
    },
    /// Somebody's first step.
    Person { subject: Subject, person: PersonId },
    /// A reading of names.
    Access {
        at: Timestamp,
        by: PersonId,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        offices: Vec<Role>,
        branch: BranchId,
        purpose: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        handing: Option<Handing>,
        persons: Vec<PersonId>,
    },
    /// Readings from before that moment were kept long enough.
    AccessesForgotten { before: Timestamp },
}

/// What is to be kept of a journal.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Unsaved {
    /// Whether everything kept so far is to go: somebody was erased.
    pub replace: bool,
    /// How many lines are kept so far.
    pub count: usize,
    /// Those to be added, or, when it replaces, all there are.
    pub lines: Vec<String>,
}

/// The record of a district in the page. Clones share it.
#[derive(Clone)]
pub struct Journal(Arc<Mutex<Inner>>);

struct Inner {
    log: MemoryLog,
    people: BTreeMap<Subject, PersonId>,
    lines: Vec<String>,
    saved: usize,
    replaced: bool,
}

impl Journal {
    /// The record that these lines say; an empty one from none.
    ///
    /// # Errors
    /// A line is damaged, or a newer release wrote it.
    pub fn open(lines: &[String]) -> Result<Self, StoreError> {
        // It protects nothing here, and digests must be the same next time.
        let log = MemoryLog::under(MasterKey::from_bytes([0; 32]));
        let mut inner =
            Inner { log, people: BTreeMap::new(), lines: Vec::new(), saved: 0, replaced: false };
        if lines.is_empty() {
            inner.write(&Entry::Begins { events: EVENT_VERSION })?;
        }
        for (number, line) in lines.iter().enumerate() {
            inner.replay(line).map_err(|error| match error {
                StoreError::Damaged(what) => {
                    StoreError::Damaged(format!("line {} of the journal: {what}", number + 1))
                }
                other => other,
            })?;
            inner.lines.push(line.clone());
        }
        inner.saved = lines.len();
        Ok(Self(Arc::new(Mutex::new(inner))))
    }

    /// What has not been kept yet.
    pub fn unsaved(&self) -> Unsaved {
        let inner = self.inner();
        let first = if inner.replaced { 0 } else { inner.saved };
        let lines = inner.lines.get(first..).unwrap_or_default().to_vec();
        Unsaved { replace: inner.replaced, count: inner.saved, lines }
    }

    /// All of it is kept now.
    pub fn saved(&self) {
        let mut inner = self.inner();
        inner.saved = inner.lines.len();
        inner.replaced = false;
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Journal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Journal")
    }
}

impl Inner {
    fn write(&mut self, entry: &Entry) -> Result<(), StoreError> {
        self.lines.push(text(entry)?);
        Ok(())
    }

    fn replay(&mut self, line: &str) -> Result<(), StoreError> {
        match serde_json::from_str(line).map_err(damaged)? {
            Entry::Begins { events } if events > EVENT_VERSION => {
                let (found, known) = (i64::from(events), i64::from(EVENT_VERSION));
                return Err(StoreError::NewerFile { found, known });
            }
            Entry::Begins { .. } => {}
            Entry::Append { command, digest, outcome, version, at, events, claims, erase } => {
                let event = |(stream, seq, event)| NewEvent { stream, seq, event };
                let events = events.into_iter().map(event).collect();
                let append =
                    Append { command, digest, outcome, version, at, events, claims, erase };
                match self.log.commit(&[append])?.pop() {
                    Some(Ok(())) => {}
                    other => {
                        return Err(StoreError::Damaged(format!("it cannot follow: {other:?}")));
                    }
                }
            }
            Entry::Person { subject, person } => {
                self.people.insert(subject, person);
            }
            Entry::Access { at, by, offices, branch, purpose, handing, persons } => {
                self.log.record_accesses(&[Access {
                    at,
                    by,
                    offices,
                    branch,
                    purpose,
                    handing,
                    persons,
                }])?;
            }
            Entry::AccessesForgotten { before } => self.log.forget_accesses(before)?,
        }
        Ok(())
    }

    /// Takes everything of a person out of all lines.
    fn redact(&mut self, person: PersonId) -> Result<(), StoreError> {
        self.people.retain(|_, known| *known != person);
        self.replaced = true;
        let name = person.to_string();
        let lines = std::mem::take(&mut self.lines);
        for line in lines {
            if !line.contains(&name) {
                self.lines.push(line);
                continue;
            }
            let mut json: Value = serde_json::from_str(&line).map_err(damaged)?;
            match json.get("type").and_then(Value::as_str) {
                Some("person") => continue,
                Some("access") => {
                    if let Some(persons) = json.get_mut("persons").and_then(Value::as_array_mut) {
                        persons.retain(|one| one.as_str() != Some(&name));
                    }
                }
                _ => forget(&mut json, &name),
            }
            self.lines.push(json.to_string());
        }
        Ok(())
    }
}

/// Every value that belongs to a person becomes one that was erased.
fn forget(json: &mut Value, person: &str) {
    match json {
        Value::Object(map) => {
            if let Some(owned) = map.get_mut(PERSONAL_KEY)
                && owned.get("of").and_then(Value::as_str) == Some(person)
            {
                *owned = Value::Null;
            }
            map.values_mut().for_each(|value| forget(value, person));
        }
        Value::Array(list) => list.iter_mut().for_each(|value| forget(value, person)),
        _ => {}
    }
}

fn text(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(damaged)
}

fn damaged(error: serde_json::Error) -> StoreError {
    StoreError::Damaged(error.to_string())
}

impl Log for Journal {
    fn commit(&mut self, batch: &[Append]) -> Result<Vec<Result<(), Rejection>>, StoreError> {
        let mut inner = self.inner();
        let results = inner.log.commit(batch)?;
        for (append, _) in batch.iter().zip(&results).filter(|(_, result)| result.is_ok()) {
            let event = |new: &NewEvent| (new.stream.clone(), new.seq, new.event.clone());
            inner.write(&Entry::Append {
                command: append.command,
                digest: append.digest,
                outcome: append.outcome,
                version: append.version,
                at: append.at,
                events: append.events.iter().map(event).collect(),
                claims: append.claims.clone(),
                erase: append.erase,
            })?;
            if let Some(person) = append.erase {
                inner.redact(person)?;
            }
        }
        Ok(results)
    }

    fn heads(&mut self) -> Result<Vec<(StreamId, u64)>, StoreError> {
        self.inner().log.heads()
    }

    fn rows(
        &mut self,
        stream: &StreamId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        self.inner().log.rows(stream, after, limit)
    }

    fn open_row(&mut self, stream: &StreamId, row: &Row) -> Result<Recorded, StoreError> {
        self.inner().log.open_row(stream, row)
    }

    fn remembered(&mut self, id: CommandId) -> Result<Option<Remembered>, StoreError> {
        self.inner().log.remembered(id)
    }

    fn command_count(&mut self) -> Result<u64, StoreError> {
        self.inner().log.command_count()
    }

    fn claims(&mut self) -> Result<Vec<Claim>, StoreError> {
        self.inner().log.claims()
    }

    fn tallies(&mut self, stream: Option<&StreamId>) -> Result<Vec<TallyRow>, StoreError> {
        self.inner().log.tallies(stream)
    }

    fn load_snapshot(&mut self, branch: &BranchId) -> Result<SnapshotRead, StoreError> {
        self.inner().log.load_snapshot(branch)
    }

    fn save_snapshot(
        &mut self,
        branch: &BranchId,
        snapshot: &BranchSnapshot,
    ) -> Result<(), StoreError> {
        self.inner().log.save_snapshot(branch, snapshot)
    }

    fn person_of(&mut self, subject: &Subject) -> Result<PersonId, StoreError> {
        let mut inner = self.inner();
        if let Some(person) = inner.people.get(subject) {
            return Ok(*person);
        }
        let person = inner.log.person_of(subject)?;
        inner.people.insert(*subject, person);
        inner.write(&Entry::Person { subject: *subject, person })?;
        Ok(person)
    }

    fn persons(&mut self) -> Result<Vec<(Subject, PersonId)>, StoreError> {
        Ok(self.inner().people.iter().map(|(subject, person)| (*subject, *person)).collect())
    }

    fn record_accesses(&mut self, accesses: &[Access]) -> Result<(), StoreError> {
        let mut inner = self.inner();
        inner.log.record_accesses(accesses)?;
        for Access { at, by, offices, branch, purpose, handing, persons } in
            accesses.iter().cloned()
        {
            inner.write(&Entry::Access { at, by, offices, branch, purpose, handing, persons })?;
        }
        Ok(())
    }

    fn accesses(&mut self, person: PersonId) -> Result<Vec<Access>, StoreError> {
        self.inner().log.accesses(person)
    }

    fn accesses_before(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        self.inner().log.accesses_before(before)
    }

    fn forget_accesses(&mut self, before: Timestamp) -> Result<(), StoreError> {
        let mut inner = self.inner();
        inner.log.forget_accesses(before)?;
        inner.write(&Entry::AccessesForgotten { before })
    }

    fn keyed(&self) -> Keyed {
        self.inner().log.keyed()
    }
}

#[cfg(test)]
mod tests {
    use guiyan_store::conformance::Place;

    use super::*;

    /// A page that is opened again from what it kept.
    #[derive(Default)]
    struct Page(Option<Journal>);

    impl Place for Page {
        fn open(&mut self) -> Box<dyn Log> {
            let lines = self.0.take().map(|journal| {
                assert_eq!(journal.unsaved().lines.len(), journal.inner().lines.len());
                journal.unsaved().lines
            });
            let journal = Journal::open(&lines.unwrap_or_default()).unwrap();
            journal.inner().saved = 0;
            self.0 = Some(journal.clone());
            Box::new(journal)
        }
    }

    guiyan_store::conformance!(Page::default());
}
