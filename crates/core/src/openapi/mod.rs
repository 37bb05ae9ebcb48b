//! The OpenAPI 3.1 document. Its schemas are made from the types that are sent
//! and read; the addresses are written down in [`paths`] and a test of the
//! service holds them against its router. It stands here, not there, so that
//! the types of the npm package and the reference pages are made without
//! building a service.

mod codes;
mod district;
mod home;
mod paths;
mod sign_in;

pub use codes::codes;

use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use crate::{
    command::Submission,
    dues::DuesRates,
    view::{
        BranchView, DistrictView, HandingPurpose, HeldLeadsView, HelpView, LeadsView, MattersPage,
        MeView, MyDataView, OfficesView, OverviewView, PlansView, RosterPage, RowsOf, RowsView,
        TownshipPage,
    },
    wire::{
        AccountPerson, BranchList, CommandAnswer, DemoMessages, DemoPersona, DemoToken, EraseMe,
        FindAccount, ProblemDocument, ReceiptView,
    },
};

/// The document.
pub fn document() -> Value {
    let mut schemas = Schemas::new();
    let paths = paths::paths(&mut schemas);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Guiyan 归雁",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
            "description": "The door between a mobile party branch and its members. \
                Everything may be read without a token, as a visitor sees it; a token that is \
                not right is always answered with 401. Times are RFC 3339 with +08:00. \
                Optional fields are omitted, never null. Problems are told in the language of \
                Accept-Language, zh-CN or en. A person may send so many requests a minute, and \
                an address so many without a token; what is beyond that is 429 \
                `tooManyRequests`. A service that has more to do than it can answers 503 \
                `overloaded` at once, and has done nothing. Both carry Retry-After. A request whose \
                head is much larger than 64 KB, has more than a hundred fields or is not HTTP is \
                turned away before any of this: a bare 431 or 400, without a problem.",
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": schemas.definitions(),
            "securitySchemes": {
                "portal": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                    "description": "EdDSA, ES256 or RS256, as configured; claims `iss`, `aud`, \
                        `exp`, `sub`, and, where the issuer is trusted with it, `roles` such as `secretary:xinzhou-beijing`, \
                        `liaison:qinfeng`, `department:education` or `district-officer`.",
                },
                "session": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The access token of a session of sign-in/sessions.",
                },
            },
        },
    })
}

/// Closes a submission around the command and its id together. As derived each
/// command is closed around itself, and nothing with an `id` would fit.
pub fn close_submissions(definitions: &mut Map<String, Value>) {
    let Some(submission) = definitions.get_mut("Submission") else { return };
    submission["unevaluatedProperties"] = false.into();
    let groups: Vec<String> = array(submission, "anyOf")
        .filter_map(|group| group["$ref"].as_str()?.rsplit('/').next().map(str::to_owned))
        .collect();
    for group in groups {
        let Some(group) = definitions.get_mut(&group) else { continue };
        for command in array(group, "oneOf").filter_map(Value::as_object_mut) {
            command.remove("additionalProperties");
        }
    }
}

fn array<'a>(schema: &'a mut Value, key: &str) -> impl Iterator<Item = &'a mut Value> {
    schema.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten()
}

/// The schemas of the types that are sent and read.
struct Schemas {
    generator: SchemaGenerator,
}

impl Schemas {
    fn new() -> Self {
        let settings = SchemaSettings::draft2020_12().with(|settings| {
            settings.definitions_path = "/components/schemas".into();
        });
        Self { generator: settings.into_generator() }
    }

    fn of<T: JsonSchema>(&mut self) -> Value {
        self.generator.subschema_for::<T>().to_value()
    }

    fn definitions(mut self) -> Value {
        let mut definitions = self.generator.take_definitions(true);
        close_submissions(&mut definitions);
        Value::Object(definitions)
    }

    fn submission(&mut self) -> Value {
        self.of::<Submission>()
    }

    fn answer(&mut self) -> Value {
        self.of::<CommandAnswer>()
    }

    fn view(&mut self) -> Value {
        self.of::<BranchView>()
    }

