use std::collections::{BTreeMap, BTreeSet};

use super::state::Request;
use crate::{
    ids::{DepartmentId, PersonId, RequestId},
    time::Timestamp,
};

/// The requests of one branch, and what is derived from them.
///
/// INVARIANT: the indices are those of `all`; only [`Requests::change`]
/// touches either.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Requests {
    all: BTreeMap<RequestId, Request>,
    open: BTreeSet<(Timestamp, RequestId)>,
    due: BTreeSet<(Timestamp, RequestId)>,
    with: BTreeMap<DepartmentId, BTreeSet<RequestId>>,
    of: BTreeMap<PersonId, BTreeSet<RequestId>>,
}

impl Requests {
    /// All of them, open or not, by id.
    pub fn all(&self) -> &BTreeMap<RequestId, Request> {
        &self.all
    }

    /// The request of that id.
    pub fn get(&self, id: &RequestId) -> Option<&Request> {
        self.all.get(id)
    }

    /// Those that are open, the oldest first.
    pub fn open(&self) -> impl Iterator<Item = (RequestId, &Request)> {
        self.open.iter().filter_map(|(_, id)| Some((*id, self.all.get(id)?)))
    }

    /// Those in which the person's id stands, as requester or helper.
    pub fn touching(&self, person: &PersonId) -> impl Iterator<Item = (RequestId, &Request)> {
        let ids = self.of.get(person).into_iter().flatten();
        ids.filter_map(|id| Some((*id, self.all.get(id)?)))
    }

    /// Those that a department has.
    pub fn with(&self, department: &DepartmentId) -> impl Iterator<Item = (RequestId, &Request)> {
        let ids = self.with.get(department).into_iter().flatten();
        ids.filter_map(|id| Some((*id, self.all.get(id)?)))
    }

    /// The departments that have any.
    pub fn departments(&self) -> impl Iterator<Item = &DepartmentId> {
        self.with.keys()
    }

    pub(super) fn by_due(&self) -> impl Iterator<Item = (Timestamp, RequestId)> + '_ {
        self.due.iter().copied()
    }

    pub(in crate::branch) fn insert(&mut self, id: RequestId, request: Request) {
        self.all.insert(id, request);
        self.change(&id, |_| {});
    }

    pub(in crate::branch) fn change(&mut self, id: &RequestId, change: impl FnOnce(&mut Request)) {
        let Some(request) = self.all.get_mut(id) else { return };
        self.open.remove(&(request.at, *id));
        if let Some(next) = request.next {
            self.due.remove(&(next, *id));
        }
        if let Some(department) = request.stage.department() {
            release(&mut self.with, department, id);
        }
        for person in request.people().collect::<BTreeSet<_>>() {
            release(&mut self.of, &person, id);
        }
        change(request);
        if request.stage.is_open() {
            self.open.insert((request.at, *id));
        }
        if let Some(next) = request.next {
            self.due.insert((next, *id));
        }
        if let Some(department) = request.stage.department() {
            self.with.entry(department.clone()).or_default().insert(*id);
        }
        for person in request.people() {
            self.of.entry(person).or_default().insert(*id);
        }
    }
}

fn release<K: Ord>(index: &mut BTreeMap<K, BTreeSet<RequestId>>, key: &K, id: &RequestId) {
    if let Some(ids) = index.get_mut(key) {
        ids.remove(id);
        if ids.is_empty() {
            index.remove(key);
        }
    }
}
