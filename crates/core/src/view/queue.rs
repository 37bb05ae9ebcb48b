//! What somebody who waits sees of the queue: who stands before them, by time
//! alone, and why their position is another one than it was.

use serde::{Deserialize, Serialize};

use crate::{
    branch::activity::{Activity, ReorderReason, Reordered, Standing},
    caller::Office,
    ids::PersonId,
    personal::Personal,
    time::Timestamp,
};

/// When those signed up who stand before somebody in the queue.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ahead {
    /// The first of all.
    pub first: Timestamp,
    /// The one just before.
    pub last: Timestamp,
}

/// A change of the order of the queue by an officer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReorderView {
    /// When.
    pub at: Timestamp,
    /// The office of who did it.
    pub office: Office,
    /// The position before, from 1: the caller's, or for officers that of who was
    /// moved.
    pub from: u32,
    /// The position after.
    pub to: u32,
    /// Why.
    pub reason: ReorderReason,
    /// Why, in words; missing once who was moved is erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What was done with the position of somebody who still takes part, the latest
/// first.
pub(super) fn of(activity: &Activity, person: Option<PersonId>) -> Vec<ReorderView> {
    let Some(person) = person.filter(|person| activity.places.of(person).is_some()) else {
        return Vec::new();
    };
    activity.reorders_of(&person).map(|(reordered, touched)| view(reordered, touched)).collect()
}

/// All of it, the latest first.
pub(super) fn all(activity: &Activity) -> Vec<ReorderView> {
    let latest_first = activity.reorders.iter().rev();
    latest_first.map(|reordered| view(reordered, (reordered.from, reordered.to))).collect()
}

pub(super) fn ahead(activity: &Activity, standing: &Standing) -> Option<Ahead> {
    let Standing::Waiting { ticket, .. } = standing else { return None };
    let (first, last) = activity.places.joined_before(*ticket)?;
    Some(Ahead { first, last })
}

fn view(reordered: &Reordered, (from, to): (u32, u32)) -> ReorderView {
    ReorderView {
        at: reordered.at,
        office: reordered.office,
        from,
        to,
        reason: reordered.reason,
        note: reordered.note.as_ref().and_then(Personal::known).cloned(),
    }
}
