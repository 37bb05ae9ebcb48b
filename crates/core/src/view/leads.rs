use serde::{Deserialize, Serialize};

use super::{
    find,
    lead::{LeadView, Part, Scene},
    need::{NeedView, need_views},
    roster::ROSTER_ROWS,
};
use crate::{
    branch::{
        Branch,
        lead::{Lead, LeadStage, may_submit},
    },
    caller::Caller,
    charter::Bilingual,
    district::District,
    ids::{BranchId, LeadId, NeedId},
    recipient::Recipient,
    refusal::Refusal,
    time::Timestamp,
};

/// `GET branches/{branch}/leads`: which part of the desk's list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct LeadsQuery {
    /// Only those at that stage.
    pub stage: Option<LeadStage>,
    /// Rows after this lead, as given by the page before.
    pub cursor: Option<LeadId>,
    /// Needs after this one, as given by the page before.
    pub needs_cursor: Option<NeedId>,
    /// Only this need, for the form that answers it.
    pub need: Option<NeedId>,
}

/// What home needs, and what the caller has offered.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LeadsView {
    /// The branch's stream version that this view shows.
    pub version: u64,
    /// The version of the district's own stream, where needs stand.
    pub district_version: u64,
    /// When it was made, by the service's clock.
    pub now: Timestamp,
    /// Open needs, the latest first; at most 100.
    pub needs: Vec<NeedView>,
    /// How many are open, over all pages.
    pub open_needs: u32,
    /// Where the next page of needs begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs_cursor: Option<NeedId>,
    /// To whom a lead of this branch can be passed on.
    pub recipients: Vec<RecipientChoice>,
    /// Why the caller cannot submit a lead without an invitation, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocked: Option<Refusal>,
    /// Why the caller cannot submit one more just now, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Refusal>,
    /// The caller's own leads in all branches, the latest first.
    pub mine: Vec<LeadView>,
    /// For those who run the branch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<LeadsDesk>,
}

/// Somebody a lead can be passed on to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RecipientChoice {
    /// Who.
    pub recipient: Recipient,
    /// Their name.
    pub name: Bilingual,
    /// Whether somebody of theirs works in Guiyan.
    pub in_guiyan: bool,
}

/// A page of the branch's leads: overdue ones first, then what is due next,
/// then what is settled. At most 100.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LeadsDesk {
    /// How many stand at each stage.
    pub stages: Vec<StageCount>,
    /// How many are overdue.
    pub overdue: u32,
    /// How many match, over all pages.
    pub total: u32,
    /// The rows.
    pub rows: Vec<LeadView>,
    /// Where the next page begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<LeadId>,
}

/// How many leads stand at a stage.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct StageCount {
    /// The stage.
    pub stage: LeadStage,
    /// How many.
    pub count: u32,
}

/// Needs and leads for the caller, and until when that stays true by itself.
///
/// # Errors
/// [`Refusal::UnknownBranch`].
pub fn leads(
    district: &District,
    id: &BranchId,
    caller: &Caller,
    now: Timestamp,
    query: &LeadsQuery,
) -> Result<(LeadsView, Timestamp), Refusal> {
    let branch = find(district, id)?;
    let scene = Scene::new(district, caller, now);
    let wanted = |id: &NeedId| query.need.is_none_or(|need| need == *id);
    let needs = need_views(&scene, query.needs_cursor, |id, need| need.is_open(now) && wanted(id));
    let view = LeadsView {
        version: branch.version,
        district_version: district.version,
        now,
        needs: needs.needs,
        open_needs: needs.total,
        needs_cursor: needs.cursor,
        recipients: choices(district, id),
        blocked: may_submit(branch, caller.person).err(),
        limit: caller.person.and_then(|person| {
            let full = district.open_leads(&person) >= district.charter.limits.open_leads;
            full.then_some(Refusal::LeadLimitReached)
        }),
        mine: mine(&scene),
        desk: caller.manages(id).then(|| desk(&scene, branch, query)),
    };
    Ok((view, fresh_until(district, now)))
}

