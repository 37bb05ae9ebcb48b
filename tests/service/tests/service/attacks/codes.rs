//! Guessing, flooding and listening around one-time codes.

use guiyan_tests_service::{
    App, Launch,
    phone::{Gateway, SECRET, Tokens, problem, wrong},
    problem::header,
};
use hmac::{Hmac, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;
use tempfile::TempDir;

use super::MASTER_KEY;

const PHONE: &str = "13800000001";

pub(crate) struct Scene {
    pub(crate) app: App,
    pub(crate) gateway: Gateway,
    pub(crate) folder: TempDir,
}

pub(crate) async fn scene(more: &str) -> Scene {
    scene_behind(&[], more).await
}

/// Behind these proxies.
async fn scene_behind(proxies: &[&str], more: &str) -> Scene {
    let gateway = Gateway::start().await;
    let folder = TempDir::with_prefix("guiyan-").expect("a folder");
    let settings = gateway.settings(folder.path(), more);
    let launch = Launch::plain().env("GUIYAN_MASTER_KEY", MASTER_KEY);
    let launch =
        proxies.iter().fold(launch, |launch, proxy| launch.arg("--trusted-proxies").arg(*proxy));
    let app = launch.data(&folder.path().join("data")).sign_in(&settings).start().await;
    Scene { app, gateway, folder }
}

#[tokio::test]
async fn a_code_is_guessed_five_times_and_dies() {
    let scene = scene("").await;
    let (app, gateway) = (&scene.app, &scene.gateway);
    app.ask_code(PHONE).await;
    let code = gateway.code(PHONE);
    for _ in 0..5 {
        problem(app.enter_code(PHONE, &wrong(&code)).await, 422, "wrongCode").await;
    }
    problem(app.enter_code(PHONE, &code).await, 422, "wrongCode").await;
}

#[tokio::test]
async fn a_code_is_good_once() {
    let scene = scene("").await;
    let (app, gateway) = (&scene.app, &scene.gateway);
    app.by_phone(gateway, PHONE).await;
    problem(app.enter_code(PHONE, &gateway.code(PHONE)).await, 422, "wrongCode").await;
}

#[tokio::test]
async fn a_code_of_another_number() {
    let scene = scene("").await;
    let (app, gateway) = (&scene.app, &scene.gateway);
    app.ask_code(PHONE).await;
    app.ask_code("13900000002").await;
    let theirs = gateway.code("13900000002");
    if theirs != gateway.code(PHONE) {
        problem(app.enter_code(PHONE, &theirs).await, 422, "wrongCode").await;
    }
}

#[tokio::test]
async fn two_at_once_with_the_same_code_are_one_session() {
    let scene = scene("").await;
    let (app, gateway) = (&scene.app, &scene.gateway);
    app.ask_code(PHONE).await;
    let code = gateway.code(PHONE);
    let (one, two) = tokio::join!(app.enter_code(PHONE, &code), app.enter_code(PHONE, &code));
    let mut statuses = [one.status().as_u16(), two.status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 422]);
}

#[tokio::test]
async fn codes_that_are_none() {
    let scene = scene("").await;
    let (app, gateway) = (&scene.app, &scene.gateway);
    app.ask_code(PHONE).await;
    for code in ["", "0", "12345", "1234567", "abcdef", "' OR 1", "１２３４５x", "%30%30%30"] {
        problem(app.enter_code(PHONE, code).await, 422, "wrongCode").await;
    }
    for body in [
        json!({ "phone": PHONE, "code": 123_456 }),
        json!({ "phone": PHONE, "code": ["000000", "000001"] }),
        json!({ "phone": PHONE, "code": null }),
        json!({ "phone": PHONE }),
        json!({ "phone": PHONE, "code": "000000", "person": "me" }),
    ] {
        let answer = problem(app.sign_in("sessions", &body).await, 400, "malformed").await;
        assert!(!answer.detail.contains(PHONE) && !answer.detail.contains("123456"), "{answer:?}");
    }
    // None of these was a try.
    Tokens::of(app.enter_code(PHONE, &gateway.code(PHONE)).await).await;
}

