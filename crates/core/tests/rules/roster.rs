//! Rosters: ≤100 rows, searched, page by page.

use guiyan_core::{
    District, Refusal,
    branch::member::MemberState,
    caller::Caller,
    ids::PersonId,
    testing::*,
    view::{self, RosterList, RosterPage, RosterQuery},
};

const T: &str = "2026-11-01T10:00";

fn ask(district: &District, caller: &Caller, query: &RosterQuery) -> Result<RosterPage, Refusal> {
    let id = "xinzhou-beijing".parse().unwrap();
    view::roster(district, Some(&id), caller, at("2026-11-02T10:00"), query, &|_, _| false)
}

fn people(page: &RosterPage) -> Vec<PersonId> {
    page.rows.iter().map(|row| row.person).collect()
}

fn two_hundred_and_fifty() -> District {
    given((1..=250).map(|number| (T, reported(number)))).district()
}

#[test]
fn a_page_has_a_hundred_rows_and_the_next_begins_behind_it() {
    let district = two_hundred_and_fifty();
    let mut query = RosterQuery::default();
    let mut seen = Vec::new();
    for expected in [100, 100, 50] {
        let page = ask(&district, &secretary(&beijing()), &query).unwrap();
        assert_eq!((page.rows.len(), page.total), (expected, 250));
        seen.extend(people(&page));
        assert_eq!(page.cursor.is_some(), seen.len() < 250);
        query.cursor = page.cursor;
    }
    seen.sort_unstable();
    assert_eq!(seen, (1..=250).map(person).collect::<Vec<_>>());
}

#[test]
fn a_page_that_is_just_full_has_no_next() {
    let district = given((1..=100).map(|number| (T, reported(number)))).district();
    let page = ask(&district, &secretary(&beijing()), &RosterQuery::default()).unwrap();
    assert_eq!((page.rows.len(), page.cursor), (100, None));
}

#[test]
fn lists_are_of_one_state_and_what_waits_longest_comes_first() {
    let district = given([
        ("2026-11-01T12:00", reported(1)),
        ("2026-11-01T11:00", reported(2)),
        ("2026-11-01T10:00", reported(3)),
        ("2026-11-01T13:00", received(3)),
        ("2026-11-01T10:00", reported(4)),
        ("2026-11-01T14:00", received(4)),
    ])
    .district();
    let list = |state| {
        let list = RosterList::Members(state);
        let query = RosterQuery { list, ..RosterQuery::default() };
        people(&ask(&district, &secretary(&beijing()), &query).unwrap())
    };
    assert_eq!(list(Some(MemberState::Submitted)), [person(2), person(1)]);
    assert_eq!(list(Some(MemberState::Received)), [person(4), person(3)]);
    assert_eq!(list(Some(MemberState::Ended)), []);
    assert_eq!(list(None), [person(4), person(3), person(1), person(2)]);
}

#[test]
fn names_are_found_by_a_part_and_phones_by_those_who_may_see_them() {
    let district = given([
        (T, reported(1)),
        (T, received(1)),
        (T, reported(2)),
        (T, published(1, None)),
        (T, taken(1, 1, 1)),
    ])
    .district();
    let found = |caller: &Caller, list, q: &str| {
        let query = RosterQuery { list, q: q.into(), cursor: None };
        people(&ask(&district, caller, &query).unwrap())
    };
    let (members, going) = (RosterList::Members(None), RosterList::Activity(activity_id(1)));
    let form = report_form_of(1);
    let (officer, steward) = (secretary(&beijing()), steward(&beijing()));
    assert_eq!(found(&officer, members, &form.name), [person(1)]);
    assert_eq!(found(&officer, members, " 示例 ").len(), 2);
    assert_eq!(found(&officer, members, &form.phone[7..]), [person(1)]);
    assert_eq!(found(&officer, members, "001"), []);
    assert_eq!(found(&officer, members, "不存在"), []);
    assert_eq!(found(&officer, going, &form.phone), [person(1)]);
    assert_eq!(found(&steward, going, &form.name), [person(1)]);
    // Whether a number is on the list is already more than a steward may know.
    assert_eq!(found(&steward, going, &form.phone), []);
}

#[test]
fn the_list_of_an_activity_is_by_place_and_then_by_queue() {
    let members = (1..=5).flat_map(|number| [(T, reported(number)), (T, received(number))]);
    let events = [
        (T, published(1, Some(3))),
        (T, taken(1, 4, 1)),
        (T, taken(1, 5, 2)),
        (T, waitlisted(1, 3)),
        (T, waitlisted(1, 1)),
        (T, waitlisted(1, 2)),
        (T, offered(1, 3, 3, "2026-11-05T10:00")),
    ];
    let district = given(members.chain(events)).district();
    let query =
        RosterQuery { list: RosterList::Activity(activity_id(1)), ..RosterQuery::default() };
    let page = ask(&district, &steward(&beijing()), &query).unwrap();
    assert_eq!(people(&page), [4, 5, 3, 1, 2].map(person));
    let places: Vec<_> = page.rows.iter().map(|row| (row.place, row.position)).collect();
    let expected =
        [(Some(1), None), (Some(2), None), (None, None), (None, Some(1)), (None, Some(2))];
    assert_eq!(places, expected);
}

#[test]
fn refusals_tell_what_is_missing() {
    let district = given([(T, published(1, None))]).district();
    let code = |caller: &Caller, list| {
        let query = RosterQuery { list, ..RosterQuery::default() };
        ask(&district, caller, &query).unwrap_err().code()
    };
    let (members, going) = (RosterList::Members(None), RosterList::Activity(activity_id(1)));
    let unknown = RosterList::Activity(activity_id(2));
    assert_eq!(code(&Caller::anonymous(), members), "signInNeeded");
    assert_eq!(code(&Caller::person(person(1)), members), "notAllowed");
    assert_eq!(code(&steward(&beijing()), members), "notAllowed");
    assert_eq!(code(&secretary(&yiwu()), members), "notAllowed");
    assert_eq!(code(&district_officer(), members), "notAllowed");
    assert_eq!(code(&secretary(&yiwu()), going), "notAllowed");
    // Nobody learns from the refusal which activities there are.
    assert_eq!(code(&Caller::person(person(1)), unknown), "notAllowed");
    assert_eq!(code(&steward(&beijing()), unknown), "unknownActivity");
}
