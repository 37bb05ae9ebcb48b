//! The chores that are one or two commands each: soak, dist.

use std::process::Command;

use crate::failure::Result;
use crate::files;
use crate::fuzz;
use crate::npm;
use crate::run;
use crate::site::{self, Profile};
use crate::supply;

/// Seeds of the long simulation; `test` runs a few hundred.
const SEEDS: &str = "10000";

/// How long each kind of fuzzing takes in the long runs: ten minutes.
const FUZZ: u32 = 600;

/// The long runs: many seeds, many kills, much that nobody meant.
pub(crate) fn soak() -> Result<()> {
    let replay = "The seed printed above replays the failure: set GUIYAN_SIM_SEED to it.";
    run::check(
        run::cargo([
            "test",
            "--release",
            "--package=guiyan-store",
            "--test=simulation",
            "--",
            "--nocapture",
        ])
        .env("GUIYAN_SIM_SEEDS", SEEDS),
        replay,
    )?;
    files::make_folder(&files::site())?;
    run::check(
        &mut run::cargo(["build", "--release", "--package=guiyan-service"]),
        "The messages above say where to look.",
    )?;
    run::check(
        run::cargo(["test", "--release", "--package=guiyan-tests-service"])
            .env("GUIYAN_SOAK", "1")
            .env("GUIYAN_BIN", files::target().join("release/guiyan")),
        "The messages above name the test; run it alone with GUIYAN_SOAK=1.",
    )?;
    fuzz::fuzz(FUZZ)
}

/// The service as one file, the package as npm would take it, and of both what
/// they are made of.
pub(crate) fn dist() -> Result<()> {
    site::build(Profile::Optimised)?;
    run::check(
        &mut run::cargo(["build", "--profile=dist", "--package=guiyan-service"]),
        "The messages above say where to look.",
    )?;
    let folder = files::target().join("npm");
    files::fresh_folder(&folder)?;
    run::check(
        Command::new("npm")
            .args(["pack", "--loglevel=error", "--pack-destination"])
            .arg(&folder)
            .current_dir(npm::pkg()),
        "The message above says what npm misses.",
    )?;
    let made = files::target().join("dist");
    let bills = [
        ("guiyan-service", "x86_64-unknown-linux-gnu", "guiyan.cdx.json"),
        ("guiyan-web", "wasm32-unknown-unknown", "guiyan-widget.cdx.json"),
    ];
    for (package, target, name) in bills {
        supply::bill(package, target, &made.join(name))?;
    }
    println!("\nservice: {}", files::shown(&made.join("guiyan")));
    println!("package: {}", files::shown(&folder));
    for (.., name) in bills {
        println!("what is in it: {}", files::shown(&made.join(name)));
    }
    Ok(())
}
