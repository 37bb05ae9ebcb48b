//! Starting other programs: quietly checked, or teed so that their counts can be read.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use crate::failure::{Context, Failure, Result};
use crate::files;

/// A cargo command at the top of the checkout.
pub(crate) fn cargo<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.args(arguments).current_dir(files::root());
    // `cargo run` describes this crate in the environment. Passed on, it would
    // make build scripts of other crates believe that something has changed.
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("CARGO_PKG_")
            || name == "CARGO_MANIFEST_DIR"
            || name == "CARGO_MANIFEST_PATH"
        {
            command.env_remove(name);
        }
    }
    command
}

/// Runs to the end; a non-zero exit is a failure with `hint` as its advice.
pub(crate) fn check(command: &mut Command, hint: &str) -> Result<()> {
    let shown = describe(command);
    let status = command.status().map_err(|cause| not_started(command, &cause))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::new(format!("`{shown}` failed ({status}). {hint}")))
}

/// The standard output of a short command.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let shown = describe(command);
    let output =
        command.stderr(Stdio::inherit()).output().map_err(|cause| not_started(command, &cause))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(Failure::new(format!("`{shown}` failed ({})", output.status)))
}

/// Runs to the end, showing standard output as it comes and keeping it too.
pub(crate) fn tee(command: &mut Command) -> Result<(bool, String)> {
    let shown = describe(command);
    let mut child = command
        .stdout(Stdio::piped())
        .stdin(Stdio::null())
        .spawn()
        .map_err(|cause| not_started(command, &cause))?;
    let mut kept = String::new();
    if let Some(pipe) = child.stdout.take() {
        let mut reader = BufReader::new(pipe);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line).or_fail(format_args!("read from `{shown}`"))? > 0
        {
            let mut out = std::io::stdout().lock();
            // A closed terminal is no reason to lose the counts.
            let _ = out.write_all(&line).and_then(|()| out.flush());
            kept.push_str(&String::from_utf8_lossy(&line));
            line.clear();
        }
    }
    let status = child.wait().or_fail(format_args!("wait for `{shown}`"))?;
    Ok((status.success(), kept))
}

fn not_started(command: &Command, cause: &std::io::Error) -> Failure {
    let program = command.get_program().to_string_lossy().into_owned();
    let advice = match program.as_str() {
        "npm" | "node" => "install Node.js 20 or newer, which brings both node and npm",
        "rustup" => "install rustup, or add the target with your own toolchain manager",
        _ => "check that it is installed",
    };
    Failure::new(format!("could not start `{program}` ({cause}): {advice}"))
}

fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let line = words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ");
    line.replace(&format!("{}/", files::root().display()), "")
}
