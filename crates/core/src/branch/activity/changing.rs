//! Changing what is published, before it begins: the form, the sign-up closed
//! early or opened again, and who moves up when places become free.

use super::{
    activities::Activities,
    change::{Change, Changed},
    decide::{before_start, find, pass_on},
    event::ActivityEvent,
    form::{self, ActivityForm, Details},
    host::Host,
    state::Activity,
};
use crate::{
    caller::Office,
    decider::Context,
    ids::{ActivityId, PersonId},
    refusal::{Field, FieldIssue, Refusal},
    text::Issue,
    time::Timestamp,
};

/// By whom, and by which office.
type By = (PersonId, Office);

/// 修改, by the whole form.
pub(super) fn change(
    activities: &Activities,
    host: &Host,
    context: &Context<'_>,
    id: &ActivityId,
    revision: u32,
    form: &ActivityForm,
) -> Result<Vec<ActivityEvent>, Refusal> {
    let by = runner(host, context)?;
    let activity = may_change(find(activities, id)?, context.now)?;
    if activity.revision() != revision {
        return Err(Refusal::ActivityChanged);
    }
    let new = form.check_change(&activity.details, by.0, context.now)?;
    // What it was for before may stay, even where it could not be chosen now.
    let old = &activity.details;
    if (&new.audience, new.guests) != (&old.audience, old.guests) {
        host.takes(&new).map_err(|issue| vec![issue])?;
    }
    let taken = activity.places.held();
    // What is confirmed, or kept for someone, is not taken back by a number.
    if new.capacity.is_some_and(|capacity| capacity < taken) {
        return Err(issue(Field::Capacity, Issue::PlacesTaken { taken }));
    }
    write(host, id, activity, by, &new, context.now).ok_or(Refusal::NothingChanged)
}

/// 提前截止报名: the sign-up ends now. Offers that are open hold as long as was
/// said; nobody moves up after them.
pub(super) fn close(
    activities: &Activities,
    host: &Host,
    context: &Context<'_>,
    id: &ActivityId,
) -> Result<Vec<ActivityEvent>, Refusal> {
    let by = runner(host, context)?;
    let activity = before_start(find(activities, id)?, context.now)?;
    if activity.details.sign_up_until <= context.now {
        return Err(Refusal::SignUpClosed);
    }
    let new = Details { sign_up_until: context.now, ..activity.details.clone() };
    write(host, id, activity, by, &new, context.now).ok_or(Refusal::SignUpClosed)
}

/// 重新开放报名: until then, or until it begins.
pub(super) fn reopen(
    activities: &Activities,
    host: &Host,
    context: &Context<'_>,
    id: &ActivityId,
    until: &str,
) -> Result<Vec<ActivityEvent>, Refusal> {
    let by = runner(host, context)?;
    let activity = before_start(find(activities, id)?, context.now)?;
    if activity.details.sign_up_until > context.now {
        return Err(Refusal::SignUpOpen);
    }
    let start = activity.details.start;
    let until = form::until(until, Some(start), None, context.now)
        .map_err(|wrong| issue(Field::SignUpUntil, wrong))?;
    let new = Details { sign_up_until: until.unwrap_or(start), ..activity.details.clone() };
    write(host, id, activity, by, &new, context.now).ok_or(Refusal::SignUpOpen)
}

/// Whether it may still be changed: it has neither begun nor been cancelled,
/// and nobody has been checked in for it as it is.
pub(crate) fn may_change(activity: &Activity, now: Timestamp) -> Result<&Activity, Refusal> {
    let activity = before_start(activity, now)?;
    if activity.attended() > 0 { Err(Refusal::ActivityBegun) } else { Ok(activity) }
}

// The change, and with it whoever moves up; nothing where nothing differs.
pub(super) fn write(
    host: &Host,
    id: &ActivityId,
    activity: &Activity,
    (by, office): By,
    new: &Details,
    now: Timestamp,
) -> Option<Vec<ActivityEvent>> {
    let changes = Change::between(&activity.details, new);
    if changes.is_empty() {
        return None;
    }
    let mut after = activity.clone();
    after.change(Changed { at: now, by, office, changes: changes.clone() });
    let mut events = vec![ActivityEvent::ActivityChanged { activity: *id, by, office, changes }];
    events.extend(move_up(host, id, after, now));
    Some(events)
}

// Places that are free go to the queue, first come first, by the rule by which
// a freed place passes on.
fn move_up(
    host: &Host,
    id: &ActivityId,
    mut after: Activity,
    now: Timestamp,
) -> Vec<ActivityEvent> {
    let mut events = Vec::new();
    let is_free = |activity: &Activity| {
        let capacity = activity.details.capacity;
        capacity.is_none_or(|capacity| activity.places.held() < capacity)
    };
    while is_free(&after) {
        let place = after.places.next_place();
        let passed = pass_on(host, id, &after, after.places.queue().next(), place, now);
        let Some(ActivityEvent::PlaceOffered { person, until, .. }) = passed.first() else { break };
        after.places.offer(*person, place, *until);
        events.extend(passed);
    }
    events
}

pub(super) fn runner(host: &Host, context: &Context<'_>) -> Result<By, Refusal> {
    let person = context.caller.person.ok_or(Refusal::SignInNeeded)?;
    let office = host.runs_as(context.caller).ok_or(Refusal::NotAllowed)?;
    Ok((person, office))
}

fn issue(field: Field, issue: Issue) -> Refusal {
    vec![FieldIssue { field, issue }].into()
}
