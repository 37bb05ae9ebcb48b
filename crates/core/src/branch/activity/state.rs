use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    agreed::PastConsent,
    change::Changed,
    command::CancelReason,
    form::{Details, Hours},
    guest::GuestEntry,
    queue::Queue,
    reorder::Reordered,
};
use crate::{
    ids::{PersonId, SeriesId},
    personal::Personal,
    time::Timestamp,
};

/// One activity of a branch.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Activity {
    /// What, when, where.
    pub details: Details,
    /// The series that it is an occurrence of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<SeriesId>,
    /// When it was published. A snapshot without it is not read but made anew.
    pub published_at: Timestamp,
    /// What was changed since, the oldest first; their number is the revision.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Changed>,
    /// Set when it was cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled: Option<Cancelled>,
    /// Who has a place, who waits.
    pub places: Places,
    /// What officers changed in the order of the queue, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reorders: Vec<Reordered>,
    /// 乡友 among those who signed up.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub guests: BTreeMap<PersonId, GuestEntry>,
    /// Who was there.
    pub attendance: BTreeMap<PersonId, Attendance>,
    /// Members of other branches who let those who hold it see their name and
    /// phone number, and since when.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names_shared: BTreeMap<PersonId, Timestamp>,
    /// What was agreed to for it and stands no more, the oldest first.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub past_consents: BTreeMap<PersonId, Vec<PastConsent>>,
    /// How many were there who have erased themselves since: counts stay true.
    #[serde(default)]
    pub erased_attendance: u32,
    /// How many of them were 乡友.
    #[serde(default)]
    pub erased_guests: u32,
}

impl Activity {
    /// How many were there, those who erased themselves included.
    pub fn attended(&self) -> u32 {
        self.erased_attendance.saturating_add(self.attendance.len() as u32)
    }

    /// How many of them were 乡友.
    pub fn guests_attended(&self) -> u32 {
        let there = self.attendance.values().filter(|attendance| attendance.guest);
        self.erased_guests.saturating_add(there.count() as u32)
    }

    /// How many sign-ups and check-ins it has.
    pub(in crate::branch) fn entries(&self) -> usize {
        self.places.standing.len() + self.attendance.len()
    }

    /// How often it was changed.
    pub fn revision(&self) -> u32 {
        self.changes.len() as u32
    }

    /// As it is after that.
    pub(super) fn change(&mut self, changed: Changed) {
        changed.changes.iter().for_each(|change| change.apply(&mut self.details));
        self.places.cut_offers(self.details.start);
        self.changes.push(changed);
    }

    /// The offers that are open; none once it is cancelled.
    pub fn open_offers(&self) -> impl Iterator<Item = (PersonId, Offer)> + '_ {
        self.places.offers().filter(|_| self.cancelled.is_none())
    }

    pub(crate) fn open_offer(&self, person: &PersonId) -> Option<Offer> {
        match self.places.of(person) {
            Some(Standing::Offered(offer)) if self.cancelled.is_none() => Some(*offer),
            _ => None,
        }
    }

    /// Whether words in it belong to that person.
    pub(in crate::branch) fn is_by(&self, person: &PersonId) -> bool {
        let note = self.cancelled.as_ref().and_then(|cancelled| cancelled.note.as_ref());
        self.details.contact.owner() == Some(*person)
            || self.changes.iter().any(|changed| changed.is_by(person))
            || note.and_then(Personal::owner) == Some(*person)
            || self.tells_why(person)
    }

    pub(in crate::branch) fn redact(&mut self, person: PersonId) {
        self.details.contact.redact(person);
        self.changes.iter_mut().for_each(|changed| changed.redact(person));
        self.redact_reorders(person);
        if let Some(note) = self.cancelled.as_mut().and_then(|cancelled| cancelled.note.as_mut()) {
            note.redact(person);
        }
    }
}

/// When and why an activity was cancelled.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Cancelled {
    /// When.
    pub at: Timestamp,
    /// Why, as a code.
    pub reason: CancelReason,
    /// Why, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Personal<String>>,
}

/// A person's check-in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Attendance {
    /// When.
    pub at: Timestamp,
    /// By which officer.
    pub by: PersonId,
    /// 学时 credited.
    pub credit: Hours,
    /// Whether they came as 乡友.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub guest: bool,
}

/// Where a person stands in the sign-up of an activity.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Standing {
    /// 已报名
    Confirmed {
        /// The number of the place, from 1.
        place: u32,
        /// When it was taken.
        at: Timestamp,
        /// Whether it came by way of the queue.
        from_queue: bool,
    },
    /// A place is kept for them.
    Offered(Offer),
    /// 候补
    Waiting {
        /// Their ticket; a lower one comes first.
        ticket: u64,
        /// Since when.
        since: Timestamp,
    },
}

/// A place kept for someone.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Offer {
    /// The number of the place, from 1.
    pub place: u32,
    /// Until when.
    pub until: Timestamp,
    /// The ticket they held.
    pub ticket: u64,
}

