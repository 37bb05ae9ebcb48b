//! How often one address may ask. Kept in memory only: which address asked is
//! nobody's business after the hour.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use crate::client::network;

/// The most addresses that are counted; beyond that all begin anew, which
/// costs an attacker more addresses than they gain tries.
const CAPACITY: usize = 100_000;
const WINDOWS: [i64; 2] = [60, 3600];

/// Counts by address, in a minute and in an hour.
#[derive(Debug)]
pub(super) struct Limit {
    most: [u32; 2],
    counts: Mutex<HashMap<IpAddr, Counts>>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    windows: [(i64, u32); 2],
}

impl Limit {
    pub(super) fn new(most: [u32; 2]) -> Self {
        Self { most, counts: Mutex::default() }
    }

    /// Counts one more; in how many seconds to come again when it is too much.
    pub(super) fn take(&self, address: IpAddr, now: i64) -> Result<(), u32> {
        self.look(address, now)?;
        self.count(address, now);
        Ok(())
    }

    /// The same, without counting.
    pub(super) fn look(&self, address: IpAddr, now: i64) -> Result<(), u32> {
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(counted) = counts.get(&network(address)) else { return Ok(()) };
        let each = WINDOWS.into_iter().zip(self.most).zip(counted.windows);
        let waits = each.filter_map(|((length, most), (window, count))| {
            let is_full = window == now.div_euclid(length) && count >= most;
            is_full.then(|| length - now.rem_euclid(length))
        });
        match waits.max() {
            Some(wait) => Err(u32::try_from(wait).unwrap_or(u32::MAX)),
            None => Ok(()),
        }
    }

    /// Counts one more.
    pub(super) fn count(&self, address: IpAddr, now: i64) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let address = network(address);
        if counts.len() >= CAPACITY && !counts.contains_key(&address) {
            counts.clear();
        }
        let counted = counts.entry(address).or_default();
        for ((window, count), length) in counted.windows.iter_mut().zip(WINDOWS) {
            let this = now.div_euclid(length);
            *count = if *window == this { count.saturating_add(1) } else { 1 };
            *window = this;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_so_many_in_a_minute_and_in_an_hour() {
        let limit = Limit::new([2, 3]);
        let one: IpAddr = "192.0.2.1".parse().unwrap();
        assert_eq!([0, 1, 2].map(|at| limit.take(one, at)), [Ok(()), Ok(()), Err(58)]);
        assert_eq!(limit.take("192.0.2.2".parse().unwrap(), 2), Ok(()));
        assert_eq!(limit.take(one, 60), Ok(()));
        assert_eq!(limit.take(one, 61), Err(3539));
        assert_eq!(limit.take(one, 3600), Ok(()));
    }

    #[test]
    fn a_network_of_ipv6_is_one_and_a_mapped_address_is_itself() {
        let limit = Limit::new([1, 1]);
        let take = |text: &str| limit.take(text.parse().unwrap(), 0);
        assert_eq!(take("2001:db8::1"), Ok(()));
        assert!(take("2001:db8::2").is_err() && take("2001:db8:0:1::1").is_ok());
        assert_eq!(take("::ffff:192.0.2.1"), Ok(()));
        assert!(take("192.0.2.1").is_err());
    }
}
