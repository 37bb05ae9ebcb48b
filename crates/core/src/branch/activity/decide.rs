use super::{
    activities::Activities,
    changing,
    command::{ActivityCommand, CancelReason},
    event::ActivityEvent,
    guest,
    host::{Host, Joiner},
    plan,
    reorder::{self, Move},
    sharing,
    state::{Activity, Standing},
};
use crate::{
    decider::{Context, Decision, Outcome},
    event::Event,
    ids::{ActivityId, PersonId},
    personal::Personal,
    refusal::{Field, FieldIssue, Refusal},
    text,
    time::Timestamp,
};

pub(crate) fn decide(
    activities: &Activities,
    host: &Host,
    joiner: &Joiner,
    context: &Context<'_>,
    command: &ActivityCommand,
) -> Result<Decision, Refusal> {
    let person = context.caller.person.ok_or(Refusal::SignInNeeded)?;
    let mut used = None;
    let decided = match command {
        ActivityCommand::PublishActivity { details, draft } => {
            manager(host, context)?;
            let details = details.check(person, context.now)?;
            host.takes(&details).map_err(|issue| vec![issue])?;
            let activity = ActivityId::from(context.command);
            if activities.all.contains_key(&activity) {
                return Err(Refusal::CommandIdReused);
            }
            used = plan::used(activities, person, *draft)?;
            let (outcome, series) = (Outcome::ActivityPublished { activity }, None);
            let event = ActivityEvent::ActivityPublished { activity, by: person, details, series };
            (outcome, vec![event])
        }
        ActivityCommand::CancelActivity { activity: id, reason, note } => {
            manager(host, context)?;
            let activity = find(activities, id)?;
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
            let events = changing::change(activities, host, context, activity, *revision, details)?;
            (Outcome::ActivityChanged, events)
        }
        ActivityCommand::CloseSignUp { activity } => {
            (Outcome::SignUpClosed, changing::close(activities, host, context, activity)?)
        }
        ActivityCommand::ReopenSignUp { activity, until } => {
            (Outcome::SignUpReopened, changing::reopen(activities, host, context, activity, until)?)
        }
        ActivityCommand::SignUp { activity, share_name } => {
            let (outcome, mut events) =
                sign_up(activities, (host, joiner), context, activity, person)?;
            if *share_name && sharing::concerns(host, joiner) {
                events.push(ActivityEvent::NameShared { activity: *activity, person });
            }
            (outcome, events)
        }
        ActivityCommand::ShareName { activity } => {
            let events = sharing::share(activities, (host, joiner), activity, person)?;
            (Outcome::NameShared, events)
        }
        ActivityCommand::WithdrawName { activity } => {
            (Outcome::NameShareWithdrawn, sharing::withdraw(activities, activity, person)?)
        }
        ActivityCommand::JoinAsGuest { activity, guest, consent } => {
            let who = (activity, person);
            guest::join(activities, joiner, context, who, (guest, consent))?
        }
        ActivityCommand::LeaveActivity { activity: id } => {
            let activity = before_start(find(activities, id)?, context.now)?;
            if activity.places.of(&person).is_none() {
                return Err(Refusal::NotSignedUp);
            }
            // They are there: first the check-in is taken back.
            if activity.attendance.contains_key(&person) {
                return Err(Refusal::AlreadyCheckedIn);
            }
            (Outcome::SignUpLeft, leave(host, id, activity, person, context.now))
        }
        ActivityCommand::AcceptPlace { activity: id } => {
            let activity = before_start(find(activities, id)?, context.now)?;
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
            let activity = before_start(find(activities, id)?, context.now)?;
            match activity.places.of(&person) {
                Some(Standing::Offered(offer)) => {
                    let lapsed =
                        ActivityEvent::OfferLapsed { activity: *id, person, declined: true };
                    let mut events = vec![lapsed];
                    let next = activity.places.queue().next();
                    events.extend(pass_on(host, id, activity, next, offer.place, context.now));
                    (Outcome::OfferDeclined, events)
                }
                _ => return Err(Refusal::NoOffer),
            }
        }
        ActivityCommand::ReorderQueue { activity, person, from, to, reason, note } => {
            let (from, to, reason) = (*from, *to, *reason);
            let wanted = Move { activity, person, from, to, reason, note };
            let events = reorder::reorder(activities, host, context, &wanted)?;
            (Outcome::QueueReordered { position: to }, events)
        }
        ActivityCommand::CheckIn { activity: id, person: who } => {
            let activity = checking_in(activities, host, context, id)?;
            if !matches!(activity.places.of(who), Some(Standing::Confirmed { .. })) {
                return Err(Refusal::NotOnTheList);
            }
            if activity.attendance.contains_key(who) {
                return Err(Refusal::AlreadyCheckedIn);
            }
            let (activity_id, credit) = (*id, activity.details.hours);
            let event = if activity.guests.contains_key(who) {
                ActivityEvent::GuestCheckedIn { activity: activity_id, person: *who, by: person }
            } else {
                ActivityEvent::CheckedIn { activity: activity_id, person: *who, by: person, credit }
            };
            (Outcome::CheckedIn, vec![event])
        }
        ActivityCommand::UndoCheckIn { activity: id, person: who } => {
            let activity = checking_in(activities, host, context, id)?;
            let attendance = activity.attendance.get(who).ok_or(Refusal::NotCheckedIn)?;
            let (activity, credit) = (*id, attendance.credit);
            let event = if attendance.guest {
                ActivityEvent::GuestCheckInUndone { activity, person: *who, by: person }
            } else {
                ActivityEvent::CheckInUndone { activity, person: *who, by: person, credit }
            };
            (Outcome::CheckInUndone, vec![event])
        }
    };
    let (outcome, events) = decided;
    let events = events.into_iter().map(Event::Activity).chain(used.map(Event::Plan));
    let decision = Decision::new(outcome);
    Ok(events.fold(decision, |decision, event| decision.with(&host.stream, event)))
}

