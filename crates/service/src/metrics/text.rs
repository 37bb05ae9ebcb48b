//! The page, in the text form of Prometheus.

use std::{
    fmt::{Display, Write as _},
    sync::{PoisonError, atomic::Ordering},
};

use guiyan_store::Figures;

use super::process;
use crate::{app::App, limits::By};

/// All of it.
pub(super) fn of(app: &App) -> String {
    let mut page = Page(String::with_capacity(8 * 1024));
    let metrics = &app.metrics;
    page.head("guiyan_build_info", "gauge", "The release that runs");
    page.sample("guiyan_build_info{version=\"", env!("CARGO_PKG_VERSION"), "\"} 1");
    page.head("guiyan_requests_total", "counter", "Requests answered, by their status");
    for (number, count) in metrics.requests.iter().enumerate() {
        let count = count.load(Ordering::Relaxed);
        page.labelled("guiyan_requests_total", &[("status", &format!("{}xx", number + 1))], count);
    }
    page.head("guiyan_request_seconds", "histogram", "From a request's head to its answer's head");
    metrics.request_seconds.write("guiyan_request_seconds", &mut page.0);
    page.head(
        "guiyan_commands_total",
        "counter",
        "Commands that were read, by kind and what they came to; those turned away at the door are \
         in guiyan_turned_away_total{limit=\"waiting\"}",
    );
    let commands = metrics.commands.lock().unwrap_or_else(PoisonError::into_inner).clone();
    for ((kind, came), count) in &commands {
        let labels = [("kind", kind.as_str()), ("outcome", came.name())];
        page.labelled("guiyan_commands_total", &labels, *count);
    }
    page.head("guiyan_command_seconds", "histogram", "Until a command was answered");
    metrics.command_seconds.write("guiyan_command_seconds", &mut page.0);
    let limits = &app.limits;
    page.one("guiyan_waiting", "gauge", "What waits for the writer", limits.waiting());
    page.one("guiyan_connections", "gauge", "Open connections", limits.open_connections());
    page.one("guiyan_streams", "gauge", "Open streams of changes", limits.open_streams());
    page.head("guiyan_turned_away_total", "counter", "Turned away, by the limit");
    for (name, count) in By::NAMES.iter().zip(limits.turned_away()) {
        page.labelled("guiyan_turned_away_total", &[("limit", name)], count);
    }
    let Figures { commits, appends, failures, nanos, snapshots, queued } = app.desk.figures();
    page.one(
        "guiyan_commits_total",
        "counter",
        "Transactions made durable; each waits for the disk (fsync of the WAL)",
        commits,
    );
    let seconds = std::time::Duration::from_nanos(nanos).as_secs_f64();
    page.one("guiyan_commit_seconds_total", "counter", "Time spent in them", seconds);
    page.one("guiyan_appends_total", "counter", "Commands that were made durable", appends);
    page.one("guiyan_commit_failures_total", "counter", "Transactions that failed", failures);
    page.one("guiyan_snapshots_total", "counter", "Snapshots taken of a branch", snapshots);
    page.one("guiyan_queued", "gauge", "Commands decided and not yet written", queued);
    if let Some(bytes) = process::resident() {
        page.one("process_resident_memory_bytes", "gauge", "Memory that is held", bytes);
    }
    if let Some(files) = process::open_files() {
        page.one("process_open_fds", "gauge", "Open files and connections", files);
    }
    page.0
}

// Writing to a string cannot fail.
struct Page(String);

impl Page {
    fn head(&mut self, name: &str, kind: &str, help: &str) {
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    fn sample(&mut self, before: &str, value: &str, after: &str) {
        let _ = writeln!(self.0, "{before}{value}{after}");
    }

    fn one(&mut self, name: &str, kind: &str, help: &str, value: impl Display) {
        self.head(name, kind, help);
        let _ = writeln!(self.0, "{name} {value}");
    }

    fn labelled(&mut self, name: &str, labels: &[(&str, &str)], value: impl Display) {
        let labels: Vec<_> =
            labels.iter().map(|(label, text)| format!("{label}=\"{text}\"")).collect();
        let _ = writeln!(self.0, "{name}{{{}}} {value}", labels.join(","));
    }
}
