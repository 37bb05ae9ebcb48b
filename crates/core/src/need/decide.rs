use super::{
    command::NeedCommand,
    event::{NeedEvent, Poster},
    form::{NeedDetails, NeedForm},
};
use crate::{
    caller::Caller,
    decider::{Context, Decision, Outcome},
    ids::{NeedId, StreamId},
    refusal::{Field, FieldIssue, Refusal},
    text::Issue,
};

pub(crate) fn decide(context: &Context<'_>, command: &NeedCommand) -> Result<Decision, Refusal> {
    let by = context.caller.person.ok_or(Refusal::SignInNeeded)?;
    let (outcome, event) = match command {
        NeedCommand::PostNeed { details } => {
            let (poster, details) = posted(context, details)?;
            let need = NeedId::from(context.command);
            if context.needs.contains_key(&need) {
                return Err(Refusal::CommandIdReused);
            }
            (Outcome::NeedPosted { need }, NeedEvent::NeedPosted { need, by, poster, details })
        }
        NeedCommand::CloseNeed { need: id, reason } => {
            let need = context.needs.get(id).ok_or(Refusal::UnknownNeed)?;
            if !may_close(context.caller, &need.details) {
                return Err(Refusal::NotAllowed);
            }
            if need.closed.is_some() {
                return Err(Refusal::NeedClosed);
            }
            (Outcome::NeedClosed, NeedEvent::NeedClosed { need: *id, by, reason: *reason })
        }
    };
    Ok(Decision::new(outcome).with(&StreamId::District, event))
}

/// Whether the caller may close it: an officer of the district, or the 专人 of
/// the township it is for.
pub(crate) fn may_close(caller: &Caller, need: &NeedDetails) -> bool {
    caller.is_district_officer()
        || need.township.as_ref().is_some_and(|township| caller.liaises(township))
}

fn posted(context: &Context<'_>, form: &NeedForm) -> Result<(Poster, NeedDetails), Refusal> {
    let caller = context.caller;
    if caller.is_district_officer() {
        return Ok((Poster::District, form.check(context.district, context.now)?));
    }
    if caller.townships().next().is_none() {
        return Err(Refusal::NotAllowed);
    }
    let details = form.check(context.district, context.now)?;
    // A 专人 posts for their own township, and says for which.
    let issue = match &details.township {
        Some(township) if caller.liaises(township) => {
            return Ok((Poster::Township(township.clone()), details));
        }
        Some(_) => Issue::NotAChoice,
        None => Issue::Required,
    };
    Err(vec![FieldIssue { field: Field::Township, issue }].into())
}
