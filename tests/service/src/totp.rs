//! An officer's authenticator.

use totp_rs::{Builder, Secret};

/// The code of that time, in seconds since 1970, under a secret in base32.
pub fn code(secret: &str, seconds: i64) -> String {
    let secret = Secret::try_from_base32(secret).expect("a secret in base32");
    let seconds = u64::try_from(seconds).expect("a time after 1970");
    Builder::new().with_secret(secret).build_noncompliant().generate(seconds).to_string()
}
