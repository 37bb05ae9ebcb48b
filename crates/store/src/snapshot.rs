//! Snapshots as text and back.
//!
//! A snapshot of a large branch is a hundred megabytes with an envelope for
//! each member, and a service does not answer before it has read them. So it
//! is gone through once: what lies between envelopes is copied as it stands,
//! and no tree of it is made. Envelopes are bound to the stream, the event and
//! their number, so that none can stand in another's place.

use guiyan_core::{
    branch::BranchSnapshot,
    ids::{PersonId, StreamId},
    personal::PERSONAL_KEY,
};
use memchr::memmem;
use serde::Deserialize;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use crate::{
    StoreError,
    seal::{Keys, SEALED_KEY, close, unclose},
};

/// Raised with every change of the text. What was written in another shape is
/// made anew from the events.
const SHAPE: &[u8] = b"2\n";

/// The text of a snapshot with everything personal in it sealed.
pub(crate) fn write(
    stream: &StreamId,
    snapshot: &BranchSnapshot,
    keys: &mut dyn Keys,
) -> Result<Vec<u8>, StoreError> {
    let plain = serde_json::to_vec(snapshot).map(Zeroizing::new).map_err(damaged)?;
    let mut text = Vec::with_capacity(plain.len() + plain.len() / 3);
    text.extend_from_slice(SHAPE);
    let mut number = 0;
    each_mark(&plain, PERSONAL_KEY, &mut text, &mut |mark: Plain<'_>, text| {
        // A state that has not heard of an erasure must not bring it back.
        let key = match &mark.owned {
            Some(owned) => keys.of(owned.of)?.map(|key| (owned, key)),
            None => None,
        };
        match key {
            Some((owned, key)) => {
                let bind = bind(stream, snapshot.version, number);
                // What is erased has no envelope, and so no number.
                number += 1;
                let sealed = close(owned.value.get().as_bytes(), &bind, key)?;
                let person = owned.of;
                put(text, &[r#"{"$sealed":{"of":""#, &person.to_string()]);
                put(text, &[r#"","box":""#, &sealed, r#""}}"#]);
            }
            None => put(text, &[r#"{"$personal":null}"#]),
        }
        Ok(())
    })?;
    Ok(text)
}

/// The snapshot behind a text; none when it has another shape. What is erased
/// reads as erased.
pub(crate) fn read(
    stream: &StreamId,
    seq: u64,
    text: &[u8],
    keys: &mut dyn Keys,
) -> Result<Option<BranchSnapshot>, StoreError> {
    let Some(text) = text.strip_prefix(SHAPE) else { return Ok(None) };
    let mut plain = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut number = 0;
    each_mark(text, SEALED_KEY, &mut plain, &mut |mark: Sealed<'_>, plain| {
        let Envelope { of, text } = mark.envelope;
        let bind = bind(stream, seq, number);
        number += 1;
        match unclose(text, &bind, keys)? {
            Some(value) => {
                put(plain, &[r#"{"$personal":{"of":""#, &of.to_string(), r#"","value":"#]);
                plain.extend_from_slice(&value);
                put(plain, &["}}"]);
            }
            None => put(plain, &[r#"{"$personal":null}"#]),
        }
        Ok(())
    })?;
    serde_json::from_slice(&plain).map(Some).map_err(damaged)
}

fn bind(stream: &StreamId, seq: u64, number: usize) -> String {
    format!("snapshot|{stream}|{seq}|{number}")
}

#[derive(Deserialize)]
struct Plain<'a> {
    #[serde(borrow, rename = "$personal")]
    owned: Option<Owned<'a>>,
}

#[derive(Deserialize)]
struct Owned<'a> {
    of: PersonId,
    #[serde(borrow)]
    value: &'a RawValue,
}

#[derive(Deserialize)]
struct Sealed<'a> {
    #[serde(borrow, rename = "$sealed")]
    envelope: Envelope<'a>,
}

#[derive(Deserialize)]
struct Envelope<'a> {
    of: PersonId,
    #[serde(rename = "box")]
    text: &'a str,
}

/// Writes what stands in place of a mark.
type Change<'a, M> = &'a mut dyn FnMut(M, &mut Vec<u8>) -> Result<(), StoreError>;

/// Copies JSON up to its end, with what `change` writes for each object of the
/// one key `mark`. No such object can begin within a string: there the quote
/// after the brace would be escaped.
fn each_mark<'a, M: Deserialize<'a>>(
    json: &'a [u8],
    mark: &str,
    out: &mut Vec<u8>,
    change: Change<'_, M>,
) -> Result<(), StoreError> {
    let begin = format!("{{\"{mark}\":");
    let finder = memmem::Finder::new(&begin);
    let mut rest = json;
    while let Some(at) = finder.find(rest) {
        let (before, here) = rest.split_at(at);
        out.extend_from_slice(before);
        let mut values = serde_json::Deserializer::from_slice(here).into_iter::<M>();
        let value = values.next().transpose().map_err(damaged)?;
        let length = values.byte_offset();
        let value = value.ok_or_else(|| StoreError::Damaged("a mark is cut off".to_owned()))?;
        change(value, out)?;
        rest = here.get(length..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
    Ok(())
}

fn put(text: &mut Vec<u8>, parts: &[&str]) {
    parts.iter().for_each(|part| text.extend_from_slice(part.as_bytes()));
}

fn damaged(error: serde_json::Error) -> StoreError {
    StoreError::Damaged(error.to_string())
}
