//! The command line. Every option can stand in the environment too, and in
//! `guiyan.toml` ([`crate::config`]).

use std::{
    ffi::OsString,
    net::{IpAddr, SocketAddr},
    ops::RangeInclusive,
    path::PathBuf,
};

use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use guiyan_core::time::Day;

use crate::{
    config::{self, ConfigError},
    limits::LimitSettings,
};

/// How many sample people a branch can get.
pub const DEMO_MEMBERS: RangeInclusive<u32> = 12..=5000;
/// How far snapshots may lie apart, in events.
pub const SNAPSHOT_EVERY: RangeInclusive<u64> = 1..=1_000_000_000;

/// From how many milliseconds on a command is slow.
pub const SLOW_COMMAND: RangeInclusive<u64> = 1..=3_600_000;
/// For how many days backups may be kept; 0 says nothing.
pub const BACKUP_DAYS: RangeInclusive<u16> = 0..=3650;

/// 归雁: the service of mobile party branches.
#[derive(Debug, Parser)]
#[command(name = "guiyan", version, about)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub action: Action,
    /// Write logs as JSON, one object a line.
    #[arg(long, global = true, env = "GUIYAN_LOG_JSON")]
    pub log_json: bool,
    /// File with settings, as in the sample guiyan.toml; what stands on the command line or in
    /// GUIYAN_* goes before it.
    #[arg(long, global = true, env = "GUIYAN_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// Why the command line cannot be followed.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// It is not understood, or it asks for help only.
    #[error(transparent)]
    Words(#[from] clap::Error),
    /// The settings have a mistake.
    #[error(transparent)]
    Config(#[from] ConfigError),
}

impl Cli {
    /// Reads words as they stand on a command line, with the file of settings
    /// that they name. `key_in_env` says whether [`config::KEY_VARIABLE`] is set.
    ///
    /// # Errors
    /// The words or the settings have a mistake.
    pub fn read<T: Into<OsString> + Clone>(
        words: impl IntoIterator<Item = T>,
        key_in_env: bool,
    ) -> Result<Self, CliError> {
        let matches = Self::command().try_get_matches_from(words)?;
        let mut cli = Self::from_arg_matches(&matches)?;
        config::complete(&mut cli, &matches, key_in_env)?;
        Ok(cli)
    }
}

/// What the binary does.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// Serve the API, the widget and the portal.
    Serve(Box<Serve>),
    /// Check the record: numbers, chain, claims, tallies.
    Verify(Record),
    /// Tell how much has been kept long enough and goes with the service's next daily sweep. The
    /// service must be stopped.
    Due(Due),
    /// Name an officer of the district, while the service is stopped: the first
    /// one appoints all others in the widget.
    Grant(Grant),
    /// Write the record to one encrypted file, while it is in use.
    Backup(Backup),
    /// Bring the record of a backup into an empty folder, check it, and erase again who was
    /// erased since.
    Restore(Restore),
    /// Write the record to a file of JSON Lines, with personal data sealed as it is.
    Export(Export),
    /// Bring the record of an export into an empty folder, check it, and erase again who was
    /// erased since.
    Import(Restore),
    /// Put the record under another master key. The service must be stopped.
    RotateKey(RotateKey),
}

/// Options of `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// Address and port; port 0 takes a free one.
    #[arg(long, env = "GUIYAN_LISTEN", default_value = "127.0.0.1:7117")]
    pub listen: SocketAddr,
    /// Folder of the record.
    #[arg(long, env = "GUIYAN_DATA", default_value = "data")]
    pub data: PathBuf,
    /// Add sample people (示例) to an empty record and hand out sample identities.
    #[arg(long, env = "GUIYAN_DEMO")]
    pub demo: bool,
    /// How many sample people each branch gets, 12 to 5000.
    #[arg(long, env = "GUIYAN_DEMO_MEMBERS", default_value_t = 24,
        value_parser = clap::value_parser!(u32).range(i64::from(*DEMO_MEMBERS.start())..=i64::from(*DEMO_MEMBERS.end())))]
    pub demo_members: u32,
    /// Allow a demo on an address that others can reach.
    #[arg(long, env = "GUIYAN_FORCE_DEMO")]
    pub force_demo: bool,
    /// Folder with district.toml and branches/*.toml, in place of 信州区's.
    #[arg(long, env = "GUIYAN_CHARTER")]
    pub charter: Option<PathBuf>,
    /// Folder of the built site, in place of the one inside the binary.
    #[arg(long, env = "GUIYAN_SITE")]
    pub site: Option<PathBuf>,
    /// File with the master key (32 bytes in base64); GUIYAN_MASTER_KEY may hold the key itself.
    #[arg(long, env = "GUIYAN_MASTER_KEY_FILE")]
    pub master_key: Option<PathBuf>,
    /// PEM file with the public key of the portal's tokens (EdDSA, ES256 or RS256).
    #[arg(long, env = "GUIYAN_TOKEN_KEY")]
    pub token_key: Option<PathBuf>,
    /// `iss` of the portal's tokens.
    #[arg(long, env = "GUIYAN_TOKEN_ISSUER")]
    pub token_issuer: Option<String>,
    /// `aud` of the portal's tokens.
    #[arg(long, env = "GUIYAN_TOKEN_AUDIENCE")]
    pub token_audience: Option<String>,
    /// TOML file with further `[[issuer]]` whose tokens are taken.
    #[arg(long, env = "GUIYAN_SIGN_IN")]
    pub sign_in: Option<PathBuf>,
    /// Origin of a portal on another host, as in https://portal.example; repeatable.
    /// `null` stands for sandboxed frames.
    #[arg(long, env = "GUIYAN_ALLOW_ORIGIN", value_delimiter = ',')]
    pub allow_origin: Vec<String>,
    /// Address of a proxy in front of the service, repeatable: only what these say about a
    /// client's address (`X-Forwarded-For`) is believed.
    #[arg(long, env = "GUIYAN_TRUSTED_PROXIES", value_delimiter = ',')]
    pub trusted_proxies: Vec<IpAddr>,
    /// Folder of the backups: who is erased is listed there (random ids only), so that restoring
    /// an older backup brings nobody back.
    #[arg(long, env = "GUIYAN_BACKUP_FOLDER")]
    pub backup_folder: Option<PathBuf>,
    /// For how many days backups are kept, 1 to 3650: receipts of erasures say until when one from
    /// before may still be there. 0 says nothing.
    #[arg(long, env = "GUIYAN_BACKUP_DAYS", default_value_t = 0,
        value_parser = clap::value_parser!(u16).range(i64::from(*BACKUP_DAYS.start())..=i64::from(*BACKUP_DAYS.end())))]
    pub backup_days: u16,
    /// Events of a branch from one snapshot of its state to the next. More make a
    /// start longer, which reads those after the last one; fewer write more.
    #[arg(long, env = "GUIYAN_SNAPSHOT_EVERY", default_value_t = 5_000,
        value_parser = clap::value_parser!(u64).range(SNAPSHOT_EVERY))]
    pub snapshot_every: u64,
    /// Threads that serve requests; 0 means one per core.
    #[arg(long, env = "GUIYAN_WORKERS", default_value_t = 0)]
    pub workers: usize,
    /// Address and port of the metrics, at /metrics for Prometheus; without it there are none.
    /// Whoever reaches it reads them: keep it from the world.
    #[arg(long, env = "GUIYAN_METRICS")]
    pub metrics: Option<SocketAddr>,
    /// Commands that take more milliseconds are logged, each with its kind and nothing else.
    #[arg(long, env = "GUIYAN_SLOW_COMMAND", default_value_t = 1_000,
        value_parser = clap::value_parser!(u64).range(SLOW_COMMAND))]
    pub slow_command: u64,
    /// How much is taken, from one and from all.
    #[command(flatten)]
    pub limits: LimitSettings,
    /// Keep the record in memory only, for measuring.
    #[arg(long, hide = true)]
    pub memory: bool,
    /// Commit each command by itself, for measuring what common commits bring.
    #[arg(long, hide = true)]
    pub one_transaction_per_command: bool,
}

