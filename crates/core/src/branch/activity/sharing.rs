//! The name of a member of another branch: those who hold an activity see it,
//! and the phone number, only with that member's own consent for this activity
//! (PIPL §23). Refusing keeps nobody from anything.

use super::{
    activities::Activities,
    decide::find,
    event::ActivityEvent,
    host::{Host, Joiner},
    state::Activity,
};
use crate::{
    ids::{ActivityId, PersonId},
    refusal::Refusal,
};

/// Whether the holder's officers do not know the joiner by their own register,
/// so that a name needs consent.
pub(crate) fn concerns(host: &Host, joiner: &Joiner) -> bool {
    joiner.branch.is_some() && !host.is_home_of(joiner)
}

/// 让活动组织者看到姓名和电话.
pub(super) fn share(
    activities: &Activities,
    (host, joiner): (&Host, &Joiner),
    id: &ActivityId,
    person: PersonId,
) -> Result<Vec<ActivityEvent>, Refusal> {
    let activity = find(activities, id)?;
    if activity.cancelled.is_some() {
        return Err(Refusal::ActivityCancelled);
    }
    if !takes_part(activity, &person) {
        return Err(Refusal::NotSignedUp);
    }
    if !concerns(host, joiner) || activity.names_shared.contains_key(&person) {
        return Err(Refusal::NameShown);
    }
    Ok(vec![ActivityEvent::NameShared { activity: *id, person }])
}

/// Taken back as easily as it was given, at any time. (PIPL §15)
pub(super) fn withdraw(
    activities: &Activities,
    id: &ActivityId,
    person: PersonId,
) -> Result<Vec<ActivityEvent>, Refusal> {
    if !find(activities, id)?.names_shared.contains_key(&person) {
        return Err(Refusal::NameNotShared);
    }
    Ok(vec![ActivityEvent::NameShareWithdrawn { activity: *id, person }])
}

fn takes_part(activity: &Activity, person: &PersonId) -> bool {
    activity.places.of(person).is_some() || activity.attendance.contains_key(person)
}
