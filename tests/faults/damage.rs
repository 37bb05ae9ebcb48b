//! The disk gives back something else than was written to it: a page in the
//! middle of the database, a letter of it, or the end of its WAL after a crash.
//!
//! `GUIYAN_SOAK=1` damages every page in each way, instead of two of three in one.

// Tests speak by failing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use guiyan_core::{
    Outcome,
    branch::activity::ActivityCommand,
    ids::{ActivityId, CommandId},
};
use guiyan_tests_service::{
    App, BEIJING, Launch, Problem,
    app::{guiyan, verify},
    crowd, disk, make,
};
use reqwest::StatusCode;
use serde_json::Value;
use tempfile::TempDir;

const PAGE: usize = 4096;
/// A frame of the WAL: its head, and a page.
const FRAME: usize = 24 + PAGE;

fn folder() -> TempDir {
    TempDir::with_prefix("guiyan-damage-").expect("a folder")
}

fn launch(data: &Path) -> Launch {
    Launch::demo().data(data)
}

/// What stands in the record, as its people see it.
struct Seen {
    answers: Vec<(&'static str, String, Value)>,
    id: CommandId,
    activity: ActivityId,
    outcome: Outcome,
}

const PEOPLE: [&str; 4] = ["new:p1", "new:p2", "beijing-member", "beijing-secretary"];

impl Seen {
    async fn of(app: &App, id: CommandId, activity: ActivityId, outcome: Outcome) -> Self {
        let mut answers = Vec::new();
        for name in PEOPLE {
            let person = app.person(name).await;
            let mut paths = vec!["/v1/me".to_owned(), format!("/v1/branches/{BEIJING}")];
            if name == "beijing-secretary" {
                paths.push(format!("/v1/branches/{BEIJING}/roster?list=members"));
            }
            for path in paths {
                let view = lasting(person.read(&path).await);
                answers.push((name, path, view));
            }
        }
        Self { answers, id, activity, outcome }
    }

