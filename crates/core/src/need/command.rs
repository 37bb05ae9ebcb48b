use serde::{Deserialize, Serialize};

use super::form::NeedForm;
use crate::ids::NeedId;

/// What people ask for about needs. By an officer of the district for any
/// township or for none, by a 专人 for their own township or street.
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
pub enum NeedCommand {
    /// 发布需求. The need takes this command's id.
    PostNeed {
        /// The form as filled in.
        details: NeedForm,
    },
    /// 关闭需求. Leads that answer it go on.
    CloseNeed {
        /// Which.
        need: NeedId,
        /// Why, as a code that stays.
        reason: NeedCloseReason,
    },
}

/// Why a need is closed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum NeedCloseReason {
    /// 已落实
    Met,
    /// 情况有变
    Changed,
    /// 重复发布
    Duplicate,
    /// 不再需要
    NoLongerNeeded,
}
