use super::{
    event::{Clock, RequestEvent},
    state::{HelpOffer, Request, RequestStep, RequestStepKind as Kind, Stage},
};
use crate::{
    branch::Branch,
    chain::Level,
    ids::{PersonId, RequestId},
    personal::Personal,
    recipient::{Consents, Recipient},
    time::Timestamp,
};

impl Branch {
    pub(in crate::branch) fn evolve_request(&mut self, at: Timestamp, event: &RequestEvent) {
        match event {
            RequestEvent::RequestSubmitted { request, .. } => {
                if let Some(submitted) = submitted(at, event) {
                    self.requests.insert(*request, submitted);
                }
            }
            RequestEvent::HelpOffered { person, kinds } => {
                let offer = HelpOffer { since: at, kinds: kinds.clone() };
                self.help_offers.insert(*person, offer);
            }
            RequestEvent::HelpOfferWithdrawn { person } => {
                self.help_offers.remove(person);
            }
            _ => {
                let Some(id) = event.request() else { return };
                self.requests.change(&id, |request| consented(request, at, event));
                self.requests.change(&id, |request| worked(request, at, event));
                self.requests.change(&id, |request| ended(request, at, event));
            }
        }
    }

    // What an erased person asked for is forgotten; its codes stay, so that
    // counts and steps stay true.
    pub(in crate::branch) fn forget_in_requests(&mut self, person: PersonId) {
        let ids: Vec<RequestId> = self.requests.touching(&person).map(|(id, _)| id).collect();
        for id in ids {
            self.requests.change(&id, |request| request.forget(person));
        }
        self.help_offers.remove(&person);
    }
}

fn submitted(at: Timestamp, event: &RequestEvent) -> Option<Request> {
    let RequestEvent::RequestSubmitted {
        person,
        kind,
        category,
        urgency,
        township,
        text,
        consents: named,
        due,
        ..
    } = event
    else {
        return None;
    };
    let mut consents = Consents::default();
    for recipient in named {
        consents.give(recipient, at);
    }
    Some(Request {
        of: Some(*person),
        kind: *kind,
        category: *category,
        urgency: *urgency,
        township: township.clone(),
        text: text.clone(),
        consents,
        at,
        stage: Stage::Submitted,
        since: at,
        due: Some(*due),
        next: Some(*due),
        level: Level::Branch,
        counted: false,
        resolved_at: None,
        reopened: false,
        rating: None,
        declined: Default::default(),
        steps: vec![RequestStep { at, by: Some(*person), kind: Kind::Submitted, note: None }],
    })
}

// What was agreed to, and what that does to the time of the step.
fn consented(request: &mut Request, at: Timestamp, event: &RequestEvent) {
    let of = request.of;
    match event {
        RequestEvent::RequestConsentAsked { by, recipient, .. } => {
            request.consents.ask(recipient, *by, at);
            if request.stage == Stage::Submitted {
                request.clock(Clock::Stands);
            }
            request.step(at, Some(*by), Kind::ConsentAsked { recipient: Some(recipient.clone()) });
        }
        RequestEvent::RequestConsentGiven { recipient, clock, .. } => {
            request.consents.give(recipient, at);
            request.step(at, of, Kind::ConsentGiven { recipient: Some(recipient.clone()) });
            match (&request.stage, recipient) {
                (Stage::HelperAgreed { helper, branch }, Recipient::Person(person))
                    if helper == person =>
                {
                    let stage = Stage::Helping { helper: *helper, branch: branch.clone() };
                    request.consents.pass(recipient, at);
                    request.enter(stage, at, *clock);
                }
                _ => request.clock(*clock),
            }
        }
        RequestEvent::RequestConsentRefused { recipient, clock, .. } => {
            request.consents.refuse(recipient, at);
            request.step(at, of, Kind::ConsentRefused { recipient: Some(recipient.clone()) });
            match (&request.stage, recipient) {
                (Stage::HelperAgreed { helper, .. }, Recipient::Person(person))
                    if helper == person =>
                {
                    request.enter(Stage::Submitted, at, *clock);
                }
                _ => request.clock(*clock),
            }
        }
        RequestEvent::RequestConsentWithdrawn { recipient, .. } => {
            request.consents.withdraw(recipient, at);
            request.step(at, of, Kind::ConsentWithdrawn { recipient: Some(recipient.clone()) });
        }
        _ => {}
    }
}

