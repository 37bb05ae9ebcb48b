//! A log of events folded into a district: the same log, the same figures.

use std::sync::Arc;

use guiyan_core::{
    District, Recorded,
    caller::{Caller, Role},
    charter::DistrictCharter,
    ids::PersonId,
    wire::{Failure, Question, Sources},
};

use crate::engine::ok;

/// A district as a log of events says, to be read and not written to.
#[derive(Debug)]
pub struct Folded(District);

impl Folded {
    /// Folds events, each stream's in order.
    ///
    /// # Errors
    /// The number of the first event that does not follow its stream's last.
    pub fn of<'a>(
        home: Arc<DistrictCharter>,
        events: impl IntoIterator<Item = &'a Recorded>,
    ) -> Result<Self, usize> {
        let mut district = District::new(home);
        for (index, Recorded { stream, seq, at, event, .. }) in events.into_iter().enumerate() {
            if *seq != district.version_of(stream) + 1 {
                return Err(index);
            }
            district.evolve(stream, *seq, *at, event);
        }
        Ok(Self(district))
    }

    /// What officers of the district may see of it, as `/v1/district`.
    pub fn district(&self) -> Result<String, Failure> {
        let officer = Caller::officer(PersonId(uuid::Uuid::nil()), [Role::DistrictOfficer]);
        let sources = Sources { matches: &|_, _| false, tallies: &[], readings: &[] };
        let answer = Question::District.answer(&self.0, &officer, self.0.last_at(), &sources)?;
        Ok(ok(&answer.view)?.body)
    }
}
