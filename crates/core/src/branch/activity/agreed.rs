//! What was agreed to for one activity and stands no more. Name and phone are
//! gone by then; that somebody agreed, to which notice, from when until when, is
//! theirs to look up. [PIPL §14, §15]

use serde::{Deserialize, Serialize};

use super::state::Activity;
use crate::{ids::PersonId, time::Timestamp};

/// A consent that was withdrawn, or ended with the sign-up it was given for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PastConsent {
    /// What it was for.
    pub to: PastConsentTo,
    /// When it was given.
    pub given_at: Timestamp,
    /// When it ended.
    pub ended_at: Timestamp,
}

/// What was agreed to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PastConsentTo {
    /// 乡友: name and phone, under the notice of that version.
    Guest(String),
    /// That those who hold it see name and phone.
    ShareName,
}

impl Activity {
    /// Ends what somebody agreed to for their sign-up: it was given for that, and
    /// what is not needed any more is not kept. [PIPL §19]
    pub(super) fn end_consents(&mut self, person: &PersonId, at: Timestamp) {
        self.end_sharing(person, at);
        if let Some(guest) = self.guests.remove(person) {
            self.past(person, PastConsentTo::Guest(guest.notice), (guest.at, at));
        }
    }

    /// Ends that those who hold it see somebody's name.
    pub(super) fn end_sharing(&mut self, person: &PersonId, at: Timestamp) {
        if let Some(since) = self.names_shared.remove(person) {
            self.past(person, PastConsentTo::ShareName, (since, at));
        }
    }

    fn past(
        &mut self,
        person: &PersonId,
        to: PastConsentTo,
        (given_at, ended_at): (Timestamp, Timestamp),
    ) {
        let past = PastConsent { to, given_at, ended_at };
        self.past_consents.entry(*person).or_default().push(past);
    }
}
