//! Tables about people, outside of the streams and deletable.

use guiyan_core::{caller::Role, ids::PersonId, time::Timestamp, view::Handing};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::{keep, read::slug};
use crate::{
    Access, StoreError,
    key::{Subject, random},
};

pub(super) fn person_of(db: &Connection, subject: &Subject) -> Result<PersonId, StoreError> {
    let mut find = db.prepare_cached("SELECT person FROM identities WHERE subject = ?1")?;
    let known = find.query_row([subject.0], |row| row.get(0)).optional()?;
    if let Some(bytes) = known {
        return Ok(PersonId(Uuid::from_bytes(bytes)));
    }
    let person = PersonId(uuid::Builder::from_random_bytes(random()?).into_uuid());
    db.prepare_cached("INSERT INTO identities (subject, person) VALUES (?1, ?2)")?
        .execute(params![subject.0, person.0.as_bytes()])?;
    Ok(person)
}

pub(super) fn persons(db: &Connection) -> Result<Vec<(Subject, PersonId)>, StoreError> {
    let mut all = db.prepare("SELECT subject, person FROM identities")?;
    let rows = all
        .query_map([], |row| Ok((Subject(row.get(0)?), PersonId(Uuid::from_bytes(row.get(1)?)))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether there is a key of a person, or anything that leads to them.
pub(super) fn holds(db: &Connection, person: PersonId) -> Result<bool, StoreError> {
    let mut find = db.prepare_cached(
        "SELECT 1 FROM keys WHERE person = ?1 UNION ALL
         SELECT 1 FROM identities WHERE person = ?1 UNION ALL
         SELECT 1 FROM accessed WHERE person = ?1",
    )?;
    Ok(find.exists([person.0.as_bytes()])?)
}

/// Destroys a person's key and everything that leads to them.
pub(super) fn erase(tx: &Connection, person: PersonId) -> Result<(), StoreError> {
    let id = person.0.as_bytes();
    // The id leads nowhere; that it is erased keeps it from getting a new key.
    tx.prepare_cached("INSERT OR IGNORE INTO erased (person) VALUES (?1)")?.execute([id])?;
    tx.prepare_cached("DELETE FROM keys WHERE person = ?1")?.execute([id])?;
    tx.prepare_cached("DELETE FROM identities WHERE person = ?1")?.execute([id])?;
    tx.prepare_cached("DELETE FROM accessed WHERE person = ?1")?.execute([id])?;
    keep::drop_snapshots_with(tx, person)
}

pub(super) fn record_accesses(db: &Connection, accesses: &[Access]) -> Result<(), StoreError> {
    let tx = db.unchecked_transaction()?;
    for access in accesses {
        let handed = access.handing.as_ref().map(serde_json::to_string).transpose();
        let handed = handed.map_err(|error| StoreError::Damaged(error.to_string()))?;
        tx.prepare_cached(
            "INSERT INTO accesses (at, by, branch, purpose, offices, handing)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            access.at.0,
            access.by.0.as_bytes(),
            access.branch.as_str(),
            access.purpose,
            words(&access.offices),
            handed
        ])?;
        let id = tx.last_insert_rowid();
        let mut link =
            tx.prepare_cached("INSERT OR IGNORE INTO accessed (person, access) VALUES (?1, ?2)")?;
        for person in &access.persons {
            link.execute(params![person.0.as_bytes(), id])?;
        }
    }
    tx.commit()?;
    Ok(())
}

pub(super) fn accesses(db: &Connection, person: PersonId) -> Result<Vec<Access>, StoreError> {
    let mut find = db.prepare_cached(
        "SELECT a.at, a.by, a.branch, a.purpose, a.offices, a.handing
         FROM accessed l JOIN accesses a ON a.id = l.access
         WHERE l.person = ?1 ORDER BY l.access",
    )?;
    let mut rows = find.query([person.0.as_bytes()])?;
    let mut list = Vec::new();
    while let Some(row) = rows.next()? {
        list.push(Access {
            at: Timestamp(row.get(0)?),
            by: PersonId(Uuid::from_bytes(row.get(1)?)),
            offices: roles(&row.get::<_, String>(4)?),
            branch: slug(row.get_ref(2)?)?,
            purpose: row.get(3)?,
            handing: row.get::<_, Option<String>>(5)?.and_then(|text| handing(&text)),
            persons: vec![person],
        });
    }
    Ok(list)
}

// What a newer release knows is left out.
fn handing(text: &str) -> Option<Handing> {
    serde_json::from_str(text).ok()
}

pub(super) fn accesses_before(db: &Connection, before: Timestamp) -> Result<u64, StoreError> {
    let mut count = db.prepare_cached("SELECT count(*) FROM accesses WHERE at < ?1")?;
    let count: i64 = count.query_row([before.0], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}

pub(super) fn forget_accesses(db: &Connection, before: Timestamp) -> Result<(), StoreError> {
    let tx = db.unchecked_transaction()?;
    tx.execute(
        "DELETE FROM accessed WHERE access IN (SELECT id FROM accesses WHERE at < ?1)",
        [before.0],
    )?;
    tx.execute("DELETE FROM accesses WHERE at < ?1", [before.0])?;
    tx.commit()?;
    Ok(())
}

/// Offices as they are kept, with spaces between.
fn words(offices: &[Role]) -> String {
    offices.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

// An office that a newer release knows is left out.
fn roles(words: &str) -> Vec<Role> {
    words.split(' ').filter_map(|word| word.parse().ok()).collect()
}
