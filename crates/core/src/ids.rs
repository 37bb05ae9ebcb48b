//! Names of things. An id never carries meaning: a person's id is random, and
//! an entity's id is the id of the command that created it.

use std::{borrow::Borrow, fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use uuid::Uuid;

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        $(#[$doc])*
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Uuid::parse_str(text).map(Self).map_err(|_| InvalidId)
            }
        }
    };
}

macro_rules! slug_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "schema", schemars(transparent))]
        pub struct $name(String);

        impl $name {
            /// The slug as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                is_slug(text).then(|| Self(text.to_owned())).ok_or(InvalidId)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
            }
        }
    };
}

uuid_id! {
    /// A person, in this district. Random (UUIDv4): it says nothing about who they are.
    PersonId
}
uuid_id! {
    /// A command, made by the client (UUIDv7) so that a repeat is recognised.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-7[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$")))]
    CommandId
}
uuid_id! {
    /// An activity; equal to the id of the command that published it, or made of
    /// its series and its date.
    ActivityId
}
uuid_id! {
    /// A draft of an activity; equal to the id of the command that made it.
    DraftId
}
uuid_id! {
    /// A series of activities; equal to the id of the command that published it.
    SeriesId
}
uuid_id! {
    /// A need of the home district; equal to the id of the command that posted it.
    NeedId
}
uuid_id! {
    /// A lead; equal to the id of the command that submitted it.
    LeadId
}
uuid_id! {
    /// An office held by a person; equal to the id of the command that gave it.
    AppointmentId
}
uuid_id! {
    /// A request for help; equal to the id of the command that made it.
    RequestId
}

slug_id! {
    /// A branch, as in `xinzhou-beijing`: 3 to 40 of `a-z`, `0-9` and `-`.
    BranchId
}
slug_id! {
    /// A township or street of the home district, as in `qinfeng`.
    TownshipId
}
slug_id! {
    /// A 党小组 of a branch, as in `chaoyang`.
    GroupId
}
slug_id! {
    /// A department or hotline that people are passed on to, as in `education`
    /// or `hotline-12345`.
    DepartmentId
}

macro_rules! made_by_command {
    ($($name:ident),*) => {
        $(impl From<CommandId> for $name {
            fn from(id: CommandId) -> Self {
                Self(id.0)
            }
        })*
    };
}

made_by_command!(ActivityId, DraftId, SeriesId, NeedId, LeadId, RequestId, AppointmentId);

/// A sequence of events with an order of its own.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum StreamId {
    /// What concerns the district as a whole.
    District,
    /// What happens in one branch.
    Branch(BranchId),
}

impl fmt::Display for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::District => f.write_str("district"),
            Self::Branch(branch) => write!(f, "branch:{branch}"),
        }
    }
}

impl FromStr for StreamId {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        match text.split_once(':') {
            None if text == "district" => Ok(Self::District),
            Some(("branch", branch)) => branch.parse().map(Self::Branch),
            _ => Err(InvalidId),
        }
    }
}

impl Serialize for StreamId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for StreamId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse()
            .map_err(|_| de::Error::custom("not a stream: `district` or `branch:` and an id"))
    }
}

/// The text is not an id of this kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InvalidId;

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a valid id")
    }
}

impl std::error::Error for InvalidId {}

fn is_slug(text: &str) -> bool {
    (3..=40).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}
