//! Every code of a problem: what the matter is and what to do next, in both
//! languages, as a person is told.

use std::collections::BTreeMap;

use serde_json::Value;

use super::html::{Html, plain, tag, text};
use super::names::{Names, file};
use super::page::Page;
use super::schema::{row, rows};
use super::sources::{Sources, list, word};

pub(super) fn page(sources: &Sources, names: &Names) -> Page {
    let codes = &sources.codes;
    let mut page = Page::new(file::CODES, "Codes", "Every code, in both languages");
    page.lead(names.prose(
        "Whoever is told no is told why, and what to do next. The `code` is stable; the \
         sentences are `title` and `next` of a `Problem`, and of a `GuiyanError` its message and \
         `next`. Nothing has changed when a command is refused.",
    ));
    let [refusals, failures] = ["refusals", "failures"].map(|key| list(codes, key));
    page.group("by-status", "By status", Html::EMPTY);
    page.body(by_status(&[refusals, failures].concat(), names));
    page.group("refusals", "Refusals", names.prose("What the rules say no with."));
    told(&mut page, refusals, "refusal-", names);
    page.group("problems", "Other problems", names.prose("What the service says no with."));
    told(&mut page, failures, "problem-", names);
    page.group(
        "issues",
        "What can be wrong with a field",
        names.prose(
            "With `invalidFields` comes each field and its issue. `{label}` stands for the field's \
         label, the other words in braces for the limits that travel with the code.",
        ),
    );
    page.body(rows(list(codes, "issues").iter().map(|one| issue(one, names))));
    page.group("fields", "Fields of forms", names.prose("With their labels, as `Field` has them."));
    page.body(rows(list(codes, "fields").iter().map(|field| {
        let name = word(field, "name");
        let labels = [
            tag("span", &[("lang", "zh-CN")], [plain(word(field, "zh"))]),
            plain(" · "),
            text(word(field, "en")),
        ];
        row(anchored(&format!("field-{name}"), name), plain(""), &[], labels.into_iter().collect())
    })));
    page
}

fn by_status(codes: &[Value], names: &Names) -> Html {
    let mut statuses = BTreeMap::<u64, Vec<&str>>::new();
    for one in codes {
        let status = one.get("status").and_then(Value::as_u64).unwrap_or_default();
        statuses.entry(status).or_default().push(word(one, "code"));
    }
    rows(statuses.into_iter().map(|(status, codes)| {
        let links = codes.into_iter().map(|code| tag("li", &[], [names.link(code)]));
        let links = tag("ul", &[("class", "links")], links);
        row(anchored(&format!("status-{status}"), &status.to_string()), plain(""), &[], links)
    }))
}

fn anchored(anchor: &str, name: &str) -> Html {
    let to = format!("#{anchor}");
    tag("a", &[("id", anchor), ("href", &to)], [tag("code", &[], [text(name)])])
}

/// Codes with the two sentences of each language.
fn told(page: &mut Page, codes: &[Value], prefix: &str, names: &Names) {
    let told = codes.iter().map(|one| {
        let code = word(one, "code");
        let anchor = format!("{prefix}{code}");
        page.toc(&anchor, code);
        let status = one.get("status").map(ToString::to_string).unwrap_or_default();
        let mut about = names.prose(word(one, "about"));
        about.push(sentences(one, "zh", Some("zh-CN")));
        about.push(sentences(one, "en", None));
        row(anchored(&anchor, code), plain(&status), &[], about)
    });
    let told = rows(told.collect::<Vec<_>>());
    page.body(told);
}

fn sentences(code: &Value, key: &str, lang: Option<&str>) -> Html {
    let said = code.get(key).unwrap_or(&Value::Null);
    let title = tag("b", &[], [plain(word(said, "title"))]);
    let next = plain(word(said, "next"));
    let class = ("class", "said");
    match lang {
        // A full stop of Chinese brings its own space.
        Some(lang) => tag("p", &[class, ("lang", lang)], [title, next]),
        None => tag("p", &[class], [title, plain(" "), next]),
    }
}

fn issue(issue: &Value, names: &Names) -> Html {
    let code = word(issue, "code");
    let said = |key: &str, attributes: &[(&str, &str)]| -> Html {
        let sentences = list(issue, key).iter().filter_map(Value::as_str);
        sentences.map(|sentence| tag("p", attributes, [plain(sentence)])).collect()
    };
    let mut about = names.prose(word(issue, "about"));
    about.push(said("zh", &[("class", "said"), ("lang", "zh-CN")]));
    about.push(said("en", &[("class", "said")]));
    row(anchored(&format!("issue-{code}"), code), plain(""), &[], about)
}
