use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    help::requester,
    request::{RequestAction, StageCode, actions, in_guiyan},
};
use crate::{
    branch::{
        Branch,
        lead::LeadStage,
        member::{HomeState, Member, MemberState, Report},
        request::{Request, RequestKind, SpotCategory, Stage, Urgency},
    },
    caller::Caller,
    chain::{self, Holder, Level, Matter, MatterKind, Subject},
    district::District,
    ids::{BranchId, TownshipId},
    need::{HomeIndustry, LeadKind},
    personal::Personal,
    recipient::Recipient,
    refusal::Refusal,
    time::Timestamp,
};

/// The most matters of one answer.
const ROWS: usize = 100;

/// `GET matters`: what is open and who has it, as far as the caller's office
/// needs it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MattersPage {
    /// The sum of the versions of all branches' streams.
    pub version: u64,
    /// When it was made, by the service's clock.
    pub now: Timestamp,
    /// How many there are, over all pages.
    pub total: u32,
    /// How many of them wait for the caller.
    pub waiting: u32,
    /// What waits for the caller, then what climbed furthest, the oldest
    /// first; at most 100.
    pub matters: Vec<MatterView>,
    /// Where the next page begins: how many rows came before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<u32>,
}

/// One open matter.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MatterView {
    /// The request, the lead, or the person of the report-in; missing for those who see
    /// codes only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    /// What it is.
    pub kind: MatterKind,
    /// In which branch.
    pub branch: BranchId,
    /// The home township it concerns; a lead may concern none in particular.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub township: Option<TownshipId>,
    /// Who has it.
    pub holder: Holder,
    /// Since when.
    pub since: Timestamp,
    /// When it should be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// Since when it is overdue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overdue_since: Option<Timestamp>,
    /// How far it has climbed.
    pub level: Level,
    /// Whether it waits for the caller.
    pub waits_for_me: bool,
    /// What a request is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<RequestKind>,
    /// What a spot is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<SpotCategory>,
    /// How urgent a request is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency: Option<Urgency>,
    /// Where a request stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<StageCode>,
    /// Whether the branch recorded that step for others (代记).
    pub recorded: bool,
    /// Where a lead stands; more about it is in the view of leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_stage: Option<LeadStage>,
    /// 类别 of a lead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_kind: Option<LeadKind>,
    /// 产业方向 of a lead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub industry: Option<HomeIndustry>,
    /// Where a report-in stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<MemberState>,
    /// What the home township says to a report-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home: Option<HomeState>,
    /// What was last written about that, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// 姓名 of the person it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Their 联系电话.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// What they wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Where a spot is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// What the caller can do with a request now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<RequestAction>,
}

/// How much of a matter the caller's office needs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Sight {
    Codes,
    Whole,
}

/// What is open, for officers of a branch, the 专人 of a township, the contact
/// of a department, and officers of the district, who see codes only; and
/// until when that stays true by itself. `cursor` is that of the page before.
///
/// # Errors
/// [`Refusal::SignInNeeded`], or [`Refusal::NotAllowed`] without such an office.
pub fn matters(
    district: &District,
    caller: &Caller,
    now: Timestamp,
    cursor: Option<u32>,
) -> Result<(MattersPage, Timestamp), Refusal> {
    if caller.person.is_none() {
        return Err(Refusal::SignInNeeded);
    }
    if !caller.has_matters() {
        return Err(Refusal::NotAllowed);
    }
    let mut fresh = now.day().next().start();
    let mut found: Vec<(&Branch, Matter, Sight)> = Vec::new();
    for branch in district.branches() {
        fresh = branch
            .next_due(&district.charter)
            .filter(|at| *at > now)
            .map_or(fresh, |at| fresh.min(at));
        for matter in chain::matters(branch, now) {
            if let Some(sight) = sight(branch, caller, &matter) {
                let changes = [matter.due, matter.climbs].into_iter().flatten();
                fresh = changes.filter(|at| *at > now).fold(fresh, Timestamp::min);
                found.push((branch, matter, sight));
            }
        }
    }
    found.sort_by_key(|(_, matter, _)| {
        let rank = (!waits(district, caller, matter), std::cmp::Reverse(matter.level));
        (rank, matter.since, matter.branch.clone(), matter.subject)
    });
    let start = cursor.unwrap_or(0) as usize;
    let rows = found.iter().skip(start).take(ROWS);
    let rows: Vec<MatterView> = rows
        .map(|(branch, matter, sight)| show(district, branch, matter, *sight, caller, now))
        .collect();
    let shown = start.saturating_add(rows.len());
    let page = MattersPage {
        version: district.branches().map(|branch| branch.version).sum(),
        now,
        total: found.len() as u32,
        waiting: (found.iter()).filter(|(_, matter, _)| waits(district, caller, matter)).count()
            as u32,
        matters: rows,
        cursor: (shown < found.len()).then_some(shown as u32),
    };
    Ok((page, fresh))
}

