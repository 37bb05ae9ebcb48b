//! Times, counted by how long they were.

use std::{
    fmt::Write as _,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// Upper bounds, in seconds: from a view out of memory to a disk that hangs.
const BOUNDS: [f64; 14] =
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 30.0];

#[derive(Debug, Default)]
pub(super) struct Histogram {
    buckets: [AtomicU64; BOUNDS.len()],
    count: AtomicU64,
    nanos: AtomicU64,
}

impl Histogram {
    pub(super) fn observe(&self, took: Duration) {
        let seconds = took.as_secs_f64();
        let buckets = BOUNDS.iter().zip(&self.buckets);
        if let Some((_, bucket)) = buckets.into_iter().find(|(bound, _)| seconds <= **bound) {
            bucket.fetch_add(1, Ordering::Relaxed);
        }
        self.count.fetch_add(1, Ordering::Relaxed);
        let nanos = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
        self.nanos.fetch_add(nanos, Ordering::Relaxed);
    }

    pub(super) fn write(&self, name: &str, into: &mut String) {
        // The whole first: what is counted meanwhile is in a bucket at most.
        let (count, nanos) =
            (self.count.load(Ordering::Relaxed), self.nanos.load(Ordering::Relaxed));
        let mut below = 0;
        for (bound, bucket) in BOUNDS.iter().zip(&self.buckets) {
            below = (below + bucket.load(Ordering::Relaxed)).min(count);
            let _ = writeln!(into, "{name}_bucket{{le=\"{bound}\"}} {below}");
        }
        let _ = writeln!(into, "{name}_bucket{{le=\"+Inf\"}} {count}");
        let _ = writeln!(into, "{name}_sum {}", Duration::from_nanos(nanos).as_secs_f64());
        let _ = writeln!(into, "{name}_count {count}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_hold_all_that_is_below_them() {
        let times = Histogram::default();
        for millis in [0, 1, 3, 40_000] {
            times.observe(Duration::from_millis(millis));
        }
        let mut text = String::new();
        times.write("t", &mut text);
        for line in [
            "t_bucket{le=\"0.0005\"} 1\n",
            "t_bucket{le=\"0.001\"} 2\n",
            "t_bucket{le=\"0.005\"} 3\n",
            "t_bucket{le=\"30\"} 3\n",
            "t_bucket{le=\"+Inf\"} 4\n",
            "t_sum 40.004\n",
            "t_count 4\n",
        ] {
            assert!(text.contains(line), "{line} {text}");
        }
    }
}
