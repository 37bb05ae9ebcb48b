//! What an operator says about signing in, as it stands in a file of settings:
//! any number of `[[issuer]]`, and at most one `[phone]`.
//!
//! ```
//! let settings = guiyan_service::identity::settings::SignInSettings::parse(r#"
//!     [[issuer]]
//!     issuer = "https://portal.example"
//!     audience = "guiyan"
//!     discovery = true
//!     roles-claim = "realm_access.roles"
//!     roles = { "党支部书记" = "secretary:xinzhou-beijing" }
//!
//!     [phone]
//!     webhook = "https://sms.example/send"
//!     secret-file = "/etc/guiyan/sms.secret"
//! "#)?;
//! assert_eq!(settings.issuers.len(), 1);
//! # Ok::<(), guiyan_service::identity::settings::SettingsError>(())
//! ```

use std::{collections::BTreeMap, path::PathBuf, time::Duration};

use guiyan_core::caller::Role;
use serde::Deserialize;

use super::{DEMO_ISSUER, PHONE_ISSUER};
use crate::{outgoing::Address, sign_in::settings::PhoneSettings};

/// A mistake in these settings.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// Not TOML, or not what is known here.
    #[error("the settings of signing in are not as they must be: {0}")]
    Form(#[from] toml::de::Error),
    /// Known, and wrong.
    #[error("{0}")]
    Wrong(String),
}

/// Everything about signing in.
#[derive(Clone, PartialEq, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct SignInSettings {
    /// The portals whose tokens are taken.
    #[serde(rename = "issuer")]
    pub issuers: Vec<IssuerSettings>,
    /// Sign-in by phone and one-time code; without it there is none.
    pub phone: Option<PhoneSettings>,
}

/// One portal whose tokens are taken.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct IssuerSettings {
    /// `iss` of its tokens, to the letter.
    pub issuer: String,
    /// `aud` that its tokens must name, alone or among others.
    pub audience: String,
    /// PEM file with its public key. One of `key`, `jwks` and `discovery`.
    #[serde(default)]
    pub key: Option<PathBuf>,
    /// Address of its keys (a JSON Web Key Set).
    #[serde(default)]
    pub jwks: Option<String>,
    /// Whether its keys are found by `{issuer}/.well-known/openid-configuration`.
    #[serde(default)]
    pub discovery: bool,
    /// Its clock may be off by this much.
    #[serde(default = "skew")]
    pub skew_seconds: u64,
    /// The claim that names the person: a name, or a path with dots.
    #[serde(default = "subject_claim")]
    pub subject_claim: String,
    /// The claim with its names of roles, a list of texts: a name, or a path with dots.
    #[serde(default = "roles_claim")]
    pub roles_claim: String,
    /// Its names of roles, and the offices they stand for here.
    #[serde(default)]
    pub roles: BTreeMap<String, String>,
    /// Whether it names offices as we do, as in `secretary:xinzhou-beijing`.
    /// Without this and without `roles` a token names nobody's office.
    #[serde(default)]
    pub trust_roles: bool,
    /// Fetched keys are fetched anew this often.
    #[serde(default = "refresh")]
    pub refresh_seconds: u64,
    /// Fetched keys are good for this long when the issuer does not answer.
    #[serde(default = "keep")]
    pub keep_seconds: u64,
}

fn skew() -> u64 {
    60
}

fn subject_claim() -> String {
    "sub".to_owned()
}

fn roles_claim() -> String {
    "roles".to_owned()
}

fn refresh() -> u64 {
    3600
}

fn keep() -> u64 {
    24 * 3600
}

/// Where an issuer's keys come from.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum KeySource {
    File(PathBuf),
    Jwks(Address),
    Discovery(Address),
}

impl SignInSettings {
    /// Reads these settings from TOML, and checks them.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn parse(text: &str) -> Result<Self, SettingsError> {
        let settings: Self = toml::from_str(text)?;
        settings.check()?;
        Ok(settings)
    }

    /// Checks what TOML cannot.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn check(&self) -> Result<(), SettingsError> {
        for (index, issuer) in self.issuers.iter().enumerate() {
            issuer.check()?;
            let same = |other: &IssuerSettings| {
                (&other.issuer, &other.audience) == (&issuer.issuer, &issuer.audience)
            };
            if self.issuers.iter().skip(index + 1).any(same) {
                let sentence = format!("the issuer `{}` stands there twice", issuer.issuer);
                return Err(SettingsError::Wrong(sentence));
            }
        }
        self.phone.as_ref().map_or(Ok(()), PhoneSettings::check)
    }
}

