//! 调整候补顺序: who may, with a reason, shown to whom it touches. [domain §3]

use guiyan_core::{
    District, Outcome,
    branch::activity::{ActivityCommand, ActivityForm, ReorderReason},
    caller::Caller,
    command::DistrictCommand,
    ids::StreamId,
    testing::*,
    view::{ActivityView, Ahead, MyPlace, view},
};

use crate::{
    activities_places::{T, leave, sign_up},
    members::{beijing_of, me},
};

fn move_to(number: u128, from: u32, to: u32) -> ActivityCommand {
    with(number, (from, to), ReorderReason::Hardship, "腿脚不便")
}

fn with(
    number: u128,
    (from, to): (u32, u32),
    reason: ReorderReason,
    note: &str,
) -> ActivityCommand {
    let (activity, person, note) = (activity_id(1), person(number), note.to_owned());
    ActivityCommand::ReorderQueue { activity, person, from, to, reason, note }
}

/// Members 1 to 6; 1 has the only place, 2 to 5 wait in that order.
fn four_wait() -> Given {
    let form = ActivityForm { sign_up_until: "2026-12-05T18:00".into(), ..activity_form(Some(1)) };
    let members = (1..=6).flat_map(|number| [reported(number), received(number)]);
    let waiting = (2..=5).map(|number| waitlisted(1, number));
    let events = members.chain([published_with(1, &form), taken(1, 1, 1)]).chain(waiting);
    given_window(60).and(&beijing(), events.map(|event| (T, event)))
}

fn seen(district: &District, caller: &Caller, now: &str) -> ActivityView {
    let id = "xinzhou-beijing".parse().unwrap();
    let (view, _) = view(district, &id, caller, at(now)).unwrap();
    view.activities.into_iter().find(|it| it.id == activity_id(1)).unwrap()
}

fn then_queue(given: Given, command: ActivityCommand) -> Vec<u128> {
    let district = given.when(&secretary(&beijing()), command).then_state();
    let activity = &beijing_of(&district).activities.all[&activity_id(1)];
    let queue: Vec<_> = activity.places.queue().collect();
    for (place, someone) in queue.iter().enumerate() {
        let Some(guiyan_core::branch::activity::Standing::Waiting { ticket, .. }) =
            activity.places.of(someone)
        else {
            panic!("{someone} does not wait");
        };
        assert_eq!(activity.places.position(*ticket) as usize, place + 1);
    }
    queue
        .iter()
        .map(|someone| (2..=5).find(|number| person(*number) == *someone).unwrap())
        .collect()
}

#[test]
fn somebody_is_moved_and_the_others_make_room() {
    let decision = four_wait().when(&secretary(&beijing()), move_to(4, 3, 1)).then([reordered(
        1,
        4,
        1,
        "腿脚不便",
    )]);
    assert_eq!(decision.outcome, Outcome::QueueReordered { position: 1 });
    assert_eq!(then_queue(four_wait(), move_to(4, 3, 1)), [4, 2, 3, 5]);
    assert_eq!(then_queue(four_wait(), move_to(2, 1, 3)), [3, 4, 2, 5]);
    assert_eq!(then_queue(four_wait(), move_to(2, 1, 4)), [3, 4, 5, 2]);
    // Also where somebody left between them.
    let gap = || four_wait().and(&beijing(), [(T, left(1, 3))]);
    assert_eq!(then_queue(gap(), move_to(5, 3, 1)), [5, 2, 4]);
    assert_eq!(then_queue(gap(), move_to(2, 1, 2)), [4, 2, 5]);
}

#[test]
fn the_next_free_place_goes_by_the_new_order() {
    four_wait()
        .and(&beijing(), [(T, reordered(1, 5, 1, ""))])
        .when(&me(1), leave(1))
        .then([left(1, 1), offered(1, 5, 1, "2026-11-01T11:00")]);
    // Who comes later stands behind everybody, wherever those stand now.
    let decision = four_wait()
        .and(&beijing(), [(T, reordered(1, 2, 4, ""))])
        .when(&me(6), sign_up(1))
        .then([waitlisted(1, 6)]);
    assert_eq!(decision.outcome, Outcome::Waitlisted { position: 5 });
}

#[test]
fn everybody_whose_position_changed_reads_why_and_nobody_else() {
    let district = four_wait().when(&secretary(&beijing()), move_to(4, 3, 1)).then_state();
    let seen = |caller: &Caller| seen(&district, caller, T);
    for (number, from, to) in [(2, 1, 2), (3, 2, 3), (4, 3, 1)] {
        let told = seen(&me(number)).reorders;
        assert_eq!(told.len(), 1, "{number}");
        assert_eq!((told[0].from, told[0].to), (from, to));
        assert_eq!(told[0].reason, ReorderReason::Hardship);
        assert_eq!(told[0].note.as_deref(), Some("腿脚不便"));
    }
    for number in [1, 5, 6] {
        assert_eq!(seen(&me(number)).reorders, []);
    }
    assert_eq!(seen(&Caller::anonymous()).reorders, []);
    let desk = seen(&secretary(&beijing())).desk.unwrap();
    assert_eq!((desk.reorders[0].from, desk.reorders[0].to), (3, 1));
    assert!(desk.can_reorder);
    // Who only checks people in reads no reasons.
    let desk = seen(&steward(&beijing())).desk.unwrap();
    assert!(desk.reorders.is_empty() && !desk.can_reorder);
}

