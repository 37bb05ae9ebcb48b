//! Backups: taken under load, restored, refused where they must be, and who
//! was erased meanwhile.

// A test speaks by failing.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
};

use guiyan_core::{
    Command, Submission,
    caller::Caller,
    command::DistrictCommand,
    ids::{PersonId, StreamId},
    testing::{at, beijing, command_id, person, sample_charter},
    time::Timestamp,
};
use guiyan_store::{
    Desk, DeskOptions, Log as _, MasterKey, Receipt, SqliteLog, StoreError, SubmitError,
    backup::{self, Restored, Taken},
    conformance::Story,
    erasures::{ERASURES, Erasures},
};
use tempfile::TempDir;

fn key(byte: u8) -> MasterKey {
    MasterKey::from_bytes([byte; 32])
}

fn database(dir: &TempDir) -> PathBuf {
    dir.path().join("guiyan.db")
}

fn desk(dir: &TempDir, options: DeskOptions) -> Desk {
    let log = SqliteLog::open(&database(dir), key(1)).unwrap();
    Desk::open(Arc::new(sample_charter()), Box::new(log), options).unwrap()
}

fn sends(
    desk: &Desk,
    to: &StreamId,
    by: PersonId,
    id: u128,
    command: impl Into<Command>,
) -> Result<Receipt, SubmitError> {
    let (send, receive) = mpsc::channel();
    let submission = Submission { id: command_id(id), command: command.into() };
    let reply = move |answer| send.send(answer).unwrap();
    desk.submit(to.clone(), Caller::person(by), at("2026-11-01T09:00"), submission, reply);
    receive.recv().unwrap()
}

fn reports_in(desk: &Desk, n: u128) -> Result<Receipt, SubmitError> {
    sends(desk, &beijing(), person(n), 1_000 + n, Story::report_in(n))
}

fn erases(desk: &Desk, n: u128) -> Result<Receipt, SubmitError> {
    let erase = DistrictCommand::EraseMe {};
    sends(desk, &StreamId::District, person(n), 500_000 + n, erase)
}

fn take(dir: &TempDir, key: &MasterKey, to: &Path) -> Result<Taken, StoreError> {
    backup::take(&database(dir), key, to, Timestamp(1_795_400_000_000), &mut |_, _, _| {})
}

fn restore(file: &Path, key: &MasterKey, to: &Path) -> Result<Restored, StoreError> {
    let charter = Arc::new(sample_charter());
    let nothing = |_: SqliteLog| Ok(());
    backup::restore(file, key, &to.join("guiyan.db"), &charter, &mut |_, _, _| {}, nothing)
}

