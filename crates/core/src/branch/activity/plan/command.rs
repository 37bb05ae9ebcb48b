use serde::{Deserialize, Serialize};

use super::repeat::RepeatForm;
use crate::{
    branch::activity::ActivityForm,
    ids::{DraftId, SeriesId},
    time::Day,
};

/// What those who run a branch ask for about what is planned.
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
pub enum PlanCommand {
    /// 存为草稿: the form as it is, right or not. A new draft takes this
    /// command's id.
    SaveDraft {
        /// Which; missing for a new one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        draft: Option<DraftRef>,
        /// The form as filled in so far.
        details: ActivityForm,
        /// 重复 as filled in so far; missing where it happens once.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        repeat: Option<RepeatForm>,
    },
    /// 删除草稿
    DiscardDraft {
        /// Which.
        draft: DraftRef,
    },
    /// 发布系列. The series takes this command's id.
    PublishSeries {
        /// The form of the first occurrence.
        details: ActivityForm,
        /// How it goes on.
        repeat: RepeatForm,
        /// The draft it was made of, which goes away with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        draft: Option<DraftRef>,
    },
    /// 修改系列: the rule from that form's date on.
    ChangeSeries {
        /// Which.
        series: SeriesId,
        /// How often it was changed when the form was opened.
        revision: u32,
        /// The form of the first occurrence that is to be as it says.
        details: ActivityForm,
        /// How it goes on from there.
        repeat: RepeatForm,
    },
    /// 跳过: there is none on that date.
    SkipOccurrence {
        /// Of which series.
        series: SeriesId,
        /// Which date of its rule, not yet published.
        date: Day,
    },
    /// 恢复 what was skipped.
    UnskipOccurrence {
        /// Of which series.
        series: SeriesId,
        /// Which date.
        date: Day,
    },
    /// 结束系列: nothing more is published. What is published stays.
    EndSeries {
        /// Which.
        series: SeriesId,
        /// From which date on.
        from: Day,
    },
}

/// A draft, as it stood when it was opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DraftRef {
    /// Which.
    pub id: DraftId,
    /// How often it had been saved: what somebody else saved meanwhile is not
    /// written over.
    pub revision: u32,
}
