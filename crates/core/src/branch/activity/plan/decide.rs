use std::ops::ControlFlow;

use uuid::Uuid;

use super::{
    change,
    command::PlanCommand,
    drafts,
    event::PlanEvent,
    repeat::{Repeat, RepeatForm},
    state::Series,
};
use crate::{
    branch::activity::{Activities, ActivityEvent, ActivityForm, Details, Host, changing::runner},
    decider::{Context, Decision, Outcome},
    event::Event,
    ids::{ActivityId, PersonId, SeriesId},
    refusal::{Field, FieldIssue, Refusal},
    text::Issue,
    time::{DAY, Day, Timestamp},
};

pub(crate) fn decide(
    activities: &Activities,
    host: &Host,
    context: &Context<'_>,
    command: &PlanCommand,
) -> Result<Decision, Refusal> {
    let who = runner(host, context)?;
    let by = who.0;
    let (outcome, events) = match command {
        PlanCommand::SaveDraft { draft, details, repeat } => {
            let saved = drafts::save(activities, context, who, *draft, details, repeat.as_ref())?;
            (saved.0, vec![saved.1.into()])
        }
        PlanCommand::DiscardDraft { draft } => {
            (Outcome::DraftDiscarded, vec![drafts::discard(activities, by, *draft)?.into()])
        }
        PlanCommand::PublishSeries { details, repeat, draft } => {
            let (details, repeat) = check(host, None, details, repeat, (by, context.now))?;
            let id = SeriesId::from(context.command);
            if activities.plans.series.contains_key(&id) {
                return Err(Refusal::CommandIdReused);
            }
            let used = drafts::used(activities, by, *draft)?;
            if activities.plans.running() >= context.district.limits.series {
                return Err(Refusal::SeriesLimitReached);
            }
            let office = who.1;
            let series = Series::new(who, context.now, details.clone(), repeat);
            let mut events =
                vec![PlanEvent::SeriesPublished { series: id, by, office, details, repeat }.into()];
            let published = publish(activities, host, &id, &series, context.now);
            let count = published.len() as u32;
            events.extend(published);
            events.extend(used.map(Event::from));
            (Outcome::SeriesPublished { series: id, published: count }, events)
        }
        PlanCommand::ChangeSeries { series: id, revision, details, repeat } => {
            let series = find(activities, id)?;
            if series.ended.is_some() {
                return Err(Refusal::SeriesEnded);
            }
            if series.revision != *revision {
                return Err(Refusal::SeriesChanged);
            }
            let checked = check(host, Some(series), details, repeat, (by, context.now))?;
            change::change((activities, host), context, who, id, series, checked)?
        }
        PlanCommand::SkipOccurrence { series: id, date } => {
            let series = find(activities, id)?;
            to_come(series, *date, context.now)?;
            if series.published.contains_key(date) {
                return Err(Refusal::OccurrencePublished);
            }
            if series.skipped.contains(date) {
                return Err(Refusal::OccurrenceSkipped);
            }
            let event = PlanEvent::OccurrenceSkipped { series: *id, by, date: *date };
            (Outcome::OccurrenceSkipped, vec![event.into()])
        }
        PlanCommand::UnskipOccurrence { series: id, date } => {
            let series = find(activities, id)?;
            to_come(series, *date, context.now)?;
            if !series.skipped.contains(date) {
                return Err(Refusal::OccurrenceNotSkipped);
            }
            let mut after = series.clone();
            after.skipped.remove(date);
            let event = PlanEvent::OccurrenceRestored { series: *id, by, date: *date };
            let mut events = vec![event.into()];
            events.extend(publish(activities, host, id, &after, context.now));
            (Outcome::OccurrenceRestored, events)
        }
        PlanCommand::EndSeries { series: id, from } => {
            let series = find(activities, id)?;
            // What has no date left from then on is over by itself.
            if !series.pending().any(|date| date >= *from) {
                return Err(Refusal::SeriesEnded);
            }
            let event = PlanEvent::SeriesEnded { series: *id, by, from: *from };
            (Outcome::SeriesEnded, vec![event.into()])
        }
    };
    let decision = Decision::new(outcome);
    Ok(events.into_iter().fold(decision, |decision, event| decision.with(&host.stream, event)))
}

