//! What time does by itself: overdue steps climb, offers to answer lapse, and
//! what a department had that is there no more goes back to the branch.

use super::{
    event::{RequestEvent, ReturnReason},
    state::{Request, Stage},
};
use crate::{
    branch::Branch,
    chain::Level,
    charter::DistrictCharter,
    ids::{DepartmentId, RequestId},
    time::Timestamp,
};

/// What has fallen due by `now`.
pub(crate) fn due(branch: &Branch, charter: &DistrictCharter, now: Timestamp) -> Vec<RequestEvent> {
    let targets = &branch.charter.help_targets;
    let mut events = Vec::new();
    for (id, request) in gone(branch, charter).flat_map(|id| branch.requests.with(id)) {
        events.push(RequestEvent::RequestReturned {
            request: id,
            by: None,
            reason: ReturnReason::DepartmentGone,
            due: targets.answer(request.urgency, now),
        });
    }
    for (_, id) in branch.requests.by_due().take_while(|(at, _)| *at <= now) {
        let Some(request) = branch.requests.get(&id) else { continue };
        let is_gone = |department| charter.department(&branch.charter.id, department).is_none();
        if request.stage.department().is_some_and(is_gone) {
            continue;
        }
        events.push(overdue(branch, id, request, now));
    }
    events
}

/// When something falls due next.
pub(crate) fn next_due(branch: &Branch, charter: &DistrictCharter) -> Option<Timestamp> {
    let gone = gone(branch, charter).next().map(|_| branch.last_at);
    gone.or_else(|| branch.requests.by_due().next().map(|(at, _)| at))
}

fn gone<'a>(
    branch: &'a Branch,
    charter: &'a DistrictCharter,
) -> impl Iterator<Item = &'a DepartmentId> {
    let id = &branch.charter.id;
    branch.requests.departments().filter(|department| charter.department(id, department).is_none())
}

fn overdue(branch: &Branch, id: RequestId, request: &Request, now: Timestamp) -> RequestEvent {
    let targets = &branch.charter.help_targets;
    if let Stage::HelperAsked { helper, .. } = request.stage {
        return RequestEvent::HelperDeclined {
            request: id,
            person: helper,
            lapsed: true,
            due: targets.answer(request.urgency, now),
        };
    }
    let (level, next) = match request.level {
        Level::Branch => (Level::Township, Some(targets.climb(now))),
        Level::Township | Level::District => (Level::District, None),
    };
    RequestEvent::StepOverdue {
        request: id,
        kind: request.kind,
        holder: request.holder(&branch.charter.id),
        since: request.since,
        level,
        next,
    }
}
