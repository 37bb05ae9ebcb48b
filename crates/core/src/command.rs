//! Commands as they come over the wire: `{"id": …, "type": …, …}`.

use std::fmt;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::{
    appointment::AppointmentCommand,
    branch::{
        activity::{ActivityCommand, PlanCommand},
        lead::LeadCommand,
        member::MemberCommand,
        request::RequestCommand,
    },
    ids::{CommandId, PersonId},
    need::NeedCommand,
};

/// What someone asks for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Command {
    /// About a report-in; goes to a branch.
    Member(MemberCommand),
    /// About an activity; goes to a branch.
    Activity(ActivityCommand),
    /// About what is planned, drafts and series; goes to a branch.
    Plan(PlanCommand),
    /// About help; goes to a branch.
    Request(RequestCommand),
    /// About a lead; goes to a branch.
    Lead(LeadCommand),
    /// About a need; goes to the district.
    Need(NeedCommand),
    /// About who holds an office; goes to the district.
    Appointment(AppointmentCommand),
    /// About the district or the person in it as a whole; goes to the district.
    District(DistrictCommand),
}

/// What people ask of the district as a whole.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", tag = "type", deny_unknown_fields)]
pub enum DistrictCommand {
    /// Erases the caller: every report-in ends, every place is given up, and
    /// the key to what they wrote is destroyed. [PIPL §47]
    EraseMe {},
    /// Writes what has fallen due. Sent by the service, never from outside.
    #[serde(skip)]
    Settle,
    /// Erases somebody who has been kept long enough. Sent by the service, never
    /// from outside; refused while anything of theirs is going on.
    #[serde(skip)]
    ForgetDue {
        /// Who.
        person: PersonId,
    },
    /// Tells how many readings are deleted because they have been kept long
    /// enough. Sent by the service, never from outside.
    #[serde(skip)]
    ForgetReadings {
        /// How many.
        count: u32,
    },
}

/// A command with the id its client gave it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Submission {
    /// A UUIDv7 made by the client; the same for every repeat.
    pub id: CommandId,
    /// What is asked for.
    #[serde(flatten)]
    pub command: Command,
}

impl Submission {
    /// Reads a command from JSON. Unknown fields are refused, so that nothing
    /// is sent in the belief that it has an effect.
    ///
    /// # Errors
    /// What is malformed about it.
    pub fn parse(json: &[u8]) -> Result<Self, Malformed> {
        let mut map: Map<String, Value> = serde_json::from_slice(json)
            .map_err(|error| Malformed::Json { detail: error.to_string() })?;
        let id = map.remove("id").ok_or(Malformed::Id)?;
        let id: CommandId = serde_json::from_value(id).map_err(|_| Malformed::Id)?;
        if id.0.get_version_num() != 7 {
            return Err(Malformed::Id);
        }
        let kind = map.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
        let command = match kind.as_str() {
            "reportIn"
            | "receiveMember"
            | "sendBackReportIn"
            | "endReportIn"
            | "moveReportIn"
            | "acknowledgeReportIn"
            | "disputeReportIn"
            | "answerDispute"
            | "assignGroup" => Command::Member(read(map)?),
            "publishActivity" | "cancelActivity" | "changeActivity" | "closeSignUp"
            | "reopenSignUp" | "signUp" | "joinAsGuest" | "leaveActivity" | "acceptPlace"
            | "declinePlace" | "checkIn" | "undoCheckIn" | "shareName" | "withdrawName"
            | "reorderQueue" => Command::Activity(read(map)?),
            "saveDraft" | "discardDraft" | "publishSeries" | "changeSeries" | "skipOccurrence"
            | "unskipOccurrence" | "endSeries" => Command::Plan(read(map)?),
            "askForHelp"
            | "reportSpot"
            | "askRequestConsent"
            | "answerRequestConsent"
            | "withdrawRequestConsent"
            | "whistle"
            | "reportArrival"
            | "resolveRequest"
            | "rateRequest"
            | "reopenRequest"
            | "withdrawRequest"
            | "closeRequest"
            | "returnRequest"
            | "offerHelp"
            | "withdrawHelpOffer"
            | "askHelper"
            | "answerHelp" => Command::Request(read(map)?),
            "submitLead"
            | "moveLead"
            | "holdLead"
            | "closeLead"
            | "passLead"
            | "returnLead"
            | "askLeadConsent"
            | "answerLeadConsent"
            | "withdrawLeadConsent" => Command::Lead(read(map)?),
            "postNeed" | "closeNeed" => Command::Need(read(map)?),
            "appoint" | "endAppointment" | "handOver" => Command::Appointment(read(map)?),
            "eraseMe" => Command::District(read(map)?),
            _ => return Err(Malformed::Type { name: kind.chars().take(40).collect() }),
        };
        Ok(Self { id, command })
    }
}

/// The body is not a command at all.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Malformed {
    /// Not a JSON object.
    Json {
        /// What the parser says.
        detail: String,
    },
    /// `id` is missing or not a UUIDv7.
    Id,
    /// `type` is missing or unknown.
    Type {
        /// What stood there.
        name: String,
    },
    /// A field is missing, unknown or of the wrong type.
    Fields {
        /// What the parser says.
        detail: String,
    },
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json { detail } => write!(f, "the body must be a JSON object: {detail}"),
            Self::Id => f.write_str("`id` must be a UUIDv7 made by the client"),
            Self::Type { name } => write!(f, "`type` must name a command, got `{name}`"),
            Self::Fields { detail } => f.write_str(detail),
        }
    }
}

impl std::error::Error for Malformed {}

fn read<T: DeserializeOwned>(map: Map<String, Value>) -> Result<T, Malformed> {
    serde_json::from_value(Value::Object(map))
        .map_err(|error| Malformed::Fields { detail: error.to_string() })
}

impl From<MemberCommand> for Command {
    fn from(command: MemberCommand) -> Self {
        Self::Member(command)
    }
}

impl From<ActivityCommand> for Command {
    fn from(command: ActivityCommand) -> Self {
        Self::Activity(command)
    }
}

impl From<PlanCommand> for Command {
    fn from(command: PlanCommand) -> Self {
        Self::Plan(command)
    }
}

impl From<RequestCommand> for Command {
    fn from(command: RequestCommand) -> Self {
        Self::Request(command)
    }
}

impl From<LeadCommand> for Command {
    fn from(command: LeadCommand) -> Self {
        Self::Lead(command)
    }
}

impl From<AppointmentCommand> for Command {
    fn from(command: AppointmentCommand) -> Self {
        Self::Appointment(command)
    }
}

impl From<NeedCommand> for Command {
    fn from(command: NeedCommand) -> Self {
        Self::Need(command)
    }
}

impl From<DistrictCommand> for Command {
    fn from(command: DistrictCommand) -> Self {
        Self::District(command)
    }
}
