//! What lies in the folder of the record.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Every file below a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("list the folder of the record");
    let mut found = Vec::new();
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Which of these texts stand in which file as they are.
pub fn files_with(folder: &Path, texts: &[&str]) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for path in files(folder) {
        // A file of the database may be gone between listing and reading.
        let bytes = fs::read(&path).unwrap_or_default();
        for text in texts.iter().filter(|text| holds(&bytes, text.as_bytes())) {
            found.push((path.clone(), (*text).to_owned()));
        }
    }
    found
}

/// Replaces a text by another of the same length wherever it stands; how often.
pub fn replace(path: &Path, from: &str, to: &str) -> usize {
    assert_eq!(from.len(), to.len(), "in place: nothing may move");
    let mut bytes = fs::read(path).expect("read the file");
    let places: Vec<usize> = positions(&bytes, from.as_bytes()).collect();
    for &at in &places {
        bytes[at..at + from.len()].copy_from_slice(to.as_bytes());
    }
    fs::write(path, bytes).expect("write the file");
    places.len()
}

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    positions(bytes, text).next().is_some()
}

fn positions<'a>(bytes: &'a [u8], text: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    bytes
        .windows(text.len())
        .enumerate()
        .filter(move |(_, window)| *window == text)
        .map(|(at, _)| at)
}
