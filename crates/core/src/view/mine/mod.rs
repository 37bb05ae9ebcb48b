//! 我的数据: everything that is held about the caller, who read of it, and what
//! they agreed to. [PIPL §44, §45] It is the caller's own and nothing of anybody
//! else's: of those who read a list it tells the office, and the name by which
//! they hold it.

mod activities;
mod consents;
mod keeping;
mod readings;

use serde::{Deserialize, Serialize};

pub use activities::{Attended, MyActivity, MyStanding, Written, WrittenKind};
pub use consents::{ConsentPurpose, MyConsent};
pub use keeping::MyKeeping;
pub use readings::{MyReading, Reading};

use super::{
    MyReportInAt,
    branch::BranchRef,
    lead::{LeadView, Part, Scene, SubmitterView},
    me,
    offices::of,
    request::{RequestView, request_view},
};
use crate::{
    appointment::{Appointment, AppointmentEnd},
    branch::{
        Branch,
        lead::{Lead, LeadStepKind},
        request::{Request, RequestKind},
    },
    caller::{Caller, Role},
    charter::Bilingual,
    district::District,
    ids::{LeadId, PersonId, RequestId},
    refusal::Refusal,
    time::{Day, Timestamp},
};

/// `GET me/data`: all that is held about the caller.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MyDataView {
    /// When it was made, by the service's clock.
    pub now: Timestamp,
    /// Their random id. The name at a portal, or the number by which they sign
    /// in, is kept as a keyed digest only, which leads from there to this id.
    pub person: PersonId,
    /// Offices given to them here, and those that their portal names.
    pub offices: Vec<MyOffice>,
    /// Their report-ins by branch, ended ones too, with each step.
    pub report_ins: Vec<MyReportInAt>,
    /// What they signed up for or were at, the latest first.
    pub activities: Vec<MyActivity>,
    /// Leads they submitted, the latest first.
    pub leads: Vec<MyLead>,
    /// Requests they made, the latest first.
    pub requests: Vec<MyRequest>,
    /// What they offer to help with.
    pub offers: Vec<MyOffer>,
    /// Requests of others in which they are asked to help, help, or said no.
    pub helping: Vec<MyHelping>,
    /// What they wrote in office, and where they are named as the contact.
    pub written: Vec<Written>,
    /// 同意: what they agreed to, refused and withdrew, the latest first.
    pub consents: Vec<MyConsent>,
    /// Who read about them in office, the latest first; at most 500.
    pub readings: Vec<MyReading>,
    /// How many readings there are in all.
    pub readings_total: u32,
    /// For how long it is kept.
    pub keeping: MyKeeping,
}

/// An office of the caller's.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MyOffice {
    /// As in `steward:xinzhou-beijing`.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub role: Role,
    /// Of what, as in 北京支部 or 秦峰镇.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Bilingual>,
    /// What they are called in it; missing where their portal names the office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Since when; missing where their portal names the office: it is not kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// The last day of the term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// When it ended otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// How it ended then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<AppointmentEnd>,
}

/// A lead of the caller's.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MyLead {
    /// When they submitted it.
    pub submitted_at: Timestamp,
    /// Name and phone that they gave with it, as 乡友.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<SubmitterView>,
    /// The lead.
    pub lead: LeadView,
}

/// A request of the caller's.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MyRequest {
    /// Where it stands.
    pub branch: BranchRef,
    /// The request, without the names of those who help.
    pub request: RequestView,
}

/// What the caller offers to help with.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MyOffer {
    /// In which branch.
    pub branch: BranchRef,
    /// Since when.
    pub since: Timestamp,
    /// With what.
    pub kinds: Vec<RequestKind>,
}

/// The caller's part in somebody else's request.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MyHelping {
    /// Which request.
    pub request: RequestId,
    /// Where it stands.
    pub branch: BranchRef,
    /// What it is about.
    pub kind: RequestKind,
    /// Their part in it.
    pub part: HelpingPart,
}

/// What part somebody has in a request as a helper.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum HelpingPart {
    /// They are asked, or help.
    Helper,
    /// They said no, or nothing in time.
    Declined,
    /// They helped before.
    Before,
}

