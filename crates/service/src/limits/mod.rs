//! How much is taken: from one person, from one address, and in all. A house of
//! six hundred people behind one address is served, as who is signed in counts
//! by themselves; a program that asks without end is not, whoever runs it.
//!
//! What is kept is in memory only, and gone when it no longer counts: who asked
//! from where is nobody's business after that.
//!
//! Reading order: [`settings`], [`rate`], [`held`].

pub mod held;
mod rate;
pub mod settings;

use std::{
    fmt,
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use guiyan_core::ids::PersonId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use crate::{client, problem::Failure};
use held::{Full, Held, Hold};
use rate::Rate;
pub use settings::LimitSettings;

/// Who has all of theirs again is forgotten this often.
const SWEEP: Duration = Duration::from_secs(10);
/// After so many seconds there may be room again; not for all at once.
const OVERLOADED: std::ops::Range<u32> = 2..6;
/// A stream or a connection is closed when somebody leaves a page.
const UNTIL_CLOSED: u32 = 10;

/// Who is counted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Asker {
    /// Somebody signed in.
    Person(PersonId),
    /// An address, for those who are not.
    Address(IpAddr),
}

impl Asker {
    /// The person, or else the address.
    pub fn of(person: Option<PersonId>, address: IpAddr) -> Self {
        person.map_or_else(|| Self::Address(client::network(address)), Self::Person)
    }
}

/// What somebody was turned away by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum By {
    /// Requests of one person.
    Person,
    /// Requests from one address.
    Address,
    /// Connections in all.
    Connections,
    /// Connections from one address.
    ConnectionsPerAddress,
    /// Streams in all.
    Streams,
    /// Streams of one person.
    StreamsPerPerson,
    /// Streams from one address.
    StreamsPerAddress,
    /// The queue before the desk.
    Waiting,
}

impl By {
    /// All, as they stand in [`Limits::turned_away`].
    pub const NAMES: [&'static str; 8] = [
        "per-person",
        "per-address",
        "connections",
        "connections-per-address",
        "streams",
        "streams-per-person",
        "streams-per-address",
        "waiting",
    ];
}

/// All limits.
pub struct Limits {
    settings: LimitSettings,
    persons: Rate<PersonId>,
    addresses: Rate<IpAddr>,
    connections: Held<IpAddr>,
    streams: Held<Asker>,
    /// Places before the one writer. Beyond them nothing is taken in, so that
    /// those inside are answered soon, and memory has an end.
    queue: Arc<Semaphore>,
    turned_away: [AtomicU64; By::NAMES.len()],
}

impl Limits {
    /// As the operator says.
    pub fn new(settings: LimitSettings) -> Self {
        Self {
            persons: Rate::new(settings.per_person),
            addresses: Rate::new(settings.per_address),
            connections: Held::new(settings.connections),
            streams: Held::new(settings.streams),
            queue: Arc::new(Semaphore::new(places(&settings))),
            turned_away: Default::default(),
            settings,
        }
    }

