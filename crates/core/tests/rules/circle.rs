//! Activities beyond one branch: for sister branches, and of the district.

use guiyan_core::{
    District, Event, Outcome,
    branch::{
        activity::{ActivityCommand, ActivityForm, CancelReason},
        member::{EndReason, MemberCommand},
    },
    caller::Caller,
    command::DistrictCommand,
    ids::{BranchId, StreamId},
    testing::*,
    view::{self, ActivityView},
};

const T: &str = "2026-11-01T10:00";
const LATER: &str = "2026-11-02T10:00";
const DURING: &str = "2026-12-06T15:00";

pub(crate) fn me(number: u128) -> Caller {
    Caller::person(person(number))
}

pub(crate) fn open_to(audience: &str, capacity: Option<i64>) -> ActivityForm {
    ActivityForm { audience: audience.into(), ..activity_form(capacity) }
}

pub(crate) fn id_of(stream: &StreamId) -> BranchId {
    match stream {
        StreamId::Branch(id) => id.clone(),
        StreamId::District => unreachable!(),
    }
}

fn sign_up(number: u128) -> ActivityCommand {
    ActivityCommand::SignUp { activity: activity_id(number), share_name: false }
}

/// Members 1 to 3 in Beijing, 7 and 8 in Yiwu. Beijing holds 1, open to sisters,
/// with one place; Yiwu holds 2 for its own and 3 for sisters; the district
/// holds 4, with one place.
pub(crate) fn circle() -> Given {
    let joined = |numbers: Vec<u128>| {
        let each = |number| [(T, reported(number)), (T, received(number))];
        numbers.into_iter().flat_map(each).collect::<Vec<_>>()
    };
    given(joined(vec![1, 2, 3]))
        .and(&yiwu(), joined(vec![7, 8]))
        .and(&beijing(), [(T, published_with(1, &open_to("sisters", Some(1))))])
        .and(&yiwu(), [(T, published(2, None)), (T, published_with(3, &open_to("sisters", None)))])
        .and(&StreamId::District, [(T, published(4, Some(1)))])
        .at(LATER)
}

pub(crate) fn shown(district: &District, page: &StreamId, caller: &Caller) -> Vec<ActivityView> {
    let now = at(LATER).max(district.last_at());
    view::view(district, &id_of(page), caller, now).unwrap().0.activities
}

#[test]
fn a_member_of_a_sister_branch_joins_what_is_open_to_it() {
    circle().when(&me(7), sign_up(1)).then([taken(1, 7, 1)]);
    circle().when(&me(1), sign_up(1)).then([taken(1, 1, 1)]);
    circle().when_to(&yiwu(), &me(1), sign_up(3)).then_outcome(Outcome::Confirmed { place: 1 });
    circle().when_to(&yiwu(), &me(1), sign_up(2)).then_refused("membersOnly");
    circle().when(&me(50), sign_up(1)).then_refused("branchesOnly");
    circle().when_to(&StreamId::District, &me(50), sign_up(4)).then_refused("branchesOnly");
    circle().when_to(&StreamId::District, &me(8), sign_up(4)).then([taken(4, 8, 1)]);
}

#[test]
fn one_queue_serves_all_branches() {
    let full = || circle().and(&beijing(), [(LATER, taken(1, 7, 1))]);
    full().when(&me(1), sign_up(1)).then([waitlisted(1, 1)]);
    let waiting = full().and(&beijing(), [(LATER, waitlisted(1, 8)), (LATER, waitlisted(1, 1))]);
    let leave = ActivityCommand::LeaveActivity { activity: activity_id(1) };
    waiting
        .when(&me(7), leave)
        .then([left(1, 7), offered(1, 8, 1, "2026-12-06T14:00"), taken(1, 8, 1)].map(at_once));
}

// Without a window an offer ends when it is made.
fn at_once(event: Event) -> Event {
    match event {
        Event::Activity(guiyan_core::branch::activity::ActivityEvent::PlaceOffered {
            activity,
            person,
            place,
            ..
        }) => guiyan_core::branch::activity::ActivityEvent::PlaceOffered {
            activity,
            person,
            place,
            until: at(LATER),
        }
        .into(),
        other => other,
    }
}

