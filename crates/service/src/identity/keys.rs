//! A portal's public key. Its type fixes the algorithm: what a token's
//! header asks for is never followed, only compared.

use std::{fmt, fs, path::Path};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use jsonwebtoken::{Algorithm, DecodingKey};

/// The object identifier of the curve P-256 in DER.
const P256: [u8; 10] = [0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
/// An RSA key of 2048 bits takes at least this much DER.
const RSA_2048: usize = 260;

/// A public key, what it is called, and the one algorithm it is for.
#[derive(Clone)]
pub(super) struct Key {
    pub(super) kid: Option<String>,
    pub(super) algorithm: Algorithm,
    pub(super) decoding: DecodingKey,
    /// The digest of the key itself.
    pub(super) print: [u8; 32],
}

impl Key {
    /// Whether it is the same key, under the same name.
    pub(super) fn is(&self, other: &Self) -> bool {
        (&self.kid, self.algorithm, self.print) == (&other.kid, other.algorithm, other.print)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({:?})", self.algorithm)
    }
}

/// A key that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read.
    #[error("the token key `{0}` cannot be read: {1}")]
    Unreadable(String, std::io::Error),
    /// It is a private key.
    #[error("the token key must be the PUBLIC key; keep the private one where tokens are made")]
    Private,
    /// It is of no kind that is taken.
    #[error(
        "the token key must be a PEM public key for EdDSA (Ed25519), ES256 (P-256) or RS256 (RSA, 2048 bits or more)"
    )]
    Unsupported,
}

/// Reads a public key from a PEM file.
///
/// # Errors
/// A sentence that says what the file must be.
pub fn from_file(path: &Path) -> Result<(DecodingKey, Algorithm), KeyError> {
    let pem = fs::read_to_string(path)
        .map_err(|cause| KeyError::Unreadable(path.display().to_string(), cause))?;
    from_pem(&pem)
}

/// Reads a public key and the one algorithm it is for.
///
/// # Errors
/// A sentence that says what the key must be.
pub fn from_pem(pem: &str) -> Result<(DecodingKey, Algorithm), KeyError> {
    if pem.contains("PRIVATE KEY") {
        return Err(KeyError::Private);
    }
    let der = der(pem).ok_or(KeyError::Unsupported)?;
    let bytes = pem.as_bytes();
    if let Ok(key) = DecodingKey::from_ed_pem(bytes) {
        return Ok((key, Algorithm::EdDSA));
    }
    if let Ok(key) = DecodingKey::from_ec_pem(bytes) {
        let on_p256 = der.windows(P256.len()).any(|window| window == P256);
        return if on_p256 { Ok((key, Algorithm::ES256)) } else { Err(KeyError::Unsupported) };
    }
    match DecodingKey::from_rsa_pem(bytes) {
        Ok(key) if der.len() >= RSA_2048 => Ok((key, Algorithm::RS256)),
        _ => Err(KeyError::Unsupported),
    }
}

fn der(pem: &str) -> Option<Vec<u8>> {
    let body: String = pem
        .lines()
        .map(str::trim)
        .skip_while(|line| !line.starts_with("-----BEGIN"))
        .skip(1)
        .take_while(|line| !line.starts_with("-----END"))
        .collect();
    STANDARD.decode(body).ok().filter(|der| !der.is_empty())
}
