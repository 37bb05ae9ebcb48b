//! The second factor: guessed, replayed, taken away, set up by others.

use std::process::Command;

use guiyan_tests_service::{
    App, BEIJING, Launch, Person,
    app::binary,
    make,
    phone::{Tokens, problem, wrong},
    problem::header,
    totp,
};
use reqwest::Method;
use serde_json::{Value, json};

use super::{
    MASTER_KEY,
    codes::{Scene, scene},
    service, try_token,
};

const PHONE: &str = "13800000001";
const FACTOR: &str = "/v1/me/second-factor";

fn now() -> i64 {
    make::now().0 / 1000
}

async fn read(person: &Person) -> Value {
    person.read(FACTOR).await
}

async fn answer(person: &Person, to: &str, body: Value) -> Value {
    let response = person.post(&format!("{FACTOR}{to}"), &body).await;
    let status = response.status();
    let text = response.text().await.expect("a body");
    assert_eq!(status, 200, "{to}: {text}");
    serde_json::from_str(&text).expect("JSON")
}

async fn refused(person: &Person, to: &str, code: &str, expected: (u16, &str)) {
    let response = person.post(&format!("{FACTOR}{to}"), &json!({ "code": code })).await;
    problem(response, expected.0, expected.1).await;
}

/// Somebody with a second factor, confirmed.
struct Officer {
    tokens: Tokens,
    secret: String,
    /// The code it was confirmed by.
    first: String,
    paper: Vec<String>,
}

impl Officer {
    async fn of(scene: &Scene) -> Self {
        let tokens = scene.app.by_phone(&scene.gateway, PHONE).await;
        let person = tokens.holder(&scene.app);
        let begun = answer(&person, "", json!({})).await;
        let secret = begun["secret"].as_str().expect("a secret").to_owned();
        assert!(begun["uri"].as_str().expect("an address").starts_with("otpauth://totp/"));
        let first = totp::code(&secret, now());
        let confirmed = answer(&person, "/confirm", json!({ "code": first })).await;
        let paper = confirmed["paperCodes"].as_array().expect("codes").iter();
        let paper: Vec<String> = paper.map(|code| code.as_str().expect("a code").into()).collect();
        assert_eq!(paper.len(), 8);
        Self { tokens, secret, first, paper }
    }

    fn person(&self, app: &App) -> Person {
        self.tokens.holder(app)
    }
}

#[tokio::test]
async fn a_code_that_was_seen_is_of_no_use() {
    let scene = scene("second-factor = 'offered'").await;
    let officer = Officer::of(&scene).await;
    let person = officer.person(&scene.app);
    refused(&person, "/show", &officer.first, (422, "wrongCode")).await;
    // The step after is taken a little early, and then not again either.
    let next = totp::code(&officer.secret, now() + 30);
    answer(&person, "/show", json!({ "code": next })).await;
    refused(&person, "/show", &next, (422, "wrongCode")).await;
    refused(&person, "/show", &officer.first, (422, "wrongCode")).await;
}

#[tokio::test]
async fn guessing_rests_after_five_also_for_the_right_one() {
    let scene = scene("second-factor = 'offered'").await;
    let officer = Officer::of(&scene).await;
    let person = officer.person(&scene.app);
    let next = || totp::code(&officer.secret, now() + 30);
    for _ in 0..5 {
        // Wrong in every step that could be right.
        let mut guess = wrong(&next());
        while [-30, 0, 30, 60].iter().any(|off| totp::code(&officer.secret, now() + off) == guess) {
            guess = wrong(&guess);
        }
        refused(&person, "/show", &guess, (422, "wrongCode")).await;
    }
    for to in ["/show", "/end"] {
        refused(&person, to, &next(), (429, "tooManyTries")).await;
        refused(&person, to, &officer.paper[0], (429, "tooManyTries")).await;
    }
    assert_eq!(read(&person).await["confirmed"], true, "still there");
}

#[tokio::test]
async fn a_code_on_paper_is_good_once() {
    let scene = scene("second-factor = 'offered'").await;
    let officer = Officer::of(&scene).await;
    let person = officer.person(&scene.app);
    let copied = officer.paper[3].to_uppercase().replace('-', " ");
    assert_eq!(answer(&person, "/show", json!({ "code": copied })).await["paperLeft"], 7);
    refused(&person, "/show", &officer.paper[3], (422, "wrongCode")).await;
    assert_eq!(answer(&person, "/show", json!({ "code": officer.paper[0] })).await["paperLeft"], 6);
}

#[tokio::test]
async fn another_session_of_the_same_person_has_not_shown_it() {
    let scene = scene("second-factor = 'required'").await;
    let officer = Officer::of(&scene).await;
    assert_eq!(read(&officer.person(&scene.app)).await["shown"], true);
    // Refreshing keeps what was shown.
    let tokens = Tokens::of(scene.app.refresh(&officer.tokens.refresh).await).await;
    assert_eq!(read(&tokens.holder(&scene.app)).await["shown"], true);
}

#[tokio::test]
async fn taking_it_away_or_setting_it_up_anew_without_having_it() {
    let scene = scene("second-factor = 'offered'").await;
    let officer = Officer::of(&scene).await;
    let person = officer.person(&scene.app);
    problem(person.post(FACTOR, &json!({})).await, 409, "secondFactorSet").await;
    refused(
        &person,
        "/confirm",
        &totp::code(&officer.secret, now() + 30),
        (409, "secondFactorMissing"),
    )
    .await;
    refused(&person, "/end", "000000", (422, "wrongCode")).await;
    refused(&person, "/end", "", (422, "wrongCode")).await;
    answer(&person, "/end", json!({ "code": officer.paper[0] })).await;
    let state = read(&person).await;
    assert_eq!((&state["confirmed"], &state["paperLeft"]), (&json!(false), &json!(0)));
    refused(&person, "/show", &officer.paper[1], (409, "secondFactorMissing")).await;
}

