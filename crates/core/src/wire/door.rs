use serde::{Deserialize, Serialize};

use super::{Failure, ReceiptView, question::branch_id};
use crate::{
    command::{DistrictCommand, Submission},
    decider::Outcome,
    ids::{CommandId, StreamId},
};

/// Everywhere that a command can be posted to, as its address says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Door {
    /// `/v1/branches/{branch}/commands`, `/v1/district/commands`
    Commands(StreamId),
    /// `/v1/me/erase`
    Erase,
}

/// `POST me/erase`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EraseMe {
    /// A UUIDv7 made by the client; the same for every repeat.
    id: CommandId,
}

/// The answer to a command.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CommandAnswer {
    /// The stream's version after the command: views from then on show it.
    pub version: u64,
    /// What the command came to.
    pub outcome: Outcome,
    /// Of an erasure: what its person keeps of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<ReceiptView>,
}

/// `POST demo/tokens`: which sample identity.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DemoPersona {
    /// As in `beijing-member`, or `new:` and any text for a person of one's own.
    pub persona: String,
}

/// A token, good for twelve hours.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DemoToken {
    /// For `Authorization: Bearer`.
    pub token: String,
}

impl Door {
    /// The door of an address.
    ///
    /// # Errors
    /// There is no such address, or no such branch.
    pub fn of(path: &str) -> Result<Self, Failure> {
        let path = path.strip_prefix("/v1/").ok_or(Failure::UnknownRoute)?;
        let parts: Vec<&str> = path.split('/').collect();
        match parts.as_slice() {
            ["branches", branch, "commands"] => {
                Ok(Self::Commands(StreamId::Branch(branch_id(branch)?)))
            }
            ["district", "commands"] => Ok(Self::Commands(StreamId::District)),
            ["me", "erase"] => Ok(Self::Erase),
            _ => Err(Failure::UnknownRoute),
        }
    }

    /// The command that a body is, and the stream it is for.
    ///
    /// # Errors
    /// What is malformed about it.
    pub fn read(self, body: &[u8]) -> Result<(StreamId, Submission), Failure> {
        match self {
            Self::Commands(stream) => match Submission::parse(body) {
                Ok(submission) => Ok((stream, submission)),
                Err(malformed) => Err(Failure::Malformed(malformed.to_string())),
            },
            Self::Erase => {
                let EraseMe { id } = serde_json::from_slice(body)
                    .map_err(|error| Failure::Malformed(error.to_string()))?;
                if id.0.get_version_num() != 7 {
                    let detail = "`id` must be a UUIDv7 made by the client";
                    return Err(Failure::Malformed(detail.to_owned()));
                }
                let command = DistrictCommand::EraseMe {}.into();
                Ok((StreamId::District, Submission { id, command }))
            }
        }
    }
}