#[test]
fn only_officers_of_the_district_publish_for_it() {
    let publish =
        || ActivityCommand::PublishActivity { details: activity_form(Some(5)), draft: None };
    let to = StreamId::District;
    for caller in [
        me(1),
        me(50),
        secretary(&beijing()),
        organiser(&yiwu()),
        steward(&beijing()),
        liaison("qinfeng"),
        department_contact("education"),
    ] {
        circle().when_to(&to, &caller, publish()).then_refused("notAllowed");
        let (activity, reason) = (activity_id(4), CancelReason::Weather);
        let cancel = ActivityCommand::CancelActivity { activity, reason, note: String::new() };
        circle().when_to(&to, &caller, cancel).then_refused("notAllowed");
        let close = ActivityCommand::CloseSignUp { activity: activity_id(4) };
        circle().when_to(&to, &caller, close).then_refused("notAllowed");
    }
    circle().when_to(&to, &Caller::anonymous(), publish()).then_refused("signInNeeded");
    let published = circle().when_to(&to, &district_officer(), publish());
    published.then_outcome(Outcome::ActivityPublished { activity: activity_id(99) });
    // It is for everybody already; a group is a branch's.
    for audience in ["sisters", "group:east"] {
        let details = open_to(audience, None);
        let publish = ActivityCommand::PublishActivity { details, draft: None };
        circle().when_to(&to, &district_officer(), publish).then_refused("invalidFields");
    }
    // What 乡友 leave is a branch's to keep, not open to all officers.
    let details = ActivityForm { guests: true, ..activity_form(None) };
    let publish_open = ActivityCommand::PublishActivity { details, draft: None };
    circle().when_to(&to, &district_officer(), publish_open).then_refused("invalidFields");
    // An officer of the district holds no office in a branch.
    circle().when(&district_officer(), publish()).then_refused("notAllowed");
}

#[test]
fn every_list_says_whose_an_activity_is() {
    let district = circle().district();
    let of = |page: &StreamId, caller: &Caller| -> Vec<(u128, String)> {
        let number = |activity: &ActivityView| {
            (1..=4).find(|number| activity_id(*number) == activity.id).unwrap()
        };
        let holder = |activity: &ActivityView| {
            activity.held_by.as_ref().map(|held| held.name.zh.clone()).unwrap_or_default()
        };
        shown(&district, page, caller).iter().map(|it| (number(it), holder(it))).collect()
    };
    let office = "区委组织部（示例）";
    for caller in [Caller::anonymous(), me(1), me(7), secretary(&beijing())] {
        let here = [(1, ""), (3, "义乌支部"), (4, office)].map(|(it, by)| (it, by.to_owned()));
        assert_eq!(of(&beijing(), &caller), here);
        let there =
            [(1, "北京支部"), (2, ""), (3, ""), (4, office)].map(|(it, by)| (it, by.to_owned()));
        assert_eq!(of(&yiwu(), &caller), there);
    }
    let own = view::district_view(&district, &district_officer(), at(LATER)).unwrap().activities;
    assert_eq!((own.len(), own[0].id, &own[0].held_by), (1, activity_id(4), &None));
    assert!(own[0].desk.as_ref().unwrap().can_change);
}

#[test]
fn a_place_in_another_branch_is_seen_at_home_whatever_it_is_for_then() {
    let district = circle()
        .and(
            &yiwu(),
            [
                (LATER, taken(3, 1, 1)),
                (LATER, changed(3, &open_to("sisters", None), &open_to("", None))),
            ],
        )
        .district();
    let at_home = |number| {
        let list = shown(&district, &beijing(), &me(number));
        list.into_iter().find(|activity| activity.id == activity_id(3))
    };
    let mine = at_home(1).unwrap();
    assert!(mine.mine.is_some(), "the place is kept");
    assert_eq!(mine.changes[0].fields[0].from.as_deref(), Some("sisters"));
    assert!(at_home(2).is_none(), "it is not for the others any more");
    // And it can still be given up.
    let leave = ActivityCommand::LeaveActivity { activity: activity_id(3) };
    given([]).in_district(district).when_to(&yiwu(), &me(1), leave).then([left(3, 1)]);
}

#[test]
fn hours_add_up_over_all_branches_and_the_district() {
    let district = circle()
        .and(&beijing(), [(LATER, taken(1, 1, 1)), (DURING, checked_in(1, 1))])
        .and(&yiwu(), [(LATER, taken(3, 1, 1)), (DURING, checked_in(3, 1))])
        .and(&StreamId::District, [(LATER, taken(4, 1, 1)), (DURING, checked_in(4, 1))])
        .district();
    let me_view = view::me(&district, &me(1), at(DURING)).unwrap();
    let total = me_view.hours.unwrap();
    assert_eq!((total.credited.tenths, total.activities, total.target), (75, 3, 32));
    assert_eq!(me_view.report_ins[0].hours.credited.tenths, 25, "of that branch alone");
    let (view, _) = view::view(&district, &id_of(&beijing()), &me(1), at(DURING)).unwrap();
    assert_eq!(view.hours.unwrap().credited.tenths, 75);
    let nobody = view::me(&district, &me(50), at(DURING)).unwrap();
    assert_eq!(nobody.hours, None);
}

/// Member 1 holds a place in all of them; 2 waits in Beijing, 8 in the district.
fn everywhere() -> Given {
    circle()
        .and(&beijing(), [(LATER, taken(1, 1, 1)), (LATER, waitlisted(1, 2))])
        .and(&yiwu(), [(LATER, taken(3, 1, 1))])
        .and(&StreamId::District, [(LATER, taken(4, 1, 1)), (LATER, waitlisted(4, 8))])
}

