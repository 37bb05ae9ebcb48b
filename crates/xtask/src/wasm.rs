//! The widget as WebAssembly: cargo, then the split into the first page and its
//! other parts, then bindgen, both as libraries, then `wasm-opt`.

use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_bindgen_cli_support::Bindgen;

use crate::failure::{Context, Failure, Result};
use crate::files;
use crate::npm;
use crate::run;
use crate::site::Profile;

/// What runs in a page.
pub(crate) const TRIPLE: &str = "wasm32-unknown-unknown";

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

/// Where the split and bindgen leave their files.
pub(crate) struct Bound {
    pub(crate) glue: PathBuf,
    /// The module of the first page.
    pub(crate) wasm: PathBuf,
    /// The modules of all other pages, and of what several of them share.
    pub(crate) later: Vec<PathBuf>,
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
    files::fresh_folder(folder)?;
    let (main, later) = split(&raw, folder)?;
    let bound = bind(&main, later, folder)?;
    if profile == Profile::Optimised {
        for module in bound.later.iter().chain([&bound.wasm]) {
            optimise(module)?;
        }
    }
    Ok(bound)
}

fn compile(profile: Profile) -> Result<PathBuf> {
    let (name, folder) = profile.names();
    println!("compiling the widget ({name})");
    run::check(
        &mut run::cargo([
            "rustc",
            "--quiet",
            "--package=guiyan-web",
            "--lib",
            "--target",
            TRIPLE,
            "--profile",
            name,
            "--crate-type=cdylib",
            "--",
            // Where everything is referred to from: the split moves it.
            "-Clink-args=--emit-relocs",
        ]),
        "The messages above say where in web/ or crates/core/ to look.",
    )?;
    let raw = files::target().join(TRIPLE).join(folder).join("guiyan_web.wasm");
    files::must_exist(&raw, "`web/Cargo.toml` must say `crate-type = [\"cdylib\", \"rlib\"]`")?;
    Ok(raw)
}

// Before bindgen, whose imports both parts then share.
fn split(raw: &Path, folder: &Path) -> Result<(PathBuf, Vec<PathBuf>)> {
    let bytes = files::read(raw)?;
    let main = folder.join("main.wasm");
    let mut options = wasm_split_cli_support::Options::new(&bytes);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.main_module = "./guiyan.js";
    let parts = wasm_split_cli_support::transform(options)
        .map_err(|cause| Failure::new(format!("the widget was not split: {cause:#}")))?;
    let mut later = parts.split_modules;
    later.sort();
    Ok((main, later))
}

fn bind(main: &Path, later: Vec<PathBuf>, folder: &Path) -> Result<Bound> {
    let mut bindgen = Bindgen::new();
    bindgen
        .web(true)
        .or_fail("prepare bindgen")?
        .input_path(main)
        .out_name("guiyan")
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        // The other part needs the table of functions.
        .keep_lld_exports(true)
        .omit_default_module_path(false);
    bindgen.generate(folder).or_fail(
        "bind the widget (the bindgen library and the widget's wasm-bindgen must be of one \
         version: `cargo update -p wasm-bindgen -p wasm-bindgen-cli-support` brings them together)",
    )?;
    link(&folder.join("__wasm_split.js"), &later)?;
    import_once(&folder.join("guiyan.js"))?;
    Ok(Bound { glue: folder.join("guiyan.js"), wasm: folder.join("guiyan_bg.wasm"), later })
}

/// Has the loader of `pkg/` fetch the other parts: it knows their addresses,
/// checks what comes, and keeps compiled modules for an instance after a panic.
fn link(script: &Path, later: &[PathBuf]) -> Result<()> {
    let mut text = files::read_text(script)?;
    let names = later.iter().map(|part| files::stem(part));
    let fetches = names.map(|name| {
        (
            format!("fetch(new URL(\"./{name}.wasm\", import.meta.url))"),
            format!("guiyanPart(\"{name}\")"),
            1,
        )
    });
    let starts = (
        "WebAssembly.instantiateStreaming(src, imports)".to_owned(),
        "WebAssembly.instantiate(await src, imports)".to_owned(),
        later.len(),
    );
    // The loader has said why, once and in words.
    let silent = ("console.error(e);".to_owned(), String::new(), 1);
    for (theirs, ours, times) in fetches.chain([starts, silent]) {
        if text.matches(&theirs).count() != times {
            return Err(Failure::new(format!(
                "`{}` does not say `{theirs}` {times} times: see what wasm_split_cli_support \
                 writes now, and mend `link` in crates/xtask/src/wasm.rs",
                files::shown(script)
            )));
        }
        text = text.replace(&theirs, &ours);
    }
    files::write(script, text.as_bytes())
}

/// Bindgen imports the split's script once for every part: the same object under
/// the same key, of which a bundler warns everybody who uses the package.
fn import_once(glue: &Path) -> Result<()> {
    const SCRIPT: &str = "\"./__wasm_split.js\"";
    let text = files::read_text(glue)?;
    let repeats = |line: &&str| {
        let imports = line.starts_with("import ") || line.trim_start().starts_with(SCRIPT);
        imports && line.contains(SCRIPT) && !line.contains("import1")
    };
    let lines: Vec<&str> = text.lines().filter(|line| !repeats(line)).collect();
    if lines.iter().filter(|line| line.contains(SCRIPT)).count() != 2 {
        return Err(Failure::new(format!(
            "`{}` does not import {SCRIPT} once: see what bindgen writes now, and mend \
             `import_once` in crates/xtask/src/wasm.rs",
            files::shown(glue)
        )));
    }
    files::write(glue, (lines.join("\n") + "\n").as_bytes())
}

/// Makes a bound module smaller.
pub(crate) fn optimise(wasm: &Path) -> Result<()> {
    println!("optimising {}", files::stem(wasm));
    npm::install(&npm::pkg())?;
    run::check(
        npm::tool("wasm-opt")
            .args(["-Oz", "--strip-debug", "--strip-producers", "--strip-target-features"])
            .args(FEATURES)
            .arg(wasm)
            .arg("-o")
            .arg(wasm),
        "If it names a missing feature, add its flag to FEATURES in crates/xtask/src/wasm.rs.",
    )?;
    pad(wasm)
}

/// Vite puts files of less than 4 KiB into the script as `data:` addresses, which
/// a strict policy does not let it fetch. A custom section of zeros makes a small
/// module large enough; compressed it weighs nothing.
/// <https://vite.dev/config/build-options#build-assetsinlinelimit>
fn pad(wasm: &Path) -> Result<()> {
    const LEAST: usize = 4096;
    let mut bytes = files::read(wasm)?;
    let short = LEAST.saturating_sub(bytes.len());
    if short > 0 {
        bytes.extend(custom_section("pad", short));
        files::write(wasm, &bytes)?;
    }
    Ok(())
}

/// A custom section with so many zeros; its length is written in two bytes.
fn custom_section(name: &str, zeros: usize) -> Vec<u8> {
    let length = 1 + name.len() + zeros;
    let mut section = vec![0, (length & 0x7f) as u8 | 0x80, (length >> 7) as u8, name.len() as u8];
    section.extend_from_slice(name.as_bytes());
    section.resize(section.len() + zeros, 0);
    section
}
