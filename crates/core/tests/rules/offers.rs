//! A freed place with a window: kept, taken, declined, lapsed.

use guiyan_core::{
    Command, Event, Outcome,
    branch::activity::{ActivityCommand, ActivityForm},
    caller::Caller,
    command::DistrictCommand,
    ids::StreamId,
    testing::*,
};

use crate::{
    activities_places::{T, leave, sign_up},
    members::{beijing_of, end, me},
};

fn accept() -> ActivityCommand {
    ActivityCommand::AcceptPlace { activity: activity_id(1) }
}

fn decline() -> ActivityCommand {
    ActivityCommand::DeclinePlace { activity: activity_id(1) }
}

fn settle() -> Command {
    DistrictCommand::Settle.into()
}

/// A window of 60 minutes, members 1 to 6, activity 1 with that many places.
fn an_hour(capacity: i64, more: impl IntoIterator<Item = Event>) -> Given {
    let form =
        ActivityForm { sign_up_until: "2026-12-05T18:00".into(), ..activity_form(Some(capacity)) };
    let members = (1..=6).flat_map(|number| [reported(number), received(number)]);
    let events = members.chain([published_with(1, &form)]).chain(more);
    given_window(60).and(&beijing(), events.map(|event| (T, event)))
}

/// 1 left; the place is kept for 2 until 11:00; 3 and 4 wait.
fn kept_for_two() -> Given {
    let events = [
        taken(1, 1, 1),
        waitlisted(1, 2),
        waitlisted(1, 3),
        waitlisted(1, 4),
        left(1, 1),
        offered(1, 2, 1, "2026-11-01T11:00"),
    ];
    an_hour(1, events)
}

#[test]
fn a_freed_place_is_kept_for_the_first_in_the_queue() {
    an_hour(1, [taken(1, 1, 1), waitlisted(1, 2), waitlisted(1, 3)])
        .when(&me(1), leave(1))
        .then([left(1, 1), offered(1, 2, 1, "2026-11-01T11:00")]);
}

#[test]
fn the_window_is_cut_at_the_deadline() {
    an_hour(1, [taken(1, 1, 1), waitlisted(1, 2)])
        .at("2026-12-05T17:30")
        .when(&me(1), leave(1))
        .then([left(1, 1), offered(1, 2, 1, "2026-12-05T18:00")]);
}

#[test]
fn what_is_kept_is_not_given_to_others() {
    let decision = kept_for_two().when(&me(5), sign_up(1)).then([waitlisted(1, 5)]);
    assert_eq!(decision.outcome, Outcome::Waitlisted { position: 3 });
    // Also when nobody else waits.
    let events =
        [taken(1, 1, 1), waitlisted(1, 2), left(1, 1), offered(1, 2, 1, "2026-11-01T11:00")];
    an_hour(1, events).when(&me(5), sign_up(1)).then([waitlisted(1, 5)]);
}

#[test]
fn an_offer_is_accepted_in_time() {
    let decision =
        kept_for_two().at("2026-11-01T10:59").when(&me(2), accept()).then([taken(1, 2, 1)]);
    assert_eq!(decision.outcome, Outcome::Confirmed { place: 1 });
}

#[test]
fn an_offer_not_answered_passes_on_with_a_window_of_its_own() {
    let passed_on = || [lapsed(1, 2, false), offered(1, 3, 1, "2026-11-01T12:00")];
    let at_eleven = || kept_for_two().at("2026-11-01T11:00");
    at_eleven().when_to(&StreamId::District, &district_officer(), settle()).then(passed_on());
    // Late or early, the window starts when the event is written.
    kept_for_two()
        .at("2026-11-01T15:30")
        .when_to(&StreamId::District, &district_officer(), settle())
        .then([lapsed(1, 2, false), offered(1, 3, 1, "2026-11-01T16:30")]);
    // Whoever comes first writes what has fallen due.
    at_eleven().when(&me(5), sign_up(1)).then(passed_on().into_iter().chain([waitlisted(1, 5)]));
    at_eleven().when(&me(2), accept()).then_refused("noOffer");
    at_eleven().when(&me(2), decline()).then_refused("noOffer");
    at_eleven().when(&me(2), leave(1)).then_refused("notSignedUp");
    at_eleven().when(&me(3), accept()).then(passed_on().into_iter().chain([taken(1, 3, 1)]));
    at_eleven().when(&me(2), sign_up(1)).then(passed_on().into_iter().chain([waitlisted(1, 2)]));
}

#[test]
fn a_lapsed_offer_frees_the_place_when_nobody_waits() {
    let events =
        [taken(1, 1, 1), waitlisted(1, 2), left(1, 1), offered(1, 2, 1, "2026-11-01T11:00")];
    an_hour(1, events)
        .at("2026-11-01T11:00")
        .when(&me(5), sign_up(1))
        .then([lapsed(1, 2, false), taken(1, 5, 1)]);
}

