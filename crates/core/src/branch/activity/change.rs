//! What was changed in an activity after it was published: old → new, value by
//! value, so that those who signed up can be told and the history stays.

use serde::{Deserialize, Serialize};

use super::audience::Audience;
use super::form::{ActivityKind, ContactPerson, Details, Hours};
use crate::{caller::Office, ids::PersonId, personal::Personal, time::Timestamp};

/// One value that was changed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "field")]
#[allow(missing_docs)] // each names a field of `Details`, from what to what
pub enum Change {
    Title { from: String, to: String },
    Kind { from: ActivityKind, to: ActivityKind },
    Start { from: Timestamp, to: Timestamp },
    End { from: Timestamp, to: Timestamp },
    Place(Optional<String>),
    Online(Optional<String>),
    Capacity(Optional<u32>),
    SignUpUntil { from: Timestamp, to: Timestamp },
    Hours { from: Hours, to: Hours },
    Agenda(Optional<String>),
    Guests { from: bool, to: bool },
    Contact { from: Personal<ContactPerson>, to: Personal<ContactPerson> },
    Audience { from: Audience, to: Audience },
}

/// From what to what, where either may be nothing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Optional<T> {
    /// As it was.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub from: Option<T>,
    /// As it is from now on.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub to: Option<T>,
}

// Unlike `Default::default`, this asks nothing of the type.
fn none<T>() -> Option<T> {
    None
}

/// Changes made together, by whom and when.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Changed {
    /// When.
    pub at: Timestamp,
    /// By which officer.
    pub by: PersonId,
    /// The office they held.
    pub office: Office,
    /// What.
    pub changes: Vec<Change>,
}

impl Change {
    /// What leads from one to the other, in the order of the form.
    pub(crate) fn between(old: &Details, new: &Details) -> Vec<Self> {
        let mut changes = Vec::new();
        macro_rules! compare {
            ($($field:ident => $variant:ident,)*) => {$(
                if old.$field != new.$field {
                    let (from, to) = (old.$field.clone(), new.$field.clone());
                    changes.push(compare!(@ $variant from to));
                }
            )*};
            (@ Place $from:ident $to:ident) => { Self::Place(Optional { $from, $to }) };
            (@ Online $from:ident $to:ident) => { Self::Online(Optional { $from, $to }) };
            (@ Capacity $from:ident $to:ident) => { Self::Capacity(Optional { $from, $to }) };
            (@ Agenda $from:ident $to:ident) => { Self::Agenda(Optional { $from, $to }) };
            (@ $variant:ident $from:ident $to:ident) => { Self::$variant { $from, $to } };
        }
        compare! {
            title => Title,
            kind => Kind,
            start => Start,
            end => End,
            place => Place,
            online => Online,
            capacity => Capacity,
            sign_up_until => SignUpUntil,
            hours => Hours,
            agenda => Agenda,
            guests => Guests,
            contact => Contact,
            audience => Audience,
        }
        changes
    }

    /// Puts the new value in its place.
    pub(super) fn apply(&self, details: &mut Details) {
        match self.clone() {
            Self::Title { to, .. } => details.title = to,
            Self::Kind { to, .. } => details.kind = to,
            Self::Start { to, .. } => details.start = to,
            Self::End { to, .. } => details.end = to,
            Self::Place(change) => details.place = change.to,
            Self::Online(change) => details.online = change.to,
            Self::Capacity(change) => details.capacity = change.to,
            Self::SignUpUntil { to, .. } => details.sign_up_until = to,
            Self::Hours { to, .. } => details.hours = to,
            Self::Agenda(change) => details.agenda = change.to,
            Self::Guests { to, .. } => details.guests = to,
            Self::Contact { to, .. } => details.contact = to,
            Self::Audience { to, .. } => details.audience = to,
        }
    }

    fn contacts(&self) -> Option<[&Personal<ContactPerson>; 2]> {
        match self {
            Self::Contact { from, to } => Some([from, to]),
            _ => None,
        }
    }
}

impl Changed {
    /// Whether words in it belong to that person.
    pub(super) fn is_by(&self, person: &PersonId) -> bool {
        let contacts = self.changes.iter().filter_map(Change::contacts).flatten();
        contacts.filter_map(Personal::owner).any(|owner| owner == *person)
    }

    pub(super) fn redact(&mut self, person: PersonId) {
        for change in &mut self.changes {
            if let Change::Contact { from, to } = change {
                from.redact(person);
                to.redact(person);
            }
        }
    }
}