    fn leads(&mut self) -> Value {
        self.of::<LeadsView>()
    }

    fn help(&mut self) -> Value {
        self.of::<HelpView>()
    }

    fn plans(&mut self) -> Value {
        self.of::<PlansView>()
    }

    fn offices(&mut self) -> Value {
        self.of::<OfficesView>()
    }

    fn find_account(&mut self) -> Value {
        self.of::<FindAccount>()
    }

    fn account(&mut self) -> Value {
        self.of::<AccountPerson>()
    }

    fn held(&mut self) -> Value {
        self.of::<HeldLeadsView>()
    }

    fn matters(&mut self) -> Value {
        self.of::<MattersPage>()
    }

    fn township(&mut self) -> Value {
        self.of::<TownshipPage>()
    }

    fn roster(&mut self) -> Value {
        self.of::<RosterPage>()
    }

    fn branches(&mut self) -> Value {
        self.of::<BranchList>()
    }

    fn me(&mut self) -> Value {
        self.of::<MeView>()
    }

    fn my_data(&mut self) -> Value {
        self.of::<MyDataView>()
    }

    fn receipt(&mut self) -> Value {
        self.of::<ReceiptView>()
    }

    fn dues(&mut self) -> Value {
        self.of::<DuesRates>()
    }

    fn erase(&mut self) -> Value {
        self.of::<EraseMe>()
    }

    fn district(&mut self) -> Value {
        self.of::<DistrictView>()
    }

    fn overview(&mut self) -> Value {
        self.of::<OverviewView>()
    }

    fn rows(&mut self) -> Value {
        self.of::<RowsView>()
    }

    fn handing_purpose(&mut self) -> Value {
        self.of::<HandingPurpose>()
    }

    fn rows_of(&mut self) -> Value {
        self.of::<RowsOf>()
    }

    fn persona(&mut self) -> Value {
        self.of::<DemoPersona>()
    }

    fn messages(&mut self) -> Value {
        self.of::<DemoMessages>()
    }

    fn token(&mut self) -> Value {
        self.of::<DemoToken>()
    }

    fn problem(&mut self) -> Value {
        self.of::<ProblemDocument>()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_reference_leads_somewhere() {
        let document = document();
        let mut references = BTreeSet::new();
        collect(&document, &mut references);
        assert!(references.len() > 20, "{references:?}");
        for reference in references {
            let pointer = reference.strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
        }
    }

    #[test]
    fn a_submission_is_closed_around_the_command_and_its_id() {
        let document = document();
        let schemas = &document["components"]["schemas"];
        assert_eq!(schemas["Submission"]["unevaluatedProperties"], false);
        let groups = schemas["Submission"]["anyOf"].as_array().unwrap();
        for group in groups {
            let name = group["$ref"].as_str().unwrap().rsplit('/').next().unwrap();
            for command in schemas[name]["oneOf"].as_array().unwrap() {
                assert!(command["properties"]["type"]["const"].is_string(), "{name}: {command}");
                assert_eq!(command.get("additionalProperties"), None, "{name}: {command}");
            }
        }
    }

    #[test]
    fn what_may_be_omitted_is_not_required() {
        let document = document();
        let problem = &document["components"]["schemas"]["Problem"];
        let required = problem["required"].as_array().unwrap();
        assert!(required.contains(&json!("code")) && !required.contains(&json!("fields")));
    }

    #[test]
    fn every_operation_names_its_problems() {
        let document = document();
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                let responses = operation["responses"].as_object().unwrap();
                for status in ["401", "405", "429", "500", "503"] {
                    assert!(responses.contains_key(status), "{method} {path} lacks {status}");
                }
            }
        }
    }

    fn collect(value: &Value, into: &mut BTreeSet<String>) {
        match value {
            Value::Object(map) => {
                if let Some(Value::String(reference)) = map.get("$ref") {
                    into.insert(reference.clone());
                }
                map.values().for_each(|value| collect(value, into));
            }
            Value::Array(items) => items.iter().for_each(|value| collect(value, into)),
            _ => {}
        }
    }
}
