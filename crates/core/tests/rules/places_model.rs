//! A second, naive telling of the rules of places: lists and nothing else. It
//! follows the events one by one and fails at the first that breaks a rule.

use std::collections::BTreeMap;

use guiyan_core::{
    Event, Recorded,
    branch::{
        activity::{ActivityEvent, Change, Places, Standing},
        member::MemberEvent,
    },
    event::DistrictEvent,
    ids::{ActivityId, PersonId, StreamId},
};

/// What is known of one activity.
#[derive(Default, Debug)]
pub(crate) struct Model {
    stream: Option<StreamId>,
    capacity: Option<u32>,
    /// The most places it ever had: a number once given stays, whatever the
    /// capacity becomes.
    most: Option<u32>,
    cancelled: bool,
    queue: Vec<PersonId>,
    offered: Vec<(PersonId, u32)>,
    confirmed: Vec<(PersonId, u32)>,
}

impl Model {
    /// INVARIANT: no oversell, and every place has one holder and a number
    /// within the capacity.
    #[track_caller]
    fn check(&self) {
        let mut numbers: Vec<u32> =
            self.confirmed.iter().chain(&self.offered).map(|(_, place)| *place).collect();
        let held = numbers.len() as u32;
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len() as u32, held, "a place is given twice: {self:?}");
        assert!(numbers.first().is_none_or(|first| *first >= 1), "{self:?}");
        if let Some(capacity) = self.capacity {
            assert!(held <= capacity, "oversold: {self:?}");
        }
        if let Some(most) = self.most {
            assert!(numbers.last().is_none_or(|last| *last <= most), "{self:?}");
        }
    }

    fn forget(&mut self, person: &PersonId) {
        self.queue.retain(|waiting| waiting != person);
        self.offered.retain(|(offered, _)| offered != person);
        self.confirmed.retain(|(confirmed, _)| confirmed != person);
    }

    #[track_caller]
    fn follow(&mut self, event: &ActivityEvent) {
        // A name may be taken back at any time.
        let takes_back = matches!(event, ActivityEvent::NameShareWithdrawn { .. });
        assert!(!self.cancelled || takes_back, "a cancelled activity goes on: {event:?}");
        match event {
            ActivityEvent::ActivityCancelled { .. } => self.cancelled = true,
            ActivityEvent::ActivityChanged { changes, .. } => {
                for change in changes {
                    if let Change::Capacity(places) = change {
                        assert_eq!(self.capacity, places.from, "{event:?}");
                        self.capacity = places.to;
                        self.most = self.most.zip(places.to).map(|(most, now)| most.max(now));
                    }
                }
            }
            ActivityEvent::Waitlisted { person, .. } => {
                assert!(!self.knows(person), "signed up twice: {event:?}");
                self.queue.push(*person);
            }
            ActivityEvent::PlaceOffered { person, place, .. } => {
                assert_eq!(self.queue.first(), Some(person), "somebody is overtaken: {event:?}");
                self.queue.remove(0);
                self.offered.push((*person, *place));
            }
            ActivityEvent::QueueReordered { person, to, .. } => {
                let from = self.queue.iter().position(|waiting| waiting == person).unwrap();
                let moved = self.queue.remove(from);
                self.queue.insert(*to as usize - 1, moved);
            }
            ActivityEvent::PlaceTaken { person, place, .. } => {
                let offer = self.offered.iter().position(|(offered, _)| offered == person);
                match offer {
                    Some(offer) => assert_eq!(self.offered.remove(offer).1, *place),
                    None => assert!(self.queue.is_empty() && !self.knows(person), "{event:?}"),
                }
                self.confirmed.push((*person, *place));
            }
            ActivityEvent::OfferLapsed { person, .. } => {
                assert!(self.offered.iter().any(|(offered, _)| offered == person), "{event:?}");
                self.forget(person);
            }
            ActivityEvent::SignUpLeft { person, .. } => {
                assert!(self.knows(person), "left without a place: {event:?}");
                self.forget(person);
            }
            ActivityEvent::GuestJoined { person, .. } => {
                assert!(!self.knows(person), "joined twice: {event:?}");
            }
            ActivityEvent::CheckedIn { person, .. }
            | ActivityEvent::GuestCheckedIn { person, .. } => {
                assert!(self.confirmed.iter().any(|(there, _)| there == person), "{event:?}");
            }
            ActivityEvent::NameShared { person, .. } => {
                assert!(self.knows(person), "a name for no sign-up: {event:?}");
            }
            ActivityEvent::ActivityPublished { .. }
            | ActivityEvent::NameShareWithdrawn { .. }
            | ActivityEvent::CheckInUndone { .. }
            | ActivityEvent::GuestCheckInUndone { .. } => {}
        }
        self.check();
    }

    fn knows(&self, person: &PersonId) -> bool {
        self.queue.contains(person)
            || self.confirmed.iter().chain(&self.offered).any(|(known, _)| known == person)
    }

    /// INVARIANT: the rules' own state tells the same.
    #[track_caller]
    fn compare(&self, places: &Places) {
        assert_eq!(places.queue().collect::<Vec<_>>(), self.queue);
        assert_eq!(places.waiting() as usize, self.queue.len());
        assert_eq!(places.confirmed() as usize, self.confirmed.len());
        assert_eq!(places.held() as usize, self.confirmed.len() + self.offered.len());
        assert_eq!(places.offers().count(), self.offered.len());
        let known = self.queue.len() + self.confirmed.len() + self.offered.len();
        assert_eq!(places.all().count(), known);
        for (person, standing) in places.all() {
            match standing {
                Standing::Waiting { ticket, .. } => {
                    let position = self.queue.iter().position(|waiting| waiting == person);
                    assert_eq!(
                        position.map(|index| index as u32 + 1),
                        Some(places.position(*ticket))
                    );
                }
                Standing::Offered(offer) => {
                    assert!(self.offered.contains(&(*person, offer.place)));
                }
                Standing::Confirmed { place, .. } => {
                    assert!(self.confirmed.contains(&(*person, *place)));
                }
            }
        }
    }
}