impl IssuerSettings {
    /// As the options of the command line name one: its key in a file, and its
    /// names of offices taken as ours.
    pub fn of_key(key: PathBuf, issuer: &str, audience: &str) -> Self {
        Self {
            issuer: issuer.to_owned(),
            audience: audience.to_owned(),
            key: Some(key),
            jwks: None,
            discovery: false,
            skew_seconds: skew(),
            subject_claim: subject_claim(),
            roles_claim: roles_claim(),
            roles: BTreeMap::new(),
            trust_roles: true,
            refresh_seconds: refresh(),
            keep_seconds: keep(),
        }
    }

    fn check(&self) -> Result<(), SettingsError> {
        let of = &self.issuer;
        let wrong = |what: &str| Err(SettingsError::Wrong(format!("issuer `{of}`: {what}")));
        // Their people would be those of our own sign-ins.
        if [PHONE_ISSUER, DEMO_ISSUER].contains(&of.as_str()) {
            return wrong("this name is kept for the service's own sign-in");
        }
        if of.trim().is_empty() || self.audience.trim().is_empty() {
            return wrong("`issuer` and `audience` must say something");
        }
        if self.skew_seconds > 600 {
            return wrong("`skew-seconds` is at most 600: put the clocks right instead");
        }
        if !(1..=24 * 3600).contains(&self.refresh_seconds) {
            return wrong("`refresh-seconds` is 1 to 86400");
        }
        if !(self.refresh_seconds..=7 * 24 * 3600).contains(&self.keep_seconds) {
            return wrong("`keep-seconds` is at least `refresh-seconds`, and at most a week");
        }
        if self.trust_roles && !self.roles.is_empty() {
            return wrong("`roles` and `trust-roles` exclude each other");
        }
        self.offices()?;
        self.source().map(|_| ())
    }

    /// Its names of roles with the offices they stand for.
    pub(super) fn offices(&self) -> Result<BTreeMap<String, Role>, SettingsError> {
        let office = |(name, text): (&String, &String)| match text.parse() {
            Ok(role) => Ok((name.clone(), role)),
            Err(_) => Err(SettingsError::Wrong(format!(
                "issuer `{}`: `{text}` is no office; write it as in `secretary:xinzhou-beijing`, \
                 `liaison:qinfeng`, `department:education` or `district-officer`",
                self.issuer
            ))),
        };
        self.roles.iter().map(office).collect()
    }

    pub(super) fn source(&self) -> Result<KeySource, SettingsError> {
        let address = |text: &str| {
            Address::of(text)
                .map_err(|error| SettingsError::Wrong(format!("issuer `{}`: {error}", self.issuer)))
        };
        match (&self.key, &self.jwks, self.discovery) {
            (Some(file), None, false) => Ok(KeySource::File(file.clone())),
            (None, Some(jwks), false) => Ok(KeySource::Jwks(address(jwks)?)),
            (None, None, true) => {
                let base = self.issuer.trim_end_matches('/');
                let document = format!("{base}/.well-known/openid-configuration");
                Ok(KeySource::Discovery(address(&document)?))
            }
            _ => Err(SettingsError::Wrong(format!(
                "issuer `{}`: give exactly one of `key`, `jwks` and `discovery = true`",
                self.issuer
            ))),
        }
    }

    pub(super) fn refresh(&self) -> Duration {
        Duration::from_secs(self.refresh_seconds)
    }

    pub(super) fn keep(&self) -> Duration {
        Duration::from_secs(self.keep_seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "[[issuer]]\nissuer = 'https://a.example'\naudience = 'guiyan'\n";

    #[track_caller]
    fn wrong(text: &str, says: &str) {
        let error = SignInSettings::parse(text).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }

    #[test]
    fn a_mistake_is_told_in_a_sentence() {
        assert!(SignInSettings::parse(&format!("{GOOD}discovery = true")).is_ok());
        wrong(GOOD, "exactly one of");
        wrong(&format!("{GOOD}discovery = true\njwks = 'https://a.example/k'"), "exactly one of");
        wrong(&format!("{GOOD}jwks = 'http://a.example/k'"), "https");
        wrong(&format!("{GOOD}discovery = true\ntrust_roles = true"), "unknown field");
        wrong(&format!("{GOOD}discovery = true\nskew-seconds = 3600"), "skew-seconds");
        wrong(&format!("{GOOD}discovery = true\nroles = {{ boss = 'emperor' }}"), "no office");
        wrong(&format!("{GOOD}discovery = true\n{GOOD}discovery = true"), "twice");
        for kept in ["phone", "guiyan-demo"] {
            let text = format!("[[issuer]]\nissuer='{kept}'\naudience='x'\nkey='k.pem'");
            wrong(&text, "kept for the service's own");
        }
    }
}
