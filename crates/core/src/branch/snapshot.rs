//! What is kept of a branch so that a start need not read all of its events.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};

use super::{
    Branch,
    activity::{Activities, Activity, Plans},
    lead::Lead,
    member::Member,
    request::{HelpOffer, Request},
};
use crate::{
    charter::BranchCharter,
    ids::{ActivityId, LeadId, PersonId, RequestId},
    time::Timestamp,
};

/// Members in a part.
const MEMBERS: usize = 2_048;
/// Sign-ups and check-ins in a part, about.
const ENTRIES: usize = 16_384;

/// A branch's state without what can be derived from it. It shares with the
/// branch what that has not changed since.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BranchSnapshot {
    /// Number of the last event in it.
    pub version: u64,
    /// When that event happened.
    pub last_at: Timestamp,
    members: BTreeMap<PersonId, Arc<Member>>,
    activities: BTreeMap<ActivityId, Arc<Activity>>,
    #[serde(default)]
    plans: Plans,
    requests: BTreeMap<RequestId, Request>,
    help_offers: BTreeMap<PersonId, HelpOffer>,
    #[serde(default)]
    leads: BTreeMap<LeadId, Lead>,
}

/// A part of a snapshot, so that large ones are written and read piece by piece.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub enum Part {
    /// Some of the members.
    Members(Vec<(PersonId, Arc<Member>)>),
    /// Some of the activities.
    Activities(Vec<(ActivityId, Arc<Activity>)>),
    /// All but these.
    Rest(Box<BranchSnapshot>),
}

/// A [`Part`] of a snapshot that is there, in the same form.
#[derive(Clone, Debug, Serialize)]
pub enum PartOf<'a> {
    /// Some of the members.
    Members(Vec<(&'a PersonId, &'a Member)>),
    /// Some of the activities.
    Activities(Vec<(&'a ActivityId, &'a Activity)>),
    /// All but these.
    Rest(Box<BranchSnapshot>),
}

impl BranchSnapshot {
    /// Its parts, of which none is large.
    pub fn parts(&self) -> Vec<PartOf<'_>> {
        let rest = Self {
            version: self.version,
            last_at: self.last_at,
            members: BTreeMap::new(),
            activities: BTreeMap::new(),
            plans: self.plans.clone(),
            requests: self.requests.clone(),
            help_offers: self.help_offers.clone(),
            leads: self.leads.clone(),
        };
        let mut parts = vec![PartOf::Rest(Box::new(rest))];
        let members: Vec<_> = self.members.iter().map(|(id, member)| (id, &**member)).collect();
        parts.extend(members.chunks(MEMBERS).map(|some| PartOf::Members(some.to_vec())));
        let mut some = Vec::new();
        let mut entries = 0;
        for (id, activity) in &self.activities {
            entries += 1 + activity.entries();
            some.push((id, &**activity));
            if entries >= ENTRIES {
                parts.push(PartOf::Activities(std::mem::take(&mut some)));
                entries = 0;
            }
        }
        if !some.is_empty() {
            parts.push(PartOf::Activities(some));
        }
        parts
    }

    /// The snapshot of all its parts in order; none when the rest is missing.
    pub fn join(parts: impl IntoIterator<Item = Part>) -> Option<Self> {
        let (mut members, mut activities, mut rest) = (Vec::new(), Vec::new(), None);
        for part in parts {
            match part {
                Part::Members(some) => members.extend(some),
                Part::Activities(some) => activities.extend(some),
                Part::Rest(snapshot) => rest = Some(snapshot),
            }
        }
        let rest = *rest?;
        Some(Self {
            members: members.into_iter().collect(),
            activities: activities.into_iter().collect(),
            ..rest
        })
    }
}

impl Branch {
    /// The state as it is kept in a snapshot.
    pub fn snapshot(&self) -> BranchSnapshot {
        BranchSnapshot {
            version: self.version,
            last_at: self.last_at,
            members: self.members.clone(),
            activities: self.activities.snapshot(),
            plans: self.activities.plans.snapshot(),
            requests: self.requests.all().clone(),
            help_offers: self.help_offers.clone(),
            leads: self.leads.clone(),
        }
    }

    /// The state that a snapshot was taken of.
    pub fn restore(charter: Arc<BranchCharter>, snapshot: BranchSnapshot) -> Self {
        let mut branch = Self::new(charter);
        for (id, lead) in &snapshot.leads {
            if let Some(person) = lead.person {
                branch.leads_of.entry(person).or_default().insert(*id);
            }
            for recipient in lead.seen_by() {
                branch.leads_seen.entry(recipient.clone()).or_default().insert(*id);
            }
            branch.leads_due.extend(lead.alarm.map(|alarm| (alarm, *id)));
        }
        branch.version = snapshot.version;
        branch.last_at = snapshot.last_at;
        snapshot.members.values().for_each(|member| branch.census.add(member));
        branch.members = snapshot.members;
        branch.activities = Activities::restore(snapshot.activities, snapshot.plans);
        for (id, request) in snapshot.requests {
            branch.requests.insert(id, request);
        }
        branch.help_offers = snapshot.help_offers;
        branch.leads = snapshot.leads;
        branch
    }
}
