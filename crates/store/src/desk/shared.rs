//! What the callers' threads and the writer share.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use guiyan_core::{
    Command, District, Outcome, Submission,
    caller::Caller,
    charter::DistrictCharter,
    command::DistrictCommand,
    ids::{BranchId, CommandId, PersonId, StreamId},
    time::Timestamp,
};

use super::{
    DeskOptions, Figures, Listener, Moved, Receipt, SubmitError, load,
    tip::{Answer, Asked, Reply, Tip},
};
use crate::{
    Access, Log, StoreError,
    key::{self, Keyed, Subject},
};

type Run = dyn FnOnce(&Shared, &mut dyn Log) + Send;

/// Something else for the writer, who alone may touch the log.
pub(super) enum Job {
    /// Accesses to keep, all that wait in one transaction.
    Access(Access, Box<dyn FnOnce(Result<(), StoreError>) + Send>),
    /// Anything.
    Run(Box<Run>),
}

pub(super) struct Shared {
    pub(super) charter: Arc<DistrictCharter>,
    pub(super) options: DeskOptions,
    keyed: Keyed,
    tip: Mutex<Tip>,
    /// Wakes the writer.
    pub(super) wake: Condvar,
    committed: RwLock<District>,
    listeners: RwLock<Vec<Listener>>,
    persons: RwLock<HashMap<Subject, PersonId>>,
    /// At which version of each branch its latest snapshot was taken.
    snapshots: Mutex<BTreeMap<BranchId, u64>>,
    /// Whether snapshots are being taken beside the commits.
    pub(super) taking: AtomicBool,
    /// How many erasures there were since the start.
    erasures: AtomicU64,
    pub(super) done: Done,
}

/// What was done since the start.
#[derive(Default)]
pub(super) struct Done {
    commits: AtomicU64,
    appends: AtomicU64,
    failures: AtomicU64,
    nanos: AtomicU64,
    snapshots: AtomicU64,
    /// Whether commits are timed. INVARIANT: never in a page, which has no such
    /// clock: asking for one there ends the module.
    pub(super) is_timed: bool,
}

impl Done {
    /// A transaction begins.
    pub(super) fn begin(&self) -> Option<Instant> {
        self.is_timed.then(Instant::now)
    }

