//! The speculative end of the record: what will be committed if nothing fails.

use std::collections::HashMap;

use guiyan_core::{
    District, Refusal, Submission,
    caller::Caller,
    ids::{CommandId, StreamId},
    time::Timestamp,
};

use super::{Receipt, SubmitError, shared::Job};
use crate::{
    Remembered,
    log::{Append, Digest, NewEvent},
};

pub(super) type Answer = Result<Receipt, SubmitError>;
pub(super) type Reply = Box<dyn FnOnce(Answer) + Send>;

/// A command and who waits for its answer.
pub(super) struct Asked {
    pub(super) target: StreamId,
    pub(super) caller: Caller,
    pub(super) clock: Timestamp,
    pub(super) submission: Submission,
    pub(super) digest: Digest,
    pub(super) reply: Reply,
    /// How often its append was rejected because the log had moved on.
    pub(super) conflicts: u8,
    /// Whether its claim was found taken before.
    pub(super) claim_taken: bool,
}

impl Asked {
    /// The answer to it when the id was accepted before.
    pub(super) fn repeated(&self, first: &Remembered) -> Answer {
        if first.digest == self.digest {
            let Remembered { version, outcome, .. } = *first;
            Ok(Receipt { version, outcome, repeated: true })
        } else {
            Err(Refusal::CommandIdReused.into())
        }
    }
}

/// What the writer does next, in the order in which it was decided.
pub(super) enum Item {
    /// Accepted, if it can be appended.
    Append(Asked, Append),
    /// Refused, if everything before it is appended and its id is new.
    Refused(Asked, Refusal),
    /// To be decided when the tip is back.
    Undecided(Asked),
}

impl Item {
    pub(super) fn into_asked(self) -> Asked {
        match self {
            Self::Append(asked, _) | Self::Refused(asked, _) | Self::Undecided(asked) => asked,
        }
    }
}

/// A command that is not answered yet. Another command under the same id is
/// another flight: which of them was first is known when one is durable.
type Flight = (CommandId, Digest);

/// Whether commands are taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Phase {
    /// Commands are decided as they come.
    Open,
    /// Something failed: commands wait until the tip is made anew.
    Recovering,
}

pub(super) struct Tip {
    pub(super) district: District,
    pub(super) phase: Phase,
    /// What waits is still answered, nothing new is taken.
    pub(super) closing: bool,
    pub(super) queue: Vec<Item>,
    pub(super) jobs: Vec<Job>,
    /// Commands not answered yet, with repeats that get the same answer.
    flights: HashMap<Flight, Vec<Reply>>,
}

impl Tip {
    /// Before it is made from what is durable, for the first time or again.
    pub(super) fn away(district: District) -> Self {
        Self {
            district,
            phase: Phase::Recovering,
            closing: false,
            queue: Vec::new(),
            jobs: Vec::new(),
            flights: HashMap::new(),
        }
    }

    /// Whether the writer has nothing to do.
    pub(super) fn is_idle(&self) -> bool {
        self.queue.is_empty() && self.jobs.is_empty()
    }

    /// Decides a command and queues it. Gives back what is to be answered at
    /// once, by the caller, when no lock is held.
    pub(super) fn submit(&mut self, asked: Asked) -> Option<(Reply, Answer)> {
        if self.closing {
            return Some((asked.reply, Err(SubmitError::Unavailable)));
        }
        let flight = (asked.submission.id, asked.digest);
        if let Some(also) = self.flights.get_mut(&flight) {
            also.push(asked.reply);
            return None;
        }
        self.flights.insert(flight, Vec::new());
        let item = match self.phase {
            Phase::Open => self.decide(asked),
            Phase::Recovering => Item::Undecided(asked),
        };
        self.queue.push(item);
        None
    }

    /// Decides on the tip and moves it on.
    pub(super) fn decide(&mut self, asked: Asked) -> Item {
        let Asked { target, caller, clock, submission, .. } = &asked;
        // The same lift as in `decide`: what is written is the time decided at.
        let at = self.district.last_at().max(*clock);
        let decided =
            self.district.decide(target, caller, *clock, submission.id, &submission.command);
        let decision = match decided {
            Ok(decision) => decision,
            Err(refusal) => return Item::Refused(asked, refusal),
        };
        let mut events = Vec::with_capacity(decision.events.len());
        for (stream, event) in decision.events {
            let seq = self.district.version_of(&stream) + 1;
            self.district.evolve(&stream, seq, at, &event);
            events.push(NewEvent { stream, seq, event });
        }
        let append = Append {
            command: submission.id,
            digest: asked.digest,
            outcome: decision.outcome,
            version: self.district.version_of(target),
            at,
            events,
            claims: decision.claims,
            erase: decision.erase,
        };
        Item::Append(asked, append)
    }

    /// Begins anew from what is durable, and decides again what is waiting.
    pub(super) fn restart(&mut self, district: District, again: Vec<Asked>) {
        self.district = district;
        self.phase = Phase::Open;
        let waiting = std::mem::take(&mut self.queue);
        for asked in again.into_iter().chain(waiting.into_iter().map(Item::into_asked)) {
            let item = self.decide(asked);
            self.queue.push(item);
        }
    }

    /// The command is answered; gives back who else waits for it.
    pub(super) fn land(&mut self, asked: &Asked) -> Vec<Reply> {
        self.flights.remove(&(asked.submission.id, asked.digest)).unwrap_or_default()
    }
}
