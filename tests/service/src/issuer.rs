//! A portal that publishes its keys, as OpenID Connect has it.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{SigningKey, pkcs8::EncodePrivateKey};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

use crate::{make, stand_in::StandIn, token::AUDIENCE};

/// Where its keys are.
pub const JWKS: &str = "/keys.json";
/// Where it says so.
pub const DISCOVERY: &str = "/.well-known/openid-configuration";

/// One of its keys.
#[derive(Clone)]
pub struct Published {
    kid: String,
    signing: SigningKey,
}

impl Published {
    /// A new key of that name.
    pub fn new(kid: &str) -> Self {
        Self { kid: kid.to_owned(), signing: SigningKey::from_bytes(&rand::random()) }
    }

    /// The same as a public JSON Web Key.
    pub fn jwk(&self) -> Value {
        let x = URL_SAFE_NO_PAD.encode(self.signing.verifying_key().as_bytes());
        json!({ "kty": "OKP", "crv": "Ed25519", "use": "sig", "kid": self.kid, "x": x })
    }

    /// The public key's bytes.
    pub fn public(&self) -> [u8; 32] {
        self.signing.verifying_key().to_bytes()
    }

    /// A token with these claims, under its own name.
    pub fn sign(&self, claims: &Value) -> String {
        let header = json!({ "alg": "EdDSA", "typ": "JWT", "kid": self.kid });
        self.sign_under(&header, claims)
    }

    /// A token with these claims under any header.
    pub fn sign_under(&self, header: &Value, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(header), part(claims));
        let der = self.signing.to_pkcs8_der().expect("a key in DER");
        let key = EncodingKey::from_ed_der(der.as_bytes());
        let signature = jsonwebtoken::crypto::sign(signed.as_bytes(), &key, Algorithm::EdDSA);
        format!("{signed}.{}", signature.expect("sign a token"))
    }
}

/// A token with these claims, by HS256 and that secret.
pub fn symmetric(secret: &[u8], kid: &str, claims: &Value) -> String {
    let header = Header { kid: Some(kid.to_owned()), ..Header::new(Algorithm::HS256) };
    encode(&header, claims, &EncodingKey::from_secret(secret)).expect("sign a token")
}

/// An issuer on this machine.
pub struct Issuer {
    /// Its server.
    pub server: StandIn,
}

impl Issuer {
    /// Starts one that publishes these keys.
    pub async fn start(keys: &[&Published]) -> Self {
        let server = StandIn::start(|_| (503, String::new())).await;
        let issuer = Self { server };
        issuer.publish(keys);
        issuer
    }

    /// From now on it publishes these.
    pub fn publish(&self, keys: &[&Published]) {
        let keys: Vec<Value> = keys.iter().map(|key| key.jwk()).collect();
        self.publish_set(&json!({ "keys": keys }));
    }

    /// From now on it publishes that.
    pub fn publish_set(&self, set: &Value) {
        let (base, set) = (self.server.base.clone(), set.to_string());
        self.server.answers(move |asked| match asked.path.as_str() {
            JWKS => (200, set.clone()),
            DISCOVERY => {
                let jwks = format!("{base}{JWKS}");
                (200, json!({ "issuer": base, "jwks_uri": jwks }).to_string())
            }
            _ => (404, "{}".to_owned()),
        });
    }

    /// It answers nothing more.
    pub fn dies(&self) {
        self.server.answers(|_| (0, String::new()));
    }

    /// How often its keys were fetched.
    pub fn fetched(&self) -> usize {
        self.server.count(JWKS)
    }

    /// The settings that know it, with more of them.
    pub fn settings(&self, more: &str) -> String {
        let base = &self.server.base;
        format!(
            "[[issuer]]\nissuer = '{base}'\naudience = '{AUDIENCE}'\ndiscovery = true\n{more}\n"
        )
    }

    /// Claims with nothing wrong in them, good for five minutes.
    pub fn claims(&self, subject: &str) -> Value {
        let now = make::now().0 / 1000;
        json!({
            "iss": self.server.base, "aud": AUDIENCE, "sub": subject,
            "iat": now, "nbf": now - 5, "exp": now + 300,
        })
    }
}
