//! Tokens that the issuer did not sign, or not so, or not for us.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use guiyan_tests_service::{
    App, Problem,
    issuer::{Issuer, Published, symmetric},
    make,
    token::{AUDIENCE, but},
};
use reqwest::header;
use serde_json::{Value, json};

use super::{refused, trusting, try_token};

struct Scene {
    app: App,
    issuer: Issuer,
    key: Published,
}

/// A service that knows one issuer with one key, which works.
async fn scene() -> Scene {
    let key = Published::new("2026-11");
    let issuer = Issuer::start(&[&key]).await;
    let app = trusting(&issuer, "").await;
    try_token(&app, &key.sign(&issuer.claims("someone"))).await.expect("the good token is taken");
    Scene { app, issuer, key }
}

impl Scene {
    fn claims(&self) -> Value {
        self.issuer.claims("someone")
    }

    fn with(&self, name: &str, value: Value) -> String {
        self.key.sign(&but(self.claims(), name, value))
    }

    fn header(&self, more: &Value) -> String {
        let mut header = json!({ "alg": "EdDSA", "typ": "JWT", "kid": "2026-11" });
        for (name, value) in more.as_object().expect("an object") {
            header[name] = value.clone();
        }
        self.key.sign_under(&header, &self.claims())
    }

    async fn refused(&self, token: &str) {
        refused(&self.app, token, "invalidToken").await;
    }
}

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

#[tokio::test]
async fn alg_none_in_every_spelling() {
    let scene = scene().await;
    let good = scene.key.sign(&scene.claims());
    let signature = good.rsplit('.').next().expect("a signature");
    for algorithm in ["none", "None", "NONE", "nOnE", "", " none"] {
        let head = part(&json!({ "alg": algorithm, "kid": "2026-11" }));
        let body = part(&scene.claims());
        scene.refused(&format!("{head}.{body}.")).await;
        scene.refused(&format!("{head}.{body}.{signature}")).await;
        scene.refused(&format!("{head}.{body}")).await;
    }
}

#[tokio::test]
async fn the_public_key_as_a_secret() {
    let scene = scene().await;
    let public = scene.key.public();
    let encoded = URL_SAFE_NO_PAD.encode(public);
    let jwk = scene.key.jwk().to_string();
    for secret in [&public[..], encoded.as_bytes(), jwk.as_bytes(), b""] {
        scene.refused(&symmetric(secret, "2026-11", &scene.claims())).await;
    }
}

#[tokio::test]
async fn an_algorithm_that_the_key_is_not_for() {
    let scene = scene().await;
    for algorithm in ["HS256", "HS512", "RS256", "ES256", "ES384", "PS256", "RS1", "eddsa"] {
        scene.refused(&scene.header(&json!({ "alg": algorithm }))).await;
    }
}

#[tokio::test]
async fn a_foreign_issuers_key_under_our_issuers_name() {
    let scene = scene().await;
    let foreign = Published::new("2026-11");
    scene.refused(&foreign.sign(&scene.claims())).await;
}

#[tokio::test]
async fn a_foreign_issuer_that_names_itself() {
    let scene = scene().await;
    let foreign = Published::new("theirs");
    let other = Issuer::start(&[&foreign]).await;
    scene.refused(&foreign.sign(&other.claims("someone"))).await;
    assert_eq!(other.server.asked().len(), 0, "who is not configured is not asked");
    for name in [json!(["https://evil.example", scene.issuer.server.base]), json!(1), Value::Null] {
        scene.refused(&scene.with("iss", name)).await;
    }
    // Almost the same is another.
    let near = format!("{}/", scene.issuer.server.base);
    scene.refused(&scene.with("iss", json!(near))).await;
}

#[tokio::test]
async fn a_wrong_audience() {
    let scene = scene().await;
    for audience in [json!("another"), json!(["another", "third"]), json!([]), Value::Null] {
        scene.refused(&scene.with("aud", audience)).await;
    }
    let among = scene.with("aud", json!(["another", AUDIENCE]));
    try_token(&scene.app, &among).await.expect("ours is among them");
}

#[tokio::test]
async fn an_expired_token_and_one_that_never_expires() {
    let scene = scene().await;
    let now = make::now().0 / 1000;
    refused(&scene.app, &scene.with("exp", json!(now - 300)), "expiredToken").await;
    scene.refused(&scene.with("exp", Value::Null)).await;
    scene.refused(&scene.with("exp", json!("2999-01-01"))).await;
}

#[tokio::test]
async fn a_token_that_is_not_yet_valid() {
    let scene = scene().await;
    let soon = make::now().0 / 1000 + 600;
    scene.refused(&scene.with("nbf", json!(soon))).await;
}

#[tokio::test]
async fn a_kid_that_climbs_out_of_a_folder() {
    let scene = scene().await;
    let fetched = scene.issuer.fetched();
    for kid in [
        "../../../../dev/null",
        "..%2f..%2fetc%2fpasswd",
        "/etc/passwd",
        "2026-11/../2026-11",
        "2026-11\0",
        "' OR 1=1 --",
        "http://127.0.0.1:1/key",
        "",
    ] {
        scene.refused(&scene.header(&json!({ "kid": kid }))).await;
    }
    for kid in [json!(0), json!(["2026-11"]), json!({ "a": 1 }), json!("k".repeat(5000))] {
        scene.refused(&scene.header(&json!({ "kid": kid }))).await;
    }
    let paths: Vec<_> = scene.issuer.server.asked().into_iter().map(|asked| asked.path).collect();
    assert!(paths.iter().all(|path| !path.contains("..") && !path.contains("passwd")), "{paths:?}");
    assert!(scene.issuer.fetched() <= fetched + 1, "unknown names are asked for once a minute");
}