#[test]
fn who_waits_sees_when_those_before_them_signed_up() {
    let later = "2026-11-01T09:30";
    let given = four_wait().and(&beijing(), [(later, waitlisted(1, 6))]);
    let district = given.district();
    let view = |number| seen(&district, &me(number), later).mine;
    let (since, ahead) = (at(T), Some(Ahead { first: at(T), last: at(T) }));
    assert_eq!(view(2), Some(MyPlace::Waiting { position: 1, since, ahead: None }));
    assert_eq!(view(5), Some(MyPlace::Waiting { position: 4, since, ahead }));
    let since = at(later);
    assert_eq!(view(6), Some(MyPlace::Waiting { position: 5, since, ahead }));
}

#[test]
fn it_is_refused_without_office_reason_or_a_queue_as_it_was_seen() {
    let refused = |given: Given, caller: &Caller, command, code| {
        given.when(caller, command).then_refused(code);
    };
    let chief = secretary(&beijing());
    for caller in [me(2), me(4), steward(&beijing()), secretary(&yiwu()), liaison("qinfeng")] {
        refused(four_wait(), &caller, move_to(4, 3, 1), "notAllowed");
    }
    refused(four_wait(), &Caller::anonymous(), move_to(4, 3, 1), "signInNeeded");
    // Who has the place, or does not take part, does not wait.
    for number in [1, 6, 60] {
        refused(four_wait(), &chief, move_to(number, 1, 2), "notInQueue");
    }
    // Somebody left, so that 4 is the second by now.
    let moved = four_wait().and(&beijing(), [(T, left(1, 2))]);
    refused(moved, &chief, move_to(4, 3, 1), "queueChanged");
    for to in [0, 5, u32::MAX] {
        refused(four_wait(), &chief, move_to(4, 3, to), "queueChanged");
    }
    refused(four_wait(), &chief, move_to(4, 3, 3), "nothingChanged");
    let long = "远".repeat(301);
    for (reason, note) in
        [(ReorderReason::Other, ""), (ReorderReason::Other, " "), (ReorderReason::Needed, &*long)]
    {
        refused(four_wait(), &chief, with(4, (3, 1), reason, note), "invalidFields");
    }
    refused(four_wait().at("2026-12-06T14:00"), &chief, move_to(4, 3, 1), "activityBegun");
    let cancelled = four_wait().and(&beijing(), [(T, cancelled(1, ""))]);
    refused(cancelled, &chief, move_to(4, 3, 1), "activityCancelled");
}

#[test]
fn a_code_is_enough_except_for_other() {
    let chief = secretary(&beijing());
    four_wait()
        .when(&chief, with(4, (3, 1), ReorderReason::Hardship, "  "))
        .then([reordered(1, 4, 1, "")]);
    four_wait().when(&chief, with(4, (3, 1), ReorderReason::Other, "带来投影仪")).result().unwrap();
}

#[test]
fn what_was_written_goes_with_who_was_moved_and_the_code_stays() {
    let moved = || four_wait().and(&beijing(), [(T, reordered(1, 4, 1, "腿脚不便"))]);
    let erase = DistrictCommand::EraseMe {};
    let district = moved().when_to(&StreamId::District, &me(4), erase).then_state();
    let activity = &beijing_of(&district).activities.all[&activity_id(1)];
    assert_eq!(activity.reorders.len(), 1);
    assert_eq!(activity.reorders[0].reason, ReorderReason::Hardship);
    assert_eq!(activity.reorders[0].note.as_ref().and_then(|note| note.known()), None);
    assert!(!activity.reorders[0].touched.contains_key(&person(4)));
    let told = seen(&district, &me(2), T).reorders;
    assert_eq!((told[0].from, told[0].to, told[0].note.as_deref()), (1, 2, None));
    // Who leaves reads nothing of a queue that is not theirs any more.
    let district = moved().when(&me(2), leave(1)).then_state();
    assert_eq!(seen(&district, &me(2), T).reorders, []);
}

#[test]
fn an_event_about_nobody_who_waits_changes_nothing() {
    let before = four_wait();
    let after = four_wait().and(&beijing(), [(T, reordered(1, 6, 1, ""))]);
    let reorders = |given: Given| {
        beijing_of(&given.district()).activities.all[&activity_id(1)].reorders.clone()
    };
    assert_eq!(reorders(before), reorders(after));
}
