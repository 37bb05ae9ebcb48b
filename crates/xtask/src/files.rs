//! Where things are, and the few file operations the chores share.

use std::fs;
use std::path::{Path, PathBuf};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use sha2::{Digest, Sha256};

use crate::failure::{Context, Failure, Result};

/// The top of the checkout.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// Cargo's target folder; one for everything, so that nothing is built twice.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The folder that the service serves and embeds. It is always below the
/// checkout, because the service names it relative to its own sources.
pub(crate) fn site() -> PathBuf {
    root().join("target/site")
}

/// A path as people read it: relative to the checkout, with `/`.
pub(crate) fn shown(path: &Path) -> String {
    let relative = path.strip_prefix(root()).unwrap_or(path);
    relative.to_string_lossy().replace('\\', "/")
}

pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).or_fail(format_args!("read `{}`", shown(path)))
}

pub(crate) fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).or_fail(format_args!("read `{}`", shown(path)))
}

/// Writes a file and the folders above it. An unchanged file is left alone, so
/// that nothing downstream is rebuilt for its new time.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        make_folder(folder)?;
    }
    fs::write(path, bytes).or_fail(format_args!("write `{}`", shown(path)))
}

/// Removes a file that was only needed on the way.
pub(crate) fn remove(path: &Path) -> Result<()> {
    fs::remove_file(path).or_fail(format_args!("remove `{}`", shown(path)))
}

/// A file's name without its last ending.
pub(crate) fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

pub(crate) fn make_folder(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).or_fail(format_args!("create `{}`", shown(folder)))
}

/// An empty folder at this path, whatever was there before.
pub(crate) fn fresh_folder(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).or_fail(format_args!("empty `{}`", shown(folder)))?;
    }
    make_folder(folder)
}

/// Every file below a folder, sorted; folders that tools generate are skipped.
pub(crate) fn walk(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        let entries = fs::read_dir(&next).or_fail(format_args!("list `{}`", shown(&next)))?;
        for entry in entries {
            let path = entry.or_fail(format_args!("list `{}`", shown(&next)))?.path();
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
            match name.as_deref() {
                Some("node_modules" | "target" | "dist" | ".git") => {}
                _ if path.is_dir() => open.push(path),
                _ => found.push(path),
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The first sixteen hex digits of the SHA-256: enough to name a file by its content.
pub(crate) fn fingerprint(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes)).chars().take(16).collect()
}

/// What `integrity` says of a file, as HTML and `fetch` have it.
pub(crate) fn integrity(bytes: &[u8]) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(bytes)))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What a browser downloads: the length after brotli at its highest level.
pub(crate) fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &parameters)
        .or_fail("compress with brotli")?;
    Ok(packed)
}

/// The one file that must exist, or a sentence that says who makes it.
pub(crate) fn must_exist(path: &Path, made_by: &str) -> Result<()> {
    if path.exists() {
        return Ok(());
    }
    Err(Failure::new(format!("`{}` is missing; {made_by}", shown(path))))
}
