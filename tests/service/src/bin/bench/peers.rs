//! The same load on others: a small Fastify service over better-sqlite3, and
//! PocketBase. How it is kept fair stands in `tests/bench/README.md`.

use std::{
    io::{BufRead as _, BufReader},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use guiyan_tests_service::{
    BEIJING, app,
    token::{AUDIENCE, ISSUER, Portal, claims},
};
use rustix::process::Pid;
use serde::Deserialize;
use tempfile::TempDir;

use crate::{
    cores,
    round::{self, Asker, Figures, SCENE, Target, Variant},
    table::Table,
};

/// How many times as fast ours is at least.
const OF_FASTIFY: f64 = 2.0;
const OF_POCKETBASE: f64 = 20.0;
/// How long a peer may take to listen.
const PATIENCE: Duration = Duration::from_secs(30);

/// Who is measured, in the order of a round.
const PEERS: [Peer; 5] = [
    Peer::Ours,
    Peer::Fastify,
    Peer::PocketBase(RULED),
    Peer::PocketBase(ROUTED),
    Peer::PocketBase(BARE),
];

/// One of those that are held side by side.
#[derive(Clone, Copy)]
enum Peer {
    Ours,
    Fastify,
    PocketBase(Way),
}

/// How PocketBase is asked, and what it does then.
#[derive(Clone, Copy)]
struct Way {
    name: &'static str,
    /// Whether it waits for the disk, as ours and Fastify do.
    durable: bool,
    path: &'static str,
    body: fn(&str, &str, &str) -> String,
    yes: &'static [u8],
}

const RULED: Way = Way {
    name: "PocketBase",
    durable: true,
    path: "/api/collections/ruled/records",
    body: record,
    yes: b"\"place\":",
};
const ROUTED: Way = Way {
    name: "PocketBase without its record API",
    durable: true,
    path: "/sign-up",
    body: round::body,
    yes: b"\"place\":",
};
const BARE: Way = Way {
    name: "PocketBase without rule and sync",
    durable: false,
    path: "/api/collections/bare/records",
    body: record,
    yes: b"\"bare\"",
};

impl Peer {
    fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Fastify => "Fastify",
            Self::PocketBase(way) => way.name,
        }
    }

    /// How many times as fast ours is at least, where it is held to that.
    fn floor(self) -> Option<f64> {
        match self {
            Self::Fastify => Some(OF_FASTIFY),
            Self::PocketBase(way) if way.name == RULED.name => Some(OF_POCKETBASE),
            Self::Ours | Self::PocketBase(_) => None,
        }
    }

    fn round(self, disk: &Path) -> Figures {
        match self {
            Self::Ours => round::run(Variant::Durable, disk),
            Self::Fastify => round::block_on(fastify_round(disk)),
            Self::PocketBase(way) => round::block_on(pocketbase_round(disk, way)),
        }
    }
}

/// Runs rounds of all in turns; adds their rows.
pub(crate) fn run(disk: &Path, rounds: usize, table: &mut Table) {
    let mut runs = PEERS.map(|_| Vec::new());
    for number in 1..=rounds {
        for (peer, runs) in PEERS.iter().zip(&mut runs) {
            let figures = peer.round(disk);
            println!("  round {number}  {:<40} {:>8.0} /s", peer.name(), figures.per_second);
            runs.push(figures);
        }
    }
    for (peer, runs) in PEERS.iter().zip(&runs) {
        let middle = |of: fn(&Figures) -> f64| {
            let mut all: Vec<f64> = runs.iter().map(of).collect();
            all.sort_by(f64::total_cmp);
            all[all.len() / 2]
        };
        let figure = format!("{:.0} /s", middle(|figures| figures.per_second));
        let (service, load) =
            (middle(|figures| figures.service_share), middle(|figures| figures.load_share));
        let busy =
            format!("{:.0} % of its core, the load's {:.0} %", service * 100.0, load * 100.0);
        table.tell(format!("sign-ups over HTTP, {} ({busy})", peer.name()), figure);
    }
    for (peer, runs_of) in PEERS.iter().zip(&runs).skip(1) {
        let ratio = crate::ratio(&runs[0], runs_of);
        let measure = format!("sign-ups over HTTP: against {}", peer.name());
        let figure = format!("{ratio:.1}");
        match peer.floor() {
            Some(least) => table.hold(measure, figure, format!("≥ {least:.0}"), ratio >= least),
            None => table.tell(measure, figure),
        }
    }
}

