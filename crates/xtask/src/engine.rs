//! The rules as a module of their own: npm `guiyan/core`, and the widget's
//! local mode. `crates/wasm` becomes `core.wasm`, `pkg/src/core.ts` its script.

use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_bindgen_cli_support::Bindgen;

use crate::bundle;
use crate::failure::{Context, Result};
use crate::files;
use crate::npm;
use crate::run;
use crate::site::Profile;
use crate::wasm;

/// Where bindgen leaves its files.
pub(crate) struct Engine {
    glue: PathBuf,
    /// The module.
    pub(crate) wasm: PathBuf,
}

/// From `crates/wasm` to a bound and, if asked for, optimised module in `folder`.
pub(crate) fn build(profile: Profile, folder: &Path) -> Result<Engine> {
    with_features("", profile, folder)
}

/// The same with what the bench times; runs it in Node.
pub(crate) fn bench() -> Result<()> {
    let folder = files::target().join("web/bench");
    let engine = with_features("bench", Profile::Optimised, &folder)?;
    // Node takes a `.js` for the module it is only where this says so.
    files::write(&folder.join("package.json"), br#"{ "type": "module" }"#)?;
    run::check(
        Command::new("node")
            .arg(files::root().join("tests/bench/wasm.mjs"))
            .args([&engine.glue, &engine.wasm]),
        "The messages above say which figure was missed.",
    )
}

fn with_features(features: &str, profile: Profile, folder: &Path) -> Result<Engine> {
    wasm::ensure_target()?;
    println!("compiling the rules");
    let (name, output) = profile.names();
    run::check(
        &mut run::cargo([
            "build",
            "--quiet",
            "--package=guiyan-wasm",
            "--lib",
            "--target",
            wasm::TRIPLE,
            "--profile",
            name,
            "--features",
            features,
        ]),
        "The messages above say where in crates/wasm or crates/core to look.",
    )?;
    files::fresh_folder(folder)?;
    let raw = files::target().join(wasm::TRIPLE).join(output).join("guiyan_wasm.wasm");
    Bindgen::new()
        .web(true)
        .or_fail("prepare bindgen")?
        .input_path(raw)
        .out_name("core")
        .typescript(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .omit_default_module_path(true)
        .generate(folder)
        .or_fail("bind the rules")?;
    let engine = Engine { glue: folder.join("core.js"), wasm: folder.join("core_bg.wasm") };
    if profile == Profile::Optimised {
        wasm::optimise(&engine.wasm)?;
    }
    Ok(engine)
}

/// Bundles one entry of `pkg/src` that uses the rules; `place` is where their
/// module lies, relative to the script.
pub(crate) fn script(
    engine: &Engine,
    entry: &str,
    out: &Path,
    place: &str,
    minify: bool,
) -> Result<()> {
    run::check(
        npm::tool("esbuild")
            .arg(npm::pkg().join("src").join(entry))
            .args(["--bundle", "--format=esm", "--log-level=warning", bundle::BASELINE])
            .args(["--external:node:*", "--legal-comments=none", "--charset=utf8"])
            .arg(format!("--minify={minify}"))
            .arg("--ignore-annotations")
            .arg(format!("--alias:guiyan-core-glue={}", engine.glue.display()))
            .arg(format!("--define:GUIYAN_CORE_WASM={place:?}"))
            .arg(format!("--outfile={}", out.display())),
        "The message above names the file and line to look at.",
    )
}

/// Makes the types of the wire from those of the core. They stand beside
/// `pkg/src` for the compiler (`rootDirs`), and in `dist/` for everybody else.
pub(crate) fn schema() -> Result<PathBuf> {
    npm::install(&npm::pkg())?;
    let document = run::output(&mut run::cargo([
        "run",
        "--quiet",
        "--package=guiyan-core",
        "--features=schema",
        "--example=schema",
    ]))?;
    let folder = files::target().join("types/core");
    files::make_folder(&folder)?;
    let source = folder.join("schema.json");
    files::write(&source, document.as_bytes())?;
    let types = folder.join("schema.d.ts");
    run::check(
        npm::tool("openapi-typescript")
            .arg(&source)
            .args(["--default-non-nullable=false", "--output"])
            .arg(&types),
        "The message above says which type it cannot read.",
    )?;
    Ok(types)
}
