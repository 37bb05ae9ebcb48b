//! Input that nobody meant, for as long as it is wanted: commands and stored
//! events in core, and requests that the OpenAPI document allows, over HTTP.

use std::process::Command;

use crate::failure::Result;
use crate::files;
use crate::python;
use crate::run;

/// Makes requests out of the document, and holds the answers against it.
const SCHEMATHESIS: &str = "schemathesis==4.32.5";

/// All three, one after the other, each for so long.
pub(crate) fn fuzz(seconds: u32) -> Result<()> {
    for test in ["bent_commands", "bent_events"] {
        run::check(
            run::cargo(["test", "--release", "--package=guiyan-core", "--test=fuzz", test])
                .args(["--", "--nocapture"])
                .env("GUIYAN_FUZZ_SECONDS", seconds.to_string()),
            "What was tried is printed above; GUIYAN_FUZZ_SEED replays the run.",
        )?;
    }
    files::make_folder(&files::site())?;
    run::check(
        &mut run::cargo(["build", "--release", "--package=guiyan-service"]),
        "The messages above say where to look.",
    )?;
    let programs = python::package("schemathesis", SCHEMATHESIS, "schemathesis")?;
    let folder = files::target().join("schemathesis/run");
    files::fresh_folder(&folder)?;
    run::check(
        Command::new(programs.join("python"))
            .arg(files::root().join("tests/faults/openapi.py"))
            .arg(files::target().join("release/guiyan"))
            .arg(&folder)
            .arg(seconds.to_string()),
        "Each failure above comes with the request that shows it.",
    )
}
