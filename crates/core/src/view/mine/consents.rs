use std::cmp::Reverse;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{BranchRef, activities::branch_of};
use crate::{
    branch::{
        Branch,
        activity::{Activity, PastConsent, PastConsentTo},
        lead::{Lead, LeadStage},
        member::ConsentGiven,
    },
    charter::Bilingual,
    district::{District, Room},
    ids::{ActivityId, LeadId, PersonId},
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
    /// When it was withdrawn, or ended with what it was given for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<Timestamp>,
    /// When it was refused: they are not asked about it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused_at: Option<Timestamp>,
    /// When another took its place: they submitted their report again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_at: Option<Timestamp>,
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
    /// 乡友: name and phone with a lead. It is withdrawn by closing the lead.
    LeadContact,
}

pub(super) fn ledger(district: &District, person: &PersonId) -> Vec<MyConsent> {
    let mut entries = Vec::new();
    for branch in district.branches() {
        entries.extend(report_ins(district, branch, person));
        for id in branch.leads_of.get(person).into_iter().flatten() {
            let Some(lead) = branch.leads.get(id) else { continue };
            let about = (ConsentPurpose::Lead, id.0);
            entries.extend(of_matter(district, branch, about, &lead.consents));
            entries.extend(contact(branch, (id, lead)));
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
        for (id, activity, past) in room.activities.agreed_before(person) {
            entries.push(about(district, &room, (id, activity), ended(past)));
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
        replaced_at: None,
        stands: true,
    }
}

fn report_ins(district: &District, branch: &Branch, person: &PersonId) -> Vec<MyConsent> {
    let Some(member) = branch.members.get(person) else { return Vec::new() };
    let to = |consent: &ConsentGiven, at| {
        let recipient = Recipient::Township(consent.recipient.clone());
        MyConsent {
            branch: Some(BranchRef::from(&*branch.charter)),
            name: district.charter.recipient_name(&branch.charter.id, &recipient).cloned(),
            recipient: Some(recipient),
            notice: Some(consent.notice.clone()),
            ..entry(ConsentPurpose::ReportIn, at)
        }
    };
    let ended = member.ended_at();
    let last = MyConsent {
        withdrawn_at: ended,
        stands: ended.is_none(),
        ..to(&member.consent, member.agreed_at())
    };
    let next = member.agreed_before.iter().skip(1).map(|before| before.at);
    let next = next.chain([member.agreed_at()]);
    let before = member.agreed_before.iter().zip(next).map(|(before, next)| MyConsent {
        withdrawn_at: before.ended_at,
        replaced_at: before.ended_at.is_none().then_some(next),
        stands: false,
        ..to(&before.consent, before.at)
    });
    before.chain([last]).collect()
}

// Name and phone that a 乡友 left with a lead.
fn contact(branch: &Branch, (id, lead): (&LeadId, &Lead)) -> Option<MyConsent> {
    let fellow = lead.fellow.as_ref()?;
    let given = lead.steps.first().map_or(lead.since, |step| step.at);
    let closed = (lead.stage == LeadStage::Closed).then_some(lead.since);
    Some(MyConsent {
        branch: Some(BranchRef::from(&*branch.charter)),
        about: Some(id.0),
        notice: Some(fellow.notice.clone()),
        withdrawn_at: closed,
        stands: closed.is_none(),
        ..entry(ConsentPurpose::LeadContact, given)
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
    Some(MyConsent {
        notice: Some(guest.notice.clone()),
        ..about(district, room, (id, activity), entry(ConsentPurpose::Guest, guest.at))
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

fn ended(past: &PastConsent) -> MyConsent {
    let (purpose, notice) = match &past.to {
        PastConsentTo::Guest(notice) => (ConsentPurpose::Guest, Some(notice.clone())),
        PastConsentTo::ShareName => (ConsentPurpose::ShareName, None),
    };
    MyConsent {
        notice,
        withdrawn_at: Some(past.ended_at),
        stands: false,
        ..entry(purpose, past.given_at)
    }
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
