//! Every code that a problem can carry, with its sentences: of refusals, of the
//! service's own failures, of fields and of what can be wrong with them.

use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::{
    caller::Lang,
    refusal::{Field, FieldIssue, Refusal},
    text::Issue,
    wire::Failure,
};

/// Every code, made from the types themselves, so that none is forgotten.
/// In the sentences of issues `{label}` stands for the field's label, and the
/// name of a limit in braces for that limit.
pub fn codes() -> Value {
    json!({
        "refusals": variants::<Refusal>()
            .into_iter()
            .map(|(about, refusal)| told(&refusal.into(), &about))
            .collect::<Vec<_>>(),
        "failures": Failure::own().iter().map(|failure| told(failure, "")).collect::<Vec<_>>(),
        "issues": variants::<Issue>()
            .into_iter()
            .map(|(about, issue)| wrong(issue, &about))
            .collect::<Vec<_>>(),
        "fields": fields().into_iter().map(named).collect::<Vec<_>>(),
    })
}

fn told(failure: &Failure, about: &str) -> Value {
    let [zh, en] = [Lang::Zh, Lang::En].map(|lang| {
        let document = failure.document(lang);
        json!({ "title": document.title, "next": document.next })
    });
    let (code, status) = (failure.code(), failure.status());
    json!({ "code": code, "status": status, "about": about, "zh": zh, "en": en })
}

fn named(field: Field) -> Value {
    json!({ "name": field.name(), "zh": field.label(Lang::Zh), "en": field.label(Lang::En) })
}

/// An issue is told differently of some fields, so there may be several sentences.
fn wrong(issue: Issue, about: &str) -> Value {
    let [zh, en] = [Lang::Zh, Lang::En].map(|lang| {
        let mut sentences: Vec<String> = Vec::new();
        for field in fields() {
            let (label, sentence) = (field.label(lang), numbered(field, issue, lang));
            let is_told = |known: &String| known.replace("{label}", label) == sentence;
            if !sentences.iter().any(is_told) {
                sentences.push(pattern(field, issue, lang));
            }
        }
        sentences
    });
    json!({ "code": issue.code(), "about": about, "zh": zh, "en": en })
}

/// Limits that stand in no sentence by themselves.
const LIMITS: [(&str, &str); 3] = [("min", "990001"), ("max", "990002"), ("taken", "990003")];

/// The sentence with the names of its limits.
fn numbered(field: Field, issue: Issue, lang: Lang) -> String {
    let sentence = FieldIssue { field, issue }.sentence(lang);
    LIMITS
        .iter()
        .fold(sentence, |text, (name, number)| text.replace(number, &format!("{{{name}}}")))
}

fn pattern(field: Field, issue: Issue, lang: Lang) -> String {
    let (sentence, label) = (numbered(field, issue, lang), field.label(lang));
    // A sentence that others share may hold the label as a word of its own.
    let is_shared = fields()
        .into_iter()
        .any(|other| other.label(lang) != label && numbered(other, issue, lang) == sentence);
    if is_shared { sentence } else { sentence.replacen(label, "{label}", 1) }
}

/// Every variant of an enum that is told apart by `code`, with its comment.
fn variants<T: JsonSchema + DeserializeOwned>() -> Vec<(String, T)> {
    let schema = schema::<T>();
    let Some(Value::Array(variants)) = schema.get("oneOf") else { return Vec::new() };
    variants.iter().filter_map(|variant| Some((about(variant), sample(variant)?))).collect()
}

fn about(variant: &Value) -> String {
    variant.get("description").and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// A value of this variant: an empty list for a list, a limit for a number.
fn sample<T: DeserializeOwned>(variant: &Value) -> Option<T> {
    let mut value = Map::new();
    for (name, property) in variant.get("properties")?.as_object()? {
        let limit = || LIMITS.iter().find(|(known, _)| known == name)?.1.parse::<i64>().ok();
        let filled = match property.get("const") {
            Some(code) => code.clone(),
            None if property.get("type") == Some(&json!("array")) => json!([]),
            None => json!(limit()?),
        };
        value.insert(name.clone(), filled);
    }
    serde_json::from_value(Value::Object(value)).ok()
}

fn fields() -> Vec<Field> {
    let names = schema::<Field>().get("enum").cloned().unwrap_or_default();
    serde_json::from_value(names).unwrap_or_default()
}

fn schema<T: JsonSchema>() -> Schema {
    let settings = SchemaSettings::draft2020_12();
    let mut generator: SchemaGenerator = settings.into_generator();
    T::json_schema(&mut generator)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn texts(list: &Value, key: &str) -> BTreeSet<String> {
        let rows = list.as_array().unwrap().iter();
        rows.map(|row| row[key].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn every_variant_of_the_schemas_is_told() {
        let codes = codes();
        for (list, schema) in [("refusals", schema::<Refusal>()), ("issues", schema::<Issue>())] {
            let variants = schema.get("oneOf").unwrap().as_array().unwrap();
            assert_eq!(codes[list].as_array().unwrap().len(), variants.len(), "{list}");
        }
        let fields = schema::<Field>();
        let fields = fields.get("enum").unwrap().as_array().unwrap();
        assert_eq!(texts(&codes["fields"], "name").len(), fields.len());
        assert!(texts(&codes["refusals"], "code").contains("signUpClosed"));
        assert!(texts(&codes["failures"], "code").contains("malformed"));
    }

    #[test]
    fn sentences_of_issues_name_label_and_limits() {
        let codes = codes();
        let issues = codes["issues"].as_array().unwrap();
        let of = |code: &str| issues.iter().find(|issue| issue["code"] == code).unwrap();
        assert_eq!(of("tooLong")["zh"], json!(["{label}最多 {max} 个字，请缩短一些。"]));
        assert_eq!(of("outOfRange")["en"], json!(["{label}: from {min} to {max}."]));
        assert_eq!(of("endsBeforeStart")["zh"], json!(["结束时间要晚于开始时间。"]));
        assert_eq!(of("placesTaken")["zh"].as_array().unwrap().len(), 1);
        assert_eq!(of("notAgreed")["zh"], json!(["请先阅读告知书并勾选同意。"]));
        assert_eq!(of("required")["zh"], json!(["请填写{label}。", "请选择{label}。"]));
        assert!(!issues.iter().any(|issue| issue.to_string().contains("9900")));
    }
}
