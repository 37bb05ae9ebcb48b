//! Word of changes.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    extract::State,
    http::HeaderValue,
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::StreamExt as _;
use guiyan_core::Refusal;

use super::ask::{Ask, InPath, branch_id};
use crate::{
    app::App,
    problem::{Failure, Problem},
};

/// Proxies close connections that are silent for longer.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// `{"version"}` now and after every change.
pub(super) async fn changes(
    State(app): State<Arc<App>>,
    branch: InPath,
    ask: Ask,
) -> Result<Response, Problem> {
    let followed = branch_id(branch).and_then(|branch| {
        let versions = app.changes.follow(&branch, app.stopping.clone());
        let versions = versions.ok_or(Failure::from(Refusal::UnknownBranch))?;
        Ok((versions, app.limits.stream(ask.asker)?))
    });
    let (versions, hold) = ask.tell(followed)?;
    let events = versions.map(move |version| {
        // Closed when the stream is.
        let _open = &hold;
        Ok::<_, Infallible>(Event::default().data(format!("{{\"version\":{version}}}")))
    });
    let mut response =
        Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response();
    // A proxy that gathers what is small would hold every change back.
    response.headers_mut().insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}
