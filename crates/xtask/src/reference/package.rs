//! What a developer imports: the functions and types of `guiyan/core`, and the
//! element with all that can be set, called, heard and dressed.

use serde_json::Value;

use super::html::{Html, plain, tag, text};
use super::names::{Names, file};
use super::page::{Page, item};
use super::schema::{row, rows};
use super::sources::{Sources, list, word};

/// The headings under which exports stand, by what they are.
const KINDS: [(&str, &str, &str); 4] = [
    ("function", "functions", "Functions"),
    ("class", "classes", "Classes"),
    ("interface", "interfaces", "Interfaces"),
    ("type", "types", "Types"),
];

/// `guiyan/core`.
pub(super) fn core(sources: &Sources, names: &Names) -> Page {
    let mut page = Page::new(file::CORE, "guiyan/core", "The rules without a service");
    let entry = entry(sources, "guiyan/core");
    page.lead(names.prose(word(entry, "about")));
    for (kind, anchor, title) in KINDS {
        let exports = list(entry, "exports").iter().filter(|one| word(one, "kind") == kind);
        page.group(anchor, title, Html::EMPTY);
        exports.for_each(|export| add(&mut page, export, names));
    }
    page
}

fn entry<'a>(sources: &'a Sources, name: &str) -> &'a Value {
    let entries = list(&sources.api, "entries").iter();
    entries.into_iter().find(|entry| word(entry, "entry") == name).unwrap_or(&Value::Null)
}

fn add(page: &mut Page, export: &Value, names: &Names) {
    let name = word(export, "name");
    let mut inside = names.signature(word(export, "text"));
    inside.push(comment(export, names));
    inside.push(list(export, "members").iter().map(|one| member(name, one, names)).collect());
    page.toc(name, name);
    page.body(item(3, name, tag("code", &[], [text(name)]), inside));
}

/// What is said of it, and what it throws.
fn comment(of: &Value, names: &Names) -> Html {
    let mut out = names.prose(word(of, "about"));
    for thrown in list(of, "throws").iter().filter_map(Value::as_str) {
        // JSDoc puts the type into braces.
        let (kind, when) = thrown.trim_start_matches('{').split_once('}').unwrap_or(("", thrown));
        let when = names.inline(when.trim());
        out.push(tag(
            "p",
            &[("class", "throws")],
            [plain("Throws "), names.link(kind), plain(": "), when],
        ));
    }
    out
}

fn member(of: &str, member: &Value, names: &Names) -> Html {
    let anchor = format!("{of}.{}", word(member, "name"));
    let inside = [names.signature(word(member, "text")), comment(member, names)];
    tag("div", &[("class", "member"), ("id", &anchor)], inside)
}

/// The element.
pub(super) fn element(sources: &Sources, names: &Names) -> Page {
    let element = &sources.element;
    let mut page = Page::new(file::ELEMENT, "Element", "The element <guiyan-branch>");
    page.lead(names.prose(word(element, "description")));
    page.group("guiyan-branch", "Attributes", Html::EMPTY);
    page.body(described(list(element, "attributes"), "attribute-", names));
    let of_kind = |kind: &str, fixed: bool| -> Vec<Value> {
        let members = list(element, "members").iter().filter(|one| word(one, "kind") == kind);
        let is_fixed = |one: &&Value| one.get("static").is_some() == fixed;
        members.filter(is_fixed).cloned().collect()
    };
    page.group("properties", "Properties", Html::EMPTY);
    page.body(described(&of_kind("field", false), "property-", names));
    page.group("methods", "Methods", Html::EMPTY);
    page.body(described(&of_kind("method", false), "method-", names));
    page.group("statics", "Of the class", Html::EMPTY);
    page.body(described(&of_kind("field", true), "static-", names));
    page.group("events", "Events", names.prose("All of them bubble and leave shadow roots."));
    page.body(described(list(element, "events"), "event-", names));
    page.group(
        "css-properties",
        "Custom properties",
        names.prose("Set on the tag, a property holds in light and dark."),
    );
    page.body(described(list(element, "cssProperties"), "property", names));
    page.group("parts", "Parts", names.prose("As in `guiyan-branch::part(tabs)`."));
    page.body(described(list(element, "cssParts"), "part-", names));
    page.group("slots", "Slots", Html::EMPTY);
    page.body(described(list(element, "slots"), "slot", names));
    errors(&mut page, sources, names);
    page.group("exports", "Types", Html::EMPTY);
    let exports = list(entry(sources, "guiyan"), "exports").iter();
    exports.filter(|one| word(one, "name") != "GuiyanBranch").for_each(|export| {
        add(&mut page, export, names);
    });
    page
}

fn described(list: &[Value], prefix: &str, names: &Names) -> Html {
    rows(list.iter().map(|one| {
        let name = word(one, "name");
        let anchor = format!("{prefix}{name}");
        let shown = match word(one, "kind") {
            "method" => format!("{name}()"),
            _ if name.is_empty() => "the default slot".to_owned(),
            _ => name.to_owned(),
        };
        let name = [tag("code", &[], [text(&shown)])];
        let name = tag("a", &[("id", &anchor), ("href", &format!("#{anchor}"))], name);
        let kind = one.pointer("/type/text").or_else(|| one.pointer("/return/type/text"));
        let kind = kind.and_then(Value::as_str).filter(|kind| *kind != "void");
        let kind = kind.map_or(Html::EMPTY, |kind| names.inline(&format!("`{kind}`")));
        let mut about = names.prose(word(one, "description"));
        let default = word(one, "default");
        if !default.is_empty() {
            // What a script may set is there from the start; what a page leaves away is missing.
            let when = if one.get("static").is_some() { "at first: " } else { "when missing: " };
            let default = tag("code", &[], [text(default)]);
            about.push(tag("p", &[("class", "limits")], [plain(when), default]));
        }
        row(name, kind, &[], about)
    }))
}

/// The codes of `guiyan-error`.
fn errors(page: &mut Page, sources: &Sources, names: &Names) {
    page.group("errors", "Codes of guiyan-error", names.prose(
        "For the administrator of the page: the console has the English sentence once, with the \
         file it is about in front. A code of the service can come too.",
    ));
    page.body(rows(list(&sources.api, "errors").iter().map(|error| {
        let code = word(error, "code");
        let anchor = format!("error-{code}");
        let name = tag("code", &[], [text(code)]);
        let name = tag("a", &[("id", &anchor), ("href", &format!("#{anchor}"))], [name]);
        let chinese = tag("p", &[("lang", "zh-CN")], [plain(word(error, "zh"))]);
        let english = tag("p", &[], [text(word(error, "en"))]);
        row(name, Html::EMPTY, &[], [english, chinese].into_iter().collect())
    })));
}
