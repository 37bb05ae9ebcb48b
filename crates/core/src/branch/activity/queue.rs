//! Who waits for a place, and how many stand before each of them.

use std::{collections::BTreeMap, ops::Bound};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::ids::PersonId;

/// People by ticket; a lower one comes first. Stored as a map from ticket to
/// person.
///
/// Every page of somebody who waits tells their position, so that it is not
/// counted person by person: in a queue of thousands that was half of what the
/// page cost.
///
/// INVARIANT: `counts` is a Fenwick tree over the tickets of `people`.
#[derive(Clone, Eq, Debug, Default)]
pub(super) struct Queue {
    people: BTreeMap<u64, PersonId>,
    counts: Vec<u32>,
}

impl Queue {
    pub(super) fn len(&self) -> usize {
        self.people.len()
    }

    /// First come first.
    pub(super) fn people(&self) -> impl Iterator<Item = PersonId> + '_ {
        self.people.values().copied()
    }

    /// How many hold this ticket or one before it.
    pub(super) fn position(&self, ticket: u64) -> u32 {
        below(self.counts.len().min(cell(ticket))).filter_map(|at| self.counts.get(at - 1)).sum()
    }

    pub(super) fn join(&mut self, ticket: u64, person: PersonId) {
        let cell = cell(ticket);
        while self.counts.len() < cell {
            let next = self.counts.len() + 1;
            // What the new cell covers besides its own ticket.
            let covered = below(next - 1).take_while(|at| *at > next - lowest(next));
            let sum = covered.filter_map(|at| self.counts.get(at - 1)).sum();
            self.counts.push(sum);
        }
        if self.people.insert(ticket, person).is_none() {
            self.change(cell, |count| count + 1);
        }
    }

    pub(super) fn leave(&mut self, ticket: u64) {
        if self.people.remove(&ticket).is_some() {
            self.change(cell(ticket), |count| count.saturating_sub(1));
        }
    }

    /// The first of all, and the last before a ticket.
    pub(super) fn ends_before(&self, ticket: u64) -> Option<(PersonId, PersonId)> {
        let mut before = self.people.range(..ticket);
        let (_, first) = before.next()?;
        let last = before.next_back().map_or(first, |(_, last)| last);
        Some((*first, *last))
    }

    /// Gives the holder of a ticket the position, from 1, or the nearest there
    /// is. The tickets stay as they are, those between go to a neighbour each.
    /// Whom it moves: their new ticket, and from which position to which.
    pub(super) fn reorder(
        &mut self,
        ticket: u64,
        to: u32,
    ) -> BTreeMap<PersonId, (u64, (u32, u32))> {
        let from = self.position(ticket);
        let at = |position: u32| self.people.keys().nth(position.saturating_sub(1) as usize);
        let Some(aim) = at(to.clamp(1, self.people.len().max(1) as u32)).copied() else {
            return BTreeMap::new();
        };
        let (low, high) = (ticket.min(aim), ticket.max(aim));
        let span = (Bound::Included(low), Bound::Included(high));
        let tickets: Vec<u64> = self.people.range(span).map(|(ticket, _)| *ticket).collect();
        let mut people: Vec<PersonId> = self.people.range(span).map(|(_, who)| *who).collect();
        if aim < ticket {
            people.rotate_right(1);
        } else {
            people.rotate_left(1);
        }
        let (first, forward) = (self.position(low), aim < ticket);
        let mut moved = BTreeMap::new();
        for (offset, (new, person)) in tickets.into_iter().zip(people).enumerate() {
            let now = first.saturating_add(offset as u32);
            // Who is moved jumps; the others make room by one.
            let was = match (new == aim, forward) {
                (true, _) => from,
                (false, true) => now.saturating_sub(1),
                (false, false) => now.saturating_add(1),
            };
            self.people.insert(new, person);
            if was != now {
                moved.insert(person, (new, (was, now)));
            }
        }
        moved
    }

    fn change(&mut self, cell: usize, change: impl Fn(u32) -> u32) {
        let mut at = cell;
        while let Some(count) = self.counts.get_mut(at - 1) {
            *count = change(*count);
            at += lowest(at);
        }
    }
}

// Cells are numbered from 1.
fn cell(ticket: u64) -> usize {
    usize::try_from(ticket).unwrap_or(usize::MAX).saturating_add(1)
}

fn lowest(cell: usize) -> usize {
    cell & cell.wrapping_neg()
}

/// The cells that together cover all tickets up to a cell's.
fn below(cell: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(cell), |at| Some(at - lowest(*at))).take_while(|at| *at > 0)
}

// The tree follows from the people.
impl PartialEq for Queue {
    fn eq(&self, other: &Self) -> bool {
        self.people == other.people
    }
}

impl Serialize for Queue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.people.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Queue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut queue = Self::default();
        for (ticket, person) in BTreeMap::deserialize(deserializer)? {
            queue.join(ticket, person);
        }
        Ok(queue)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn person(number: u64) -> PersonId {
        PersonId(uuid::Uuid::from_u128(number.into()))
    }

    proptest! {
        #[test]
        fn positions_are_those_of_counting(deeds in prop::collection::vec((0..4_u8, 0..80_u64), 0..200)) {
            let mut queue = Queue::default();
            let mut next = 0;
            for (deed, number) in deeds {
                if deed == 0 {
                    queue.leave(number);
                } else {
                    // Some tickets are given to nobody.
                    next += u64::from(deed) / 2;
                    queue.join(next, person(number));
                    next += 1;
                }
                for ticket in 0..next + 2 {
                    let counted = queue.people.range(..=ticket).count() as u32;
                    prop_assert_eq!(queue.position(ticket), counted);
                }
            }
            let stored = serde_json::to_string(&queue)?;
            let restored: Queue = serde_json::from_str(&stored)?;
            prop_assert_eq!(&restored, &queue);
            for ticket in 0..next + 2 {
                prop_assert_eq!(restored.position(ticket), queue.position(ticket));
            }
        }
    }

    /// A position is told from a handful of cells, however long the queue is.
    #[test]
    fn a_long_queue_is_not_counted() {
        assert!((1..100_000).all(|cell| below(cell).count() <= 17));
    }

    #[test]
    fn a_ticket_that_cannot_be_ends_nothing() {
        let mut queue = Queue::default();
        queue.join(3, person(1));
        queue.leave(u64::MAX);
        assert_eq!(queue.position(u64::MAX), 1);
    }
}
