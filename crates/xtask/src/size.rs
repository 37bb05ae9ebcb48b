//! The weight of the widget, held to a budget.

use serde_json::Value;

use crate::failure::{Context, Failure, Result};
use crate::files;

/// What a member downloads until an activity can be tapped. The separate sheet
/// is not among it: the script carries the styles.
fn is_first_load(name: &str) -> bool {
    name == "guiyan.js" || (name.starts_with("assets/") && name.ends_with(".wasm"))
}

/// Prints the table; `false` when the ceiling is exceeded.
pub(crate) fn size() -> Result<bool> {
    let budget = budget()?;
    let text = files::read_text(&files::site().join("manifest.json"))?;
    let manifest: Value = serde_json::from_str(&text).or_fail("read the site's manifest")?;
    let listed = manifest.get("files").and_then(Value::as_object);
    let listed = listed.ok_or_else(|| Failure::new("the site's manifest lists no files"))?;

    println!("{:<40} {:>10} {:>10}", "file", "raw", "brotli 11");
    let mut first_load = 0;
    for (name, entry) in listed {
        let number = |key: &str| entry.get(key).and_then(Value::as_u64);
        let raw = number("bytes").unwrap_or(0);
        let packed = number("brotli").unwrap_or(raw);
        let mark = if is_first_load(name) { "  first load" } else { "" };
        println!("{name:<40} {raw:>10} {packed:>10}{mark}");
        if is_first_load(name) {
            first_load += packed;
        }
    }
    println!(
        "\nmember's first load: {first_load} bytes ({}), budget {} bytes ({})",
        kilobytes(first_load),
        budget.figure,
        kilobytes(budget.figure)
    );
    if first_load > budget.figure {
        println!(
            "{} over the budget; held meanwhile at {}: find what weighs, and lower `ceiling` in \
             crates/xtask/budget.toml with every cut",
            kilobytes(first_load - budget.figure),
            kilobytes(budget.ceiling)
        );
    }
    Ok(first_load <= budget.ceiling)
}

/// What the first load should weigh, and what it may weigh until it does.
struct Budget {
    figure: u64,
    ceiling: u64,
}

fn budget() -> Result<Budget> {
    let text = files::read_text(&files::root().join("crates/xtask/budget.toml"))?;
    let table: toml::Table = text.parse().or_fail("read `crates/xtask/budget.toml`")?;
    let bytes = |key: &str| {
        let figure = table.get(key).and_then(toml::Value::as_integer);
        figure.and_then(|figure| u64::try_from(figure).ok()).ok_or_else(|| {
            Failure::new(format!("`crates/xtask/budget.toml` must hold `{key}` in bytes"))
        })
    };
    Ok(Budget { figure: bytes("member_first_load")?, ceiling: bytes("ceiling")? })
}

/// One decimal, without floating point: 1 KB is 1024 bytes.
fn kilobytes(bytes: u64) -> String {
    let tenths = (bytes * 10).div_ceil(1024);
    format!("{}.{} KB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::{is_first_load, kilobytes};

    #[test]
    fn the_first_load_is_script_and_module() {
        assert!(is_first_load("guiyan.js"));
        assert!(is_first_load("assets/guiyan-0123456789abcdef.wasm"));
        assert!(!is_first_load("assets/guiyan-0123456789abcdef.css"));
        assert!(!is_first_load("portal/portal.js"));
    }

    #[test]
    fn kilobytes_are_rounded_up() {
        assert_eq!(kilobytes(122_880), "120.0 KB");
        assert_eq!(kilobytes(122_881), "120.1 KB");
        assert_eq!(kilobytes(0), "0.0 KB");
    }
}
