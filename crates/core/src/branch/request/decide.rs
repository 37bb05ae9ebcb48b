use super::{
    asking,
    command::{CloseReason, RequestCommand},
    consent,
    event::{RequestEvent, ReturnReason},
    form::NOTE,
    helper,
    state::{Request, Stage},
};
use crate::{
    branch::Branch,
    chain::Holder,
    decider::{Context, Decision, Outcome},
    ids::{DepartmentId, PersonId, RequestId},
    personal::Personal,
    recipient::Recipient,
    refusal::{Field, FieldIssue, Refusal},
    text::{self, Issue},
    time::{DAY, Timestamp},
};

/// Days within which what is reopened does not count as closed. [domain §5]
pub(crate) const CLOSED_DAYS: i64 = 7;

/// What a command comes to in one branch's stream.
pub(super) type Decided = Result<(Outcome, Vec<RequestEvent>), Refusal>;

pub(crate) fn decide(
    branch: &Branch,
    context: &Context<'_>,
    command: &RequestCommand,
) -> Result<Decision, Refusal> {
    let by = context.caller.person.ok_or(Refusal::SignInNeeded)?;
    let (outcome, events) = decided(branch, context, by, command)?;
    let stream = branch.stream();
    let decision = Decision::new(outcome);
    Ok(events.into_iter().fold(decision, |decision, event| decision.with(&stream, event)))
}

fn decided(
    branch: &Branch,
    context: &Context<'_>,
    by: PersonId,
    command: &RequestCommand,
) -> Decided {
    use RequestCommand as C;
    match command {
        C::AskForHelp { kind, urgency, text, consent } => {
            asking::ask(branch, context, by, (*kind, *urgency), text, consent)
        }
        C::ReportSpot { spot_category, urgency, place, text, consent } => {
            asking::report(branch, context, by, (*spot_category, *urgency), (place, text), consent)
        }
        C::AskRequestConsent { request, recipient } => {
            consent::ask(branch, context, by, request, recipient)
        }
        C::AnswerRequestConsent { request, recipient, agreed } => {
            consent::answer(branch, context, by, request, (recipient, *agreed))
        }
        C::WithdrawRequestConsent { request, recipient } => {
            consent::withdraw(branch, context, by, request, recipient)
        }
        C::Whistle { request, department } => whistle(branch, context, by, request, department),
        C::ReportArrival { request } => arrive(branch, context, by, request),
        C::ResolveRequest { request, note } => resolve(branch, context, by, request, note),
        C::RateRequest { request, rating } => rate(branch, by, request, *rating),
        C::ReopenRequest { request, note } => reopen(branch, context, by, request, note),
        C::WithdrawRequest { request: id } => {
            let request = mine(branch, id, by)?;
            open(request)?;
            let event = RequestEvent::RequestWithdrawn { request: *id };
            Ok((Outcome::RequestWithdrawn, vec![event]))
        }
        C::CloseRequest { request, reason, note } => {
            close(branch, context, by, request, (*reason, note))
        }
        C::ReturnRequest { request } => give_back(branch, context, by, request),
        C::OfferHelp { kinds } => helper::offer(branch, by, kinds),
        C::WithdrawHelpOffer {} => helper::withdraw_offer(branch, by),
        C::AskHelper { request, person } => helper::ask(branch, context, by, request, *person),
        C::AnswerHelp { request, agreed } => helper::answer(branch, context, by, request, *agreed),
    }
}

/// Closes what the person has open here and lets go of what they help with,
/// because they erase themselves.
pub(crate) fn end_for_erasure(
    branch: &Branch,
    context: &Context<'_>,
    person: PersonId,
) -> Vec<RequestEvent> {
    let touching = branch.requests.touching(&person);
    let ended =
        touching.filter(|(_, request)| request.stage.is_open()).filter_map(|(id, request)| {
            let (request_id, reason) = (id, CloseReason::Erased);
            if request.of == Some(person) {
                return Some(RequestEvent::RequestClosed {
                    request: request_id,
                    by: person,
                    reason,
                    note: None,
                });
            }
            let helps = request.stage.helper().is_some_and(|(helper, _)| helper == person);
            helps.then(|| RequestEvent::HelperDeclined {
                request: id,
                person,
                lapsed: false,
                due: branch.charter.help_targets.answer(request.urgency, context.now),
            })
        });
    ended.collect()
}

fn whistle(
    branch: &Branch,
    context: &Context<'_>,
    by: PersonId,
    id: &RequestId,
    department: &DepartmentId,
) -> Decided {
    let request = for_officer(branch, context, id)?;
    at_branch(request)?;
    if context.district.department(&branch.charter.id, department).is_none() {
        return Err(Refusal::UnknownDepartment);
    }
    agreed(request, &Recipient::Department(department.clone()))?;
    let event = RequestEvent::Whistled {
        request: *id,
        by,
        department: department.clone(),
        kind: request.kind,
        due: branch.charter.help_targets.arrival(request.urgency, context.now),
    };
    Ok((Outcome::Whistled, vec![event]))
}

