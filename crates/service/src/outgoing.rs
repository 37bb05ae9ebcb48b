//! What the service asks of others: the keys of issuers, and the SMS gateway.
//! Short in time and size, over https unless it stays on this machine, and
//! never where an answer would lead.

use std::{net::IpAddr, time::Duration};

use reqwest::{Client, RequestBuilder, Response, Url, redirect::Policy};

/// The most bytes of an answer that are read.
const ANSWER_LIMIT: usize = 256 * 1024;
const CONNECT: Duration = Duration::from_secs(3);

/// Why another service gave no answer that can be used. It is logged, so it
/// holds neither bodies nor query strings.
#[derive(Debug, thiserror::Error)]
pub enum OutgoingError {
    /// The address is none that is asked.
    #[error("`{0}` must be an address with https (http only on this machine), without a password")]
    Address(String),
    /// There is nothing to ask with.
    #[error("no secure connections can be made here; install the system's ca-certificates: {0}")]
    Client(reqwest::Error),
    /// No answer, or not in time.
    #[error("no answer: {0}")]
    NoAnswer(reqwest::Error),
    /// It says no.
    #[error("it answered with status {0}")]
    Status(u16),
    /// More than anybody needs.
    #[error("its answer is longer than {ANSWER_LIMIT} bytes")]
    TooLong,
}

impl OutgoingError {
    /// Whether the same may go well when it is asked once more.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::NoAnswer(_) => true,
            Self::Status(status) => *status >= 500,
            Self::Address(_) | Self::Client(_) | Self::TooLong => false,
        }
    }
}

/// An address of another service, checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Address(Url);

impl Address {
    /// An address that an operator wrote down.
    ///
    /// # Errors
    /// [`OutgoingError::Address`].
    pub fn of(text: &str) -> Result<Self, OutgoingError> {
        let wrong = || OutgoingError::Address(text.to_owned());
        let url = Url::parse(text).map_err(|_| wrong())?;
        let bare = url.username().is_empty() && url.password().is_none();
        let near = url.scheme() == "http" && is_loopback(&url);
        if bare && (url.scheme() == "https" || near) { Ok(Self(url)) } else { Err(wrong()) }
    }

    /// An address that this one's answer leads to. Who is asked over the
    /// network must not send us around on this machine.
    ///
    /// # Errors
    /// [`OutgoingError::Address`].
    pub fn leads_to(&self, text: &str) -> Result<Self, OutgoingError> {
        match Self::of(text)? {
            near if is_loopback(&near.0) && !is_loopback(&self.0) => {
                Err(OutgoingError::Address(text.to_owned()))
            }
            address => Ok(address),
        }
    }

    /// Something to ask it with, for at most `patience`.
    ///
    /// # Errors
    /// [`OutgoingError::Client`].
    pub fn client(&self, patience: Duration) -> Result<Client, OutgoingError> {
        let client = Client::builder()
            .redirect(Policy::none())
            .connect_timeout(CONNECT.min(patience))
            .timeout(patience)
            .user_agent(concat!("guiyan/", env!("CARGO_PKG_VERSION")));
        // What stays on this machine needs no proxy and no authorities.
        let client = match is_loopback(&self.0) {
            true => client.no_proxy().tls_built_in_root_certs(false),
            false => client,
        };
        client.build().map_err(OutgoingError::Client)
    }

    /// The address as it is asked.
    pub fn url(&self) -> Url {
        self.0.clone()
    }
}

/// The body of a good answer.
///
/// # Errors
/// There is none, or it is too long.
pub async fn ask(request: RequestBuilder) -> Result<Vec<u8>, OutgoingError> {
    let mut response = answered(request).await?;
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(no_answer)? {
        if body.len() + chunk.len() > ANSWER_LIMIT {
            return Err(OutgoingError::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// A good answer, whose body nobody reads.
///
/// # Errors
/// There is none.
pub async fn tell(request: RequestBuilder) -> Result<(), OutgoingError> {
    answered(request).await.map(|_| ())
}

async fn answered(request: RequestBuilder) -> Result<Response, OutgoingError> {
    let response = request.send().await.map_err(no_answer)?;
    let status = response.status();
    if status.is_success() { Ok(response) } else { Err(OutgoingError::Status(status.as_u16())) }
}

// Addresses may carry what an operator would not see in a log.
fn no_answer(error: reqwest::Error) -> OutgoingError {
    OutgoingError::NoAnswer(error.without_url())
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_or_this_machine() {
        for good in
            ["https://portal.example/a", "http://127.0.0.1:9/x", "http://localhost", "http://[::1]"]
        {
            assert!(Address::of(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "portal.example",
            "http://portal.example",
            "http://127.0.0.1.evil.example",
            "http://10.0.0.1",
            "https://user:pass@portal.example",
            "file:///etc/passwd",
            "ftp://portal.example",
        ] {
            assert!(matches!(Address::of(bad), Err(OutgoingError::Address(_))), "{bad}");
        }
    }

    #[test]
    fn a_remote_answer_does_not_lead_to_this_machine() {
        let remote = Address::of("https://portal.example").unwrap();
        assert!(remote.leads_to("https://keys.example/jwks").is_ok());
        for near in ["http://127.0.0.1:8500/secrets", "https://localhost/x"] {
            assert!(remote.leads_to(near).is_err(), "{near}");
        }
        let near = Address::of("http://127.0.0.1:9").unwrap();
        assert!(near.leads_to("http://127.0.0.1:10/jwks").is_ok());
    }
}
