//! Tokens of a portal: good ones name a person; bad ones are an error and
//! never an anonymous caller.

use std::fs;

use guiyan_core::branch::member::{MemberCommand, MemberState};
use guiyan_tests_service::{
    App, BEIJING, Launch, Problem, make,
    token::{AUDIENCE, ISSUER, Portal, but, claims},
};
use reqwest::header;
use serde_json::{Value, json};
use tempfile::TempDir;

/// 32 bytes in base64, good for these tests only.
const MASTER_KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

async fn scene() -> (App, Portal, TempDir) {
    let portal = Portal::new();
    let folder = TempDir::with_prefix("guiyan-key-").expect("a folder");
    let key = folder.path().join("portal.pem");
    fs::write(&key, &portal.public).expect("write the public key");
    let app = Launch::plain()
        .env("GUIYAN_MASTER_KEY", MASTER_KEY)
        .arg("--token-key")
        .arg(key.to_str().expect("a path in UTF-8"))
        .arg("--token-issuer")
        .arg(ISSUER)
        .arg("--token-audience")
        .arg(AUDIENCE);
    (app.start().await, portal, folder)
}

async fn asked(app: &App, token: &str) -> Result<Value, Problem> {
    let response = app.with_token("someone", token).get("/v1/me").await;
    if response.status() == 200 {
        return Ok(response.json().await.expect("a body"));
    }
    assert!(response.headers().contains_key(header::WWW_AUTHENTICATE), "says how to sign in");
    Err(Problem::of(response).await)
}

#[tokio::test]
async fn a_portals_token_names_the_same_person_each_time() {
    let (app, portal, _folder) = scene().await;
    let id = |subject: &'static str| {
        let token = portal.sign(&claims(subject));
        let person = app.with_token(subject, &token);
        async move { person.id().await }
    };
    assert_eq!(id("13800000001").await, id("13800000001").await);
    assert_ne!(id("13800000001").await, id("13800000002").await);
    let me = asked(&app, &portal.sign(&claims("13800000001"))).await.expect("signed in");
    assert!(!me.to_string().contains("13800000001"), "the subject stays inside: {me}");
}

#[tokio::test]
async fn offices_come_with_the_token_and_with_nothing_else() {
    let (app, portal, _folder) = scene().await;
    let roles = json!(["secretary:xinzhou-beijing", "emperor:xinzhou-beijing"]);
    let token = portal.sign(&but(claims("secretary"), "roles", roles));
    let secretary = app.with_token("secretary", &token);
    let member = app.with_token("member", &portal.sign(&claims("member")));
    member.report_in(BEIJING, make::report("徐小燕")).await;
    let id = member.id().await;
    let receive = MemberCommand::ReceiveMember { person: id };
    member.refused(BEIJING, receive, 403, "notAllowed").await;
    secretary.receive(BEIJING, id).await;
    let state = member.view(BEIJING).await.report_in.map(|mine| mine.state);
    assert_eq!(state, Some(MemberState::Received));
    assert_eq!(secretary.me().await.roles, ["secretary:xinzhou-beijing"]);
}

#[tokio::test]
async fn tokens_that_are_not_right() {
    let (app, portal, _folder) = scene().await;
    let now = make::now().0 / 1000;
    let good = portal.sign(&claims("someone"));
    assert!(asked(&app, &good).await.is_ok());

    let expired = portal.sign(&but(claims("someone"), "exp", json!(now - 300)));
    asked(&app, &expired).await.expect_err("expired").expect(401, "expiredToken");

    let foreign = Portal::new().sign(&claims("someone"));
    let parts: Vec<&str> = good.split('.').collect();
    // {"alg":"none","typ":"JWT"} and {"alg":"HS256","typ":"JWT"}
    let none = ["eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0", parts[1], ""].join(".");
    let none_signed = ["eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0", parts[1], parts[2]].join(".");
    let relabelled = ["eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", parts[1], parts[2]].join(".");
    let other = portal.sign(&claims("someone-else"));
    let grafted = [parts[0], other.split('.').nth(1).expect("claims"), parts[2]].join(".");
    let cut = good[..good.len() - 10].to_owned();
    let changed = |name: &str, value: Value| portal.sign(&but(claims("someone"), name, value));
    for (what, token) in [
        ("another portal's key", foreign),
        ("alg none", none),
        ("alg none with a signature", none_signed),
        ("alg HS256 with our signature", relabelled),
        ("HS256 with the public key as the secret", portal.confused(&claims("someone"))),
        ("claims of another token", grafted),
        ("a cut signature", cut),
        ("a wrong audience", changed("aud", json!("another-service"))),
        ("no audience", changed("aud", Value::Null)),
        ("a wrong issuer", changed("iss", json!("https://evil.example"))),
        ("no issuer", changed("iss", Value::Null)),
        ("no subject", changed("sub", Value::Null)),
        ("an empty subject", changed("sub", json!(""))),
        ("no expiry", changed("exp", Value::Null)),
        ("an expiry in words", changed("exp", json!("tomorrow"))),
        ("not yet valid", changed("nbf", json!(now + 3600))),
        ("no token at all", "x".into()),
        ("a demo's token", "eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJndWl5YW4tZGVtbyJ9.AA".into()),
    ] {
        match asked(&app, &token).await {
            Ok(me) => panic!("{what} was taken: {me}"),
            Err(problem) => {
                assert_eq!((problem.status, problem.code.as_str()), (401, "invalidToken"), "{what}")
            }
        }
        // Never an anonymous caller, where one would be let in.
        let view = app.with_token(what, &token).get(&format!("/v1/branches/{BEIJING}")).await;
        assert_eq!(view.status(), 401, "{what}");
    }
}

#[tokio::test]
async fn an_authorization_header_of_another_kind_is_an_error() {
    let (app, portal, _folder) = scene().await;
    let good = portal.sign(&claims("someone"));
    let url = format!("{}/v1/branches/{BEIJING}", app.base);
    for value in ["Basic dXNlcjpwYXNz", "Bearer", "Bearer ", &good, ""] {
        let request = app.client.get(&url).header(header::AUTHORIZATION, value);
        let response = request.send().await.expect("an answer");
        Problem::of(response).await.expect(401, "invalidToken");
    }
    let twice = app.client.get(&url).header(header::AUTHORIZATION, format!("Bearer {good}"));
    let twice = twice.header(header::AUTHORIZATION, format!("Bearer {good}"));
    Problem::of(twice.send().await.expect("an answer")).await.expect(401, "invalidToken");
    let in_the_address = app.client.get(format!("{}/v1/me?token={good}", app.base));
    let response = in_the_address.send().await.expect("an answer");
    // Nobody may believe that a token in an address has an effect.
    Problem::of(response).await.expect(400, "malformed");
}

#[tokio::test]
async fn without_demo_there_are_no_sample_people_and_no_sample_tokens() {
    let (app, _portal, _folder) = scene().await;
    let request = app.client.post(format!("{}/v1/demo/tokens", app.base));
    let response = request.json(&json!({ "persona": "beijing-secretary" })).send().await;
    Problem::of(response.expect("an answer")).await.expect(404, "unknownRoute");
    let view = app.anonymous().view(BEIJING).await;
    assert!(view.activities.is_empty() && view.version == 0, "nothing is there yet");
    let demo = Launch::demo().start().await.person("beijing-secretary").await;
    let problem = asked(&app, &demo.token.expect("a token")).await.expect_err("foreign");
    problem.expect(401, "invalidToken");
    assert!(!app.log().contains("eyJ"), "no token in the log");
}
