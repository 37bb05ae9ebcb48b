//! Keys of people, unwrapped and held in memory.

use std::collections::HashMap;

use guiyan_core::ids::PersonId;
use uuid::Uuid;

use crate::{
    StoreError,
    key::random,
    seal::{KeyId, Keys, Secret, unwrap, wrap},
};

/// Where wrapped keys are kept.
pub(crate) trait KeyTable {
    /// The key of a person.
    fn of(&self, person: PersonId) -> Result<Option<(KeyId, Vec<u8>)>, StoreError>;
    /// The key of that id, and whose it is.
    fn by_id(&self, id: KeyId) -> Result<Option<(PersonId, Vec<u8>)>, StoreError>;
    /// Whether the person is erased, so that they never have a key again.
    fn is_erased(&self, person: PersonId) -> Result<bool, StoreError>;
    /// Keeps a new key.
    fn insert(&mut self, person: PersonId, id: KeyId, wrapped: &[u8]) -> Result<(), StoreError>;
}

/// Unwrapped keys. Whatever undoes a write must [`Ring::clear`] it: a key that
/// was made in there is not in the table any more.
pub(crate) struct Ring {
    master: Secret,
    of: HashMap<PersonId, (KeyId, Secret)>,
    by_id: HashMap<KeyId, Option<Secret>>,
}

impl Ring {
    pub(crate) fn new(master: Secret) -> Self {
        Self { master, of: HashMap::new(), by_id: HashMap::new() }
    }

    #[cfg(feature = "sqlite")]
    pub(crate) fn master(&self) -> &Secret {
        &self.master
    }

    // Memory undoes nothing.
    #[cfg(feature = "sqlite")]
    pub(crate) fn clear(&mut self) {
        self.of.clear();
        self.by_id.clear();
    }

    pub(crate) fn forget(&mut self, person: PersonId) {
        if let Some((id, _)) = self.of.remove(&person) {
            self.by_id.remove(&id);
        } else {
            // It may have been found by its id alone.
            self.by_id.clear();
        }
    }

    pub(crate) fn with<'a, T: KeyTable>(&'a mut self, table: &'a mut T) -> RingOver<'a, T> {
        RingOver { ring: self, table }
    }
}

/// A ring and the table that it takes its keys from.
pub(crate) struct RingOver<'a, T> {
    ring: &'a mut Ring,
    table: &'a mut T,
}

impl<T: KeyTable> Keys for RingOver<'_, T> {
    fn of(&mut self, person: PersonId) -> Result<Option<(KeyId, Secret)>, StoreError> {
        if let Some(known) = self.ring.of.get(&person) {
            return Ok(Some(known.clone()));
        }
        let (id, key) = match self.table.of(person)? {
            Some((id, wrapped)) => (id, unwrap(&self.ring.master, person, id, &wrapped)?),
            None if self.table.is_erased(person)? => return Ok(None),
            None => {
                let id = Uuid::from_bytes(random()?);
                let key = random().map(Secret::new)?;
                self.table.insert(person, id, &wrap(&self.ring.master, person, id, &key)?)?;
                (id, key)
            }
        };
        self.ring.of.insert(person, (id, key.clone()));
        self.ring.by_id.insert(id, Some(key.clone()));
        Ok(Some((id, key)))
    }

    fn by_id(&mut self, id: KeyId) -> Result<Option<Secret>, StoreError> {
        if let Some(known) = self.ring.by_id.get(&id) {
            return Ok(known.clone());
        }
        let key = match self.table.by_id(id)? {
            Some((person, wrapped)) => Some(unwrap(&self.ring.master, person, id, &wrapped)?),
            None => None,
        };
        self.ring.by_id.insert(id, key.clone());
        Ok(key)
    }
}
