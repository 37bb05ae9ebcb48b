//! Generators of what is done about activities, of branches and of the district.

use proptest::{option, prelude::*, sample::select};

use super::{By, What, World, activity_form, person};
use crate::{
    branch::activity::{ActivityCommand, ActivityForm, ReorderReason},
    ids::{ActivityId, StreamId},
    time::{HOUR, Timestamp},
};

// The activity as it stands, with another capacity and, where it is moved,
// other times.
pub(super) fn changed(
    world: &World,
    here: &StreamId,
    id: ActivityId,
    capacity: Option<i64>,
    starts_in: Option<i64>,
) -> (u32, ActivityForm) {
    let room = world.district.room(here);
    let Some(activity) = room.and_then(|room| room.activities.get(&id)) else {
        return (0, activity_form(capacity));
    };
    let form = ActivityForm { capacity, ..ActivityForm::of(&activity.details) };
    let moved = starts_in.map(|hours| {
        let start = world.now.plus(hours * HOUR);
        let end = start.plus(2 * HOUR).to_string();
        let (start, sign_up_until) = (start.to_string(), String::new());
        ActivityForm { start, end, sign_up_until, ..form.clone() }
    });
    (activity.revision(), moved.unwrap_or(form))
}

pub(super) fn form(
    capacity: Option<i64>,
    start: Timestamp,
    lasts: i64,
    until: Timestamp,
) -> ActivityForm {
    ActivityForm {
        start: start.to_string(),
        end: start.plus(lasts * HOUR).to_string(),
        sign_up_until: until.to_string(),
        online: "https://meeting.example/1".into(),
        ..activity_form(capacity)
    }
}

// Published by an officer of the district, joined by everybody, and checked in
// by the officers of any branch.
pub(super) fn of_district() -> impl Strategy<Value = (By, What)> {
    let member = || (1..=8_u8).prop_map(By::Person);
    let index = || 0..3_u8;
    let runs = || prop_oneof![8 => Just(By::DistrictOfficer), 1 => Just(By::Secretary)];
    let steward = select(vec![By::Steward, By::Secretary, By::DistrictOfficer]);
    prop_oneof![
        3 => (runs(), publish()),
        1 => (runs(), index().prop_map(What::Cancel)),
        2 => (runs(), change()),
        1 => (runs(), index().prop_map(What::CloseSignUp)),
        2 => (runs(), reorder()),
        1 => (runs(), index().prop_map(What::ReopenSignUp)),
        12 => (member(), (index(), any::<bool>()).prop_map(|(at, share)| What::SignUp(at, share))),
        2 => (member(), index().prop_map(What::ShareName)),
        2 => (member(), index().prop_map(What::WithdrawName)),
        4 => (member(), index().prop_map(What::Leave)),
        3 => (member(), index().prop_map(What::Accept)),
        2 => (member(), index().prop_map(What::Decline)),
        4 => (steward, (index(), 9..=20_u8).prop_map(|(at, who)| What::CheckIn(at, who))),
    ]
    .prop_map(|(by, what)| (by, What::OfDistrict(Box::new(what))))
}

// Of those who wait, as they stand now.
pub(super) fn reordering(
    world: &World,
    here: &StreamId,
    activity: ActivityId,
    who: u8,
    to: u32,
) -> ActivityCommand {
    let found = world.district.room(here).and_then(|room| room.activities.get(&activity));
    let queue: Vec<_> = found.map(|it| it.places.queue().collect()).unwrap_or_default();
    let at = usize::from(who).checked_rem(queue.len()).unwrap_or_default();
    let (reason, note) = (ReorderReason::Hardship, format!("第 {who} 位腿脚不便"));
    ActivityCommand::ReorderQueue {
        activity,
        person: queue.get(at).copied().unwrap_or(person(u128::from(who))),
        from: u32::try_from(at).unwrap_or_default() + 1,
        to,
        reason,
        note,
    }
}

pub(super) fn reorder() -> impl Strategy<Value = What> {
    (0..3_u8, 0..8_u8, 1..4_u32).prop_map(|(index, who, to)| What::Reorder(index, who, to))
}

pub(super) fn change() -> impl Strategy<Value = What> {
    let capacity = option::weighted(0.8, 1..5_i64);
    let parts = (0..3_u8, capacity, option::weighted(0.3, 1..200_i64), prop::bool::weighted(0.1));
    parts.prop_map(|(activity, capacity, starts_in, stale)| What::Change {
        activity,
        capacity,
        starts_in,
        stale,
    })
}

pub(super) fn publish() -> impl Strategy<Value = What> {
    // Some begin so soon that people are checked in before much time has passed.
    let starts_in = prop_oneof![1..4_i64, 1..200_i64];
    let audience = select(vec!["", "", "sisters", "sisters", "group:east", "group:none"]);
    (option::weighted(0.9, 1..4_i64), starts_in, 1..30_i64, 0..24_i64, audience).prop_map(
        |(capacity, starts_in, lasts, closes_before, audience)| What::Publish {
            capacity,
            starts_in,
            lasts,
            closes_before,
            audience,
        },
    )
}
