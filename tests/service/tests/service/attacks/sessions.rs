//! Stolen, ended, reused and foreign sessions.

use guiyan_tests_service::{
    BEIJING, Launch, make,
    phone::{Tokens, problem},
};
use serde_json::{Value, json};

use super::{
    MASTER_KEY,
    codes::{Scene, scene},
    refused, try_token,
};

const PHONE: &str = "13800000001";
const OTHER: &str = "13900000002";

async fn sessions(app: &guiyan_tests_service::App, tokens: &Tokens) -> Vec<Value> {
    let answer: Value = tokens.holder(app).read("/v1/me/sessions").await;
    answer["sessions"].as_array().expect("a list").clone()
}

#[tokio::test]
async fn a_token_after_signing_out() {
    let scene = scene("").await;
    let (app, gateway) = (&scene.app, &scene.gateway);
    let tokens = app.by_phone(gateway, PHONE).await;
    try_token(app, &tokens.access).await.expect("signed in");
    let out = json!({ "refreshToken": tokens.refresh });
    assert_eq!(app.sign_in("out", &out).await.status(), 200);
    refused(app, &tokens.access, "invalidToken").await;
    problem(app.refresh(&tokens.refresh).await, 401, "invalidToken").await;
    // Once more, and with nothing: the same answer.
    assert_eq!(app.sign_in("out", &out).await.status(), 200);
    assert_eq!(app.sign_in("out", &json!({ "refreshToken": "x" })).await.status(), 200);
}

#[tokio::test]
async fn a_token_of_a_session_that_its_owner_ended_elsewhere() {
    let Scene { app, gateway, folder } = scene("").await;
    let stolen = app.by_phone_on(&gateway, PHONE, "Mozilla/5.0 (Windows NT 10.0) Chrome/120").await;
    try_token(&app, &stolen.access).await.expect("seen, and remembered");
    // The next code comes a minute later, which no test waits for: the file of
    // limits is the service's own, so the owner is who refreshed.
    let owner = Tokens::of(app.refresh(&stolen.refresh).await).await;
    refused(&app, &stolen.access, "invalidToken").await;
    let list = sessions(&app, &owner).await;
    assert_eq!(list.len(), 1, "{list:?}");
    assert_eq!((&list[0]["this"], &list[0]["device"]), (&json!(true), &json!("Windows · Chrome")));
    let id = list[0]["id"].as_str().expect("an id").to_owned();
    let end = format!("/v1/me/sessions/{id}/end");
    assert_eq!(owner.holder(&app).post(&end, &json!({})).await.status(), 200);
    refused(&app, &owner.access, "invalidToken").await;
    // Nor after a restart.
    app.stop().await;
    let settings = gateway.settings(folder.path(), "");
    let launch = Launch::plain().env("GUIYAN_MASTER_KEY", MASTER_KEY);
    let app = launch.data(&folder.path().join("data")).sign_in(&settings).start().await;
    refused(&app, &owner.access, "invalidToken").await;
    problem(app.refresh(&owner.refresh).await, 401, "invalidToken").await;
}

#[tokio::test]
async fn a_refresh_token_a_second_time_ends_the_session() {
    let scene = scene("").await;
    let (app, gateway) = (&scene.app, &scene.gateway);
    let first = app.by_phone(gateway, PHONE).await;
    let second = Tokens::of(app.refresh(&first.refresh).await).await;
    assert_eq!(first.person, second.person);
    try_token(app, &second.access).await.expect("the new one is good");
    refused(app, &first.access, "invalidToken").await;
    // Whoever comes second with it: both are out.
    problem(app.refresh(&first.refresh).await, 401, "invalidToken").await;
    refused(app, &second.access, "invalidToken").await;
    problem(app.refresh(&second.refresh).await, 401, "invalidToken").await;
    assert!(!app.log().contains(&first.refresh), "no token in the log");
}

#[tokio::test]
async fn the_same_refresh_token_by_two_at_once() {
    let scene = scene("").await;
    let (app, gateway) = (&scene.app, &scene.gateway);
    let tokens = app.by_phone(gateway, PHONE).await;
    let (one, two) = tokio::join!(app.refresh(&tokens.refresh), app.refresh(&tokens.refresh));
    // For all the service knows the first answer was lost; one of the two is
    // good, and the other ends the session when it is used.
    let (one, two) = (Tokens::of(one).await, Tokens::of(two).await);
    let good = [try_token(app, &one.access).await, try_token(app, &two.access).await];
    let (first, second) = if good[0].is_ok() { (one, two) } else { (two, one) };
    assert_eq!(good.iter().filter(|it| it.is_ok()).count(), 1, "{good:?}");
    problem(app.refresh(&second.refresh).await, 401, "invalidToken").await;
    refused(app, &first.access, "invalidToken").await;
    problem(app.refresh(&first.refresh).await, 401, "invalidToken").await;
}

#[tokio::test]
async fn an_old_refresh_token_when_the_answer_was_lost_and_when_it_was_not() {
    let scene = scene("").await;
    let (app, gateway) = (&scene.app, &scene.gateway);
    let tokens = app.by_phone(gateway, PHONE).await;
    let lost = Tokens::of(app.refresh(&tokens.refresh).await).await;
    let again = Tokens::of(app.refresh(&tokens.refresh).await).await;
    refused(app, &lost.access, "invalidToken").await;
    try_token(app, &again.access).await.expect("on a weak line nobody is signed out");
    problem(app.refresh(&tokens.refresh).await, 401, "invalidToken").await;
    refused(app, &again.access, "invalidToken").await;
}

