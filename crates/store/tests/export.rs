//! The record as lines and back: the same to the byte, and no line that was
//! changed, left out, added or moved goes unnoticed.

// A test speaks by failing.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use guiyan_core::{
    caller::Caller,
    command::DistrictCommand,
    ids::StreamId,
    testing::{beijing, person, sample_charter, yiwu},
};
use guiyan_store::{
    Access, Log as _, MasterKey, SqliteLog, StoreError, VerifyReport,
    conformance::Story,
    export::{self, Counts},
    rotate_key,
};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

fn key(byte: u8) -> MasterKey {
    MasterKey::from_bytes([byte; 32])
}

fn database(dir: &TempDir) -> PathBuf {
    dir.path().join("guiyan.db")
}

/// A district with everything in it that a record can hold.
fn lived_in(dir: &TempDir) -> Counts {
    let mut log = SqliteLog::open(&database(dir), key(1)).unwrap();
    let signed_in = log.person("portal", "13800000001").unwrap();
    log.person("portal", "13800000002").unwrap();
    let mut story = Story::begin(Box::new(log));
    story.joins(&beijing(), 1);
    let gone = story.joins(&yiwu(), 2);
    story.joins(&beijing(), 3);
    story.publishes(&beijing(), 10);
    let access = |purpose: &str, persons: &[u128]| Access {
        at: story.now.plus(7),
        by: person(900),
        offices: vec!["secretary:xinzhou-beijing".parse().unwrap()],
        branch: "xinzhou-beijing".parse().unwrap(),
        purpose: purpose.to_owned(),
        handing: None,
        persons: persons.iter().map(|number| person(*number)).collect(),
    };
    let accesses = [access("roster", &[1, 2]), access("list", &[2]), access("list", &[3, 1])];
    story.log.record_accesses(&accesses).unwrap();
    let StreamId::Branch(id) = beijing() else { panic!("a branch") };
    let snapshot = story.district.branch(&id).unwrap().snapshot();
    story.log.save_snapshot(&id, &snapshot).unwrap();
    for leaving in [gone, signed_in] {
        let erase = DistrictCommand::EraseMe {};
        story.does(&StreamId::District, &Caller::person(leaving), erase);
    }
    story.is_sound();
    Counts {
        events: story.log.heads().unwrap().iter().map(|(_, seq)| seq).sum(),
        commands: story.log.command_count().unwrap(),
        claims: 2,
        keys: 3,
        erased: 2,
        identities: 1,
        accesses: 3,
    }
}

fn write(dir: &TempDir, under: u8, to: &Path) -> Result<Counts, StoreError> {
    export::export(&database(dir), &key(under), to, &mut |_, _, _| {})
}

fn read(file: &Path, under: u8, to: &Path) -> Result<VerifyReport, StoreError> {
    let (charter, to) = (Arc::new(sample_charter()), to.join("guiyan.db"));
    export::import(file, &key(under), &to, &charter, &mut |_, _, _| {}, |_| Ok(()))
}

#[test]
fn what_is_read_back_is_the_same_to_the_byte() {
    let (dir, shelf, fresh) =
        (TempDir::new().unwrap(), TempDir::new().unwrap(), TempDir::new().unwrap());
    let expected = lived_in(&dir);
    // While somebody has it open, as the service does.
    let open = SqliteLog::open(&database(&dir), key(1)).unwrap();
    let (one, two) = (shelf.path().join("one.jsonl"), shelf.path().join("two.jsonl"));
    assert_eq!(write(&dir, 1, &one).unwrap(), expected);
    drop(open);
    let report = read(&one, 1, fresh.path()).unwrap();
    assert!(report.is_sound(), "{report}");
    assert_eq!((report.events, report.commands), (expected.events, expected.commands));
    assert_eq!(write(&fresh, 1, &two).unwrap(), expected);
    let text = fs::read_to_string(&one).unwrap();
    assert!(text == fs::read_to_string(&two).unwrap(), "the two exports differ");
    assert_eq!(text.lines().count() as u64, 2 + total(&expected));

    // Every line is JSON, and nothing personal stands in it.
    for line in text.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(line.as_object().unwrap().len(), 2, "what it is, and its sum: {line}");
    }
    assert!(!text.contains("13800000001") && !text.contains("13800000003"));
    let events = |dir: &TempDir| {
        let mut log = SqliteLog::open(&database(dir), key(1)).unwrap();
        log.read(&beijing(), 0, 1_000).unwrap()
    };
    assert_eq!(events(&dir), events(&fresh));
    assert!(format!("{:?}", events(&fresh)).contains("13800000003"), "and it is readable");
}

fn total(counts: &Counts) -> u64 {
    let Counts { events, commands, claims, keys, erased, identities, accesses } = counts;
    events + commands + claims + keys + erased + identities + accesses
}

/// The lines with each sum made anew, as somebody does who knows the format.
fn summed(lines: &[String]) -> String {
    let mut sum = [0; 32];
    let hex = |sum: &[u8]| sum.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let mut text = String::new();
    for line in lines {
        let mut body = format!("{}}}", line.rsplit_once(",\"sum\":").unwrap().0);
        if body.starts_with("{\"end\"") {
            let (head, _) = body.split_once("\"sum\":\"").unwrap();
            body = format!("{head}\"sum\":\"{}\"}}}}", hex(&sum));
        }
        let mut hash = Sha256::new();
        hash.update(sum);
        hash.update(&body);
        sum = hash.finalize().into();
        let head = body.strip_suffix('}').unwrap();
        text.push_str(&format!("{head},\"sum\":\"{}\"}}\n", &hex(&sum)[..16]));
    }
    text
}

