//! The given/when/then harness and small made-up data, for tests.
//!
//! `given(events).when(caller, command).then(events)` reads as a rule does,
//! and does not compile in another order.

use std::{collections::BTreeMap, sync::Arc};

use uuid::Uuid;

use crate::{
    Command, Decision, District, Event, Refusal,
    branch::{
        activity::{ActivityForm, ActivityKind},
        member::{Category, Consent, Industry, LeaveReason, ReportForm},
    },
    caller::{Caller, Office, Role},
    charter::{Bilingual, BranchCharter, Contact, DistrictCharter, NoticeCharter, Township},
    ids::{ActivityId, BranchId, CommandId, PersonId, StreamId},
    time::Timestamp,
};

/// The first stage: what has happened.
#[derive(Debug)]
pub struct Given {
    district: District,
    now: Timestamp,
}

/// The second stage: what is asked.
#[derive(Debug)]
pub struct When {
    result: Result<Decision, Refusal>,
}

/// Starts from events in a branch's stream, each at the given time.
pub fn given(events: impl IntoIterator<Item = (&'static str, Event)>) -> Given {
    let mut district = sample_district();
    let stream = beijing();
    let mut now = at("2026-11-01T09:00");
    for (time, event) in events {
        now = at(time);
        let seq = district.version_of(&stream) + 1;
        district.evolve(&stream, seq, now, &event);
    }
    Given { district, now }
}

impl Given {
    /// At that time instead of the last event's.
    #[must_use]
    pub fn at(mut self, time: &str) -> Self {
        self.now = at(time);
        self
    }

    /// Starts from this district.
    #[must_use]
    pub fn in_district(mut self, district: District) -> Self {
        self.district = district;
        self
    }

    /// Somebody sends a command to the Beijing branch, with the id `command_id(99)`.
    pub fn when(self, caller: &Caller, command: impl Into<Command>) -> When {
        self.when_to(&beijing(), caller, command)
    }

    /// Somebody sends a command to any stream.
    pub fn when_to(self, to: &StreamId, caller: &Caller, command: impl Into<Command>) -> When {
        let id = command_id(99);
        When { result: self.district.decide(to, caller, self.now, id, &command.into()) }
    }
}

#[allow(clippy::panic)] // a harness speaks by failing the test
impl When {
    /// These events, in this order, in the Beijing branch's stream.
    #[track_caller]
    pub fn then(self, events: impl IntoIterator<Item = Event>) -> Decision {
        let expected: Vec<Event> = events.into_iter().collect();
        match self.result {
            Ok(decision) => {
                let got: Vec<Event> =
                    decision.events.iter().map(|(_, event)| event.clone()).collect();
                assert_eq!(got, expected);
                decision
            }
            Err(refusal) => panic!("refused with {refusal:?}, expected {expected:?}"),
        }
    }

    /// The refusal of that code.
    #[track_caller]
    pub fn then_refused(self, code: &str) -> Refusal {
        match self.result {
            Ok(decision) => panic!("decided {decision:?}, expected the refusal {code}"),
            Err(refusal) => {
                assert_eq!(refusal.code(), code, "{refusal:?}");
                refusal
            }
        }
    }

    /// The decision or refusal as it is.
    pub fn result(self) -> Result<Decision, Refusal> {
        self.result
    }
}

/// Decides a command with a fixed id.
///
/// # Errors
/// The refusal.
pub fn decide(
    district: &District,
    to: StreamId,
    caller: &Caller,
    now: Timestamp,
    command: Command,
) -> Result<Decision, Refusal> {
    district.decide(&to, caller, now, command_id(99), &command)
}

/// Applies a decision, as a desk does once it is durable.
pub fn apply(district: &mut District, now: Timestamp, decision: &Decision) {
    let now = now.max(district.last_at());
    for (stream, event) in &decision.events {
        let seq = district.version_of(stream) + 1;
        district.evolve(stream, seq, now, event);
    }
}

/// A district with two branches and two townships.
pub fn sample_district() -> District {
    District::new(Arc::new(sample_charter()))
}

/// Its data.
pub fn sample_charter() -> DistrictCharter {
    let branches = ["xinzhou-beijing", "xinzhou-yiwu"].map(|id| Arc::new(sample_branch(id)));
    let branches: BTreeMap<BranchId, _> =
        branches.into_iter().map(|branch| (branch.id.clone(), branch)).collect();
    let township = |id: &str, zh: &str, en: &str| Township { id: slug(id), name: both(zh, en) };
    DistrictCharter {
        name: both("信州区", "Xinzhou District"),
        townships: vec![
            township("qinfeng", "秦峰镇", "Qinfeng Town"),
            township("xishi", "西市街道", "Xishi Street"),
        ],
        notice: NoticeCharter {
            version: "2026-11".into(),
            controller: both("信州区委组织部（示例）", "Xinzhou organisation department (sample)"),
            contact: "0793-0000000".into(),
            retention_months: 24,
        },
        branches,
    }
}

fn sample_branch(id: &str) -> BranchCharter {
    let (zh, en) = if id.ends_with("yiwu") { ("义乌", "Yiwu") } else { ("北京", "Beijing") };
    BranchCharter {
        id: slug(id),
        name: both(&format!("信州区驻{zh}流动党员党支部"), &format!("Xinzhou branch in {en}")),
        short_name: both(&format!("{zh}支部"), &format!("{en} branch")),
        kind: both("流动党员党支部", "Mobile members' branch"),
        host_city: both(zh, en),
        about: both("示例", "Sample"),
        contact: Contact { name: "示例书记".into(), phone: "010-00000000".into() },
        stations: Vec::new(),
        offer_window_minutes: 0,
        check_in_opens_minutes: 120,
        attendance_closes_days: 30,
        yearly_hours: 32,
    }
}

/// The stream of the Beijing branch.
pub fn beijing() -> StreamId {
    StreamId::Branch(slug("xinzhou-beijing"))
}

/// The stream of the Yiwu branch.
pub fn yiwu() -> StreamId {
    StreamId::Branch(slug("xinzhou-yiwu"))
}

/// The secretary of that branch: person 900 in Beijing, 901 elsewhere.
pub fn secretary(stream: &StreamId) -> Caller {
    officer(stream, Office::Secretary, 900)
}

/// The steward of that branch: person 910 in Beijing, 911 elsewhere.
pub fn steward(stream: &StreamId) -> Caller {
    officer(stream, Office::Steward, 910)
}

fn officer(stream: &StreamId, office: Office, number: u128) -> Caller {
    let number = if *stream == beijing() { number } else { number + 1 };
    match stream {
        StreamId::Branch(branch) => {
            Caller::officer(person(number), [Role::Branch { office, branch: branch.clone() }])
        }
        StreamId::District => Caller::officer(person(number), [Role::DistrictOfficer]),
    }
}

/// The person of that number.
pub fn person(number: u128) -> PersonId {
    PersonId(Uuid::from_u128(number))
}

/// The command id of that number, a well-formed UUIDv7.
pub fn command_id(number: u128) -> CommandId {
    let mut bytes = number.to_be_bytes();
    if let Some(byte) = bytes.get_mut(6) {
        *byte = 0x70;
    }
    if let Some(byte) = bytes.get_mut(8) {
        *byte = 0x80;
    }
    CommandId(Uuid::from_bytes(bytes))
}

/// The activity published by the command of that number.
pub fn activity_id(number: u128) -> ActivityId {
    command_id(number).into()
}

/// A time in Shanghai, as `2026-11-01T09:00`.
#[track_caller]
pub fn at(time: &str) -> Timestamp {
    time.parse().unwrap_or_else(|_| unreachable!("not a time: {time}"))
}

/// A report-in form with nothing wrong in it.
pub fn report_form() -> ReportForm {
    ReportForm {
        name: "徐小燕".into(),
        phone: "13800000001".into(),
        category: Some(Category::Full),
        home_branch: "秦峰镇老坞村党支部".into(),
        township: "qinfeng".into(),
        left_on: "2024-03-01".into(),
        city: "北京".into(),
        area: "朝阳区".into(),
        reason: Some(LeaveReason::Work),
        industry: Some(Industry::Technology),
        ..ReportForm::default()
    }
}

/// Consent to the sample notice.
pub fn consent() -> Consent {
    Consent { agreed: true, notice: "2026-11".into() }
}

/// An activity form with nothing wrong in it: 2026-12-06, 14:00 to 16:30.
pub fn activity_form(capacity: Option<i64>) -> ActivityForm {
    ActivityForm {
        title: "乡友恳谈会：跨境电商怎么做".into(),
        kind: Some(ActivityKind::HometownTalk),
        start: "2026-12-06T14:00".into(),
        end: "2026-12-06T16:30".into(),
        place: "朝阳区驿站二层".into(),
        capacity,
        hours_tenths: 25,
        contact_name: "王敏".into(),
        contact_phone: "13800000002".into(),
        ..ActivityForm::default()
    }
}

fn slug<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| unreachable!("not a slug: {text}"))
}

fn both(zh: &str, en: &str) -> Bilingual {
    Bilingual { zh: zh.into(), en: en.into() }
}
