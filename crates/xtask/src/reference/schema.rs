//! A JSON Schema as people read it: what kind of value, within which limits,
//! and each of its properties.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::html::{Html, plain, tag, text};
use super::http::operations;
use super::names::{Names, mark, target};
use super::sources::{Sources, list, pairs, word};

/// In a few words what kind of value it is.
pub(super) fn kind(schema: &Value, names: &Names) -> Html {
    let name = target(schema);
    if !name.is_empty() {
        return names.link(name);
    }
    if let Some(value) = schema.get("const") {
        return literal(value);
    }
    let either = [list(schema, "anyOf"), list(schema, "oneOf")].concat();
    if !either.is_empty() {
        // Optional fields are left out of the answer, never null.
        let kinds = either.iter().filter(|one| word(one, "type") != "null");
        return joined(kinds.map(|one| kind(one, names)), " or ");
    }
    let choices = list(schema, "enum");
    if !choices.is_empty() {
        return joined(choices.iter().map(literal), " or ");
    }
    match schema.get("type") {
        Some(Value::Array(kinds)) => {
            let kinds = kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "null");
            joined(kinds.map(|kind| plain(named(kind, schema))), " or ")
        }
        Some(Value::String(kind)) if kind == "array" => {
            let items = schema.get("items").unwrap_or(&Value::Null);
            [plain("list of "), self::kind(items, names)].into_iter().collect()
        }
        Some(Value::String(kind)) => plain(named(kind, schema)),
        _ => plain("anything"),
    }
}

fn named<'a>(kind: &'a str, schema: &Value) -> &'a str {
    match (kind, word(schema, "format")) {
        ("string", "uuid") => "UUID",
        ("string", _) => "text",
        ("boolean", _) => "true or false",
        // Most numbers here count something.
        ("integer", _) if starts_at_nothing(schema) => "whole number from 0",
        ("integer", _) => "whole number",
        _ => kind,
    }
}

fn starts_at_nothing(schema: &Value) -> bool {
    schema.get("minimum").and_then(Value::as_u64) == Some(0)
}

fn literal(value: &Value) -> Html {
    let shown = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
    tag("code", &[], [text(&shown)])
}

fn joined(parts: impl Iterator<Item = Html>, between: &str) -> Html {
    let mut out = Html::default();
    for part in parts {
        if !out.is_empty() {
            out.push(plain(between));
        }
        out.push(part);
    }
    out
}

/// The limits that a value keeps, and what stands for a missing one.
pub(super) fn limits(schema: &Value) -> Html {
    let number = |key: &str| schema.get(key).map(ToString::to_string);
    let mut said = Vec::new();
    if let Some(least) = number("minimum").filter(|_| !starts_at_nothing(schema)) {
        said.push(plain(&format!("at least {least}")));
    }
    if let Some(most) = number("maximum") {
        said.push(plain(&format!("at most {most}")));
    }
    if let Some(most) = number("maxLength") {
        said.push(plain(&format!("at most {most} characters")));
    }
    let pattern = word(schema, "pattern");
    if !pattern.is_empty() {
        let code = tag("code", &[], [text(pattern)]);
        said.push([plain("as "), code].into_iter().collect());
    }
    let default = schema.get("default").filter(|value| !is_empty(value));
    if let Some(default) = default {
        said.push([plain("when missing: "), literal(default)].into_iter().collect());
    }
    joined(said.into_iter(), "; ")
}

/// Nothing, written as a value: it tells no more than that the field is optional.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

/// One line of a list of fields: its name, what it is, and what is said of it.
pub(super) fn row(name: Html, kind: Html, notes: &[&str], about: Html) -> Html {
    let kind = if kind.is_empty() { kind } else { tag("span", &[("class", "kind")], [kind]) };
    let notes = notes.iter().map(|note| tag("span", &[("class", "note")], [text(note)]));
    let term = tag("dt", &[], [name].into_iter().chain([kind]).chain(notes));
    [term, tag("dd", &[], [about])].into_iter().collect()
}

/// A list of such lines; nothing for none.
pub(super) fn rows(rows: impl IntoIterator<Item = Html>) -> Html {
    let rows: Html = rows.into_iter().collect();
    if rows.is_empty() { rows } else { tag("dl", &[("class", "rows")], [rows]) }
}

