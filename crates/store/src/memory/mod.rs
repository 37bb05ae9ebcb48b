//! The log in memory: the same sealing, chain and answers, no disk.

mod storage;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use guiyan_core::{
    Claim, Recorded,
    branch::BranchSnapshot,
    ids::{BranchId, CommandId, PersonId, StreamId},
    time::Timestamp,
};

use crate::{
    Access, Append, Log, MasterKey, Rejection, Remembered, Row, SnapshotRead, StoreError, TallyRow,
    key::{Keyed, Subject, random},
    log::Tainted,
    record,
    ring::Ring,
    snapshot,
};
use storage::Storage;

/// A log in memory, for tests and benchmarks. Clones share what is stored, as
/// two services share a database.
#[derive(Clone)]
pub struct MemoryLog {
    storage: Arc<Mutex<Storage>>,
    master: MasterKey,
    #[cfg(feature = "testing")]
    hook: Option<Arc<Mutex<crate::fault::Hook>>>,
}

impl MemoryLog {
    /// An empty log under a key of its own.
    ///
    /// # Errors
    /// The system gives no random bytes.
    pub fn new() -> Result<Self, StoreError> {
        Ok(Self::under(MasterKey::from_bytes(random()?)))
    }

    /// An empty log under that key.
    pub fn under(master: MasterKey) -> Self {
        Self {
            storage: Arc::default(),
            master,
            #[cfg(feature = "testing")]
            hook: None,
        }
    }

    /// Makes commits fail where `hook` says so. A clone made after this has
    /// the same hook.
    #[cfg(feature = "testing")]
    pub fn inject(&mut self, hook: crate::fault::Hook) {
        self.hook = Some(Arc::new(Mutex::new(hook)));
    }

    /// The same storage without a hook, as a process finds it that starts anew.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn reopened(&self) -> Self {
        Self { storage: self.storage.clone(), master: self.master.clone(), hook: None }
    }

    fn storage(&self) -> MutexGuard<'_, Storage> {
        self.storage.lock().unwrap_or_else(PoisonError::into_inner)
    }

    // Keys are unwrapped each time: another clone may have destroyed them.
    fn ring(&self) -> Ring {
        Ring::new(self.master.derive("guiyan/1/keys"))
    }

    #[cfg(feature = "testing")]
    fn step(&self, point: crate::fault::Point) -> Result<(), StoreError> {
        let Some(hook) = &self.hook else { return Ok(()) };
        let mut hook = hook.lock().unwrap_or_else(PoisonError::into_inner);
        if hook(point) { Err(StoreError::Injected(point)) } else { Ok(()) }
    }

    fn commit_batch(
        &self,
        storage: &mut Storage,
        batch: &[Append],
    ) -> Result<Vec<Result<(), Rejection>>, StoreError> {
        #[cfg(feature = "testing")]
        use crate::fault::Point;
        #[cfg(feature = "testing")]
        self.step(Point::BeforeBegin)?;
        let mut ring = self.ring();
        let mut tainted = Tainted::default();
        let mut results = Vec::with_capacity(batch.len());
        for append in batch {
            if let Err(rejection) = storage.check(append, &tainted) {
                tainted.add(append);
                results.push(Err(rejection));
                continue;
            }
            #[cfg(feature = "testing")]
            for point in [Point::Command, Point::Claims] {
                self.step(point)?;
            }
            storage.append(append, &mut ring)?;
            #[cfg(feature = "testing")]
            self.step(Point::Events)?;
            if let Some(person) = append.erase {
                storage.erase(person);
                ring.forget(person);
                #[cfg(feature = "testing")]
                self.step(Point::Erase)?;
            }
            results.push(Ok(()));
        }
        #[cfg(feature = "testing")]
        for point in [Point::Tallies, Point::BeforeCommit] {
            self.step(point)?;
        }
        Ok(results)
    }
}

impl Log for MemoryLog {
    fn commit(&mut self, batch: &[Append]) -> Result<Vec<Result<(), Rejection>>, StoreError> {
        let mut storage = self.storage();
        // Only a fault on demand can come half way through; then it is as if
        // nothing had been written.
        #[cfg(feature = "testing")]
        let before = self.hook.as_ref().map(|_| storage.clone());
        let result = self.commit_batch(&mut storage, batch);
        #[cfg(feature = "testing")]
        {
            if let (Err(_), Some(before)) = (&result, before) {
                *storage = before;
            } else {
                self.step(crate::fault::Point::AfterCommit)?;
            }
        }
        result
    }

