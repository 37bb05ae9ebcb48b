use std::collections::{BTreeMap, BTreeSet, HashMap};

use guiyan_core::{
    Claim,
    decider::ClaimChange,
    ids::{BranchId, CommandId, PersonId, StreamId},
    tally::{Counted, tally},
    time::Month,
};
use memchr::memmem;

use crate::{
    Access, Append, Rejection, Remembered, Row, StoreError, TallyRow, chain,
    key::Subject,
    log::Tainted,
    record,
    ring::{KeyTable, Ring},
    seal::KeyId,
};

/// What a file holds otherwise.
#[derive(Clone, Default)]
pub(super) struct Storage {
    streams: BTreeMap<StreamId, Vec<Row>>,
    pub(super) commands: HashMap<CommandId, Remembered>,
    pub(super) claims: BTreeSet<Claim>,
    tallies: BTreeMap<(StreamId, Month, Counted), i64>,
    pub(super) keys: KeyMap,
    pub(super) identities: BTreeMap<Subject, PersonId>,
    pub(super) accesses: Vec<Access>,
    pub(super) snapshots: BTreeMap<BranchId, (u64, Vec<Vec<u8>>)>,
}

impl Storage {
    pub(super) fn heads(&self) -> Vec<(StreamId, u64)> {
        self.streams.iter().map(|(stream, rows)| (stream.clone(), rows.len() as u64)).collect()
    }

    pub(super) fn rows(&self, stream: &StreamId, after: u64, limit: usize) -> Vec<Row> {
        let rows = self.streams.get(stream).into_iter().flatten();
        rows.skip(usize::try_from(after).unwrap_or(usize::MAX)).take(limit).cloned().collect()
    }

    pub(super) fn tallies(&self, stream: Option<&StreamId>) -> Vec<TallyRow> {
        let wanted = self.tallies.iter().filter(|(key, _)| stream.is_none_or(|it| *it == key.0));
        wanted
            .map(|((stream, month, measure), n)| TallyRow {
                stream: stream.clone(),
                month: *month,
                measure: measure.clone(),
                n: *n,
            })
            .collect()
    }

    /// Whether the append can be taken as a whole. Changes nothing.
    pub(super) fn check(&self, append: &Append, tainted: &Tainted<'_>) -> Result<(), Rejection> {
        let head = |stream: &_| self.streams.get(stream).map_or(0, |rows| rows.len() as u64);
        tainted.check(append, head)?;
        if let Some(first) = self.commands.get(&append.command) {
            return Err(Rejection::Repeat(*first));
        }
        self.claimed(append).map(|_| ())
    }

    /// Takes the append, which has been checked.
    pub(super) fn append(&mut self, append: &Append, ring: &mut Ring) -> Result<(), StoreError> {
        // Rows first: only they can fail, and then nothing is changed.
        let mut rows: Vec<(&StreamId, Row)> = Vec::with_capacity(append.events.len());
        for new in &append.events {
            let within = rows.iter().rev().find(|(stream, _)| **stream == new.stream);
            let stored = || self.streams.get(&new.stream).and_then(|rows| rows.last());
            let last = within.map(|(_, row)| row).or_else(stored);
            let previous = last.map_or(chain::START, |row| row.hash);
            let context = (append.at, append.command);
            let name = new.stream.to_string();
            let keys = &mut ring.with(&mut self.keys);
            rows.push((&new.stream, record::write(new, context, &name, &previous, keys)?));
        }
        let month = append.at.day().month();
        for (new, (stream, row)) in append.events.iter().zip(rows) {
            if let Some(stored) = self.streams.get_mut(stream) {
                stored.push(row);
            } else {
                self.streams.insert(stream.clone(), vec![row]);
            }
            for (measure, n) in tally(&new.event) {
                let key = (stream.clone(), month, measure);
                *self.tallies.entry(key).or_default() += n;
            }
        }
        if let Ok(changed) = self.claimed(append) {
            for (claim, held) in changed {
                if held {
                    self.claims.insert(claim);
                } else {
                    self.claims.remove(&claim);
                }
            }
        }
        let Append { digest, outcome, version, at, .. } = *append;
        self.commands.insert(append.command, Remembered { digest, outcome, version, at });
        Ok(())
    }

    pub(super) fn erase(&mut self, person: PersonId) {
        if let Some((id, _)) = self.keys.of.remove(&person) {
            self.keys.owner.remove(&id);
        }
        self.keys.erased.insert(person);
        self.identities.retain(|_, it| *it != person);
        for access in &mut self.accesses {
            access.persons.retain(|it| *it != person);
        }
        let id = person.0.as_bytes();
        self.snapshots
            .retain(|_, (_, parts)| parts.iter().all(|part| memmem::find(part, id).is_none()));
    }

    // What the append's changes come to, in order: held or not.
    fn claimed(&self, append: &Append) -> Result<BTreeMap<Claim, bool>, Rejection> {
        let mut changed = BTreeMap::new();
        for change in &append.claims {
            match change {
                ClaimChange::Take(claim) => {
                    let held = changed.get(claim).copied();
                    if held.unwrap_or_else(|| self.claims.contains(claim)) {
                        return Err(Rejection::ClaimTaken(claim.clone()));
                    }
                    changed.insert(claim.clone(), true);
                }
                ClaimChange::Release(claim) => {
                    changed.insert(claim.clone(), false);
                }
            }
        }
        Ok(changed)
    }
}

/// Wrapped keys by person.
#[derive(Clone, Default)]
pub(super) struct KeyMap {
    of: BTreeMap<PersonId, (KeyId, Vec<u8>)>,
    owner: HashMap<KeyId, PersonId>,
    erased: BTreeSet<PersonId>,
}

impl KeyTable for KeyMap {
    fn of(&self, person: PersonId) -> Result<Option<(KeyId, Vec<u8>)>, StoreError> {
        Ok(self.of.get(&person).cloned())
    }

    fn by_id(&self, id: KeyId) -> Result<Option<(PersonId, Vec<u8>)>, StoreError> {
        let Some(person) = self.owner.get(&id) else { return Ok(None) };
        Ok(self.of.get(person).map(|(_, wrapped)| (*person, wrapped.clone())))
    }

    fn is_erased(&self, person: PersonId) -> Result<bool, StoreError> {
        Ok(self.erased.contains(&person))
    }

    fn insert(&mut self, person: PersonId, id: KeyId, wrapped: &[u8]) -> Result<(), StoreError> {
        self.of.insert(person, (id, wrapped.to_vec()));
        self.owner.insert(id, person);
        Ok(())
    }
}
