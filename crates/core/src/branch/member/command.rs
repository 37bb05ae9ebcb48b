use serde::{Deserialize, Serialize};

use super::form::ReportForm;
use crate::ids::{BranchId, GroupId, PersonId};

/// What people ask for about report-ins.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "type",
    deny_unknown_fields
)]
// A form is long, and a few of them live for a moment: a box would only cost.
#[allow(clippy::large_enum_variant)]
pub enum MemberCommand {
    /// 报到, by the person themselves; the way back from 退回补正 too.
    ReportIn {
        /// What they report.
        report: ReportForm,
        /// That they agreed, and to which notice.
        consent: Consent,
    },
    /// 接收, by the secretary.
    ReceiveMember {
        /// Whose report-in.
        person: PersonId,
    },
    /// 退回补正, by the secretary.
    SendBackReportIn {
        /// Whose report-in.
        person: PersonId,
        /// Why, as a code that stays.
        reason: SendBackReason,
        /// What to correct, in words; at most 300 characters. The codes speak
        /// for themselves, so only `other` needs it.
        #[serde(default)]
        note: String,
    },
    /// 结束流动, by the person or by the secretary.
    EndReportIn {
        /// Whose; the caller's own when missing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
        /// Why, as a code that stays.
        reason: EndReason,
        /// More about it (optional), at most 300 characters.
        #[serde(default)]
        note: String,
    },
    /// Moves the caller's report-in to another branch of the district in one
    /// action: it ends here and is submitted there.
    MoveReportIn {
        /// The branch they move to.
        to: BranchId,
        /// District of the new city where they live now, 2 to 20 characters.
        area: String,
        /// That they agreed to the notice with the new branch as recipient.
        consent: Consent,
    },
    /// 编入党小组, by those who run the branch.
    AssignGroup {
        /// Whose report-in.
        person: PersonId,
        /// Which group; none when missing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        group: Option<GroupId>,
    },
    /// 知悉, by the 专人 of the home township. [R19 §33]
    AcknowledgeReportIn {
        /// Whose report-in.
        person: PersonId,
    },
    /// 信息有误, by the 专人 of the home township: the secretary must answer.
    DisputeReportIn {
        /// Whose report-in.
        person: PersonId,
        /// What is wrong, as a code that stays.
        reason: DisputeReason,
        /// More about it; at most 300 characters, needed for `other`.
        #[serde(default)]
        note: String,
    },
    /// 答复, by the secretary, to what the home township disputes.
    AnswerDispute {
        /// Whose report-in.
        person: PersonId,
        /// The answer, as a code that stays.
        answer: DisputeAnswer,
        /// More about it; at most 300 characters, needed for `other`.
        #[serde(default)]
        note: String,
    },
}

/// What the home township finds wrong in a report-in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum DisputeReason {
    /// 不是本乡镇、街道的党员
    NotOurs,
    /// 党员类别不符
    Category,
    /// 所在党支部不符
    HomeBranch,
    /// 外出情况不符
    Absence,
    /// 其他; the note says what
    Other,
}

/// What the secretary answers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum DisputeAnswer {
    /// 已核实无误
    Confirmed,
    /// 请本人更正: the member may submit it again, corrected.
    CorrectionAsked,
    /// 其他; the note says what
    Other,
}

/// 同意: to what the person said yes. [PIPL §14, §29]
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Consent {
    /// Whether the box was ticked.
    pub agreed: bool,
    /// The version of the notice that was shown.
    pub notice: String,
}

/// Why a report-in goes back.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum SendBackReason {
    /// The home branch is unclear or wrong.
    HomeBranchUnclear,
    /// The phone number does not reach them.
    PhoneUnclear,
    /// Something else is missing or wrong.
    DetailsUnclear,
    /// They live elsewhere; another branch is nearer.
    OtherBranch,
    /// Something else; the note says what.
    Other,
}

/// Why a report-in ends (结束流动).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum EndReason {
    /// 返乡
    ReturnedHome,
    /// 组织关系已转出
    RelationTransferred,
    /// 流动到其他地方
    MovedOn,
    /// 本人退出
    Withdrew,
}
