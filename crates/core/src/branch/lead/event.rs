use serde::{Deserialize, Serialize};

use super::{
    command::{HoldReason, JumpReason, LeadCloseReason},
    form::{Landing, LeadCodes},
    state::LeadStage,
};
use crate::{
    branch::activity::ContactPerson,
    ids::{LeadId, PersonId},
    personal::Personal,
    recipient::Recipient,
    time::Timestamp,
};

/// What happened to leads.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum LeadEvent {
    /// 提交
    LeadSubmitted {
        /// Which.
        lead: LeadId,
        /// By whom.
        person: PersonId,
        /// Kind, industry, amount, place, and which need it answers.
        codes: LeadCodes,
        /// More about it, sealed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Personal<String>>,
        /// Set for a fellow townsman (乡友) who has not reported in here.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fellow: Option<Fellow>,
        /// Until when the first step is due.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Timestamp>,
    },
    /// The stage changed.
    LeadMoved {
        /// Which.
        lead: LeadId,
        /// By which officer.
        by: PersonId,
        /// On whose side they acted.
        actor: Actor,
        /// From which stage.
        from: LeadStage,
        /// To which.
        to: LeadStage,
        /// Why, where it was not the next one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<JumpReason>,
        /// More about it, sealed as the submitter's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Personal<String>>,
        /// Until when the next step is due.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Timestamp>,
        /// What had not landed after all, so that sums stay true.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        takes_back: Option<Landing>,
    },
    /// 落地, or its figures were put right.
    LeadLanded {
        /// Which.
        lead: LeadId,
        /// By which officer.
        by: PersonId,
        /// On whose side they acted.
        actor: Actor,
        /// From which stage.
        from: LeadStage,
        /// What has landed.
        landing: Landing,
        /// What stood there before, so that sums stay true.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        replaces: Option<Landing>,
        /// Why, where it was not the next stage.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<JumpReason>,
        /// More about it, sealed as the submitter's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Personal<String>>,
    },
    /// 搁置
    LeadPutOnHold {
        /// Which.
        lead: LeadId,
        /// By which officer.
        by: PersonId,
        /// On whose side they acted.
        actor: Actor,
        /// From which stage.
        from: LeadStage,
        /// Why.
        reason: HoldReason,
        /// More about it, sealed as the submitter's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Personal<String>>,
    },
    /// 终止
    LeadClosed {
        /// Which.
        lead: LeadId,
        /// By whom.
        by: PersonId,
        /// On whose side they acted.
        actor: Actor,
        /// From which stage.
        from: LeadStage,
        /// Why.
        reason: LeadCloseReason,
        /// More about it, sealed as the submitter's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Personal<String>>,
    },
    /// 转办
    LeadPassed {
        /// Which.
        lead: LeadId,
        /// By which officer.
        by: PersonId,
        /// On whose side they acted.
        actor: Actor,
        /// To whom.
        to: Recipient,
    },
    /// 退回支部
    LeadReturned {
        /// Which.
        lead: LeadId,
        /// By which officer.
        by: PersonId,
        /// On whose side they acted.
        actor: Actor,
    },
    /// 征求同意
    LeadConsentAsked {
        /// Which.
        lead: LeadId,
        /// By which officer.
        by: PersonId,
        /// About whom.
        recipient: Recipient,
    },
    /// The submitter agreed.
    LeadConsentGiven {
        /// Which.
        lead: LeadId,
        /// To whom it may go.
        recipient: Recipient,
    },
    /// The submitter said no, and is not asked again.
    LeadConsentRefused {
        /// Which.
        lead: LeadId,
        /// To whom it may not go.
        recipient: Recipient,
    },
    /// 撤回同意: if that recipient held it, the branch holds it again.
    LeadConsentWithdrawn {
        /// Which.
        lead: LeadId,
        /// From whom it is taken.
        recipient: Recipient,
    },
    /// A step is overdue, and climbs.
    LeadOverdue {
        /// Which.
        lead: LeadId,
        /// To which level of the chain.
        level: Escalation,
        /// When it climbs further, if nothing happens.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<Timestamp>,
    },
}

/// 乡友: someone from home who is not a member here and came by an invitation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Fellow {
    /// Name and phone, sealed.
    pub contact: Personal<ContactPerson>,
    /// The version of the notice they agreed to.
    pub notice: String,
}

/// On whose side somebody acted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", tag = "side", content = "recipient")]
pub enum Actor {
    /// Who submitted it.
    Submitter,
    /// The branch.
    Branch,
    /// Whoever it was passed on to.
    Handler(Recipient),
    /// Nobody: time passed.
    Clock,
}

/// How far an overdue step has climbed the responsibility chain (责任链).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Escalation {
    /// 支部落实
    Branch,
    /// 乡镇、街道主抓
    Township,
    /// 区委组织部统筹
    District,
}
