use super::{
    event::{Actor, LeadEvent},
    state::{Lead, LeadStage, LeadStep, LeadStepKind as Kind},
};
use crate::{
    branch::Branch,
    ids::{LeadId, PersonId},
    personal::Personal,
    recipient::{Consents, Recipient},
    time::Timestamp,
};

impl Branch {
    pub(in crate::branch) fn evolve_lead(&mut self, at: Timestamp, event: &LeadEvent) {
        match event {
            LeadEvent::LeadSubmitted { lead, person, codes, note, fellow, due } => {
                let step =
                    LeadStep { at, actor: Actor::Submitter, kind: Kind::Submitted, note: None };
                let submitted = Lead {
                    person: Some(*person),
                    codes: codes.clone(),
                    note: note.clone(),
                    fellow: fellow.clone(),
                    stage: LeadStage::Submitted,
                    since: at,
                    paused: None,
                    held_by: None,
                    held_since: at,
                    due: *due,
                    alarm: *due,
                    overdue: None,
                    consents: Consents::default(),
                    landing: None,
                    steps: vec![step],
                };
                self.leads_due.extend(due.map(|due| (due, *lead)));
                self.leads_of.entry(*person).or_default().insert(*lead);
                self.leads.insert(*lead, submitted);
            }
            LeadEvent::LeadMoved { lead, actor, from, to, reason, note, due, .. } => {
                let kind = Kind::Moved { from: *from, to: *to, reason: *reason };
                self.lead_step(lead, at, actor, kind, note, |lead| {
                    lead.stand_at(*to, at, *due);
                    lead.landing = None;
                });
            }
            LeadEvent::LeadLanded { lead, actor, from, landing, reason, note, .. } => {
                let kind = Kind::Landed { from: *from, landing: *landing, reason: *reason };
                self.lead_step(lead, at, actor, kind, note, |lead| {
                    lead.stand_at(LeadStage::Landed, at, None);
                    lead.landing = Some(*landing);
                });
            }
            LeadEvent::LeadPutOnHold { lead, actor, from, reason, note, .. } => {
                let kind = Kind::PutOnHold { from: *from, reason: *reason };
                self.lead_step(lead, at, actor, kind, note, |lead| {
                    lead.stand_at(LeadStage::OnHold, at, None);
                    lead.paused = Some(*from);
                });
            }
            LeadEvent::LeadClosed { lead, actor, from, reason, note, .. } => {
                let kind = Kind::Closed { from: *from, reason: *reason };
                self.lead_step(lead, at, actor, kind, note, |lead| {
                    lead.stand_at(LeadStage::Closed, at, None);
                });
            }
            LeadEvent::LeadPassed { lead, actor, to, .. } => {
                let kind = Kind::Passed { to: to.clone() };
                self.lead_step(lead, at, actor, kind, &None, |lead| {
                    lead.consents.pass(to, at);
                    lead.held_by = Some(to.clone());
                    lead.held_since = at;
                });
            }
            LeadEvent::LeadReturned { lead, actor, .. } => {
                self.lead_step(lead, at, actor, Kind::Returned, &None, |lead| lead.take_back(at));
            }
            LeadEvent::LeadConsentAsked { lead, by, recipient } => {
                let kind = Kind::ConsentAsked { recipient: recipient.clone() };
                self.lead_step(lead, at, &Actor::Branch, kind, &None, |lead| {
                    lead.consents.ask(recipient, *by, at);
                });
            }
            LeadEvent::LeadConsentGiven { lead, recipient } => {
                let kind = Kind::ConsentGiven { recipient: recipient.clone() };
                self.lead_step(lead, at, &Actor::Submitter, kind, &None, |lead| {
                    lead.consents.give(recipient, at);
                });
            }
            LeadEvent::LeadConsentRefused { lead, recipient } => {
                let kind = Kind::ConsentRefused { recipient: recipient.clone() };
                self.lead_step(lead, at, &Actor::Submitter, kind, &None, |lead| {
                    lead.consents.refuse(recipient, at);
                });
            }
            LeadEvent::LeadConsentWithdrawn { lead, recipient } => {
                let kind = Kind::ConsentWithdrawn { recipient: recipient.clone() };
                self.lead_step(lead, at, &Actor::Submitter, kind, &None, |lead| {
                    lead.withdraw(recipient, at);
                });
            }
            LeadEvent::LeadOverdue { lead, level, next } => {
                let kind = Kind::Overdue { level: *level };
                self.lead_step(lead, at, &Actor::Clock, kind, &None, |lead| {
                    lead.overdue = Some(*level);
                    lead.alarm = *next;
                });
            }
        }
    }

    // What an erased person offered stays as codes and figures; their words,
    // their name, and what their consents allowed are gone.
    pub(in crate::branch) fn forget_leads(&mut self, at: Timestamp, person: PersonId) {
        for id in self.leads_of.remove(&person).unwrap_or_default() {
            self.change_lead(&id, |lead| {
                lead.person = None;
                let notes = lead.steps.iter_mut().filter_map(|step| step.note.as_mut());
                notes.chain(lead.note.as_mut()).for_each(|note| note.redact(person));
                if let Some(fellow) = lead.fellow.as_mut() {
                    fellow.contact.redact(person);
                }
                let seen: Vec<Recipient> =
                    lead.consents.given().iter().map(|it| it.recipient.clone()).collect();
                seen.iter().for_each(|recipient| lead.withdraw(recipient, at));
                lead.consents.drop_questions();
            });
        }
    }

    fn lead_step(
        &mut self,
        id: &LeadId,
        at: Timestamp,
        actor: &Actor,
        kind: Kind,
        note: &Option<Personal<String>>,
        change: impl FnOnce(&mut Lead),
    ) {
        let step = LeadStep { at, actor: actor.clone(), kind, note: note.clone() };
        self.change_lead(id, |lead| {
            change(lead);
            lead.steps.push(step);
        });
    }

    // Changes a lead, and with it what is derived: `leads_due`, `leads_seen`.
    fn change_lead(&mut self, id: &LeadId, change: impl FnOnce(&mut Lead)) {
        let Some(lead) = self.leads.get_mut(id) else { return };
        if let Some(alarm) = lead.alarm {
            self.leads_due.remove(&(alarm, *id));
        }
        for recipient in lead.seen_by() {
            if let Some(seen) = self.leads_seen.get_mut(recipient) {
                seen.remove(id);
            }
        }
        change(lead);
        if let Some(alarm) = lead.alarm {
            self.leads_due.insert((alarm, *id));
        }
        for recipient in lead.seen_by() {
            self.leads_seen.entry(recipient.clone()).or_default().insert(*id);
        }
        self.leads_seen.retain(|_, seen| !seen.is_empty());
    }
}

impl Lead {
    fn stand_at(&mut self, stage: LeadStage, at: Timestamp, due: Option<Timestamp>) {
        self.stage = stage;
        self.since = at;
        self.paused = None;
        self.due = due;
        self.alarm = due;
        self.overdue = None;
    }

    fn take_back(&mut self, at: Timestamp) {
        self.held_by = None;
        self.held_since = at;
    }

    fn withdraw(&mut self, recipient: &Recipient, at: Timestamp) {
        self.consents.withdraw(recipient, at);
        if self.held_by.as_ref() == Some(recipient) {
            self.take_back(at);
        }
    }
}
