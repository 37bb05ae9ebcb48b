//! 修改系列. The rule, from the new form's first date on, holds for what is not
//! yet published. For what is published:
//!
//! - An occurrence stands for its week, or month: where the new rule has a date
//!   there, it stands for that date, and nothing is published beside it. What
//!   was skipped stays skipped likewise.
//! - One that nobody changed by hand, that is neither cancelled nor begun, and
//!   whose new form keeps every promise (no fewer places than are taken, no
//!   deadline that has passed, nobody checked in) is changed to it, moved
//!   if the time or date differs; its history says so, as after 修改活动.
//! - All others are left as they are, and listed as such: an exception made by
//!   hand stays one, and nothing is ever cancelled by a rule.

use std::collections::BTreeSet;

use super::{
    decide::publish,
    event::{Moved, PlanEvent},
    repeat::Repeat,
    state::Series,
};
use crate::{
    branch::activity::{Activities, Activity, Details, Host, changing, may_change},
    caller::Office,
    decider::{Context, Outcome},
    event::Event,
    ids::{PersonId, SeriesId},
    refusal::Refusal,
    time::{Day, Timestamp},
};

pub(super) fn change(
    (activities, host): (&Activities, &Host),
    context: &Context<'_>,
    who: (PersonId, Office),
    id: &SeriesId,
    old: &Series,
    (details, repeat): (Details, Repeat),
) -> Result<(Outcome, Vec<Event>), Refusal> {
    let now = context.now;
    if is_same(old, &details, repeat) {
        return Err(Refusal::NothingChanged);
    }
    let moved = moved(old, &details, repeat);
    let mut new = old.clone();
    new.set(&details, &repeat, &moved);
    (new.by, new.office, new.set_at) = (who.0, who.1, now);

    let (mut changes, mut changed, mut left) = (Vec::new(), 0, 0);
    let dates: BTreeSet<Day> = new.rule().dates().into_iter().collect();
    for (before, activity_id) in &old.published {
        let Some(activity) = activities.get(activity_id) else { continue };
        if activity.cancelled.is_some() || activity.details.start <= now {
            continue;
        }
        let to = moved.iter().find(|it| it.from == *before).map_or(*before, |it| it.to);
        let becomes = (old.has_as(*before, &activity.details) && dates.contains(&to))
            .then(|| becomes(&new, to, activity, now))
            .flatten();
        let Some(becomes) = becomes else {
            left += 1;
            continue;
        };
        // Where nothing differs, nothing is written.
        if let Some(events) = changing::write(host, activity_id, activity, who, &becomes, now) {
            changed += 1;
            changes.extend(events.into_iter().map(Event::Activity));
        }
    }
    let published = publish(activities, host, id, &new, now);
    let outcome = Outcome::SeriesChanged { changed, left, published: published.len() as u32 };
    let (by, office) = who;
    let set = PlanEvent::SeriesChanged { series: *id, by, office, details, repeat, moved };
    let mut events = vec![Event::from(set)];
    events.extend(changes);
    events.extend(published);
    Ok((outcome, events))
}

// The form of that date, unless it would break what was promised.
fn becomes(new: &Series, date: Day, activity: &Activity, now: Timestamp) -> Option<Details> {
    may_change(activity, now).ok()?;
    let (old, mut details) = (&activity.details, new.on(date));
    let until = details.sign_up_until;
    if until <= now && until != old.sign_up_until {
        // One that was open until its start stays so; any other would be closed.
        if old.sign_up_until != old.start {
            return None;
        }
        details.sign_up_until = details.start;
    }
    let fits = details.capacity.is_none_or(|capacity| capacity >= activity.places.held());
    (details.start > now && fits).then_some(details)
}

// From its first date on the new rule says what the old one said.
fn is_same(old: &Series, details: &Details, repeat: Repeat) -> bool {
    let first = details.start.day();
    let new = super::Rule { first, repeat };
    let rest: Vec<Day> = old.rule().dates().into_iter().filter(|date| *date >= first).collect();
    let skips_none = !old.pending().any(|date| date < first);
    old.on(first) == *details && new.dates() == rest && skips_none
}

// Which date of the new rule each exception of the old one stands for: the one
// of its week or month, where both are counted alike.
fn moved(old: &Series, details: &Details, repeat: Repeat) -> Vec<Moved> {
    let (before, after) = (old.rule(), super::Rule { first: details.start.day(), repeat });
    if before.repeat.every.is_monthly() != repeat.every.is_monthly() {
        return Vec::new();
    }
    let (in_rule, targets) = (before.dates(), after.dates());
    let is_exception = |date: &Day| {
        old.published.contains_key(date) || old.skipped.contains(date) || old.missed.contains(date)
    };
    let exceptions = in_rule.iter().copied().filter(is_exception);
    exceptions
        .filter_map(|from| {
            let period = before.period(from);
            let to = targets.iter().copied().find(|to| after.period(*to) == period)?;
            // Another exception may stand on that date by itself.
            (to != from && !is_exception(&to)).then_some(Moved { from, to })
        })
        .collect()
}
