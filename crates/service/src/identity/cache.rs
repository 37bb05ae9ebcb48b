//! Tokens that were verified, by their digest and until they expire. The
//! tokens themselves are not kept.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use guiyan_core::ids::PersonId;

use super::{Found, Origin};
use crate::sign_in::SessionId;

/// The most tokens that are remembered; a district has thousands of members.
const CAPACITY: usize = 50_000;

#[derive(Debug, Default)]
pub(super) struct Cache {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    entries: HashMap<[u8; 32], Entry>,
    /// How often something was forgotten.
    epoch: u64,
}

#[derive(Debug)]
struct Entry {
    until: u64,
    found: Found,
}

/// When a token was begun to be looked at. What is forgotten after that must
/// not come back with it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Epoch(u64);

impl Cache {
    pub(super) fn get(&self, digest: &[u8; 32], now: u64) -> Option<Found> {
        let inner = self.lock();
        inner.entries.get(digest).filter(|entry| now < entry.until).map(|entry| entry.found.clone())
    }

    pub(super) fn epoch(&self) -> Epoch {
        Epoch(self.lock().epoch)
    }

    pub(super) fn put(&self, digest: [u8; 32], until: u64, now: u64, found: Found, since: Epoch) {
        let mut inner = self.lock();
        if inner.epoch != since.0 {
            return;
        }
        let entries = &mut inner.entries;
        if entries.len() >= CAPACITY {
            entries.retain(|_, entry| now < entry.until);
        }
        // Still full of valid ones: verifying again is cheaper than an order.
        if entries.len() >= CAPACITY {
            entries.clear();
        }
        entries.insert(digest, Entry { until, found });
    }

    pub(super) fn forget(&self, person: PersonId) {
        self.drop_where(|found| found.person == person);
    }

    pub(super) fn forget_session(&self, id: SessionId) {
        self.drop_where(|found| matches!(found.origin, Origin::Session(of) if of.id == id));
    }

    fn drop_where(&self, gone: impl Fn(&Found) -> bool) {
        let mut inner = self.lock();
        inner.epoch += 1;
        inner.entries.retain(|_, entry| !gone(&entry.found));
    }

    // A panic while the lock was held leaves a map that is whole.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
