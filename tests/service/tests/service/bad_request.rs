//! Requests that no widget sends: broken JSON, 10 MB, unknown branches and
//! routes, wrong methods and media types.

use guiyan_core::{branch::activity::ActivityCommand, caller::Lang, ids::ActivityId};
use guiyan_tests_service::{
    App, BEIJING, Launch, Person, Problem, make,
    raw::{Raw, post_head},
};
use reqwest::{Method, header};
use serde_json::{Value, json};

const COMMANDS: &str = "/v1/branches/xinzhou-beijing/commands";

async fn sent(person: &Person, body: impl Into<String>) -> Problem {
    let request = person.request(Method::POST, COMMANDS).body(body.into());
    let response = request.header(header::CONTENT_TYPE, "application/json").send().await;
    Problem::of(response.expect("an answer")).await
}

async fn scene() -> (App, Person) {
    let app = Launch::demo().start().await;
    let person = app.person("new:developer").await;
    (app, person)
}

#[tokio::test]
async fn what_is_no_command_is_malformed() {
    let (_app, person) = scene().await;
    let id = make::command_id();
    let activity = make::command_id();
    let version_four = "936da01f-9abd-4d9d-80c7-02af85c822a8";
    for body in [
        String::new(),
        "{".into(),
        "null".into(),
        "[]".into(),
        "\"signUp\"".into(),
        "{\"id\":1e999}".into(),
        "\u{FEFF}{}".into(),
        format!("{{\"id\":\"{id}\",\"type\":\"signUp\",\"activity\":\"{activity}\"}} trailing"),
        "[".repeat(10_000),
        json!({ "type": "signUp", "activity": activity }).to_string(),
        json!({ "id": 7, "type": "signUp", "activity": activity }).to_string(),
        json!({ "id": "seven", "type": "signUp", "activity": activity }).to_string(),
        json!({ "id": version_four, "type": "signUp", "activity": activity }).to_string(),
        json!({ "id": id }).to_string(),
        json!({ "id": id, "type": 3 }).to_string(),
        json!({ "id": id, "type": "becomeEmperor" }).to_string(),
        json!({ "id": id, "type": "settle" }).to_string(),
        json!({ "id": id, "type": "signUp" }).to_string(),
        json!({ "id": id, "type": "signUp", "activity": "all" }).to_string(),
        json!({ "id": id, "type": "signUp", "activity": null }).to_string(),
        json!({ "id": id, "type": "signUp", "activity": activity, "for": "all" }).to_string(),
        json!({ "id": id, "type": "endReportIn", "reason": "bored", "note": "" }).to_string(),
    ] {
        let problem = sent(&person, body.clone()).await;
        assert_eq!((problem.status, problem.code.as_str()), (400, "malformed"), "{body:.80}");
    }
}

#[tokio::test]
async fn data_that_is_never_collected_has_no_field() {
    let (app, person) = scene().await;
    let notice = person.view(BEIJING).await.notice.facts.version;
    let mut command = json!({
        "id": make::command_id(), "type": "reportIn",
        "report": make::report("徐小燕"), "consent": make::consent(&notice),
    });
    for name in ["idNumber", "street", "latitude", "photo", "ethnicity", "income"] {
        command["report"][name] = json!("x");
        let problem = sent(&person, command.to_string()).await.expect(400, "malformed");
        assert!(problem.detail.contains(name), "it names the field: {problem:?}");
        command["report"].as_object_mut().expect("a form").remove(name);
    }
    command["consent"]["forEverything"] = json!(true);
    sent(&person, command.to_string()).await.expect(400, "malformed");
    assert!(person.view(BEIJING).await.report_in.is_none());
    let mut details = json!(make::activity("恳谈会", None));
    details["price"] = json!(20);
    let publish =
        json!({ "id": make::command_id(), "type": "publishActivity", "details": details });
    let secretary = app.person("beijing-secretary").await;
    sent(&secretary, publish.to_string()).await.expect(400, "malformed");
}

