use serde::{Deserialize, Serialize};

use crate::{
    caller::Role,
    ids::{AppointmentId, PersonId},
    personal::Personal,
    time::Day,
};

/// What happened to offices. All of it stands in the district's own stream.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum AppointmentEvent {
    /// 任命
    Appointed {
        /// Which.
        appointment: AppointmentId,
        /// Whom.
        person: PersonId,
        /// To what.
        role: Role,
        /// What they are called: theirs, and gone with their key.
        name: Personal<String>,
        /// By whom; nobody where the operator named them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<PersonId>,
        /// The last day of the term.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Day>,
    },
    /// It ended before its term, or without one.
    AppointmentEnded {
        /// Which.
        appointment: AppointmentId,
        /// By whom.
        by: PersonId,
        /// How.
        how: AppointmentEnd,
    },
}

/// How an office came to its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum AppointmentEnd {
    /// 免去
    Removed,
    /// 辞去
    Resigned,
    /// 交接
    HandedOver,
    /// Who held it erased themselves.
    Erased,
}
