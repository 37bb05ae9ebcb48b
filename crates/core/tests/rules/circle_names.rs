//! Whose name is seen by whom, where members of several branches take part: by
//! the office in their own branch, else by their own consent. [PIPL §23]

use guiyan_core::{
    District, Outcome,
    branch::{activity::ActivityCommand, member::EndReason, member::MemberCommand},
    caller::Caller,
    ids::{PersonId, StreamId},
    testing::*,
    view::{self, RosterList, RosterPage, RosterQuery},
};

use crate::circle::{circle, id_of, me, shown};

const LATER: &str = "2026-11-02T10:00";

fn list(
    district: &District,
    stream: &StreamId,
    activity: u128,
    caller: &Caller,
    q: &str,
) -> Result<RosterPage, guiyan_core::Refusal> {
    let query = RosterQuery {
        list: RosterList::Activity(activity_id(activity)),
        q: q.into(),
        cursor: None,
    };
    let id = match stream {
        StreamId::Branch(_) => Some(id_of(stream)),
        StreamId::District => None,
    };
    view::roster(district, id.as_ref(), caller, at(LATER), &query, &|_, _| false)
}

/// What a list says of somebody: name, phone, branch, place.
type Said = (Option<String>, Option<String>, Option<String>, Option<u32>);

fn said(page: &RosterPage, number: u128) -> Said {
    let row = page.rows.iter().find(|row| row.person == person(number)).unwrap();
    assert!(row.guest_of.is_none() || row.report.is_none(), "no report of a guest");
    assert!(row.guest_of.is_none() || row.category.is_none());
    (row.name.clone(), row.phone.clone(), row.guest_of.clone().map(|it| it.zh), row.place)
}

fn share(number: u128) -> ActivityCommand {
    ActivityCommand::ShareName { activity: activity_id(number) }
}

fn withdraw(number: u128) -> ActivityCommand {
    ActivityCommand::WithdrawName { activity: activity_id(number) }
}

#[test]
fn a_guest_has_a_number_and_no_name_unless_they_agree() {
    let (seven, anonymous) = (report_form_of(7), Some("义乌支部".to_owned()));
    let without = circle().and(&beijing(), [(LATER, taken(1, 7, 1))]).district();
    for caller in [secretary(&beijing()), organiser(&beijing()), steward(&beijing())] {
        let page = list(&without, &beijing(), 1, &caller, "").unwrap();
        assert_eq!(said(&page, 7), (None, None, anonymous.clone(), Some(1)));
        assert_eq!(page.named(&without, Some(&id_of(&beijing()))), []);
        // What is not seen is not found either.
        let found = list(&without, &beijing(), 1, &caller, &seven.name).unwrap();
        assert_eq!(found.total, 0);
    }
    let with = given([]).in_district(without.clone()).and(&beijing(), [(LATER, name_shared(1, 7))]);
    let with = with.district();
    for (caller, phone) in
        [(secretary(&beijing()), Some(seven.phone.clone())), (steward(&beijing()), None)]
    {
        let page = list(&with, &beijing(), 1, &caller, &seven.name).unwrap();
        assert_eq!(said(&page, 7), (Some(seven.name.clone()), phone, anonymous.clone(), Some(1)));
        // It is kept as a reading, in the record of their own branch.
        let named = page.named(&with, Some(&id_of(&beijing())));
        assert_eq!(named, [(id_of(&yiwu()), person(7))]);
    }
    // Their own branch sees nothing of it.
    for caller in [secretary(&yiwu()), steward(&yiwu()), district_officer(), me(7)] {
        assert_eq!(list(&with, &beijing(), 1, &caller, "").unwrap_err().code(), "notAllowed");
    }
}

#[test]
fn the_question_comes_with_the_sign_up() {
    let sign_up =
        |number, share_name| ActivityCommand::SignUp { activity: activity_id(number), share_name };
    circle().when(&me(7), sign_up(1, true)).then([taken(1, 7, 1), name_shared(1, 7)]);
    circle().when(&me(7), sign_up(1, false)).then([taken(1, 7, 1)]);
    // Of one's own branch nobody asks.
    circle().when(&me(1), sign_up(1, true)).then([taken(1, 1, 1)]);
    let to = StreamId::District;
    circle().when_to(&to, &me(1), sign_up(4, true)).then([taken(4, 1, 1), name_shared(4, 1)]);
    let full = circle().and(&beijing(), [(LATER, taken(1, 1, 1))]);
    full.when(&me(7), sign_up(1, true)).then([waitlisted(1, 7), name_shared(1, 7)]);
}

#[test]
fn it_is_given_and_taken_back_at_any_time() {
    let signed_up = || circle().and(&beijing(), [(LATER, taken(1, 7, 1))]);
    let shared = || signed_up().and(&beijing(), [(LATER, name_shared(1, 7))]);
    signed_up().when(&me(7), share(1)).then([name_shared(1, 7)]);
    shared().when(&me(7), share(1)).then_refused("nameShown");
    shared().when(&me(7), withdraw(1)).then_outcome(Outcome::NameShareWithdrawn);
    signed_up().when(&me(7), withdraw(1)).then_refused("nameNotShared");
    circle().when(&me(7), share(1)).then_refused("notSignedUp");
    let own = circle().and(&beijing(), [(LATER, taken(1, 1, 1))]);
    own.when(&me(1), share(1)).then_refused("nameShown");
    circle().when(&me(7), share(9)).then_refused("unknownActivity");
    circle().when(&Caller::anonymous(), share(1)).then_refused("signInNeeded");
    // Cancelled or over, what was given can be taken back.
    let cancelled = || shared().and(&beijing(), [(LATER, cancelled(1, ""))]);
    cancelled().when(&me(7), withdraw(1)).then([name_share_withdrawn(1, 7)]);
    cancelled().when(&me(7), share(1)).then_refused("activityCancelled");
    let over = shared().at("2026-12-08T10:00");
    over.when(&me(7), withdraw(1)).then([name_share_withdrawn(1, 7)]);
}

