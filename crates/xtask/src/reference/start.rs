//! The page one starts from: which page answers which question.

use super::html::{Html, plain, tag, text};
use super::http::operations;
use super::names::{Names, file, groups, views};
use super::page::Page;
use super::sources::{Sources, list, word};

pub(super) fn page(sources: &Sources, names: &Names) -> Page {
    let info = sources.openapi.get("info");
    let release = info.map(|info| word(info, "version")).unwrap_or_default();
    let mut page = Page::new(file::START, "Start", "Reference for developers");
    page.lead(names.prose(&format!(
        "Release {release}. One set of rules runs in the service and in the page: the same \
         commands, the same views, the same codes, as JSON. What stands here is made from their \
         source."
    )));
    page.body(tag("ul", &[("class", "cards")], cards(sources)));
    page
}

fn cards(sources: &Sources) -> Vec<Html> {
    let commands = groups(sources).into_iter().filter_map(|(group, _)| sources.types.get(&group));
    let commands = commands.map(|group| list(group, "oneOf").len()).sum();
    let views = views(sources).len();
    let core = list(&sources.api, "entries").iter().find(|one| word(one, "entry") == "guiyan/core");
    let said = list(&sources.codes, "refusals").len() + list(&sources.codes, "failures").len();
    let element = &sources.element;
    let settable = list(element, "attributes").len();
    vec![
        card(
            file::HTTP,
            "HTTP",
            operations(&sources.openapi).count(),
            "operations",
            "Addresses, parameters, bodies, answers and problems of the service.",
        ),
        card(
            file::COMMANDS,
            "Commands",
            commands,
            "commands",
            "What somebody asks for, field by field, and what it comes to.",
        ),
        card(file::VIEWS, "Views", views, "views", "What a caller sees at which address."),
        card(
            file::TYPES,
            "Types",
            sources.types.len(),
            "types",
            "Forms, codes and parts that commands and views are made of.",
        ),
        card(
            file::CORE,
            "guiyan/core",
            core.map_or(0, |core| list(core, "exports").len()),
            "exports",
            "The rules without a service: in a page, in Node, in Deno.",
        ),
        card(
            file::ELEMENT,
            "Element",
            settable,
            "attributes",
            "<guiyan-branch>: attributes, properties, methods, events, custom properties, parts.",
        ),
        card(
            file::CODES,
            "Codes",
            said,
            "codes",
            "Why something was not done, in 简体中文 and English, and what to do next.",
        ),
    ]
}

fn card(to: &str, name: &str, count: usize, of: &str, about: &str) -> Html {
    let name = tag("b", &[], [plain(name)]);
    let count = tag("span", &[("class", "count")], [plain(&format!("{count} {of}"))]);
    let about = tag("span", &[("class", "about")], [text(about)]);
    tag("li", &[], [tag("a", &[("href", to)], [name, count, about])])
}
