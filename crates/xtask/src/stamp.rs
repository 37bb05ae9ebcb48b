//! Skipping work whose inputs have not changed.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::failure::Result;
use crate::files;

/// A digest over the names and contents of everything a build reads.
pub(crate) fn of(inputs: &[PathBuf], salt: &str) -> Result<String> {
    let mut digest = Sha256::new();
    digest.update(salt);
    for input in inputs {
        let found = if input.is_dir() { files::walk(input)? } else { vec![input.clone()] };
        for path in found.iter().filter(|path| path.exists()) {
            digest.update(files::shown(path));
            digest.update([0]);
            digest.update(Sha256::digest(files::read(path)?));
        }
    }
    Ok(files::hex(&digest.finalize()))
}

/// Whether the stamp file holds this digest.
pub(crate) fn is_current(stamp: &Path, digest: &str) -> bool {
    fs::read_to_string(stamp).is_ok_and(|old| old == digest)
}

#[cfg(test)]
mod tests {
    use super::{is_current, of};
    use std::fs;

    #[test]
    fn a_changed_byte_or_name_changes_the_stamp() {
        let folder = tempfile::tempdir().unwrap();
        let inputs = [folder.path().to_path_buf()];
        fs::write(folder.path().join("a"), "1").unwrap();
        let first = of(&inputs, "dev").unwrap();
        assert_eq!(first, of(&inputs, "dev").unwrap());
        assert_ne!(first, of(&inputs, "optimised").unwrap());
        fs::write(folder.path().join("a"), "2").unwrap();
        let second = of(&inputs, "dev").unwrap();
        assert_ne!(first, second);
        fs::rename(folder.path().join("a"), folder.path().join("b")).unwrap();
        assert_ne!(second, of(&inputs, "dev").unwrap());
    }

    #[test]
    fn a_missing_stamp_is_not_current() {
        let folder = tempfile::tempdir().unwrap();
        let stamp = folder.path().join("stamp");
        assert!(!is_current(&stamp, "abc"));
        fs::write(&stamp, "abc").unwrap();
        assert!(is_current(&stamp, "abc"));
    }
}
