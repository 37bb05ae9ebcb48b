use serde::{Deserialize, Serialize};

use super::{command::NeedCloseReason, form::NeedDetails};
use crate::ids::{NeedId, PersonId, TownshipId};

/// What happened to needs. All of it stands in the district's own stream.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum NeedEvent {
    /// 发布
    NeedPosted {
        /// Which.
        need: NeedId,
        /// By which officer.
        by: PersonId,
        /// In whose name.
        poster: Poster,
        /// What, how much, until when.
        details: NeedDetails,
    },
    /// 关闭
    NeedClosed {
        /// Which.
        need: NeedId,
        /// By which officer.
        by: PersonId,
        /// Why.
        reason: NeedCloseReason,
    },
}

/// In whose name a need is posted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "kind", content = "id")]
pub enum Poster {
    /// The district.
    District,
    /// A township or street.
    Township(TownshipId),
}
