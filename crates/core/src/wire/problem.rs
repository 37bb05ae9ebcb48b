//! Errors as they leave a service: RFC 9457 problem documents in the caller's
//! language. A [`Failure`] is mapped to its status once, here; its cause stays
//! inside.

use serde::Serialize;

use super::{SignInFailure, sentences};
use crate::{Refusal, caller::Lang, refusal::FieldIssue};

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
    /// A step of signing in.
    SignIn(SignInFailure),
    /// No such address.
    UnknownRoute,
    /// The address exists, but not for this method.
    MethodNotAllowed,
    /// The body did not arrive in time.
    BodyTimeout,
    /// The body is larger than a service takes.
    TooLarge,
    /// The body is not JSON by its `Content-Type`.
    UnsupportedMediaType,
    /// The record cannot be reached, or not in time.
    Unavailable,
    /// More than a person or an address may ask for; good again after so many
    /// seconds.
    TooManyRequests(u32),
    /// More is asked for than can be done; it may be less after so many seconds.
    /// Nothing was done.
    Overloaded(u32),
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

impl From<SignInFailure> for Failure {
    fn from(failure: SignInFailure) -> Self {
        Self::SignIn(failure)
    }
}

impl Failure {
    /// All but refusals: what the service itself has to say.
    pub fn own() -> Vec<Self> {
        let sign_in = SignInFailure::ALL.map(Self::SignIn);
        let others = [
            Self::Malformed(String::new()),
            Self::InvalidToken,
            Self::ExpiredToken,
            Self::UnknownRoute,
            Self::MethodNotAllowed,
            Self::BodyTimeout,
            Self::TooLarge,
            Self::UnsupportedMediaType,
            Self::Unavailable,
            Self::TooManyRequests(1),
            Self::Overloaded(2),
            Self::SiteMissing,
            Self::Internal,
        ];
        others.into_iter().chain(sign_in).collect()
    }

    /// The status it is answered with.
    pub fn status(&self) -> u16 {
        match self {
            Self::Refused(refusal) => match refusal {
                Refusal::InvalidFields { .. } => 422,
                Refusal::SignInNeeded => 401,
                Refusal::NotAllowed => 403,
                Refusal::PurposeNeeded | Refusal::RecipientNotNamed => 422,
                Refusal::UnknownBranch
                | Refusal::UnknownActivity
                | Refusal::UnknownPerson
                | Refusal::UnknownRequest
                | Refusal::UnknownDepartment
                | Refusal::UnknownGroup
                | Refusal::UnknownNeed
                | Refusal::UnknownDraft
                | Refusal::UnknownSeries
                | Refusal::UnknownLead
                | Refusal::UnknownAppointment
                | Refusal::UnknownReceipt
                | Refusal::UnknownRecipient => 404,
                _ => 409,
            },
            Self::Malformed(_) => 400,
            Self::InvalidToken | Self::ExpiredToken => 401,
            Self::SignIn(failure) => failure.status(),
            Self::UnknownRoute => 404,
            Self::MethodNotAllowed => 405,
            Self::BodyTimeout => 408,
            Self::TooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::TooManyRequests(_) => 429,
            Self::Unavailable | Self::Overloaded(_) | Self::SiteMissing => 503,
            Self::Internal => 500,
        }
    }

