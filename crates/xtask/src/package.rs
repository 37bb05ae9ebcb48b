//! The npm package: `pkg/dist/`, from the same parts as the site.

use std::path::PathBuf;

use crate::bundle::{self, Parts, Places};
use crate::failure::{Context, Result};
use crate::files;
use crate::npm;
use crate::run;
use crate::wasm::Bound;

/// Generated and ignored.
pub(crate) fn dist() -> PathBuf {
    npm::pkg().join("dist")
}

/// Scripts are left readable: whoever installs the package bundles it anyway.
pub(crate) fn build(bound: &Bound, parts: &Parts) -> Result<()> {
    let dist = dist();
    files::fresh_folder(&dist)?;
    types()?;
    // Internals: what they import exists only in the bundle.
    for internal in ["loader", "sheet", "site"] {
        let declarations = dist.join(format!("{internal}.d.ts"));
        std::fs::remove_file(&declarations)
            .or_fail(format_args!("remove `{}`", files::shown(&declarations)))?;
    }
    let names: Vec<String> = bound.later.iter().map(|part| files::stem(part)).collect();
    let later: Vec<(String, String)> =
        names.iter().map(|name| (name.clone(), format!("./{name}.wasm"))).collect();
    let places = Places { wasm: "./element.wasm", later: &later, styles: "./element.css" };
    bundle::script("index.ts", &dist.join("index.js"), parts, &places, false)?;
    define(&dist.join("define.js"))?;
    files::write(&dist.join("element.wasm"), &files::read(&bound.wasm)?)?;
    for (name, part) in names.iter().zip(&bound.later) {
        files::write(&dist.join(format!("{name}.wasm")), &files::read(part)?)?;
    }
    files::write(&dist.join("element.css"), &files::read(parts.styles())?)
}

/// Not bundled: it imports `./index.js`, so that there is one class, not two.
fn define(out: &std::path::Path) -> Result<()> {
    run::check(
        npm::tool("esbuild")
            .arg(npm::pkg().join("src/define.ts"))
            .args(["--format=esm", "--log-level=warning", "--target=es2022"])
            .arg(format!("--outfile={}", out.display())),
        "The message above names the line to look at.",
    )
}

/// Checks the types and writes the declarations.
pub(crate) fn types() -> Result<()> {
    npm::install(&npm::pkg())?;
    run::check(
        npm::tool("tsc").args(["--project", "tsconfig.json"]),
        "The message above names the file and line in pkg/src to look at.",
    )
}
