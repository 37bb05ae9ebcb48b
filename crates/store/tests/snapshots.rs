//! Snapshots that are kept step by step, with commits and crashes in between.

// Tests speak by failing.
#![cfg(feature = "sqlite")]
#![allow(clippy::unwrap_used, clippy::panic)]

use std::{path::Path, sync::Arc};

use guiyan_core::{
    caller::Caller,
    command::DistrictCommand,
    ids::{BranchId, PersonId, StreamId},
    testing::{beijing, sample_charter},
};
use guiyan_store::{Log, Made, MasterKey, SnapshotRead, SqliteLog, conformance::Story};
use rusqlite::Connection;
use tempfile::TempDir;

fn open(dir: &TempDir) -> SqliteLog {
    SqliteLog::open(&path(dir), MasterKey::from_bytes([1; 32])).unwrap()
}

fn path(dir: &TempDir) -> std::path::PathBuf {
    dir.path().join("guiyan.db")
}

fn id() -> BranchId {
    let StreamId::Branch(id) = beijing() else { panic!("not a branch") };
    id
}

fn make(story: &mut Story) -> Made {
    let snapshot = story.district.branch(&id()).unwrap().snapshot();
    let mut maker = story.log.snapshot_maker().unwrap().unwrap();
    maker.make(&id(), &snapshot).unwrap()
}

fn version(log: &mut dyn Log) -> Option<u64> {
    match log.load_snapshot(&id()).unwrap() {
        SnapshotRead::Found(snapshot) => Some(snapshot.version),
        SnapshotRead::Missing => None,
        SnapshotRead::Broken(why) => panic!("{why}"),
    }
}

fn seqs_of_parts(path: &Path) -> Vec<i64> {
    let db = Connection::open(path).unwrap();
    let mut find = db.prepare("SELECT DISTINCT seq FROM snapshot_parts ORDER BY seq").unwrap();
    let seqs = find.query_map([], |row| row.get(0)).unwrap();
    seqs.map(Result::unwrap).collect()
}

/// Wherever it is cut off, the one before counts until the new one is whole;
/// commits go on in between, and the next one clears up.
#[test]
fn a_snapshot_cut_off_anywhere_leaves_a_sound_record() {
    for steps in 0.. {
        let dir = TempDir::new().unwrap();
        let mut story = Story::begin(Box::new(open(&dir)));
        story.joins(&beijing(), 1);
        let snapshot = story.district.branch(&id()).unwrap().snapshot();
        story.log.save_snapshot(&id(), &snapshot).unwrap();
        story.joins(&beijing(), 2);
        let mut made = make(&mut story);
        let mut more = true;
        for step in 0..steps {
            more = story.log.keep_step(&mut made).unwrap();
            story.joins(&beijing(), 10 + step);
        }
        // As after a crash: what was not kept by then is gone.
        drop(story);
        let mut log = open(&dir);
        let found = version(&mut log);
        assert!(found == Some(2) || found == Some(4), "{found:?} after {steps} steps");
        assert!(log.verify(&Arc::new(sample_charter())).unwrap().is_sound());
        if !more {
            assert_eq!(found, Some(4));
            assert_eq!(seqs_of_parts(&path(&dir)), [4]);
            return;
        }
        let charter = Arc::new(sample_charter());
        let options = guiyan_store::DeskOptions::default();
        let desk = guiyan_store::Desk::open(charter, Box::new(log), options).unwrap();
        let now = desk.read(|district| district.version_of(&beijing()));
        desk.close();
        drop(desk);
        assert_eq!(version(&mut open(&dir)), Some(now));
        assert_eq!(seqs_of_parts(&path(&dir)), [now as i64]);
    }
}

/// Who is erased while a snapshot is on its way leaves what is kept of it.
#[test]
fn an_erased_person_leaves_a_snapshot_that_was_cut_off() {
    let dir = TempDir::new().unwrap();
    let mut story = Story::begin(Box::new(open(&dir)));
    let gone: PersonId = story.joins(&beijing(), 1);
    let mut made = make(&mut story);
    for _ in 0..2 {
        assert!(story.log.keep_step(&mut made).unwrap());
    }
    assert_eq!(version(&mut *story.log), None, "it is not whole yet");
    story.does(&StreamId::District, &Caller::person(gone), DistrictCommand::EraseMe {});
    let db = Connection::open(path(&dir)).unwrap();
    let find = "SELECT count(*) FROM snapshot_parts WHERE instr(payload, ?1) > 0";
    let of_them: i64 = db.query_row(find, [gone.0.as_bytes()], |row| row.get(0)).unwrap();
    assert_eq!(of_them, 0);
    let mut after = make(&mut story);
    while story.log.keep_step(&mut after).unwrap() {}
    assert_eq!(version(&mut *story.log), Some(story.district.version_of(&beijing())));
    story.is_sound();
}
