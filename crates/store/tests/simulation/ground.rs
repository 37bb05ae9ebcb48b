//! Where the log stands, and what breaks it.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard},
};

use guiyan_store::{
    Log, MasterKey, MemoryLog, SqliteLog,
    fault::{Hook, Point},
};
use tempfile::TempDir;

/// What goes wrong, and when.
#[derive(Default)]
pub(crate) struct Plan {
    /// At which step from now.
    pub(crate) countdown: Option<u64>,
    /// Whether the process dies there, or only the write fails.
    pub(crate) crash: bool,
    /// The process is dead: nothing that it says or does counts any more.
    pub(crate) dead: bool,
    /// How often each step failed, and how often the process died there.
    pub(crate) met: BTreeMap<(Point, bool), u64>,
}

pub(crate) type Shared = Arc<Mutex<Plan>>;

pub(crate) fn plan(shared: &Shared) -> MutexGuard<'_, Plan> {
    shared.lock().unwrap()
}

pub(crate) trait Ground {
    /// Opens the log as a new process does.
    fn open(&mut self, plan: &Shared) -> Box<dyn Log>;
    /// What stands in the files, as text.
    fn files(&self) -> String;
}

fn hook(shared: &Shared, mut image: impl FnMut() + Send + 'static) -> Hook {
    let shared = shared.clone();
    Box::new(move |point| {
        let mut plan = plan(&shared);
        if plan.dead {
            return true;
        }
        match plan.countdown {
            Some(0) => {
                plan.countdown = None;
                plan.dead = plan.crash;
                let key = (point, plan.crash);
                *plan.met.entry(key).or_default() += 1;
                if plan.crash {
                    image();
                }
                true
            }
            Some(n) => {
                plan.countdown = Some(n - 1);
                false
            }
            None => false,
        }
    })
}

pub(crate) struct InMemory(MemoryLog);

impl InMemory {
    pub(crate) fn new() -> Self {
        Self(MemoryLog::new().unwrap())
    }
}

impl Ground for InMemory {
    fn open(&mut self, plan: &Shared) -> Box<dyn Log> {
        let mut log = self.0.reopened();
        log.inject(hook(plan, || {}));
        Box::new(log)
    }

    fn files(&self) -> String {
        String::new()
    }
}

/// A file. When the process dies, the files are copied as they are in that
/// very moment, in the middle of a transaction, and life goes on in the copy.
pub(crate) struct OnDisk {
    dir: TempDir,
    generation: u64,
}

impl OnDisk {
    pub(crate) fn new() -> Self {
        // What is tested is what is written, not that the disk keeps it.
        let memory = Path::new("/dev/shm");
        let dir = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() };
        let ground = Self { dir: dir.unwrap(), generation: 0 };
        fs::create_dir(ground.folder(0)).unwrap();
        ground
    }

    fn folder(&self, generation: u64) -> PathBuf {
        self.dir.path().join(generation.to_string())
    }
}

impl Ground for OnDisk {
    fn open(&mut self, plan: &Shared) -> Box<dyn Log> {
        let copied = self.folder(self.generation + 1);
        if copied.is_dir() {
            fs::remove_dir_all(self.folder(self.generation)).unwrap();
            self.generation += 1;
        }
        let (here, next) = (self.folder(self.generation), self.folder(self.generation + 1));
        let path = here.join("guiyan.db");
        let mut log = SqliteLog::open(&path, MasterKey::from_bytes([5; 32])).unwrap();
        log.inject(hook(plan, move || {
            fs::create_dir(&next).unwrap();
            for name in ["guiyan.db", "guiyan.db-wal"] {
                if here.join(name).exists() {
                    fs::copy(here.join(name), next.join(name)).unwrap();
                }
            }
        }));
        Box::new(log)
    }

    fn files(&self) -> String {
        let files = fs::read_dir(self.folder(self.generation)).unwrap();
        files
            .map(|file| fs::read(file.unwrap().path()).unwrap())
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .collect()
    }
}
