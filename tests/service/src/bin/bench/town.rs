//! A district in memory with as many members as wanted, who take part.

use guiyan_core::{
    Command, District,
    branch::{
        activity::{ActivityCommand, ActivityForm},
        member::{MemberCommand, ReportForm},
    },
    caller::Caller,
    ids::{ActivityId, PersonId, StreamId},
    testing::{self, apply, beijing, command_id, consent, secretary, yiwu},
    time::Timestamp,
};

/// Activities of each branch that a member's page shows.
pub(crate) const SHOWN: u128 = 12;

/// A district, and what there is to take part in.
#[derive(Clone, Debug)]
pub(crate) struct Town {
    pub(crate) district: District,
    pub(crate) now: Timestamp,
    /// Received in Beijing; none of them is in `open` or in `full`.
    pub(crate) free: Vec<PersonId>,
    /// Received in Beijing; they wait for a place in `full`.
    pub(crate) waiting: Vec<PersonId>,
    /// In Beijing, without limit.
    pub(crate) open: ActivityId,
    /// In Beijing, with a queue as long as half of the branch.
    pub(crate) full: ActivityId,
    /// In Beijing, about to begin, with a place for each of `free`.
    pub(crate) soon: ActivityId,
    commands: u128,
}

impl Town {
    /// So many members in Beijing, and so many in Yiwu.
    pub(crate) fn new(here: u128, there: u128) -> Self {
        let id = ActivityId::from(command_id(0));
        let mut town = Self {
            district: testing::sample_district(),
            now: testing::at("2026-11-30T09:00"),
            free: Vec::new(),
            waiting: Vec::new(),
            open: id,
            full: id,
            soon: id,
            commands: 1 << 40,
        };
        let people = town.settle(&beijing(), 0, here);
        town.settle(&yiwu(), here, there);
        (town.open, town.full, town.soon) =
            (town.publish(None, 6), town.publish(Some(20), 6), town.publish(None, 1));
        for _ in 3..SHOWN {
            town.publish(Some(30), 20);
        }
        for (number, person) in people.into_iter().enumerate() {
            let (activity, group) = if number % 2 == 0 {
                (town.soon, &mut town.free)
            } else {
                (town.full, &mut town.waiting)
            };
            group.push(person);
            town.must(
                &beijing(),
                &Caller::person(person),
                ActivityCommand::SignUp { activity, share_name: false },
            );
        }
        // The first of them have the places.
        town.waiting.drain(..20);
        town.now = testing::at("2026-12-01T13:00");
        town
    }

    fn settle(&mut self, stream: &StreamId, from: u128, count: u128) -> Vec<PersonId> {
        let people = (from..from + count).map(|number| {
            // Ids are random in a real district: neighbours stand nowhere near.
            let id = (number + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835);
            let person = testing::person(id | 1);
            let report = ReportForm { phone: format!("136{number:08}"), ..testing::report_form() };
            let command = MemberCommand::ReportIn { report, consent: consent() };
            self.must(stream, &Caller::person(person), command);
            self.must(stream, &secretary(stream), MemberCommand::ReceiveMember { person });
            person
        });
        people.collect()
    }

    fn publish(&mut self, capacity: Option<i64>, day: u32) -> ActivityId {
        let details = ActivityForm {
            start: format!("2026-12-{day:02}T14:00"),
            end: format!("2026-12-{day:02}T16:30"),
            ..testing::activity_form(capacity)
        };
        let stream = beijing();
        let command = ActivityCommand::PublishActivity { details, draft: None };
        self.must(&stream, &secretary(&stream), command);
        command_id(self.commands).into()
    }

    /// Decides the command and applies what was decided.
    pub(crate) fn must(&mut self, to: &StreamId, by: &Caller, command: impl Into<Command>) {
        self.commands += 1;
        let id = command_id(self.commands);
        let decision = self.district.decide(to, by, self.now, id, &command.into());
        apply(&mut self.district, self.now, &decision.expect("the rules let them"));
    }
}