#[tokio::test]
async fn problems_speak_the_callers_language() {
    let (app, person) = scene().await;
    let unknown = ActivityId(make::command_id().0);
    let sign_up = ActivityCommand::SignUp { activity: unknown, share_name: false };
    for (tag, expected) in [
        ("zh-CN", "没有找到这项活动。"),
        ("zh-TW,zh;q=0.9", "没有找到这项活动。"),
        ("en-GB,en;q=0.9", "There is no such activity."),
        ("EN", "There is no such activity."),
        ("fr", "没有找到这项活动。"),
        ("", "没有找到这项活动。"),
    ] {
        let body = json!({ "id": make::command_id(), "type": "signUp", "activity": unknown });
        let request = app.client.post(format!("{}{COMMANDS}", app.base)).json(&body);
        let request = request.bearer_auth(person.token.clone().expect("a token"));
        let response =
            request.header(header::ACCEPT_LANGUAGE, tag).send().await.expect("an answer");
        assert_eq!(Problem::of(response).await.title, expected, "Accept-Language: {tag}");
    }
    for lang in [Lang::Zh, Lang::En] {
        let person = person.reading(lang);
        let problem = person.refused(BEIJING, sign_up.clone(), 404, "unknownActivity").await;
        for sentence in problem.sentences() {
            let chinese = sentence.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
            assert_eq!(chinese, lang == Lang::Zh, "{sentence}");
        }
    }
}

#[tokio::test]
async fn branches_and_addresses_that_are_none() {
    let (_app, person) = scene().await;
    for branch in
        ["xinzhou-mars", "x", "XINZHOU-BEIJING", "..%2F..%2Fetc", "%00", "%E5%8C%97%E4%BA%AC"]
    {
        for path in ["", "/roster", "/changes"] {
            let response = person.get(&format!("/v1/branches/{branch}{path}")).await;
            Problem::of(response).await.expect(404, "unknownBranch");
        }
        let body =
            json!({ "id": make::command_id(), "type": "signUp", "activity": make::command_id() });
        let response = person.post(&format!("/v1/branches/{branch}/commands"), &body).await;
        Problem::of(response).await.expect(404, "unknownBranch");
    }
    for path in ["/v1", "/v1/", "/v1/nothing", "/v2/branches", "/v1/me/", "/.git/config"] {
        let response = person.get(path).await;
        Problem::of(response).await.expect(404, "unknownRoute");
    }
    // A command has its place.
    let erase = json!({ "id": make::command_id(), "type": "eraseMe" });
    Problem::of(person.post(COMMANDS, &erase).await).await.expect(403, "notAllowed");
    let sign_up =
        json!({ "id": make::command_id(), "type": "signUp", "activity": make::command_id() });
    // The district holds activities too, but not that one.
    let response = person.post("/v1/district/commands", &sign_up).await;
    Problem::of(response).await.expect(404, "unknownActivity");
    let series = json!({ "id": make::command_id(), "type": "endSeries",
        "series": make::command_id(), "from": "2026-12-01" });
    let response = person.post("/v1/district/commands", &series).await;
    Problem::of(response).await.expect(403, "notAllowed");
}

#[tokio::test]
async fn methods_and_media_types() {
    let (_app, person) = scene().await;
    for (method, path) in [
        (Method::PUT, COMMANDS),
        (Method::GET, COMMANDS),
        (Method::DELETE, "/v1/branches/xinzhou-beijing"),
        (Method::POST, "/v1/me"),
        (Method::GET, "/v1/me/erase"),
        (Method::PATCH, "/v1/district"),
    ] {
        let response = person.request(method.clone(), path).send().await.expect("an answer");
        assert!(response.headers().contains_key(header::ALLOW), "{method} {path} names what is");
        Problem::of(response).await.expect(405, "methodNotAllowed");
    }
    let body =
        json!({ "id": make::command_id(), "type": "signUp", "activity": make::command_id() });
    for kind in
        ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "json", ""]
    {
        let request = person.request(Method::POST, COMMANDS).body(body.to_string());
        let response = request.header(header::CONTENT_TYPE, kind).send().await.expect("an answer");
        Problem::of(response).await.expect(415, "unsupportedMediaType");
    }
    let request = person.request(Method::POST, COMMANDS).body(body.to_string());
    let response = request.header(header::CONTENT_TYPE, "application/json; charset=utf-8");
    let response = response.send().await.expect("an answer");
    Problem::of(response).await.expect(404, "unknownActivity");
}