    fn heads(&mut self) -> Result<Vec<(StreamId, u64)>, StoreError> {
        Ok(self.storage().heads())
    }

    fn rows(
        &mut self,
        stream: &StreamId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        Ok(self.storage().rows(stream, after, limit))
    }

    fn open_row(&mut self, stream: &StreamId, row: &Row) -> Result<Recorded, StoreError> {
        let mut ring = self.ring();
        record::read(stream, row, &mut ring.with(&mut self.storage().keys))
    }

    fn remembered(&mut self, id: CommandId) -> Result<Option<Remembered>, StoreError> {
        Ok(self.storage().commands.get(&id).copied())
    }

    fn command_count(&mut self) -> Result<u64, StoreError> {
        Ok(self.storage().commands.len() as u64)
    }

    fn claims(&mut self) -> Result<Vec<Claim>, StoreError> {
        Ok(self.storage().claims.iter().cloned().collect())
    }

    fn tallies(&mut self, stream: Option<&StreamId>) -> Result<Vec<TallyRow>, StoreError> {
        Ok(self.storage().tallies(stream))
    }

    fn load_snapshot(&mut self, branch: &BranchId) -> Result<SnapshotRead, StoreError> {
        let stream = StreamId::Branch(branch.clone());
        let mut storage = self.storage();
        let Some((seq, parts)) = storage.snapshots.get(branch).cloned() else {
            return Ok(SnapshotRead::Missing);
        };
        let mut ring = self.ring();
        let keys = &mut ring.with(&mut storage.keys);
        let each = parts.iter().enumerate();
        let parts = each.map(|(n, part)| snapshot::read_part(&stream, seq, n, part, keys));
        match parts.collect::<Result<Vec<_>, _>>().and_then(snapshot::join) {
            Ok(snapshot) => Ok(SnapshotRead::Found(Box::new(snapshot))),
            Err(error) => {
                let why = format!("the snapshot of {stream} {}", error.chain());
                Ok(SnapshotRead::Broken(why))
            }
        }
    }

    fn save_snapshot(
        &mut self,
        branch: &BranchId,
        snapshot: &BranchSnapshot,
    ) -> Result<(), StoreError> {
        let stream = StreamId::Branch(branch.clone());
        let mut storage = self.storage();
        let mut ring = self.ring();
        let parts = snapshot::write(&stream, snapshot, &mut ring.with(&mut storage.keys))?;
        storage.snapshots.insert(branch.clone(), (snapshot.version, parts));
        Ok(())
    }

    fn person_of(&mut self, subject: &Subject) -> Result<PersonId, StoreError> {
        let mut storage = self.storage();
        if let Some(person) = storage.identities.get(subject) {
            return Ok(*person);
        }
        let person = PersonId(uuid::Builder::from_random_bytes(random()?).into_uuid());
        storage.identities.insert(*subject, person);
        Ok(person)
    }

    fn persons(&mut self) -> Result<Vec<(Subject, PersonId)>, StoreError> {
        Ok(self.storage().identities.iter().map(|(subject, person)| (*subject, *person)).collect())
    }

    fn record_accesses(&mut self, accesses: &[Access]) -> Result<(), StoreError> {
        self.storage().accesses.extend_from_slice(accesses);
        Ok(())
    }

    fn accesses(&mut self, person: PersonId) -> Result<Vec<Access>, StoreError> {
        let storage = self.storage();
        let about = storage.accesses.iter().filter(|access| access.persons.contains(&person));
        Ok(about.map(|access| Access { persons: vec![person], ..access.clone() }).collect())
    }

    fn accesses_before(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        let storage = self.storage();
        Ok(storage.accesses.iter().filter(|access| access.at < before).count() as u64)
    }

    fn forget_accesses(&mut self, before: Timestamp) -> Result<(), StoreError> {
        self.storage().accesses.retain(|access| access.at >= before);
        Ok(())
    }

    fn keyed(&self) -> Keyed {
        Keyed::new(&self.master)
    }
}

impl std::fmt::Debug for MemoryLog {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MemoryLog")
    }
}
