//! The writer: commits all that waits in one transaction, then answers.

use std::collections::BTreeMap;

use guiyan_core::{Refusal, ids::StreamId};

use super::{
    Moved, Receipt, SubmitError, load,
    shared::{Job, Shared},
    tip::{Answer, Asked, Item, Phase},
};
use crate::{
    Log, StoreError,
    log::{Append, Rejection},
};

/// After so many conflicts with another writer a command is given up; its
/// client may send it again.
const CONFLICTS: u8 = 16;

/// What is left of an item when its append has gone into the batch.
enum Step {
    Append(Asked),
    Refused(Asked, Refusal),
}

/// Does everything that waits at this moment, once. Whether there was anything.
pub(super) fn step(shared: &Shared, log: &mut dyn Log) -> bool {
    let (jobs, items, recovering) = {
        let mut tip = shared.tip();
        let recovering = tip.phase == Phase::Recovering;
        // While the tip is away, commands stay in the queue until it is back.
        let items = if recovering { Vec::new() } else { std::mem::take(&mut tip.queue) };
        (std::mem::take(&mut tip.jobs), items, recovering && !tip.queue.is_empty())
    };
    let busy = !jobs.is_empty() || !items.is_empty() || recovering;
    run(shared, log, jobs);
    if recovering {
        recover(shared, log, Vec::new());
    } else if !items.is_empty() {
        write(shared, log, items);
    }
    busy
}

fn run(shared: &Shared, log: &mut dyn Log, jobs: Vec<Job>) {
    let mut accesses = Vec::new();
    let mut waiting = Vec::new();
    for job in jobs {
        match job {
            Job::Run(job) => job(shared, log),
            Job::Access(access, reply) => {
                accesses.push(access);
                waiting.push(reply);
            }
        }
    }
    if accesses.is_empty() {
        return;
    }
    let result = log.record_accesses(&accesses);
    if let Err(error) = &result {
        shared.report("accesses could not be recorded", error);
    }
    for reply in waiting {
        reply(if result.is_ok() { Ok(()) } else { Err(StoreError::Unavailable) });
    }
}

fn write(shared: &Shared, log: &mut dyn Log, items: Vec<Item>) {
    let mut batch: Vec<Append> = Vec::with_capacity(items.len());
    let mut steps = Vec::with_capacity(items.len());
    let mut again = Vec::new();
    for item in items {
        match item {
            Item::Append(asked, append) => {
                batch.push(append);
                steps.push(Step::Append(asked));
            }
            Item::Refused(asked, refusal) => steps.push(Step::Refused(asked, refusal)),
            Item::Undecided(asked) => again.push(asked),
        }
    }
    let erased: Vec<_> =
        batch.iter().filter_map(|append| Some((append.erase?, append.at))).collect();
    if !erased.is_empty()
        && let Err(error) = (shared.options.erasing)(&erased)
    {
        shared
            .report("an erasure could not be listed beside the backups, so it is not done", &error);
        return without_erasures(shared, log, &batch, steps, again);
    }
    let committed = if batch.is_empty() {
        Ok(Vec::new())
    } else {
        let begin = shared.done.begin();
        let committed = log.commit(&batch);
        shared.done.commit(batch.len(), begin, committed.is_ok());
        committed
    };
    match committed {
        Ok(results) => {
            let touched = apply(shared, &batch, &results);
            let mut round = Round { answers: Vec::new(), again: Vec::new(), dirty: false };
            let mut results = batch.iter().zip(results);
            for step in steps {
                match step {
                    Step::Append(asked) => match results.next() {
                        Some((append, result)) => {
                            round.appended(shared, log, asked, append, result);
                        }
                        None => round.answers.push((asked, Err(SubmitError::Unavailable))),
                    },
                    Step::Refused(asked, refusal) => round.refused(shared, log, asked, refusal),
                }
            }
            let Round { answers, again: mut rejected, dirty } = round;
            shared.answer(answers);
            shared.announce(&touched);
            rejected.append(&mut again);
            if dirty || !rejected.is_empty() {
                recover(shared, log, rejected);
            }
        }
        Err(error) => {
            shared.report("a commit failed", &error);
            let mut answers = Vec::new();
            for step in steps {
                match step {
                    // Whether it is durable after all is open: a repeat will tell.
                    Step::Append(asked) => answers.push((asked, Err(SubmitError::Unavailable))),
                    Step::Refused(asked, _) => again.push(asked),
                }
            }
            // The tip first, so that who hears of the failure and sends again
            // at once finds nothing of it.
            shared.tip().phase = Phase::Recovering;
            shared.answer(answers);
            recover(shared, log, again);
        }
    }
}

// Erasures of the batch are answered as not done; all else is decided again,
// as if they had not been asked for.
fn without_erasures(
    shared: &Shared,
    log: &mut dyn Log,
    batch: &[Append],
    steps: Vec<Step>,
    undecided: Vec<Asked>,
) {
    let mut appends = batch.iter();
    let (mut answers, mut again) = (Vec::new(), Vec::new());
    for step in steps {
        match step {
            Step::Append(asked) if appends.next().is_some_and(|it| it.erase.is_some()) => {
                answers.push((asked, Err(SubmitError::Unavailable)));
            }
            Step::Append(asked) | Step::Refused(asked, _) => again.push(asked),
        }
    }
    again.extend(undecided);
    shared.tip().phase = Phase::Recovering;
    shared.answer(answers);
    recover(shared, log, again);
}

