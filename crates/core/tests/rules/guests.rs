//! 乡友: who are no members join what is open to them, with name and phone, and
//! are counted apart. [domain §1]

use guiyan_core::{
    Outcome, Refusal,
    branch::{
        activity::{ActivityCommand, ActivityForm, GuestForm},
        member::Consent,
    },
    caller::Caller,
    command::DistrictCommand,
    ids::{BranchId, StreamId},
    tally::{Measure, tally},
    testing::*,
    view::{self, RosterList, RosterQuery, SignUpAction},
};

use crate::{
    activities_places::{T, leave, sign_up},
    members::{beijing_of, me},
};

fn beijing_branch() -> BranchId {
    "xinzhou-beijing".parse().unwrap()
}

fn open_form(capacity: i64) -> ActivityForm {
    ActivityForm { guests: true, ..activity_form(Some(capacity)) }
}

/// Member 1; activity 1 is open to 乡友, with that many places; 2 is not.
fn open(capacity: i64) -> Given {
    let events =
        [reported(1), received(1), published_with(1, &open_form(capacity)), published(2, None)];
    given(events.map(|event| (T, event)))
}

fn join(activity: u128, number: u128) -> ActivityCommand {
    let activity = activity_id(activity);
    ActivityCommand::JoinAsGuest { activity, guest: guest_form(number), consent: consent() }
}

fn check_in(number: u128) -> ActivityCommand {
    ActivityCommand::CheckIn { activity: activity_id(1), person: person(number) }
}

/// 50 has place 1 as 乡友, 1 has place 2 as a member.
fn both() -> Given {
    open(5).and(
        &beijing(),
        [guest_joined(1, 50), taken(1, 50, 1), taken(1, 1, 2)].map(|event| (T, event)),
    )
}

#[test]
fn guests_leave_name_and_phone_and_get_a_place() {
    let decision = open(5).when(&me(50), join(1, 50)).then([guest_joined(1, 50), taken(1, 50, 1)]);
    assert_eq!(decision.outcome, Outcome::Confirmed { place: 1 });
}

#[test]
fn guests_queue_like_everybody() {
    let decision = open(1)
        .and(&beijing(), [(T, taken(1, 1, 1))])
        .when(&me(50), join(1, 50))
        .then([guest_joined(1, 50), waitlisted(1, 50)]);
    assert_eq!(decision.outcome, Outcome::Waitlisted { position: 1 });
    let queue = [taken(1, 1, 1), guest_joined(1, 50), waitlisted(1, 50)];
    open(1).and(&beijing(), queue.map(|event| (T, event))).when(&me(1), leave(1)).then([
        left(1, 1),
        offered(1, 50, 1, T),
        taken(1, 50, 1),
    ]);
}

#[test]
fn only_what_is_open_to_them_and_only_once() {
    open(5).when(&me(50), join(2, 50)).then_refused("membersOnly");
    open(5).when(&me(50), sign_up(1)).then_refused("membersOnly");
    open(5).when(&me(50), join(9, 50)).then_refused("unknownActivity");
    both().when(&me(50), join(1, 50)).then_refused("alreadySignedUp");
    open(5).when(&Caller::anonymous(), join(1, 50)).then_refused("signInNeeded");
    open(5).at("2026-12-06T14:00").when(&me(50), join(1, 50)).then_refused("activityBegun");
}

#[test]
fn a_member_comes_as_a_member() {
    open(5).when(&me(1), join(1, 1)).then_refused("notAGuest");
    let there = [reported(7), received(7)].map(|event| (T, event));
    open(5).and(&yiwu(), there).when(&me(7), join(1, 7)).then_refused("notAGuest");
    // Who waits to be received is none yet.
    open(5)
        .and(&beijing(), [(T, reported(2))])
        .when(&me(2), join(1, 2))
        .then([guest_joined(1, 2), taken(1, 2, 1)]);
}

#[test]
fn every_field_is_checked_and_the_notice_agreed_to() {
    let with = |name: &str, phone: &str, consent: Consent| ActivityCommand::JoinAsGuest {
        activity: activity_id(1),
        guest: GuestForm { name: name.into(), phone: phone.into() },
        consent,
    };
    let refused = |command: ActivityCommand, fields: &[&str]| match open(5)
        .when(&me(50), command)
        .then_refused("invalidFields")
    {
        Refusal::InvalidFields { fields: found } => {
            let found: Vec<_> = found.iter().map(|issue| issue.field.name()).collect();
            assert_eq!(found, fields);
        }
        other => panic!("{other:?}"),
    };
    refused(with("", "", consent()), &["name", "phone"]);
    refused(with("乡", "12", consent()), &["name", "phone"]);
    refused(with("乡友", "13900000000", Consent { agreed: false, ..consent() }), &["consent"]);
    let old = Consent { notice: "2020-01".into(), ..consent() };
    refused(with("=乡友", "13900000000", old), &["name", "consent"]);
}

