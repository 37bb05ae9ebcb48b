use serde::{Deserialize, Serialize};

use super::{
    branch::BranchRef,
    lead::{HolderView, LeadView, Part, Scene},
    leads::{fresh_until, order, page},
    need::{NeedView, need_views},
    roster::ROSTER_ROWS,
};
use crate::{
    branch::{
        Branch,
        lead::{Escalation, Lead, LeadStage},
    },
    caller::Caller,
    charter::Township,
    district::District,
    ids::{LeadId, NeedId},
    need::{HomeIndustry, LeadKind, Need, may_close},
    recipient::Recipient,
    refusal::Refusal,
    time::Timestamp,
};

/// `GET leads`: which part of the lists.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct HeldQuery {
    /// Leads after this one, as given by the page before.
    pub cursor: Option<LeadId>,
    /// Needs after this one, as given by the page before.
    pub needs_cursor: Option<NeedId>,
}

/// `GET leads`: what the home side works on, across all branches.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct HeldLeadsView {
    /// The version of the district's own stream, where needs stand.
    pub district_version: u64,
    /// When it was made, by the service's clock.
    pub now: Timestamp,
    /// The needs that the caller answers for, closed and expired ones too, the
    /// latest first; at most 100.
    pub needs: Vec<NeedView>,
    /// How many of them there are, over all pages.
    pub needs_total: u32,
    /// Where the next page of needs begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs_cursor: Option<NeedId>,
    /// Leads passed on to the caller under a consent that stands; at most 100.
    pub leads: Vec<LeadView>,
    /// How many there are, over all pages.
    pub total: u32,
    /// Where the next page begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<LeadId>,
    /// Overdue steps that have climbed to the caller, the longest overdue
    /// first; at most 100.
    pub overdue: Vec<OverdueLead>,
}

/// An overdue step, as those up the responsibility chain see it: kind, age and
/// holder, and no words. [domain §5]
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct OverdueLead {
    /// Which.
    pub id: LeadId,
    /// The branch it stands with.
    pub branch: BranchRef,
    /// 类别
    pub kind: LeadKind,
    /// 产业方向
    pub industry: HomeIndustry,
    /// 意向乡镇、街道
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub township: Option<Township>,
    /// Where it stands.
    pub stage: LeadStage,
    /// Since when.
    pub since: Timestamp,
    /// Until when the step was due.
    pub due: Timestamp,
    /// How far it has climbed.
    pub level: Escalation,
    /// Who holds it.
    pub holder: HolderView,
}

/// What a liaison, a department's contact or an officer of the district works
/// on, and until when that stays true by itself.
///
/// # Errors
/// For everybody else.
pub fn held_leads(
    district: &District,
    caller: &Caller,
    now: Timestamp,
    query: &HeldQuery,
) -> Result<(HeldLeadsView, Timestamp), Refusal> {
    if caller.person.is_none() {
        return Err(Refusal::SignInNeeded);
    }
    let recipients: Vec<Recipient> = (caller.townships().cloned().map(Recipient::Township))
        .chain(caller.departments().cloned().map(Recipient::Department))
        .collect();
    if recipients.is_empty() && !caller.is_district_officer() {
        return Err(Refusal::NotAllowed);
    }
    let scene = Scene::new(district, caller, now);
    let answered = |_: &NeedId, need: &Need| may_close(caller, &need.details);
    let needs = need_views(&scene, query.needs_cursor, answered);
    let held = held(district, &recipients);
    let ids: Vec<LeadId> = held.iter().map(|(_, id, _)| **id).collect();
    let (shown, cursor) = page(&ids, query.cursor);
    let first = shown.first().and_then(|first| ids.iter().position(|id| id == first));
    let rows = held.iter().skip(first.unwrap_or(0)).take(shown.len());
    let view = HeldLeadsView {
        district_version: district.version,
        now,
        needs: needs.needs,
        needs_total: needs.total,
        needs_cursor: needs.cursor,
        leads: rows
            .map(|(branch, id, lead)| scene.lead(branch, id, lead, Part::Recipient))
            .collect(),
        total: ids.len() as u32,
        cursor,
        overdue: overdue(&scene),
    };
    Ok((view, fresh_until(district, now)))
}

fn held<'a>(
    district: &'a District,
    recipients: &[Recipient],
) -> Vec<(&'a Branch, &'a LeadId, &'a Lead)> {
    let mut held: Vec<(&Branch, &LeadId, &Lead)> = Vec::new();
    for branch in district.branches() {
        let seen = recipients.iter().filter_map(|recipient| branch.leads_seen.get(recipient));
        let ids = seen.flatten();
        held.extend(ids.filter_map(|id| Some((branch, id, branch.leads.get(id)?))));
    }
    held.sort_by_key(|(_, id, lead)| order(lead, id));
    held.dedup_by_key(|(_, id, _)| **id);
    held
}

fn overdue(scene: &Scene<'_>) -> Vec<OverdueLead> {
    let caller = scene.caller;
    let climbed = |lead: &Lead| match lead.overdue {
        None | Some(Escalation::Branch) => false,
        Some(_) if caller.is_district_officer() => lead.overdue == Some(Escalation::District),
        Some(_) => lead.codes.township.as_ref().is_some_and(|place| caller.liaises(place)),
    };
    let mut found: Vec<(Timestamp, OverdueLead)> = Vec::new();
    for branch in scene.district.branches() {
        for (id, lead) in branch.leads.iter().filter(|(_, lead)| climbed(lead)) {
            let (Some(due), Some(level)) = (lead.due, lead.overdue) else { continue };
            let place = lead.codes.township.as_ref();
            let place = place.and_then(|place| scene.district.charter.township(place));
            let row = OverdueLead {
                id: *id,
                branch: BranchRef::from(&*branch.charter),
                kind: lead.codes.kind,
                industry: lead.codes.industry,
                township: place.cloned(),
                stage: lead.stage,
                since: lead.since,
                due,
                level,
                holder: scene.holder(branch, lead),
            };
            found.push((due, row));
        }
    }
    found.sort_by_key(|(due, row)| (*due, row.id));
    found.into_iter().take(ROSTER_ROWS).map(|(_, row)| row).collect()
}