/// Everything that lies in the folder of a backup.
fn names(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn taken_under_load_it_is_the_state_after_one_commit() {
    let (dir, shelf, fresh) =
        (TempDir::new().unwrap(), TempDir::new().unwrap(), TempDir::new().unwrap());
    let desk = desk(&dir, DeskOptions::default());
    for n in 1..=50 {
        reports_in(&desk, n).unwrap();
    }
    let file = shelf.path().join("one.backup");
    let stop = AtomicBool::new(false);
    let (taken, written) = thread::scope(|scope| {
        let work = scope.spawn(|| {
            let mut n = 50;
            while !stop.load(Ordering::Relaxed) {
                n += 1;
                reports_in(&desk, n).unwrap();
            }
            n
        });
        let before = desk.read(|it| it.version_of(&beijing()));
        while desk.read(|it| it.version_of(&beijing())) < before + 5 {
            thread::yield_now();
        }
        let taken = take(&dir, &key(1), &file).unwrap();
        stop.store(true, Ordering::Relaxed);
        (taken, work.join().unwrap())
    });
    assert!(taken.events > 50 && taken.events <= written as u64, "{taken:?} of {written}");
    assert_eq!(names(shelf.path()), ["one.backup"], "nothing else is left");
    let restored = restore(&file, &key(1), fresh.path()).unwrap();
    assert_eq!(restored.report.events, taken.events);
    assert_eq!(restored.created, Timestamp(1_795_400_000_000));
    assert_eq!(names(fresh.path()), ["guiyan.db"]);
    desk.close();
    drop(desk);

    // To the byte what the record has up to there.
    let rows = |dir: &TempDir| {
        let mut log = SqliteLog::open(&database(dir), key(1)).unwrap();
        log.rows(&beijing(), 0, usize::MAX).unwrap()
    };
    let (all, part) = (rows(&dir), rows(&fresh));
    assert_eq!(part.len() as u64, taken.events);
    assert_eq!(part, all[..part.len()]);
}

#[test]
fn nothing_of_the_record_is_readable_in_it() {
    let (dir, shelf) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let desk = desk(&dir, DeskOptions::default());
    reports_in(&desk, 1).unwrap();
    let file = shelf.path().join("one.backup");
    take(&dir, &key(1), &file).unwrap();
    let bytes = fs::read(&file).unwrap();
    for text in ["SQLite format", "reportInSubmitted", "xinzhou-beijing", &person(1).to_string()] {
        let found = bytes.windows(text.len()).any(|window| window == text.as_bytes());
        assert!(!found, "`{text}` stands in the backup");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn a_backup_is_never_written_over_another_file_nor_under_a_wrong_key() {
    let (dir, shelf) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    drop(desk(&dir, DeskOptions::default()));
    let file = shelf.path().join("one.backup");
    let error = take(&dir, &key(2), &file).unwrap_err();
    assert!(matches!(error, StoreError::WrongKey { .. }), "{error}");
    assert_eq!(names(shelf.path()), [""; 0], "nothing is left of it");

    fs::write(&file, "something else").unwrap();
    let error = take(&dir, &key(1), &file).unwrap_err();
    assert!(matches!(error, StoreError::FileExists { .. }), "{error}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "something else");

    // What a crash has left under the name of a file under way is in nobody's way.
    fs::write(shelf.path().join("two.backup.part"), "half of it").unwrap();
    fs::write(shelf.path().join("two.backup.copy"), "half of it").unwrap();
    take(&dir, &key(1), &shelf.path().join("two.backup")).unwrap();
    assert_eq!(names(shelf.path()), ["one.backup", "two.backup"]);

    let nowhere = shelf.path().join("no/such/folder/one.backup");
    let error = take(&dir, &key(1), &nowhere).unwrap_err().chain();
    assert!(error.contains("no/such/folder"), "{error}");
    let empty = TempDir::new().unwrap();
    assert!(take(&empty, &key(1), &shelf.path().join("three.backup")).is_err());
    assert_eq!(names(empty.path()), [""; 0], "no record is made by reading");
}

#[test]
fn what_is_not_a_whole_backup_under_this_key_leaves_nothing_behind() {
    let (dir, shelf) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let desk = desk(&dir, DeskOptions::default());
    for n in 1..=5 {
        reports_in(&desk, n).unwrap();
    }
    let good = shelf.path().join("good.backup");
    take(&dir, &key(1), &good).unwrap();
    let bytes = fs::read(&good).unwrap();
    let changed = |at: usize| {
        let mut bytes = bytes.clone();
        bytes[at] ^= 1;
        bytes
    };
    let older = String::from_utf8_lossy(&bytes).replace("\"format\":1", "\"format\":9");
    let cases: [(&str, Vec<u8>, &str); 8] = [
        ("cut", bytes[..bytes.len() - 5].to_vec(), "cut off or changed"),
        ("cut at its beginning", bytes[..20].to_vec(), "damaged at its beginning"),
        ("cut after its header", bytes[..200].to_vec(), "cut off or changed"),
        ("changed", changed(bytes.len() / 2), "cut off or changed"),
        ("with another date", changed(47), ""),
        ("empty", Vec::new(), "not a backup"),
        ("something else", b"dear secretary".to_vec(), "not a backup"),
        ("newer", older.into_bytes(), "newer release"),
    ];
    for (what, bytes, said) in cases {
        let (file, fresh) = (shelf.path().join("bad.backup"), TempDir::new().unwrap());
        fs::write(&file, bytes).unwrap();
        let error = restore(&file, &key(1), fresh.path()).unwrap_err().chain();
        assert!(error.contains("bad.backup") && error.contains(said), "{what}: {error}");
        assert_eq!(names(fresh.path()), [""; 0], "{what}");
    }
    let fresh = TempDir::new().unwrap();
    let error = restore(&good, &key(2), fresh.path()).unwrap_err();
    assert!(matches!(error, StoreError::WrongKey { .. }), "{error}");
    assert_eq!(names(fresh.path()), [""; 0]);
}

#[test]
fn only_an_empty_folder_takes_a_restored_record() {
    let (dir, shelf) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let desk = desk(&dir, DeskOptions::default());
    let file = shelf.path().join("one.backup");
    take(&dir, &key(1), &file).unwrap();
    let error = restore(&file, &key(1), dir.path()).unwrap_err();
    assert!(matches!(error, StoreError::InUse { .. }), "{error}");
    desk.close();
    drop(desk);
    let error = restore(&file, &key(1), dir.path()).unwrap_err();
    assert!(matches!(error, StoreError::FolderNotEmpty { .. }), "{error}");
    let made = shelf.path().join("a/new/folder");
    restore(&file, &key(1), &made).unwrap();
    assert_eq!(names(&made), ["guiyan.db"]);
}

#[test]
fn an_erasure_is_listed_before_it_is_done_and_not_done_unlisted() {
    let (dir, shelf) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let list = Erasures::in_folder(shelf.path()).unwrap();
    let erasing = Arc::new(move |erased: &[(PersonId, Timestamp)]| list.append(erased));
    let desk = desk(&dir, DeskOptions { erasing, ..DeskOptions::default() });
    for n in 1..=4 {
        reports_in(&desk, n).unwrap();
    }
    erases(&desk, 1).unwrap();
    let listed = || Erasures::read(&shelf.path().join(ERASURES)).unwrap();
    assert_eq!(listed(), [person(1)]);

    // The folder of the backups is gone, as when a disk is not mounted.
    let away = shelf.path().with_extension("away");
    fs::rename(shelf.path(), &away).unwrap();
    let (send, receive) = mpsc::channel();
    // With something before and behind it in the same batch.
    for (id, by, to, command) in [
        (10, 10, beijing(), Story::report_in(10)),
        (11, 2, StreamId::District, DistrictCommand::EraseMe {}.into()),
        (12, 12, beijing(), Story::report_in(12)),
    ] {
        let (send, submission) = (send.clone(), Submission { id: command_id(id), command });
        let reply = move |answer: Result<Receipt, SubmitError>| send.send((id, answer)).unwrap();
        desk.submit(to, Caller::person(person(by)), at("2026-11-01T09:00"), submission, reply);
    }
    let answers: Vec<_> = receive.iter().take(3).collect();
    for (id, answer) in &answers {
        match id {
            11 => assert_eq!(*answer, Err(SubmitError::Unavailable)),
            _ => assert!(answer.is_ok(), "{id}: {answer:?}"),
        }
    }
    assert!(desk.verify().unwrap().is_sound());

    // It is there again, and so is the same command.
    fs::rename(&away, shelf.path()).unwrap();
    erases(&desk, 2).unwrap();
    assert_eq!(listed(), [person(1), person(2)]);
    desk.close();
    drop(desk);
    let log = SqliteLog::open(&database(&dir), key(1)).unwrap();
    let held: Vec<bool> = (1..=4).map(|n| log.holds(person(n)).unwrap()).collect();
    assert_eq!(held, [false, false, true, true]);
}

#[test]
fn an_erasure_during_a_backup_waits_for_nobody() {
    let dir = TempDir::new().unwrap();
    let desk = desk(&dir, DeskOptions::default());
    for n in 1..=3 {
        reports_in(&desk, n).unwrap();
    }
    let reader = rusqlite::Connection::open(database(&dir)).unwrap();
    let reading = reader.unchecked_transaction().unwrap();
    let _: i64 = reading.query_row("SELECT count(*) FROM events", [], |row| row.get(0)).unwrap();
    let begun = std::time::Instant::now();
    erases(&desk, 1).unwrap();
    reports_in(&desk, 4).unwrap();
    assert!(begun.elapsed().as_secs() < 4, "commits wait for the reader: {:?}", begun.elapsed());
    drop(reading);
}
