use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::form::{RequestKind, SpotCategory, Urgency};
use crate::{
    ids::{DepartmentId, PersonId, RequestId},
    recipient::Recipient,
};

/// What people ask for about help.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "type",
    deny_unknown_fields
)]
pub enum RequestCommand {
    /// 求助, by a received member. The request takes this command's id.
    AskForHelp {
        /// What about; not `spot`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kind: Option<RequestKind>,
        /// How urgent.
        #[serde(default)]
        urgency: Urgency,
        /// What is needed, 2 to 1,000 characters.
        #[serde(default)]
        text: String,
        /// Who else may see it; may be empty. [PIPL §23]
        #[serde(default)]
        consent: Vec<Recipient>,
    },
    /// 随手报, by a received member: a place or a thing that needs doing,
    /// never a person. The request takes this command's id.
    ReportSpot {
        /// What it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        spot_category: Option<SpotCategory>,
        /// How urgent.
        #[serde(default)]
        urgency: Urgency,
        /// Where, 2 to 100 characters.
        #[serde(default)]
        place: String,
        /// What needs doing, 2 to 1,000 characters.
        #[serde(default)]
        text: String,
        /// Who else may see it; may be empty. [PIPL §23]
        #[serde(default)]
        consent: Vec<Recipient>,
    },
    /// 征求同意: an officer asks the requester about one more recipient.
    AskRequestConsent {
        /// About which request.
        request: RequestId,
        /// About whom.
        recipient: Recipient,
    },
    /// The requester answers, or agrees of their own accord.
    AnswerRequestConsent {
        /// About which request.
        request: RequestId,
        /// About whom.
        recipient: Recipient,
        /// Yes or no.
        agreed: bool,
    },
    /// 撤回同意: the next step stops, and both sides are told. [PIPL §15]
    WithdrawRequestConsent {
        /// About which request.
        request: RequestId,
        /// About whom.
        recipient: Recipient,
    },
    /// 吹哨: an officer calls a department that the requester has agreed to.
    Whistle {
        /// About which request.
        request: RequestId,
        /// Whom.
        department: DepartmentId,
    },
    /// 到场: the department's contact reports in, or the branch records it for
    /// those who are not in Guiyan (代记).
    ReportArrival {
        /// About which request.
        request: RequestId,
    },
    /// 办结, by whoever took it up, or recorded by the branch (代记).
    ResolveRequest {
        /// Which.
        request: RequestId,
        /// What came of it, for the requester; 2 to 300 characters.
        #[serde(default)]
        note: String,
    },
    /// 评价, by the requester, once.
    RateRequest {
        /// Which.
        request: RequestId,
        /// 1 to 5.
        rating: i64,
    },
    /// 重新打开, by the requester, once.
    ReopenRequest {
        /// Which.
        request: RequestId,
        /// What is still open, 2 to 300 characters.
        #[serde(default)]
        note: String,
    },
    /// 撤回求助, by the requester.
    WithdrawRequest {
        /// Which.
        request: RequestId,
    },
    /// 结束办理 without 办结, by an officer.
    CloseRequest {
        /// Which.
        request: RequestId,
        /// Why, as a code that stays; not `erased`.
        reason: CloseReason,
        /// More about it, for the requester; at most 300 characters, needed
        /// for `other`.
        #[serde(default)]
        note: String,
    },
    /// 退回支部: handed back by who has it, or taken back by an officer.
    ReturnRequest {
        /// Which.
        request: RequestId,
    },
    /// 我能帮忙: a received member says with what they can help.
    OfferHelp {
        /// With what; at least one, not `spot`.
        #[serde(default)]
        kinds: BTreeSet<RequestKind>,
    },
    /// Takes the offer back.
    WithdrawHelpOffer {},
    /// An officer asks a member of any branch who has offered such help. They
    /// are told what kind, how urgent and in which part of the city.
    AskHelper {
        /// About which request.
        request: RequestId,
        /// Whom.
        person: PersonId,
    },
    /// The member who was asked answers.
    AnswerHelp {
        /// About which request.
        request: RequestId,
        /// Yes or no.
        agreed: bool,
    },
}

/// Why a request ends without 办结.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum CloseReason {
    /// 重复
    Duplicate,
    /// 不属于受理范围
    OutOfScope,
    /// 联系不上
    Unreachable,
    /// 暂时无法解决
    Unsolvable,
    /// 其他; the note says what
    Other,
    /// The requester erased themselves. Never sent from outside.
    Erased,
}