// Nobody sees more than the role needs.
fn sight(branch: &Branch, caller: &Caller, matter: &Matter) -> Option<Sight> {
    if caller.manages(&matter.branch) {
        return Some(Sight::Whole);
    }
    let codes = caller.is_district_officer().then_some(Sight::Codes);
    let liaises = matter.township.as_ref().is_some_and(|township| caller.liaises(township));
    match matter.subject {
        // The notice names the home township as a recipient of the report-in.
        Subject::ReportIn(_) if liaises => Some(Sight::Whole),
        Subject::ReportIn(_) => codes,
        Subject::Lead(id) => {
            let lead = branch.leads.get(&id)?;
            let reaches = |recipient: &Recipient| caller.receives_for(recipient);
            if lead.seen_by().any(reaches) {
                Some(Sight::Whole)
            } else if liaises && matter.level >= Level::Township {
                Some(Sight::Codes)
            } else {
                codes
            }
        }
        Subject::Request(id) => {
            let request = branch.requests.get(&id)?;
            let township = Recipient::Township(request.township.clone());
            let agreed = liaises && request.consents.live(&township).is_some();
            if agreed || caller.departments().any(|department| request.shown_to(department)) {
                Some(Sight::Whole)
            } else if liaises && matter.level >= Level::Township {
                Some(Sight::Codes)
            } else {
                codes
            }
        }
    }
}

fn waits(district: &District, caller: &Caller, matter: &Matter) -> bool {
    match &matter.holder {
        Holder::Branch(branch) => caller.manages(branch),
        Holder::Township(township) => caller.liaises(township),
        Holder::Department(department) if in_guiyan(district, department) => {
            caller.serves(department)
        }
        // Nobody of theirs works here: the branch asks them, and records it.
        Holder::Department(_) => caller.manages(&matter.branch),
        Holder::District => caller.is_district_officer(),
        Holder::Member | Holder::Helper => false,
    }
}

fn show(
    district: &District,
    branch: &Branch,
    matter: &Matter,
    sight: Sight,
    caller: &Caller,
    now: Timestamp,
) -> MatterView {
    let view = MatterView {
        id: None,
        kind: matter.kind,
        branch: matter.branch.clone(),
        township: matter.township.clone(),
        holder: matter.holder.clone(),
        since: matter.since,
        due: matter.due,
        overdue_since: matter.overdue_since(now),
        level: matter.level,
        waits_for_me: waits(district, caller, matter),
        about: None,
        category: None,
        urgency: None,
        stage: None,
        recorded: false,
        lead_stage: None,
        lead_kind: None,
        industry: None,
        state: None,
        home: None,
        note: None,
        name: None,
        phone: None,
        text: None,
        place: None,
        actions: Vec::new(),
    };
    let whole = sight == Sight::Whole;
    match matter.subject {
        Subject::ReportIn(person) => {
            let Some(member) = branch.members.get(&person) else { return view };
            let view = of_report_in(view, member, whole);
            MatterView { id: whole.then_some(person.0), ..view }
        }
        Subject::Lead(id) => {
            let Some(lead) = branch.leads.get(&id) else { return view };
            MatterView {
                id: whole.then_some(id.0),
                lead_stage: Some(lead.stage),
                lead_kind: Some(lead.codes.kind),
                industry: Some(lead.codes.industry),
                ..view
            }
        }
        Subject::Request(id) => {
            let Some(request) = branch.requests.get(&id) else { return view };
            let actions = actions(district, branch, request, caller, now);
            let view = of_request(view, branch, request, whole);
            let actions = if whole { actions } else { Vec::new() };
            MatterView { id: whole.then_some(id.0), actions, ..view }
        }
    }
}

fn of_report_in(view: MatterView, member: &Member, whole: bool) -> MatterView {
    let report = member.report.known().filter(|_| whole);
    let step = member.steps.iter().rev().find(|step| step.kind.is_home());
    let note = step.filter(|_| whole).and_then(|step| step.note.as_ref());
    MatterView {
        state: Some(member.state),
        home: Some(member.home),
        note: note.and_then(Personal::known).cloned(),
        name: report.map(|report| report.name.clone()),
        phone: report.map(|report| report.phone.clone()),
        ..view
    }
}

fn of_request(view: MatterView, branch: &Branch, request: &Request, whole: bool) -> MatterView {
    let report: Option<&Report> = requester(branch, request).filter(|_| whole);
    let text = request.text.known().filter(|_| whole);
    MatterView {
        about: Some(request.kind),
        category: request.category,
        urgency: Some(request.urgency),
        stage: Some(StageCode::from(&request.stage)),
        recorded: matches!(request.stage, Stage::Arrived { .. }) && request.is_recorded(),
        name: report.map(|report| report.name.clone()),
        phone: report.map(|report| report.phone.clone()),
        text: text.map(|text| text.text.clone()),
        place: text.and_then(|text| text.place.clone()),
        ..view
    }
}
