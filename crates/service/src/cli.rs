//! The command line. Every option can stand in the environment too.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand};

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
}

/// What the binary does.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// Serve the API, the widget and the portal.
    Serve(Box<Serve>),
    /// Check the record: numbers, chain, claims, tallies.
    Verify(Verify),
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
        value_parser = clap::value_parser!(u32).range(12..=5000))]
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
    #[arg(long, env = "GUIYAN_TOKEN_KEY", requires_all = ["token_issuer", "token_audience"])]
    pub token_key: Option<PathBuf>,
    /// `iss` of the portal's tokens.
    #[arg(long, env = "GUIYAN_TOKEN_ISSUER", requires = "token_key")]
    pub token_issuer: Option<String>,
    /// `aud` of the portal's tokens.
    #[arg(long, env = "GUIYAN_TOKEN_AUDIENCE", requires = "token_key")]
    pub token_audience: Option<String>,
    /// TOML file with further `[[issuer]]` whose tokens are taken.
    #[arg(long, env = "GUIYAN_SIGN_IN")]
    pub sign_in: Option<PathBuf>,
    /// Origin of a portal on another host, as in https://portal.example; repeatable.
    /// `null` stands for sandboxed frames.
    #[arg(long, env = "GUIYAN_ALLOW_ORIGIN", value_delimiter = ',')]
    pub allow_origin: Vec<String>,
    /// Threads that serve requests; 0 means one per core.
    #[arg(long, env = "GUIYAN_WORKERS", default_value_t = 0)]
    pub workers: usize,
    /// Keep the record in memory only, for measuring.
    #[arg(long, hide = true)]
    pub memory: bool,
    /// Commit each command by itself, for measuring what common commits bring.
    #[arg(long, hide = true)]
    pub one_transaction_per_command: bool,
}

/// Options of `verify`.
#[derive(Debug, Args)]
pub struct Verify {
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
