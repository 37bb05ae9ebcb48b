//! Everything a change must pass, in one command. A failed step does not stop
//! the others, so that one run tells all.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use crate::counts::{self, Counts};
use crate::debian;
use crate::failure::{Failure, Result};
use crate::files;
use crate::hosts;
use crate::npm;
use crate::run;
use crate::site::{self, Profile};
use crate::size;
use crate::supply;
use crate::tidy;
use crate::wasm;

struct Step {
    name: &'static str,
    run: fn() -> Result<Counts>,
}

/// In this order: the quick ones first, and the site before the tests that
/// fetch it from the service.
const STEPS: [Step; 12] = [
    Step { name: "fmt", run: fmt },
    Step { name: "clippy", run: clippy },
    Step { name: "clippy-web", run: clippy_web },
    Step { name: "tidy", run: || tidy::tidy().map(Counts::one) },
    Step { name: "deny", run: || supply::deny().map(|()| Counts::one(true)) },
    Step { name: "site", run: || site::build(Profile::Optimised).map(|()| Counts::one(true)) },
    Step { name: "cargo", run: cargo_tests },
    Step { name: "package", run: package },
    Step { name: "consumers", run: consumers },
    Step { name: "browser", run: browser },
    Step { name: "hosts", run: hosts },
    Step { name: "size", run: || size::size().map(Counts::one) },
];

struct Outcome {
    name: &'static str,
    counts: Counts,
    seconds: u64,
}

/// Runs all steps, or only the named one; `false` when anything failed.
pub(crate) fn test(only: Option<&str>) -> Result<bool> {
    if let Some(wanted) = only
        && STEPS.iter().all(|step| step.name != wanted)
    {
        let names = STEPS.map(|step| step.name).join(", ");
        return Err(Failure::new(format!("there is no step `{wanted}`; there are {names}")));
    }
    // The service embeds this folder and does not compile without it.
    files::make_folder(&files::site())?;
    let chosen = STEPS.iter().filter(|step| only.is_none_or(|wanted| step.name == wanted));
    let outcomes: Vec<Outcome> = chosen.map(run_step).collect();
    print!("{}", summary(&outcomes));
    Ok(outcomes.iter().all(|outcome| outcome.counts.failed == 0))
}

fn run_step(step: &Step) -> Outcome {
    println!("\n==> {}", step.name);
    let start = Instant::now();
    let counts = (step.run)().unwrap_or_else(|failure| {
        println!("{failure}");
        Counts::one(false)
    });
    Outcome { name: step.name, counts, seconds: start.elapsed().as_secs() }
}

/// A table, then the totals alone on the last line, where scripts look for them.
fn summary(outcomes: &[Outcome]) -> String {
    let mut text = format!("\n{:<12} {:>7} {:>7} {:>6}\n", "step", "passed", "failed", "time");
    let mut total = Counts::default();
    for Outcome { name, counts, seconds } in outcomes {
        let Counts { passed, failed } = counts;
        let mark = if *failed > 0 { "  FAILED" } else { "" };
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{name:<12} {passed:>7} {failed:>7} {seconds:>5}s{mark}");
        total += *counts;
    }
    let _ = writeln!(text, "\n{} passed, {} failed", total.passed, total.failed);
    text
}

fn passes(command: &mut Command) -> Result<Counts> {
    run::check(command, "").map(|()| Counts::one(true))
}

fn fmt() -> Result<Counts> {
    run::check(&mut run::cargo(["fmt", "--all", "--check"]), "`cargo fmt --all` puts it right.")
        .map(|()| Counts::one(true))
}

fn clippy() -> Result<Counts> {
    passes(&mut run::cargo([
        "clippy",
        "--quiet",
        "--workspace",
        "--exclude=guiyan-web",
        "--exclude=guiyan-tests-yew",
        "--all-targets",
        "--",
        "--deny=warnings",
    ]))
}

fn clippy_web() -> Result<Counts> {
    wasm::ensure_target()?;
    passes(&mut run::cargo([
        "clippy",
        "--quiet",
        "--package=guiyan-web",
        "--package=guiyan-tests-yew",
        "--target=wasm32-unknown-unknown",
        "--",
        "--deny=warnings",
    ]))
}

