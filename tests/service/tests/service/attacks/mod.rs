//! Named attacks, each a test: what is tried stands in the name, and what the
//! service says to it in the body. Every refusal here is the same to somebody
//! who guesses: a status, a code, and no cause.
//!
//! [`forged_tokens`] tokens that no issuer signed so; [`issuers`] what an
//! issuer's keys are made to do; [`codes`] one-time codes; [`sessions`] what
//! follows them; [`factors`] the second factor.

pub(crate) mod codes;
mod factors;
mod forged_tokens;
mod issuers;
mod sessions;

use std::{collections::BTreeSet, fs, path::Path};

use guiyan_tests_service::{App, BEIJING, Launch, Problem, issuer::Issuer};
use reqwest::header;

/// 32 bytes in base64, good for these tests only.
pub(crate) const MASTER_KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// The service, as in production, with these settings of signing in.
pub(crate) async fn service(settings: &str) -> App {
    Launch::plain().env("GUIYAN_MASTER_KEY", MASTER_KEY).sign_in(settings).start().await
}

/// The service that takes this issuer's tokens.
pub(crate) async fn trusting(issuer: &Issuer, more: &str) -> App {
    service(&issuer.settings(more)).await
}

/// Whether a token signs somebody in, and the problem if not.
pub(crate) async fn try_token(app: &App, token: &str) -> Result<(), Problem> {
    let response = app.with_token("someone", token).get("/v1/me").await;
    if response.status() == 200 {
        return Ok(());
    }
    if response.status() == 401 {
        assert!(response.headers().contains_key(header::WWW_AUTHENTICATE), "says how to sign in");
    }
    let problem = Problem::of(response).await;
    for cause in ["kid", "signature", "jwks", "algorithm", "audience", "base64", "issuer:"] {
        let told = format!("{problem:?}").to_lowercase();
        assert!(!told.contains(cause), "a problem tells no cause, found {cause}: {told}");
    }
    Err(problem)
}

/// A token that must be refused, also where an anonymous caller would be let in.
pub(crate) async fn refused(app: &App, token: &str, code: &str) {
    try_token(app, token).await.expect_err("not taken").expect(401, code);
    let view = app.with_token("someone", token).get(&format!("/v1/branches/{BEIJING}")).await;
    assert_eq!(view.status(), 401, "never an anonymous caller");
}

/// The table beside this file names every test of the attacks, and nothing else.
#[test]
fn every_attack_stands_in_the_table() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/service/attacks");
    let read = |name: &str| fs::read_to_string(folder.join(name)).expect(name);
    let files = fs::read_dir(&folder).expect("the folder");
    let files = files.map(|file| file.expect("a file").file_name().into_string().expect("a name"));
    let files = files.filter(|file| file.ends_with(".rs") && file != "mod.rs");
    let tests: BTreeSet<(String, String)> = files
        .flat_map(|file| tests_of(&read(&file)).into_iter().map(move |test| (file.clone(), test)))
        .collect();
    let (table, mut file, mut rows) = (read("README.md"), String::new(), BTreeSet::new());
    for line in table.lines() {
        if line.starts_with("## ") {
            file = line.split('`').nth(1).expect("a heading names its file").to_owned();
        } else if let Some(row) = line.strip_prefix("| `") {
            rows.insert((file.clone(), row.split('`').next().unwrap_or_default().to_owned()));
        }
    }
    assert_eq!(rows, tests);
    assert!(tests.len() >= 60, "{}", tests.len());
}

fn tests_of(source: &str) -> Vec<String> {
    let after = source.split("#[tokio::test").skip(1);
    let names = after.filter_map(|text| text.split("async fn ").nth(1)?.split('(').next());
    names.map(str::to_owned).collect()
}
