//! The file `sign-in.db`: not part of the record, and of no use without the
//! master key. It holds keyed digests, sealed secrets, times and a few words
//! about devices; no number, no code and no token.

use std::{
    path::{Path, PathBuf},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use guiyan_core::ids::PersonId;
use guiyan_store::MasterKey;
use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};

use super::{SignInError, secrets::Secrets};

/// Raised with every change of the tables below.
const FORMAT: i64 = 2;
const WRAPPING: &str = "guiyan/1/sign-in";
const DAY: i64 = 24 * 3600;

const TABLES: &str = "
    CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE codes (
        phone BLOB PRIMARY KEY, digest BLOB NOT NULL, until INTEGER NOT NULL, tries INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE sends (phone BLOB NOT NULL, at INTEGER NOT NULL);
    CREATE INDEX sends_to ON sends (phone, at);
    CREATE TABLE numbers (phone BLOB PRIMARY KEY, person BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE sessions (
        id BLOB PRIMARY KEY,
        person BLOB NOT NULL,
        started INTEGER NOT NULL,
        used INTEGER NOT NULL,
        device TEXT,
        access BLOB NOT NULL UNIQUE,
        access_until INTEGER NOT NULL,
        factor INTEGER NOT NULL DEFAULT 0,
        seen INTEGER NOT NULL DEFAULT 1
    ) WITHOUT ROWID;
    CREATE INDEX sessions_of ON sessions (person);
    CREATE TABLE refreshes (
        digest BLOB PRIMARY KEY, session BLOB NOT NULL, until INTEGER NOT NULL, used INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX refreshes_of ON refreshes (session);
    CREATE TABLE factors (
        person BLOB PRIMARY KEY,
        secret BLOB NOT NULL,
        confirmed INTEGER NOT NULL,
        step INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE recoveries (
        person BLOB NOT NULL, digest BLOB NOT NULL, PRIMARY KEY (person, digest)
    ) WITHOUT ROWID;
    CREATE TABLE tries (person BLOB NOT NULL, at INTEGER NOT NULL);
";

/// The open file with its key.
#[derive(Debug)]
pub(super) struct Db {
    connection: Connection,
    /// None in memory.
    path: Option<PathBuf>,
    pub(super) secrets: Secrets,
}

impl Db {
    /// Opens the file, and makes it when it is not there; without a path it is
    /// in memory.
    pub(super) fn open(path: Option<&Path>, master: &MasterKey) -> Result<Self, SignInError> {
        let connection = match path {
            Some(path) => Connection::open(path)?,
            None => Connection::open_in_memory()?,
        };
        connection.busy_timeout(Duration::from_secs(5))?;
        // FULL: a session that was ended stays ended. secure_delete: what was
        // erased is overwritten.
        connection.execute_batch(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;
             PRAGMA temp_store=MEMORY;",
        )?;
        let format: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        if format > FORMAT {
            return Err(SignInError::NewerFile);
        }
        let wrapping = master.derive(WRAPPING);
        let secrets = if format == 0 {
            let secrets = Secrets::generate()?;
            let tx = connection.unchecked_transaction()?;
            tx.execute_batch(TABLES)?;
            keep(&tx, &secrets, &wrapping)?;
            tx.execute_batch(&format!("PRAGMA user_version={FORMAT}"))?;
            tx.commit()?;
            secrets
        } else {
            let kept: Vec<u8> =
                connection
                    .query_row("SELECT value FROM meta WHERE name = 'key'", [], |row| row.get(0))?;
            let secrets = Secrets::unwrap(&wrapping, &kept)?;
            if format == 1 {
                let tx = connection.unchecked_transaction()?;
                tx.execute_batch(
                    "ALTER TABLE sessions ADD COLUMN seen INTEGER NOT NULL DEFAULT 1",
                )?;
                tx.execute_batch(&format!("PRAGMA user_version={FORMAT}"))?;
                tx.commit()?;
            }
            secrets
        };
        let mut db = Self { connection, path: path.map(Path::to_owned), secrets };
        db.sweep()?;
        Ok(db)
    }

    /// Puts the file's key under another master key.
    pub(super) fn rewrap(&mut self, master: &MasterKey) -> Result<(), SignInError> {
        let wrapping = master.derive(WRAPPING);
        self.write(|tx, secrets| keep(tx, secrets, &wrapping))?;
        self.truncate()
    }

    /// Does something whole or not at all.
    pub(super) fn write<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>, &Secrets) -> Result<T, SignInError>,
    ) -> Result<T, SignInError> {
        self.can_be_written()?;
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&tx, &self.secrets)?;
        tx.commit()?;
        Ok(done)
    }

    /// Deletes every trace of a person, from the file and from its log.
    pub(super) fn erase(&mut self, person: PersonId) -> Result<(), SignInError> {
        let id = person.0.as_bytes().to_vec();
        self.write(|tx, _| {
            for statement in [
                "DELETE FROM refreshes WHERE session IN
                 (SELECT id FROM sessions WHERE person = ?1)",
                "DELETE FROM sessions WHERE person = ?1",
                "DELETE FROM codes WHERE phone IN (SELECT phone FROM numbers WHERE person = ?1)",
                "DELETE FROM sends WHERE phone IN (SELECT phone FROM numbers WHERE person = ?1)",
                "DELETE FROM numbers WHERE person = ?1",
                "DELETE FROM factors WHERE person = ?1",
                "DELETE FROM recoveries WHERE person = ?1",
                "DELETE FROM tries WHERE person = ?1",
            ] {
                tx.execute(statement, [&id])?;
            }
            Ok(())
        })?;
        self.truncate()
    }

    /// Deletes what has run out, from the file and from its log.
    pub(super) fn sweep(&mut self) -> Result<(), SignInError> {
        self.write(|tx, _| sweep(tx, seconds()))?;
        self.truncate()
    }

    /// Everybody of whom something stands here.
    pub(super) fn persons(&mut self) -> Result<Vec<PersonId>, SignInError> {
        self.write(|tx, _| {
            let mut statement = tx.prepare(
                "SELECT person FROM sessions UNION SELECT person FROM numbers
                 UNION SELECT person FROM factors",
            )?;
            let rows = statement.query_map([], |row| row.get(0).map(PersonId))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    // Even reading writes to a part of the file that is in memory (`-shm`);
    // where the disk has turned read-only meanwhile, that ends the process
    // (SIGBUS) instead of failing. The store asks in the same way.
    #[cfg(unix)]
    fn can_be_written(&self) -> Result<(), SignInError> {
        use rustix::fs::{AtFlags, CWD, Timespec, Timestamps, UTIME_NOW, utimensat};
        let Some(path) = &self.path else { return Ok(()) };
        let now = Timespec { tv_sec: 0, tv_nsec: UTIME_NOW };
        let times = Timestamps { last_access: now, last_modification: now };
        utimensat(CWD, path, &times, AtFlags::empty())
            .map_err(|error| SignInError::Disk(error.into()))
    }

    #[cfg(not(unix))]
    fn can_be_written(&self) -> Result<(), SignInError> {
        Ok(())
    }

    // Deleted bytes may still stand in the WAL.
    fn truncate(&mut self) -> Result<(), SignInError> {
        self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }
}

fn keep(tx: &Transaction<'_>, secrets: &Secrets, under: &[u8; 32]) -> Result<(), SignInError> {
    let wrapped = secrets.wrapped(under)?;
    tx.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('key', ?1)", [wrapped])?;
    Ok(())
}

/// Deletes what has run out.
fn sweep(tx: &Transaction<'_>, now: i64) -> Result<(), SignInError> {
    tx.execute("DELETE FROM codes WHERE until <= ?1", [now])?;
    // What lies ahead was written before the clock was put back.
    tx.execute("DELETE FROM sends WHERE at <= ?1 OR at > ?2", params![now - DAY, now + 60])?;
    tx.execute("DELETE FROM tries WHERE at <= ?1 OR at > ?2", params![now - DAY, now + 60])?;
    tx.execute("DELETE FROM refreshes WHERE until <= ?1", [now])?;
    tx.execute("DELETE FROM sessions WHERE id NOT IN (SELECT session FROM refreshes)", [])?;
    tx.execute(
        "DELETE FROM numbers WHERE person NOT IN (SELECT person FROM sessions)
         AND phone NOT IN (SELECT phone FROM sends) AND phone NOT IN (SELECT phone FROM codes)",
        [],
    )?;
    tx.execute(
        "DELETE FROM factors WHERE confirmed = 0
         AND person NOT IN (SELECT person FROM sessions)",
        [],
    )?;
    Ok(())
}

/// A value, if there is a row.
pub(super) fn found<T>(result: rusqlite::Result<T>) -> Result<Option<T>, SignInError> {
    Ok(result.optional()?)
}

/// Seconds since 1970.
pub(super) fn seconds() -> i64 {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(elapsed.as_secs()).unwrap_or(i64::MAX)
}
