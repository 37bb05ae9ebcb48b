use serde::{Deserialize, Serialize};

use super::form::{LandingForm, LeadForm};
use crate::{branch::member::Consent, ids::LeadId, recipient::Recipient};

/// What people ask for about leads.
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
pub enum LeadCommand {
    /// 提交线索, by a received member, or by a fellow townsman (乡友) whom one
    /// invited. The lead takes this command's id.
    SubmitLead {
        /// The form as filled in.
        lead: LeadForm,
        /// Whether they came by an invitation; nothing about who invited them
        /// is stored, and nothing about them before this.
        #[serde(default)]
        invited: bool,
        /// That they agreed to the notice; for 乡友, who have not reported in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        notice: Option<Consent>,
        /// Whom it may be passed on to; may be empty, and is never a condition.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        consent: Vec<Recipient>,
    },
    /// Moves it on (or back, or on again after 搁置), by the branch or by who
    /// holds it.
    MoveLead {
        /// Which.
        lead: LeadId,
        /// To which stage.
        to: MoveTo,
        /// Why, where it is not the next stage; a code that stays.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<JumpReason>,
        /// More about it, at most 500 characters; needed with `other`.
        #[serde(default)]
        note: String,
        /// What has landed; with the stage `landed` only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        landing: Option<LandingForm>,
    },
    /// 搁置, by the branch or by who holds it.
    HoldLead {
        /// Which.
        lead: LeadId,
        /// Why, as a code that stays.
        reason: HoldReason,
        /// More about it, at most 500 characters; needed with `other`.
        #[serde(default)]
        note: String,
    },
    /// 终止, by the branch, by who holds it, or (with the reason `withdrawn`)
    /// by the submitter.
    CloseLead {
        /// Which.
        lead: LeadId,
        /// Why, as a code that stays.
        reason: LeadCloseReason,
        /// More about it, at most 500 characters; needed with `other`.
        #[serde(default)]
        note: String,
    },
    /// 转办, by the branch or by who holds it, under a consent that names the
    /// recipient.
    PassLead {
        /// Which.
        lead: LeadId,
        /// To whom.
        to: Recipient,
    },
    /// 退回支部, by the branch or by who holds it.
    ReturnLead {
        /// Which.
        lead: LeadId,
    },
    /// 征求同意: asks the submitter about a recipient; by the branch.
    AskLeadConsent {
        /// Which.
        lead: LeadId,
        /// About whom.
        recipient: Recipient,
    },
    /// The submitter's answer. They may agree without having been asked.
    AnswerLeadConsent {
        /// Which.
        lead: LeadId,
        /// About whom.
        recipient: Recipient,
        /// Yes or no.
        agreed: bool,
    },
    /// 撤回同意, by the submitter: the recipient loses sight of it. [PIPL §15]
    WithdrawLeadConsent {
        /// Which.
        lead: LeadId,
        /// Whose consent.
        recipient: Recipient,
    },
}

/// The stages a lead is moved to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum MoveTo {
    /// 对接
    InContact,
    /// 洽谈
    Negotiating,
    /// 签约
    Signed,
    /// 落地
    Landed,
}

/// Why stages are skipped, or gone back.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum JumpReason {
    /// 此前已在推进
    AlreadyUnderWay,
    /// 双方已直接谈定
    AgreedDirectly,
    /// 情况有变，退回上一步
    FellBack,
    /// 更正登记
    Correction,
    /// 其他; the note says what
    Other,
}

/// Why a lead is put on hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum HoldReason {
    /// 本人要求暂缓
    SubmitterAsked,
    /// 条件暂不成熟
    NotYet,
    /// 等待政策或审批
    AwaitingApproval,
    /// 暂时联系不上
    NoAnswer,
    /// 其他; the note says what
    Other,
}

/// Why a lead is closed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum LeadCloseReason {
    /// 本人撤回
    Withdrawn,
    /// 与需求不符
    NoFit,
    /// 条件不具备
    NotViable,
    /// 联系不上
    LostContact,
    /// 已在别处落地
    LandedElsewhere,
    /// 其他; the note says what
    Other,
}
