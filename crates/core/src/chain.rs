//! 责任链: who has an open matter, since when, and how far it has climbed.
//! Overdue steps climb branch → township/street → district. [domain §5]

use serde::{Deserialize, Serialize};

use crate::{
    branch::{
        Branch,
        lead::{Escalation, Lead, LeadStage},
        member::{HomeState, Member, MemberState},
    },
    ids::{BranchId, DepartmentId, LeadId, PersonId, RequestId, TownshipId},
    recipient::Recipient,
    time::{DAY, Timestamp},
};

/// How far up an open matter has come.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Level {
    /// 支部 carries it out (落实).
    #[default]
    Branch,
    /// 乡镇、街道 leads (主抓).
    Township,
    /// 区委组织部 coordinates (统筹).
    District,
}

/// Who has an open matter now. On the wire `{"kind": "department", "id":
/// "education"}` or `{"kind": "member"}`; a member is never named by it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", tag = "kind", content = "id")]
pub enum Holder {
    /// A branch.
    Branch(BranchId),
    /// A township or street.
    Township(TownshipId),
    /// A department, office or hotline.
    Department(DepartmentId),
    /// 区委组织部
    District,
    /// The person it is about, who has been asked something.
    Member,
    /// A member who helps or is asked to.
    Helper,
}

/// Days after which what a report-in waits for is overdue. *Configurable* by
/// `chainDays` in a branch's data file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ChainDays {
    /// For the branch, to receive it or send it back.
    pub receive: u32,
    /// For the home township, to acknowledge or dispute it.
    pub acknowledge: u32,
    /// For the secretary, to answer what is disputed.
    pub answer: u32,
    /// Until what climbed to the township climbs on to the district.
    pub climb: u32,
}

impl Default for ChainDays {
    fn default() -> Self {
        Self { receive: 7, acknowledge: 15, answer: 7, climb: 7 }
    }
}

/// What an open matter is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum MatterKind {
    /// A report-in waits to be received (待接收).
    Reception,
    /// A report-in waits for the home township (待知悉).
    Acknowledgment,
    /// The secretary has to answer what the township disputes (信息有误).
    Dispute,
    /// 线索
    Lead,
    /// 求助 or 随手报
    Request,
}

/// What an open matter is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Subject {
    /// That person's report-in.
    ReportIn(PersonId),
    /// That lead.
    Lead(LeadId),
    /// That request.
    Request(RequestId),
}

/// One open matter of a branch, in codes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Matter {
    /// What it is about.
    pub subject: Subject,
    /// What it is.
    pub kind: MatterKind,
    /// In which branch.
    pub branch: BranchId,
    /// The home township it concerns; a lead may concern none in particular.
    pub township: Option<TownshipId>,
    /// Who has it.
    pub holder: Holder,
    /// Since when.
    pub since: Timestamp,
    /// When it should be done.
    pub due: Option<Timestamp>,
    /// How far it has climbed.
    pub level: Level,
    /// When it climbs next by itself.
    pub climbs: Option<Timestamp>,
}

impl Matter {
    /// Since when it is overdue, if it is.
    pub fn overdue_since(&self, now: Timestamp) -> Option<Timestamp> {
        self.due.filter(|due| *due <= now)
    }
}

/// Everything open in a branch: report-ins by person, then leads, then requests
/// by age.
pub fn matters(branch: &Branch, now: Timestamp) -> Vec<Matter> {
    let report_ins = branch.members.iter().flat_map(|(person, member)| {
        let active = member.state.is_active();
        let waits = member.state == MemberState::Submitted;
        let reception = waits.then(|| reception(branch, *person, member, now));
        let home = active.then(|| at_home(branch, *person, member, now)).flatten();
        reception.into_iter().chain(home)
    });
    let requests = branch.requests.open().map(|(id, request)| Matter {
        subject: Subject::Request(id),
        kind: MatterKind::Request,
        branch: branch.charter.id.clone(),
        township: Some(request.township.clone()),
        holder: request.holder(&branch.charter.id),
        since: request.since,
        due: request.due,
        level: request.level,
        // Written when it happens, as an event.
        climbs: None,
    });
    let leads = branch.leads.iter().filter_map(|(id, lead)| of_lead(branch, *id, lead));
    report_ins.chain(leads).chain(requests).collect()
}

// Landed is where a lead was to come to.
fn of_lead(branch: &Branch, id: LeadId, lead: &Lead) -> Option<Matter> {
    if !lead.is_open() || lead.stage == LeadStage::Landed {
        return None;
    }
    Some(Matter {
        subject: Subject::Lead(id),
        kind: MatterKind::Lead,
        branch: branch.charter.id.clone(),
        township: lead.codes.township.clone(),
        holder: match &lead.held_by {
            Some(Recipient::Township(township)) => Holder::Township(township.clone()),
            Some(Recipient::Department(department)) => Holder::Department(department.clone()),
            Some(Recipient::Person(_) | Recipient::Helpers) => Holder::Helper,
            None => Holder::Branch(branch.charter.id.clone()),
        },
        since: lead.held_since.max(lead.since),
        due: lead.due,
        level: match lead.overdue {
            None | Some(Escalation::Branch) => Level::Branch,
            Some(Escalation::Township) => Level::Township,
            Some(Escalation::District) => Level::District,
        },
        climbs: None,
    })
}

fn reception(branch: &Branch, person: PersonId, member: &Member, now: Timestamp) -> Matter {
    let days = branch.charter.chain_days.receive;
    let holder = Holder::Branch(branch.charter.id.clone());
    let waits = (MatterKind::Reception, holder, Level::Branch);
    of_report_in(branch, person, member, waits, (member.since(), days), now)
}

fn at_home(branch: &Branch, person: PersonId, member: &Member, now: Timestamp) -> Option<Matter> {
    let days = branch.charter.chain_days;
    let township = Holder::Township(member.codes.township.clone());
    let (waits, days) = match member.home {
        HomeState::Waiting { .. } | HomeState::Answered { .. } => {
            ((MatterKind::Acknowledgment, township, Level::Township), days.acknowledge)
        }
        HomeState::Disputed { .. } => {
            let holder = Holder::Branch(branch.charter.id.clone());
            ((MatterKind::Dispute, holder, Level::Branch), days.answer)
        }
        HomeState::Acknowledged { .. } => return None,
    };
    Some(of_report_in(branch, person, member, waits, (member.home.since(), days), now))
}

fn of_report_in(
    branch: &Branch,
    person: PersonId,
    member: &Member,
    (kind, holder, least): (MatterKind, Holder, Level),
    (since, days): (Timestamp, u32),
    now: Timestamp,
) -> Matter {
    let due = since.plus(i64::from(days) * DAY);
    let climb = i64::from(branch.charter.chain_days.climb) * DAY;
    let further = due.plus(climb);
    let (level, climbs) = match least {
        _ if now < due => (least, Some(due)),
        Level::Branch if now < further => (Level::Township, Some(further)),
        _ => (Level::District, None),
    };
    Matter {
        subject: Subject::ReportIn(person),
        kind,
        branch: branch.charter.id.clone(),
        township: Some(member.codes.township.clone()),
        holder,
        since,
        due: Some(due),
        level,
        climbs,
    }
}
