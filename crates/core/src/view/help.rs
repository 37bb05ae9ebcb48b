use serde::{Deserialize, Serialize};

use super::{
    branch::BranchRef,
    find,
    request::{RequestView, StageCode, request_view},
};
use crate::{
    branch::{
        Branch,
        member::{MemberState, Report},
        request::{HelpTargets, Request, RequestKind, Stage, Urgency, reopen_until},
    },
    caller::Caller,
    charter::{Department, Station},
    district::District,
    ids::{BranchId, PersonId, RequestId, TownshipId},
    recipient::Recipient,
    refusal::Refusal,
    time::Timestamp,
};

/// The most requests of one answer.
const ROWS: usize = 100;
/// The most candidates shown with one request.
const CANDIDATES: usize = 10;

/// `GET branches/{branch}/help`: what the caller asked for, what they are
/// asked, and for officers what waits.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct HelpView {
    /// The sum of the versions of all branches' streams: help crosses branches.
    pub version: u64,
    /// When it was made, by the service's clock.
    pub now: Timestamp,
    /// How long each step may take.
    pub targets: HelpTargets,
    /// What can be asked for, each with whom one can agree to.
    pub choices: Vec<HelpChoice>,
    /// 服务驿站, those in the caller's part of the city first.
    pub stations: Vec<Station>,
    /// Why the caller cannot ask or offer, when they cannot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocked: Option<Refusal>,
    /// Why the caller cannot ask for one more just now, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Refusal>,
    /// The caller's home township, to which they can agree as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub township: Option<TownshipId>,
    /// The caller's own requests here, the latest first, at most 100.
    pub mine: Vec<RequestView>,
    /// With what the caller offers to help.
    pub offering: Vec<RequestKind>,
    /// With what the caller is asked to help, in any branch.
    pub asked: Vec<HelpAsk>,
    /// For those who run the branch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<HelpDesk>,
}

/// A kind of request and who can be agreed to for it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct HelpChoice {
    /// What about.
    pub kind: RequestKind,
    /// Departments, offices and hotlines that help with it.
    pub departments: Vec<Department>,
}

/// What the caller is asked to help with. The text and who it is stand there
/// once both have said yes, and while the consent lives.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct HelpAsk {
    /// Which request.
    pub request: RequestId,
    /// The branch to which the answer goes.
    pub branch: BranchRef,
    /// What about.
    pub kind: RequestKind,
    /// How urgent.
    pub urgency: Urgency,
    /// In which part of the city.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// `helperAsked`, `helperAgreed` or `helping`.
    pub stage: StageCode,
    /// Until when to answer, or to resolve.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// What was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// 姓名 of the requester.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// 联系电话 of the requester.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// What those who run the branch see.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct HelpDesk {
    /// Open requests, the oldest first, then those over, the latest first; at
    /// most 100 together.
    pub requests: Vec<DeskRequest>,
    /// How many are open, shown or not.
    pub open: u32,
}

/// A request at the desk.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct DeskRequest {
    /// The request.
    #[serde(flatten)]
    pub request: RequestView,
    /// 姓名 of the requester; missing once erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// 联系电话 of the requester.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Members of any branch who offer such help, at most 10; while the branch
    /// has the request and the requester agreed to a member who helps.
    pub candidates: Vec<Candidate>,
}

/// A member who offers such help.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Candidate {
    /// Their random id.
    pub person: PersonId,
    /// Their branch.
    pub branch: BranchId,
    /// 姓名
    pub name: String,
    /// District of the city where they live.
    pub area: String,
}

/// The caller's view of help in a branch, and until when it stays true by itself.
///
/// # Errors
/// [`Refusal::UnknownBranch`].
pub fn help(
    district: &District,
    id: &BranchId,
    caller: &Caller,
    now: Timestamp,
) -> Result<(HelpView, Timestamp), Refusal> {
    let branch = find(district, id)?;
    let member = caller.person.and_then(|person| branch.members.get(&person));
    let received = member.is_some_and(|member| member.state == MemberState::Received);
    let blocked = match (caller.person, received) {
        (None, _) => Some(Refusal::SignInNeeded),
        (Some(_), false) => Some(Refusal::ReceivedMembersOnly),
        (Some(_), true) => None,
    };
    let report = member.and_then(|member| member.report.known());
    let (mine, desk) = (mine(branch, caller), desk(branch, caller));
    let shown = |rows: &[RequestId]| -> Vec<RequestView> {
        let rows = rows.iter().filter_map(|id| Some((*id, branch.requests.get(id)?)));
        rows.map(|request| request_view(district, branch, request, caller, now)).collect()
    };
    let fresh = fresh_until(district, branch, caller, mine.iter().chain(&desk), now);
    let view = HelpView {
        version: district.branches().map(|branch| branch.version).sum(),
        now,
        targets: branch.charter.help_targets.clone(),
        choices: choices(district, id),
        stations: stations(branch, report),
        blocked,
        limit: caller.person.and_then(|person| {
            let full = district.open_requests(&person) >= district.charter.limits.open_requests;
            full.then_some(Refusal::RequestLimitReached)
        }),
        township: member.filter(|_| received).map(|member| member.codes.township.clone()),
        mine: shown(&mine),
        offering: (caller.person.and_then(|person| branch.help_offers.get(&person)))
            .map(|offer| offer.kinds.iter().copied().collect())
            .unwrap_or_default(),
        asked: asked(district, caller),
        desk: caller.manages(id).then(|| HelpDesk {
            requests: (shown(&desk).into_iter())
                .map(|request| at_desk(district, branch, request))
                .collect(),
            open: branch.requests.open().count() as u32,
        }),
    };
    Ok((view, fresh))
}

