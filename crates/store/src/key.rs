//! The master key, and the keys that are derived from it.

use std::{fmt, fs, io::Write, path::Path};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use guiyan_core::{Command, caller::Caller, command::DistrictCommand, ids::StreamId};
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::{StoreError, log::Digest};

/// The key that wraps every person's key. It stands in a file or in the
/// environment, never beside the data and never in a backup of it.
#[derive(Clone)]
pub struct MasterKey(Zeroizing<[u8; 32]>);

impl MasterKey {
    /// The key of these bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// A new key from the system's generator.
    ///
    /// # Errors
    /// The system gives no random bytes.
    pub fn generate() -> Result<Self, StoreError> {
        random().map(Self::from_bytes)
    }

    /// Reads a key from text: 32 bytes in base64 or in hexadecimal digits.
    ///
    /// # Errors
    /// The text is neither. The text is not repeated in the error.
    pub fn from_text(text: &str) -> Result<Self, StoreError> {
        let text = text.trim();
        let bytes = hex(text).or_else(|| STANDARD.decode(text).ok()).map(Zeroizing::new);
        bytes
            .and_then(|bytes| <[u8; 32]>::try_from(bytes.as_slice()).ok())
            .map(Self::from_bytes)
            .ok_or_else(|| {
                StoreError::Key("a master key is 32 bytes in base64 or hexadecimal".to_owned())
            })
    }

    /// Reads a key from a file that holds it as text.
    ///
    /// # Errors
    /// The file cannot be read or holds no key.
    pub fn from_file(path: &Path) -> Result<Self, StoreError> {
        let text = fs::read_to_string(path).map(Zeroizing::new).map_err(|source| {
            StoreError::File { doing: "read the master key in", path: path.to_owned(), source }
        })?;
        Self::from_text(&text)
    }

    /// Reads a key from an environment variable; none when it is not set.
    ///
    /// # Errors
    /// The variable is set and holds no key.
    pub fn from_env(name: &str) -> Result<Option<Self>, StoreError> {
        match std::env::var(name) {
            Ok(text) => Self::from_text(&Zeroizing::new(text)).map(Some),
            Err(std::env::VarError::NotPresent) => Ok(None),
            Err(std::env::VarError::NotUnicode(_)) => {
                Err(StoreError::Key(format!("`{name}` holds no text")))
            }
        }
    }

    /// Writes the key to a new file that only its owner may read.
    ///
    /// # Errors
    /// The file exists or cannot be written.
    pub fn write_new(&self, path: &Path) -> Result<(), StoreError> {
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let text = Zeroizing::new(STANDARD.encode(*self.0) + "\n");
        let written = options.open(path).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            // A key that a power cut takes back is lost with all it has wrapped.
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            let folder = folder.unwrap_or(Path::new("."));
            if cfg!(unix) { fs::File::open(folder)?.sync_all() } else { Ok(()) }
        });
        written.map_err(|source| StoreError::File {
            doing: "write the master key to",
            path: path.to_owned(),
            source,
        })
    }

    /// A key for one purpose, as in `guiyan/1/sign-in`, which says nothing about
    /// the master key. A purpose has one use, for ever.
    pub fn derive(&self, purpose: &str) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(hmac(self.0.as_slice(), [purpose.as_bytes()]))
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

/// Who signed in, as a keyed digest of issuer and subject.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Subject(pub(crate) [u8; 32]);

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subject(…)")
    }
}

/// Bytes of a receipt's seal.
const SEAL: usize = 16;

/// Makes keyed digests, so that what is stored cannot be guessed by trying.
#[derive(Clone)]
pub struct Keyed {
    commands: Zeroizing<[u8; 32]>,
    subjects: Zeroizing<[u8; 32]>,
}

impl Keyed {
    pub(crate) fn new(master: &MasterKey) -> Self {
        Self {
            commands: master.derive("guiyan/1/commands"),
            subjects: master.derive("guiyan/1/subjects"),
        }
    }

