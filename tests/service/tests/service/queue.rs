//! The queue: who waits, who moves up and is told, and 600 people at once.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use guiyan_core::{
    Outcome,
    branch::activity::ActivityCommand,
    view::{ActivityStatus, MyPlace, SignUpAction},
};
use guiyan_tests_service::{
    Accepted, BEIJING, Launch,
    crowd::{self, Member},
    make,
};
use tokio::sync::Barrier;

#[tokio::test]
async fn a_freed_place_goes_to_the_first_in_the_queue_who_is_told() {
    let app = Arc::new(Launch::demo().start().await);
    let secretary = app.person("beijing-secretary").await;
    let people = crowd::members(&app, &secretary, BEIJING, 1..=3).await;
    let [first, second, third] = &people[..] else { panic!("three members") };
    let id = secretary.publish(BEIJING, make::activity("恳谈会", Some(1))).await;

    assert_eq!(first.person.sign_up(BEIJING, id).await, Outcome::Confirmed { place: 1 });
    let full = second.person.activity(BEIJING, id).await;
    assert_eq!(full.status, ActivityStatus::Full);
    assert_eq!(full.action, Some(SignUpAction::JoinQueue));
    assert_eq!(second.person.sign_up(BEIJING, id).await, Outcome::Waitlisted { position: 1 });
    assert_eq!(third.person.sign_up(BEIJING, id).await, Outcome::Waitlisted { position: 2 });

    let mut told = second.person.changes(BEIJING).await;
    let left = first.person.send(BEIJING, ActivityCommand::LeaveActivity { activity: id }).await;
    assert!(told.reaches(left.version, Duration::from_secs(1)).await, "told within a second");

    let moved_up = second.person.activity(BEIJING, id).await;
    let Some(MyPlace::Confirmed { place: 1, from_queue: true, .. }) = moved_up.mine else {
        panic!("the first in the queue has the place: {:?}", moved_up.mine);
    };
    let waits = third.person.activity(BEIJING, id).await.mine;
    assert!(matches!(waits, Some(MyPlace::Waiting { position: 1, .. })), "{waits:?}");
    assert!(first.person.activity(BEIJING, id).await.mine.is_none());
}

#[tokio::test]
async fn who_leaves_the_queue_lets_the_others_up() {
    let app = Arc::new(Launch::demo().start().await);
    let secretary = app.person("beijing-secretary").await;
    let people = crowd::members(&app, &secretary, BEIJING, 1..=3).await;
    let id = secretary.publish(BEIJING, make::activity("恳谈会", Some(1))).await;
    for member in &people {
        member.person.sign_up(BEIJING, id).await;
    }
    assert_eq!(people[1].person.leave(BEIJING, id).await, Outcome::SignUpLeft);
    let waits = people[2].person.activity(BEIJING, id).await.mine;
    assert!(matches!(waits, Some(MyPlace::Waiting { position: 1, .. })), "{waits:?}");
    // Coming back means the end of the queue.
    assert_eq!(people[1].person.sign_up(BEIJING, id).await, Outcome::Waitlisted { position: 2 });
}

/// A place for each of the first hundred, a position for each of the others,
/// and when fifty leave, the first fifty of the queue and nobody else move up.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn six_hundred_people_at_once_for_a_hundred_places() {
    const PEOPLE: u32 = 600;
    const PLACES: u32 = 100;
    const LEAVING: usize = 50;

    let app = Arc::new(Launch::demo().start().await);
    let secretary = app.person("beijing-secretary").await;
    let people = crowd::members(&app, &secretary, BEIJING, 1..=PEOPLE).await;
    let id = secretary.publish(BEIJING, make::activity("新春恳谈会", Some(PLACES.into()))).await;

    // All start together and all are under way.
    let start = Arc::new(Barrier::new(PEOPLE as usize));
    let answers = crowd::each(PEOPLE as usize, people.clone(), |member| {
        let start = start.clone();
        async move {
            start.wait().await;
            member
                .person
                .send(BEIJING, ActivityCommand::SignUp { activity: id, share_name: false })
                .await
        }
    })
    .await;

    // In the order of the stream: places 1 to 100, then positions 1 to 500.
    let mut queue: Vec<(Accepted, Member)> = answers.into_iter().zip(people).collect();
    queue.sort_by_key(|(answer, _)| answer.version);
    let order: Vec<Outcome> = queue.iter().map(|(answer, _)| answer.outcome).collect();
    let places = (1..=PLACES).map(|place| Outcome::Confirmed { place });
    let positions = (1..=PEOPLE - PLACES).map(|position| Outcome::Waitlisted { position });
    assert_eq!(order, places.chain(positions).collect::<Vec<_>>());
    let seen = secretary.activity(BEIJING, id).await;
    assert_eq!((seen.confirmed, seen.waiting, seen.left), (100, 500, Some(0)));

    // Every other one of the confirmed leaves, all at once.
    let waiting = queue.split_off(PLACES as usize);
    let (leaving, staying): (Vec<_>, Vec<_>) =
        queue.into_iter().enumerate().partition(|(n, _)| n % 2 == 1);
    assert_eq!(leaving.len(), LEAVING);
    let freed: BTreeSet<u32> = leaving.iter().map(|(n, _)| *n as u32 + 1).collect();
    crowd::each(LEAVING, leaving, |(_, (_, member))| async move {
        member.person.leave(BEIJING, id).await
    })
    .await;
    let seen = secretary.activity(BEIJING, id).await;
    assert_eq!((seen.confirmed, seen.waiting, seen.left), (100, 450, Some(0)));

    let staying = standings(staying.into_iter().map(|(_, (_, member))| member), id).await;
    for mine in staying {
        assert!(matches!(mine, MyPlace::Confirmed { from_queue: false, .. }), "{mine:?}");
    }
    let waiting = standings(waiting.into_iter().map(|(_, member)| member), id).await;
    let (up, rest) = waiting.split_at(LEAVING);
    let taken = up.iter().map(|mine| match mine {
        MyPlace::Confirmed { place, from_queue: true, .. } => *place,
        other => panic!("one of the first fifty did not move up: {other:?}"),
    });
    assert_eq!(taken.collect::<BTreeSet<_>>(), freed, "the places that were freed");
    for (n, mine) in rest.iter().enumerate() {
        let expected = n as u32 + 1;
        let right = matches!(mine, MyPlace::Waiting { position, .. } if *position == expected);
        assert!(right, "position {expected} of the queue: {mine:?}");
    }
}

async fn standings(
    members: impl Iterator<Item = Member>,
    id: guiyan_core::ids::ActivityId,
) -> Vec<MyPlace> {
    crowd::each(crowd::LANES, members, |member| async move {
        let mine = member.person.activity(BEIJING, id).await.mine;
        mine.unwrap_or_else(|| panic!("{} lost their place", member.person.name))
    })
    .await
}
