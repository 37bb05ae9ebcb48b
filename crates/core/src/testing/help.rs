//! Events about help, as the rules would have written them.

use std::collections::BTreeSet;

use super::{at, command_id, person};
use crate::{
    Event,
    branch::{
        member::{DisputeAnswer, DisputeReason, MemberEvent},
        request::{RequestEvent, RequestKind, RequestText, Urgency},
    },
    ids::{DepartmentId, RequestId, TownshipId},
    personal::Personal,
    recipient::Recipient,
};

/// The request made by the command of that number.
pub fn request_id(number: u128) -> RequestId {
    command_id(number).into()
}

/// A department as a recipient, as in `education`.
pub fn to_department(id: &str) -> Recipient {
    Recipient::Department(department_id(id))
}

/// A township as a recipient, as in `qinfeng`.
pub fn to_township(id: &str) -> Recipient {
    let id: Result<TownshipId, _> = id.parse();
    id.map_or_else(|_| unreachable!("not a slug"), Recipient::Township)
}

/// The id of a department, as in `education`.
pub fn department_id(id: &str) -> DepartmentId {
    id.parse().unwrap_or_else(|_| unreachable!("not a slug: {id}"))
}

/// The person has asked for help with schooling, urgently, two hours before
/// `due`, agreeing to those recipients.
pub fn asked_for_help(
    request: u128,
    number: u128,
    consents: impl Into<Vec<Recipient>>,
    due: &str,
) -> Event {
    let text = RequestText { text: format!("孩子转学，请打 136{number:08}"), place: None };
    RequestEvent::RequestSubmitted {
        request: request_id(request),
        person: person(number),
        kind: RequestKind::Schooling,
        category: None,
        urgency: Urgency::Urgent,
        township: "qinfeng".parse().unwrap_or_else(|_| unreachable!("a slug")),
        text: Personal::new(person(number), text),
        consents: consents.into(),
        due: at(due),
    }
    .into()
}

/// The Beijing secretary has whistled to that department.
pub fn whistled(request: u128, department: &str, due: &str) -> Event {
    RequestEvent::Whistled {
        request: request_id(request),
        by: person(900),
        department: department_id(department),
        kind: RequestKind::Schooling,
        due: at(due),
    }
    .into()
}

/// The department's contact has arrived, within the target.
pub fn arrived(request: u128, department: &str, due: &str) -> Event {
    RequestEvent::Arrived {
        request: request_id(request),
        by: person(951),
        department: department_id(department),
        recorded: false,
        in_target: true,
        kind: RequestKind::Schooling,
        due: at(due),
    }
    .into()
}

/// The member has offered to help with schooling.
pub fn offered_help(number: u128) -> Event {
    let kinds = BTreeSet::from([RequestKind::Schooling]);
    RequestEvent::HelpOffered { person: person(number), kinds }.into()
}

/// The Beijing secretary has asked that member of that branch.
pub fn helper_asked(request: u128, number: u128, branch: &str, until: &str) -> Event {
    RequestEvent::HelperAsked {
        request: request_id(request),
        by: person(900),
        person: person(number),
        branch: branch.parse().unwrap_or_else(|_| unreachable!("not a slug: {branch}")),
        until: at(until),
    }
    .into()
}

/// That member said yes.
pub fn helper_agreed(request: u128, number: u128) -> Event {
    RequestEvent::HelperAgreed { request: request_id(request), person: person(number) }.into()
}

/// The 专人 of 秦峰镇 has acknowledged the person's report-in.
pub fn acknowledged(number: u128) -> Event {
    MemberEvent::ReportInAcknowledged { person: person(number), by: person(940) }.into()
}

/// The 专人 of 秦峰镇 has disputed the person's report-in, with that note.
pub fn disputed(number: u128, note: &str) -> Event {
    MemberEvent::ReportInDisputed {
        person: person(number),
        by: person(940),
        reason: DisputeReason::Absence,
        note: Some(Personal::new(person(number), note.into())),
    }
    .into()
}

/// The Beijing secretary has answered that with a note.
pub fn dispute_answered(number: u128, answer: DisputeAnswer, note: &str) -> Event {
    MemberEvent::DisputeAnswered {
        person: person(number),
        by: person(900),
        answer,
        note: Some(Personal::new(person(number), note.into())),
    }
    .into()
}
