use serde::{Deserialize, Serialize};

use super::form::Urgency;
use crate::time::{DAY, HOUR, MINUTE, Timestamp};

/// How long each step of a request may take before it climbs the chain.
/// *Configurable* by `helpTargets` in a branch's data file. [domain §5]
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct HelpTargets {
    /// Minutes in which the branch passes a request on or asks back.
    pub answer_minutes: PerUrgency,
    /// Minutes from the whistle to 到场; 10 when it is urgent. (S0)
    pub arrival_minutes: PerUrgency,
    /// Days from 到场, or from a member's yes, to 办结.
    pub resolve_days: PerUrgency,
    /// Hours that a member who is asked has to answer.
    pub helper_hours: u32,
    /// Hours after which an overdue step climbs from the township to the district.
    pub climb_hours: u32,
    /// Days after 办结 within which the member may reopen.
    pub reopen_days: u32,
}

/// A figure for each urgency.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PerUrgency {
    /// 一般
    pub normal: u32,
    /// 较急
    pub urgent: u32,
    /// 紧急
    pub critical: u32,
}

impl Default for HelpTargets {
    fn default() -> Self {
        Self {
            answer_minutes: PerUrgency { normal: 1_440, urgent: 120, critical: 30 },
            arrival_minutes: PerUrgency { normal: 120, urgent: 10, critical: 10 },
            resolve_days: PerUrgency { normal: 7, urgent: 3, critical: 1 },
            helper_hours: 48,
            climb_hours: 24,
            reopen_days: 30,
        }
    }
}

impl PerUrgency {
    /// The figure of that urgency.
    pub fn get(&self, urgency: Urgency) -> i64 {
        i64::from(match urgency {
            Urgency::Normal => self.normal,
            Urgency::Urgent => self.urgent,
            Urgency::Critical => self.critical,
        })
    }
}

impl HelpTargets {
    /// When the branch must have passed it on that has it from now.
    pub(crate) fn answer(&self, urgency: Urgency, now: Timestamp) -> Timestamp {
        now.plus(self.answer_minutes.get(urgency) * MINUTE)
    }

    /// When a department whistled to now must have arrived.
    pub(crate) fn arrival(&self, urgency: Urgency, now: Timestamp) -> Timestamp {
        now.plus(self.arrival_minutes.get(urgency) * MINUTE)
    }

    /// When it must be resolved by those who took it up now.
    pub(crate) fn resolve(&self, urgency: Urgency, now: Timestamp) -> Timestamp {
        now.plus(self.resolve_days.get(urgency) * DAY)
    }

    /// Until when a member asked now may answer.
    pub(crate) fn helper(&self, now: Timestamp) -> Timestamp {
        now.plus(i64::from(self.helper_hours) * HOUR)
    }

    /// When a step that climbed to the township now climbs on to the district.
    pub(crate) fn climb(&self, now: Timestamp) -> Timestamp {
        now.plus(i64::from(self.climb_hours.max(1)) * HOUR)
    }
}
