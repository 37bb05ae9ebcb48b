//! What the tests need of the system, as Debian's packages, installed by name
//! where that is allowed.

use std::path::Path;
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::run;

/// A file that must be there, and Debian's package that brings it.
pub(crate) type Needed = (&'static str, &'static str);

/// For the browser tests.
pub(crate) const BROWSERS: [Needed; 3] = [
    ("/usr/bin/chromium", "chromium"),
    ("/usr/bin/firefox-esr", "firefox-esr"),
    // Without it every Chinese character of a screenshot is an empty box.
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "fonts-noto-cjk"),
];

/// What to do about them where there is no Debian.
pub(crate) const OTHER_BROWSERS: &str = "install Chromium, Firefox ESR and Noto CJK and set \
                                         GUIYAN_CHROMIUM and GUIYAN_FIREFOX to their paths";

/// For the service below a path of a portal. The package starts a server of its
/// own on port 80 where the system starts services; the test uses another port
/// and its own settings, and does not mind.
pub(crate) const NGINX: [Needed; 1] = [("/usr/sbin/nginx", "nginx-light")];

/// The same for nginx.
pub(crate) const OTHER_NGINX: &str = "install nginx and set GUIYAN_NGINX to its path";

/// Installs what is missing where that is allowed, else says what to install.
pub(crate) fn install(needed: &[Needed], elsewhere: &str) -> Result<()> {
    let missing: Vec<&str> = needed
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
            "the tests need {names}; on Debian run `sudo apt-get install {names}`, elsewhere \
             {elsewhere}"
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
