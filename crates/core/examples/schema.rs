//! Prints the types of the wire as JSON Schema, in the frame of an OpenAPI
//! document, from which the npm package's types are made.

use guiyan_core::{
    Outcome, Submission,
    advice::Advice,
    dues::{Dues, DuesRates, Payer},
    openapi::close_submissions,
    view::{
        BranchView, DistrictView, HeldLeadsView, HelpView, LeadsView, MattersPage, MeView,
        MyDataView, OfficesView, OverviewView, PlansView, RosterPage, RowsView, TownshipPage,
    },
    wire::{BranchList, ProblemDocument, ReceiptView},
};
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

fn main() {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
    });
    let mut generator = settings.into_generator();
    macro_rules! roots {
        ($($root:ty),* $(,)?) => { $(generator.subschema_for::<$root>();)* };
    }
    roots![
        Submission,
        Outcome,
        BranchList,
        BranchView,
        RosterPage,
        LeadsView,
        HelpView,
        PlansView,
        HeldLeadsView,
        MattersPage,
        TownshipPage,
        DistrictView,
        OfficesView,
        OverviewView,
        RowsView,
        MeView,
        MyDataView,
        ReceiptView,
        ProblemDocument,
        Advice,
        Dues,
        DuesRates,
        Payer,
    ];
    let mut definitions = generator.take_definitions(false);
    close_submissions(&mut definitions);
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "Guiyan", "version": env!("CARGO_PKG_VERSION") },
        "paths": {},
        "components": { "schemas": definitions },
    });
    println!("{:#}", without_null(document));
}

/// Optional fields are omitted, never null.
fn without_null(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let map = map.into_iter().map(|(key, value)| {
                let mut value = without_null(value);
                if let ("anyOf" | "type", Value::Array(list)) = (&*key, &mut value) {
                    list.retain(|one| *one != json!("null") && *one != json!({ "type": "null" }));
                }
                match value {
                    Value::Array(list) if key == "type" && list.len() == 1 => {
                        (key, list.into_iter().next().unwrap_or_default())
                    }
                    value => (key, value),
                }
            });
            Value::Object(map.collect())
        }
        Value::Array(list) => list.into_iter().map(without_null).collect(),
        other => other,
    }
}
