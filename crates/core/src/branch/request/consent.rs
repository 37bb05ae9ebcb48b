//! The ledger of a request: asking, answering and withdrawing. [PIPL §14, §15, §23]

use super::{
    decide::{Decided, field, find, for_officer, mine, open},
    event::{Clock, RequestEvent, ReturnReason},
    form::is_choice,
    state::{Request, Stage},
};
use crate::{
    branch::Branch,
    decider::{Context, Outcome},
    ids::{PersonId, RequestId},
    recipient::Recipient,
    refusal::{Field, Refusal},
    text::Issue,
};

pub(super) fn ask(
    branch: &Branch,
    context: &Context<'_>,
    by: PersonId,
    id: &RequestId,
    recipient: &Recipient,
) -> Decided {
    let request = for_officer(branch, context, id)?;
    choice(branch, context, request, recipient)?;
    if request.consents.live(recipient).is_some() {
        return Err(Refusal::ConsentGiven);
    }
    // Who said no is not asked again; they may still agree by themselves. [ND]
    if request.consents.declined(recipient) {
        return Err(Refusal::ConsentRefused);
    }
    if request.consents.question(recipient).is_some() {
        return Err(Refusal::ConsentAsked);
    }
    let event =
        RequestEvent::RequestConsentAsked { request: *id, by, recipient: recipient.clone() };
    Ok((Outcome::RequestConsentAsked, vec![event]))
}

pub(super) fn answer(
    branch: &Branch,
    context: &Context<'_>,
    by: PersonId,
    id: &RequestId,
    (recipient, agreed): (&Recipient, bool),
) -> Decided {
    let request = mine(branch, id, by)?;
    open(request)?;
    let asked = request.consents.pending().any(|asked| asked.recipient == *recipient);
    let (request_id, clock) = (*id, clock(branch, context, request, recipient, agreed));
    let recipient = recipient.clone();
    let event = if agreed {
        if request.consents.live(&recipient).is_some() {
            return Err(Refusal::ConsentGiven);
        }
        if !asked {
            choice(branch, context, request, &recipient)?;
        }
        RequestEvent::RequestConsentGiven { request: request_id, recipient, clock }
    } else if asked {
        RequestEvent::RequestConsentRefused { request: request_id, recipient, clock }
    } else {
        return Err(Refusal::NoConsentQuestion);
    };
    Ok((Outcome::RequestConsentAnswered, vec![event]))
}

pub(super) fn withdraw(
    branch: &Branch,
    context: &Context<'_>,
    by: PersonId,
    id: &RequestId,
    recipient: &Recipient,
) -> Decided {
    // Also when it is over: what went out is not shown there any longer.
    find(branch, id)?;
    let request = mine(branch, id, by)?;
    if request.consents.live(recipient).is_none() {
        return Err(Refusal::NoConsent);
    }
    let withdrawn =
        RequestEvent::RequestConsentWithdrawn { request: *id, recipient: recipient.clone() };
    let mut events = vec![withdrawn];
    if stands_on(&request.stage, recipient) {
        events.push(RequestEvent::RequestReturned {
            request: *id,
            by: None,
            reason: ReturnReason::ConsentWithdrawn,
            due: branch.charter.help_targets.answer(request.urgency, context.now),
        });
    }
    Ok((Outcome::RequestConsentWithdrawn, events))
}

// Whether the present step goes on only because of that consent.
fn stands_on(stage: &Stage, recipient: &Recipient) -> bool {
    match (stage, recipient) {
        (
            Stage::Whistled { department } | Stage::Arrived { department },
            Recipient::Department(id),
        ) => department == id,
        (Stage::HelperAsked { .. } | Stage::HelperAgreed { .. }, Recipient::Helpers) => true,
        (Stage::Helping { helper, .. }, Recipient::Person(person)) => helper == person,
        _ => false,
    }
}

fn choice(
    branch: &Branch,
    context: &Context<'_>,
    request: &Request,
    recipient: &Recipient,
) -> Result<(), Refusal> {
    if let Recipient::Department(id) = recipient {
        let known = context.district.department(&branch.charter.id, id);
        known.ok_or(Refusal::UnknownDepartment)?;
    }
    if is_choice(recipient, context.district, &branch.charter.id, &request.township) {
        Ok(())
    } else {
        Err(field(Field::Consent, Issue::NotAChoice))
    }
}

// While the requester is asked the branch's time stands still; it starts anew
// with the last answer.
fn clock(
    branch: &Branch,
    context: &Context<'_>,
    request: &Request,
    recipient: &Recipient,
    agreed: bool,
) -> Clock {
    let targets = &branch.charter.help_targets;
    let answer = targets.answer(request.urgency, context.now);
    let mut others = request.consents.pending().filter(|asked| asked.recipient != *recipient);
    match &request.stage {
        Stage::HelperAgreed { helper, .. } if *recipient == Recipient::Person(*helper) => {
            if agreed {
                Clock::Starts { due: targets.resolve(request.urgency, context.now) }
            } else if others.next().is_some() {
                Clock::Stands
            } else {
                Clock::Starts { due: answer }
            }
        }
        Stage::Submitted if others.next().is_some() => Clock::Stands,
        Stage::Submitted if request.due.is_none() => Clock::Starts { due: answer },
        _ => Clock::Runs,
    }
}
