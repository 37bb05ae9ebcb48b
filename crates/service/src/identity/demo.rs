//! Sample identities: the service signs tokens for them itself. Only with
//! `--demo`, and only for the issuer `guiyan-demo`.

use std::{fmt, fs, io, path::Path};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{SigningKey, pkcs8::EncodePrivateKey};
use guiyan_core::{caller::Role, charter::DistrictCharter};
use guiyan_sample::persona::roles_of;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header};
use serde::Serialize;
use zeroize::Zeroizing;

use super::Issuer;

/// Who signs, and for whom, in a demo.
pub const ISSUER: &str = "guiyan-demo";
const LIFETIME_SECONDS: u64 = 12 * 3600;

/// What its tokens say.
#[derive(Serialize)]
struct Claims<'a> {
    iss: &'static str,
    aud: &'static str,
    sub: &'a str,
    exp: u64,
    roles: Vec<String>,
}

/// Signs tokens for sample identities.
pub struct DemoIssuer {
    signing: EncodingKey,
    public: String,
    charter: DistrictCharter,
}

/// The demo's key cannot be made or kept.
#[derive(Debug, thiserror::Error)]
pub enum DemoKeyError {
    /// No file.
    #[error("the demo's key cannot be kept in `{0}`: {1}")]
    File(String, io::Error),
    /// No randomness, or not a key.
    #[error("the demo's key cannot be made; delete `demo.key` in the data folder and start again")]
    Key,
}

impl DemoIssuer {
    /// The issuer whose key is kept in `folder`, so that tokens survive a
    /// restart; without a folder the key lives as long as the service.
    ///
    /// # Errors
    /// When the key can be neither read nor made.
    pub fn open(folder: Option<&Path>, charter: &DistrictCharter) -> Result<Self, DemoKeyError> {
        let seed = match folder {
            Some(folder) => kept(&folder.join("demo.key"))?,
            None => fresh()?,
        };
        let key = SigningKey::from_bytes(&seed);
        let pkcs8 = key.to_pkcs8_der().map_err(|_| DemoKeyError::Key)?;
        Ok(Self {
            signing: EncodingKey::from_ed_der(pkcs8.as_bytes()),
            public: URL_SAFE_NO_PAD.encode(key.verifying_key().as_bytes()),
            charter: charter.clone(),
        })
    }

    /// What recognises this issuer's tokens.
    ///
    /// # Errors
    /// When the public key is none, which would be a fault of its making.
    pub fn issuer(&self) -> Result<Issuer, DemoKeyError> {
        let key = DecodingKey::from_ed_components(&self.public).map_err(|_| DemoKeyError::Key)?;
        Ok(Issuer::of_key(key, Algorithm::EdDSA, ISSUER, ISSUER))
    }

    /// The offices of a persona; `None` when there is no such persona.
    pub fn roles(&self, persona: &str) -> Option<Vec<Role>> {
        roles_of(&self.charter, persona)
    }

    /// A token for a persona, or `None` when there is no such persona.
    pub fn token(&self, persona: &str, now_seconds: u64) -> Option<String> {
        let roles = self.roles(persona)?;
        let claims = Claims {
            iss: ISSUER,
            aud: ISSUER,
            sub: persona,
            exp: now_seconds + LIFETIME_SECONDS,
            roles: roles.iter().map(ToString::to_string).collect(),
        };
        jsonwebtoken::encode(&Header::new(Algorithm::EdDSA), &claims, &self.signing).ok()
    }
}

impl fmt::Debug for DemoIssuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DemoIssuer(…)")
    }
}

fn fresh() -> Result<Zeroizing<[u8; 32]>, DemoKeyError> {
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(seed.as_mut()).map_err(|_| DemoKeyError::Key)?;
    Ok(seed)
}

fn kept(path: &Path) -> Result<Zeroizing<[u8; 32]>, DemoKeyError> {
    match fs::read(path) {
        Ok(bytes) => bytes.try_into().map(Zeroizing::new).map_err(|_| DemoKeyError::Key),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let seed = fresh()?;
            write_private(path, seed.as_ref())
                .map_err(|cause| DemoKeyError::File(path.display().to_string(), cause))?;
            Ok(seed)
        }
        Err(cause) => Err(DemoKeyError::File(path.display().to_string(), cause)),
    }
}

/// Writes a file that only its owner can read, and never over another.
fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    use io::Write as _;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    // Half a key would keep the next start from its record.
    file.sync_all()
}
