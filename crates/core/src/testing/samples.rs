use std::{collections::BTreeMap, sync::Arc};

use uuid::Uuid;

use crate::{
    District,
    branch::{
        activity::{ActivityForm, ActivityKind, GuestForm},
        member::{Category, Consent, Industry, LeaveReason, ReportForm},
        request::HelpTargets,
    },
    caller::{Caller, Office, Role},
    charter::{
        Bilingual, BranchCharter, Contact, Department, DistrictActivities, DistrictCharter, Group,
        LeadRules, NoticeCharter, Township,
    },
    ids::{ActivityId, BranchId, CommandId, LeadId, NeedId, PersonId, StreamId},
    time::Timestamp,
};

/// A district with two branches and two townships.
pub fn sample_district() -> District {
    District::new(Arc::new(sample_charter()))
}

/// The same, where a freed place is kept for the first in the queue that long.
pub fn district_with_window(minutes: u32) -> District {
    District::new(Arc::new(charter_with_window(minutes)))
}

/// Its data.
pub fn sample_charter() -> DistrictCharter {
    charter_with_window(0)
}

fn charter_with_window(minutes: u32) -> DistrictCharter {
    let branches =
        ["xinzhou-beijing", "xinzhou-yiwu"].map(|id| Arc::new(sample_branch(id, minutes)));
    let branches: BTreeMap<BranchId, _> =
        branches.into_iter().map(|branch| (branch.id.clone(), branch)).collect();
    let township = |id: &str, zh: &str, en: &str| Township { id: slug(id), name: both(zh, en) };
    DistrictCharter {
        name: both("信州区", "Xinzhou District"),
        townships: vec![
            township("qinfeng", "秦峰镇", "Qinfeng Town"),
            township("xishi", "西市街道", "Xishi Street"),
        ],
        departments: vec![
            department("investment", "区招商服务中心（示例）", "Investment office", true),
            department("education", "区教育体育局（示例）", "Education office", true),
            department("housing", "区住房和城乡建设局（示例）", "Housing office", false),
        ],
        notice: NoticeCharter {
            version: "2026-11".into(),
            controller: both("信州区委组织部（示例）", "Xinzhou organisation department (sample)"),
            contact: "0793-0000000".into(),
            retention_months: 24,
        },
        retention: Default::default(),
        limits: Default::default(),
        dues: Default::default(),
        references: Vec::new(),
        activities: DistrictActivities {
            short_name: Some(both("区委组织部（示例）", "District office (sample)")),
            offer_window_minutes: minutes,
            ..DistrictActivities::default()
        },
        branches,
    }
}

fn sample_branch(id: &str, offer_window_minutes: u32) -> BranchCharter {
    let (zh, en) = if id.ends_with("yiwu") { ("义乌", "Yiwu") } else { ("北京", "Beijing") };
    BranchCharter {
        id: slug(id),
        name: both(&format!("信州区驻{zh}流动党员党支部"), &format!("Xinzhou branch in {en}")),
        short_name: both(&format!("{zh}支部"), &format!("{en} branch")),
        kind: both("流动党员党支部", "Mobile members' branch"),
        host_city: both(zh, en),
        outside_province: true,
        superior: None,
        about: both("示例", "Sample"),
        contact: Contact { name: "示例书记".into(), phone: "010-00000000".into() },
        groups: [("east", "城东党小组", "East group"), ("west", "城西党小组", "West group")]
            .map(|(id, zh, en)| Group { id: slug(id), name: both(zh, en) })
            .into(),
        stations: Vec::new(),
        portal: None,
        committee: 0,
        departments: vec![department("hotline-12345", "12345 热线", "Hotline 12345", false)],
        offer_window_minutes,
        help_targets: HelpTargets::default(),
        chain_days: Default::default(),
        check_in_opens_minutes: 120,
        attendance_closes_days: 30,
        series_horizon_days: 62,
        yearly_hours: 32,
        leads: LeadRules::default(),
    }
}

fn department(id: &str, zh: &str, en: &str, in_guiyan: bool) -> Department {
    Department { id: slug(id), name: both(zh, en), phone: None, in_guiyan, kinds: Vec::new() }
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

/// The organiser of that branch: person 920 in Beijing, 921 elsewhere.
pub fn organiser(stream: &StreamId) -> Caller {
    officer(stream, Office::Organiser, 920)
}

/// An officer of the district: person 930.
pub fn district_officer() -> Caller {
    Caller::officer(person(930), [Role::DistrictOfficer])
}

/// The 专人 of a township: person 940 for 秦峰镇, 941 for any other.
pub fn liaison(township: &str) -> Caller {
    let number = if township == "qinfeng" { 940 } else { 941 };
    Caller::officer(person(number), [Role::Liaison { township: slug(township) }])
}

/// The contact of a home-side department: person 950 for the investment
/// office, 951 for any other.
pub fn department_contact(department: &str) -> Caller {
    let number = if department == "investment" { 950 } else { 951 };
    Caller::officer(person(number), [Role::Department { department: slug(department) }])
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

/// The need posted by the command of that number.
pub fn need_id(number: u128) -> NeedId {
    command_id(number).into()
}

/// The lead submitted by the command of that number.
pub fn lead_id(number: u128) -> LeadId {
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

/// The same of that person: name, phone and home branch are theirs alone.
pub fn report_form_of(number: u128) -> ReportForm {
    let mark = char::from_u32('一' as u32 + number as u32).unwrap_or('甲');
    ReportForm {
        name: format!("示例{mark}"),
        phone: format!("136{number:08}"),
        home_branch: format!("秦峰镇第{mark}党支部"),
        ..report_form()
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

/// What the 乡友 of that number leave to join an activity.
pub fn guest_form(number: u128) -> GuestForm {
    GuestForm { name: format!("乡友{}", letter_of(number)), phone: format!("1390000{number:04}") }
}

// Names have no digits.
fn letter_of(number: u128) -> char {
    char::from_u32('甲' as u32 + number as u32).unwrap_or('甲')
}
