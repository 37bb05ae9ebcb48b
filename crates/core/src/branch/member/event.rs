use serde::{Deserialize, Serialize};

use super::{
    command::{DisputeAnswer, DisputeReason, EndReason, SendBackReason},
    form::{Category, Industry, LeaveReason, Report},
};
use crate::{
    ids::{BranchId, GroupId, PersonId, TownshipId},
    personal::Personal,
};

/// What happened to report-ins.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
// A form is long, and a few of them live for a moment: a box would only cost.
#[allow(clippy::large_enum_variant)]
pub enum MemberEvent {
    /// 报到 was submitted, or submitted again after 退回补正.
    ReportInSubmitted {
        /// Who reports in.
        person: PersonId,
        /// What they report, sealed.
        report: Personal<Report>,
        /// What statistics and responsibility need, as codes.
        codes: ReportCodes,
        /// What they agreed to.
        consent: ConsentGiven,
        /// The branch they came from, when this is a move.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        moved_from: Option<BranchId>,
    },
    /// 接收
    MemberReceived {
        /// Who was received.
        person: PersonId,
        /// By which officer.
        by: PersonId,
    },
    /// 退回补正
    ReportInSentBack {
        /// Whose report-in.
        person: PersonId,
        /// By which officer.
        by: PersonId,
        /// Why.
        reason: SendBackReason,
        /// What to correct, sealed as the member's.
        note: Personal<String>,
    },
    /// 结束流动
    ReportInEnded {
        /// Whose report-in.
        person: PersonId,
        /// By themselves or by an officer.
        by: PersonId,
        /// Why.
        reason: EndReason,
        /// More about it, sealed as the member's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Personal<String>>,
        /// The branch they went to, when this is a move.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        moved_to: Option<BranchId>,
    },
    /// 编入党小组, or out of it.
    GroupAssigned {
        /// Who.
        person: PersonId,
        /// By which officer.
        by: PersonId,
        /// Which group; none when missing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        group: Option<GroupId>,
    },
    /// 知悉
    ReportInAcknowledged {
        /// Whose report-in.
        person: PersonId,
        /// By which 专人.
        by: PersonId,
    },
    /// 信息有误
    ReportInDisputed {
        /// Whose report-in.
        person: PersonId,
        /// By which 专人.
        by: PersonId,
        /// What is wrong.
        reason: DisputeReason,
        /// More about it, sealed as the member's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Personal<String>>,
    },
    /// The secretary answered what was disputed.
    DisputeAnswered {
        /// Whose report-in.
        person: PersonId,
        /// By which officer.
        by: PersonId,
        /// The answer.
        answer: DisputeAnswer,
        /// More about it, sealed as the member's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Personal<String>>,
    },
    /// The person erased themselves; their key is gone with this append.
    PersonErased {
        /// Who.
        person: PersonId,
    },
}

impl MemberEvent {
    /// Whose report-in it is about.
    pub fn person(&self) -> PersonId {
        match self {
            Self::ReportInSubmitted { person, .. }
            | Self::MemberReceived { person, .. }
            | Self::ReportInSentBack { person, .. }
            | Self::ReportInEnded { person, .. }
            | Self::ReportInAcknowledged { person, .. }
            | Self::ReportInDisputed { person, .. }
            | Self::DisputeAnswered { person, .. }
            | Self::GroupAssigned { person, .. }
            | Self::PersonErased { person, .. } => *person,
        }
    }
}

/// The coded part of a report-in, which outlives the sealed part.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReportCodes {
    /// 党员类别
    pub category: Category,
    /// 所属乡镇、街道
    pub township: TownshipId,
    /// 外出原因
    pub reason: LeaveReason,
    /// 行业
    pub industry: Industry,
}

impl From<&Report> for ReportCodes {
    fn from(report: &Report) -> Self {
        Self {
            category: report.category,
            township: report.township.clone(),
            reason: report.reason,
            industry: report.industry,
        }
    }
}

/// An entry of the consent ledger.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConsentGiven {
    /// The version of the notice.
    pub notice: String,
    /// The township named as a recipient.
    pub recipient: TownshipId,
}