fn sign_up(
    activities: &Activities,
    (host, joiner): (&Host, &Joiner),
    context: &Context<'_>,
    id: &ActivityId,
    person: PersonId,
) -> Result<(Outcome, Vec<ActivityEvent>), Refusal> {
    let activity = find(activities, id)?;
    may_sign_up(host, joiner, activity, person, context.now)?;
    let (outcome, event) = queue_or_place(id, activity, person);
    Ok((outcome, vec![event]))
}

/// A place while one is free, else a position in the queue.
pub(super) fn queue_or_place(
    id: &ActivityId,
    activity: &Activity,
    person: PersonId,
) -> (Outcome, ActivityEvent) {
    let full = activity.details.capacity.is_some_and(|capacity| activity.places.held() >= capacity);
    // While someone waits, nobody overtakes them, even if a place is free.
    if full || activity.places.waiting() > 0 {
        let position = activity.places.waiting() + 1;
        let event = ActivityEvent::Waitlisted { activity: *id, person };
        (Outcome::Waitlisted { position }, event)
    } else {
        let place = activity.places.next_place();
        let event = ActivityEvent::PlaceTaken { activity: *id, person, place };
        (Outcome::Confirmed { place }, event)
    }
}

/// Whether the person may sign up now, and if not, why.
pub(crate) fn may_sign_up(
    host: &Host,
    joiner: &Joiner,
    activity: &Activity,
    person: PersonId,
    now: Timestamp,
) -> Result<(), Refusal> {
    let admitted = host.admits(&activity.details.audience, joiner);
    may_take_part(activity, person, now, admitted)
}

/// The same for whoever is `admitted` to it, or why they are not.
pub(super) fn may_take_part(
    activity: &Activity,
    person: PersonId,
    now: Timestamp,
    admitted: Result<(), Refusal>,
) -> Result<(), Refusal> {
    before_start(activity, now)?;
    admitted?;
    if activity.places.of(&person).is_some() {
        return Err(Refusal::AlreadySignedUp);
    }
    if activity.details.sign_up_until <= now { Err(Refusal::SignUpClosed) } else { Ok(()) }
}

pub(super) fn leave(
    host: &Host,
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
        events.extend(pass_on(host, id, activity, next, place, now));
    }
    events
}

// A freed place goes to the first in the queue: kept for the host's window,
// cut at the sign-up deadline, or theirs at once when the window is 0.
pub(super) fn pass_on(
    host: &Host,
    id: &ActivityId,
    activity: &Activity,
    next: Option<PersonId>,
    place: u32,
    now: Timestamp,
) -> Vec<ActivityEvent> {
    let Some(person) = next.filter(|_| now < activity.details.sign_up_until) else {
        return Vec::new();
    };
    let until = now.plus(host.offer_window).min(activity.details.sign_up_until);
    let activity = *id;
    let mut events = vec![ActivityEvent::PlaceOffered { activity, person, place, until }];
    if host.offer_window == 0 {
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
    activities: &'a Activities,
    host: &Host,
    context: &Context<'_>,
    id: &ActivityId,
) -> Result<&'a Activity, Refusal> {
    if !host.is_stewarded_by(context.caller) {
        return Err(Refusal::NotAllowed);
    }
    let activity = find(activities, id)?;
    if activity.cancelled.is_some() {
        return Err(Refusal::ActivityCancelled);
    }
    let details = &activity.details;
    let opens = details.start.plus(-host.check_in_opens);
    // A steward's list ends with the activity; the secretary may complete it
    // from paper for some time after.
    let closes = if host.is_run_by(context.caller) {
        details.end.plus(host.attendance_closes)
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

fn manager(host: &Host, context: &Context<'_>) -> Result<(), Refusal> {
    if host.is_run_by(context.caller) { Ok(()) } else { Err(Refusal::NotAllowed) }
}

pub(super) fn find<'a>(
    activities: &'a Activities,
    id: &ActivityId,
) -> Result<&'a Activity, Refusal> {
    activities.get(id).ok_or(Refusal::UnknownActivity)
}
