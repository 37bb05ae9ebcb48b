use serde::{Deserialize, Serialize};

use crate::{
    appointment::{Appointment, AppointmentEnd, may_appoint, may_end},
    caller::{Caller, Office, Role},
    charter::Bilingual,
    district::District,
    ids::{AppointmentId, BranchId, PersonId},
    refusal::Refusal,
    time::{Day, Timestamp},
};

/// The most ended offices in one answer, the latest first.
const ENDED_ROWS: usize = 100;

/// `GET offices`: who holds which office, for those who appoint: officers of the
/// district see all of them, the secretary of a branch those of the branch.
/// Names of people in office are for those who put them there, and are not
/// among the readings that are kept.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct OfficesView {
    /// The version of the district's own stream.
    pub version: u64,
    /// When it was made, by the service's clock.
    pub now: Timestamp,
    /// Those held now, by office.
    pub held: Vec<OfficeRow>,
    /// Those that are over, the latest first; at most 100.
    pub over: Vec<OfficeRow>,
    /// What the caller may appoint somebody to.
    pub may_appoint: Vec<OfficeChoice>,
    /// The branches whose secretary the caller may replace by another.
    pub may_hand_over: Vec<BranchId>,
}

/// An office that can be given.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OfficeChoice {
    /// As in `steward:xinzhou-beijing`.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub role: Role,
    /// Of what, as in 北京支部 or 秦峰镇.
    pub of: Bilingual,
}

/// One office held by one person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct OfficeRow {
    /// Which appointment.
    pub id: AppointmentId,
    /// As in `steward:xinzhou-beijing`.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub role: Role,
    /// Of what, as in 北京支部 or 秦峰镇.
    pub of: Bilingual,
    /// Who; missing for who erased themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// What they are called; missing likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Since when.
    pub since: Timestamp,
    /// The last day of the term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// By whom: what they are called, where they hold or held an office here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// How it ended, if otherwise than by its term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<HowEnded>,
    /// Whether it is the caller's own.
    pub mine: bool,
    /// Whether the caller may end it.
    pub may_end: bool,
}

/// When and how an office ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct HowEnded {
    /// When.
    pub at: Timestamp,
    /// How.
    pub how: AppointmentEnd,
}

/// Who holds which office, and until when that stays true by itself.
///
/// # Errors
/// For everybody who appoints nobody.
pub fn offices(
    district: &District,
    caller: &Caller,
    now: Timestamp,
) -> Result<(OfficesView, Timestamp), Refusal> {
    if caller.person.is_none() {
        return Err(Refusal::SignInNeeded);
    }
    let choices: Vec<OfficeChoice> = every_role(district)
        .filter(|role| may_appoint(caller, role))
        .filter_map(|role| Some(OfficeChoice { of: of(district, &role)?, role }))
        .collect();
    if choices.is_empty() {
        return Err(Refusal::NotAllowed);
    }
    let all = &district.appointments;
    let shown = all.iter().filter(|(_, it)| sees(caller, &it.role));
    let (mut held, mut over): (Vec<_>, Vec<_>) = shown.partition(|(_, it)| it.is_held(now));
    held.sort_by(|(_, one), (_, other)| (&one.role, one.since).cmp(&(&other.role, other.since)));
    let end = |it: &Appointment| it.ended.map(|ended| ended.at).or_else(|| it.lapses());
    over.sort_by_key(|(_, it)| std::cmp::Reverse(end(it)));
    over.truncate(ENDED_ROWS);
    let lapses = held.iter().filter_map(|(_, it)| it.lapses()).min();
    let row = |(id, it): (&AppointmentId, &Appointment)| OfficeRow {
        id: *id,
        role: it.role.clone(),
        of: of(district, &it.role).unwrap_or_else(|| district.charter.name.clone()),
        person: it.name.owner(),
        name: it.name.known().cloned(),
        since: it.since,
        until: it.until,
        by: it.by.and_then(|by| called(district, &by)),
        ended: it.ended.map(|ended| HowEnded { at: ended.at, how: ended.how }),
        mine: caller.person == Some(it.person),
        may_end: it.is_held(now) && may_end(caller, it),
    };
    let hands_over = |branch: &&BranchId| {
        let own = caller.manages_as(branch) == Some(Office::Secretary);
        own || caller.is_district_officer()
    };
    let view = OfficesView {
        version: district.version,
        now,
        held: held.into_iter().map(row).collect(),
        over: over.into_iter().map(row).collect(),
        may_appoint: choices,
        may_hand_over: district.charter.branches.keys().filter(hands_over).cloned().collect(),
    };
    Ok((view, lapses.unwrap_or(Timestamp(i64::MAX))))
}

// The secretary sees who is in office in the branch, also the secretary's own.
fn sees(caller: &Caller, role: &Role) -> bool {
    let own = match role {
        Role::Branch { branch, .. } => caller.manages_as(branch) == Some(Office::Secretary),
        _ => false,
    };
    own || caller.is_district_officer()
}

fn every_role(district: &District) -> impl Iterator<Item = Role> {
    let charter = &district.charter;
    let offices = [Office::Secretary, Office::Organiser, Office::Steward];
    let in_branches = charter.branches.keys().flat_map(move |branch| {
        offices.map(|office| Role::Branch { office, branch: branch.clone() })
    });
    let townships = charter.townships.iter().map(|it| Role::Liaison { township: it.id.clone() });
    let departments = charter.departments.iter().filter(|it| it.in_guiyan);
    let departments = departments.map(|it| Role::Department { department: it.id.clone() });
    in_branches.chain(townships).chain(departments).chain([Role::DistrictOfficer])
}

pub(super) fn of(district: &District, role: &Role) -> Option<Bilingual> {
    let charter = &district.charter;
    match role {
        Role::Branch { branch, .. } => charter.branches.get(branch).map(|it| it.short_name.clone()),
        Role::Liaison { township } => {
            charter.townships.iter().find(|it| it.id == *township).map(|it| it.name.clone())
        }
        Role::Department { department } => {
            charter.departments.iter().find(|it| it.id == *department).map(|it| it.name.clone())
        }
        Role::DistrictOfficer => Some(charter.name.clone()),
    }
}

pub(super) fn called(district: &District, person: &PersonId) -> Option<String> {
    let all = district.appointments.iter();
    let mut own = all.filter(|(_, it)| it.person == *person);
    own.find_map(|(_, it)| it.name.known().cloned())
}
