use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    command::CloseReason,
    form::{RequestKind, RequestText, SpotCategory, Urgency},
};
use crate::{
    chain::{Holder, Level},
    ids::{BranchId, DepartmentId, PersonId, RequestId, TownshipId},
    personal::Personal,
    recipient::Recipient,
    time::Timestamp,
};

/// What happened to requests. What is counted carries the request's kind, so
/// that tallies follow from the event alone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum RequestEvent {
    /// 求助 or 随手报 came in.
    RequestSubmitted {
        /// Which.
        request: RequestId,
        /// By whom.
        person: PersonId,
        /// What about.
        kind: RequestKind,
        /// What a spot is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        category: Option<SpotCategory>,
        /// How urgent.
        urgency: Urgency,
        /// 所属乡镇、街道 of the requester: where overdue steps climb to.
        township: TownshipId,
        /// What was written, sealed.
        text: Personal<RequestText>,
        /// Who else may see it.
        consents: Vec<Recipient>,
        /// When the branch must have passed it on.
        due: Timestamp,
    },
    /// 征求同意
    RequestConsentAsked {
        /// Which.
        request: RequestId,
        /// By which officer.
        by: PersonId,
        /// About whom.
        recipient: Recipient,
    },
    /// The requester said yes.
    RequestConsentGiven {
        /// Which.
        request: RequestId,
        /// To whom.
        recipient: Recipient,
        /// What becomes of the present step's time.
        clock: Clock,
    },
    /// The requester said no.
    RequestConsentRefused {
        /// Which.
        request: RequestId,
        /// To whom.
        recipient: Recipient,
        /// What becomes of the present step's time.
        clock: Clock,
    },
    /// 撤回同意
    RequestConsentWithdrawn {
        /// Which.
        request: RequestId,
        /// To whom.
        recipient: Recipient,
    },
    /// 吹哨
    Whistled {
        /// Which.
        request: RequestId,
        /// By which officer.
        by: PersonId,
        /// Whom.
        department: DepartmentId,
        /// What about.
        kind: RequestKind,
        /// When they must have arrived.
        due: Timestamp,
    },
    /// 到场
    Arrived {
        /// Which.
        request: RequestId,
        /// By their contact, or by the officer who records it.
        by: PersonId,
        /// Who.
        department: DepartmentId,
        /// 代记
        recorded: bool,
        /// Whether within the target.
        in_target: bool,
        /// What about.
        kind: RequestKind,
        /// When it must be resolved.
        due: Timestamp,
    },
    /// 退回支部
    RequestReturned {
        /// Which.
        request: RequestId,
        /// By whom; by nobody when it follows from something else.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<PersonId>,
        /// Why.
        reason: ReturnReason,
        /// When the branch must have passed it on.
        due: Timestamp,
    },
    /// 办结
    RequestResolved {
        /// Which.
        request: RequestId,
        /// By whom.
        by: PersonId,
        /// 代记
        recorded: bool,
        /// Who had it.
        holder: Holder,
        /// What about.
        kind: RequestKind,
        /// Whether it was not counted as closed before.
        counts: bool,
        /// What came of it, sealed as the requester's.
        note: Personal<String>,
    },
    /// 评价
    RequestRated {
        /// Which.
        request: RequestId,
        /// 1 to 5.
        rating: u8,
        /// What about.
        kind: RequestKind,
    },
    /// 重新打开
    RequestReopened {
        /// Which.
        request: RequestId,
        /// What about.
        kind: RequestKind,
        /// Whether within seven days, so that it does not count as closed.
        uncounts: bool,
        /// What is still open, sealed as the requester's.
        note: Personal<String>,
        /// When the branch must have passed it on.
        due: Timestamp,
    },
    /// 撤回求助
    RequestWithdrawn {
        /// Which.
        request: RequestId,
    },
    /// Ended without 办结.
    RequestClosed {
        /// Which.
        request: RequestId,
        /// By which officer, or by the requester who erases themselves.
        by: PersonId,
        /// Why.
        reason: CloseReason,
        /// More about it, sealed as the requester's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Personal<String>>,
    },
    /// 我能帮忙; what was offered before is replaced.
    HelpOffered {
        /// Who.
        person: PersonId,
        /// With what.
        kinds: BTreeSet<RequestKind>,
    },
    /// The offer was taken back.
    HelpOfferWithdrawn {
        /// Who.
        person: PersonId,
    },
    /// A member who offers such help is asked.
    HelperAsked {
        /// Which.
        request: RequestId,
        /// By which officer.
        by: PersonId,
        /// Whom.
        person: PersonId,
        /// Their branch.
        branch: BranchId,
        /// Until when they may answer.
        until: Timestamp,
    },
    /// They said yes; the requester is asked about them by name.
    HelperAgreed {
        /// Which.
        request: RequestId,
        /// Who.
        person: PersonId,
    },
    /// They said no, or nothing in time.
    HelperDeclined {
        /// Which.
        request: RequestId,
        /// Who.
        person: PersonId,
        /// Whether they said nothing.
        lapsed: bool,
        /// When the branch must have passed it on.
        due: Timestamp,
    },
    /// A step is overdue and climbs; codes only.
    StepOverdue {
        /// Which.
        request: RequestId,
        /// What about.
        kind: RequestKind,
        /// Who has it.
        holder: Holder,
        /// Since when they have it.
        since: Timestamp,
        /// To whom it climbs.
        level: Level,
        /// When it climbs on, if nothing happens.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<Timestamp>,
    },
}

/// What an answer does to the time of the present step.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Clock {
    /// Nothing.
    Runs,
    /// Another question waits for the requester.
    Stands,
    /// It starts anew.
    Starts {
        /// When the step is due.
        due: Timestamp,
    },
}

/// Why a request went back to its branch.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum ReturnReason {
    /// The branch took it back.
    TakenBack,
    /// Who had it handed it back.
    HandedBack,
    /// The requester withdrew the consent it stood on.
    ConsentWithdrawn,
    /// The department is not in the charter any more.
    DepartmentGone,
}

impl RequestEvent {
    /// Which request it is about, if one.
    pub fn request(&self) -> Option<RequestId> {
        match self {
            Self::RequestSubmitted { request, .. }
            | Self::RequestConsentAsked { request, .. }
            | Self::RequestConsentGiven { request, .. }
            | Self::RequestConsentRefused { request, .. }
            | Self::RequestConsentWithdrawn { request, .. }
            | Self::Whistled { request, .. }
            | Self::Arrived { request, .. }
            | Self::RequestReturned { request, .. }
            | Self::RequestResolved { request, .. }
            | Self::RequestRated { request, .. }
            | Self::RequestReopened { request, .. }
            | Self::RequestWithdrawn { request }
            | Self::RequestClosed { request, .. }
            | Self::HelperAsked { request, .. }
            | Self::HelperAgreed { request, .. }
            | Self::HelperDeclined { request, .. }
            | Self::StepOverdue { request, .. } => Some(*request),
            Self::HelpOffered { .. } | Self::HelpOfferWithdrawn { .. } => None,
        }
    }
}