#[tokio::test]
async fn asking_whether_a_number_is_known() {
    let scene = scene("").await;
    let (app, gateway) = (&scene.app, &scene.gateway);
    app.by_phone(gateway, PHONE).await;
    let mut answers = Vec::new();
    // Known and limited; unknown; unknown and limited.
    for phone in [PHONE, "13900000002", "13900000002"] {
        let response = app.ask_code(phone).await;
        let status = response.status();
        let headers: Vec<String> = response.headers().keys().map(ToString::to_string).collect();
        answers.push((status, headers, response.text().await.expect("a body")));
    }
    assert!(answers.windows(2).all(|two| two[0] == two[1]), "{answers:?}");
    let known = problem(app.enter_code(PHONE, "000000").await, 422, "wrongCode").await;
    let unknown = problem(app.enter_code("13700000003", "000000").await, 422, "wrongCode").await;
    assert_eq!(known, unknown);
}

#[tokio::test]
async fn flooding_a_number_with_messages() {
    let scene = scene("").await;
    let (app, gateway) = (&scene.app, &scene.gateway);
    for spelling in
        [PHONE, "138 0000 0001", "+86 138-0000-0001", "１３８０００００００１", "008613800000001"]
    {
        assert_eq!(app.ask_code(spelling).await.status(), 202, "{spelling}");
    }
    assert_eq!(gateway.messages().len(), 1, "one a minute, however the number is written");
}

#[tokio::test]
async fn flooding_many_numbers_from_one_address() {
    let scene = scene("per-address = [5, 20]").await;
    let (app, gateway) = (&scene.app, &scene.gateway);
    let mut limited = 0;
    for last in 0..8 {
        // What a client says about its address counts for nothing.
        let request = app.client.post(format!("{}/v1/sign-in/codes", app.base));
        let request = request.header("x-forwarded-for", format!("192.0.2.{last}"));
        let body = json!({ "phone": format!("1390000010{last}") });
        let response = request.json(&body).send().await.expect("an answer");
        if response.status() == 429 {
            let wait: u32 = header(&response, "retry-after").parse().expect("seconds");
            assert!((1..=3600).contains(&wait), "{wait}");
            problem(response, 429, "tooManyTries").await;
            limited += 1;
        }
    }
    // A minute may have begun in between.
    assert!((1..=3).contains(&limited) && gateway.messages().len() == 8 - limited, "{limited}");
}

#[tokio::test]
async fn a_proxy_that_is_trusted_tells_clients_apart() {
    let scene = scene_behind(&["127.0.0.1"], "per-address = [1, 1]").await;
    let app = &scene.app;
    let ask = |last: u8| {
        let request = app.client.post(format!("{}/v1/sign-in/codes", app.base));
        let request = request.header("x-forwarded-for", format!("203.0.113.9, 192.0.2.{last}"));
        request.json(&json!({ "phone": format!("1390000020{last}") })).send()
    };
    for last in 0..4 {
        assert_eq!(ask(last).await.expect("an answer").status(), 202);
    }
    problem(ask(0).await.expect("an answer"), 429, "tooManyTries").await;
}

#[tokio::test]
async fn numbers_that_get_no_messages() {
    let scene = scene("").await;
    let (app, gateway) = (&scene.app, &scene.gateway);
    for phone in [
        "",
        "1380000000",
        "23800000001",
        "0793-8200000",
        "+1 202 555 0100",
        "13800000001,13900000002",
        "13800000001\r\nBcc: x",
        "' OR 1=1 --",
        "１３８",
    ] {
        problem(app.ask_code(phone).await, 422, "invalidFields").await;
    }
    assert_eq!(gateway.messages().len(), 0);
}

