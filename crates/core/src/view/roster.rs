use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    find,
    member::{StepView, steps},
};
use crate::{
    branch::{
        Branch,
        activity::{Activity, Guest, Standing},
        member::{Category, HomeState, Member, MemberState, Report},
    },
    caller::Caller,
    district::District,
    ids::{ActivityId, BranchId, PersonId},
    refusal::Refusal,
    time::Timestamp,
};

/// The most rows of one answer.
pub(super) const ROSTER_ROWS: usize = 100;

/// `GET branches/{branch}/roster`: which list, which rows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RosterQuery {
    /// Which list.
    pub list: RosterList,
    /// Part of a name or of a phone number.
    pub q: String,
    /// Rows after this person, as given by the page before.
    pub cursor: Option<PersonId>,
}

/// A list of people.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RosterList {
    /// Report-ins, all or in one state. For those who run the branch.
    Members(Option<MemberState>),
    /// Those signed up for one activity. For its officers; for a steward only
    /// until it ends.
    Activity(ActivityId),
}

impl Default for RosterList {
    fn default() -> Self {
        Self::Members(None)
    }
}

/// At most 100 rows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RosterPage {
    /// The branch's stream version.
    pub version: u64,
    /// How many rows match, over all pages.
    pub total: u32,
    /// The rows.
    pub rows: Vec<RosterRow>,
    /// Where the next page begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<PersonId>,
}

/// A person on a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RosterRow {
    /// Their random id.
    pub person: PersonId,
    /// 姓名; missing once erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// 党员类别
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// State of the report-in; on the list of report-ins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<MemberState>,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// What the home township says to it; on the list of report-ins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home: Option<HomeState>,
    /// What they reported; for those who run the branch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<Report>,
    /// Each step; for those who run the branch.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<StepView>,
    /// The number of their place; on the list of an activity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<u32>,
    /// Their position in the queue; on the list of an activity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<u32>,
    /// When they were checked in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attended_at: Option<Timestamp>,
    /// Set for 乡友; on the list of an activity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guest: Option<GuestView>,
}

/// What officers see of a 乡友 besides the name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GuestView {
    /// 联系电话; for those who run the branch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// One page of a list. `matches(text, q)` says whether a name matches what was
/// typed; the service brings pinyin, the page compares characters.
///
/// # Errors
/// Those of the caller's office, or an unknown branch or activity.
pub fn roster(
    district: &District,
    id: &BranchId,
    caller: &Caller,
    now: Timestamp,
    query: &RosterQuery,
    matches: &dyn Fn(&str, &str) -> bool,
) -> Result<RosterPage, Refusal> {
    let branch = find(district, id)?;
    if caller.person.is_none() {
        return Err(Refusal::SignInNeeded);
    }
    let q = query.q.trim();
    let found = |name: &str, phone: &str| {
        name.contains(q)
            || matches(name, q)
            || (q.len() >= 4 && caller.manages(id) && phone.contains(q))
    };
    let wanted = |member: Option<&Member>| {
        q.is_empty()
            || member
                .and_then(|member| member.report.known())
                .is_some_and(|report| found(&report.name, &report.phone))
    };
    let people: Vec<PersonId> = match query.list {
        RosterList::Members(state) => {
            if !caller.manages(id) {
                return Err(Refusal::NotAllowed);
            }
            members_in(branch, state, &wanted)
        }
        RosterList::Activity(activity) => {
            let activity = signed_up(branch, caller, now, &activity)?;
            let people = order(activity).into_iter();
            people
                .filter(|person| match guest(activity, person) {
                    Some(guest) => q.is_empty() || found(&guest.name, &guest.phone),
                    None => wanted(branch.members.get(person)),
                })
                .collect()
        }
    };
    Ok(page(branch, caller, query, &people))
}

fn members_in(
    branch: &Branch,
    state: Option<MemberState>,
    wanted: &dyn Fn(Option<&Member>) -> bool,
) -> Vec<PersonId> {
    // What waits longest comes first; what is settled, the latest first.
    let oldest_first = state == Some(MemberState::Submitted);
    let rows = branch.members.iter().filter(|(_, member)| {
        state.is_none_or(|state| member.state == state) && wanted(Some(member))
    });
    let mut rows: Vec<_> = rows
        .map(|(person, member)| {
            let since = member.since().0;
            (if oldest_first { since } else { -since }, *person)
        })
        .collect();
    rows.sort_unstable();
    rows.into_iter().map(|(_, person)| person).collect()
}

