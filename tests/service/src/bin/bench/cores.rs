//! One core for the service and one for the load, and how busy each is.

use std::fs;

use rustix::{
    param::clock_ticks_per_second,
    process::Pid,
    thread::{CpuSet, sched_getaffinity, sched_setaffinity},
};

/// Where the service runs.
pub(crate) const SERVICE: usize = 0;
/// Where the load comes from.
pub(crate) const LOAD: usize = 1;

/// Whether both cores are there.
pub(crate) fn two() -> Result<(), &'static str> {
    let ours = sched_getaffinity(None).map_err(|_| "this system does not tell its cores")?;
    if ours.is_set(SERVICE) && ours.is_set(LOAD) {
        Ok(())
    } else {
        Err("it takes cores 0 and 1: one for the service, one for the load")
    }
}

/// How many others want a core at this time, if that is more than a little.
pub(crate) fn busy_with() -> Option<f64> {
    let load = fs::read_to_string("/proc/loadavg").ok()?;
    load.split(' ').next()?.parse().ok().filter(|load| *load > 1.0)
}

/// Keeps this thread, and what it starts from now on, on a core.
pub(crate) fn stay_on(core: usize) {
    let mut set = CpuSet::new();
    set.set(core);
    sched_setaffinity(None, &set).expect("a core of our own");
}

/// Lets this thread, and what it starts from now on, have both.
pub(crate) fn stay_anywhere() {
    let mut set = CpuSet::new();
    set.set(SERVICE);
    set.set(LOAD);
    sched_setaffinity(None, &set).expect("both cores");
}

/// Seconds of CPU that a process has used, all its threads together.
pub(crate) fn cpu_seconds(pid: Option<Pid>) -> f64 {
    let name = pid.map_or("self".to_owned(), |pid| pid.as_raw_nonzero().to_string());
    let stat = fs::read_to_string(format!("/proc/{name}/stat")).expect("the process is there");
    // The name in parentheses may hold blanks; what follows does not.
    let (_, rest) = stat.rsplit_once(')').expect("a line of /proc");
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let ticks = |at: usize| fields[at].parse::<f64>().expect("a number of ticks");
    // Fields 14 and 15 of the line, utime and stime; two stand before `rest`.
    (ticks(11) + ticks(12)) / clock_ticks_per_second() as f64
}
