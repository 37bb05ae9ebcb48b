//! The log in an SQLite file: WAL, synchronous=FULL, one connection, one owner.

mod commit;
mod keep;
mod keys;
mod open;
pub(crate) mod outside;
mod people;
mod read;
mod recount;
mod rotate;
mod snapshots;

use std::{
    collections::HashMap,
    fs::File,
    path::Path,
    time::{Duration, SystemTime},
};

use guiyan_core::{
    Claim, Recorded,
    branch::BranchSnapshot,
    ids::{BranchId, CommandId, PersonId, StreamId},
    time::Timestamp,
};
use rusqlite::Connection;

use crate::{
    Access, Append, Log, Made, MasterKey, Rejection, Remembered, Row, SnapshotMaker, SnapshotRead,
    StoreError, TallyRow,
    key::{Keyed, Subject},
    record,
    ring::Ring,
};
use keys::KeyRows;
pub use rotate::rotate_key;

/// A log in an SQLite file. Beside it stands `<file>.lock`, held while the log
/// is open, so that a second service cannot open the same file.
pub struct SqliteLog {
    // Closed before the lock is let go: fields are dropped in this order.
    db: Connection,
    lock: File,
    ring: Ring,
    keyed: Keyed,
    /// The last event of each stream; none after a failure, until read again.
    heads: Option<Heads>,
    /// Whether the bytes of a destroyed key may still stand in the WAL.
    truncate_due: bool,
    #[cfg(feature = "testing")]
    hook: Option<crate::fault::Hook>,
}

type Heads = HashMap<StreamId, Head>;

/// Where a stream ends.
#[derive(Clone, Copy, Debug)]
struct Head {
    row: i64,
    seq: u64,
    hash: [u8; 32],
}

impl SqliteLog {
    /// Opens the file, and makes it when it is not there.
    ///
    /// # Errors
    /// The file is in use, of a newer release, under another key, or cannot be
    /// opened.
    pub fn open(path: &Path, key: MasterKey) -> Result<Self, StoreError> {
        let lock = open::lock(path)?;
        let db = open::connect(path)?;
        open::prepare(&db, path, &key)?;
        let keyed = rotate::keyed(&db, &key)?;
        let mut log = Self {
            db,
            lock,
            ring: Ring::new(key.derive("guiyan/1/keys")),
            keyed,
            heads: None,
            // A crash may have come between an erasure and its truncation.
            truncate_due: true,
            #[cfg(feature = "testing")]
            hook: None,
        };
        log.truncate();
        log.recount_if_due()?;
        Ok(log)
    }

    /// Makes commits fail where `hook` says so.
    #[cfg(feature = "testing")]
    pub fn inject(&mut self, hook: crate::fault::Hook) {
        self.hook = Some(hook);
    }

    /// Lets the file grow by that many pages and no further, as a full disk does.
    ///
    /// # Errors
    /// SQLite refuses.
    #[cfg(feature = "testing")]
    pub fn limit_growth(&mut self, pages: i64) -> Result<(), StoreError> {
        let now: i64 = self.db.query_row("PRAGMA page_count", [], |row| row.get(0))?;
        let limit = now.saturating_add(pages);
        self.db.query_row(&format!("PRAGMA max_page_count={limit}"), [], |_| Ok(()))?;
        Ok(())
    }

    // Empties the WAL into the database, where deleted bytes are overwritten.
    // When it fails it is tried again with the next commit and at rest: the
    // erasure is durable, and the key in the WAL is wrapped by the master's.
    fn truncate(&mut self) {
        if self.truncate_due && self.disk().is_ok() {
            // A backup reads for a while, and commits are not to wait for it.
            let _ = self.db.busy_timeout(Duration::ZERO);
            let busy = self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0));
            self.truncate_due = !matches!(busy, Ok(0_i64));
            let _ = self.db.busy_timeout(open::BUSY);
        }
    }

    // The file, if it can be written at this moment. SQLite has a part of it in
    // memory that even reading writes to (`-shm`); where the disk has turned
    // read-only meanwhile, that ends the process (SIGBUS) instead of failing.
    fn disk(&self) -> Result<&Connection, StoreError> {
        match self.lock.set_modified(SystemTime::now()) {
            Ok(()) => Ok(&self.db),
            Err(source) => {
                let path = self.db.path().unwrap_or_default().into();
                Err(StoreError::File { doing: "write beside", path, source })
            }
        }
    }

    /// The file, for what reads it along with this log.
    pub(crate) fn db(&self) -> &Connection {
        &self.db
    }

    /// Whether the record knows anything of a person that an erasure destroys.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn holds(&self, person: PersonId) -> Result<bool, StoreError> {
        people::holds(&self.db, person)
    }

    // What was changed in memory along with a transaction that is gone.
    fn forget_cached(&mut self) {
        self.heads = None;
        self.ring.clear();
    }
}

