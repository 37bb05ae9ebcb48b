//! A token as it comes, before anything of it is believed.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use guiyan_core::wire::Failure;
use jsonwebtoken::Algorithm;
use serde::{Deserialize, de::IgnoredAny};

/// No issuer names its keys or itself at greater length.
const MAX_NAME: usize = 512;

/// What a token says about itself. Where a header says that its key is to be
/// found (`jku`, `jwk`, `x5u`, `x5c`) is not even read.
#[derive(Debug)]
pub(super) struct Unverified<'a> {
    pub(super) text: &'a str,
    pub(super) algorithm: Algorithm,
    pub(super) kid: Option<String>,
    /// Only to know whose keys to try.
    pub(super) issuer: String,
}

#[derive(Deserialize)]
struct Head {
    alg: String,
    kid: Option<String>,
    // Extensions that must be understood; none is.
    crit: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Body {
    iss: String,
}

impl<'a> Unverified<'a> {
    pub(super) fn of(text: &'a str) -> Result<Self, Failure> {
        Self::read(text).ok_or(Failure::InvalidToken)
    }

    fn read(text: &'a str) -> Option<Self> {
        let mut parts = text.split('.');
        let (head, body, signature) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || signature.is_empty() {
            return None;
        }
        let Head { alg, kid, crit } = part(head)?;
        let Body { iss: issuer } = part(body)?;
        let algorithm = match alg.as_str() {
            "RS256" => Algorithm::RS256,
            "ES256" => Algorithm::ES256,
            "EdDSA" => Algorithm::EdDSA,
            _ => return None,
        };
        let short =
            issuer.len() <= MAX_NAME && kid.as_ref().is_none_or(|kid| kid.len() <= MAX_NAME);
        (crit.is_none() && short).then_some(Self { text, algorithm, kid, issuer })
    }
}

fn part<T: for<'de> Deserialize<'de>>(text: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}
