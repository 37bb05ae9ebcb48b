//! Reading branches: names, views, changes.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::StreamExt as _;
use guiyan_core::{
    Refusal,
    view::{self, BranchRef},
};
use serde::Serialize;

use super::{
    ask::{Ask, InPath, branch_id, json},
    shown::Shown,
};
use crate::{
    app::{App, now},
    problem::{Failure, Problem},
};

/// Proxies close connections that are silent for longer.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// `GET branches`.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
pub(crate) struct BranchList {
    /// Every branch, by id.
    branches: Vec<BranchRef>,
}

/// The names of all branches.
pub(super) async fn all(State(app): State<Arc<App>>, ask: Ask) -> Result<Response, Problem> {
    let branches = app.desk.read(view::branch_refs);
    ask.tell(json(&BranchList { branches }))
}

/// The caller's view of a branch, unless they have it already.
pub(super) async fn one(
    State(app): State<Arc<App>>,
    branch: InPath,
    ask: Ask,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let answer = async {
        let branch = branch_id(branch)?;
        let shown = app.desk.read(|district| {
            let now = now().max(district.last_at());
            let (view, until) = view::view(district, &branch, &ask.caller, now)?;
            let scope = format!("branch|{branch}");
            Ok::<_, Failure>(Shown::new(&app, district, &ask, &scope, view, until))
        })?;
        shown.answer(&app, &ask, &headers, "branch").await
    };
    ask.tell(answer.await)
}

/// `{"version"}` now and after every change.
pub(super) async fn changes(
    State(app): State<Arc<App>>,
    branch: InPath,
    ask: Ask,
) -> Result<Response, Problem> {
    let followed = branch_id(branch).and_then(|branch| {
        let versions = app.changes.follow(&branch, app.stopping.clone());
        versions.ok_or_else(|| Refusal::UnknownBranch.into())
    });
    let events = ask.tell(followed)?.map(|version| {
        Ok::<_, Infallible>(Event::default().data(format!("{{\"version\":{version}}}")))
    });
    let mut response =
        Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response();
    // A proxy that gathers what is small would hold every change back.
    response.headers_mut().insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}
