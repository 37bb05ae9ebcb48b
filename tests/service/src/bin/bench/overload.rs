//! Three times as much as can be done, for a minute: how much of it is done
//! still, what it takes in memory, and whether anything that was answered is lost.
//!
//! Everybody has a connection of their own, and asks at their own times, whatever
//! the service says: nobody heeds Retry-After. Who still waits for an answer when
//! their next time comes cannot ask; that is told too.

use std::{
    collections::HashSet,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use guiyan_core::ids::{ActivityId, CommandId};
use guiyan_tests_service::{
    App, BEIJING, Launch,
    crowd::{self, LANES, Member},
    make,
};
use tempfile::TempDir;

use crate::{cold::Held, connection::Connection, cores, round, table::Table};

/// Members, and activities without limit: each lane has a pair of its own.
const PEOPLE: u32 = 256;
const ACTIVITIES: usize = 12;
/// Connections, each with a person who asks again and again.
const CROWD: usize = PEOPLE as usize * ACTIVITIES;
/// What is found out first: the most that it does for so many who wait for their
/// answers before they ask again.
const PEAK_CROWDS: [usize; 2] = [64, 512];
const PEAK_TIME: Duration = Duration::from_secs(5);
/// How much more is asked for then, and for how long.
const TIMES: f64 = 3.0;
const OVERLOAD: Duration = Duration::from_secs(60);
/// The least of the peak that is done still.
const OF_PEAK: f64 = 0.8;
/// The longest that 99 of 100 of those inside may wait: within the patience of
/// somebody who taps.
const INSIDE: Duration = Duration::from_secs(1);
/// The most that memory may grow after the first third.
const GROWTH: f64 = 1.1;

/// Runs it; adds its rows.
pub(crate) fn run(disk: &Path, table: &mut Table) {
    round::block_on(async {
        let folder = TempDir::with_prefix_in("bench-", disk).expect("a folder on the disk");
        let many = "100000000";
        let launch = Launch::demo()
            .data(folder.path())
            .args(&["--limits-per-person", many, "--limits-per-address", many])
            .args(&["--limits-connections", many, "--limits-connections-per-address", many]);
        cores::stay_on(cores::SERVICE);
        let app = Arc::new(launch.start().await);
        cores::stay_on(cores::LOAD);
        let mut lanes = scene(&app).await;
        let before = recorded(folder.path());

        let (mut peak, mut answered) = (0.0f64, Vec::new());
        for crowd in PEAK_CROWDS {
            let few = lanes.split_off(lanes.len() - crowd);
            let done = drive(few, None, PEAK_TIME).await;
            peak = peak.max(done.answered.len() as f64 / PEAK_TIME.as_secs_f64());
            lanes.extend(done.lanes);
            answered.extend(done.answered);
        }
        let offered = peak * TIMES;
        let each = Duration::from_secs_f64(CROWD as f64 / offered);
        println!("  {peak:.0} a second at most; now {offered:.0} for {OVERLOAD:?} by {CROWD}");
        let memory = tokio::task::spawn_local(watch(app.pid(), OVERLOAD));
        let over = drive(lanes, Some(each), OVERLOAD).await;
        let memory = memory.await.expect("a watch");
        let done = over.answered.len() as u64;
        answered.extend(over.answered);
        drop(over.lanes);
        Arc::into_inner(app).expect("ours alone").stop().await;
        let after = recorded(folder.path());

        let seconds = OVERLOAD.as_secs_f64();
        let rate = |count: u64| format!("{:.0} /s", count as f64 / seconds);
        table.tell("overload: the most it does", format!("{peak:.0} /s"));
        table.tell("overload: offered", format!("{offered:.0} /s"));
        // Without any, those beyond what it does would wait, and not be told.
        table.hold(
            "overload: answered with 503 at once",
            rate(over.refused),
            "> 0".to_owned(),
            over.refused > 0,
        );
        table.tell("overload: not sent, as its sender still waited", rate(over.held_back));
        let [median, hundredth] = over.times;
        table.hold(
            "overload: until those inside have their answer, half · 99 of 100",
            format!("{median:.0?} · {hundredth:.0?}"),
            format!("99 of 100 ≤ {INSIDE:?}"),
            hundredth <= INSIDE,
        );
        let share = done as f64 / seconds / peak;
        let figure = format!("{} = {:.0} %", rate(done), share * 100.0);
        table.hold(
            "overload: done",
            figure,
            format!("≥ {:.0} %", OF_PEAK * 100.0),
            share >= OF_PEAK,
        );
        let [third, most] = memory;
        let growth = most / third;
        table.hold(
            "overload: memory after a third · at most",
            format!("{third:.0} · {most:.0} MB"),
            format!("≤ {GROWTH} times"),
            growth <= GROWTH,
        );
        let written = after.difference(&before).count();
        let lost = answered.iter().filter(|id| !after.contains(&id.0.into_bytes())).count();
        println!("  {} commands were answered, {written} are in the record", answered.len());
        table.hold("overload: answered and lost", lost.to_string(), "0", lost == 0);
    });
}

/// What a drive came to.
struct Driven {
    lanes: Vec<Lane>,
    /// Every command that was answered with a yes.
    answered: Vec<CommandId>,
    refused: u64,
    held_back: u64,
    /// How long those inside waited: half of them, and 99 of 100, at most.
    times: [Duration; 2],
}

/// Somebody with a connection and an activity of their own, which they join and
/// leave, again and again: so the state does not grow, whatever is done.
struct Lane {
    connection: Connection,
    /// The heads of joining and of leaving.
    heads: [Vec<u8>; 2],
    activity: ActivityId,
    is_in: bool,
    /// A command that was turned away keeps its id.
    id: CommandId,
}

/// What a lane came to.
#[derive(Default)]
struct Own {
    answered: Vec<CommandId>,
    times: Vec<Duration>,
    refused: u64,
    held_back: u64,
}

async fn drive(lanes: Vec<Lane>, each: Option<Duration>, time: Duration) -> Driven {
    let begin = Instant::now() + Duration::from_millis(100);
    let count = lanes.len().max(1) as f64;
    let tasks: Vec<_> = lanes
        .into_iter()
        .enumerate()
        .map(|(number, lane)| {
            // Spread, as people do not all ask at the same moment.
            let offset = each.unwrap_or_default().mul_f64(number as f64 / count);
            tokio::task::spawn_local(lane.ask(begin + offset, begin + time, each))
        })
        .collect();
    let mut driven = Driven {
        lanes: Vec::new(),
        answered: Vec::new(),
        refused: 0,
        held_back: 0,
        times: Default::default(),
    };
    let mut times = Vec::new();
    for task in tasks {
        let (lane, own) = task.await.expect("a lane");
        driven.lanes.push(lane);
        driven.refused += own.refused;
        driven.held_back += own.held_back;
        times.extend(own.times);
        driven.answered.extend(own.answered);
    }
    times.sort_unstable();
    let at = |share: f64| times.get((times.len() as f64 * share) as usize).copied();
    driven.times = [0.5, 0.99].map(|share| at(share).unwrap_or_default());
    driven
}

impl Lane {
    /// Asks from then until then, at its own times or as soon as it is answered.
    async fn ask(mut self, begin: Instant, end: Instant, each: Option<Duration>) -> (Self, Own) {
        let mut own = Own::default();
        let mut request = Vec::with_capacity(2048);
        let mut next = begin;
        tokio::time::sleep_until(next.into()).await;
        loop {
            let start = Instant::now();
            if start >= end {
                return (self, own);
            }
            request.clear();
            request.extend_from_slice(&self.heads[usize::from(self.is_in)]);
            request.extend_from_slice(body(self.id, self.is_in, self.activity).as_bytes());
            let (status, answer) = self.connection.exchange(&request).await;
            match status {
                200 => {
                    own.answered.push(self.id);
                    own.times.push(start.elapsed());
                    self.id = make::command_id();
                    self.is_in = !self.is_in;
                }
                503 if has(answer, b"\"overloaded\"") => own.refused += 1,
                _ => panic!("{status} {}", String::from_utf8_lossy(answer)),
            }
            let Some(each) = each else { continue };
            next += each;
            // What would have been asked while the answer was awaited.
            let late = Instant::now().min(end).saturating_duration_since(next);
            let missed = (late.as_secs_f64() / each.as_secs_f64()).ceil();
            own.held_back += missed as u64;
            next += each.mul_f64(missed);
            tokio::time::sleep_until(next.into()).await;
        }
    }
}

fn has(text: &[u8], what: &[u8]) -> bool {
    text.windows(what.len()).any(|window| window == what)
}

fn body(id: CommandId, is_in: bool, activity: ActivityId) -> String {
    let kind = if is_in { "leaveActivity" } else { "signUp" };
    format!(r#"{{"id":"{id}","type":"{kind}","activity":"{activity}"}}"#)
}

async fn scene(app: &Arc<App>) -> Vec<Lane> {
    let secretary = app.person("beijing-secretary").await;
    let people: Vec<Member> = crowd::members(app, &secretary, BEIJING, 1..=PEOPLE).await;
    let activities = crowd::each(LANES, 0..ACTIVITIES, |n| {
        let secretary = secretary.clone();
        async move { secretary.publish(BEIJING, make::activity(&format!("活动之{n}"), None)).await }
    });
    let path = format!("/v1/branches/{BEIJING}/commands");
    let mut lanes = Vec::with_capacity(CROWD);
    for activity in activities.await {
        for Member { person, .. } in &people {
            let token = person.token.as_deref().expect("a member has a token");
            let id = make::command_id();
            let head =
                |is_in| round::head(app.host(), &path, token, body(id, is_in, activity).len());
            let connection = Connection::open(app.host()).await;
            let heads = [head(false), head(true)];
            lanes.push(Lane { connection, heads, activity, is_in: false, id });
        }
    }
    lanes
}

/// Megabytes after a third of the time, and the most from then on.
async fn watch(pid: rustix::process::Pid, time: Duration) -> [f64; 2] {
    tokio::time::sleep(time / 3).await;
    let third = Held::by(pid).now as f64;
    let mut most = third;
    let end = Instant::now() + time * 2 / 3;
    while Instant::now() < end {
        tokio::time::sleep(Duration::from_millis(500)).await;
        most = most.max(Held::by(pid).now as f64);
    }
    [third, most]
}

/// The ids of all commands in the record.
fn recorded(folder: &Path) -> HashSet<[u8; 16]> {
    let db = rusqlite::Connection::open(folder.join("guiyan.db")).expect("the record");
    let mut ids = db.prepare("SELECT id FROM commands").expect("SQL");
    let ids = ids.query_map([], |row| row.get::<_, [u8; 16]>(0)).expect("rows");
    ids.map(|id| id.expect("an id")).collect()
}
