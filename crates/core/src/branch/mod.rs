//! A branch: its state, folded from its stream, and the rules of its parts.

pub mod activity;
pub mod lead;
pub mod member;
pub mod request;
mod snapshot;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    charter::{BranchCharter, DistrictCharter},
    event::Event,
    ids::{LeadId, PersonId, StreamId},
    recipient::Recipient,
    time::Timestamp,
};
use activity::{Activities, Host};
use lead::Lead;
use member::{Census, Member, MemberEvent, MemberState};
use request::{HelpOffer, Requests};
pub use snapshot::{BranchSnapshot, Part, PartOf};

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
    /// Report-ins by person. Copies of the state share what neither has changed.
    pub members: BTreeMap<PersonId, Arc<Member>>,
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

    /// The report-in of a person.
    pub fn member(&self, person: &PersonId) -> Option<&Member> {
        self.members.get(person).map(Arc::as_ref)
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
}