    /// A transaction of so many appends has ended.
    pub(super) fn commit(&self, appends: usize, begin: Option<Instant>, is_durable: bool) {
        let took = begin.map_or(Duration::ZERO, |begin| begin.elapsed());
        let (appends, nanos) = (appends as u64, u64::try_from(took.as_nanos()).unwrap_or(0));
        self.nanos.fetch_add(nanos, Ordering::Relaxed);
        if is_durable {
            self.commits.fetch_add(1, Ordering::Relaxed);
            self.appends.fetch_add(appends, Ordering::Relaxed);
        } else {
            self.failures.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// A snapshot was kept.
    pub(super) fn snapshot(&self) {
        self.snapshots.fetch_add(1, Ordering::Relaxed);
    }
}

impl Shared {
    pub(super) fn open(
        charter: Arc<DistrictCharter>,
        log: &mut dyn Log,
        options: DeskOptions,
    ) -> Result<Self, StoreError> {
        let loaded = load::load(&charter, log, &options.report)?;
        let persons = log.persons()?.into_iter().collect();
        // Readers do not wait for the tip: copying a large district takes a
        // while, and the writer does it.
        let tip = Mutex::new(Tip::away(District::new(charter.clone())));
        Ok(Self {
            charter,
            options,
            keyed: log.keyed(),
            tip,
            wake: Condvar::new(),
            committed: RwLock::new(loaded.district),
            listeners: RwLock::default(),
            persons: RwLock::new(persons),
            snapshots: Mutex::new(loaded.snapshots),
            taking: AtomicBool::new(false),
            erasures: AtomicU64::new(0),
            done: Done::default(),
        })
    }

    // A thread that panicked while it held a lock must not take the service
    // down: what stands behind the locks is whole after every statement.
    pub(super) fn tip(&self) -> MutexGuard<'_, Tip> {
        self.tip.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for something to do, for so long at most.
    pub(super) fn wait(&self, at_most: Duration) -> MutexGuard<'_, Tip> {
        let idle = |tip: &mut Tip| tip.is_idle() && !tip.closing;
        let waited = self.wake.wait_timeout_while(self.tip(), at_most, idle);
        waited.unwrap_or_else(PoisonError::into_inner).0
    }

    pub(super) fn committed(&self) -> RwLockReadGuard<'_, District> {
        self.committed.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn committed_mut(&self) -> RwLockWriteGuard<'_, District> {
        self.committed.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn report(&self, what: &str, error: &StoreError) {
        (self.options.report)(&format!("{what}: {}", error.chain()));
    }

    pub(super) fn submit(
        &self,
        target: StreamId,
        caller: Caller,
        clock: Timestamp,
        submission: Submission,
        reply: Reply,
    ) {
        let digest = self.keyed.command(&target, &caller, &submission.command);
        let (conflicts, claim_taken) = (0, false);
        let asked =
            Asked { target, caller, clock, submission, digest, reply, conflicts, claim_taken };
        let mut tip = self.tip();
        let was_idle = tip.is_idle();
        let now = tip.submit(asked);
        drop(tip);
        match now {
            Some((reply, answer)) => reply(answer),
            // It sleeps only while there is nothing: who finds something there
            // need not spend a system call on waking it.
            None if was_idle => self.wake.notify_one(),
            None => {}
        }
    }

    pub(super) fn settle(&self, clock: Timestamp, reply: Reply) {
        let nothing = {
            let district = self.committed();
            let now = clock.max(district.last_at());
            district.next_due().is_none_or(|due| due > now).then_some(district.version)
        };
        if let Some(version) = nothing {
            return reply(Ok(Receipt { version, outcome: Outcome::Settled, repeated: false }));
        }
        self.own(Caller::anonymous(), DistrictCommand::Settle, clock, reply);
    }

    pub(super) fn erase(&self, person: PersonId, clock: Timestamp, reply: Reply) {
        self.own(Caller::person(person), DistrictCommand::EraseMe {}, clock, reply);
    }

    /// Erases who is due.
    pub(super) fn forget_due(&self, person: PersonId, clock: Timestamp, reply: Reply) {
        let command = DistrictCommand::ForgetDue { person };
        self.own(Caller::anonymous(), command, clock, reply);
    }

    /// Writes down how many readings are about to go.
    pub(super) fn forget_readings(&self, count: u32, clock: Timestamp, reply: Reply) {
        let command = DistrictCommand::ForgetReadings { count };
        self.own(Caller::anonymous(), command, clock, reply);
    }

    /// A command that comes from no client, under an id of its own.
    pub(super) fn own(
        &self,
        caller: Caller,
        command: impl Into<Command>,
        clock: Timestamp,
        reply: Reply,
    ) {
        let Ok(id) = new_command(clock) else {
            return reply(Err(SubmitError::Unavailable));
        };
        let submission = Submission { id, command: command.into() };
        self.submit(StreamId::District, caller, clock, submission, reply);
    }

    /// Queues a job, unless the desk is closed.
    pub(super) fn queue(&self, job: Job) -> Result<(), StoreError> {
        let mut tip = self.tip();
        if tip.closing {
            return Err(StoreError::Closed);
        }
        tip.jobs.push(job);
        drop(tip);
        self.wake.notify_one();
        Ok(())
    }

    pub(super) fn listen(&self, listener: Listener) {
        self.listeners.write().unwrap_or_else(PoisonError::into_inner).push(listener);
    }

    pub(super) fn announce(&self, touched: &BTreeMap<StreamId, Moved>) {
        let listeners = self.listeners.read().unwrap_or_else(PoisonError::into_inner);
        for listener in listeners.iter() {
            for (stream, moved) in touched {
                listener(stream, *moved);
            }
        }
    }

    pub(super) fn subject(&self, issuer: &str, subject: &str) -> Subject {
        self.keyed.subject(issuer, subject)
    }

    pub(super) fn known_person(&self, subject: &Subject) -> Option<PersonId> {
        self.persons.read().unwrap_or_else(PoisonError::into_inner).get(subject).copied()
    }

    pub(super) fn figures(&self) -> Figures {
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        Figures {
            commits: read(&self.done.commits),
            appends: read(&self.done.appends),
            failures: read(&self.done.failures),
            nanos: read(&self.done.nanos),
            snapshots: read(&self.done.snapshots),
            queued: self.tip().queue.len(),
        }
    }

    pub(super) fn snapshots(&self) -> MutexGuard<'_, BTreeMap<BranchId, u64>> {
        self.snapshots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn erasures(&self) -> u64 {
        self.erasures.load(Ordering::Acquire)
    }

    pub(super) fn count_erasure(&self) {
        self.erasures.fetch_add(1, Ordering::Release);
    }

    pub(super) fn know_persons(&self, persons: Vec<(Subject, PersonId)>) {
        let known = persons.into_iter().collect();
        *self.persons.write().unwrap_or_else(PoisonError::into_inner) = known;
    }

    // Called by the writer alone, so that an erasure cannot be overtaken by a
    // lookup that was made before it.
    pub(super) fn learn_person(&self, subject: Subject, person: PersonId) {
        self.persons.write().unwrap_or_else(PoisonError::into_inner).insert(subject, person);
    }

    pub(super) fn forget_person(&self, person: PersonId) {
        let mut persons = self.persons.write().unwrap_or_else(PoisonError::into_inner);
        persons.retain(|_, known| *known != person);
    }

    /// Answers commands, with the repeats that wait for the same answer. The
    /// state that readers see must hold what is answered.
    pub(super) fn answer(&self, answers: Vec<(Asked, Answer)>) {
        let mut replies: Vec<(Reply, Answer)> = Vec::with_capacity(answers.len());
        let mut tip = self.tip();
        for (asked, answer) in answers {
            for also in tip.land(&asked) {
                replies.push((also, as_repeat(&answer)));
            }
            replies.push((asked.reply, answer));
        }
        drop(tip);
        for (reply, answer) in replies {
            reply(answer);
        }
    }
}

fn as_repeat(answer: &Answer) -> Answer {
    let mut answer = answer.clone();
    if let Ok(receipt) = &mut answer {
        receipt.repeated = true;
    }
    answer
}

// The service's own commands have ids of the same kind as those of clients.
fn new_command(clock: Timestamp) -> Result<CommandId, StoreError> {
    let millis = u64::try_from(clock.0).unwrap_or(0);
    let id = uuid::Builder::from_unix_timestamp_millis(millis, &key::random()?).into_uuid();
    Ok(CommandId(id))
}
