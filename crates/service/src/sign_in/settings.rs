//! What an operator says about signing in by phone: `[phone]`.

use std::{fs, path::PathBuf, time::Duration};

use guiyan_core::wire::SecondFactor;
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::{identity::settings::SettingsError, outgoing::Address};

/// A shorter secret could be guessed from one signed message.
const SECRET_BYTES: usize = 32;

/// Sign-in by phone and one-time code.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PhoneSettings {
    /// Address of the operator's SMS gateway. What is posted to it:
    /// [`crate::sign_in::sms`].
    pub webhook: String,
    /// File with the secret that it knows our messages by, at least 32 bytes
    /// of text (`openssl rand -base64 48`).
    pub secret_file: PathBuf,
    /// What the gateway calls the text of the message.
    #[serde(default = "template")]
    pub template: String,
    /// The gateway has this long to take a message.
    #[serde(default = "timeout")]
    pub timeout_seconds: u64,
    /// Who does not come back for so many days signs in again.
    #[serde(default = "refresh_days")]
    pub refresh_days: u32,
    /// The most codes asked for from one address in a minute, and in an hour.
    /// A whole building may share one.
    #[serde(default = "per_address")]
    pub per_address: [u32; 2],
    /// Whether officers show a second factor.
    #[serde(default)]
    pub second_factor: SecondFactor,
}

fn template() -> String {
    "guiyan-sign-in".to_owned()
}

fn timeout() -> u64 {
    4
}

fn refresh_days() -> u32 {
    30
}

fn per_address() -> [u32; 2] {
    [30, 300]
}

impl PhoneSettings {
    /// For a gateway at `webhook`, with everything else as it is by default.
    pub fn of(webhook: String, secret_file: PathBuf) -> Self {
        Self {
            webhook,
            secret_file,
            template: template(),
            timeout_seconds: timeout(),
            refresh_days: refresh_days(),
            per_address: per_address(),
            second_factor: SecondFactor::Offered,
        }
    }

    pub(crate) fn check(&self) -> Result<(), SettingsError> {
        let wrong = |what: String| Err(SettingsError::Wrong(format!("phone: {what}")));
        if let Err(error) = Address::of(&self.webhook) {
            return wrong(error.to_string());
        }
        if !(1..=20).contains(&self.timeout_seconds) {
            return wrong("`timeout-seconds` is 1 to 20".to_owned());
        }
        if !(1..=180).contains(&self.refresh_days) {
            return wrong("`refresh-days` is 1 to 180".to_owned());
        }
        if self.per_address.contains(&0) || self.per_address[0] > self.per_address[1] {
            return wrong("`per-address` is two numbers, for a minute and for an hour".to_owned());
        }
        Ok(())
    }

    /// The secret that the gateway knows our messages by.
    ///
    /// # Errors
    /// The file cannot be read, or the secret is short.
    pub fn secret(&self) -> Result<Zeroizing<Vec<u8>>, SettingsError> {
        let name = self.secret_file.display();
        let text = fs::read_to_string(&self.secret_file).map(Zeroizing::new).map_err(|cause| {
            SettingsError::Wrong(format!("phone: the file `{name}` cannot be read: {cause}"))
        })?;
        let secret = text.trim().as_bytes();
        if secret.len() < SECRET_BYTES {
            let sentence = "phone: the secret must have at least 32 bytes of text; make one with \
                            `openssl rand -base64 48`";
            return Err(SettingsError::Wrong(sentence.to_owned()));
        }
        Ok(Zeroizing::new(secret.to_vec()))
    }

    pub(super) fn timeout(&self) -> Duration {
        Duration::from_secs(self.timeout_seconds)
    }

    pub(super) fn refresh_seconds(&self) -> i64 {
        i64::from(self.refresh_days) * 24 * 3600
    }
}
