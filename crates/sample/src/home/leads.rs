//! Playing a sample lead: submitted by a member, passed on under a consent,
//! moved by whoever holds it.

use guiyan_core::{
    branch::{
        lead::{
            HoldReason, JumpReason, LandingForm, LeadCloseReason, LeadCommand, LeadForm, MoveTo,
            TalentOutcome,
        },
        member::Consent,
    },
    caller::Caller,
    ids::{LeadId, NeedId},
    need::{HomeIndustry, LeadKind},
    time::HOUR,
};

use super::{Home, Place, To};
use crate::{Script, persona::city_of};

/// A sample lead and what becomes of it.
pub(super) struct Plan {
    /// Whose, by number.
    pub(super) by: usize,
    pub(super) kind: LeadKind,
    pub(super) industry: HomeIndustry,
    pub(super) amount: Option<i64>,
    pub(super) township: Option<usize>,
    pub(super) need: Option<usize>,
    pub(super) note: &'static str,
    /// Days ago.
    pub(super) submitted: i64,
    pub(super) consent: Vec<To>,
    /// What happened after, so many days ago.
    pub(super) course: Vec<(i64, Act)>,
}

/// A step of a lead.
#[derive(Clone, Copy)]
pub(super) enum Act {
    Move(MoveTo),
    /// Over a stage, with its reason.
    Jump(MoveTo, JumpReason),
    /// 落地: sum in yuan, jobs, how a talent came home.
    Land(i64, i64, Option<TalentOutcome>),
    Hold(HoldReason),
    Close(LeadCloseReason),
    Pass(To),
    /// The branch asks the submitter.
    Ask(To),
    /// The submitter says yes.
    Agree(To),
}

pub(super) fn enact(
    script: &mut Script,
    home: &Home<'_>,
    place: &Place<'_>,
    needs: &[NeedId],
    plans: &[Plan],
) {
    for (turn, plan) in plans.iter().enumerate() {
        let Some(person) = place.member(plan.by) else { continue };
        let submitter = Caller::person(person);
        let lead = LeadForm {
            lead_kind: Some(plan.kind),
            industry: Some(plan.industry),
            amount: plan.amount,
            township: township(home, plan.township),
            need: plan.need.and_then(|number| needs.get(number)).copied(),
            note: plan.note.to_owned(),
            ..LeadForm::default()
        };
        let to = |to: To| home.recipient(place.id(), to);
        let consent = plan.consent.iter().filter_map(|recipient| to(*recipient)).collect();
        let submit = LeadCommand::SubmitLead { lead, invited: false, notice: None, consent };
        let hour = 10 + turn as i64 % 5;
        let at = home.ago(plan.submitted, hour);
        let lead = LeadId::from(script.add_to(place.id(), at, &submitter, submit));
        let mut handler = place.secretary.clone();
        for (step, (days, act)) in plan.course.iter().enumerate() {
            let at = home.ago(*days, hour).plus((step as i64 + 1) * HOUR);
            let command = match *act {
                // What the charter has not is left out.
                Act::Pass(one) | Act::Ask(one) | Act::Agree(one) if to(one).is_none() => continue,
                Act::Agree(one) => {
                    let Some(recipient) = to(one) else { continue };
                    let command = LeadCommand::AnswerLeadConsent { lead, recipient, agreed: true };
                    script.add_to(place.id(), at, &submitter, command);
                    continue;
                }
                Act::Ask(one) => {
                    let Some(recipient) = to(one) else { continue };
                    let command = LeadCommand::AskLeadConsent { lead, recipient };
                    script.add_to(place.id(), at, &place.secretary, command);
                    continue;
                }
                Act::Pass(one) => {
                    let Some(to) = to(one) else { continue };
                    let next = home.officer(&to);
                    script.add_to(place.id(), at, &handler, LeadCommand::PassLead { lead, to });
                    handler = next.unwrap_or(handler);
                    continue;
                }
                Act::Move(to) => moved(lead, to, None, None),
                Act::Jump(to, reason) => moved(lead, to, Some(reason), None),
                Act::Land(amount, jobs, talent) => {
                    let landing = LandingForm { amount: Some(amount), jobs: Some(jobs), talent };
                    moved(lead, MoveTo::Landed, None, Some(landing))
                }
                Act::Hold(reason) => LeadCommand::HoldLead { lead, reason, note: String::new() },
                Act::Close(reason) => LeadCommand::CloseLead { lead, reason, note: String::new() },
            };
            script.add_to(place.id(), at, &handler, command);
        }
    }
}

fn moved(
    lead: LeadId,
    to: MoveTo,
    reason: Option<JumpReason>,
    landing: Option<LandingForm>,
) -> LeadCommand {
    LeadCommand::MoveLead { lead, to, reason, note: String::new(), landing }
}

fn township(home: &Home<'_>, number: Option<usize>) -> String {
    let township = number.and_then(|number| home.township(number));
    township.map(ToString::to_string).unwrap_or_default()
}

/// One lead of a 乡友 whom a member invited.
pub(super) fn fellow(script: &mut Script, home: &Home<'_>, place: &Place<'_>) {
    let person = home.person(&format!("sample-fellow-{}", city_of(place.id())));
    let lead = LeadForm {
        lead_kind: Some(LeadKind::Sales),
        industry: Some(HomeIndustry::Pomelo),
        amount: Some(200_000),
        note: "我在做水果批发，愿意先试销一车马家柚。（示例）".to_owned(),
        contact_name: "方大海·示例".to_owned(),
        contact_phone: "13800009980".to_owned(),
        ..LeadForm::default()
    };
    let notice = home.charter.notice.version.clone();
    let notice = Some(Consent { agreed: true, notice });
    let submit = LeadCommand::SubmitLead { lead, invited: true, notice, consent: Vec::new() };
    let at = home.ago(5, 20);
    let lead = LeadId::from(script.add_to(place.id(), at, &Caller::person(person), submit));
    let at = home.ago(4, 11);
    script.add_to(place.id(), at, &place.secretary, moved(lead, MoveTo::InContact, None, None));
}
