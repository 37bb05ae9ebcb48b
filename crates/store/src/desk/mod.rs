//! The desk: the only way from a command to durable events.
//!
//! It decides on a speculative state (the tip) in the caller's thread, hands
//! the result to one writer, and answers what is durable.
//!
//! Two states: the *tip* holds what will be committed if nothing fails, and
//! only decisions look at it; *committed* holds what is durable, and that is
//! what readers see. When an append fails, the tip is dropped and made anew
//! from the log, and the commands that waited are decided again.
//!
//! Reading order: `tip`, `writer`, `shared`, `load`, `snapshots`; `thread` puts a thread
//! under the writer, `sweep` is what is kept no longer, and [`StepDesk`] does without one, for the simulation
//! and for the page.

mod load;
mod shared;
mod snapshots;
mod stepped;
mod sweep;
mod thread;
mod tip;
mod writer;

use std::{
    fmt,
    sync::{Arc, mpsc},
};

use guiyan_core::{
    District, Outcome, Refusal, Submission,
    appointment::AppointmentCommand,
    caller::Caller,
    charter::DistrictCharter,
    ids::{CommandId, PersonId, StreamId},
    time::Timestamp,
    wire::ReceiptView,
};

use crate::{Access, Log, StoreError, TallyRow, VerifyReport, receipts, verify};
use shared::{Job, Shared};
pub use stepped::StepDesk;
use thread::Writer;

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

/// What a commit did to a stream that it touched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Moved {
    /// The number of its last event.
    pub version: u64,
    /// Whether what happened shows in the lists of other branches too.
    pub beside: bool,
}

/// How much a desk has done since it was opened, for who watches over it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Figures {
    /// Transactions made durable.
    pub commits: u64,
    /// Appends in them.
    pub appends: u64,
    /// Transactions that failed.
    pub failures: u64,
    /// Nanoseconds spent in transactions.
    pub nanos: u64,
    /// Snapshots kept.
    pub snapshots: u64,
    /// Commands that are decided and not yet written, at this moment.
    pub queued: usize,
}

/// Hears of every commit: a stream that it touched, and how far it has moved.
pub type Listener = Box<dyn Fn(&StreamId, Moved) + Send + Sync>;

/// What is told about trouble that is no caller's business: a sentence for the
/// service's own log.
pub type Report = Arc<dyn Fn(&str) + Send + Sync>;

/// Hears of erasures before they are committed. An error keeps them from it:
/// they are answered with [`SubmitError::Unavailable`].
pub type Erasing = Arc<dyn Fn(&[(PersonId, Timestamp)]) -> Result<(), StoreError> + Send + Sync>;

/// How a desk works.
#[derive(Clone)]
pub struct DeskOptions {
    /// A snapshot of a branch is taken after this many of its events, at the
    /// next quiet moment (or after twenty times as many), and when the desk
    /// closes. Commits go on while it is made and kept.
    pub snapshot_every: u64,
    /// Hears of store errors, of snapshots that could not be used, and the like.
    pub report: Report,
    /// Lists who is erased, where backups are kept.
    pub erasing: Erasing,
}

impl Default for DeskOptions {
    fn default() -> Self {
        Self { snapshot_every: 5_000, report: Arc::new(|_| {}), erasing: Arc::new(|_| Ok(())) }
    }
}

impl fmt::Debug for DeskOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeskOptions").field("snapshot_every", &self.snapshot_every).finish()
    }
}

/// The only way from a command to durable events. Clones share one writer,
/// which stops when the last of them is dropped.
#[derive(Clone)]
pub struct Desk {
    shared: Arc<Shared>,
    writer: Arc<Writer>,
}

impl Desk {
    /// Reads the state from the log (snapshots and the events after them) and
    /// starts the writer.
    ///
    /// # Errors
    /// The log cannot be read, or no thread can be started.
    pub fn open(
        charter: Arc<DistrictCharter>,
        mut log: Box<dyn Log>,
        options: DeskOptions,
    ) -> Result<Self, StoreError> {
        let mut shared = Shared::open(charter, &mut *log, options)?;
        shared.done.is_timed = true;
        let shared = Arc::new(shared);
        let writer = Arc::new(Writer::start(shared.clone(), log)?);
        Ok(Self { shared, writer })
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
        self.shared.submit(target, caller, clock, submission, Box::new(reply));
    }

    /// Writes what has fallen due by `clock`; nothing when nothing has.
    pub fn settle(
        &self,
        clock: Timestamp,
        reply: impl FnOnce(Result<Receipt, SubmitError>) + Send + 'static,
    ) {
        self.shared.settle(clock, Box::new(reply));
    }

    /// Erases a person as they would themselves: for the operator, who does
    /// again what was done before.
    pub fn erase(
        &self,
        person: PersonId,
        clock: Timestamp,
        reply: impl FnOnce(Result<Receipt, SubmitError>) + Send + 'static,
    ) {
        self.shared.erase(person, clock, Box::new(reply));
    }

