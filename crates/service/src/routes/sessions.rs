//! The caller's own sessions.

use std::sync::Arc;

use axum::{
    extract::{Path, Request, State, rejection::PathRejection},
    response::Response,
};
use guiyan_core::{
    Refusal,
    ids::PersonId,
    wire::{Done, Nothing, Sessions, SignInFailure},
};
use uuid::Uuid;

use super::{
    ask::{Ask, json, json_body},
    sign_in::malformed,
    unbroken::unbroken,
};
use crate::{
    app::App,
    problem::{Failure, Problem},
    sign_in::{SessionId, SignIn},
};

pub(super) async fn list(State(app): State<Arc<App>>, ask: Ask) -> Result<Response, Problem> {
    let listed = async {
        let (sign_in, person) = owner(&app, &ask)?;
        let this = ask.session.map(|session| session.id);
        json(&Sessions { sessions: sign_in.list(person, this).await? })
    };
    ask.tell(listed.await)
}

pub(super) async fn end(
    State(app): State<Arc<App>>,
    id: Result<Path<String>, PathRejection>,
    ask: Ask,
    request: Request,
) -> Result<Response, Problem> {
    let ended = async {
        let (sign_in, person) = owner(&app, &ask)?;
        let _: Nothing = serde_json::from_slice(&json_body(request).await?).map_err(malformed)?;
        // What is no id is nobody's session.
        let id = id.ok().and_then(|Path(text)| text.parse::<Uuid>().ok());
        let id = SessionId(id.ok_or(SignInFailure::UnknownSession)?);
        let app = app.clone();
        let ended = unbroken(async move {
            sign_in.end(person, id).await?;
            app.identity.forget_session(id);
            Ok(Done {})
        });
        json(&ended.await?)
    };
    ask.tell(ended.await)
}

/// Where the caller's sessions are, and whose they are.
pub(super) fn owner(app: &App, ask: &Ask) -> Result<(Arc<SignIn>, PersonId), Failure> {
    let person = ask.caller.person.ok_or(Refusal::SignInNeeded)?;
    let sign_in = app.sign_in.clone().ok_or(SignInFailure::PhoneSignInOff)?;
    Ok((sign_in, person))
}
