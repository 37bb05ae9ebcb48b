//! The narrow waist: what a store must be able to do, and the shapes that go
//! through it. One owner, synchronous; threads and answers are the desk's.

use std::sync::Arc;

use guiyan_core::{
    Event, Outcome, Recorded,
    branch::BranchSnapshot,
    caller::Role,
    charter::DistrictCharter,
    decider::{Claim, ClaimChange},
    ids::{BranchId, CommandId, PersonId, StreamId},
    tally::Counted,
    time::{Month, Timestamp},
    view::{Handing, Reading},
};

use crate::{
    StoreError, VerifyReport,
    key::{Keyed, Subject},
};

/// A keyed digest of who asked whom for what (HMAC-SHA256).
pub type Digest = [u8; 32];

/// What one accepted command adds: all of it, or nothing.
#[derive(Clone, PartialEq, Debug)]
pub struct Append {
    /// The command, accepted at most once for ever.
    pub command: CommandId,
    /// Tells a repeat from a reuse of the id.
    pub digest: Digest,
    /// The answer to it, kept for repeats.
    pub outcome: Outcome,
    /// The number of the target stream's last event after this append, kept
    /// for repeats.
    pub version: u64,
    /// When it was decided; never before the last event.
    pub at: Timestamp,
    /// Events in order.
    pub events: Vec<NewEvent>,
    /// Claims to take or release.
    pub claims: Vec<ClaimChange>,
    /// Whose key, identity and access links to destroy.
    pub erase: Option<PersonId>,
}

/// An event and the place in a stream it was decided for.
#[derive(Clone, PartialEq, Debug)]
pub struct NewEvent {
    /// Which stream.
    pub stream: StreamId,
    /// The stream's last number plus one, or the append conflicts.
    pub seq: u64,
    /// What happened.
    pub event: Event,
}

/// Why an append was not taken. Nothing of it was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Rejection {
    /// The stream has moved on since the command was decided.
    Conflict {
        /// Which stream.
        stream: StreamId,
        /// The number the append had for its event.
        expected: u64,
        /// The number of the stream's last event.
        found: u64,
    },
    /// Somebody holds the claim.
    ClaimTaken(Claim),
    /// The command was accepted before.
    Repeat(Remembered),
}

/// Streams that a rejected append of a batch was to write to. Later ones of
/// the batch were decided after it, so they go down with it, even if another
/// writer's event has taken its number in the meantime.
#[derive(Default)]
pub(crate) struct Tainted<'a>(Vec<&'a StreamId>);

impl<'a> Tainted<'a> {
    pub(crate) fn add(&mut self, append: &'a Append) {
        self.0.extend(append.events.iter().map(|new| &new.stream));
    }

    /// Whether an append's streams stand where it was decided, when `head`
    /// tells the number of a stream's last event.
    pub(crate) fn check(
        &self,
        append: &Append,
        head: impl Fn(&StreamId) -> u64,
    ) -> Result<(), Rejection> {
        for (index, new) in append.events.iter().enumerate() {
            let found = head(&new.stream);
            let earlier = append.events.iter().take(index);
            let before = earlier.filter(|it| it.stream == new.stream).count() as u64;
            if new.seq != found + before + 1 || self.0.contains(&&new.stream) {
                let (stream, expected) = (new.stream.clone(), new.seq);
                return Err(Rejection::Conflict { stream, expected, found });
            }
        }
        Ok(())
    }
}

/// The first answer to a command that was accepted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Remembered {
    /// Who had asked whom for what.
    pub digest: Digest,
    /// What it came to.
    pub outcome: Outcome,
    /// The number of the target stream's last event then.
    pub version: u64,
    /// When it was decided.
    pub at: Timestamp,
}

/// An event as it is stored: personal data sealed, chained to the one before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// Its number in the stream, from 1.
    pub seq: u64,
    /// When it was decided.
    pub at: Timestamp,
    /// The command that caused it.
    pub command: CommandId,
    /// Version of the payload's shape.
    pub version: u32,
    /// The event as JSON, with sealed envelopes for personal data.
    pub payload: Vec<u8>,
    /// SHA-256 over the hash before and all of the above.
    pub hash: [u8; 32],
}

