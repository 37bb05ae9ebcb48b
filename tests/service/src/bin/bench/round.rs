//! One round of one variant: a fresh service, a scene, the load.

use std::{
    cell::Cell,
    path::Path,
    rc::Rc,
    sync::Arc,
    time::{Duration, Instant},
};

use guiyan_core::ids::ActivityId;
use guiyan_tests_service::{
    App, BEIJING, Launch,
    crowd::{self, LANES, Member},
    make,
};
use rustix::process::Pid;
use tempfile::TempDir;
use tokio::{runtime, task::LocalSet};

use crate::{connection::Connection, cores};

/// Connections that are kept open, each with one request under way.
pub(crate) const CONNECTIONS: usize = 64;
/// Members who sign up; each connection has its own.
const PEOPLE: u32 = 256;
/// Activities without limit that each of them can sign up for.
const ACTIVITIES: usize = 600;
/// Until caches are warm and the first batches are through.
const WARM_UP: Duration = Duration::from_millis(500);
/// What is counted.
const MEASURED: Duration = Duration::from_secs(2);

/// How the record is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Variant {
    /// SQLite, all that waits in one transaction: as it ships.
    Durable,
    /// No disk at all.
    Memory,
    /// SQLite, a transaction for each command.
    OneByOne,
}

impl Variant {
    /// In the order of a round.
    pub(crate) const ALL: [Self; 3] = [Self::Durable, Self::Memory, Self::OneByOne];

    /// What it is called in the table.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Durable => "durable (SQLite)",
            Self::Memory => "in memory",
            Self::OneByOne => "a transaction per command",
        }
    }

    fn arg(self) -> Option<&'static str> {
        match self {
            Self::Durable => None,
            Self::Memory => Some("--memory"),
            Self::OneByOne => Some("--one-transaction-per-command"),
        }
    }
}

/// What a round came to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Figures {
    /// Sign-ups answered a second.
    pub(crate) per_second: f64,
    /// How busy the service's core was with it, 0 to 1.
    pub(crate) service_share: f64,
    /// How busy the load's core was; near 1 the load is what is measured.
    pub(crate) load_share: f64,
}

/// Who is asked, by whom, for what.
pub(crate) struct Target {
    /// Host and port.
    pub(crate) host: String,
    /// The process that is asked.
    pub(crate) pid: Pid,
    /// Those who sign up.
    pub(crate) people: Vec<Asker>,
    /// What they sign up for, one after another.
    pub(crate) activities: Vec<String>,
    /// The body for (command, member, activity); each as long as the others.
    pub(crate) body: fn(&str, &str, &str) -> String,
    /// What stands in the body of a yes.
    pub(crate) yes: &'static [u8],
}

/// Somebody who signs up.
#[derive(Clone)]
pub(crate) struct Asker {
    /// The head of each of their requests.
    pub(crate) head: Vec<u8>,
    /// Their id, where the body has to tell it.
    pub(crate) member: String,
}

/// How many sign up, and for how many activities.
pub(crate) const SCENE: (u32, usize) = (PEOPLE, ACTIVITIES);

/// Runs one round.
pub(crate) fn run(variant: Variant, disk: &Path) -> Figures {
    block_on(async {
        let folder = TempDir::with_prefix_in("bench-", disk).expect("a folder on the disk");
        // Counted as ever, but with no end: each of these few asks for hundreds.
        let many = "100000000";
        let limits = ["--limits-per-person", many, "--limits-per-address", many];
        let mut launch = Launch::demo().data(folder.path()).args(&limits);
        if let Some(arg) = variant.arg() {
            launch = launch.arg(arg);
        }
        // A process starts where its parent is.
        cores::stay_on(cores::SERVICE);
        let app = Arc::new(launch.start().await);
        cores::stay_on(cores::LOAD);
        let (people, activities) = scene(&app).await;
        let target = Target {
            host: app.host().to_owned(),
            pid: app.pid(),
            people: people.iter().map(|member| asker(&app, member)).collect(),
            activities: activities.iter().map(ToString::to_string).collect(),
            body,
            yes: b"\"confirmed\"",
        };
        let figures = load(&target).await;
        drop(people);
        Arc::into_inner(app).expect("ours alone").stop().await;
        figures
    })
}

