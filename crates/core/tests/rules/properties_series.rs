//! What holds for any rule: its dates are those that a calendar gives, and it
//! comes to the same activities however time passes.

use std::collections::BTreeSet;

use guiyan_core::{
    branch::activity::{
        ActivityForm,
        plan::{Every, PlanCommand, RepeatForm, Rule},
    },
    caller::Caller,
    command::DistrictCommand,
    ids::{ActivityId, StreamId},
    testing::*,
    time::{DAY, Day, HOUR, Timestamp},
};
use proptest::{prelude::*, sample::select};

use crate::{branch_facts::through_json, members::beijing_of, series::on};

fn first() -> impl Strategy<Value = Day> {
    (0..720_i64).prop_map(|days| day("2026-11-02").plus(days))
}

fn every() -> impl Strategy<Value = Every> {
    select(Every::ALL.to_vec())
}

fn repeat() -> impl Strategy<Value = RepeatForm> {
    (every(), proptest::option::of(2..25_i64), proptest::option::of(0..800_i64), first()).prop_map(
        |(every, count, until, first)| RepeatForm {
            every: Some(every),
            day: None,
            until: until.map(|days| first.plus(days).to_string()).unwrap_or_default(),
            count,
        },
    )
}

/// Day by day, as one would go through a calendar.
fn naive(first: Day, form: &RepeatForm) -> Vec<Day> {
    let same_weekday = |day: Day| day.weekday() == first.weekday();
    let week = |day: Day| (day.day_of_month() - 1) / 7;
    let is_last = |day: Day| day.next().month() != day.month();
    let matches = |day: Day| match form.every.unwrap() {
        Every::Weekly => same_weekday(day),
        Every::MonthlyDay => {
            day.day_of_month() == first.day_of_month()
                || (is_last(day) && day.day_of_month() < first.day_of_month())
        }
        Every::MonthlyWeekday => same_weekday(day) && week(day) == week(first),
        Every::MonthlyLastWeekday => same_weekday(day) && day.plus(7).month() != day.month(),
    };
    let until: Option<Day> = form.until.parse().ok();
    let furthest = |day: Day| {
        let months = |day: Day| day.year() * 12 + day.month_of_year() as i32;
        let ahead = months(day) - months(first);
        ahead < 24 || (ahead == 24 && day.day_of_month() <= first.day_of_month())
    };
    (0..800)
        .map(|days| first.plus(days))
        .filter(|day| matches(*day) && furthest(*day) && until.is_none_or(|until| *day <= until))
        .take(form.count.map_or(usize::MAX, |count| count as usize))
        .collect()
}

fn settle(world: &mut World) {
    let settle = DistrictCommand::Settle.into();
    world.submit(&StreamId::District, &Caller::anonymous(), &settle).unwrap();
}

