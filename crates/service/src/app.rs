//! What every route shares.

use std::{
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use guiyan_core::{charter::DistrictCharter, time::Timestamp};
use guiyan_store::Desk;
use tokio::sync::watch;

use crate::{
    changes::Changes,
    demo::Messages,
    etag,
    identity::{DemoIssuer, Identity},
    limits::Limits,
    metrics::Metrics,
    sign_in::SignIn,
    site::Site,
};

/// The state behind all routes.
#[derive(Debug)]
pub struct App {
    /// The only way to the record.
    pub desk: Desk,
    /// Who asks.
    pub identity: Identity,
    /// Signing in without a portal, where that is set up.
    pub sign_in: Option<Arc<SignIn>>,
    /// Signs tokens for sample identities; only in a demo.
    pub demo: Option<DemoIssuer>,
    /// Text messages that a demo was asked to send.
    pub messages: Option<Messages>,
    /// The widget and the portal.
    pub site: Site,
    /// What is counted.
    pub metrics: Arc<Metrics>,
    /// Commands that take longer are logged, each with its kind and nothing else of it.
    pub slow_command: Duration,
    /// How much is taken, from one and from all.
    pub limits: Arc<Limits>,
    /// Tells open widgets that something has changed.
    pub changes: Changes,
    /// The release and its data files, for entity tags.
    pub edition: String,
    /// For how many days backups are kept, as receipts of erasures say; 0 where
    /// the operator has not said.
    pub backup_days: u16,
    /// Becomes true when the service is to stop.
    pub stopping: watch::Receiver<bool>,
}

impl App {
    /// Whether the service has been asked to stop.
    pub fn is_stopping(&self) -> bool {
        *self.stopping.borrow()
    }
}

/// Names a release with its data files: views differ when either does.
pub fn edition(charter: &DistrictCharter) -> String {
    let mut text = format!("{}|", env!("CARGO_PKG_VERSION"));
    text.push_str(&serde_json::to_string(charter).unwrap_or_default());
    for branch in charter.branches.values() {
        text.push_str(&serde_json::to_string(&**branch).unwrap_or_default());
    }
    etag::content_tag(text.as_bytes())
}

/// The service's clock.
pub fn now() -> Timestamp {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX))
}
