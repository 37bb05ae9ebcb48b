//! Starting, stopping, starting again, and being forgotten.

use std::{sync::Arc, time::Duration};

use guiyan_core::{
    branch::{activity::ActivityCommand, member::MemberState},
    ids::ActivityId,
};
use guiyan_tests_service::{
    App, BEIJING, Launch, Person, Problem, YIWU,
    app::verify,
    crowd, disk, make,
    raw::{Raw, post_head},
    wait_until,
};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpStream;

/// A view without what differs from one moment to the next.
async fn lasting(person: &Person, path: &str) -> Value {
    let mut view: Value = person.read(path).await;
    view.as_object_mut().expect("a view").remove("now");
    view
}

#[tokio::test]
async fn a_restart_keeps_everything() {
    let folder = TempDir::with_prefix("guiyan-data-").expect("a folder");
    let launch = || Launch::demo().data(folder.path());
    let app = Arc::new(launch().start().await);
    let secretary = app.person("beijing-secretary").await;
    let people = crowd::members(&app, &secretary, BEIJING, 1..=3).await;
    let activity = secretary.publish(BEIJING, make::activity("恳谈会", Some(2))).await;
    for member in &people {
        member.person.sign_up(BEIJING, activity).await;
    }
    let id = make::command_id();
    let leave = ActivityCommand::LeaveActivity { activity };
    let left = people[0].person.try_send_as(id, BEIJING, leave.clone()).await.expect("left");
    let paths =
        ["/v1/me".to_owned(), format!("/v1/branches/{BEIJING}"), format!("/v1/branches/{YIWU}")];
    let lists = ["list=members", "list=members&state=ended"]
        .map(|list| format!("/v1/branches/{BEIJING}/roster?{list}"));
    let personas =
        ["new:p1", "new:p2", "new:p3", "beijing-member", "yiwu-member", "beijing-secretary"];
    let before = seen(&app, &personas, &paths, &lists).await;
    Arc::into_inner(app).expect("ours alone").stop().await;

    // In good order, then without any.
    for round in ["stopped", "killed"] {
        let (sound, said) = verify(folder.path()).await;
        assert!(sound, "{round}: {said}");
        let mut app = launch().start().await;
        let after = seen(&app, &personas, &paths, &lists).await;
        for (before, after) in before.iter().zip(&after) {
            assert_eq!(before, after, "{round}");
        }
        let member = app.person("new:p1").await;
        let again = member.try_send_as(id, BEIJING, leave.clone()).await;
        assert_eq!(again.expect("the first answer").outcome, left.outcome, "{round}");
        app.kill();
    }
}

async fn seen(app: &App, personas: &[&str], paths: &[String], lists: &[String]) -> Vec<Value> {
    let mut seen = Vec::new();
    for persona in personas {
        let person = app.person(persona).await;
        for path in paths {
            seen.push(lasting(&person, path).await);
        }
    }
    let secretary = app.person("beijing-secretary").await;
    for list in lists {
        seen.push(lasting(&secretary, list).await);
    }
    seen
}

/// SIGTERM while a command is on its way: it is answered, it is there after
/// the restart, and the service ends by itself.
#[tokio::test]
async fn a_graceful_stop_answers_what_is_under_way() {
    let folder = TempDir::with_prefix("guiyan-data-").expect("a folder");
    let mut app = Launch::demo().data(folder.path()).start().await;
    let secretary = app.person("beijing-secretary").await;
    let mut window = app.anonymous().changes(BEIJING).await;
    let details = make::activity("最后一刻发布的活动", None);
    let id = make::command_id();
    let body = json!({ "id": id, "type": "publishActivity", "details": details }).to_string();
    let mut raw = Raw::connect(app.host()).await;
    let path = format!("/v1/branches/{BEIJING}/commands");
    let head = post_head(&secretary, app.host(), &path, body.len());
    raw.send(head + "Expect: 100-continue\r\n\r\n").await;
    // The handler has begun to read: from here on the command is under way.
    assert_eq!(raw.answer().await.map(|answer| answer.status), Some(100));

    app.terminate();
    let host = app.host().to_owned();
    let deadline = Duration::from_secs(5);
    let closed = wait_until(deadline, || std::net::TcpStream::connect(&host).is_err()).await;
    assert!(closed, "nobody new is let in");
    raw.send(body).await;
    let answer = raw.answer().await.expect("the command under way is answered");
    assert_eq!(answer.status, 200, "{}", answer.body);
    while window.next(Duration::from_secs(5)).await.is_some() {}
    let status = app.ended().await;
    assert!(status.success(), "ended with {status}");
    assert!(TcpStream::connect(&host).await.is_err());

    let app = Launch::demo().data(folder.path()).start().await;
    let seen = app.anonymous().activity(BEIJING, ActivityId(id.0)).await;
    assert_eq!(seen.title, "最后一刻发布的活动");
}

