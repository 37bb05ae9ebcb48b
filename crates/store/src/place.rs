//! Files that are there as a whole or not at all, and never in the place of
//! another.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use crate::StoreError;

/// A file under way. It has another name until it is kept, and is gone when
/// it is dropped before that.
pub(crate) struct NewFile {
    path: PathBuf,
    part: PathBuf,
    file: File,
}

impl NewFile {
    /// Begins a file of that name, which must not be there.
    pub(crate) fn begin(path: &Path) -> Result<Self, StoreError> {
        if path.symlink_metadata().is_ok() {
            return Err(StoreError::FileExists { path: path.to_owned() });
        }
        let part = with_end(path, ".part");
        let failed = |source| StoreError::File { doing: "write", path: part.clone(), source };
        // What a crash has left is taken over, what somebody is at is not.
        let file = private().create(true).truncate(false).open(&part).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(StoreError::InUse { path: part });
            }
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        file.set_len(0).map_err(failed)?;
        Ok(Self { path: path.to_owned(), part, file })
    }

    /// The name of another file for the same work.
    pub(crate) fn beside(&self, end: &str) -> PathBuf {
        with_end(&self.path, &format!(".{end}"))
    }

    /// Writes to it.
    pub(crate) fn write(
        &mut self,
        write: impl FnOnce(&mut BufWriter<&File>) -> io::Result<()>,
    ) -> Result<(), StoreError> {
        let mut file = BufWriter::with_capacity(1 << 18, &self.file);
        let written = write(&mut file).and_then(|()| file.flush());
        written.map_err(|source| self.failed(source))
    }

    /// Gives it its name, once it is on the disk.
    pub(crate) fn keep(self) -> Result<(), StoreError> {
        self.file.sync_all().map_err(|source| self.failed(source))?;
        // A link is refused where there is a file; a renaming is not.
        match fs::hard_link(&self.part, &self.path) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(StoreError::FileExists { path: self.path.clone() });
            }
            // Not every file system has links.
            Err(_) if self.path.symlink_metadata().is_err() => {
                fs::rename(&self.part, &self.path).map_err(|source| self.failed(source))?;
            }
            Err(_) => return Err(StoreError::FileExists { path: self.path.clone() }),
        }
        sync_folder(&self.path).map_err(|source| self.failed(source))
    }

    fn failed(&self, source: io::Error) -> StoreError {
        StoreError::File { doing: "write", path: self.path.clone(), source }
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.part);
    }
}

/// A database under way, in a folder that was empty. It has another name until
/// it is kept, and is gone when it is dropped before that: nobody serves half
/// a record.
pub(crate) struct NewDatabase {
    database: PathBuf,
    part: PathBuf,
}

impl NewDatabase {
    /// Begins a database of that name. Its folder must be empty, or not there.
    pub(crate) fn begin(database: &Path) -> Result<Self, StoreError> {
        empty_folder(database)?;
        Ok(Self { database: database.to_owned(), part: with_end(database, ".part") })
    }

    /// Where it is for now.
    pub(crate) fn path(&self) -> &Path {
        &self.part
    }

    /// Gives it its name. Nobody has it open.
    pub(crate) fn keep(self) -> Result<(), StoreError> {
        // Its WAL is in the database, and gone. Where that could not be done,
        // the database alone is not all of it.
        if with_end(&self.part, "-wal").exists() {
            return Err(StoreError::BadFile {
                path: self.part.clone(),
                what: "could not be closed in good order; see whether the disk is full, and try \
                       again"
                    .to_owned(),
            });
        }
        let moved = fs::rename(&self.part, &self.database);
        moved.and_then(|()| sync_folder(&self.database)).map_err(|source| StoreError::File {
            doing: "write",
            path: self.database.clone(),
            source,
        })
    }
}

impl Drop for NewDatabase {
    fn drop(&mut self) {
        for end in ["", "-wal", "-shm", ".lock"] {
            let _ = fs::remove_file(with_end(&self.part, end));
        }
    }
}

/// Makes a file that only its owner may read, and that is not there yet.
pub(crate) fn create_private(path: &Path) -> Result<File, StoreError> {
    private().create_new(true).open(path).map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => StoreError::FileExists { path: path.to_owned() },
        _ => StoreError::File { doing: "write", path: path.to_owned(), source },
    })
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// The folder of a database that is to be made: empty, or not there yet.
fn empty_folder(database: &Path) -> Result<(), StoreError> {
    let folder = folder(database);
    let failed = |source| StoreError::File { doing: "use", path: folder.to_owned(), source };
    match fs::read_dir(folder) {
        Ok(mut entries) => {
            if entries.next().is_some() {
                // Is it even in use?
                if database.is_file() {
                    drop(crate::sqlite::outside::lock(database)?);
                }
                return Err(StoreError::FolderNotEmpty { path: folder.to_owned() });
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let mut builder = fs::DirBuilder::new();
            builder.recursive(true);
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            builder.create(folder).map_err(failed)?;
        }
        Err(error) => return Err(failed(error)),
    }
    Ok(())
}

/// What was made in a folder is there after a power cut only then.
pub(crate) fn sync_folder(file: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder(file))?.sync_all() } else { Ok(()) }
}

fn folder(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The path with something at its end.
fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}
