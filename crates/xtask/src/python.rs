//! Tools that come as Python packages, each in an environment of its own below
//! `target/`.

use std::path::PathBuf;
use std::process::Command;

use crate::failure::Result;
use crate::files;
use crate::run;

/// The folder of the programs of that package, which is installed there first
/// when it is not yet.
pub(crate) fn package(place: &str, package: &str, program: &str) -> Result<PathBuf> {
    let venv = files::target().join(place).join("venv");
    let programs = venv.join("bin");
    if programs.join(program).exists() {
        return Ok(programs);
    }
    println!("installing {package}");
    run::check(
        Command::new("python3").args(["-m", "venv"]).arg(&venv),
        "It takes Python 3 with its venv module; Debian has it as python3-venv.",
    )?;
    run::check(
        Command::new(programs.join("pip")).args(["install", "--quiet", package]),
        "Check that the Python registry can be reached, then run the same command again.",
    )?;
    Ok(programs)
}
