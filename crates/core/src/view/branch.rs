use serde::{Deserialize, Serialize};

use super::{
    activity::{ActivityView, activity_view, boundaries},
    find,
    member::{MyReportIn, my_report_in},
};
use crate::{
    advice::{Advice, Size, form_of_branch},
    branch::{Branch, activity::Hours, member::MemberState},
    caller::Caller,
    charter::{Bilingual, BranchCharter, Contact, NoticeCharter, Station, Township},
    district::District,
    ids::{ActivityId, BranchId, PersonId},
    refusal::Refusal,
    time::{DAY, Timestamp},
};

/// Days for which officers keep seeing past activities, today not counted.
const DESK_PAST_DAYS: i64 = 60;

/// `GET branches/{branch}`: everything the widget needs to draw its first page.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct BranchView {
    /// The branch's stream version that this view shows.
    pub version: u64,
    /// When it was made, by the service's clock.
    pub now: Timestamp,
    /// What the branch is.
    pub branch: BranchProfile,
    /// The branches one can move to.
    pub sisters: Vec<BranchRef>,
    /// The privacy notice's facts and the choices of the form.
    pub notice: NoticeView,
    /// Coming activities by start, then the past ones the caller may see, the
    /// latest first.
    pub activities: Vec<ActivityView>,
    /// Whether the caller is signed in.
    pub signed_in: bool,
    /// The caller's report-in here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report_in: Option<MyReportIn>,
    /// The other branch where the caller has an active report-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<BranchRef>,
    /// 学时 of the caller in this year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<HoursView>,
    /// For officers of the branch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<DeskSummary>,
    /// Whether the caller has an office with open matters (待办).
    pub office: bool,
}

/// A branch by its names.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct BranchRef {
    /// Its id.
    pub id: BranchId,
    /// Its full name.
    pub name: Bilingual,
    /// Its short name.
    pub short_name: Bilingual,
    /// The city it is in.
    pub host_city: Bilingual,
}

impl From<&BranchCharter> for BranchRef {
    fn from(charter: &BranchCharter) -> Self {
        Self {
            id: charter.id.clone(),
            name: charter.name.clone(),
            short_name: charter.short_name.clone(),
            host_city: charter.host_city.clone(),
        }
    }
}

/// What a branch is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct BranchProfile {
    /// Its names.
    #[serde(flatten)]
    pub names: BranchRef,
    /// As in 信州区.
    pub district: Bilingual,
    /// As in 流动党员党支部.
    pub kind: Bilingual,
    /// What it is and does.
    pub about: Bilingual,
    /// Whom to ask.
    pub contact: Contact,
    /// 服务驿站
    pub stations: Vec<Station>,
}

/// What must be said before data is asked for [PIPL §17], and the townships
/// that are the possible recipients.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct NoticeView {
    /// Who, contact, retention, and the version to agree to.
    #[serde(flatten)]
    pub facts: NoticeCharter,
    /// The home townships and streets.
    pub townships: Vec<Township>,
}

/// 学时 in a year.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct HoursView {
    /// The year.
    pub year: i32,
    /// 学时 credited.
    pub credited: Hours,
    /// 学时 a member should reach. [R19 §20]
    pub target: u32,
    /// How many activities they were at.
    pub activities: u32,
}

/// What officers see first.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct DeskSummary {
    /// Whether the caller runs the branch, rather than only checks people in.
    pub manages: bool,
    /// 待接收
    pub submitted: u32,
    /// 退回补正
    pub sent_back: u32,
    /// 已接收
    pub received: u32,
    /// 结束流动
    pub ended: u32,
    /// What the rules suggest for a branch of this size; for those who run it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub advice: Vec<Advice>,
}

/// The caller's view of a branch, and until when it stays true by itself.
///
/// # Errors
/// [`Refusal::UnknownBranch`].
pub fn view(
    district: &District,
    id: &BranchId,
    caller: &Caller,
    now: Timestamp,
) -> Result<(BranchView, Timestamp), Refusal> {
    let branch = find(district, id)?;
    let shown = visible(branch, caller, now);
    let activities = shown.iter().filter_map(|id| {
        let activity = branch.activities.get(id)?;
        Some(activity_view(branch, id, activity, caller, now))
    });
    let elsewhere = caller
        .person
        .and_then(|person| district.active_branch(&person))
        .filter(|active| *active != id)
        .and_then(|active| district.charter.branches.get(active));
    let report_in = caller.person.and_then(|person| my_report_in(branch, &person));
    let hours = report_in
        .as_ref()
        .filter(|mine| mine.state == MemberState::Received)
        .and(caller.person)
        .map(|person| hours(branch, &person, now));
    let view = BranchView {
        version: branch.version,
        now,
        branch: profile(district, branch),
        sisters: branch_refs(district).into_iter().filter(|other| other.id != *id).collect(),
        notice: NoticeView {
            facts: district.charter.notice.clone(),
            townships: district.charter.townships.clone(),
        },
        activities: activities.collect(),
        signed_in: caller.person.is_some(),
        report_in,
        elsewhere: elsewhere.map(|charter| BranchRef::from(&**charter)),
        hours,
        desk: caller.stewards(id).then(|| desk(branch, caller)),
        office: caller.has_matters(),
    };
    Ok((view, fresh_until(district, branch, &shown, caller, now)))
}