fn arrive(branch: &Branch, context: &Context<'_>, by: PersonId, id: &RequestId) -> Decided {
    let request = find(branch, id)?;
    let Stage::Whistled { department } = &request.stage else {
        return Err(not_there(branch, context, request));
    };
    let recorded = acts_for(branch, context, department)?;
    // Who is in Guiyan says so themselves: the branch cannot be there for them.
    if recorded && is_in_guiyan(context, department) {
        return Err(Refusal::ReportsArrivalItself);
    }
    let event = RequestEvent::Arrived {
        request: *id,
        by,
        department: department.clone(),
        recorded,
        in_target: request.due.is_none_or(|due| context.now <= due),
        kind: request.kind,
        due: branch.charter.help_targets.resolve(request.urgency, context.now),
    };
    Ok((Outcome::ArrivalReported, vec![event]))
}

fn resolve(
    branch: &Branch,
    context: &Context<'_>,
    by: PersonId,
    id: &RequestId,
    note: &str,
) -> Decided {
    let request = find(branch, id)?;
    let recorded = match &request.stage {
        Stage::Arrived { department } => acts_for(branch, context, department)?,
        Stage::Helping { helper, .. } if *helper == by => false,
        Stage::Helping { .. } => officer(branch, context).map(|()| true)?,
        // What the branch does itself it does not record for others.
        Stage::Submitted if stopped(context, request) => return Err(Refusal::ConsentWithdrawn),
        Stage::Submitted => officer(branch, context).map(|()| false)?,
        _ => return Err(not_there(branch, context, request)),
    };
    let owner = request.of.ok_or(Refusal::RequestOver)?;
    let event = RequestEvent::RequestResolved {
        request: *id,
        by,
        recorded,
        holder: match &request.stage {
            Stage::Submitted => Holder::Branch(branch.charter.id.clone()),
            _ => request.holder(&branch.charter.id),
        },
        kind: request.kind,
        counts: !request.counted,
        note: Personal::new(owner, note_of(note, 2)?),
    };
    Ok((Outcome::RequestResolved, vec![event]))
}

fn rate(branch: &Branch, by: PersonId, id: &RequestId, rating: i64) -> Decided {
    let request = mine(branch, id, by)?;
    let rating = match u8::try_from(rating) {
        Ok(rating @ 1..=5) => rating,
        _ => return Err(field(Field::Rating, Issue::OutOfRange { min: 1, max: 5 })),
    };
    if request.rating.is_some() {
        return Err(Refusal::AlreadyRated);
    }
    match request.stage {
        Stage::Resolved => {
            let event = RequestEvent::RequestRated { request: *id, rating, kind: request.kind };
            Ok((Outcome::RequestRated, vec![event]))
        }
        Stage::Withdrawn | Stage::Closed { .. } => Err(Refusal::RequestOver),
        _ => Err(Refusal::NotResolved),
    }
}

fn reopen(
    branch: &Branch,
    context: &Context<'_>,
    by: PersonId,
    id: &RequestId,
    note: &str,
) -> Decided {
    let request = mine(branch, id, by)?;
    may_reopen(branch, request, context.now)?;
    let resolved_at = request.resolved_at.ok_or(Refusal::NotResolved)?;
    let event = RequestEvent::RequestReopened {
        request: *id,
        kind: request.kind,
        uncounts: request.counted && context.now <= resolved_at.plus(CLOSED_DAYS * DAY),
        note: Personal::new(by, note_of(note, 2)?),
        due: branch.charter.help_targets.answer(request.urgency, context.now),
    };
    Ok((Outcome::RequestReopened, vec![event]))
}

/// Whether its requester may reopen it now, and if not, why.
pub(crate) fn may_reopen(
    branch: &Branch,
    request: &Request,
    now: Timestamp,
) -> Result<(), Refusal> {
    let until = reopen_until(branch, request).ok_or(Refusal::NotResolved)?;
    match request.stage {
        Stage::Resolved | Stage::Rated if request.reopened => Err(Refusal::ReopenedAlready),
        Stage::Resolved | Stage::Rated if until <= now => Err(Refusal::ReopenClosed),
        Stage::Resolved | Stage::Rated => Ok(()),
        Stage::Withdrawn | Stage::Closed { .. } => Err(Refusal::RequestOver),
        _ => Err(Refusal::NotResolved),
    }
}

/// Until when it may be reopened, once it is resolved.
pub(crate) fn reopen_until(branch: &Branch, request: &Request) -> Option<Timestamp> {
    let days = i64::from(branch.charter.help_targets.reopen_days);
    match request.stage {
        Stage::Resolved | Stage::Rated => request.resolved_at.map(|at| at.plus(days * DAY)),
        Stage::Withdrawn | Stage::Closed { .. } => Some(Timestamp::default()),
        _ => None,
    }
}

