use super::{
    command::{LeadCloseReason, LeadCommand},
    consents,
    event::{Actor, Fellow, LeadEvent},
    form::LeadForm,
    stages,
    state::{Lead, LeadStage},
};
use crate::{
    branch::{
        Branch,
        member::{Consent, MemberState, agreed},
    },
    charter::DistrictCharter,
    decider::{Context, Decision, Outcome},
    ids::{BranchId, LeadId, PersonId},
    personal::Personal,
    recipient::Recipient,
    refusal::{Field, Fields, Refusal},
};

pub(crate) fn decide(
    branch: &Branch,
    context: &Context<'_>,
    command: &LeadCommand,
) -> Result<Decision, Refusal> {
    let person = context.caller.person.ok_or(Refusal::SignInNeeded)?;
    let (outcome, events) = match command {
        LeadCommand::SubmitLead { lead, invited, notice, consent } => {
            submit(branch, context, person, (lead, *invited, notice.as_ref()), consent)?
        }
        LeadCommand::MoveLead { lead: id, to, reason, note, landing } => {
            let lead = open(branch, id)?;
            stages::move_to(branch, context, (id, lead), (*to, *reason), note, landing.as_ref())?
        }
        LeadCommand::HoldLead { lead: id, reason, note } => {
            stages::hold(branch, context, (id, open(branch, id)?), *reason, note)?
        }
        LeadCommand::CloseLead { lead: id, reason, note } => {
            stages::close(branch, context, (id, open(branch, id)?), *reason, note)?
        }
        LeadCommand::PassLead { lead: id, to } => {
            let actor = stages::handler(branch, context.caller, open(branch, id)?)?;
            consents::pass(branch, context, (id, open(branch, id)?), actor, to)?
        }
        LeadCommand::ReturnLead { lead: id } => {
            let lead = open(branch, id)?;
            let actor = stages::handler(branch, context.caller, lead)?;
            if lead.held_by.is_none() {
                return Err(Refusal::LeadHeldHere);
            }
            let event = LeadEvent::LeadReturned { lead: *id, by: person, actor };
            (Outcome::LeadReturned, vec![event])
        }
        LeadCommand::AskLeadConsent { lead: id, recipient } => {
            consents::ask(branch, context, (id, open(branch, id)?), recipient)?
        }
        LeadCommand::AnswerLeadConsent { lead: id, recipient, agreed } => {
            let lead = own(open(branch, id)?, person)?;
            consents::answer(branch, context, (id, lead), recipient, *agreed)?
        }
        LeadCommand::WithdrawLeadConsent { lead: id, recipient } => {
            consents::withdraw((id, own(find(branch, id)?, person)?), recipient)?
        }
    };
    let stream = branch.stream();
    let decided = Decision::new(outcome);
    Ok(events.into_iter().fold(decided, |decision, event| decision.with(&stream, event)))
}

/// Closes what the person has open, because they erase themselves. What has
/// landed stays: it happened.
pub(crate) fn close_for_erasure(branch: &Branch, person: PersonId, decision: &mut Decision) {
    for id in branch.leads_of.get(&person).into_iter().flatten() {
        let Some(lead) = branch.leads.get(id) else { continue };
        if matches!(lead.stage, LeadStage::Landed | LeadStage::Closed) {
            continue;
        }
        let event = LeadEvent::LeadClosed {
            lead: *id,
            by: person,
            actor: Actor::Submitter,
            from: lead.stage,
            reason: LeadCloseReason::Withdrawn,
            note: None,
        };
        decision.events.push((branch.stream(), event.into()));
    }
}

/// Whether the person may submit leads here without an invitation, and if not,
/// why.
pub(crate) fn may_submit(branch: &Branch, person: Option<PersonId>) -> Result<(), Refusal> {
    let person = person.ok_or(Refusal::SignInNeeded)?;
    let member = branch.members.get(&person);
    let received = member.is_some_and(|member| member.state == MemberState::Received);
    if received { Ok(()) } else { Err(Refusal::LeadMembersOnly) }
}

/// Whether a lead of that branch can be passed on to them at all.
pub(crate) fn known_recipient(
    district: &DistrictCharter,
    branch: &BranchId,
    recipient: &Recipient,
) -> Result<(), Refusal> {
    // A lead is for offices; people are not named here.
    let known = district.recipient_name(branch, recipient).is_some();
    if known { Ok(()) } else { Err(Refusal::UnknownRecipient) }
}

fn submit(
    branch: &Branch,
    context: &Context<'_>,
    person: PersonId,
    (form, invited, notice): (&LeadForm, bool, Option<&Consent>),
    consent: &[Recipient],
) -> Result<(Outcome, Vec<LeadEvent>), Refusal> {
    let is_fellow = match may_submit(branch, Some(person)) {
        Err(Refusal::LeadMembersOnly) if invited => true,
        result => result.map(|()| false)?,
    };
    if context.open_already >= context.district.limits.open_leads {
        return Err(Refusal::LeadLimitReached);
    }
    let lead = LeadId::from(context.command);
    if branch.leads.contains_key(&lead) {
        return Err(Refusal::CommandIdReused);
    }
    let mut fields = Fields::default();
    let checked = form.check(context.district, is_fellow, &mut fields);
    if is_fellow {
        let notice = notice.cloned().unwrap_or_default();
        fields.check(Field::Consent, agreed(&notice, context));
    }
    let checked = fields.finish(|| checked)?;
    if let Some(need) = &checked.codes.need {
        let need = context.needs.get(need).ok_or(Refusal::UnknownNeed)?;
        if !need.is_open(context.now) {
            return Err(Refusal::NeedClosed);
        }
    }
    let mut named: Vec<&Recipient> = Vec::new();
    for recipient in consent {
        known_recipient(context.district, &branch.charter.id, recipient)?;
        if !named.contains(&recipient) {
            named.push(recipient);
        }
    }
    let submitted = LeadEvent::LeadSubmitted {
        lead,
        person,
        codes: checked.codes,
        note: checked.note.map(|note| Personal::new(person, note)),
        fellow: checked.contact.map(|contact| Fellow {
            contact: Personal::new(person, contact),
            notice: context.district.notice.version.clone(),
        }),
        due: stages::due(branch, LeadStage::Submitted, context.now),
    };
    let given = named.into_iter().cloned();
    let given = given.map(|recipient| LeadEvent::LeadConsentGiven { lead, recipient });
    Ok((Outcome::LeadSubmitted { lead }, std::iter::once(submitted).chain(given).collect()))
}

fn find<'a>(branch: &'a Branch, id: &LeadId) -> Result<&'a Lead, Refusal> {
    branch.leads.get(id).ok_or(Refusal::UnknownLead)
}

fn open<'a>(branch: &'a Branch, id: &LeadId) -> Result<&'a Lead, Refusal> {
    let lead = find(branch, id)?;
    if lead.is_open() { Ok(lead) } else { Err(Refusal::LeadClosed) }
}

fn own(lead: &Lead, person: PersonId) -> Result<&Lead, Refusal> {
    if lead.person == Some(person) { Ok(lead) } else { Err(Refusal::NotAllowed) }
}
