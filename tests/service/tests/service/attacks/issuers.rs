//! What can be done with an issuer's keys: rotated, withdrawn, not there, too
//! many, or of the wrong kind.

use std::time::Duration;

use guiyan_tests_service::{
    issuer::{DISCOVERY, Issuer, JWKS, Published},
    wait::eventually,
};
use serde_json::json;

use super::{MASTER_KEY, refused, service, trusting, try_token};

const PATIENCE: Duration = Duration::from_secs(20);

#[tokio::test]
async fn a_new_key_is_found_and_unknown_names_cannot_make_us_ask_again() {
    let (old, new) = (Published::new("old"), Published::new("new"));
    let issuer = Issuer::start(&[&old]).await;
    let app = trusting(&issuer, "").await;
    try_token(&app, &old.sign(&issuer.claims("a"))).await.expect("the first key");
    issuer.publish(&[&old, &new]);
    let before = issuer.fetched();
    try_token(&app, &new.sign(&issuer.claims("a"))).await.expect("the new key, at once");
    for guess in 0..20 {
        let unknown = Published::new(&format!("guess-{guess}"));
        refused(&app, &unknown.sign(&issuer.claims("a")), "invalidToken").await;
    }
    assert_eq!(issuer.fetched(), before + 1, "at most once a minute");
}

#[tokio::test]
async fn a_token_of_a_withdrawn_key_even_when_it_was_seen_before() {
    let (old, new) = (Published::new("old"), Published::new("new"));
    let issuer = Issuer::start(&[&old]).await;
    let app = trusting(&issuer, "refresh-seconds = 1").await;
    let token = old.sign(&issuer.claims("a"));
    try_token(&app, &token).await.expect("good as long as its key is");
    issuer.publish(&[&new]);
    eventually("the key is gone", PATIENCE, || async {
        try_token(&app, &token).await.is_err().then_some(())
    })
    .await;
    refused(&app, &token, "invalidToken").await;
    // The same name with another key behind it is another key.
    issuer.publish(&[&Published::new("new")]);
    let stolen = new.sign(&issuer.claims("a"));
    eventually("the key is another", PATIENCE, || async {
        try_token(&app, &stolen).await.is_err().then_some(())
    })
    .await;
}

#[tokio::test]
async fn an_issuer_that_dies_leaves_its_keys_for_a_while_and_then_an_honest_answer() {
    let key = Published::new("k");
    let issuer = Issuer::start(&[&key]).await;
    let app = trusting(&issuer, "refresh-seconds = 1\nkeep-seconds = 4").await;
    let token = key.sign(&issuer.claims("a"));
    try_token(&app, &token).await.expect("its keys are known");
    issuer.dies();
    try_token(&app, &key.sign(&issuer.claims("b"))).await.expect("known keys go on working");
    let problem = eventually("the keys are too old", PATIENCE, || async {
        try_token(&app, &token).await.err()
    })
    .await;
    problem.expect(503, "issuerUnreachable");
    issuer.publish(&[&key]);
    eventually("it is back", PATIENCE, || async { try_token(&app, &token).await.ok() }).await;
    assert!(!app.log().contains("eyJ"), "no token in the log");
}

#[tokio::test]
async fn an_issuer_that_was_never_reached_is_no_reason_to_let_anybody_in() {
    let key = Published::new("k");
    let issuer = Issuer::start(&[&key]).await;
    issuer.dies();
    let app = trusting(&issuer, "").await;
    let problem = try_token(&app, &key.sign(&issuer.claims("a"))).await.expect_err("no keys");
    problem.expect(503, "issuerUnreachable");
    assert_eq!(app.anonymous().get("/v1/branches").await.status(), 200, "the rest goes on");
}