#[tokio::test]
async fn a_refresh_token_as_an_access_token_and_the_other_way_round() {
    let scene = scene("").await;
    let (app, gateway) = (&scene.app, &scene.gateway);
    let tokens = app.by_phone(gateway, PHONE).await;
    refused(app, &tokens.refresh, "invalidToken").await;
    problem(app.refresh(&tokens.access).await, 401, "invalidToken").await;
    for guess in ["gya_", "gya_AAAA", "gyr_AAAA", &format!("gya_{}", "A".repeat(43))] {
        refused(app, guess, "invalidToken").await;
    }
    try_token(app, &tokens.access).await.expect("still good");
}

#[tokio::test]
async fn the_session_of_somebody_else() {
    let scene = scene("").await;
    let (app, gateway) = (&scene.app, &scene.gateway);
    let mine = app.by_phone(gateway, PHONE).await;
    let theirs = app.by_phone(gateway, OTHER).await;
    let id = sessions(app, &theirs).await[0]["id"].as_str().expect("an id").to_owned();
    assert_eq!(sessions(app, &mine).await.len(), 1, "only one's own are listed");
    for wrong in [&id, "nothing", "..", "00000000-0000-4000-8000-000000000000"] {
        let path = format!("/v1/me/sessions/{wrong}/end");
        let response = mine.holder(app).post(&path, &json!({})).await;
        let told = guiyan_tests_service::Problem::of(response).await;
        let code = told.code.as_str();
        assert!(
            told.status == 404 && ["unknownSession", "unknownRoute"].contains(&code),
            "{told:?}"
        );
    }
    try_token(app, &theirs.access).await.expect("not ended by others");
    for (method, path) in [("get", "/v1/me/sessions"), ("post", "/v1/me/sessions/x/end")] {
        let nobody = app.anonymous();
        let response = match method {
            "get" => nobody.get(path).await,
            _ => nobody.post(path, &json!({})).await,
        };
        problem(response, 401, "signInNeeded").await;
    }
}

#[tokio::test]
async fn a_phone_gives_no_office_and_is_no_portals_subject() {
    let scene = scene("").await;
    let (app, gateway) = (&scene.app, &scene.gateway);
    let tokens = app.by_phone(gateway, PHONE).await;
    let me = tokens.holder(app).me().await;
    assert!(me.roles.is_empty());
    let again = app.ask_code("+86 138 0000 0001").await;
    assert_eq!(again.status(), 202, "the same number, written otherwise");
    let overview = tokens.holder(app).get("/v1/district/overview").await;
    problem(overview, 403, "notAllowed").await;
}

#[tokio::test]
async fn a_session_after_its_person_was_erased() {
    let Scene { app, gateway, folder } = scene("").await;
    let tokens = app.by_phone(&gateway, PHONE).await;
    let other = app.by_phone(&gateway, OTHER).await;
    let person = tokens.holder(&app);
    person.report_in(BEIJING, make::report("徐小燕")).await;
    let erased = person.post("/v1/me/erase", &json!({ "id": make::command_id() })).await;
    assert_eq!(erased.status(), 200);
    refused(&app, &tokens.access, "invalidToken").await;
    problem(app.refresh(&tokens.refresh).await, 401, "invalidToken").await;
    try_token(&app, &other.access).await.expect("another's stays");
    let id = uuid::Uuid::parse_str(&tokens.person).expect("an id");
    let data = folder.path().join("data");
    for name in ["sign-in.db", "sign-in.db-wal"] {
        let bytes = std::fs::read(data.join(name)).expect("the file");
        let found = bytes.windows(16).any(|window| window == id.as_bytes());
        assert!(!found, "{name} still knows the person");
    }
    // The number is free at once, and leads to somebody new.
    let anew = app.by_phone(&gateway, PHONE).await;
    assert_ne!(anew.person, tokens.person);
}

#[tokio::test]
async fn a_body_that_is_none() {
    let scene = scene("").await;
    let app = &scene.app;
    for path in ["codes", "sessions", "refresh", "out"] {
        let url = format!("{}/v1/sign-in/{path}", app.base);
        let text = app.client.post(&url).body("phone=13800000001").send().await;
        problem(text.expect("an answer"), 415, "unsupportedMediaType").await;
        let large =
            app.client.post(&url).json(&json!({ "phone": "1".repeat(70_000) })).send().await;
        problem(large.expect("an answer"), 413, "tooLarge").await;
        for body in [json!({}), json!([]), json!({ "phone": PHONE, "isAdmin": true })] {
            problem(app.sign_in(path, &body).await, 400, "malformed").await;
        }
        let read = app.client.get(&url).send().await.expect("an answer");
        problem(read, 405, "methodNotAllowed").await;
    }
}

#[tokio::test]
async fn without_the_setting_there_is_no_sign_in_by_phone() {
    let app = Launch::plain().env("GUIYAN_MASTER_KEY", MASTER_KEY).start().await;
    problem(app.ask_code(PHONE).await, 404, "phoneSignInOff").await;
    problem(app.enter_code(PHONE, "000000").await, 404, "phoneSignInOff").await;
    problem(app.refresh("x").await, 404, "phoneSignInOff").await;
    refused(&app, "gya_x", "invalidToken").await;
}
