/// Why something could not be had or done, as the service says it (RFC 9457).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Problem {
    /// The HTTP status; 0 when there was no answer.
    pub status: u16,
    /// A stable word.
    pub code: String,
    /// What is the matter, in the caller's language.
    pub detail: String,
    /// What to do next, in the caller's language.
    pub next: String,
    /// Which fields are wrong, and why.
    pub fields: Vec<FieldProblem>,
    /// In how many seconds it may be tried again, as the service wrote it.
    pub retry_after: Option<String>,
}

/// A field that is not as it must be.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct FieldProblem {
    /// Its name on the wire.
    pub field: String,
    /// A stable word.
    pub code: String,
    /// What is wrong and what to do, in the caller's language.
    pub message: String,
}

impl Problem {
    /// No answer at all.
    pub(crate) fn network() -> Self {
        Self { code: "network".into(), ..Self::default() }
    }

    /// An answer that makes no sense: another version, or another server.
    pub(crate) fn unreadable() -> Self {
        Self { status: 200, code: "unreadable".into(), ..Self::default() }
    }

    /// The caller is not signed in.
    pub(crate) fn sign_in_needed() -> Self {
        Self { status: 401, code: "signInNeeded".into(), ..Self::default() }
    }

    /// Whether trying again later may help without anything being changed.
    pub(crate) fn is_passing(&self) -> bool {
        matches!(self.status, 0 | 408 | 425 | 429 | 500 | 502..=504)
    }

    /// What the service says about a field.
    pub(crate) fn field(&self, name: &str) -> Option<String> {
        let of = |problem: &&FieldProblem| problem.field == name;
        self.fields.iter().find(of).map(|problem| problem.message.clone())
    }
}
