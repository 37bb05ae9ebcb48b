//! Tokens as a portal signs them.

use ed25519_dalek::{
    SigningKey,
    pkcs8::{EncodePrivateKey, EncodePublicKey, spki::der::pem::LineEnding},
};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

use crate::make;

/// Who signs the tokens of these tests.
pub const ISSUER: &str = "https://portal.example";
/// For whom.
pub const AUDIENCE: &str = "guiyan";

/// A portal's key pair.
#[derive(Debug)]
pub struct Portal {
    private: String,
    /// The public key, PEM: what an operator configures.
    pub public: String,
}

impl Portal {
    /// A portal with a new key.
    pub fn new() -> Self {
        let key = SigningKey::from_bytes(&rand::random());
        let private = key.to_pkcs8_pem(LineEnding::LF).expect("a private key in PEM");
        let public = key.verifying_key().to_public_key_pem(LineEnding::LF);
        Self { private: private.to_string(), public: public.expect("a public key in PEM") }
    }

    /// Signs these claims.
    pub fn sign(&self, claims: &Value) -> String {
        let key = EncodingKey::from_ed_pem(self.private.as_bytes()).expect("our own key");
        encode(&Header::new(Algorithm::EdDSA), claims, &key).expect("sign a token")
    }

    /// What an attacker makes of the public key: HS256 with it as the secret.
    pub fn confused(&self, claims: &Value) -> String {
        let key = EncodingKey::from_secret(self.public.as_bytes());
        encode(&Header::new(Algorithm::HS256), claims, &key).expect("sign a token")
    }
}

impl Default for Portal {
    fn default() -> Self {
        Self::new()
    }
}

/// Claims with nothing wrong in them, good for five minutes.
pub fn claims(subject: &str) -> Value {
    let now = make::now().0 / 1000;
    json!({
        "iss": ISSUER, "aud": AUDIENCE, "sub": subject,
        "iat": now, "nbf": now - 5, "exp": now + 300,
    })
}

/// The claims with one of them changed, or taken away by `null`.
pub fn but(mut claims: Value, name: &str, value: Value) -> Value {
    let map = claims.as_object_mut().expect("claims are an object");
    map.remove(name);
    if !value.is_null() {
        map.insert(name.to_owned(), value);
    }
    claims
}
