//! Commands: the hot path. One parse, one decision, one wait for the commit.

use std::{sync::Arc, time::Duration};

use axum::{
    extract::{Request, State},
    response::Response,
};
use guiyan_core::{
    Outcome, Submission,
    command::DistrictCommand,
    ids::{CommandId, StreamId},
};
use guiyan_store::SubmitError;
use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;

use super::ask::{Ask, InPath, branch_id, json, json_body};
use crate::{
    app::{App, now},
    problem::{Failure, Problem},
};

/// A commit takes milliseconds; who waits longer is told to ask again.
const PATIENCE: Duration = Duration::from_secs(30);

/// The answer to a command.
#[derive(Clone, Copy, Debug, Serialize, schemars::JsonSchema)]
#[schemars(rename = "CommandAnswer")]
pub(crate) struct CommandAnswer {
    /// The stream's version after the command: views from then on show it.
    version: u64,
    /// What the command came to.
    outcome: Outcome,
}

/// `POST me/erase`.
#[derive(Clone, Copy, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EraseMe {
    /// A UUIDv7 made by the client; the same for every repeat.
    id: CommandId,
}

pub(super) async fn to_branch(
    State(app): State<Arc<App>>,
    branch: InPath,
    ask: Ask,
    request: Request,
) -> Result<Response, Problem> {
    let taken = async {
        let branch = branch_id(branch)?;
        let submission = parse(request).await?;
        submit(&app, StreamId::Branch(branch), &ask, submission).await
    };
    ask.tell(taken.await)
}

pub(super) async fn to_district(
    State(app): State<Arc<App>>,
    ask: Ask,
    request: Request,
) -> Result<Response, Problem> {
    let taken = async {
        let submission = parse(request).await?;
        submit(&app, StreamId::District, &ask, submission).await
    };
    ask.tell(taken.await)
}

pub(super) async fn erase_me(
    State(app): State<Arc<App>>,
    ask: Ask,
    request: Request,
) -> Result<Response, Problem> {
    let taken = async {
        let body = json_body(request).await?;
        let EraseMe { id } =
            serde_json::from_slice(&body).map_err(|error| Failure::Malformed(error.to_string()))?;
        if id.0.get_version_num() != 7 {
            return Err(Failure::Malformed("`id` must be a UUIDv7 made by the client".to_owned()));
        }
        let submission = Submission { id, command: DistrictCommand::EraseMe {}.into() };
        submit(&app, StreamId::District, &ask, submission).await
    };
    ask.tell(taken.await)
}

async fn parse(request: Request) -> Result<Submission, Failure> {
    let body = json_body(request).await?;
    Submission::parse(&body).map_err(|malformed| Failure::Malformed(malformed.to_string()))
}

async fn submit(
    app: &App,
    target: StreamId,
    ask: &Ask,
    submission: Submission,
) -> Result<Response, Failure> {
    let (answer, answered) = oneshot::channel();
    app.desk.submit(target, ask.caller.clone(), now(), submission, move |result| {
        // Nobody listens any more when the caller has hung up; it is done all the same.
        let _ = answer.send(result);
    });
    let receipt = match tokio::time::timeout(PATIENCE, answered).await {
        Ok(Ok(Ok(receipt))) => receipt,
        Ok(Ok(Err(SubmitError::Refused(refusal)))) => return Err(refusal.into()),
        Ok(Ok(Err(SubmitError::Unavailable)) | Err(_)) | Err(_) => {
            return Err(Failure::Unavailable);
        }
    };
    if let (Outcome::Erased, Some(person)) = (receipt.outcome, ask.caller.person) {
        app.identity.forget(person);
    }
    json(&CommandAnswer { version: receipt.version, outcome: receipt.outcome })
}