    /// Names an officer of the district: for the operator, as nobody can appoint
    /// the first one.
    pub fn appoint_first(
        &self,
        person: PersonId,
        name: String,
        clock: Timestamp,
        reply: impl FnOnce(Result<Receipt, SubmitError>) + Send + 'static,
    ) {
        let command = AppointmentCommand::AppointFirst { person, name };
        self.shared.own(Caller::anonymous(), command, clock, Box::new(reply));
    }

    /// Reads the committed state. `read` should be quick: commits wait for it.
    pub fn read<T>(&self, read: impl FnOnce(&District) -> T) -> T {
        read(&self.shared.committed())
    }

    /// Calls `listener` after each commit, once per touched stream, with how far
    /// it has moved. It must not block, and is called on the writer's thread.
    pub fn on_commit(&self, listener: Listener) {
        self.shared.listen(listener);
    }

    /// What it has done since it was opened.
    pub fn figures(&self) -> Figures {
        self.shared.figures()
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
        let subject = self.shared.subject(issuer, subject);
        if let Some(person) = self.shared.known_person(&subject) {
            return Ok(person);
        }
        self.ask(move |shared, log| {
            let person = log.person_of(&subject)?;
            shared.learn_person(subject, person);
            Ok(person)
        })
    }

    /// Keeps who read about whom; durable on return, so it blocks.
    ///
    /// # Errors
    /// The store failed; then what was read must not be shown.
    pub fn record_access(&self, access: Access) -> Result<(), StoreError> {
        let (send, receive) = mpsc::channel();
        let reply = move |result| drop(send.send(result));
        self.shared.queue(Job::Access(access, Box::new(reply)))?;
        receive.recv().unwrap_or(Err(StoreError::Closed))
    }

    /// Who has read about a person, oldest first. Blocks.
    ///
    /// # Errors
    /// The store failed.
    pub fn accesses(&self, person: PersonId) -> Result<Vec<Access>, StoreError> {
        self.ask(move |_, log| log.accesses(person))
    }

    /// The receipt of the erasure that a command was, if it was one. Blocks.
    ///
    /// # Errors
    /// The store failed.
    pub fn receipt(
        &self,
        command: CommandId,
        backup_days: u16,
    ) -> Result<Option<ReceiptView>, StoreError> {
        self.ask(move |_, log| receipts::of(log, command, backup_days))
    }

    /// The receipt of a code or of the id of an erasure, if this record has it.
    /// Blocks.
    ///
    /// # Errors
    /// The store failed.
    pub fn find_receipt(
        &self,
        given: String,
        backup_days: u16,
    ) -> Result<Option<ReceiptView>, StoreError> {
        self.ask(move |_, log| receipts::find(log, &given, backup_days))
    }

    /// Tallies of one stream, or of all, in order. Blocks.
    ///
    /// # Errors
    /// The store failed.
    pub fn tallies(&self, stream: Option<StreamId>) -> Result<Vec<TallyRow>, StoreError> {
        self.ask(move |_, log| log.tallies(stream.as_ref()))
    }

    /// Checks the log, and that the state in memory is what the log says.
    /// Blocks; commands wait meanwhile.
    ///
    /// # Errors
    /// The store failed. What is found wrong is in the report.
    pub fn verify(&self) -> Result<VerifyReport, StoreError> {
        self.ask(verify_all)
    }

    /// Answers everything that waits, takes snapshots and stops the writer.
    /// What is submitted after that is [`SubmitError::Unavailable`].
    pub fn close(&self) {
        self.writer.stop();
    }

    // Has the writer do it, who alone may touch the log.
    fn ask<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Shared, &mut dyn Log) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (send, receive) = mpsc::channel();
        let job = move |shared: &Shared, log: &mut dyn Log| drop(send.send(job(shared, log)));
        self.shared.queue(Job::Run(Box::new(job)))?;
        receive.recv().unwrap_or(Err(StoreError::Closed))
    }
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Desk")
    }
}

fn verify_all(shared: &Shared, log: &mut dyn Log) -> Result<VerifyReport, StoreError> {
    let (mut report, fold) = verify::walk(log, &shared.charter)?;
    let committed = shared.committed();
    if committed.activities != fold.activities {
        report.find("the district's activities in memory are not what its events say".to_owned());
    }
    if committed.version != fold.version {
        let (says, there) = (fold.version, committed.version);
        report.find(format!("the district in memory is at {there}, its events end at {says}"));
    }
    for branch in committed.branches() {
        let stream = branch.stream();
        let fold = fold.branch(&branch.charter.id);
        if fold.map(|fold| fold.snapshot()) != Some(branch.snapshot()) {
            report.find(format!("{stream} in memory is not what its events say"));
        }
    }
    Ok(report)
}
