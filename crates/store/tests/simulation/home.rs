//! What people ask for about leads and help, at random.

use guiyan_core::{
    Command,
    branch::{
        lead::{
            HoldReason, JumpReason, LandingForm, LeadCloseReason, LeadCommand, LeadForm, MoveTo,
        },
        member::MemberCommand,
        request::{RequestCommand, RequestKind, Urgency},
    },
    caller::{Caller, Role},
    ids::{LeadId, PersonId, RequestId, StreamId},
    need::LeadKind,
    recipient::Recipient,
    testing,
};

use super::{dice::Dice, people::People};

/// The matters that somebody was told of.
#[derive(Default)]
pub(crate) struct Matters {
    pub(crate) requests: Vec<(StreamId, RequestId)>,
    pub(crate) leads: Vec<(StreamId, LeadId)>,
}

/// One of the sample charter's, whose contact works here.
const DEPARTMENT: &str = "education";

impl People {
    /// Something about help or a lead; its stream may be another than `branch`.
    pub(crate) fn ask_home(
        &mut self,
        dice: &mut Dice,
        branch: StreamId,
        (member, secretary): (PersonId, Caller),
    ) -> (StreamId, Caller, Command) {
        let by_member = Caller::person(member);
        match dice.below(4) {
            0 => {
                let command = RequestCommand::AskForHelp {
                    kind: Some(*dice.pick(RequestKind::HELP)),
                    urgency: *dice.pick(&[Urgency::Normal, Urgency::Critical]),
                    text: self.words(),
                    consent: vec![education(), Recipient::Helpers],
                };
                (branch, by_member, command.into())
            }
            1 => {
                let lead = LeadForm {
                    note: self.words(),
                    contact_name: self.words(),
                    contact_phone: self.phone(),
                    ..testing::lead_form()
                };
                let lead = LeadForm { need: None, lead_kind: Some(LeadKind::Funds), ..lead };
                let (notice, consent) = (Some(testing::consent()), vec![education()]);
                let command =
                    LeadCommand::SubmitLead { lead, invited: dice.percent(50), notice, consent };
                (branch, by_member, command.into())
            }
            2 if !self.matters.requests.is_empty() => {
                let (branch, request) = dice.pick(&self.matters.requests).clone();
                let (caller, command) = self.about_request(dice, &branch, request, member);
                (branch, caller, command.into())
            }
            3 if !self.matters.leads.is_empty() => {
                let (branch, lead) = dice.pick(&self.matters.leads).clone();
                let (caller, command) = self.about_lead(dice, &branch, lead, member);
                (branch, caller, command.into())
            }
            _ => {
                let person = member;
                let township = "qinfeng".parse().unwrap();
                let liaison = Caller::officer(
                    secretary.person.unwrap_or(member),
                    [Role::Liaison { township }],
                );
                (branch, liaison, MemberCommand::AcknowledgeReportIn { person }.into())
            }
        }
    }

    fn about_request(
        &mut self,
        dice: &mut Dice,
        branch: &StreamId,
        request: RequestId,
        member: PersonId,
    ) -> (Caller, RequestCommand) {
        use RequestCommand as C;
        let (secretary, own) = (self.secretary(branch), Caller::person(member));
        let department = DEPARTMENT.parse().unwrap();
        match dice.below(9) {
            0 | 1 => (secretary, C::Whistle { request, department }),
            2 => (self.contact(), C::ReportArrival { request }),
            3 => (secretary, C::ResolveRequest { request, note: self.words() }),
            4 => (own, C::RateRequest { request, rating: 1 + dice.below(5) as i64 }),
            5 => (own, C::ReopenRequest { request, note: self.words() }),
            6 => (own, C::WithdrawRequestConsent { request, recipient: education() }),
            7 => (own, C::OfferHelp { kinds: [RequestKind::Legal].into() }),
            _ => (own, C::WithdrawRequest { request }),
        }
    }

    fn about_lead(
        &mut self,
        dice: &mut Dice,
        branch: &StreamId,
        lead: LeadId,
        member: PersonId,
    ) -> (Caller, LeadCommand) {
        use LeadCommand as C;
        let (secretary, own) = (self.secretary(branch), Caller::person(member));
        match dice.below(8) {
            0..=2 => {
                let to = *dice.pick(&[MoveTo::InContact, MoveTo::Negotiating, MoveTo::Signed]);
                let (reason, note) = (Some(JumpReason::AlreadyUnderWay), self.words());
                (secretary, C::MoveLead { lead, to, reason, note, landing: None })
            }
            3 => {
                let amount = Some(1 + dice.below(9_000_000) as i64);
                let landing = LandingForm { amount, jobs: Some(3), talent: None };
                let (reason, note) = (Some(JumpReason::AgreedDirectly), String::new());
                let landing = Some(landing);
                (secretary, C::MoveLead { lead, to: MoveTo::Landed, reason, note, landing })
            }
            4 => (secretary, C::HoldLead { lead, reason: HoldReason::Other, note: self.words() }),
            5 => (secretary, C::PassLead { lead, to: education() }),
            6 => (own, C::WithdrawLeadConsent { lead, recipient: education() }),
            _ => {
                let (reason, note) = (LeadCloseReason::Withdrawn, String::new());
                (own, C::CloseLead { lead, reason, note })
            }
        }
    }

    fn contact(&self) -> Caller {
        let department = DEPARTMENT.parse().unwrap();
        Caller::officer(testing::person(900), [Role::Department { department }])
    }
}

fn education() -> Recipient {
    Recipient::Department(DEPARTMENT.parse().unwrap())
}
