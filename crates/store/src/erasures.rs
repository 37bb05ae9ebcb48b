//! The list of who was erased, kept beside the backups: restoring an older one
//! must not bring anybody back.
//!
//! A line holds a time and a random id that leads to nobody, and nothing else.
//! It is on the disk before the erasure is committed: an erasure that cannot be
//! listed is not done. One that is listed and then cannot be committed is done
//! when a backup is restored; the person did ask for it.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use guiyan_core::{ids::PersonId, time::Timestamp};

use crate::{StoreError, place};

/// The name of the list in the folder of the backups.
pub const ERASURES: &str = "erasures.ids";

/// The list.
#[derive(Clone, Debug)]
pub struct Erasures {
    path: PathBuf,
}

impl Erasures {
    /// The list in a folder, made when it is not there.
    ///
    /// # Errors
    /// The folder is not there, or the list cannot be written.
    pub fn in_folder(folder: &Path) -> Result<Self, StoreError> {
        let list = Self { path: folder.join(ERASURES) };
        list.append(&[])?;
        Ok(list)
    }

    /// Adds who is about to be erased, and when; on the disk on return.
    ///
    /// # Errors
    /// The list cannot be written; nothing was added.
    pub fn append(&self, erased: &[(PersonId, Timestamp)]) -> Result<(), StoreError> {
        let lines: String = erased.iter().map(|(person, at)| format!("{at} {person}\n")).collect();
        self.write(lines.as_bytes()).map_err(|source| StoreError::File {
            doing: "write the list of erasures in",
            path: self.path.clone(),
            source,
        })
    }

    // Opened each time: the folder may have been unmounted and come back.
    fn write(&self, lines: &[u8]) -> io::Result<()> {
        let is_new = !self.path.exists();
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&self.path)?;
        let end = whole_lines(&mut file)?;
        file.set_len(end)?;
        file.seek(SeekFrom::Start(end))?;
        let written = file.write_all(lines).and_then(|()| file.sync_all());
        if written.is_err() {
            // Half a line is cut off now or by the next one who writes.
            let _ = file.set_len(end);
        }
        written?;
        if is_new { place::sync_folder(&self.path) } else { Ok(()) }
    }

    /// Who stands in a list, each once, in order.
    ///
    /// # Errors
    /// It cannot be read, or a line is not one of ours.
    pub fn read(path: &Path) -> Result<Vec<PersonId>, StoreError> {
        let text = fs::read_to_string(path).map_err(|source| StoreError::File {
            doing: "read the list of erasures in",
            path: path.to_owned(),
            source,
        })?;
        // What comes after the last end of a line was never answered.
        let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
        let mut listed: Vec<PersonId> = Vec::new();
        for (index, line) in whole.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let id = line.split_once(' ').filter(|(at, _)| at.parse::<Timestamp>().is_ok());
            let id = id.and_then(|(_, id)| id.trim().parse().ok());
            let id = id.ok_or_else(|| StoreError::BadFile {
                path: path.to_owned(),
                what: format!(
                    "is not as it was written: line {} holds no time and id; put a copy of it \
                     in its place that was not edited",
                    index + 1
                ),
            })?;
            if !listed.contains(&id) {
                listed.push(id);
            }
        }
        Ok(listed)
    }
}

/// Up to where the file holds whole lines.
fn whole_lines(file: &mut File) -> io::Result<u64> {
    let mut end = file.seek(SeekFrom::End(0))?;
    let mut byte = [0];
    while end > 0 {
        file.seek(SeekFrom::Start(end - 1))?;
        file.read_exact(&mut byte)?;
        if byte == *b"\n" {
            break;
        }
        end -= 1;
    }
    Ok(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(n: u128) -> PersonId {
        PersonId(uuid::Uuid::from_u128(n))
    }

    #[test]
    fn who_is_listed_is_read_back_and_half_a_line_is_not() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join(ERASURES);
        let list = Erasures::in_folder(folder.path()).unwrap();
        assert_eq!(Erasures::read(&path).unwrap(), []);
        list.append(&[(person(1), Timestamp(1_795_400_000_123)), (person(2), Timestamp(0))])
            .unwrap();
        fs::OpenOptions::new()
            .append(true)
            .open(&path)
            .and_then(|mut file| file.write_all(b"2026-11-2"))
            .unwrap();
        assert_eq!(Erasures::read(&path).unwrap(), [person(1), person(2)]);
        list.append(&[(person(3), Timestamp(5)), (person(1), Timestamp(6))]).unwrap();
        assert_eq!(Erasures::read(&path).unwrap(), [person(1), person(2), person(3)]);

        fs::write(&path, "1970-01-01T08:00:00+08:00 nobody\n").unwrap();
        let error = Erasures::read(&path).unwrap_err().to_string();
        assert!(error.contains("line 1"), "{error}");
    }

    #[test]
    fn a_folder_that_is_not_there_is_said() {
        let error = Erasures::in_folder(Path::new("/nowhere/backups")).unwrap_err().chain();
        assert!(error.contains("/nowhere/backups/erasures.ids"), "{error}");
    }
}
