//! A stand-in for the SMS gateway, on this machine and only in a demo: what it
//! is asked to send is not sent but shown.

use std::{
    collections::VecDeque,
    fmt, io,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{Json, Router, extract::State, http::StatusCode, routing::post};
use guiyan_core::wire::DemoMessage as Message;
use serde::Deserialize;
use tokio::{net::TcpListener, sync::watch};

use crate::{app::now, server};

/// Older ones are forgotten.
const KEPT: usize = 50;

/// The last messages. They are of a demo, and of nobody.
#[derive(Clone, Default)]
pub struct Messages(Arc<Mutex<VecDeque<Message>>>);

#[derive(Deserialize)]
struct Sent {
    phone: String,
    code: String,
}

impl Messages {
    /// Starts the stand-in on a free port of this machine; its address.
    ///
    /// # Errors
    /// No port is free.
    pub async fn start(&self, stopping: watch::Receiver<bool>) -> io::Result<String> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}/messages", listener.local_addr()?);
        let router = Router::new().route("/messages", post(take)).with_state(self.clone());
        tokio::spawn(server::serve(listener, router, Arc::default(), stopping));
        Ok(address)
    }

    /// The last messages, the newest first.
    pub(crate) fn last(&self) -> Vec<Message> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

async fn take(
    State(messages): State<Messages>,
    Json(Sent { phone, code }): Json<Sent>,
) -> StatusCode {
    let mut kept = messages.0.lock().unwrap_or_else(PoisonError::into_inner);
    kept.push_front(Message { at: now(), phone, code });
    kept.truncate(KEPT);
    StatusCode::ACCEPTED
}

impl fmt::Debug for Messages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Messages(…)")
    }
}