fn published(world: &World) -> BTreeSet<(Timestamp, ActivityId)> {
    beijing_of(&world.district).activities.by_start.clone()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn the_dates_are_those_of_a_calendar(first in first(), form in repeat()) {
        if let Ok(repeat) = form.check(Some(first)) {
            let rule = Rule { first, repeat };
            let dates = rule.dates();
            prop_assert_eq!(&dates, &naive(first, &form));
            prop_assert!((2..=105).contains(&dates.len()));
            prop_assert_eq!(dates[0], first);
            let periods: BTreeSet<Day> = dates.iter().map(|date| rule.period(*date)).collect();
            prop_assert_eq!(periods.len(), dates.len(), "two in a week or month");
        }
    }

    /// However time passes, as long as something wakes now and then within the
    /// horizon, the same activities come, each once.
    #[test]
    fn publishing_in_any_steps_comes_to_the_same(
        start in 1..100_i64,
        form in repeat(),
        steps in proptest::collection::vec(1..60_i64, 1..60),
    ) {
        let mut world = World::new(0);
        let details = on(&world.now.day().plus(start).to_string());
        let first = details.start.parse::<Timestamp>().unwrap().day();
        let Ok(repeat) = form.check(Some(first)) else { return Ok(()) };
        let publish = PlanCommand::PublishSeries { details, repeat: form, draft: None };
        world.submit(&beijing(), &secretary(&beijing()), &publish.into()).unwrap();
        for days in steps {
            world.now = world.now.plus(days * DAY);
            settle(&mut world);
        }
        let until = world.now.day().plus(62);
        let dates = Rule { first, repeat }.dates().into_iter().filter(|date| *date <= until);
        let expected: Vec<Timestamp> = dates.map(|date| date.start().plus(14 * HOUR)).collect();
        let starts: Vec<Timestamp> = published(&world).into_iter().map(|(start, _)| start).collect();
        prop_assert_eq!(starts, expected);
    }

    /// After any skipping, changing and ending: one activity a date at most, the
    /// snapshot restores to the same, and nothing is due in the past.
    #[test]
    fn exceptions_leave_no_double(
        deeds in proptest::collection::vec((plan_deed(), 0..40_i64), 1..40),
    ) {
        let mut world = World::populated(0);
        for (what, days) in deeds {
            world.now = world.now.plus(days * DAY);
            let before = world.district.clone();
            let attempt = Attempt { minutes: 0, in_yiwu: false, by: By::Secretary, what: What::Plan(what) };
            if world.attempt(&attempt).is_err() {
                prop_assert_eq!(&before, &world.district);
            }
            settle(&mut world);
            let branch = beijing_of(&world.district);
            let now = world.now.max(branch.last_at);
            prop_assert!(branch.next_due(&world.district.charter).is_none_or(|due| due > now));
            for (id, series) in &branch.activities.plans.series {
                let own: BTreeSet<ActivityId> = branch.activities.all.iter()
                    .filter(|(_, activity)| activity.series == Some(*id))
                    .map(|(id, _)| *id)
                    .collect();
                let listed: BTreeSet<ActivityId> = series.published.values().copied().collect();
                prop_assert_eq!(own.len(), series.published.len(), "one stands for two dates");
                prop_assert_eq!(own, listed);
                for date in series.published.keys() {
                    prop_assert!(!series.skipped.contains(date) && !series.missed.contains(date));
                }
                prop_assert!(series.skipped.is_disjoint(&series.missed));
            }
            prop_assert_eq!(&through_json(branch), branch);
        }
    }

    /// The form that the desk opens says what stands there: saved as it is, it
    /// is no change.
    #[test]
    fn the_form_of_a_series_is_its_rule(start in 1..100_i64, form in repeat(), later in 0..300_i64) {
        let mut world = World::new(0);
        let details = on(&world.now.day().plus(start).to_string());
        let publish = PlanCommand::PublishSeries { details, repeat: form, draft: None };
        if world.submit(&beijing(), &secretary(&beijing()), &publish.into()).is_err() {
            return Ok(());
        }
        world.now = world.now.plus(later * DAY);
        settle(&mut world);
        let id = "xinzhou-beijing".parse().unwrap();
        let shown = guiyan_core::view::plans(&world.district, &id, &secretary(&beijing()), world.now);
        let Some(series) = shown.unwrap().0.series.first().cloned() else { return Ok(()) };
        let Some(next) = series.next else { return Ok(()) };
        let change = PlanCommand::ChangeSeries {
            series: series.id,
            revision: series.revision,
            details: ActivityForm { ..next.details.clone() },
            repeat: next.repeat.clone(),
        };
        let refusal = world.submit(&beijing(), &secretary(&beijing()), &change.into()).unwrap_err();
        // With one date left there is no rule to speak of; it is changed as any activity.
        let left = series.occurrences.len();
        prop_assert!(refusal.code() == "nothingChanged" || left == 1, "{:?} of {:?}", refusal, next);
    }
}
