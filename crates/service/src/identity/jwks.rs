//! JSON Web Key Sets (RFC 7517): which of their keys are taken.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::keys::Key;

/// No portal has more; the rest is not looked at.
const MOST_KEYS: usize = 64;
/// RSA in bytes: 2048 bits are safe, more than 8192 only slow.
const RSA_BYTES: std::ops::RangeInclusive<usize> = 256..=1024;

#[derive(Deserialize)]
struct Set {
    keys: Vec<Value>,
}

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

/// The keys of a set that tokens can be checked with; those of other kinds are
/// passed over, as portals keep several. `None` when it is no set at all.
pub(super) fn read(body: &[u8]) -> Option<Vec<Key>> {
    let set: Set = serde_json::from_slice(body).ok()?;
    let keys = set.keys.into_iter().take(MOST_KEYS);
    Some(keys.filter_map(|key| key_of(serde_json::from_value(key).ok()?)).collect())
}

fn key_of(jwk: Jwk) -> Option<Key> {
    if jwk.purpose.as_deref().is_some_and(|purpose| purpose != "sig") {
        return None;
    }
    let mut print = Sha256::new();
    for part in [&jwk.n, &jwk.e, &jwk.x, &jwk.y] {
        print.update(part.as_deref().unwrap_or_default());
        print.update([0]);
    }
    let print = print.finalize().into();
    // The type alone says the algorithm; a secret (`oct`) is no public key.
    let (algorithm, name, decoding) = match (jwk.kty.as_str(), jwk.crv.as_deref()) {
        ("RSA", _) => (Algorithm::RS256, "RS256", rsa(&jwk.n?, &jwk.e?)?),
        ("EC", Some("P-256")) => {
            let point = DecodingKey::from_ec_components(&jwk.x?, &jwk.y?);
            (Algorithm::ES256, "ES256", point.ok()?)
        }
        ("OKP", Some("Ed25519")) => {
            (Algorithm::EdDSA, "EdDSA", DecodingKey::from_ed_components(&jwk.x?).ok()?)
        }
        _ => return None,
    };
    let named = jwk.alg.as_deref().unwrap_or(name);
    let fits = named == name || (name == "EdDSA" && named == "Ed25519");
    fits.then_some(Key { kid: jwk.kid, algorithm, decoding, print })
}

fn rsa(modulus: &str, exponent: &str) -> Option<DecodingKey> {
    let bytes = URL_SAFE_NO_PAD.decode(modulus).ok()?;
    let length = bytes.iter().skip_while(|byte| **byte == 0).count();
    let odd_enough = URL_SAFE_NO_PAD.decode(exponent).ok()? != [1];
    if !RSA_BYTES.contains(&length) || !odd_enough {
        return None;
    }
    DecodingKey::from_rsa_components(modulus, exponent).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn kids(keys: Value) -> Vec<String> {
        let body = json!({ "keys": keys }).to_string();
        read(body.as_bytes()).unwrap().into_iter().filter_map(|key| key.kid).collect()
    }

    #[test]
    fn only_public_keys_of_the_three_kinds_are_taken() {
        let long = URL_SAFE_NO_PAD.encode([0xC1; 256]);
        let short = URL_SAFE_NO_PAD.encode([0xC1; 128]);
        let huge = URL_SAFE_NO_PAD.encode(vec![0xC1; 2048]);
        let ed = URL_SAFE_NO_PAD.encode([7; 32]);
        let keys = json!([
            { "kty": "OKP", "crv": "Ed25519", "kid": "ed", "x": ed },
            { "kty": "RSA", "kid": "rsa", "alg": "RS256", "use": "sig", "n": long, "e": "AQAB" },
            { "kty": "oct", "kid": "secret", "k": ed },
            { "kty": "RSA", "kid": "short", "n": short, "e": "AQAB" },
            { "kty": "RSA", "kid": "huge", "n": huge, "e": "AQAB" },
            { "kty": "RSA", "kid": "one", "n": long, "e": "AQ" },
            { "kty": "RSA", "kid": "pss", "alg": "PS256", "n": long, "e": "AQAB" },
            { "kty": "RSA", "kid": "confused", "alg": "HS256", "n": long, "e": "AQAB" },
            { "kty": "RSA", "kid": "enc", "use": "enc", "n": long, "e": "AQAB" },
            { "kty": "OKP", "crv": "X25519", "kid": "x25519", "x": ed },
            { "kty": "EC", "crv": "P-384", "kid": "p384", "x": ed, "y": ed },
            "nonsense",
        ]);
        assert_eq!(kids(keys), ["ed", "rsa"]);
        for none in ["", "[]", "{}", "{\"keys\":{}}"] {
            assert!(read(none.as_bytes()).is_none(), "{none}");
        }
    }
}
