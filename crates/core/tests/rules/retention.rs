//! What is kept long enough goes by itself, and nothing that goes on.

use guiyan_core::{
    Command, District, Event, Outcome,
    caller::Caller,
    command::DistrictCommand,
    event::DistrictEvent,
    ids::{PersonId, StreamId},
    retention::Kept,
    testing::*,
    time::{Day, Timestamp},
    view::{MyKeeping, SweptView, district_view, my_data},
};
use proptest::prelude::*;

use crate::activities_places::T;

const LATER: &str = "2028-11-02T00:00";

fn forget(number: u128) -> Command {
    DistrictCommand::ForgetDue { person: person(number) }.into()
}

fn swept(kind: Kept, months: u32) -> Event {
    DistrictEvent::Swept { kind, count: 1, months }.into()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[test]
fn who_left_is_kept_to_the_end_of_the_day_that_was_told() {
    let given = || given([(T, reported(1)), (T, received(1)), (T, ended(1))]);
    let district = given().district();
    let kept = district.kept_until(&person(1), at(T)).unwrap();
    assert_eq!((kept.kind, kept.months, kept.day), (Kept::ReportIns, 24, day("2028-11-01")));
    let last = "2028-11-01T23:59";
    assert_eq!(district.due_for_erasure(at(last), 10), []);
    given()
        .at(last)
        .when_to(&StreamId::District, &Caller::anonymous(), forget(1))
        .then_refused("notAllowed");

    assert_eq!(district.due_for_erasure(at(LATER), 10), [(person(1), Kept::ReportIns)]);
    let decision =
        given().at(LATER).when_to(&StreamId::District, &Caller::anonymous(), forget(1)).then([
            swept(Kept::ReportIns, 24),
            guiyan_core::branch::member::MemberEvent::PersonErased { person: person(1) }.into(),
            DistrictEvent::PersonErased { person: person(1) }.into(),
        ]);
    assert_eq!((decision.outcome, decision.erase), (Outcome::Erased, Some(person(1))));
}

#[test]
fn anything_that_goes_on_keeps_them() {
    let left = || given([(T, reported(1)), (T, received(1)), (T, ended(1))]).at(LATER);
    let refused = |given: Given| {
        given
            .when_to(&StreamId::District, &Caller::anonymous(), forget(1))
            .then_refused("notAllowed");
    };
    refused(left().and(&yiwu(), [(T, reported(1))]));
    refused(
        left().and(&beijing(), [("2028-10-31T09:00", lead_submitted(1, 1, "2028-10-31T09:00"))]),
    );
    refused(left().and(
        &StreamId::District,
        [(T, appointed(1, 1, "steward:xinzhou-beijing", Some("2028-12-31")))],
    ));
    // An office that is over counts from its last day.
    refused(left().and(
        &StreamId::District,
        [(T, appointed(1, 1, "steward:xinzhou-beijing", Some("2027-12-31")))],
    ));
}

#[test]
fn who_is_nobody_here_is_not_kept_and_not_erased() {
    let district = given([(T, reported(1))]).district();
    assert_eq!(district.kept_until(&person(1), at(LATER)), None);
    assert_eq!(district.kept_until(&person(9), at(LATER)), None);
    given([(T, reported(1))])
        .at(LATER)
        .when_to(&StreamId::District, &Caller::anonymous(), forget(9))
        .then_refused("notAllowed");
}

#[test]
fn readings_are_told_by_their_number() {
    let forget = |count| Command::from(DistrictCommand::ForgetReadings { count });
    let swept = DistrictEvent::Swept { kind: Kept::Readings, count: 7, months: 36 };
    let system = Caller::anonymous();
    let district = given([]).when_to(&StreamId::District, &system, forget(7)).then_state();
    let rows: Vec<_> = district.swept.into_iter().collect();
    assert_eq!(rows, [((at(T).day(), Kept::Readings, 36), 7)]);
    given([]).when_to(&StreamId::District, &system, forget(7)).then([swept.into()]);
    given([]).when_to(&StreamId::District, &system, forget(0)).then_refused("notAllowed");
    let from = sample_charter().readings_kept_from(at("2028-02-29T10:00")).unwrap();
    assert_eq!(from, day("2025-02-28").start());
}

#[test]
fn everybody_sees_how_long_they_are_kept_and_who_left_until_when() {
    let mut charter = sample_charter();
    charter.retention.guest_months = Some(12);
    let events =
        [reported(1), received(1), ended(1), reported(2), published(1, None), guest_joined(1, 50)];
    let district = given([])
        .in_district(District::new(std::sync::Arc::new(charter)))
        .and(&beijing(), events.map(|event| (T, event)))
        .district();
    let keeping = |number| {
        let caller = Caller::person(person(number));
        my_data(&district, &caller, at(T), &[]).unwrap().keeping
    };
    let kept = |months, until: Option<&str>| MyKeeping {
        months,
        until: until.map(day),
        reading_months: Some(36),
    };
    assert_eq!(keeping(1), kept(24, Some("2028-11-01")));
    assert_eq!(keeping(2), kept(24, None));
    // What they signed up for is still to come.
    assert_eq!(keeping(50), kept(12, None));
}

#[test]
fn the_district_sees_what_was_deleted_the_latest_first() {
    let later = "2028-11-03T03:00";
    let swept = |kind, count| Event::from(DistrictEvent::Swept { kind, count, months: 24 });
    let district = given([])
        .and(
            &StreamId::District,
            [
                (LATER, swept(Kept::ReportIns, 1)),
                (LATER, swept(Kept::ReportIns, 1)),
                (LATER, swept(Kept::Readings, 7)),
                (later, swept(Kept::Guests, 1)),
            ],
        )
        .district();
    let view = district_view(&district, &district_officer(), at(later)).unwrap();
    let row = |time, kind, count| SweptView { day: at(time).day(), kind, months: 24, count };
    let expected = [
        row(later, Kept::Guests, 1),
        row(LATER, Kept::Readings, 7),
        row(LATER, Kept::ReportIns, 2),
    ];
    assert_eq!(view.swept, expected);
}

#[test]
fn a_mistake_in_the_months_is_said() {
    let mut charter = sample_charter();
    charter.retention.guest_months = Some(25);
    let said = charter.check().unwrap_err().to_string();
    assert!(said.contains("`retention.guestMonths` must be from 1 to 24"), "{said}");
    charter.retention.guest_months = Some(12);
    charter.check().unwrap();
    assert_eq!(charter.months_kept(Kept::Guests), 12);
    charter.retention.reading_months = 601;
    let said = charter.check().unwrap_err().to_string();
    assert!(said.contains("`retention.readingMonths` must be from 0 to 600"), "{said}");
    charter.retention.reading_months = 0;
    assert_eq!(charter.readings_kept_from(at(T)), None);
}

/// Whether anything of that person is going on, told in another way than by the
/// rule: by what erasing them would end.
fn goes_on(district: &District, person: &PersonId, now: Timestamp) -> bool {
    let erase = DistrictCommand::EraseMe {}.into();
    let id = command_id(1 << 60);
    let decided =
        district.decide(&StreamId::District, &Caller::person(*person), now, id, &erase).unwrap();
    let ends = decided.events.iter().any(|(_, event)| {
        !matches!(
            event,
            Event::District(_)
                | Event::Member(guiyan_core::branch::member::MemberEvent::PersonErased { .. })
                | Event::Lead(_)
        )
    });
    ends || district.open_leads(person) > 0
        || district.open_requests(person) > 0
        || district.active_branch(person).is_some()
}

fn sweep(world: &mut World) -> Vec<PersonId> {
    let due = world.district.due_for_erasure(world.now, usize::MAX);
    for (person, _) in &due {
        assert!(!goes_on(&world.district, person, world.now), "{person} has something going on");
        let forget = DistrictCommand::ForgetDue { person: *person }.into();
        world.submit(&StreamId::District, &Caller::anonymous(), &forget).unwrap();
    }
    due.into_iter().map(|(person, _)| person).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn nobody_goes_who_has_something_going_on_and_everybody_else_does(
        attempts in attempts(30..120),
        then in attempts(1..12),
    ) {
        let mut world = World::populated(60);
        for attempt in &attempts {
            let _ = world.attempt(attempt);
        }
        prop_assert_eq!(sweep(&mut world), []);
        // Years later, and then some come back.
        world.now = world.now.max(world.district.last_at()).plus(800 * 24 * 60 * guiyan_core::time::MINUTE);
        world.submit(&StreamId::District, &Caller::anonymous(), &DistrictCommand::Settle.into()).unwrap();
        for attempt in &then {
            let _ = world.attempt(attempt);
        }
        world.now = world.now.max(world.district.last_at());
        let went = sweep(&mut world);
        for person in &went {
            prop_assert!(world.erased.contains(person));
            prop_assert!(world.district.branches().all(|branch| !branch.keeps(person)));
        }
        let counted: u64 = world.district.swept.values().sum();
        prop_assert_eq!(counted, went.len() as u64);
        // Who is still kept has something going on, or had since.
        for (person, member) in world.district.branches().flat_map(|it| it.members.iter()) {
            let kept = world.district.kept_until(person, world.now);
            prop_assert!(
                kept.is_none_or(|kept| !kept.is_over(world.now)),
                "{person} is due and still there: {:?}", member.state
            );
        }
        let before = world.district.clone();
        prop_assert_eq!(sweep(&mut world), []);
        prop_assert_eq!(before, world.district);
    }
}
