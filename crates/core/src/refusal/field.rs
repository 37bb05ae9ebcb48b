//! Which field of a form, and what is wrong with it.

use serde::{Deserialize, Serialize};

use super::{Refusal, sentences};
use crate::{caller::Lang, text::Issue};

/// A field of one of the forms.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)] // each is documented at the form that has it
pub enum Field {
    Name,
    Phone,
    Category,
    HomeBranch,
    Township,
    HomeBranchPhone,
    LeftOn,
    City,
    Area,
    Reason,
    Industry,
    Skills,
    Born,
    CertificateNumber,
    Consent,
    Note,
    Title,
    Kind,
    Start,
    End,
    Place,
    Online,
    Capacity,
    SignUpUntil,
    Hours,
    Agenda,
    Guests,
    ContactName,
    ContactPhone,
    SpotCategory,
    HelpKind,
    Kinds,
    Rating,
    LeadKind,
    Subject,
    Text,
    AmountFrom,
    AmountTo,
    Until,
    Amount,
    Jobs,
    Talent,
    Landing,
    Repeat,
    RepeatUntil,
    RepeatCount,
    Audience,
    Role,
    Person,
}

impl Field {
    /// Its name on the wire, as in `homeBranch`.
    pub fn name(self) -> &'static str {
        sentences::field(self).0
    }

    /// Its label on a form.
    pub fn label(self, lang: Lang) -> &'static str {
        let (_, zh, en) = sentences::field(self);
        match lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}

/// One field and what is wrong with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FieldIssue {
    /// Which field.
    pub field: Field,
    /// What is wrong.
    #[serde(flatten)]
    pub issue: Issue,
}

impl FieldIssue {
    /// What is wrong and what to do, as one sentence.
    pub fn sentence(&self, lang: Lang) -> String {
        sentences::issue(self.field, self.issue, lang)
    }
}

/// Collects the issues of one form, so that all are told at once.
#[derive(Default, Debug)]
pub struct Fields {
    issues: Vec<FieldIssue>,
}

impl Fields {
    /// Notes the issue, if there is one, and gives the value, if there is one.
    pub fn check<T>(&mut self, field: Field, result: Result<T, Issue>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(issue) => {
                self.add(field, issue);
                None
            }
        }
    }

    /// Notes an issue.
    pub fn add(&mut self, field: Field, issue: Issue) {
        self.issues.push(FieldIssue { field, issue });
    }

    /// The whole, when every field was right.
    ///
    /// # Errors
    /// The issues noted.
    pub fn finish<T>(self, whole: impl FnOnce() -> Option<T>) -> Result<T, Vec<FieldIssue>> {
        if self.issues.is_empty() { whole().ok_or_else(Vec::new) } else { Err(self.issues) }
    }
}

impl From<Vec<FieldIssue>> for Refusal {
    fn from(fields: Vec<FieldIssue>) -> Self {
        Self::InvalidFields { fields }
    }
}
