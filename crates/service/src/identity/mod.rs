//! Who asks: bearer tokens (JWT) of the portals, checked against configured
//! keys, and tokens of our own sessions. No header is anonymous; a header that
//! is not right is an error, never anonymous.

mod cache;
mod demo;
mod fetched;
mod issuer;
mod jwks;
mod keys;
pub mod settings;
#[cfg(test)]
mod tests;
mod token;

use std::{
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use axum::http::{HeaderMap, header};
use guiyan_core::{
    caller::{Caller, Role},
    ids::PersonId,
};
use guiyan_store::Desk;
use sha2::{Digest as _, Sha256};
use tokio::sync::watch;

pub use demo::{DemoIssuer, DemoKeyError, ISSUER as DEMO_ISSUER};
pub use issuer::{Issuer, IssuerError};
pub use keys::{KeyError, from_file, from_pem};

use crate::{
    problem::Failure,
    sign_in::{self, SessionId, SignIn},
};
use cache::Cache;
use token::Unverified;

/// No token of a portal is longer than this.
const MAX_TOKEN: usize = 8 * 1024;

/// Who signs in with us names nobody else's issuer: this one is of the
/// sign-in by phone, and no portal may be called so.
pub const PHONE_ISSUER: &str = "phone";

/// Finds the caller behind a request.
#[derive(Debug)]
pub struct Identity {
    issuers: Vec<Arc<Issuer>>,
    sign_in: Option<Arc<SignIn>>,
    // Signatures are checked once per token, not once per request.
    cache: Cache,
}

/// Whom a good token stands for.
#[derive(Clone, Debug)]
struct Found {
    person: PersonId,
    roles: Vec<Role>,
    origin: Origin,
}

/// What vouches for a token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Origin {
    /// An issuer, and the set of its keys.
    Issuer(usize, u64),
    /// A session of our own.
    Session(Session),
}

/// The session a caller came with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Session {
    pub(crate) id: SessionId,
    /// Whether it carries no office, for want of a second factor.
    pub(crate) withheld: bool,
}

/// The caller of a request, and how they came.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    pub(crate) caller: Caller,
    pub(crate) session: Option<Session>,
}

impl Identity {
    /// Identity by any of these issuers, and by sessions of our own.
    pub fn new(issuers: Vec<Issuer>, sign_in: Option<Arc<SignIn>>) -> Self {
        let issuers = issuers.into_iter().map(Arc::new).collect();
        Self { issuers, sign_in, cache: Cache::default() }
    }

    /// Fetches the issuers' keys in the background until the service stops.
    pub fn keep_fresh(&self, stopping: &watch::Receiver<bool>) {
        for issuer in &self.issuers {
            let (issuer, mut stopping) = (issuer.clone(), stopping.clone());
            tokio::spawn(async move {
                tokio::select! {
                    () = issuer.keep_fresh() => {}
                    _ = stopping.wait_for(|stopping| *stopping) => {}
                }
            });
        }
    }

    /// The caller of a request. `before` is asked before a token that was not
    /// seen yet is verified, which costs more than all else.
    ///
    /// # Errors
    /// What `before` says,
    /// [`Failure::InvalidToken`] and [`Failure::ExpiredToken`] for a token that
    /// is not right, [`Failure::Unavailable`] when the record cannot be asked,
    /// [`Failure::SignIn`] when an issuer's keys cannot be had.
    pub(crate) async fn caller(
        &self,
        headers: &HeaderMap,
        desk: &Desk,
        before: impl FnOnce() -> Result<(), Failure>,
    ) -> Result<Known, Failure> {
        let Some(token) = bearer(headers)? else {
            return Ok(Known::default());
        };
        let digest: [u8; 32] = Sha256::digest(token.as_bytes()).into();
        let now = seconds();
        let known = self.cache.get(&digest, now).filter(|found| self.stands(found.origin));
        let found = match known {
            Some(found) => found,
            None => {
                before()?;
                let since = self.cache.epoch();
                let (found, until) = self.verify(token, desk).await?;
                self.cache.put(digest, until, now, found.clone(), since);
                found
            }
        };
        let session = match found.origin {
            Origin::Session(session) => Some(session),
            Origin::Issuer(..) => None,
        };
        let withheld = session.is_some_and(|session| session.withheld);
        let caller = Caller { person: Some(found.person), roles: found.roles, withheld };
        Ok(Known { caller, session })
    }

    /// The person of an account, as somebody else writes it: the number by which
    /// they sign in here, or a name at the first of the portals. Who never signed
    /// in is a person too.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] when nobody can sign in here, or the record cannot
    /// be asked.
    pub async fn person_of(&self, account: &str, desk: &Desk) -> Result<PersonId, Failure> {
        if self.sign_in.is_some()
            && let Ok(phone) = sign_in::number(account)
        {
            return person(desk, PHONE_ISSUER, phone).await;
        }
        let issuer = self.issuers.first().ok_or(Failure::Unavailable)?;
        person(desk, issuer.name(), account.to_owned()).await
    }

    /// Forgets what is cached about a person: after an erasure the same token
    /// leads to a new one.
    pub fn forget(&self, person: PersonId) {
        self.cache.forget(person);
    }

    /// Forgets a session that was ended or refreshed: what it had before is
    /// dead at once.
    pub(crate) fn forget_session(&self, session: SessionId) {
        self.cache.forget_session(session);
    }

    /// Whether what vouched for a token still does: a key that its issuer has
    /// withdrawn takes its tokens along.
    fn stands(&self, origin: Origin) -> bool {
        match origin {
            Origin::Issuer(index, generation) => {
                let issuer = self.issuers.get(index);
                issuer.is_some_and(|issuer| issuer.generation() == Some(generation))
            }
            // One that was ended is no longer here.
            Origin::Session(_) => true,
        }
    }

    async fn verify(&self, token: &str, desk: &Desk) -> Result<(Found, u64), Failure> {
        if sign_in::is_ours(token) {
            return self.session(token).await;
        }
        let token = Unverified::of(token)?;
        let mut failure = Failure::InvalidToken;
        for (index, issuer) in self.issuers.iter().enumerate() {
            if issuer.name() != token.issuer {
                continue;
            }
            // Before: should a key go meanwhile, the token is verified again.
            let generation = issuer.generation().unwrap_or(u64::MAX);
            match issuer.verify(&token).await {
                Ok(named) => {
                    let origin = Origin::Issuer(index, generation);
                    let person = person(desk, issuer.name(), named.subject).await?;
                    return Ok((Found { person, roles: named.roles, origin }, named.until));
                }
                Err(Failure::InvalidToken) => {}
                // What is more than "not this one's" is told.
                Err(other) => failure = other,
            }
        }
        Err(failure)
    }

    async fn session(&self, token: &str) -> Result<(Found, u64), Failure> {
        let sign_in = self.sign_in.as_ref().ok_or(Failure::InvalidToken)?;
        let live = sign_in.live(token).await?;
        let origin =
            Origin::Session(Session { id: live.session, withheld: sign_in.withholds(&live) });
        let found = Found { person: live.person, roles: Vec::new(), origin };
        Ok((found, u64::try_from(live.until).unwrap_or_default()))
    }
}

/// The person behind a subject. One who is seen for the first time is written,
/// which blocks.
pub(crate) async fn person(
    desk: &Desk,
    issuer: &str,
    subject: String,
) -> Result<PersonId, Failure> {
    let (desk, issuer) = (desk.clone(), issuer.to_owned());
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
