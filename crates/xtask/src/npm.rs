//! npm packages: installed from the lock file, and only when it has changed.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Result;
use crate::files;
use crate::run;

/// `npm ci`, unless `node_modules` is at least as new as the lock file.
pub(crate) fn install(folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    files::must_exist(&lock, "it belongs in the repository: check it out again")?;
    // npm writes this file last, so it stands for a finished install.
    let installed = folder.join("node_modules/.package-lock.json");
    let time = |path: &Path| path.metadata().and_then(|data| data.modified()).ok();
    if time(&installed).is_some_and(|then| time(&lock).is_some_and(|now| then >= now)) {
        return Ok(());
    }
    println!("npm ci in {}/", files::shown(folder));
    run::check(
        Command::new("npm")
            .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
            .current_dir(folder),
        "Check that the npm registry can be reached, then run the same command again.",
    )
}

/// `pkg/`, where the npm package and the build's own tools live.
pub(crate) fn pkg() -> PathBuf {
    files::root().join("pkg")
}

/// A tool that `npm ci` in `pkg/` has installed, to be run there.
pub(crate) fn tool(name: &str) -> Command {
    let mut command = Command::new(pkg().join("node_modules/.bin").join(name));
    command.current_dir(pkg());
    command
}
