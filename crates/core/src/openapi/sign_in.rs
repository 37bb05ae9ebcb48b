//! The addresses of signing in without a portal, and of the caller's sessions.

use serde_json::{Value, json};

use super::{
    Schemas,
    paths::{json_of, with_body},
};
use crate::wire::{
    AskForCode, CodeAsked, Done, Enrolled, FactorCode, FactorView, Nothing, PaperCodes, PaperLeft,
    RefreshToken, SessionAnswer, Sessions, SignInWays, StartSession,
};

/// Makes an operation: summary, parameters, schema or content, statuses.
type Make<'a> = dyn Fn(&str, Value, Value, &[&str]) -> Value + 'a;

/// What keeps a body from being read.
const BODY: [&str; 4] = ["400", "408", "413", "415"];

pub(super) fn add(
    add: &mut dyn FnMut(&str, &str, Value),
    operation: &Make<'_>,
    schemas: &mut Schemas,
) {
    let mut post =
        |path: &str, summary: &str, parameters: Value, ok: Value, sent: Value, more: &[&str]| {
            let statuses = [&BODY, more].concat();
            let made = operation(summary, parameters, json_of(&ok), &statuses);
            let made = if path == "/v1/sign-in/codes" { accepted(made) } else { made };
            let made = if path.starts_with("/v1/sign-in") { open_to_all(made) } else { made };
            add(path, "post", with_body(made, &sent));
        };
    post(
        "/v1/sign-in/codes",
        "Sends a one-time code to a mobile number. The answer is the same whether the number is \
         known, and whether it has had too many; too many from one address are told",
        json!([]),
        schemas.of::<CodeAsked>(),
        schemas.of::<AskForCode>(),
        &["404", "422", "429", "503"],
    );
    post(
        "/v1/sign-in/sessions",
        "Begins a session for who has the code: an access token for a quarter of an hour, and a \
         refresh token for the next",
        json!([]),
        schemas.of::<SessionAnswer>(),
        schemas.of::<StartSession>(),
        &["404", "422", "429", "503"],
    );
    post(
        "/v1/sign-in/refresh",
        "The next tokens of a session; the ones before are dead. A refresh token that comes a \
         second time ends its session, as somebody else has it",
        json!([]),
        schemas.of::<SessionAnswer>(),
        schemas.of::<RefreshToken>(),
        &["404", "503"],
    );
    post(
        "/v1/sign-in/out",
        "Ends the session of a refresh token; the answer is the same when there is none",
        json!([]),
        schemas.of::<Done>(),
        schemas.of::<RefreshToken>(),
        &["404", "503"],
    );
    let id = json!({ "name": "id", "in": "path", "required": true,
        "schema": { "type": "string", "format": "uuid" } });
    post(
        "/v1/me/sessions/{id}/end",
        "Ends one of the caller's own sessions",
        json!([id]),
        schemas.of::<Done>(),
        schemas.of::<Nothing>(),
        &["404", "503"],
    );
    post(
        "/v1/me/second-factor",
        "Begins to set up a second factor; the secret is shown this once. Only for who signed in \
         by phone",
        json!([]),
        schemas.of::<Enrolled>(),
        schemas.of::<Nothing>(),
        &["404", "409", "503"],
    );
    for (path, summary, ok) in [
        (
            "/v1/me/second-factor/confirm",
            "Confirms it by a first code; the codes on paper are shown this once",
            schemas.of::<PaperCodes>(),
        ),
        (
            "/v1/me/second-factor/show",
            "Shows the second factor in this session, by a code of the telephone or one on paper",
            schemas.of::<PaperLeft>(),
        ),
        (
            "/v1/me/second-factor/end",
            "Takes the second factor away, for who can show it",
            schemas.of::<Done>(),
        ),
    ] {
        let sent = schemas.of::<FactorCode>();
        post(path, summary, json!([]), ok, sent, &["404", "409", "422", "429", "503"]);
    }
    let ways = schemas.of::<SignInWays>();
    add(
        "/v1/sign-in",
        "get",
        open_to_all(operation(
            "How one can sign in here without a portal; a page asks before it offers a form",
            json!([]),
            json_of(&ways),
            &[],
        )),
    );
    let factor = schemas.of::<FactorView>();
    add(
        "/v1/me/second-factor",
        "get",
        operation(
            "Whether the caller has a second factor, and whether this session has shown it",
            json!([]),
            json_of(&factor),
            &["404", "409", "503"],
        ),
    );
    let sessions = schemas.of::<Sessions>();
    add(
        "/v1/me/sessions",
        "get",
        operation(
            "The caller's sessions, the last used first; none for who signs in by a portal",
            json!([]),
            json_of(&sessions),
            &["404", "503"],
        ),
    );
}

/// What is answered before it is done.
fn accepted(mut operation: Value) -> Value {
    if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut)
        && let Some(ok) = responses.remove("200")
    {
        responses.insert("202".into(), ok);
    }
    operation
}

/// Who signs in has no token yet.
fn open_to_all(mut operation: Value) -> Value {
    if let Some(fields) = operation.as_object_mut() {
        fields.insert("security".into(), json!([{}]));
    }
    operation
}
