//! The queue is first come, first served. An officer may move somebody in it, and
//! must give a reason: its code stays for ever, its text is sealed as that of the
//! person who is moved, and both are shown to everybody whose position changes.
//! [domain §3]

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    activities::Activities,
    decide::{before_start, find},
    event::ActivityEvent,
    host::Host,
    state::{Activity, Standing},
};
use crate::{
    caller::Office,
    decider::Context,
    ids::{ActivityId, PersonId},
    personal::Personal,
    refusal::{Field, FieldIssue, Refusal},
    text,
    time::Timestamp,
};

/// Why somebody is moved in the queue.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum ReorderReason {
    /// 登记有误: they came earlier or later than it says.
    Mistake,
    /// 活动需要: they have a task in it.
    Needed,
    /// 特殊困难照顾: age, illness, a long way.
    Hardship,
    /// 上次未能参加: they had a place in one that was cancelled.
    MissedOut,
    /// 其他; the note says what
    Other,
}

/// A change of the order, by whom and why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reordered {
    /// When.
    pub at: Timestamp,
    /// The office of the officer who did it.
    pub office: Office,
    /// From which position, from 1.
    pub from: u32,
    /// To which position, from 1.
    pub to: u32,
    /// Why.
    pub reason: ReorderReason,
    /// Why, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Personal<String>>,
    /// Everybody whose position it changed: from which, to which.
    pub touched: BTreeMap<PersonId, (u32, u32)>,
}

/// Which move in the queue of which activity.
pub(super) struct Move<'a> {
    pub activity: &'a ActivityId,
    pub person: &'a PersonId,
    /// The position that the officer saw them at.
    pub from: u32,
    pub to: u32,
    pub reason: ReorderReason,
    pub note: &'a str,
}

/// 调整候补顺序.
pub(super) fn reorder(
    activities: &Activities,
    host: &Host,
    context: &Context<'_>,
    wanted: &Move<'_>,
) -> Result<Vec<ActivityEvent>, Refusal> {
    let office = host.runs_as(context.caller).ok_or(Refusal::NotAllowed)?;
    let activity = before_start(find(activities, wanted.activity)?, context.now)?;
    let Some(Standing::Waiting { ticket, .. }) = activity.places.of(wanted.person) else {
        return Err(Refusal::NotInQueue);
    };
    // Whoever joined, left or was moved meanwhile: the officer looks again.
    if activity.places.position(*ticket) != wanted.from {
        return Err(Refusal::QueueChanged);
    }
    if wanted.from == wanted.to {
        return Err(Refusal::NothingChanged);
    }
    if !(1..=activity.places.waiting()).contains(&wanted.to) {
        return Err(Refusal::QueueChanged);
    }
    let note = if wanted.reason == ReorderReason::Other {
        text::story(wanted.note, 2, 300).map(Some)
    } else {
        text::optional_story(wanted.note, 300)
    };
    let note = note.map_err(|issue| vec![FieldIssue { field: Field::Note, issue }])?;
    let person = *wanted.person;
    Ok(vec![ActivityEvent::QueueReordered {
        activity: *wanted.activity,
        person,
        by: context.caller.person.ok_or(Refusal::SignInNeeded)?,
        office,
        to: wanted.to,
        reason: wanted.reason,
        note: note.map(|note| Personal::new(person, note)),
    }])
}

impl Activity {
    /// The order is changed, and everybody whom it touches can read why.
    pub(super) fn reorder(
        &mut self,
        (person, to): (&PersonId, u32),
        (at, office): (Timestamp, Office),
        (reason, note): (ReorderReason, Option<Personal<String>>),
    ) {
        let touched = self.places.reorder(person, to);
        let Some((from, to)) = touched.get(person).copied() else { return };
        self.reorders.push(Reordered { at, office, from, to, reason, note, touched });
    }

    /// What was done with the position of that person, the latest first.
    pub fn reorders_of(&self, person: &PersonId) -> impl Iterator<Item = (&Reordered, (u32, u32))> {
        let person = *person;
        self.reorders.iter().rev().filter_map(move |it| Some((it, *it.touched.get(&person)?)))
    }

    /// Whether somebody's position was changed in it.
    pub(super) fn has_moved(&self, person: &PersonId) -> bool {
        self.reorders.iter().any(|it| it.touched.contains_key(person))
    }

    /// Whether a reason tells about that person.
    pub(super) fn tells_why(&self, person: &PersonId) -> bool {
        let notes = self.reorders.iter().filter_map(|it| it.note.as_ref());
        notes.filter_map(Personal::owner).any(|owner| owner == *person)
    }

    pub(super) fn redact_reorders(&mut self, person: PersonId) {
        for reordered in &mut self.reorders {
            reordered.touched.remove(&person);
            if let Some(note) = reordered.note.as_mut() {
                note.redact(person);
            }
        }
    }
}
