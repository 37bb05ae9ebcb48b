//! Data about a person, marked as such wherever it is stored.

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::SerializeMap};

use crate::ids::PersonId;

/// The key under which [`Personal`] values stand in stored JSON. The store
/// replaces the value below it by an envelope sealed under the owner's key.
pub const PERSONAL_KEY: &str = "$personal";

/// A value that belongs to one person and disappears with their key.
///
/// Serialised as `{"$personal": {"of": <person>, "value": …}}`; the store
/// writes that object sealed and reads it back as known, or, once the person's
/// key is destroyed, as `{"$personal": null}`, which is [`Personal::Erased`].
///
/// INVARIANT: nothing that identifies a person is stored outside of this type.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Personal<T> {
    /// Readable, because its owner's key exists.
    Known {
        /// Whose it is, and so whose key seals it.
        of: PersonId,
        /// What it says.
        value: T,
    },
    /// Gone for good.
    Erased,
}

impl<T> Personal<T> {
    /// `value`, belonging to `of`.
    pub fn new(of: PersonId, value: T) -> Self {
        Self::Known { of, value }
    }

    /// Whose it is, unless it was erased.
    pub fn owner(&self) -> Option<PersonId> {
        match self {
            Self::Known { of, .. } => Some(*of),
            Self::Erased => None,
        }
    }

    /// Forgets the value if it belongs to `person`, so that it reads as it does
    /// from the record, where their key is gone.
    pub fn redact(&mut self, person: PersonId) {
        if self.owner() == Some(person) {
            *self = Self::Erased;
        }
    }

    /// The value, unless it was erased.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known { value, .. } => Some(value),
            Self::Erased => None,
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Owned<T> {
    of: PersonId,
    value: T,
}

impl<T: Serialize> Serialize for Personal<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        let owned = match self {
            Self::Known { of, value } => Some(Owned { of: *of, value }),
            Self::Erased => None,
        };
        map.serialize_entry(PERSONAL_KEY, &owned)?;
        map.end()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Personal<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(bound = "T: Deserialize<'de>")]
        struct Marked<T> {
            // Named, so that a missing key is an error and not an erased value.
            #[serde(rename = "$personal", deserialize_with = "Option::deserialize")]
            owned: Option<Owned<T>>,
        }
        Ok(match Marked::deserialize(deserializer)?.owned {
            Some(Owned { of, value }) => Self::Known { of, value },
            None => Self::Erased,
        })
    }
}
