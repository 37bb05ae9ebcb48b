use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::BranchRef;
use crate::{
    branch::activity::{Activity, Change, ContactPerson, Guest, Hours, Standing},
    district::{District, Room},
    ids::{ActivityId, PersonId},
    personal::Personal,
    time::Timestamp,
};

/// An activity that the caller signed up for or was at.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MyActivity {
    /// Which.
    pub id: ActivityId,
    /// The branch that holds it; missing for the district.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<BranchRef>,
    /// 活动名称
    pub title: String,
    /// When it begins.
    pub start: Timestamp,
    /// Whether it was cancelled.
    pub cancelled: bool,
    /// Where they stand in the sign-up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<MyStanding>,
    /// That they were there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attended: Option<Attended>,
    /// What they left as 乡友.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guest: Option<ContactPerson>,
}

/// Where somebody stands in a sign-up.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", tag = "state")]
pub enum MyStanding {
    /// 已报名
    Confirmed {
        /// When the place was taken.
        at: Timestamp,
    },
    /// A place is kept for them.
    Offered {
        /// Until when.
        until: Timestamp,
    },
    /// 候补
    Waiting {
        /// Since when.
        since: Timestamp,
    },
}

/// A check-in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Attended {
    /// When.
    pub at: Timestamp,
    /// 学时 credited.
    pub credit: Hours,
    /// Whether they came as 乡友.
    pub guest: bool,
}

/// Something the caller wrote in office.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Written {
    /// The branch; missing for the district.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<BranchRef>,
    /// The activity it is about, by its name.
    pub title: String,
    /// What it is.
    pub kind: WrittenKind,
    /// The contact named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactPerson>,
    /// What was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// What somebody in office wrote.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum WrittenKind {
    /// The contact of an activity, or of a series.
    Contact,
    /// A contact that was replaced by another since.
    FormerContact,
    /// Why an activity was cancelled.
    Cancellation,
    /// 草稿
    Draft,
}

pub(super) fn branch_of(district: &District, room: &Room<'_>) -> Option<BranchRef> {
    let branch = district.branch(room.branch?)?;
    Some(BranchRef::from(&*branch.charter))
}

pub(super) fn joined(district: &District, person: &PersonId) -> Vec<MyActivity> {
    let mut found: Vec<MyActivity> = Vec::new();
    for room in district.rooms() {
        let mine = room.activities.of(person);
        found.extend(mine.map(|(id, activity)| MyActivity {
            id: *id,
            branch: branch_of(district, &room),
            title: activity.details.title.clone(),
            start: activity.details.start,
            cancelled: activity.cancelled.is_some(),
            standing: activity.places.of(person).map(standing),
            attended: activity.attendance.get(person).map(|there| Attended {
                at: there.at,
                credit: there.credit,
                guest: there.guest,
            }),
            guest: guest(activity, person),
        }));
    }
    found.sort_by_key(|mine| (Reverse(mine.start), mine.id));
    found
}

fn standing(standing: &Standing) -> MyStanding {
    match standing {
        Standing::Confirmed { at, .. } => MyStanding::Confirmed { at: *at },
        Standing::Offered(offer) => MyStanding::Offered { until: offer.until },
        Standing::Waiting { since, .. } => MyStanding::Waiting { since: *since },
    }
}

fn guest(activity: &Activity, person: &PersonId) -> Option<ContactPerson> {
    let Guest { name, phone } = activity.guests.get(person)?.guest.known()?.clone();
    Some(ContactPerson { name, phone })
}

pub(super) fn written(district: &District, person: &PersonId) -> Vec<Written> {
    let mut found = Vec::new();
    for room in district.rooms() {
        let branch = branch_of(district, &room);
        let mut add = |title: &str, kind, contact, text| {
            let (branch, title) = (branch.clone(), title.to_owned());
            let new = Written { branch, title, kind, contact, text };
            // A contact that was put back stands in the history twice.
            if !found.contains(&new) {
                found.push(new);
            }
        };
        for activity in room.activities.all.values() {
            let title = &activity.details.title;
            let now = own(&activity.details.contact, person);
            let changes = activity.changes.iter().flat_map(|changed| &changed.changes);
            let former = changes.filter_map(|change| match change {
                Change::Contact { from, .. } => own(from, person),
                _ => None,
            });
            for contact in former.filter(|it| now != Some(*it)) {
                add(title, WrittenKind::FormerContact, Some(contact.clone()), None);
            }
            if let Some(contact) = now {
                add(title, WrittenKind::Contact, Some(contact.clone()), None);
            }
            let note = activity.cancelled.as_ref().and_then(|it| it.note.as_ref());
            if let Some(text) = note.and_then(|note| own(note, person)) {
                add(title, WrittenKind::Cancellation, None, Some(text.clone()));
            }
        }
        for series in room.activities.plans.series.values() {
            if let Some(contact) = own(&series.details.contact, person) {
                let title = &series.details.title;
                add(title, WrittenKind::Contact, Some(contact.clone()), None);
            }
        }
        for draft in room.activities.plans.drafts.values() {
            if let Some(plan) = own(&draft.plan, person) {
                let form = &plan.details;
                let (name, phone) = (form.contact_name.clone(), form.contact_phone.clone());
                let contact = (!name.is_empty() || !phone.is_empty())
                    .then_some(ContactPerson { name, phone });
                add(&form.title, WrittenKind::Draft, contact, Some(form.agenda.clone()));
            }
        }
    }
    found
}

fn own<'a, T>(value: &'a Personal<T>, person: &PersonId) -> Option<&'a T> {
    value.known().filter(|_| value.owner() == Some(*person))
}
