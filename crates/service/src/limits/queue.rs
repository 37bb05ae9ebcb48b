//! The queue before the desk: what waits for the one writer. Beyond its bound
//! nothing is taken in, so that those inside are answered soon, and memory has
//! an end.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

/// Counts what waits.
#[derive(Clone, Debug)]
pub struct Queue {
    waiting: Arc<AtomicUsize>,
    most: usize,
}

/// A place in the queue, until this is dropped.
#[derive(Debug)]
pub struct Place(Arc<AtomicUsize>);

impl Queue {
    /// Of so many places.
    pub fn new(most: u32) -> Self {
        Self { waiting: Arc::default(), most: most as usize }
    }

    /// Takes a place, if there is one.
    pub fn enter(&self) -> Option<Place> {
        let before = self.waiting.fetch_add(1, Ordering::AcqRel);
        let place = Place(self.waiting.clone());
        (before < self.most).then_some(place)
    }

    /// Whether there is no place.
    pub fn is_full(&self) -> bool {
        self.waiting() >= self.most
    }

    /// How much waits.
    pub fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Acquire)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_so_many_places_and_each_is_given_back() {
        let queue = Queue::new(2);
        let (one, two) = (queue.enter().unwrap(), queue.enter().unwrap());
        assert!(queue.is_full() && queue.enter().is_none());
        drop(one);
        assert!(!queue.is_full());
        let three = queue.enter().unwrap();
        assert_eq!(queue.waiting(), 2);
        drop((two, three));
        assert_eq!(queue.waiting(), 0);
    }
}
