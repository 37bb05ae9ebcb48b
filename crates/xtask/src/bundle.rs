//! esbuild: the element, the glue and the styles become one script.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Result;
use crate::files;
use crate::npm;
use crate::run;

/// The oldest browsers that start the widget.
pub(crate) const BASELINE: &str = "--target=chrome103,firefox115,safari16.4";

/// The parts that every bundle is made from, built once.
pub(crate) struct Parts {
    glue: PathBuf,
    styles: PathBuf,
}

impl Parts {
    pub(crate) fn styles(&self) -> &Path {
        &self.styles
    }
}

/// A module of the widget as a bundle knows it.
pub(crate) struct Module {
    /// What the glue calls it.
    pub(crate) name: String,
    /// Where it lies, relative to the bundle.
    pub(crate) place: String,
    /// What `integrity` says of it: the loader takes no other. Empty where the
    /// name says it already.
    pub(crate) sum: String,
}

impl Module {
    /// A module that the loader takes only with exactly these bytes.
    pub(crate) fn with_sum(name: &str, place: String, bytes: &[u8]) -> Self {
        Self { name: name.to_owned(), place, sum: files::integrity(bytes) }
    }

    /// A module whose name changes with its content. No sum then: Chromium drops
    /// what a page has asked for in advance when the real request brings one.
    pub(crate) fn named_by_content(name: &str, place: String) -> Self {
        Self { name: name.to_owned(), place, sum: String::new() }
    }
}

/// Where a bundle finds its other files, relative to itself.
pub(crate) struct Places<'a> {
    /// The module of the first page.
    pub(crate) wasm: &'a Module,
    /// The other parts of the widget.
    pub(crate) later: &'a [Module],
    pub(crate) styles: &'a str,
}

/// Bundles styles and glue into `folder`.
pub(crate) fn parts(glue: &Path, folder: &Path) -> Result<Parts> {
    npm::install(&npm::pkg())?;
    Ok(Parts { glue: factory(glue, folder)?, styles: sheet(folder)? })
}

/// One sheet: the element's own few rules, then the widget's.
fn sheet(folder: &Path) -> Result<PathBuf> {
    let own = files::root().join("pkg/src/element.css");
    let app = files::root().join("web/styles/index.css");
    files::must_exist(&app, "it is the entry of the widget's styles")?;
    let entry = folder.join("sheet-entry.css");
    let imports = [&own, &app].map(|path| format!("@import {:?};\n", path.display().to_string()));
    files::write(&entry, imports.concat().as_bytes())?;
    let sheet = folder.join("sheet.css");
    esbuild(&mut command(&entry, &sheet))?;
    Ok(sheet)
}

/// Turns the glue, which keeps its one instance in module variables, into a
/// function that makes a fresh one: after a panic the widget starts again
/// without a reload of the page. It is given what fetches its other parts.
fn factory(glue: &Path, folder: &Path) -> Result<PathBuf> {
    let factory = folder.join("glue.js");
    esbuild(command(glue, &factory).args([
        "--format=iife",
        "--global-name=glue",
        "--banner:js=export default(guiyanPart)=>{",
        "--footer:js=return glue}",
        // The loader always passes a compiled module, so the default address is dead code.
        "--define:import.meta.url=\"\"",
    ]))?;
    Ok(factory)
}

/// Bundles one entry of `pkg/src`.
pub(crate) fn script(
    entry: &str,
    out: &Path,
    parts: &Parts,
    places: &Places<'_>,
    minify: bool,
) -> Result<()> {
    let later = out.with_extension("parts.mjs");
    files::write(&later, addresses(places.later).as_bytes())?;
    let mut esbuild_command = npm::tool("esbuild");
    esbuild_command
        .arg(npm::pkg().join("src").join(entry))
        .args(["--bundle", "--format=esm", "--log-level=warning", "--loader:.css=text", BASELINE])
        .arg(format!("--minify={minify}"))
        .arg("--legal-comments=none")
        .arg("--charset=utf8")
        // `sideEffects` speaks of dist/; by it, esbuild would drop the import of src/define.ts.
        .arg("--ignore-annotations")
        // The rules without a service stay a file of their own.
        .arg("--external:./core.js")
        .arg(format!("--alias:guiyan-glue={}", parts.glue.display()))
        .arg(format!("--alias:guiyan-parts={}", later.display()))
        .arg(format!("--alias:guiyan-sheet={}", parts.styles.display()))
        .arg(format!("--define:GUIYAN_WASM={:?}", places.wasm.place))
        .arg(format!("--define:GUIYAN_WASM_SUM={:?}", places.wasm.sum))
        .arg(format!("--define:GUIYAN_STYLES={:?}", places.styles))
        .arg(format!("--outfile={}", out.display()));
    esbuild(&mut esbuild_command)?;
    files::remove(&later)
}

// Written out one by one: so bundlers see the files and carry them along.
fn addresses(later: &[Module]) -> String {
    let line = |Module { name, place, sum }: &Module| {
        format!("  {name}: [() => new URL({place:?}, import.meta.url).href, {sum:?}],\n")
    };
    format!("export default {{\n{}}};\n", later.iter().map(line).collect::<String>())
}

fn command(entry: &Path, out: &Path) -> Command {
    let mut command = npm::tool("esbuild");
    command
        .arg(entry)
        .args(["--bundle", "--minify", "--log-level=warning", "--charset=utf8", BASELINE])
        .arg("--legal-comments=none")
        .arg(format!("--outfile={}", out.display()));
    command
}

fn esbuild(command: &mut Command) -> Result<()> {
    run::check(command, "The message above names the file and line to look at.")
}
