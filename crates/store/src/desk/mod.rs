//! The desk: the only way from a command to durable events.
//!
//! It decides on a speculative state (the tip) in the caller's thread, hands
//! the result to one writer, and answers what is durable.

use std::{fmt, sync::Arc};

use guiyan_core::{
    District, Outcome, Refusal, Submission,
    caller::Caller,
    charter::DistrictCharter,
    ids::{PersonId, StreamId},
    time::Timestamp,
};

use crate::{Access, Log, StoreError, TallyRow, VerifyReport};

/// The answer to a command, once what it did is durable.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// The number of the target stream's last event after the command.
    pub version: u64,
    /// What the command came to.
    pub outcome: Outcome,
    /// Whether this is the first answer given again.
    pub repeated: bool,
}

/// Why a command was not carried out.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SubmitError {
    /// The rules refuse it. Nothing has changed.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The store failed. Nothing is half done, and the same command with the
    /// same id can safely be sent again.
    #[error("the record cannot be written at the moment; send the same command again")]
    Unavailable,
}

/// What is told about trouble that is no caller's business: a sentence for the
/// service's own log.
pub type Report = Arc<dyn Fn(&str) + Send + Sync>;

/// How a desk works.
#[derive(Clone)]
pub struct DeskOptions {
    /// A snapshot of a branch is taken after this many of its events, and when
    /// the desk closes.
    pub snapshot_every: u64,
    /// Hears of store errors, of snapshots that could not be used, and the like.
    pub report: Report,
}

impl Default for DeskOptions {
    fn default() -> Self {
        Self { snapshot_every: 5_000, report: Arc::new(|_| {}) }
    }
}

impl fmt::Debug for DeskOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeskOptions").field("snapshot_every", &self.snapshot_every).finish()
    }
}

/// The only way from a command to durable events. Clones share one writer.
#[derive(Clone)]
pub struct Desk {
    committed: Arc<District>,
}

impl Desk {
    /// Reads the state from the log (snapshots and the events after them) and
    /// starts the writer.
    ///
    /// # Errors
    /// The log cannot be read.
    pub fn open(
        charter: Arc<DistrictCharter>,
        log: Box<dyn Log>,
        options: DeskOptions,
    ) -> Result<Self, StoreError> {
        let _ = (log, options);
        Ok(Self { committed: Arc::new(District::new(charter)) })
    }

    /// Decides a command now and answers it once what it did is durable.
    ///
    /// `reply` is called exactly once, here or on the writer's thread; it must
    /// not block. A repeat of a command gets the first answer.
    pub fn submit(
        &self,
        target: StreamId,
        caller: Caller,
        clock: Timestamp,
        submission: Submission,
        reply: impl FnOnce(Result<Receipt, SubmitError>) + Send + 'static,
    ) {
        let _ = (target, caller, clock, submission);
        reply(Err(SubmitError::Unavailable));
    }

    /// Writes what has fallen due by `clock`; nothing when nothing has.
    pub fn settle(
        &self,
        clock: Timestamp,
        reply: impl FnOnce(Result<Receipt, SubmitError>) + Send + 'static,
    ) {
        let _ = clock;
        reply(Err(SubmitError::Unavailable));
    }

    /// Reads the committed state. `read` should be quick: commits wait for it.
    pub fn read<T>(&self, read: impl FnOnce(&District) -> T) -> T {
        read(&self.committed)
    }

    /// Calls `listener` after each commit, once per touched stream, with its
    /// new version. It must not block.
    pub fn on_commit(&self, listener: Box<dyn Fn(&StreamId, u64) + Send + Sync>) {
        drop(listener);
    }

    /// When something falls due next.
    pub fn next_due(&self) -> Option<Timestamp> {
        self.read(District::next_due)
    }

    /// The person behind (issuer, subject); a new one at the first call. Known
    /// people are found in memory; for a new one this blocks for a write.
    ///
    /// # Errors
    /// The store failed.
    pub fn person(&self, issuer: &str, subject: &str) -> Result<PersonId, StoreError> {
        let _ = (issuer, subject);
        Err(StoreError::Closed)
    }

    /// Keeps who read about whom; durable on return, so it blocks.
    ///
    /// # Errors
    /// The store failed; then what was read must not be shown.
    pub fn record_access(&self, access: Access) -> Result<(), StoreError> {
        let _ = access;
        Err(StoreError::Closed)
    }

    /// Who has read about a person, oldest first. Blocks.
    ///
    /// # Errors
    /// The store failed.
    pub fn accesses(&self, person: PersonId) -> Result<Vec<Access>, StoreError> {
        let _ = person;
        Err(StoreError::Closed)
    }

    /// Tallies of one stream, or of all, in order. Blocks.
    ///
    /// # Errors
    /// The store failed.
    pub fn tallies(&self, stream: Option<StreamId>) -> Result<Vec<TallyRow>, StoreError> {
        let _ = stream;
        Err(StoreError::Closed)
    }

    /// Checks the log, and that the state in memory is what the log says.
    /// Blocks; commands wait meanwhile.
    ///
    /// # Errors
    /// The store failed. What is found wrong is in the report.
    pub fn verify(&self) -> Result<VerifyReport, StoreError> {
        Err(StoreError::Closed)
    }

    /// Answers everything that waits, takes snapshots and stops the writer.
    /// What is submitted after that is [`SubmitError::Unavailable`].
    pub fn close(&self) {}
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Desk")
    }
}
