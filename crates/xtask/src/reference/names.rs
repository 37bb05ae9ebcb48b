//! Where each name stands, so that a name in a comment, a signature or a schema
//! leads there.

use std::collections::BTreeMap;

use serde_json::Value;

use super::html::{Html, plain, tag, text};
use super::http::{Operation, operations};
use super::sources::{Sources, list, pairs, word};

/// The pages, by the name of their file.
pub(super) mod file {
    pub(in crate::reference) const START: &str = "index.html";
    pub(in crate::reference) const HTTP: &str = "http.html";
    pub(in crate::reference) const COMMANDS: &str = "commands.html";
    pub(in crate::reference) const VIEWS: &str = "views.html";
    pub(in crate::reference) const TYPES: &str = "types.html";
    pub(in crate::reference) const CORE: &str = "core.html";
    pub(in crate::reference) const ELEMENT: &str = "element.html";
    pub(in crate::reference) const CODES: &str = "codes.html";
}

/// The groups of commands, in the order in which `Submission` names them.
pub(super) fn groups(sources: &Sources) -> Vec<(String, String)> {
    let submission = sources.types.get("Submission").unwrap_or(&Value::Null);
    let group = |part: &Value| (target(part).to_owned(), word(part, "description").to_owned());
    list(submission, "anyOf").iter().map(group).collect()
}

/// The types that are answered to a `GET`.
pub(super) fn views(sources: &Sources) -> BTreeMap<String, Vec<Operation<'_>>> {
    let mut views = BTreeMap::<String, Vec<Operation<'_>>>::new();
    for operation in operations(&sources.openapi).filter(|operation| operation.method == "get") {
        let schema = operation.value.pointer("/responses/200/content/application~1json/schema");
        let name = schema.map(target).unwrap_or_default();
        if !name.is_empty() {
            views.entry(name.to_owned()).or_default().push(operation);
        }
    }
    views
}

/// The name that a schema refers to; empty when it stands for itself.
pub(super) fn target(schema: &Value) -> &str {
    word(schema, "$ref").rsplit('/').next().unwrap_or_default()
}

/// What tells the variants of an enum apart: its key and value.
pub(super) fn mark(variant: &Value) -> Option<(&str, &str)> {
    pairs(variant, "properties").find_map(|(name, one)| Some((name, one.get("const")?.as_str()?)))
}

/// Where each name stands.
pub(super) struct Names {
    places: BTreeMap<String, String>,
}

impl Names {
    pub(super) fn of(sources: &Sources) -> Self {
        let mut names = Self { places: BTreeMap::new() };
        for entry in list(&sources.api, "entries") {
            let page = if word(entry, "entry") == "guiyan" { file::ELEMENT } else { file::CORE };
            // `open` is a word for other things too: a function is no name to link.
            let exports = list(entry, "exports").iter();
            for export in exports.filter(|export| word(export, "kind") != "function") {
                let name = word(export, "name");
                let anchor = if name == "GuiyanBranch" { "guiyan-branch" } else { name };
                names.add(name, page, anchor);
            }
        }
        for code in list(&sources.codes, "refusals") {
            let code = word(code, "code");
            names.add(code, file::CODES, &format!("refusal-{code}"));
        }
        for code in list(&sources.codes, "failures") {
            let code = word(code, "code");
            names.add(code, file::CODES, &format!("problem-{code}"));
        }
        for event in list(&sources.element, "events") {
            let name = word(event, "name");
            names.add(name, file::ELEMENT, &format!("event-{name}"));
        }
        for one in list(&sources.element, "cssProperties") {
            let name = word(one, "name");
            names.add(name, file::ELEMENT, &format!("property{name}"));
        }
        for operation in operations(&sources.openapi) {
            let (title, anchor) = (operation.title(), operation.anchor());
            names.add(operation.path, file::HTTP, &anchor);
            names.add(&title, file::HTTP, &anchor);
        }
        let views = views(sources);
        for name in sources.types.keys() {
            let page = if views.contains_key(name) { file::VIEWS } else { file::TYPES };
            names.add(name, page, name);
        }
        for (group, _) in groups(sources) {
            names.add(&group, file::COMMANDS, &group);
            let commands = sources.types.get(&group).unwrap_or(&Value::Null);
            for (_, command) in list(commands, "oneOf").iter().filter_map(mark) {
                names.add(command, file::COMMANDS, command);
            }
        }
        for name in ["Submission", "Outcome"] {
            names.add(name, file::COMMANDS, name);
        }
        names
    }

