//! Addresses: what is asked of which, and what is no question at all.

use guiyan_core::{
    branch::{lead::LeadStage, member::MemberState},
    tally::Measure,
    testing::*,
    view::{LeadsQuery, RosterList, RosterQuery, RowsOf},
    wire::{Failure, Question, Sources},
};

fn of(path: &str, query: &[(&str, &str)]) -> Result<Question, Failure> {
    Question::of(path, query.iter().copied())
}

#[track_caller]
fn malformed(path: &str, query: &[(&str, &str)], says: &str) {
    match of(path, query) {
        Err(Failure::Malformed(text)) => assert!(text.contains(says), "{text}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_address_says_what_is_asked() {
    let beijing = || "xinzhou-beijing".parse().unwrap();
    assert_eq!(of("/v1/branches", &[]), Ok(Question::Branches));
    assert_eq!(of("/v1/branches/xinzhou-beijing", &[]), Ok(Question::Branch(beijing())));
    let query = LeadsQuery { stage: Some(LeadStage::OnHold), ..LeadsQuery::default() };
    assert_eq!(
        of("/v1/branches/xinzhou-beijing/leads", &[("stage", "onHold"), ("cursor", "")]),
        Ok(Question::Leads(beijing(), query))
    );
    assert_eq!(of("/v1/matters", &[("cursor", "100")]), Ok(Question::Matters(Some(100))));
    assert_eq!(of("/v1/townships/NO", &[]), Ok(Question::Township(None, None)));
    assert!(of("/v1/district/overview", &[]).unwrap().counts());
    let rows = |name: &str| match of("/v1/district/rows", &[("of", name), ("from", "2026-01")]) {
        Ok(Question::Rows(query)) => (query.of, query.from.map(|month| month.to_string())),
        other => panic!("{other:?}"),
    };
    assert_eq!(rows("requestsOpen"), (RowsOf::RequestsOpen, Some("2026-01".to_owned())));
    let received = RowsOf::Measure(Measure::RequestsReceived);
    assert_eq!(rows("requestsReceived"), (received, Some("2026-01".to_owned())));
}

#[test]
fn what_is_no_address_is_said_to_be_none() {
    for path in ["", "/", "/v1", "/v2/branches", "/v1/", "/v1/branches/a/b/c", "/v1/branches/"] {
        let failure = of(path, &[]).unwrap_err();
        assert!(failure.code().starts_with("unknown"), "{path}: {failure:?}");
    }
    for branch in ["BEIJING", "..", "北京", &"x".repeat(41)] {
        let failure = of(&format!("/v1/branches/{branch}"), &[]).unwrap_err();
        assert_eq!(failure.code(), "unknownBranch", "{branch}");
    }
}

#[test]
fn a_query_takes_its_own_names_once() {
    malformed("/v1/me", &[("x", "")], "unknown field `x`");
    malformed("/v1/matters", &[("cursor", "1"), ("cursor", "2")], "twice");
    malformed("/v1/matters", &[("cursor", "-1")], "`cursor`");
    malformed("/v1/leads", &[("cursor", "none")], "`cursor`");
    malformed("/v1/branches/xinzhou-beijing/leads", &[("stage", "lost")], "`stage`");
    malformed("/v1/district/rows", &[], "missing field `of`");
    malformed("/v1/district/rows", &[("of", "attendance")], "`of`");
}

#[test]
fn a_list_takes_its_own_parameters_only() {
    let path = "/v1/branches/xinzhou-beijing/roster";
    let id = "00000000-0000-0000-0000-000000000001";
    let list = |query: &[(&str, &str)]| match of(path, query) {
        Ok(Question::Roster(_, RosterQuery { list, .. })) => list,
        other => panic!("{other:?}"),
    };
    assert_eq!(list(&[]), RosterList::Members(None));
    let submitted = RosterList::Members(Some(MemberState::Submitted));
    assert_eq!(list(&[("list", "members"), ("state", "submitted")]), submitted);
    let activity = RosterList::Activity(id.parse().unwrap());
    assert_eq!(list(&[("list", "activity"), ("activity", id)]), activity);
    malformed(path, &[("list", "activity")], "`list` must be");
    malformed(path, &[("list", "activity"), ("activity", id), ("state", "ended")], "`list`");
    malformed(path, &[("activity", id)], "`list` must be");
    malformed(path, &[("list", "everyone")], "`list` must be");
    malformed(path, &[("q", &"字".repeat(41))], "at most 40");
}

#[test]
fn an_answer_names_whom_it_shows_to_an_office() {
    let t = "2026-11-01T10:00";
    let district = given([(t, reported(1)), (t, received(1))]).district();
    let sources = Sources { matches: &|_, _| false, tallies: &[], readings: &[] };
    let roster = of("/v1/branches/xinzhou-beijing/roster", &[]).unwrap();
    let answer = roster.answer(&district, &secretary(&beijing()), at(t), &sources).unwrap();
    assert_eq!(answer.named, [("xinzhou-beijing".parse().unwrap(), person(1))]);
    assert_eq!((answer.purpose, answer.until), ("roster", None));
    let refused = roster.answer(&district, &steward(&beijing()), at(t), &sources);
    assert_eq!(refused.unwrap_err().code(), "notAllowed");
    let nobody = of("/v1/townships/NO", &[]).unwrap();
    let refused = nobody.answer(&district, &liaison("qinfeng"), at(t), &sources);
    assert_eq!(refused.unwrap_err().code(), "notAllowed");
}
