//! `guiyan.toml`, the service's settings in a file. Each stands under the name
//! of its option without the dashes; what belongs to one matter stands below a
//! heading (`[backup]` `folder` is `--backup-folder`).
//!
//! Invariant: what is nearer wins. The command line goes before `GUIYAN_*`,
//! that before the file, the file before the default. A mistake in the file is
//! told with its line even where something nearer wins.
//!
//! Reading order: this file, then [`reader`], which another matter with
//! settings of its own reads its heading by.

pub mod reader;
#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    fs, io,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
};

use clap::{ArgMatches, parser::ValueSource};
use toml::de::DeTable;

use crate::{
    cli::{Action, BACKUP_DAYS, Cli, DEMO_MEMBERS, Record, SLOW_COMMAND, SNAPSHOT_EVERY, Serve},
    limits::{LimitSettings, settings::LIMIT},
    run,
};
use reader::{Section, Source};

/// Where the master key itself may stand.
pub const KEY_VARIABLE: &str = "GUIYAN_MASTER_KEY";

/// A mistake in the settings, as a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file is not there, or not for us to read.
    #[error("cannot read the settings in `{file}`: {cause}; name the file with --config")]
    Unreadable {
        /// Which, as it was asked for.
        file: String,
        /// What the system says.
        cause: io::Error,
    },
    /// Something in the file is wrong.
    #[error("`{file}`, line {line}: {sentence}")]
    Mistake {
        /// Which file.
        file: String,
        /// Where, from 1.
        line: usize,
        /// What, and what to do.
        sentence: String,
    },
    /// The same is said in two ways that are equally near.
    #[error("{0} and {1} say the same in two ways: keep one of them")]
    TwoWays(&'static str, &'static str),
}

/// The settings of a file; what does not stand there is none.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Settings {
    listen: Option<SocketAddr>,
    data: Option<PathBuf>,
    charter: Option<PathBuf>,
    site: Option<PathBuf>,
    master_key: Option<PathBuf>,
    token_key: Option<PathBuf>,
    token_issuer: Option<String>,
    token_audience: Option<String>,
    sign_in: Option<PathBuf>,
    allow_origin: Option<Vec<String>>,
    snapshot_every: Option<u64>,
    workers: Option<usize>,
    log_json: Option<bool>,
    demo: Option<bool>,
    demo_members: Option<u32>,
    force_demo: Option<bool>,
    trusted_proxies: Option<Vec<IpAddr>>,
    metrics: Option<SocketAddr>,
    slow_command: Option<u64>,
    backup_folder: Option<PathBuf>,
    limits: BTreeMap<&'static str, u32>,
    backup_days: Option<u16>,
}

impl Settings {
    /// Reads a file.
    ///
    /// # Errors
    /// The file cannot be read, or the first mistake in it.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let file = path.display().to_string();
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(&file, &text),
            Err(cause) => Err(ConfigError::Unreadable { file, cause }),
        }
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// The first mistake in it.
    pub fn parse(file: &str, text: &str) -> Result<Self, ConfigError> {
        let source = Source { file, text };
        let table = DeTable::parse(text).map_err(|error| {
            let at = error.span().unwrap_or(text.len()..text.len());
            source.wrong(&at, format!("this is not written as TOML wants it: {}", error.message()))
        })?;
        let top = Section::top(source, table.get_ref());
        let mut settings = Self {
            listen: top.address("listen")?,
            data: top.path("data")?,
            charter: top.path("charter")?,
            site: top.path("site")?,
            master_key: top.path("master-key")?,
            token_key: top.path("token-key")?,
            token_issuer: top.text("token-issuer")?,
            token_audience: top.text("token-audience")?,
            sign_in: top.path("sign-in")?,
            allow_origin: top.list("allow-origin", |text| run::origin(text).map(|_| ()))?,
            snapshot_every: top.number("snapshot-every", SNAPSHOT_EVERY)?,
            workers: top.number("workers", 0..=1024)?,
            log_json: top.flag("log-json")?,
            demo: top.flag("demo")?,
            demo_members: top.number("demo-members", DEMO_MEMBERS)?,
            force_demo: top.flag("force-demo")?,
            trusted_proxies: top.addresses("trusted-proxies")?,
            metrics: top.address("metrics")?,
            slow_command: top.number("slow-command", SLOW_COMMAND)?,
            backup_folder: None,
            limits: BTreeMap::new(),
            backup_days: None,
        };
        if let Some(backup) = top.section("backup")? {
            settings.backup_folder = backup.path("folder")?;
            settings.backup_days = backup.number("days", BACKUP_DAYS)?;
            backup.finish()?;
        }
        if let Some(limits) = top.section("limits")? {
            for (name, ..) in LimitSettings::EACH {
                if let Some(limit) = limits.number(name, LIMIT)? {
                    settings.limits.insert(name, limit);
                }
            }
            limits.finish()?;
        }
        top.finish()?;
        Ok(settings)
    }

    fn complete_serve(self, given: Given<'_>, serve: &mut Serve) {
        given.put("listen", self.listen, &mut serve.listen);
        given.put("data", self.data, &mut serve.data);
        given.put_some("charter", self.charter, &mut serve.charter);
        given.put_some("site", self.site, &mut serve.site);
        given.put_key(self.master_key, &mut serve.master_key);
        given.put_some("token_key", self.token_key, &mut serve.token_key);
        given.put_some("token_issuer", self.token_issuer, &mut serve.token_issuer);
        given.put_some("token_audience", self.token_audience, &mut serve.token_audience);
        given.put_some("sign_in", self.sign_in, &mut serve.sign_in);
        given.put("allow_origin", self.allow_origin, &mut serve.allow_origin);
        given.put("trusted_proxies", self.trusted_proxies, &mut serve.trusted_proxies);
        for (name, id, place) in LimitSettings::EACH {
            given.put(id, self.limits.get(name).copied(), place(&mut serve.limits));
        }
        given.put_some("metrics", self.metrics, &mut serve.metrics);
        given.put("slow_command", self.slow_command, &mut serve.slow_command);
        given.put("snapshot_every", self.snapshot_every, &mut serve.snapshot_every);
        given.put("workers", self.workers, &mut serve.workers);
        given.put("demo", self.demo, &mut serve.demo);
        given.put("demo_members", self.demo_members, &mut serve.demo_members);
        given.put("force_demo", self.force_demo, &mut serve.force_demo);
        given.put_some("backup_folder", self.backup_folder, &mut serve.backup_folder);
        given.put("backup_days", self.backup_days, &mut serve.backup_days);
    }

    fn complete_record(self, given: Given<'_>, record: &mut Record) {
        given.put("data", self.data, &mut record.data);
        given.put_some("charter", self.charter, &mut record.charter);
        given.put_key(self.master_key, &mut record.master_key);
    }
}

