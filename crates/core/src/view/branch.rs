use serde::{Deserialize, Serialize};

use super::{
    activity::ActivityView,
    board::{Eyes, board, hours},
    find,
    member::{MyReportIn, my_report_in},
};
use crate::{
    advice::{Advice, Size, form_of_branch},
    branch::{Branch, activity::Hours, member::MemberState},
    caller::{Caller, Office},
    charter::{Bilingual, BranchCharter, Contact, Group, NoticeCharter, Station, Township},
    district::District,
    ids::{BranchId, PersonId},
    refusal::Refusal,
    time::Timestamp,
};

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
    /// 党小组 of the branch: for its members and officers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    /// Whether the caller is signed in.
    pub signed_in: bool,
    /// The caller's report-in here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report_in: Option<MyReportIn>,
    /// The other branch where the caller has an active report-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<BranchRef>,
    /// 学时 of the caller in this year, over all branches and the district.
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
    /// Whether they appoint people to offices of the branch.
    pub appoints: bool,
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
    let eyes = Eyes { caller, joiner: district.joiner(caller.person), at: Some(id), now };
    let (activities, instants) = board(district, &eyes);
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
        .map(|person| total_hours(district, branch, &person, now));
    let view = BranchView {
        version: branch.version,
        now,
        branch: profile(district, branch),
        sisters: branch_refs(district).into_iter().filter(|other| other.id != *id).collect(),
        notice: NoticeView {
            facts: district.charter.notice.clone(),
            townships: district.charter.townships.clone(),
        },
        activities,
        groups: if report_in.is_some() || caller.stewards(id) {
            branch.charter.groups.clone()
        } else {
            Vec::new()
        },
        signed_in: caller.person.is_some(),
        report_in,
        elsewhere: elsewhere.map(|charter| BranchRef::from(&**charter)),
        hours,
        desk: caller.stewards(id).then(|| desk(branch, caller)),
        office: caller.has_matters(),
    };
    Ok((view, fresh_until(district, branch, instants, now)))
}

/// All branches of the district by their names.
pub fn branch_refs(district: &District) -> Vec<BranchRef> {
    district.branches().map(|branch| BranchRef::from(&*branch.charter)).collect()
}

/// 学时 of a member over all branches and the district: the yearly target is a
/// member's, wherever they go.
pub(super) fn total_hours(
    district: &District,
    branch: &Branch,
    person: &PersonId,
    now: Timestamp,
) -> HoursView {
    let rooms = district.rooms().map(|room| room.activities);
    hours(rooms, branch.charter.yearly_hours, person, now)
}

// Views also change at midnight, because "today" and the year do.
fn fresh_until(
    district: &District,
    branch: &Branch,
    instants: Vec<Timestamp>,
    now: Timestamp,
) -> Timestamp {
    instants
        .into_iter()
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
        appoints: caller.manages_as(&branch.charter.id) == Some(Office::Secretary),
        submitted: count(MemberState::Submitted),
        sent_back: count(MemberState::SentBack),
        received: count(MemberState::Received),
        ended: count(MemberState::Ended),
        advice: if manages { form_of_branch(Size::of(branch)) } else { Vec::new() },
    }
}