    /// Both keys, to be kept wrapped.
    #[cfg(feature = "sqlite")]
    pub(crate) fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new([self.commands.as_slice(), self.subjects.as_slice()].concat())
    }

    /// The keys that [`Keyed::to_bytes`] gave.
    #[cfg(feature = "sqlite")]
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (commands, subjects) = bytes.split_first_chunk::<32>()?;
        let subjects = <[u8; 32]>::try_from(subjects).ok()?;
        Some(Self { commands: Zeroizing::new(*commands), subjects: Zeroizing::new(subjects) })
    }

    /// The digest of a subject.
    pub fn subject(&self, issuer: &str, subject: &str) -> Subject {
        let length = (issuer.len() as u64).to_be_bytes();
        Subject(hmac(self.subjects.as_slice(), [&length, issuer.as_bytes(), subject.as_bytes()]))
    }

    /// The seal of a receipt.
    pub(crate) fn receipt(&self, body: &[u8]) -> [u8; SEAL] {
        let whole: [u8; 32] = self.sealing(body).finalize().into_bytes().into();
        std::array::from_fn(|index| whole.get(index).copied().unwrap_or_default())
    }

    /// Whether it is the seal of that receipt; told in the same time whichever
    /// byte is wrong.
    pub(crate) fn is_receipt(&self, body: &[u8], seal: &[u8]) -> bool {
        // A shorter one would be held against the beginning only.
        seal.len() == SEAL && self.sealing(body).verify_truncated_left(seal).is_ok()
    }

    fn sealing(&self, body: &[u8]) -> Hmac<Sha256> {
        // No digest of a command begins with a target of this length.
        let key = hmac(self.commands.as_slice(), [b"\xffguiyan/1/receipts".as_slice()]);
        mac(&key, [body])
    }

    /// The digest of who asks whom for what. Offices are left out: a repeat is
    /// a repeat even if the caller's office has changed in between.
    pub fn command(&self, target: &StreamId, caller: &Caller, command: &Command) -> Digest {
        let target = target.to_string();
        let length = [target.len() as u8];
        // Who erased themselves comes back as somebody new, and a repeat of the
        // erasure must still find its answer.
        let erasing = matches!(command, Command::District(DistrictCommand::EraseMe {}));
        let person = caller.person.filter(|_| !erasing);
        let person = person.map(|person| *person.0.as_bytes()).unwrap_or_default();
        // The one command that has no form on the wire is the service's own.
        let json = serde_json::to_vec(command).map(Zeroizing::new).unwrap_or_default();
        hmac(self.commands.as_slice(), [&length, target.as_bytes(), &person, json.as_slice()])
    }
}

impl fmt::Debug for Keyed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keyed(…)")
    }
}

pub(crate) fn random<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| StoreError::Random)?;
    Ok(bytes)
}

fn hmac<'a>(key: &[u8], parts: impl IntoIterator<Item = &'a [u8]>) -> [u8; 32] {
    mac(key, parts).finalize().into_bytes().into()
}

fn mac<'a>(key: &[u8], parts: impl IntoIterator<Item = &'a [u8]>) -> Hmac<Sha256> {
    // HMAC takes a key of any length, so that the error cannot occur; the
    // constructor that cannot fail wants a whole block.
    let mut block = Zeroizing::new([0_u8; 64]);
    for (to, from) in block.iter_mut().zip(key) {
        *to = *from;
    }
    let mut mac = <Hmac<Sha256> as hmac::digest::KeyInit>::new((&*block).into());
    for part in parts {
        mac.update(part);
    }
    mac
}

fn hex(text: &str) -> Option<Vec<u8>> {
    if text.len() != 64 {
        return None;
    }
    let digit = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
    let pairs = text.as_bytes().chunks_exact(2);
    pairs.map(|pair| Some(digit(*pair.first()?)? << 4 | digit(*pair.last()?)?)).collect()
}
