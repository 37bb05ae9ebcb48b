//! Has the crate built again whenever the site changes, because the release
//! binary carries the site inside. Without the folder cargo would look for it
//! on every build, so an empty one is made.

use std::{env, fs, path::PathBuf};

fn main() {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let site = manifest.join("../../target/site");
    if fs::create_dir_all(&site).is_err() {
        println!("cargo::warning=target/site cannot be made; the binary will carry no site");
    }
    println!("cargo::rerun-if-changed={}", site.display());
    println!("cargo::rerun-if-changed=data");
}
