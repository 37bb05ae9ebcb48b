//! Errors as they leave the service: RFC 9457 problem documents in the
//! caller's language. A [`Failure`] is mapped to its status once, here; its
//! cause stays inside.

mod sentences;

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use guiyan_core::{Refusal, caller::Lang, refusal::FieldIssue};
use schemars::JsonSchema;
use serde::Serialize;

/// The media type of a problem document.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// Everything that can keep a request from being answered as asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure {
    /// The rules say no.
    Refused(Refusal),
    /// The request is not what the route takes; the parser's sentence.
    Malformed(String),
    /// The token is forged, foreign or broken.
    InvalidToken,
    /// The token was good once.
    ExpiredToken,
    /// No such address.
    UnknownRoute,
    /// The address exists, but not for this method.
    MethodNotAllowed,
    /// The body did not arrive in time.
    BodyTimeout,
    /// The body is larger than [`crate::routes::BODY_LIMIT`].
    TooLarge,
    /// The body is not JSON by its `Content-Type`.
    UnsupportedMediaType,
    /// The record cannot be reached, or not in time.
    Unavailable,
    /// The site was not built.
    SiteMissing,
    /// A fault of the service's own.
    Internal,
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Failure {
    /// The status it is answered with.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Refused(refusal) => match refusal {
                Refusal::InvalidFields { .. } => StatusCode::UNPROCESSABLE_ENTITY,
                Refusal::SignInNeeded => StatusCode::UNAUTHORIZED,
                Refusal::NotAllowed => StatusCode::FORBIDDEN,
                Refusal::UnknownBranch
                | Refusal::UnknownActivity
                | Refusal::UnknownPerson
                | Refusal::UnknownRequest
                | Refusal::UnknownDepartment
                | Refusal::UnknownNeed
                | Refusal::UnknownLead
                | Refusal::UnknownRecipient => StatusCode::NOT_FOUND,
                _ => StatusCode::CONFLICT,
            },
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::InvalidToken | Self::ExpiredToken => StatusCode::UNAUTHORIZED,
            Self::UnknownRoute => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::BodyTimeout => StatusCode::REQUEST_TIMEOUT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Unavailable | Self::SiteMissing => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// A stable code, as in `malformed`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code(),
            Self::Malformed(_) => "malformed",
            Self::InvalidToken => "invalidToken",
            Self::ExpiredToken => "expiredToken",
            Self::UnknownRoute => "unknownRoute",
            Self::MethodNotAllowed => "methodNotAllowed",
            Self::BodyTimeout => "bodyTimeout",
            Self::TooLarge => "tooLarge",
            Self::UnsupportedMediaType => "unsupportedMediaType",
            Self::Unavailable => "unavailable",
            Self::SiteMissing => "siteMissing",
            Self::Internal => "internal",
        }
    }

    /// The same, told in a language.
    pub fn told(self, lang: Lang) -> Problem {
        Problem { failure: self, lang }
    }
}

/// A failure on its way out, with the language to tell it in.
#[derive(Debug)]
pub struct Problem {
    /// What went wrong.
    pub failure: Failure,
    /// The caller's language.
    pub lang: Lang,
}

/// A problem document. [RFC 9457]
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub struct ProblemDocument {
    /// `urn:guiyan:problem:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// What is the matter, as one sentence in the caller's language.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The same for this occurrence; for a malformed request what the parser says.
    pub detail: String,
    /// A stable code, as in `alreadySignedUp`.
    pub code: String,
    /// What to do next, as one sentence in the caller's language.
    pub next: String,
    /// For `invalidFields`: each field and what is wrong with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldProblem>,
}

/// One field of a form and what is wrong with it.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct FieldProblem {
    /// The field and the code of the issue, with its limits.
    #[serde(flatten)]
    pub issue: FieldIssue,
    /// What is wrong and what to do, as one sentence in the caller's language.
    pub message: String,
}

impl Problem {
    /// The document that is sent.
    pub fn document(&self) -> ProblemDocument {
        let Self { failure, lang } = self;
        let (title, next) = match failure {
            Failure::Refused(refusal) => (refusal.sentence(*lang), refusal.next(*lang)),
            other => sentences::failure(other, *lang),
        };
        let detail = match failure {
            Failure::Malformed(detail) => detail.clone(),
            _ => title.to_owned(),
        };
        let fields = match failure {
            Failure::Refused(Refusal::InvalidFields { fields }) => fields.as_slice(),
            _ => &[],
        };
        let told =
            |issue: &FieldIssue| FieldProblem { issue: *issue, message: issue.sentence(*lang) };
        ProblemDocument {
            kind: format!("urn:guiyan:problem:{}", failure.code()),
            title: title.to_owned(),
            status: failure.status().as_u16(),
            detail,
            code: failure.code().to_owned(),
            next: next.to_owned(),
            fields: fields.iter().map(told).collect(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.failure.status();
        let body = serde_json::to_vec(&self.document()).unwrap_or_default();
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
        if self.failure == Failure::Unavailable {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use guiyan_core::{
        refusal::{Field, every_refusal},
        text::Issue,
    };

    use super::*;

    #[test]
    fn every_refusal_has_its_status() {
        for refusal in every_refusal() {
            let expected = match refusal.code() {
                "invalidFields" => 422,
                "signInNeeded" => 401,
                "notAllowed" => 403,
                code if code.starts_with("unknown") => 404,
                _ => 409,
            };
            assert_eq!(Failure::from(refusal.clone()).status().as_u16(), expected, "{refusal:?}");
        }
    }

    #[test]
    fn every_failure_speaks_both_languages() {
        for failure in every_failure() {
            let chinese = failure.clone().told(Lang::Zh).document();
            let english = failure.clone().told(Lang::En).document();
            assert!(!chinese.next.is_empty() && !english.next.is_empty(), "{failure:?}");
            assert_ne!(chinese.title, english.title, "{failure:?}");
            assert!(english.title.is_ascii(), "{failure:?}");
        }
    }

    #[test]
    fn fields_carry_code_limits_and_message() {
        let fields = vec![FieldIssue { field: Field::Name, issue: Issue::TooLong { max: 40 } }];
        let problem = Failure::from(Refusal::from(fields)).told(Lang::En);
        let json = serde_json::to_value(problem.document()).unwrap();
        assert_eq!(json["status"], 422);
        assert_eq!(json["fields"][0]["field"], "name");
        assert_eq!(json["fields"][0]["code"], "tooLong");
        assert_eq!(json["fields"][0]["max"], 40);
        assert!(json["fields"][0]["message"].as_str().unwrap().contains("40"));
    }

    #[test]
    fn a_parser_sentence_is_the_detail_and_nothing_else_leaks() {
        let problem = Failure::Malformed("unknown field `x`".into()).told(Lang::Zh).document();
        assert_eq!((problem.status, problem.detail.as_str()), (400, "unknown field `x`"));
        let problem = Failure::Internal.told(Lang::Zh).document();
        assert_eq!(problem.detail, problem.title);
    }

    fn every_failure() -> Vec<Failure> {
        vec![
            Failure::Malformed(String::new()),
            Failure::InvalidToken,
            Failure::ExpiredToken,
            Failure::UnknownRoute,
            Failure::MethodNotAllowed,
            Failure::BodyTimeout,
            Failure::TooLarge,
            Failure::UnsupportedMediaType,
            Failure::Unavailable,
            Failure::SiteMissing,
            Failure::Internal,
        ]
    }
}
