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
    Command, Outcome, Submission,
    command::DistrictCommand,
    ids::{CommandId, PersonId, StreamId},
    wire::{CommandAnswer, Door},
};
use guiyan_store::{Receipt, SubmitError};
use tokio::{sync::oneshot, time::timeout};

use super::{
    ask::{Ask, json, json_body},
    receipts,
    unbroken::unbroken,
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
    app: &Arc<App>,
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
    app: &Arc<App>,
    target: StreamId,
    ask: &Ask,
    submission: Submission,
) -> Result<Response, Failure> {
    let place = app.limits.enter()?;
    let (answer, answered) = oneshot::channel();
    let id = submission.id;
    let erases = matches!(submission.command, Command::District(DistrictCommand::EraseMe {}));
    app.desk.submit(target, ask.caller.clone(), now(), submission, move |result| {
        // Until then, also when nobody waits any longer: it is in the desk.
        drop(place);
        // Nobody listens any more when the caller has hung up; it is done all the same.
        let _ = answer.send(result);
    });
    let done = match ask.caller.person.filter(|_| erases) {
        Some(person) => {
            let forgetting = forget(app.clone(), person, id, answered);
            timeout(PATIENCE, unbroken(forgetting)).await
        }
        None => timeout(PATIENCE, committed(answered)).await,
    };
    json(&done.unwrap_or(Err(Failure::Unavailable))?)
}

type Answered = oneshot::Receiver<Result<Receipt, SubmitError>>;

async fn committed(answered: Answered) -> Result<CommandAnswer, Failure> {
    match answered.await {
        Ok(Ok(Receipt { version, outcome, .. })) => {
            Ok(CommandAnswer { version, outcome, receipt: None })
        }
        Ok(Err(SubmitError::Refused(refusal))) => Err(refusal.into()),
        Ok(Err(SubmitError::Unavailable)) | Err(_) => Err(Failure::Unavailable),
    }
}

/// What follows the erasure of a person: only then is it answered. Who hears 503
/// sends the same once more.
async fn forget(
    app: Arc<App>,
    person: PersonId,
    id: CommandId,
    answered: Answered,
) -> Result<CommandAnswer, Failure> {
    let mut answer = committed(answered).await?;
    if answer.outcome == Outcome::Erased {
        if let Some(sign_in) = &app.sign_in {
            sign_in.erase(person).await?;
        }
        app.identity.forget(person);
        answer.receipt = receipts::given(&app, id).await;
    }
    Ok(answer)
}
