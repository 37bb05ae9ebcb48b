//! What concerns the file: who may open it, what damages it, a full disk, and
//! what is left of an erased person's key.

// A test speaks by failing.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, mpsc},
};

use guiyan_core::{
    Submission,
    caller::Caller,
    command::DistrictCommand,
    ids::{PersonId, StreamId},
    testing::{beijing, command_id, person, sample_charter},
};
use guiyan_store::{
    Desk, DeskOptions, Log, MasterKey, SnapshotRead, SqliteLog, StoreError, SubmitError,
    conformance::Story, fault::Point,
};
use rusqlite::{Connection, params};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

fn key(byte: u8) -> MasterKey {
    MasterKey::from_bytes([byte; 32])
}

fn path(dir: &TempDir) -> PathBuf {
    dir.path().join("guiyan.db")
}

/// A district with some people in it, in a file that is closed again.
fn lived_in(dir: &TempDir) {
    let mut story = Story::begin(Box::new(SqliteLog::open(&path(dir), key(1)).unwrap()));
    story.joins(&beijing(), 1);
    story.joins(&beijing(), 2);
    let StreamId::Branch(id) = beijing() else { return };
    let snapshot = story.district.branch(&id).unwrap().snapshot();
    story.log.save_snapshot(&id, &snapshot).unwrap();
    story.joins(&beijing(), 3);
}

fn change(dir: &TempDir, sql: &str) {
    assert_ne!(Connection::open(path(dir)).unwrap().execute(sql, []).unwrap(), 0);
}

fn findings(dir: &TempDir) -> Vec<String> {
    let mut log = SqliteLog::open(&path(dir), key(1)).unwrap();
    log.verify(&Arc::new(sample_charter())).unwrap().findings
}

#[test]
fn a_record_counted_otherwise_is_counted_anew() {
    let dir = TempDir::new().unwrap();
    lived_in(&dir);
    change(&dir, "DELETE FROM tallies WHERE measure LIKE '%/%'");
    change(&dir, "UPDATE tallies SET n = n + 1");
    assert!(!findings(&dir).is_empty(), "of the same rules, a difference is a finding");
    change(&dir, "DELETE FROM meta WHERE name = 'tallies'");
    assert_eq!(findings(&dir), [""; 0]);
}

#[test]
fn one_process_at_a_time() {
    let dir = TempDir::new().unwrap();
    let first = SqliteLog::open(&path(&dir), key(1)).unwrap();
    assert!(matches!(SqliteLog::open(&path(&dir), key(1)), Err(StoreError::InUse { .. })));
    drop(first);
    SqliteLog::open(&path(&dir), key(1)).unwrap();
}

#[test]
fn only_our_files_under_their_key_and_not_of_a_newer_release() {
    let dir = TempDir::new().unwrap();
    lived_in(&dir);
    assert!(matches!(SqliteLog::open(&path(&dir), key(2)), Err(StoreError::WrongKey { .. })));
    Connection::open(path(&dir)).unwrap().execute_batch("PRAGMA user_version=99").unwrap();
    let newer = SqliteLog::open(&path(&dir), key(1)).unwrap_err();
    assert!(newer.to_string().contains("use a newer release"), "{newer}");

    let other = dir.path().join("other.db");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE x (y)").unwrap();
    assert!(matches!(SqliteLog::open(&other, key(1)), Err(StoreError::NotOurs { .. })));
    fs::write(&other, "this is a text and no database at all").unwrap();
    assert!(matches!(SqliteLog::open(&other, key(1)), Err(StoreError::NotOurs { .. })));
    let missing = dir.path().join("no/such/folder.db");
    assert!(matches!(SqliteLog::open(&missing, key(1)), Err(StoreError::File { .. })));
}

#[test]
fn whatever_is_changed_by_hand_is_found() {
    for (sql, finding) in [
        ("UPDATE events SET payload = replace(payload, '\"full\"', '\"probationary\"')", "breaks"),
        ("UPDATE events SET at = at + 1 WHERE seq = 2", "breaks at event 2"),
        ("DELETE FROM events WHERE seq = 3", "from event 2 to 4"),
        ("DELETE FROM commands WHERE version = 2", "is not remembered"),
        ("DELETE FROM claims", "without its claim"),
        (
            "INSERT INTO claims VALUES ('active-report-in:00000000-0000-0000-0000-000000000009')",
            "without an active report-in",
        ),
        ("UPDATE tallies SET n = n + 1", "counted"),
        ("UPDATE snapshots SET payload = payload || '!'", "as it was written"),
        ("UPDATE snapshot_parts SET payload = payload || '!' WHERE part = 1", "as it was written"),
        ("DELETE FROM snapshot_parts WHERE part = 1", "has lost a part"),
        ("UPDATE snapshots SET seq = 1", "does not belong"),
    ] {
        let dir = TempDir::new().unwrap();
        lived_in(&dir);
        assert_eq!(findings(&dir), Vec::<String>::new());
        change(&dir, sql);
        let findings = findings(&dir);
        assert!(findings.iter().any(|it| it.contains(finding)), "{sql}: {findings:?}");
    }
}

