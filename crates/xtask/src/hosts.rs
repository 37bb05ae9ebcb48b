//! The one host page of `tests/hosts` that needs a compiler: a Yew app.

use std::path::PathBuf;

use wasm_bindgen_cli_support::Bindgen;

use crate::failure::{Context, Result};
use crate::files;
use crate::run;
use crate::stamp;
use crate::wasm;

/// Builds `tests/hosts/yew` into `target/hosts/yew`, unless nothing has changed.
pub(crate) fn build() -> Result<()> {
    let folder = files::target().join("hosts/yew");
    let stamp_file = folder.join("stamp");
    let inputs = ["Cargo.lock", "rust-toolchain.toml", "tests/hosts/yew"];
    let inputs: Vec<PathBuf> = inputs.map(|path| files::root().join(path)).to_vec();
    let digest = stamp::of(&inputs, "")?;
    if stamp::is_current(&stamp_file, &digest) {
        return Ok(());
    }
    wasm::ensure_target()?;
    println!("compiling the host page of tests/hosts/yew");
    run::check(
        &mut run::cargo([
            "build",
            "--quiet",
            "--package=guiyan-tests-yew",
            "--target",
            wasm::TRIPLE,
        ]),
        "The messages above say where in tests/hosts/yew to look.",
    )?;
    files::fresh_folder(&folder)?;
    let raw = files::target().join(wasm::TRIPLE).join("debug/guiyan_tests_yew.wasm");
    Bindgen::new()
        .web(true)
        .or_fail("prepare bindgen")?
        .input_path(raw)
        .out_name("host")
        .typescript(false)
        .omit_default_module_path(false)
        .generate(&folder)
        .or_fail("bind the host page")?;
    files::write(&stamp_file, digest.as_bytes())
}
