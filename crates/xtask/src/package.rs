//! The npm package: `pkg/dist/`, from the same parts as the site.

use std::path::{Path, PathBuf};

use crate::bundle::{self, Module, Parts, Places};
use crate::engine::{self, Engine};
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
pub(crate) fn build(bound: &Bound, parts: &Parts, engine: &Engine) -> Result<()> {
    let dist = dist();
    files::fresh_folder(&dist)?;
    types()?;
    // Internals: what they import exists only in the bundle.
    for internal in ["loader", "sheet", "site", "errors.zh", "core.node", "core/page", "core/uuid"]
    {
        let declarations = dist.join(format!("{internal}.d.ts"));
        std::fs::remove_file(&declarations)
            .or_fail(format_args!("remove `{}`", files::shown(&declarations)))?;
    }
    let first = files::read(&bound.wasm)?;
    files::write(&dist.join("element.wasm"), &first)?;
    let mut later = Vec::new();
    for part in &bound.later {
        let (name, bytes) = (files::stem(part), files::read(part)?);
        let place = format!("{name}.wasm");
        files::write(&dist.join(&place), &bytes)?;
        later.push(Module::with_sum(&name, format!("./{place}"), &bytes));
    }
    let wasm = Module::with_sum("guiyan", "./element.wasm".to_owned(), &first);
    let places = Places { wasm: &wasm, later: &later, styles: "./element.css" };
    bundle::script("index.ts", &dist.join("index.js"), parts, &places, false)?;
    bundle::script("site.ts", &dist.join("portal.js"), parts, &places, true)?;
    define(&dist.join("define.js"))?;
    files::write(&dist.join("element.css"), &files::read(parts.styles())?)?;
    for framework in ["react", "vue"] {
        let name = format!("{framework}.d.ts");
        files::write(&dist.join(&name), &files::read(&npm::pkg().join("types").join(&name))?)?;
    }
    rules(&dist, engine)?;
    manifest()?;
    sums(&dist)
}

/// `guiyan/core`: for browsers and Deno, and for Node, which reads files.
fn rules(dist: &Path, engine: &Engine) -> Result<()> {
    for name in ["core", "core.node"] {
        let out = dist.join(format!("{name}.js"));
        engine::script(engine, &format!("{name}.ts"), &out, "./core.wasm", false)?;
    }
    files::write(&dist.join("core.wasm"), &files::read(&engine.wasm)?)
}

/// What editors and catalogues read: tag, attributes, events, parts, properties.
fn manifest() -> Result<()> {
    run::check(
        npm::tool("custom-elements-manifest").args(["analyze", "--quiet"]),
        "It reads the comments of pkg/src/element.ts.",
    )
}

/// What `integrity` must say where a portal pastes the script, and of the files
/// that the script then fetches by itself.
fn sums(dist: &Path) -> Result<()> {
    let mut sums = serde_json::Map::new();
    for path in files::walk(dist)? {
        let name = files::shown(&path).replace("pkg/dist/", "");
        if name == "portal.js" || name.ends_with(".wasm") || name.ends_with(".css") {
            sums.insert(name, files::integrity(&files::read(&path)?).into());
        }
    }
    let text = serde_json::to_string_pretty(&sums).or_fail("write the sums")?;
    files::write(&dist.join("integrity.json"), text.as_bytes())
}

/// Not bundled: it imports `./index.js`, so that there is one class, not two.
fn define(out: &Path) -> Result<()> {
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
    let schema = engine::schema()?;
    run::check(
        npm::tool("tsc").args(["--project", "tsconfig.json"]),
        "The message above names the file and line in pkg/src to look at.",
    )?;
    files::write(&dist().join("core/schema.d.ts"), &files::read(&schema)?)
}
