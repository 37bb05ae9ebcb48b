//! The desk with its thread: many callers at once, repeats, reading only what
//! is durable, people, accesses, closing.

// A test speaks by failing.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, mpsc},
    thread,
};

use guiyan_core::{
    Command, Outcome, Refusal, Submission,
    branch::{activity::ActivityCommand, member::MemberCommand},
    caller::Caller,
    command::DistrictCommand,
    ids::{ActivityId, StreamId},
    testing::{
        activity_form, activity_id, at, beijing, command_id, person, sample_charter, secretary,
    },
};
use guiyan_store::{
    Access, Desk, DeskOptions, Log, MasterKey, MemoryLog, Moved, Receipt, SqliteLog, StoreError,
    SubmitError, conformance::Story,
};
use tempfile::TempDir;

type Answer = Result<Receipt, SubmitError>;

fn open(log: impl Log + 'static) -> Desk {
    Desk::open(Arc::new(sample_charter()), Box::new(log), DeskOptions::default()).unwrap()
}

fn sends(desk: &Desk, to: StreamId, by: &Caller, id: u128, command: impl Into<Command>) -> Answer {
    let (send, receive) = mpsc::channel();
    let submission = Submission { id: command_id(id), command: command.into() };
    desk.submit(to, by.clone(), at("2026-11-01T09:00"), submission, move |answer| {
        send.send(answer).unwrap();
    });
    receive.recv().unwrap()
}

/// Members 1 to `n` of the Beijing branch, and an activity published by
/// command 1 with that many places.
fn set_up(desk: &Desk, n: u128, capacity: i64) -> ActivityId {
    let details = activity_form(Some(capacity));
    let publish = ActivityCommand::PublishActivity { details, draft: None };
    sends(desk, beijing(), &secretary(&beijing()), 1, publish).unwrap();
    for number in 1..=n {
        let member = Caller::person(person(number));
        sends(desk, beijing(), &member, 1_000 + number, Story::report_in(number)).unwrap();
        let receive = MemberCommand::ReceiveMember { person: person(number) };
        sends(desk, beijing(), &secretary(&beijing()), 2_000 + number, receive).unwrap();
    }
    activity_id(1)
}

#[test]
fn a_rush_for_few_places() {
    let dir = TempDir::new().unwrap();
    let log = SqliteLog::open(&dir.path().join("a.db"), MasterKey::generate().unwrap()).unwrap();
    let desk = open(log);
    let activity = set_up(&desk, 60, 20);
    let seen = Arc::new(Mutex::new(0));
    let saw = seen.clone();
    desk.on_commit(Box::new(move |stream, Moved { version, beside }| {
        assert_eq!((stream, beside), (&beijing(), false));
        let mut last = saw.lock().unwrap();
        assert!(version > *last);
        *last = version;
    }));

    let (send, receive) = mpsc::channel();
    thread::scope(|scope| {
        for first in [1_u128, 2, 3, 4] {
            let (desk, send) = (desk.clone(), send.clone());
            scope.spawn(move || {
                for number in (first..=60).step_by(4) {
                    let caller = Caller::person(person(number));
                    let command = ActivityCommand::SignUp { activity, share_name: false }.into();
                    let submission = Submission { id: command_id(3_000 + number), command };
                    let (send, after) = (send.clone(), desk.clone());
                    let clock = at("2026-11-01T09:00");
                    desk.submit(beijing(), caller, clock, submission, move |answer| {
                        // What is confirmed can be read by then.
                        let version = after.read(|it| it.version_of(&beijing()));
                        assert!(version >= answer.as_ref().unwrap().version);
                        send.send(answer).unwrap();
                    });
                }
            });
        }
    });
    let answers: Vec<Receipt> = receive.iter().take(60).map(Result::unwrap).collect();
    let numbers = |of: fn(&Outcome) -> Option<u32>| -> BTreeSet<u32> {
        answers.iter().filter_map(|receipt| of(&receipt.outcome)).collect()
    };
    let places =
        numbers(|it| if let Outcome::Confirmed { place } = it { Some(*place) } else { None });
    let queue =
        numbers(
            |it| if let Outcome::Waitlisted { position } = it { Some(*position) } else { None },
        );
    assert_eq!(places, (1..=20).collect());
    assert_eq!(queue, (1..=40).collect());
    let report = desk.verify().unwrap();
    assert!(report.is_sound(), "{report}");
    assert_eq!(*seen.lock().unwrap(), desk.read(|it| it.version_of(&beijing())));
}