#[test]
fn offers_that_lapse_together_pass_on_in_the_order_of_the_queue() {
    let until = "2026-11-01T11:00";
    let events = [
        taken(1, 1, 1),
        taken(1, 2, 2),
        waitlisted(1, 6),
        waitlisted(1, 3),
        waitlisted(1, 5),
        waitlisted(1, 4),
        left(1, 1),
        offered(1, 6, 1, until),
        left(1, 2),
        offered(1, 3, 2, "2026-11-01T10:30"),
    ];
    let late = "2026-11-01T12:00";
    let district = an_hour(2, events)
        .at(until)
        .when_to(&StreamId::District, &district_officer(), settle())
        .then_state();
    let branch = beijing_of(&district);
    let activity = &branch.activities.all[&activity_id(1)];
    let offers: Vec<_> =
        activity.places.offers().map(|(person, offer)| (person, offer.place)).collect();
    // 5 waited before 4, and gets the place whose offer lapsed first.
    assert_eq!(offers, [(person(4), 1), (person(5), 2)]);
    assert_eq!(branch.next_due(&district.charter), Some(at(late)));
}

#[test]
fn after_the_deadline_a_lapsed_offer_goes_nowhere() {
    an_hour(1, [taken(1, 1, 1), waitlisted(1, 2), waitlisted(1, 3), left(1, 1)])
        .and(&beijing(), [("2026-12-05T17:30", offered(1, 2, 1, "2026-12-05T18:00"))])
        .at("2026-12-05T18:00")
        .when_to(&StreamId::District, &district_officer(), settle())
        .then([lapsed(1, 2, false)]);
}

#[test]
fn an_offer_is_declined_and_passes_on() {
    let decision = kept_for_two()
        .at("2026-11-01T10:30")
        .when(&me(2), decline())
        .then([lapsed(1, 2, true), offered(1, 3, 1, "2026-11-01T11:30")]);
    assert_eq!(decision.outcome, Outcome::OfferDeclined);
}

#[test]
fn leaving_or_ending_gives_up_the_offer_too() {
    let next = || offered(1, 3, 1, "2026-11-01T11:00");
    kept_for_two().when(&me(2), leave(1)).then([left(1, 2), next()]);
    kept_for_two().when(&me(2), end(None, "")).then([ended(2), left(1, 2), next()]);
}

#[test]
fn answering_is_refused_without_an_offer() {
    for answer in [accept(), decline()] {
        kept_for_two().when(&Caller::anonymous(), answer.clone()).then_refused("signInNeeded");
        kept_for_two().when(&me(3), answer.clone()).then_refused("noOffer");
        kept_for_two().when(&me(6), answer.clone()).then_refused("noOffer");
        let over = kept_for_two().at("2026-12-06T16:30");
        over.when(&me(2), answer.clone()).then_refused("activityOver");
        let begun = kept_for_two().at("2026-12-06T14:00");
        begun.when(&me(2), answer.clone()).then_refused("activityBegun");
        let cancelled = kept_for_two().and(&beijing(), [(T, cancelled(1, ""))]);
        cancelled.when(&me(2), answer).then_refused("activityCancelled");
    }
    let unknown = ActivityCommand::AcceptPlace { activity: activity_id(7) };
    kept_for_two().when(&me(2), unknown).then_refused("unknownActivity");
    let unknown = ActivityCommand::DeclinePlace { activity: activity_id(7) };
    kept_for_two().when(&me(2), unknown).then_refused("unknownActivity");
}

#[test]
fn the_offers_of_a_cancelled_activity_do_not_fall_due() {
    let cancelled = kept_for_two().and(&beijing(), [(T, cancelled(1, ""))]);
    assert_eq!(cancelled.district().next_due(), None);
    let cancelled = kept_for_two().and(&beijing(), [(T, crate::offers::cancelled(1, ""))]);
    cancelled
        .at("2026-11-01T11:00")
        .when_to(&StreamId::District, &district_officer(), settle())
        .then([]);
}

#[test]
fn what_falls_due_next_is_the_earliest_open_offer() {
    assert_eq!(kept_for_two().district().next_due(), Some(at("2026-11-01T11:00")));
    let answered = kept_for_two().and(&beijing(), [(T, taken(1, 2, 1))]);
    assert_eq!(answered.district().next_due(), None);
    assert_eq!(an_hour(1, []).district().next_due(), None);
}

#[test]
fn settling_with_nothing_due_writes_nothing() {
    let decision = kept_for_two()
        .at("2026-11-01T10:59")
        .when_to(&StreamId::District, &district_officer(), settle())
        .then([]);
    assert_eq!(decision.outcome, Outcome::Settled);
}