/// Follows a log from its beginning.
#[derive(Default)]
pub(crate) struct Models {
    activities: BTreeMap<ActivityId, Model>,
    followed: usize,
}

impl Models {
    /// Follows what has been written since the last call.
    #[track_caller]
    pub(crate) fn follow(&mut self, log: &[Recorded]) {
        for recorded in &log[self.followed..] {
            match &recorded.event {
                Event::Activity(ActivityEvent::ActivityPublished { activity, details, .. }) => {
                    let capacity = details.capacity;
                    let stream = Some(recorded.stream.clone());
                    let most = capacity;
                    let model = Model { stream, capacity, most, ..Model::default() };
                    let before = self.activities.insert(*activity, model);
                    assert!(before.is_none(), "published twice: {activity}");
                }
                Event::Activity(event) => {
                    self.activities.get_mut(&activity_of(event)).unwrap().follow(event);
                }
                Event::Member(MemberEvent::PersonErased { person }) => {
                    // Each branch forgets by an event of its own stream.
                    let here = Some(&recorded.stream);
                    let models = self.activities.values_mut();
                    models
                        .filter(|model| model.stream.as_ref() == here)
                        .for_each(|model| model.forget(person));
                }
                Event::District(DistrictEvent::PersonErased { person }) => {
                    let models = self.activities.values_mut();
                    models
                        .filter(|model| model.stream == Some(StreamId::District))
                        .for_each(|model| model.forget(person));
                }
                Event::Member(_)
                | Event::Lead(_)
                | Event::Request(_)
                | Event::Need(_)
                | Event::Appointment(_)
                | Event::Plan(_)
                | Event::District(DistrictEvent::Swept { .. }) => {}
            }
        }
        self.followed = log.len();
    }

    /// Compares with the state of the rules.
    #[track_caller]
    pub(crate) fn compare(&self, district: &guiyan_core::District) {
        let mut compared = 0;
        for room in district.rooms() {
            for (id, activity) in &room.activities.all {
                self.activities[id].compare(&activity.places);
                compared += 1;
            }
        }
        assert_eq!(compared, self.activities.len());
    }
}

pub(crate) fn activity_of(event: &ActivityEvent) -> ActivityId {
    event.activity()
}
