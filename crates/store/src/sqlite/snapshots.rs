//! Reading snapshots: a service does not answer before they are there, so as
//! many threads as there are cores read their parts side by side, each over a
//! connection of its own.

use std::{
    collections::HashMap,
    num::NonZero,
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use guiyan_core::{
    branch::Part,
    ids::{BranchId, PersonId, StreamId},
};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::{
    open,
    read::{bytes, hash_at},
};
use crate::{
    SnapshotRead, StoreError,
    seal::{KeyId, Keys, Secret, unwrap},
    snapshot::{self, Contents, digest},
};

/// So few parts are read before another connection is there.
const FEW: usize = 4;

pub(super) fn snapshots(
    db: &Connection,
    branches: &[BranchId],
    master: &Secret,
) -> Result<Vec<SnapshotRead>, StoreError> {
    let mut found = Vec::with_capacity(branches.len());
    let mut wanted = Vec::new();
    for branch in branches {
        let stream = StreamId::Branch(branch.clone());
        let head = match head(db, &stream) {
            Ok(Some((seq, head))) => {
                let from = wanted.len();
                let each = head.0.into_iter().enumerate();
                wanted.extend(each.map(|(part, hash)| Wanted {
                    stream: stream.clone(),
                    seq,
                    part,
                    hash,
                }));
                Ok((stream, from..wanted.len()))
            }
            Ok(None) => Err(SnapshotRead::Missing),
            Err(error) => Err(broken(&stream, &error)),
        };
        found.push(head);
    }
    let mut parts = read_all(db, &wanted, master);
    Ok(thread::scope(|scope| {
        // All of them are under way before the first is waited for.
        let joining: Vec<_> = found
            .into_iter()
            .map(|found| {
                found.map(|(stream, range)| {
                    let parts: Result<Vec<Part>, StoreError> = parts.drain(..range.len()).collect();
                    (stream, scope.spawn(|| parts.and_then(snapshot::join)))
                })
            })
            .collect();
        let each = joining.into_iter().map(|joining| match joining {
            Ok((stream, joining)) => match joining.join().unwrap_or_else(|_| Err(ended())) {
                Ok(snapshot) => SnapshotRead::Found(Box::new(snapshot)),
                Err(error) => broken(&stream, &error),
            },
            Err(read) => read,
        });
        each.collect()
    }))
}

fn broken(stream: &StreamId, why: &StoreError) -> SnapshotRead {
    SnapshotRead::Broken(format!("the snapshot of {stream} cannot be used: {}", why.chain()))
}

fn ended() -> StoreError {
    StoreError::Damaged("it ends its reader".to_owned())
}

fn damaged(what: impl Into<String>) -> StoreError {
    StoreError::Damaged(what.into())
}

/// Of which event the latest snapshot is, and what it consists of. None when
/// there is none of the shape that is read.
fn head(db: &Connection, stream: &StreamId) -> Result<Option<(u64, Contents)>, StoreError> {
    let mut find =
        db.prepare_cached("SELECT seq, chain, payload, hash FROM snapshots WHERE stream = ?1")?;
    let found = find.query_row([stream.to_string()], |row| {
        let seq: i64 = row.get(0)?;
        let payload = bytes(row.get_ref(2)?).unwrap_or_default().to_vec();
        Ok((seq as u64, row.get(1)?, payload, row.get::<_, [u8; 32]>(3)?))
    });
    let Some((seq, chain, payload, hash)) = found.optional()? else { return Ok(None) };
    if digest(&payload) != hash {
        return Err(damaged("it is not as it was written"));
    }
    if hash_at(db, stream, seq)? != Some(chain) {
        return Err(damaged(format!("it does not belong to event {seq}")));
    }
    Ok(Contents::from_bytes(&payload).map(|head| (seq, head)))
}

/// A part that is to be read.
struct Wanted {
    stream: StreamId,
    seq: u64,
    part: usize,
    hash: [u8; 32],
}

type Read = Result<Part, StoreError>;

fn read_all(db: &Connection, wanted: &[Wanted], master: &Secret) -> Vec<Read> {
    let next = AtomicUsize::new(0);
    let wrapped = OnceLock::new();
    let work = &|db: &Connection| {
        let mut done = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(wanted) = wanted.get(number) else { return done };
            done.push((number, read(db, wanted, master, &wrapped)));
        }
    };
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let helpers = cores.min(wanted.len() / FEW).saturating_sub(1);
    let mut done = thread::scope(|scope| {
        // Who cannot help leaves it to the others.
        let helper = || open::reader(db.path()?).ok();
        let helpers: Vec<_> = (0..helpers)
            .filter_map(|_| helper())
            .map(|db| scope.spawn(move || work(&db)))
            .collect();
        let mut done = work(db);
        for helper in helpers {
            done.extend(helper.join().unwrap_or_default());
        }
        done
    });
    done.sort_by_key(|(number, _)| *number);
    // What a helper took along when it ended is missing.
    let mut done = done.into_iter().peekable();
    let each = (0..wanted.len()).map(|number| {
        let found = done.next_if(|(at, _)| *at == number);
        found.map_or_else(|| Err(ended()), |(_, read)| read)
    });
    each.collect()
}

fn read(
    db: &Connection,
    wanted: &Wanted,
    master: &Secret,
    wrapped: &OnceLock<Result<Wrapped, String>>,
) -> Read {
    let Wanted { stream, seq, part, hash } = wanted;
    let mut find = db.prepare_cached(
        "SELECT payload FROM snapshot_parts WHERE stream = ?1 AND seq = ?2 AND part = ?3",
    )?;
    let mut rows = find.query(params![stream.to_string(), *seq as i64, *part as i64])?;
    let row = rows.next()?.ok_or_else(|| damaged("it has lost a part"))?;
    let payload = bytes(row.get_ref(0)?)?;
    if digest(payload) != *hash {
        return Err(damaged("it is not as it was written"));
    }
    let wrapped = wrapped.get_or_init(|| Wrapped::read(db).map_err(|error| error.chain()));
    let wrapped = wrapped.as_ref().map_err(damaged)?;
    snapshot::read_part(stream, *seq, *part, payload, &mut Unwrapping { master, wrapped })
}

/// All keys, as they are kept: read in one go, as nearly each of them is used.
#[derive(Default)]
struct Wrapped(HashMap<KeyId, (PersonId, Vec<u8>)>);

impl Wrapped {
    fn read(db: &Connection) -> Result<Self, StoreError> {
        let mut all = db.prepare("SELECT id, person, wrapped FROM keys")?;
        let rows = all.query_map([], |row| {
            let person = PersonId(Uuid::from_bytes(row.get(1)?));
            Ok((Uuid::from_bytes(row.get(0)?), (person, row.get(2)?)))
        })?;
        Ok(Self(rows.collect::<Result<_, _>>()?))
    }
}

/// Keys that are unwrapped when they are used, and not kept.
struct Unwrapping<'a> {
    master: &'a Secret,
    wrapped: &'a Wrapped,
}

impl Keys for Unwrapping<'_> {
    fn of(&mut self, _: PersonId) -> Result<Option<(KeyId, Secret)>, StoreError> {
        // Nothing is sealed while snapshots are read.
        Ok(None)
    }

    fn by_id(&mut self, id: KeyId) -> Result<Option<Secret>, StoreError> {
        let Some((person, wrapped)) = self.wrapped.0.get(&id) else { return Ok(None) };
        unwrap(self.master, *person, id, wrapped).map(Some)
    }
}
