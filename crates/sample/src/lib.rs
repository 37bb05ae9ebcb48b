//! Sample people, activities, leads and requests (示例): for the demo, and for
//! the branch that works in the page itself. They are commands, dated over the
//! last year, so that everything about them is a real event: sealed, chained,
//! counted.
//!
//! Architecture invariants: nothing in here is about a real person; every name
//! is marked as a sample; whoever performs a script decides where it is kept.
//!
//! Reading order: [`persona`], then `people`, `activities` and `home`.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test may stop at the first surprise"))]

mod activities;
mod circle;
mod home;
mod people;
pub mod persona;

use guiyan_core::{
    Command, Submission,
    caller::Caller,
    charter::DistrictCharter,
    ids::{BranchId, CommandId, PersonId, StreamId},
    time::Timestamp,
};

use home::Place;
use people::Cast;

/// The person behind a persona or a sample subject, the same at every call.
pub type Identities<'a> = dyn Fn(&str) -> PersonId + 'a;

/// Something that happened, as it is sent to a desk.
#[derive(Clone, Debug)]
pub struct Step {
    /// When.
    pub at: Timestamp,
    /// Where.
    pub target: StreamId,
    /// By whom.
    pub caller: Caller,
    /// What.
    pub submission: Submission,
}

/// A sample year with `members` people per branch, in the order in which it
/// happened, up to `now`.
pub fn script(
    charter: &DistrictCharter,
    members: u32,
    now: Timestamp,
    identities: &Identities<'_>,
) -> Vec<Step> {
    let mut script = Script::default();
    let mut places = Vec::new();
    for (number, branch) in charter.branches.values().enumerate() {
        let persona = format!("{}-secretary", persona::city_of(&branch.id));
        let roles = persona::roles_of(charter, &persona).unwrap_or_default();
        let secretary = Caller::officer(identities(&persona), roles);
        let cast = Cast::new(number, branch, charter, members);
        let received = people::enact(&mut script, &cast, identities, &secretary, now);
        activities::enact(&mut script, branch, &received, &secretary, now);
        places.push(Place { charter: branch, secretary, received });
    }
    circle::enact(&mut script, identities, &places, now);
    home::enact(&mut script, identities, charter, &places, now);
    let mut steps = script.steps;
    // Time only moves forward, over all branches together.
    steps.sort_by_key(|step| step.at);
    steps
}

/// Steps, in any order.
#[derive(Default)]
struct Script {
    steps: Vec<Step>,
}

impl Script {
    /// Adds a step in a branch and gives its id, by which what it makes is named.
    fn add_to(
        &mut self,
        branch: &BranchId,
        at: Timestamp,
        caller: &Caller,
        command: impl Into<Command>,
    ) -> CommandId {
        self.step(StreamId::Branch(branch.clone()), at, caller, command.into())
    }

    /// The same for the district as a whole.
    fn post(&mut self, at: Timestamp, caller: &Caller, command: impl Into<Command>) -> CommandId {
        self.step(StreamId::District, at, caller, command.into())
    }

    fn step(
        &mut self,
        target: StreamId,
        at: Timestamp,
        caller: &Caller,
        command: Command,
    ) -> CommandId {
        let id = command_id(at);
        let submission = Submission { id, command };
        self.steps.push(Step { at, target, caller: caller.clone(), submission });
        id
    }
}

/// A UUIDv7 of that moment.
fn command_id(at: Timestamp) -> CommandId {
    let mut random = [0; 10];
    // Without randomness the id still differs by its millisecond; a repeat
    // would be refused, not lost.
    let _ = getrandom::fill(&mut random);
    let millis = u64::try_from(at.0).unwrap_or_default();
    CommandId(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
}
