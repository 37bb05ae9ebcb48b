use serde::{Deserialize, Serialize};

use crate::{
    branch::activity::{Activity, ActivityKind, Change, ContactPerson, Standing},
    caller::{Caller, Office},
    personal::Personal,
    refusal::Field,
    time::Timestamp,
};

/// What was changed together in an activity after it was published.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ChangeView {
    /// When.
    pub at: Timestamp,
    /// By whom: for officers of the branch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<ChangedBy>,
    /// Whether the caller had signed up before, and it has not begun: what they
    /// counted on is different now.
    pub news: bool,
    /// What, in the order of the form.
    pub fields: Vec<FieldChange>,
}

/// Which officer changed it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ChangedBy {
    /// The office they held.
    pub office: Office,
    /// Whether it was the caller.
    pub own: bool,
}

/// A value that was changed, as text: times in RFC 3339, the kind by its code,
/// numbers in digits. A side that was empty is missing; both are where the
/// caller may not see the value.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FieldChange {
    /// Which; `contactName` stands for the contact as a whole.
    pub field: Field,
    /// As it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// As it was from then on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// What of an activity the caller may see.
#[derive(Clone, Copy)]
pub(super) struct Sees {
    /// Everything, as an officer of the branch.
    pub officer: bool,
    /// 线上链接
    pub link: bool,
    /// 联系人
    pub contact: bool,
}

/// The history of an activity, the latest first.
pub(super) fn changes(
    activity: &Activity,
    caller: &Caller,
    sees: Sees,
    now: Timestamp,
) -> Vec<ChangeView> {
    let mine = caller.person.and_then(|person| activity.places.of(&person));
    let signed_up = mine.map(|standing| match standing {
        Standing::Confirmed { at, from_queue: false, .. } => *at,
        Standing::Waiting { since, .. } => *since,
        // Whoever comes from the queue had signed up some time before.
        Standing::Confirmed { .. } | Standing::Offered(_) => Timestamp::default(),
    });
    let coming = activity.cancelled.is_none() && activity.details.start > now;
    let latest_first = activity.changes.iter().rev();
    latest_first
        .map(|changed| ChangeView {
            at: changed.at,
            by: sees.officer.then(|| ChangedBy {
                office: changed.office,
                own: caller.person == Some(changed.by),
            }),
            news: coming && signed_up.is_some_and(|at| at < changed.at),
            fields: (changed.changes.iter())
                .filter(|change| !follows_the_start(change, &changed.changes))
                .map(|change| field(change, sees))
                .collect(),
        })
        .collect()
}

// A deadline that was the start, and still is, was not changed by anybody.
fn follows_the_start(change: &Change, all: &[Change]) -> bool {
    let Change::SignUpUntil { from, to } = change else { return false };
    all.contains(&Change::Start { from: *from, to: *to })
}

fn field(change: &Change, sees: Sees) -> FieldChange {
    let shown = |field, from: Option<String>, to: Option<String>| FieldChange { field, from, to };
    let both = |field, from: &dyn ToString, to: &dyn ToString| {
        shown(field, Some(from.to_string()), Some(to.to_string()))
    };
    match change {
        Change::Title { from, to } => both(Field::Title, from, to),
        Change::Kind { from, to } => shown(Field::Kind, code(*from), code(*to)),
        Change::Start { from, to } => both(Field::Start, from, to),
        Change::End { from, to } => both(Field::End, from, to),
        Change::Place(change) => shown(Field::Place, change.from.clone(), change.to.clone()),
        Change::Online(change) => {
            let seen = |link: &Option<String>| link.clone().filter(|_| sees.link);
            shown(Field::Online, seen(&change.from), seen(&change.to))
        }
        Change::Capacity(change) => {
            let text = |number: Option<u32>| number.map(|number| number.to_string());
            shown(Field::Capacity, text(change.from), text(change.to))
        }
        Change::SignUpUntil { from, to } => both(Field::SignUpUntil, from, to),
        Change::Hours { from, to } => both(Field::Hours, from, to),
        Change::Agenda(change) => shown(Field::Agenda, change.from.clone(), change.to.clone()),
        Change::Guests { from, to } => both(Field::Guests, from, to),
        Change::Audience { from, to } => both(Field::Audience, from, to),
        Change::Contact { from, to } => {
            let seen = |contact: &Personal<ContactPerson>| {
                let known = contact.known().filter(|_| sees.contact);
                known.map(|contact| [&*contact.name, &*contact.phone].join(" "))
            };
            shown(Field::ContactName, seen(from), seen(to))
        }
    }
}

// As on the wire.
fn code(kind: ActivityKind) -> Option<String> {
    let name = serde_json::to_value(kind).ok()?;
    name.as_str().map(str::to_owned)
}
