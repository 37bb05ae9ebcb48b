//! Sample identities: the service signs tokens for them itself. Only with
//! `--demo`, and only for the issuer `guiyan-demo`.

use std::{fmt, fs, io, path::Path};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{SigningKey, pkcs8::EncodePrivateKey};
use guiyan_core::{
    branch::request::RequestKind,
    caller::{Office, Role},
    charter::DistrictCharter,
    ids::{BranchId, DepartmentId, TownshipId},
};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header};
use rand::{TryRngCore, rngs::OsRng};
use zeroize::Zeroizing;

use super::{Claims, Verifier};

/// Who signs, and for whom, in a demo.
pub const ISSUER: &str = "guiyan-demo";
const LIFETIME_SECONDS: u64 = 12 * 3600;

/// Signs tokens for sample identities.
pub struct DemoIssuer {
    signing: EncodingKey,
    public: String,
    branches: Vec<(String, Role, Role)>,
    townships: Vec<TownshipId>,
    department: Option<DepartmentId>,
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
        let branches = charter.branches.keys().map(|id| {
            let city = city_of(id).to_owned();
            let role = |office| Role::Branch { office, branch: id.clone() };
            (city, role(Office::Secretary), role(Office::Steward))
        });
        Ok(Self {
            signing: EncodingKey::from_ed_der(pkcs8.as_bytes()),
            public: URL_SAFE_NO_PAD.encode(key.verifying_key().as_bytes()),
            branches: branches.collect(),
            townships: charter.townships.iter().map(|township| township.id.clone()).collect(),
            department: contact_of(charter),
        })
    }

    /// What recognises this issuer's tokens.
    ///
    /// # Errors
    /// When the public key is none, which would be a fault of its making.
    pub fn verifier(&self) -> Result<Verifier, DemoKeyError> {
        let key = DecodingKey::from_ed_components(&self.public).map_err(|_| DemoKeyError::Key)?;
        Ok(Verifier::new(key, Algorithm::EdDSA, ISSUER, ISSUER))
    }

    /// The offices of a persona; `None` when there is no such persona.
    pub fn roles(&self, persona: &str) -> Option<Vec<Role>> {
        let named = persona.strip_prefix("new:");
        if named.is_some_and(|text| (1..=60).contains(&text.chars().count())) {
            return Some(Vec::new());
        }
        match persona {
            "visitor" => return Some(Vec::new()),
            "district-officer" => return Some(vec![Role::DistrictOfficer]),
            "department-contact" => {
                let department = self.department.clone()?;
                return Some(vec![Role::Department { department }]);
            }
            _ => {}
        }
        if let Some(name) = persona.strip_suffix("-liaison") {
            let township = self.townships.iter().find(|township| township.as_str() == name)?;
            return Some(vec![Role::Liaison { township: township.clone() }]);
        }
        let (city, office) = persona.split_once('-')?;
        let (_, secretary, steward) = self.branches.iter().find(|(name, ..)| name == city)?;
        match office {
            "member" => Some(Vec::new()),
            "secretary" => Some(vec![secretary.clone()]),
            "steward" => Some(vec![steward.clone()]),
            _ => None,
        }
    }

    /// A token for a persona, or `None` when there is no such persona.
    pub fn token(&self, persona: &str, now_seconds: u64) -> Option<String> {
        let roles = self.roles(persona)?;
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: Some(ISSUER.to_owned()),
            sub: persona.to_owned(),
            exp: now_seconds + LIFETIME_SECONDS,
            roles: roles.iter().map(ToString::to_string).collect(),
        };
        jsonwebtoken::encode(&Header::new(Algorithm::EdDSA), &claims, &self.signing).ok()
    }
}

/// The department whose contact the persona `department-contact` is: of those
/// who work in Guiyan the one for schools, to which most of the samples go.
pub fn contact_of(charter: &DistrictCharter) -> Option<DepartmentId> {
    let here = || charter.departments.iter().filter(|department| department.in_guiyan);
    let schools = here().find(|department| department.kinds.contains(&RequestKind::Schooling));
    schools.or_else(|| here().next()).map(|department| department.id.clone())
}

/// The part of a branch's id that names its personas: `beijing` of
/// `xinzhou-beijing`, as in `beijing-member`.
pub fn city_of(branch: &BranchId) -> &str {
    branch.as_str().rsplit('-').next().unwrap_or_default()
}

impl fmt::Debug for DemoIssuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DemoIssuer(…)")
    }
}

fn fresh() -> Result<Zeroizing<[u8; 32]>, DemoKeyError> {
    let mut seed = Zeroizing::new([0; 32]);
    OsRng.try_fill_bytes(seed.as_mut()).map_err(|_| DemoKeyError::Key)?;
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
    options.open(path)?.write_all(bytes)
}
