//! No room left to write: files may not grow by a byte (`RLIMIT_FSIZE`, set on
//! the running service). The service says so and nothing of the cause, goes on
//! answering what needs no writing, and takes commands again once there is
//! room; whatever was answered before is there, and nothing is half done.

// Tests speak by failing. The limit is Linux's.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[allow(dead_code)] // shared with kill.rs, which uses all of it
mod ledger;

use std::{sync::Arc, time::Duration};

use guiyan_core::{Submission, branch::activity::ActivityCommand};
use guiyan_tests_service::{
    App, BEIJING, Launch, Person, app::verify, crowd, make, person::Fate, problem, wait::eventually,
};
use ledger::{Client, PLACES, Trade, check_places, check_versions};
use rustix::process::{Resource, Rlimit, prlimit};
use tempfile::TempDir;

/// By default a write over the limit kills; ignored, it fails as a full disk does.
const SPARED: [&str; 4] = ["sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh"];

fn room(app: &App, bytes: Option<u64>) {
    let limit = Rlimit { current: bytes, maximum: None };
    prlimit(Some(app.pid()), Resource::Fsize, limit).expect("limit our own child");
}

async fn scene(
    folder: &TempDir,
) -> (Arc<App>, Person, Vec<Client>, Vec<guiyan_core::ids::ActivityId>) {
    let launch = Launch::demo().data(folder.path()).under(&SPARED);
    let app = Arc::new(launch.start().await);
    let secretary = app.person("beijing-secretary").await;
    crowd::members(&app, &secretary, BEIJING, 1..=12).await;
    let form = make::activity("恳谈会", Some(PLACES.into()));
    let activities = vec![secretary.publish(BEIJING, form).await];
    let clients =
        (1..=12).map(|n| Client::new(format!("new:p{n}"), Trade::Member, n, &activities, ""));
    let clients = clients.collect();
    (app, secretary, clients, activities)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_told_and_survived() {
    let folder = TempDir::with_prefix("guiyan-disk-").expect("a folder");
    let (app, secretary, clients, activities) = scene(&folder).await;
    let mut everyone = Vec::new();
    for client in clients {
        let person = app.person(&client.persona).await;
        everyone.push((client, person));
    }
    for _ in 0..3 {
        // Under load, and then there is no room for anything.
        let work: Vec<_> = everyone
            .drain(..)
            .map(|(mut client, person)| {
                tokio::spawn(async move {
                    // `false` is what the full disk below does to it.
                    let went_well =
                        client.resend(&person).await && client.work_for(&person, 5000).await;
                    (client, person, went_well)
                })
            })
            .collect();
        let before = secretary.view(BEIJING).await.version;
        eventually("some commands went through", Duration::from_secs(20), || async {
            (secretary.view(BEIJING).await.version > before + 20).then_some(())
        })
        .await;
        room(&app, Some(0));
        let mut stopped = 0;
        for task in work {
            let (client, person, went_well) = task.await.expect("a client that did not fail");
            stopped += usize::from(!went_well);
            everyone.push((client, person));
        }
        assert!(stopped > 0, "nobody was told of the full disk");
        told_honestly(&app, &secretary).await;

        // There is room again: the same command with the same id goes through.
        room(&app, None);
        goes_on(&secretary).await;
    }
    let mut clients = Vec::new();
    for (mut client, person) in everyone {
        assert!(client.resend(&person).await, "there is room");
        client.repeat(&person).await;
        client.compare(&person).await;
        clients.push(client);
    }
    check_versions(&clients);
    check_places(&app, &activities).await;
    drop(secretary);
    let mut app = Arc::into_inner(app).expect("ours alone");
    app.kill();
    let (sound, said) = verify(folder.path()).await;
    assert!(sound, "{said}");
    let app = Launch::demo().data(folder.path()).start().await;
    for client in &clients {
        client.compare(&app.person(&client.persona).await).await;
    }
}

/// 503, with the time to try again; reading goes on; nothing is shown that is
/// not durable.
async fn told_honestly(app: &App, secretary: &Person) {
    let before = app.anonymous().view(BEIJING).await.version;
    let form = make::activity("写不下的活动", None);
    let command = ActivityCommand::PublishActivity { details: form, draft: None };
    let submission = Submission { id: make::command_id(), command: command.into() };
    let path = format!("/v1/branches/{BEIJING}/commands");
    let body = serde_json::to_value(&submission).expect("a command as JSON");
    let response = secretary.post(&path, &body).await;
    let again = problem::header(&response, "retry-after");
    assert!(again.parse::<u32>().is_ok(), "Retry-After in seconds: {again:?}");
    let problem = problem::Problem::of(response).await.expect(503, "unavailable");
    assert!(problem.next.contains("再提交"), "what to do: {problem:?}");
    assert_eq!(app.anonymous().view(BEIJING).await.version, before, "nothing is half done");
    assert_eq!(app.anonymous().get("/v1/health").await.status(), 200);
}

async fn goes_on(secretary: &Person) {
    let form = make::activity("又写得下的活动", None);
    let command = ActivityCommand::PublishActivity { details: form, draft: None };
    let submission = Submission { id: make::command_id(), command: command.into() };
    let (secretary, submission) = (&secretary, &submission);
    eventually("the service takes commands again", Duration::from_secs(20), || async move {
        match secretary.attempt(BEIJING, submission).await {
            Fate::Done(_) => Some(()),
            Fate::Unknown(_) => None,
            Fate::Refused(problem) => panic!("refused: {problem:?}"),
        }
    })
    .await;
}
