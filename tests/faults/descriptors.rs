//! No more file descriptors. Where the bound is known at the start, fewer are
//! let in and the next is told; where they run out all the same, those inside
//! are served, those outside wait until others end, and nobody is kept busy.

// Tests speak by failing. The limit is Linux's.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{fs, sync::Arc, time::Duration};

use guiyan_tests_service::{
    App, BEIJING, Launch, Person,
    app::{client, verify},
    crowd, make,
    problem::Problem,
    raw::{Answer, Raw, post_head},
    wait::eventually,
};
use rustix::process::{Resource, Rlimit, getrlimit, prlimit};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(20);
/// Connections that do nothing.
const IDLE: usize = 24;
const TOLD: &str = "connections cannot be accepted";

fn ask(app: &App) -> String {
    format!("GET /v1/health HTTP/1.1\r\nHost: {}\r\n\r\n", app.host())
}

/// A connection that was let in, and its first answer.
async fn visit(app: &App) -> (Raw, Option<Answer>) {
    let mut raw = Raw::connect(app.host()).await;
    raw.send(ask(app)).await;
    let answer = raw.answer().await;
    (raw, answer)
}

fn open_files(app: &App) -> u64 {
    let folder = format!("/proc/{}/fd", app.pid().as_raw_nonzero());
    fs::read_dir(folder).expect("our own child").count() as u64
}

/// Time that it has spent on a core.
fn busy(app: &App) -> Duration {
    let threads = format!("/proc/{}/task", app.pid().as_raw_nonzero());
    let threads = fs::read_dir(threads).expect("our own child").filter_map(Result::ok);
    // In nanoseconds, each thread by itself.
    let times = threads.filter_map(|task| {
        let text = fs::read_to_string(task.path().join("schedstat")).ok()?;
        text.split(' ').next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(times.sum())
}

#[tokio::test]
async fn with_few_descriptors_fewer_are_let_in_and_the_next_is_told() {
    let few = ["sh", "-c", "ulimit -n 80; exec \"$@\"", "sh"];
    let app = Launch::demo().under(&few).start().await;
    assert!(app.log().contains("LimitNOFILE"), "what to raise: {}", app.log());
    let mut inside = Vec::new();
    let told = loop {
        let (raw, answer) = visit(&app).await;
        let answer = answer.expect("an answer");
        if answer.status != 200 {
            break answer;
        }
        inside.push(raw);
        assert!(inside.len() < 80, "more than there are descriptors");
    };
    assert_eq!(inside.len(), 40, "half of them are for connections");
    assert_eq!(told.header("connection"), "close");
    Problem::parse(told.status, told.header("content-type"), &told.body).expect(503, "overloaded");
    inside.pop();
    eventually("room for another", PATIENCE, || async {
        visit(&app).await.1.filter(|answer| answer.status == 200).map(drop)
    })
    .await;
    assert!(!app.log().contains(TOLD), "it never came to that: {}", app.log());
}

#[tokio::test]
async fn without_descriptors_those_inside_are_served_and_the_others_wait() {
    let folder = TempDir::with_prefix("guiyan-files-").expect("a folder");
    let app = Arc::new(Launch::demo().data(folder.path()).start().await);
    let secretary = app.person("beijing-secretary").await;
    let members = crowd::members(&app, &secretary, BEIJING, 1..=1).await;
    let mut inside = Raw::connect(app.host()).await;
    let mut idle = Vec::new();
    for _ in 0..IDLE {
        let (raw, answer) = visit(&app).await;
        assert_eq!(answer.expect("an answer").status, 200);
        idle.push(raw);
    }
    inside.send(ask(&app)).await;
    assert_eq!(inside.answer().await.expect("an answer").status, 200);

    // The upper bound is the one that it has from us.
    let maximum = getrlimit(Resource::Nofile).maximum;
    let limit = Rlimit { current: Some(open_files(&app)), maximum };
    prlimit(Some(app.pid()), Resource::Nofile, limit).expect("limit our own child");
    let mut outside = Vec::new();
    for _ in 0..IDLE {
        let mut raw = Raw::connect(app.host()).await;
        raw.send(ask(&app)).await;
        outside.push(raw);
    }
    eventually("it to be told", PATIENCE, || async { app.log().contains(TOLD).then_some(()) })
        .await;

    // Those inside are served meanwhile: views, and commands that are kept.
    let (before, begin) = (busy(&app), std::time::Instant::now());
    let mut published = Vec::new();
    while begin.elapsed() < Duration::from_secs(2) {
        let title = format!("恳谈会之{}", published.len());
        published.push(publish(&app, &secretary, &mut inside, &title).await);
        inside.send(ask(&app)).await;
        assert_eq!(inside.answer().await.expect("an answer").status, 200);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let spent = busy(&app) - before;
    assert!(spent < begin.elapsed() / 4, "{spent:?} of {:?} for nothing", begin.elapsed());
    assert_eq!(app.log().matches(TOLD).count(), 1, "once a minute:\n{}", app.log());

    // Others leave, and those who wait come in.
    idle.clear();
    for mut raw in outside {
        assert_eq!(raw.answer().await.expect("let in at last").status, 200);
    }
    let fresh = Person { client: client(), ..members[0].person.clone() };
    let titles: Vec<_> =
        fresh.view(BEIJING).await.activities.into_iter().map(|one| one.title).collect();
    assert!(published.iter().all(|title| titles.contains(title)), "{published:?} in {titles:?}");
    Arc::into_inner(app).expect("ours alone").stop().await;
    let (sound, said) = verify(folder.path()).await;
    assert!(sound, "{said}");
}

/// Publishes on a connection that is open.
async fn publish(app: &App, secretary: &Person, inside: &mut Raw, title: &str) -> String {
    let details = make::activity(title, None);
    let body = serde_json::json!({
        "id": make::command_id(), "type": "publishActivity", "details": details,
    });
    let body = body.to_string();
    let path = format!("/v1/branches/{BEIJING}/commands");
    let head = post_head(secretary, app.host(), &path, body.len());
    inside.send(format!("{head}\r\n{body}")).await;
    let answer = inside.answer().await.expect("an answer");
    assert_eq!(answer.status, 200, "{}", answer.body);
    title.to_owned()
}
