//! Sample people and activities (示例) for a demo. They go through the desk as
//! commands, dated over the last months, so that everything about them is a
//! real event: sealed, chained, counted.

mod activities;
mod people;

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
    branch: BranchId,
    caller: Caller,
    submission: Submission,
}

/// The steps of one branch, in any order.
struct Script {
    branch: BranchId,
    steps: Vec<Step>,
}

impl Script {
    /// Adds a step and gives its id, by which what it makes is named.
    fn add(&mut self, at: Timestamp, caller: &Caller, command: impl Into<Command>) -> CommandId {
        let id = command_id(at);
        let submission = Submission { id, command: command.into() };
        let branch = self.branch.clone();
        self.steps.push(Step { at, branch, caller: caller.clone(), submission });
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
    let mut steps = Vec::new();
    for (number, branch) in charter.branches.values().enumerate() {
        let city = city_of(&branch.id);
        let persona = format!("{city}-secretary");
        let secretary = Caller {
            person: Some(desk.person(DEMO_ISSUER, &persona)?),
            roles: issuer.roles(&persona).unwrap_or_default(),
        };
        let mut script = Script { branch: branch.id.clone(), steps: Vec::new() };
        let cast = Cast::new(number, branch, charter, members);
        let received = people::enact(&mut script, &cast, desk, &secretary, now)?;
        activities::enact(&mut script, branch, &received, &secretary, now);
        steps.extend(script.steps);
    }
    // Time only moves forward, over all branches together.
    steps.sort_by_key(|step| step.at);
    let count = steps.len();
    perform(desk, steps)?;
    tracing::info!(commands = count, "sample people and activities added");
    Ok(())
}

fn perform(desk: &Desk, steps: Vec<Step>) -> Result<(), SeedError> {
    let (answer, answers) = mpsc::channel();
    for step in steps {
        let answer = answer.clone();
        let target = StreamId::Branch(step.branch);
        desk.submit(target, step.caller, step.at, step.submission, move |result| {
            let _ = answer.send(result.map(|_| ()));
        });
    }
    drop(answer);
    for result in answers {
        result.map_err(|error| match error {
            SubmitError::Refused(refusal) => SeedError::Refused(refusal),
            SubmitError::Unavailable => SeedError::Unavailable,
        })?;
    }
    Ok(())
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
