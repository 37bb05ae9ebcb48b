//! How long what is held about people is kept, kind by kind, and since when a
//! person has had nothing going on. [PIPL §19, §47] *Configurable* by `notice`
//! and `retention` in the district's data file, so that the rule, the notice and
//! 我的数据 tell the same numbers.
//!
//! INVARIANT: nobody with anything going on is due: no report-in, no lead, no
//! request, no office, nothing signed up for, no name on what is to come.

use serde::{Deserialize, Serialize};

use crate::{
    branch::lead::LeadStage,
    charter::DistrictCharter,
    district::District,
    ids::PersonId,
    time::{Day, Timestamp},
};

/// What is kept for a time of its own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Kept {
    /// Everything of somebody who had reported in and has nothing going on.
    ReportIns,
    /// Everything of 乡友, who never reported in.
    Guests,
    /// Who read about whom.
    Readings,
}

/// How long what no notice names is kept. *Configurable.*
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Retention {
    /// Months after the last thing of 乡友; without it as many as the notice
    /// says for report-ins, and never more.
    pub guest_months: Option<u32>,
    /// Months after a reading; 0 keeps it until the person is erased.
    pub reading_months: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self { guest_months: None, reading_months: 36 }
    }
}

impl DistrictCharter {
    /// For how many months after its end that kind is kept; 0 keeps it until the
    /// person is erased.
    pub fn months_kept(&self, kind: Kept) -> u32 {
        match kind {
            Kept::ReportIns => self.notice.retention_months,
            Kept::Guests => self.retention.guest_months.unwrap_or(self.notice.retention_months),
            Kept::Readings => self.retention.reading_months,
        }
    }

    /// Readings from before that moment are deleted by now.
    pub fn readings_kept_from(&self, now: Timestamp) -> Option<Timestamp> {
        let months = self.months_kept(Kept::Readings);
        (months > 0).then(|| later(now.day(), -i64::from(months)).start())
    }
}

/// Until when a person is kept, if nothing comes up before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KeptUntil {
    /// As what.
    pub kind: Kept,
    /// Months after their last thing.
    pub months: u32,
    /// The last day.
    pub day: Day,
}

impl KeptUntil {
    /// Whether that is over.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.day.next().start() <= now
    }
}

impl District {
    /// Until when a person is kept; nothing for those with something going on,
    /// and for those who have left nothing of theirs.
    pub fn kept_until(&self, person: &PersonId, now: Timestamp) -> Option<KeptUntil> {
        if self.is_erased(person) || self.active_branch(person).is_some() {
            return None;
        }
        let kind = if self.known_by(person).is_some() {
            Kept::ReportIns
        } else if self.left_something(person) {
            Kept::Guests
        } else {
            return None;
        };
        let months = self.charter.months_kept(kind);
        let mut last = Last { at: Timestamp::default(), now };
        self.look(person, &mut last)?;
        Some(KeptUntil { kind, months, day: later(last.at.day(), i64::from(months)) })
    }

    /// Who is to be erased by now, at most so many, in no order that means
    /// anything.
    pub fn due_for_erasure(&self, now: Timestamp, at_most: usize) -> Vec<(PersonId, Kept)> {
        let mut everybody: Vec<PersonId> = Vec::new();
        for room in self.rooms() {
            everybody.extend(room.activities.joined.keys());
        }
        for branch in self.branches() {
            everybody.extend(branch.members.keys().chain(branch.leads_of.keys()));
        }
        everybody.sort_unstable();
        everybody.dedup();
        let due = everybody.iter().filter_map(|person| {
            let kept = self.kept_until(person, now)?;
            kept.is_over(now).then_some((*person, kept.kind))
        });
        due.take(at_most).collect()
    }

    // Without a report-in: a sign-up or check-in, or a lead, with their name.
    fn left_something(&self, person: &PersonId) -> bool {
        self.rooms().any(|room| room.activities.joined.contains_key(person))
            || self.branches().any(|branch| branch.leads_of.contains_key(person))
    }

    // When the last thing of theirs ended; nothing when one is going on.
    fn look(&self, person: &PersonId, last: &mut Last) -> Option<()> {
        for (_, office) in self.appointments.iter().filter(|(_, it)| it.person == *person) {
            let end = office.ended.map(|ended| ended.at).or_else(|| office.lapses());
            last.ended(end?)?;
        }
        for room in self.rooms() {
            if room.activities.plans.goes_on_with(person) {
                return None;
            }
            let joined = room.activities.of(person).map(|(_, activity)| activity);
            for activity in joined.chain(room.activities.naming(person)) {
                let end = activity.cancelled.as_ref().map_or(activity.details.end, |it| it.at);
                last.ended(end)?;
                if let Some(there) = activity.attendance.get(person) {
                    last.ended(there.at)?;
                }
            }
        }
        for branch in self.branches() {
            if let Some(member) = branch.member(person) {
                last.ended(member.since())?;
            }
            if let Some(offer) = branch.help_offers.get(person) {
                last.ended(offer.since)?;
            }
            for id in branch.leads_of.get(person).into_iter().flatten() {
                let Some(lead) = branch.leads.get(id) else { continue };
                if lead.is_open() && lead.stage != LeadStage::Landed {
                    return None;
                }
                last.ended(lead.since)?;
            }
            for (_, request) in branch.requests.touching(person) {
                let helps = request.stage.helper().is_some_and(|(helper, _)| helper == *person);
                if helps || (request.of == Some(*person) && request.stage.is_open()) {
                    return None;
                }
                last.ended(request.since)?;
            }
        }
        Some(())
    }
}

/// The latest end that was seen.
struct Last {
    at: Timestamp,
    now: Timestamp,
}

impl Last {
    // Nothing when that is still to come.
    fn ended(&mut self, at: Timestamp) -> Option<()> {
        self.at = self.at.max(at);
        (at <= self.now).then_some(())
    }
}

fn later(day: Day, months: i64) -> Day {
    let months = i32::try_from(months).unwrap_or(0);
    day.month().plus(months).day(day.day_of_month())
}
