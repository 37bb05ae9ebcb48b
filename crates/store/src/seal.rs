//! Sealed envelopes for personal data.
//!
//! `{"$personal": {"of": …, "value": …}}` becomes `{"$sealed": {"of": …,
//! "box": …}}`, where the box is base64 of an algorithm byte, the key's id, a
//! nonce and the ciphertext. The place where it stands is associated data, so
//! that an envelope cannot be moved to another event or field. An envelope
//! whose key is gone reads as `{"$personal": null}`.

use aes_gcm::{
    Aes256Gcm, Nonce,
    aead::{Aead, KeyInit, Payload},
};
use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD as BASE64};
use guiyan_core::{
    ids::{PersonId, StreamId},
    personal::PERSONAL_KEY,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{StoreError, key::random};

pub(crate) const SEALED_KEY: &str = "$sealed";
/// AES-256-GCM. The byte leaves room for SM4.
const AES_256_GCM: u8 = 1;
const NONCE: usize = 12;

/// The secret of one person.
pub(crate) type Secret = Zeroizing<[u8; 32]>;

/// Names a key; never used twice, so a destroyed key stays recognisable.
pub(crate) type KeyId = Uuid;

/// Where the keys of people come from.
pub(crate) trait Keys {
    /// The key of a person; a new one when there is none, and none for ever
    /// once they are erased.
    fn of(&mut self, person: PersonId) -> Result<Option<(KeyId, Secret)>, StoreError>;

    /// The key of that id, unless it is destroyed.
    fn by_id(&mut self, id: KeyId) -> Result<Option<Secret>, StoreError>;
}

/// What the sealed data is part of.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place<'a> {
    /// An event of a stream.
    Event(&'a StreamId, u64),
}

impl Place<'_> {
    fn bind(&self, path: &str) -> String {
        match self {
            Self::Event(stream, seq) => format!("event|{stream}|{seq}|{path}"),
        }
    }
}

/// The JSON of a value with everything personal in it sealed.
pub(crate) fn seal(
    value: &impl Serialize,
    place: Place<'_>,
    keys: &mut dyn Keys,
) -> Result<Vec<u8>, StoreError> {
    let plain =
        serde_json::to_vec(value).map_err(|error| StoreError::Damaged(error.to_string()))?;
    // Most events are sign-ups and have nothing to seal.
    if !contains(&plain, PERSONAL_KEY) {
        return Ok(plain);
    }
    let plain = Zeroizing::new(plain);
    let mut json: Value = parse(&plain)?;
    each_mark(&mut json, PERSONAL_KEY, &mut String::new(), &mut |mark, path| {
        if mark.is_null() {
            return Ok(None);
        }
        let owner = mark.get("of").cloned().unwrap_or_default();
        let person: PersonId = from_value(owner)?;
        // A state that has not heard of an erasure must not bring it back.
        let Some(key) = keys.of(person)? else {
            return Ok(Some(json!({ PERSONAL_KEY: null })));
        };
        let text = to_vec(mark.get("value").unwrap_or(&Value::Null)).map(Zeroizing::new)?;
        let sealed = close(&text, &place.bind(path), key)?;
        Ok(Some(json!({ SEALED_KEY: { "of": person, "box": sealed } })))
    })?;
    to_vec(&json)
}

/// The value behind sealed JSON. What is erased reads as erased.
pub(crate) fn open<T: DeserializeOwned>(
    sealed: &[u8],
    place: Place<'_>,
    keys: &mut dyn Keys,
) -> Result<T, StoreError> {
    if !contains(sealed, SEALED_KEY) {
        return parse(sealed);
    }
    from_value(open_json(sealed, place, keys)?)
}

/// As [`open`], as JSON, for shapes that must be brought up to date first.
pub(crate) fn open_json(
    sealed: &[u8],
    place: Place<'_>,
    keys: &mut dyn Keys,
) -> Result<Value, StoreError> {
    let mut json: Value = parse(sealed)?;
    each_mark(&mut json, SEALED_KEY, &mut String::new(), &mut |mark, path| {
        let person = mark.get("of").cloned().unwrap_or_default();
        let text = mark.get("box").and_then(Value::as_str).unwrap_or_default();
        let owned = match unclose(text, &place.bind(path), keys)? {
            Some(plain) => json!({ "of": person, "value": parse::<Value>(&plain)? }),
            None => Value::Null,
        };
        Ok(Some(json!({ PERSONAL_KEY: owned })))
    })?;
    Ok(json)
}

/// Seals bytes as text, bound to the place where they stand.
fn close(plain: &[u8], bind: &str, key: (KeyId, Secret)) -> Result<String, StoreError> {
    Ok(BASE64.encode(close_bytes(plain, bind.as_bytes(), key)?))
}

/// Seals bytes, bound to the place where they stand.
pub(crate) fn close_bytes(
    plain: &[u8],
    bind: &[u8],
    (id, key): (KeyId, Secret),
) -> Result<Vec<u8>, StoreError> {
    let nonce: [u8; NONCE] = random()?;
    let payload = Payload { msg: plain, aad: bind };
    let cipher = Aes256Gcm::new((&*key).into());
    let sealed = cipher
        .encrypt(Nonce::from_slice(&nonce), payload)
        .map_err(|_| StoreError::Damaged("a value is too long to be sealed".to_owned()))?;
    let mut bytes = Vec::with_capacity(1 + 16 + NONCE + sealed.len());
    bytes.push(AES_256_GCM);
    bytes.extend_from_slice(id.as_bytes());
    bytes.extend_from_slice(&nonce);
    bytes.extend_from_slice(&sealed);
    Ok(bytes)
}

