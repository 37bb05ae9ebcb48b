//! 签到: from the list, by whom and when; 学时 follow.

use guiyan_core::{
    Outcome,
    branch::activity::{ActivityCommand, ActivityEvent, ActivityForm, Hours},
    caller::Caller,
    testing::*,
    view,
};

use crate::{
    activities_places::{T, and, six_members},
    members::me,
};

fn check_in(number: u128) -> ActivityCommand {
    ActivityCommand::CheckIn { activity: activity_id(1), person: person(number) }
}

fn undo(number: u128) -> ActivityCommand {
    ActivityCommand::UndoCheckIn { activity: activity_id(1), person: person(number) }
}

fn one_place() -> Given {
    given(and(six_members(Some(1)), [taken(1, 1, 1), waitlisted(1, 2)]))
}

fn one_there() -> Given {
    let before = and(six_members(Some(1)), [taken(1, 1, 1)]);
    given(before).and(&beijing(), [("2026-12-06T14:00", checked_in(1, 1))])
}

#[test]
fn officers_check_in_who_has_a_place() {
    let decision = one_place()
        .at("2026-12-06T14:00")
        .when(&steward(&beijing()), check_in(1))
        .then([checked_in(1, 1)]);
    assert_eq!(decision.outcome, Outcome::CheckedIn);
    for (caller, by) in [(secretary(&beijing()), 900), (organiser(&beijing()), 920)] {
        one_place().at("2026-12-06T14:00").when(&caller, check_in(1)).then([
            ActivityEvent::CheckedIn {
                activity: activity_id(1),
                person: person(1),
                by: person(by),
                credit: Hours { tenths: 25 },
            }
            .into(),
        ]);
    }
}

#[test]
fn nobody_else_checks_in() {
    let others = [
        (Caller::anonymous(), "signInNeeded"),
        (me(1), "notAllowed"),
        (steward(&yiwu()), "notAllowed"),
        (secretary(&yiwu()), "notAllowed"),
        (district_officer(), "notAllowed"),
    ];
    for (caller, code) in others {
        one_place().at("2026-12-06T14:00").when(&caller, check_in(1)).then_refused(code);
        one_there().at("2026-12-06T14:00").when(&caller, undo(1)).then_refused(code);
    }
}

#[test]
fn only_a_confirmed_place_is_checked_in_and_only_once() {
    let steward = steward(&beijing());
    let now = "2026-12-06T14:00";
    one_place().at(now).when(&steward, check_in(2)).then_refused("notOnTheList");
    one_place().at(now).when(&steward, check_in(3)).then_refused("notOnTheList");
    one_there().at(now).when(&steward, check_in(1)).then_refused("alreadyCheckedIn");
    one_place().at(now).when(&steward, undo(1)).then_refused("notCheckedIn");
    let unknown = ActivityCommand::CheckIn { activity: activity_id(5), person: person(1) };
    one_place().at(now).when(&steward, unknown).then_refused("unknownActivity");
    given(and(six_members(Some(1)), [taken(1, 1, 1), cancelled(1, "")]))
        .at(now)
        .when(&steward, check_in(1))
        .then_refused("activityCancelled");
}

#[test]
fn a_check_in_is_taken_back_with_its_credit() {
    let decision = one_there()
        .at("2026-12-06T14:05")
        .when(&steward(&beijing()), undo(1))
        .then([check_in_undone(1, 1)]);
    assert_eq!(decision.outcome, Outcome::CheckInUndone);
}

#[track_caller]
fn check_window(caller: &Caller, now: &str, open: bool) {
    let result = one_place().at(now).when(caller, check_in(1)).result();
    match (open, result) {
        (true, Ok(_)) => {}
        (false, Err(refusal)) => assert_eq!(refusal.code(), "checkInClosed"),
        (_, result) => panic!("{now}: {result:?}"),
    }
}

#[test]
fn check_in_opens_two_hours_before_and_closes_with_the_end_or_thirty_days_later() {
    let (steward, secretary) = (steward(&beijing()), secretary(&beijing()));
    for caller in [&steward, &secretary, &organiser(&beijing())] {
        check_window(caller, "2026-12-06T11:59", false);
        check_window(caller, "2026-12-06T12:00", true);
        check_window(caller, "2026-12-06T16:29", true);
    }
    check_window(&steward, "2026-12-06T16:30", false);
    check_window(&secretary, "2026-12-06T16:30", true);
    check_window(&secretary, "2027-01-05T16:29", true);
    check_window(&secretary, "2027-01-05T16:30", false);
}

#[test]
fn undoing_has_the_same_window() {
    let closed = one_there().at("2026-12-06T16:30");
    closed.when(&steward(&beijing()), undo(1)).then_refused("checkInClosed");
    one_there().at("2026-12-06T16:30").when(&secretary(&beijing()), undo(1)).result().unwrap();
}

#[test]
fn who_ended_after_the_start_is_still_checked_in() {
    one_place()
        .and(&beijing(), [("2026-12-06T14:10", ended(1))])
        .at("2026-12-06T14:20")
        .when(&steward(&beijing()), check_in(1))
        .then([checked_in(1, 1)]);
}

#[test]
fn hours_are_those_of_the_year_the_activity_began_in() {
    let on = |start: &str, end: &str, hours_tenths| ActivityForm {
        start: start.into(),
        end: end.into(),
        hours_tenths,
        ..activity_form(None)
    };
    let credit = |number, tenths| {
        ActivityEvent::CheckedIn {
            activity: activity_id(number),
            person: person(1),
            by: person(910),
            credit: Hours { tenths },
        }
        .into()
    };
    let district = given([
        (T, reported(1)),
        (T, received(1)),
        (T, published_with(1, &on("2026-12-06T14:00", "2026-12-06T16:00", 25))),
        (T, published_with(2, &on("2026-12-31T23:00", "2027-01-01T01:00", 5))),
        (T, published_with(3, &on("2027-01-02T14:00", "2027-01-02T16:00", 80))),
        (T, taken(1, 1, 1)),
        (T, taken(2, 1, 1)),
        (T, taken(3, 1, 1)),
        ("2026-12-06T14:00", credit(1, 25)),
        ("2026-12-31T23:10", credit(2, 5)),
        ("2027-01-02T14:00", credit(3, 80)),
    ])
    .district();
    let hours = |now: &str| {
        let me = view::me(&district, &me(1), at(now)).unwrap();
        let hours = &me.report_ins[0].hours;
        (hours.year, hours.credited.to_string(), hours.activities, hours.target)
    };
    assert_eq!(hours("2026-12-31T23:59"), (2026, "3".into(), 2, 32));
    assert_eq!(hours("2027-01-01T00:00"), (2027, "8".into(), 1, 32));
}
