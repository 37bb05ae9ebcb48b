//! How quick the disk itself is: on a slow one every durable figure is one of
//! the disk's.

use std::{
    io::Write as _,
    path::Path,
    time::{Duration, Instant},
};

const SYNCS: usize = 200;
/// What a batch of sign-ups writes, about.
const BYTES: usize = 64 * 1024;

/// Median and ninth decile of the time until written bytes are durable.
pub(crate) fn sync_times(folder: &Path) -> (Duration, Duration) {
    let mut file = tempfile::tempfile_in(folder).expect("a file on the disk");
    let bytes = vec![7; BYTES];
    let mut times: Vec<Duration> = (0..SYNCS)
        .map(|_| {
            file.write_all(&bytes).expect("write to the disk");
            let start = Instant::now();
            file.sync_data().expect("write through to the disk");
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    (times[SYNCS / 2], times[SYNCS * 9 / 10])
}
