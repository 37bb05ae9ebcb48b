//! Tokens that were verified, by their digest and until they expire. The
//! tokens themselves are not kept.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use guiyan_core::{caller::Caller, ids::PersonId};

/// The most tokens that are remembered; a district has thousands of members.
const CAPACITY: usize = 50_000;

type Entries = HashMap<[u8; 32], Entry>;

#[derive(Debug, Default)]
pub(super) struct Cache {
    entries: Mutex<Entries>,
}

#[derive(Debug)]
struct Entry {
    until: u64,
    caller: Caller,
}

impl Cache {
    pub(super) fn get(&self, digest: &[u8; 32], now: u64) -> Option<Caller> {
        let entries = self.lock();
        entries.get(digest).filter(|entry| now < entry.until).map(|entry| entry.caller.clone())
    }

    pub(super) fn put(&self, digest: [u8; 32], until: u64, now: u64, caller: Caller) {
        let mut entries = self.lock();
        if entries.len() >= CAPACITY {
            entries.retain(|_, entry| now < entry.until);
        }
        // Still full of valid ones: verifying again is cheaper than an order.
        if entries.len() >= CAPACITY {
            entries.clear();
        }
        entries.insert(digest, Entry { until, caller });
    }

    pub(super) fn forget(&self, person: PersonId) {
        self.lock().retain(|_, entry| entry.caller.person != Some(person));
    }

    // A panic while the lock was held leaves a map that is whole.
    fn lock(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
