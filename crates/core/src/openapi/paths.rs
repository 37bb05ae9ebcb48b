use serde_json::{Map, Value, json};

use super::{Schemas, district, home, sign_in};

/// Every path with its operations.
pub(super) fn paths(schemas: &mut Schemas) -> Value {
    let mut paths = Map::new();
    let mut add = |path: &str, method: &str, operation: Value| {
        let item = paths.entry(path).or_insert_with(|| json!({}));
        if let Some(item) = item.as_object_mut() {
            item.insert(method.to_owned(), operation);
        }
    };
    let problem = schemas.problem();
    let operation = |summary: &str, parameters: Value, ok: Value, statuses: &[&str]| {
        operation(&problem, summary, parameters, ok, statuses)
    };
    let status = json!({
        "type": "object", "required": ["status"], "properties": { "status": { "type": "string" } },
    });

    add("/v1/health", "get", operation("The process answers", json!([]), json_of(&status), &[]));
    add(
        "/v1/ready",
        "get",
        operation("The service takes commands", json!([]), json_of(&status), &["503"]),
    );
    add(
        "/v1/openapi.json",
        "get",
        operation("This document", json!([]), json_of(&json!({ "type": "object" })), &[]),
    );
    add(
        "/v1/branches",
        "get",
        operation("The names of all branches", json!([]), json_of(&schemas.branches()), &[]),
    );

    let view = |summary: &str, parameters: Value, ok: Value, statuses: &[&str]| {
        with_tag(operation(summary, parameters, json_of(&ok), statuses))
    };
    add(
        "/v1/branches/{branch}",
        "get",
        view("The caller's view of a branch", json!([branch()]), schemas.view(), &["404"]),
    );
    home::add(&mut add, &view, schemas);
    district::add(&mut add, &view, &operation, schemas);

    let command = ["400", "403", "404", "408", "409", "413", "415", "422", "503"];
    let commands = operation(
        "Carries out a command on a branch; the same command is carried out once",
        json!([branch()]),
        json_of(&schemas.answer()),
        &command,
    );
    add("/v1/branches/{branch}/commands", "post", with_body(commands, &schemas.submission()));
    add(
        "/v1/branches/{branch}/changes",
        "get",
        operation(
            "Server-sent events `{\"version\"}`: the present one, then each change",
            json!([branch()]),
            json!({ "text/event-stream": { "schema": { "type": "string" } } }),
            &["404"],
        ),
    );
    add(
        "/v1/branches/{branch}/roster",
        "get",
        operation(
            "At most 100 rows of a list of people; each read is kept where they can see it",
            roster_parameters(),
            json_of(&schemas.roster()),
            &["400", "403", "404", "409", "503"],
        ),
    );
    add(
        "/v1/district",
        "get",
        operation(
            "The branches side by side, for officers of the district",
            json!([]),
            json_of(&schemas.district()),
            &["403"],
        ),
    );
    let commands = operation(
        "Carries out a command on the district as a whole",
        json!([]),
        json_of(&schemas.answer()),
        &command,
    );
    add("/v1/district/commands", "post", with_body(commands, &schemas.submission()));
    add(
        "/v1/dues",
        "get",
        operation(
            "党费 rates of the district, for a calculator on the device",
            json!([]),
            json_of(&schemas.dues()),
            &[],
        ),
    );
    add(
        "/v1/me",
        "get",
        operation("The caller across all branches", json!([]), json_of(&schemas.me()), &[]),
    );
    add(
        "/v1/me/data",
        "get",
        operation(
            "Everything that is held about the caller, who read about them, and what they agreed to",
            json!([]),
            json_of(&schemas.my_data()),
            &[],
        ),
    );
    add(
        "/v1/receipts/{code}",
        "get",
        operation(
            "What a receipt of an erasure says, if it is one of this service; for who lost the \
             answer, by the id that the erasure was sent under",
            json!([{ "name": "code", "in": "path", "required": true,
                "schema": { "type": "string" } }]),
            json_of(&schemas.receipt()),
            &["404"],
        ),
    );
    let erase = operation(
        "Erases everything personal about the caller, for good",
        json!([]),
        json_of(&schemas.answer()),
        &["400", "408", "409", "413", "415", "503"],
    );
    add("/v1/me/erase", "post", with_body(erase, &schemas.erase()));
    sign_in::add(&mut add, &operation, schemas);
    let messages = operation(
        "The last text messages that were not sent, the newest first; only in a demo",
        json!([]),
        json_of(&schemas.messages()),
        &["404"],
    );
    add("/v1/demo/messages", "get", messages);
    let tokens = operation(
        "A token of a sample identity; only in a demo",
        json!([]),
        json_of(&schemas.token()),
        &["400", "404", "408", "413", "415"],
    );
    add("/v1/demo/tokens", "post", with_body(tokens, &schemas.persona()));
    Value::Object(paths)
}

