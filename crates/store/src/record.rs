//! Events as rows and back.

use guiyan_core::{
    Event, Recorded,
    event::EVENT_VERSION,
    ids::{CommandId, StreamId},
    time::Timestamp,
};
use serde_json::Value;

use crate::{
    StoreError, chain,
    log::{NewEvent, Row},
    seal::{self, Keys, Place},
};

/// The row of a new event, sealed and chained to the one before.
pub(crate) fn write(
    new: &NewEvent,
    (at, command): (Timestamp, CommandId),
    stream: &str,
    previous: &[u8; 32],
    keys: &mut dyn Keys,
) -> Result<Row, StoreError> {
    let payload = seal::seal(&new.event, Place::Event(&new.stream, new.seq), keys)?;
    let hash = chain::START;
    let mut row = Row { seq: new.seq, at, command, version: EVENT_VERSION, payload, hash };
    row.hash = chain::link(previous, stream, &row);
    Ok(row)
}

/// The event of a row.
pub(crate) fn read(
    stream: &StreamId,
    row: &Row,
    keys: &mut dyn Keys,
) -> Result<Recorded, StoreError> {
    let place = Place::Event(stream, row.seq);
    let event = if row.version == EVENT_VERSION {
        seal::open(&row.payload, place, keys)
    } else {
        upcast(row.version, seal::open_json(&row.payload, place, keys)?)
    };
    let event = event.map_err(|error| match error {
        StoreError::Damaged(what) => {
            StoreError::Damaged(format!("event {} of {stream}: {what}", row.seq))
        }
        other => other,
    })?;
    Ok(Recorded { stream: stream.clone(), seq: row.seq, at: row.at, command: row.command, event })
}

/// Brings the shape of an older release up to date, one version at a time.
/// There is one version so far, so any other comes from a newer release.
fn upcast(version: u32, json: Value) -> Result<Event, StoreError> {
    if version != EVENT_VERSION {
        let known = i64::from(EVENT_VERSION);
        return Err(StoreError::NewerFile { found: i64::from(version), known });
    }
    serde_json::from_value(json).map_err(|error| StoreError::Damaged(error.to_string()))
}
