//! Passing a lead on, and the consents it takes: each names its recipient, is
//! asked for once, and is withdrawn as easily as it is given. [PIPL §15, §23]

use super::{
    decide::known_recipient,
    event::{Actor, LeadEvent},
    state::Lead,
};
use crate::{
    branch::Branch,
    decider::{Context, Outcome},
    ids::LeadId,
    recipient::Recipient,
    refusal::Refusal,
};

type Decided = Result<(Outcome, Vec<LeadEvent>), Refusal>;

pub(super) fn pass(
    branch: &Branch,
    context: &Context<'_>,
    (id, lead): (&LeadId, &Lead),
    actor: Actor,
    to: &Recipient,
) -> Decided {
    let by = context.caller.person.ok_or(Refusal::SignInNeeded)?;
    known_recipient(context.district, &branch.charter.id, to)?;
    if lead.held_by.as_ref() == Some(to) {
        return Err(Refusal::LeadHeldThere);
    }
    if lead.consents.live(to).is_none() {
        return Err(missing(lead, to).unwrap_or(Refusal::ConsentNeeded));
    }
    let event = LeadEvent::LeadPassed { lead: *id, by, actor, to: to.clone() };
    Ok((Outcome::LeadPassed, vec![event]))
}

pub(super) fn ask(
    branch: &Branch,
    context: &Context<'_>,
    (id, lead): (&LeadId, &Lead),
    recipient: &Recipient,
) -> Decided {
    let by = context.caller.person.ok_or(Refusal::SignInNeeded)?;
    if !context.caller.manages(&branch.charter.id) {
        return Err(Refusal::NotAllowed);
    }
    known_recipient(context.district, &branch.charter.id, recipient)?;
    if lead.consents.live(recipient).is_some() {
        return Err(Refusal::ConsentGiven);
    }
    if let Some(refusal) = missing(lead, recipient) {
        return Err(refusal);
    }
    let event = LeadEvent::LeadConsentAsked { lead: *id, by, recipient: recipient.clone() };
    Ok((Outcome::LeadConsentAsked, vec![event]))
}

pub(super) fn answer(
    branch: &Branch,
    context: &Context<'_>,
    (id, lead): (&LeadId, &Lead),
    recipient: &Recipient,
    agreed: bool,
) -> Decided {
    known_recipient(context.district, &branch.charter.id, recipient)?;
    if lead.consents.live(recipient).is_some() {
        return Err(Refusal::ConsentGiven);
    }
    let (lead_id, recipient) = (*id, recipient.clone());
    if agreed {
        let event = LeadEvent::LeadConsentGiven { lead: lead_id, recipient };
        return Ok((Outcome::LeadConsentGiven, vec![event]));
    }
    let question = lead.consents.question(&recipient);
    if question.is_none_or(|question| question.refused_at.is_some()) {
        return Err(Refusal::NoConsentQuestion);
    }
    let event = LeadEvent::LeadConsentRefused { lead: lead_id, recipient };
    Ok((Outcome::LeadConsentRefused, vec![event]))
}

pub(super) fn withdraw((id, lead): (&LeadId, &Lead), recipient: &Recipient) -> Decided {
    if lead.consents.live(recipient).is_none() {
        return Err(Refusal::NoConsent);
    }
    let event = LeadEvent::LeadConsentWithdrawn { lead: *id, recipient: recipient.clone() };
    Ok((Outcome::LeadConsentWithdrawn, vec![event]))
}

// Why the consent is not there, where the person has had their say already. Who
// took a consent back has said no as well. [ND]
fn missing(lead: &Lead, recipient: &Recipient) -> Option<Refusal> {
    let question = lead.consents.question(recipient);
    let pending = question.is_some_and(|question| question.refused_at.is_none());
    let named = lead.consents.given().iter().any(|consent| consent.recipient == *recipient);
    if pending {
        Some(Refusal::ConsentAsked)
    } else if question.is_some() || named {
        Some(Refusal::ConsentRefused)
    } else {
        None
    }
}