    /// Whatever is answered is what was answered before, or says that it
    /// cannot be; `true` when all of it is there.
    async fn compare(&self, app: &App, what: &str) -> bool {
        let mut whole = true;
        for (name, path, before) in &self.answers {
            let response = app.person(name).await.get(path).await;
            if response.status() == StatusCode::OK {
                let now = lasting(response.json().await.expect("a view"));
                assert!(now == *before, "{what}: {name} sees something else at {path}:\n{now}");
            } else {
                Problem::of(response).await.expect(503, "unavailable");
                whole = false;
            }
        }
        let command = ActivityCommand::SignUp { activity: self.activity, share_name: false };
        match app.person("new:p1").await.try_send_as(self.id, BEIJING, command).await {
            Ok(again) => assert_eq!(again.outcome, self.outcome, "{what}: it was answered before"),
            Err(problem) => {
                problem.expect(503, "unavailable");
                whole = false;
            }
        }
        whole
    }
}

/// Without what differs from one moment to the next.
fn lasting(mut view: Value) -> Value {
    view.as_object_mut().expect("a view").remove("now");
    view
}

/// A record with members and sign-ups, closed in good order.
async fn record(data: &Path) -> Seen {
    let app = Arc::new(launch(data).start().await);
    let secretary = app.person("beijing-secretary").await;
    let people = crowd::members(&app, &secretary, BEIJING, 1..=3).await;
    let activity = secretary.publish(BEIJING, make::activity("恳谈会", Some(2))).await;
    let id = make::command_id();
    let command = ActivityCommand::SignUp { activity, share_name: false };
    let outcome = people[0].person.try_send_as(id, BEIJING, command).await.expect("a place");
    for member in &people[1..] {
        member.person.sign_up(BEIJING, activity).await;
    }
    let seen = Seen::of(&app, id, activity, outcome.outcome).await;
    Arc::into_inner(app).expect("ours alone").stop().await;
    seen
}

/// A copy of a record, with another database.
fn copy(from: &Path, database: &[u8]) -> TempDir {
    let to = folder();
    for entry in fs::read_dir(from).expect("list the record").map(|entry| entry.expect("a file")) {
        fs::copy(entry.path(), to.path().join(entry.file_name())).expect("copy the record");
    }
    fs::write(to.path().join("guiyan.db"), database).expect("write the database");
    to
}

/// What a disk makes of a page.
#[derive(Clone, Copy, Debug)]
enum Damage {
    /// Bytes in its middle are others.
    Garbled,
    /// It was never written.
    Empty,
}

fn damaged(database: &[u8], page: usize, how: Damage) -> Vec<u8> {
    let mut bytes = database.to_vec();
    let page = &mut bytes[page * PAGE..][..PAGE];
    match how {
        Damage::Garbled => page[PAGE / 4..3 * PAGE / 4].iter_mut().for_each(|byte| *byte ^= 0xA5),
        Damage::Empty => page.fill(0),
    }
    bytes
}

#[tokio::test]
async fn a_damaged_page_is_found_nothing_wrong_is_told_and_a_backup_brings_it_all_back() {
    let sound = folder();
    let seen = record(sound.path()).await;
    let path = |path: PathBuf| path.display().to_string();
    let (backup, key) =
        (path(sound.path().join("a.backup")), path(sound.path().join("master.key")));
    let (done, said) =
        guiyan(&["backup", "--data", &path(sound.path().into()), "--to", &backup]).await;
    assert!(done, "{said}");

    let database = fs::read(sound.path().join("guiyan.db")).expect("the database");
    assert_eq!(database.len() % PAGE, 0, "whole pages");
    let pages = database.len() / PAGE;
    let both = std::env::var_os("GUIYAN_SOAK").is_some();
    let each = (0..pages).flat_map(|page| [(page, Damage::Garbled), (page, Damage::Empty)]);
    let (mut tried, mut found, mut refused) = (0, 0, 0);
    for (page, how) in each.skip(rand::random_range(0..2)).step_by(if both { 1 } else { 3 }) {
        let what = format!("page {page} of {pages}, {how:?}");
        tried += 1;
        let broken = copy(sound.path(), &damaged(&database, page, how));
        let (is_sound, said) = verify(broken.path()).await;
        assert!(!said.contains("panicked") && !said.trim().is_empty(), "{what}: {said}");
        let tells = said.contains("damaged") || said.contains("restore") || said.contains("not a");
        assert!(is_sound || tells, "{what}: {said}");
        found += usize::from(!is_sound);
        match launch(broken.path()).try_start().await {
            Ok(app) => {
                let whole = seen.compare(&app, &what).await;
                assert!(whole || !is_sound, "{what}: verify found nothing");
                assert!(!app.log().contains("panicked"), "{what}: {}", app.log());
            }
            Err(last_words) => {
                assert!(!is_sound, "{what}: verify found nothing, and then: {last_words}");
                assert!(last_words.contains("guiyan: "), "{what}: a sentence: {last_words}");
                assert!(!last_words.contains("panicked"), "{what}: {last_words}");
                refused += 1;
            }
        }
    }
    println!("{tried} pages damaged, {found} found by verify, {refused} starts refused");
    assert!(found > 0 && refused > 0, "{found} found, {refused} refused");

    let fresh = folder();
    let data = path(fresh.path().join("data"));
    let words = ["restore", &backup, "--data", &data, "--master-key", &key, "--no-erasures"];
    let (done, said) = guiyan(&words).await;
    assert!(done, "{said}");
    let app = launch(Path::new(&data)).arg("--master-key").arg(&key).start().await;
    // Another demo key signs the tokens there; the people are the same.
    assert!(seen.compare(&app, "restored").await, "all of it is there");
}

/// One letter of an event, in a page that is whole in all else. Events from
/// before a snapshot are not read at a start, and these have none.
#[tokio::test]
async fn a_letter_of_an_event_that_changed_is_not_shown() {
    const TITLE: &str = "A-TITLE-ON-A-BAD-DISK";
    let folder = folder();
    let mut app = launch(folder.path()).start().await;
    let secretary = app.person("beijing-secretary").await;
    secretary.publish(BEIJING, make::activity(TITLE, None)).await;
    secretary.publish(BEIJING, make::activity("恳谈会", None)).await;
    app.kill();
    // It reads the WAL, and leaves all of it in the database.
    let (is_sound, said) = verify(folder.path()).await;
    assert!(is_sound, "{said}");
    let database = folder.path().join("guiyan.db");
    assert!(disk::replace(&database, TITLE, "A-TITLE-ON-A-MAD-DISK") > 0);
    let (status, said) = Launch::demo().refused_on("127.0.0.1:0", folder.path()).await;
    assert!(!status.success() && said.contains("restore the latest backup"), "{said}");
    assert!(disk::replace(&database, "A-TITLE-ON-A-MAD-DISK", TITLE) > 0);
    let app = launch(folder.path()).start().await;
    let view = app.anonymous().view(BEIJING).await;
    assert!(view.activities.iter().any(|activity| activity.title == TITLE));
}

/// The frames of a WAL that end a transaction: where each begins.
fn commits(wal: &[u8]) -> Vec<usize> {
    let frames = (0..).map(|n| 32 + n * FRAME).take_while(|at| at + FRAME <= wal.len());
    frames.filter(|at| wal[at + 4..at + 8] != [0; 4]).collect()
}

/// One command after the other, so that each is a transaction of its own. Then
/// kill -9, and the disk has kept less of the WAL than it said, or has garbled it.
#[tokio::test]
async fn a_damaged_end_of_the_wal_takes_the_last_commits_with_it_and_nothing_else() {
    const COMMANDS: u64 = 12;
    let killed = folder();
    let mut app = launch(killed.path()).start().await;
    let secretary = app.person("beijing-secretary").await;
    let mut sent = Vec::new();
    for n in 0..COMMANDS {
        let details = make::activity(&format!("恳谈会之{n}"), None);
        let command = ActivityCommand::PublishActivity { details, draft: None };
        let id = make::command_id();
        let answer = secretary.try_send_as(id, BEIJING, command.clone()).await.expect("published");
        sent.push((id, command, answer));
    }
    app.kill();
    let database = fs::read(killed.path().join("guiyan.db")).expect("the database");
    let wal = fs::read(killed.path().join("guiyan.db-wal")).expect("a WAL after a kill");
    let commits = commits(&wal);
    let [.., before, last] = commits[..] else { panic!("commits in the WAL: {commits:?}") };
    let end = last + FRAME;

    let cut = |at: usize| wal[..at].to_vec();
    let garbled = |from: usize| {
        let mut bytes = wal.clone();
        bytes[from..end].iter_mut().for_each(|byte| *byte ^= 0xA5);
        bytes
    };
    for (what, wal, lost) in [
        ("as it was", wal.clone(), 0),
        ("a byte is cut off", cut(end - 1), 1),
        ("a page is cut off", cut(end - PAGE), 1),
        ("bytes of the last page are garbled", garbled(end - 64), 1),
        ("the two last commits are cut off", cut(before + FRAME - 1), 2),
        ("the two last commits are garbled", garbled(before + 100), 2),
        ("garbage stands after the end", [wal[..end].to_vec(), vec![0x5A; 9000]].concat(), 0),
    ] {
        let broken = copy(killed.path(), &database);
        fs::write(broken.path().join("guiyan.db-wal"), wal).expect("write the WAL");
        let (is_sound, said) = verify(broken.path()).await;
        assert!(is_sound, "{what}: {said}");
        let app = launch(broken.path()).start().await;
        let secretary = app.person("beijing-secretary").await;
        let kept = sent.len() - lost;
        let version = secretary.view(BEIJING).await.version;
        assert_eq!(version, sent[kept - 1].2.version, "{what}: up to the last whole commit");
        // Sent again, in the order of their ids: what is there answers as it
        // did, what is not is done now, and each is there once.
        for (n, (id, command, answer)) in sent.iter().enumerate() {
            let again = secretary.try_send_as(*id, BEIJING, command.clone()).await;
            assert_eq!(again.expect("an answer"), *answer, "{what}: command {n}");
        }
        app.stop().await;
        let (is_sound, said) = verify(broken.path()).await;
        assert!(is_sound, "{what}, and sent again: {said}");
    }
}
