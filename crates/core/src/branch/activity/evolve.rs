use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    activities::Activities,
    change::Changed,
    event::ActivityEvent,
    form::Hours,
    guest::GuestEntry,
    state::{Activity, Attendance, Cancelled, Places},
};
use crate::{
    ids::{ActivityId, PersonId},
    time::Timestamp,
};

impl Activities {
    /// Applies one event. It cannot fail: what was decided has happened.
    pub(crate) fn evolve(&mut self, at: Timestamp, event: &ActivityEvent) {
        match event {
            ActivityEvent::ActivityPublished { activity, details, series, .. } => {
                let published = Activity {
                    details: details.clone(),
                    series: *series,
                    published_at: at,
                    changes: Vec::new(),
                    cancelled: None,
                    places: Places::default(),
                    reorders: Vec::new(),
                    guests: Default::default(),
                    attendance: Default::default(),
                    names_shared: Default::default(),
                    past_consents: Default::default(),
                    erased_attendance: 0,
                    erased_guests: 0,
                };
                self.all.insert(*activity, Arc::new(published));
                self.by_start.insert((details.start, *activity));
                if let Some(series) = series {
                    self.evolve_occurrence(series, details.start.day(), *activity);
                }
            }
            ActivityEvent::ActivityChanged { activity: id, by, office, changes } => {
                let Some(activity) = self.all.get_mut(id).map(Arc::make_mut) else { return };
                self.by_start.remove(&(activity.details.start, *id));
                self.offers_until.retain(|(_, of, _)| of != id);
                activity.change(Changed { at, by: *by, office: *office, changes: changes.clone() });
                self.by_start.insert((activity.details.start, *id));
                let offers = activity.open_offers();
                self.offers_until.extend(offers.map(|(person, offer)| (offer.until, *id, person)));
            }
            ActivityEvent::ActivityCancelled { activity, reason, note, .. } => {
                self.offers_until.retain(|(_, id, _)| id != activity);
                if let Some(activity) = self.all.get_mut(activity).map(Arc::make_mut) {
                    activity.cancelled =
                        Some(Cancelled { at, reason: *reason, note: note.clone() });
                }
            }
            ActivityEvent::GuestJoined { activity, person, guest, notice } => {
                // They have a place or a position with the next event.
                if let Some(activity) = self.all.get_mut(activity).map(Arc::make_mut) {
                    let entry = GuestEntry { guest: guest.clone(), notice: notice.clone(), at };
                    activity.guests.insert(*person, entry);
                }
            }
            ActivityEvent::Waitlisted { activity, person } => {
                self.change(activity, person, |activity| activity.places.join_queue(*person, at));
            }
            ActivityEvent::QueueReordered {
                activity, person, office, to, reason, note, ..
            } => {
                self.change(activity, person, |activity| {
                    activity.reorder((person, *to), (at, *office), (*reason, note.clone()));
                });
            }
            ActivityEvent::PlaceOffered { activity, person, place, until } => {
                self.change(activity, person, |activity| {
                    activity.places.offer(*person, *place, *until);
                });
            }
            ActivityEvent::PlaceTaken { activity, person, place } => {
                self.change(activity, person, |activity| activity.places.take(*person, *place, at));
            }
            ActivityEvent::OfferLapsed { activity, person, .. }
            | ActivityEvent::SignUpLeft { activity, person } => {
                self.change(activity, person, |activity| {
                    activity.places.drop(person);
                    activity.end_consents(person, at);
                });
            }
            ActivityEvent::NameShared { activity, person } => {
                self.change(activity, person, |activity| {
                    activity.names_shared.insert(*person, at);
                });
            }
            ActivityEvent::NameShareWithdrawn { activity, person } => {
                self.change(activity, person, |activity| activity.end_sharing(person, at));
            }
            ActivityEvent::CheckedIn { activity, person, by, credit } => {
                let attendance = Attendance { at, by: *by, credit: *credit, guest: false };
                self.change(activity, person, |activity| {
                    activity.attendance.insert(*person, attendance);
                });
            }
            ActivityEvent::GuestCheckedIn { activity, person, by } => {
                let credit = Hours::default();
                let attendance = Attendance { at, by: *by, credit, guest: true };
                self.change(activity, person, |activity| {
                    activity.attendance.insert(*person, attendance);
                });
            }
            ActivityEvent::CheckInUndone { activity, person, .. }
            | ActivityEvent::GuestCheckInUndone { activity, person, .. } => {
                self.change(activity, person, |activity| {
                    activity.attendance.remove(person);
                });
            }
        }
    }

    // What an erased person signed up for and wrote is forgotten; that someone
    // had been there stays as a number.
    pub(crate) fn redact(&mut self, person: PersonId) {
        let joined = self.joined.get(&person).into_iter().flatten();
        let agreed = self.agreed.get(&person).into_iter().flatten();
        let ids: BTreeSet<ActivityId> = joined.chain(agreed).copied().collect();
        for id in ids {
            self.change(&id, &person, |activity| {
                activity.places.drop(&person);
                activity.guests.remove(&person);
                activity.names_shared.remove(&person);
                activity.past_consents.remove(&person);
                let was_there = activity.attendance.remove(&person);
                activity.erased_attendance += u32::from(was_there.is_some());
                activity.erased_guests += u32::from(was_there.is_some_and(|it| it.guest));
            });
        }
        // What is shared with a copy of the state stays so, unless it says anything
        // of theirs.
        let theirs =
            |activity: &&mut Arc<Activity>| activity.is_by(&person) || activity.has_moved(&person);
        for activity in self.all.values_mut().filter(theirs) {
            Arc::make_mut(activity).redact(person);
        }
        self.plans.erase(person);
    }

    // Changes what one person has in an activity, and with it what is derived:
    // `offers_until`, `joined` and `agreed`.
    fn change(&mut self, id: &ActivityId, person: &PersonId, change: impl FnOnce(&mut Activity)) {
        let Some(activity) = self.all.get_mut(id).map(Arc::make_mut) else { return };
        if let Some(offer) = activity.open_offer(person) {
            self.offers_until.remove(&(offer.until, *id, *person));
        }
        change(activity);
        if let Some(offer) = activity.open_offer(person) {
            self.offers_until.insert((offer.until, *id, *person));
        }
        let there =
            activity.places.of(person).is_some() || activity.attendance.contains_key(person);
        note(&mut self.joined, (person, id), there);
        note(&mut self.agreed, (person, id), activity.past_consents.contains_key(person));
    }
}

// Holds in an index by person whether an activity belongs there.
fn note(
    index: &mut BTreeMap<PersonId, BTreeSet<ActivityId>>,
    (person, id): (&PersonId, &ActivityId),
    there: bool,
) {
    if there {
        index.entry(*person).or_default().insert(*id);
    } else if let Some(ids) = index.get_mut(person) {
        ids.remove(id);
        if ids.is_empty() {
            index.remove(person);
        }
    }
}
