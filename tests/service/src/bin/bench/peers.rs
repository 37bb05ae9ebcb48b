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

/// Runs rounds of all three in turns; adds their rows.
pub(crate) fn run(disk: &Path, rounds: usize, table: &mut Table) {
    let (mut ours, mut fastify, mut pocketbase) = (Vec::new(), Vec::new(), Vec::new());
    for number in 1..=rounds {
        ours.push(round::run(Variant::Durable, disk));
        fastify.push(round::block_on(fastify_round(disk)));
        pocketbase.push(round::block_on(pocketbase_round(disk)));
        let last = |runs: &[Figures]| runs.last().map_or(0.0, |figures| figures.per_second);
        println!(
            "  round {number}  ours {:>8.0} /s  Fastify {:>8.0} /s  PocketBase {:>8.0} /s",
            last(&ours),
            last(&fastify),
            last(&pocketbase),
        );
    }
    for (name, runs) in [("ours", &ours), ("Fastify", &fastify), ("PocketBase", &pocketbase)] {
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
        table.tell(format!("sign-ups over HTTP, {name} ({busy})"), figure);
    }
    for (name, peer, least) in
        [("Fastify", &fastify, OF_FASTIFY), ("PocketBase", &pocketbase, OF_POCKETBASE)]
    {
        let ratio = crate::ratio(&ours, peer);
        let measure = format!("sign-ups over HTTP: against {name}");
        table.hold(measure, format!("{ratio:.1}"), format!("≥ {least:.0}"), ratio >= least);
    }
}

/// A peer's process, killed at the end of its round.
struct Peer(Child);

impl Drop for Peer {
    fn drop(&mut self) {
        // Already gone when it ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// On the core where the service runs in its rounds.
fn start(command: &mut Command) -> Peer {
    cores::stay_on(cores::SERVICE);
    let child = command.stdin(Stdio::null()).spawn().expect("start a peer");
    cores::stay_on(cores::LOAD);
    Peer(child)
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

async fn pocketbase_round(disk: &Path) -> Figures {
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
    let url = format!("http://{host}/scene/{people}");
    let made = app::client().post(url).send().await.expect("set its scene");
    let made: Vec<Made> = made.json().await.expect("its people");
    let path = "/api/collections/sign_ups/records";
    let people = made.into_iter().map(|Made { id, token }| {
        let nil = uuid::Uuid::nil().to_string();
        let length = record(&nil, &id, &nil).len();
        Asker { head: round::head(&host, path, &token, length), member: id }
    });
    round::load(&Target {
        people: people.collect(),
        activities: (0..activities).map(activity).collect(),
        pid: Pid::from_child(&peer.0),
        body: record,
        yes: b"\"sign_ups\"",
        host,
    })
    .await
}

fn record(id: &str, member: &str, activity: &str) -> String {
    format!(r#"{{"command":"{id}","activity":"{activity}","member":"{member}"}}"#)
}
