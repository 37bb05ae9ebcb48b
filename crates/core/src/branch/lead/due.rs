//! Overdue steps climb the responsibility chain by themselves.

use super::event::{Escalation, LeadEvent};
use crate::{
    branch::Branch,
    time::{DAY, Timestamp},
};

/// What has fallen due: steps that nobody took. Each level that was passed is
/// written, so that settling late tells the same as settling in time.
pub(crate) fn due(branch: &Branch, now: Timestamp) -> Vec<LeadEvent> {
    let climbs = i64::from(branch.charter.leads.escalation_days) * DAY;
    let mut events = Vec::new();
    for (alarm, id) in branch.leads_due.iter().take_while(|(alarm, _)| *alarm <= now) {
        let Some(lead) = branch.leads.get(id) else { continue };
        let has_township = lead.codes.township.is_some();
        let (mut alarm, mut reached) = (Some(*alarm), lead.overdue);
        while let (Some(at), Some(level)) =
            (alarm.filter(|alarm| *alarm <= now), above(reached, has_township))
        {
            alarm = above(Some(level), has_township).map(|_| at.plus(climbs));
            reached = Some(level);
            events.push(LeadEvent::LeadOverdue { lead: *id, level, next: alarm });
        }
    }
    events
}

/// When the next step is overdue, or climbs.
pub(crate) fn next_due(branch: &Branch) -> Option<Timestamp> {
    branch.leads_due.first().map(|(alarm, _)| *alarm)
}

// Branch, then township or street, then district; a lead for no township in
// particular goes straight to the district. [S0, domain §5]
fn above(reached: Option<Escalation>, has_township: bool) -> Option<Escalation> {
    match reached {
        None => Some(Escalation::Branch),
        Some(Escalation::Branch) if has_township => Some(Escalation::Township),
        Some(Escalation::Branch | Escalation::Township) => Some(Escalation::District),
        Some(Escalation::District) => None,
    }
}