#[tokio::test]
async fn bodies_are_as_long_as_a_form_and_no_longer() {
    let (app, person) = scene().await;
    let padded = |length: usize| {
        let command =
            json!({ "id": make::command_id(), "type": "signUp", "activity": make::command_id() });
        let command = command.to_string();
        let spaces = " ".repeat(length - command.len());
        command + &spaces
    };
    sent(&person, padded(64 * 1024)).await.expect(404, "unknownActivity");
    sent(&person, padded(64 * 1024 + 1)).await.expect(413, "tooLarge");

    // 10 MB, sent to the end by a client that reads the answer only then.
    let mut raw = Raw::connect(app.host()).await;
    let ten = 10 * 1024 * 1024;
    raw.send(post_head(&person, app.host(), COMMANDS, ten) + "\r\n").await;
    raw.send(vec![b' '; ten]).await;
    let answer = raw.answer().await.expect("an answer, not a broken connection");
    let kind = answer.header("content-type");
    Problem::parse(answer.status, kind, &answer.body).expect(413, "tooLarge");

    // Without a length, in pieces, and the head of one that never comes.
    let mut raw = Raw::connect(app.host()).await;
    let head = post_head(&person, app.host(), COMMANDS, 0);
    let head = head.replace("Content-Length: 0\r\n", "Transfer-Encoding: chunked\r\n");
    raw.send(head + "\r\n").await;
    let piece = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
    raw.send(piece.repeat(2) + "0\r\n\r\n").await;
    assert_eq!(raw.answer().await.map(|answer| answer.status), Some(413));
    let mut raw = Raw::connect(app.host()).await;
    let endless = format!("GET /v1/health HTTP/1.1\r\nX: {}", "x".repeat(2 * 1024 * 1024));
    raw.send(endless).await;
    if let Some(answer) = raw.answer().await {
        assert!((400..500).contains(&answer.status), "an endless head: {}", answer.status);
    }
    assert_eq!(person.get("/v1/health").await.status(), 200, "and the service goes on");
}

/// They never come to where problems are made; the document says so.
#[tokio::test]
async fn a_head_beyond_measure_gets_a_bare_answer_and_the_next_request_a_full_one() {
    let app = Launch::demo().start().await;
    let start = format!("GET /v1/health HTTP/1.1\r\nHost: {}\r\n", app.host());
    for (what, head, status) in [
        ("48 KB", format!("{start}X: {}\r\n\r\n", "x".repeat(48 << 10)), 200),
        ("140 KB", format!("{start}X: {}\r\n\r\n", "x".repeat(140 << 10)), 431),
        ("90 fields", format!("{start}{}\r\n", "X: x\r\n".repeat(90)), 200),
        ("101 fields", format!("{start}{}\r\n", "X: x\r\n".repeat(101)), 431),
        ("no HTTP", "\u{16}\u{3}\u{1} hello\r\n\r\n".to_owned(), 400),
    ] {
        let mut raw = Raw::connect(app.host()).await;
        raw.send(head).await;
        let answer = raw.answer().await.expect(what);
        assert_eq!(answer.status, status, "{what}");
        assert!(status == 200 || answer.body.is_empty(), "{what}: {}", answer.body);
    }
    assert_eq!(app.anonymous().get("/v1/health").await.status(), 200);
}

#[tokio::test]
async fn rosters_take_their_own_questions_only() {
    let (app, _) = scene().await;
    let secretary = app.person("beijing-secretary").await;
    for query in [
        "list=everyone",
        "list=activity",
        "list=members&state=emperor",
        "list=members&cursor=1",
        "list=members&rows=1000000",
        "state=received&state=ended",
        &format!("q={}", "x".repeat(10_000)),
    ] {
        let path = format!("/v1/branches/{BEIJING}/roster?{query}");
        let response = secretary.get(&path).await;
        let problem = Problem::of(response).await;
        assert_eq!(problem.code, "malformed", "{query:.40}");
    }
    let path =
        format!("/v1/branches/{BEIJING}/roster?list=activity&activity={}", make::command_id());
    Problem::of(secretary.get(&path).await).await.expect(404, "unknownActivity");
    let open: Value = secretary.read(&format!("/v1/branches/{BEIJING}/roster")).await;
    assert!(open["rows"].is_array());
}

#[tokio::test]
async fn a_body_that_does_not_come_is_answered() {
    let app = Launch::demo().start().await;
    let person = app.person("new:slow").await;
    let mut raw = Raw::connect(app.host()).await;
    raw.send(post_head(&person, app.host(), COMMANDS, 100) + "\r\n{").await;
    let answer = raw.answer().await.expect("an answer, though the body never came");
    let kind = answer.header("content-type");
    Problem::parse(answer.status, kind, &answer.body).expect(408, "bodyTimeout");
}
