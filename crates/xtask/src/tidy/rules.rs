//! The rules, each from a name and a text to what is wrong with it.

/// Where, and the sentence that says what to do.
pub(super) type Finding = (String, String);

/// A file should be about 300 lines; past this it hides its order.
const LONGEST: usize = 400;

/// Sources and manifests that people write; lock files and pictures are not.
pub(super) fn is_ours(name: &str) -> bool {
    let source =
        [".rs", ".ts", ".css", ".js", ".mjs", ".html"].iter().any(|end| name.ends_with(end));
    source || name == "Cargo.toml" || name.ends_with("/Cargo.toml")
}

/// Nothing stands at the top but what the map in the README names.
pub(super) fn top_level(names: &[String], allowed: &[&str]) -> Vec<Finding> {
    let toolchain = "rust-toolchain.toml";
    names
        .iter()
        .filter(|name| !name.starts_with('.') && *name != toolchain)
        .filter(|name| !allowed.contains(&name.as_str()))
        .map(|name| (name.clone(), "has no place at the top; give it a room".to_owned()))
        .collect()
}

/// No file hides its order in its length.
pub(super) fn length(name: &str, text: &str) -> Vec<Finding> {
    let lines = text.lines().count();
    if lines <= LONGEST {
        return Vec::new();
    }
    vec![(name.to_owned(), format!("has {lines} lines; split it, {LONGEST} is the limit"))]
}

/// Every dependency of the workspace says, on its line, what it is for.
pub(super) fn reasons(name: &str, text: &str) -> Vec<Finding> {
    let table = "[workspace.dependencies]";
    let lines = text.lines().enumerate().skip_while(|(_, line)| line.trim() != table).skip(1);
    lines
        .take_while(|(_, line)| !line.starts_with('['))
        .filter(|(_, line)| !line.trim().is_empty() && !line.trim_start().starts_with('#'))
        // The crates of this house need no reason.
        .filter(|(_, line)| !line.contains("path ="))
        .filter(|(_, line)| !line.contains(" # "))
        .map(|(index, line)| {
            let dependency = line.split(['=', '.']).next().unwrap_or(line).trim();
            (at(name, index), format!("say after `{dependency}` what it is for: ` # …`"))
        })
        .collect()
}

/// Every crate takes the shared lints and the shared versions.
pub(super) fn manifest(name: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut section = "";
    let mut shares_lints = false;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.starts_with('[') {
            section = line;
        } else if section == "[lints]" && line.replace(' ', "") == "workspace=true" {
            shares_lints = true;
        } else if section.ends_with("dependencies]")
            && line.contains('=')
            && !line.starts_with('#')
            && !line.replace(' ', "").contains("workspace=true")
            && !line.starts_with(['"', ']'])
            // A crate may take itself with a feature switched on for its own tests.
            && !line.contains("path = \".\"")
        {
            let sentence = "take it from the workspace's table: `.workspace = true`";
            findings.push((at(name, index), sentence.to_owned()));
        }
    }
    if !shares_lints {
        findings.push((name.to_owned(), "add `[lints] workspace = true`".to_owned()));
    }
    findings
}

/// Nothing unfinished and no test switched off.
pub(super) fn rust(name: &str, text: &str) -> Vec<Finding> {
    // Put together here, so that this file does not find itself.
    let unfinished = [concat!("todo", "!("), concat!("unimplemented", "!(")];
    let ignored = concat!("#[", "ignore");
    find(name, text, |line| {
        if unfinished.iter().any(|word| line.contains(word)) {
            Some("is unfinished: finish it or leave it out")
        } else if line.trim_start().starts_with(ignored) {
            Some("switches a test off: mend it or remove it")
        } else {
            None
        }
    })
}

/// The same for node's tests.
pub(super) fn specs(name: &str, text: &str) -> Vec<Finding> {
    find(name, text, |line| {
        let line = line.trim_start();
        let tests = ["test", "it", "describe", "suite"];
        let switched =
            |way: &str| tests.iter().any(|word| line.starts_with(&format!("{word}{way}")));
        [".skip(", ".todo(", ".only("]
            .iter()
            .any(|way| switched(way))
            .then_some("switches tests off: mend them or remove them")
    })
}

