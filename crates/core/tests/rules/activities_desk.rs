//! 活动: publishing and cancelling.

use guiyan_core::{
    Outcome, Refusal,
    branch::activity::{ActivityCommand, ActivityForm, CancelReason},
    caller::Caller,
    refusal::Field,
    testing::*,
    text::Issue,
};

use crate::members::me;

fn publish(details: ActivityForm) -> ActivityCommand {
    ActivityCommand::PublishActivity { details, draft: None }
}

fn cancel(number: u128, reason: CancelReason, note: &str) -> ActivityCommand {
    let activity = activity_id(number);
    ActivityCommand::CancelActivity { activity, reason, note: note.into() }
}

#[test]
fn an_activity_takes_the_id_of_its_command() {
    let decision = given([])
        .when(&secretary(&beijing()), publish(activity_form(Some(20))))
        .then([published(99, Some(20))]);
    let activity = activity_id(99);
    assert_eq!(decision.outcome, Outcome::ActivityPublished { activity });
}

#[test]
fn the_same_command_does_not_publish_over_what_is_there() {
    given([("2026-11-01T10:00", published(99, Some(20)))])
        .when(&secretary(&beijing()), publish(activity_form(Some(20))))
        .then_refused("commandIdReused");
}

#[test]
fn only_those_who_run_the_branch_publish_and_cancel() {
    let others = [
        (Caller::anonymous(), "signInNeeded"),
        (me(1), "notAllowed"),
        (steward(&beijing()), "notAllowed"),
        (secretary(&yiwu()), "notAllowed"),
        (organiser(&yiwu()), "notAllowed"),
        (district_officer(), "notAllowed"),
    ];
    for (caller, code) in others {
        let before = [("2026-11-01T10:00", published(1, None))];
        given(before.clone()).when(&caller, publish(activity_form(None))).then_refused(code);
        given(before).when(&caller, cancel(1, CancelReason::Weather, "")).then_refused(code);
    }
    given([]).when(&organiser(&beijing()), publish(activity_form(None))).result().unwrap();
}

#[track_caller]
fn check_form(form: ActivityForm, expected: &[(Field, Issue)]) {
    let refusal =
        given([]).when(&secretary(&beijing()), publish(form)).then_refused("invalidFields");
    let Refusal::InvalidFields { fields } = refusal else { panic!("{refusal:?}") };
    let got: Vec<_> = fields.iter().map(|issue| (issue.field, issue.issue)).collect();
    assert_eq!(got, expected);
}

#[test]
fn an_empty_form_names_every_field_that_is_needed() {
    let needed = [
        Field::Title,
        Field::Kind,
        Field::Start,
        Field::End,
        Field::Place,
        Field::ContactName,
        Field::ContactPhone,
    ];
    check_form(ActivityForm::default(), &needed.map(|field| (field, Issue::Required)));
}

#[test]
fn each_wrong_time_is_named() {
    let form = || activity_form(None);
    let cases = [
        (ActivityForm { start: "soon".into(), ..form() }, Field::Start, Issue::NotATime),
        (
            ActivityForm { start: "2026-13-06T14:00".into(), ..form() },
            Field::Start,
            Issue::NotATime,
        ),
        (
            ActivityForm {
                start: "2028-12-06T14:00".into(),
                end: "2028-12-06T16:00".into(),
                ..form()
            },
            Field::Start,
            Issue::TooFarAhead,
        ),
        (ActivityForm { end: "".into(), ..form() }, Field::End, Issue::Required),
        (ActivityForm { end: "2026-12-06T25:00".into(), ..form() }, Field::End, Issue::NotATime),
        (
            ActivityForm { end: "2026-12-06T13:59".into(), ..form() },
            Field::End,
            Issue::EndsBeforeStart,
        ),
        (
            ActivityForm { end: "2026-12-06T14:00".into(), ..form() },
            Field::End,
            Issue::EndsBeforeStart,
        ),
        (
            ActivityForm { end: "2027-01-06T14:01".into(), ..form() },
            Field::End,
            Issue::LastsTooLong,
        ),
        (
            ActivityForm {
                start: "2026-10-31T14:00".into(),
                end: "2026-11-01T09:00".into(),
                ..form()
            },
            Field::End,
            Issue::InPast,
        ),
        (
            ActivityForm { sign_up_until: "2026-12-06T14:01".into(), ..form() },
            Field::SignUpUntil,
            Issue::AfterStart,
        ),
        (
            ActivityForm { sign_up_until: "2026-11-01T09:00".into(), ..form() },
            Field::SignUpUntil,
            Issue::InPast,
        ),
        (ActivityForm { sign_up_until: "x".into(), ..form() }, Field::SignUpUntil, Issue::NotATime),
    ];
    for (form, field, issue) in cases {
        check_form(form, &[(field, issue)]);
    }
}