impl Log for SqliteLog {
    fn commit(&mut self, batch: &[Append]) -> Result<Vec<Result<(), Rejection>>, StoreError> {
        let result = match self.disk() {
            Ok(_) => self.commit_batch(batch),
            Err(error) => Err(error),
        };
        match &result {
            Ok(_) => self.truncate(),
            Err(_) => self.forget_cached(),
        }
        result
    }

    fn rest(&mut self) {
        self.truncate();
    }

    fn heads(&mut self) -> Result<Vec<(StreamId, u64)>, StoreError> {
        let heads = read::heads(self.disk()?)?;
        let mut list: Vec<_> =
            heads.iter().map(|(stream, head)| (stream.clone(), head.seq)).collect();
        list.sort();
        self.heads = Some(heads);
        Ok(list)
    }

    fn rows(
        &mut self,
        stream: &StreamId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        read::rows(self.disk()?, stream, after, limit)
    }

    fn open_row(&mut self, stream: &StreamId, row: &Row) -> Result<Recorded, StoreError> {
        record::read(stream, row, &mut self.ring.with(&mut KeyRows(&self.db)))
    }

    fn remembered(&mut self, id: CommandId) -> Result<Option<Remembered>, StoreError> {
        read::remembered(self.disk()?, id)
    }

    fn command_count(&mut self) -> Result<u64, StoreError> {
        read::command_count(self.disk()?)
    }

    fn claims(&mut self) -> Result<Vec<Claim>, StoreError> {
        read::claims(self.disk()?)
    }

    fn tallies(&mut self, stream: Option<&StreamId>) -> Result<Vec<TallyRow>, StoreError> {
        read::tallies(self.disk()?, stream)
    }

    fn load_snapshot(&mut self, branch: &BranchId) -> Result<SnapshotRead, StoreError> {
        let found = self.load_snapshots(std::slice::from_ref(branch))?;
        Ok(found.into_iter().next().unwrap_or(SnapshotRead::Missing))
    }

    fn load_snapshots(&mut self, branches: &[BranchId]) -> Result<Vec<SnapshotRead>, StoreError> {
        snapshots::snapshots(self.disk()?, branches, self.ring.master())
    }

    fn save_snapshot(
        &mut self,
        branch: &BranchId,
        snapshot: &BranchSnapshot,
    ) -> Result<(), StoreError> {
        let result = self.write_snapshot(branch, snapshot);
        if result.is_err() {
            self.forget_cached();
        }
        result
    }

    fn damage(&mut self) -> Result<Vec<String>, StoreError> {
        read::damage(self.disk()?)
    }

    fn snapshot_maker(&mut self) -> Result<Option<Box<dyn SnapshotMaker>>, StoreError> {
        let Some(path) = self.db.path() else { return Ok(None) };
        let (db, master) = (open::reader(path)?, self.ring.master().clone());
        Ok(Some(Box::new(keep::Maker { db, master })))
    }

    fn keep_step(&mut self, made: &mut Made) -> Result<bool, StoreError> {
        let tx = self.disk()?.unchecked_transaction()?;
        let more = keep::step(&tx, made)?;
        tx.commit()?;
        Ok(more)
    }

    fn person_of(&mut self, subject: &Subject) -> Result<PersonId, StoreError> {
        people::person_of(self.disk()?, subject)
    }

    fn persons(&mut self) -> Result<Vec<(Subject, PersonId)>, StoreError> {
        people::persons(self.disk()?)
    }

    fn record_accesses(&mut self, accesses: &[Access]) -> Result<(), StoreError> {
        people::record_accesses(self.disk()?, accesses)
    }

    fn accesses(&mut self, person: PersonId) -> Result<Vec<Access>, StoreError> {
        people::accesses(self.disk()?, person)
    }

    fn accesses_before(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        people::accesses_before(self.disk()?, before)
    }

    fn forget_accesses(&mut self, before: Timestamp) -> Result<(), StoreError> {
        people::forget_accesses(self.disk()?, before)
    }

    fn keyed(&self) -> Keyed {
        self.keyed.clone()
    }
}

impl std::fmt::Debug for SqliteLog {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SqliteLog").field("db", &self.db.path()).finish_non_exhaustive()
    }
}
