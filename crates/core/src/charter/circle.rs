use serde::{Deserialize, Serialize};

use super::{Bilingual, thirty, two_hours};
use crate::ids::GroupId;

/// How the district holds activities of its own, for the members of all
/// branches. *Configurable* by `activities` in the district's data file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct DistrictActivities {
    /// Whose they are said to be, as in 区委组织部; the district's controller
    /// when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short_name: Option<Bilingual>,
    /// Minutes that a freed place is kept for the first in the queue; 0 gives
    /// it at once.
    pub offer_window_minutes: u32,
    /// Minutes before the start from which people are checked in.
    pub check_in_opens_minutes: u32,
    /// Days after the end until which an attendance list is kept up.
    pub attendance_closes_days: u32,
}

impl Default for DistrictActivities {
    fn default() -> Self {
        Self {
            short_name: None,
            offer_window_minutes: 0,
            check_in_opens_minutes: two_hours(),
            attendance_closes_days: thirty(),
        }
    }
}

/// A 党小组 of a branch.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// As in 朝阳党小组.
    pub name: Bilingual,
}
