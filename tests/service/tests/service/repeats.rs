//! Once and only once: the same command twice, twice at once, with another
//! payload, by another caller; two tabs; a clock that is an hour off.

use std::sync::Arc;

use guiyan_core::{
    Outcome,
    branch::{activity::ActivityCommand, member::MemberCommand},
    time::{DAY, HOUR, Timestamp},
};
use guiyan_tests_service::{
    App, BEIJING, Launch, Person, YIWU,
    crowd::{self, Member},
    make,
};
use serde_json::json;

async fn scene(members: u32) -> (Arc<App>, Person, Vec<Member>) {
    let app = Arc::new(Launch::demo().start().await);
    let secretary = app.person("beijing-secretary").await;
    let people = crowd::members(&app, &secretary, BEIJING, 1..=members).await;
    (app, secretary, people)
}

#[tokio::test]
async fn the_same_command_twice_gets_the_first_answer() {
    let (_app, secretary, people) = scene(2).await;
    let member = &people[0].person;
    let activity = secretary.publish(BEIJING, make::activity("恳谈会", Some(5))).await;
    let id = make::command_id();
    let sign_up = ActivityCommand::SignUp { activity, share_name: false };
    let first = member.try_send_as(id, BEIJING, sign_up.clone()).await.expect("signed up");
    people[1].person.sign_up(BEIJING, activity).await;
    let again = member.try_send_as(id, BEIJING, sign_up.clone()).await.expect("the same answer");
    assert_eq!(again.outcome, first.outcome);
    assert_eq!(secretary.activity(BEIJING, activity).await.confirmed, 2);

    // Even when by now it would be refused, or would come to something else.
    member.leave(BEIJING, activity).await;
    let again = member.try_send_as(id, BEIJING, sign_up).await.expect("the same answer");
    assert_eq!(again.outcome, first.outcome);
    assert!(member.activity(BEIJING, activity).await.mine.is_none(), "and changes nothing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_command_many_times_at_once_is_one_event() {
    let (_app, secretary, people) = scene(1).await;
    let member = people[0].person.clone();
    let activity = secretary.publish(BEIJING, make::activity("恳谈会", Some(5))).await;
    let before = member.view(BEIJING).await.version;
    let id = make::command_id();
    let answers = crowd::each(32, 0..32, |_| {
        let member = member.clone();
        async move {
            member
                .try_send_as(id, BEIJING, ActivityCommand::SignUp { activity, share_name: false })
                .await
        }
    })
    .await;
    for answer in answers {
        let answer = answer.expect("every copy is answered");
        assert_eq!(answer.outcome, Outcome::Confirmed { place: 1 });
    }
    assert_eq!(member.view(BEIJING).await.version, before + 1, "one event");
}

/// After an outage everybody sends again at once. Each gets the first answer,
/// and who comes with something new is not held up by it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_storm_of_repeats_is_answered_and_holds_nobody_up() {
    let (_app, secretary, people) = scene(48).await;
    let activity = secretary.publish(BEIJING, make::activity("恳谈会", Some(20))).await;
    let sign_up = ActivityCommand::SignUp { activity, share_name: false };
    let mut first = Vec::new();
    for member in &people {
        let id = make::command_id();
        let answer = member.person.try_send_as(id, BEIJING, sign_up.clone()).await;
        first.push((member.person.clone(), id, answer.expect("signed up")));
        // By now the same would be carried out anew, were it not a repeat.
        member.person.leave(BEIJING, activity).await;
    }
    let before = secretary.view(BEIJING).await.version;
    for round in 0..3 {
        // Every fourth is the secretary, who publishes.
        let answers = crowd::each(64, 0..64usize, |n| {
            let (person, id, expected) = first[n % first.len()].clone();
            let (secretary, sign_up) = (secretary.clone(), sign_up.clone());
            async move {
                if n % 4 == 3 {
                    let details = make::activity(&format!("活动之{round}之{n}"), None);
                    let command = ActivityCommand::PublishActivity { details, draft: None };
                    return secretary.try_send(BEIJING, command).await.map(|_| ());
                }
                let again = person.try_send_as(id, BEIJING, sign_up).await?;
                assert_eq!(again, expected, "the first answer, round {round}");
                Ok(())
            }
        })
        .await;
        for answer in answers {
            answer.expect("nobody is turned away");
        }
    }
    let published = 3 * 16;
    assert_eq!(secretary.view(BEIJING).await.version, before + published, "repeats change nothing");
}

#[tokio::test]
async fn a_refusal_is_decided_afresh() {
    let (_app, secretary, people) = scene(1).await;
    let member = &people[0].person;
    let activity = secretary.publish(BEIJING, make::activity("恳谈会", Some(5))).await;
    let id = make::command_id();
    let leave = ActivityCommand::LeaveActivity { activity };
    let refused = member.try_send_as(id, BEIJING, leave.clone()).await.expect_err("not signed up");
    refused.expect(409, "notSignedUp");
    member.sign_up(BEIJING, activity).await;
    let left = member.try_send_as(id, BEIJING, leave).await.expect("now it is carried out");
    assert_eq!(left.outcome, Outcome::SignUpLeft);
}

