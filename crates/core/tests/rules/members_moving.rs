//! Moving from one branch to the other in one action, and ending with places
//! in several activities.

use guiyan_core::{
    Outcome, Refusal,
    branch::{
        activity::ActivityForm,
        member::{Consent, EndReason, MemberCommand, MemberEvent, MemberState, StepKind},
    },
    caller::Caller,
    ids::StreamId,
    refusal::Field,
    testing::*,
    text::Issue,
};

use crate::members::{beijing_of, end, me, report_in, yiwu_of};

fn move_to(to: &str, area: &str) -> MemberCommand {
    let to = to.parse().unwrap();
    MemberCommand::MoveReportIn { to, area: area.into(), consent: consent() }
}

#[test]
fn a_move_ends_here_and_is_submitted_there_under_the_same_claim() {
    let decision = given([("2026-11-01T10:00", reported(1)), ("2026-11-01T11:00", received(1))])
        .when(&me(1), move_to("xinzhou-yiwu", "稠城街道"))
        .then_outcome(Outcome::ReportInMoved);
    assert_eq!(decision.claims, []);
    let streams: Vec<&StreamId> = decision.events.iter().map(|(stream, _)| stream).collect();
    assert_eq!(streams, [&beijing(), &yiwu()]);
    let guiyan_core::Event::Member(MemberEvent::ReportInEnded { reason, moved_to, .. }) =
        &decision.events[0].1
    else {
        panic!("{decision:?}")
    };
    assert_eq!(*reason, EndReason::MovedOn);
    assert_eq!(moved_to.as_ref().unwrap().as_str(), "xinzhou-yiwu");
}

#[test]
fn a_move_takes_the_report_along_and_changes_the_place() {
    let district = given([("2026-11-01T10:00", reported(1))])
        .at("2026-11-05T10:00")
        .when(&me(1), move_to("xinzhou-yiwu", " 稠城街道 "))
        .then_state();
    assert_eq!(beijing_of(&district).members[&person(1)].state, MemberState::Ended);
    let there = &yiwu_of(&district).members[&person(1)];
    assert_eq!(there.state, MemberState::Submitted);
    let from = Some("xinzhou-beijing".parse().unwrap());
    assert_eq!(there.steps[0].kind, StepKind::Submitted { moved_from: from });
    let report = there.report.known().unwrap();
    let mut expected = checked_report(&report_form_of(1));
    expected.city = "义乌".into();
    expected.area = "稠城街道".into();
    assert_eq!(*report, expected);
    assert_eq!(there.consent.recipient.as_str(), "qinfeng");
    let active = district.active_branch(&person(1)).unwrap();
    assert_eq!(active.as_str(), "xinzhou-yiwu");
}

#[test]
fn one_can_move_back_again() {
    let district = given([("2026-11-01T10:00", reported(1))])
        .when(&me(1), move_to("xinzhou-yiwu", "稠城街道"))
        .then_state();
    let district = given([])
        .in_district(district)
        .when_to(&yiwu(), &me(1), move_to("xinzhou-beijing", "海淀区"))
        .then_state();
    let member = &beijing_of(&district).members[&person(1)];
    assert_eq!(member.state, MemberState::Submitted);
    assert_eq!(member.steps.len(), 3);
    assert_eq!(yiwu_of(&district).members[&person(1)].state, MemberState::Ended);
    given([])
        .in_district(district)
        .when_to(&yiwu(), &me(1), report_in(1))
        .then_refused("alreadyReportedIn");
}

