//! A sentence missing in a language does not compile, and one that nothing shows
//! is a warning. Here: none is left over from the other language, empty, or
//! short of a gap.

use std::{fmt::Debug, fs, path::Path};

use guiyan_core::caller::Lang;

use super::{
    account, changes, changing, circle, desk, district, dues, figures, guest, home, of_pages,
    offices, plans, queue, rooms, swept,
};

/// Latin words that are read as such in Chinese too.
const NAMES: [&str; 8] = ["Excel", "WPS", "PNG", "SVG", "https", "xlsx", "xxy", "GY"];

/// Words of one's own that Chinese leaves out: between words it has no space.
const ONLY_ENGLISH: &str = " ";

/// All tables, in Chinese and in English.
fn tables() -> Vec<(String, String)> {
    fn both<T: Debug + 'static>(of: impl Fn(Lang) -> &'static T) -> (String, String) {
        (format!("{:?}", of(Lang::Zh)), format!("{:?}", of(Lang::En)))
    }
    vec![
        both(of_pages),
        both(|lang| if lang == Lang::Zh { &desk::ZH } else { &desk::EN }),
        both(account::of),
        both(changes::of),
        both(changing::of),
        both(circle::of),
        both(rooms::of),
        both(district::of),
        both(dues::of),
        both(figures::of),
        both(guest::of),
        both(home::help::of),
        both(home::leads::of),
        both(home::mine::of),
        both(home::office::of),
        both(home::request::of),
        both(offices::of),
        both(plans::of),
        both(queue::of),
        both(swept::of),
    ]
}

/// The texts in what Rust prints of a table, or writes as source.
fn texts(printed: &str) -> Vec<String> {
    let (mut texts, mut open) = (Vec::new(), None::<String>);
    let mut chars = printed.chars();
    while let Some(c) = chars.next() {
        match (&mut open, c) {
            (Some(text), '\\') => text.extend(chars.next()),
            (Some(_), '"') => texts.extend(open.take()),
            (Some(text), c) => text.push(c),
            (None, '"') => open = Some(String::new()),
            (None, _) => {}
        }
    }
    texts
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303F}' | '\u{3400}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}')
}

#[track_caller]
fn check(zh: &str, en: &str) {
    assert!(!en.is_empty(), "no English for {zh:?}");
    assert!(!zh.is_empty() || en == ONLY_ENGLISH, "no Chinese for {en:?}");
    assert!(!en.contains(is_chinese), "Chinese left over in {en:?}");
    let words = zh.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 1);
    for word in words {
        assert!(NAMES.contains(&word), "`{word}` left over in {zh:?}");
    }
    let gaps = |text: &str| text.matches("{}").count();
    assert_eq!(gaps(zh), gaps(en), "gaps of {zh:?} and {en:?}");
}

#[test]
fn no_sentence_is_left_over_from_the_other_language() {
    for (zh, en) in tables() {
        let (zh, en) = (texts(&zh), texts(&en));
        assert_eq!(zh.len(), en.len());
        for (zh, en) in zh.iter().zip(&en) {
            check(zh, en);
        }
    }
}

#[test]
fn no_code_is_named_in_the_other_language() {
    let mut codes = 0;
    for source in [
        include_str!("../codes.rs"),
        include_str!("../codes/help.rs"),
        include_str!("../codes/plans.rs"),
    ] {
        for line in source.lines().filter(|line| !line.trim_start().starts_with("//")) {
            if let [_, zh, en] = &*texts(line) {
                check(zh, en);
                codes += 1;
            }
        }
    }
    assert!(codes > 150, "{codes} codes were looked at");
}

#[test]
fn every_table_is_looked_at() {
    let seen: String = tables().into_iter().map(|(zh, _)| zh).collect();
    let mut found = Vec::new();
    tables_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert!(found.len() > 10, "{found:?}");
    for table in found {
        assert!(seen.contains(&[&table, " {"].concat()), "no test looks at {table}");
    }
}

/// The names of all tables in the sources below `folder`.
fn tables_below(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            tables_below(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let named = text.split(|c: char| !c.is_alphanumeric());
            let declared = |name: &&str| {
                let head = [*name, " {\n"].concat();
                name.ends_with("Messages")
                    && (text.contains(&["struct ", &head].concat())
                        || text.contains(&["\n    ", &head].concat()))
            };
            found.extend(named.filter(declared).map(str::to_owned));
        }
    }
    found.sort();
    found.dedup();
}
