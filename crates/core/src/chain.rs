//! 责任链: who has an open matter, since when, and how far it has climbed.
//! Overdue steps climb branch → township/street → district. [domain §5]

use serde::{Deserialize, Serialize};

use crate::ids::{BranchId, DepartmentId, TownshipId};

/// How far up an open matter has come.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Level {
    /// 支部 carries it out (落实).
    #[default]
    Branch,
    /// 乡镇、街道 leads (主抓).
    Township,
    /// 区委组织部 coordinates (统筹).
    District,
}

/// Who has an open matter now. On the wire `{"kind": "department", "id":
/// "education"}` or `{"kind": "member"}`; a member is never named by it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", tag = "kind", content = "id")]
pub enum Holder {
    /// A branch.
    Branch(BranchId),
    /// A township or street.
    Township(TownshipId),
    /// A department, office or hotline.
    Department(DepartmentId),
    /// 区委组织部
    District,
    /// The person it is about, who has been asked something.
    Member,
    /// A member who helps or is asked to.
    Helper,
}
