//! What the service says about itself: health, readiness, its branches, and an
//! OpenAPI document that holds.

use std::collections::BTreeSet;

use guiyan_tests_service::{BEIJING, Launch, YIWU, problem};
use serde_json::{Value, json};

/// Every address of the contract, with its method.
const ROUTES: [(&str, &str); 44] = [
    ("get", "/v1/health"),
    ("get", "/v1/ready"),
    ("get", "/v1/openapi.json"),
    ("get", "/v1/branches"),
    ("get", "/v1/branches/{branch}"),
    ("post", "/v1/branches/{branch}/commands"),
    ("get", "/v1/branches/{branch}/changes"),
    ("get", "/v1/branches/{branch}/roster"),
    ("get", "/v1/branches/{branch}/plans"),
    ("get", "/v1/branches/{branch}/leads"),
    ("get", "/v1/branches/{branch}/help"),
    ("get", "/v1/branches/{branch}/registers/members.csv"),
    ("get", "/v1/leads"),
    ("get", "/v1/matters"),
    ("get", "/v1/townships/{township}"),
    ("get", "/v1/district"),
    ("get", "/v1/district/overview"),
    ("get", "/v1/district/roster"),
    ("get", "/v1/district/rows"),
    ("get", "/v1/district/registers/members.csv"),
    ("get", "/v1/district/registers/organisations.csv"),
    ("get", "/v1/district/registers/statistics.csv"),
    ("post", "/v1/district/commands"),
    ("get", "/v1/offices"),
    ("post", "/v1/accounts"),
    ("get", "/v1/dues"),
    ("get", "/v1/me"),
    ("get", "/v1/me/data"),
    ("get", "/v1/receipts/{code}"),
    ("post", "/v1/me/erase"),
    ("get", "/v1/me/sessions"),
    ("post", "/v1/me/sessions/{id}/end"),
    ("get", "/v1/me/second-factor"),
    ("post", "/v1/me/second-factor"),
    ("post", "/v1/me/second-factor/confirm"),
    ("post", "/v1/me/second-factor/show"),
    ("post", "/v1/me/second-factor/end"),
    ("get", "/v1/sign-in"),
    ("post", "/v1/sign-in/codes"),
    ("post", "/v1/sign-in/sessions"),
    ("post", "/v1/sign-in/refresh"),
    ("post", "/v1/sign-in/out"),
    ("post", "/v1/demo/tokens"),
    ("get", "/v1/demo/messages"),
];

#[tokio::test]
async fn it_is_up_and_ready_and_names_its_branches() {
    let app = Launch::demo().start().await;
    let nobody = app.anonymous();
    assert_eq!(nobody.get("/v1/health").await.status(), 200);
    assert_eq!(nobody.get("/v1/ready").await.status(), 200);
    let branches: Value = nobody.read("/v1/branches").await;
    let ids = branches["branches"].as_array().expect("branches").iter();
    let ids: Vec<_> = ids.map(|branch| branch["id"].clone()).collect();
    assert_eq!(json!(ids), json!([BEIJING, YIWU]));
    problem::Problem::of(nobody.get("/v1/me").await).await.expect(401, "signInNeeded");
}

