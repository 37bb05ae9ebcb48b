//! What people ask for, at random.

use guiyan_core::{
    Command,
    branch::{
        activity::{ActivityCommand, CancelReason},
        member::{EndReason, MemberCommand, SendBackReason},
    },
    caller::{Caller, Office, Role},
    command::DistrictCommand,
    ids::{ActivityId, BranchId, PersonId, StreamId},
    testing,
    time::{HOUR, Timestamp},
};

use super::{dice::Dice, home::Matters};

/// Everything personal that anybody types begins with one of these, which
/// stand nowhere else.
pub(crate) const MARKS: [&str; 2] = ["Zqxjvwkp", "13997531"];

pub(crate) struct People {
    /// Ids in use; erased ones are replaced, as after signing in again.
    members: Vec<PersonId>,
    /// Secretary and steward of each branch.
    officers: Vec<(StreamId, Office, PersonId)>,
    pub(crate) activities: Vec<(StreamId, ActivityId)>,
    pub(crate) matters: Matters,
    next: u128,
    typed: u64,
}

impl People {
    pub(crate) fn new() -> Self {
        let mut people = Self {
            members: Vec::new(),
            officers: Vec::new(),
            activities: Vec::new(),
            matters: Matters::default(),
            next: 1,
            typed: 0,
        };
        for _ in 0..12 {
            let person = people.someone_new();
            people.members.push(person);
        }
        for stream in [testing::beijing(), testing::yiwu()] {
            for office in [Office::Secretary, Office::Steward] {
                let person = people.someone_new();
                people.officers.push((stream.clone(), office, person));
            }
        }
        people
    }

    /// Somebody asks for something, sensible or not.
    pub(crate) fn ask(&mut self, dice: &mut Dice, now: Timestamp) -> (StreamId, Caller, Command) {
        let branch = dice.pick(&[testing::beijing(), testing::yiwu()]).clone();
        let member = *dice.pick(&self.members);
        let by_member = Caller::person(member);
        let by_secretary = self.officer(&branch, Office::Secretary);
        if dice.percent(20) {
            return self.ask_home(dice, branch, (member, by_secretary));
        }
        let roll = dice.below(100);
        if roll < 2 {
            // Mostly members, sometimes an officer.
            let caller = if dice.percent(80) { by_member } else { by_secretary };
            return (StreamId::District, caller, DistrictCommand::EraseMe {}.into());
        }
        if roll < 42 {
            let (caller, command) = match roll {
                2..=15 => (by_member, self.report_in()),
                16..=27 => (by_secretary, MemberCommand::ReceiveMember { person: member }),
                28 => {
                    let group = dice.percent(70).then(|| "east".parse().unwrap());
                    (by_secretary, MemberCommand::AssignGroup { person: member, group })
                }
                29..=30 => {
                    let (reason, note) = (SendBackReason::Other, self.words());
                    let back = MemberCommand::SendBackReportIn { person: member, reason, note };
                    (by_secretary, back)
                }
                31..=34 => {
                    let own = dice.percent(60);
                    let person = (!own).then_some(member);
                    let (reason, note) = (EndReason::ReturnedHome, self.words());
                    let end = MemberCommand::EndReportIn { person, reason, note };
                    (if own { by_member } else { by_secretary }, end)
                }
                _ => {
                    let to = dice.pick(&[testing::beijing(), testing::yiwu()]).clone();
                    let (area, consent) = ("朝阳区".to_owned(), testing::consent());
                    let to = id_of(&to);
                    (by_member, MemberCommand::MoveReportIn { to, area, consent })
                }
            };
            return (branch, caller, command.into());
        }
        if roll < 47 || self.activities.is_empty() {
            // One in a few is the district's own.
            if roll.is_multiple_of(5) {
                let publish = self.publish(dice, now, "");
                return (StreamId::District, district_officer(), publish.into());
            }
            let audience = *dice.pick(&["", "sisters", "sisters", "group:east"]);
            return (branch, by_secretary, self.publish(dice, now, audience).into());
        }
        let (branch, activity) = dice.pick(&self.activities).clone();
        let office = *dice.pick(&[Office::Secretary, Office::Steward]);
        let officer = match &branch {
            StreamId::District => district_officer(),
            StreamId::Branch(_) => self.officer(&branch, office),
        };
        let (caller, command) = match roll {
            47 => {
                let (reason, note) = (CancelReason::Weather, self.words());
                (officer, ActivityCommand::CancelActivity { activity, reason, note })
            }
            48..=51 => (officer, self.change(dice, now, activity)),
            52 => (officer, ActivityCommand::CloseSignUp { activity }),
            53 => {
                let until = String::new();
                (officer, ActivityCommand::ReopenSignUp { activity, until })
            }
            54..=70 => {
                let share_name = dice.percent(50);
                (by_member, ActivityCommand::SignUp { activity, share_name })
            }
            71..=72 => (by_member, ActivityCommand::ShareName { activity }),
            73 => (by_member, ActivityCommand::WithdrawName { activity }),
            74..=82 => (by_member, ActivityCommand::LeaveActivity { activity }),
            83..=86 => (by_member, ActivityCommand::AcceptPlace { activity }),
            87..=88 => (by_member, ActivityCommand::DeclinePlace { activity }),
            89..=96 => (officer, ActivityCommand::CheckIn { activity, person: member }),
            _ => (officer, ActivityCommand::UndoCheckIn { activity, person: member }),
        };
        (branch, caller, command.into())
    }

