//! The operator's SMS gateway. A code goes out as one POST to its address:
//!
//! ```json
//! {"phone":"13800000001","code":"042917","template":"guiyan-sign-in","expiresIn":300}
//! ```
//!
//! with two headers. `Guiyan-Signature: t=1764000000,v1=9f86d0…` is the time
//! in seconds and the HMAC-SHA256, in hexadecimal digits, of that time, a dot,
//! and the body as it is sent (`1764000000.{"phone":…}`), under the secret of
//! the settings: a gateway makes it anew, compares the two in constant time,
//! and takes nothing that is older than five minutes. `Guiyan-Delivery` is the
//! same when a message is sent once more, so that nobody gets it twice.
//!
//! Any status of 2xx means that the message is on its way. One that cannot be
//! reached, takes too long or answers 5xx is asked once more, and no more.

use std::{
    fmt,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use reqwest::{Client, header};
use serde::Serialize;
use tokio::sync::Semaphore;
use uuid::{Builder, Uuid};
use zeroize::Zeroizing;

use super::{
    SetUpError, codes,
    db::seconds,
    secrets::{random, signature},
    settings::PhoneSettings,
};
use crate::outgoing::{self, Address, OutgoingError};

/// The header with time and signature.
pub const SIGNATURE: &str = "guiyan-signature";
/// The header with the id of a delivery.
pub const DELIVERY: &str = "guiyan-delivery";
/// No more messages than this are on their way to the gateway at a time.
const AT_A_TIME: usize = 64;
/// Who waits longer for a place is told that it cannot be done now.
const QUEUE: Duration = Duration::from_secs(2);

/// The way to the gateway.
pub(super) struct Gateway {
    address: Address,
    client: Client,
    secret: Zeroizing<Vec<u8>>,
    template: String,
    places: Semaphore,
    failing: AtomicBool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Message<'a> {
    phone: &'a str,
    code: &'a str,
    template: &'a str,
    expires_in: i64,
}

impl Gateway {
    pub(super) fn of(
        settings: &PhoneSettings,
        secret: Zeroizing<Vec<u8>>,
    ) -> Result<Self, SetUpError> {
        let address = Address::of(&settings.webhook)?;
        Ok(Self {
            client: address.client(settings.timeout())?,
            address,
            secret,
            template: settings.template.clone(),
            places: Semaphore::new(AT_A_TIME),
            failing: AtomicBool::new(false),
        })
    }

    /// Whether the last message did not go out. Who asks for one that is not
    /// sent because of a limit is answered as those whose message is.
    pub(super) fn is_failing(&self) -> bool {
        self.failing.load(Ordering::Relaxed)
    }

    /// Sends a code; whether the gateway took it.
    pub(super) async fn send(&self, phone: &str, code: &str) -> bool {
        let done = self.deliver(phone, code).await;
        self.failing.store(!done, Ordering::Relaxed);
        done
    }

    async fn deliver(&self, phone: &str, code: &str) -> bool {
        let Ok(Ok(_place)) = tokio::time::timeout(QUEUE, self.places.acquire()).await else {
            tracing::warn!("too many messages wait for the SMS gateway");
            return false;
        };
        let message =
            Message { phone, code, template: &self.template, expires_in: codes::LIFETIME };
        let (Ok(body), Ok(id)) = (
            serde_json::to_vec(&message),
            random().map(|bytes| Builder::from_random_bytes(bytes).into_uuid()),
        ) else {
            return false;
        };
        let body = Zeroizing::new(body);
        let mut tried = self.post(&body, id).await;
        if tried.as_ref().is_err_and(OutgoingError::is_passing) {
            tried = self.post(&body, id).await;
        }
        // The cause says neither number nor code: they are in no address.
        match tried {
            Ok(()) => true,
            Err(error) => {
                tracing::error!(%error, "the SMS gateway did not take a message");
                false
            }
        }
    }

    async fn post(&self, body: &[u8], id: Uuid) -> Result<(), OutgoingError> {
        let at = seconds().to_string();
        let text = Zeroizing::new([at.as_bytes(), b".", body].concat());
        let signature = signature(&self.secret, &text).unwrap_or_default();
        let request = self
            .client
            .post(self.address.url())
            .header(header::CONTENT_TYPE, "application/json")
            .header(SIGNATURE, format!("t={at},v1={signature}"))
            .header(DELIVERY, id.to_string())
            .body(body.to_vec());
        outgoing::tell(request).await
    }
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gateway").field("template", &self.template).finish_non_exhaustive()
    }
}
