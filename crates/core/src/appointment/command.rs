use serde::{Deserialize, Serialize};

use crate::{
    caller::Role,
    ids::{AppointmentId, BranchId, PersonId},
};

/// What people ask for about offices. An officer of the district appoints to
/// any; the secretary of a branch to 组织委员 and 签到员 of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "type",
    deny_unknown_fields
)]
pub enum AppointmentCommand {
    /// 任命. It takes this command's id.
    Appoint {
        /// Whom.
        person: PersonId,
        /// To what, as in `steward:xinzhou-beijing`.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        role: Role,
        /// What they are called, for those who appoint.
        name: String,
        /// The last day of the term, `YYYY-MM-DD`; without one it has no end.
        #[serde(default)]
        until: String,
    },
    /// 免去, or 辞去 by whoever holds it.
    EndAppointment {
        /// Which.
        appointment: AppointmentId,
    },
    /// 书记交接: whoever is 书记 ceases to be, and another begins, at once. By
    /// the secretary, or by an officer of the district.
    HandOver {
        /// Of which branch.
        branch: BranchId,
        /// Who is secretary from now on.
        person: PersonId,
        /// What they are called.
        name: String,
        /// The last day of the term, `YYYY-MM-DD`; without one it has no end.
        #[serde(default)]
        until: String,
    },
    /// Appoints an officer of the district. Sent by the operator's command
    /// line, never from outside.
    #[serde(skip)]
    AppointFirst {
        /// Whom.
        person: PersonId,
        /// What they are called.
        name: String,
    },
}
