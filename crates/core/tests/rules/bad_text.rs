//! What people type, one kind of text at a time.

use guiyan_core::text::{self, Issue};

#[track_caller]
fn check(got: Result<String, Issue>, expected: Result<&str, Issue>) {
    assert_eq!(got, expected.map(str::to_owned));
}

/// Characters that no reader sees, or that turn the direction of writing.
const HIDDEN: &[char] = &[
    '\u{0}',
    '\u{7}',
    '\u{1B}',
    '\u{7F}',
    '\u{85}',
    '\u{200E}',
    '\u{200F}',
    '\u{061C}',
    '\u{202A}',
    '\u{202E}',
    '\u{2066}',
    '\u{2069}',
    '\u{FEFF}',
    '\u{FFF9}',
    '\u{200B}',
    '\u{2060}',
    '\u{AD}',
    '\u{3164}',
    '\u{115F}',
    '\u{FFA0}',
    '\u{2800}',
    '\u{2028}',
    '\u{2029}',
    '\u{E0041}',
    '\r',
];

#[test]
fn hidden_characters_are_refused_everywhere() {
    for hidden in HIDDEN {
        let typed = format!("甲{hidden}乙");
        let refused = Err(Issue::ControlCharacters);
        assert_eq!(text::line(&typed, 1, 20), refused, "{hidden:?}");
        assert_eq!(text::story(&typed, 1, 20), refused, "{hidden:?}");
        assert_eq!(text::name(&typed), refused, "{hidden:?}");
        assert_eq!(text::optional_line(&typed, 20).unwrap_err(), Issue::ControlCharacters);
        assert_eq!(text::optional_story(&typed, 20).unwrap_err(), Issue::ControlCharacters);
        let phone = format!("138{hidden}00000001");
        assert_eq!(text::phone(&phone), refused, "{hidden:?}");
        let link = format!("https://a.cn/{hidden}x");
        assert_eq!(text::link(&link), refused, "{hidden:?}");
    }
}

#[test]
fn a_line_is_one_line() {
    check(text::line("  一行  ", 1, 4), Ok("一行"));
    check(text::line("一\n行", 1, 4), Err(Issue::ControlCharacters));
    check(text::line("一\t行", 1, 4), Err(Issue::ControlCharacters));
    check(text::line("一行\n", 1, 4), Ok("一行"));
    check(text::line("", 1, 4), Err(Issue::Required));
    check(text::line(" \u{3000}\n ", 1, 4), Err(Issue::Required));
    check(text::line("一", 2, 4), Err(Issue::TooShort { min: 2 }));
    check(text::line("一二三四", 2, 4), Ok("一二三四"));
    check(text::line("一二三四五", 2, 4), Err(Issue::TooLong { max: 4 }));
    check(text::line("<b>甲</b>", 1, 20), Ok("<b>甲</b>"));
    check(text::line("🎉", 1, 4), Ok("🎉"));
    check(text::line("👨\u{200D}👩\u{200D}👧", 1, 8), Ok("👨\u{200D}👩\u{200D}👧"));
    check(text::line("\u{200D}\u{FE0F}", 1, 8), Err(Issue::Required));
    check(text::line(&"长".repeat(1_000_000), 1, 60), Err(Issue::TooLong { max: 60 }));
}

#[test]
fn a_story_has_lines_and_may_be_missing() {
    check(text::story("一\r\n二\n\n三", 1, 10), Ok("一\n二\n\n三"));
    check(text::story("", 0, 10), Ok(""));
    check(text::story("", 1, 10), Err(Issue::Required));
    assert_eq!(text::optional_story(" \n ", 10), Ok(None));
    assert_eq!(text::optional_line("", 10), Ok(None));
    assert_eq!(text::optional_line(" 甲 ", 10), Ok(Some("甲".into())));
    assert_eq!(text::optional_line(&"长".repeat(11), 10), Err(Issue::TooLong { max: 10 }));
}

