//! Opening and creating the file.

use std::{
    fs::{File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, ErrorCode, OpenFlags, params};

use crate::{MasterKey, StoreError};

/// Raised with every change of the tables below.
const FORMAT: i64 = 4;

/// "Guiy": tells our files from other SQLite databases.
const APPLICATION: i64 = 0x4775_6979;

/// How long a lock is waited for.
pub(super) const BUSY: Duration = Duration::from_secs(5);

/// Streams are numbered to keep rows and the index of events small. Commands
/// and events have rowids (a table without measured half as fast in batches).
const TABLES: &str = "
    CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE streams (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
    CREATE TABLE events (
        id INTEGER PRIMARY KEY,
        stream INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        at INTEGER NOT NULL,
        command BLOB NOT NULL,
        version INTEGER NOT NULL,
        payload TEXT NOT NULL,
        hash BLOB NOT NULL,
        UNIQUE (stream, seq)
    );
    CREATE TABLE commands (
        id BLOB NOT NULL UNIQUE,
        digest BLOB NOT NULL,
        outcome TEXT NOT NULL,
        version INTEGER NOT NULL,
        at INTEGER NOT NULL
    );
    CREATE TABLE claims (claim TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE tallies (
        stream INTEGER NOT NULL,
        month TEXT NOT NULL,
        measure TEXT NOT NULL,
        n INTEGER NOT NULL,
        PRIMARY KEY (stream, month, measure)
    ) WITHOUT ROWID;
    CREATE TABLE keys (id BLOB NOT NULL UNIQUE, person BLOB NOT NULL UNIQUE, wrapped BLOB NOT NULL);
    CREATE TABLE erased (person BLOB PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE identities (subject BLOB NOT NULL UNIQUE, person BLOB NOT NULL);
    CREATE INDEX identities_of ON identities (person);
    CREATE TABLE accesses (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        by BLOB NOT NULL,
        branch TEXT NOT NULL,
        purpose TEXT NOT NULL
    );
    CREATE TABLE accessed (
        person BLOB NOT NULL,
        access INTEGER NOT NULL,
        PRIMARY KEY (person, access)
    ) WITHOUT ROWID;
    CREATE TABLE snapshots (
        stream TEXT PRIMARY KEY,
        seq INTEGER NOT NULL,
        chain BLOB NOT NULL,
        payload TEXT NOT NULL,
        hash BLOB NOT NULL
    ) WITHOUT ROWID;
";

/// New in format 2: a large snapshot is written and read part by part. Parts of
/// a `seq` that no row of `snapshots` names are of one that was cut off.
const PARTS: &str = "
    CREATE TABLE snapshot_parts (
        id INTEGER PRIMARY KEY,
        stream TEXT NOT NULL,
        seq INTEGER NOT NULL,
        part INTEGER NOT NULL,
        payload BLOB NOT NULL,
        UNIQUE (stream, seq, part)
    );
";

/// New in format 3: the offices that a reader came with, with spaces between.
const OFFICES: &str = "ALTER TABLE accesses ADD COLUMN offices TEXT NOT NULL DEFAULT '';";

/// New in format 4: what a list was handed out for and to whom, as JSON.
const HANDING: &str = "ALTER TABLE accesses ADD COLUMN handing TEXT;";

/// Takes the lock that keeps a second service away. The system lets go of it
/// when the process ends, however it ends.
pub(crate) fn lock(path: &Path) -> Result<File, StoreError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let lock = PathBuf::from(name);
    let failed = |source| StoreError::File { doing: "lock", path: lock.clone(), source };
    let file =
        OpenOptions::new().create(true).truncate(false).write(true).open(&lock).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse { path: path.to_owned() }),
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}

pub(super) fn connect(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    // Readers from outside (a backup, sqlite3) hold no lock that a writer
    // waits for; what they do hold up is said at `truncate`.
    db.busy_timeout(BUSY)?;
    db.set_prepared_statement_cache_capacity(64);
    Ok(db)
}

/// One more connection to the same file, which only reads.
pub(super) fn reader(path: &str) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    db.busy_timeout(Duration::from_secs(5))?;
    Ok(db)
}

pub(super) fn prepare(db: &Connection, path: &Path, key: &MasterKey) -> Result<(), StoreError> {
    let fresh = is_fresh(db, path)?;
    // FULL: a commit is on the disk when it returns. secure_delete: the bytes
    // of a destroyed key are overwritten. MEMORY: no other file gets any bytes.
    // 4000 pages (16 MB) of log before they are moved into the database, and as
    // much cache: pages that every commit touches are moved once, not each time.
    db.execute_batch(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;
         PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=4000; PRAGMA cache_size=-16000;",
    )?;
    if fresh {
        let check = key.derive("guiyan/1/check");
        let tx = db.unchecked_transaction()?;
        tx.execute_batch(TABLES)?;
        tx.execute_batch(PARTS)?;
        tx.execute_batch(OFFICES)?;
        tx.execute_batch(HANDING)?;
        tx.execute(
            "INSERT INTO meta (name, value) VALUES ('check', ?1)",
            params![check.as_slice()],
        )?;
        tx.execute_batch(&format!(
            "PRAGMA user_version={FORMAT}; PRAGMA application_id={APPLICATION};"
        ))?;
        tx.commit()?;
        return Ok(());
    }
    check_key(db, path, key)?;
    let format: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if format < FORMAT {
        let tx = db.unchecked_transaction()?;
        if format < 2 {
            tx.execute_batch(PARTS)?;
        }
        if format < 3 {
            tx.execute_batch(OFFICES)?;
        }
        tx.execute_batch(HANDING)?;
        tx.execute_batch(&format!("PRAGMA user_version={FORMAT};"))?;
        tx.commit()?;
    }
    Ok(())
}

/// Whether the file is empty. It is an error when it is not ours.
pub(super) fn is_fresh(db: &Connection, path: &Path) -> Result<bool, StoreError> {
    let pragma = |name: &str| db.query_row(&format!("PRAGMA {name}"), [], |row| row.get(0));
    let format: i64 = pragma("user_version").map_err(|error| not_ours(error, path))?;
    let application: i64 = pragma("application_id")?;
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let fresh = tables == 0 && format == 0 && application == 0;
    if !fresh && application != APPLICATION {
        return Err(StoreError::NotOurs { path: path.to_owned() });
    }
    if format > FORMAT {
        return Err(StoreError::NewerFile { found: format, known: FORMAT });
    }
    Ok(fresh)
}

/// Whether the file was written under this key.
pub(super) fn check_key(db: &Connection, path: &Path, key: &MasterKey) -> Result<(), StoreError> {
    let kept: Vec<u8> =
        db.query_row("SELECT value FROM meta WHERE name = 'check'", [], |row| row.get(0))?;
    if kept == key.derive("guiyan/1/check").as_slice() {
        Ok(())
    } else {
        Err(StoreError::WrongKey { path: path.to_owned() })
    }
}

fn not_ours(error: rusqlite::Error, path: &Path) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => StoreError::NotOurs { path: path.to_owned() },
        _ => error.into(),
    }
}
