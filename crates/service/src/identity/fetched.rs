//! Keys that an issuer publishes: fetched before they are stale, kept for a
//! while when it does not answer, and asked for once more when a token names
//! one that is not known.

use std::{
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, Instant},
};

use guiyan_core::wire::{Failure, SignInFailure};
use jsonwebtoken::Algorithm;
use reqwest::Client;
use serde::Deserialize;
use tokio::sync::Mutex;

use super::{
    jwks,
    keys::Key,
    settings::{IssuerSettings, KeySource},
};
use crate::outgoing::{self, Address, OutgoingError};

/// A fetch takes no longer.
const PATIENCE: Duration = Duration::from_secs(5);
/// A token with an unknown key makes us ask at most this often.
const ASKED_AGAIN: Duration = Duration::from_secs(60);
/// The first and the longest pause after a fetch that failed.
const PAUSES: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));

/// The keys of one issuer.
#[derive(Debug)]
pub(super) struct Fetched {
    issuer: String,
    place: Address,
    discovery: bool,
    client: Client,
    refresh: Duration,
    keep: Duration,
    known: RwLock<Option<Known>>,
    // Held while asking because of somebody's token.
    asked: Mutex<Asked>,
}

/// When somebody's token last made us ask.
#[derive(Debug, Default)]
struct Asked {
    /// As it named a key that is not among those we know.
    unknown: Option<Instant>,
    /// As we knew none at all.
    none: Option<Instant>,
}

#[derive(Clone, Debug)]
struct Known {
    keys: Arc<[Key]>,
    at: Instant,
    /// Raised whenever a key has gone.
    generation: u64,
}

/// Why there are no new keys.
#[derive(Debug, thiserror::Error)]
enum FetchError {
    #[error(transparent)]
    Outgoing(#[from] OutgoingError),
    #[error("it is no discovery document of this issuer")]
    Discovery,
    #[error("it holds no key for RS256, ES256 or EdDSA")]
    NoKeys,
}

#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    jwks_uri: String,
}

impl Fetched {
    pub(super) fn of(
        settings: &IssuerSettings,
        source: KeySource,
    ) -> Result<Option<Self>, OutgoingError> {
        let (place, discovery) = match source {
            KeySource::File(_) => return Ok(None),
            KeySource::Jwks(place) => (place, false),
            KeySource::Discovery(place) => (place, true),
        };
        Ok(Some(Self {
            issuer: settings.issuer.clone(),
            client: place.client(PATIENCE)?,
            place,
            discovery,
            refresh: settings.refresh(),
            keep: settings.keep(),
            known: RwLock::default(),
            asked: Mutex::default(),
        }))
    }

    /// The key that a token names.
    pub(super) async fn key(
        &self,
        kid: Option<&str>,
        algorithm: Algorithm,
    ) -> Result<Key, Failure> {
        if let Some(key) = self.find(kid, algorithm) {
            return Ok(key);
        }
        let mut asked = self.asked.lock().await;
        // While this one waited, another may have asked.
        if let Some(key) = self.find(kid, algorithm) {
            return Ok(key);
        }
        let rests = |at: Option<Instant>, pause| at.is_none_or(|at| at.elapsed() >= pause);
        if self.known().is_none() {
            if rests(asked.none, PATIENCE) {
                self.refresh().await;
                // After it: those who waited meanwhile are not to try one by one.
                asked.none = Some(Instant::now());
            }
        } else if rests(asked.unknown, ASKED_AGAIN) {
            asked.unknown = Some(Instant::now());
            self.refresh().await;
        }
        drop(asked);
        match self.find(kid, algorithm) {
            Some(key) => Ok(key),
            None if self.known().is_some() => Err(Failure::InvalidToken),
            None => Err(SignInFailure::IssuerUnreachable.into()),
        }
    }

    /// Which set of keys is good now; none when there is none.
    pub(super) fn generation(&self) -> Option<u64> {
        self.known().map(|known| known.generation)
    }

    /// Fetches for ever, before what is known is stale.
    pub(super) async fn keep_fresh(&self) {
        let mut pause = PAUSES.0;
        loop {
            let wait = if self.refresh().await {
                pause = PAUSES.0;
                self.refresh
            } else {
                let wait = pause.min(self.refresh);
                pause = (pause * 2).min(PAUSES.1);
                wait
            };
            tokio::time::sleep(wait).await;
        }
    }

    async fn refresh(&self) -> bool {
        match self.fetch().await {
            Ok(keys) => {
                self.learn(keys);
                true
            }
            Err(error) => {
                tracing::warn!(issuer = self.issuer, %error, "an issuer's keys cannot be fetched");
                false
            }
        }
    }

    async fn fetch(&self) -> Result<Vec<Key>, FetchError> {
        let mut body = outgoing::ask(self.client.get(self.place.url())).await?;
        if self.discovery {
            let found: Discovery =
                serde_json::from_slice(&body).map_err(|_| FetchError::Discovery)?;
            if found.issuer != self.issuer {
                return Err(FetchError::Discovery);
            }
            let place = self.place.leads_to(&found.jwks_uri)?;
            body = outgoing::ask(self.client.get(place.url())).await?;
        }
        let keys = jwks::read(&body).unwrap_or_default();
        if keys.is_empty() { Err(FetchError::NoKeys) } else { Ok(keys) }
    }

    fn learn(&self, keys: Vec<Key>) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let generation = known.as_ref().map_or(0, |before| {
            let stays = |key: &Key| keys.iter().any(|new| new.is(key));
            before.generation + u64::from(!before.keys.iter().all(stays))
        });
        *known = Some(Known { keys: keys.into(), at: Instant::now(), generation });
    }

    fn known(&self) -> Option<Known> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.clone().filter(|known| known.at.elapsed() < self.keep)
    }

    // A name is only compared. Without one there must be no choice.
    fn find(&self, kid: Option<&str>, algorithm: Algorithm) -> Option<Key> {
        let known = self.known()?;
        let mut fitting = known.keys.iter().filter(|key| key.algorithm == algorithm);
        match kid {
            Some(_) => fitting.find(|key| key.kid.as_deref() == kid).cloned(),
            None => {
                let only = fitting.next();
                only.filter(|_| fitting.next().is_none()).cloned()
            }
        }
    }
}
