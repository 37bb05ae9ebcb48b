//! Another master key: all is as before under the new one, nothing opens under
//! the old one, and at every moment it is one of the two.

// A test speaks by failing.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, mpsc},
};

use guiyan_core::{
    Submission,
    caller::Caller,
    ids::PersonId,
    testing::{at, beijing, command_id, person, sample_charter},
};
use guiyan_store::{
    Desk, DeskOptions, Log as _, MasterKey, Receipt, SqliteLog, StoreError, SubmitError,
    conformance::Story, rotate_key,
};
use rusqlite::Connection;
use tempfile::TempDir;

fn key(byte: u8) -> MasterKey {
    MasterKey::from_bytes([byte; 32])
}

fn database(dir: &Path) -> PathBuf {
    dir.join("guiyan.db")
}

fn desk(dir: &Path, under: u8) -> Desk {
    let log = SqliteLog::open(&database(dir), key(under)).unwrap();
    Desk::open(Arc::new(sample_charter()), Box::new(log), DeskOptions::default()).unwrap()
}

fn reports_in(desk: &Desk, by: PersonId, n: u128) -> Result<Receipt, SubmitError> {
    let (send, receive) = mpsc::channel();
    let submission = Submission { id: command_id(1_000 + n), command: Story::report_in(n) };
    let clock = at("2026-11-01T09:00");
    desk.submit(beijing(), Caller::person(by), clock, submission, move |answer| {
        send.send(answer).unwrap();
    });
    receive.recv().unwrap()
}

/// People who signed in and reported in.
fn lived_in(dir: &Path) -> Vec<PersonId> {
    let desk = desk(dir, 1);
    let people: Vec<PersonId> =
        (1..=6).map(|n| desk.person("portal", &format!("1380000000{n}")).unwrap()).collect();
    for (n, person) in (1..).zip(&people) {
        reports_in(&desk, *person, n).unwrap();
    }
    desk.close();
    people
}

fn rotate(dir: &Path, from: u8, to: u8) -> Result<u64, StoreError> {
    rotate_key(&database(dir), key(from), &key(to), &mut |_, _, _| {})
}

fn is_as_before(dir: &Path, under: u8, people: &[PersonId]) {
    let desk = desk(dir, under);
    for (n, known) in (1..).zip(people) {
        assert_eq!(desk.person("portal", &format!("1380000000{n}")).unwrap(), *known);
        let again = reports_in(&desk, *known, n).unwrap();
        assert!(again.repeated, "a repeat of {n} finds its answer");
        let other = reports_in(&desk, person(99), n).unwrap_err();
        assert!(matches!(other, SubmitError::Refused(_)), "{other}");
    }
    let report = desk.verify().unwrap();
    assert!(report.is_sound(), "{report}");
    desk.close();
    drop(desk);
    let mut log = SqliteLog::open(&database(dir), key(under)).unwrap();
    let events = format!("{:?}", log.read(&beijing(), 0, 1_000).unwrap());
    assert!(events.contains("13800000001") && events.contains("13800000006"));
}

fn refused(dir: &Path, under: u8) {
    let error = SqliteLog::open(&database(dir), key(under)).unwrap_err();
    assert!(matches!(error, StoreError::WrongKey { .. }), "{error}");
    assert!(error.to_string().contains("rotate-key"), "{error}");
}

#[test]
fn all_is_as_before_under_the_new_key_and_nothing_opens_under_the_old_one() {
    let dir = TempDir::new().unwrap();
    let people = lived_in(dir.path());
    let wrapped: Vec<Vec<u8>> = {
        let db = Connection::open(database(dir.path())).unwrap();
        let mut all = db.prepare("SELECT wrapped FROM keys").unwrap();
        all.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    assert_eq!(rotate(dir.path(), 1, 2).unwrap(), 6);
    for file in fs::read_dir(dir.path()).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        for old in &wrapped {
            let found = bytes.windows(old.len()).any(|window| window == old);
            assert!(!found, "what the old key had wrapped is still there");
        }
    }
    refused(dir.path(), 1);
    is_as_before(dir.path(), 2, &people);

    // And once more: now the keys of digests are carried over, not derived.
    rotate(dir.path(), 2, 3).unwrap();
    refused(dir.path(), 1);
    refused(dir.path(), 2);
    is_as_before(dir.path(), 3, &people);
}

#[test]
fn whenever_it_is_cut_off_one_of_the_two_keys_opens_it() {
    let dir = TempDir::new().unwrap();
    let people = lived_in(dir.path());
    let mut images = Vec::new();
    let mut killed = |stage: &str, _: u64, _: u64| {
        // The files as a kill at this moment leaves them.
        let image = TempDir::new().unwrap();
        for name in ["guiyan.db", "guiyan.db-wal"] {
            if dir.path().join(name).is_file() {
                fs::copy(dir.path().join(name), image.path().join(name)).unwrap();
            }
        }
        images.push((stage == "closing", image));
    };
    rotate_key(&database(dir.path()), key(1), &key(2), &mut killed).unwrap();
    assert_eq!(images.len(), 8);
    for (committed, image) in images {
        let (opens, closed) = if committed { (2, 1) } else { (1, 2) };
        refused(image.path(), closed);
        is_as_before(image.path(), opens, &people);
    }
}

#[test]
fn what_cannot_be_rotated_stays_as_it_is() {
    let dir = TempDir::new().unwrap();
    let people = lived_in(dir.path());
    assert!(matches!(rotate(dir.path(), 2, 3), Err(StoreError::WrongKey { .. })));
    let error = rotate(dir.path(), 1, 1).unwrap_err().to_string();
    assert!(error.contains("the one that the record has"), "{error}");
    let open = SqliteLog::open(&database(dir.path()), key(1)).unwrap();
    assert!(matches!(rotate(dir.path(), 1, 2), Err(StoreError::InUse { .. })));
    drop(open);
    is_as_before(dir.path(), 1, &people);
}
