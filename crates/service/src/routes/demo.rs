//! Tokens for sample identities, and the text messages that a demo does not
//! send. These routes exist only in a demo.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    response::Response,
};
use serde::{Deserialize, Serialize};

use super::ask::{Ask, json, json_body};
use crate::{
    app::App,
    demo::Message,
    identity,
    problem::{Failure, Problem},
};

/// Which sample identity.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DemoPersona {
    /// As in `beijing-member`, or `new:` and any text for a person of one's own.
    persona: String,
}

/// A token, good for twelve hours.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
pub(crate) struct DemoToken {
    token: String,
}

/// The last text messages, the newest first.
#[derive(Serialize, schemars::JsonSchema)]
pub(crate) struct DemoMessages {
    messages: Vec<Message>,
}

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
