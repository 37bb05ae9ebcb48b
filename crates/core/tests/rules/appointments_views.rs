//! 任职, as those see it who appoint; and offices that wait for a second factor.

use guiyan_core::{
    District,
    appointment::AppointmentEnd,
    caller::Caller,
    testing::*,
    view,
    wire::{Question, Sources},
};
use serde_json::json;

use crate::{
    activities_places::T,
    appointments::{
        OFFICER, SECRETARY, STEWARD, appoint, branch, district, end, hand_over, publish, with,
    },
    members::me,
};

fn listed(district: &District, caller: &Caller) -> Result<Vec<String>, &'static str> {
    let found = view::offices(district, caller, at("2026-11-05T10:00"));
    let (view, _) = found.map_err(|refusal| refusal.code())?;
    let rows = view.held.iter().chain(&view.over);
    Ok(rows.map(|row| format!("{} {}", row.role, row.name.as_deref().unwrap_or("-"))).collect())
}

#[test]
fn each_sees_the_offices_they_give() {
    let district = with([
        appointed(1, 1, STEWARD, None),
        appointed(2, 2, "steward:xinzhou-yiwu", None),
        appointed(3, 3, OFFICER, None),
        appointed(4, 4, SECRETARY, Some("2026-11-03")),
        appointed(5, 5, SECRETARY, None),
    ])
    .district();
    let name = |number: u128| guest_form(number).name;
    let of = |role: &str, number: u128| format!("{role} {}", name(number));
    let beijing_rows = vec![of(SECRETARY, 5), of(STEWARD, 1), of(SECRETARY, 4)];
    assert_eq!(listed(&district, &secretary(&beijing())).unwrap(), beijing_rows);
    assert_eq!(
        listed(&district, &district_officer()).unwrap(),
        [
            of(SECRETARY, 5),
            of(STEWARD, 1),
            of("steward:xinzhou-yiwu", 2),
            of(OFFICER, 3),
            of(SECRETARY, 4)
        ],
    );
    for caller in [me(1), steward(&beijing()), organiser(&beijing()), liaison("qinfeng")] {
        assert_eq!(listed(&district, &caller), Err("notAllowed"), "{caller:?}");
    }
    assert_eq!(listed(&district, &Caller::anonymous()), Err("signInNeeded"));
}

#[test]
fn the_list_says_what_its_reader_may_do() {
    let district =
        with([appointed(1, 900, SECRETARY, None), appointed(2, 2, STEWARD, None)]).district();
    let (own, _) = view::offices(&district, &secretary(&beijing()), at(T)).unwrap();
    let may: Vec<(bool, bool)> = own.held.iter().map(|row| (row.mine, row.may_end)).collect();
    assert_eq!(may, [(true, true), (false, true)]);
    let roles: Vec<String> = own.may_appoint.iter().map(|it| it.role.to_string()).collect();
    assert_eq!(roles, ["organiser:xinzhou-beijing", STEWARD]);
    assert_eq!(own.may_hand_over, [branch()]);
    let (all, until) = view::offices(&district, &district_officer(), at(T)).unwrap();
    // Three of each branch, the townships, those departments that work here, the district.
    assert_eq!(all.may_appoint.len(), 2 * 3 + 2 + 2 + 1);
    assert_eq!(all.may_hand_over.len(), 2);
    assert_eq!(until.0, i64::MAX);
    let ended =
        with([appointed(1, 1, STEWARD, None), appointment_ended(1, 900, AppointmentEnd::Removed)])
            .district();
    let (view, _) = view::offices(&ended, &secretary(&beijing()), at(T)).unwrap();
    let ended = view.over[0].ended.unwrap();
    assert_eq!((ended.at, ended.how), (at(T), AppointmentEnd::Removed));
    assert!(!view.over[0].may_end);
}

#[test]
fn offices_that_wait_for_a_second_factor_open_nothing() {
    let district_now = with([appointed(1, 1, OFFICER, None), appointed(2, 1, SECRETARY, None)])
        .and(&beijing(), [(T, published(1, None))])
        .district();
    let sources = Sources { matches: &|_, _| false, tallies: &[], readings: &[] };
    let me_of = |caller: &Caller| {
        let answer = Question::Me.answer(&district_now, caller, at(T), &sources).unwrap();
        serde_json::to_value(answer.view).unwrap()
    };
    let waiting = Caller { withheld: true, ..me(1) };
    assert_eq!(me_of(&waiting)["officesWait"], "secondFactor");
    assert_eq!(me_of(&waiting)["roles"], json!([]));
    assert_eq!(me_of(&me(1))["roles"].as_array().unwrap().len(), 2);
    assert!(me_of(&me(1)).get("officesWait").is_none());
    assert!(me_of(&Caller { withheld: true, ..me(2) }).get("officesWait").is_none());
    // Those that came with a token wait too.
    let named = Caller { withheld: true, ..district_officer() };
    for caller in [&waiting, &named] {
        for question in [Question::District, Question::Offices, Question::Overview] {
            let refused = question.answer(&district_now, caller, at(T), &sources).unwrap_err();
            assert_eq!(refused.code(), "notAllowed", "{question:?}");
        }
        let again = || given([]).in_district(district_now.clone()).at(T);
        again().when(caller, publish()).then_refused("notAllowed");
        again().when_to(&district(), caller, appoint(3, STEWARD, "")).then_refused("notAllowed");
        again().when_to(&district(), caller, hand_over(3)).then_refused("notAllowed");
    }
    // What is their own they may do: to resign is no act of an office.
    let again = given([]).in_district(district_now).at(T);
    again.when_to(&district(), &waiting, end(2)).then([appointment_ended(
        2,
        1,
        AppointmentEnd::Resigned,
    )]);
}
