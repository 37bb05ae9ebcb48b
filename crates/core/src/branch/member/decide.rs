use super::{
    command::{Consent, EndReason, MemberCommand, SendBackReason},
    event::{ConsentGiven, MemberEvent, ReportCodes},
    form::Report,
    home,
    state::{Member, MemberState},
};
use crate::{
    branch::{Branch, activity::Activity},
    caller::Caller,
    decider::{Context, Decision, Outcome},
    ids::{BranchId, GroupId, PersonId},
    personal::Personal,
    refusal::{Field, FieldIssue, Fields, Refusal},
    text::{self, Issue},
};

/// Free text that goes with a step, in characters.
pub(super) const NOTE: u32 = 300;

pub(crate) fn decide(
    branch: &Branch,
    context: &Context<'_>,
    command: &MemberCommand,
) -> Result<Decision, Refusal> {
    match command {
        MemberCommand::ReportIn { report, consent } => {
            let person = context.caller.person.ok_or(Refusal::SignInNeeded)?;
            let report = check(report, consent, context)?;
            report_in(branch, context, person, report)
        }
        MemberCommand::ReceiveMember { person } => {
            let by = manager(context.caller, branch)?;
            let member = branch.members.get(person).ok_or(Refusal::UnknownPerson)?;
            if member.state != MemberState::Submitted {
                return Err(Refusal::NotWaiting);
            }
            let event = MemberEvent::MemberReceived { person: *person, by };
            Ok(Decision::new(Outcome::MemberReceived).with(&branch.stream(), event))
        }
        MemberCommand::SendBackReportIn { person, reason, note } => {
            let by = manager(context.caller, branch)?;
            let member = branch.members.get(person).ok_or(Refusal::UnknownPerson)?;
            if member.state != MemberState::Submitted {
                return Err(Refusal::NotWaiting);
            }
            let note = note_for(*reason, note)?;
            let note = Personal::new(*person, note);
            let event =
                MemberEvent::ReportInSentBack { person: *person, by, reason: *reason, note };
            Ok(Decision::new(Outcome::ReportInSentBack).with(&branch.stream(), event))
        }
        MemberCommand::EndReportIn { person, reason, note } => {
            let by = context.caller.person.ok_or(Refusal::SignInNeeded)?;
            let person = person.unwrap_or(by);
            if person != by {
                manager(context.caller, branch)?;
            }
            active(branch, person, person == by)?;
            let note = text::optional_story(note, NOTE)
                .map_err(|issue| vec![FieldIssue { field: Field::Note, issue }])?
                .map(|note| Personal::new(person, note));
            Ok(end(branch, context, person, by, (*reason, None), note, Outcome::ReportInEnded))
        }
        MemberCommand::AcknowledgeReportIn { person } => {
            home::acknowledge(branch, context, *person)
        }
        MemberCommand::DisputeReportIn { person, reason, note } => {
            home::dispute(branch, context, *person, *reason, note)
        }
        MemberCommand::AnswerDispute { person, answer, note } => {
            home::answer(branch, context, *person, *answer, note)
        }
        MemberCommand::AssignGroup { person, group } => {
            let by = manager(context.caller, branch)?;
            let member = active(branch, *person, false)?;
            let known = |group: &GroupId| branch.charter.groups.iter().any(|it| it.id == *group);
            if group.as_ref().is_some_and(|group| !known(group)) {
                return Err(Refusal::UnknownGroup);
            }
            if member.group == *group {
                return Err(Refusal::NothingChanged);
            }
            let event = MemberEvent::GroupAssigned { person: *person, by, group: group.clone() };
            Ok(Decision::new(Outcome::GroupAssigned).with(&branch.stream(), event))
        }
        MemberCommand::MoveReportIn { to, area, consent } => {
            let person = context.caller.person.ok_or(Refusal::SignInNeeded)?;
            move_to(branch, context, person, to, area, consent)
        }
    }
}

/// Ends an active report-in because its person erases themselves, and gives up
/// every place, those where they are checked in too.
pub(crate) fn end_for_erasure(
    branch: &Branch,
    context: &Context<'_>,
    person: PersonId,
    decision: &mut Decision,
) {
    if branch.members.get(&person).is_some_and(|member| member.state.is_active()) {
        let reason = (EndReason::Withdrew, None);
        decision.absorb(ended(branch, person, person, reason, None, Outcome::Erased));
    }
    let stream = branch.stream();
    let left = branch.activities.leave_all(&branch.host(), person, context.now, |_| true);
    decision.events.extend(left.into_iter().map(|event| (stream.clone(), event.into())));
}

fn report_in(
    branch: &Branch,
    context: &Context<'_>,
    person: PersonId,
    report: Report,
) -> Result<Decision, Refusal> {
    let before = branch.member(&person);
    match before.map(|member| member.state) {
        // What the home township disputes may be corrected after 接收 too.
        Some(MemberState::Received) if !before.is_some_and(home::may_correct) => {
            return Err(Refusal::AlreadyReceived);
        }
        // Correcting what waits or came back keeps the claim that it holds.
        Some(MemberState::Submitted | MemberState::SentBack | MemberState::Received) => {
            let event = submitted(person, report, context, None);
            return Ok(Decision::new(Outcome::ReportInSubmitted).with(&branch.stream(), event));
        }
        Some(MemberState::Ended) | None => {}
    }
    if context.active_elsewhere.is_some() {
        return Err(Refusal::AlreadyReportedIn);
    }
    let event = submitted(person, report, context, None);
    Ok(Decision::new(Outcome::ReportInSubmitted).with(&branch.stream(), event).claiming(person))
}

