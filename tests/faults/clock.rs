//! The clock jumps back. The record is written as by a machine three days ahead;
//! then the service starts on it with the clock that is right.

// Tests speak by failing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{
    path::Path,
    sync::{Arc, mpsc},
    time::Duration,
};

use guiyan_core::{
    Command, Outcome, Submission,
    branch::activity::ActivityCommand,
    caller::Caller,
    ids::{ActivityId, BranchId, CommandId, PersonId, StreamId},
    time::{DAY, HOUR, Timestamp},
};
use guiyan_store::{Desk, DeskOptions, MasterKey, Receipt, SqliteLog};
use guiyan_tests_service::{
    App, BEIJING, Launch, app::verify, crowd, make, phone::Gateway, problem::header,
};
use reqwest::Method;
use tempfile::TempDir;

const AHEAD: i64 = 3 * DAY;
const PHONE: &str = "13977665544";

/// Does it on a record that nobody serves, at that time.
fn as_if_at(
    data: &Path,
    clock: Timestamp,
    by: PersonId,
    id: CommandId,
    command: Command,
) -> Receipt {
    let key = MasterKey::from_file(&data.join("master.key")).expect("the demo's key");
    let log = SqliteLog::open(&data.join("guiyan.db"), key).expect("the record");
    let charter = Arc::new(guiyan_core::testing::sample_charter());
    let desk = Desk::open(charter, Box::new(log), DeskOptions::default()).expect("a desk");
    let (answer, answered) = mpsc::channel();
    let beijing = StreamId::Branch(BEIJING.parse::<BranchId>().expect("a branch"));
    let submission = Submission { id, command };
    desk.submit(beijing, Caller::person(by), clock, submission, move |result| {
        answer.send(result).expect("the test waits");
    });
    let receipt = answered.recv().expect("an answer").expect("done");
    desk.close();
    receipt
}

/// When each event was, in the order in which they were written.
fn times(data: &Path) -> Vec<i64> {
    let db = rusqlite::Connection::open(data.join("guiyan.db")).expect("the record");
    let mut all = db.prepare("SELECT at FROM events ORDER BY id").expect("the events");
    let times = all.query_map([], |row| row.get(0)).expect("their times");
    times.map(|time| time.expect("a time")).collect()
}

/// What a clock that was ahead has left in the file of sign-ins.
fn sign_ins_were_ahead(data: &Path) {
    let db = rusqlite::Connection::open(data.join("sign-in.db")).expect("the sign-ins");
    let seconds = AHEAD / 1000;
    db.execute_batch(&format!(
        "UPDATE sends SET at = at + {seconds};
         UPDATE sessions SET started = started + {seconds}, used = used + {seconds},
             access_until = access_until + {seconds};
         UPDATE refreshes SET until = until + {seconds};"
    ))
    .expect("put them ahead");
}

#[tokio::test]
async fn a_clock_that_jumps_back_harms_nothing() {
    let folder = TempDir::with_prefix("guiyan-clock-").expect("a folder");
    let gateway = Gateway::start().await;
    let settings = gateway.settings(folder.path(), "");
    let launch = || Launch::demo().data(folder.path()).sign_in(&settings);
    let app = Arc::new(launch().start().await);
    let secretary = app.person("beijing-secretary").await;
    let people = crowd::members(&app, &secretary, BEIJING, 1..=3).await;
    let soon = secretary.publish(BEIJING, make::activity("恳谈会", Some(2))).await;
    people[0].person.sign_up(BEIJING, soon).await;
    let before = people[0].person.view(BEIJING).await.version;
    let tokens = app.by_phone(&gateway, PHONE).await;
    Arc::into_inner(app).expect("ours alone").stop().await;

    let ahead = make::now().plus(AHEAD);
    let id = make::command_id_at(ahead);
    let sign_up = ActivityCommand::SignUp { activity: soon, share_name: false };
    let receipt = as_if_at(folder.path(), ahead, people[1].id, id, sign_up.clone().into());
    assert!(receipt.version > before);
    sign_ins_were_ahead(folder.path());

    let app = launch().start().await;
    let second = app.person("new:p2").await;
    // It shows the record's own time, in which nothing runs backwards.
    let view = second.view(BEIJING).await;
    assert!(view.now >= ahead, "{} is before {ahead}", view.now);
    assert_eq!(view.version, receipt.version);
    // What was answered is answered again, and done once.
    let again = second.try_send_as(id, BEIJING, sign_up).await.expect("the first answer");
    assert_eq!((again.version, again.outcome), (receipt.version, receipt.outcome));
    goes_on(&app, soon).await;
    signs_in(&app, &gateway, &tokens).await;
    assert!(!app.log().contains("panicked") && !app.log().contains("ERROR"), "{}", app.log());
    app.stop().await;

    let times = times(folder.path());
    assert!(times.is_sorted(), "an event is never before the one that it follows: {times:?}");
    let (sound, said) = verify(folder.path()).await;
    assert!(sound, "{said}");
}

/// The stream of changes and entity tags go by the number of the event.
async fn goes_on(app: &App, activity: ActivityId) {
    let secretary = app.person("beijing-secretary").await;
    let third = app.person("new:p3").await;
    let path = format!("/v1/branches/{BEIJING}");
    let tag = header(&third.get(&path).await, "etag");
    let ask = async || {
        let request = third.request(Method::GET, &path).header("if-none-match", &tag);
        request.send().await.expect("an answer").status().as_u16()
    };
    assert_eq!(ask().await, 304);
    let mut window = third.changes(BEIJING).await;
    let outcome = third.sign_up(BEIJING, activity).await;
    assert!(matches!(outcome, Outcome::Waitlisted { .. }), "two places are taken: {outcome:?}");
    let form = make::activity_in(AHEAD + HOUR, "在后的活动", None);
    let later = secretary.publish(BEIJING, form).await;
    let version = third.view(BEIJING).await.version;
    assert!(window.reaches(version, Duration::from_secs(1)).await);
    assert_eq!(ask().await, 200, "there is something new");
    assert!(third.activity(BEIJING, later).await.mine.is_none());
}

/// Nobody is shut out, and a session of before is still one.
async fn signs_in(app: &App, gateway: &Gateway, before: &guiyan_tests_service::phone::Tokens) {
    assert_eq!(before.holder(app).get("/v1/me").await.status(), 200);
    let after = app.by_phone(gateway, PHONE).await;
    assert_eq!(after.person, before.person);
    assert_eq!(after.holder(app).get("/v1/me").await.status(), 200);
}