#[tokio::test]
async fn a_token_without_a_name_when_there_is_a_choice_of_keys() {
    let (one, two) = (Published::new("one"), Published::new("two"));
    let issuer = Issuer::start(&[&one, &two]).await;
    let app = trusting(&issuer, "").await;
    let nameless = one.sign_under(&json!({ "alg": "EdDSA" }), &issuer.claims("a"));
    refused(&app, &nameless, "invalidToken").await;
    try_token(&app, &one.sign(&issuer.claims("a"))).await.expect("by its name");
}

#[tokio::test]
async fn a_secret_among_the_published_keys() {
    let key = Published::new("good");
    let issuer = Issuer::start(&[&key]).await;
    let secret = json!({ "kty": "oct", "kid": "secret", "alg": "HS256", "k": "c2VjcmV0" });
    issuer.publish_set(&json!({ "keys": [secret, key.jwk()] }));
    let app = trusting(&issuer, "").await;
    let forged = guiyan_tests_service::issuer::symmetric(b"secret", "secret", &issuer.claims("a"));
    refused(&app, &forged, "invalidToken").await;
    try_token(&app, &key.sign(&issuer.claims("a"))).await.expect("the good one beside it");
}

#[tokio::test]
async fn answers_of_an_issuer_that_are_no_keys() {
    let key = Published::new("k");
    let issuer = Issuer::start(&[&key]).await;
    let app = trusting(&issuer, "refresh-seconds = 1\nkeep-seconds = 600").await;
    let token = key.sign(&issuer.claims("a"));
    try_token(&app, &token).await.expect("its keys are known");
    let base = issuer.server.base.clone();
    let long = format!("{{\"keys\":[],\"x\":\"{}\"}}", "x".repeat(400 * 1024));
    let elsewhere =
        json!({ "issuer": "https://evil.example", "jwks_uri": format!("{base}{JWKS}") });
    let file = json!({ "issuer": base, "jwks_uri": "file:///etc/passwd" });
    for (status, document) in [
        (200, "[]".to_owned()),
        (200, "{\"keys\":".to_owned()),
        (200, long),
        (200, elsewhere.to_string()),
        (200, file.to_string()),
        (302, String::new()),
        (500, "{}".to_owned()),
    ] {
        let asked = issuer.server.count(DISCOVERY);
        issuer.server.answers(move |_| (status, document.clone()));
        eventually("it is asked again", PATIENCE, || async {
            (issuer.server.count(DISCOVERY) > asked).then_some(())
        })
        .await;
        try_token(&app, &key.sign(&issuer.claims("b"))).await.expect("what was known stays");
    }
}

#[tokio::test]
async fn two_issuers_whose_subjects_are_the_same_are_two_people() {
    let key = Published::new("k");
    let (one, two) = (Issuer::start(&[&key]).await, Issuer::start(&[&key]).await);
    let app = service(&(one.settings("") + &two.settings(""))).await;
    let id = |issuer: &Issuer| app.with_token("a", &key.sign(&issuer.claims("13800000001")));
    assert_ne!(id(&one).id().await, id(&two).id().await);
}

#[tokio::test]
async fn an_issuer_over_plain_http_or_under_our_own_name_is_refused_at_the_start() {
    let launch = |settings: &str| {
        let launch = guiyan_tests_service::Launch::plain().env("GUIYAN_MASTER_KEY", MASTER_KEY);
        launch.sign_in(settings)
    };
    for (settings, says) in [
        ("[[issuer]]\nissuer='http://portal.example'\naudience='g'\ndiscovery=true", "https"),
        ("[[issuer]]\nissuer='phone'\naudience='g'\nkey='k.pem'", "kept for"),
        ("[[issuer]]\nissuer='a'\naudience='g'\nkey='/nowhere/k.pem'", "cannot be read"),
        ("[[issuer]]\nissuer='a'\naudience='g'\nhs256-secret='x'", "unknown field"),
    ] {
        let (status, said) = launch(settings).refused("127.0.0.1:0").await;
        assert!(!status.success() && said.contains(says), "{settings}: {said}");
    }
}
