//! 报名: places, the queue, leaving; a freed place with a window of 0.

use guiyan_core::{
    Event, Outcome,
    branch::activity::{ActivityCommand, ActivityForm, Standing},
    caller::Caller,
    testing::*,
};

use crate::members::{beijing_of, me};

pub(crate) fn sign_up(number: u128) -> ActivityCommand {
    ActivityCommand::SignUp { activity: activity_id(number), share_name: false }
}

pub(crate) fn leave(number: u128) -> ActivityCommand {
    ActivityCommand::LeaveActivity { activity: activity_id(number) }
}

pub(crate) const T: &str = "2026-11-01T10:00";

/// Members 1 to 6 and activity 1 with that many places.
pub(crate) fn six_members(capacity: Option<i64>) -> Vec<(&'static str, Event)> {
    let mut events: Vec<_> =
        (1..=6).flat_map(|number| [(T, reported(number)), (T, received(number))]).collect();
    events.push((T, published(1, capacity)));
    events
}

pub(crate) fn and(
    mut events: Vec<(&'static str, Event)>,
    more: impl IntoIterator<Item = Event>,
) -> Vec<(&'static str, Event)> {
    events.extend(more.into_iter().map(|event| (T, event)));
    events
}

#[test]
fn places_are_numbered_from_one_until_none_is_left() {
    let decision = given(six_members(Some(2))).when(&me(1), sign_up(1)).then([taken(1, 1, 1)]);
    assert_eq!(decision.outcome, Outcome::Confirmed { place: 1 });

    let one = and(six_members(Some(2)), [taken(1, 1, 1)]);
    let decision = given(one).when(&me(2), sign_up(1)).then([taken(1, 2, 2)]);
    assert_eq!(decision.outcome, Outcome::Confirmed { place: 2 });

    let full = and(six_members(Some(2)), [taken(1, 1, 1), taken(1, 2, 2)]);
    let decision = given(full).when(&me(3), sign_up(1)).then([waitlisted(1, 3)]);
    assert_eq!(decision.outcome, Outcome::Waitlisted { position: 1 });

    let queued = and(six_members(Some(1)), [taken(1, 1, 1), waitlisted(1, 2), waitlisted(1, 3)]);
    let decision = given(queued).when(&me(4), sign_up(1)).then([waitlisted(1, 4)]);
    assert_eq!(decision.outcome, Outcome::Waitlisted { position: 3 });
}

#[test]
fn without_a_limit_everyone_has_a_place() {
    let five = (1..=5).map(|number| taken(1, number, number as u32));
    given(and(six_members(None), five)).when(&me(6), sign_up(1)).then([taken(1, 6, 6)]);
}

#[test]
fn a_number_given_back_is_the_next_to_be_given() {
    let events = [taken(1, 1, 1), taken(1, 2, 2), taken(1, 3, 3), left(1, 1), left(1, 2)];
    given(and(six_members(Some(5)), events.clone()))
        .when(&me(4), sign_up(1))
        .then([taken(1, 4, 1)]);
    let again = and(six_members(Some(5)), events.into_iter().chain([taken(1, 4, 1)]));
    given(again).when(&me(1), sign_up(1)).then([taken(1, 1, 2)]);
}

#[test]
fn only_received_members_of_the_branch_sign_up() {
    let activity = || (T, published(1, None));
    let refused = "membersOnly";
    given([activity()]).when(&me(1), sign_up(1)).then_refused(refused);
    given([activity()]).when(&Caller::anonymous(), sign_up(1)).then_refused("signInNeeded");
    given([activity(), (T, reported(1))]).when(&me(1), sign_up(1)).then_refused(refused);
    given([activity(), (T, reported(1)), (T, sent_back(1, "缺页"))])
        .when(&me(1), sign_up(1))
        .then_refused(refused);
    given([activity(), (T, reported(1)), (T, received(1)), (T, ended(1))])
        .when(&me(1), sign_up(1))
        .then_refused(refused);
    given([activity()]).when(&secretary(&beijing()), sign_up(1)).then_refused(refused);
    // A member of the sister branch.
    given([activity()])
        .and(&yiwu(), [(T, reported(7)), (T, received(7))])
        .when(&me(7), sign_up(1))
        .then_refused(refused);
}

#[test]
fn signing_up_ends_with_the_deadline_the_start_and_the_end() {
    let form = ActivityForm { sign_up_until: "2026-12-05T18:00".into(), ..activity_form(None) };
    let before = || given([(T, reported(1)), (T, received(1)), (T, published_with(1, &form))]);
    before().at("2026-12-05T17:59").when(&me(1), sign_up(1)).then([taken(1, 1, 1)]);
    before().at("2026-12-05T18:00").when(&me(1), sign_up(1)).then_refused("signUpClosed");
    before().at("2026-12-06T14:00").when(&me(1), sign_up(1)).then_refused("activityBegun");
    before().at("2026-12-06T16:30").when(&me(1), sign_up(1)).then_refused("activityOver");
    before().when(&me(1), sign_up(2)).then_refused("unknownActivity");
    given(and(six_members(None), [cancelled(1, "")]))
        .when(&me(1), sign_up(1))
        .then_refused("activityCancelled");
}

#[test]
fn nobody_signs_up_twice() {
    let standings = [
        vec![taken(1, 1, 1)],
        vec![taken(1, 2, 1), waitlisted(1, 1)],
        vec![taken(1, 2, 1), waitlisted(1, 1), left(1, 2), offered(1, 1, 1, "2026-11-02T10:00")],
    ];
    for standing in standings {
        given(and(six_members(Some(1)), standing))
            .when(&me(1), sign_up(1))
            .then_refused("alreadySignedUp");
    }
}

#[test]
fn leaving_a_place_gives_it_to_the_first_in_the_queue() {
    let full = [taken(1, 1, 1), taken(1, 2, 2), waitlisted(1, 3), waitlisted(1, 4)];
    let decision = given(and(six_members(Some(2)), full)).when(&me(1), leave(1)).then([
        left(1, 1),
        offered(1, 3, 1, T),
        taken(1, 3, 1),
    ]);
    assert_eq!(decision.outcome, Outcome::SignUpLeft);
}

#[test]
fn the_promoted_know_that_they_came_from_the_queue() {
    let full = [taken(1, 1, 1), waitlisted(1, 3)];
    let district = given(and(six_members(Some(1)), full)).when(&me(1), leave(1)).then_state();
    let activity = &beijing_of(&district).activities.all[&activity_id(1)];
    let confirmed = Standing::Confirmed { place: 1, at: at(T), from_queue: true };
    assert_eq!(activity.places.of(&person(3)), Some(&confirmed));
    assert_eq!(activity.places.of(&person(1)), None);
    assert_eq!(beijing_of(&district).activities.joined.len(), 1);
}

#[test]
fn while_someone_waits_nobody_overtakes_them_even_if_a_place_is_free() {
    let odd = [taken(1, 1, 1), waitlisted(1, 2), left(1, 1)];
    let decision =
        given(and(six_members(Some(1)), odd)).when(&me(3), sign_up(1)).then([waitlisted(1, 3)]);
    assert_eq!(decision.outcome, Outcome::Waitlisted { position: 2 });
}

#[test]
fn leaving_the_queue_moves_nobody_but_those_behind() {
    let full = [taken(1, 1, 1), waitlisted(1, 2), waitlisted(1, 3), waitlisted(1, 4)];
    let district = given(and(six_members(Some(1)), full)).when(&me(3), leave(1)).then_state();
    let places = &beijing_of(&district).activities.all[&activity_id(1)].places;
    assert_eq!(places.queue().collect::<Vec<_>>(), [person(2), person(4)]);
    let Some(Standing::Waiting { ticket, .. }) = places.of(&person(4)) else { panic!() };
    assert_eq!(places.position(*ticket), 2);
}

#[test]
fn who_leaves_and_comes_back_stands_at_the_end() {
    let events = [taken(1, 1, 1), waitlisted(1, 2), waitlisted(1, 3), left(1, 2)];
    let decision =
        given(and(six_members(Some(1)), events)).when(&me(2), sign_up(1)).then([waitlisted(1, 2)]);
    assert_eq!(decision.outcome, Outcome::Waitlisted { position: 2 });
}

#[test]
fn a_place_freed_after_the_deadline_is_not_passed_on() {
    let form = ActivityForm { sign_up_until: "2026-12-05T18:00".into(), ..activity_form(Some(1)) };
    let before = [
        (T, reported(1)),
        (T, received(1)),
        (T, reported(2)),
        (T, received(2)),
        (T, published_with(1, &form)),
        (T, taken(1, 1, 1)),
        (T, waitlisted(1, 2)),
    ];
    given(before.clone()).at("2026-12-05T17:59").when(&me(1), leave(1)).then([
        left(1, 1),
        offered(1, 2, 1, "2026-12-05T17:59"),
        taken(1, 2, 1),
    ]);
    given(before).at("2026-12-05T18:00").when(&me(1), leave(1)).then([left(1, 1)]);
}

#[test]
fn leaving_is_refused_once_it_has_begun_or_without_a_place() {
    let signed = || given(and(six_members(Some(1)), [taken(1, 1, 1)]));
    signed().when(&Caller::anonymous(), leave(1)).then_refused("signInNeeded");
    signed().when(&me(2), leave(1)).then_refused("notSignedUp");
    signed().when(&me(1), leave(2)).then_refused("unknownActivity");
    signed().at("2026-12-06T13:59").when(&me(1), leave(1)).then([left(1, 1)]);
    signed().at("2026-12-06T14:00").when(&me(1), leave(1)).then_refused("activityBegun");
    signed().at("2026-12-06T16:30").when(&me(1), leave(1)).then_refused("activityOver");
    given(and(six_members(Some(1)), [taken(1, 1, 1), cancelled(1, "")]))
        .when(&me(1), leave(1))
        .then_refused("activityCancelled");
    given(and(six_members(Some(1)), [taken(1, 1, 1), checked_in(1, 1)]))
        .at("2026-12-06T13:00")
        .when(&me(1), leave(1))
        .then_refused("alreadyCheckedIn");
}

#[test]
fn six_hundred_for_a_hundred_places_then_fifty_leave() {
    let mut world = World::new(0);
    let details = activity_form(Some(100));
    let publish = ActivityCommand::PublishActivity { details, draft: None }.into();
    world.submit(&beijing(), &secretary(&beijing()), &publish).unwrap();
    let activity = world.activities[&beijing()][0];
    let sign_up = ActivityCommand::SignUp { activity, share_name: false }.into();
    for number in 1..=600 {
        let report_in = crate::members::report_in(number).into();
        world.submit(&beijing(), &me(number), &report_in).unwrap();
        let receive = crate::members::receive(number).into();
        world.submit(&beijing(), &secretary(&beijing()), &receive).unwrap();
        let outcome = world.submit(&beijing(), &me(number), &sign_up).unwrap().outcome;
        let number = number as u32;
        let expected = match number {
            ..=100 => Outcome::Confirmed { place: number },
            _ => Outcome::Waitlisted { position: number - 100 },
        };
        assert_eq!(outcome, expected);
    }
    let leave = ActivityCommand::LeaveActivity { activity }.into();
    for number in (2..=100).step_by(2) {
        world.submit(&beijing(), &me(number), &leave).unwrap();
    }
    let places = &beijing_of(&world.district).activities.all[&activity].places;
    assert_eq!((places.confirmed(), places.waiting()), (100, 450));
    for number in 101..=150 {
        let standing = places.of(&person(number)).unwrap();
        assert!(matches!(standing, Standing::Confirmed { from_queue: true, .. }), "{number}");
    }
    assert_eq!(places.queue().next(), Some(person(151)));
}
