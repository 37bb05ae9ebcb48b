//! Keeping the record: `backup` and `restore`, `export` and `import`,
//! `rotate-key`.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{Arc, mpsc},
};

use guiyan_core::{Refusal, charter::DistrictCharter, ids::PersonId, time::Timestamp};
use guiyan_store::{
    Desk, DeskOptions, MasterKey, SqliteLog, StoreError, SubmitError, backup,
    erasures::{ERASURES, Erasures},
    export,
};

use super::{RunError, open, progress::Watched, read_charter};
use crate::{
    app::now,
    cli::{Backup, Export, Restore, RotateKey},
    sign_in::{self, SetUpError},
};

/// Takes a backup of a record that may be in use.
pub(super) fn backup(options: &Backup) -> Result<ExitCode, RunError> {
    let record = &options.record;
    let key = open::existing_key(&record.data, record.master_key.as_deref())?;
    let created = now();
    let to = match (&options.to, &options.backup_folder) {
        (Some(file), _) => file.clone(),
        (None, Some(folder)) => folder.join(name(created)),
        (None, None) => return Err(RunError::BackupTo),
    };
    let database = record.data.join(open::DATABASE);
    let mut watched = Watched::new();
    let mut progress = |stage, done, of| watched.show(stage, done, of);
    let taken = backup::take(&database, &key, &to, created, &mut progress);
    drop(watched);
    let taken = taken.map_err(open::store)?;
    let backup::Taken { streams, events, bytes } = taken;
    let to = to.display();
    say(&format!("{events} events of {streams} streams, {bytes} bytes, are in `{to}`"));
    if options.backup_folder.is_none() {
        warn(
            "no backup folder is set, so nobody lists who is erased from now on, and restoring \
             this backup would bring them back: set `folder` below [backup] in guiyan.toml for \
             the service too",
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// The name of a backup: its time, in which names are in order.
fn name(created: Timestamp) -> String {
    let time: String = created.to_string().chars().take("2026-11-23T22:57:00".len()).collect();
    format!("guiyan-{}.backup", time.replace(':', ""))
}

/// Restores a backup into an empty folder, and erases again who was erased
/// after it was taken.
pub(super) fn restore(options: &Restore) -> Result<ExitCode, RunError> {
    let data = options.record.data.display();
    bring_back(options, |file, key, database, charter, progress, then| {
        let restored = backup::restore(file, key, database, charter, progress, then)?;
        Ok(format!("the record of {} is in `{data}`: {}", restored.created, restored.report))
    })
}

/// Brings an export into an empty folder, and erases again who was erased
/// after it was written.
pub(super) fn import(options: &Restore) -> Result<ExitCode, RunError> {
    let data = options.record.data.display();
    bring_back(options, |file, key, database, charter, progress, then| {
        let report = export::import(file, key, database, charter, progress, then)?;
        Ok(format!("the record is in `{data}`: {report}"))
    })
}

/// What is done with the record before it gets its name.
type Then<'a> = &'a mut dyn FnMut(SqliteLog) -> Result<(), StoreError>;

fn bring_back(
    options: &Restore,
    bring: impl FnOnce(
        &Path,
        &MasterKey,
        &Path,
        &Arc<DistrictCharter>,
        backup::Progress<'_>,
        Then<'_>,
    ) -> Result<String, StoreError>,
) -> Result<ExitCode, RunError> {
    let record = &options.record;
    let charter = Arc::new(read_charter(record.charter.as_deref())?);
    let key = open::configured(record.master_key.as_deref())?.ok_or(RunError::NoMasterKey)?;
    let listed = listed(options)?;
    let mut again = 0;
    let mut then = |log| {
        again = erase_again(log, &charter, &listed)?;
        Ok(())
    };
    let mut watched = Watched::new();
    let mut progress = |stage, done, of| watched.show(stage, done, of);
    let database = record.data.join(open::DATABASE);
    let done = bring(&options.file, &key, &database, &charter, &mut progress, &mut then);
    drop(watched);
    say(&done.map_err(open::store)?);
    say(&format!("{} erasures are listed, {again} of them were done again", listed.len()));
    Ok(ExitCode::SUCCESS)
}

/// Writes the record as lines. It may be in use.
pub(super) fn export(options: &Export) -> Result<ExitCode, RunError> {
    let record = &options.record;
    let key = open::existing_key(&record.data, record.master_key.as_deref())?;
    let database = record.data.join(open::DATABASE);
    let mut watched = Watched::new();
    let mut progress = |stage, done, of| watched.show(stage, done, of);
    let counts = export::export(&database, &key, &options.to, &mut progress);
    drop(watched);
    let export::Counts { events, commands, keys, .. } = counts.map_err(open::store)?;
    let to = options.to.display();
    say(&format!("{events} events, {commands} commands and {keys} wrapped keys are in `{to}`"));
    Ok(ExitCode::SUCCESS)
}

/// Puts the record under another master key.
pub(super) fn rotate_key(options: &RotateKey) -> Result<ExitCode, RunError> {
    let record = &options.record;
    let old = open::existing_key(&record.data, record.master_key.as_deref())?;
    let file = &options.new_master_key;
    let new = if file.exists() {
        MasterKey::from_file(file)
    } else {
        MasterKey::generate().and_then(|key| key.write_new(file).map(|()| key))
    };
    let new = new.map_err(open::store)?;
    let mut watched = Watched::new();
    let mut progress = |stage, done, of| watched.show(stage, done, of);
    let database = record.data.join(open::DATABASE);
    // First: cut off after it, the same command goes on from there.
    let signed_in = record.data.join(sign_in::FILE);
    if signed_in.exists() {
        sign_in::rewrap(&signed_in, &old, &new).map_err(SetUpError::from)?;
    }
    let rotated = guiyan_store::rotate_key(&database, old, &new, &mut progress);
    drop(watched);
    let keys = rotated.map_err(open::store)?;
    let (data, file) = (record.data.display(), file.display());
    say(&format!("`{data}` is under the master key in `{file}` now, with {keys} keys of people"));
    say("start the service with that file (--master-key, or `master-key` in guiyan.toml), and \
         keep a copy of it apart from the data; keep the old key as long as backups and exports \
         that were written under it, which open with no other");
    Ok(ExitCode::SUCCESS)
}

/// Who stands in the lists of erasures that belong to the backup.
fn listed(options: &Restore) -> Result<Vec<PersonId>, RunError> {
    let beside = |folder: Option<&Path>| folder.map(|folder| folder.join(ERASURES));
    let mut lists: Vec<PathBuf> = match &options.erasures {
        Some(list) => vec![list.clone()],
        None => {
            let places = [beside(options.file.parent()), beside(options.backup_folder.as_deref())];
            places.into_iter().flatten().filter(|list| list.is_file()).collect()
        }
    };
    lists.dedup();
    if lists.is_empty() && !options.no_erasures {
        return Err(RunError::NoErasures(options.file.display().to_string()));
    }
    let mut listed: Vec<PersonId> = Vec::new();
    for list in lists {
        for person in Erasures::read(&list).map_err(open::store)? {
            if !listed.contains(&person) {
                listed.push(person);
            }
        }
    }
    Ok(listed)
}

/// Erases those of the list whom the restored record still holds; how many.
fn erase_again(
    log: SqliteLog,
    charter: &Arc<DistrictCharter>,
    listed: &[PersonId],
) -> Result<usize, StoreError> {
    let mut held = Vec::new();
    for person in listed {
        if log.holds(*person)? {
            held.push(*person);
        }
    }
    if held.is_empty() {
        return Ok(0);
    }
    let report = Arc::new(|sentence: &str| tracing::error!(sentence, "the store reports"));
    let options = DeskOptions { report, ..DeskOptions::default() };
    let desk = Desk::open(charter.clone(), Box::new(log), options)?;
    for person in &held {
        let (answer, answered) = mpsc::channel();
        desk.erase(*person, now(), move |result| drop(answer.send(result)));
        match answered.recv() {
            // Erased before, with something left that a crash kept from going.
            Ok(Ok(_) | Err(SubmitError::Refused(Refusal::SignInNeeded))) => {}
            Ok(Err(_)) | Err(_) => return Err(StoreError::Unavailable),
        }
    }
    let report = desk.verify()?;
    desk.close();
    if report.is_sound() {
        Ok(held.len())
    } else {
        Err(StoreError::Damaged(format!("after the erasures were done again: {report}")))
    }
}

fn say(sentence: &str) {
    let _ = writeln!(std::io::stdout(), "{sentence}");
}

fn warn(sentence: &str) {
    let _ = writeln!(std::io::stderr(), "guiyan: {sentence}");
}