/// The places of one activity and the queue for them.
///
/// INVARIANT: every person in `queue` and `offers` has the matching standing,
/// and the numbers of places held or offered are distinct.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Places {
    standing: BTreeMap<PersonId, Standing>,
    queue: Queue,
    offers: BTreeSet<PersonId>,
    next_ticket: u64,
    /// Numbers below `next_place` that were given back.
    free: BTreeSet<u32>,
    next_place: u32,
    confirmed: u32,
}

impl Places {
    /// Where the person stands, if they are signed up at all.
    pub fn of(&self, person: &PersonId) -> Option<&Standing> {
        self.standing.get(person)
    }

    /// Everyone with their standing, by person id.
    pub fn all(&self) -> impl Iterator<Item = (&PersonId, &Standing)> {
        self.standing.iter()
    }

    /// How many have a place.
    pub fn confirmed(&self) -> u32 {
        self.confirmed
    }

    /// How many wait in the queue, offers aside.
    pub fn waiting(&self) -> u32 {
        self.queue.len() as u32
    }

    /// How many places are taken or kept for someone.
    pub fn held(&self) -> u32 {
        self.confirmed.saturating_add(self.offers.len() as u32)
    }

    /// The position of a ticket in the queue, from 1.
    pub fn position(&self, ticket: u64) -> u32 {
        self.queue.position(ticket)
    }

    /// When the first in the queue and the one just before a ticket joined it;
    /// nothing when nobody stands before.
    pub fn joined_before(&self, ticket: u64) -> Option<(Timestamp, Timestamp)> {
        let since = |person| match self.standing.get(&person) {
            Some(Standing::Waiting { since, .. }) => Some(*since),
            _ => None,
        };
        let (first, last) = self.queue.ends_before(ticket)?;
        Some((since(first)?, since(last)?))
    }

    /// The people in the queue, first come first.
    pub fn queue(&self) -> impl Iterator<Item = PersonId> + '_ {
        self.queue.people()
    }

    /// The offers that are open, with whose they are.
    pub fn offers(&self) -> impl Iterator<Item = (PersonId, Offer)> + '_ {
        self.offers.iter().filter_map(|person| match self.standing.get(person) {
            Some(Standing::Offered(offer)) => Some((*person, *offer)),
            _ => None,
        })
    }

    /// The number of the place that would be given next, from 1.
    pub fn next_place(&self) -> u32 {
        self.free.first().copied().unwrap_or(self.next_place + 1)
    }

    pub(super) fn join_queue(&mut self, person: PersonId, since: Timestamp) {
        let ticket = self.next_ticket;
        self.next_ticket += 1;
        self.drop(&person);
        self.queue.join(ticket, person);
        self.standing.insert(person, Standing::Waiting { ticket, since });
    }

    /// Moves somebody in the queue to a position from 1, or as near as there is;
    /// whose position that changed, from which to which.
    pub(super) fn reorder(&mut self, person: &PersonId, to: u32) -> BTreeMap<PersonId, (u32, u32)> {
        let Some(Standing::Waiting { ticket, .. }) = self.standing.get(person) else {
            return BTreeMap::new();
        };
        let moved = self.queue.reorder(*ticket, to);
        for (person, (new, _)) in &moved {
            if let Some(Standing::Waiting { ticket, .. }) = self.standing.get_mut(person) {
                *ticket = *new;
            }
        }
        moved.into_iter().map(|(person, (_, positions))| (person, positions)).collect()
    }

    pub(super) fn offer(&mut self, person: PersonId, place: u32, until: Timestamp) {
        let ticket = match self.standing.get(&person) {
            Some(Standing::Waiting { ticket, .. }) => *ticket,
            _ => self.next_ticket,
        };
        self.drop(&person);
        self.occupy(place);
        self.offers.insert(person);
        self.standing.insert(person, Standing::Offered(Offer { place, until, ticket }));
    }

    /// No place is kept beyond the start.
    pub(super) fn cut_offers(&mut self, start: Timestamp) {
        for person in &self.offers {
            if let Some(Standing::Offered(offer)) = self.standing.get_mut(person) {
                offer.until = offer.until.min(start);
            }
        }
    }

    pub(super) fn take(&mut self, person: PersonId, place: u32, at: Timestamp) {
        let from_queue = self.standing.contains_key(&person);
        self.drop(&person);
        self.occupy(place);
        self.confirmed += 1;
        self.standing.insert(person, Standing::Confirmed { place, at, from_queue });
    }

    pub(super) fn drop(&mut self, person: &PersonId) {
        match self.standing.remove(person) {
            Some(Standing::Confirmed { place, .. }) => {
                self.confirmed = self.confirmed.saturating_sub(1);
                self.release(place);
            }
            Some(Standing::Offered(offer)) => {
                self.offers.remove(person);
                self.release(offer.place);
            }
            Some(Standing::Waiting { ticket, .. }) => {
                self.queue.leave(ticket);
            }
            None => {}
        }
    }

    fn occupy(&mut self, place: u32) {
        self.free.remove(&place);
        while self.next_place < place {
            self.next_place += 1;
            if self.next_place < place {
                self.free.insert(self.next_place);
            }
        }
    }

    fn release(&mut self, place: u32) {
        self.free.insert(place);
    }
}
