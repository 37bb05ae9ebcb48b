//! The stream of changes: a version, within a second, and nothing else.

use std::{sync::Arc, time::Duration};

use guiyan_core::branch::activity::ActivityCommand;
use guiyan_tests_service::{BEIJING, Launch, Problem, YIWU, crowd, make, raw::Raw};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test]
async fn every_open_window_is_told_within_a_second() {
    let app = Arc::new(Launch::demo().start().await);
    let secretary = app.person("beijing-secretary").await;
    let people = crowd::members(&app, &secretary, BEIJING, 1..=1).await;
    let mut windows = Vec::new();
    for person in [app.anonymous(), people[0].person.clone(), secretary.clone()] {
        windows.push(person.changes(BEIJING).await);
    }
    for round in 0..5 {
        let details = make::activity(&format!("恳谈会之{round}"), None);
        let command = ActivityCommand::PublishActivity { details, draft: None };
        let version = secretary.send(BEIJING, command).await.version;
        for window in &mut windows {
            assert!(window.reaches(version, SECOND).await, "told of {version} within a second");
        }
        assert!(secretary.view(BEIJING).await.version >= version, "and it can be fetched");
    }
}

#[tokio::test]
async fn a_burst_ends_with_the_last_version() {
    let app = Arc::new(Launch::demo().start().await);
    let secretary = app.person("beijing-secretary").await;
    let mut window = app.anonymous().changes(BEIJING).await;
    let versions = crowd::each(16, 0..40, |n| {
        let secretary = secretary.clone();
        async move {
            let details = make::activity(&format!("恳谈会之{n}"), None);
            secretary
                .send(BEIJING, ActivityCommand::PublishActivity { details, draft: None })
                .await
                .version
        }
    })
    .await;
    let last = versions.into_iter().max().expect("a version");
    assert!(window.reaches(last, SECOND).await, "the last version is never lost");
}

#[tokio::test]
async fn a_stream_tells_of_its_own_branch_only() {
    let app = Launch::demo().start().await;
    let secretary = app.person("beijing-secretary").await;
    let mut there = app.anonymous().changes(YIWU).await;
    let mut here = app.anonymous().changes(BEIJING).await;
    let known = app.anonymous().view(YIWU).await.version;
    let details = make::activity("恳谈会", None);
    let command = ActivityCommand::PublishActivity { details, draft: None };
    let version = secretary.send(BEIJING, command).await.version;
    assert!(here.reaches(version, SECOND).await);
    while let Some(told) = there.next(SECOND / 4).await {
        assert_eq!(told, known, "Yiwu has not changed");
    }
    Problem::of(app.anonymous().get("/v1/branches/xinzhou-mars/changes").await)
        .await
        .expect(404, "unknownBranch");
    let path = format!("/v1/branches/{BEIJING}/changes");
    let forged = app.with_token("forged", "x").get(&path).await;
    Problem::of(forged).await.expect(401, "invalidToken");
}

#[tokio::test]
async fn a_quiet_stream_shows_that_it_lives() {
    let app = Launch::demo().start().await;
    let mut raw = Raw::connect(app.host()).await;
    let (host, path) = (app.host(), format!("/v1/branches/{BEIJING}/changes"));
    raw.send(format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n")).await;
    // Proxies hang up on what is silent for longer.
    assert!(raw.hears("\n:", Duration::from_secs(25)).await, "a comment within 25 seconds");
}
