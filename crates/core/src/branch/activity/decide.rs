use std::collections::BTreeMap;

use super::{
    changing,
    command::{ActivityCommand, CancelReason},
    event::ActivityEvent,
    plan,
    state::{Activity, Standing},
};
use crate::{
    branch::{Branch, member::MemberState},
    decider::{Context, Decision, Outcome},
    event::Event,
    ids::{ActivityId, PersonId},
    personal::Personal,
    refusal::{Field, FieldIssue, Refusal},
    text,
    time::{DAY, MINUTE, Timestamp},
};

pub(crate) fn decide(
    branch: &Branch,
    context: &Context<'_>,
    command: &ActivityCommand,
) -> Result<Decision, Refusal> {
    let person = context.caller.person.ok_or(Refusal::SignInNeeded)?;
    let mut used = None;
    let decided = match command {
        ActivityCommand::PublishActivity { details, draft } => {
            manager(branch, context)?;
            let details = details.check(person, context.now)?;
            let activity = ActivityId::from(context.command);
            if branch.activities.contains_key(&activity) {
                return Err(Refusal::CommandIdReused);
            }
            used = plan::used(branch, person, *draft)?;
            let (outcome, series) = (Outcome::ActivityPublished { activity }, None);
            let event = ActivityEvent::ActivityPublished { activity, by: person, details, series };
            (outcome, vec![event])
        }
        ActivityCommand::CancelActivity { activity: id, reason, note } => {
            manager(branch, context)?;
            let activity = find(branch, id)?;
            if activity.cancelled.is_some() {
                return Err(Refusal::ActivityCancelled);
            }
            if activity.details.end <= context.now {
                return Err(Refusal::ActivityOver);
            }
            let note = cancel_note(*reason, note)?.map(|note| Personal::new(person, note));
            let event = ActivityEvent::ActivityCancelled {
                activity: *id,
                by: person,
                reason: *reason,
                note,
            };
            (Outcome::ActivityCancelled, vec![event])
        }
        ActivityCommand::ChangeActivity { activity, revision, details } => {
            let events = changing::change(branch, context, activity, *revision, details)?;
            (Outcome::ActivityChanged, events)
        }
        ActivityCommand::CloseSignUp { activity } => {
            (Outcome::SignUpClosed, changing::close(branch, context, activity)?)
        }
        ActivityCommand::ReopenSignUp { activity, until } => {
            (Outcome::SignUpReopened, changing::reopen(branch, context, activity, until)?)
        }
        ActivityCommand::SignUp { activity } => sign_up(branch, context, activity, person)?,
        ActivityCommand::LeaveActivity { activity: id } => {
            let activity = before_start(find(branch, id)?, context.now)?;
            if activity.places.of(&person).is_none() {
                return Err(Refusal::NotSignedUp);
            }
            // They are there: first the check-in is taken back.
            if activity.attendance.contains_key(&person) {
                return Err(Refusal::AlreadyCheckedIn);
            }
            (Outcome::SignUpLeft, leave(branch, id, activity, person, context.now))
        }
        ActivityCommand::AcceptPlace { activity: id } => {
            let activity = before_start(find(branch, id)?, context.now)?;
            match activity.places.of(&person) {
                Some(Standing::Offered(offer)) if offer.until > context.now => {
                    let place = offer.place;
                    let event = ActivityEvent::PlaceTaken { activity: *id, person, place };
                    (Outcome::Confirmed { place }, vec![event])
                }
                _ => return Err(Refusal::NoOffer),
            }
        }
        ActivityCommand::DeclinePlace { activity: id } => {
            let activity = before_start(find(branch, id)?, context.now)?;
            match activity.places.of(&person) {
                Some(Standing::Offered(offer)) => {
                    let lapsed =
                        ActivityEvent::OfferLapsed { activity: *id, person, declined: true };
                    let mut events = vec![lapsed];
                    let next = activity.places.queue().next();
                    events.extend(pass_on(branch, id, activity, next, offer.place, context.now));
                    (Outcome::OfferDeclined, events)
                }
                _ => return Err(Refusal::NoOffer),
            }
        }
        ActivityCommand::CheckIn { activity: id, person: who } => {
            let activity = checking_in(branch, context, id)?;
            if !matches!(activity.places.of(who), Some(Standing::Confirmed { .. })) {
                return Err(Refusal::NotOnTheList);
            }
            if activity.attendance.contains_key(who) {
                return Err(Refusal::AlreadyCheckedIn);
            }
            let credit = activity.details.hours;
            let event =
                ActivityEvent::CheckedIn { activity: *id, person: *who, by: person, credit };
            (Outcome::CheckedIn, vec![event])
        }
        ActivityCommand::UndoCheckIn { activity: id, person: who } => {
            let activity = checking_in(branch, context, id)?;
            let attendance = activity.attendance.get(who).ok_or(Refusal::NotCheckedIn)?;
            let event = ActivityEvent::CheckInUndone {
                activity: *id,
                person: *who,
                by: person,
                credit: attendance.credit,
            };
            (Outcome::CheckInUndone, vec![event])
        }
    };
    let (outcome, events) = decided;
    let stream = branch.stream();
    let events = events.into_iter().map(Event::Activity).chain(used.map(Event::Plan));
    Ok(events.fold(Decision::new(outcome), |decision, event| decision.with(&stream, event)))
}

