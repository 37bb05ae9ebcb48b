//! Erasing oneself: everything ends, every place goes on, the key goes.

use guiyan_core::{
    Claim, Command, Event, Outcome,
    branch::{
        activity::Hours,
        member::{EndReason, MemberEvent},
        request::RequestKind,
    },
    caller::Caller,
    command::DistrictCommand,
    decider::ClaimChange,
    event::DistrictEvent,
    ids::StreamId,
    personal::Personal,
    tally::{Code, Counted, Measure, tally},
    testing::*,
};

use crate::{
    activities_places::{T, and, six_members},
    members::{beijing_of, me, report_in},
};

fn erase() -> Command {
    DistrictCommand::EraseMe {}.into()
}

fn withdrew(number: u128) -> Event {
    MemberEvent::ReportInEnded {
        person: person(number),
        by: person(number),
        reason: EndReason::Withdrew,
        note: None,
        moved_to: None,
    }
    .into()
}

fn forgotten(number: u128) -> Event {
    MemberEvent::PersonErased { person: person(number) }.into()
}

fn erased(number: u128) -> Event {
    DistrictEvent::PersonErased { person: person(number) }.into()
}

#[test]
fn a_member_erases_themselves_and_the_queue_moves_up() {
    let before = and(six_members(Some(1)), [taken(1, 1, 1), waitlisted(1, 2)]);
    let decision = given(before).when_to(&StreamId::District, &me(1), erase()).then([
        withdrew(1),
        left(1, 1),
        offered(1, 2, 1, T),
        taken(1, 2, 1),
        forgotten(1),
        erased(1),
    ]);
    assert_eq!(decision.outcome, Outcome::Erased);
    assert_eq!(decision.erase, Some(person(1)));
    assert_eq!(decision.claims, [ClaimChange::Release(Claim::ActiveReportIn(person(1)))]);
    assert_eq!(decision.events.last().unwrap().0, StreamId::District);
}

#[test]
fn who_was_in_two_branches_is_forgotten_in_both() {
    let decision = given([(T, reported(1)), (T, ended(1))])
        .and(&yiwu(), [(T, reported(1)), (T, received(1))])
        .when_to(&StreamId::District, &me(1), erase())
        .then([forgotten(1), withdrew(1), forgotten(1), erased(1)]);
    let streams: Vec<_> = decision.events.iter().map(|(stream, _)| stream.clone()).collect();
    assert_eq!(streams, [beijing(), yiwu(), yiwu(), StreamId::District]);
    assert_eq!(decision.claims.len(), 1);
}

#[test]
fn who_is_checked_in_and_erases_frees_the_place_and_stays_a_number() {
    let now = "2026-12-06T13:00";
    let before = and(six_members(Some(1)), [taken(1, 1, 1), waitlisted(1, 2)]);
    let mut given = given(before).and(&beijing(), [(now, checked_in(1, 1))]);
    given = given.at(now);
    let district = given.when_to(&StreamId::District, &me(1), erase()).then_state();
    let branch = beijing_of(&district);
    let activity = &branch.activities.all[&activity_id(1)];
    assert!(activity.attendance.is_empty());
    assert_eq!(activity.attended(), 1);
    assert_eq!(activity.places.of(&person(1)), None);
    assert!(activity.places.of(&person(2)).is_some());
    assert!(!branch.keeps(&person(1)));
}

#[test]
fn a_past_attendance_is_forgotten_and_stays_a_number() {
    let before = and(six_members(None), [taken(1, 1, 1), taken(1, 2, 2)]);
    let now = "2026-12-06T15:00";
    let district = given(before)
        .and(&beijing(), [(now, checked_in(1, 1)), (now, checked_in(1, 2))])
        .at("2026-12-07T09:00")
        .when_to(&StreamId::District, &me(1), erase())
        .then_state();
    let activity = &beijing_of(&district).activities.all[&activity_id(1)];
    assert_eq!((activity.attendance.len(), activity.attended()), (1, 2));
}