#[test]
fn each_line_that_is_tampered_with_is_named() {
    let (dir, shelf) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    lived_in(&dir);
    let good = shelf.path().join("good.jsonl");
    write(&dir, 1, &good).unwrap();
    let text = fs::read_to_string(&good).unwrap();
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    assert_eq!(summed(&lines), text, "the test knows the format");

    let check = |what: &str, text: &str, number: usize| {
        let (file, fresh) = (shelf.path().join("bad.jsonl"), TempDir::new().unwrap());
        fs::write(&file, text).unwrap();
        let error = read(&file, 1, fresh.path()).expect_err(what).chain();
        assert!(error.contains(&format!("line {number}: ")), "{what} at {number}: {error}");
        assert_eq!(fs::read_dir(fresh.path()).unwrap().count(), 0, "{what}: something is left");
    };
    let joined =
        |lines: &[String]| lines.iter().map(|line| format!("{line}\n")).collect::<String>();
    let last = lines.len();
    for at in (1..last).step_by(5).chain([last - 1]) {
        let mut changed = lines.clone();
        let middle = changed[at].len() / 3;
        let other = if changed[at].as_bytes()[middle] == b'x' { "y" } else { "x" };
        changed[at].replace_range(middle..=middle, other);
        check("a changed byte", &joined(&changed), at + 1);
        let mut twice = lines.clone();
        twice.insert(at, lines[at].clone());
        check("a line twice", &joined(&twice), at + 2);
        let cut = &joined(&lines[..=at]);
        check("a cut line", &cut[..cut.len() - 9], at + 1);
        if at + 1 < last {
            let mut without = lines.clone();
            without.remove(at);
            check("a line left out", &joined(&without), at + 1);
            let mut moved = lines.clone();
            moved.swap(at, at + 1);
            check("two lines swapped", &joined(&moved), at + 1);
            check("an end cut off", cut, at + 1);
        }
    }
    check("something behind the end", &format!("{text}{{}}\n"), last + 1);
    check("an empty file", "", 1);
    check("another file", "dear secretary\n", 1);

    // Sums that fit help nobody: the chain does not.
    let event = lines.iter().position(|line| line.contains("reportInSubmitted")).unwrap();
    let mut forged = lines.clone();
    forged[event] = forged[event].replace("\"seq\":1,", "\"seq\":2,");
    check("a forged number", &summed(&forged), event + 1);
    let mut forged = lines.clone();
    forged[event + 2] = forged[event + 2].replacen("\"command\":\"0", "\"command\":\"1", 1);
    assert_ne!(forged, lines);
    check("a forged event", &summed(&forged), event + 3);
    let mut forged = lines.clone();
    forged.remove(event + 3);
    check("a dropped event", &summed(&forged), event + 4);
    let claim = lines.iter().position(|line| line.starts_with("{\"claim\"")).unwrap();
    let mut forged = lines.clone();
    forged.insert(claim, lines[claim].clone());
    check("a claim twice", &summed(&forged), claim + 2);
    let mut forged = lines.clone();
    forged.remove(claim);
    check("counts that do not fit", &summed(&forged), last - 1);
}

#[test]
fn only_under_its_key_and_into_an_empty_folder() {
    let (dir, shelf) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    lived_in(&dir);
    let file = shelf.path().join("one.jsonl");
    assert!(matches!(write(&dir, 2, &file), Err(StoreError::WrongKey { .. })));
    assert!(!file.exists());
    write(&dir, 1, &file).unwrap();
    assert!(matches!(write(&dir, 1, &file), Err(StoreError::FileExists { .. })));
    let fresh = shelf.path().join("fresh");
    assert!(matches!(read(&file, 2, &fresh), Err(StoreError::WrongKey { .. })));
    assert!(!fresh.exists());
    assert!(matches!(read(&file, 1, dir.path()), Err(StoreError::FolderNotEmpty { .. })));
}

#[test]
fn an_export_after_a_rotation_keeps_the_keys_of_digests() {
    let (dir, shelf, fresh) =
        (TempDir::new().unwrap(), TempDir::new().unwrap(), TempDir::new().unwrap());
    lived_in(&dir);
    let known = |dir: &TempDir, under: u8| {
        let mut log = SqliteLog::open(&database(dir), key(under)).unwrap();
        log.person("portal", "13800000002").unwrap()
    };
    let before = known(&dir, 1);
    rotate_key(&database(&dir), key(1), &key(2), &mut |_, _, _| {}).unwrap();
    let (one, two) = (shelf.path().join("one.jsonl"), shelf.path().join("two.jsonl"));
    write(&dir, 2, &one).unwrap();
    read(&one, 2, fresh.path()).unwrap();
    write(&fresh, 2, &two).unwrap();
    assert!(fs::read(&one).unwrap() == fs::read(&two).unwrap(), "the two exports differ");
    assert_eq!(known(&fresh, 2), before);
}
