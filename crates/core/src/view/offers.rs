//! The leads that go with a need, for those who may see these leads anyhow: who
//! runs their branch, and whom a live consent names. The district learns how
//! many there are. A human decides what to make of it. [domain §4]

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{branch::BranchRef, lead::Scene};
use crate::{
    branch::{
        Branch,
        lead::{Lead, LeadStage},
    },
    charter::Township,
    ids::{LeadId, NeedId},
    matching::{Facts, Index, MatchReason},
    need::{HomeIndustry, NeedDetails},
    recipient::Recipient,
};

/// How many leads are shown as going with a need.
const MATCHES: usize = 5;

/// A lead that goes with a need, in codes, and why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LeadMatch {
    /// Which; the caller sees all of it among their leads.
    pub lead: LeadId,
    /// The branch it stands with.
    pub branch: BranchRef,
    /// 产业方向
    pub industry: HomeIndustry,
    /// 金额 in whole yuan
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<u64>,
    /// 意向乡镇、街道
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub township: Option<Township>,
    /// Where it stands.
    pub stage: LeadStage,
    /// Why.
    pub reasons: Vec<MatchReason>,
}

/// The open leads that the caller may know of.
pub(super) struct Offers<'a> {
    scene: &'a Scene<'a>,
    seen: BTreeMap<LeadId, (&'a Branch, &'a Lead)>,
    index: Index<'a, LeadId>,
    // Of the whole district, for its officers: they see codes of all leads.
    all: Option<Index<'a, LeadId>>,
}

impl<'a> Offers<'a> {
    pub(super) fn seen_by(scene: &'a Scene<'a>) -> Self {
        let caller = scene.caller;
        let recipients: Vec<Recipient> = (caller.townships().cloned().map(Recipient::Township))
            .chain(caller.departments().cloned().map(Recipient::Department))
            .collect();
        let mut seen = BTreeMap::new();
        for branch in scene.district.branches() {
            if caller.manages(&branch.charter.id) {
                seen.extend(branch.leads.iter().map(|(id, lead)| (*id, (branch, lead))));
                continue;
            }
            let ids = recipients.iter().filter_map(|it| branch.leads_seen.get(it)).flatten();
            seen.extend(ids.filter_map(|id| Some((*id, (branch, branch.leads.get(id)?)))));
        }
        seen.retain(|_, (_, lead)| waits(lead));
        let index = Index::new(seen.iter().map(|(id, (_, lead))| Facts::of_lead(*id, &lead.codes)));
        let all = caller.is_district_officer().then(|| {
            let leads = scene.district.branches().flat_map(|branch| &branch.leads);
            let leads = leads.filter(|(_, lead)| waits(lead));
            Index::new(leads.map(|(id, lead)| Facts::of_lead(*id, &lead.codes)))
        });
        Self { scene, seen, index, all }
    }

    /// How many go with a need, and the best of those that can be opened.
    pub(super) fn matching(&self, id: NeedId, need: &NeedDetails) -> (u32, Vec<LeadMatch>) {
        let facts = Facts::of_need(id, need);
        let matches = self.index.matches(&facts, MATCHES).into_iter();
        let matches = matches.filter_map(|found| self.show(found.id, found.reasons)).collect();
        let count = self.all.as_ref().unwrap_or(&self.index).count(&facts);
        (count as u32, matches)
    }

    fn show(&self, id: LeadId, reasons: Vec<MatchReason>) -> Option<LeadMatch> {
        let (branch, lead) = self.seen.get(&id)?;
        let township = lead.codes.township.as_ref();
        Some(LeadMatch {
            lead: id,
            branch: BranchRef::from(&*branch.charter),
            industry: lead.codes.industry,
            amount: lead.codes.amount,
            township: township.and_then(|id| self.scene.district.charter.township(id)).cloned(),
            stage: lead.stage,
            reasons,
        })
    }
}

// What has landed is where it was to come to.
fn waits(lead: &Lead) -> bool {
    lead.is_open() && lead.stage != LeadStage::Landed
}