    /// Forgets who no longer counts, until the service stops.
    pub fn keep_swept(self: &Arc<Self>, stopping: &watch::Receiver<bool>) {
        let (this, mut stopping) = (self.clone(), stopping.clone());
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    () = tokio::time::sleep(SWEEP) => {}
                    _ = stopping.wait_for(|stopping| *stopping) => return,
                }
                this.persons.sweep();
                this.addresses.sweep();
            }
        });
    }

    /// Counts a request of somebody signed in.
    ///
    /// # Errors
    /// It is one too many.
    pub fn person(&self, person: PersonId) -> Result<(), Failure> {
        self.persons.take(&person).map_err(|wait| self.too_many(By::Person, wait))
    }

    /// Counts a request from an address.
    ///
    /// # Errors
    /// It is one too many.
    pub fn address(&self, address: IpAddr) -> Result<(), Failure> {
        let taken = self.addresses.take(&client::network(address));
        taken.map_err(|wait| self.too_many(By::Address, wait))
    }

    /// Opens a connection; without an address it counts in all only.
    ///
    /// # Errors
    /// There are enough.
    pub fn connection(&self, address: Option<IpAddr>) -> Result<Hold<IpAddr>, Failure> {
        let key = address.map(client::network);
        let taken = self.connections.take(key, self.settings.connections_per_address);
        taken.map_err(|full| match full {
            Full::All => self.overloaded(By::Connections),
            Full::One => self.too_many(By::ConnectionsPerAddress, UNTIL_CLOSED),
        })
    }

    /// Opens a stream of changes.
    ///
    /// # Errors
    /// There are enough.
    pub fn stream(&self, asker: Asker) -> Result<Hold<Asker>, Failure> {
        let (most, by) = match asker {
            Asker::Person(_) => (self.settings.streams_per_person, By::StreamsPerPerson),
            Asker::Address(_) => (self.settings.streams_per_address, By::StreamsPerAddress),
        };
        self.streams.take(Some(asker), most).map_err(|full| match full {
            Full::All => self.overloaded(By::Streams),
            Full::One => self.too_many(by, UNTIL_CLOSED),
        })
    }

    /// Takes a place in the queue before the desk, until it is dropped.
    ///
    /// # Errors
    /// There is none.
    pub fn enter(&self) -> Result<OwnedSemaphorePermit, Failure> {
        self.queue.clone().try_acquire_owned().map_err(|_| self.overloaded(By::Waiting))
    }

    /// Whether the queue before the desk has room, without taking any: who finds
    /// none is best told before anything of theirs is read.
    ///
    /// # Errors
    /// There is none.
    pub fn look(&self) -> Result<(), Failure> {
        match self.queue.available_permits() {
            0 => Err(self.overloaded(By::Waiting)),
            _ => Ok(()),
        }
    }

    /// How much waits in the queue before the desk.
    pub fn waiting(&self) -> usize {
        places(&self.settings).saturating_sub(self.queue.available_permits())
    }

    /// How many connections are open.
    pub fn open_connections(&self) -> usize {
        self.connections.count()
    }

    /// How many streams are open.
    pub fn open_streams(&self) -> usize {
        self.streams.count()
    }

    /// How often somebody was turned away, by [`By::NAMES`].
    pub fn turned_away(&self) -> [u64; By::NAMES.len()] {
        self.turned_away.each_ref().map(|count| count.load(Ordering::Relaxed))
    }

    fn count(&self, by: By) -> u64 {
        self.turned_away.get(by as usize).map_or(0, |count| count.fetch_add(1, Ordering::Relaxed))
    }

    fn too_many(&self, by: By, wait: u32) -> Failure {
        self.count(by);
        Failure::TooManyRequests(wait)
    }

    // Those who are turned away at the same time come back at different times.
    fn overloaded(&self, by: By) -> Failure {
        let spread = self.count(by) % u64::from(OVERLOADED.end - OVERLOADED.start);
        Failure::Overloaded(OVERLOADED.start + u32::try_from(spread).unwrap_or_default())
    }
}

/// How many may wait before the desk.
fn places(settings: &LimitSettings) -> usize {
    (settings.waiting as usize).min(Semaphore::MAX_PERMITS)
}

impl Default for Limits {
    fn default() -> Self {
        Self::new(LimitSettings::default())
    }
}

impl fmt::Debug for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limits").field("settings", &self.settings).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_so_many_places_before_the_desk_and_each_is_given_back() {
        let limits = Limits::new(LimitSettings { waiting: 2, ..LimitSettings::default() });
        let (one, two) = (limits.enter().unwrap(), limits.enter().unwrap());
        assert!(limits.look().is_err() && limits.enter().is_err());
        assert_eq!(limits.waiting(), 2);
        drop(one);
        assert!(limits.look().is_ok());
        let three = limits.enter().unwrap();
        drop((two, three));
        assert_eq!(limits.waiting(), 0);
        assert_eq!(limits.turned_away()[By::Waiting as usize], 2);
    }
}