#[tokio::test]
async fn a_key_that_the_header_brings_along() {
    let scene = scene().await;
    let mine = Published::new("mine");
    for kid in ["mine", "2026-11"] {
        let header = json!({ "alg": "EdDSA", "kid": kid, "jwk": mine.jwk() });
        scene.refused(&mine.sign_under(&header, &scene.claims())).await;
    }
    let header = json!({ "alg": "EdDSA", "jwk": mine.jwk(), "x5c": ["AAAA"] });
    scene.refused(&mine.sign_under(&header, &scene.claims())).await;
}

#[tokio::test]
async fn a_key_that_the_header_says_where_to_fetch() {
    let scene = scene().await;
    let mine = Published::new("mine");
    let theirs = Issuer::start(&[&mine]).await;
    let place = format!("{}/keys.json", theirs.server.base);
    for name in ["jku", "x5u"] {
        let header = json!({ "alg": "EdDSA", "kid": "mine", name: place });
        scene.refused(&mine.sign_under(&header, &scene.claims())).await;
    }
    assert_eq!(theirs.server.asked().len(), 0, "nothing is fetched because a header says so");
}

#[tokio::test]
async fn an_extension_that_must_be_understood() {
    let scene = scene().await;
    scene.refused(&scene.header(&json!({ "crit": ["b64"], "b64": false }))).await;
    scene.refused(&scene.header(&json!({ "crit": [] }))).await;
}

#[tokio::test]
async fn two_authorization_headers() {
    let scene = scene().await;
    let good = format!("Bearer {}", scene.key.sign(&scene.claims()));
    for second in [good.as_str(), "Bearer x", "Basic dXNlcjpwYXNz"] {
        let request = scene.app.client.get(format!("{}/v1/me", scene.app.base));
        let request =
            request.header(header::AUTHORIZATION, &good).header(header::AUTHORIZATION, second);
        let response = request.send().await.expect("an answer");
        Problem::of(response).await.expect(401, "invalidToken");
    }
}

#[tokio::test]
async fn a_token_of_more_than_eight_kilobytes() {
    let scene = scene().await;
    scene.refused(&scene.with("note", json!("x".repeat(9 * 1024)))).await;
}

#[tokio::test]
async fn bad_base64_bad_json_and_the_wrong_number_of_parts() {
    let scene = scene().await;
    let good = scene.key.sign(&scene.claims());
    let parts: Vec<&str> = good.split('.').collect();
    let (head, body, signature) = (parts[0], parts[1], parts[2]);
    let twice = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","alg":"EdDSA","kid":"2026-11"}"#);
    for token in [
        format!("{head}=.{body}.{signature}"),
        format!("{head}.{body}.{signature}="),
        format!("{head}.{body}.!!!!"),
        format!("+/{head}.{body}.{signature}"),
        format!("{head}.{body}.{signature}.{signature}"),
        format!("{head}.{body}"),
        format!(".{body}.{signature}"),
        format!("{}.{body}.{signature}", URL_SAFE_NO_PAD.encode("not JSON")),
        format!("{head}.{}.{signature}", URL_SAFE_NO_PAD.encode("[]")),
        format!("{twice}.{body}.{signature}"),
        "...".to_owned(),
        "x".to_owned(),
    ] {
        scene.refused(&token).await;
    }
}

#[tokio::test]
async fn claims_grafted_onto_another_signature() {
    let scene = scene().await;
    let good = scene.key.sign(&scene.claims());
    let other = scene.key.sign(&scene.issuer.claims("district-officer"));
    let parts: Vec<&str> = good.split('.').collect();
    let grafted = [parts[0], other.split('.').nth(1).expect("claims"), parts[2]].join(".");
    scene.refused(&grafted).await;
    scene.refused(&good[..good.len() - 8]).await;
}

#[tokio::test]
async fn subjects_that_are_none() {
    let scene = scene().await;
    for subject in [json!(""), json!("  "), json!(7), json!(["someone"]), json!("x".repeat(300))] {
        scene.refused(&scene.with("sub", subject)).await;
    }
    scene.refused(&scene.with("sub", Value::Null)).await;
}

#[tokio::test]
async fn roles_that_nobody_said_to_trust() {
    let scene = scene().await;
    let all = json!(["district-officer", "secretary:xinzhou-beijing"]);
    let token = scene.with("roles", all.clone());
    let me = scene.app.with_token("someone", &token).me().await;
    assert_eq!(me.roles, Vec::<String>::new(), "an office is never taken from a token unasked");
    let more = "roles-claim = 'realm_access.roles'\nroles = { boss = 'secretary:xinzhou-yiwu' }";
    let app = trusting(&scene.issuer, more).await;
    let mut claims = but(scene.claims(), "roles", all);
    claims["realm_access"] = json!({ "roles": ["boss", "district-officer"] });
    let me = app.with_token("someone", &scene.key.sign(&claims)).me().await;
    assert_eq!(me.roles, ["secretary:xinzhou-yiwu"], "only what is mapped");
}
