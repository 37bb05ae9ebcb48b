//! A branch: its state, folded from its stream, and the rules of its parts.

pub mod activity;
pub mod lead;
pub mod member;
pub mod request;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use crate::{
    charter::{BranchCharter, DistrictCharter},
    event::Event,
    ids::{ActivityId, LeadId, PersonId, RequestId, StreamId},
    recipient::Recipient,
    time::Timestamp,
};
use activity::{Activities, Activity, Host, Plans};
use lead::Lead;
use member::{Census, Member, MemberEvent, MemberState};
use request::{HelpOffer, Request, Requests};

/// The state of one branch.
///
/// INVARIANT: equal to the fold of its stream from [`Branch::new`].
#[derive(Clone, PartialEq, Debug)]
pub struct Branch {
    /// What is known before any event.
    pub charter: Arc<BranchCharter>,
    /// Number of the last event, from 1; 0 before any.
    pub version: u64,
    /// When the last event happened.
    pub last_at: Timestamp,
    /// Report-ins by person.
    pub members: BTreeMap<PersonId, Member>,
    /// How many of them there are, by what overviews ask for.
    pub census: Census,
    /// 活动
    pub activities: Activities,
    /// 求助 and 随手报.
    pub requests: Requests,
    /// With what members have offered to help.
    pub help_offers: BTreeMap<PersonId, HelpOffer>,
    /// Leads by id.
    pub leads: BTreeMap<LeadId, Lead>,
    /// Leads by who submitted them.
    pub leads_of: BTreeMap<PersonId, BTreeSet<LeadId>>,
    /// Leads by those who see them under a live consent.
    pub leads_seen: BTreeMap<Recipient, BTreeSet<LeadId>>,
    /// When leads are, or climb, overdue next.
    leads_due: BTreeSet<(Timestamp, LeadId)>,
}

impl Branch {
    /// A branch before its first event.
    pub fn new(charter: Arc<BranchCharter>) -> Self {
        Self {
            charter,
            version: 0,
            last_at: Timestamp::default(),
            members: BTreeMap::new(),
            census: Census::default(),
            activities: Activities::default(),
            requests: Requests::default(),
            help_offers: BTreeMap::new(),
            leads: BTreeMap::new(),
            leads_of: BTreeMap::new(),
            leads_seen: BTreeMap::new(),
            leads_due: BTreeSet::new(),
        }
    }

    /// The stream its events stand in.
    pub fn stream(&self) -> StreamId {
        StreamId::Branch(self.charter.id.clone())
    }

    /// By which rules it holds its activities.
    pub fn host(&self) -> Host {
        Host::from(&*self.charter)
    }

    /// Applies one event. It cannot fail: what was decided has happened.
    pub fn evolve(&mut self, seq: u64, at: Timestamp, event: &Event) {
        match event {
            Event::Member(event) => self.evolve_counted(at, event),
            Event::Activity(event) => self.activities.evolve(at, event),
            Event::Plan(event) => self.activities.evolve_plan(at, event),
            Event::Request(event) => self.evolve_request(at, event),
            Event::Lead(event) => self.evolve_lead(at, event),
            Event::Need(_) | Event::Appointment(_) | Event::District(_) => {}
        }
        self.version = seq;
        self.last_at = self.last_at.max(at);
    }

    fn evolve_counted(&mut self, at: Timestamp, event: &MemberEvent) {
        let person = event.person();
        if let Some(before) = self.members.get(&person) {
            self.census.remove(before);
        }
        self.evolve_member(at, event);
        if let Some(after) = self.members.get(&person) {
            self.census.add(after);
        }
    }

    /// What has fallen due by `now` and must be written before anything else.
    pub fn due(&self, charter: &DistrictCharter, now: Timestamp) -> Vec<Event> {
        let activities = self.activities.due(&self.host(), now).into_iter();
        let leads = lead::due(self, now).into_iter().map(Event::Lead);
        let requests = request::due(self, charter, now).into_iter().map(Event::Request);
        activities.chain(leads).chain(requests).collect()
    }

    /// When something falls due next, if nothing else happens.
    pub fn next_due(&self, charter: &DistrictCharter) -> Option<Timestamp> {
        let activities = self.activities.next_due(&self.host());
        let dues = [activities, lead::next_due(self), request::next_due(self, charter)];
        dues.into_iter().flatten().min()
    }

    /// Whether anything of that person is kept here: a report-in, a sign-up, a
    /// lead, a request, help they gave or offered, or words they wrote as an
    /// officer.
    pub fn keeps(&self, person: &PersonId) -> bool {
        self.members.contains_key(person)
            || self.activities.keeps(person)
            || self.leads_of.contains_key(person)
            || self.help_offers.contains_key(person)
            || self.requests.touching(person).next().is_some()
    }

    /// How many report-ins are in that state.
    pub fn count(&self, state: MemberState) -> u32 {
        self.census.in_state(state)
    }

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

/// A branch's state without what can be derived from it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BranchSnapshot {
    /// Number of the last event in it.
    pub version: u64,
    /// When that event happened.
    pub last_at: Timestamp,
    members: BTreeMap<PersonId, Member>,
    activities: BTreeMap<ActivityId, Activity>,
    #[serde(default)]
    plans: Plans,
    requests: BTreeMap<RequestId, Request>,
    help_offers: BTreeMap<PersonId, HelpOffer>,
    #[serde(default)]
    leads: BTreeMap<LeadId, Lead>,
}
