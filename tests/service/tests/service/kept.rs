//! What has been kept long enough goes by itself when the service starts: the
//! person with all that is readable of them, and old readings; it is told before
//! by `guiyan due`, and kept after as days and numbers.

use std::{
    path::Path,
    sync::{Arc, mpsc},
    time::Duration,
};

use guiyan_core::{
    Command, Submission,
    branch::member::{EndReason, MemberCommand, ReportForm},
    caller::Caller,
    ids::PersonId,
    testing::{at, beijing, consent, report_form, sample_charter},
};
use guiyan_store::{
    Access, Desk, DeskOptions, MasterKey, SqliteLog,
    erasures::{ERASURES, Erasures},
};
use guiyan_tests_service::{
    BEIJING, Launch, Person,
    app::{guiyan, verify},
    disk, make,
};
use serde_json::{Value, json};
use tempfile::TempDir;

const NAME: &str = "早年离开";
const PHONE: &str = "13912340001";
const SKILL: &str = "会修老式水泵";
const NOTE: &str = "搬到外省和孩子同住";
/// Years ago, and a little later.
const THEN: &str = "2021-05-04T10:00";
const LEFT: &str = "2021-09-01T10:00";

/// A record of years ago: one who left then, one who stays, and who read of both.
fn record(data: &Path) -> (PersonId, PersonId) {
    let key = MasterKey::generate().expect("a key");
    key.write_new(&data.join("master.key")).expect("keep the key");
    let log = SqliteLog::open(&data.join("guiyan.db"), key).expect("a record");
    let desk = Desk::open(Arc::new(sample_charter()), Box::new(log), DeskOptions::default());
    let desk = desk.expect("a desk");
    let send = |person: PersonId, time: &str, command: MemberCommand| {
        let (answer, answered) = mpsc::channel();
        let submission = Submission { id: make::command_id(), command: Command::from(command) };
        let reply = move |result| answer.send(result).expect("asked for");
        desk.submit(beijing(), Caller::person(person), at(time), submission, reply);
        answered.recv().expect("an answer").expect("taken");
    };
    let report = |name: &str| MemberCommand::ReportIn {
        report: ReportForm {
            name: name.to_owned(),
            phone: PHONE.to_owned(),
            skills: SKILL.to_owned(),
            left_on: "2020-03-15".to_owned(),
            ..report_form()
        },
        consent: consent(),
    };
    let [left, stays] = ["new:left", "new:stays"]
        .map(|subject| desk.person("guiyan-demo", subject).expect("a person"));
    send(left, THEN, report(NAME));
    send(stays, THEN, report("一直都在"));
    let reason = EndReason::ReturnedHome;
    send(left, LEFT, MemberCommand::EndReportIn { person: None, reason, note: NOTE.to_owned() });
    desk.record_access(Access {
        at: at(THEN),
        by: stays,
        offices: Vec::new(),
        branch: BEIJING.parse().expect("a branch"),
        purpose: "roster".to_owned(),
        handing: None,
        persons: vec![left, stays],
    })
    .expect("kept");
    desk.close();
    (left, stays)
}

async fn due(data: &Path, more: &[&str]) -> (bool, String) {
    let data = data.to_string_lossy();
    guiyan(&[&["due", "--data", &data], more].concat()).await
}

/// How many people who had reported in, who never did, and readings.
fn counts(said: &str) -> Vec<u32> {
    let rows = said.lines().filter_map(|line| line.split_once(": ")?.1.split_once(" (kept"));
    rows.map(|(count, _)| count.parse().expect("a number")).collect()
}

/// The rows of what was deleted, once there are so many.
async fn swept(officer: &Person, rows: usize) -> Vec<Value> {
    for _ in 0..200 {
        let view: Value = officer.read("/v1/district").await;
        let swept = view["swept"].as_array().expect("rows").clone();
        if swept.len() >= rows {
            return swept;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("nothing was deleted in 20 s");
}

#[tokio::test]
async fn who_left_years_ago_is_erased_at_the_start_and_can_be_read_nowhere() {
    let home = TempDir::with_prefix("guiyan-kept-").expect("a folder");
    let (data, shelf) = (home.path().join("data"), home.path().join("backups"));
    std::fs::create_dir(&data).expect("a folder of the record");
    std::fs::create_dir(&shelf).expect("a folder of the backups");
    let (left, stays) = record(&data);

    // Told before, and nothing of it done.
    let (done, said) = due(&data, &["--on", "2022-01-01"]).await;
    assert!(done && counts(&said) == [0, 0, 0], "{said}");
    let (done, said) = due(&data, &[]).await;
    assert!(done && counts(&said) == [1, 0, 1], "{said}");
    assert!(!said.contains(NAME), "{said}");
    let (done, said) = due(&data, &["--on", "someday"]).await;
    assert!(!done && said.contains("--on"), "{said}");

    let app = Launch::demo().data(&data).arg("--backup-folder").arg(shelf.to_string_lossy());
    let app = app.start().await;
    let rows = swept(&app.person("district-officer").await, 2).await;
    let row = |row: &Value| (row["kind"].clone(), row["count"].clone(), row["months"].clone());
    let expected =
        [(json!("readings"), json!(1), json!(36)), (json!("reportIns"), json!(1), json!(24))];
    assert_eq!(rows.iter().map(row).collect::<Vec<_>>(), expected);
    let (done, said) = due(&data, &[]).await;
    assert!(!done && said.contains("in use"), "{said}");

    // Who stays is as they were, and sees for how long.
    let staying = app.person("new:stays").await;
    assert_eq!(staying.id().await, stays);
    let mine: Value = staying.read("/v1/me/data").await;
    assert_eq!(mine["keeping"], json!({ "months": 24, "readingMonths": 36 }));
    assert_eq!(mine["readingsTotal"], json!(0));
    assert_ne!(app.person("new:left").await.id().await, left, "somebody new");
    let officer = app.person("beijing-secretary").await;
    let list = officer.roster(BEIJING, "list=members").await;
    let names: Vec<_> = list.rows.iter().filter_map(|row| row.name.as_deref()).collect();
    assert_eq!(names, ["一直都在"]);
    let log = app.log();
    assert!(!log.contains(NAME) && !log.contains(PHONE) && log.contains("deleted"), "{log}");
    let to = shelf.join("after.backup");
    let (done, said) =
        guiyan(&["backup", "--data", &data.to_string_lossy(), "--to", &to.to_string_lossy()]).await;
    assert!(done, "{said}");
    app.stop().await;

    let listed = Erasures::read(&shelf.join(ERASURES)).expect("the list");
    assert_eq!(listed, [left]);
    // Neither as it is, nor by a key.
    let found = disk::files_with(home.path(), &[NAME, PHONE, SKILL, NOTE]);
    assert!(found.is_empty(), "{found:?}");
    let key = MasterKey::from_file(&data.join("master.key")).expect("the key");
    let record = SqliteLog::open(&data.join("guiyan.db"), key).expect("the record");
    assert!(!record.holds(left).expect("read") && record.holds(stays).expect("read"));
    drop(record);
    let (done, said) = due(&data, &[]).await;
    assert!(done && counts(&said) == [0, 0, 0], "{said}");
    let (sound, said) = verify(&data).await;
    assert!(sound, "{said}");
}