/// Puts the settings of the file that `cli` names where nothing nearer stands.
/// `key_in_env` says whether [`KEY_VARIABLE`] holds a key.
///
/// # Errors
/// A mistake in the file, or two ways of the same that are equally near.
pub fn complete(cli: &mut Cli, given: &ArgMatches, key_in_env: bool) -> Result<(), ConfigError> {
    let Some((_, matches)) = given.subcommand() else { return Ok(()) };
    let given = Given { matches, key_in_env };
    if key_in_env && given.source("master_key") == Some(ValueSource::EnvVariable) {
        return Err(ConfigError::TwoWays(KEY_VARIABLE, "GUIYAN_MASTER_KEY_FILE"));
    }
    let Some(path) = &cli.config else { return Ok(()) };
    let settings = Settings::read(path)?;
    given.put("log_json", settings.log_json, &mut cli.log_json);
    match &mut cli.action {
        Action::Serve(serve) => settings.complete_serve(given, serve),
        Action::Verify(record) => settings.complete_record(given, record),
        Action::Backup(backup) => {
            let folder = settings.backup_folder.clone();
            given.put_some("backup_folder", folder, &mut backup.backup_folder);
            settings.complete_record(given, &mut backup.record);
        }
        Action::Export(export) => settings.complete_record(given, &mut export.record),
        Action::Due(due) => settings.complete_record(given, &mut due.record),
        Action::Grant(grant) => settings.complete_record(given, &mut grant.record),
        Action::RotateKey(rotate) => settings.complete_record(given, &mut rotate.record),
        Action::Restore(restore) | Action::Import(restore) => {
            let folder = settings.backup_folder.clone();
            given.put_some("backup_folder", folder, &mut restore.backup_folder);
            settings.complete_record(given, &mut restore.record);
        }
    }
    Ok(())
}

/// What the command line and the environment say.
#[derive(Clone, Copy)]
struct Given<'a> {
    matches: &'a ArgMatches,
    key_in_env: bool,
}

impl Given<'_> {
    fn source(&self, id: &str) -> Option<ValueSource> {
        // A command has not every option.
        self.matches.ids().find(|known| known.as_str() == id)?;
        self.matches.value_source(id)
    }

    fn put<T>(&self, id: &str, from_file: Option<T>, place: &mut T) {
        let nearer = [Some(ValueSource::CommandLine), Some(ValueSource::EnvVariable)];
        if let Some(value) = from_file
            && !nearer.contains(&self.source(id))
        {
            *place = value;
        }
    }

    fn put_some<T>(&self, id: &str, from_file: Option<T>, place: &mut Option<T>) {
        self.put(id, from_file.map(Some), place);
    }

    /// A key in the environment goes before a key file that the file names.
    fn put_key(&self, from_file: Option<PathBuf>, place: &mut Option<PathBuf>) {
        self.put_some("master_key", from_file.filter(|_| !self.key_in_env), place);
    }
}
