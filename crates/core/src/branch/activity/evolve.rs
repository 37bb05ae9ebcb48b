use super::{
    event::ActivityEvent,
    state::{Activity, Attendance, Cancelled, Places},
};
use crate::{
    branch::Branch,
    ids::{ActivityId, PersonId},
    time::Timestamp,
};

impl Branch {
    pub(in crate::branch) fn evolve_activity(&mut self, at: Timestamp, event: &ActivityEvent) {
        match event {
            ActivityEvent::ActivityPublished { activity, details, .. } => {
                let published = Activity {
                    details: details.clone(),
                    cancelled: None,
                    places: Places::default(),
                    attendance: Default::default(),
                };
                self.activities.insert(*activity, published);
                self.by_start.insert((details.start, *activity));
            }
            ActivityEvent::ActivityCancelled { activity, reason, note, .. } => {
                self.change(activity, |activity| {
                    activity.cancelled =
                        Some(Cancelled { at, reason: *reason, note: note.clone() });
                });
            }
            ActivityEvent::Waitlisted { activity, person } => {
                self.joined(*person, *activity);
                self.change(activity, |activity| activity.places.join_queue(*person, at));
            }
            ActivityEvent::PlaceOffered { activity, person, place, until } => {
                self.change(activity, |activity| activity.places.offer(*person, *place, *until));
                self.offers_until.insert((*until, *activity));
            }
            ActivityEvent::PlaceTaken { activity, person, place } => {
                self.joined(*person, *activity);
                self.change(activity, |activity| activity.places.take(*person, *place, at));
            }
            ActivityEvent::OfferLapsed { activity, person, .. }
            | ActivityEvent::SignUpLeft { activity, person } => {
                self.left(person, activity);
                self.change(activity, |activity| activity.places.drop(person));
            }
            ActivityEvent::CheckedIn { activity, person, by, credit } => {
                let attendance = Attendance { at, by: *by, credit: *credit };
                self.change(activity, |activity| {
                    activity.attendance.insert(*person, attendance);
                });
            }
            ActivityEvent::CheckInUndone { activity, person, .. } => {
                self.change(activity, |activity| {
                    activity.attendance.remove(person);
                });
            }
        }
    }

    // What an erased person signed up for is forgotten; that someone had been
    // there stays in the tallies, which name nobody.
    pub(in crate::branch) fn erase_everywhere(&mut self, person: PersonId) {
        for activity in self.joined.remove(&person).unwrap_or_default() {
            self.change(&activity, |activity| {
                activity.places.drop(&person);
                activity.attendance.remove(&person);
            });
        }
        self.members.remove(&person);
    }

    fn change(&mut self, id: &ActivityId, change: impl FnOnce(&mut Activity)) {
        if let Some(activity) = self.activities.get_mut(id) {
            change(activity);
        }
    }

    fn joined(&mut self, person: PersonId, activity: ActivityId) {
        self.joined.entry(person).or_default().insert(activity);
    }

    fn left(&mut self, person: &PersonId, activity: &ActivityId) {
        if let Some(joined) = self.joined.get_mut(person) {
            joined.remove(activity);
            if joined.is_empty() {
                self.joined.remove(person);
            }
        }
    }
}
