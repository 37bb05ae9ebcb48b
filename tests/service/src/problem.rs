//! What the service says when it does not do what was asked (RFC 9457).

use reqwest::Response;
use serde::Deserialize;

/// A problem, as it stands on the wire. Unknown members are a change of the
/// contract, so they fail the test.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Problem {
    /// What kind, as an address or `about:blank`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What is the matter, in the caller's language.
    pub title: String,
    /// The HTTP status, once more.
    pub status: u16,
    /// More about this case.
    #[serde(default)]
    pub detail: String,
    /// A stable code.
    pub code: String,
    /// What to do next, in the caller's language.
    pub next: String,
    /// Which request it was.
    #[serde(default)]
    pub instance: Option<String>,
    /// Field by field, for forms.
    #[serde(default)]
    pub fields: Vec<FieldProblem>,
}

/// One field and what is wrong with it.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct FieldProblem {
    /// Its name on the wire.
    pub field: String,
    /// A stable code.
    pub code: String,
    /// A sentence in the caller's language.
    pub message: String,
}

impl Problem {
    /// Reads the problem of a response, and checks what holds for each.
    #[track_caller]
    pub fn parse(status: u16, kind: &str, body: &str) -> Self {
        assert_eq!(kind, "application/problem+json", "media type of {status}: {body}");
        let problem: Self = serde_json::from_str(body)
            .unwrap_or_else(|error| panic!("not a problem ({error}): {body}"));
        assert_eq!(problem.status, status, "the status stands in the body too: {body}");
        assert!(!problem.title.trim().is_empty(), "a title: {body}");
        assert!(!problem.next.trim().is_empty(), "what to do next: {body}");
        for cause in ["sqlite", "SQLite", "panicked", "src/", ".rs:", "os error"] {
            assert!(!body.contains(cause), "a problem tells no cause, found {cause}: {body}");
        }
        problem
    }

    /// Reads the problem of a response.
    pub async fn of(response: Response) -> Self {
        let status = response.status().as_u16();
        let kind = header(&response, "content-type");
        let body = response.text().await.expect("the body of a problem");
        Self::parse(status, &kind, &body)
    }

    /// The problem of that status and code.
    #[track_caller]
    pub fn expect(self, status: u16, code: &str) -> Self {
        assert_eq!((self.status, self.code.as_str()), (status, code), "{self:?}");
        self
    }

    /// `(field, code)` of each field.
    pub fn issues(&self) -> Vec<(&str, &str)> {
        self.fields.iter().map(|issue| (issue.field.as_str(), issue.code.as_str())).collect()
    }

    /// All that a person would read in it.
    pub fn sentences(&self) -> Vec<&str> {
        let fields = self.fields.iter().map(|issue| issue.message.as_str());
        [self.title.as_str(), &self.next].into_iter().chain(fields).collect()
    }
}

/// A header as text; empty when it is not there.
pub fn header(response: &Response, name: &str) -> String {
    let value = response.headers().get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default().to_owned()
}
