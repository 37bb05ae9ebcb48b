use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::member::{StepView, steps};
use crate::{
    branch::{
        Branch,
        activity::{Activity, Guest, Standing},
        member::{Category, HomeState, Member, MemberState, Report},
    },
    caller::Caller,
    charter::Bilingual,
    district::{District, Room},
    ids::{ActivityId, BranchId, GroupId, PersonId, StreamId},
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
    /// The version of the stream that it is of.
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
    /// Their 党小组; on the list of report-ins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupId>,
    /// As in 义乌支部: a member of another branch, who is named only with their
    /// consent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guest_of: Option<Bilingual>,
    /// Their phone number, where it comes by that consent, or they are 乡友.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
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
    /// Whether they come as 乡友; on the list of an activity.
    pub guest: bool,
}

/// Who reads a list, and of what.
struct Reader<'a> {
    district: &'a District,
    room: Room<'a>,
    caller: &'a Caller,
    query: &'a RosterQuery,
}

/// One page of a list of a branch, or of the district (without one).
/// `matches(text, q)` says whether a name matches what was typed; the service
/// brings pinyin, the page compares characters.
///
/// # Errors
/// Those of the caller's office, or an unknown branch or activity.
pub fn roster(
    district: &District,
    id: Option<&BranchId>,
    caller: &Caller,
    now: Timestamp,
    query: &RosterQuery,
    matches: &dyn Fn(&str, &str) -> bool,
) -> Result<RosterPage, Refusal> {
    let stream = id.map_or(StreamId::District, |id| StreamId::Branch(id.clone()));
    let room = district.room(&stream).ok_or(Refusal::UnknownBranch)?;
    if caller.person.is_none() {
        return Err(Refusal::SignInNeeded);
    }
    let reader = Reader { district, room, caller, query };
    let people: Vec<PersonId> = match query.list {
        RosterList::Members(state) => {
            let branch = id.and_then(|id| district.branch(id)).ok_or(Refusal::NotAllowed)?;
            if !caller.manages(&branch.charter.id) {
                return Err(Refusal::NotAllowed);
            }
            members_in(branch, state, &|person| reader.matches(person, None, matches))
        }
        RosterList::Activity(activity) => {
            let activity = signed_up(&reader.room, caller, now, &activity)?;
            let people = order(activity).into_iter();
            people.filter(|person| reader.matches(person, Some(activity), matches)).collect()
        }
    };
    Ok(reader.page(district.version_of(&stream), &people))
}

/// What the reader knows of a person: by their own branch's register, or by
/// the person's consent.
struct Known<'a> {
    branch: &'a Branch,
    member: &'a Member,
    by_office: bool,
    by_consent: bool,
}