    /// The last one who says so is right: a type of the wire goes before the
    /// name under which the package hands it on.
    fn add(&mut self, name: &str, page: &str, anchor: &str) {
        self.places.insert(name.to_owned(), format!("{page}#{anchor}"));
    }

    /// The page that a name stands on.
    pub(super) fn page_of(&self, name: &str) -> &str {
        self.places.get(name).and_then(|place| place.split('#').next()).unwrap_or_default()
    }

    /// The name as code, and as a link where it stands somewhere.
    pub(super) fn link(&self, name: &str) -> Html {
        let code = tag("code", &[], [text(name)]);
        match self.places.get(name) {
            Some(place) => tag("a", &[("href", place)], [code]),
            None => code,
        }
    }

    /// A comment: its paragraphs, its examples, with what stands in backticks as code.
    pub(super) fn prose(&self, comment: &str) -> Html {
        let told = |(place, part): (usize, &str)| match place % 2 {
            0 => self.paragraphs(part),
            _ => example(part),
        };
        comment.split("```").enumerate().map(told).collect()
    }

    fn paragraphs(&self, part: &str) -> Html {
        let paragraphs = part.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty());
        paragraphs.map(|paragraph| tag("p", &[], [self.inline(paragraph.trim())])).collect()
    }

    /// One line of a comment. Brackets around code are rustdoc's own.
    pub(super) fn inline(&self, line: &str) -> Html {
        let line = line.replace("[`", "`").replace("`]", "`").replace('\n', " ");
        let told = |(place, part): (usize, &str)| match place % 2 {
            0 => stressed(part),
            _ => self.link(part),
        };
        line.split('`').enumerate().map(told).collect()
    }

    /// A signature, in which every type leads to where it stands.
    pub(super) fn signature(&self, signature: &str) -> Html {
        let mut out = Html::default();
        let mut rest = signature;
        while let Some(start) = rest.find(is_letter) {
            let (before, from) = rest.split_at(start);
            let end = from.find(|c: char| !is_letter(c)).unwrap_or(from.len());
            let (name, after) = from.split_at(end);
            out.push(plain(before));
            // Types begin with a capital; `open` may be a parameter's name too.
            let place = self.places.get(name).filter(|_| name.starts_with(char::is_uppercase));
            out.push(match place {
                Some(place) => tag("a", &[("href", place)], [plain(name)]),
                None => plain(name),
            });
            rest = after;
        }
        out.push(plain(rest));
        tag("pre", &[("class", "signature")], [tag("code", &[], [out])])
    }
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// What stood between fences, without the word for its language.
fn example(fenced: &str) -> Html {
    let code = fenced.split_once('\n').map_or("", |(_, code)| code);
    tag("pre", &[("class", "example")], [tag("code", &[], [text(code.trim_end())])])
}

/// `*word*` as it is meant; a star by itself stays one.
fn stressed(part: &str) -> Html {
    let pieces: Vec<&str> = part.split('*').collect();
    if pieces.len().is_multiple_of(2) {
        return text(part);
    }
    let told = |(place, piece): (usize, &&str)| match place % 2 {
        0 => text(piece),
        _ => tag("em", &[], [text(piece)]),
    };
    pieces.iter().enumerate().map(told).collect()
}
