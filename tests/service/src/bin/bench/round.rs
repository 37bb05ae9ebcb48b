//! One round of one variant: a fresh service, a scene, the load.

use std::{
    cell::Cell,
    io::Write as _,
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

/// Runs one round.
pub(crate) fn run(variant: Variant, disk: &Path) -> Figures {
    let runtime = runtime::Builder::new_current_thread().enable_all().build();
    let local = LocalSet::new();
    local.block_on(&runtime.expect("a runtime"), async {
        let folder = TempDir::with_prefix_in("bench-", disk).expect("a folder on the disk");
        let mut launch = Launch::demo().data(folder.path());
        if let Some(arg) = variant.arg() {
            launch = launch.arg(arg);
        }
        // A process starts where its parent is.
        cores::stay_on(cores::SERVICE);
        let app = Arc::new(launch.start().await);
        cores::stay_on(cores::LOAD);
        let (people, activities) = scene(&app).await;
        let figures = load(&app, &people, activities).await;
        drop(people);
        Arc::into_inner(app).expect("ours alone").stop().await;
        figures
    })
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

async fn load(app: &App, people: &[Member], activities: Vec<ActivityId>) -> Figures {
    let activities = Rc::new(activities);
    let counted = Rc::new(Cell::new(0u64));
    let begin = Instant::now() + WARM_UP;
    let end = begin + MEASURED;
    let mut lanes = Vec::new();
    for people in people.chunks(people.len().div_ceil(CONNECTIONS)) {
        let connection = Connection::open(app.host()).await;
        let heads: Vec<Vec<u8>> = people.iter().map(|member| head(app, member)).collect();
        let (activities, counted) = (activities.clone(), counted.clone());
        lanes.push(tokio::task::spawn_local(lane(
            connection, heads, activities, counted, begin, end,
        )));
    }
    tokio::time::sleep_until(begin.into()).await;
    let (service, own) = (cores::cpu_seconds(Some(app.pid())), cores::cpu_seconds(None));
    tokio::time::sleep_until(end.into()).await;
    let (service_after, own_after) =
        (cores::cpu_seconds(Some(app.pid())), cores::cpu_seconds(None));
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

/// Signs its people up for one activity after another, until the end; `false`
/// when there was nothing left to sign up for.
async fn lane(
    mut connection: Connection,
    heads: Vec<Vec<u8>>,
    activities: Rc<Vec<ActivityId>>,
    counted: Rc<Cell<u64>>,
    begin: Instant,
    end: Instant,
) -> bool {
    let mut request = Vec::with_capacity(2048);
    for activity in activities.iter() {
        for head in &heads {
            request.clear();
            request.extend_from_slice(head);
            let id = make::command_id();
            let body = format_args!(r#"{{"id":"{id}","type":"signUp","activity":"{activity}"}}"#);
            request.write_fmt(body).expect("writing to memory");
            let (status, body) = connection.exchange(&request).await;
            let confirmed = body.windows(11).any(|window| window == b"\"confirmed\"");
            assert!(status == 200 && confirmed, "{status} {}", String::from_utf8_lossy(body));
            let now = Instant::now();
            if now >= end {
                return true;
            }
            if now >= begin {
                counted.set(counted.get() + 1);
            }
        }
    }
    false
}

/// The head of each of a member's requests: their bodies are equally long.
fn head(app: &App, member: &Member) -> Vec<u8> {
    let nil = uuid::Uuid::nil();
    let length = format!(r#"{{"id":"{nil}","type":"signUp","activity":"{nil}"}}"#).len();
    let token = member.person.token.as_deref().expect("a member has a token");
    format!(
        "POST /v1/branches/{BEIJING}/commands HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n",
        app.host()
    )
    .into_bytes()
}
