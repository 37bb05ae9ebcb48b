//! The caller themselves, and the district's figures.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use guiyan_core::view;

use super::ask::{Ask, json};
use crate::{
    app::{App, now},
    problem::{Failure, Problem},
};

/// The caller across all branches.
pub(super) async fn me(State(app): State<Arc<App>>, ask: Ask) -> Result<Response, Problem> {
    let view = app.desk.read(|district| {
        let now = now().max(district.last_at());
        view::me(district, &ask.caller, now)
    });
    ask.tell(view.map_err(Failure::from).and_then(|view| json(&view)))
}

/// 党费 rates, for the calculator on the device: anybody may work theirs out.
pub(super) async fn dues(State(app): State<Arc<App>>, ask: Ask) -> Result<Response, Problem> {
    let rates = app.desk.read(|district| district.charter.dues.clone());
    ask.tell(json(&rates))
}

/// The branches side by side.
pub(super) async fn district(State(app): State<Arc<App>>, ask: Ask) -> Result<Response, Problem> {
    let view = app.desk.read(|district| view::district_view(district, &ask.caller));
    ask.tell(view.map_err(Failure::from).and_then(|view| json(&view)))
}