/// What has fallen due: offers that nobody answered pass on.
pub(crate) fn due(branch: &Branch, now: Timestamp) -> Vec<ActivityEvent> {
    let mut events = Vec::new();
    let mut queues = BTreeMap::new();
    for (_, id, person) in branch.offers_until.iter().take_while(|(until, ..)| *until <= now) {
        let Some(activity) = branch.activities.get(id) else { continue };
        let Some(offer) = activity.open_offer(person) else { continue };
        let queue = queues.entry(*id).or_insert_with(|| activity.places.queue());
        events.push(ActivityEvent::OfferLapsed { activity: *id, person: *person, declined: false });
        events.extend(pass_on(branch, id, activity, queue.next(), offer.place, now));
    }
    events
}

/// When the next offer lapses.
pub(crate) fn next_due(branch: &Branch) -> Option<Timestamp> {
    branch.offers_until.first().map(|(until, ..)| *until)
}

/// Gives up everything the person holds in activities that have not begun, of
/// those that are `wanted`.
pub(crate) fn leave_all(
    branch: &Branch,
    person: PersonId,
    now: Timestamp,
    wanted: impl Fn(&Activity) -> bool,
) -> Vec<ActivityEvent> {
    let joined = branch.joined.get(&person).into_iter().flatten();
    joined
        .filter_map(|id| branch.activities.get(id).map(|activity| (id, activity)))
        .filter(|(_, activity)| activity.cancelled.is_none() && activity.details.start > now)
        .filter(|(_, activity)| activity.places.of(&person).is_some() && wanted(activity))
        .flat_map(|(id, activity)| leave(branch, id, activity, person, now))
        .collect()
}

fn sign_up(
    branch: &Branch,
    context: &Context<'_>,
    id: &ActivityId,
    person: PersonId,
) -> Result<(Outcome, Vec<ActivityEvent>), Refusal> {
    let activity = find(branch, id)?;
    may_sign_up(branch, activity, person, context.now)?;
    let full = activity.details.capacity.is_some_and(|capacity| activity.places.held() >= capacity);
    // While someone waits, nobody overtakes them, even if a place is free.
    if full || activity.places.waiting() > 0 {
        let position = activity.places.waiting() + 1;
        let event = ActivityEvent::Waitlisted { activity: *id, person };
        Ok((Outcome::Waitlisted { position }, vec![event]))
    } else {
        let place = activity.places.next_place();
        let event = ActivityEvent::PlaceTaken { activity: *id, person, place };
        Ok((Outcome::Confirmed { place }, vec![event]))
    }
}

