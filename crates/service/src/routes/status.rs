//! Whether the service is up, and what it answers.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use serde_json::json;

use super::ask::{Ask, json, json_bytes};
use crate::{
    app::App,
    openapi,
    problem::{Failure, Problem},
};

/// The process answers.
pub(super) async fn health(ask: Ask) -> Result<Response, Problem> {
    ask.tell(json(&json!({ "status": "ok" })))
}

/// It takes commands, and is not about to stop.
pub(super) async fn ready(State(app): State<Arc<App>>, ask: Ask) -> Result<Response, Problem> {
    ask.tell(if app.is_stopping() {
        Err(Failure::Unavailable)
    } else {
        json(&json!({ "status": "ready" }))
    })
}

/// The OpenAPI document.
pub(super) async fn openapi(_: Ask) -> Response {
    json_bytes(openapi::document())
}
