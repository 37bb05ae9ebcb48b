//! What a lead or a request adds to a figure, step by step.

use crate::{
    branch::{
        lead::{Landing, Lead, LeadStepKind, TalentOutcome},
        request::{CLOSED_DAYS, Request, RequestStepKind},
    },
    tally::Measure,
    time::{DAY, Timestamp},
};

/// Whether the present step of a request is overdue.
pub(in crate::view) fn is_late(request: &Request, now: Timestamp) -> bool {
    request.due.is_some_and(|due| due <= now)
}

// As the tallies count them, step by step: the history is the same.
pub(super) fn of_lead(lead: &Lead, measure: Measure) -> Vec<(Timestamp, i64)> {
    let mut entries = Vec::new();
    let mut landed: Option<Landing> = None;
    for step in &lead.steps {
        let value = match &step.kind {
            LeadStepKind::Submitted => i64::from(measure == Measure::LeadsSubmitted),
            LeadStepKind::Landed { landing, .. } => {
                let before = landed.replace(*landing);
                worth(Some(*landing), measure) - worth(before, measure)
            }
            // Where a stage is taken back, so is what had landed.
            LeadStepKind::Moved { .. } => -worth(landed.take(), measure),
            _ => 0,
        };
        if value != 0 {
            entries.push((step.at, value));
        }
    }
    entries
}

fn worth(landing: Option<Landing>, measure: Measure) -> i64 {
    let Some(landing) = landing else { return 0 };
    let talent = |outcome| i64::from(landing.talent == Some(outcome));
    match measure {
        Measure::AmountLanded => i64::try_from(landing.amount).unwrap_or(i64::MAX),
        Measure::JobsLanded => i64::from(landing.jobs),
        Measure::TalentEmployed => talent(TalentOutcome::Employed),
        Measure::TalentFounded => talent(TalentOutcome::Founded),
        Measure::TalentVillageCommittee => talent(TalentOutcome::VillageCommittee),
        _ => 0,
    }
}

pub(super) fn of_request(request: &Request, measure: Measure) -> Vec<(Timestamp, i64)> {
    let mut entries = Vec::new();
    // Since when it counts as 办结, if it does.
    let mut resolved: Option<Timestamp> = None;
    let mut counts = false;
    for step in &request.steps {
        let (counted, value) = match &step.kind {
            RequestStepKind::Submitted => (Measure::RequestsReceived, 1),
            RequestStepKind::Whistled { .. } => (Measure::Whistles, 1),
            RequestStepKind::Arrived { in_target: true, .. } => (Measure::ArrivalsInTarget, 1),
            RequestStepKind::Resolved { .. } => {
                resolved = Some(step.at);
                (Measure::RequestsClosed, i64::from(!std::mem::replace(&mut counts, true)))
            }
            RequestStepKind::Reopened => {
                let soon = resolved.is_some_and(|at| step.at <= at.plus(CLOSED_DAYS * DAY));
                let takes_back = counts && soon;
                counts &= !takes_back;
                (Measure::RequestsClosed, -i64::from(takes_back))
            }
            _ => continue,
        };
        if counted == measure && value != 0 {
            entries.push((step.at, value));
        }
    }
    entries
}
