use super::{
    command::AppointmentCommand,
    event::{AppointmentEnd, AppointmentEvent},
    state::{Appointment, Appointments},
};
use crate::{
    caller::{Caller, Office, Role},
    charter::DistrictCharter,
    decider::{Context, Decision, Outcome},
    district::District,
    ids::{AppointmentId, PersonId, StreamId},
    personal::Personal,
    refusal::{Field, FieldIssue, Fields, Refusal},
    text::{self, Issue},
    time::{Day, Timestamp},
};

pub(crate) fn decide(
    district: &District,
    context: &Context<'_>,
    command: &AppointmentCommand,
) -> Result<Decision, Refusal> {
    let all = &district.appointments;
    match command {
        AppointmentCommand::Appoint { person, role, name, until } => {
            let by = context.caller.person.ok_or(Refusal::SignInNeeded)?;
            if !may_appoint(context.caller, role) {
                return Err(Refusal::NotAllowed);
            }
            let term = Term::check(context, role, name, until)?;
            let event = begin(district, context, *person, role, term, Some(by))?;
            Ok(Decision::new(appointed(context)).with(&StreamId::District, event))
        }
        AppointmentCommand::EndAppointment { appointment } => {
            let by = context.caller.person.ok_or(Refusal::SignInNeeded)?;
            let held = all.get(appointment).ok_or(Refusal::UnknownAppointment)?;
            if !may_end(context.caller, held) {
                return Err(Refusal::NotAllowed);
            }
            if !held.is_held(context.now) {
                return Err(Refusal::AppointmentOver);
            }
            if is_last_of_district(all, held, context.now) {
                return Err(Refusal::LastOfficer);
            }
            let own = held.person == by;
            let how = if own { AppointmentEnd::Resigned } else { AppointmentEnd::Removed };
            let ended = AppointmentEvent::AppointmentEnded { appointment: *appointment, by, how };
            Ok(Decision::new(Outcome::AppointmentEnded).with(&StreamId::District, ended))
        }
        AppointmentCommand::HandOver { branch, person, name, until } => {
            let by = context.caller.person.ok_or(Refusal::SignInNeeded)?;
            let role = Role::Branch { office: Office::Secretary, branch: branch.clone() };
            let own = context.caller.manages_as(branch) == Some(Office::Secretary);
            if !own && !context.caller.is_district_officer() {
                return Err(Refusal::NotAllowed);
            }
            let term = Term::check(context, &role, name, until)?;
            let begun = begin(district, context, *person, &role, term, Some(by))?;
            let mut decision = Decision::new(appointed(context));
            for (id, _) in all.holding(&role, context.now) {
                let how = AppointmentEnd::HandedOver;
                let ended = AppointmentEvent::AppointmentEnded { appointment: *id, by, how };
                decision = decision.with(&StreamId::District, ended);
            }
            Ok(decision.with(&StreamId::District, begun))
        }
        AppointmentCommand::AppointFirst { person, name } => {
            let role = Role::DistrictOfficer;
            let term = Term::check(context, &role, name, "")?;
            let event = begin(district, context, *person, &role, term, None)?;
            Ok(Decision::new(appointed(context)).with(&StreamId::District, event))
        }
    }
}

/// Whether the caller may give somebody that office: an officer of the district
/// any, the secretary of a branch the lesser ones of it.
pub(crate) fn may_appoint(caller: &Caller, role: &Role) -> bool {
    let own = match role {
        Role::Branch { office: Office::Organiser | Office::Steward, branch } => {
            caller.manages_as(branch) == Some(Office::Secretary)
        }
        _ => false,
    };
    own || caller.is_district_officer()
}

/// Whether there is an office that the caller may give.
pub(crate) fn may_appoint_somebody(caller: &Caller) -> bool {
    let secretary = |role: &Role| matches!(role, Role::Branch { office: Office::Secretary, .. });
    caller.is_district_officer() || caller.signed_in_roles().any(secretary)
}

/// Whether the caller may end it: who may give it, and who holds it.
pub(crate) fn may_end(caller: &Caller, held: &Appointment) -> bool {
    caller.person == Some(held.person) || may_appoint(caller, &held.role)
}

/// Who erases themselves holds no office any more.
pub(crate) fn end_for_erasure(
    all: &Appointments,
    person: PersonId,
    now: Timestamp,
) -> Vec<AppointmentEvent> {
    let how = AppointmentEnd::Erased;
    all.held_by(&person, now)
        .map(|(id, _)| AppointmentEvent::AppointmentEnded { appointment: *id, by: person, how })
        .collect()
}

fn appointed(context: &Context<'_>) -> Outcome {
    Outcome::Appointed { appointment: AppointmentId::from(context.command) }
}

// What the form says of it, checked.
struct Term {
    name: String,
    until: Option<Day>,
}

impl Term {
    fn check(context: &Context<'_>, role: &Role, name: &str, until: &str) -> Result<Self, Refusal> {
        let mut fields = Fields::default();
        if !exists(context.district, role) {
            fields.add(Field::Role, Issue::NotAChoice);
        }
        let name = fields.check(Field::Name, text::name(name));
        let until = fields.check(Field::Until, last_day(until, context.now));
        Ok(fields.finish(|| name.zip(until).map(|(name, until)| Self { name, until }))?)
    }
}

fn last_day(text: &str, now: Timestamp) -> Result<Option<Day>, Issue> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let day: Day = text.parse().map_err(|_| Issue::NotADate)?;
    if day < now.day() { Err(Issue::InPast) } else { Ok(Some(day)) }
}

// There is such a branch, township or department here.
fn exists(charter: &DistrictCharter, role: &Role) -> bool {
    match role {
        Role::Branch { office, branch } => {
            *office != Office::District && charter.branches.contains_key(branch)
        }
        Role::Liaison { township } => charter.townships.iter().any(|it| it.id == *township),
        Role::Department { department } => {
            charter.departments.iter().any(|it| it.id == *department && it.in_guiyan)
        }
        Role::DistrictOfficer => true,
    }
}

fn begin(
    district: &District,
    context: &Context<'_>,
    person: PersonId,
    role: &Role,
    term: Term,
    by: Option<PersonId>,
) -> Result<AppointmentEvent, Refusal> {
    let appointment = AppointmentId::from(context.command);
    if district.appointments.get(&appointment).is_some() {
        return Err(Refusal::CommandIdReused);
    }
    // Under an erased id nobody can sign in any more.
    if district.is_erased(&person) {
        return Err(vec![FieldIssue { field: Field::Person, issue: Issue::NotAChoice }].into());
    }
    if district.appointments.held_by(&person, context.now).any(|(_, it)| it.role == *role) {
        return Err(Refusal::AlreadyAppointed);
    }
    let (role, name) = (role.clone(), Personal::new(person, term.name));
    Ok(AppointmentEvent::Appointed { appointment, person, role, name, by, until: term.until })
}

// Without an officer of the district nobody could appoint one but the operator.
fn is_last_of_district(all: &Appointments, held: &Appointment, now: Timestamp) -> bool {
    held.role == Role::DistrictOfficer && all.holding(&held.role, now).nth(1).is_none()
}