#[test]
fn an_officers_words_are_forgotten_with_them() {
    let by_secretary = [(T, published(1, None)), (T, cancelled(1, "王敏生病"))];
    let given = given(by_secretary);
    let secretary = secretary(&beijing());
    let district = given.when_to(&StreamId::District, &secretary, erase()).then_state();
    let activity = &beijing_of(&district).activities.all[&activity_id(1)];
    assert_eq!(activity.details.contact, Personal::Erased);
    assert_eq!(activity.cancelled.as_ref().unwrap().note, Some(Personal::Erased));
    assert!(!beijing_of(&district).keeps(&person(900)));
}

#[test]
fn erasing_needs_a_person_and_nothing_else() {
    given([])
        .when_to(&StreamId::District, &Caller::anonymous(), erase())
        .then_refused("signInNeeded");
    // Nothing is in a stream, but who they are is known elsewhere: that goes.
    given([]).when_to(&StreamId::District, &me(1), erase()).then([erased(1)]);
}

#[test]
fn a_token_from_before_the_erasure_leads_to_nobody() {
    let once = given([(T, reported(1))]).when_to(&StreamId::District, &me(1), erase());
    let district = once.then_state();
    let after = || given([]).in_district(district.clone());
    after().when_to(&StreamId::District, &me(1), erase()).then_refused("signInNeeded");
    after().when(&me(1), report_in(1)).then_refused("signInNeeded");
    after().when_to(&yiwu(), &me(1), report_in(1)).then_refused("signInNeeded");
    after().when(&me(2), report_in(2)).result().unwrap();
}

#[test]
fn tallies_count_what_each_event_adds() {
    let hours = Hours { tenths: 25 };
    assert_eq!(hours.to_string(), "2.5");
    let cases = [
        (received(1), vec![(Measure::MembersReceived, 1)]),
        (sent_back(1, "缺页"), vec![(Measure::ReportInsSentBack, 1)]),
        (ended(1), vec![(Measure::ReportInsEnded, 1)]),
        (forgotten(1), vec![(Measure::PersonsErased, 1)]),
        (erased(1), vec![]),
        (published(1, None), vec![(Measure::ActivitiesPublished, 1)]),
        (cancelled(1, ""), vec![(Measure::ActivitiesCancelled, 1)]),
        (taken(1, 1, 1), vec![(Measure::PlacesTaken, 1)]),
        (waitlisted(1, 1), vec![]),
        (offered(1, 1, 1, T), vec![]),
        (lapsed(1, 1, true), vec![]),
        (left(1, 1), vec![(Measure::SignUpsLeft, 1)]),
        (checked_in(1, 1), vec![(Measure::CheckIns, 1), (Measure::HourTenths, 25)]),
        (check_in_undone(1, 1), vec![(Measure::CheckIns, -1), (Measure::HourTenths, -25)]),
    ];
    for (event, expected) in cases {
        let expected: Vec<(Counted, i64)> =
            expected.into_iter().map(|(measure, n)| (measure.into(), n)).collect();
        assert_eq!(tally(&event), expected, "{event:?}");
    }
    let rows: Vec<String> = tally(&reported(1)).iter().map(|(row, _)| row.to_string()).collect();
    assert_eq!(
        rows,
        [
            "reportInsSubmitted",
            "reportInsSubmitted/township=qinfeng",
            "reportInsSubmitted/industry=technology",
        ]
    );
    for text in rows {
        assert_eq!(text.parse::<Counted>().unwrap().to_string(), text);
    }
    let kind = Measure::RequestsReceived.of(Code::Kind(RequestKind::Housing));
    assert_eq!(kind.to_string().parse(), Ok(kind));
    for bad in ["requests", "requestsReceived/", "requestsReceived/kind=x", "x/kind=housing"] {
        assert!(bad.parse::<Counted>().is_err(), "{bad}");
    }
    for measure in Measure::ALL {
        assert_eq!(measure.name().parse(), Ok(*measure));
        let json = serde_json::to_value(measure).unwrap();
        assert_eq!(json, measure.to_string());
    }
}
