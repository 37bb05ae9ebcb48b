//! A record of two large branches, written as a service would have: decided by
//! the rules, sealed, chained and counted, but without HTTP in between.

use std::path::{Path, PathBuf};

use guiyan_core::{
    Command, District,
    branch::{
        activity::{ActivityCommand, ActivityForm},
        member::{MemberCommand, ReportForm},
    },
    caller::Caller,
    ids::{ActivityId, PersonId, StreamId},
    testing::{self, beijing, command_id, consent, secretary, steward, yiwu},
    time::{DAY, HOUR, Timestamp},
};
use guiyan_store::{Append, Log as _, MasterKey, NewEvent, SqliteLog};
use guiyan_tests_service::token::ISSUER;

/// The master key of the record, in base64.
pub(crate) const KEY: &str = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";
/// Commands in a transaction.
const BATCH: usize = 4_000;
/// People in an activity, of whom most come.
const SIGNED_UP: usize = 1_000;
const LEFT: usize = 30;

/// The subject of the people of a branch, one by one.
pub(crate) fn subject(branch: usize, number: usize) -> String {
    format!("p{}", number * 2 + branch)
}

/// A record that is being written.
pub(crate) struct Record {
    file: PathBuf,
    district: District,
    log: SqliteLog,
    waiting: Vec<Append>,
    now: Timestamp,
    commands: u128,
    events: u64,
}

impl Record {
    /// A new one in that folder.
    pub(crate) fn create(folder: &Path) -> Self {
        let key = MasterKey::from_text(KEY).expect("a key");
        let file = folder.join("guiyan.db");
        let log = SqliteLog::open(&file, key).expect("a record");
        Self {
            file,
            district: testing::sample_district(),
            log,
            waiting: Vec::new(),
            now: testing::at("2024-06-01T09:00"),
            commands: 0,
            events: 0,
        }
    }

    /// So many members, half of them in each branch, received.
    pub(crate) fn settle(&mut self, members: u128) -> [Vec<PersonId>; 2] {
        let mut people = [Vec::new(), Vec::new()];
        for number in 0..members {
            let (stream, group) = if number % 2 == 0 { (beijing(), 0) } else { (yiwu(), 1) };
            // Ids are random in a real district: neighbours stand nowhere near.
            let id = (number + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835);
            let person = testing::person(id | 1);
            let phone = format!("136{number:08}");
            let report = ReportForm { phone, ..testing::report_form() };
            let command = MemberCommand::ReportIn { report, consent: consent() };
            self.submit(&stream, &Caller::person(person), command);
            self.submit(&stream, &secretary(&stream), MemberCommand::ReceiveMember { person });
            if let Some(group) = people.get_mut(group) {
                group.push(person);
            }
        }
        people
    }

    /// Activities of both branches, week after week, until there are so many
    /// events; then the snapshots that a service has by then, and as many
    /// events after them as there can be before the next.
    pub(crate) fn live(&mut self, people: &[Vec<PersonId>; 2], events: u64, after: u64) {
        let mut from = 0;
        let mut kept = false;
        self.now = testing::at("2025-01-06T09:00");
        while self.events < events {
            if !kept && self.events + after >= events {
                kept = true;
                self.snapshots();
            }
            self.week(people, from, events);
            from += SIGNED_UP;
        }
        self.flush();
    }

    fn week(&mut self, people: &[Vec<PersonId>; 2], from: usize, events: u64) {
        for (stream, people) in [beijing(), yiwu()].iter().zip(people) {
            let begin = self.now;
            let day = begin.day().plus(3);
            let details = ActivityForm {
                start: format!("{day}T14:00"),
                end: format!("{day}T16:30"),
                ..testing::activity_form(None)
            };
            let publish = ActivityCommand::PublishActivity { details, draft: None };
            self.submit(stream, &secretary(stream), publish);
            let activity: ActivityId = command_id(self.commands).into();
            let some = people.iter().cycle().skip(from % people.len());
            let some: Vec<PersonId> = some.take(SIGNED_UP).copied().collect();
            for person in &some {
                let command = ActivityCommand::SignUp { activity, share_name: false };
                self.submit(stream, &Caller::person(*person), command);
            }
            for person in some.iter().take(LEFT) {
                let command = ActivityCommand::LeaveActivity { activity };
                self.submit(stream, &Caller::person(*person), command);
            }
            self.now = day.start().plus(13 * HOUR);
            for person in some.iter().skip(LEFT) {
                let command = ActivityCommand::CheckIn { activity, person: *person };
                self.submit(stream, &steward(stream), command);
            }
            if self.events >= events {
                return;
            }
        }
        self.now = self.now.plus(DAY);
    }

    fn submit(&mut self, to: &StreamId, by: &Caller, command: impl Into<Command>) {
        self.commands += 1;
        let id = command_id(self.commands);
        let decided = self.district.decide(to, by, self.now, id, &command.into());
        let decision = decided.expect("the rules let them");
        let at = self.now.max(self.district.last_at());
        let mut events = Vec::with_capacity(decision.events.len());
        for (stream, event) in decision.events {
            let seq = self.district.version_of(&stream) + 1;
            self.district.evolve(&stream, seq, at, &event);
            events.push(NewEvent { stream, seq, event });
        }
        self.events += events.len() as u64;
        self.waiting.push(Append {
            command: id,
            digest: [0; 32],
            outcome: decision.outcome,
            version: self.district.version_of(to),
            at,
            events,
            claims: decision.claims,
            erase: decision.erase,
        });
        if self.waiting.len() >= BATCH {
            self.flush();
        }
    }

    fn flush(&mut self) {
        let results = self.log.commit(&self.waiting).expect("a commit");
        assert!(results.iter().all(Result::is_ok), "nobody else writes");
        self.waiting.clear();
    }

    /// Snapshots of both branches as they are now.
    pub(crate) fn snapshots(&mut self) {
        self.flush();
        for branch in self.district.branches() {
            let snapshot = branch.snapshot();
            self.log.save_snapshot(&branch.charter.id, &snapshot).expect("a snapshot");
        }
    }

    /// Closes it, when all of these people have signed in at some time: the one of
    /// that number as `p` and the number.
    pub(crate) fn close(mut self, people: &[Vec<PersonId>; 2]) {
        self.flush();
        let Self { file, log, .. } = self;
        let keyed = log.keyed();
        drop(log);
        // Through the log each of them would be a transaction.
        let mut db = rusqlite::Connection::open(file).expect("the record");
        let tx = db.transaction().expect("a transaction");
        let mut insert =
            tx.prepare("INSERT INTO identities (subject, person) VALUES (?1, ?2)").expect("SQL");
        for (branch, people) in people.iter().enumerate() {
            for (number, person) in people.iter().enumerate() {
                let subject = keyed.subject(ISSUER, &subject(branch, number));
                let subject = serde_json::to_value(subject).expect("bytes");
                let subject: [u8; 32] = serde_json::from_value(subject).expect("bytes");
                insert.execute((subject, person.0.as_bytes())).expect("a row");
            }
        }
        drop(insert);
        tx.commit().expect("a commit");
    }

    /// How many events there are.
    pub(crate) fn events(&self) -> u64 {
        self.events
    }
}
