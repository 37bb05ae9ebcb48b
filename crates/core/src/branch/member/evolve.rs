use super::{
    event::MemberEvent,
    state::{Member, MemberState, Step, StepKind},
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
                let mut steps =
                    self.members.remove(person).map(|before| before.steps).unwrap_or_default();
                steps.push(step);
                let member = Member {
                    state: MemberState::Submitted,
                    report: report.clone(),
                    codes: codes.clone(),
                    consent: consent.clone(),
                    steps,
                };
                self.members.insert(*person, member);
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
            }
            MemberEvent::PersonErased { person } => {
                self.erase_everywhere(*person);
                self.forget_leads(at, *person);
            }
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
        if let Some(member) = self.members.get_mut(&person) {
            member.state = state;
            member.steps.push(Step { at, by, kind, note });
        }
    }
}