impl<'a> Reader<'a> {
    // The branch in whose register they stand: the one that holds the list, or
    // where they are active.
    fn known(&self, person: &PersonId, activity: Option<&Activity>) -> Option<Known<'a>> {
        let holder = self.room.branch.and_then(|id| self.district.branch(id));
        let own = holder.filter(|branch| branch.members.contains_key(person));
        let active = self.district.active_branch(person).and_then(|id| self.district.branch(id));
        let anywhere = || self.district.branches().find(|it| it.members.contains_key(person));
        let branch = own.or(active).or_else(anywhere)?;
        let member = branch.members.get(person)?;
        // A list of the district is read by officers of every branch: each of
        // them knows the members of their own.
        let by_office = match self.room.branch {
            Some(_) => own.is_some(),
            None => self.caller.stewards(&branch.charter.id),
        };
        // Who is a member nowhere any more is not named by what they agreed to as one.
        let agreed = activity.is_some_and(|it| it.names_shared.contains_key(person));
        let by_consent = agreed && active.is_some();
        Some(Known { branch, member, by_office, by_consent })
    }

    fn matches(
        &self,
        person: &PersonId,
        activity: Option<&Activity>,
        matches: &dyn Fn(&str, &str) -> bool,
    ) -> bool {
        let q = self.query.q.trim();
        if q.is_empty() {
            return true;
        }
        if let Some(guest) = guest(activity, person) {
            let runs = self.room.host.is_run_by(self.caller);
            return guest.name.contains(q)
                || matches(&guest.name, q)
                || (q.len() >= 4 && runs && guest.phone.contains(q));
        }
        let known = self.known(person, activity).filter(|it| it.by_office || it.by_consent);
        known.is_some_and(|known| {
            let manages = self.caller.manages(&known.branch.charter.id) || known.by_consent;
            known.member.report.known().is_some_and(|report| {
                report.name.contains(q)
                    || matches(&report.name, q)
                    || (q.len() >= 4 && manages && report.phone.contains(q))
            })
        })
    }

    fn page(&self, version: u64, people: &[PersonId]) -> RosterPage {
        let start = (self.query.cursor)
            .and_then(|cursor| people.iter().position(|person| *person == cursor))
            .map_or(0, |position| position + 1);
        let rest = people.get(start..).unwrap_or_default();
        let shown = rest.get(..rest.len().min(ROSTER_ROWS)).unwrap_or_default();
        RosterPage {
            version,
            total: people.len() as u32,
            rows: shown.iter().map(|person| self.row(person)).collect(),
            cursor: (rest.len() > shown.len()).then(|| shown.last().copied()).flatten(),
        }
    }

    fn row(&self, person: &PersonId) -> RosterRow {
        let activity = match self.query.list {
            RosterList::Activity(id) => self.room.activities.get(&id),
            RosterList::Members(_) => None,
        };
        // Who came as 乡友 stands on this list as one.
        let as_guest = activity.is_some_and(|activity| activity.guests.contains_key(person));
        let townsman = guest(activity, person);
        let known = self.known(person, activity).filter(|_| !as_guest);
        let by_office = known.as_ref().filter(|known| known.by_office);
        let guest = known.as_ref().filter(|known| !known.by_office);
        let seen = known.as_ref().filter(|known| known.by_office || known.by_consent);
        let report = seen.and_then(|known| known.member.report.known());
        let manages = by_office.is_some_and(|it| self.caller.manages(&it.branch.charter.id));
        let of_members = activity.is_none();
        let member = by_office.map(|known| known.member);
        let registered = member.filter(|_| of_members);
        let standing = activity.and_then(|activity| activity.places.of(person));
        RosterRow {
            person: *person,
            name: townsman.map(|it| &it.name).or(report.map(|report| &report.name)).cloned(),
            guest: as_guest,
            category: member.filter(|_| manages).map(|member| member.codes.category),
            state: registered.map(|member| member.state),
            since: registered.map(Member::since),
            home: registered.map(|member| member.home),
            group: registered.and_then(|member| member.group.clone()),
            guest_of: guest.map(|known| known.branch.charter.short_name.clone()),
            phone: (townsman.map(|it| &it.phone))
                .or(guest.and(report).map(|report| &report.phone))
                .filter(|_| self.room.host.is_run_by(self.caller))
                .cloned(),
            report: report.filter(|_| manages).cloned(),
            steps: registered
                .filter(|_| manages)
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
}

fn members_in(
    branch: &Branch,
    state: Option<MemberState>,
    wanted: &dyn Fn(&PersonId) -> bool,
) -> Vec<PersonId> {
    // What waits longest comes first; what is settled, the latest first.
    let oldest_first = state == Some(MemberState::Submitted);
    let rows = branch.members.iter().filter(|(person, member)| {
        state.is_none_or(|state| member.state == state) && wanted(person)
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
    room: &Room<'a>,
    caller: &Caller,
    now: Timestamp,
    id: &ActivityId,
) -> Result<&'a Activity, Refusal> {
    if !room.host.is_stewarded_by(caller) {
        return Err(Refusal::NotAllowed);
    }
    let activity = room.activities.get(id).ok_or(Refusal::UnknownActivity)?;
    if !room.host.is_run_by(caller) && activity.details.end <= now {
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

fn guest<'a>(activity: Option<&'a Activity>, person: &PersonId) -> Option<&'a Guest> {
    activity?.guests.get(person)?.guest.known()
}
