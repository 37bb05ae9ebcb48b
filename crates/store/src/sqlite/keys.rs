use guiyan_core::ids::PersonId;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use crate::{StoreError, ring::KeyTable, seal::KeyId};

/// The table of wrapped keys.
pub(super) struct KeyRows<'a>(pub(super) &'a Connection);

impl KeyTable for KeyRows<'_> {
    fn of(&self, person: PersonId) -> Result<Option<(KeyId, Vec<u8>)>, StoreError> {
        let mut find = self.0.prepare_cached("SELECT id, wrapped FROM keys WHERE person = ?1")?;
        let row = find.query_row([person.0.as_bytes()], |row| {
            Ok((Uuid::from_bytes(row.get(0)?), row.get(1)?))
        });
        Ok(row.optional()?)
    }

    fn by_id(&self, id: KeyId) -> Result<Option<(PersonId, Vec<u8>)>, StoreError> {
        let mut find = self.0.prepare_cached("SELECT person, wrapped FROM keys WHERE id = ?1")?;
        let row = find.query_row([id.as_bytes()], |row| {
            Ok((PersonId(Uuid::from_bytes(row.get(0)?)), row.get(1)?))
        });
        Ok(row.optional()?)
    }

    fn is_erased(&self, person: PersonId) -> Result<bool, StoreError> {
        let mut find = self.0.prepare_cached("SELECT 1 FROM erased WHERE person = ?1")?;
        Ok(find.exists([person.0.as_bytes()])?)
    }

    fn insert(&mut self, person: PersonId, id: KeyId, wrapped: &[u8]) -> Result<(), StoreError> {
        self.0
            .prepare_cached("INSERT INTO keys (id, person, wrapped) VALUES (?1, ?2, ?3)")?
            .execute(params![id.as_bytes(), person.0.as_bytes(), wrapped])?;
        Ok(())
    }
}