// Moves the state that readers see on to what has just become durable.
fn apply(
    shared: &Shared,
    batch: &[Append],
    results: &[Result<(), Rejection>],
) -> BTreeMap<StreamId, Moved> {
    let mut touched: BTreeMap<StreamId, Moved> = BTreeMap::new();
    let mut committed = shared.committed_mut();
    let taken = batch.iter().zip(results).filter(|(_, result)| result.is_ok());
    for (append, _) in taken {
        for new in &append.events {
            committed.evolve(&new.stream, new.seq, append.at, &new.event);
            let beside = committed.is_shown_beside(&new.stream, &new.event);
            if let Some(Moved { version, beside: before }) = touched.get_mut(&new.stream) {
                *version = new.seq;
                *before |= beside;
            } else {
                touched.insert(new.stream.clone(), Moved { version: new.seq, beside });
            }
        }
        if let Some(person) = append.erase {
            shared.forget_person(person);
            // The log has dropped snapshots with them: others are due soon.
            shared.snapshots().clear();
            shared.count_erasure();
        }
    }
    touched
}

/// What comes of one batch.
struct Round {
    answers: Vec<(Asked, Answer)>,
    /// To be decided anew.
    again: Vec<Asked>,
    /// Whether something was rejected, so that the tip is not what is durable.
    dirty: bool,
}

impl Round {
    fn appended(
        &mut self,
        shared: &Shared,
        log: &mut dyn Log,
        mut asked: Asked,
        append: &Append,
        result: Result<(), Rejection>,
    ) {
        let rejection = match result {
            Ok(()) => {
                let Append { version, outcome, .. } = *append;
                let receipt = Receipt { version, outcome, repeated: false };
                self.answers.push((asked, Ok(receipt)));
                return;
            }
            Err(rejection) => rejection,
        };
        self.dirty = true;
        match rejection {
            Rejection::Repeat(first) => {
                let answer = asked.repeated(&first);
                self.answers.push((asked, answer));
            }
            Rejection::ClaimTaken(_) if asked.claim_taken => {
                self.answers.push((asked, Err(Refusal::AlreadyReportedIn.into())));
            }
            Rejection::ClaimTaken(_) => {
                asked.claim_taken = true;
                self.again.push(asked);
            }
            // Behind a repeat everything conflicts. When clients send again all
            // at once, every one of them is to be found out in this round.
            Rejection::Conflict { .. } => match log.remembered(asked.submission.id) {
                Ok(Some(first)) => {
                    let answer = asked.repeated(&first);
                    self.answers.push((asked, answer));
                }
                Ok(None) if asked.conflicts < CONFLICTS => {
                    asked.conflicts += 1;
                    self.again.push(asked);
                }
                Ok(None) => self.answers.push((asked, Err(SubmitError::Unavailable))),
                Err(error) => {
                    shared.report("a command could not be looked up", &error);
                    self.answers.push((asked, Err(SubmitError::Unavailable)));
                }
            },
        }
    }

    // A refusal stands when all that it was decided on is durable. Before it
    // is given, a repeat of an accepted command gets its first answer.
    fn refused(&mut self, shared: &Shared, log: &mut dyn Log, asked: Asked, refusal: Refusal) {
        if self.dirty {
            self.again.push(asked);
            return;
        }
        let answer = match log.remembered(asked.submission.id) {
            Ok(Some(first)) => asked.repeated(&first),
            Ok(None) => Err(refusal.into()),
            Err(error) => {
                shared.report("a command could not be looked up", &error);
                Err(SubmitError::Unavailable)
            }
        };
        self.answers.push((asked, answer));
    }
}

/// Makes the tip for the first time, and decides what has come meanwhile.
pub(super) fn begin(shared: &Shared, log: &mut dyn Log) {
    recover(shared, log, Vec::new());
}

// Drops the tip and makes it anew from the log, then decides again, in order,
// what was rejected and what has come since. Only the writer commits, so that
// nothing is in flight meanwhile.
fn recover(shared: &Shared, log: &mut dyn Log, again: Vec<Asked>) {
    shared.tip().phase = Phase::Recovering;
    let mut district = shared.committed().clone();
    match load::catch_up(&mut district, log) {
        Ok(moved) => {
            if !moved.is_empty() {
                *shared.committed_mut() = district.clone();
                // What it was is not known here: everybody looks again.
                let all = moved.iter().map(|(stream, version)| {
                    (stream.clone(), Moved { version: *version, beside: true })
                });
                shared.announce(&all.collect());
            }
            // Somebody may have been erased by a commit whose end was not seen.
            if moved.contains_key(&StreamId::District) {
                shared.count_erasure();
                match log.persons() {
                    Ok(persons) => shared.know_persons(persons),
                    Err(error) => shared.report("people could not be read back", &error),
                }
            }
            shared.tip().restart(district, again);
        }
        Err(error) => {
            // The tip stays away; the next command tries again.
            shared.report("the record could not be read back", &error);
            let waiting = std::mem::take(&mut shared.tip().queue);
            let all = again.into_iter().chain(waiting.into_iter().map(Item::into_asked));
            shared.answer(all.map(|asked| (asked, Err(SubmitError::Unavailable))).collect());
        }
    }
}
