//! How a lead moves from stage to stage, and who may move it.

use super::{
    command::{HoldReason, JumpReason, LeadCloseReason, MoveTo},
    event::{Actor, LeadEvent},
    form::LandingForm,
    state::{Lead, LeadStage},
};
use crate::{
    branch::Branch,
    caller::Caller,
    decider::{Context, Outcome},
    ids::{LeadId, PersonId},
    personal::Personal,
    refusal::{Field, FieldIssue, Refusal},
    text::{self, Issue},
    time::{DAY, Timestamp},
};

/// Free text that goes with a step, in characters.
const NOTE: u32 = 500;

type Decided = Result<(Outcome, Vec<LeadEvent>), Refusal>;

/// On whose side the caller may work on the lead: who holds it, or the branch,
/// which answers for it all along.
pub(crate) fn handler(branch: &Branch, caller: &Caller, lead: &Lead) -> Result<Actor, Refusal> {
    match &lead.held_by {
        Some(recipient) if caller.receives_for(recipient) => Ok(Actor::Handler(recipient.clone())),
        _ if caller.manages(&branch.charter.id) => Ok(Actor::Branch),
        // Who had it is told why they have it no more. [PIPL §15]
        _ if taken_back(caller, lead) => Err(Refusal::ConsentWithdrawn),
        _ => Err(Refusal::NotAllowed),
    }
}

fn taken_back(caller: &Caller, lead: &Lead) -> bool {
    let passed = lead.consents.given().iter().filter(|consent| consent.passed_at.is_some());
    passed
        .map(|consent| &consent.recipient)
        .any(|recipient| caller.receives_for(recipient) && lead.consents.live(recipient).is_none())
}

/// Until when the step after that stage is due. *Configurable*; 0 days is never.
pub(super) fn due(branch: &Branch, stage: LeadStage, now: Timestamp) -> Option<Timestamp> {
    let rules = &branch.charter.leads;
    let days = match stage {
        LeadStage::Submitted => rules.submitted_days,
        LeadStage::InContact => rules.in_contact_days,
        LeadStage::Negotiating => rules.negotiating_days,
        LeadStage::Signed => rules.signed_days,
        LeadStage::Landed | LeadStage::OnHold | LeadStage::Closed => 0,
    };
    (days > 0).then(|| now.plus(i64::from(days) * DAY))
}

pub(super) fn move_to(
    branch: &Branch,
    context: &Context<'_>,
    (id, lead): (&LeadId, &Lead),
    (to, reason): (MoveTo, Option<JumpReason>),
    note: &str,
    landing: Option<&LandingForm>,
) -> Decided {
    let by = context.caller.person.ok_or(Refusal::SignInNeeded)?;
    let actor = handler(branch, context.caller, lead)?;
    let (from, stage) = (lead.stage, LeadStage::from(to));
    let landing = match (to, landing) {
        (MoveTo::Landed, Some(form)) => Some(form.check(lead.codes.kind)?),
        (MoveTo::Landed, None) => return Err(issue(Field::Landing, Issue::Required)),
        (_, Some(_)) => return Err(issue(Field::Landing, Issue::NotAChoice)),
        (_, None) => None,
    };
    // Only what has landed is told again, to put its figures right.
    if from == stage && (landing.is_none() || landing == lead.landing) {
        return Err(Refusal::LeadAtStage);
    }
    let resumes = from == LeadStage::OnHold && lead.working_stage() == stage;
    let follows = lead.working_stage().next() == Some(to);
    if reason.is_none() && !resumes && !follows {
        return Err(Refusal::ReasonNeeded);
    }
    let note = note_of(lead, note, reason == Some(JumpReason::Other))?;
    let lead_id = *id;
    let event = match landing {
        Some(landing) => LeadEvent::LeadLanded {
            lead: lead_id,
            by,
            actor,
            from,
            landing,
            replaces: lead.landing,
            reason,
            note,
        },
        None => {
            let due = due(branch, stage, context.now);
            LeadEvent::LeadMoved {
                lead: lead_id,
                by,
                actor,
                from,
                to: stage,
                reason,
                note,
                due,
                takes_back: lead.landing,
            }
        }
    };
    Ok((Outcome::LeadMoved { stage }, vec![event]))
}

pub(super) fn hold(
    branch: &Branch,
    context: &Context<'_>,
    (id, lead): (&LeadId, &Lead),
    reason: HoldReason,
    note: &str,
) -> Decided {
    let by = context.caller.person.ok_or(Refusal::SignInNeeded)?;
    let actor = handler(branch, context.caller, lead)?;
    if lead.stage == LeadStage::OnHold {
        return Err(Refusal::LeadAtStage);
    }
    let note = note_of(lead, note, reason == HoldReason::Other)?;
    let from = lead.stage;
    let event = LeadEvent::LeadPutOnHold { lead: *id, by, actor, from, reason, note };
    Ok((Outcome::LeadMoved { stage: LeadStage::OnHold }, vec![event]))
}

pub(super) fn close(
    branch: &Branch,
    context: &Context<'_>,
    (id, lead): (&LeadId, &Lead),
    reason: LeadCloseReason,
    note: &str,
) -> Decided {
    let by = context.caller.person.ok_or(Refusal::SignInNeeded)?;
    let withdraws = lead.person == Some(by) && reason == LeadCloseReason::Withdrawn;
    let actor = match handler(branch, context.caller, lead) {
        _ if withdraws => Actor::Submitter,
        actor => actor?,
    };
    let note = note_of(lead, note, reason == LeadCloseReason::Other)?;
    let event = LeadEvent::LeadClosed { lead: *id, by, actor, from: lead.stage, reason, note };
    Ok((Outcome::LeadMoved { stage: LeadStage::Closed }, vec![event]))
}

// The codes speak for themselves; only "other" must be put in words. They
// belong to the person they concern.
fn note_of(lead: &Lead, note: &str, needed: bool) -> Result<Option<Personal<String>>, Refusal> {
    let owner: PersonId = lead.person.ok_or(Refusal::LeadClosed)?;
    let checked = if needed {
        text::story(note, 2, NOTE).map(Some)
    } else {
        text::optional_story(note, NOTE)
    };
    let checked = checked.map_err(|wrong| issue(Field::Note, wrong))?;
    Ok(checked.map(|note| Personal::new(owner, note)))
}

fn issue(field: Field, issue: Issue) -> Refusal {
    vec![FieldIssue { field, issue }].into()
}
