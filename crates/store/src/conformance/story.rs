use std::sync::Arc;

use guiyan_core::{
    Command, District,
    branch::{activity::ActivityCommand, member::MemberCommand},
    caller::Caller,
    charter::DistrictCharter,
    ids::{CommandId, PersonId, StreamId},
    testing,
    time::Timestamp,
};

use crate::{Append, Log, NewEvent, Rejection};

/// Where logs are opened, the same storage each time. The one opened before
/// is dropped by then.
pub trait Place {
    /// Opens the log.
    fn open(&mut self) -> Box<dyn Log>;
}

/// A district that lives through commands, each appended at once.
pub struct Story {
    /// The log.
    pub log: Box<dyn Log>,
    /// The state after what was appended.
    pub district: District,
    /// Now.
    pub now: Timestamp,
    next: u128,
}

impl std::fmt::Debug for Story {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Story")
    }
}

impl Story {
    /// Begins in an empty log.
    pub fn begin(log: Box<dyn Log>) -> Self {
        let now = testing::at("2026-11-01T09:00");
        Self { log, district: testing::sample_district(), now, next: 1 }
    }

    /// The charter of the district.
    pub fn charter(&self) -> Arc<DistrictCharter> {
        self.district.charter.clone()
    }

    /// What a command would append, decided but not appended.
    #[track_caller]
    pub fn decide(&mut self, to: &StreamId, by: &Caller, command: impl Into<Command>) -> Append {
        let id = testing::command_id(self.next);
        self.next += 1;
        let decision = self.district.decide(to, by, self.now, id, &command.into()).unwrap();
        let mut after = self.district.clone();
        let number = |(stream, event)| {
            let seq = after.version_of(&stream) + 1;
            after.evolve(&stream, seq, self.now, &event);
            NewEvent { stream, seq, event }
        };
        let events = decision.events.into_iter().map(number).collect();
        Append {
            command: id,
            digest: [7; 32],
            outcome: decision.outcome,
            version: after.version_of(to),
            at: self.now,
            events,
            claims: decision.claims,
            erase: decision.erase,
        }
    }

    /// Appends what was decided, alone.
    pub fn append(&mut self, append: &Append) -> Result<(), Rejection> {
        let result = self.log.commit(std::slice::from_ref(append)).unwrap().remove(0);
        if result.is_ok() {
            self.apply(append);
        }
        result
    }

    /// Moves the state on to an append that was taken.
    pub fn apply(&mut self, append: &Append) {
        for new in &append.events {
            self.district.evolve(&new.stream, new.seq, append.at, &new.event);
        }
    }

    /// Decides and appends; gives the command's id.
    #[track_caller]
    pub fn does(&mut self, to: &StreamId, by: &Caller, command: impl Into<Command>) -> CommandId {
        let append = self.decide(to, by, command);
        self.append(&append).unwrap();
        append.command
    }

    /// Somebody reports in, with a name and a phone number of their own.
    #[track_caller]
    pub fn reports_in(&mut self, to: &StreamId, number: u128) -> PersonId {
        let person = testing::person(number);
        self.does(to, &Caller::person(person), report_in(number));
        person
    }

    /// Somebody reports in and is received.
    #[track_caller]
    pub fn joins(&mut self, to: &StreamId, number: u128) -> PersonId {
        let person = self.reports_in(to, number);
        self.does(to, &testing::secretary(to), MemberCommand::ReceiveMember { person });
        person
    }

    /// An activity is published; gives the command that signs up for it.
    #[track_caller]
    pub fn publishes(&mut self, to: &StreamId, capacity: i64) -> ActivityCommand {
        let details = testing::activity_form(Some(capacity));
        let command = ActivityCommand::PublishActivity { details, draft: None };
        let activity = self.does(to, &testing::secretary(to), command).into();
        ActivityCommand::SignUp { activity, share_name: false }
    }

    /// The report-in of that person: nobody else has their name and number.
    pub fn report_in(number: u128) -> Command {
        report_in(number).into()
    }

    /// The log passes its own checks.
    #[track_caller]
    pub fn is_sound(&mut self) {
        let charter = self.charter();
        let report = self.log.verify(&charter).unwrap();
        assert!(report.is_sound(), "{report}");
    }
}

/// A report-in whose name and phone number are that person's alone.
pub(super) fn report_in(number: u128) -> MemberCommand {
    let mut report = testing::report_form();
    report.name = name(number);
    report.phone = format!("138{number:08}");
    MemberCommand::ReportIn { report, consent: testing::consent() }
}

/// The name of that person.
pub(super) fn name(number: u128) -> String {
    let digits = number.to_string();
    let letters: String = digits.bytes().map(|digit| char::from(digit - b'0' + b'a')).collect();
    format!("Marker{letters}")
}
