//! What an operator watches: counts and times, in memory, and told as text of
//! Prometheus on a listener of its own. Written by hand: the exporters bring a
//! second HTTP server and quantile sketches for what is a page of sums.
//!
//! Invariant: a label is the name of a kind, a code or a limit, never anything
//! that somebody has sent.

mod histogram;
mod kind;
mod process;
mod text;

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::{Router, extract::State, http::header, response::IntoResponse, routing::get};

use crate::{app::App, problem::Failure};
use histogram::Histogram;
pub use kind::kind;

/// What a command came to, as an operator tells it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Came {
    /// Done and durable.
    Done,
    /// Refused by the rules.
    Refused,
    /// Read, and turned away, as the last place before the desk was taken
    /// meanwhile. Those turned away at the door, before anything was read, are
    /// in `guiyan_turned_away_total{limit="waiting"}` only.
    Overloaded,
    /// The record could not be written, or not in time.
    Unavailable,
}

impl Came {
    /// What a failure is.
    pub fn of(failure: &Failure) -> Self {
        match failure {
            Failure::Overloaded(_) => Self::Overloaded,
            Failure::Unavailable | Failure::Internal => Self::Unavailable,
            _ => Self::Refused,
        }
    }

    /// As a label.
    pub fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Overloaded => "overloaded",
            Self::Unavailable => "unavailable",
        }
    }
}

/// Counts since the start.
#[derive(Debug, Default)]
pub struct Metrics {
    /// By the hundreds of their status: 1xx, 2xx, …
    requests: [AtomicU64; 5],
    request_seconds: Histogram,
    commands: Mutex<BTreeMap<(String, Came), u64>>,
    command_seconds: Histogram,
}

impl Metrics {
    /// A request was answered.
    pub fn request(&self, status: u16, took: Duration) {
        let class = usize::from(status / 100).saturating_sub(1);
        if let Some(count) = self.requests.get(class) {
            count.fetch_add(1, Ordering::Relaxed);
        }
        self.request_seconds.observe(took);
    }

    /// A command was answered. Kinds are those that there are, as only what could
    /// be read as a command has one.
    pub fn command(&self, kind: &str, came: Came, took: Duration) {
        let mut commands = self.commands.lock().unwrap_or_else(PoisonError::into_inner);
        *commands.entry((kind.to_owned(), came)).or_default() += 1;
        drop(commands);
        self.command_seconds.observe(took);
    }
}

/// The one page of the listener.
pub fn router(app: Arc<App>) -> Router {
    let page = async |State(app): State<Arc<App>>| {
        let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
        (kind, text::of(&app)).into_response()
    };
    Router::new().route("/metrics", get(page)).with_state(app)
}
