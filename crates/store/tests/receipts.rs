//! Receipts of erasures: given again, told true after another key and another
//! folder, never for anything else; and the proof that what they say is so.

// A test speaks by failing.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, mpsc},
};

use guiyan_core::{
    Command, Submission,
    caller::Caller,
    command::DistrictCommand,
    ids::{PersonId, StreamId},
    testing::{at, beijing, command_id, person, sample_charter},
    time::Timestamp,
    wire::ReceiptView,
};
use guiyan_store::{
    Desk, DeskOptions, Log as _, MasterKey, MemoryLog, SqliteLog, backup, conformance::Story,
    receipts, rotate_key,
};
use rusqlite::Connection;
use tempfile::TempDir;

const ERASE: u128 = 500_001;

fn key(byte: u8) -> MasterKey {
    MasterKey::from_bytes([byte; 32])
}

fn database(dir: &TempDir) -> PathBuf {
    dir.path().join("guiyan.db")
}

fn open(path: &Path, key: MasterKey) -> Desk {
    let log = SqliteLog::open(path, key).unwrap();
    Desk::open(Arc::new(sample_charter()), Box::new(log), DeskOptions::default()).unwrap()
}

fn sends(desk: &Desk, to: &StreamId, by: PersonId, id: u128, command: impl Into<Command>) {
    let (send, receive) = mpsc::channel();
    let submission = Submission { id: command_id(id), command: command.into() };
    let reply = move |answer| send.send(answer).unwrap();
    desk.submit(to.clone(), Caller::person(by), at("2026-11-01T09:00"), submission, reply);
    let answer: Result<guiyan_store::Receipt, _> = receive.recv().unwrap();
    answer.unwrap();
}

fn reports_in(desk: &Desk, n: u128) {
    sends(desk, &beijing(), person(n), 1_000 + n, Story::report_in(n));
}

fn erases(desk: &Desk, n: u128, id: u128) {
    sends(desk, &StreamId::District, person(n), id, DistrictCommand::EraseMe {});
}

fn take(dir: &TempDir, to: &Path) {
    let at = Timestamp(1_795_400_000_000);
    backup::take(&database(dir), &key(1), to, at, &mut |_, _, _| {}).unwrap();
}

fn restore(file: &Path, to: &TempDir) -> PathBuf {
    let (charter, path) = (Arc::new(sample_charter()), to.path().join("data/guiyan.db"));
    backup::restore(file, &key(1), &path, &charter, &mut |_, _, _| {}, |_| Ok(())).unwrap();
    path
}

/// A record in which 1 and 2 reported in and 1 is erased, with the receipt.
fn erased(dir: &TempDir) -> ReceiptView {
    let desk = open(&database(dir), key(1));
    reports_in(&desk, 1);
    reports_in(&desk, 2);
    erases(&desk, 1, ERASE);
    let receipt = desk.receipt(command_id(ERASE), 30).unwrap().unwrap();
    desk.close();
    receipt
}

fn check(path: &Path, key: MasterKey, code: &str) -> Option<ReceiptView> {
    receipts::check(&mut SqliteLog::open(path, key).unwrap(), code).unwrap()
}

#[test]
fn a_receipt_is_given_again_and_told_true() {
    let dir = TempDir::new().unwrap();
    let receipt = erased(&dir);
    assert!(receipt.in_record && receipt.at == at("2026-11-01T09:00"));
    assert_eq!(receipt.backups_until.unwrap().to_string(), "2026-12-01");
    let mut log = SqliteLog::open(&database(&dir), key(1)).unwrap();
    let again = receipts::of(&mut log, command_id(ERASE), 30).unwrap();
    assert_eq!(again.as_ref(), Some(&receipt));
    drop(log);
    assert_eq!(check(&database(&dir), key(1), &receipt.code), Some(receipt));
}

