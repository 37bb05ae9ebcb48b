//! What `decide` is given and what it gives back.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use serde::{Deserialize, Serialize};

use crate::{
    branch::{lead::LeadStage, request::RequestKind},
    caller::Caller,
    charter::DistrictCharter,
    event::Event,
    ids::{
        ActivityId, AppointmentId, BranchId, CommandId, DraftId, LeadId, NeedId, PersonId,
        RequestId, SeriesId, StreamId,
    },
    need::Need,
    time::Timestamp,
};

/// Everything a decision may depend on besides the state of its branch.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    /// Who asks.
    pub caller: &'a Caller,
    /// Now, never before the last event.
    pub now: Timestamp,
    /// The command's id; what it creates is named by it.
    pub command: CommandId,
    /// The district's data.
    pub district: &'a DistrictCharter,
    /// The needs of the home district.
    pub needs: &'a BTreeMap<NeedId, Need>,
    /// The other branch where the caller has an active report-in.
    pub active_elsewhere: Option<BranchId>,
    /// The member whom the command names as a helper, if they have offered.
    pub helper: Option<Helper>,
    /// How many leads, or requests, the caller has open in all branches, where
    /// the command makes one more.
    pub open_already: u32,
}

/// A member of any branch who has offered to help.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Helper {
    /// The branch where they are received.
    pub branch: BranchId,
    /// With what.
    pub kinds: BTreeSet<RequestKind>,
}

/// What is to be appended, all of it or nothing, and what to answer then.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// The answer, once it is durable.
    pub outcome: Outcome,
    /// Events in order, each with its stream.
    pub events: Vec<(StreamId, Event)>,
    /// Claims to take or release in the same transaction.
    pub claims: Vec<ClaimChange>,
    /// Whose keys to destroy in the same transaction.
    pub erase: Option<PersonId>,
}

impl Decision {
    pub(crate) fn new(outcome: Outcome) -> Self {
        Self { outcome, events: Vec::new(), claims: Vec::new(), erase: None }
    }

    pub(crate) fn with(mut self, stream: &StreamId, event: impl Into<Event>) -> Self {
        self.events.push((stream.clone(), event.into()));
        self
    }

    pub(crate) fn claiming(mut self, person: PersonId) -> Self {
        self.claims.push(ClaimChange::Take(Claim::ActiveReportIn(person)));
        self
    }

    pub(crate) fn releasing(mut self, person: PersonId) -> Self {
        self.claims.push(ClaimChange::Release(Claim::ActiveReportIn(person)));
        self
    }

    pub(crate) fn keeping_claim(mut self) -> Self {
        self.claims.clear();
        self
    }

    pub(crate) fn absorb(&mut self, other: Self) {
        self.events.extend(other.events);
        self.claims.extend(other.claims);
    }
}

/// A key that at most one thing in the district may hold.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Claim {
    /// A person's one active report-in across all branches. [domain §2]
    ActiveReportIn(PersonId),
}

impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ActiveReportIn(person) => write!(f, "active-report-in:{person}"),
        }
    }
}

/// A claim taken or given back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ClaimChange {
    /// Refused when somebody holds it.
    Take(Claim),
    /// Free for others from now on.
    Release(Claim),
}

/// What an accepted command came to: ids and codes only, as it is remembered
/// to answer a repeat.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "type")]
pub enum Outcome {
    /// 待接收
    ReportInSubmitted,
    /// 已接收
    MemberReceived,
    /// 退回补正
    ReportInSentBack,
    /// 结束流动
    ReportInEnded,
    /// Ended here, submitted there.
    ReportInMoved,
    /// 已发布
    ActivityPublished {
        /// The new activity.
        activity: ActivityId,
    },
    /// 已取消
    ActivityCancelled,
    /// 已修改
    ActivityChanged,
    /// 已截止报名
    SignUpClosed,
    /// 已重新开放报名
    SignUpReopened,
    /// 已报名，第 N 个名额
    Confirmed {
        /// The number of the place, from 1.
        place: u32,
    },
    /// 候补第 N 位
    Waitlisted {
        /// The position at that moment, from 1.
        position: u32,
    },
    /// 已同意出示姓名和电话
    NameShared,
    /// 已撤回
    NameShareWithdrawn,
    /// 党小组已设置
    GroupAssigned,
    /// 候补顺序已调整
    QueueReordered {
        /// The position that they have now, from 1.
        position: u32,
    },
    /// 已取消报名
    SignUpLeft,
    /// 已放弃
    OfferDeclined,
    /// 已签到
    CheckedIn,
    /// A check-in taken back.
    CheckInUndone,
    /// 已知悉
    ReportInAcknowledged,
    /// 信息有误
    ReportInDisputed,
    /// 已答复
    DisputeAnswered,
    /// 已提交
    RequestSubmitted {
        /// The new request.
        request: RequestId,
    },
    /// 已征求同意
    RequestConsentAsked,
    /// 已回答
    RequestConsentAnswered,
    /// 已撤回同意
    RequestConsentWithdrawn,
    /// 已吹哨
    Whistled,
    /// 已到场
    ArrivalReported,
    /// 已办结
    RequestResolved,
    /// 已评价
    RequestRated,
    /// 已重新打开
    RequestReopened,
    /// 已撤回
    RequestWithdrawn,
    /// Ended without 办结.
    RequestClosed,
    /// 已退回支部
    RequestReturned,
    /// The offer to help stands.
    HelpOffered,
    /// The offer to help is taken back.
    HelpOfferWithdrawn,
    /// A member is asked.
    HelperAsked,
    /// The member has answered.
    HelpAnswered,
    /// 需求已发布
    NeedPosted {
        /// The new need.
        need: NeedId,
    },
    /// 需求已关闭
    NeedClosed,
    /// 线索已提交
    LeadSubmitted {
        /// The new lead.
        lead: LeadId,
    },
    /// The lead stands at that stage now, 搁置 and 终止 included.
    LeadMoved {
        /// Which.
        stage: LeadStage,
    },
    /// 已转办
    LeadPassed,
    /// 已退回支部
    LeadReturned,
    /// 已征求本人同意
    LeadConsentAsked,
    /// 已同意
    LeadConsentGiven,
    /// 已拒绝
    LeadConsentRefused,
    /// 已撤回同意
    LeadConsentWithdrawn,
    /// 草稿已保存
    DraftSaved {
        /// Which.
        draft: DraftId,
    },
    /// 草稿已删除
    DraftDiscarded,
    /// 系列已发布
    SeriesPublished {
        /// The new series.
        series: SeriesId,
        /// How many of it are published at once.
        published: u32,
    },
    /// 系列已修改
    SeriesChanged {
        /// How many published ones were changed with it.
        changed: u32,
        /// How many published ones were left as they are.
        left: u32,
        /// How many more are published at once.
        published: u32,
    },
    /// 已跳过
    OccurrenceSkipped,
    /// 已恢复
    OccurrenceRestored,
    /// 系列已结束
    SeriesEnded,
    /// 已任命
    Appointed {
        /// Which.
        appointment: AppointmentId,
    },
    /// The office is given up or taken back.
    AppointmentEnded,
    /// All personal data erased.
    Erased,
    /// What had fallen due is written.
    Settled,
}
