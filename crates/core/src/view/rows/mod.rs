mod entries;

use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub(super) use entries::is_late;

use super::{
    branch::BranchRef,
    find,
    lead::{HolderView, Scene},
    leads::fresh_until,
    request::StageCode,
    roster::ROSTER_ROWS,
};
use crate::{
    branch::{
        Branch,
        activity::{Activity, ActivityKind},
        lead::{Lead, LeadStage},
        request::{Request, RequestKind, SpotCategory, Urgency},
    },
    caller::Caller,
    chain::{Holder, Level},
    charter::{Bilingual, Township},
    district::District,
    ids::{BranchId, InvalidId},
    need::{HomeIndustry, LeadKind},
    refusal::Refusal,
    tally::Measure,
    time::{Month, Timestamp},
};

/// Which figure of the district's overview is asked about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum RowsOf {
    /// Requests that are open now, whatever the period.
    RequestsOpen,
    /// Those of them that are overdue.
    RequestsOverdue,
    /// What a measure counts. Stages of leads are as they stand now, whatever
    /// the period.
    #[serde(untagged)]
    Measure(Measure),
}

impl FromStr for RowsOf {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        match text {
            "requestsOpen" => Ok(Self::RequestsOpen),
            "requestsOverdue" => Ok(Self::RequestsOverdue),
            measure => measure.parse().map(Self::Measure),
        }
    }
}

/// `GET district/rows`: the rows of which figure, and which part of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RowsQuery {
    /// Which figure.
    pub of: RowsOf,
    /// Of one branch; of all of them when missing.
    pub branch: Option<BranchId>,
    /// The first month; from the beginning when missing.
    pub from: Option<Month>,
    /// The last month; up to now when missing.
    pub to: Option<Month>,
    /// How many rows came before, as given by the page before.
    pub cursor: Option<u32>,
}

/// The rows that a figure of the overview counts: in codes, without names,
/// words or ids of people. Their values add up to the figure.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RowsView {
    /// The sum of the versions of all streams.
    pub version: u64,
    /// When it was made, by the service's clock.
    pub now: Timestamp,
    /// Which figure it is.
    pub of: RowsOf,
    /// Of which branch; missing for all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<BranchRef>,
    /// The first month of the period, as asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Month>,
    /// Its last month, as asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Month>,
    /// The figure: the sum of the values over all pages.
    pub value: i64,
    /// How many rows there are, over all pages.
    pub total: u32,
    /// The latest first, what is open the oldest first; at most 100.
    pub rows: Vec<CountedRow>,
    /// Where the next page begins: how many rows came before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<u32>,
}

/// One row that a figure counts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CountedRow {
    /// When it came to be counted.
    pub at: Timestamp,
    /// What it adds: mostly one, else whole yuan or jobs; below zero where
    /// something was taken back.
    pub value: i64,
    /// In which branch.
    pub branch: BranchRef,
    /// The lead it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<CountedLead>,
    /// The request it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<CountedRequest>,
    /// The activity it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity: Option<CountedActivity>,
}

/// A lead in codes, as it stands now.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CountedLead {
    /// 类别
    pub kind: LeadKind,
    /// 产业方向
    pub industry: HomeIndustry,
    /// 意向乡镇、街道
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub township: Option<Township>,
    /// Where it stands.
    pub stage: LeadStage,
    /// Who holds it, since when.
    pub holder: HolderView,
}

/// A request in codes, as it stands now.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CountedRequest {
    /// What about.
    pub kind: RequestKind,
    /// What a spot is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<SpotCategory>,
    /// How urgent.
    pub urgency: Urgency,
    /// 所属乡镇、街道 of the requester.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub township: Option<Township>,
    /// Where it stands.
    pub stage: StageCode,
    /// Who has it.
    pub holder: Holder,
    /// Their name; a member is never named by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder_name: Option<Bilingual>,
    /// Since when.
    pub since: Timestamp,
    /// Since when it is overdue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overdue_since: Option<Timestamp>,
    /// How far it has climbed.
    pub level: Level,
}

/// An activity with its counts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CountedActivity {
    /// 活动名称, as any visitor sees it.
    pub title: String,
    /// 活动类别
    pub kind: ActivityKind,
    /// When it begins.
    pub start: Timestamp,
    /// Whether it was cancelled.
    pub cancelled: bool,
    /// How many have a place.
    pub taken: u32,
    /// How many were there.
    pub attended: u32,
}

/// The rows behind a figure, and until when that stays true by itself.
///
/// # Errors
/// [`Refusal::SignInNeeded`]; [`Refusal::NotAllowed`] for everybody but an
/// officer of the district, and for figures that are sums to them: the register
/// is the branches', and so is who was where and who rated what.
pub fn rows(
    district: &District,
    caller: &Caller,
    now: Timestamp,
    query: &RowsQuery,
) -> Result<(RowsView, Timestamp), Refusal> {
    if caller.person.is_none() {
        return Err(Refusal::SignInNeeded);
    }
    if !caller.is_district_officer() || !has_rows(query.of) {
        return Err(Refusal::NotAllowed);
    }
    let one = query.branch.as_ref().map(|id| find(district, id)).transpose()?;
    let scene = Scene::new(district, caller, now);
    let branches = district.branches().filter(|it| one.is_none_or(|one| one.charter == it.charter));
    let mut found: Vec<Counted<'_>> = branches.flat_map(|it| of_branch(it, now, query)).collect();
    match query.of {
        RowsOf::Measure(_) => found.sort_by_key(|it| std::cmp::Reverse(it.at)),
        RowsOf::RequestsOpen | RowsOf::RequestsOverdue => found.sort_by_key(|it| it.at),
    }
    let start = query.cursor.unwrap_or(0) as usize;
    let rows = found.iter().skip(start).take(ROSTER_ROWS);
    let rows: Vec<CountedRow> = rows.map(|it| show(&scene, it)).collect();
    let shown = start.saturating_add(rows.len());
    let view = RowsView {
        version: district.version + district.branches().map(|it| it.version).sum::<u64>(),
        now,
        of: query.of,
        branch: one.map(|branch| BranchRef::from(&*branch.charter)),
        from: query.from,
        to: query.to,
        value: found.iter().map(|it| it.value).sum(),
        total: found.len() as u32,
        rows,
        cursor: (shown < found.len()).then_some(shown as u32),
    };
    Ok((view, fresh_until(district, now)))
}