#[tokio::test]
async fn a_forged_message_to_the_gateway_is_told_by_its_signature() {
    let scene = scene("").await;
    let (app, gateway) = (&scene.app, &scene.gateway);
    app.ask_code(PHONE).await;
    let asked = gateway.server.asked().remove(0);
    let signature = &asked.headers["guiyan-signature"];
    let (time, hex) = signature.split_once(",v1=").expect("time and signature");
    let time = time.strip_prefix("t=").expect("a time");
    let made = |secret: &str, body: &str| {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key");
        mac.update(format!("{time}.{body}").as_bytes());
        let bytes = mac.finalize().into_bytes();
        bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    assert_eq!(made(SECRET, &asked.body), hex);
    assert_ne!(made("another", &asked.body), hex);
    assert_ne!(made(SECRET, &asked.body.replace(PHONE, "13900000002")), hex);
    let message: Value = serde_json::from_str(&asked.body).expect("JSON");
    assert_eq!(
        (&message["template"], &message["expiresIn"]),
        (&json!("guiyan-sign-in"), &json!(300))
    );
    assert!(!asked.body.contains(SECRET) && asked.headers.contains_key("guiyan-delivery"));
}

#[tokio::test]
async fn a_gateway_that_fails_is_asked_once_more_and_then_honestly_told() {
    let scene = scene("").await;
    let (app, gateway) = (&scene.app, &scene.gateway);
    gateway.server.answers(|_| (500, "{}".to_owned()));
    let response = app.ask_code(PHONE).await;
    assert!(response.headers().contains_key("retry-after"));
    problem(response, 503, "smsUnavailable").await;
    let asked = gateway.server.asked();
    assert_eq!(asked.len(), 2, "once more, and no more");
    let ids: Vec<_> = asked.iter().map(|asked| &asked.headers["guiyan-delivery"]).collect();
    assert_eq!(ids[0], ids[1], "one message, so that nobody gets it twice");
    // What was not sent is no code, and does not count.
    let lost = gateway.code(PHONE);
    problem(app.enter_code(PHONE, &lost).await, 422, "wrongCode").await;
    gateway.server.answers(|_| (400, "{}".to_owned()));
    problem(app.ask_code(PHONE).await, 503, "smsUnavailable").await;
    assert_eq!(gateway.server.asked().len(), 3, "a no is a no");
    gateway.server.answers(|_| (200, "{}".to_owned()));
    app.by_phone(gateway, PHONE).await;
    assert!(!app.log().contains(PHONE) && !app.log().contains(&lost), "neither is in the log");
}

#[tokio::test]
async fn reading_the_file_and_the_log_for_numbers_codes_and_tokens() {
    let Scene { mut app, gateway, folder } = scene("").await;
    let tokens = app.by_phone_on(&gateway, PHONE, "Mozilla/5.0 (iPhone) Secret-Agent/7").await;
    let code = gateway.code(PHONE);
    app.kill();
    let mut found = app.log().into_bytes();
    for entry in std::fs::read_dir(folder.path().join("data")).expect("the folder") {
        found.extend(std::fs::read(entry.expect("a file").path()).unwrap_or_default());
    }
    for secret in [PHONE, &tokens.access[4..], &tokens.refresh[4..], "Secret-Agent"] {
        let is_there = found.windows(secret.len()).any(|bytes| bytes == secret.as_bytes());
        assert!(!is_there, "{secret} stands there in the clear");
    }
    // Six digits stand in any file by chance; in the log they would be alone.
    let said = app.log();
    assert!(!said.contains(&code), "{said}");
}

#[tokio::test]
async fn many_at_once_for_the_same_number_are_one_message() {
    let scene = scene("").await;
    let app = std::sync::Arc::new(scene.app);
    let mut asking = tokio::task::JoinSet::new();
    for _ in 0..12 {
        let app = app.clone();
        asking.spawn(async move { app.ask_code(PHONE).await.status() });
    }
    assert!(asking.join_all().await.iter().all(|status| *status == 202));
    assert_eq!(scene.gateway.messages().len(), 1);
}

#[tokio::test]
async fn guessing_twelve_at_once_is_five_tries_all_the_same() {
    let scene = scene("").await;
    let app = std::sync::Arc::new(scene.app);
    app.ask_code(PHONE).await;
    let code = scene.gateway.code(PHONE);
    let mut guessing = tokio::task::JoinSet::new();
    for _ in 0..12 {
        let (app, guess) = (app.clone(), wrong(&code));
        guessing.spawn(async move { app.enter_code(PHONE, &guess).await.status() });
    }
    assert!(guessing.join_all().await.iter().all(|status| *status == 422));
    problem(app.enter_code(PHONE, &code).await, 422, "wrongCode").await;
}
