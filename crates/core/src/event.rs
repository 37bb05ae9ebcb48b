//! Events as they are stored.

use serde::{Deserialize, Serialize};

use crate::{
    appointment::AppointmentEvent,
    branch::{
        activity::{ActivityEvent, PlanEvent},
        lead::LeadEvent,
        member::MemberEvent,
        request::RequestEvent,
    },
    ids::{CommandId, PersonId, StreamId},
    need::NeedEvent,
    retention::Kept,
    time::Timestamp,
};

/// Version of the shapes below. A change of shape raises it and adds an upcast
/// from the version before; every shape ever stored stays in `tests/compat`.
pub const EVENT_VERSION: u32 = 1;

/// Something that happened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Event {
    /// To a report-in.
    Member(MemberEvent),
    /// To an activity.
    Activity(ActivityEvent),
    /// To what is planned: a draft, a series.
    Plan(PlanEvent),
    /// To a request for help.
    Request(RequestEvent),
    /// To a lead.
    Lead(LeadEvent),
    /// To a need of the home district.
    Need(NeedEvent),
    /// To an office.
    Appointment(AppointmentEvent),
    /// To the district as a whole.
    District(DistrictEvent),
}

/// What happened to the district as a whole.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum DistrictEvent {
    /// A person erased themselves, or was kept no longer.
    PersonErased {
        /// Who: an id that from now on leads nowhere.
        person: PersonId,
    },
    /// Something was deleted because it had been kept long enough. [PIPL §19]
    Swept {
        /// What.
        kind: Kept,
        /// How many people, or readings.
        count: u32,
        /// The limit that was applied, in months.
        months: u32,
    },
}

/// An event in its place in a stream.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Recorded {
    /// Which stream.
    pub stream: StreamId,
    /// Its number in the stream, from 1 without gaps.
    pub seq: u64,
    /// When it was decided.
    pub at: Timestamp,
    /// The command that caused it.
    pub command: CommandId,
    /// What happened.
    pub event: Event,
}

impl From<MemberEvent> for Event {
    fn from(event: MemberEvent) -> Self {
        Self::Member(event)
    }
}

impl From<ActivityEvent> for Event {
    fn from(event: ActivityEvent) -> Self {
        Self::Activity(event)
    }
}

impl From<PlanEvent> for Event {
    fn from(event: PlanEvent) -> Self {
        Self::Plan(event)
    }
}

impl From<RequestEvent> for Event {
    fn from(event: RequestEvent) -> Self {
        Self::Request(event)
    }
}

impl From<LeadEvent> for Event {
    fn from(event: LeadEvent) -> Self {
        Self::Lead(event)
    }
}

impl From<NeedEvent> for Event {
    fn from(event: NeedEvent) -> Self {
        Self::Need(event)
    }
}

impl From<AppointmentEvent> for Event {
    fn from(event: AppointmentEvent) -> Self {
        Self::Appointment(event)
    }
}

impl From<DistrictEvent> for Event {
    fn from(event: DistrictEvent) -> Self {
        Self::District(event)
    }
}
