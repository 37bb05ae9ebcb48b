use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    agreed::PastConsent,
    decide::{leave, pass_on},
    event::ActivityEvent,
    host::Host,
    plan::{self, Plans},
    state::Activity,
};
use crate::{
    event::Event,
    ids::{ActivityId, PersonId},
    time::Timestamp,
};

/// The activities of one stream, with what is derived from them.
///
/// INVARIANT: equal to the fold of the stream's events from the default.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Activities {
    /// All of them by id. Copies of the state share what neither has changed.
    pub all: BTreeMap<ActivityId, Arc<Activity>>,
    /// In the order in which they begin.
    pub by_start: BTreeSet<(Timestamp, ActivityId)>,
    /// Those in which a person has a standing, or was checked in.
    pub joined: BTreeMap<PersonId, BTreeSet<ActivityId>>,
    /// Those for which a person agreed to something that stands no more.
    pub agreed: BTreeMap<PersonId, BTreeSet<ActivityId>>,
    /// 草稿 and 系列
    pub plans: Plans,
    /// When offers lapse that are open in activities not cancelled.
    pub(super) offers_until: BTreeSet<(Timestamp, ActivityId, PersonId)>,
}

impl Activities {
    /// The activity of that id.
    pub fn get(&self, id: &ActivityId) -> Option<&Activity> {
        self.all.get(id).map(Arc::as_ref)
    }

    /// Those in which the person has a standing, or was checked in.
    pub fn of(&self, person: &PersonId) -> impl Iterator<Item = (&ActivityId, &Activity)> {
        let ids = self.joined.get(person).into_iter().flatten();
        ids.filter_map(|id| Some((id, self.get(id)?)))
    }

    /// What the person agreed to that stands no more.
    pub fn agreed_before(
        &self,
        person: &PersonId,
    ) -> impl Iterator<Item = (&ActivityId, &Activity, &PastConsent)> {
        let ids = self.agreed.get(person).into_iter().flatten();
        let found = ids.filter_map(|id| Some((id, self.get(id)?)));
        found.flat_map(|(id, activity)| {
            let past = activity.past_consents.get(person).into_iter().flatten();
            past.map(move |past| (id, activity, past))
        })
    }

    /// Whether anything of that person is kept here: a sign-up, a check-in, what
    /// they agreed to, or words they wrote as an officer.
    pub fn keeps(&self, person: &PersonId) -> bool {
        self.joined.contains_key(person)
            || self.agreed.contains_key(person)
            || self.plans.keeps(person)
            || self.all.values().any(|activity| activity.is_by(person))
    }

    /// Those in which words are by that person, or which name them as contact.
    pub(crate) fn naming(&self, person: &PersonId) -> impl Iterator<Item = &Activity> {
        self.all.values().map(Arc::as_ref).filter(move |activity| activity.is_by(person))
    }

    /// What has fallen due: offers that nobody answered pass on, and occurrences
    /// that come within the horizon are published.
    pub(crate) fn due(&self, host: &Host, now: Timestamp) -> Vec<Event> {
        let offers = self.lapsed(host, now).into_iter().map(Event::Activity);
        offers.chain(plan::due(self, host, now)).collect()
    }

    fn lapsed(&self, host: &Host, now: Timestamp) -> Vec<ActivityEvent> {
        let mut events = Vec::new();
        let mut queues = BTreeMap::new();
        for (_, id, person) in self.offers_until.iter().take_while(|(until, ..)| *until <= now) {
            let Some(activity) = self.all.get(id) else { continue };
            let Some(offer) = activity.open_offer(person) else { continue };
            let queue = queues.entry(*id).or_insert_with(|| activity.places.queue());
            let (activity_id, person) = (*id, *person);
            let lapsed =
                ActivityEvent::OfferLapsed { activity: activity_id, person, declined: false };
            events.push(lapsed);
            events.extend(pass_on(host, id, activity, queue.next(), offer.place, now));
        }
        events
    }

    /// When the next offer lapses, or the next occurrence is published.
    pub(crate) fn next_due(&self, host: &Host) -> Option<Timestamp> {
        let lapses = self.offers_until.first().map(|(until, ..)| *until);
        lapses.into_iter().chain(plan::next_due(self, host)).min()
    }

    /// Gives up everything the person holds in activities that have not begun,
    /// of those that are `wanted`.
    pub(crate) fn leave_all(
        &self,
        host: &Host,
        person: PersonId,
        now: Timestamp,
        wanted: impl Fn(&Activity) -> bool,
    ) -> Vec<ActivityEvent> {
        self.of(&person)
            .filter(|(_, activity)| activity.cancelled.is_none() && activity.details.start > now)
            .filter(|(_, activity)| activity.places.of(&person).is_some() && wanted(activity))
            .flat_map(|(id, activity)| leave(host, id, activity, person, now))
            .collect()
    }

    /// All of them, as they are kept in a snapshot.
    pub(in crate::branch) fn snapshot(&self) -> BTreeMap<ActivityId, Arc<Activity>> {
        self.all.clone()
    }

    /// Those that a snapshot was taken of, with what was planned.
    pub(in crate::branch) fn restore(
        all: BTreeMap<ActivityId, Arc<Activity>>,
        plans: Plans,
    ) -> Self {
        let mut activities = Self { plans: plans.restored(), ..Self::default() };
        let (mut joined, mut agreed) = (Vec::new(), Vec::new());
        for (id, activity) in &all {
            activities.by_start.insert((activity.details.start, *id));
            joined.extend(people(activity).map(|person| (*person, *id)));
            agreed.extend(activity.past_consents.keys().map(|person| (*person, *id)));
            for (person, offer) in activity.open_offers() {
                activities.offers_until.insert((offer.until, *id, person));
            }
        }
        activities.joined = by_person(joined);
        activities.agreed = by_person(agreed);
        activities.all = all;
        activities
    }
}

// Everybody with a standing, or who was checked in, once.
fn people(activity: &Activity) -> impl Iterator<Item = &PersonId> {
    let mut signed_up = activity.places.all().map(|(person, _)| person).peekable();
    let beside = activity.attendance.keys().filter(move |person| {
        while signed_up.next_if(|other| other < person).is_some() {}
        signed_up.peek() != Some(person)
    });
    activity.places.all().map(|(person, _)| person).chain(beside)
}

// A service does not answer before this is there: in order it is made many
// times as fast as by looking each person up.
fn by_person(mut joined: Vec<(PersonId, ActivityId)>) -> BTreeMap<PersonId, BTreeSet<ActivityId>> {
    joined.sort_unstable();
    let each = joined.chunk_by(|(one, _), (other, _)| one == other);
    let each = each.filter_map(|of_one| {
        let (person, _) = of_one.first()?;
        Some((*person, of_one.iter().map(|(_, id)| *id).collect()))
    });
    each.collect()
}
