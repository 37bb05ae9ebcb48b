//! A small writer of HTML. Text is escaped where it comes in, so that nothing
//! from a comment can become markup; runs of Chinese say that they are.

/// Markup that is ready to be sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Html(String);

impl Html {
    /// Nothing.
    pub(super) const EMPTY: Self = Self(String::new());

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn push(&mut self, other: Html) {
        self.0.push_str(&other.0);
    }
}

impl FromIterator<Html> for Html {
    fn from_iter<I: IntoIterator<Item = Html>>(parts: I) -> Self {
        Self(parts.into_iter().map(|part| part.0).collect())
    }
}

/// `<name …>inside</name>`
pub(super) fn tag(
    name: &str,
    attributes: &[(&str, &str)],
    inside: impl IntoIterator<Item = Html>,
) -> Html {
    let inside: Html = inside.into_iter().collect();
    Html(format!("{}{}</{name}>", opening(name, attributes), inside.0))
}

/// `<name …>`, for elements that hold nothing.
pub(super) fn void(name: &str, attributes: &[(&str, &str)]) -> Html {
    Html(opening(name, attributes))
}

fn opening(name: &str, attributes: &[(&str, &str)]) -> String {
    let told = |(key, value): &(&str, &str)| format!(" {key}=\"{}\"", escaped(value));
    format!("<{name}{}>", attributes.iter().map(told).collect::<String>())
}

/// Text as it is, without a word about its language.
pub(super) fn plain(text: &str) -> Html {
    Html(escaped(text))
}

/// Text of an English page: what is Chinese in it is marked as such.
pub(super) fn text(text: &str) -> Html {
    let mut out = Html::default();
    let mut rest = text;
    while let Some(start) = rest.find(is_chinese) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c| !is_chinese(c)).unwrap_or(from.len());
        let (run, after) = from.split_at(end);
        out.push(plain(before));
        out.push(tag("span", &[("lang", "zh-CN")], [plain(run)]));
        rest = after;
    }
    out.push(plain(rest));
    out
}

/// An address, which may break before each of its parts.
pub(super) fn address(address: &str) -> Html {
    let mut parts = address.split('/').map(plain);
    let first = parts.next().unwrap_or_default();
    let rest = parts.map(|part| [void("wbr", &[]), plain("/"), part].into_iter().collect());
    std::iter::once(first).chain(rest).collect()
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A whole document.
pub(super) fn document(head: Html, body: Html) -> String {
    let head = tag("head", &[], [head]);
    let body = tag("body", &[], [body]);
    format!("<!doctype html>\n{}\n", tag("html", &[("lang", "en")], [head, body]).0)
}

#[cfg(test)]
mod tests {
    use super::{address, plain, tag, text};

    #[test]
    fn nothing_in_a_text_becomes_markup() {
        let made = tag("a", &[("href", "x?a=1&b=\"2\"")], [text("<b> & \"c\"")]);
        let wanted = "<a href=\"x?a=1&amp;b=&quot;2&quot;\">&lt;b&gt; &amp; &quot;c&quot;</a>";
        assert_eq!(made.0, wanted);
    }

    #[test]
    fn chinese_is_marked_in_runs() {
        let made = text("报名: takes a place（名额）");
        let wanted = "<span lang=\"zh-CN\">报名</span>: takes a place\
                      <span lang=\"zh-CN\">（名额）</span>";
        assert_eq!(made.0, wanted);
        assert_eq!(plain("报名").0, "报名");
    }

    #[test]
    fn an_address_breaks_between_its_parts() {
        assert_eq!(address("GET /v1/me").0, "GET <wbr>/v1<wbr>/me");
    }
}