#[track_caller]
fn places(district: &District, stream: &StreamId, activity: u128) -> Vec<u128> {
    let room = district.room(stream).unwrap();
    let places = &room.activities.all[&activity_id(activity)].places;
    let of = |id| (1..=8).find(|number| person(*number) == id).unwrap();
    places.all().map(|(person, _)| of(*person)).collect()
}

#[test]
fn ending_a_report_in_gives_up_places_everywhere() {
    let (reason, note) = (EndReason::ReturnedHome, String::new());
    let end = MemberCommand::EndReportIn { person: None, reason, note };
    let after = everywhere().when(&me(1), end).then_state();
    assert_eq!(places(&after, &beijing(), 1), [2]);
    assert_eq!(places(&after, &yiwu(), 3), []);
    assert_eq!(places(&after, &StreamId::District, 4), [8], "the place has passed on");
}

#[test]
fn moving_keeps_what_is_held_where_one_moves_to() {
    let move_there =
        MemberCommand::MoveReportIn {
            to: id_of(&yiwu()), area: "稠城".into(), consent: consent()
        };
    let after = everywhere().when(&me(1), move_there).then_state();
    assert_eq!(places(&after, &beijing(), 1), [2]);
    assert_eq!(places(&after, &yiwu(), 3), [1]);
    assert_eq!(places(&after, &StreamId::District, 4), [8]);
    // Received there, it is a place like any other.
    let receive = MemberCommand::ReceiveMember { person: person(1) };
    let after = given([])
        .in_district(after)
        .at(LATER)
        .when_to(&yiwu(), &secretary(&yiwu()), receive)
        .then_state();
    let mine = shown(&after, &yiwu(), &me(1));
    let mine = mine.iter().find(|activity| activity.id == activity_id(3)).unwrap();
    assert!(mine.mine.is_some() && mine.name_shared.is_none());
}

#[test]
fn erasing_leaves_no_place_and_no_name_anywhere() {
    let erase = DistrictCommand::EraseMe {};
    let was_there = everywhere()
        .and(&yiwu(), [(LATER, name_shared(3, 1)), (DURING, checked_in(3, 1))])
        .and(&StreamId::District, [(LATER, name_shared(4, 1)), (DURING, checked_in(4, 1))]);
    let after = was_there.when_to(&StreamId::District, &me(1), erase).then_state();
    for (stream, activity, there) in [(beijing(), 1, 0), (yiwu(), 3, 1), (StreamId::District, 4, 1)]
    {
        let room = after.room(&stream).unwrap();
        let activity = &room.activities.all[&activity_id(activity)];
        assert!(activity.places.of(&person(1)).is_none() && activity.names_shared.is_empty());
        assert_eq!(activity.attended(), there, "counts stay true");
        assert!(!room.activities.keeps(&person(1)), "{stream}");
    }
}

#[test]
fn officers_of_any_branch_check_people_in_for_the_district() {
    let there = || circle().and(&StreamId::District, [(LATER, taken(4, 1, 1))]).at(DURING);
    let check_in = || ActivityCommand::CheckIn { activity: activity_id(4), person: person(1) };
    let to = StreamId::District;
    for caller in [steward(&yiwu()), secretary(&beijing()), district_officer()] {
        there().when_to(&to, &caller, check_in()).then_outcome(Outcome::CheckedIn);
    }
    for caller in [me(1), liaison("qinfeng"), department_contact("education")] {
        there().when_to(&to, &caller, check_in()).then_refused("notAllowed");
    }
    // After it has ended, the list is the district's to complete.
    let late = || there().at("2026-12-07T09:00");
    late().when_to(&to, &steward(&yiwu()), check_in()).then_refused("checkInClosed");
    late().when_to(&to, &district_officer(), check_in()).then_outcome(Outcome::CheckedIn);
    // Nobody of Yiwu checks people in for Beijing.
    let here = circle().and(&beijing(), [(LATER, taken(1, 7, 1))]).at(DURING);
    let check_in = ActivityCommand::CheckIn { activity: activity_id(1), person: person(7) };
    here.when(&secretary(&yiwu()), check_in).then_refused("notAllowed");
}

#[test]
fn what_shows_in_other_lists_is_told_there() {
    let district = circle().district();
    let told = |stream: &StreamId, event| district.is_shown_beside(stream, &event);
    assert!(told(&beijing(), taken(1, 7, 1)));
    assert!(told(&yiwu(), taken(3, 1, 1)));
    assert!(told(&StreamId::District, taken(4, 1, 1)));
    assert!(!told(&yiwu(), taken(2, 7, 1)), "it is Yiwu's own");
    assert!(!told(&beijing(), received(1)));
    // One that is closed to others goes from their lists.
    let closed = changed(2, &open_to("sisters", None), &open_to("", None));
    assert!(told(&yiwu(), closed));
}
