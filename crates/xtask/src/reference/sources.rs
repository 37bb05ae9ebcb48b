//! What the pages are made from. Everything here comes out of the source: the
//! core prints its document and its codes, the compiler of TypeScript reads the
//! package, and the comments of the element become its manifest.

use std::process::Command;

use serde_json::{Map, Value};

use crate::engine;
use crate::failure::{Context, Result};
use crate::files;
use crate::npm;
use crate::run;

/// The sources as JSON.
pub(super) struct Sources {
    /// The OpenAPI document.
    pub(super) openapi: Value,
    /// The types of the wire by name.
    pub(super) types: Map<String, Value>,
    /// Every code with its sentences.
    pub(super) codes: Value,
    /// What the npm package exports.
    pub(super) api: Value,
    /// The element, as `custom-elements.json` describes it.
    pub(super) element: Value,
}

/// Gathers them; builds nothing but the two examples of the core that print.
pub(super) fn gather() -> Result<Sources> {
    engine::schema()?;
    let schema = parsed(&files::read_text(&files::target().join("types/core/schema.json"))?)?;
    let printed = parsed(&run::output(&mut run::cargo([
        "run",
        "--quiet",
        "--package=guiyan-core",
        "--features=schema",
        "--example=reference",
    ]))?)?;
    let api = run::output(Command::new("node").arg("api.mjs").current_dir(npm::pkg()))?;
    Ok(Sources {
        types: types(&printed, &schema),
        openapi: printed.get("openapi").cloned().unwrap_or_default(),
        codes: printed.get("codes").cloned().unwrap_or_default(),
        api: parsed(&api)?,
        element: element()?,
    })
}

fn parsed(text: &str) -> Result<Value> {
    serde_json::from_str(text).or_fail("read what was printed for the reference")
}

/// Those of the package, which say nothing of null as nothing is ever null on
/// the wire, and those that only the addresses know.
fn types(printed: &Value, schema: &Value) -> Map<String, Value> {
    let pointers = [(printed, "/openapi/components/schemas"), (schema, "/components/schemas")];
    let maps = pointers.iter().filter_map(|(from, pointer)| from.pointer(pointer)?.as_object());
    maps.flatten().map(|(name, schema)| (name.clone(), schema.clone())).collect()
}

fn element() -> Result<Value> {
    // The tool puts the folder below its own, whatever it is.
    let folder = files::root().join("target/types");
    let args = ["analyze", "--quiet", "--outdir", "../target/types"];
    run::check(
        npm::tool("custom-elements-manifest").args(args),
        "It reads the comments of pkg/src/element.ts.",
    )?;
    let manifest = parsed(&files::read_text(&folder.join("custom-elements.json"))?)?;
    Ok(manifest.pointer("/modules/0/declarations/0").cloned().unwrap_or_default())
}

/// A text of a JSON object; empty when there is none.
pub(super) fn word<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// A list of a JSON object; empty when there is none.
pub(super) fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// An object of a JSON object as pairs; none when there is none.
pub(super) fn pairs<'a>(
    value: &'a Value,
    key: &str,
) -> impl Iterator<Item = (&'a str, &'a Value)> + use<'a> {
    let map = value.get(key).and_then(Value::as_object);
    map.into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}
