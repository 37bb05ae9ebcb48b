use std::cmp::Reverse;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{BranchRef, activities::branch_of};
use crate::{
    branch::{
        Branch,
        activity::{Activity, Standing},
        member::{MemberState, StepKind},
    },
    charter::Bilingual,
    district::{District, Room},
    ids::{ActivityId, PersonId},
    recipient::{Consents, Recipient},
    time::Timestamp,
};

/// An entry of the consent ledger: one purpose, one recipient. [PIPL §14, §15]
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MyConsent {
    /// What for.
    pub purpose: ConsentPurpose,
    /// The branch it was given to, where what withdraws it goes; missing for the
    /// district.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<BranchRef>,
    /// The activity, lead or request it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Uuid>,
    /// The name of the activity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// To whom it may go beyond the branch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<Recipient>,
    /// The name of that township or department.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Bilingual>,
    /// The version of the notice that was shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
    /// When it was given, or, for what was refused, asked for.
    pub at: Timestamp,
    /// When it was first passed on to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed_at: Option<Timestamp>,
    /// When it was withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<Timestamp>,
    /// When it was refused: they are not asked about it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused_at: Option<Timestamp>,
    /// Whether it stands, so that they can withdraw it.
    pub stands: bool,
}

/// What somebody agreed to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum ConsentPurpose {
    /// 报到: the branch, and the home township. It is withdrawn by ending it.
    ReportIn,
    /// 乡友: name and phone for one activity. It is withdrawn by leaving it.
    Guest,
    /// That those who hold an activity see name and phone.
    ShareName,
    /// That a lead is passed on.
    Lead,
    /// That a request is passed on.
    Request,
}

pub(super) fn ledger(district: &District, person: &PersonId) -> Vec<MyConsent> {
    let mut entries = Vec::new();
    for branch in district.branches() {
        entries.extend(report_in(district, branch, person));
        for id in branch.leads_of.get(person).into_iter().flatten() {
            let Some(lead) = branch.leads.get(id) else { continue };
            let about = (ConsentPurpose::Lead, id.0);
            entries.extend(of_matter(district, branch, about, &lead.consents));
        }
        for (id, request) in branch.requests.touching(person) {
            if request.of == Some(*person) {
                let about = (ConsentPurpose::Request, id.0);
                entries.extend(of_matter(district, branch, about, &request.consents));
            }
        }
    }
    for room in district.rooms() {
        for (id, activity) in room.activities.of(person) {
            entries.extend(guest(district, &room, (id, activity), person));
            entries.extend(share_name(district, &room, (id, activity), person));
        }
    }
    entries.sort_by_key(|entry| Reverse(entry.at));
    entries
}

fn entry(purpose: ConsentPurpose, at: Timestamp) -> MyConsent {
    MyConsent {
        purpose,
        branch: None,
        about: None,
        title: None,
        recipient: None,
        name: None,
        notice: None,
        at,
        passed_at: None,
        withdrawn_at: None,
        refused_at: None,
        stands: true,
    }
}

fn report_in(district: &District, branch: &Branch, person: &PersonId) -> Option<MyConsent> {
    let member = branch.members.get(person)?;
    let last = |wanted: fn(&StepKind) -> bool| {
        member.steps.iter().rev().find(|step| wanted(&step.kind)).map(|step| step.at)
    };
    let given = last(|kind| matches!(kind, StepKind::Submitted { .. })).unwrap_or_default();
    let ended = last(|kind| matches!(kind, StepKind::Ended { .. }));
    let stands = member.state != MemberState::Ended;
    let recipient = Recipient::Township(member.consent.recipient.clone());
    Some(MyConsent {
        branch: Some(BranchRef::from(&*branch.charter)),
        name: district.charter.recipient_name(&branch.charter.id, &recipient).cloned(),
        recipient: Some(recipient),
        notice: Some(member.consent.notice.clone()),
        withdrawn_at: ended.filter(|_| !stands),
        stands,
        ..entry(ConsentPurpose::ReportIn, given)
    })
}

fn of_matter(
    district: &District,
    branch: &Branch,
    (purpose, about): (ConsentPurpose, Uuid),
    consents: &Consents,
) -> Vec<MyConsent> {
    let to = |recipient: &Recipient, at| MyConsent {
        branch: Some(BranchRef::from(&*branch.charter)),
        about: Some(about),
        recipient: Some(recipient.clone()),
        name: district.charter.recipient_name(&branch.charter.id, recipient).cloned(),
        ..entry(purpose, at)
    };
    let given = consents.given().iter().map(|consent| MyConsent {
        passed_at: consent.passed_at,
        withdrawn_at: consent.withdrawn_at,
        stands: consent.withdrawn_at.is_none(),
        ..to(&consent.recipient, consent.given_at)
    });
    let refused = consents.questions().filter(|question| question.refused_at.is_some());
    let refused = refused.map(|question| MyConsent {
        refused_at: question.refused_at,
        stands: false,
        ..to(&question.recipient, question.asked_at)
    });
    given.chain(refused).collect()
}

fn guest(
    district: &District,
    room: &Room<'_>,
    (id, activity): (&ActivityId, &Activity),
    person: &PersonId,
) -> Option<MyConsent> {
    let guest = activity.guests.get(person)?;
    let since = match activity.places.of(person) {
        Some(Standing::Confirmed { at, .. }) => *at,
        Some(Standing::Waiting { since, .. }) => *since,
        Some(Standing::Offered(_)) | None => activity.published_at,
    };
    Some(MyConsent {
        notice: Some(guest.notice.clone()),
        ..about(district, room, (id, activity), entry(ConsentPurpose::Guest, since))
    })
}

fn share_name(
    district: &District,
    room: &Room<'_>,
    (id, activity): (&ActivityId, &Activity),
    person: &PersonId,
) -> Option<MyConsent> {
    let since = *activity.names_shared.get(person)?;
    Some(about(district, room, (id, activity), entry(ConsentPurpose::ShareName, since)))
}

fn about(
    district: &District,
    room: &Room<'_>,
    (id, activity): (&ActivityId, &Activity),
    entry: MyConsent,
) -> MyConsent {
    MyConsent {
        branch: branch_of(district, room),
        about: Some(id.0),
        title: Some(activity.details.title.clone()),
        ..entry
    }
}