/// Everything about the caller, with who read of it. `readings` are all that are
/// kept about them, the oldest first.
///
/// # Errors
/// [`Refusal::SignInNeeded`] for a caller without a person.
pub fn my_data(
    district: &District,
    caller: &Caller,
    now: Timestamp,
    readings: &[Reading],
) -> Result<MyDataView, Refusal> {
    let person = caller.person.ok_or(Refusal::SignInNeeded)?;
    let scene = Scene::new(district, caller, now);
    let mut leads = Vec::new();
    let (mut requests, mut offers, mut helping) = (Vec::new(), Vec::new(), Vec::new());
    for branch in district.branches() {
        let ids = branch.leads_of.get(&person).into_iter().flatten();
        let found = ids.filter_map(|id| Some((id, branch.leads.get(id)?)));
        leads.extend(found.map(|(id, lead)| my_lead(&scene, branch, id, lead)));
        for (id, request) in branch.requests.touching(&person) {
            if request.of == Some(person) {
                requests.push(my_request(&scene, branch, id, request));
            } else {
                helping.push(my_helping(branch, id, request, &person));
            }
        }
        offers.extend(branch.help_offers.get(&person).map(|offer| MyOffer {
            branch: BranchRef::from(&*branch.charter),
            since: offer.since,
            kinds: offer.kinds.iter().copied().collect(),
        }));
    }
    leads.sort_by_key(|mine| (std::cmp::Reverse(mine.submitted_at), mine.lead.id));
    requests.sort_by_key(|mine| (std::cmp::Reverse(mine.request.at), mine.request.id));
    Ok(MyDataView {
        now,
        person,
        offices: my_offices(district, caller, &person, now),
        report_ins: me(district, caller, now)?.report_ins,
        activities: activities::joined(district, &person),
        leads,
        requests,
        offers,
        helping,
        written: activities::written(district, &person),
        consents: consents::ledger(district, &person),
        readings: readings::latest(district, readings),
        readings_total: readings.len() as u32,
        keeping: keeping::keeping(district, &person, now),
    })
}

fn my_offices(
    district: &District,
    caller: &Caller,
    person: &PersonId,
    now: Timestamp,
) -> Vec<MyOffice> {
    let theirs = |it: &Appointment| it.person == *person && !district.is_erased(person);
    let given = district.appointments.iter().filter(|(_, it)| theirs(it));
    let mut offices: Vec<MyOffice> = given
        .map(|(_, it)| MyOffice {
            of: of(district, &it.role),
            role: it.role.clone(),
            name: it.name.known().cloned(),
            since: Some(it.since),
            until: it.until,
            ended_at: it.ended.map(|ended| ended.at),
            ended: it.ended.map(|ended| ended.how),
        })
        .collect();
    // What ended here may still be held by the word of their portal.
    let held = |role: &Role| {
        let mut held = district.appointments.held_by(person, now);
        held.any(|(_, it)| theirs(it) && it.role == *role)
    };
    let named = caller.roles.iter().filter(|role| !held(role));
    let named: Vec<MyOffice> = named
        .map(|role| MyOffice {
            of: of(district, role),
            role: role.clone(),
            name: None,
            since: None,
            until: None,
            ended_at: None,
            ended: None,
        })
        .collect();
    offices.extend(named);
    offices
}

fn my_lead(scene: &Scene<'_>, branch: &Branch, id: &LeadId, lead: &Lead) -> MyLead {
    let submitted = lead.steps.iter().find(|step| step.kind == LeadStepKind::Submitted);
    let contact = lead.fellow.as_ref().and_then(|fellow| fellow.contact.known());
    let mut view = scene.lead(branch, id, lead, Part::Submitter);
    // Needs that go with it are the district's, and nothing about the caller.
    view.matches.clear();
    MyLead {
        submitted_at: submitted.map_or(lead.since, |step| step.at),
        contact: contact.map(|it| SubmitterView { name: it.name.clone(), phone: it.phone.clone() }),
        lead: view,
    }
}

fn my_request(scene: &Scene<'_>, branch: &Branch, id: RequestId, request: &Request) -> MyRequest {
    let Scene { district, caller, now, .. } = scene;
    let mut view = request_view(district, branch, (id, request), caller, *now);
    // Who helps is somebody else, and stands in the request itself.
    view.helper = None;
    view.questions.iter_mut().for_each(|question| question.helper = None);
    MyRequest { branch: BranchRef::from(&*branch.charter), request: view }
}

fn my_helping(branch: &Branch, id: RequestId, request: &Request, person: &PersonId) -> MyHelping {
    let helps = request.stage.helper().is_some_and(|(helper, _)| helper == *person);
    let part = if helps {
        HelpingPart::Helper
    } else if request.declined.contains(person) {
        HelpingPart::Declined
    } else {
        HelpingPart::Before
    };
    let branch = BranchRef::from(&*branch.charter);
    MyHelping { request: id, branch, kind: request.kind, part }
}
