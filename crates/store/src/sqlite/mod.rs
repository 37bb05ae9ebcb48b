use std::path::Path;

use crate::{MasterKey, StoreError};

/// A log in an SQLite file.
#[derive(Debug)]
pub struct SqliteLog;

impl SqliteLog {
    /// Opens the file, and makes it when it is not there.
    ///
    /// # Errors
    /// The file is in use, of a newer release, under another key, or cannot be
    /// opened.
    pub fn open(path: &Path, key: MasterKey) -> Result<Self, StoreError> {
        let _ = (path, key);
        Ok(Self)
    }
}
