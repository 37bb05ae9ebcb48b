//! The log in an SQLite file passes the suite of every log.

// A test speaks by failing.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use guiyan_store::{Log, MasterKey, SqliteLog, conformance::Place};
use tempfile::TempDir;

struct OnDisk(TempDir);

impl Place for OnDisk {
    fn open(&mut self) -> Box<dyn Log> {
        let path = self.0.path().join("guiyan.db");
        Box::new(SqliteLog::open(&path, MasterKey::from_bytes([1; 32])).unwrap())
    }
}

guiyan_store::conformance!(OnDisk(TempDir::new().unwrap()));