#[test]
fn guests_are_checked_in_without_hours_and_counted_apart() {
    both()
        .at("2026-12-06T14:10")
        .when(&steward(&beijing()), check_in(50))
        .then([guest_checked_in(1, 50)]);
    let measures =
        |event| tally(&event).into_iter().map(|(of, n)| (of.measure, n)).collect::<Vec<_>>();
    assert_eq!(measures(guest_checked_in(1, 50)), [(Measure::GuestCheckIns, 1)]);
    assert_eq!(measures(guest_check_in_undone(1, 50)), [(Measure::GuestCheckIns, -1)]);
    let undo = ActivityCommand::UndoCheckIn { activity: activity_id(1), person: person(50) };
    let here =
        [("2026-12-06T14:05", guest_checked_in(1, 50)), ("2026-12-06T14:06", checked_in(1, 1))];
    let there = || both().and(&beijing(), here.clone());
    there().when(&steward(&beijing()), undo).then([guest_check_in_undone(1, 50)]);
    let district = there().district();
    let (view, _) =
        view::view(&district, &beijing_branch(), &steward(&beijing()), at("2026-12-06T14:20"))
            .unwrap();
    let desk = view.activities[0].desk.clone().unwrap();
    assert_eq!((desk.attended, desk.guests_attended), (2, 1));
}

#[test]
fn what_a_guest_left_is_forgotten_when_they_leave() {
    let district = both().and(&beijing(), [(T, left(1, 50))]).district();
    let activity = &beijing_of(&district).activities.all[&activity_id(1)];
    assert!(activity.guests.is_empty());
}

#[test]
fn erasing_oneself_reaches_what_a_guest_left() {
    let caller = me(50);
    let before = both().district();
    let decision =
        decide(&before, StreamId::District, &caller, at(T), DistrictCommand::EraseMe {}.into());
    assert_eq!(decision.unwrap().erase, Some(person(50)));
    // They were there: the count stays, the name does not.
    let there = both().and(&beijing(), [("2026-12-06T14:05", guest_checked_in(1, 50))]);
    let (mut district, later) = (there.district(), at("2026-12-07T09:00"));
    let decision =
        decide(&district, StreamId::District, &caller, later, DistrictCommand::EraseMe {}.into());
    apply(&mut district, later, &decision.unwrap());
    let activity = &beijing_of(&district).activities.all[&activity_id(1)];
    assert!(activity.guests.is_empty());
    assert_eq!((activity.attended(), activity.guests_attended()), (1, 1));
}

#[test]
fn officers_see_guests_by_what_their_office_needs() {
    let district = both().district();
    let name = guest_form(50).name;
    let query =
        RosterQuery { list: RosterList::Activity(activity_id(1)), ..RosterQuery::default() };
    let rows = |caller: &Caller, q: &str| {
        let query = RosterQuery { q: q.into(), ..query.clone() };
        view::roster(&district, Some(&beijing_branch()), caller, at(T), &query, &|_, _| false)
    };
    let page = rows(&secretary(&beijing()), "").unwrap();
    assert!(page.rows[0].guest);
    assert_eq!(page.rows[0].name.as_deref(), Some(&*name));
    assert_eq!(page.rows[0].phone.as_deref(), Some("13900000050"));
    assert!(!page.rows[1].guest && page.rows[1].report.is_some());
    let page = rows(&steward(&beijing()), &name).unwrap();
    assert_eq!(page.rows.len(), 1);
    assert!(page.rows[0].guest && page.rows[0].phone.is_none());
    assert_eq!(rows(&me(1), "").unwrap_err().code(), "notAllowed");
    // Nobody else sees them anywhere.
    for caller in [me(1), me(50), Caller::anonymous(), secretary(&yiwu()), district_officer()] {
        for id in ["xinzhou-beijing", "xinzhou-yiwu"] {
            let (view, _) = view::view(&district, &id.parse().unwrap(), &caller, at(T)).unwrap();
            let text = serde_json::to_string(&view).unwrap();
            assert!(!text.contains(&name) && !text.contains("13900000050"), "{text}");
        }
    }
}

#[test]
fn the_view_offers_it_to_those_who_may() {
    let action = |caller: &Caller| {
        let (view, _) = view::view(&open(5).district(), &beijing_branch(), caller, at(T)).unwrap();
        let of = |index: usize| {
            view.activities.iter().find(|it| it.id == activity_id(index as u128)).unwrap().action
        };
        (of(1), of(2))
    };
    assert_eq!(action(&me(50)), (Some(SignUpAction::JoinAsGuest), None));
    assert_eq!(action(&me(1)), (Some(SignUpAction::SignUp), Some(SignUpAction::SignUp)));
    assert_eq!(action(&Caller::anonymous()), (None, None));
}
