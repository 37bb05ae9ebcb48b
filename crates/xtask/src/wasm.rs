//! The widget as WebAssembly: cargo, then bindgen as a library, then `wasm-opt`.

use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_bindgen_cli_support::Bindgen;

use crate::failure::{Context, Result};
use crate::files;
use crate::npm;
use crate::run;
use crate::site::Profile;

const TRIPLE: &str = "wasm32-unknown-unknown";

/// What rustc uses today. Named one by one, because a file without its
/// `target_features` section would otherwise be read as plain WebAssembly 1.0.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Where bindgen leaves its two files.
pub(crate) struct Bound {
    pub(crate) glue: PathBuf,
    pub(crate) wasm: PathBuf,
}

/// Adds the wasm target where it is missing. `rust-toolchain.toml` names it, but
/// rustup does not add a target to a toolchain that is already there.
pub(crate) fn ensure_target() -> Result<()> {
    let mut query = Command::new("rustc");
    query.args(["--print", "target-libdir", "--target", TRIPLE]).current_dir(files::root());
    if run::output(&mut query).is_ok_and(|folder| Path::new(folder.trim()).exists()) {
        return Ok(());
    }
    println!("adding the target {TRIPLE}");
    run::check(
        Command::new("rustup").args(["target", "add", TRIPLE]).current_dir(files::root()),
        "Add the target by hand, then run the same command again.",
    )
}

/// From `web/` to a bound and, if asked for, optimised module in `folder`.
pub(crate) fn build(profile: Profile, folder: &Path) -> Result<Bound> {
    ensure_target()?;
    let raw = compile(profile)?;
    let bound = bind(&raw, folder)?;
    if profile == Profile::Optimised {
        optimise(&bound.wasm)?;
    }
    Ok(bound)
}

fn compile(profile: Profile) -> Result<PathBuf> {
    let (name, folder) = match profile {
        Profile::Optimised => ("widget", "widget"),
        Profile::Dev => ("dev", "debug"),
    };
    println!("compiling the widget ({name})");
    run::check(
        &mut run::cargo([
            "build",
            "--quiet",
            "--package=guiyan-web",
            "--lib",
            "--target",
            TRIPLE,
            "--profile",
            name,
        ]),
        "The messages above say where in web/ or crates/core/ to look.",
    )?;
    let raw = files::target().join(TRIPLE).join(folder).join("guiyan_web.wasm");
    files::must_exist(&raw, "`web/Cargo.toml` must say `crate-type = [\"cdylib\", \"rlib\"]`")?;
    Ok(raw)
}

fn bind(raw: &Path, folder: &Path) -> Result<Bound> {
    files::fresh_folder(folder)?;
    let mut bindgen = Bindgen::new();
    bindgen
        .web(true)
        .or_fail("prepare bindgen")?
        .input_path(raw)
        .out_name("guiyan")
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .omit_default_module_path(false);
    bindgen.generate(folder).or_fail(
        "bind the widget (the bindgen library and the widget's wasm-bindgen must be of one \
         version: `cargo update -p wasm-bindgen -p wasm-bindgen-cli-support` brings them together)",
    )?;
    Ok(Bound { glue: folder.join("guiyan.js"), wasm: folder.join("guiyan_bg.wasm") })
}

fn optimise(wasm: &Path) -> Result<()> {
    println!("optimising the widget");
    npm::install(&npm::pkg())?;
    run::check(
        npm::tool("wasm-opt")
            .args(["-Oz", "--strip-debug", "--strip-producers", "--strip-target-features"])
            .args(FEATURES)
            .arg(wasm)
            .arg("-o")
            .arg(wasm),
        "If it names a missing feature, add its flag to FEATURES in crates/xtask/src/wasm.rs.",
    )
}
