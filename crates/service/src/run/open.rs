//! Opening the record: its folder, its master key, the desk above it.

use std::{fs, path::Path, sync::Arc};

use guiyan_core::{charter::DistrictCharter, ids::StreamId};
use guiyan_store::{
    Desk, DeskOptions, Log, MasterKey, MemoryLog, SqliteLog, StoreError, erasures::Erasures,
};

use super::{RunError, one_by_one::OneByOne};
use crate::{cli::Serve, config::KEY_VARIABLE};

pub(super) const DATABASE: &str = "guiyan.db";
const KEY_FILE: &str = "master.key";

/// The desk over the record that the options name, and the key it is under.
pub(super) fn desk(
    options: &Serve,
    charter: &Arc<DistrictCharter>,
) -> Result<(Desk, MasterKey), RunError> {
    let (mut log, key): (Box<dyn Log>, _) = if options.memory {
        (Box::new(MemoryLog::new().map_err(store)?), MasterKey::generate().map_err(store)?)
    } else {
        make_folder(&options.data)?;
        let half = options.data.join(format!("{DATABASE}.part"));
        if half.exists() && !options.data.join(DATABASE).exists() {
            return Err(RunError::HalfRestored(options.data.display().to_string()));
        }
        let key = key(&options.data, options.master_key.as_deref(), options.demo)?;
        let log = SqliteLog::open(&options.data.join(DATABASE), key.clone()).map_err(store)?;
        (Box::new(log), key)
    };
    for (stream, _) in log.heads().map_err(store)? {
        if let StreamId::Branch(branch) = stream
            && !charter.branches.contains_key(&branch)
        {
            return Err(RunError::BranchWithoutFile(branch.to_string()));
        }
    }
    let log = if options.one_transaction_per_command { Box::new(OneByOne(log)) } else { log };
    let report = Arc::new(|sentence: &str| tracing::error!(sentence, "the store reports"));
    let mut desk_options =
        DeskOptions { report, snapshot_every: options.snapshot_every, ..DeskOptions::default() };
    match &options.backup_folder {
        Some(folder) => {
            let list = Erasures::in_folder(folder).map_err(store)?;
            desk_options.erasing = Arc::new(move |erased| list.append(erased));
        }
        None if options.demo || options.memory => {}
        None => tracing::warn!(
            "no backup folder: nobody lists who is erased, so that restoring an older backup \
             brings them back; set `folder` below [backup]"
        ),
    }
    Ok((Desk::open(charter.clone(), log, desk_options).map_err(store)?, key))
}

/// A record that must be there.
pub(super) fn existing(folder: &Path, key_file: Option<&Path>) -> Result<SqliteLog, RunError> {
    let key = existing_key(folder, key_file)?;
    SqliteLog::open(&folder.join(DATABASE), key).map_err(store)
}

/// The key of a record that must be there.
pub(super) fn existing_key(folder: &Path, key_file: Option<&Path>) -> Result<MasterKey, RunError> {
    if !folder.join(DATABASE).is_file() {
        return Err(RunError::NoRecord(folder.display().to_string()));
    }
    match configured(key_file)? {
        Some(key) => Ok(key),
        None if folder.join(KEY_FILE).is_file() => {
            MasterKey::from_file(&folder.join(KEY_FILE)).map_err(store)
        }
        None => Err(RunError::NoMasterKey),
    }
}

/// The configured key; in a demo one that is kept beside the data, which real
/// members' data must never rely on.
fn key(folder: &Path, key_file: Option<&Path>, demo: bool) -> Result<MasterKey, RunError> {
    if let Some(key) = configured(key_file)? {
        return Ok(key);
    }
    if !demo {
        return Err(RunError::NoMasterKey);
    }
    let path = folder.join(KEY_FILE);
    if path.is_file() {
        return MasterKey::from_file(&path).map_err(store);
    }
    let key = MasterKey::generate().map_err(store)?;
    key.write_new(&path).map_err(store)?;
    Ok(key)
}

pub(super) fn configured(key_file: Option<&Path>) -> Result<Option<MasterKey>, RunError> {
    match key_file {
        Some(path) => MasterKey::from_file(path).map(Some).map_err(store),
        None => MasterKey::from_env(KEY_VARIABLE).map_err(store),
    }
}

fn make_folder(folder: &Path) -> Result<(), RunError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|cause| RunError::System("make the data folder", cause))
}

pub(super) fn store(error: StoreError) -> RunError {
    RunError::Store(error.chain())
}
