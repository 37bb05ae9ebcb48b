//! The weight of the widget, held to a budget.

use serde_json::Value;

use crate::failure::{Context, Failure, Result};
use crate::files;

/// What a member downloads until an activity can be tapped. The separate sheet
/// is not among it, as the script carries the styles, nor is the module of the
/// pages after the first, which is fetched when the list is drawn.
fn is_first_load(name: &str) -> bool {
    name == "guiyan.js" || (name.starts_with("assets/guiyan-") && name.ends_with(".wasm"))
}

/// Prints the table; `false` when the budget is exceeded.
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
        "\nmember's first load: {first_load} bytes ({}), budget {budget} bytes ({})",
        kilobytes(first_load),
        kilobytes(budget)
    );
    if first_load > budget {
        println!(
            "{} over the budget: find what weighs; often it is a call from the first page into \
             those of web/src/later.rs, which draws them all in",
            kilobytes(first_load - budget)
        );
    }
    Ok(first_load <= budget)
}

fn budget() -> Result<u64> {
    let text = files::read_text(&files::root().join("crates/xtask/budget.toml"))?;
    let table: toml::Table = text.parse().or_fail("read `crates/xtask/budget.toml`")?;
    let figure = table.get("member_first_load").and_then(toml::Value::as_integer);
    figure
        .and_then(|bytes| u64::try_from(bytes).ok())
        .ok_or_else(|| Failure::new("crates/xtask/budget.toml needs `member_first_load`, in bytes"))
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
        assert!(!is_first_load("assets/split_desk-0123456789abcdef.wasm"));
        assert!(!is_first_load("portal/portal.js"));
    }

    #[test]
    fn kilobytes_are_rounded_up() {
        assert_eq!(kilobytes(122_880), "120.0 KB");
        assert_eq!(kilobytes(122_881), "120.1 KB");
        assert_eq!(kilobytes(0), "0.0 KB");
    }
}
