//! What has been kept long enough goes. Who is due is a rule of the core's; here
//! it is only asked for, a person at a time, so that nobody waits for it.

use std::sync::mpsc;

use guiyan_core::{District, ids::PersonId, retention::Kept, time::Timestamp};

use super::{Desk, Receipt, SubmitError};
use crate::StoreError;

impl Desk {
    /// Who is to be erased by now, at most so many.
    pub fn due_for_erasure(&self, clock: Timestamp, at_most: usize) -> Vec<(PersonId, Kept)> {
        self.read(|district| district.due_for_erasure(at_least(clock, district), at_most))
    }

    /// Erases somebody who is due; refused when something of theirs goes on.
    pub fn forget_due(
        &self,
        person: PersonId,
        clock: Timestamp,
        reply: impl FnOnce(Result<Receipt, SubmitError>) + Send + 'static,
    ) {
        self.shared.forget_due(person, clock, Box::new(reply));
    }

    /// How many readings are to be deleted by now. Blocks.
    ///
    /// # Errors
    /// The store failed.
    pub fn due_readings(&self, clock: Timestamp) -> Result<u64, StoreError> {
        let before = self.read(|it| it.charter.readings_kept_from(at_least(clock, it)));
        let Some(before) = before else { return Ok(0) };
        self.ask(move |_, log| log.accesses_before(before))
    }

    /// Deletes the readings that have been kept long enough; how many. Blocks.
    /// That they go is written before they do: a crash in between has them
    /// written twice, and never gone without a word.
    ///
    /// # Errors
    /// The store failed.
    pub fn forget_readings(&self, clock: Timestamp) -> Result<u64, StoreError> {
        let before = self.read(|it| it.charter.readings_kept_from(at_least(clock, it)));
        let Some(before) = before else { return Ok(0) };
        let count = self.ask(move |_, log| log.accesses_before(before))?;
        if count == 0 {
            return Ok(0);
        }
        let (answer, answered) = mpsc::channel();
        let told = u32::try_from(count).unwrap_or(u32::MAX);
        let reply = move |result| drop(answer.send(result));
        self.shared.forget_readings(told, clock, Box::new(reply));
        answered.recv().map_err(|_| StoreError::Closed)?.map_err(|_| StoreError::Unavailable)?;
        self.ask(move |_, log| log.forget_accesses(before))?;
        Ok(count)
    }
}

fn at_least(clock: Timestamp, district: &District) -> Timestamp {
    clock.max(district.last_at())
}
