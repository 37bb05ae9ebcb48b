//! Who asks: bearer tokens (JWT) of the portals, checked against configured
//! public keys. No header is anonymous; a header that is not right is an
//! error, never anonymous.

mod cache;
mod demo;
mod keys;
#[cfg(test)]
mod tests;

use std::{
    fmt,
    time::{SystemTime, UNIX_EPOCH},
};

use axum::http::{HeaderMap, header};
use guiyan_core::{caller::Caller, ids::PersonId};
use guiyan_store::Desk;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, errors::ErrorKind};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

pub use demo::{DemoIssuer, DemoKeyError, ISSUER as DEMO_ISSUER};
pub use keys::{KeyError, from_file, from_pem};

use crate::problem::Failure;
use cache::Cache;

/// Clocks of portals may be off by this many seconds.
const LEEWAY_SECONDS: u64 = 60;
/// No token of a portal is longer than this.
const MAX_TOKEN: usize = 8 * 1024;
/// Subjects are phone numbers or account names; longer ones are a mistake.
const MAX_SUBJECT: usize = 256;

/// What a token says.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Claims {
    pub(crate) iss: String,
    // Read and checked by the validation; here only to be written.
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    pub(crate) aud: Option<String>,
    pub(crate) sub: String,
    pub(crate) exp: u64,
    #[serde(default)]
    pub(crate) roles: Vec<String>,
}

/// One issuer's key and what its tokens must say.
pub struct Verifier {
    issuer: String,
    key: DecodingKey,
    validation: Validation,
}

impl Verifier {
    /// Takes tokens of `issuer` for `audience`, signed with `key` by `algorithm`
    /// and nothing else.
    pub fn new(key: DecodingKey, algorithm: Algorithm, issuer: &str, audience: &str) -> Self {
        let mut validation = Validation::new(algorithm);
        validation.set_issuer(&[issuer]);
        validation.set_audience(&[audience]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        validation.validate_nbf = true;
        validation.leeway = LEEWAY_SECONDS;
        Self { issuer: issuer.to_owned(), key, validation }
    }

    fn verify(&self, token: &str) -> Result<Claims, Failure> {
        let decoded = jsonwebtoken::decode::<Claims>(token, &self.key, &self.validation);
        let claims = decoded.map_err(|error| match error.kind() {
            ErrorKind::ExpiredSignature => Failure::ExpiredToken,
            _ => Failure::InvalidToken,
        })?;
        let subject = &claims.claims.sub;
        if subject.trim().is_empty() || subject.len() > MAX_SUBJECT {
            return Err(Failure::InvalidToken);
        }
        Ok(claims.claims)
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier").field("algorithms", &self.validation.algorithms).finish()
    }
}

/// Finds the caller behind a request.
#[derive(Debug)]
pub struct Identity {
    verifiers: Vec<Verifier>,
    // Signatures are checked once per token, not once per request.
    cache: Cache,
}

impl Identity {
    /// Identity by any of these issuers.
    pub fn new(verifiers: Vec<Verifier>) -> Self {
        Self { verifiers, cache: Cache::default() }
    }

    /// The caller of a request.
    ///
    /// # Errors
    /// [`Failure::InvalidToken`] and [`Failure::ExpiredToken`] for a token that
    /// is not right, [`Failure::Unavailable`] when the record cannot be asked.
    pub async fn caller(&self, headers: &HeaderMap, desk: &Desk) -> Result<Caller, Failure> {
        let Some(token) = bearer(headers)? else {
            return Ok(Caller::anonymous());
        };
        let digest: [u8; 32] = Sha256::digest(token.as_bytes()).into();
        let now = seconds();
        if let Some(caller) = self.cache.get(&digest, now) {
            return Ok(caller);
        }
        let claims = self.verify(token)?;
        let until = claims.exp.saturating_add(LEEWAY_SECONDS);
        let roles = claims.roles.iter().filter_map(|role| role.parse().ok()).collect();
        let person = person(desk, claims.iss, claims.sub).await?;
        let caller = Caller { person: Some(person), roles };
        self.cache.put(digest, until, now, caller.clone());
        Ok(caller)
    }

    /// The person of an account, as somebody else writes it: a name at the first
    /// of the portals. Who never signed in is a person too.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] when nobody can sign in here, or the record cannot
    /// be asked.
    pub async fn person_of(&self, account: &str, desk: &Desk) -> Result<PersonId, Failure> {
        let issuer = &self.verifiers.first().ok_or(Failure::Unavailable)?.issuer;
        person(desk, issuer.clone(), account.to_owned()).await
    }

    /// Forgets what is cached about a person: after an erasure the same token
    /// leads to a new one.
    pub fn forget(&self, person: PersonId) {
        self.cache.forget(person);
    }

    fn verify(&self, token: &str) -> Result<Claims, Failure> {
        let mut failure = Failure::InvalidToken;
        for verifier in &self.verifiers {
            match verifier.verify(token) {
                Ok(claims) => return Ok(claims),
                Err(Failure::ExpiredToken) => failure = Failure::ExpiredToken,
                Err(_) => {}
            }
        }
        Err(failure)
    }
}

/// The person of a subject; one seen for the first time is written, which blocks.
async fn person(desk: &Desk, issuer: String, subject: String) -> Result<PersonId, Failure> {
    let desk = desk.clone();
    match tokio::task::spawn_blocking(move || desk.person(&issuer, &subject)).await {
        Ok(Ok(person)) => Ok(person),
        Ok(Err(error)) => {
            tracing::error!(error = error.chain(), "a person could not be looked up");
            Err(Failure::Unavailable)
        }
        Err(_) => Err(Failure::Internal),
    }
}

/// The token of the request, if it has an `Authorization` header at all.
fn bearer(headers: &HeaderMap) -> Result<Option<&str>, Failure> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    if values.next().is_some() {
        return Err(Failure::InvalidToken);
    }
    let text = value.to_str().map_err(|_| Failure::InvalidToken)?;
    match text.split_once(' ') {
        Some((scheme, token))
            if scheme.eq_ignore_ascii_case("bearer") && (1..=MAX_TOKEN).contains(&token.len()) =>
        {
            Ok(Some(token.trim()))
        }
        _ => Err(Failure::InvalidToken),
    }
}

/// Seconds since 1970.
pub(crate) fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs())
}
