//! The district: dispatch, unknown branches, time that does not go back.

use guiyan_core::{Command, Outcome, command::DistrictCommand, ids::StreamId, testing::*, view};

use crate::{
    activities_places::sign_up,
    members::{beijing_of, me, report_in},
};

#[test]
fn an_unknown_branch_is_refused() {
    let nowhere = StreamId::Branch("xinzhou-paris".parse().unwrap());
    given([]).when_to(&nowhere, &me(1), report_in(1)).then_refused("unknownBranch");
    let refusal = view::view(
        &sample_district(),
        &"xinzhou-paris".parse().unwrap(),
        &me(1),
        at("2026-11-01T09:00"),
    );
    assert_eq!(refusal.unwrap_err().code(), "unknownBranch");
}

#[test]
fn commands_go_where_they_belong() {
    given([]).when_to(&StreamId::District, &me(1), report_in(1)).then_refused("notAllowed");
    given([]).when_to(&StreamId::District, &me(1), sign_up(1)).then_refused("unknownActivity");
    let erase = || Command::from(DistrictCommand::EraseMe {});
    given([]).when_to(&beijing(), &me(1), erase()).then_refused("notAllowed");
    let settle = Command::from(DistrictCommand::Settle);
    given([]).when_to(&beijing(), &me(1), settle).then_refused("notAllowed");
}

#[test]
fn time_is_lifted_to_the_last_event_of_any_branch() {
    // The Yiwu branch wrote on the day of the activity; a clock that is behind
    // does not open the sign-up again.
    let late = || {
        given([
            ("2026-11-01T10:00", reported(1)),
            ("2026-11-01T10:00", received(1)),
            ("2026-11-01T10:00", published(1, None)),
        ])
        .and(&yiwu(), [("2026-12-06T14:00", reported(7))])
        .at("2026-11-02T09:00")
    };
    late().when(&me(1), sign_up(1)).then_refused("activityBegun");
    assert_eq!(late().district().last_at(), at("2026-12-06T14:00"));
}

#[test]
fn a_branchs_own_time_does_not_go_back_either() {
    let district =
        given([("2026-11-05T10:00", reported(1)), ("2026-11-01T10:00", received(1))]).district();
    assert_eq!(beijing_of(&district).last_at, at("2026-11-05T10:00"));
    assert_eq!(district.version_of(&beijing()), 2);
    assert_eq!(district.version_of(&yiwu()), 0);
    assert_eq!(district.version_of(&StreamId::District), 0);
    let nowhere = StreamId::Branch("xinzhou-paris".parse().unwrap());
    assert_eq!(district.version_of(&nowhere), 0);
}

#[test]
fn the_district_officer_sees_counts_and_nobody_else_does() {
    let district = given([
        ("2026-11-01T10:00", reported(1)),
        ("2026-11-01T10:00", reported(2)),
        ("2026-11-01T10:00", received(2)),
        ("2026-11-01T10:00", reported(3)),
        ("2026-11-01T10:00", sent_back(3, "缺页")),
        ("2026-11-01T10:00", reported(4)),
        ("2026-11-01T10:00", ended(4)),
        ("2026-11-01T10:00", published(1, None)),
    ])
    .district();
    let view = view::district_view(&district, &district_officer(), at("2026-11-02T10:00")).unwrap();
    let counts: Vec<_> = view
        .branches
        .iter()
        .map(|row| (row.submitted, row.sent_back, row.received, row.ended, row.activities))
        .collect();
    assert_eq!(counts, [(1, 1, 1, 1, 1), (0, 0, 0, 0, 0)]);
    for caller in [me(1), secretary(&beijing()), steward(&yiwu())] {
        assert_eq!(
            view::district_view(&district, &caller, at("2026-11-02T10:00")).unwrap_err().code(),
            "notAllowed"
        );
    }
    let nobody = guiyan_core::caller::Caller { person: None, ..district_officer() };
    assert_eq!(
        view::district_view(&district, &nobody, at("2026-11-02T10:00")).unwrap_err().code(),
        "signInNeeded"
    );
}

#[test]
fn events_of_what_is_unknown_change_nothing_but_the_version() {
    let t = "2026-11-01T10:00";
    let district = given([
        (t, received(1)),
        (t, sent_back(1, "缺页")),
        (t, ended(1)),
        (t, taken(1, 1, 1)),
        (t, waitlisted(1, 1)),
        (t, offered(1, 1, 1, t)),
        (t, lapsed(1, 1, false)),
        (t, left(1, 1)),
        (t, checked_in(1, 1)),
        (t, check_in_undone(1, 1)),
        (t, cancelled(1, "")),
    ])
    .district();
    let branch = beijing_of(&district);
    assert!(
        branch.members.is_empty()
            && branch.activities.all.is_empty()
            && branch.activities.joined.is_empty()
    );
    assert_eq!((branch.version, branch.next_due(&district.charter)), (11, None));
}

#[test]
fn outcomes_are_answers_of_ids_and_codes() {
    let outcome = Outcome::ActivityPublished { activity: activity_id(1) };
    let json = serde_json::to_value(outcome).unwrap();
    assert_eq!(json["type"], "activityPublished");
    assert_eq!(json["activity"], activity_id(1).to_string());
}
