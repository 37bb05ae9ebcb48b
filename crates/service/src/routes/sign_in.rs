//! Signing in without a portal. Who signs in has no token yet, or a dead one:
//! these addresses read no `Authorization`.

use std::{net::IpAddr, sync::Arc};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use guiyan_core::wire::{
    AskForCode, CodeAsked, Done, RefreshToken, SignInFailure, SignInWays, StartSession,
};
use serde::de::DeserializeOwned;

use super::{
    ask::{json, json_body, lang_of},
    unbroken::unbroken,
};
use crate::{
    app::App,
    client,
    problem::{Failure, Problem, Told as _},
    sign_in::{CODE_LIFETIME, SignIn, device},
};

/// How one can sign in here, for a page that would offer it.
pub(super) async fn ways(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let told = json(&SignInWays { phone: app.sign_in.is_some() });
    told.map_err(|failure| failure.told(lang_of(&headers)))
}

pub(super) async fn code(
    State(app): State<Arc<App>>,
    request: Request,
) -> Result<Response, Problem> {
    told(&app, request, async |sign_in, from, _, AskForCode { phone }| {
        sign_in.send_code(&phone, from).await?;
        let mut response = json(&CodeAsked { expires_in: CODE_LIFETIME, again_in: 60 })?;
        *response.status_mut() = StatusCode::ACCEPTED;
        Ok(response)
    })
    .await
}

pub(super) async fn session(
    State(app): State<Arc<App>>,
    request: Request,
) -> Result<Response, Problem> {
    let desk = app.desk.clone();
    told(&app, request, async |sign_in, from, device, StartSession { phone, code }| {
        json(&sign_in.start(&desk, (&phone, &code), from, device).await?)
    })
    .await
}

pub(super) async fn refresh(
    State(app): State<Arc<App>>,
    request: Request,
) -> Result<Response, Problem> {
    told(&app, request, async |sign_in, _, _, RefreshToken { refresh_token }| {
        let (app, sign_in) = (app.clone(), sign_in.clone());
        let refreshed = unbroken(async move {
            let refreshed = sign_in.refresh(refresh_token).await;
            let session = match &refreshed {
                Ok((_, session)) => Some(*session),
                Err((_, ended)) => *ended,
            };
            if let Some(session) = session {
                app.identity.forget_session(session);
            }
            refreshed.map(|(answer, _)| answer).map_err(|(failure, _)| failure)
        });
        json(&refreshed.await?)
    })
    .await
}

/// Ends a session. Who has no such session any more is out already.
pub(super) async fn out(
    State(app): State<Arc<App>>,
    request: Request,
) -> Result<Response, Problem> {
    told(&app, request, async |sign_in, _, _, RefreshToken { refresh_token }| {
        let (app, sign_in) = (app.clone(), sign_in.clone());
        let ended = unbroken(async move {
            if let Some(session) = sign_in.out(refresh_token).await? {
                app.identity.forget_session(session);
            }
            Ok(Done {})
        });
        json(&ended.await?)
    })
    .await
}

/// Reads what was sent, does it, and tells a problem in the sender's language.
async fn told<T: DeserializeOwned>(
    app: &App,
    request: Request,
    act: impl AsyncFnOnce(&Arc<SignIn>, IpAddr, Option<String>, T) -> Result<Response, Failure>,
) -> Result<Response, Problem> {
    let lang = lang_of(request.headers());
    let done = async {
        let sign_in = app.sign_in.as_ref().ok_or(SignInFailure::PhoneSignInOff)?;
        let headers = request.headers();
        let from = client::of(request.extensions());
        app.limits.address(from)?;
        let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        let device = agent.and_then(device::words);
        let body = json_body(request).await?;
        let sent = serde_json::from_slice(&body).map_err(malformed)?;
        act(sign_in, from, device, sent).await
    };
    done.await.map_err(|failure: Failure| failure.told(lang))
}

/// What is wrong with a body, without its values: they may be a number or a code.
pub(super) fn malformed(error: serde_json::Error) -> Failure {
    let (line, column) = (error.line(), error.column());
    let text = error.to_string();
    // "invalid type: string "138…"", as against "missing field `phone`".
    let safe = text.starts_with("missing field") || text.starts_with("unknown field");
    let what = if safe { text } else { format!("not what is taken here, at {line}:{column}") };
    Failure::Malformed(what)
}