/// A view, which its reader need not be sent again while it is true.
fn with_tag(mut view: Value) -> Value {
    if let Some(responses) = view.get_mut("responses").and_then(Value::as_object_mut) {
        responses.insert("304".into(), json!({ "description": "The caller's copy is still true" }));
        if let Some(ok) = responses.get_mut("200").and_then(Value::as_object_mut) {
            let tag = json!({ "schema": { "type": "string" }, "description": "For If-None-Match" });
            ok.insert("headers".into(), json!({ "ETag": tag }));
        }
    }
    view
}

fn operation(
    problem: &Value,
    summary: &str,
    parameters: Value,
    content: Value,
    statuses: &[&str],
) -> Value {
    let mut responses = Map::new();
    responses.insert("200".into(), json!({ "description": "As asked", "content": content }));
    for status in statuses.iter().chain(&["401", "405", "429", "500", "503"]) {
        let mut response = json!({
            "description": meaning(status),
            "content": { "application/problem+json": { "schema": problem } },
        });
        if ["429", "503"].contains(status)
            && let Some(response) = response.as_object_mut()
        {
            let seconds = json!({ "schema": { "type": "integer" }, "description": "In seconds" });
            response.insert("headers".into(), json!({ "Retry-After": seconds }));
        }
        responses.insert((*status).to_owned(), response);
    }
    json!({
        "summary": summary,
        "parameters": parameters,
        "responses": responses,
        // No token at all is allowed everywhere: then the caller is a visitor.
        "security": [{}, { "portal": [] }, { "session": [] }],
    })
}

fn meaning(status: &str) -> &'static str {
    match status {
        "400" => "Not in the form it must have; `detail` says what",
        "401" => "Sign-in needed, or the token is not right",
        "403" => "The caller's office does not allow it",
        "404" => "No such branch, activity, person, session or address",
        "405" => "Not for this method",
        "408" => "The body did not arrive in time",
        "409" => "The rules refuse it; `code` says why. Nothing has changed",
        "413" => "The body is larger than 64 KB",
        "415" => "The body is not JSON",
        "422" => "Fields need another look; `fields` says which",
        "429" => "More than is taken from one person or address; come back after Retry-After",
        "503" => {
            "Too much is asked for, or what is needed cannot be reached; nothing was done, or send \
             the same again: it counts once"
        }
        _ => "A fault of the service",
    }
}

pub(super) fn json_of(schema: &Value) -> Value {
    json!({ "application/json": { "schema": schema } })
}

pub(super) fn with_body(mut operation: Value, schema: &Value) -> Value {
    if let Some(fields) = operation.as_object_mut() {
        let body = json!({ "required": true, "content": json_of(schema) });
        fields.insert("requestBody".into(), body);
    }
    operation
}

/// A parameter of the query string.
pub(super) fn query(name: &str, description: &str, schema: Value) -> Value {
    json!({ "name": name, "in": "query", "description": description, "schema": schema })
}

pub(super) fn uuid() -> Value {
    json!({ "type": "string", "format": "uuid" })
}

pub(super) fn branch() -> Value {
    let example = "xinzhou-beijing";
    json!({ "name": "branch", "in": "path", "required": true, "example": example,
        "schema": { "type": "string" } })
}

fn roster_parameters() -> Value {
    json!([
        branch(),
        query(
            "list",
            "Which list",
            json!({ "type": "string", "enum": ["members", "activity"], "default": "members" })
        ),
        query(
            "state",
            "Of `members`: only those",
            json!({ "type": "string",
            "enum": ["submitted", "sentBack", "received", "ended"] })
        ),
        query("activity", "Of `activity`: which", uuid()),
        query(
            "q",
            "Part of a name, in characters or pinyin, or of a phone number",
            json!({ "type": "string", "maxLength": 40 })
        ),
        query("cursor", "As given by the page before", uuid()),
    ])
}