/// The service that the tests start; built once, unoptimised.
fn service() -> Result<PathBuf> {
    run::check(
        &mut run::cargo(["build", "--quiet", "--package=guiyan-service"]),
        "The messages above say where to look.",
    )?;
    Ok(files::target().join("debug/guiyan"))
}

fn cargo_tests() -> Result<Counts> {
    if std::env::var_os("GUIYAN_NGINX").is_none() {
        debian::install(&debian::NGINX, debian::OTHER_NGINX)?;
    }
    let service = service()?;
    let (succeeded, output) = run::tee(
        run::cargo([
            "test",
            "--quiet",
            "--workspace",
            // A page for `hosts`, without tests of its own.
            "--exclude=guiyan-tests-yew",
            "--no-fail-fast",
        ])
        .env("GUIYAN_BIN", service),
    )?;
    Ok(counts::of_cargo(&output).checked(succeeded))
}

/// What a developer installs: the entry points exist and their types resolve.
fn package() -> Result<Counts> {
    files::must_exist(&npm::pkg().join("dist/index.js"), "run `cargo xtask site` first")?;
    let mut total = Counts::default();
    let mut publint = npm::tool("publint");
    publint.args(["run", "--strict"]);
    let mut attw = npm::tool("attw");
    attw.args(["--pack", ".", "--profile", "esm-only", "--no-emoji", "--format", "ascii"]);
    // Neither holds code, so there are no types to resolve.
    attw.args([
        "--exclude-entrypoints",
        "./element.wasm",
        "./*.wasm",
        "./element.css",
        "./integrity.json",
        "./custom-elements.json",
    ]);
    for mut check in [publint, attw] {
        let result = run::check(&mut check, "It names the entry of pkg/package.json to mend.");
        if let Err(failure) = &result {
            println!("{failure}");
        }
        total += Counts::one(result.is_ok());
    }
    Ok(total)
}

fn browser() -> Result<Counts> {
    specs_of("browser")
}

/// Pages of every kind that hold the element.
fn hosts() -> Result<Counts> {
    files::must_exist(&npm::pkg().join("dist/portal.js"), "run `cargo xtask site` first")?;
    hosts::build()?;
    specs_of("hosts")
}

/// Little projects that install the package and build it their way.
fn consumers() -> Result<Counts> {
    files::must_exist(&npm::pkg().join("dist/index.js"), "run `cargo xtask site` first")?;
    specs_of("packaging")
}

/// All of them are driven by what `tests/browser` has in `lib`.
fn specs_of(folder: &str) -> Result<Counts> {
    debian::install(&debian::BROWSERS, debian::OTHER_BROWSERS)?;
    for needed in ["browser", folder] {
        npm::install(&files::root().join("tests").join(needed))?;
    }
    node_tests(folder)
}

/// Runs the specs of one folder of `tests/` with node's own runner.
fn node_tests(folder: &str) -> Result<Counts> {
    let folder = files::root().join("tests").join(folder);
    let specs: Vec<PathBuf> = if folder.is_dir() { files::walk(&folder)? } else { Vec::new() }
        .into_iter()
        .filter(|path| files::shown(path).ends_with(".spec.mjs"))
        .collect();
    if specs.is_empty() {
        println!("no specs in {}", files::shown(&folder));
        return Ok(Counts::default());
    }
    let (succeeded, output) = run::tee(
        Command::new("node")
            // One at a time: two browsers and a service on two cores make each other late.
            .args(["--test", "--test-concurrency=1", "--test-reporter=spec"])
            .args(&specs)
            .current_dir(&folder)
            .env("GUIYAN_BIN", service()?),
    )?;
    Ok(counts::of_node(&output).checked(succeeded))
}

#[cfg(test)]
mod tests {
    use super::{Counts, Outcome, summary};

    #[test]
    fn the_last_line_holds_the_totals_alone() {
        let outcome =
            |name, passed, failed| Outcome { name, counts: Counts { passed, failed }, seconds: 3 };
        let text = summary(&[outcome("fmt", 1, 0), outcome("cargo", 40, 2)]);
        assert_eq!(text.lines().last(), Some("41 passed, 2 failed"));
        assert!(text.contains("cargo             40       2     3s  FAILED"), "{text}");
    }
}