fn close(
    branch: &Branch,
    context: &Context<'_>,
    by: PersonId,
    id: &RequestId,
    (reason, note): (CloseReason, &str),
) -> Decided {
    let request = for_officer(branch, context, id)?;
    if reason == CloseReason::Erased {
        return Err(field(Field::Reason, Issue::NotAChoice));
    }
    // The codes speak for themselves; only "other" must be put in words.
    let note = if reason == CloseReason::Other {
        Some(note_of(note, 2)?)
    } else {
        text::optional_story(note, NOTE).map_err(|issue| field(Field::Note, issue))?
    };
    let note = note.and_then(|note| Some(Personal::new(request.of?, note)));
    let event = RequestEvent::RequestClosed { request: *id, by, reason, note };
    Ok((Outcome::RequestClosed, vec![event]))
}

fn give_back(branch: &Branch, context: &Context<'_>, by: PersonId, id: &RequestId) -> Decided {
    let request = find(branch, id)?;
    let has_it = match &request.stage {
        Stage::Whistled { department } | Stage::Arrived { department } => {
            is_in_guiyan(context, department) && context.caller.serves(department)
        }
        Stage::HelperAgreed { helper, .. } | Stage::Helping { helper, .. } => *helper == by,
        Stage::HelperAsked { .. } => false,
        _ => return Err(not_there(branch, context, request)),
    };
    if !has_it {
        officer(branch, context)?;
    }
    let reason = if has_it { ReturnReason::HandedBack } else { ReturnReason::TakenBack };
    let due = branch.charter.help_targets.answer(request.urgency, context.now);
    let event = RequestEvent::RequestReturned { request: *id, by: Some(by), reason, due };
    Ok((Outcome::RequestReturned, vec![event]))
}

// Whether the caller records for the department, rather than being its contact.
fn acts_for(
    branch: &Branch,
    context: &Context<'_>,
    department: &DepartmentId,
) -> Result<bool, Refusal> {
    if is_in_guiyan(context, department) && context.caller.serves(department) {
        return Ok(false);
    }
    officer(branch, context).map(|()| true)
}

fn is_in_guiyan(context: &Context<'_>, id: &DepartmentId) -> bool {
    let mut home = context.district.departments.iter();
    home.any(|department| department.id == *id && department.in_guiyan)
}

// Why somebody cannot do a step of a request that stands elsewhere: whoever
// has no part in it does not learn where.
fn not_there(branch: &Branch, context: &Context<'_>, request: &Request) -> Refusal {
    let manages = context.caller.manages(&branch.charter.id);
    let own = context.caller.person.is_some() && context.caller.person == request.of;
    match () {
        () if stopped(context, request) => Refusal::ConsentWithdrawn,
        () if !manages && !own => Refusal::NotAllowed,
        () if !request.stage.is_open() => Refusal::RequestOver,
        () => Refusal::RequestElsewhere,
    }
}

// Whether the caller had it, or was to have it, under a consent that is no more.
fn stopped(context: &Context<'_>, request: &Request) -> bool {
    let departments = context.caller.departments().cloned().map(Recipient::Department);
    let helper = context.caller.person.map(Recipient::Person);
    departments.chain(helper).any(|recipient| {
        request.consents.live(&recipient).is_none() && request.consents.declined(&recipient)
    })
}

pub(super) fn officer(branch: &Branch, context: &Context<'_>) -> Result<(), Refusal> {
    if context.caller.manages(&branch.charter.id) { Ok(()) } else { Err(Refusal::NotAllowed) }
}

/// An open request, for an officer of its branch.
pub(super) fn for_officer<'a>(
    branch: &'a Branch,
    context: &Context<'_>,
    id: &RequestId,
) -> Result<&'a Request, Refusal> {
    officer(branch, context)?;
    let request = find(branch, id)?;
    open(request)?;
    Ok(request)
}

pub(super) fn mine<'a>(
    branch: &'a Branch,
    id: &RequestId,
    person: PersonId,
) -> Result<&'a Request, Refusal> {
    let request = find(branch, id)?;
    if request.of == Some(person) { Ok(request) } else { Err(Refusal::NotAllowed) }
}

pub(super) fn find<'a>(branch: &'a Branch, id: &RequestId) -> Result<&'a Request, Refusal> {
    branch.requests.get(id).ok_or(Refusal::UnknownRequest)
}

pub(super) fn open(request: &Request) -> Result<(), Refusal> {
    if request.stage.is_open() { Ok(()) } else { Err(Refusal::RequestOver) }
}

pub(super) fn at_branch(request: &Request) -> Result<(), Refusal> {
    if request.stage == Stage::Submitted { Ok(()) } else { Err(Refusal::RequestElsewhere) }
}

/// Nothing goes to a recipient without a live consent naming them. [PIPL §23]
pub(super) fn agreed(request: &Request, recipient: &Recipient) -> Result<(), Refusal> {
    if request.consents.live(recipient).is_some() {
        Ok(())
    } else if request.consents.declined(recipient) {
        Err(Refusal::ConsentRefused)
    } else {
        Err(Refusal::ConsentNeeded)
    }
}

pub(super) fn field(field: Field, issue: Issue) -> Refusal {
    vec![FieldIssue { field, issue }].into()
}

fn note_of(note: &str, least: u32) -> Result<String, Refusal> {
    text::story(note, least, NOTE).map_err(|issue| field(Field::Note, issue))
}