#[test]
fn an_envelope_does_not_open_elsewhere() {
    let dir = TempDir::new().unwrap();
    lived_in(&dir);
    // The first report-in's envelope in the place of the second's.
    change(
        &dir,
        "UPDATE events SET payload = (SELECT payload FROM events WHERE seq = 1) WHERE seq = 3",
    );
    assert!(findings(&dir).iter().any(|it| it.contains("does not open with its key")));
}

#[test]
fn a_broken_snapshot_is_reported_and_not_fatal() {
    let dir = TempDir::new().unwrap();
    lived_in(&dir);
    change(&dir, "UPDATE snapshots SET payload = '{'");
    let heard = Arc::new(Mutex::new(Vec::new()));
    let hear = heard.clone();
    let report = Arc::new(move |what: &str| hear.lock().unwrap().push(what.to_owned()));
    let options = DeskOptions { report, ..DeskOptions::default() };
    let log = SqliteLog::open(&path(&dir), key(1)).unwrap();
    let desk = Desk::open(Arc::new(sample_charter()), Box::new(log), options).unwrap();
    assert_eq!(desk.read(|district| district.version_of(&beijing())), 6);
    let heard = heard.lock().unwrap();
    assert!(heard.iter().any(|it| it.contains("snapshot of branch:xinzhou-beijing")), "{heard:?}");
}

/// As it stands after a change of what it says it consists of, with a sum that
/// says it is whole.
fn rewrite_snapshot(dir: &TempDir, change: impl Fn(Vec<u8>) -> Vec<u8>) {
    let db = Connection::open(path(dir)).unwrap();
    let contents = db.query_row("SELECT payload FROM snapshots", [], |row| row.get(0)).unwrap();
    let contents = change(contents);
    let hash: [u8; 32] = Sha256::digest(&contents).into();
    db.execute("UPDATE snapshots SET payload = ?1, hash = ?2", params![contents, hash]).unwrap();
}

/// The same of one of its parts.
fn rewrite_part(dir: &TempDir, part: i64, change: impl Fn(&mut Vec<u8>)) {
    let db = Connection::open(path(dir)).unwrap();
    let find = "SELECT payload FROM snapshot_parts WHERE part = ?1";
    let mut payload: Vec<u8> = db.query_row(find, [part], |row| row.get(0)).unwrap();
    let before = Sha256::digest(&payload);
    change(&mut payload);
    let after = Sha256::digest(&payload);
    let set = "UPDATE snapshot_parts SET payload = ?1 WHERE part = ?2";
    db.execute(set, params![payload, part]).unwrap();
    rewrite_snapshot(dir, |mut contents| {
        let at = contents.windows(32).position(|window| window == &*before).unwrap();
        contents[at..at + 32].copy_from_slice(&after);
        contents
    });
}

#[test]
fn a_snapshot_of_another_shape_is_made_anew() {
    let dir = TempDir::new().unwrap();
    lived_in(&dir);
    rewrite_snapshot(&dir, |contents| [b"2", &contents[1..]].concat());
    let StreamId::Branch(id) = beijing() else { return };
    let mut log = SqliteLog::open(&path(&dir), key(1)).unwrap();
    assert_eq!(log.load_snapshot(&id).unwrap(), SnapshotRead::Missing);
    let desk = Desk::open(Arc::new(sample_charter()), Box::new(log), DeskOptions::default());
    let desk = desk.unwrap();
    assert_eq!(desk.read(|district| district.version_of(&beijing())), 6);
    assert!(desk.verify().unwrap().is_sound());
    desk.close();
    drop(desk);
    let mut log = SqliteLog::open(&path(&dir), key(1)).unwrap();
    assert!(matches!(log.load_snapshot(&id).unwrap(), SnapshotRead::Found(_)));
}

#[test]
fn envelopes_of_a_snapshot_do_not_change_places() {
    let dir = TempDir::new().unwrap();
    lived_in(&dir);
    rewrite_part(&dir, 1, |part| {
        // After the id of whose it is, and two bytes with its length.
        let envelope = |number| {
            let begin = [&[0x8E], &person(number).0.as_bytes()[..]].concat();
            let at = part.windows(17).position(|window| window == begin).unwrap() + 17;
            let length = usize::from(part[at] & 0x7F) | usize::from(part[at + 1]) << 7;
            at + 2..at + 2 + length
        };
        let (one, other) = (envelope(1), envelope(2));
        assert_eq!(one.len(), other.len());
        let kept = part[one.clone()].to_vec();
        part.copy_within(other.clone(), one.start);
        part[other].copy_from_slice(&kept);
    });
    assert!(findings(&dir).iter().any(|it| it.contains("does not open with its key")));
}