// What `close` sealed.
fn unclose(
    text: &str,
    bind: &str,
    keys: &mut dyn Keys,
) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
    let bytes = BASE64
        .decode(text)
        .map_err(|_| StoreError::Damaged(format!("the envelope at {bind} is not base64")))?;
    unclose_bytes(&bytes, bind.as_bytes(), keys)
}

/// What [`close_bytes`] sealed; none when its key is destroyed.
pub(crate) fn unclose_bytes(
    bytes: &[u8],
    bind: &[u8],
    keys: &mut dyn Keys,
) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
    let damaged = |what: &str| {
        let bind = String::from_utf8_lossy(bind);
        StoreError::Damaged(format!("the envelope at {bind} {what}"))
    };
    let (algorithm, rest) = bytes.split_first().ok_or_else(|| damaged("is empty"))?;
    if *algorithm != AES_256_GCM {
        return Err(damaged("is sealed in a way this release does not know"));
    }
    let (id, rest) = rest.split_first_chunk::<16>().ok_or_else(|| damaged("is cut off"))?;
    let (nonce, sealed) = rest.split_first_chunk::<NONCE>().ok_or_else(|| damaged("is cut off"))?;
    let Some(key) = keys.by_id(Uuid::from_bytes(*id))? else {
        return Ok(None);
    };
    let payload = Payload { msg: sealed, aad: bind };
    let plain = Aes256Gcm::new((&*key).into())
        .decrypt(Nonce::from_slice(nonce), payload)
        .map_err(|_| damaged("does not open with its key"))?;
    Ok(Some(Zeroizing::new(plain)))
}

/// Wraps a person's key under the master's.
pub(crate) fn wrap(
    under: &Secret,
    person: PersonId,
    id: KeyId,
    key: &Secret,
) -> Result<Vec<u8>, StoreError> {
    wrap_bytes(under, &format!("key|{person}|{id}"), key.as_slice())
}

/// The key that [`wrap`] wrapped.
pub(crate) fn unwrap(
    under: &Secret,
    person: PersonId,
    id: KeyId,
    wrapped: &[u8],
) -> Result<Secret, StoreError> {
    let plain = unwrap_bytes(under, &format!("key|{person}|{id}"), wrapped);
    let key = plain.and_then(|plain| <[u8; 32]>::try_from(plain.as_slice()).ok());
    let damaged = || StoreError::Damaged(format!("the key {id} does not open"));
    key.map(Zeroizing::new).ok_or_else(damaged)
}

/// Wraps a secret, bound to what it is.
pub(crate) fn wrap_bytes(under: &Secret, bind: &str, secret: &[u8]) -> Result<Vec<u8>, StoreError> {
    let nonce: [u8; NONCE] = random()?;
    let payload = Payload { msg: secret, aad: bind.as_bytes() };
    let sealed = Aes256Gcm::new((&**under).into())
        .encrypt(Nonce::from_slice(&nonce), payload)
        .map_err(|_| StoreError::Damaged("a key cannot be wrapped".to_owned()))?;
    Ok([&nonce, sealed.as_slice()].concat())
}

/// The secret that [`wrap_bytes`] wrapped; none when it does not open.
pub(crate) fn unwrap_bytes(
    under: &Secret,
    bind: &str,
    wrapped: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, sealed) = wrapped.split_first_chunk::<NONCE>()?;
    let payload = Payload { msg: sealed, aad: bind.as_bytes() };
    let cipher = Aes256Gcm::new((&**under).into());
    cipher.decrypt(Nonce::from_slice(nonce), payload).map(Zeroizing::new).ok()
}

type Change<'a> = &'a mut dyn FnMut(&Value, &str) -> Result<Option<Value>, StoreError>;

// Visits every object whose one key is `mark`, and puts what `change` gives in
// its place. Texts that people typed are strings and never such an object.
fn each_mark(
    json: &mut Value,
    mark: &str,
    path: &mut String,
    change: Change<'_>,
) -> Result<(), StoreError> {
    match json {
        Value::Object(map) => {
            if let Some(inner) = only(map, mark) {
                if let Some(new) = change(inner, path)? {
                    *json = new;
                }
                return Ok(());
            }
            for (key, value) in map {
                within(path, key, |path| each_mark(value, mark, path, change))?;
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter_mut().enumerate() {
                within(path, &index.to_string(), |path| each_mark(value, mark, path, change))?;
            }
        }
        _ => {}
    }
    Ok(())
}

fn only<'a>(map: &'a Map<String, Value>, key: &str) -> Option<&'a Value> {
    if map.len() == 1 { map.get(key) } else { None }
}

fn within<T>(path: &mut String, key: &str, visit: impl FnOnce(&mut String) -> T) -> T {
    let length = path.len();
    path.push('/');
    path.push_str(key);
    let result = visit(path);
    path.truncate(length);
    result
}

fn contains(bytes: &[u8], key: &str) -> bool {
    bytes.windows(key.len()).any(|window| window == key.as_bytes())
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, StoreError> {
    serde_json::from_slice(bytes).map_err(|error| StoreError::Damaged(error.to_string()))
}

fn from_value<T: DeserializeOwned>(value: Value) -> Result<T, StoreError> {
    serde_json::from_value(value).map_err(|error| StoreError::Damaged(error.to_string()))
}

fn to_vec(value: &Value) -> Result<Vec<u8>, StoreError> {
    serde_json::to_vec(value).map_err(|error| StoreError::Damaged(error.to_string()))
}
