use std::sync::Arc;

use super::{
    event::MemberEvent,
    state::{AgreedBefore, HomeState, Member, MemberState, Step, StepKind},
};
use crate::{branch::Branch, ids::PersonId, personal::Personal, time::Timestamp};

impl Branch {
    pub(in crate::branch) fn evolve_member(&mut self, at: Timestamp, event: &MemberEvent) {
        match event {
            MemberEvent::ReportInSubmitted { person, report, codes, consent, moved_from } => {
                let step = Step {
                    at,
                    by: *person,
                    kind: StepKind::Submitted { moved_from: moved_from.clone() },
                    note: None,
                };
                let before = self.members.remove(person);
                let group = before.as_ref().and_then(|before| before.group.clone());
                let (mut steps, mut agreed_before) = (Vec::new(), Vec::new());
                if let Some(before) = before {
                    steps.clone_from(&before.steps);
                    agreed_before.clone_from(&before.agreed_before);
                    agreed_before.push(AgreedBefore {
                        consent: before.consent.clone(),
                        at: before.agreed_at(),
                        ended_at: before.ended_at(),
                    });
                }
                steps.push(step);
                let member = Member {
                    state: MemberState::Submitted,
                    report: report.clone(),
                    codes: codes.clone(),
                    consent: consent.clone(),
                    agreed_before,
                    group,
                    home: HomeState::Waiting { since: at },
                    steps,
                };
                self.members.insert(*person, Arc::new(member));
            }
            MemberEvent::MemberReceived { person, by } => {
                self.step(*person, MemberState::Received, at, *by, StepKind::Received, None);
            }
            MemberEvent::ReportInSentBack { person, by, reason, note } => {
                let kind = StepKind::SentBack { reason: *reason };
                self.step(*person, MemberState::SentBack, at, *by, kind, Some(note.clone()));
            }
            MemberEvent::ReportInEnded { person, by, reason, note, moved_to } => {
                let kind = StepKind::Ended { reason: *reason, moved_to: moved_to.clone() };
                self.step(*person, MemberState::Ended, at, *by, kind, note.clone());
                if let Some(member) = self.members.get_mut(person).map(Arc::make_mut) {
                    member.group = None;
                }
                // Who is not here any more is not asked here any more.
                self.help_offers.remove(person);
            }
            MemberEvent::ReportInAcknowledged { person, by } => {
                let home = HomeState::Acknowledged { since: at };
                self.home_step(*person, home, *by, StepKind::Acknowledged, None);
            }
            MemberEvent::ReportInDisputed { person, by, reason, note } => {
                let home = HomeState::Disputed { since: at, reason: *reason };
                let kind = StepKind::Disputed { reason: *reason };
                self.home_step(*person, home, *by, kind, note.clone());
            }
            MemberEvent::DisputeAnswered { person, by, answer, note } => {
                let home = HomeState::Answered { since: at, answer: *answer };
                let kind = StepKind::DisputeAnswered { answer: *answer };
                self.home_step(*person, home, *by, kind, note.clone());
            }
            MemberEvent::GroupAssigned { person, group, .. } => {
                if let Some(member) = self.members.get_mut(person).map(Arc::make_mut) {
                    member.group = group.clone();
                }
            }
            MemberEvent::PersonErased { person } => {
                self.activities.redact(*person);
                self.forget_in_requests(*person);
                self.members.remove(person);
                self.forget_leads(at, *person);
            }
        }
    }

    fn home_step(
        &mut self,
        person: PersonId,
        home: HomeState,
        by: PersonId,
        kind: StepKind,
        note: Option<Personal<String>>,
    ) {
        if let Some(member) = self.members.get_mut(&person).map(Arc::make_mut) {
            member.home = home;
            member.steps.push(Step { at: home.since(), by, kind, note });
        }
    }

    fn step(
        &mut self,
        person: PersonId,
        state: MemberState,
        at: Timestamp,
        by: PersonId,
        kind: StepKind,
        note: Option<Personal<String>>,
    ) {
        if let Some(member) = self.members.get_mut(&person).map(Arc::make_mut) {
            member.state = state;
            member.steps.push(Step { at, by, kind, note });
        }
    }
}
