use serde::{Deserialize, Serialize};

use crate::{
    branch::{
        Branch,
        member::{HomeState, Member, MemberState, Report, StepKind},
    },
    ids::{GroupId, PersonId},
    personal::Personal,
    time::Timestamp,
};

/// The caller's own report-in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MyReportIn {
    /// Where it stands.
    pub state: MemberState,
    /// Since when.
    pub since: Timestamp,
    /// What they reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<Report>,
    /// What the home township says to it.
    pub home: HomeState,
    /// Their 党小组.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupId>,
    /// The version of the notice they agreed to.
    pub notice: String,
    /// Each step, oldest first.
    pub steps: Vec<StepView>,
}

/// One step of a report-in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct StepView {
    /// When.
    pub at: Timestamp,
    /// Whether the person did it themselves, rather than an officer.
    pub own: bool,
    /// What, with its reason as a code.
    #[serde(flatten)]
    pub step: StepKind,
    /// More about it, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

pub(super) fn my_report_in(branch: &Branch, person: &PersonId) -> Option<MyReportIn> {
    branch.members.get(person).map(|member| MyReportIn {
        state: member.state,
        since: member.since(),
        report: member.report.known().cloned(),
        home: member.home,
        group: member.group.clone(),
        notice: member.consent.notice.clone(),
        steps: steps(member, person),
    })
}

pub(super) fn steps(member: &Member, person: &PersonId) -> Vec<StepView> {
    let view = |step: &crate::branch::member::Step| StepView {
        at: step.at,
        own: step.by == *person,
        step: step.kind.clone(),
        note: step.note.as_ref().and_then(Personal::known).filter(|note| !note.is_empty()).cloned(),
    };
    member.steps.iter().map(view).collect()
}