#[tokio::test]
async fn a_secret_that_was_never_confirmed_counts_for_nothing() {
    let scene = scene("second-factor = 'required'").await;
    let tokens = scene.app.by_phone(&scene.gateway, PHONE).await;
    let person = tokens.holder(&scene.app);
    let begun = answer(&person, "", json!({})).await;
    let secret = begun["secret"].as_str().expect("a secret").to_owned();
    refused(&person, "/show", &totp::code(&secret, now()), (409, "secondFactorMissing")).await;
    let again = answer(&person, "", json!({})).await;
    assert_ne!(again["secret"], begun["secret"], "begun anew, with another");
    // By chance the two have the same code once in a million.
    refused(&person, "/confirm", &totp::code(&secret, now()), (422, "wrongCode")).await;
    assert_eq!(read(&person).await["confirmed"], false);
}

#[tokio::test]
async fn by_a_portals_token_by_nobody_and_where_there_is_none() {
    let scene = scene("second-factor = 'offered'").await;
    problem(scene.app.anonymous().get(FACTOR).await, 401, "signInNeeded").await;
    for to in ["", "/confirm", "/show", "/end"] {
        let path = format!("{FACTOR}{to}");
        let response = scene.app.anonymous().post(&path, &json!({ "code": "000000" })).await;
        problem(response, 401, "signInNeeded").await;
    }
    let demo = guiyan_tests_service::Launch::demo().start().await;
    let secretary = demo.person("beijing-secretary").await;
    problem(secretary.get(FACTOR).await, 409, "portalSignIn").await;
    problem(secretary.post(FACTOR, &json!({})).await, 409, "portalSignIn").await;
    let off = super::codes::scene("").await;
    let tokens = off.app.by_phone(&off.gateway, PHONE).await;
    problem(tokens.holder(&off.app).get(FACTOR).await, 404, "secondFactorOff").await;
    let none = service("").await;
    try_token(&none, "gya_x").await.expect_err("no sessions here").expect(401, "invalidToken");
}

#[tokio::test]
async fn reading_the_file_for_secrets_and_codes_on_paper() {
    let mut scene = scene("second-factor = 'offered'").await;
    let officer = Officer::of(&scene).await;
    scene.app.kill();
    let mut found = scene.app.log().into_bytes();
    for entry in std::fs::read_dir(scene.folder.path().join("data")).expect("the folder") {
        found.extend(std::fs::read(entry.expect("a file").path()).unwrap_or_default());
    }
    let plain = officer.paper[0].replace('-', "");
    for secret in [officer.secret.as_str(), &officer.paper[0], &plain] {
        let is_there = found.windows(secret.len()).any(|bytes| bytes == secret.as_bytes());
        assert!(!is_there, "{secret} stands there in the clear");
    }
}

#[tokio::test]
async fn an_office_by_phone_alone() {
    let more = "second-factor = 'required'";
    let Scene { app, gateway, folder } = scene(more).await;
    let settings = gateway.settings(folder.path(), more);
    let data = folder.path().join("data");
    app.stop().await;
    let mut grant = Command::new(binary());
    grant.env("GUIYAN_MASTER_KEY", MASTER_KEY).args(["grant", "--data"]).arg(&data);
    grant.args(["--issuer", "phone", "--subject", "138 0000 0001", "--name", "示例部长"]);
    let granted = tokio::task::spawn_blocking(move || grant.output()).await.expect("a thread");
    assert!(granted.expect("run guiyan grant").status.success());
    let launch = Launch::plain().env("GUIYAN_MASTER_KEY", MASTER_KEY);
    let app = launch.data(&data).sign_in(&settings).start().await;

    let tokens = app.by_phone(&gateway, PHONE).await;
    let person = tokens.holder(&app);
    let me: Value = person.read("/v1/me").await;
    assert_eq!((&me["roles"], &me["officesWait"]), (&json!([]), &json!("secondFactor")));
    let body = json!({ "id": make::command_id(), "type": "appoint", "person": tokens.person,
        "role": "steward:xinzhou-beijing", "name": "示例阿明" });
    problem(person.get("/v1/district").await, 403, "notAllowed").await;
    problem(person.get("/v1/offices").await, 403, "notAllowed").await;
    problem(person.post("/v1/accounts", &json!({ "account": PHONE })).await, 403, "notAllowed")
        .await;
    problem(person.post("/v1/district/commands", &body).await, 403, "notAllowed").await;
    let view = format!("/v1/branches/{BEIJING}");
    let before = header(&person.get(&view).await, "etag");

    // Once the factor is there, so is the office; a refreshed session keeps it.
    let begun = answer(&person, "", json!({})).await;
    let secret = begun["secret"].as_str().expect("a secret").to_owned();
    answer(&person, "/confirm", json!({ "code": totp::code(&secret, now()) })).await;
    // At once, and what a page has kept is not true any more.
    assert_eq!(person.get("/v1/district").await.status(), 200);
    let again = person.request(Method::GET, &view).header("if-none-match", before);
    assert_eq!(again.send().await.expect("an answer").status(), 200);
    let next = Tokens::of(app.refresh(&tokens.refresh).await).await;
    let person = next.holder(&app);
    let me: Value = person.read("/v1/me").await;
    assert_eq!(me["roles"], json!(["district-officer"]));
    assert!(me.get("officesWait").is_none(), "{me}");
    assert_eq!(person.post("/v1/district/commands", &body).await.status(), 200);
}