#[test]
fn each_wrong_number_is_named() {
    let capacity = Issue::OutOfRange { min: 1, max: 100_000 };
    for wrong in [0, -1, i64::MIN, 100_001, i64::MAX] {
        check_form(activity_form(Some(wrong)), &[(Field::Capacity, capacity)]);
    }
    let hours = Issue::OutOfRange { min: 0, max: 24 };
    for hours_tenths in [-1, 241, i64::MIN, i64::MAX] {
        let form = ActivityForm { hours_tenths, ..activity_form(None) };
        check_form(form, &[(Field::Hours, hours)]);
    }
}

#[test]
fn the_edges_are_allowed() {
    let form = || activity_form(None);
    let cases = [
        ActivityForm { capacity: Some(1), ..form() },
        ActivityForm { capacity: Some(100_000), ..form() },
        ActivityForm { hours_tenths: 0, ..form() },
        ActivityForm { hours_tenths: 240, ..form() },
        ActivityForm { end: "2027-01-06T14:00".into(), ..form() },
        ActivityForm { sign_up_until: "2026-12-06T14:00".into(), ..form() },
        ActivityForm { start: "2026-11-06T08:00".into(), ..form() },
        ActivityForm { start: "2026-12-06T06:00:00Z".into(), ..form() },
        ActivityForm { place: "".into(), online: "https://a.cn/x".into(), ..form() },
        ActivityForm { title: "活动".into(), agenda: "一\r\n二\n三".into(), ..form() },
        ActivityForm { title: "🎉🎉".into(), ..form() },
    ];
    for case in cases {
        let shown = format!("{case:?}");
        let result =
            given([]).at("2026-11-10T09:00").when(&secretary(&beijing()), publish(case)).result();
        // One that has begun and is not over may still be put on record.
        assert!(result.is_ok(), "{shown}: {result:?}");
    }
}

#[test]
fn sign_up_closes_with_the_start_when_nothing_else_is_said() {
    let details = checked_details(&activity_form(None), at("2026-11-01T09:00"));
    assert_eq!(details.sign_up_until, at("2026-12-06T14:00"));
    assert_eq!(details.contact.owner(), Some(person(900)));
}

#[test]
fn an_activity_is_cancelled_with_a_reason() {
    let decision = given([("2026-11-01T10:00", published(1, None))])
        .when(&secretary(&beijing()), cancel(1, CancelReason::Weather, " 大雪 "))
        .then([cancelled(1, "大雪")]);
    assert_eq!(decision.outcome, Outcome::ActivityCancelled);
    given([("2026-11-01T10:00", published(1, None))])
        .at("2026-12-06T16:29")
        .when(&secretary(&beijing()), cancel(1, CancelReason::Weather, ""))
        .then([cancelled(1, "")]);
}

#[test]
fn cancelling_is_refused_when_it_is_too_late_or_unknown() {
    let there = || given([("2026-11-01T10:00", published(1, None))]);
    let secretary = secretary(&beijing());
    let weather = |number| cancel(number, CancelReason::Weather, "");
    there().when(&secretary, weather(2)).then_refused("unknownActivity");
    there().at("2026-12-06T16:30").when(&secretary, weather(1)).then_refused("activityOver");
    given([("2026-11-01T10:00", published(1, None)), ("2026-11-01T11:00", cancelled(1, ""))])
        .when(&secretary, weather(1))
        .then_refused("activityCancelled");
    let long = "字".repeat(301);
    for (reason, note) in [
        (CancelReason::Other, ""),
        (CancelReason::Other, "雪"),
        (CancelReason::Venue, long.as_str()),
        (CancelReason::Venue, "a\u{200F}b"),
    ] {
        there().when(&secretary, cancel(1, reason, note)).then_refused("invalidFields");
    }
    there().when(&secretary, cancel(1, CancelReason::Other, "停电")).result().unwrap();
}

#[test]
fn the_sister_branchs_activity_is_unknown_here() {
    given([("2026-11-01T10:00", published(1, None))])
        .when_to(&yiwu(), &secretary(&yiwu()), cancel(1, CancelReason::Weather, ""))
        .then_refused("unknownActivity");
}