#[tokio::test]
async fn the_openapi_document_covers_every_route_and_resolves() {
    let app = Launch::demo().start().await;
    let response = app.anonymous().get("/v1/openapi.json").await;
    assert!(problem::header(&response, "content-type").starts_with("application/json"));
    let document: Value = response.json().await.expect("JSON");
    assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1.")));
    for name in ["title", "version"] {
        assert!(document["info"][name].as_str().is_some_and(|text| !text.is_empty()), "{name}");
    }
    for (method, path) in ROUTES {
        let operation = &document["paths"][path][method];
        assert!(operation.is_object(), "{method} {path} is described");
        let responses = operation["responses"].as_object().expect("responses");
        assert!(responses.keys().any(|status| status.starts_with('2')), "{method} {path}");
        assert!(
            responses.len() >= 2 || path == "/v1/openapi.json" || path == "/v1/health",
            "{method} {path} says how it fails"
        );
        if method == "post" {
            let body = &operation["requestBody"]["content"]["application/json"]["schema"];
            assert!(body.is_object(), "{path} says what it takes");
        }
    }
    let known: BTreeSet<_> = ROUTES.iter().map(|(_, path)| *path).collect();
    let told: BTreeSet<_> =
        document["paths"].as_object().expect("paths").keys().map(String::as_str).collect();
    let more: Vec<_> = told.difference(&known).collect();
    assert!(more.is_empty(), "described, but unknown to this test: {more:?}");

    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(references.len() > 20, "built from the types: {}", references.len());
    for reference in references {
        let pointer = reference.strip_prefix('#').expect("references stay inside");
        assert!(document.pointer(pointer).is_some(), "{reference} leads somewhere");
    }
    let text = document.to_string();
    for word in [
        "reportIn",
        "receiveMember",
        "sendBackReportIn",
        "endReportIn",
        "moveReportIn",
        "publishActivity",
        "cancelActivity",
        "changeActivity",
        "closeSignUp",
        "reopenSignUp",
        "signUp",
        "leaveActivity",
        "checkIn",
        "askForHelp",
        "whistle",
        "submitLead",
        "moveLead",
        "postNeed",
        "acknowledgeReportIn",
        "eraseMe",
        "text/csv",
        "application/problem+json",
        "bearer",
    ] {
        assert!(text.contains(&format!("\"{word}\"")), "`{word}` is described");
    }
}

fn collect(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            if let Some(Value::String(reference)) = map.get("$ref") {
                references.push(reference.clone());
            }
            map.values().for_each(|value| collect(value, references));
        }
        Value::Array(list) => list.iter().for_each(|value| collect(value, references)),
        _ => {}
    }
}

/// Optional members are omitted, never null: in every view of every persona.
#[tokio::test]
async fn nothing_is_null() {
    let app = Launch::demo().start().await;
    let personas = ["visitor", "beijing-member", "beijing-secretary", "beijing-steward"];
    for persona in personas {
        let person = app.person(persona).await;
        for path in
            ["/v1/branches/xinzhou-beijing", "/v1/branches/xinzhou-yiwu", "/v1/me", "/v1/me/data"]
        {
            let text = person.get(path).await.text().await.expect("a body");
            assert!(!text.contains(":null"), "{persona} {path}: {text}");
        }
    }
    for (persona, path) in [
        ("beijing-member", "/v1/branches/xinzhou-beijing/leads"),
        ("beijing-secretary", "/v1/branches/xinzhou-beijing/leads"),
        ("beijing-member", "/v1/branches/xinzhou-beijing/help"),
        ("beijing-secretary", "/v1/branches/xinzhou-beijing/help"),
        ("qinfeng-liaison", "/v1/leads"),
        ("qinfeng-liaison", "/v1/matters"),
        ("qinfeng-liaison", "/v1/townships/qinfeng"),
        ("department-contact", "/v1/leads"),
        ("department-contact", "/v1/matters"),
        ("district-officer", "/v1/leads"),
        ("district-officer", "/v1/matters"),
        ("district-officer", "/v1/district/overview"),
        ("district-officer", "/v1/district/rows?of=requestsReceived"),
        ("district-officer", "/v1/district/rows?of=amountLanded"),
        ("district-officer", "/v1/district/rows?of=activitiesPublished"),
        ("beijing-member", "/v1/dues"),
    ] {
        let response = app.person(persona).await.get(path).await;
        assert_eq!(response.status(), 200, "{persona} {path}");
        let text = response.text().await.expect("a body");
        assert!(!text.contains(":null"), "{persona} {path}: {text}");
    }
    let secretary = app.person("beijing-secretary").await;
    let roster = secretary.get("/v1/branches/xinzhou-beijing/roster").await;
    assert!(!roster.text().await.expect("a body").contains(":null"));
}