/// The properties of an object but for the one that tells it from others.
pub(super) fn properties(schema: &Value, names: &Names) -> Html {
    let told_by = mark(schema).map(|(name, _)| name);
    let required: BTreeSet<&str> =
        list(schema, "required").iter().filter_map(Value::as_str).collect();
    let (needed, optional): (Vec<_>, Vec<_>) = pairs(schema, "properties")
        .filter(|(name, _)| Some(*name) != told_by)
        .partition(|(name, _)| required.contains(name));
    let property = |(name, property): (&str, &Value), notes: &[&str]| {
        let mut about = names.prose(word(property, "description"));
        let limits = limits(property);
        if !limits.is_empty() {
            about.push(tag("p", &[("class", "limits")], [limits]));
        }
        row(tag("code", &[], [text(name)]), kind(property, names), notes, about)
    };
    let needed = needed.into_iter().map(|one| property(one, &[]));
    rows(needed.chain(optional.into_iter().map(|one| property(one, &["optional"]))))
}

/// All of a type but its name and comment.
pub(super) fn body(schema: &Value, names: &Names, anchors: Option<&str>) -> Html {
    let mut out = Html::default();
    let choices = list(schema, "enum");
    if choices.is_empty() && schema.get("properties").is_none() && schema.get("oneOf").is_none() {
        let limits = limits(schema);
        let between = plain(if limits.is_empty() { "" } else { ", " });
        let parts = [kind(schema, names), between, limits];
        out.push(tag("p", &[("class", "limits")], parts));
    }
    if !choices.is_empty() {
        let codes = joined(choices.iter().map(literal), " ");
        out.push(tag("p", &[("class", "choices")], [codes]));
    }
    out.push(properties(schema, names));
    out.push(rows(list(schema, "oneOf").iter().map(|one| variant(one, names, anchors))));
    out
}

/// One of several: a bare code, or an object that a code tells from the others.
fn variant(schema: &Value, names: &Names, anchors: Option<&str>) -> Html {
    let (key, code) = match (schema.get("const").and_then(Value::as_str), mark(schema)) {
        (Some(code), _) => ("", code),
        (_, Some((key, code))) => (key, code),
        _ => ("", ""),
    };
    let name = match anchors {
        // A refusal has a page of its own to lead to.
        Some("") => names.link(code),
        Some(prefix) => {
            let (id, to) = (format!("{prefix}{code}"), format!("#{prefix}{code}"));
            tag("a", &[("id", &id), ("href", &to)], [tag("code", &[], [text(code)])])
        }
        None => tag("code", &[], [text(code)]),
    };
    let name = if code.is_empty() { kind(schema, names) } else { name };
    let key = match key {
        "" => Html::EMPTY,
        _ => [plain("value of "), tag("code", &[], [plain(key)])].into_iter().collect(),
    };
    let about = names.prose(word(schema, "description"));
    row(name, key, &[], [about, properties(schema, names)].into_iter().collect())
}

/// By which other types, commands and addresses each type is named.
pub(super) fn users(sources: &Sources) -> BTreeMap<String, BTreeSet<String>> {
    let mut users = BTreeMap::<String, BTreeSet<String>>::new();
    for (name, schema) in &sources.types {
        for one in list(schema, "oneOf") {
            // A command is known by its own name, not by that of its group.
            let by = match mark(one) {
                Some(("type", command)) if name.ends_with("Command") => command,
                _ => name.as_str(),
            };
            note(one, by, &mut users);
        }
        for (key, part) in schema.as_object().into_iter().flatten() {
            if key != "oneOf" {
                note(part, name, &mut users);
            }
        }
    }
    for operation in operations(&sources.openapi) {
        let title = operation.title();
        for part in ["/requestBody", "/responses/200"] {
            if let Some(part) = operation.value.pointer(part) {
                note(part, &title, &mut users);
            }
        }
    }
    users
}

fn note(schema: &Value, by: &str, users: &mut BTreeMap<String, BTreeSet<String>>) {
    match schema {
        Value::Object(map) => {
            let name = target(schema);
            if !name.is_empty() && name != by {
                users.entry(name.to_owned()).or_default().insert(by.to_owned());
            }
            map.values().for_each(|value| note(value, by, users));
        }
        Value::Array(items) => items.iter().for_each(|value| note(value, by, users)),
        _ => {}
    }
}