/// What has come within the horizon: published, in order.
pub(crate) fn due(activities: &Activities, host: &Host, now: Timestamp) -> Vec<Event> {
    let near = |date: &Day| publishes_at(*date, host) <= now;
    let due = activities.plans.next.iter().take_while(|(date, _)| near(date));
    let series = due.filter_map(|(_, id)| Some((id, activities.plans.series.get(id)?)));
    series.flat_map(|(id, series)| publish(activities, host, id, series, now)).collect()
}

/// When the next comes within the horizon.
pub(crate) fn next_due(activities: &Activities, host: &Host) -> Option<Timestamp> {
    activities.plans.next.first().map(|(date, _)| publishes_at(*date, host))
}

/// The first instant of the day on which a date comes within the horizon.
fn publishes_at(date: Day, host: &Host) -> Timestamp {
    date.start().plus(-i64::from(host.horizon_days) * DAY)
}

/// The occurrences of a series that are within the horizon and still to be
/// published. What has begun already is noted as missed, so that it is not
/// looked at again; nobody could have signed up for it.
pub(super) fn publish(
    activities: &Activities,
    host: &Host,
    id: &SeriesId,
    series: &Series,
    now: Timestamp,
) -> Vec<Event> {
    if series.is_paused() {
        return Vec::new();
    }
    let near = |date: &Day| publishes_at(*date, host) <= now;
    let event = |date: Day| {
        let details = series.published_on(date, now);
        if details.start <= now {
            return PlanEvent::OccurrenceMissed { series: *id, date }.into();
        }
        let (activity, series_id) = (occurrence(activities, id, date), Some(*id));
        let by = series.by;
        ActivityEvent::ActivityPublished { activity, by, details, series: series_id }.into()
    };
    series.pending().take_while(near).map(event).collect()
}

/// The id of an occurrence: a UUIDv5 of its series and its date. Where one that
/// was moved away has it already, of its series, date and a number.
fn occurrence(activities: &Activities, series: &SeriesId, date: Day) -> ActivityId {
    let id = |name: String| ActivityId(Uuid::new_v5(&series.0, name.as_bytes()));
    let free = |id: ActivityId| !activities.all.contains_key(&id);
    let first = id(date.to_string());
    if free(first) {
        return first;
    }
    let found = (2_u32..).try_for_each(|number| {
        let other = id(format!("{date}#{number}"));
        if free(other) { ControlFlow::Break(other) } else { ControlFlow::Continue(()) }
    });
    found.break_value().unwrap_or(first)
}

/// Both forms, with all that is wrong in either. What a series has as it is may
/// stay: the deadline of its next date may have passed.
fn check(
    host: &Host,
    old: Option<&Series>,
    details: &ActivityForm,
    repeat: &RepeatForm,
    (by, now): (PersonId, Timestamp),
) -> Result<(Details, Repeat), Refusal> {
    let mut issues = Vec::new();
    let first = details.start.parse::<Timestamp>().ok().map(Timestamp::day);
    let checked = match old.zip(first) {
        Some((old, first)) => details.check_change(&old.on(first), by, now),
        None => details.check(by, now),
    };
    let checked = checked.map_err(|found| issues.extend(found)).ok();
    let repeat = repeat.check(first).map_err(|found| issues.extend(found)).ok();
    // What has begun cannot be published for anybody to sign up.
    if checked.as_ref().is_some_and(|details| details.start <= now) {
        issues.push(FieldIssue { field: Field::Start, issue: Issue::InPast });
    }
    issues.extend(checked.as_ref().and_then(|details| host.takes(details).err()));
    checked.zip(repeat).filter(|_| issues.is_empty()).ok_or_else(|| issues.into())
}

fn find<'a>(activities: &'a Activities, id: &SeriesId) -> Result<&'a Series, Refusal> {
    activities.plans.series.get(id).ok_or(Refusal::UnknownSeries)
}

// A date of the rule that has not begun and is not beyond the end.
fn to_come(series: &Series, date: Day, now: Timestamp) -> Result<(), Refusal> {
    let ended = series.ended.is_some_and(|from| date >= from);
    let in_rule = series.rule().dates().contains(&date) && !series.missed.contains(&date);
    if in_rule && !ended && series.on(date).start > now {
        Ok(())
    } else {
        Err(Refusal::NotAnOccurrence)
    }
}
