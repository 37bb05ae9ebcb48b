//! The browsers and fonts that the browser tests need.

use std::path::Path;
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::run;

/// What must be there, and Debian's package that brings it.
const NEEDED: [(&str, &str); 3] = [
    ("/usr/bin/chromium", "chromium"),
    ("/usr/bin/firefox-esr", "firefox-esr"),
    // Without it every Chinese character of a screenshot is an empty box.
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "fonts-noto-cjk"),
];

/// Installs what is missing where that is allowed, else says what to install.
pub(crate) fn install() -> Result<()> {
    let missing: Vec<&str> = NEEDED
        .iter()
        .filter(|(path, _)| !Path::new(path).exists())
        .map(|(_, package)| *package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.join(" ");
    if !Path::new("/usr/bin/apt-get").exists() || !is_root() {
        return Err(Failure::new(format!(
            "the browser tests need {names}; on Debian run `sudo apt-get install {names}`, \
             elsewhere install Chromium, Firefox ESR and Noto CJK and set \
             GUIYAN_CHROMIUM and GUIYAN_FIREFOX to their paths"
        )));
    }
    println!("installing {names}");
    let hint = "Install them by hand, then run the same command again.";
    run::check(Command::new("apt-get").args(["-qq", "update"]), hint)?;
    run::check(
        Command::new("apt-get")
            .args(["-qq", "install", "--yes", "--no-install-recommends"])
            .args(&missing)
            .env("DEBIAN_FRONTEND", "noninteractive"),
        hint,
    )
}

fn is_root() -> bool {
    run::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}