#[test]
fn it_ends_with_the_sign_up_it_was_given_for() {
    let again = circle()
        .and(
            &beijing(),
            [
                (LATER, taken(1, 7, 1)),
                (LATER, name_shared(1, 7)),
                (LATER, left(1, 7)),
                (LATER, taken(1, 7, 1)),
            ],
        )
        .district();
    let mine = shown(&again, &yiwu(), &me(7));
    let mine = mine.iter().find(|activity| activity.id == activity_id(1)).unwrap();
    assert_eq!(mine.name_shared, Some(false), "they are asked again");
    let page = list(&again, &beijing(), 1, &secretary(&beijing()), "").unwrap();
    assert_eq!(said(&page, 7).0, None);
}

#[test]
fn a_view_asks_only_whom_it_concerns() {
    let district = circle().and(&beijing(), [(LATER, taken(1, 7, 1))]).district();
    let asked = |page: &StreamId, number| {
        let list = shown(&district, page, &me(number));
        list.into_iter().find(|it| it.id == activity_id(1)).unwrap().name_shared
    };
    assert_eq!(asked(&beijing(), 1), None, "a member of the branch that holds it");
    assert_eq!(asked(&beijing(), 50), None, "a visitor");
    assert_eq!(asked(&yiwu(), 7), Some(false));
    assert_eq!(asked(&yiwu(), 8), Some(false), "before they sign up");
    assert_eq!(asked(&beijing(), 8), Some(false), "on the holder's page too");
}

#[test]
fn on_a_list_of_the_district_each_branch_knows_its_own() {
    let district = circle()
        .and(
            &StreamId::District,
            [
                (LATER, taken(4, 1, 1)),
                (LATER, waitlisted(4, 7)),
                (LATER, waitlisted(4, 8)),
                (LATER, name_shared(4, 8)),
            ],
        )
        .district();
    let to = StreamId::District;
    let names = |caller: &Caller| {
        let page = list(&district, &to, 4, caller, "").unwrap();
        [1, 7, 8].map(|number| said(&page, number).0.is_some())
    };
    assert_eq!(names(&secretary(&beijing())), [true, false, true]);
    assert_eq!(names(&steward(&yiwu())), [false, true, true]);
    assert_eq!(names(&district_officer()), [false, false, true]);
    let page = list(&district, &to, 4, &steward(&yiwu()), "").unwrap();
    let named: Vec<PersonId> = page.named(&district, None).iter().map(|it| it.1).collect();
    assert_eq!(named, [person(7), person(8)]);
    // Also when a report-in ended meanwhile: they are named, so it is read.
    let after = circle()
        .and(&StreamId::District, [(LATER, taken(4, 7, 1)), (LATER, checked_in(4, 7))])
        .and(&yiwu(), [(LATER, ended(7))])
        .district();
    let late = list(&after, &to, 4, &steward(&yiwu()), "").unwrap();
    let named_late = late.named(&after, None);
    assert!(said(&late, 7).0.is_some());
    assert_eq!(named_late, [(id_of(&yiwu()), person(7))]);
    assert_eq!(said(&page, 1).2.as_deref(), Some("北京支部"));
    assert_eq!(said(&page, 7).2, None, "of their own branch");
    for caller in [me(1), me(50), liaison("qinfeng"), department_contact("education")] {
        assert_eq!(list(&district, &to, 4, &caller, "").unwrap_err().code(), "notAllowed");
    }
    // There is no register of the district.
    let members = RosterQuery::default();
    let caller = district_officer();
    let refused = view::roster(&district, None, &caller, at(LATER), &members, &|_, _| false);
    assert_eq!(refused.unwrap_err().code(), "notAllowed");
}

#[test]
fn an_ended_guest_is_not_named_by_an_old_consent() {
    let (reason, note) = (EndReason::ReturnedHome, String::new());
    let end = MemberCommand::EndReportIn { person: None, reason, note };
    let after = circle()
        .and(
            &beijing(),
            [
                (LATER, taken(1, 7, 1)),
                (LATER, name_shared(1, 7)),
                ("2026-12-06T14:10", checked_in(1, 7)),
            ],
        )
        .when_to(&yiwu(), &me(7), end)
        .then_state();
    let query = RosterQuery { list: RosterList::Activity(activity_id(1)), ..Default::default() };
    let id = id_of(&beijing());
    let now = after.last_at();
    let page = view::roster(&after, Some(&id), &secretary(&beijing()), now, &query, &|_, _| false);
    assert_eq!(said(&page.unwrap(), 7), (None, None, Some("义乌支部".into()), Some(1)));
}