/// All branches of the district by their names.
pub fn branch_refs(district: &District) -> Vec<BranchRef> {
    district.branches().map(|branch| BranchRef::from(&*branch.charter)).collect()
}

pub(super) fn hours(branch: &Branch, person: &PersonId, now: Timestamp) -> HoursView {
    let year = now.day().year();
    let attended: Vec<Hours> = (branch.activities.of(person))
        .map(|(_, activity)| activity)
        .filter(|activity| activity.details.start.day().year() == year)
        .filter_map(|activity| activity.attendance.get(person))
        .map(|attendance| attendance.credit)
        .collect();
    HoursView {
        year,
        credited: attended.iter().copied().fold(Hours::default(), Hours::plus),
        target: branch.charter.yearly_hours,
        activities: attended.len() as u32,
    }
}

// Coming ones are for everybody. Past ones are for those who signed up, in the
// same year, and for officers for a while.
fn visible(branch: &Branch, caller: &Caller, now: Timestamp) -> Vec<ActivityId> {
    // An activity lasts at most 31 days, so what is not over began after this.
    let earliest = now.plus(-32 * DAY);
    let ids = branch.activities.by_start.range((earliest, ActivityId(uuid::Uuid::nil()))..);
    let over = |id: &ActivityId| {
        branch.activities.get(id).is_none_or(|activity| activity.details.end <= now)
    };
    let mut shown: Vec<ActivityId> = ids.map(|(_, id)| *id).filter(|id| !over(id)).collect();

    let mine = caller.person.and_then(|person| branch.activities.joined.get(&person));
    let this_year = |start: Timestamp| start.day().year() == now.day().year();
    let mut past: Vec<(Timestamp, ActivityId)> = mine
        .into_iter()
        .flatten()
        .filter_map(|id| Some((branch.activities.get(id)?.details.start, *id)))
        .filter(|(start, id)| this_year(*start) && over(id))
        .collect();
    if caller.stewards(&branch.charter.id) {
        let since = now.day().plus(-DESK_PAST_DAYS).start();
        let recent = branch.activities.by_start.range((since, ActivityId(uuid::Uuid::nil()))..);
        past.extend(recent.copied().filter(|(_, id)| over(id)));
    }
    past.sort_unstable();
    past.dedup();
    shown.extend(past.into_iter().rev().map(|(_, id)| id));
    shown
}

// Views also change at midnight, because "today" and the year do.
fn fresh_until(
    district: &District,
    branch: &Branch,
    shown: &[ActivityId],
    caller: &Caller,
    now: Timestamp,
) -> Timestamp {
    let activities = shown.iter().filter_map(|id| branch.activities.get(id));
    activities
        .flat_map(|activity| boundaries(branch, activity, caller))
        .chain(branch.next_due(&district.charter))
        .filter(|boundary| *boundary > now)
        .fold(now.day().next().start(), Timestamp::min)
}

fn profile(district: &District, branch: &Branch) -> BranchProfile {
    let charter = &branch.charter;
    BranchProfile {
        names: BranchRef::from(&**charter),
        district: district.charter.name.clone(),
        kind: charter.kind.clone(),
        about: charter.about.clone(),
        contact: charter.contact.clone(),
        stations: charter.stations.clone(),
    }
}

fn desk(branch: &Branch, caller: &Caller) -> DeskSummary {
    let manages = caller.manages(&branch.charter.id);
    let count = |state: MemberState| if manages { branch.count(state) } else { 0 };
    DeskSummary {
        manages,
        submitted: count(MemberState::Submitted),
        sent_back: count(MemberState::SentBack),
        received: count(MemberState::Received),
        ended: count(MemberState::Ended),
        advice: if manages { form_of_branch(Size::of(branch)) } else { Vec::new() },
    }
}