    /// A stable code, as in `malformed`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code(),
            Self::Malformed(_) => "malformed",
            Self::InvalidToken => "invalidToken",
            Self::ExpiredToken => "expiredToken",
            Self::SignIn(failure) => failure.code(),
            Self::UnknownRoute => "unknownRoute",
            Self::MethodNotAllowed => "methodNotAllowed",
            Self::BodyTimeout => "bodyTimeout",
            Self::TooLarge => "tooLarge",
            Self::UnsupportedMediaType => "unsupportedMediaType",
            Self::Unavailable => "unavailable",
            Self::TooManyRequests(_) => "tooManyRequests",
            Self::Overloaded(_) => "overloaded",
            Self::SiteMissing => "siteMissing",
            Self::Internal => "internal",
        }
    }

    /// In how many seconds the same may be tried again, where that is known.
    pub fn retry_after(&self) -> Option<u32> {
        match self {
            Self::Unavailable => Some(2),
            Self::TooManyRequests(seconds) | Self::Overloaded(seconds) => Some(*seconds),
            Self::SignIn(failure) => failure.retry_after(),
            _ => None,
        }
    }

    /// The document that is sent.
    pub fn document(&self, lang: Lang) -> ProblemDocument {
        let (title, next) = sentences::failure(self, lang);
        let detail = match self {
            Self::Malformed(detail) => detail.clone(),
            _ => title.to_owned(),
        };
        let fields = match self {
            Self::Refused(Refusal::InvalidFields { fields }) => fields.as_slice(),
            _ => &[],
        };
        let told =
            |issue: &FieldIssue| FieldProblem { issue: *issue, message: issue.sentence(lang) };
        ProblemDocument {
            kind: format!("urn:guiyan:problem:{}", self.code()),
            title: title.to_owned(),
            status: self.status(),
            detail,
            code: self.code().to_owned(),
            next: next.to_owned(),
            instance: None,
            fields: fields.iter().map(told).collect(),
        }
    }
}

/// A problem document. [RFC 9457]
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Problem"))]
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
    /// `urn:uuid:` and the id of the request, as in its `X-Request-Id`; by it the
    /// operator finds what is in the logs. A page without a service has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// For `invalidFields`: each field and what is wrong with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldProblem>,
}

/// One field of a form and what is wrong with it.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FieldProblem {
    /// The field and the code of the issue, with its limits.
    #[serde(flatten)]
    pub issue: FieldIssue,
    /// What is wrong and what to do, as one sentence in the caller's language.
    pub message: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        refusal::{Field, every_refusal},
        text::Issue,
    };

    #[test]
    fn every_refusal_has_its_status() {
        for refusal in every_refusal() {
            let expected = match refusal.code() {
                "invalidFields" | "purposeNeeded" | "recipientNotNamed" => 422,
                "signInNeeded" => 401,
                "notAllowed" => 403,
                code if code.starts_with("unknown") => 404,
                _ => 409,
            };
            assert_eq!(Failure::from(refusal.clone()).status(), expected, "{refusal:?}");
        }
    }

    #[test]
    fn every_failure_speaks_both_languages() {
        for failure in Failure::own() {
            let chinese = failure.document(Lang::Zh);
            let english = failure.document(Lang::En);
            assert!(!chinese.next.is_empty() && !english.next.is_empty(), "{failure:?}");
            assert_ne!(chinese.title, english.title, "{failure:?}");
            assert!(english.title.is_ascii(), "{failure:?}");
        }
    }

    #[test]
    fn fields_carry_code_limits_and_message() {
        let fields = vec![FieldIssue { field: Field::Name, issue: Issue::TooLong { max: 40 } }];
        let problem = Failure::from(Refusal::from(fields)).document(Lang::En);
        let json = serde_json::to_value(problem).unwrap();
        assert_eq!(json["status"], 422);
        assert_eq!(json["fields"][0]["field"], "name");
        assert_eq!(json["fields"][0]["code"], "tooLong");
        assert_eq!(json["fields"][0]["max"], 40);
        assert!(json["fields"][0]["message"].as_str().unwrap().contains("40"));
    }

    #[test]
    fn a_parser_sentence_is_the_detail_and_nothing_else_leaks() {
        let problem = Failure::Malformed("unknown field `x`".into()).document(Lang::Zh);
        assert_eq!((problem.status, problem.detail.as_str()), (400, "unknown field `x`"));
        let problem = Failure::Internal.document(Lang::Zh);
        assert_eq!(problem.detail, problem.title);
    }
}