/// Whether the person may sign up now, and if not, why.
pub(crate) fn may_sign_up(
    branch: &Branch,
    activity: &Activity,
    person: PersonId,
    now: Timestamp,
) -> Result<(), Refusal> {
    before_start(activity, now)?;
    let received =
        branch.members.get(&person).is_some_and(|member| member.state == MemberState::Received);
    if !received {
        return Err(Refusal::MembersOnly);
    }
    if activity.places.of(&person).is_some() {
        return Err(Refusal::AlreadySignedUp);
    }
    if activity.details.sign_up_until <= now { Err(Refusal::SignUpClosed) } else { Ok(()) }
}

fn leave(
    branch: &Branch,
    id: &ActivityId,
    activity: &Activity,
    person: PersonId,
    now: Timestamp,
) -> Vec<ActivityEvent> {
    let mut events = vec![ActivityEvent::SignUpLeft { activity: *id, person }];
    let freed = match activity.places.of(&person) {
        Some(Standing::Confirmed { place, .. }) => Some(*place),
        Some(Standing::Offered(offer)) => Some(offer.place),
        _ => None,
    };
    if let Some(place) = freed {
        let next = activity.places.queue().next();
        events.extend(pass_on(branch, id, activity, next, place, now));
    }
    events
}

// A freed place goes to the first in the queue: kept for the branch's window,
// cut at the sign-up deadline, or theirs at once when the window is 0.
pub(super) fn pass_on(
    branch: &Branch,
    id: &ActivityId,
    activity: &Activity,
    next: Option<PersonId>,
    place: u32,
    now: Timestamp,
) -> Vec<ActivityEvent> {
    let Some(person) = next.filter(|_| now < activity.details.sign_up_until) else {
        return Vec::new();
    };
    let window = i64::from(branch.charter.offer_window_minutes) * MINUTE;
    let until = now.plus(window).min(activity.details.sign_up_until);
    let activity = *id;
    let mut events = vec![ActivityEvent::PlaceOffered { activity, person, place, until }];
    if window == 0 {
        events.push(ActivityEvent::PlaceTaken { activity, person, place });
    }
    events
}

pub(super) fn before_start(activity: &Activity, now: Timestamp) -> Result<&Activity, Refusal> {
    if activity.cancelled.is_some() {
        Err(Refusal::ActivityCancelled)
    } else if activity.details.end <= now {
        Err(Refusal::ActivityOver)
    } else if activity.details.start <= now {
        Err(Refusal::ActivityBegun)
    } else {
        Ok(activity)
    }
}

fn checking_in<'a>(
    branch: &'a Branch,
    context: &Context<'_>,
    id: &ActivityId,
) -> Result<&'a Activity, Refusal> {
    if !context.caller.stewards(&branch.charter.id) {
        return Err(Refusal::NotAllowed);
    }
    let activity = find(branch, id)?;
    if activity.cancelled.is_some() {
        return Err(Refusal::ActivityCancelled);
    }
    let details = &activity.details;
    let opens = details.start.plus(-i64::from(branch.charter.check_in_opens_minutes) * MINUTE);
    // A steward's list ends with the activity; the secretary may complete it
    // from paper for some time after.
    let closes = if context.caller.manages(&branch.charter.id) {
        details.end.plus(i64::from(branch.charter.attendance_closes_days) * DAY)
    } else {
        details.end
    };
    if (opens..closes).contains(&context.now) { Ok(activity) } else { Err(Refusal::CheckInClosed) }
}

fn cancel_note(reason: CancelReason, note: &str) -> Result<Option<String>, Refusal> {
    let checked = if reason == CancelReason::Other {
        text::story(note, 2, 300).map(Some)
    } else {
        text::optional_story(note, 300)
    };
    checked.map_err(|issue| vec![FieldIssue { field: Field::Note, issue }].into())
}

fn manager(branch: &Branch, context: &Context<'_>) -> Result<(), Refusal> {
    if context.caller.manages(&branch.charter.id) { Ok(()) } else { Err(Refusal::NotAllowed) }
}

pub(super) fn find<'a>(branch: &'a Branch, id: &ActivityId) -> Result<&'a Activity, Refusal> {
    branch.activities.get(id).ok_or(Refusal::UnknownActivity)
}
