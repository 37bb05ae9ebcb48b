//! Names are found by pinyin too: in full (`xuxiaoyan`, `xiaoyan`) and by
//! initials (`xxy`), with or without spaces.

use pinyin::ToPinyin;

/// Whether a name matches what was typed. Only letters count; characters are
/// compared by the roster itself.
pub fn matches(name: &str, typed: &str) -> bool {
    let typed = letters(typed);
    if typed.is_empty() {
        return false;
    }
    let syllables: Vec<String> = name
        .chars()
        .map(|c| match c.to_pinyin() {
            Some(pinyin) => letters(pinyin.plain()),
            None => letters(c.encode_utf8(&mut [0; 4])),
        })
        .filter(|syllable| !syllable.is_empty())
        .collect();
    // What is typed may begin at any syllable: by the given name alone too.
    (0..syllables.len()).any(|start| {
        let rest = syllables.get(start..).unwrap_or_default();
        rest.concat().starts_with(&typed)
            || rest
                .iter()
                .filter_map(|syllable| syllable.chars().next())
                .collect::<String>()
                .starts_with(&typed)
    })
}

/// ASCII letters in lower case; `ü` is typed as `v`.
fn letters(text: &str) -> String {
    text.chars()
        .map(|c| if matches!(c, 'ü' | 'Ü') { 'v' } else { c.to_ascii_lowercase() })
        .filter(char::is_ascii_alphabetic)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, found_by: &[&str], not_by: &[&str]) {
        for typed in found_by {
            assert!(matches(name, typed), "{name} must be found by `{typed}`");
        }
        for typed in not_by {
            assert!(!matches(name, typed), "{name} must not be found by `{typed}`");
        }
    }

    #[test]
    fn names_are_found_by_pinyin_and_initials() {
        check(
            "徐小燕",
            &["xu", "xuxiaoyan", "Xu Xiaoyan", "xiaoyan", "yan", "xxy", "xy", "XX"],
            &["uxiao", "xuyan", "xyy", "", "138", "小"],
        );
        check("吕梁", &["lv", "lvliang", "lü", "ll"], &["lu"]);
        check("Anna Müller", &["anna", "am", "annam"], &["z"]);
    }
}
