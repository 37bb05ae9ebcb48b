//! The log in memory passes the suite of every log.

// A test speaks by failing.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use guiyan_store::{Log, MemoryLog, conformance::Place};

struct InMemory(MemoryLog);

impl Place for InMemory {
    fn open(&mut self) -> Box<dyn Log> {
        Box::new(self.0.reopened())
    }
}

guiyan_store::conformance!(InMemory(MemoryLog::new().unwrap()));
