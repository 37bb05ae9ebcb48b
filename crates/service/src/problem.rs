//! Errors as they leave the service: the problem documents of the wire, with the
//! headers that belong to them.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
pub use guiyan_core::wire::{Failure, ProblemDocument};
use guiyan_core::{Refusal, caller::Lang};

use crate::request::RequestId;

/// The media type of a problem document.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// Marks the answer to somebody who asked for more than is taken: their
/// connection rests for a moment ([`crate::server`]).
#[derive(Clone, Copy, Debug)]
pub struct TurnedAway;

/// A failure on its way out, with the language to tell it in.
#[derive(Debug)]
pub struct Problem {
    /// What went wrong.
    pub failure: Failure,
    /// The caller's language.
    pub lang: Lang,
}

/// What can be told in a language.
pub trait Told {
    /// The same, told in a language.
    fn told(self, lang: Lang) -> Problem;
}

impl Told for Failure {
    fn told(self, lang: Lang) -> Problem {
        Problem { failure: self, lang }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        // Statuses of failures are constants in range; 500 is never reached.
        let status = StatusCode::from_u16(self.failure.status());
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut document = self.failure.document(self.lang);
        document.instance = RequestId::current().map(|id| format!("urn:uuid:{id}"));
        let body = serde_json::to_vec(&document).unwrap_or_default();
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(self.lang.tag()));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        let challenge = match self.failure {
            Failure::Refused(Refusal::SignInNeeded) => Some("Bearer"),
            Failure::InvalidToken | Failure::ExpiredToken => Some("Bearer error=\"invalid_token\""),
            _ => None,
        };
        if let Some(challenge) = challenge {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        if let Some(seconds) = self.failure.retry_after() {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if let Failure::TooManyRequests(_) | Failure::Overloaded(_) = self.failure {
            response.extensions_mut().insert(TurnedAway);
        }
        response
    }
}