fn wrapped_key(path: &Path, person: PersonId) -> Vec<u8> {
    let db = Connection::open(path).unwrap();
    let find = "SELECT wrapped FROM keys WHERE person = ?1";
    db.query_row(find, [person.0.as_bytes()], |row| row.get(0)).unwrap()
}

fn is_in_a_file(dir: &TempDir, bytes: &[u8]) -> bool {
    let files = fs::read_dir(dir.path()).unwrap();
    files
        .map(|file| fs::read(file.unwrap().path()).unwrap())
        .any(|file| file.windows(bytes.len()).any(|window| window == bytes))
}

#[test]
fn the_bytes_of_a_destroyed_key_are_in_no_file() {
    let dir = TempDir::new().unwrap();
    let mut story = Story::begin(Box::new(SqliteLog::open(&path(&dir), key(1)).unwrap()));
    let gone = story.joins(&beijing(), 1);
    story.joins(&beijing(), 2);
    let (lost, kept) = (wrapped_key(&path(&dir), gone), wrapped_key(&path(&dir), person(2)));
    assert!(is_in_a_file(&dir, &lost));
    story.does(&StreamId::District, &Caller::person(gone), DistrictCommand::EraseMe {});
    assert!(!is_in_a_file(&dir, &lost));
    assert!(is_in_a_file(&dir, &kept));
}

#[test]
fn an_erasure_cut_off_by_a_crash_is_finished_at_the_next_start() {
    let dir = TempDir::new().unwrap();
    let mut log = SqliteLog::open(&path(&dir), key(1)).unwrap();
    let image = TempDir::new().unwrap();
    let (from, to) = (dir.path().to_owned(), image.path().to_owned());
    let erasing = Arc::new(Mutex::new(false));
    let armed = erasing.clone();
    log.inject(Box::new(move |point| {
        if point == Point::AfterCommit && *armed.lock().unwrap() {
            for name in ["guiyan.db", "guiyan.db-wal"] {
                fs::copy(from.join(name), to.join(name)).unwrap();
            }
        }
        false
    }));
    let mut story = Story::begin(Box::new(log));
    let gone = story.joins(&beijing(), 1);
    let lost = wrapped_key(&path(&dir), gone);
    *erasing.lock().unwrap() = true;
    story.does(&StreamId::District, &Caller::person(gone), DistrictCommand::EraseMe {});

    assert!(is_in_a_file(&image, &lost), "the crash came before the truncation");
    let mut log = SqliteLog::open(&path(&image), key(1)).unwrap();
    assert!(!is_in_a_file(&image, &lost));
    assert!(log.verify(&Arc::new(sample_charter())).unwrap().is_sound());
}

#[test]
fn a_full_disk_is_survived() {
    let dir = TempDir::new().unwrap();
    lived_in(&dir);
    let mut log = SqliteLog::open(&path(&dir), key(1)).unwrap();
    log.limit_growth(0).unwrap();
    let charter = Arc::new(sample_charter());
    let desk = Desk::open(charter.clone(), Box::new(log), DeskOptions::default()).unwrap();
    let mut answers = Vec::new();
    for number in 10..60 {
        let story = Story::report_in(number);
        let submission = Submission { id: command_id(1_000 + number), command: story };
        let (send, receive) = mpsc::channel();
        let caller = Caller::person(person(number));
        desk.submit(beijing(), caller, guiyan_core::testing::at("2026-11-02T09:00"), submission, {
            move |answer| send.send(answer).unwrap()
        });
        answers.push(receive.recv().unwrap());
    }
    assert!(answers.contains(&Err(SubmitError::Unavailable)), "the disk never was full");
    let taken = answers.iter().filter(|answer| answer.is_ok()).count() as u64;
    assert_eq!(desk.read(|district| district.version_of(&beijing())), 6 + taken);
    assert!(desk.verify().unwrap().is_sound());
    desk.close();

    // The disk has room again.
    let log = SqliteLog::open(&path(&dir), key(1)).unwrap();
    let desk = Desk::open(charter, Box::new(log), DeskOptions::default()).unwrap();
    let (send, receive) = mpsc::channel();
    let submission = Submission { id: command_id(1_059), command: Story::report_in(59) };
    let clock = guiyan_core::testing::at("2026-11-02T09:00");
    desk.submit(beijing(), Caller::person(person(59)), clock, submission, move |answer| {
        send.send(answer).unwrap();
    });
    assert!(receive.recv().unwrap().is_ok());
    assert!(desk.verify().unwrap().is_sound());
}
