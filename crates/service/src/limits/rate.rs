//! How often somebody may ask: so many in a minute, all of them at once if they
//! like, and then as they come back one by one.

use std::{hash::Hash, num::NonZeroU32};

use governor::{
    Quota, RateLimiter,
    clock::{Clock as _, MonotonicClock},
    state::keyed::HashMapStateStore,
};

/// Counts by who asks.
pub(super) struct Rate<K: Hash + Eq + Clone> {
    limiter: RateLimiter<K, HashMapStateStore<K>, MonotonicClock>,
}

impl<K: Hash + Eq + Clone> Rate<K> {
    /// So many a minute.
    pub(super) fn new(per_minute: u32) -> Self {
        let quota = Quota::per_minute(NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN));
        Self { limiter: RateLimiter::new(quota, HashMapStateStore::default(), MonotonicClock) }
    }

    /// Counts one more; in how many seconds to come again when it is too much.
    pub(super) fn take(&self, key: &K) -> Result<(), u32> {
        self.limiter.check_key(key).map_err(|not_until| {
            let wait = not_until.wait_time_from(MonotonicClock.now()).as_secs_f64().ceil();
            // In whole seconds, and never "at once".
            (wait as u32).max(1)
        })
    }

    /// Forgets those who have all of theirs again.
    pub(super) fn sweep(&self) {
        self.limiter.retain_recent();
        self.limiter.shrink_to_fit();
    }

    /// How many are counted.
    #[cfg(test)]
    fn len(&self) -> usize {
        self.limiter.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_so_many_and_is_told_when_to_come_again() {
        let rate = Rate::new(6);
        let taken: Vec<_> = (0..7).map(|_| rate.take(&"a")).collect();
        assert_eq!(taken[..6], [Ok(()); 6]);
        // The next one is back after ten seconds.
        assert!(taken[6].is_err_and(|wait| (9..=10).contains(&wait)), "{taken:?}");
        assert_eq!(rate.take(&"b"), Ok(()));
    }

    #[test]
    fn who_has_all_of_theirs_again_is_forgotten() {
        let fast = Rate::new(100_000_000);
        for key in 0..1000 {
            fast.take(&key).unwrap();
        }
        let slow = Rate::new(1);
        slow.take(&1).unwrap();
        slow.sweep();
        assert_eq!(slow.len(), 1);
        // A minute has a hundred million of them: they are back in a microsecond.
        std::thread::yield_now();
        fast.sweep();
        assert!(fast.len() < 1000);
    }
}
