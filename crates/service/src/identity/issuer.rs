//! One issuer: whether a token is its, and whom it names.

use std::collections::BTreeMap;

use guiyan_core::{caller::Role, wire::Failure};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, errors::ErrorKind};
use serde_json::Value;

use super::{
    fetched::Fetched,
    keys::{self, Key, KeyError},
    settings::{IssuerSettings, KeySource, SettingsError},
    token::Unverified,
};
use crate::outgoing::OutgoingError;

/// Subjects are phone numbers or account names; longer ones are a mistake.
const MAX_SUBJECT: usize = 256;

/// Why an issuer cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum IssuerError {
    /// Its key cannot be used.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// What is said about it is wrong.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// It cannot be asked.
    #[error(transparent)]
    Outgoing(#[from] OutgoingError),
}

/// One issuer's keys and what its tokens must say.
#[derive(Debug)]
pub struct Issuer {
    name: String,
    audience: String,
    skew: u64,
    subject: String,
    roles: Roles,
    keys: Keys,
}

#[derive(Debug)]
enum Keys {
    Fixed(Box<Key>),
    Fetched(Box<Fetched>),
}

#[derive(Debug)]
enum Roles {
    None,
    Trusted(String),
    Mapped(String, BTreeMap<String, Role>),
}

/// Whom a token names.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) subject: String,
    pub(super) roles: Vec<Role>,
    /// Good until then, in seconds since 1970.
    pub(super) until: u64,
}

impl Issuer {
    /// The issuer that these settings describe. A key in a file is read now.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn of(settings: &IssuerSettings) -> Result<Self, IssuerError> {
        let source = settings.source()?;
        let keys = match &source {
            KeySource::File(file) => {
                let (decoding, algorithm) = keys::from_file(file)?;
                Keys::fixed(decoding, algorithm)
            }
            KeySource::Jwks(_) | KeySource::Discovery(_) => match Fetched::of(settings, source)? {
                Some(fetched) => Keys::Fetched(Box::new(fetched)),
                None => return Err(KeyError::Unsupported.into()),
            },
        };
        let claim = settings.roles_claim.clone();
        let roles = match settings.offices()? {
            _ if settings.trust_roles => Roles::Trusted(claim),
            offices if offices.is_empty() => Roles::None,
            offices => Roles::Mapped(claim, offices),
        };
        Ok(Self {
            name: settings.issuer.clone(),
            audience: settings.audience.clone(),
            skew: settings.skew_seconds,
            subject: settings.subject_claim.clone(),
            roles,
            keys,
        })
    }

    /// An issuer with this one key, whose names of offices are ours.
    pub fn of_key(
        decoding: DecodingKey,
        algorithm: Algorithm,
        issuer: &str,
        audience: &str,
    ) -> Self {
        Self {
            name: issuer.to_owned(),
            audience: audience.to_owned(),
            skew: 60,
            subject: "sub".to_owned(),
            roles: Roles::Trusted("roles".to_owned()),
            keys: Keys::fixed(decoding, algorithm),
        }
    }

    /// Its `iss`.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Which set of its keys is good now; none when there is none.
    pub(super) fn generation(&self) -> Option<u64> {
        match &self.keys {
            Keys::Fixed(_) => Some(0),
            Keys::Fetched(fetched) => fetched.generation(),
        }
    }

    /// Fetches its keys for ever; done at once where there is nothing to fetch.
    pub(super) async fn keep_fresh(&self) {
        if let Keys::Fetched(fetched) = &self.keys {
            fetched.keep_fresh().await;
        }
    }

    /// Checks a token and reads whom it names.
    pub(super) async fn verify(&self, token: &Unverified<'_>) -> Result<Named, Failure> {
        let key = match &self.keys {
            Keys::Fixed(key) => (**key).clone(),
            Keys::Fetched(fetched) => fetched.key(token.kid.as_deref(), token.algorithm).await?,
        };
        let mut validation = Validation::new(key.algorithm);
        validation.set_issuer(&[&self.name]);
        validation.set_audience(&[&self.audience]);
        validation.set_required_spec_claims(&["exp", "iss", "aud"]);
        validation.validate_nbf = true;
        validation.leeway = self.skew;
        let decoded = jsonwebtoken::decode::<Value>(token.text, &key.decoding, &validation);
        let claims = decoded.map_err(|error| match error.kind() {
            ErrorKind::ExpiredSignature => Failure::ExpiredToken,
            _ => Failure::InvalidToken,
        })?;
        self.read(&claims.claims).ok_or(Failure::InvalidToken)
    }

    fn read(&self, claims: &Value) -> Option<Named> {
        let subject = at(claims, &self.subject)?.as_str()?.to_owned();
        if subject.trim().is_empty() || subject.len() > MAX_SUBJECT {
            return None;
        }
        let roles = match &self.roles {
            Roles::None => Vec::new(),
            Roles::Trusted(claim) => {
                texts(claims, claim)?.iter().filter_map(|name| name.parse().ok()).collect()
            }
            Roles::Mapped(claim, offices) => texts(claims, claim)?
                .iter()
                .filter_map(|name| offices.get(*name).cloned())
                .collect(),
        };
        // A float is a time too (RFC 7519); nobody's lasts into another age.
        let exp = claims.get("exp")?.as_f64()? as u64;
        Some(Named { subject, roles, until: exp.saturating_add(self.skew) })
    }
}

impl Keys {
    fn fixed(decoding: DecodingKey, algorithm: Algorithm) -> Self {
        // Its name is not known, so that any will do.
        Self::Fixed(Box::new(Key { kid: None, algorithm, decoding, print: [0; 32] }))
    }
}

/// The claim of that name, or at that path: names may have dots themselves.
fn at<'a>(claims: &'a Value, path: &str) -> Option<&'a Value> {
    let through = |value: &'a Value| path.split('.').try_fold(value, |value, name| value.get(name));
    claims.get(path).or_else(|| through(claims))
}

/// A claim that is a list of texts, or is not there.
fn texts<'a>(claims: &'a Value, path: &str) -> Option<Vec<&'a str>> {
    match at(claims, path) {
        None => Some(Vec::new()),
        Some(value) => value.as_array()?.iter().map(Value::as_str).collect(),
    }
}