#[tokio::test]
async fn an_id_belongs_to_one_command_of_one_caller() {
    let (app, secretary, people) = scene(2).await;
    let [one, other] = &people[..] else { panic!("two members") };
    let first = secretary.publish(BEIJING, make::activity("恳谈会一", Some(5))).await;
    let second = secretary.publish(BEIJING, make::activity("恳谈会二", Some(5))).await;
    let id = make::command_id();
    let sign_up = |activity| ActivityCommand::SignUp { activity, share_name: false };
    one.person.try_send_as(id, BEIJING, sign_up(first)).await.expect("signed up");
    let before = one.person.view(BEIJING).await.version;

    let payload = one.person.try_send_as(id, BEIJING, sign_up(second)).await;
    payload.expect_err("another payload").expect(409, "commandIdReused");
    let kind = ActivityCommand::LeaveActivity { activity: first };
    let kind = one.person.try_send_as(id, BEIJING, kind).await;
    kind.expect_err("another command").expect(409, "commandIdReused");
    let caller = other.person.try_send_as(id, BEIJING, sign_up(first)).await;
    caller.expect_err("another caller").expect(409, "commandIdReused");
    let stream = one.person.try_send_as(id, YIWU, sign_up(first)).await;
    stream.expect_err("another branch").expect(409, "commandIdReused");
    let erase = one.person.post("/v1/me/erase", &json!({ "id": id })).await;
    let erase = guiyan_tests_service::Problem::of(erase).await;
    erase.expect(409, "commandIdReused");

    assert_eq!(one.person.view(BEIJING).await.version, before, "nothing is half done");
    assert!(other.person.activity(BEIJING, first).await.mine.is_none());
    drop(app);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_tabs_of_one_member_take_one_place() {
    let (_app, secretary, people) = scene(1).await;
    let member = people[0].person.clone();
    for round in 0..10 {
        let title = format!("恳谈会之{round}");
        let activity = secretary.publish(BEIJING, make::activity(&title, Some(5))).await;
        let answers = crowd::each(2, 0..2, |_| {
            let member = member.clone();
            async move {
                member
                    .try_send(BEIJING, ActivityCommand::SignUp { activity, share_name: false })
                    .await
            }
        })
        .await;
        let (done, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
        assert_eq!(done.len(), 1, "one tab signs up");
        let refused = refused.into_iter().next().and_then(Result::err).expect("the other");
        refused.expect(409, "alreadySignedUp");
        assert_eq!(secretary.activity(BEIJING, activity).await.confirmed, 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_members_race_for_the_last_place() {
    let (_app, secretary, people) = scene(2).await;
    for round in 0..10 {
        let title = format!("恳谈会之{round}");
        let activity = secretary.publish(BEIJING, make::activity(&title, Some(1))).await;
        let mut outcomes = crowd::each(2, people.clone(), |member| async move {
            member.person.sign_up(BEIJING, activity).await
        })
        .await;
        outcomes.sort_by_key(|outcome| matches!(outcome, Outcome::Waitlisted { .. }));
        let expected = [Outcome::Confirmed { place: 1 }, Outcome::Waitlisted { position: 1 }];
        assert_eq!(outcomes, expected);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_secretarys_two_tabs_receive_once() {
    let app = Arc::new(Launch::demo().start().await);
    let secretary = app.person("beijing-secretary").await;
    let (person, report) = crowd::newcomer(&app, 1).await;
    person.report_in(BEIJING, report).await;
    let id = person.id().await;
    let answers = crowd::each(2, 0..2, |_| {
        let secretary = secretary.clone();
        async move { secretary.try_send(BEIJING, MemberCommand::ReceiveMember { person: id }).await }
    })
    .await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    for refused in answers.into_iter().filter_map(Result::err) {
        refused.expect(409, "notWaiting");
    }
}

/// A person reports in to both branches in the same moment: the claim lets one
/// through, whichever comes first.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_active_report_in_even_at_once() {
    let app = Arc::new(Launch::demo().start().await);
    let notice = app.anonymous().view(BEIJING).await.notice.facts.version;
    for n in 1..=10 {
        let (person, report) = crowd::newcomer(&app, n).await;
        let answers = crowd::each(2, [BEIJING, YIWU], |branch| {
            let (person, report) = (person.clone(), report.clone());
            let consent = make::consent(&notice);
            async move { person.try_send(branch, MemberCommand::ReportIn { report, consent }).await }
        })
        .await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "person {n}");
        for refused in answers.into_iter().filter_map(Result::err) {
            refused.expect(409, "alreadyReportedIn");
        }
        assert_eq!(person.me().await.report_ins.len(), 1);
    }
}

#[tokio::test]
async fn a_clients_clock_orders_nothing() {
    let (_app, secretary, people) = scene(4).await;
    let activity = secretary.publish(BEIJING, make::activity("恳谈会", Some(10))).await;
    let now = make::now();
    // An hour ahead, an hour behind, at the beginning of time, in a century.
    let clocks = [now.plus(HOUR), now.plus(-HOUR), Timestamp(0), now.plus(36_500 * DAY)];
    for (n, (member, clock)) in people.iter().zip(clocks).enumerate() {
        let id = make::command_id_at(clock);
        let sign_up = ActivityCommand::SignUp { activity, share_name: false };
        let answer = member.person.try_send_as(id, BEIJING, sign_up).await.expect("signed up");
        assert_eq!(answer.outcome, Outcome::Confirmed { place: n as u32 + 1 });
        let mine = member.person.activity(BEIJING, activity).await.mine;
        let Some(guiyan_core::view::MyPlace::Confirmed { at, .. }) = mine else {
            panic!("a place: {mine:?}");
        };
        let off = (at.0 - make::now().0).abs();
        assert!(off < HOUR / 2, "the service's clock counts, {off} ms off");
    }
}
