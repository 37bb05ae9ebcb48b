//! The whole record as JSON Lines, and back: to look into it with other tools,
//! and to outlive any release's file.
//!
//! What is personal stays sealed, and person keys stay wrapped: an export is
//! read back under the master key it was written under. Tallies and snapshots
//! are made anew. The same record always gives the same bytes.
//!
//! Each line is an object with one field named by what it is, and `sum`, the
//! first bytes of a SHA-256 over the sum before and the line: a line that was
//! changed, left out or moved is found where it stands. The last line says how
//! many there are of each, and the whole sum.
//!
//! Reading order: this file, `write`, `read`.

mod read;
mod write;

use guiyan_core::{
    ids::{BranchId, CommandId, PersonId, StreamId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

pub use read::import;
pub use write::export;

/// Raised with every change of the lines.
const FORMAT: u32 = 3;

/// How many lines of each kind an export has.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Counts {
    /// Events of all streams.
    pub events: u64,
    /// Commands that are remembered.
    pub commands: u64,
    /// Claims that are held.
    pub claims: u64,
    /// Wrapped keys of people.
    pub keys: u64,
    /// People who are erased.
    pub erased: u64,
    /// Sign-ins that lead to people.
    pub identities: u64,
    /// Readings of personal data.
    pub accesses: u64,
}

/// A line, without its sum. Bytes are in base64, hashes in hexadecimal.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Line {
    Record(Record),
    Event(Event),
    Command(Command),
    Claim(String),
    Key(Key),
    Erased(PersonId),
    Identity(Identity),
    Access(Access),
    End(End),
}

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    format: u32,
    check: String,
    /// Keys of digests, wrapped; absent while they come from the master key.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    digests: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Event {
    stream: StreamId,
    seq: u64,
    at: Timestamp,
    command: CommandId,
    version: u32,
    /// As it is stored, to the byte: the hash covers that.
    payload: Box<RawValue>,
    hash: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Command {
    id: CommandId,
    digest: String,
    outcome: Box<RawValue>,
    version: u64,
    at: Timestamp,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    id: Uuid,
    person: PersonId,
    wrapped: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Identity {
    subject: String,
    person: PersonId,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Access {
    at: Timestamp,
    by: PersonId,
    branch: BranchId,
    purpose: String,
    /// Offices, with spaces between; new in format 2.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    offices: String,
    /// What it was handed out for and to whom; new in format 3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    handing: Option<Box<RawValue>>,
    persons: Vec<PersonId>,
}

/// The last line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct End {
    counts: Counts,
    sum: String,
}

impl Counts {
    fn add(&mut self, line: &Line) {
        let count = match line {
            Line::Record(_) | Line::End(_) => return,
            Line::Event(_) => &mut self.events,
            Line::Command(_) => &mut self.commands,
            Line::Claim(_) => &mut self.claims,
            Line::Key(_) => &mut self.keys,
            Line::Erased(_) => &mut self.erased,
            Line::Identity(_) => &mut self.identities,
            Line::Access(_) => &mut self.accesses,
        };
        *count += 1;
    }
}

/// The sum over all lines so far.
#[derive(Clone, Copy, Default)]
struct Sum([u8; 32]);

impl Sum {
    fn add(&mut self, line: &str) {
        let mut hash = Sha256::new();
        hash.update(self.0);
        hash.update(line);
        self.0 = hash.finalize().into();
    }

    /// What stands at the end of a line.
    fn tail(&self) -> String {
        format!(",\"sum\":\"{}\"}}", self.whole().get(..16).unwrap_or_default())
    }

    fn whole(&self) -> String {
        crate::chain::hex(&self.0)
    }
}
