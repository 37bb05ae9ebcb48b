//! Commands: the hot path. One parse, one decision, one wait for the commit.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    extract::{OriginalUri, Request, State},
    response::Response,
};
use guiyan_core::{
    Outcome, Submission,
    ids::StreamId,
    wire::{CommandAnswer, Door},
};
use guiyan_store::SubmitError;
use tokio::sync::oneshot;

use super::{
    ask::{Ask, json, json_body},
    receipts,
};
use crate::{
    app::{App, now},
    metrics::{self, Came},
    problem::{Failure, Problem},
};

/// A commit takes milliseconds; who waits longer is told to ask again.
const PATIENCE: Duration = Duration::from_secs(30);

/// Any command, at the address it is posted to.
pub(super) async fn post(
    State(app): State<Arc<App>>,
    OriginalUri(uri): OriginalUri,
    ask: Ask,
    request: Request,
) -> Result<Response, Problem> {
    let taken = async {
        // Before anything is read, as then it costs least to be turned away.
        app.limits.look()?;
        let door = Door::of(uri.path())?;
        let (target, submission) = door.read(&json_body(request).await?)?;
        submit(&app, target, &ask, submission).await
    };
    ask.tell(taken.await)
}

async fn submit(
    app: &App,
    target: StreamId,
    ask: &Ask,
    submission: Submission,
) -> Result<Response, Failure> {
    let kind = metrics::kind(&submission.command);
    let begin = Instant::now();
    let done = decide(app, target, ask, submission).await;
    let took = begin.elapsed();
    let came = done.as_ref().map_or_else(Came::of, |_| Came::Done);
    app.metrics.command(&kind, came, took);
    if took > app.slow_command {
        let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        let waiting = app.limits.waiting();
        tracing::warn!(command = kind, outcome = came.name(), millis, waiting, "a slow command");
    }
    done
}

async fn decide(
    app: &App,
    target: StreamId,
    ask: &Ask,
    submission: Submission,
) -> Result<Response, Failure> {
    let place = app.limits.enter()?;
    let (answer, answered) = oneshot::channel();
    let id = submission.id;
    app.desk.submit(target, ask.caller.clone(), now(), submission, move |result| {
        // Until then, also when nobody waits any longer: it is in the desk.
        drop(place);
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
    let (version, outcome) = (receipt.version, receipt.outcome);
    if outcome != Outcome::Erased {
        return json(&CommandAnswer { version, outcome, receipt: None });
    }
    if let Some(person) = ask.caller.person {
        // Only then is it answered. Who hears 503 sends the same once more.
        if let Some(sign_in) = &app.sign_in {
            sign_in.erase(person).await?;
        }
        app.identity.forget(person);
    }
    json(&CommandAnswer { version, outcome, receipt: receipts::of(app, id).await? })
}
