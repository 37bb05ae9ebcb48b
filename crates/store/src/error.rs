use std::{io::ErrorKind, path::PathBuf};

/// Why the store could not do it. Nothing is half done: what was to be written
/// together is there as a whole or not at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// A file could not be read or written.
    #[error("cannot {doing} `{}`", path.display())]
    File {
        /// What was tried, as in `open`.
        doing: &'static str,
        /// With which file.
        path: PathBuf,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
    /// SQLite could not do it: a full disk, a failed write, a damaged file.
    #[cfg(feature = "sqlite")]
    #[error("the database could not do it")]
    Sqlite(#[from] rusqlite::Error),
    /// Another process serves the same file.
    #[error("`{}` is in use by another guiyan process; stop that one first", path.display())]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// The file was written by a newer release.
    #[error("the file has format {found}, this release knows {known}; use a newer release")]
    NewerFile {
        /// The format found in the file.
        found: i64,
        /// The newest format known here.
        known: i64,
    },
    /// The file is a database of something else.
    #[error("`{}` is not a guiyan database", path.display())]
    NotOurs {
        /// The file.
        path: PathBuf,
    },
    /// The file was written under another master key.
    #[error(
        "the master key is not the one of `{}`; name that one with --master-key, or in \
         GUIYAN_MASTER_KEY (since a `rotate-key` that is the new one, and the old one for \
         backups and exports from before)",
        path.display()
    )]
    WrongKey {
        /// The file.
        path: PathBuf,
    },
    /// A file is there that was to be made.
    #[error(
        "`{}` is there already, and nothing is written over another file; name a new one",
        path.display()
    )]
    FileExists {
        /// The file.
        path: PathBuf,
    },
    /// A folder holds something that was to be empty.
    #[error("`{}` is not empty; name an empty folder, or one that is not there yet", path.display())]
    FolderNotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// A file is not what it must be.
    #[error("`{}` {what}", path.display())]
    BadFile {
        /// The file.
        path: PathBuf,
        /// What is the matter, and what to do.
        what: String,
    },
    /// A master key is missing or malformed.
    #[error("{0}")]
    Key(String),
    /// What is stored cannot be what was written.
    #[error("stored data is damaged: {0}")]
    Damaged(String),
    /// The system gives no random bytes.
    #[error("the system's random generator failed")]
    Random,
    /// It did not work this time; the cause was reported where it came up.
    #[error("the record cannot be written at the moment")]
    Unavailable,
    /// The desk is closed, or its writer is gone.
    #[error("the store is closed")]
    Closed,
    /// A fault that a test asked for.
    #[cfg(feature = "testing")]
    #[error("a fault injected at {0:?}")]
    Injected(crate::fault::Point),
}

impl StoreError {
    /// The error with its causes, and what to do about it where that is known,
    /// as one line for a log.
    pub fn chain(&self) -> String {
        let mut text = self.to_string();
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            text.push_str(": ");
            text.push_str(&error.to_string());
            cause = error.source();
        }
        if let Some(advice) = self.advice() {
            text.push_str("; ");
            text.push_str(advice);
        }
        text
    }

    /// What whoever keeps the service does about a disk that fails.
    fn advice(&self) -> Option<&'static str> {
        match self {
            Self::File { source, .. } => of_file(source.kind()),
            #[cfg(feature = "sqlite")]
            Self::Sqlite(error) => of_database(error.sqlite_error_code()?),
            _ => None,
        }
    }
}

const MAY_NOT: &str = "give that folder to the user who runs guiyan (`ls -ld`, `chown -R`)";
const READ_ONLY: &str = "the disk is read-only (`dmesg` says why): mount it writable, or copy the \
                         folder to another disk and name it with --data";
const FULL: &str = "make room on the disk (`df`)";

fn of_file(kind: ErrorKind) -> Option<&'static str> {
    match kind {
        ErrorKind::PermissionDenied => Some(MAY_NOT),
        ErrorKind::ReadOnlyFilesystem => Some(READ_ONLY),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => Some(FULL),
        _ => None,
    }
}

#[cfg(feature = "sqlite")]
fn of_database(code: rusqlite::ErrorCode) -> Option<&'static str> {
    use rusqlite::ErrorCode as Code;
    match code {
        Code::ReadOnly | Code::PermissionDenied | Code::CannotOpen => Some(
            "guiyan must be able to write that folder: look whose it is (`ls -ld`) and whether \
             the disk is read-only (`dmesg`)",
        ),
        Code::DiskFull => Some(FULL),
        Code::SystemIoFailure => {
            Some("the disk is full, read-only or fails: `df` and `dmesg` say which")
        }
        Code::DatabaseCorrupt | Code::NotADatabase => Some(
            "the file is damaged: stop the service, copy its folder aside, restore the latest \
             backup",
        ),
        _ => None,
    }
}
