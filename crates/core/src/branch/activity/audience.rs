use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::ids::{GroupId, InvalidId};

/// Whom an activity is for: who may sign up. Written `own`, `sisters` or
/// `group:` and an id. [domain §3]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Audience {
    /// The members of the branch that holds it; of all branches, where the
    /// district holds it.
    #[default]
    Own,
    /// Members of the sister branches too.
    Sisters,
    /// One 党小组 of the branch.
    Group(GroupId),
}

impl Audience {
    /// Whether it is for the members of whoever holds it, no more and no fewer.
    pub fn is_own(&self) -> bool {
        *self == Self::Own
    }

    /// The 党小组, if it is for one.
    pub fn group(&self) -> Option<&GroupId> {
        match self {
            Self::Group(group) => Some(group),
            Self::Own | Self::Sisters => None,
        }
    }
}

impl fmt::Display for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Own => f.write_str("own"),
            Self::Sisters => f.write_str("sisters"),
            Self::Group(group) => write!(f, "group:{group}"),
        }
    }
}

impl FromStr for Audience {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        match text.split_once(':') {
            None if text == "own" => Ok(Self::Own),
            None if text == "sisters" => Ok(Self::Sisters),
            Some(("group", group)) => group.parse().map(Self::Group),
            _ => Err(InvalidId),
        }
    }
}

impl Serialize for Audience {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Audience {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|_| de::Error::custom("not an audience: `own`, `sisters`, `group:…`"))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Audience {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Audience".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^(own|sisters|group:[a-z0-9-]+)$" })
    }
}