#[test]
fn a_repeat_gets_the_first_answer_and_a_reused_id_none() {
    let storage = MemoryLog::new().unwrap();
    let desk = open(storage.clone());
    let member = Caller::person(person(1));
    let activity = set_up(&desk, 1, 5);
    let sign_up = || ActivityCommand::SignUp { activity, share_name: false };
    let first = sends(&desk, beijing(), &member, 9, sign_up()).unwrap();
    let repeat = Receipt { repeated: true, ..first };
    assert_eq!(sends(&desk, beijing(), &member, 9, sign_up()), Ok(repeat));
    // A repeat that would be accepted on its own merits changes nothing either.
    let again = sends(&desk, beijing(), &member, 1_001, Story::report_in(1)).unwrap();
    assert!(again.repeated);

    let reused = Err(SubmitError::Refused(Refusal::CommandIdReused));
    let leave = ActivityCommand::LeaveActivity { activity };
    assert_eq!(sends(&desk, beijing(), &member, 9, leave.clone()), reused);
    assert_eq!(sends(&desk, beijing(), &secretary(&beijing()), 9, sign_up()), reused);
    assert_eq!(sends(&desk, guiyan_core::testing::yiwu(), &member, 9, sign_up()), reused);
    desk.close();

    let desk = open(storage);
    assert_eq!(sends(&desk, beijing(), &member, 9, sign_up()), Ok(repeat));
    // A refusal is not remembered: the same id is decided afresh.
    let stranger = Caller::person(person(2));
    assert!(sends(&desk, beijing(), &stranger, 10, leave.clone()).is_err());
    assert!(sends(&desk, beijing(), &member, 10, leave).is_ok());
}

#[test]
fn two_desks_on_one_log_agree() {
    let storage = MemoryLog::new().unwrap();
    let (here, there) = (open(storage.clone()), open(storage));
    set_up(&here, 1, 5);
    // The other desk has heard of nothing yet; the log tells it.
    let member = Caller::person(person(1));
    let answer = sends(&there, beijing(), &member, 50, Story::report_in(1));
    assert_eq!(answer, Err(Refusal::AlreadyReceived.into()));
    let elsewhere = sends(&there, guiyan_core::testing::yiwu(), &member, 51, Story::report_in(1));
    assert_eq!(elsewhere, Err(Refusal::AlreadyReportedIn.into()));
    assert!(there.verify().unwrap().is_sound());
}

#[test]
fn people_and_who_read_about_them() {
    let storage = MemoryLog::new().unwrap();
    let desk = open(storage.clone());
    let someone = desk.person("portal", "13800000001").unwrap();
    assert_eq!(desk.person("portal", "13800000001").unwrap(), someone);
    desk.record_access(Access {
        at: at("2026-11-01T09:00"),
        by: person(900),
        offices: vec!["secretary:xinzhou-beijing".parse().unwrap()],
        branch: "xinzhou-beijing".parse().unwrap(),
        purpose: "roster".to_owned(),
        handing: None,
        persons: vec![someone],
    })
    .unwrap();
    assert_eq!(desk.accesses(someone).unwrap().len(), 1);
    desk.close();

    let desk = open(storage);
    assert_eq!(desk.person("portal", "13800000001").unwrap(), someone);
    let erase = DistrictCommand::EraseMe {};
    let erased = sends(&desk, StreamId::District, &Caller::person(someone), 5, erase.clone());
    assert_eq!(erased.unwrap().outcome, Outcome::Erased);
    assert!(desk.accesses(someone).unwrap().is_empty());
    assert_ne!(desk.person("portal", "13800000001").unwrap(), someone);
    // The old id leads nowhere, except to the first answer.
    let back = sends(&desk, beijing(), &Caller::person(someone), 6, Story::report_in(1));
    assert_eq!(back, Err(Refusal::SignInNeeded.into()));
    let again = sends(&desk, StreamId::District, &Caller::person(someone), 5, erase);
    assert!(again.unwrap().repeated);
}

#[test]
fn what_falls_due_is_settled_and_a_closed_desk_says_so() {
    let mut charter = sample_charter();
    for branch in charter.branches.values_mut() {
        Arc::make_mut(branch).offer_window_minutes = 30;
    }
    let log = Box::new(MemoryLog::new().unwrap());
    let desk = Desk::open(Arc::new(charter), log, DeskOptions::default()).unwrap();
    let activity = set_up(&desk, 3, 1);
    for number in 1..=3 {
        let member = Caller::person(person(number));
        let command = ActivityCommand::SignUp { activity, share_name: false };
        sends(&desk, beijing(), &member, 3_000 + number, command).unwrap();
    }
    let settle = |time: &str| {
        let (send, receive) = mpsc::channel();
        desk.settle(at(time), move |answer: Answer| send.send(answer).unwrap());
        receive.recv().unwrap()
    };
    let version = || desk.read(|it| it.version_of(&beijing()));
    assert_eq!(desk.next_due(), None);
    let leave = ActivityCommand::LeaveActivity { activity };
    sends(&desk, beijing(), &Caller::person(person(1)), 60, leave).unwrap();
    assert_eq!(desk.next_due(), Some(at("2026-11-01T09:30")));
    let before = version();
    settle("2026-11-01T09:29").unwrap();
    assert_eq!(version(), before, "nothing is due, nothing is written");
    settle("2026-11-01T09:30").unwrap();
    assert_eq!(version(), before + 2, "the offer lapsed and went on");
    assert_eq!(desk.next_due(), Some(at("2026-11-01T10:00")));
    assert!(!desk.tallies(Some(beijing())).unwrap().is_empty());

    desk.close();
    let late = sends(&desk, beijing(), &Caller::person(person(9)), 61, Story::report_in(9));
    assert_eq!(late, Err(SubmitError::Unavailable));
    assert!(matches!(desk.person("portal", "new"), Err(StoreError::Closed)));
    desk.close();
}
