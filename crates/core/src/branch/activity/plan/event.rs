use serde::{Deserialize, Serialize};

use super::{repeat::Repeat, state::DraftPlan};
use crate::{
    branch::activity::Details,
    caller::Office,
    ids::{DraftId, PersonId, SeriesId},
    personal::Personal,
    time::Day,
};

/// What happened to what is planned. An occurrence that is published is an
/// `ActivityPublished` with its series.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
// A few of them live for a moment: a box would only cost.
#[allow(clippy::large_enum_variant)]
pub enum PlanEvent {
    /// 存为草稿
    DraftSaved {
        /// Which.
        draft: DraftId,
        /// By which officer.
        by: PersonId,
        /// The office they held.
        office: Office,
        /// What was filled in, sealed as the officer's who wrote it.
        plan: Personal<DraftPlan>,
    },
    /// It was discarded, or published.
    DraftRemoved {
        /// Which.
        draft: DraftId,
        /// By which officer.
        by: PersonId,
    },
    /// 发布系列
    SeriesPublished {
        /// Which.
        series: SeriesId,
        /// By which officer.
        by: PersonId,
        /// The office they held.
        office: Office,
        /// The first occurrence.
        details: Details,
        /// How it goes on.
        repeat: Repeat,
    },
    /// 修改系列. What is published is changed by events of its own.
    SeriesChanged {
        /// Which.
        series: SeriesId,
        /// By which officer.
        by: PersonId,
        /// The office they held.
        office: Office,
        /// The first occurrence of the rule as it is from now on.
        details: Details,
        /// How it goes on.
        repeat: Repeat,
        /// Dates that stand for others from now on.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        moved: Vec<Moved>,
    },
    /// 跳过
    OccurrenceSkipped {
        /// Of which series.
        series: SeriesId,
        /// By which officer.
        by: PersonId,
        /// Which date.
        date: Day,
    },
    /// 恢复
    OccurrenceRestored {
        /// Of which series.
        series: SeriesId,
        /// By which officer.
        by: PersonId,
        /// Which date.
        date: Day,
    },
    /// The date had come before anything could publish it.
    OccurrenceMissed {
        /// Of which series.
        series: SeriesId,
        /// Which date.
        date: Day,
    },
    /// 结束系列
    SeriesEnded {
        /// Which.
        series: SeriesId,
        /// By which officer.
        by: PersonId,
        /// From which date on nothing is published.
        from: Day,
    },
}

/// A date of the rule before, and the one of the same week or month that it
/// stands for in the rule after.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Moved {
    /// Before.
    pub from: Day,
    /// After.
    pub to: Day,
}
