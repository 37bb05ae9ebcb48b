//! What leads add: one at each stage they stand at, and what has landed.

use super::Measure;
use crate::branch::lead::{Landing, LeadEvent, LeadStage, TalentOutcome};

pub(super) fn tally(event: &LeadEvent) -> Vec<(Measure, i64)> {
    match event {
        LeadEvent::LeadSubmitted { .. } => {
            vec![(Measure::LeadsSubmitted, 1), (Measure::LeadsAtSubmitted, 1)]
        }
        LeadEvent::LeadMoved { from, to, takes_back, .. } => {
            let mut counts = moved(*from, *to);
            counts.extend(takes_back.iter().flat_map(|landing| landed(landing, -1)));
            counts
        }
        LeadEvent::LeadLanded { from, landing: now, replaces, .. } => {
            let mut counts = moved(*from, LeadStage::Landed);
            counts.extend(replaces.iter().flat_map(|landing| landed(landing, -1)));
            counts.extend(landed(now, 1));
            counts
        }
        LeadEvent::LeadPutOnHold { from, .. } => moved(*from, LeadStage::OnHold),
        LeadEvent::LeadClosed { from, .. } => moved(*from, LeadStage::Closed),
        LeadEvent::LeadPassed { .. }
        | LeadEvent::LeadReturned { .. }
        | LeadEvent::LeadConsentAsked { .. }
        | LeadEvent::LeadConsentGiven { .. }
        | LeadEvent::LeadConsentRefused { .. }
        | LeadEvent::LeadConsentWithdrawn { .. }
        | LeadEvent::LeadOverdue { .. } => Vec::new(),
    }
}

fn moved(from: LeadStage, to: LeadStage) -> Vec<(Measure, i64)> {
    vec![(standing_at(from), -1), (standing_at(to), 1)]
}

fn landed(landing: &Landing, sign: i64) -> impl Iterator<Item = (Measure, i64)> {
    // INVARIANT: the form keeps an amount within 10^12, so that millions of
    // them fit; a record that says otherwise must not overflow either.
    let amount = i64::try_from(landing.amount).unwrap_or(i64::MAX);
    let talent = landing.talent.map(|outcome| match outcome {
        TalentOutcome::Employed => Measure::TalentEmployed,
        TalentOutcome::Founded => Measure::TalentFounded,
        TalentOutcome::VillageCommittee => Measure::TalentVillageCommittee,
    });
    let sums = [(Measure::AmountLanded, amount), (Measure::JobsLanded, i64::from(landing.jobs))];
    let all = sums.into_iter().chain(talent.map(|measure| (measure, 1)));
    all.map(move |(measure, n)| (measure, sign * n)).filter(|(_, n)| *n != 0)
}

/// The measure that counts the leads standing at that stage.
pub(super) fn standing_at(stage: LeadStage) -> Measure {
    match stage {
        LeadStage::Submitted => Measure::LeadsAtSubmitted,
        LeadStage::InContact => Measure::LeadsInContact,
        LeadStage::Negotiating => Measure::LeadsNegotiating,
        LeadStage::Signed => Measure::LeadsSigned,
        LeadStage::Landed => Measure::LeadsLanded,
        LeadStage::OnHold => Measure::LeadsOnHold,
        LeadStage::Closed => Measure::LeadsClosed,
    }
}