// What the district may see one by one. It sees leads, requests and activities
// in codes elsewhere too; people, attendance and ratings only as sums.
fn has_rows(of: RowsOf) -> bool {
    use Measure as M;
    let RowsOf::Measure(measure) = of else { return true };
    stage_of(measure).is_some()
        || matches!(
            measure,
            M::LeadsSubmitted
                | M::AmountLanded
                | M::JobsLanded
                | M::TalentEmployed
                | M::TalentFounded
                | M::TalentVillageCommittee
                | M::RequestsReceived
                | M::RequestsClosed
                | M::Whistles
                | M::ArrivalsInTarget
                | M::ActivitiesPublished
        )
}

fn stage_of(measure: Measure) -> Option<LeadStage> {
    LeadStage::ALL.into_iter().find(|stage| Measure::at_stage(*stage) == measure)
}

#[derive(Clone, Copy)]
enum What<'a> {
    Lead(&'a Lead),
    Request(&'a Request),
    Activity(&'a Activity),
}

struct Counted<'a> {
    branch: &'a Branch,
    at: Timestamp,
    value: i64,
    what: What<'a>,
}

fn of_branch<'a>(branch: &'a Branch, now: Timestamp, query: &RowsQuery) -> Vec<Counted<'a>> {
    let counted = |what, at, value| Counted { branch, at, value, what };
    let within = |row: &Counted<'_>| {
        let month = row.at.day().month();
        query.from.is_none_or(|from| from <= month) && query.to.is_none_or(|to| month <= to)
    };
    let measure = match query.of {
        RowsOf::RequestsOpen | RowsOf::RequestsOverdue => {
            let open = branch.requests.open().map(|(_, request)| request);
            let wanted =
                open.filter(|it| query.of == RowsOf::RequestsOpen || entries::is_late(it, now));
            return wanted.map(|it| counted(What::Request(it), it.at, 1)).collect();
        }
        RowsOf::Measure(measure) => measure,
    };
    if let Some(stage) = stage_of(measure) {
        let standing = branch.leads.values().filter(|lead| lead.stage == stage);
        return standing.map(|lead| counted(What::Lead(lead), lead.since, 1)).collect();
    }
    let rows: Vec<Counted<'a>> = match measure {
        Measure::ActivitiesPublished => (branch.activities.all.values())
            .map(|it| counted(What::Activity(it), it.published_at, 1))
            .collect(),
        Measure::RequestsReceived
        | Measure::RequestsClosed
        | Measure::Whistles
        | Measure::ArrivalsInTarget => {
            let entries = |it: &'a Request| {
                let entries = entries::of_request(it, measure).into_iter();
                entries.map(move |(at, value)| counted(What::Request(it), at, value))
            };
            branch.requests.all().values().flat_map(entries).collect()
        }
        _ => {
            let entries = |it: &'a Lead| {
                let entries = entries::of_lead(it, measure).into_iter();
                entries.map(move |(at, value)| counted(What::Lead(it), at, value))
            };
            branch.leads.values().flat_map(entries).collect()
        }
    };
    rows.into_iter().filter(within).collect()
}

fn show(scene: &Scene<'_>, counted: &Counted<'_>) -> CountedRow {
    let Counted { branch, at, value, what } = counted;
    let charter = &scene.district.charter;
    let mut row = CountedRow {
        at: *at,
        value: *value,
        branch: BranchRef::from(&*branch.charter),
        lead: None,
        request: None,
        activity: None,
    };
    match what {
        What::Lead(lead) => {
            row.lead = Some(CountedLead {
                kind: lead.codes.kind,
                industry: lead.codes.industry,
                township: lead.codes.township.as_ref().and_then(|id| charter.township(id)).cloned(),
                stage: lead.stage,
                holder: scene.holder(branch, lead),
            });
        }
        What::Request(request) => {
            let holder = request.holder(&branch.charter.id);
            let name = match &holder {
                Holder::Branch(_) => Some(&branch.charter.short_name),
                Holder::Township(id) => charter.township(id).map(|it| &it.name),
                Holder::Department(id) => {
                    charter.department(&branch.charter.id, id).map(|it| &it.name)
                }
                Holder::District => Some(&charter.name),
                Holder::Member | Holder::Helper => None,
            };
            row.request = Some(CountedRequest {
                kind: request.kind,
                category: request.category,
                urgency: request.urgency,
                township: charter.township(&request.township).cloned(),
                stage: StageCode::from(&request.stage),
                holder_name: name.cloned(),
                holder,
                since: request.since,
                overdue_since: request.due.filter(|_| entries::is_late(request, scene.now)),
                level: request.level,
            });
        }
        What::Activity(activity) => {
            row.activity = Some(CountedActivity {
                title: activity.details.title.clone(),
                kind: activity.details.kind,
                start: activity.details.start,
                cancelled: activity.cancelled.is_some(),
                taken: activity.places.confirmed(),
                attended: activity.attended(),
            });
        }
    }
    row
}
