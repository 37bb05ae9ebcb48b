//! What is kept long enough goes: the person with their key, listed beside the
//! backups, and readings, each with a word in the record.

// A test speaks by failing.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::sync::{Arc, mpsc};

use guiyan_core::{
    Command, Outcome, Refusal, Submission,
    branch::member::{EndReason, MemberCommand},
    caller::Caller,
    ids::PersonId,
    retention::Kept,
    testing::{at, beijing, command_id, person, sample_charter},
};
use guiyan_store::{
    Access, Desk, DeskOptions, MasterKey, Receipt, SqliteLog, SubmitError,
    conformance::Story,
    erasures::{ERASURES, Erasures},
};
use tempfile::TempDir;

const T: &str = "2026-11-01T09:00";
const LATER: &str = "2029-12-01T09:00";

fn sends(desk: &Desk, by: u128, id: u128, command: impl Into<Command>) {
    let (send, receive) = mpsc::channel();
    let submission = Submission { id: command_id(id), command: command.into() };
    let reply = move |answer| send.send(answer).unwrap();
    desk.submit(beijing(), Caller::person(person(by)), at(T), submission, reply);
    receive.recv().unwrap().unwrap();
}

fn forgets(desk: &Desk, person: PersonId, time: &str) -> Result<Receipt, SubmitError> {
    let (send, receive) = mpsc::channel();
    desk.forget_due(person, at(time), move |answer| send.send(answer).unwrap());
    receive.recv().unwrap()
}

#[test]
fn who_left_long_ago_is_erased_and_who_stays_is_not() {
    let dir = TempDir::new().unwrap();
    let open = || {
        let key = MasterKey::from_bytes([1; 32]);
        let log = SqliteLog::open(&dir.path().join("guiyan.db"), key).unwrap();
        let list = Erasures::in_folder(dir.path()).unwrap();
        let erasing = Arc::new(move |erased: &[_]| list.append(erased));
        let options = DeskOptions { erasing, ..DeskOptions::default() };
        Desk::open(Arc::new(sample_charter()), Box::new(log), options).unwrap()
    };
    let desk = open();
    for number in [1, 2] {
        sends(&desk, number, number, Story::report_in(number));
    }
    let reason = EndReason::ReturnedHome;
    sends(&desk, 1, 3, MemberCommand::EndReportIn { person: None, reason, note: String::new() });
    let access = |time| Access {
        at: at(time),
        by: person(900),
        offices: Vec::new(),
        branch: "xinzhou-beijing".parse().unwrap(),
        purpose: "roster".to_owned(),
        handing: None,
        persons: vec![person(2)],
    };
    desk.record_access(access(T)).unwrap();
    desk.record_access(access("2029-11-01T09:00")).unwrap();

    // Not a day before, and nobody with something going on.
    assert_eq!(desk.due_for_erasure(at(T), 10), []);
    let refused: Result<Receipt, SubmitError> = Err(Refusal::NotAllowed.into());
    assert_eq!(forgets(&desk, person(1), T), refused);
    assert_eq!(desk.forget_readings(at(T)).unwrap(), 0);
    assert_eq!(desk.due_for_erasure(at(LATER), 10), [(person(1), Kept::ReportIns)]);
    assert_eq!(desk.due_for_erasure(at(LATER), 0), []);
    assert_eq!(forgets(&desk, person(2), LATER), refused);

    let done = forgets(&desk, person(1), LATER).unwrap();
    assert_eq!(done.outcome, Outcome::Erased);
    assert_eq!(desk.due_readings(at(LATER)).unwrap(), 1);
    assert_eq!(desk.forget_readings(at(LATER)).unwrap(), 1);
    assert_eq!(desk.accesses(person(2)).unwrap(), [access("2029-11-01T09:00")]);

    // A second time there is nothing to do.
    let version = desk.read(|district| district.version);
    assert_eq!(desk.due_for_erasure(at(LATER), 10), []);
    assert_eq!(forgets(&desk, person(1), LATER), refused);
    assert_eq!(desk.forget_readings(at(LATER)).unwrap(), 0);
    assert_eq!(desk.read(|district| district.version), version);
    desk.close();

    let listed = Erasures::read(&dir.path().join(ERASURES)).unwrap();
    assert_eq!(listed, [person(1)]);
    // The record says so after a start as well, and is sound.
    let desk = open();
    let rows = desk.read(|district| district.swept.clone());
    let day = at(LATER).day();
    let expected = [((day, Kept::ReportIns, 24), 1), ((day, Kept::Readings, 36), 1)];
    assert_eq!(rows.into_iter().collect::<Vec<_>>(), expected);
    let branch = "xinzhou-beijing".parse().unwrap();
    let kept = |n| desk.read(|it| it.branch(&branch).unwrap().keeps(&person(n)));
    assert!(!kept(1) && kept(2));
    let report = desk.verify().unwrap();
    assert!(report.is_sound(), "{report}");
}