/// One tally: how many of a measure a stream had in a month.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct TallyRow {
    /// Which stream.
    pub stream: StreamId,
    /// The month in Shanghai.
    pub month: Month,
    /// What is counted.
    pub measure: Counted,
    /// How many.
    pub n: i64,
}

/// A reading of personal data by an officer, which the people read about can see.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Access {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: PersonId,
    /// The offices they came with; empty for what was kept before these were.
    pub offices: Vec<Role>,
    /// In which branch.
    pub branch: BranchId,
    /// What for, as a code, for example `roster`.
    pub purpose: String,
    /// What it was handed out for and to whom, where it was.
    pub handing: Option<Handing>,
    /// About whom. [`Log::accesses`] names only the person asked for.
    pub persons: Vec<PersonId>,
}

impl From<Access> for Reading {
    fn from(Access { at, by, offices, branch, purpose, handing, .. }: Access) -> Self {
        Self { at, by, offices, branch, purpose, handing }
    }
}

/// What came of looking for a snapshot.
#[derive(Clone, PartialEq, Debug)]
pub enum SnapshotRead {
    /// There is none.
    Missing,
    /// It cannot be used; why. The events are read from the start instead.
    Broken(String),
    /// The state of the branch at its version.
    Found(Box<BranchSnapshot>),
}

/// A snapshot that is made and not yet kept: its parts are kept one at a time,
/// with commits in between.
#[derive(Debug)]
// Only where a log has a maker is anything read from it.
#[cfg_attr(not(feature = "sqlite"), allow(dead_code))]
pub struct Made {
    pub(crate) stream: StreamId,
    pub(crate) seq: u64,
    pub(crate) parts: Vec<Vec<u8>>,
    /// How many steps of keeping it are done.
    pub(crate) done: usize,
}

/// Makes snapshots of a log on another thread than the one that commits.
pub trait SnapshotMaker: Send {
    /// Seals and packs a snapshot.
    ///
    /// # Errors
    /// The storage failed.
    fn make(&mut self, branch: &BranchId, snapshot: &BranchSnapshot) -> Result<Made, StoreError>;
}

/// An append-only record of one district's streams with what belongs to it.
///
/// A call that fails leaves everything as it was, except that the outcome of a
/// failed [`Log::commit`] is open: the caller reads what is there and goes on
/// from that.
pub trait Log: Send {
    /// Appends a batch in one transaction, each append all or nothing, and
    /// says of each whether it was taken. On return what was taken is durable.
    /// An append to a stream that a rejected one before it in the batch was to
    /// write to is rejected too.
    ///
    /// # Errors
    /// The storage failed; whether anything was written is to be read back.
    fn commit(&mut self, batch: &[Append]) -> Result<Vec<Result<(), Rejection>>, StoreError>;

    /// Finishes what could not be finished with a commit. Called when nothing
    /// else is to be done, and now and then.
    fn rest(&mut self) {}

    /// The number of each stream's last event; streams without one may be missing.
    ///
    /// # Errors
    /// The storage failed.
    fn heads(&mut self) -> Result<Vec<(StreamId, u64)>, StoreError>;

    /// Stored events of a stream with numbers above `after`, at most `limit`.
    ///
    /// # Errors
    /// The storage failed.
    fn rows(&mut self, stream: &StreamId, after: u64, limit: usize)
    -> Result<Vec<Row>, StoreError>;

    /// Reads a stored event: opens what is sealed, brings old shapes up to date.
    ///
    /// # Errors
    /// The storage failed, or the row is damaged.
    fn open_row(&mut self, stream: &StreamId, row: &Row) -> Result<Recorded, StoreError>;

