//! Check-in, 学时, and an activity that is cancelled.

use std::{sync::Arc, time::Duration};

use guiyan_core::{
    Outcome,
    branch::activity::{ActivityCommand, CancelReason, Hours},
    time::{DAY, MINUTE},
    view::{ActivityStatus, MyPlace},
};
use guiyan_tests_service::{App, BEIJING, Launch, Person, crowd, crowd::Member, make};

async fn scene(members: u32) -> (Arc<App>, Person, Vec<Member>) {
    let app = Arc::new(Launch::demo().start().await);
    let secretary = app.person("beijing-secretary").await;
    let people = crowd::members(&app, &secretary, BEIJING, 1..=members).await;
    (app, secretary, people)
}

#[tokio::test]
async fn a_steward_checks_in_from_the_list_and_hours_follow() {
    let (app, secretary, people) = scene(2).await;
    let steward = app.person("beijing-steward").await;
    let [there, absent] = &people[..] else { panic!("two members") };
    let soon = make::activity_in(30 * MINUTE, "党课：新发展理念", Some(10));
    let activity = secretary.publish(BEIJING, soon).await;
    there.person.sign_up(BEIJING, activity).await;
    absent.person.sign_up(BEIJING, activity).await;

    let list = steward.roster(BEIJING, &format!("list=activity&activity={activity}")).await;
    assert_eq!(list.total, 2);
    let row = list.rows.iter().find(|row| row.person == there.id).expect("on the list");
    assert_eq!(row.name.as_deref(), Some(make::name(1).as_str()));

    let check_in = ActivityCommand::CheckIn { activity, person: there.id };
    assert_eq!(steward.send(BEIJING, check_in.clone()).await.outcome, Outcome::CheckedIn);
    steward.refused(BEIJING, check_in, 409, "alreadyCheckedIn").await;
    assert_eq!(credit(&there.person).await, (Hours { tenths: 25 }, 1));
    let Some(MyPlace::Confirmed { attended_at: Some(_), credit: Some(credited), .. }) =
        there.person.activity(BEIJING, activity).await.mine
    else {
        panic!("the check-in is not shown to who was there");
    };
    assert_eq!(credited, Hours { tenths: 25 });
    assert_eq!(credit(&absent.person).await, (Hours { tenths: 0 }, 0));
    let desk = steward.activity(BEIJING, activity).await.desk.expect("a desk");
    assert_eq!((desk.attended, desk.can_check_in, desk.can_cancel), (1, true, false));

    // A mistake is taken back, and the hours with it.
    let undo = ActivityCommand::UndoCheckIn { activity, person: there.id };
    assert_eq!(steward.send(BEIJING, undo.clone()).await.outcome, Outcome::CheckInUndone);
    steward.refused(BEIJING, undo, 409, "notCheckedIn").await;
    assert_eq!(credit(&there.person).await, (Hours { tenths: 0 }, 0));
}

#[tokio::test]
async fn only_those_with_a_place_are_checked_in_and_only_in_time() {
    let (app, secretary, people) = scene(2).await;
    let steward = app.person("beijing-steward").await;
    let soon = make::activity_in(30 * MINUTE, "志愿服务", Some(1));
    let activity = secretary.publish(BEIJING, soon).await;
    people[0].person.sign_up(BEIJING, activity).await;
    people[1].person.sign_up(BEIJING, activity).await;
    let waits = ActivityCommand::CheckIn { activity, person: people[1].id };
    steward.refused(BEIJING, waits, 409, "notOnTheList").await;

    let later = secretary.publish(BEIJING, make::activity("志愿服务二", None)).await;
    people[0].person.sign_up(BEIJING, later).await;
    let early = ActivityCommand::CheckIn { activity: later, person: people[0].id };
    steward.refused(BEIJING, early.clone(), 409, "checkInClosed").await;
    people[1].person.refused(BEIJING, early, 403, "notAllowed").await;
}

#[tokio::test]
async fn a_cancelled_activity_tells_those_signed_up_why() {
    let (_app, secretary, people) = scene(1).await;
    let member = &people[0].person;
    let activity = secretary.publish(BEIJING, make::activity("红色教育：香山", Some(5))).await;
    member.sign_up(BEIJING, activity).await;
    let mut told = member.changes(BEIJING).await;

    let note = "香山景区当日闭园，改期另行通知。".to_owned();
    let cancel = ActivityCommand::CancelActivity { activity, reason: CancelReason::Venue, note };
    member.refused(BEIJING, cancel.clone(), 403, "notAllowed").await;
    let answer = secretary.send(BEIJING, cancel.clone()).await;
    assert_eq!(answer.outcome, Outcome::ActivityCancelled);
    assert!(told.reaches(answer.version, Duration::from_secs(1)).await, "told within a second");

    let seen = member.activity(BEIJING, activity).await;
    assert_eq!(seen.status, ActivityStatus::Cancelled);
    let cancelled = seen.cancelled.expect("why it was cancelled");
    assert_eq!(cancelled.reason, CancelReason::Venue);
    assert_eq!(cancelled.note.as_deref(), Some("香山景区当日闭园，改期另行通知。"));
    assert_eq!(seen.action, None);
    secretary.refused(BEIJING, cancel, 409, "activityCancelled").await;
    let leave = ActivityCommand::LeaveActivity { activity };
    member.refused(BEIJING, leave, 409, "activityCancelled").await;
    let sign_up = ActivityCommand::SignUp { activity, share_name: false };
    member.refused(BEIJING, sign_up, 409, "activityCancelled").await;
}

#[tokio::test]
async fn sign_up_ends_with_its_deadline_and_with_the_start() {
    let (_app, secretary, people) = scene(1).await;
    let member = &people[0].person;
    let mut begun = make::activity_in(-MINUTE, "已经开始", None);
    begun.end = make::now().plus(DAY).to_string();
    let begun = secretary.publish(BEIJING, begun).await;
    let sign_up = ActivityCommand::SignUp { activity: begun, share_name: false };
    member.refused(BEIJING, sign_up, 409, "activityBegun").await;
    assert_eq!(member.activity(BEIJING, begun).await.status, ActivityStatus::Ongoing);

    // Nobody may make up for it: a deadline in the past is no deadline.
    let mut late = make::activity("截止已过", None);
    late.sign_up_until = make::now().plus(-MINUTE).to_string();
    let publish = ActivityCommand::PublishActivity { details: late, draft: None };
    let problem = secretary.refused(BEIJING, publish, 422, "invalidFields").await;
    assert_eq!(problem.issues(), [("signUpUntil", "inPast")]);
}

async fn credit(person: &Person) -> (Hours, u32) {
    let hours = person.view(BEIJING).await.hours.expect("hours of a member");
    (hours.credited, hours.activities)
}