#[tokio::test]
async fn idle_connections_do_not_hold_up_a_stop() {
    let app = Launch::demo().start().await;
    let mut idle = Vec::new();
    for _ in 0..20 {
        let mut raw = Raw::connect(app.host()).await;
        raw.send(format!("GET /v1/health HTTP/1.1\r\nHost: {}\r\n\r\n", app.host())).await;
        assert_eq!(raw.answer().await.map(|answer| answer.status), Some(200));
        idle.push(raw);
    }
    let _window = app.anonymous().changes(BEIJING).await;
    app.stop().await;
}

#[tokio::test]
async fn two_services_never_share_a_record() {
    let folder = TempDir::with_prefix("guiyan-data-").expect("a folder");
    let app = Launch::demo().data(folder.path()).start().await;
    let (status, said) = Launch::demo().refused_on("127.0.0.1:0", folder.path()).await;
    assert!(!status.success() && !said.trim().is_empty(), "a second one says why not: {said}");
    assert_eq!(app.anonymous().get("/v1/ready").await.status(), 200, "the first goes on");
}

#[tokio::test]
async fn a_demo_is_refused_where_others_could_reach_it() {
    for listen in ["0.0.0.0:0", "[::]:0"] {
        let (status, said) = Launch::demo().refused(listen).await;
        assert!(!status.success(), "{listen}");
        assert!(said.contains("demo"), "{listen}: a sentence says why: {said}");
        assert!(!said.contains("panicked") && !said.contains("listening on"), "{said}");
    }
}

#[tokio::test]
async fn without_a_key_it_says_which_is_missing() {
    let (status, said) = Launch::plain().refused("127.0.0.1:0").await;
    assert!(!status.success() && said.contains("GUIYAN_MASTER_KEY"), "{said}");
    let wrong = Launch::demo().arg("--token-key").arg("/nowhere/portal.pem");
    let wrong = wrong.arg("--token-issuer").arg("x").arg("--token-audience").arg("y");
    let (status, said) = wrong.refused("127.0.0.1:0").await;
    assert!(!status.success() && said.contains("portal.pem"), "{said}");
}

/// Erased: gone from every view, and from then on the same sign-in leads to
/// somebody new. Counts stay.
#[tokio::test]
async fn who_erases_themselves_is_forgotten() {
    let folder = TempDir::with_prefix("guiyan-data-").expect("a folder");
    let app = Arc::new(Launch::demo().data(folder.path()).start().await);
    let secretary = app.person("beijing-secretary").await;
    let people = crowd::members(&app, &secretary, BEIJING, 1..=2).await;
    let [gone, next] = &people[..] else { panic!("two members") };
    let activity = secretary.publish(BEIJING, make::activity("恳谈会", Some(1))).await;
    gone.person.sign_up(BEIJING, activity).await;
    next.person.sign_up(BEIJING, activity).await;

    let id = make::command_id();
    let response = gone.person.post("/v1/me/erase", &json!({ "id": id })).await;
    assert_eq!(response.status(), 200);
    let answer: Value = response.json().await.expect("an answer");
    assert_eq!(answer["outcome"]["type"], "erased");
    // The answer may be lost on the way; the repeat gets it, though the same
    // sign-in now leads to somebody new.
    let repeat = gone.person.post("/v1/me/erase", &json!({ "id": id })).await;
    assert_eq!(repeat.status(), 200);
    let repeated: Value = repeat.json().await.expect("an answer");
    assert_eq!(repeated["outcome"], answer["outcome"]);

    let list = secretary.roster(BEIJING, "list=members").await;
    let name = make::name(1);
    assert!(list.rows.iter().all(|row| row.name.as_deref() != Some(name.as_str())));
    let page = secretary.get(&format!("/v1/branches/{BEIJING}/roster")).await;
    assert!(!page.text().await.expect("a body").contains(&make::phone(1)));
    let mine = next.person.activity(BEIJING, activity).await.mine;
    assert!(
        matches!(mine, Some(guiyan_core::view::MyPlace::Confirmed { from_queue: true, .. })),
        "the place passes on: {mine:?}"
    );
    let again = app.person("new:p1").await;
    assert_ne!(again.id().await, gone.id, "the id leads nowhere");
    assert!(again.view(BEIJING).await.report_in.is_none());
    again.report_in(BEIJING, make::report("重新来过")).await;
    let state = again.view(BEIJING).await.report_in.map(|mine| mine.state);
    assert_eq!(state, Some(MemberState::Submitted));
    Problem::of(app.anonymous().post("/v1/me/erase", &json!({ "id": make::command_id() })).await)
        .await
        .expect(401, "signInNeeded");

    // After a restart too, and the record still verifies.
    Arc::into_inner(app).expect("ours alone").stop().await;
    assert!(disk::files_with(folder.path(), &[&name, &make::phone(1)]).is_empty());
    let (sound, said) = verify(folder.path()).await;
    assert!(sound, "{said}");
    let app = Launch::demo().data(folder.path()).start().await;
    let secretary = app.person("beijing-secretary").await;
    let list = secretary.roster(BEIJING, "list=members").await;
    assert!(list.rows.iter().all(|row| row.person != gone.id || row.name.is_none()));
}
