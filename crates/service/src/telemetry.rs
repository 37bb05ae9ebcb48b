//! Logs go to stderr: what happened to the service, never who asked for what.
//! No personal data, no tokens, no bodies and no query strings are logged.

use std::io::{self, IsTerminal as _};

use tracing_subscriber::EnvFilter;

/// Starts logging. `GUIYAN_LOG` chooses what is told, as in `info` or
/// `guiyan_service=debug`; `json` writes one object a line.
pub fn start(json: bool) {
    let filter = EnvFilter::try_from_env("GUIYAN_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    // Colours are for people, not for files. A log that cannot be written is
    // told by `eprintln!`, which panics on a full disk: better a line less.
    let logs = logs.with_ansi(io::stderr().is_terminal()).log_internal_errors(false);
    // A second start, as in tests, keeps the first.
    let _ = if json { logs.json().try_init() } else { logs.with_target(false).try_init() };
}