    /// Who erased themselves comes back as someone new.
    pub(crate) fn erased(&mut self, person: PersonId) {
        let new = self.someone_new();
        let officers = self.officers.iter_mut().map(|(_, _, id)| id);
        for id in self.members.iter_mut().chain(officers).filter(|id| **id == person) {
            *id = new;
        }
    }

    fn someone_new(&mut self) -> PersonId {
        let person = testing::person(self.next);
        self.next += 1;
        person
    }

    fn officer(&self, stream: &StreamId, wanted: Office) -> Caller {
        let found = self.officers.iter().find(|(of, office, _)| of == stream && *office == wanted);
        let (_, office, person) = found.unwrap().clone();
        Caller::officer(person, [Role::Branch { office, branch: id_of(stream) }])
    }

    pub(crate) fn secretary(&self, stream: &StreamId) -> Caller {
        self.officer(stream, Office::Secretary)
    }

    fn report_in(&mut self) -> MemberCommand {
        let mut report = testing::report_form();
        (report.name, report.phone) = (self.words(), self.phone());
        MemberCommand::ReportIn { report, consent: testing::consent() }
    }

    fn publish(&mut self, dice: &mut Dice, now: Timestamp, audience: &str) -> ActivityCommand {
        let capacity = *dice.pick(&[None, Some(1), Some(2), Some(3)]);
        let mut details = testing::activity_form(capacity);
        let start = now.plus((1 + dice.below(48) as i64) * HOUR);
        (details.start, details.end) = (start.to_string(), start.plus(2 * HOUR).to_string());
        details.audience = audience.to_owned();
        (details.contact_name, details.contact_phone) = (self.words(), self.phone());
        ActivityCommand::PublishActivity { details }
    }

    // Mostly as the form was opened when nobody had changed it yet, or once.
    fn change(&mut self, dice: &mut Dice, now: Timestamp, activity: ActivityId) -> ActivityCommand {
        let ActivityCommand::PublishActivity { details } = self.publish(dice, now, "") else {
            unreachable!("it publishes")
        };
        let revision = dice.below(3) as u32;
        ActivityCommand::ChangeActivity { activity, revision, details }
    }

    pub(crate) fn words(&mut self) -> String {
        self.typed += 1;
        let digits = self.typed.to_string();
        let letters: String = digits.bytes().map(|it| char::from(it - b'0' + b'a')).collect();
        format!("{}{letters}", MARKS[0])
    }

    pub(crate) fn phone(&mut self) -> String {
        self.typed += 1;
        format!("{}{:03}", MARKS[1], self.typed % 1_000)
    }
}

fn district_officer() -> Caller {
    testing::district_officer()
}

fn id_of(stream: &StreamId) -> BranchId {
    match stream {
        StreamId::Branch(id) => id.clone(),
        StreamId::District => unreachable!("the district is no branch"),
    }
}
