//! 修改系列: what follows, what is left, and that no promise is broken.

use guiyan_core::{
    Event, Outcome,
    branch::activity::{
        ActivityForm,
        plan::{Every, PlanCommand, PlanEvent, RepeatForm},
    },
    testing::*,
    view::OccurrenceState,
};

use crate::{
    activities_places::T,
    members::beijing_of,
    series::{begun, on, plans},
};

const NOW: &str = "2026-11-10T09:00";

fn change(details: ActivityForm, repeat: RepeatForm) -> PlanCommand {
    PlanCommand::ChangeSeries { series: series_id(7), revision: 0, details, repeat }
}

fn half_year(every: Every) -> RepeatForm {
    repeat_until(every, "2027-06-30")
}

/// December and January are published; of six members, 1 and 2 come in December.
fn running() -> Vec<(&'static str, Event)> {
    let december = occurrence_id(7, day("2026-12-06"));
    let members = (1..=6).flat_map(|number| [(T, reported(number)), (T, received(number))]);
    let comes = |number, place| {
        use guiyan_core::branch::activity::ActivityEvent;
        ActivityEvent::PlaceTaken { activity: december, person: person(number), place }.into()
    };
    let mut events: Vec<(&'static str, Event)> = members.chain(begun()).collect();
    events.push(("2026-11-02T00:00", occurrence_published(7, &on("2027-01-03"))));
    events.extend([("2026-11-03T09:00", comes(1, 1)), ("2026-11-03T09:00", comes(2, 2))]);
    events
}

#[track_caller]
fn check(
    details: ActivityForm,
    repeat: RepeatForm,
    (changed, left, published): (u32, u32, u32),
) -> guiyan_core::District {
    let when = || {
        given(running())
            .at(NOW)
            .when(&secretary(&beijing()), change(details.clone(), repeat.clone()))
    };
    when().then_outcome(Outcome::SeriesChanged { changed, left, published });
    when().then_state()
}

fn starts(district: &guiyan_core::District) -> Vec<String> {
    let mut starts: Vec<_> =
        beijing_of(district).activities.all.values().map(|it| it.details.start).collect();
    starts.sort_unstable();
    starts.iter().map(|start| start.to_string().chars().take(16).collect()).collect()
}

#[test]
fn what_is_published_follows_and_tells_so() {
    let form = ActivityForm { place: "驿站三层".into(), ..on("2026-12-06") };
    let district = check(form, half_year(Every::MonthlyWeekday), (2, 0, 0));
    let december = &beijing_of(&district).activities.all[&occurrence_id(7, day("2026-12-06"))];
    assert_eq!(december.details.place.as_deref(), Some("驿站三层"));
    assert_eq!((december.revision(), december.places.confirmed()), (1, 2));
}

#[test]
fn it_moves_to_the_new_date_of_its_month_and_nothing_is_published_twice() {
    let district = check(on("2026-12-13"), half_year(Every::MonthlyWeekday), (2, 0, 0));
    assert_eq!(starts(&district), ["2026-12-13T14:00", "2027-01-10T14:00"]);
    let december = &beijing_of(&district).activities.all[&occurrence_id(7, day("2026-12-06"))];
    assert_eq!(december.places.confirmed(), 2);
    let ahead = given([])
        .in_district(district)
        .at("2027-03-01T09:00")
        .when(
            &secretary(&beijing()),
            PlanCommand::EndSeries { series: series_id(7), from: day("2027-05-01") },
        )
        .then_state();
    // February was over before anything woke; the others come once each.
    let expected = ["2026-12-13T14:00", "2027-01-10T14:00", "2027-03-14T14:00", "2027-04-11T14:00"];
    assert_eq!(starts(&ahead), expected);
}

#[test]
fn a_date_that_is_freed_and_comes_back_gets_an_id_of_its_own() {
    let moved = check(on("2026-12-13"), half_year(Every::MonthlyWeekday), (2, 0, 0));
    // Weekly from then on: what is published stands out of the new rule, or on
    // its dates, and 6 December, where an id was made before, is not among them.
    let weekly = PlanCommand::ChangeSeries {
        series: series_id(7),
        revision: 1,
        details: on("2026-12-06"),
        repeat: repeat_until(Every::Weekly, "2026-12-27"),
    };
    let state =
        given([]).in_district(moved).at(NOW).when(&secretary(&beijing()), weekly).then_state();
    let expected = [
        "2026-12-06T14:00",
        "2026-12-13T14:00",
        "2026-12-20T14:00",
        "2026-12-27T14:00",
        "2027-01-10T14:00",
    ];
    assert_eq!(starts(&state), expected);
    let december = &beijing_of(&state).activities.all[&occurrence_id(7, day("2026-12-06"))];
    assert_eq!(december.details.start, at("2026-12-13T14:00"));
}

#[test]
fn no_promise_is_broken() {
    // One place, where two are taken: December stays as it is.
    let form = ActivityForm { capacity: Some(1), ..on("2026-12-06") };
    let district = check(form, half_year(Every::MonthlyWeekday), (1, 1, 0));
    let december = &beijing_of(&district).activities.all[&occurrence_id(7, day("2026-12-06"))];
    assert_eq!(december.details.capacity, Some(20));
    let states: Vec<_> =
        plans(&district, NOW).series[0].occurrences.iter().map(|it| it.state).take(2).collect();
    assert_eq!(states, [OccurrenceState::Changed, OccurrenceState::Published]);

    // A deadline that has passed for December, not for January.
    let early = ActivityForm { sign_up_until: "2026-11-10T09:30".into(), ..on("2026-12-06") };
    let when = given(running()).at("2026-11-10T09:15");
    let state = when
        .when(&secretary(&beijing()), change(early, half_year(Every::MonthlyWeekday)))
        .then_state();
    let of = |date: &str| &beijing_of(&state).activities.all[&occurrence_id(7, day(date))].details;
    assert_eq!(of("2026-12-06").sign_up_until, at("2026-11-10T09:30"));
    assert_eq!(of("2027-01-03").sign_up_until, at("2026-12-08T09:30"));
}

#[test]
fn an_exception_made_by_hand_stays_one() {
    let (old, id) = (on("2027-01-03"), occurrence_id(7, day("2027-01-03")));
    let by_hand = ActivityForm { place: "线下改到义乌商会".into(), ..old.clone() };
    let mut event = changed(1, &old, &by_hand);
    if let Event::Activity(guiyan_core::branch::activity::ActivityEvent::ActivityChanged {
        activity,
        ..
    }) = &mut event
    {
        *activity = id;
    }
    let events = || running().into_iter().chain([("2026-11-04T09:00", event.clone())]);
    // In the week it is moved to, nothing else is published either.
    let form = on("2026-12-13");
    let state = given(events())
        .at(NOW)
        .when(&secretary(&beijing()), change(form, half_year(Every::MonthlyWeekday)))
        .then_state();
    assert_eq!(starts(&state), ["2026-12-13T14:00", "2027-01-03T14:00"]);
    let details = &beijing_of(&state).activities.all[&id].details;
    assert_eq!(details.place.as_deref(), Some("线下改到义乌商会"));
    let shown = plans(&state, NOW);
    assert_eq!(shown.series[0].occurrences[1].state, OccurrenceState::Changed);
}

#[test]
fn what_the_new_rule_has_no_date_for_is_left_and_listed() {
    // From monthly to weekly, from the week after: 6 December is no date of it.
    let form = on("2026-12-12");
    let district = check(form, repeat_until(Every::Weekly, "2026-12-26"), (0, 2, 3));
    let series = &plans(&district, NOW).series[0];
    let states: Vec<_> = series.occurrences.iter().map(|it| (it.date, it.state)).collect();
    use OccurrenceState as S;
    assert_eq!(
        states,
        [
            (day("2026-12-06"), S::OutOfRule),
            (day("2026-12-12"), S::Published),
            (day("2026-12-19"), S::Published),
            (day("2026-12-26"), S::Published),
            (day("2027-01-03"), S::OutOfRule),
        ]
    );
    assert!(beijing_of(&district).activities.all.values().all(|it| it.cancelled.is_none()));
}

#[test]
fn what_was_skipped_stays_skipped_in_its_month() {
    let skipped = PlanEvent::OccurrenceSkipped {
        series: series_id(7),
        by: person(900),
        date: day("2027-02-07"),
    };
    let state = given(running().into_iter().chain([(NOW, skipped.into())]))
        .when(&secretary(&beijing()), change(on("2026-12-13"), half_year(Every::MonthlyWeekday)))
        .then_state();
    let series = &beijing_of(&state).activities.plans.series[&series_id(7)];
    assert!(series.skipped.contains(&day("2027-02-14")));
    assert_eq!(series.pending().next(), Some(day("2027-03-14")));
}

#[test]
fn the_second_of_two_officers_is_told() {
    let stale = PlanCommand::ChangeSeries {
        series: series_id(7),
        revision: 3,
        details: on("2026-12-06"),
        repeat: half_year(Every::Weekly),
    };
    given(running()).when(&secretary(&beijing()), stale).then_refused("seriesChanged");
}

#[test]
fn what_says_the_same_is_no_change() {
    let (details, repeat) = series_form();
    let same = change(details, repeat);
    given(running()).at(NOW).when(&secretary(&beijing()), same).then_refused("nothingChanged");
    let shown = plans(&given(running()).district(), NOW);
    let next = shown.series[0].next.clone().unwrap();
    given(running())
        .at(NOW)
        .when(&organiser(&beijing()), change(next.details, next.repeat))
        .then_refused("nothingChanged");
}
