//! For measuring only: a log that gives each command a transaction of its own,
//! which is what the desk's common commits are held against.

use guiyan_core::{
    Recorded,
    branch::BranchSnapshot,
    decider::Claim,
    ids::{BranchId, CommandId, PersonId, StreamId},
    time::Timestamp,
};
use guiyan_store::{
    Access, Append, Log, Rejection, Remembered, Row, SnapshotRead, StoreError, TallyRow,
    key::{Keyed, Subject},
};

/// A log that commits one by one.
pub(super) struct OneByOne(pub(super) Box<dyn Log>);

impl Log for OneByOne {
    fn commit(&mut self, batch: &[Append]) -> Result<Vec<Result<(), Rejection>>, StoreError> {
        let mut results = Vec::with_capacity(batch.len());
        for append in batch {
            results.extend(self.0.commit(std::slice::from_ref(append))?);
        }
        Ok(results)
    }

    fn rest(&mut self) {
        self.0.rest();
    }

    fn heads(&mut self) -> Result<Vec<(StreamId, u64)>, StoreError> {
        self.0.heads()
    }

    fn rows(
        &mut self,
        stream: &StreamId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        self.0.rows(stream, after, limit)
    }

    fn open_row(&mut self, stream: &StreamId, row: &Row) -> Result<Recorded, StoreError> {
        self.0.open_row(stream, row)
    }

    fn remembered(&mut self, id: CommandId) -> Result<Option<Remembered>, StoreError> {
        self.0.remembered(id)
    }

    fn command_count(&mut self) -> Result<u64, StoreError> {
        self.0.command_count()
    }

    fn claims(&mut self) -> Result<Vec<Claim>, StoreError> {
        self.0.claims()
    }

    fn tallies(&mut self, stream: Option<&StreamId>) -> Result<Vec<TallyRow>, StoreError> {
        self.0.tallies(stream)
    }

    fn load_snapshot(&mut self, branch: &BranchId) -> Result<SnapshotRead, StoreError> {
        self.0.load_snapshot(branch)
    }

    fn load_snapshots(&mut self, branches: &[BranchId]) -> Result<Vec<SnapshotRead>, StoreError> {
        self.0.load_snapshots(branches)
    }

    fn save_snapshot(
        &mut self,
        branch: &BranchId,
        snapshot: &BranchSnapshot,
    ) -> Result<(), StoreError> {
        self.0.save_snapshot(branch, snapshot)
    }

    fn person_of(&mut self, subject: &Subject) -> Result<PersonId, StoreError> {
        self.0.person_of(subject)
    }

    fn persons(&mut self) -> Result<Vec<(Subject, PersonId)>, StoreError> {
        self.0.persons()
    }

    fn record_accesses(&mut self, accesses: &[Access]) -> Result<(), StoreError> {
        self.0.record_accesses(accesses)
    }

    fn accesses(&mut self, person: PersonId) -> Result<Vec<Access>, StoreError> {
        self.0.accesses(person)
    }

    fn accesses_before(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        self.0.accesses_before(before)
    }

    fn forget_accesses(&mut self, before: Timestamp) -> Result<(), StoreError> {
        self.0.forget_accesses(before)
    }

    fn keyed(&self) -> Keyed {
        self.0.keyed()
    }
}