/// Strict CSP is a promise: no inline style, script or handler.
pub(super) fn inline(name: &str, text: &str) -> Vec<Finding> {
    find(name, text, |line| {
        let code = line.trim_start();
        if code.starts_with("//") || code.starts_with('*') {
            return None;
        }
        let is_style = [" style=", " style ="].iter().any(|word| line.contains(word))
            && !line.contains("let style");
        let is_handler = name.ends_with(".html")
            && [" onclick=", " onload="].iter().any(|word| line.contains(word));
        let is_block =
            name.ends_with(".html") && (line.contains("<style") || line.contains("<script>"));
        (is_style || is_handler || is_block)
            .then_some("is inline and blocked by a strict CSP: use a class or a file")
    })
}

fn find(name: &str, text: &str, rule: impl Fn(&str) -> Option<&'static str>) -> Vec<Finding> {
    let lines = text.lines().enumerate();
    lines.filter_map(|(index, line)| Some((at(name, index), rule(line)?.to_owned()))).collect()
}

fn at(name: &str, index: usize) -> String {
    format!("{name}:{}", index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The places found must be these, in this order.
    #[track_caller]
    fn check(findings: Vec<Finding>, places: &[&str]) {
        let found: Vec<String> = findings.into_iter().map(|(place, _)| place).collect();
        assert_eq!(found, places);
    }

    #[test]
    fn sources_are_ours_and_locks_are_not() {
        for name in ["web/src/app.rs", "pkg/src/element.ts", "Cargo.toml", "web/Cargo.toml"] {
            assert!(is_ours(name), "{name}");
        }
        for name in ["Cargo.lock", "pkg/package-lock.json", "docs/screenshot.png"] {
            assert!(!is_ours(name), "{name}");
        }
    }

    #[test]
    fn a_stray_file_at_the_top_is_found() {
        let names = ["README.md", ".gitignore", "rust-toolchain.toml", "notes.txt"];
        let names = names.map(str::to_owned);
        check(top_level(&names, &["README.md"]), &["notes.txt"]);
    }

    #[test]
    fn the_four_hundred_and_first_line_is_one_too_many() {
        check(length("a.rs", &"x\n".repeat(400)), &[]);
        check(length("a.rs", &"x\n".repeat(401)), &["a.rs"]);
    }

    #[test]
    fn a_dependency_without_a_reason_is_found() {
        let text = "[workspace]\nmembers = []\n[workspace.dependencies]\n# --- data\n\
            serde = \"1\" # the wire\nrand = \"0.9\"\nown = { path = \"x\" }\n\n\
            [profile.dev]\ndebug = 1\n";
        check(reasons("Cargo.toml", text), &["Cargo.toml:6"]);
    }

    #[test]
    fn a_crate_shares_lints_and_versions() {
        let good = "[dependencies]\nserde.workspace = true\n\
            web-sys = { workspace = true, features = [\n  \"Window\",\n] }\n\
            [lints]\nworkspace = true\n";
        check(manifest("web/Cargo.toml", good), &[]);
        let bad = "[dev-dependencies]\nrand = \"0.9\"\n";
        check(manifest("web/Cargo.toml", bad), &["web/Cargo.toml:2", "web/Cargo.toml"]);
    }

    #[test]
    fn unfinished_code_and_silenced_tests_are_found() {
        let text =
            format!("fn a() {{}}\n{}\n    {}\n", concat!("todo", "!()"), concat!("#[", "ignore]"));
        check(rust("a.rs", &text), &["a.rs:2", "a.rs:3"]);
        check(specs("a.mjs", "test('a', f)\ntest.skip('b', f)\n"), &["a.mjs:2"]);
    }

    #[test]
    fn inline_style_is_found_and_the_word_is_not() {
        let text = "// style= is blocked\n<p style=\"x\">\nlet style = 3;\n<p class=\"style\">\n";
        check(inline("web/src/a.rs", text), &["web/src/a.rs:2"]);
        let page = "<style>\n<script src=\"a.js\">\n<body onload=\"x\">\n";
        check(inline("a.html", page), &["a.html:1", "a.html:3"]);
    }
}