    /// Events of a stream with numbers above `after`, at most `limit`, if their
    /// hashes are right: what the disk has changed is never shown.
    ///
    /// # Errors
    /// The storage failed, or an event is damaged.
    fn read(
        &mut self,
        stream: &StreamId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<Recorded>, StoreError> {
        let rows = self.rows(stream, after, limit)?;
        crate::chain::check(self, stream, after, &rows)?;
        rows.iter().map(|row| self.open_row(stream, row)).collect()
    }

    /// The first answer to a command, if it was accepted.
    ///
    /// # Errors
    /// The storage failed.
    fn remembered(&mut self, id: CommandId) -> Result<Option<Remembered>, StoreError>;

    /// How many commands were accepted.
    ///
    /// # Errors
    /// The storage failed.
    fn command_count(&mut self) -> Result<u64, StoreError>;

    /// Every claim that is held, in order.
    ///
    /// # Errors
    /// The storage failed.
    fn claims(&mut self) -> Result<Vec<Claim>, StoreError>;

    /// Tallies of one stream, or of all, in order.
    ///
    /// # Errors
    /// The storage failed.
    fn tallies(&mut self, stream: Option<&StreamId>) -> Result<Vec<TallyRow>, StoreError>;

    /// The latest snapshot of a branch.
    ///
    /// # Errors
    /// The storage failed. A snapshot that cannot be used is no error.
    fn load_snapshot(&mut self, branch: &BranchId) -> Result<SnapshotRead, StoreError>;

    /// The latest snapshots of branches, in that order. A log that can reads
    /// them side by side.
    ///
    /// # Errors
    /// As [`Log::load_snapshot`].
    fn load_snapshots(&mut self, branches: &[BranchId]) -> Result<Vec<SnapshotRead>, StoreError> {
        branches.iter().map(|branch| self.load_snapshot(branch)).collect()
    }

    /// Keeps a snapshot of a branch, sealed, in place of the one before.
    ///
    /// # Errors
    /// The storage failed; the one before is still there.
    fn save_snapshot(
        &mut self,
        branch: &BranchId,
        snapshot: &BranchSnapshot,
    ) -> Result<(), StoreError>;

    /// Who makes snapshots of this log on another thread; nobody where keeping
    /// them takes no time.
    ///
    /// # Errors
    /// The storage failed.
    fn snapshot_maker(&mut self) -> Result<Option<Box<dyn SnapshotMaker>>, StoreError> {
        Ok(None)
    }

    /// Takes the next short step of keeping a snapshot that its maker made;
    /// whether there are more. Until the last part is there, the snapshot before
    /// it counts, whatever comes in between.
    ///
    /// # Errors
    /// The storage failed; the one before is still there.
    fn keep_step(&mut self, made: &mut Made) -> Result<bool, StoreError> {
        let _ = made;
        Ok(false)
    }

    /// The person behind a subject; a new one at the first call.
    ///
    /// # Errors
    /// The storage failed.
    fn person_of(&mut self, subject: &Subject) -> Result<PersonId, StoreError>;

    /// As [`Log::person_of`]. Only a keyed digest of `issuer` and `subject` is
    /// stored, as a subject may be a phone number.
    ///
    /// # Errors
    /// The storage failed.
    fn person(&mut self, issuer: &str, subject: &str) -> Result<PersonId, StoreError> {
        let subject = self.keyed().subject(issuer, subject);
        self.person_of(&subject)
    }

    /// Everyone known, to be held in memory.
    ///
    /// # Errors
    /// The storage failed.
    fn persons(&mut self) -> Result<Vec<(Subject, PersonId)>, StoreError>;

    /// Keeps who read about whom.
    ///
    /// # Errors
    /// The storage failed.
    fn record_accesses(&mut self, accesses: &[Access]) -> Result<(), StoreError>;

    /// Who has read about a person, oldest first.
    ///
    /// # Errors
    /// The storage failed.
    fn accesses(&mut self, person: PersonId) -> Result<Vec<Access>, StoreError>;

    /// How many readings are from before that moment.
    ///
    /// # Errors
    /// The storage failed.
    fn accesses_before(&mut self, before: Timestamp) -> Result<u64, StoreError>;

    /// Deletes the readings from before that moment.
    ///
    /// # Errors
    /// The storage failed.
    fn forget_accesses(&mut self, before: Timestamp) -> Result<(), StoreError>;

    /// The keys for digests of commands and subjects.
    fn keyed(&self) -> Keyed;

    /// What the storage finds wrong with itself below the rows, such as a page
    /// that is none and an index that misses a row: a sentence each.
    ///
    /// # Errors
    /// It cannot even be looked at.
    fn damage(&mut self) -> Result<Vec<String>, StoreError> {
        Ok(Vec::new())
    }

    /// Checks everything that can be checked; see [`crate::verify`].
    ///
    /// # Errors
    /// The storage failed. What is found wrong is in the report.
    fn verify(&mut self, charter: &Arc<DistrictCharter>) -> Result<VerifyReport, StoreError> {
        crate::verify::verify(self, charter)
    }
}
