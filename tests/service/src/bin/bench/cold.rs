//! How long a service takes from its start until a member of each branch has
//! their page, and how much memory it holds then.

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use guiyan_tests_service::{
    BEIJING, Launch, YIWU,
    token::{AUDIENCE, ISSUER, Portal, claims},
};
use rustix::process::Pid;
use tempfile::TempDir;
use tokio::runtime;

use crate::{
    cores,
    record::{KEY, Record, subject},
    table::Table,
};

const MEMBERS: u128 = 100_000;
const EVENTS: u64 = 1_000_000;
/// Events after the latest snapshots: as many as there can be before the next.
const AFTER: u64 = 10_000;
/// The most that it may take from a million events.
const BOUND: Duration = Duration::from_secs(1);
const STARTS: usize = 5;
/// So long nothing changes: it is at rest.
const REST: Duration = Duration::from_millis(700);

/// Writes the record, starts on it, adds the rows.
pub(crate) fn run(disk: &Path, table: &mut Table) {
    let folder = TempDir::with_prefix_in("bench-", disk).expect("a folder on the disk");
    let start = Instant::now();
    let mut record = Record::create(folder.path());
    let people = record.settle(MEMBERS);
    record.snapshots();
    record.close(&people);
    println!("{MEMBERS} members are written in {:.1?}", start.elapsed());
    let (time, cpu, held) = starts(folder.path());
    let measure = format!("a start with {MEMBERS} members until one of each branch has their page");
    table.tell(measure, format!("{time:.2?}"));
    table.tell("  CPU until then", format!("{cpu:.2} s"));
    table.tell(format!("  memory, now and at most ({MEMBERS} members)"), held.to_string());
    drop(folder);

    let folder = TempDir::with_prefix_in("bench-", disk).expect("a folder on the disk");
    let start = Instant::now();
    let mut record = Record::create(folder.path());
    let same = record.settle(MEMBERS);
    assert!(same == people, "the same people");
    record.live(&people, EVENTS, AFTER);
    let events = record.events();
    record.close(&people);
    println!("{events} events are written in {:.1?}", start.elapsed());
    let (time, cpu, held) = starts(folder.path());
    let measure = format!("a start from {EVENTS} events until one of each branch has their page");
    table.hold(measure, format!("{time:.2?}"), format!("< {BOUND:?}"), time < BOUND);
    table.tell("  CPU until then", format!("{cpu:.2} s"));
    table.tell(format!("  memory, now and at most ({EVENTS} events)"), held.to_string());
}

/// The medians of some starts, wall and CPU, and what the last of them held.
fn starts(data: &Path) -> (Duration, f64, Held) {
    let portal = Portal::new();
    let key = data.join("portal.pem");
    fs::write(&key, &portal.public).expect("write the public key");
    let key = key.to_str().expect("a path in UTF-8");
    let runtime = runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let (mut times, mut cpu) = (Vec::new(), Vec::new());
        let mut held = None;
        for _ in 0..STARTS {
            let launch = Launch::plain()
                .data(data)
                .env("GUIYAN_MASTER_KEY", KEY)
                .env("GUIYAN_TOKEN_KEY", key)
                .env("GUIYAN_TOKEN_ISSUER", ISSUER)
                .env("GUIYAN_TOKEN_AUDIENCE", AUDIENCE);
            // Somebody from the middle of each branch.
            let tokens =
                [0, 1].map(|branch| portal.sign(&claims(&subject(branch, MEMBERS as usize / 4))));
            cores::stay_anywhere();
            let start = Instant::now();
            let mut app = launch.start().await;
            for (branch, token) in [BEIJING, YIWU].into_iter().zip(&tokens) {
                let page = app.with_token("a member", token).view(branch).await;
                assert!(page.report_in.is_some(), "it is the member's own page");
            }
            times.push(start.elapsed());
            cpu.push(cores::cpu_seconds(Some(app.pid())));
            cores::stay_on(cores::LOAD);
            held = Some(Held::at_rest(app.pid()).await);
            // As a crash does: a good end would take another snapshot.
            app.kill();
        }
        times.sort_unstable();
        cpu.sort_by(f64::total_cmp);
        (times[STARTS / 2], cpu[STARTS / 2], held.expect("there was a start"))
    })
}

/// What a process holds in memory, in megabytes.
pub(crate) struct Held {
    pub(crate) now: u64,
    at_most: u64,
}

impl Held {
    /// Once it grows no more: views answer before the writer's own copy of the
    /// state is made.
    async fn at_rest(pid: Pid) -> Self {
        let mut held = Self::by(pid);
        loop {
            tokio::time::sleep(REST).await;
            let later = Self::by(pid);
            if later.now.abs_diff(held.now) <= 1 {
                return later;
            }
            held = later;
        }
    }

    pub(crate) fn by(pid: Pid) -> Self {
        let status = fs::read_to_string(format!("/proc/{}/status", pid.as_raw_nonzero()));
        let status = status.expect("the process is there");
        let megabytes = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("a line");
            let number = line.trim_start_matches(':').trim().trim_end_matches(" kB");
            number.parse::<u64>().expect("a number of kilobytes") / 1024
        };
        Self { now: megabytes("VmRSS"), at_most: megabytes("VmHWM") }
    }
}

impl std::fmt::Display for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} MB · {} MB", self.now, self.at_most)
    }
}