/// A peer's process, killed at the end of its round.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // Already gone when it ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// On the core where the service runs in its rounds.
fn start(command: &mut Command) -> Running {
    cores::stay_on(cores::SERVICE);
    let child = command.stdin(Stdio::null()).spawn().expect("start a peer");
    cores::stay_on(cores::LOAD);
    Running(child)
}

fn files() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../bench/peers")
}

async fn fastify_round(disk: &Path) -> Figures {
    let folder = TempDir::with_prefix_in("bench-", disk).expect("a folder on the disk");
    let portal = Portal::new();
    let (people, activities) = SCENE;
    let mut command = Command::new("node");
    command
        .arg(files().join("fastify.mjs"))
        .env("NODE_ENV", "production")
        .env("PEER_DATA", folder.path())
        .env("PEER_KEY", &portal.public)
        .env("PEER_ISSUER", ISSUER)
        .env("PEER_AUDIENCE", AUDIENCE)
        .env("PEER_PEOPLE", people.to_string())
        .env("PEER_ACTIVITIES", activities.to_string())
        .stdout(Stdio::piped());
    let mut peer = start(&mut command);
    let mut lines = BufReader::new(peer.0.stdout.take().expect("its output")).lines();
    let line = lines.next().expect("it says where it listens").expect("a line");
    let host = line.rsplit('/').next().expect("an address").to_owned();
    let path = format!("/v1/branches/{BEIJING}/commands");
    let nil = uuid::Uuid::nil().to_string();
    let length = round::body(&nil, "", &nil).len();
    let asker = |n| {
        let token = portal.sign(&claims(&format!("p{n}")));
        Asker { head: round::head(&host, &path, &token, length), member: String::new() }
    };
    round::load(&Target {
        people: (0..people).map(asker).collect(),
        activities: (0..activities).map(activity).collect(),
        pid: Pid::from_child(&peer.0),
        body: round::body,
        yes: b"\"confirmed\"",
        host,
    })
    .await
}

// As the peers count them.
fn activity(n: usize) -> String {
    format!("00000000-0000-7000-8000-{n:012x}")
}

#[derive(Deserialize)]
struct Made {
    id: String,
    token: String,
}

async fn pocketbase_round(disk: &Path, way: Way) -> Figures {
    let folder = TempDir::with_prefix_in("bench-", disk).expect("a folder on the disk");
    // It does not tell which port it was given, so it is given a free one.
    let free = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
    let host = free.expect("a free port").to_string();
    let mut command = Command::new(disk.join("peers/venv/bin/pocketbase"));
    command
        .args(["serve", "--http", &host, "--dir"])
        .arg(folder.path().join("data"))
        .arg("--migrationsDir")
        .arg(folder.path().join("migrations"))
        .arg("--hooksDir")
        .arg(files().join("pocketbase"))
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let peer = start(&mut command);
    let since = Instant::now();
    while TcpStream::connect(&host).is_err() {
        assert!(since.elapsed() < PATIENCE, "PocketBase does not listen");
        thread::sleep(Duration::from_millis(20));
    }
    let (people, activities) = SCENE;
    let durable = if way.durable { "?durable=yes" } else { "" };
    let url = format!("http://{host}/scene/{people}/{activities}{durable}");
    let made = app::client().post(url).send().await.expect("set its scene");
    let made: Vec<Made> = made.json().await.expect("its people");
    let people = made.into_iter().map(|Made { id, token }| {
        let nil = uuid::Uuid::nil().to_string();
        let length = (way.body)(&nil, &id, &nil).len();
        Asker { head: round::head(&host, way.path, &token, length), member: id }
    });
    round::load(&Target {
        people: people.collect(),
        activities: (0..activities).map(activity).collect(),
        pid: Pid::from_child(&peer.0),
        body: way.body,
        yes: way.yes,
        host,
    })
    .await
}

fn record(id: &str, member: &str, activity: &str) -> String {
    format!(r#"{{"command":"{id}","activity":"{activity}","member":"{member}"}}"#)
}