#[test]
fn names_of_all_kinds() {
    for (typed, kept) in [
        ("徐小燕", "徐小燕"),
        (" 徐小燕 ", "徐小燕"),
        ("王\u{3000}敏", "王 敏"),
        ("王   敏", "王 敏"),
        ("阿卜杜拉·买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉•买买提", "阿卜杜拉•买买提"),
        ("阿卜杜拉・买买提", "阿卜杜拉・买买提"),
        ("Li Na", "Li Na"),
        ("Jean-Luc O'Neill", "Jean-Luc O'Neill"),
        ("J. R. Müller", "J. R. Müller"),
        ("𠮷野", "𠮷野"),
    ] {
        check(text::name(typed), Ok(kept));
    }
    for typed in [
        "王1",
        "王敏2",
        "王😀",
        "<b>",
        "王<敏>",
        "13800000001",
        "··",
        "--",
        "王_敏",
        "王，敏",
        "王/敏",
        "王@敏",
    ] {
        check(text::name(typed), Err(Issue::NotAName));
    }
    check(text::name(""), Err(Issue::Required));
    check(text::name("王"), Err(Issue::TooShort { min: 2 }));
    check(text::name(&"王".repeat(40)), Ok(&"王".repeat(40)));
    check(text::name(&"王".repeat(41)), Err(Issue::TooLong { max: 40 }));
    check(text::name(&format!("王{}敏", " ".repeat(60))), Ok("王 敏"));
    check(text::name("王\t敏"), Err(Issue::ControlCharacters));
}

#[test]
fn phones_as_people_write_them() {
    for (typed, kept) in [
        ("13800000001", "13800000001"),
        (" 138 0000 0001 ", "13800000001"),
        ("138-0000-0001", "13800000001"),
        ("138–0000—0001", "13800000001"),
        ("+8613800000001", "13800000001"),
        ("+86 138 0000 0001", "13800000001"),
        ("＋８６１３８０００００００１", "13800000001"),
        ("008613800000001", "13800000001"),
        ("8613800000001", "13800000001"),
        ("（0793）8220000", "07938220000"),
        ("0793-8220000", "07938220000"),
        ("010 8888 0000", "01088880000"),
        ("+86 10 8888 0000", "01088880000"),
        ("+86 793 822 0000", "07938220000"),
        ("+86 0793 822 0000", "07938220000"),
        ("138\u{A0}0000\u{3000}0001", "13800000001"),
    ] {
        check(text::phone(typed), Ok(kept));
    }
    for typed in [
        "1",
        "138",
        "1380000000",
        "138000000011",
        "12800000001",
        "23800000001",
        "0012345678",
        "+44 20 7946 0958",
        "13800000001a",
        "一三八",
        "138😀00000001",
        "++",
        "--",
        "110",
        "010-8888-0000-801",
        "13800000001,13800000002",
        "١٣٨٠٠٠٠٠٠٠١",
        "86",
        "0086",
    ] {
        check(text::phone(typed), Err(Issue::NotAPhone));
    }
    check(text::phone(""), Err(Issue::Required));
    check(text::phone("  "), Err(Issue::Required));
    check(text::phone(&"1".repeat(1_000_000)), Err(Issue::NotAPhone));
    check(text::phone("\u{202D}13800000001\u{202C}"), Err(Issue::ControlCharacters));
}

#[test]
fn links_lead_to_the_web_and_nowhere_else() {
    for typed in [
        "https://meeting.example/x?y=1#z",
        "http://a.cn",
        "Https://a.cn/x",
        "https://会议.cn/一",
        "https://a.cn:8443/x",
        "https://a.cn/@room",
    ] {
        check(text::link(typed), Ok(typed));
    }
    for typed in [
        "a.cn",
        "ftp://a.cn",
        "javascript:alert(1)",
        "javascript://a.cn/%0Aalert(1)",
        "data:text/html,x",
        "https://",
        "https:///x",
        "https://...",
        "https://u:p@a.cn",
        "https://good.cn@evil.cn/",
        "https://a.cn/<b>",
        "https://a.cn/\"x",
        "https://a.cn/x y",
        "https:/\\evil.cn",
        "//a.cn",
        "wss://a.cn",
    ] {
        check(text::link(typed), Err(Issue::NotALink));
    }
    check(text::link(""), Err(Issue::Required));
    let long = format!("https://a.cn/{}", "x".repeat(300));
    check(text::link(&long), Err(Issue::TooLong { max: 300 }));
}

#[test]
fn checking_is_settled_after_one_time() {
    // What a check gives back passes the same check unchanged.
    for typed in [" 王\u{3000}敏 ", "阿卜杜拉·买买提"] {
        let once = text::name(typed).unwrap();
        assert_eq!(text::name(&once), Ok(once.clone()));
    }
    for typed in ["+86 10 8888 0000", "138-0000-0001"] {
        let once = text::phone(typed).unwrap();
        assert_eq!(text::phone(&once), Ok(once.clone()));
    }
}
