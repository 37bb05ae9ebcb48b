//! Who goes: by their own word, or because they are kept no longer. What was
//! kept long enough is told by kind and number, and by nobody's name.

use std::collections::BTreeMap;

use crate::{
    appointment,
    branch::{
        lead,
        member::{self, MemberEvent},
        request,
    },
    caller::Caller,
    decider::{Decision, Outcome},
    district::District,
    event::DistrictEvent,
    ids::{CommandId, PersonId, StreamId},
    refusal::Refusal,
    retention::Kept,
    time::{Day, Timestamp},
};

/// What was deleted because it had been kept long enough, by day, kind, and the
/// months that were the limit then.
pub type Swept = BTreeMap<(Day, Kept, u32), u64>;

impl District {
    pub(super) fn erase_caller(
        &self,
        caller: &Caller,
        now: Timestamp,
        id: CommandId,
    ) -> Result<Decision, Refusal> {
        let person = caller.person.ok_or(Refusal::SignInNeeded)?;
        Ok(self.erase(person, caller, now, id, Decision::new(Outcome::Erased)))
    }

    /// Erases who is due as they would themselves, and says so.
    pub(super) fn forget_due(
        &self,
        person: PersonId,
        caller: &Caller,
        now: Timestamp,
        id: CommandId,
    ) -> Result<Decision, Refusal> {
        let kept = self.kept_until(&person, now).filter(|kept| kept.is_over(now));
        let kept = kept.ok_or(Refusal::NotAllowed)?;
        let swept = DistrictEvent::Swept { kind: kept.kind, count: 1, months: kept.months };
        let decision = Decision::new(Outcome::Erased).with(&StreamId::District, swept);
        Ok(self.erase(person, caller, now, id, decision))
    }

    /// Says how many readings go.
    pub(super) fn forget_readings(&self, count: u32) -> Result<Decision, Refusal> {
        let (kind, months) = (Kept::Readings, self.charter.months_kept(Kept::Readings));
        if months == 0 || count == 0 {
            return Err(Refusal::NotAllowed);
        }
        let swept = DistrictEvent::Swept { kind, count, months };
        Ok(Decision::new(Outcome::Settled).with(&StreamId::District, swept))
    }

    fn erase(
        &self,
        person: PersonId,
        caller: &Caller,
        now: Timestamp,
        id: CommandId,
        mut decision: Decision,
    ) -> Decision {
        let context = self.context(caller, now, id);
        for branch in self.branches() {
            member::end_for_erasure(branch, &context, person, &mut decision);
            for event in request::end_for_erasure(branch, &context, person) {
                decision = decision.with(&branch.stream(), event);
            }
            lead::close_for_erasure(branch, person, &mut decision);
            if branch.keeps(&person) {
                decision = decision.with(&branch.stream(), MemberEvent::PersonErased { person });
            }
        }
        self.leave_own(person, now, &mut decision);
        for event in appointment::end_for_erasure(&self.appointments, person, now) {
            decision = decision.with(&StreamId::District, event);
        }
        decision = decision.with(&StreamId::District, DistrictEvent::PersonErased { person });
        decision.erase = Some(person);
        decision
    }

    pub(super) fn evolve_own(&mut self, at: Timestamp, event: &DistrictEvent) {
        match event {
            DistrictEvent::PersonErased { person } => {
                self.erased.insert(*person);
                self.activities.redact(*person);
                self.appointments.redact(*person);
            }
            DistrictEvent::Swept { kind, count, months } => {
                *self.swept.entry((at.day(), *kind, *months)).or_default() += u64::from(*count);
            }
        }
    }
}
