//! To whom something is passed on, and the consents that name them: nothing
//! about a person goes to another handler without the person's own consent
//! naming that recipient. [PIPL §23]

use serde::{Deserialize, Serialize};

use crate::{
    ids::{DepartmentId, PersonId, TownshipId},
    time::Timestamp,
};

/// Somebody outside of the branch's desk to whom something is passed on. On
/// the wire `{"kind": "township", "id": "qinfeng"}`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", tag = "kind", content = "id", deny_unknown_fields)]
pub enum Recipient {
    /// The 专人 of a home township or street.
    Township(TownshipId),
    /// A home-side department, or an office or hotline of the host city.
    Department(DepartmentId),
    /// A member who has offered to help.
    Person(PersonId),
    /// "A member who offers this help", whoever it will be: told what kind, how
    /// urgent and where, no more. [domain §5]
    Helpers,
}

/// One consent that names one recipient, and what went out under it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RecipientConsent {
    /// Whom it names.
    pub recipient: Recipient,
    /// When it was given.
    pub given_at: Timestamp,
    /// When it was first passed on to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed_at: Option<Timestamp>,
    /// When it was withdrawn. [PIPL §15]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<Timestamp>,
}

/// A question to the person whether something may go to one recipient.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConsentQuestion {
    /// About whom.
    pub recipient: Recipient,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// By which officer.
    pub by: PersonId,
    /// When the person said no: they are not asked about them again. [ND]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused_at: Option<Timestamp>,
}

/// The ledger of one matter: what may go, and what went, to whom.
///
/// INVARIANT: at most one consent for a recipient is live, and no question
/// about a recipient stands beside a live consent.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Consents {
    given: Vec<RecipientConsent>,
    asked: Vec<ConsentQuestion>,
}

impl Consents {
    /// Every consent ever given, oldest first: the list (清单) of what went to
    /// whom.
    pub fn given(&self) -> &[RecipientConsent] {
        &self.given
    }

    /// The questions that wait for an answer, oldest first.
    pub fn pending(&self) -> impl Iterator<Item = &ConsentQuestion> {
        self.asked.iter().filter(|question| question.refused_at.is_none())
    }

    /// Every question not answered with yes, oldest first.
    pub fn questions(&self) -> impl Iterator<Item = &ConsentQuestion> {
        self.asked.iter()
    }

    /// The consent for that recipient, while it is not withdrawn.
    pub fn live(&self, recipient: &Recipient) -> Option<&RecipientConsent> {
        let mut live = self.given.iter().filter(|consent| consent.withdrawn_at.is_none());
        live.find(|consent| consent.recipient == *recipient)
    }

    /// The last question about that recipient, answered with no or not at all.
    pub fn question(&self, recipient: &Recipient) -> Option<&ConsentQuestion> {
        self.asked.iter().find(|question| question.recipient == *recipient)
    }

    pub(crate) fn give(&mut self, recipient: &Recipient, at: Timestamp) {
        self.asked.retain(|question| question.recipient != *recipient);
        if self.live(recipient).is_none() {
            self.given.push(RecipientConsent {
                recipient: recipient.clone(),
                given_at: at,
                passed_at: None,
                withdrawn_at: None,
            });
        }
    }

    pub(crate) fn ask(&mut self, recipient: &Recipient, by: PersonId, at: Timestamp) {
        self.asked.retain(|question| question.recipient != *recipient);
        self.asked.push(ConsentQuestion {
            recipient: recipient.clone(),
            asked_at: at,
            by,
            refused_at: None,
        });
    }

    pub(crate) fn refuse(&mut self, recipient: &Recipient, at: Timestamp) {
        let asked = self.asked.iter_mut().find(|question| question.recipient == *recipient);
        if let Some(question) = asked {
            question.refused_at = Some(at);
        }
    }

    pub(crate) fn pass(&mut self, recipient: &Recipient, at: Timestamp) {
        if let Some(consent) = self.live_mut(recipient) {
            consent.passed_at.get_or_insert(at);
        }
    }

    pub(crate) fn withdraw(&mut self, recipient: &Recipient, at: Timestamp) {
        if let Some(consent) = self.live_mut(recipient) {
            consent.withdrawn_at = Some(at);
        }
    }

    /// Takes a question back that need not be answered any more.
    pub(crate) fn retract(&mut self, recipient: &Recipient) {
        self.asked.retain(|asked| asked.recipient != *recipient || asked.refused_at.is_some());
    }

    /// Takes every open question back, because the matter is over.
    pub(crate) fn retract_all(&mut self) {
        self.asked.retain(|asked| asked.refused_at.is_some());
    }

    /// Forgets a person who erased themselves as a recipient.
    pub(crate) fn forget(&mut self, person: PersonId) {
        self.given.retain(|consent| consent.recipient != Recipient::Person(person));
        self.asked.retain(|question| question.recipient != Recipient::Person(person));
    }

    /// Whether that recipient was refused, or a consent for them withdrawn:
    /// they are not asked about again. [ND]
    pub fn declined(&self, recipient: &Recipient) -> bool {
        let refused = self.question(recipient).is_some_and(|asked| asked.refused_at.is_some());
        let last = self.given.iter().rev().find(|consent| consent.recipient == *recipient);
        refused || last.is_some_and(|consent| consent.withdrawn_at.is_some())
    }

    pub(crate) fn drop_questions(&mut self) {
        self.asked.clear();
    }

    fn live_mut(&mut self, recipient: &Recipient) -> Option<&mut RecipientConsent> {
        let mut live = self.given.iter_mut().filter(|consent| consent.withdrawn_at.is_none());
        live.find(|consent| consent.recipient == *recipient)
    }
}
