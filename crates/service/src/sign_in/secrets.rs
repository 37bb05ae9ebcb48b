//! Keyed digests, sealed secrets, and what is drawn by lot.

use std::fmt;

use aes_gcm::{
    Aes256Gcm, KeyInit as _,
    aead::{Aead as _, Payload},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::SignInError;

/// A digest that says nothing to who has the file but not the key.
pub(super) type Digest = [u8; 32];

const NONCE: usize = 12;

/// The key of everything in `sign-in.db`.
pub(super) struct Secrets(Zeroizing<[u8; 32]>);

impl Secrets {
    pub(super) fn generate() -> Result<Self, SignInError> {
        random().map(|bytes| Self(Zeroizing::new(bytes)))
    }

    /// The key as it is kept: under `wrapping`, which is derived from the
    /// master key.
    pub(super) fn wrapped(&self, wrapping: &[u8; 32]) -> Result<Vec<u8>, SignInError> {
        seal(wrapping, b"key", self.0.as_slice())
    }

    pub(super) fn unwrap(wrapping: &[u8; 32], kept: &[u8]) -> Result<Self, SignInError> {
        let bytes = open(wrapping, b"key", kept).ok_or(SignInError::WrongKey)?;
        let bytes = <[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| SignInError::WrongKey)?;
        Ok(Self(Zeroizing::new(bytes)))
    }

    pub(super) fn digest(&self, of: &str, parts: &[&[u8]]) -> Digest {
        // HMAC fills a short key up to a block with zeros; the constructor that
        // cannot fail wants the whole block.
        let mut block = Zeroizing::new([0_u8; 64]);
        for (to, from) in block.iter_mut().zip(self.0.iter()) {
            *to = *from;
        }
        let mut mac = <Hmac<Sha256> as hmac::digest::KeyInit>::new((&*block).into());
        for part in std::iter::once(&of.as_bytes()).chain(parts) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    pub(super) fn seal(&self, of: &[u8], text: &[u8]) -> Result<Vec<u8>, SignInError> {
        seal(&self.0, of, text)
    }

    pub(super) fn open(&self, of: &[u8], kept: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        open(&self.0, of, kept)
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(…)")
    }
}

/// Signs `text` as the gateway checks it: HMAC-SHA256 in hexadecimal digits.
pub(super) fn signature(secret: &[u8], text: &[u8]) -> Option<String> {
    use fmt::Write as _;
    let mut mac = <Hmac<Sha256> as hmac::Mac>::new_from_slice(secret).ok()?;
    mac.update(text);
    let mut hex = String::new();
    for byte in mac.finalize().into_bytes() {
        let _ = write!(hex, "{byte:02x}");
    }
    Some(hex)
}

pub(super) fn random<const N: usize>() -> Result<[u8; N], SignInError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| SignInError::Random)?;
    Ok(bytes)
}

/// Six digits, each code as likely as any other.
pub(super) fn code() -> Result<String, SignInError> {
    const CODES: u32 = 1_000_000;
    loop {
        let drawn = u32::from_be_bytes(random()?);
        // What is left over above a whole multiple would favour small codes.
        if drawn < u32::MAX - u32::MAX % CODES {
            return Ok(format!("{:06}", drawn % CODES));
        }
    }
}

/// A token of 256 bits, told by how it begins.
pub(super) fn token(kind: &str) -> Result<String, SignInError> {
    Ok(format!("{kind}{}", URL_SAFE_NO_PAD.encode(random::<32>()?)))
}

fn seal(key: &[u8; 32], of: &[u8], text: &[u8]) -> Result<Vec<u8>, SignInError> {
    let nonce = random::<NONCE>()?;
    let sealed = Aes256Gcm::new(key.into())
        .encrypt(&nonce.into(), Payload { msg: text, aad: of })
        .map_err(|_| SignInError::WrongKey)?;
    Ok([&nonce[..], &sealed].concat())
}

fn open(key: &[u8; 32], of: &[u8], kept: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, sealed) = kept.split_at_checked(NONCE)?;
    let opened = Aes256Gcm::new(key.into()).decrypt(nonce.into(), Payload { msg: sealed, aad: of });
    opened.ok().map(Zeroizing::new)
}