fn choices(district: &District, id: &BranchId) -> Vec<HelpChoice> {
    let choice = |kind: &RequestKind| HelpChoice {
        kind: *kind,
        departments: (district.charter.departments_for(id))
            .filter(|found| found.kinds.is_empty() || found.kinds.contains(kind))
            .cloned()
            .collect(),
    };
    RequestKind::ALL.iter().map(choice).collect()
}

fn stations(branch: &Branch, report: Option<&Report>) -> Vec<Station> {
    let mut stations = branch.charter.stations.clone();
    stations.sort_by_key(|station| report.is_none_or(|report| report.area != station.area));
    stations
}

fn mine(branch: &Branch, caller: &Caller) -> Vec<RequestId> {
    let Some(person) = caller.person else { return Vec::new() };
    let own = branch.requests.touching(&person).filter(|(_, request)| request.of == Some(person));
    let mut own: Vec<_> = own.map(|(id, request)| (request.at, id)).collect();
    own.sort_unstable();
    own.into_iter().rev().take(ROWS).map(|(_, id)| id).collect()
}

fn desk(branch: &Branch, caller: &Caller) -> Vec<RequestId> {
    if !caller.manages(&branch.charter.id) {
        return Vec::new();
    }
    let all = branch.requests.all().iter();
    let over = all.filter(|(_, request)| !request.stage.is_open());
    let mut over: Vec<_> = over.map(|(id, request)| (request.since, *id)).collect();
    over.sort_unstable();
    let over = over.into_iter().rev().map(|(_, id)| id);
    branch.requests.open().map(|(id, _)| id).chain(over).take(ROWS).collect()
}

fn at_desk(district: &District, branch: &Branch, shown: RequestView) -> DeskRequest {
    let request = branch.requests.get(&shown.id);
    let report = request.and_then(|request| requester(branch, request));
    DeskRequest {
        name: report.map(|report| report.name.clone()),
        phone: report.map(|report| report.phone.clone()),
        candidates: request.map(|request| candidates(district, request)).unwrap_or_default(),
        request: shown,
    }
}

// Who said no to this request, or was said no to, is not named again.
fn candidates(district: &District, request: &Request) -> Vec<Candidate> {
    let helpers = request.consents.live(&Recipient::Helpers);
    if request.stage != Stage::Submitted || helpers.is_none() {
        return Vec::new();
    }
    let may = |person: &PersonId| {
        request.of != Some(*person)
            && !request.declined.contains(person)
            && !request.consents.declined(&Recipient::Person(*person))
    };
    let offers = district.branches().flat_map(|branch| {
        let offers = branch.help_offers.iter();
        offers.filter(|(_, offer)| offer.kinds.contains(&request.kind)).filter_map(|(person, _)| {
            let member = branch.members.get(person)?;
            let report = member.report.known()?;
            (member.state == MemberState::Received).then(|| Candidate {
                person: *person,
                branch: branch.charter.id.clone(),
                name: report.name.clone(),
                area: report.area.clone(),
            })
        })
    });
    offers.filter(|candidate| may(&candidate.person)).take(CANDIDATES).collect()
}

fn asked(district: &District, caller: &Caller) -> Vec<HelpAsk> {
    let Some(person) = caller.person else { return Vec::new() };
    let asks = district.branches().flat_map(|branch| {
        let touching = branch.requests.touching(&person);
        let mine = touching.filter(move |(_, request)| {
            request.stage.helper().is_some_and(|(helper, _)| helper == person)
        });
        mine.map(move |(id, request)| ask_view(branch, id, request, person))
    });
    asks.take(ROWS).collect()
}

fn ask_view(branch: &Branch, id: RequestId, request: &Request, person: PersonId) -> HelpAsk {
    let report = requester(branch, request);
    let both = matches!(request.stage, Stage::Helping { .. })
        && request.consents.live(&Recipient::Person(person)).is_some();
    let told = report.filter(|_| both);
    HelpAsk {
        request: id,
        branch: BranchRef::from(&*branch.charter),
        kind: request.kind,
        urgency: request.urgency,
        area: report.map(|report| report.area.clone()),
        stage: StageCode::from(&request.stage),
        due: request.due,
        text: request.text.known().filter(|_| both).map(|text| text.text.clone()),
        name: told.map(|report| report.name.clone()),
        phone: told.map(|report| report.phone.clone()),
    }
}

pub(super) fn requester<'a>(branch: &'a Branch, request: &Request) -> Option<&'a Report> {
    request.of.and_then(|person| branch.members.get(&person))?.report.known()
}

fn fresh_until<'a>(
    district: &District,
    branch: &Branch,
    caller: &Caller,
    shown: impl Iterator<Item = &'a RequestId>,
    now: Timestamp,
) -> Timestamp {
    let own = |request: &&Request| caller.person.is_some() && request.of == caller.person;
    shown
        .filter_map(|id| branch.requests.get(id))
        .flat_map(|request| {
            let reopen = Some(request).filter(own).and_then(|own| reopen_until(branch, own));
            request.due.into_iter().chain(reopen)
        })
        .chain(district.branches().filter_map(|branch| branch.next_due(&district.charter)))
        .filter(|boundary| *boundary > now)
        .fold(now.day().next().start(), Timestamp::min)
}