#[test]
fn a_move_is_refused_when_it_leads_nowhere() {
    let waits = || given([("2026-11-01T10:00", reported(1))]);
    let yiwu_id = "xinzhou-yiwu";
    waits().when(&Caller::anonymous(), move_to(yiwu_id, "新区")).then_refused("signInNeeded");
    waits().when(&me(1), move_to("xinzhou-paris", "新区")).then_refused("unknownBranch");
    waits().when(&me(1), move_to("xinzhou-beijing", "新区")).then_refused("sameBranch");
    waits().when(&me(2), move_to(yiwu_id, "新区")).then_refused("noReportIn");
    waits().when_to(&yiwu(), &me(1), move_to("xinzhou-beijing", "新区")).then_refused("noReportIn");
    given([("2026-11-01T10:00", reported(1)), ("2026-11-01T11:00", ended(1))])
        .when(&me(1), move_to(yiwu_id, "新区"))
        .then_refused("noReportIn");
}

#[test]
fn a_move_tells_every_issue_at_once() {
    let to = "xinzhou-yiwu".parse().unwrap();
    let consent = Consent { agreed: true, notice: "2020-01".into() };
    let command = MemberCommand::MoveReportIn { to, area: "x".into(), consent };
    let refusal = given([("2026-11-01T10:00", reported(1))])
        .when(&me(1), command)
        .then_refused("invalidFields");
    let Refusal::InvalidFields { fields } = refusal else { panic!("{refusal:?}") };
    let got: Vec<_> = fields.iter().map(|issue| (issue.field, issue.issue)).collect();
    let expected =
        [(Field::Area, Issue::TooShort { min: 2 }), (Field::Consent, Issue::NoticeChanged)];
    assert_eq!(got, expected);
}

fn on(day: &str, capacity: i64) -> ActivityForm {
    ActivityForm {
        start: format!("2026-12-{day}T14:00"),
        end: format!("2026-12-{day}T16:00"),
        ..activity_form(Some(capacity))
    }
}

#[test]
fn ending_gives_up_every_place_and_each_goes_to_its_queue() {
    let t = "2026-11-01T10:00";
    let people = [1, 2, 3].into_iter().flat_map(|n| [(t, reported(n)), (t, received(n))]);
    let activities = [
        (t, published_with(11, &on("06", 1))),
        (t, published_with(12, &on("07", 1))),
        (t, published_with(13, &on("08", 1))),
        (t, taken(11, 1, 1)),
        (t, waitlisted(11, 2)),
        (t, taken(12, 3, 1)),
        (t, waitlisted(12, 1)),
        (t, waitlisted(12, 2)),
        (t, taken(13, 1, 1)),
    ];
    let decision = given(people.chain(activities)).when(&me(1), end(None, "")).then([
        ended(1),
        left(11, 1),
        offered(11, 2, 1, t),
        taken(11, 2, 1),
        left(12, 1),
        left(13, 1),
    ]);
    assert_eq!(decision.claims.len(), 1);
}

#[test]
fn ending_leaves_alone_what_has_begun_is_cancelled_or_was_attended() {
    let t = "2026-11-01T10:00";
    let before = [
        (t, reported(1)),
        (t, received(1)),
        (t, published_with(11, &on("06", 1))),
        (t, published_with(12, &on("07", 1))),
        (t, published_with(13, &on("06", 2))),
        (t, taken(11, 1, 1)),
        (t, taken(12, 1, 1)),
        (t, taken(13, 1, 1)),
        (t, cancelled(12, "")),
        ("2026-12-06T13:00", checked_in(13, 1)),
    ];
    // Half an hour before the start, checked in for the one of the two.
    given(before.clone())
        .at("2026-12-06T13:30")
        .when(&me(1), end(None, ""))
        .then([ended(1), left(11, 1)]);
    given(before).at("2026-12-06T14:00").when(&me(1), end(None, "")).then([ended(1)]);
}

#[test]
fn moving_gives_up_the_places_too() {
    let t = "2026-11-01T10:00";
    let before =
        [(t, reported(1)), (t, received(1)), (t, published(11, Some(1))), (t, taken(11, 1, 1))];
    let district = given(before).when(&me(1), move_to("xinzhou-yiwu", "稠城街道")).then_state();
    let branch = beijing_of(&district);
    assert_eq!(branch.activities.all[&activity_id(11)].places.confirmed(), 0);
    assert!(branch.activities.joined.is_empty());
}