fn move_to(
    branch: &Branch,
    context: &Context<'_>,
    person: PersonId,
    to: &BranchId,
    area: &str,
    consent: &Consent,
) -> Result<Decision, Refusal> {
    let target = context.district.branches.get(to).ok_or(Refusal::UnknownBranch)?;
    if *to == branch.charter.id {
        return Err(Refusal::SameBranch);
    }
    let member = active(branch, person, true)?;
    let before = member.report.known().ok_or(Refusal::NoReportIn)?;
    let mut fields = Fields::default();
    let area = fields.check(Field::Area, text::line(area, 2, 20));
    fields.check(Field::Consent, agreed(consent, context));
    let area = fields.finish(|| area)?;
    let report = Report { city: target.host_city.zh.clone(), area, ..before.clone() };

    let moved = (EndReason::MovedOn, Some(to.clone()));
    let mut decision = end(branch, context, person, person, moved, None, Outcome::ReportInMoved);
    let event = submitted(person, report, context, Some(branch.charter.id.clone()));
    decision = decision.with(&crate::ids::StreamId::Branch(to.clone()), event);
    // The claim stays with the person: what ends here begins there.
    Ok(decision.keeping_claim())
}

fn end(
    branch: &Branch,
    context: &Context<'_>,
    person: PersonId,
    by: PersonId,
    (reason, moved_to): (EndReason, Option<BranchId>),
    note: Option<Personal<String>>,
    outcome: Outcome,
) -> Decision {
    let mut decision = ended(branch, person, by, (reason, moved_to), note, outcome);
    // A place that nobody will take is a place for the next in the queue. Who
    // is checked in has taken it.
    let not_there = |activity: &Activity| !activity.attendance.contains_key(&person);
    for event in branch.activities.leave_all(&branch.host(), person, context.now, not_there) {
        decision = decision.with(&branch.stream(), event);
    }
    decision
}

fn ended(
    branch: &Branch,
    person: PersonId,
    by: PersonId,
    (reason, moved_to): (EndReason, Option<BranchId>),
    note: Option<Personal<String>>,
    outcome: Outcome,
) -> Decision {
    let event = MemberEvent::ReportInEnded { person, by, reason, note, moved_to };
    Decision::new(outcome).with(&branch.stream(), event).releasing(person)
}

fn submitted(
    person: PersonId,
    report: Report,
    context: &Context<'_>,
    moved_from: Option<BranchId>,
) -> MemberEvent {
    let consent = ConsentGiven {
        notice: context.district.notice.version.clone(),
        recipient: report.township.clone(),
    };
    let codes = ReportCodes::from(&report);
    let report = Personal::new(person, report);
    MemberEvent::ReportInSubmitted { person, report, codes, consent, moved_from }
}

fn check(
    form: &super::form::ReportForm,
    consent: &Consent,
    context: &Context<'_>,
) -> Result<Report, Refusal> {
    let mut fields = Fields::default();
    fields.check(Field::Consent, agreed(consent, context));
    let consent_issues = fields.finish(|| Some(())).err().unwrap_or_default();
    match form.check(context.district, context.now.day()) {
        Ok(report) if consent_issues.is_empty() => Ok(report),
        Ok(_) => Err(consent_issues.into()),
        Err(mut issues) => {
            issues.extend(consent_issues);
            Err(issues.into())
        }
    }
}

/// Whether they agreed to the notice as it stands today.
pub(crate) fn agreed(consent: &Consent, context: &Context<'_>) -> Result<(), Issue> {
    if !consent.agreed {
        Err(Issue::NotAgreed)
    } else if consent.notice != context.district.notice.version {
        Err(Issue::NoticeChanged)
    } else {
        Ok(())
    }
}

pub(super) fn active(branch: &Branch, person: PersonId, own: bool) -> Result<&Member, Refusal> {
    let missing = || if own { Refusal::NoReportIn } else { Refusal::UnknownPerson };
    branch.member(&person).filter(|member| member.state.is_active()).ok_or_else(missing)
}

fn note_for(reason: SendBackReason, note: &str) -> Result<String, Refusal> {
    // The codes speak for themselves; only "other" must be put in words.
    let least = u32::from(reason == SendBackReason::Other) * 2;
    text::story(note, least, NOTE)
        .map_err(|issue| vec![FieldIssue { field: Field::Note, issue }].into())
}

pub(super) fn manager(caller: &Caller, branch: &Branch) -> Result<PersonId, Refusal> {
    let person = caller.person.ok_or(Refusal::SignInNeeded)?;
    if caller.manages(&branch.charter.id) { Ok(person) } else { Err(Refusal::NotAllowed) }
}
