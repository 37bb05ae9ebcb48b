//! The house rules that no compiler checks. Each rule is a function from a text
//! to its findings, in [`rules`], so that the rules themselves are tested.

mod rules;

use std::fs;
use std::path::Path;

use crate::failure::{Context, Result};
use crate::files;

use rules::Finding;

/// What may stand at the top of the checkout besides dotfiles.
const TOP: [&str; 8] =
    ["Cargo.lock", "Cargo.toml", "LICENSE", "README.md", "crates", "pkg", "tests", "web"];

/// Prints every finding; `false` when there are any.
pub(crate) fn tidy() -> Result<bool> {
    let root = files::root();
    let mut findings = rules::top_level(&names(&root)?, &TOP);
    for path in files::walk(&root)? {
        findings.extend(check(&path)?);
    }
    for (place, sentence) in &findings {
        println!("{place}: {sentence}");
    }
    if findings.is_empty() {
        println!("tidy");
    } else {
        println!("\n{} to put right", findings.len());
    }
    Ok(findings.is_empty())
}

fn names(folder: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder).or_fail("list the top of the checkout")?;
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    // Generated and ignored by git.
    Ok(names.filter(|name| name != "target").collect())
}

fn check(path: &Path) -> Result<Vec<Finding>> {
    let name = files::shown(path);
    if !rules::is_ours(&name) {
        return Ok(Vec::new());
    }
    let text = files::read_text(path)?;
    let mut findings = rules::length(&name, &text);
    if name == "Cargo.toml" {
        findings.extend(rules::reasons(&name, &text));
    } else if name.ends_with("/Cargo.toml") {
        findings.extend(rules::manifest(&name, &text));
    } else if name.ends_with(".rs") {
        findings.extend(rules::rust(&name, &text));
    } else if name.ends_with(".mjs") {
        findings.extend(rules::specs(&name, &text));
    }
    if name.starts_with("web/src/") || name.starts_with("pkg/src/") || name.ends_with(".html") {
        findings.extend(rules::inline(&name, &text));
    }
    Ok(findings)
}