/// A record that is there.
#[derive(Debug, Args)]
pub struct Record {
    /// Folder of the record.
    #[arg(long, env = "GUIYAN_DATA", default_value = "data")]
    pub data: PathBuf,
    /// Folder with district.toml and branches/*.toml, in place of 信州区's.
    #[arg(long, env = "GUIYAN_CHARTER")]
    pub charter: Option<PathBuf>,
    /// File with the master key; by default GUIYAN_MASTER_KEY or master.key in the data folder.
    #[arg(long, env = "GUIYAN_MASTER_KEY_FILE")]
    pub master_key: Option<PathBuf>,
}

/// Options of `due`.
#[derive(Debug, Args)]
pub struct Due {
    /// The record.
    #[command(flatten)]
    pub record: Record,
    /// On which day, as in 2027-03-01; today when it is not given.
    #[arg(long, value_name = "DAY")]
    pub on: Option<Day>,
}

/// Options of `grant`.
#[derive(Debug, Args)]
pub struct Grant {
    /// The record.
    #[command(flatten)]
    pub record: Record,
    /// `iss` of the portal's tokens, or `phone` for who signs in by phone.
    #[arg(long)]
    pub issuer: String,
    /// `sub` of their tokens, or their phone number.
    #[arg(long)]
    pub subject: String,
    /// What they are called.
    #[arg(long)]
    pub name: String,
}

/// Options of `backup`.
#[derive(Debug, Args)]
pub struct Backup {
    /// The record.
    #[command(flatten)]
    pub record: Record,
    /// The new file; by default one in the backup folder, named by its time.
    #[arg(long, value_name = "FILE")]
    pub to: Option<PathBuf>,
    /// Folder of the backups.
    #[arg(long, env = "GUIYAN_BACKUP_FOLDER")]
    pub backup_folder: Option<PathBuf>,
}

/// Options of `export`.
#[derive(Debug, Args)]
pub struct Export {
    /// The record.
    #[command(flatten)]
    pub record: Record,
    /// The new file.
    #[arg(long, value_name = "FILE")]
    pub to: PathBuf,
}

/// Options of `rotate-key`.
#[derive(Debug, Args)]
pub struct RotateKey {
    /// The record, with the key that it is under now.
    #[command(flatten)]
    pub record: Record,
    /// File with the new master key (32 bytes in base64). When it is not there, a key is made
    /// in it.
    #[arg(long, value_name = "FILE")]
    pub new_master_key: PathBuf,
}

/// Options of `restore` and `import`.
#[derive(Debug, Args)]
pub struct Restore {
    /// The backup, or the export.
    pub file: PathBuf,
    /// Where the record is to be, with the key that the file was written under.
    #[command(flatten)]
    pub record: Record,
    /// The list of who was erased; by default erasures.ids beside the file and in the backup
    /// folder.
    #[arg(long, value_name = "FILE")]
    pub erasures: Option<PathBuf>,
    /// There is no such list, and nobody was erased since the file was written.
    #[arg(long, conflicts_with = "erasures")]
    pub no_erasures: bool,
    /// Folder of the backups.
    #[arg(long, env = "GUIYAN_BACKUP_FOLDER")]
    pub backup_folder: Option<PathBuf>,
}
