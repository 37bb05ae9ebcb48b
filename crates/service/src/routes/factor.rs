//! The second factor of who signed in by phone.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    response::Response,
};
use guiyan_core::{
    ids::PersonId,
    wire::{Done, FactorCode, Nothing, PaperCodes, PaperLeft, SignInFailure},
};

use super::{
    ask::{Ask, json, json_body},
    sessions::owner,
    sign_in::malformed,
    unbroken::unbroken,
};
use crate::{
    app::App,
    problem::{Failure, Problem},
    sign_in::{SessionId, SignIn},
};

pub(super) async fn view(State(app): State<Arc<App>>, ask: Ask) -> Result<Response, Problem> {
    let seen = async {
        let (sign_in, (person, session)) = holder(&app, &ask)?;
        json(&sign_in.factor(person, session).await?)
    };
    ask.tell(seen.await)
}

pub(super) async fn enrol(
    State(app): State<Arc<App>>,
    ask: Ask,
    request: Request,
) -> Result<Response, Problem> {
    let enrolled = async {
        let (sign_in, (person, _)) = holder(&app, &ask)?;
        let _: Nothing = serde_json::from_slice(&json_body(request).await?).map_err(malformed)?;
        json(&sign_in.enrol(person, ask.lang).await?)
    };
    ask.tell(enrolled.await)
}

pub(super) async fn confirm(
    State(app): State<Arc<App>>,
    ask: Ask,
    request: Request,
) -> Result<Response, Problem> {
    let confirmed = async {
        let (sign_in, of) = holder(&app, &ask)?;
        let (app, code) = (app.clone(), code(request).await?);
        let confirmed = unbroken(async move {
            let paper_codes = sign_in.confirm(of, code).await?;
            app.identity.forget(of.0);
            Ok(PaperCodes { paper_codes })
        });
        json(&confirmed.await?)
    };
    ask.tell(confirmed.await)
}

pub(super) async fn show(
    State(app): State<Arc<App>>,
    ask: Ask,
    request: Request,
) -> Result<Response, Problem> {
    let shown = async {
        let (sign_in, of) = holder(&app, &ask)?;
        let (app, code) = (app.clone(), code(request).await?);
        let shown = unbroken(async move {
            let paper_left = sign_in.show(of, code).await?;
            app.identity.forget(of.0);
            Ok(PaperLeft { paper_left })
        });
        json(&shown.await?)
    };
    ask.tell(shown.await)
}

pub(super) async fn end(
    State(app): State<Arc<App>>,
    ask: Ask,
    request: Request,
) -> Result<Response, Problem> {
    let ended = async {
        let (sign_in, (person, _)) = holder(&app, &ask)?;
        let (app, code) = (app.clone(), code(request).await?);
        let ended = unbroken(async move {
            sign_in.end_factor(person, code).await?;
            app.identity.forget(person);
            Ok(Done {})
        });
        json(&ended.await?)
    };
    ask.tell(ended.await)
}

/// Whose factor it is, and in which session it is shown. A portal looks after
/// its own.
fn holder(app: &App, ask: &Ask) -> Result<(Arc<SignIn>, (PersonId, SessionId)), Failure> {
    let (sign_in, person) = owner(app, ask)?;
    let session = ask.session.ok_or(SignInFailure::PortalSignIn)?;
    Ok((sign_in, (person, session.id)))
}

async fn code(request: Request) -> Result<String, Failure> {
    let body = json_body(request).await?;
    let FactorCode { code } = serde_json::from_slice(&body).map_err(malformed)?;
    Ok(code)
}