#[test]
fn no_other_command_has_one_and_no_other_code_is_true() {
    let dir = TempDir::new().unwrap();
    let receipt = erased(&dir);
    let mut log = SqliteLog::open(&database(&dir), key(1)).unwrap();
    // A report-in, and a command that never was.
    for id in [1_001, 77] {
        assert_eq!(receipts::of(&mut log, command_id(id), 30).unwrap(), None);
    }
    let letters: Vec<char> = receipt.code.chars().collect();
    for at in (3..letters.len()).filter(|at| letters[*at] != '-') {
        let mut other = letters.clone();
        other[at] = if other[at] == '7' { '8' } else { '7' };
        let other: String = other.into_iter().collect();
        let told = receipts::check(&mut log, &other).unwrap();
        // The last letter holds fewer bits than it could.
        assert!(told.is_none(), "at {at}: {told:?}");
    }
    for code in ["", "GY", "GY-", &receipt.code[..40], &"GY7".repeat(500), "回执"] {
        assert_eq!(receipts::check(&mut log, code).unwrap(), None);
    }
    // Another record knows nothing of it.
    let mut other = MemoryLog::new().unwrap();
    assert_eq!(receipts::check(&mut other, &receipt.code).unwrap(), None);
}

#[test]
fn it_outlives_another_master_key() {
    let dir = TempDir::new().unwrap();
    let receipt = erased(&dir);
    for (old, new) in [(1, 2), (2, 3)] {
        rotate_key(&database(&dir), key(old), &key(new), &mut |_, _, _| {}).unwrap();
        let told = check(&database(&dir), key(new), &receipt.code);
        assert_eq!(told.as_ref(), Some(&receipt));
    }
}

#[test]
fn it_is_true_of_a_restored_record_and_of_one_where_it_was_done_again() {
    let (dir, shelf) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let desk = open(&database(&dir), key(1));
    reports_in(&desk, 1);
    let early = shelf.path().join("early.backup");
    take(&dir, &early);
    erases(&desk, 1, ERASE);
    let receipt = desk.receipt(command_id(ERASE), 0).unwrap().unwrap();
    assert_eq!(receipt.backups_until, None);
    let late = shelf.path().join("late.backup");
    take(&dir, &late);
    desk.close();

    let (one, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    assert_eq!(check(&restore(&late, &one), key(1), &receipt.code), Some(receipt.clone()));
    // The list of erasures makes it happen again, under an id of the operator's.
    let path = restore(&early, &other);
    let desk = open(&path, key(1));
    erases(&desk, 1, 900_000);
    desk.close();
    drop(desk);
    let told = check(&path, key(1), &receipt.code).unwrap();
    assert_eq!(told, ReceiptView { in_record: false, ..receipt });
}

fn wrapped_key(path: &Path, person: PersonId) -> Option<Vec<u8>> {
    let db = Connection::open(path).unwrap();
    let find = "SELECT wrapped FROM keys WHERE person = ?1";
    db.query_row(find, [person.0.as_bytes()], |row| row.get(0)).ok()
}

fn files_with(folder: &Path, bytes: &[u8]) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let holds = |path: &PathBuf| {
        path.is_file() && fs::read(path).unwrap().windows(bytes.len()).any(|it| it == bytes)
    };
    files.filter(holds).collect()
}

/// What a receipt says: from then on the key is in no file, in no snapshot, and
/// in no backup taken later; only one from before has it, which is what the day
/// on the receipt is about.
#[test]
fn after_the_receipt_the_key_is_only_in_backups_from_before() {
    let (dir, shelf) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let desk = open(&database(&dir), key(1));
    reports_in(&desk, 1);
    reports_in(&desk, 2);
    // Closing takes snapshots.
    desk.close();
    drop(desk);
    let lost = wrapped_key(&database(&dir), person(1)).unwrap();
    let desk = open(&database(&dir), key(1));
    let early = shelf.path().join("early.backup");
    take(&dir, &early);
    erases(&desk, 1, ERASE);
    assert!(desk.receipt(command_id(ERASE), 30).unwrap().is_some());
    let late = shelf.path().join("late.backup");
    take(&dir, &late);
    assert_eq!(files_with(dir.path(), &lost), [""; 0].map(PathBuf::from));
    desk.close();
    assert_eq!(files_with(dir.path(), &lost), [""; 0].map(PathBuf::from));

    let (one, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let (later, before) = (restore(&late, &one), restore(&early, &other));
    assert_eq!(
        (wrapped_key(&later, person(1)), wrapped_key(&before, person(1))),
        (None, Some(lost))
    );
    let mut log = SqliteLog::open(&later, key(1)).unwrap();
    let report = log.verify(&Arc::new(sample_charter())).unwrap();
    assert!(report.is_sound(), "counts and chain stay true: {:?}", report.findings);
}