// Who has it.
fn worked(request: &mut Request, at: Timestamp, event: &RequestEvent) {
    match event {
        RequestEvent::Whistled { by, department, due, .. } => {
            let department = department.clone();
            request.consents.pass(&Recipient::Department(department.clone()), at);
            request.step(at, Some(*by), Kind::Whistled { department: department.clone() });
            request.enter(Stage::Whistled { department }, at, Clock::Starts { due: *due });
        }
        RequestEvent::Arrived { by, department, recorded, in_target, due, .. } => {
            let (department, recorded) = (department.clone(), *recorded);
            let in_target = *in_target;
            let kind = Kind::Arrived { department: department.clone(), recorded, in_target };
            request.step(at, Some(*by), kind);
            request.enter(Stage::Arrived { department }, at, Clock::Starts { due: *due });
        }
        RequestEvent::RequestReturned { by, reason, due, .. } => {
            request.step(at, *by, Kind::Returned { reason: *reason });
            request.back_to_branch(at, *due);
        }
        RequestEvent::HelperAsked { by, person, branch, until, .. } => {
            request.step(at, Some(*by), Kind::HelperAsked);
            let stage = Stage::HelperAsked { helper: *person, branch: branch.clone() };
            request.consents.pass(&Recipient::Helpers, at);
            request.enter(stage, at, Clock::Starts { due: *until });
        }
        RequestEvent::HelperAgreed { person, .. } => {
            if let Stage::HelperAsked { helper, branch } = request.stage.clone() {
                request.step(at, Some(*person), Kind::HelperAgreed);
                request.enter(Stage::HelperAgreed { helper, branch }, at, Clock::Stands);
                request.consents.ask(&Recipient::Person(helper), *person, at);
            }
        }
        RequestEvent::HelperDeclined { person, lapsed, due, .. } => {
            let by = (!lapsed).then_some(*person);
            request.step(at, by, Kind::HelperDeclined { lapsed: *lapsed });
            request.declined.insert(*person);
            request.back_to_branch(at, *due);
        }
        RequestEvent::StepOverdue { level, next, .. } => {
            request.level = *level;
            request.next = *next;
            request.step(at, None, Kind::Overdue { level: *level });
        }
        _ => {}
    }
}

// How it ends, and how it is opened again.
fn ended(request: &mut Request, at: Timestamp, event: &RequestEvent) {
    let of = request.of;
    match event {
        RequestEvent::RequestResolved { by, recorded, counts, note, .. } => {
            request.counted |= *counts;
            request.resolved_at = Some(at);
            let kind = Kind::Resolved { recorded: *recorded };
            request.noted(at, Some(*by), kind, Some(note.clone()));
            request.enter(Stage::Resolved, at, Clock::Stands);
        }
        RequestEvent::RequestRated { rating, .. } => {
            request.rating = Some(*rating);
            request.step(at, of, Kind::Rated { rating: *rating });
            request.enter(Stage::Rated, at, Clock::Stands);
        }
        RequestEvent::RequestReopened { uncounts, note, due, .. } => {
            request.reopened = true;
            request.counted &= !uncounts;
            request.noted(at, of, Kind::Reopened, Some(note.clone()));
            request.enter(Stage::Submitted, at, Clock::Starts { due: *due });
        }
        RequestEvent::RequestWithdrawn { .. } => {
            request.step(at, of, Kind::Withdrawn);
            request.enter(Stage::Withdrawn, at, Clock::Stands);
        }
        RequestEvent::RequestClosed { by, reason, note, .. } => {
            request.noted(at, Some(*by), Kind::Closed { reason: *reason }, note.clone());
            request.enter(Stage::Closed { reason: *reason }, at, Clock::Stands);
        }
        _ => {}
    }
}

impl Request {
    fn step(&mut self, at: Timestamp, by: Option<PersonId>, kind: Kind) {
        self.noted(at, by, kind, None);
    }

    fn noted(
        &mut self,
        at: Timestamp,
        by: Option<PersonId>,
        kind: Kind,
        note: Option<Personal<String>>,
    ) {
        self.steps.push(RequestStep { at, by, kind, note });
    }

    // A new step begins where it is: at the branch's level.
    fn enter(&mut self, stage: Stage, at: Timestamp, clock: Clock) {
        if let Stage::HelperAgreed { helper, .. } = self.stage {
            self.consents.retract(&Recipient::Person(helper));
        }
        if !stage.is_open() {
            self.consents.retract_all();
        }
        self.stage = stage;
        self.since = at;
        self.level = Level::Branch;
        self.clock(clock);
    }

    fn back_to_branch(&mut self, at: Timestamp, due: Timestamp) {
        let waits = self.consents.pending().any(|question| {
            !matches!((&question.recipient, self.stage.helper()),
                (Recipient::Person(person), Some((helper, _))) if *person == helper)
        });
        let clock = if waits { Clock::Stands } else { Clock::Starts { due } };
        self.enter(Stage::Submitted, at, clock);
    }

    fn clock(&mut self, clock: Clock) {
        let due = match clock {
            Clock::Runs => return,
            Clock::Stands => None,
            Clock::Starts { due } => Some(due),
        };
        self.due = due;
        self.next = due;
        self.level = Level::Branch;
    }
}
