//! What the home township's 专人 says to a report-in, and what the secretary
//! answers. [domain §2, R19 §33]

use super::{
    command::{DisputeAnswer, DisputeReason},
    decide::{NOTE, active, manager},
    event::MemberEvent,
    state::{HomeState, Member},
};
use crate::{
    branch::Branch,
    decider::{Context, Decision, Outcome},
    ids::PersonId,
    personal::Personal,
    refusal::{Field, FieldIssue, Refusal},
    text,
};

/// Whether a received member may submit the report-in again, corrected.
pub(crate) fn may_correct(member: &Member) -> bool {
    match member.home {
        HomeState::Disputed { .. } => true,
        HomeState::Answered { answer, .. } => answer == DisputeAnswer::CorrectionAsked,
        HomeState::Waiting { .. } | HomeState::Acknowledged { .. } => false,
    }
}

pub(super) fn acknowledge(
    branch: &Branch,
    context: &Context<'_>,
    person: PersonId,
) -> Result<Decision, Refusal> {
    let (by, member) = for_liaison(branch, context, person)?;
    match member.home {
        HomeState::Acknowledged { .. } => Err(Refusal::AlreadyAcknowledged),
        // Also what was disputed: the township may find out that all is well.
        _ => {
            let event = MemberEvent::ReportInAcknowledged { person, by };
            Ok(Decision::new(Outcome::ReportInAcknowledged).with(&branch.stream(), event))
        }
    }
}

pub(super) fn dispute(
    branch: &Branch,
    context: &Context<'_>,
    person: PersonId,
    reason: DisputeReason,
    note: &str,
) -> Result<Decision, Refusal> {
    let (by, member) = for_liaison(branch, context, person)?;
    if matches!(member.home, HomeState::Disputed { .. }) {
        return Err(Refusal::AlreadyDisputed);
    }
    let note = sealed(person, note, reason == DisputeReason::Other)?;
    let event = MemberEvent::ReportInDisputed { person, by, reason, note };
    Ok(Decision::new(Outcome::ReportInDisputed).with(&branch.stream(), event))
}

pub(super) fn answer(
    branch: &Branch,
    context: &Context<'_>,
    person: PersonId,
    answer: DisputeAnswer,
    note: &str,
) -> Result<Decision, Refusal> {
    let by = manager(context.caller, branch)?;
    let member = active(branch, person, false)?;
    if !matches!(member.home, HomeState::Disputed { .. }) {
        return Err(Refusal::NoDispute);
    }
    let note = sealed(person, note, answer == DisputeAnswer::Other)?;
    let event = MemberEvent::DisputeAnswered { person, by, answer, note };
    Ok(Decision::new(Outcome::DisputeAnswered).with(&branch.stream(), event))
}

// Only of their own township; who else is here is not theirs to know.
fn for_liaison<'a>(
    branch: &'a Branch,
    context: &Context<'_>,
    person: PersonId,
) -> Result<(PersonId, &'a Member), Refusal> {
    let by = context.caller.person.ok_or(Refusal::SignInNeeded)?;
    if context.caller.townships().next().is_none() {
        return Err(Refusal::NotAllowed);
    }
    let member = active(branch, person, false)?;
    if !context.caller.liaises(&member.codes.township) {
        return Err(Refusal::UnknownPerson);
    }
    Ok((by, member))
}

// The codes speak for themselves; only "other" must be put in words.
fn sealed(person: PersonId, note: &str, needed: bool) -> Result<Option<Personal<String>>, Refusal> {
    let checked = if needed {
        text::story(note, 2, NOTE).map(Some)
    } else {
        text::optional_story(note, NOTE)
    };
    let note = checked.map_err(|issue| vec![FieldIssue { field: Field::Note, issue }])?;
    Ok(note.map(|note| Personal::new(person, note)))
}