/// Needs expire at midnight; steps are overdue by the hour.
pub(super) fn fresh_until(district: &District, now: Timestamp) -> Timestamp {
    let due = district.next_due().filter(|due| *due > now);
    due.into_iter().fold(now.day().next().start(), Timestamp::min)
}

/// Overdue ones first, then what is due next, then the rest; each by id.
pub(super) fn order(lead: &Lead, id: &LeadId) -> (bool, bool, i64, LeadId) {
    let due = lead.due.map_or(i64::MAX, |due| due.0);
    (lead.overdue.is_none(), !lead.is_open(), due, *id)
}

/// The rows after the cursor, and where the next page begins.
pub(super) fn page(ids: &[LeadId], cursor: Option<LeadId>) -> (&[LeadId], Option<LeadId>) {
    let start = cursor
        .and_then(|cursor| ids.iter().position(|id| *id == cursor))
        .map_or(0, |position| position + 1);
    let rest = ids.get(start..).unwrap_or_default();
    let shown = rest.get(..rest.len().min(ROSTER_ROWS)).unwrap_or_default();
    (shown, (rest.len() > shown.len()).then(|| shown.last().copied()).flatten())
}

fn choices(district: &District, branch: &BranchId) -> Vec<RecipientChoice> {
    let townships = district.charter.townships.iter().map(|township| RecipientChoice {
        recipient: Recipient::Township(township.id.clone()),
        name: township.name.clone(),
        in_guiyan: true,
    });
    let departments = district.charter.departments_for(branch);
    let departments = departments.map(|department| RecipientChoice {
        recipient: Recipient::Department(department.id.clone()),
        name: department.name.clone(),
        in_guiyan: department.in_guiyan,
    });
    townships.chain(departments).collect()
}

// A lead stays with its branch when its submitter moves; they see it still.
fn mine(scene: &Scene<'_>) -> Vec<LeadView> {
    let Some(person) = scene.caller.person else { return Vec::new() };
    let mut mine: Vec<(&Branch, &LeadId, &Lead)> = Vec::new();
    for branch in scene.district.branches() {
        let ids = branch.leads_of.get(&person).into_iter().flatten();
        mine.extend(ids.filter_map(|id| Some((branch, id, branch.leads.get(id)?))));
    }
    mine.sort_by_key(|(_, id, lead)| {
        let submitted = lead.steps.first().map(|step| step.at);
        (std::cmp::Reverse(submitted), **id)
    });
    mine.into_iter()
        .map(|(branch, id, lead)| scene.lead(branch, id, lead, Part::Submitter))
        .collect()
}

fn desk(scene: &Scene<'_>, branch: &Branch, query: &LeadsQuery) -> LeadsDesk {
    let count = |stage| StageCount {
        stage,
        count: branch.leads.values().filter(|lead| lead.stage == stage).count() as u32,
    };
    let wanted = |lead: &Lead| query.stage.is_none_or(|stage| lead.stage == stage);
    let mut sorted: Vec<_> = (branch.leads.iter())
        .filter(|(_, lead)| wanted(lead))
        .map(|(id, lead)| order(lead, id))
        .collect();
    sorted.sort_unstable();
    let ids: Vec<LeadId> = sorted.into_iter().map(|(.., id)| id).collect();
    let (shown, cursor) = page(&ids, query.cursor);
    let row = |id: &LeadId| Some(scene.lead(branch, id, branch.leads.get(id)?, Part::Branch));
    LeadsDesk {
        stages: LeadStage::ALL.map(count).into(),
        overdue: branch.leads.values().filter(|lead| lead.overdue.is_some()).count() as u32,
        total: ids.len() as u32,
        rows: shown.iter().filter_map(row).collect(),
        cursor,
    }
}
