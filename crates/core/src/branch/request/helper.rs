//! A member who has offered such help, of this branch or a sister branch:
//! told what kind, how urgent and where first; the text and how to reach each
//! other only once both have said yes. [domain §5]

use std::collections::BTreeSet;

use super::{
    asking::{help_kind, received},
    decide::{Decided, agreed, at_branch, field, find, for_officer},
    event::RequestEvent,
    form::RequestKind,
    state::Stage,
};
use crate::{
    branch::Branch,
    decider::{Context, Outcome},
    ids::{PersonId, RequestId},
    recipient::Recipient,
    refusal::{Field, Refusal},
    text::Issue,
};

pub(super) fn offer(branch: &Branch, person: PersonId, kinds: &BTreeSet<RequestKind>) -> Decided {
    received(branch, person)?;
    if kinds.is_empty() {
        return Err(field(Field::Kinds, Issue::Required));
    }
    for kind in kinds {
        help_kind(Some(*kind)).map_err(|issue| field(Field::Kinds, issue))?;
    }
    if branch.help_offers.get(&person).is_some_and(|offer| offer.kinds == *kinds) {
        return Err(Refusal::OfferedAlready);
    }
    let event = RequestEvent::HelpOffered { person, kinds: kinds.clone() };
    Ok((Outcome::HelpOffered, vec![event]))
}

pub(super) fn withdraw_offer(branch: &Branch, person: PersonId) -> Decided {
    if !branch.help_offers.contains_key(&person) {
        return Err(Refusal::NothingOffered);
    }
    Ok((Outcome::HelpOfferWithdrawn, vec![RequestEvent::HelpOfferWithdrawn { person }]))
}

pub(super) fn ask(
    branch: &Branch,
    context: &Context<'_>,
    by: PersonId,
    id: &RequestId,
    person: PersonId,
) -> Decided {
    let request = for_officer(branch, context, id)?;
    at_branch(request)?;
    agreed(request, &Recipient::Helpers)?;
    let offer = context.helper.as_ref().filter(|helper| helper.kinds.contains(&request.kind));
    let helper = offer.filter(|_| request.of != Some(person)).ok_or(Refusal::NotAHelper)?;
    let refused = request.consents.declined(&Recipient::Person(person));
    if refused || request.declined.contains(&person) {
        return Err(Refusal::HelperDeclinedAlready);
    }
    let event = RequestEvent::HelperAsked {
        request: *id,
        by,
        person,
        branch: helper.branch.clone(),
        until: branch.charter.help_targets.helper(context.now),
    };
    Ok((Outcome::HelperAsked, vec![event]))
}

pub(super) fn answer(
    branch: &Branch,
    context: &Context<'_>,
    person: PersonId,
    id: &RequestId,
    agreed: bool,
) -> Decided {
    let request = find(branch, id)?;
    match request.stage {
        Stage::HelperAsked { helper, .. } if helper == person => {}
        _ => return Err(Refusal::NotAsked),
    }
    let event = if agreed {
        RequestEvent::HelperAgreed { request: *id, person }
    } else {
        RequestEvent::HelperDeclined {
            request: *id,
            person,
            lapsed: false,
            due: branch.charter.help_targets.answer(request.urgency, context.now),
        }
    };
    Ok((Outcome::HelpAnswered, vec![event]))
}