fn signed_up<'a>(
    branch: &'a Branch,
    caller: &Caller,
    now: Timestamp,
    id: &ActivityId,
) -> Result<&'a Activity, Refusal> {
    if !caller.stewards(&branch.charter.id) {
        return Err(Refusal::NotAllowed);
    }
    let activity = branch.activities.get(id).ok_or(Refusal::UnknownActivity)?;
    if !caller.manages(&branch.charter.id) && activity.details.end <= now {
        return Err(Refusal::ActivityOver);
    }
    Ok(activity)
}

// By place, then the queue in its order.
fn order(activity: &Activity) -> Vec<PersonId> {
    let mut ordered: BTreeSet<(u64, u64, PersonId)> = BTreeSet::new();
    for (person, standing) in activity.places.all() {
        ordered.insert(match standing {
            Standing::Confirmed { place, .. } => (0, u64::from(*place), *person),
            Standing::Offered(offer) => (1, u64::from(offer.place), *person),
            Standing::Waiting { ticket, .. } => (2, *ticket, *person),
        });
    }
    ordered.into_iter().map(|(_, _, person)| person).collect()
}

fn page(branch: &Branch, caller: &Caller, query: &RosterQuery, people: &[PersonId]) -> RosterPage {
    let start = query
        .cursor
        .and_then(|cursor| people.iter().position(|person| *person == cursor))
        .map_or(0, |position| position + 1);
    let rest = people.get(start..).unwrap_or_default();
    let shown = rest.get(..rest.len().min(ROSTER_ROWS)).unwrap_or_default();
    RosterPage {
        version: branch.version,
        total: people.len() as u32,
        rows: shown.iter().map(|person| row(branch, caller, query, person)).collect(),
        cursor: (rest.len() > shown.len()).then(|| shown.last().copied()).flatten(),
    }
}

fn guest<'a>(activity: &'a Activity, person: &PersonId) -> Option<&'a Guest> {
    activity.guests.get(person)?.guest.known()
}

fn row(branch: &Branch, caller: &Caller, query: &RosterQuery, person: &PersonId) -> RosterRow {
    let member = branch.members.get(person);
    let report = member.and_then(|member| member.report.known());
    let manages = caller.manages(&branch.charter.id);
    let activity = match query.list {
        RosterList::Activity(id) => branch.activities.get(&id),
        RosterList::Members(_) => None,
    };
    let of_members = activity.is_none();
    let standing = activity.and_then(|activity| activity.places.of(person));
    let guest = activity.and_then(|activity| guest(activity, person));
    // Who came as a guest stands on this list as one.
    let member = member.filter(|_| guest.is_none());
    let report = report.filter(|_| guest.is_none());
    RosterRow {
        person: *person,
        name: guest.map(|guest| &guest.name).or(report.map(|report| &report.name)).cloned(),
        guest: guest.map(|guest| GuestView { phone: manages.then(|| guest.phone.clone()) }),
        category: member.filter(|_| manages).map(|member| member.codes.category),
        state: member.filter(|_| of_members).map(|member| member.state),
        since: member.filter(|_| of_members).map(Member::since),
        home: member.filter(|_| of_members).map(|member| member.home),
        report: report.filter(|_| manages).cloned(),
        steps: member
            .filter(|_| manages && of_members)
            .map(|member| steps(member, person))
            .unwrap_or_default(),
        place: match standing {
            Some(Standing::Confirmed { place, .. }) => Some(*place),
            _ => None,
        },
        position: match (standing, activity) {
            (Some(Standing::Waiting { ticket, .. }), Some(activity)) => {
                Some(activity.places.position(*ticket))
            }
            _ => None,
        },
        attended_at: activity
            .and_then(|activity| activity.attendance.get(person))
            .map(|attendance| attendance.at),
    }
}
