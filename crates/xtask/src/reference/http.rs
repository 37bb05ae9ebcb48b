//! Every address of the service: what it takes, what it answers, what can stand
//! in the way.

use serde_json::Value;

use super::html::{Html, address, plain, tag, text};
use super::names::{Names, file};
use super::page::{Page, item};
use super::schema::{kind, limits, row, rows};
use super::sources::{Sources, list, pairs, word};

/// One method of one address.
#[derive(Clone, Copy)]
pub(super) struct Operation<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) value: &'a Value,
}

impl Operation<'_> {
    /// `GET /v1/branches/{branch}`
    pub(super) fn title(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.path)
    }

    /// `get-v1-branches-branch`
    pub(super) fn anchor(&self) -> String {
        let words = self.path.split(|c: char| !c.is_ascii_alphanumeric());
        let words = std::iter::once(self.method).chain(words.filter(|word| !word.is_empty()));
        words.collect::<Vec<_>>().join("-")
    }

    /// The same as a link from any page.
    pub(super) fn link(&self) -> Html {
        let place = format!("{}#{}", file::HTTP, self.anchor());
        tag("a", &[("href", &place)], [tag("code", &[], [address(&self.title())])])
    }
}

/// Every operation of the document.
pub(super) fn operations(openapi: &Value) -> impl Iterator<Item = Operation<'_>> {
    pairs(openapi, "paths").flat_map(|(path, item)| {
        let methods = item.as_object().into_iter().flatten();
        methods.map(move |(method, value)| Operation { method, path, value })
    })
}

pub(super) fn page(sources: &Sources, names: &Names) -> Page {
    let info = sources.openapi.get("info").unwrap_or(&Value::Null);
    let mut page = Page::new(file::HTTP, "HTTP", "Every address of the service");
    page.lead(names.prose(word(info, "description")));
    page.lead(machine());
    page.lead(signing_in(sources, names));
    for operation in operations(&sources.openapi) {
        page.toc(&operation.anchor(), &operation.title());
        let heading = tag("code", &[], [address(&operation.title())]);
        page.body(item(2, &operation.anchor(), heading, described(&operation, names)));
    }
    page
}

fn machine() -> Html {
    let document = tag("a", &[("href", "/v1/openapi.json")], [plain("OpenAPI 3.1 document")]);
    let problem = tag("code", &[], [plain("application/problem+json")]);
    let json = plain("Bodies and answers are JSON where nothing else is said, problems ");
    tag("p", &[], [json, problem, plain(". For machines, all of it is an "), document, plain(".")])
}

fn signing_in(sources: &Sources, names: &Names) -> Html {
    let pointer = "/components/securitySchemes/portal/description";
    let said = sources.openapi.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let start = plain("A token travels in ");
    let header = tag("code", &[], [plain("Authorization: Bearer")]);
    tag("p", &[], [start, header, plain(": "), names.inline(said)])
}

fn described(operation: &Operation<'_>, names: &Names) -> Html {
    let mut out = names.prose(word(operation.value, "summary"));
    let parameters = list(operation.value, "parameters");
    if !parameters.is_empty() {
        out.push(tag("h3", &[], [plain("Parameters")]));
        out.push(rows(parameters.iter().map(|one| parameter(one, names))));
    }
    if let Some(body) = operation.value.get("requestBody") {
        out.push(tag("h3", &[], [plain("Body")]));
        out.push(tag("p", &[], [content(body, names)]));
    }
    out.push(tag("h3", &[], [plain("Answers")]));
    out.push(rows(
        pairs(operation.value, "responses").map(|(status, one)| answer(status, one, names)),
    ));
    out
}

fn parameter(parameter: &Value, names: &Names) -> Html {
    let schema = parameter.get("schema").unwrap_or(&Value::Null);
    let mut about = names.prose(word(parameter, "description"));
    let example = word(parameter, "example");
    if !example.is_empty() {
        about.push(tag("p", &[], [plain("As in "), tag("code", &[], [text(example)])]));
    }
    let limits = limits(schema);
    if !limits.is_empty() {
        about.push(tag("p", &[("class", "limits")], [limits]));
    }
    let required = parameter.get("required").and_then(Value::as_bool).unwrap_or_default();
    let place = word(parameter, "in");
    let place = if place == "path" { "in the path" } else { "in the query" };
    let notes: &[&str] = if required { &[place] } else { &[place, "optional"] };
    row(tag("code", &[], [text(word(parameter, "name"))]), kind(schema, names), notes, about)
}

/// What is sent, and as what where it is not JSON.
fn content(of: &Value, names: &Names) -> Html {
    let told = |(media, one): (&str, &Value)| {
        let schema = one.get("schema").unwrap_or(&Value::Null);
        if media.ends_with("json") {
            return kind(schema, names);
        }
        let media = tag("code", &[], [text(media)]);
        [kind(schema, names), plain(" as "), media].into_iter().collect::<Html>()
    };
    pairs(of, "content").map(told).collect()
}

fn answer(status: &str, answer: &Value, names: &Names) -> Html {
    let is_problem = !status.starts_with(['2', '3']);
    let mut about = names.prose(word(answer, "description"));
    for (name, header) in pairs(answer, "headers") {
        let said = names.inline(word(header, "description"));
        let name = tag("code", &[], [text(name)]);
        about.push(tag("p", &[], [plain("Header "), name, plain(": "), said]));
    }
    let number = tag("code", &[], [text(status)]);
    let place = format!("{}#status-{status}", file::CODES);
    let number = if is_problem { tag("a", &[("href", &place)], [number]) } else { number };
    row(number, content(answer, names), &[], about)
}
