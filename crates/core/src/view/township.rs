use serde::{Deserialize, Serialize};

use super::member::{StepView, steps};
use crate::{
    branch::member::{Category, HomeState, LeaveReason, Member, MemberState},
    caller::Caller,
    district::District,
    ids::{BranchId, PersonId, TownshipId},
    refusal::Refusal,
    time::{Day, Timestamp},
};

/// The most rows of one answer.
const ROWS: usize = 100;

/// `GET townships/{township}`: who of a township has reported in, for
/// its 专人; at most 100 rows. The notice names the township as a recipient.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TownshipPage {
    /// The sum of the versions of all branches' streams.
    pub version: u64,
    /// How many there are, over all pages.
    pub total: u32,
    /// What waits for the township first, then the latest first.
    pub rows: Vec<TownshipRow>,
    /// Where the next page begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<PersonId>,
}

/// A person of the township, as its 专人 needs them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TownshipRow {
    /// Their random id.
    pub person: PersonId,
    /// The branch where they reported in.
    pub branch: BranchId,
    /// 姓名
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// 联系电话
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// 正式组织关系所在党支部
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home_branch: Option<String>,
    /// 外出时间
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_on: Option<Day>,
    /// 外出地点: city
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// 外出原因
    pub reason: LeaveReason,
    /// 党员类别
    pub category: Category,
    /// State of the report-in.
    pub state: MemberState,
    /// Since when.
    pub since: Timestamp,
    /// What the township says to it.
    pub home: HomeState,
    /// Each step, oldest first, with the words of those between township and
    /// branch.
    pub steps: Vec<StepView>,
}

/// The people of one township, for its 专人.
///
/// # Errors
/// [`Refusal::SignInNeeded`], or [`Refusal::NotAllowed`] for everybody else.
pub fn township(
    district: &District,
    id: &TownshipId,
    caller: &Caller,
    cursor: Option<PersonId>,
) -> Result<TownshipPage, Refusal> {
    if caller.person.is_none() {
        return Err(Refusal::SignInNeeded);
    }
    if !caller.liaises(id) {
        return Err(Refusal::NotAllowed);
    }
    let people = district.branches().flat_map(|branch| {
        let members = branch.members.iter();
        let theirs = members.filter(|(_, member)| member.codes.township == *id);
        theirs.map(|(person, member)| (branch.charter.id.clone(), *person, &**member))
    });
    // Who moved stands where they are now; an ended report-in elsewhere is past.
    let here = |branch: &BranchId, person: &PersonId, member: &Member| {
        member.state.is_active() || district.active_branch(person).is_none_or(|at| at == branch)
    };
    let mut rows: Vec<_> =
        people.filter(|(branch, person, member)| here(branch, person, member)).collect();
    rows.sort_by_key(|(branch, person, member)| {
        let done = !member.state.is_active()
            || matches!(member.home, HomeState::Acknowledged { .. } | HomeState::Disputed { .. });
        (done, std::cmp::Reverse(member.since()), *person, branch.clone())
    });
    let total = rows.len() as u32;
    let start = cursor.and_then(|cursor| rows.iter().position(|(_, person, _)| *person == cursor));
    let mut rest = rows.into_iter().skip(start.map_or(0, |at| at + 1));
    let rows: Vec<TownshipRow> = rest.by_ref().take(ROWS).map(row).collect();
    let cursor = rest.next().and(rows.last()).map(|row| row.person);
    let version = district.branches().map(|branch| branch.version).sum();
    Ok(TownshipPage { version, total, rows, cursor })
}

fn row((branch, person, member): (BranchId, PersonId, &Member)) -> TownshipRow {
    let report = member.report.known();
    TownshipRow {
        person,
        branch,
        name: report.map(|report| report.name.clone()),
        phone: report.map(|report| report.phone.clone()),
        home_branch: report.map(|report| report.home_branch.clone()),
        left_on: report.map(|report| report.left_on),
        city: report.map(|report| report.city.clone()),
        reason: member.codes.reason,
        category: member.codes.category,
        state: member.state,
        since: member.since(),
        home: member.home,
        steps: (steps(member, &person).into_iter())
            // What branch and member write to each other is not the township's.
            .map(|step| StepView { note: step.note.filter(|_| step.step.is_home()), ..step })
            .collect(),
    }
}
