//! Logs go to stderr: what happened to the service, never who asked for what.
//! No personal data, no tokens, no bodies and no query strings are logged. A line
//! that a request's own task logs ends with its id ([`crate::request`]).

use std::{
    fmt,
    io::{self, IsTerminal as _},
};

use tracing::{Event, Subscriber};
use tracing_subscriber::{
    EnvFilter,
    fmt::{FmtContext, FormatEvent, FormatFields, format::Writer},
    registry::LookupSpan,
};

use crate::request::RequestId;

/// Starts logging. `GUIYAN_LOG` chooses what is told, as in `info` or
/// `guiyan_service=debug`; `json` writes one object a line.
pub fn start(json: bool) {
    let filter = EnvFilter::try_from_env("GUIYAN_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    // Colours are for people, not for files. A log that cannot be written is
    // told by `eprintln!`, which panics on a full disk: better a line less.
    let logs = logs.with_ansi(io::stderr().is_terminal()).log_internal_errors(false);
    // A second start, as in tests, keeps the first.
    let _ = if json {
        logs.json().map_event_format(|lines| WithId { lines, json }).try_init()
    } else {
        logs.with_target(false).map_event_format(|lines| WithId { lines, json }).try_init()
    };
}

/// Lines with the id of the request that they are of. A span for each request
/// would bring it too, and cost more than all of the routing.
struct WithId<F> {
    lines: F,
    json: bool,
}

impl<S, N, F> FormatEvent<S, N> for WithId<F>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
    F: FormatEvent<S, N>,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let Some(id) = RequestId::current() else {
            return self.lines.format_event(context, writer, event);
        };
        let mut line = String::new();
        self.lines.format_event(context, Writer::new(&mut line), event)?;
        let line = line.trim_end();
        match line.strip_suffix('}') {
            Some(line) if self.json => writeln!(writer, "{line},\"request\":\"{id}\"}}"),
            _ => writeln!(writer, "{line} request={id}"),
        }
    }
}
