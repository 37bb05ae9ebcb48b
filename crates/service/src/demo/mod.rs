//! Sample people, activities, leads and requests (示例) for a demo. They go through the desk as
//! commands, dated over the last year, so that everything about them is a
//! real event: sealed, chained, counted.

mod activities;
mod home;
mod people;
#[cfg(test)]
mod tests;

use std::sync::{Arc, mpsc};

use guiyan_core::{
    Command, Refusal, Submission,
    caller::Caller,
    charter::DistrictCharter,
    ids::{BranchId, CommandId, StreamId},
    time::Timestamp,
};
use guiyan_store::{Desk, StoreError, SubmitError};
use rand::{TryRngCore, rngs::OsRng};

use crate::identity::{DEMO_ISSUER, DemoIssuer, city_of};
use home::Place;
use people::Cast;

/// Sample people could not be added.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// The rules refuse a sample: the charter does not fit it.
    #[error("the sample people do not fit this charter: {0}")]
    Refused(Refusal),
    /// The record failed.
    #[error("the sample people cannot be recorded; delete the data folder and start again")]
    Unavailable,
    /// The record failed before that.
    #[error("the sample people cannot be recorded: {0}")]
    Store(#[from] StoreError),
}

/// Something that happened, as it is sent to the desk.
struct Step {
    at: Timestamp,
    target: StreamId,
    caller: Caller,
    submission: Submission,
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

/// Fills an empty record with `members` sample people per branch. A record
/// that has anything in it is left as it is.
///
/// # Errors
/// When a sample is refused or cannot be recorded.
pub fn seed(
    desk: &Desk,
    charter: &Arc<DistrictCharter>,
    issuer: &DemoIssuer,
    members: u32,
    now: Timestamp,
) -> Result<(), SeedError> {
    let is_empty = desk
        .read(|district| district.version == 0 && district.branches().all(|one| one.version == 0));
    if !is_empty {
        return Ok(());
    }
    let mut script = Script::default();
    let mut places = Vec::new();
    for (number, branch) in charter.branches.values().enumerate() {
        let city = city_of(&branch.id);
        let persona = format!("{city}-secretary");
        let secretary = Caller {
            person: Some(desk.person(DEMO_ISSUER, &persona)?),
            roles: issuer.roles(&persona).unwrap_or_default(),
        };
        let cast = Cast::new(number, branch, charter, members);
        let received = people::enact(&mut script, &cast, desk, &secretary, now)?;
        activities::enact(&mut script, branch, &received, &secretary, now);
        places.push(Place { charter: branch, secretary, received });
    }
    home::enact(&mut script, desk, charter, &places, now)?;
    let mut steps = script.steps;
    // Time only moves forward, over all branches together.
    steps.sort_by_key(|step| step.at);
    let count = steps.len();
    perform(desk, steps)?;
    settle(desk, now)?;
    tracing::info!(commands = count, "sample people and activities added");
    Ok(())
}

fn perform(desk: &Desk, steps: Vec<Step>) -> Result<(), SeedError> {
    let (answer, answers) = mpsc::channel();
    for step in steps {
        let answer = answer.clone();
        desk.submit(step.target, step.caller, step.at, step.submission, move |result| {
            let _ = answer.send(result.map(|_| ()));
        });
    }
    drop(answer);
    for result in answers {
        result.map_err(failed)?;
    }
    Ok(())
}

/// Writes what has fallen due meanwhile, so that the demo begins at rest.
fn settle(desk: &Desk, now: Timestamp) -> Result<(), SeedError> {
    let (answer, answers) = mpsc::channel();
    desk.settle(now, move |result| {
        let _ = answer.send(result.map(|_| ()));
    });
    answers.recv().map_err(|_| SeedError::Unavailable)?.map_err(failed)
}

fn failed(error: SubmitError) -> SeedError {
    match error {
        SubmitError::Refused(refusal) => SeedError::Refused(refusal),
        SubmitError::Unavailable => SeedError::Unavailable,
    }
}

/// A UUIDv7 of that moment.
fn command_id(at: Timestamp) -> CommandId {
    let mut random = [0; 10];
    // Without randomness the id still differs by its millisecond; a repeat
    // would be refused, not lost.
    let _ = OsRng.try_fill_bytes(&mut random);
    let millis = u64::try_from(at.0).unwrap_or_default();
    CommandId(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
}
