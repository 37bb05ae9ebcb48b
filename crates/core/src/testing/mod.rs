//! The given/when/then harness, small made-up data and generators, for tests
//! of this crate and of those that build on it.
//!
//! `given(events).when(caller, command).then(events)` reads as a rule does,
//! and does not compile in another order.

mod events;
mod generate;
mod generate_activities;
mod generate_help;
mod generate_offices;
mod help;
mod home;
mod lead_events;
mod plans;
mod samples;
mod world;

pub use events::*;
pub use generate::*;
pub use generate_help::HelpDeed;
pub use help::*;
pub use home::{HomeDeed, home_deed};
pub use lead_events::*;
pub use plans::*;
pub use samples::*;
pub use world::World;

use crate::{
    Command, Decision, District, Event, Outcome, Refusal, caller::Caller, ids::StreamId,
    time::Timestamp,
};

/// The first stage: what has happened.
#[derive(Clone, Debug)]
pub struct Given {
    district: District,
    now: Timestamp,
}

/// The second stage: what is asked.
#[derive(Debug)]
pub struct When {
    district: District,
    now: Timestamp,
    result: Result<Decision, Refusal>,
}

/// Starts from events in the Beijing branch's stream, each at the given time.
pub fn given(events: impl IntoIterator<Item = (&'static str, Event)>) -> Given {
    let empty = Given { district: sample_district(), now: at("2026-11-01T09:00") };
    empty.and(&beijing(), events)
}

/// Starts from an empty district with another window for offers, in minutes.
pub fn given_window(minutes: u32) -> Given {
    Given { district: district_with_window(minutes), now: at("2026-11-01T09:00") }
}

impl Given {
    /// Then these events in that stream, each at the given time.
    #[must_use]
    pub fn and(
        mut self,
        stream: &StreamId,
        events: impl IntoIterator<Item = (&'static str, Event)>,
    ) -> Self {
        for (time, event) in events {
            self.now = at(time);
            let seq = self.district.version_of(stream) + 1;
            self.district.evolve(stream, seq, self.now, &event);
        }
        self
    }

    /// The district as it stands.
    pub fn district(self) -> District {
        self.district
    }

    /// At that time instead of the last event's.
    #[must_use]
    pub fn at(mut self, time: &str) -> Self {
        self.now = at(time);
        self
    }

    /// Starts from this district.
    #[must_use]
    pub fn in_district(mut self, district: District) -> Self {
        self.district = district;
        self
    }

    /// Somebody sends a command to the Beijing branch, with the id `command_id(99)`.
    pub fn when(self, caller: &Caller, command: impl Into<Command>) -> When {
        self.when_to(&beijing(), caller, command)
    }

    /// Somebody sends a command to any stream.
    pub fn when_to(self, to: &StreamId, caller: &Caller, command: impl Into<Command>) -> When {
        let id = command_id(99);
        let result = self.district.decide(to, caller, self.now, id, &command.into());
        When { district: self.district, now: self.now, result }
    }
}

#[allow(clippy::panic)] // a harness speaks by failing the test
impl When {
    /// These events, in this order, in the Beijing branch's stream.
    #[track_caller]
    pub fn then(self, events: impl IntoIterator<Item = Event>) -> Decision {
        let expected: Vec<Event> = events.into_iter().collect();
        match self.result {
            Ok(decision) => {
                let got: Vec<Event> =
                    decision.events.iter().map(|(_, event)| event.clone()).collect();
                assert_eq!(got, expected);
                decision
            }
            Err(refusal) => panic!("refused with {refusal:?}, expected {expected:?}"),
        }
    }

    /// This answer, whatever the events.
    #[track_caller]
    pub fn then_outcome(self, outcome: Outcome) -> Decision {
        match self.result {
            Ok(decision) => {
                assert_eq!(decision.outcome, outcome);
                decision
            }
            Err(refusal) => panic!("refused with {refusal:?}, expected {outcome:?}"),
        }
    }

    /// The state once the decision is durable.
    #[track_caller]
    pub fn then_state(mut self) -> District {
        match self.result {
            Ok(decision) => {
                apply(&mut self.district, self.now, &decision);
                self.district
            }
            Err(refusal) => panic!("refused with {refusal:?}, expected a decision"),
        }
    }

    /// The refusal of that code.
    #[track_caller]
    pub fn then_refused(self, code: &str) -> Refusal {
        match self.result {
            Ok(decision) => panic!("decided {decision:?}, expected the refusal {code}"),
            Err(refusal) => {
                assert_eq!(refusal.code(), code, "{refusal:?}");
                refusal
            }
        }
    }

    /// The decision or refusal as it is.
    pub fn result(self) -> Result<Decision, Refusal> {
        self.result
    }
}

/// Decides a command with a fixed id.
///
/// # Errors
/// The refusal.
pub fn decide(
    district: &District,
    to: StreamId,
    caller: &Caller,
    now: Timestamp,
    command: Command,
) -> Result<Decision, Refusal> {
    // Far from the ids of a world's own commands.
    district.decide(&to, caller, now, command_id(99_999), &command)
}

/// Applies a decision, as a desk does once it is durable.
pub fn apply(district: &mut District, now: Timestamp, decision: &Decision) {
    let now = now.max(district.last_at());
    for (stream, event) in &decision.events {
        let seq = district.version_of(stream) + 1;
        district.evolve(stream, seq, now, event);
    }
}
