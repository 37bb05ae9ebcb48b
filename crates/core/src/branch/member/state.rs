use serde::{Deserialize, Serialize};

use super::{
    command::{DisputeAnswer, DisputeReason, EndReason, SendBackReason},
    event::{ConsentGiven, ReportCodes},
    form::Report,
};
use crate::{
    ids::{BranchId, GroupId, PersonId},
    personal::Personal,
    time::Timestamp,
};

/// Where a report-in stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum MemberState {
    /// 待接收
    Submitted,
    /// 退回补正
    SentBack,
    /// 已接收
    Received,
    /// 结束流动
    Ended,
}

impl MemberState {
    /// Whether it counts as the person's one active report-in.
    pub fn is_active(self) -> bool {
        self != Self::Ended
    }
}

/// One person's report-in in one branch: the latest, with its history.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Member {
    /// Where it stands.
    pub state: MemberState,
    /// What they reported.
    pub report: Personal<Report>,
    /// Its coded part.
    pub codes: ReportCodes,
    /// What they agreed to.
    pub consent: ConsentGiven,
    /// What they agreed to with each report before, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agreed_before: Vec<AgreedBefore>,
    /// Their 党小组, while they are here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupId>,
    /// What the home township says to it.
    pub home: HomeState,
    /// Each step with who, when and why, oldest first.
    pub steps: Vec<Step>,
}

/// What somebody agreed to with an earlier report. [PIPL §14]
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgreedBefore {
    /// To what.
    pub consent: ConsentGiven,
    /// When.
    pub at: Timestamp,
    /// When they ended the report-in, and it with that; without it another
    /// report took its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
}

/// What the home township's 专人 says to a report-in; both sides see the same.
/// [domain §2, R19 §33]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "state")]
pub enum HomeState {
    /// 待知悉
    Waiting {
        /// Since when.
        since: Timestamp,
    },
    /// 已知悉
    Acknowledged {
        /// When.
        since: Timestamp,
    },
    /// 信息有误: the secretary must answer.
    Disputed {
        /// When.
        since: Timestamp,
        /// What is wrong.
        reason: DisputeReason,
    },
    /// 已答复: the home township may acknowledge it, or dispute it again.
    Answered {
        /// When.
        since: Timestamp,
        /// What the secretary said.
        answer: DisputeAnswer,
    },
}

impl HomeState {
    /// When it came to be so.
    pub fn since(&self) -> Timestamp {
        match self {
            Self::Waiting { since }
            | Self::Acknowledged { since }
            | Self::Disputed { since, .. }
            | Self::Answered { since, .. } => *since,
        }
    }
}

impl Member {
    /// When they agreed to what the present report was submitted with.
    pub fn agreed_at(&self) -> Timestamp {
        self.last(|kind| matches!(kind, StepKind::Submitted { .. })).unwrap_or_default()
    }

    /// When it ended, once it has.
    pub fn ended_at(&self) -> Option<Timestamp> {
        let ended = self.last(|kind| matches!(kind, StepKind::Ended { .. }));
        ended.filter(|_| self.state == MemberState::Ended)
    }

    fn last(&self, wanted: fn(&StepKind) -> bool) -> Option<Timestamp> {
        self.steps.iter().rev().find(|step| wanted(&step.kind)).map(|step| step.at)
    }

    /// When the present state began.
    pub fn since(&self) -> Timestamp {
        let own = self.steps.iter().rev().find(|step| !step.kind.is_home());
        own.map(|step| step.at).unwrap_or_default()
    }
}

/// A step of a report-in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: PersonId,
    /// What.
    pub kind: StepKind,
    /// More about it, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Personal<String>>,
}

/// What a step did, with its reason as a code.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum StepKind {
    /// Submitted, or submitted again.
    Submitted {
        /// From which branch, when it was a move.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        moved_from: Option<BranchId>,
    },
    /// Received.
    Received,
    /// Sent back.
    SentBack {
        /// Why.
        reason: SendBackReason,
    },
    /// Ended.
    Ended {
        /// Why.
        reason: EndReason,
        /// To which branch, when it was a move.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        moved_to: Option<BranchId>,
    },
    /// 知悉 by the home township.
    Acknowledged,
    /// 信息有误, as the home township says.
    Disputed {
        /// What is wrong.
        reason: DisputeReason,
    },
    /// The secretary answered that.
    DisputeAnswered {
        /// What.
        answer: DisputeAnswer,
    },
}

impl StepKind {
    /// Whether it concerns what the home township says, and so does not move
    /// the report-in itself.
    pub fn is_home(&self) -> bool {
        matches!(self, Self::Acknowledged | Self::Disputed { .. } | Self::DisputeAnswered { .. })
    }
}
