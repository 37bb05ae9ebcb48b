//! What the binary does: `serve` and `verify` here, what keeps the record in
//! `keep`, the first officer of the district in `grant`, what is due to go in `due`.

mod due;
mod files;
mod grant;
mod keep;
mod one_by_one;
mod open;
mod phone;
mod progress;
mod sweep;

use std::{
    ffi::OsString, io::Write as _, net::IpAddr, process::ExitCode, sync::Arc, time::Duration,
};

use axum::http::HeaderValue;
use guiyan_core::time::Timestamp;
use guiyan_store::{Desk, Log as _, SubmitError};
use tokio::{
    net::TcpListener,
    sync::{oneshot, watch},
};

use crate::{
    app::{self, App, now},
    changes::Changes,
    charter::{self, CharterError},
    cli::{Action, Cli, CliError, Record, Serve},
    config,
    demo::{self, SeedError},
    identity::{DemoIssuer, DemoKeyError, Identity, Issuer, IssuerError, settings::SettingsError},
    limits::Limits,
    metrics::{self, Metrics},
    routes,
    server::{self, Front},
    sign_in::SetUpError,
    site::Site,
    telemetry,
};

/// What falls due is looked for at least this often.
const TICK: Duration = Duration::from_secs(1);

/// Why the binary cannot do what it is asked. Each sentence says what to do.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// A demo that strangers could reach.
    #[error(
        "--demo hands out sample identities to everybody, and {0} can be reached by others: \
         listen on 127.0.0.1, or add --force-demo if that is what you want"
    )]
    OpenDemo(std::net::SocketAddr),
    /// A mistake in the district's data files.
    #[error(transparent)]
    Charter(#[from] CharterError),
    /// The record cannot be opened.
    #[error("{0}")]
    Store(String),
    /// There is no master key.
    #[error(
        "there is no master key: set GUIYAN_MASTER_KEY to 32 random bytes in base64 \
         (`openssl rand -base64 32`), or name a file with --master-key, and keep a copy of it \
         apart from the data: without it nothing personal can be read again"
    )]
    NoMasterKey,
    /// Nobody has said where a backup goes.
    #[error(
        "name the new file with --to, or set `folder` below [backup] in guiyan.toml: then the \
         backup goes there, named by its time"
    )]
    BackupTo,
    /// It is not known who was erased after a backup or an export.
    #[error(
        "there is no erasures.ids beside `{0}`, so nobody knows who was erased after it was \
         written: name the list with --erasures; if none was kept and nobody was erased, say \
         --no-erasures"
    )]
    NoErasures(String),
    /// A restoring was cut off, and a service would begin an empty record there.
    #[error(
        "`{0}` holds half a record: restoring or importing it was cut off; empty the folder and \
         do it again"
    )]
    HalfRestored(String),
    /// There is nothing to verify.
    #[error("there is no record in `{0}`: name its folder with --data")]
    NoRecord(String),
    /// A branch that people wrote to has lost its data file.
    #[error(
        "the record holds events of the branch `{0}`, and there is no data file for it: put \
         branches/{0}.toml back; without it nobody of that branch could see or do anything"
    )]
    BranchWithoutFile(String),
    /// A part of what tells the portal's tokens is missing.
    #[error(
        "the portal's tokens are told by three settings together: give --token-key, \
         --token-issuer and --token-audience, or none of them"
    )]
    HalfAPortal,
    /// An issuer's key cannot be used, or it cannot be asked.
    #[error(transparent)]
    Issuer(#[from] IssuerError),
    /// What is said about signing in is wrong.
    #[error(transparent)]
    SignIn(#[from] SettingsError),
    /// The sign-in by phone cannot be set up.
    #[error(transparent)]
    Phone(#[from] SetUpError),
    /// The file that says it cannot be read.
    #[error("the file `{0}` cannot be read: {1}; name it with --sign-in")]
    SignInFile(String, std::io::Error),
    /// The demo's key cannot be used.
    #[error(transparent)]
    DemoKey(#[from] DemoKeyError),
    /// `--subject` is no phone number.
    #[error("`--subject` is not a mobile number of mainland China: write its 11 digits")]
    NotAPhone,
    /// The office cannot be given.
    #[error("nobody was appointed: {0}")]
    Grant(String),
    /// Sample people could not be added.
    #[error(transparent)]
    Seed(#[from] SeedError),
    /// An origin is none.
    #[error("`{0}` is not an origin: write it as https://portal.example, without a path")]
    Origin(String),
    /// The address cannot be listened on, or another thing of the system fails.
    #[error("cannot {0}: {1}")]
    System(&'static str, std::io::Error),
}

/// Does what the command line asks.
pub fn main(words: impl IntoIterator<Item = OsString>) -> ExitCode {
    let key_in_env = std::env::var_os(config::KEY_VARIABLE).is_some();
    let cli = match Cli::read(words, key_in_env) {
        Ok(cli) => cli,
        Err(CliError::Words(error)) => error.exit(),
        Err(CliError::Config(error)) => return refused(&error),
    };
    telemetry::start(cli.log_json);
    // The place, not the payload: that may hold what somebody typed.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a thread panicked");
    }));
    let done = match cli.action {
        Action::Serve(options) => serve(&options).map(|()| ExitCode::SUCCESS),
        Action::Verify(options) => verify(&options),
        Action::Due(options) => due::due(&options).map(|said| told(&said)),
        Action::Grant(options) => grant::grant(&options).map(|said| told(&said)),
        Action::Backup(options) => keep::backup(&options),
        Action::Restore(options) => keep::restore(&options),
        Action::Export(options) => keep::export(&options),
        Action::Import(options) => keep::import(&options),
        Action::RotateKey(options) => keep::rotate_key(&options),
    };
    done.unwrap_or_else(|error| refused(&error))
}

fn told(said: &str) -> ExitCode {
    let _ = writeln!(std::io::stdout(), "{said}");
    ExitCode::SUCCESS
}

fn refused(error: &dyn std::error::Error) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "guiyan: {error}");
    ExitCode::from(2)
}

