//! 修改: a published activity changed over HTTP, by two officers at once, and its
//! sign-up closed and opened again.

use std::sync::Arc;

use guiyan_core::{
    Outcome,
    branch::activity::{ActivityCommand, ActivityForm},
    caller::Office,
    refusal::Field,
    time::HOUR,
    view::{ActivityStatus, MyPlace, SignUpAction},
};
use guiyan_tests_service::{BEIJING, Launch, YIWU, crowd, make};

#[tokio::test]
async fn a_moved_activity_tells_those_signed_up_and_keeps_its_history() {
    let app = Arc::new(Launch::demo().start().await);
    let secretary = app.person("beijing-secretary").await;
    let people = crowd::members(&app, &secretary, BEIJING, 1..=2).await;
    let [first, second] = &people[..] else { panic!("two members") };
    let details = make::activity("恳谈会", Some(1));
    let activity = secretary.publish(BEIJING, details.clone()).await;
    first.person.sign_up(BEIJING, activity).await;
    second.person.sign_up(BEIJING, activity).await;
    let before = first.person.activity(BEIJING, activity).await;
    assert_eq!((before.revision, before.changes.len()), (0, 0));

    let start = before.start.plus(24 * HOUR);
    let moved = ActivityForm {
        start: start.to_string(),
        end: start.plus(2 * HOUR).to_string(),
        place: "三层".into(),
        ..details.clone()
    };
    let change = ActivityCommand::ChangeActivity { activity, revision: 0, details: moved.clone() };
    let outcome = secretary.send(BEIJING, change).await.outcome;
    assert_eq!(outcome, Outcome::ActivityChanged);
    let seen = first.person.activity(BEIJING, activity).await;
    assert_eq!((seen.revision, seen.start, seen.place.as_deref()), (1, start, Some("三层")));
    assert!(seen.changes[0].news && seen.changes[0].by.is_none());
    let fields: Vec<_> = seen.changes[0].fields.iter().map(|change| change.field).collect();
    // The deadline was the start and moved with it.
    assert_eq!(fields, [Field::Start, Field::End, Field::Place]);
    let seen = secretary.activity(BEIJING, activity).await;
    let by = seen.changes[0].by.as_ref().expect("officers see who");
    assert!(by.own && by.office == Office::Secretary);
    assert!(!app.anonymous().activity(BEIJING, activity).await.changes[0].news);

    // Somebody with the form of before does not write over it.
    let stale = ActivityCommand::ChangeActivity { activity, revision: 0, details };
    secretary.refused(BEIJING, stale, 409, "activityChanged").await;
    let same = ActivityCommand::ChangeActivity { activity, revision: 1, details: moved.clone() };
    secretary.refused(BEIJING, same, 409, "nothingChanged").await;

    // More places go to the queue with the same answer.
    let more = ActivityForm { capacity: Some(2), ..moved.clone() };
    secretary
        .send(BEIJING, ActivityCommand::ChangeActivity { activity, revision: 1, details: more })
        .await;
    let mine = second.person.activity(BEIJING, activity).await.mine;
    assert!(matches!(mine, Some(MyPlace::Confirmed { from_queue: true, .. })), "{mine:?}");
    let fewer = ActivityForm { capacity: Some(1), ..moved };
    let fewer = ActivityCommand::ChangeActivity { activity, revision: 2, details: fewer };
    let problem = secretary.refused(BEIJING, fewer, 422, "invalidFields").await;
    assert_eq!(problem.issues(), [("capacity", "placesTaken")]);
    assert!(problem.fields[0].message.contains("已有 2 个名额"), "{problem:?}");
}

#[tokio::test]
async fn a_sign_up_closes_early_and_opens_again() {
    let app = Arc::new(Launch::demo().start().await);
    let secretary = app.person("beijing-secretary").await;
    let people = crowd::members(&app, &secretary, BEIJING, 1..=2).await;
    let [first, second] = &people[..] else { panic!("two members") };
    let activity = secretary.publish(BEIJING, make::activity("恳谈会", Some(1))).await;
    first.person.sign_up(BEIJING, activity).await;
    second.person.sign_up(BEIJING, activity).await;

    let close = || ActivityCommand::CloseSignUp { activity };
    first.person.refused(BEIJING, close(), 403, "notAllowed").await;
    let elsewhere = app.person("yiwu-secretary").await;
    elsewhere.refused(YIWU, close(), 404, "unknownActivity").await;
    let outcome = secretary.send(BEIJING, close()).await.outcome;
    assert_eq!(outcome, Outcome::SignUpClosed);
    let seen = second.person.activity(BEIJING, activity).await;
    assert_eq!((seen.status, seen.action), (ActivityStatus::Closed, Some(SignUpAction::Leave)));
    first.person.leave(BEIJING, activity).await;
    let mine = second.person.activity(BEIJING, activity).await.mine;
    assert!(matches!(mine, Some(MyPlace::Waiting { position: 1, .. })), "{mine:?}");

    let reopen = ActivityCommand::ReopenSignUp { activity, until: String::new() };
    let outcome = secretary.send(BEIJING, reopen.clone()).await.outcome;
    assert_eq!(outcome, Outcome::SignUpReopened);
    let mine = second.person.activity(BEIJING, activity).await.mine;
    assert!(matches!(mine, Some(MyPlace::Confirmed { place: 1, .. })), "{mine:?}");
    secretary.refused(BEIJING, reopen, 409, "signUpOpen").await;
    assert_eq!(secretary.activity(BEIJING, activity).await.changes.len(), 2);
}
