//! Stands in until both logs are written.
macro_rules! stub { ($t:ty) => { impl crate::Log for $t {
fn commit(&mut self, _: &[crate::Append]) -> Result<Vec<Result<(), crate::Rejection>>, crate::StoreError> { Err(crate::StoreError::Closed) }
fn heads(&mut self) -> Result<Vec<(guiyan_core::ids::StreamId, u64)>, crate::StoreError> { Ok(Vec::new()) }
fn rows(&mut self, _: &guiyan_core::ids::StreamId, _: u64, _: usize) -> Result<Vec<crate::Row>, crate::StoreError> { Ok(Vec::new()) }
fn open_row(&mut self, _: &guiyan_core::ids::StreamId, _: &crate::Row) -> Result<guiyan_core::Recorded, crate::StoreError> { Err(crate::StoreError::Closed) }
fn remembered(&mut self, _: guiyan_core::ids::CommandId) -> Result<Option<crate::Remembered>, crate::StoreError> { Ok(None) }
fn command_count(&mut self) -> Result<u64, crate::StoreError> { Ok(0) }
fn claims(&mut self) -> Result<Vec<guiyan_core::Claim>, crate::StoreError> { Ok(Vec::new()) }
fn tallies(&mut self, _: Option<&guiyan_core::ids::StreamId>) -> Result<Vec<crate::TallyRow>, crate::StoreError> { Ok(Vec::new()) }
fn load_snapshot(&mut self, _: &guiyan_core::ids::BranchId) -> Result<crate::SnapshotRead, crate::StoreError> { Ok(crate::SnapshotRead::Missing) }
fn save_snapshot(&mut self, _: &guiyan_core::ids::BranchId, _: &guiyan_core::branch::BranchSnapshot) -> Result<(), crate::StoreError> { Ok(()) }
fn person_of(&mut self, _: &crate::key::Subject) -> Result<guiyan_core::ids::PersonId, crate::StoreError> { Err(crate::StoreError::Closed) }
fn persons(&mut self) -> Result<Vec<(crate::key::Subject, guiyan_core::ids::PersonId)>, crate::StoreError> { Ok(Vec::new()) }
fn record_accesses(&mut self, _: &[crate::Access]) -> Result<(), crate::StoreError> { Ok(()) }
fn accesses(&mut self, _: guiyan_core::ids::PersonId) -> Result<Vec<crate::Access>, crate::StoreError> { Ok(Vec::new()) }
fn keyed(&self) -> crate::key::Keyed { crate::key::Keyed::new(&crate::MasterKey::from_bytes([0; 32])) }
} } }
stub!(crate::MemoryLog);
#[cfg(feature = "sqlite")]
stub!(crate::SqliteLog);