/// Runs it on this thread, where tasks need not be sent anywhere.
pub(crate) fn block_on<T>(work: impl Future<Output = T>) -> T {
    let runtime = runtime::Builder::new_current_thread().enable_all().build();
    LocalSet::new().block_on(&runtime.expect("a runtime"), work)
}

async fn scene(app: &Arc<App>) -> (Vec<Member>, Vec<ActivityId>) {
    let secretary = app.person("beijing-secretary").await;
    let people = crowd::members(app, &secretary, BEIJING, 1..=PEOPLE).await;
    let activities = crowd::each(LANES, 0..ACTIVITIES, |n| {
        let secretary = secretary.clone();
        async move { secretary.publish(BEIJING, make::activity(&format!("活动之{n}"), None)).await }
    });
    (people, activities.await)
}

/// Signs people up until the time is over.
pub(crate) async fn load(target: &Target) -> Figures {
    let activities: Rc<[String]> = target.activities.clone().into();
    let counted = Rc::new(Cell::new(0u64));
    let begin = Instant::now() + WARM_UP;
    let end = begin + MEASURED;
    let mut lanes = Vec::new();
    for people in target.people.chunks(target.people.len().div_ceil(CONNECTIONS)) {
        let lane = Lane {
            connection: Connection::open(&target.host).await,
            people: people.to_vec(),
            activities: activities.clone(),
            counted: counted.clone(),
            body: target.body,
            yes: target.yes,
        };
        lanes.push(tokio::task::spawn_local(lane.run(begin, end)));
    }
    tokio::time::sleep_until(begin.into()).await;
    let (service, own) = (cores::cpu_seconds(Some(target.pid)), cores::cpu_seconds(None));
    tokio::time::sleep_until(end.into()).await;
    let (service_after, own_after) =
        (cores::cpu_seconds(Some(target.pid)), cores::cpu_seconds(None));
    for lane in lanes {
        assert!(lane.await.expect("a lane"), "there were too few activities for this speed");
    }
    let seconds = MEASURED.as_secs_f64();
    Figures {
        per_second: counted.get() as f64 / seconds,
        service_share: (service_after - service) / seconds,
        load_share: (own_after - own) / seconds,
    }
}

/// One connection and those who use it.
struct Lane {
    connection: Connection,
    people: Vec<Asker>,
    activities: Rc<[String]>,
    counted: Rc<Cell<u64>>,
    body: fn(&str, &str, &str) -> String,
    yes: &'static [u8],
}

impl Lane {
    /// Signs its people up for one activity after another, until the end;
    /// `false` when there was nothing left to sign up for.
    async fn run(mut self, begin: Instant, end: Instant) -> bool {
        let mut request = Vec::with_capacity(2048);
        for activity in self.activities.iter() {
            for Asker { head, member } in &self.people {
                request.clear();
                request.extend_from_slice(head);
                let id = make::command_id().to_string();
                request.extend_from_slice((self.body)(&id, member, activity).as_bytes());
                let (status, body) = self.connection.exchange(&request).await;
                let yes = body.windows(self.yes.len()).any(|window| window == self.yes);
                assert!(status == 200 && yes, "{status} {}", String::from_utf8_lossy(body));
                let now = Instant::now();
                if now >= end {
                    return true;
                }
                if now >= begin {
                    self.counted.set(self.counted.get() + 1);
                }
            }
        }
        false
    }
}

/// As our service reads it.
pub(crate) fn body(id: &str, _: &str, activity: &str) -> String {
    format!(r#"{{"id":"{id}","type":"signUp","activity":"{activity}"}}"#)
}

fn asker(app: &App, member: &Member) -> Asker {
    let token = member.person.token.as_deref().expect("a member has a token");
    let nil = uuid::Uuid::nil().to_string();
    let path = format!("/v1/branches/{BEIJING}/commands");
    Asker {
        head: head(app.host(), &path, token, body(&nil, "", &nil).len()),
        member: String::new(),
    }
}

/// The head of each of a member's requests: their bodies are equally long.
pub(crate) fn head(host: &str, path: &str, token: &str, length: usize) -> Vec<u8> {
    format!(
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    )
    .into_bytes()
}
