//! Tokens for sample identities, and the text messages that a demo does not
//! send. These routes exist only in a demo.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    response::Response,
};
use guiyan_core::wire::{DemoMessages, DemoPersona, DemoToken};

use super::ask::{Ask, json, json_body};
use crate::{
    app::App,
    identity,
    problem::{Failure, Problem},
};

pub(super) async fn messages(State(app): State<Arc<App>>, ask: Ask) -> Result<Response, Problem> {
    let messages = app.messages.as_ref().ok_or(Failure::UnknownRoute);
    ask.tell(messages.and_then(|messages| json(&DemoMessages { messages: messages.last() })))
}

pub(super) async fn token(
    State(app): State<Arc<App>>,
    ask: Ask,
    request: Request,
) -> Result<Response, Problem> {
    let made = async {
        let body = json_body(request).await?;
        let DemoPersona { persona } =
            serde_json::from_slice(&body).map_err(|error| Failure::Malformed(error.to_string()))?;
        let issuer = app.demo.as_ref().ok_or(Failure::UnknownRoute)?;
        let token = issuer.token(&persona, identity::seconds()).ok_or_else(|| {
            Failure::Malformed(
                "`persona` must be `visitor`, `beijing-member`, `beijing-secretary`, \
                 `beijing-steward`, the same for `yiwu`, `qinfeng-liaison` and the same for every \
                 township, `department-contact`, `district-officer`, or `new:` and a text"
                    .to_owned(),
            )
        })?;
        json(&DemoToken { token })
    };
    ask.tell(made.await)
}