fn verify(options: &Record) -> Result<ExitCode, RunError> {
    let charter = Arc::new(read_charter(options.charter.as_deref())?);
    let mut log = open::existing(&options.data, options.master_key.as_deref())?;
    let mut watched = progress::Watched::new();
    watched.show("checking", 0, 0);
    let report = log.verify(&charter).map_err(|error| RunError::Store(error.chain()))?;
    drop(watched);
    let _ = writeln!(std::io::stdout(), "{report}");
    Ok(if report.is_sound() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn serve(options: &Serve) -> Result<(), RunError> {
    if options.demo && !options.force_demo && !options.listen.ip().is_loopback() {
        return Err(RunError::OpenDemo(options.listen));
    }
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    if options.workers > 0 {
        runtime.worker_threads(options.workers);
    }
    let runtime = runtime.enable_all().build();
    runtime.map_err(|cause| RunError::System("start threads", cause))?.block_on(run(options))
}

async fn run(options: &Serve) -> Result<(), RunError> {
    let origins = options.allow_origin.iter().map(|text| origin(text));
    let origins: Vec<HeaderValue> = origins.collect::<Result<_, _>>()?;
    let charter = Arc::new(read_charter(options.charter.as_deref())?);
    // Before anything is written: a port in use is the commonest mistake.
    let listener = TcpListener::bind(options.listen)
        .await
        .map_err(|cause| RunError::System("listen on that address", cause))?;
    let watched = match options.metrics {
        Some(address) => Some(
            TcpListener::bind(address)
                .await
                .map_err(|cause| RunError::System("listen on the address of --metrics", cause))?,
        ),
        None => None,
    };
    // From here on a stop is a good end, also one that is asked for at once.
    let asked = asked_to_stop()?;
    let (desk, master_key) = open::desk(options, &charter)?;
    let settings = phone::settings(options)?;
    let mut issuers = Vec::new();
    let demo = match options.demo {
        true => {
            let folder = (!options.memory).then_some(options.data.as_path());
            let issuer = DemoIssuer::open(folder, &charter)?;
            issuers.push(issuer.issuer()?);
            Some(issuer)
        }
        false => None,
    };
    for issuer in &settings.issuers {
        issuers.push(Issuer::of(issuer)?);
    }
    if issuers.is_empty() && settings.phone.is_none() {
        tracing::warn!(
            "no issuer of tokens and no sign-in by phone: everybody is a visitor, nobody can sign in"
        );
    }
    if demo.is_some() {
        demo::seed(&desk, &charter, options.demo_members, now())?;
    }
    let (stop, stopping) = watch::channel(false);
    let (sign_in, messages) =
        phone::open(options, &settings, (&desk, &master_key), &stopping).await?;
    let metrics = Arc::new(Metrics::default());
    let mut limits = options.limits.clone();
    limits.connections = files::room_for(limits.connections);
    let limits = Arc::new(Limits::new(limits));
    limits.keep_swept(&stopping);
    let app = Arc::new(App {
        limits: limits.clone(),
        metrics: metrics.clone(),
        slow_command: Duration::from_millis(options.slow_command),
        changes: Changes::of(&desk),
        identity: Identity::new(issuers, sign_in.clone()),
        sign_in: sign_in.clone(),
        messages,
        demo,
        site: options.site.clone().map_or_else(Site::embedded, Site::folder),
        edition: app::edition(&charter),
        backup_days: options.backup_days,
        stopping: stopping.clone(),
        desk: desk.clone(),
    });
    let address =
        listener.local_addr().map_err(|cause| RunError::System("tell the address", cause))?;
    let _ = writeln!(std::io::stdout(), "listening on http://{address}");
    if let Some(address) = watched.as_ref().and_then(|listener| listener.local_addr().ok()) {
        tracing::info!("metrics on http://{address}/metrics");
    }
    tokio::spawn(settle(desk.clone(), stopping.clone()));
    tokio::spawn(sweep::keep_swept(app.clone(), stopping.clone()));
    app.identity.keep_fresh(&stopping);
    if let Some(sign_in) = &sign_in {
        sign_in.keep_swept(&app.desk, &stopping);
    }
    tokio::spawn(async move {
        asked.await;
        tracing::info!("stopping");
        stop.send_replace(true);
    });
    let trusted_proxies = options.trusted_proxies.iter().map(IpAddr::to_canonical).collect();
    if let Some(listener) = watched {
        let router = metrics::router(app.clone());
        tokio::spawn(server::serve(listener, router, Arc::default(), stopping.clone()));
    }
    let front = Front { limits, metrics, trusted_proxies, origins: origins.clone() };
    let front = Arc::new(front);
    server::serve(listener, routes::router(app, origins), front, stopping).await;
    let _ = tokio::task::spawn_blocking(move || desk.close()).await;
    tracing::info!("stopped");
    Ok(())
}

fn read_charter(
    folder: Option<&std::path::Path>,
) -> Result<guiyan_core::charter::DistrictCharter, CharterError> {
    folder.map_or_else(charter::embedded, charter::from_folder)
}

pub(crate) fn origin(text: &str) -> Result<HeaderValue, RunError> {
    // What a sandboxed frame sends. Tokens travel in a header and no cookie is
    // ever read, so such a frame has no more than it was handed.
    if text == "null" {
        return Ok(HeaderValue::from_static("null"));
    }
    let wrong = || RunError::Origin(text.to_owned());
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match rest {
        Some(host) if !host.is_empty() && !host.contains(['/', '*', ' ']) => {
            HeaderValue::from_str(text).map_err(|_| wrong())
        }
        _ => Err(wrong()),
    }
}

/// Writes what falls due when it does, so that nothing waits for a visitor.
async fn settle(desk: Desk, mut stopping: watch::Receiver<bool>) {
    let until = |due: Timestamp| {
        let wait = due.0.saturating_sub(now().0);
        Duration::from_millis(u64::try_from(wait).unwrap_or(0))
            .clamp(Duration::from_millis(10), TICK)
    };
    loop {
        let wait = desk.next_due().map_or(TICK, until);
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = stopping.wait_for(|stopping| *stopping) => return,
        }
        if desk.next_due().is_none_or(|due| due > now()) {
            continue;
        }
        let (answer, answered) = oneshot::channel();
        desk.settle(now(), move |result| {
            let _ = answer.send(result);
        });
        if let Ok(Err(SubmitError::Unavailable)) | Err(_) = answered.await {
            tokio::time::sleep(TICK).await;
        }
    }
}

/// Listens for Ctrl-C and for a plain `kill` from the call on; the future is
/// there once somebody asks.
#[cfg(unix)]
fn asked_to_stop() -> Result<impl Future<Output = ()> + Send, RunError> {
    use tokio::signal::unix::{SignalKind, signal};
    let listen = |kind| signal(kind).map_err(|cause| RunError::System("hear signals", cause));
    let (mut interrupted, mut terminated) =
        (listen(SignalKind::interrupt())?, listen(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

/// Listens for Ctrl-C; the future is there once somebody asks.
#[cfg(not(unix))]
fn asked_to_stop() -> Result<impl Future<Output = ()> + Send, RunError> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
