//! How many of a thing are open at a time, in all and of one.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Counts what is open. Clones count together.
#[derive(Debug)]
pub struct Held<K: Hash + Eq + Copy> {
    inner: Arc<Mutex<Inner<K>>>,
    most: usize,
}

#[derive(Debug)]
struct Inner<K> {
    all: usize,
    each: HashMap<K, usize>,
}

/// Why no more is opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Full {
    /// There are enough in all.
    All,
    /// There are enough of that one.
    One,
}

/// One that is open, until this is dropped.
#[derive(Debug)]
pub struct Hold<K: Hash + Eq + Copy> {
    inner: Arc<Mutex<Inner<K>>>,
    key: Option<K>,
}

impl<K: Hash + Eq + Copy> Held<K> {
    /// So many in all.
    pub fn new(most: u32) -> Self {
        let inner = Inner { all: 0, each: HashMap::new() };
        Self { inner: Arc::new(Mutex::new(inner)), most: most as usize }
    }

    /// Opens one more, of which `key` may have `most`; without a key it counts
    /// in all only.
    ///
    /// # Errors
    /// There are enough.
    pub fn take(&self, key: Option<K>, most: u32) -> Result<Hold<K>, Full> {
        let mut inner = lock(&self.inner);
        if inner.all >= self.most {
            return Err(Full::All);
        }
        if let Some(key) = key {
            let count = inner.each.entry(key).or_default();
            if *count >= most as usize {
                return Err(Full::One);
            }
            *count += 1;
        }
        inner.all += 1;
        Ok(Hold { inner: self.inner.clone(), key })
    }

    /// How many are open.
    pub fn count(&self) -> usize {
        lock(&self.inner).all
    }
}

impl<K: Hash + Eq + Copy> Drop for Hold<K> {
    fn drop(&mut self) {
        let mut inner = lock(&self.inner);
        inner.all = inner.all.saturating_sub(1);
        if let Some(key) = self.key
            && let Some(count) = inner.each.get_mut(&key)
        {
            *count = count.saturating_sub(1);
            if *count == 0 {
                inner.each.remove(&key);
            }
        }
    }
}

// What panicked while it held the lock has left whole numbers.
fn lock<K>(inner: &Mutex<Inner<K>>) -> MutexGuard<'_, Inner<K>> {
    inner.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_closed_makes_room_for_all_and_for_one() {
        let held = Held::new(3);
        let one = held.take(Some('a'), 2).unwrap();
        let two = held.take(Some('a'), 2).unwrap();
        assert_eq!(held.take(Some('a'), 2).unwrap_err(), Full::One);
        let other = held.take(None, 0).unwrap();
        assert_eq!(held.take(Some('b'), 2).unwrap_err(), Full::All);
        drop((one, other));
        assert_eq!(held.count(), 1);
        let again = held.take(Some('a'), 2).unwrap();
        drop((two, again));
        assert_eq!(held.count(), 0);
        assert!(lock(&held.inner).each.is_empty(), "nobody is remembered");
    }
}
