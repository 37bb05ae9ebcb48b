use serde::{Deserialize, Serialize};

use super::{
    command::{HoldReason, JumpReason, LeadCloseReason, MoveTo},
    event::{Actor, Escalation, Fellow},
    form::{Landing, LeadCodes},
};
use crate::{
    ids::PersonId,
    personal::Personal,
    recipient::{Consents, Recipient},
    time::Timestamp,
};

/// Where a lead stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum LeadStage {
    /// 提交
    Submitted,
    /// 对接
    InContact,
    /// 洽谈
    Negotiating,
    /// 签约
    Signed,
    /// 落地
    Landed,
    /// 搁置
    OnHold,
    /// 终止
    Closed,
}

impl LeadStage {
    /// Every stage, in order.
    pub const ALL: [Self; 7] = [
        Self::Submitted,
        Self::InContact,
        Self::Negotiating,
        Self::Signed,
        Self::Landed,
        Self::OnHold,
        Self::Closed,
    ];

    /// The stage that follows.
    pub fn next(self) -> Option<MoveTo> {
        match self {
            Self::Submitted => Some(MoveTo::InContact),
            Self::InContact => Some(MoveTo::Negotiating),
            Self::Negotiating => Some(MoveTo::Signed),
            Self::Signed => Some(MoveTo::Landed),
            Self::Landed | Self::OnHold | Self::Closed => None,
        }
    }
}

impl From<MoveTo> for LeadStage {
    fn from(to: MoveTo) -> Self {
        match to {
            MoveTo::InContact => Self::InContact,
            MoveTo::Negotiating => Self::Negotiating,
            MoveTo::Signed => Self::Signed,
            MoveTo::Landed => Self::Landed,
        }
    }
}

/// One lead of a branch.
///
/// INVARIANT: whoever holds it has been passed it under a live consent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Lead {
    /// Who submitted it; none once they have erased themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// Kind, industry, amount, place, and which need it answers.
    pub codes: LeadCodes,
    /// More about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Personal<String>>,
    /// Name and phone of a 乡友, and what they agreed to; a member's stand in their
    /// report-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fellow: Option<Fellow>,
    /// Where it stands.
    pub stage: LeadStage,
    /// Since when.
    pub since: Timestamp,
    /// The stage it was in when it was put on hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused: Option<LeadStage>,
    /// Who holds it; none is the branch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_by: Option<Recipient>,
    /// Since when they hold it.
    pub held_since: Timestamp,
    /// Until when the next step is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// When it is, or climbs, overdue next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alarm: Option<Timestamp>,
    /// How far it has climbed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overdue: Option<Escalation>,
    /// What may go, and went, to whom.
    #[serde(default)]
    pub consents: Consents,
    /// What has landed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub landing: Option<Landing>,
    /// Each step, oldest first.
    pub steps: Vec<LeadStep>,
}

impl Lead {
    /// The stage it is in, or was in when it was put on hold.
    pub fn working_stage(&self) -> LeadStage {
        self.paused.unwrap_or(self.stage)
    }

    /// Whether anything can still be done about it.
    pub fn is_open(&self) -> bool {
        self.stage != LeadStage::Closed && self.person.is_some()
    }

    /// Those who see it under a live consent.
    pub fn seen_by(&self) -> impl Iterator<Item = &Recipient> {
        let live = self.consents.given().iter().filter(|it| it.withdrawn_at.is_none());
        live.filter(|it| it.passed_at.is_some()).map(|it| &it.recipient)
    }
}

/// A step of a lead.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LeadStep {
    /// When.
    pub at: Timestamp,
    /// On whose side.
    pub actor: Actor,
    /// What.
    pub kind: LeadStepKind,
    /// More about it, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Personal<String>>,
}

/// What a step did, with its reason as a code.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum LeadStepKind {
    /// 提交
    Submitted,
    /// The stage changed.
    Moved {
        /// From which.
        from: LeadStage,
        /// To which.
        to: LeadStage,
        /// Why, where it was not the next one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<JumpReason>,
    },
    /// 落地, or its figures were put right.
    Landed {
        /// From which stage.
        from: LeadStage,
        /// What has landed.
        landing: Landing,
        /// Why, where it was not the next stage.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<JumpReason>,
    },
    /// 搁置
    PutOnHold {
        /// From which stage.
        from: LeadStage,
        /// Why.
        reason: HoldReason,
    },
    /// 终止
    Closed {
        /// From which stage.
        from: LeadStage,
        /// Why.
        reason: LeadCloseReason,
    },
    /// 转办
    Passed {
        /// To whom.
        to: Recipient,
    },
    /// 退回支部
    Returned,
    /// 征求同意
    ConsentAsked {
        /// About whom.
        recipient: Recipient,
    },
    /// The submitter agreed.
    ConsentGiven {
        /// To whom it may go.
        recipient: Recipient,
    },
    /// The submitter said no.
    ConsentRefused {
        /// To whom it may not go.
        recipient: Recipient,
    },
    /// 撤回同意
    ConsentWithdrawn {
        /// From whom it is taken.
        recipient: Recipient,
    },
    /// A step is overdue.
    Overdue {
        /// How far it climbed.
        level: Escalation,
    },
}
