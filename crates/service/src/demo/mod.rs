//! Fills the record of a demo with the sample year of `guiyan-sample`, through
//! the desk as any other command, and stands in for what a demo does not have.

mod messages;
#[cfg(test)]
mod tests;

use std::{
    cell::Cell,
    sync::{Arc, mpsc},
};

use guiyan_core::{Refusal, charter::DistrictCharter, ids::PersonId, time::Timestamp};
use guiyan_sample::Step;
use guiyan_store::{Desk, StoreError, SubmitError};

use crate::identity::DEMO_ISSUER;

pub use messages::Messages;

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

/// Fills an empty record with `members` sample people per branch. A record
/// that has anything in it is left as it is.
///
/// # Errors
/// When a sample is refused or cannot be recorded.
pub fn seed(
    desk: &Desk,
    charter: &Arc<DistrictCharter>,
    members: u32,
    now: Timestamp,
) -> Result<(), SeedError> {
    let is_empty = desk
        .read(|district| district.version == 0 && district.branches().all(|one| one.version == 0));
    if !is_empty {
        return Ok(());
    }
    let failed = Cell::new(None);
    let identities = |persona: &str| {
        desk.person(DEMO_ISSUER, persona).unwrap_or_else(|error| {
            failed.set(Some(error));
            PersonId(uuid::Uuid::nil())
        })
    };
    let steps = guiyan_sample::script(charter, members, now, &identities);
    if let Some(error) = failed.take() {
        return Err(error.into());
    }
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
