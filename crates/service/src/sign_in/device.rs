//! A device in a few words, so that people know their own: `iPhone · WeChat`.
//! What a browser says about itself at length is not kept.

/// What the session was begun on, as far as that can be told.
pub(crate) fn words(user_agent: &str) -> Option<String> {
    let first = |table: &[(&str, &'static str)]| {
        table.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    let system = first(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("HarmonyOS", "HarmonyOS"),
        ("OpenHarmony", "HarmonyOS"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Macintosh", "Mac"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    // Those that call themselves by others' names come first.
    let app = first(&[
        ("MicroMessenger", "WeChat"),
        ("DingTalk", "DingTalk"),
        ("AlipayClient", "Alipay"),
        ("QQBrowser", "QQ Browser"),
        ("HuaweiBrowser", "Huawei Browser"),
        ("MiuiBrowser", "Mi Browser"),
        ("Edg", "Edge"),
        ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"),
        ("Chrome", "Chrome"),
        ("CriOS", "Chrome"),
        ("Safari", "Safari"),
    ]);
    match (system, app) {
        (Some(system), Some(app)) => Some(format!("{system} · {app}")),
        (one, other) => one.or(other).map(ToOwned::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_device_is_told_in_two_words_of_ours() {
        let chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like \
                      Gecko) Chrome/120.0 Safari/537.36";
        assert_eq!(words(chrome).as_deref(), Some("Windows · Chrome"));
        assert_eq!(words(&format!("{chrome} Edg/120.0")).as_deref(), Some("Windows · Edge"));
        let wechat = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) MicroMessenger/8.0.40";
        assert_eq!(words(wechat).as_deref(), Some("iPhone · WeChat"));
        for other in ["", "curl/8", "<script>alert(1)</script>"] {
            assert_eq!(words(other), None, "{other}");
        }
    }
}
