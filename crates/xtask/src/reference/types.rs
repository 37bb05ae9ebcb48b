//! The types of the wire: commands, what they come to, views, and all that
//! these are made of.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::html::{Html, plain, tag, text};
use super::names::{Names, file, groups, mark, views};
use super::page::{Page, item};
use super::schema::{body, properties, row, rows, users};
use super::sources::{Sources, list, word};

/// Where somebody who has an address looks a command up, and the other way round.
pub(super) fn commands(sources: &Sources, names: &Names) -> Page {
    let none = Value::Null;
    let of = |name: &str| sources.types.get(name).unwrap_or(&none);
    let mut page = Page::new(file::COMMANDS, "Commands", "Every command");
    page.lead(names.prose(
        "A command is sent with an `id` that its client made, and happens once however often it \
         is sent. Over HTTP it is posted; in `guiyan/core` it is what `Person` executes and \
         checks. It is accepted with an `Outcome`, or refused with a code that says why.",
    ));
    let users = users(sources);
    page.group("Submission", "Submission", names.prose(word(of("Submission"), "description")));
    page.body(properties(of("Submission"), names));
    page.body(used_by("Submission", names, &users));
    for (group, goes) in groups(sources) {
        let about = [names.prose(word(of(&group), "description")), names.prose(&goes)];
        page.group(&group, &group, about.into_iter().collect());
        for command in list(of(&group), "oneOf") {
            let Some((_, code)) = mark(command) else { continue };
            page.toc(code, code);
            let about = names.prose(word(command, "description"));
            let fields = properties(command, names);
            let heading = tag("code", &[], [plain(code)]);
            page.body(item(3, code, heading, [about, fields].into_iter().collect()));
        }
    }
    page.group("Outcome", "Outcome", names.prose(word(of("Outcome"), "description")));
    page.body(body(of("Outcome"), names, Some("outcome-")));
    page
}

/// What stands at which address.
pub(super) fn answered(sources: &Sources, names: &Names) -> Page {
    let mut page = Page::new(file::VIEWS, "Views", "Every view");
    page.lead(names.prose(
        "What a caller may see, field by field: what they may not see is absent. The same JSON \
         over HTTP and from `Person` in `guiyan/core`. Optional fields are omitted, never null.",
    ));
    let (views, users) = (views(sources), users(sources));
    let rows_of = views.iter().flat_map(|(name, operations)| {
        operations.iter().map(|one| row(one.link(), plain(""), &[], names.link(name)))
    });
    page.body(rows(rows_of));
    for name in views.keys() {
        add(&mut page, name, sources, names, &users);
    }
    page
}

/// All others, by name.
pub(super) fn others(sources: &Sources, names: &Names) -> Page {
    let mut page = Page::new(file::TYPES, "Types", "Every other type");
    page.lead(names.prose(
        "What commands and views are made of, by name. The package has them as types of \
         TypeScript, made from the same schemas; codes are written here as they travel.",
    ));
    let users = users(sources);
    let here = sources.types.keys().filter(|name| names.page_of(name) == file::TYPES);
    for name in here {
        add(&mut page, name, sources, names, &users);
    }
    page
}

fn add(
    page: &mut Page,
    name: &str,
    sources: &Sources,
    names: &Names,
    users: &BTreeMap<String, BTreeSet<String>>,
) {
    let schema = sources.types.get(name).unwrap_or(&Value::Null);
    // The refusals have their sentences elsewhere; here they lead there.
    let anchors = (name == "Refusal").then_some("");
    let mut inside = names.prose(word(schema, "description"));
    inside.push(body(schema, names, anchors));
    inside.push(used_by(name, names, users));
    page.toc(name, name);
    page.body(item(2, name, text(name), inside));
}

fn used_by(name: &str, names: &Names, users: &BTreeMap<String, BTreeSet<String>>) -> Html {
    let Some(users) = users.get(name) else { return Html::EMPTY };
    let links = users.iter().flat_map(|user| [plain(" "), names.link(user)]);
    tag("p", &[("class", "users")], std::iter::once(plain("Part of")).chain(links))
}
