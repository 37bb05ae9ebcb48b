//! What an operator sees: ids of requests, logs without anybody in them, slow
//! commands, and the page of figures.

use std::time::Duration;

use guiyan_core::branch::{
    activity::ActivityCommand,
    member::ReportForm,
    request::{RequestCommand, RequestKind, Urgency},
};
use guiyan_tests_service::{
    App, BEIJING, Launch, Person, Problem, YIWU, figures::FIGURES, make, phone::Gateway,
    problem::header, wait::eventually,
};
use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(20);
const NAME: &str = "欧阳雁鸣";
const PHONE: &str = "13977665544";
const TEXT: &str = "想给孩子找一所离住处近的小学";

async fn with_id(person: &Person, path: &str, id: &str) -> (String, reqwest::Response) {
    let request = person.request(Method::GET, path).header("x-request-id", id);
    let response = request.send().await.expect("an answer");
    (header(&response, "x-request-id"), response)
}

#[tokio::test]
async fn a_request_has_an_id_in_its_answer_and_its_problem() {
    let app = Launch::demo().start().await;
    let nobody = app.anonymous();
    let given = "6f1c9d5e-3f5b-4c7e-9d2a-0b1c2d3e4f50";
    let (answered, response) = with_id(&nobody, "/v1/branches/nowhere", given).await;
    assert_eq!(answered, given);
    let problem = Problem::of(response).await.expect(404, "unknownBranch");
    assert_eq!(problem.instance.as_deref(), Some(format!("urn:uuid:{given}").as_str()));
    // Every answer has one, of every kind of address.
    let mut seen = Vec::new();
    for path in ["/v1/health", "/v1/branches", "/branches/xinzhou-beijing", "/", "/nowhere"] {
        seen.push(header(&nobody.get(path).await, "x-request-id"));
    }
    seen.sort();
    seen.dedup();
    assert!(seen.len() == 5 && seen.iter().all(|id| id.len() == 36), "{seen:?}");
    // What could be somebody's is no id.
    let (answered, _) = with_id(&nobody, "/v1/health", PHONE).await;
    assert!(answered.len() == 36 && !answered.contains(PHONE), "{answered}");
}

/// Everything that must stand in no log, as it was sent or told.
async fn walk(app: &App, gateway: &Gateway) -> Vec<String> {
    let person = app.person("new:log").await;
    let secretary = app.person("beijing-secretary").await;
    let report = ReportForm { phone: PHONE.to_owned(), ..make::report(NAME) };
    person.report_in(BEIJING, report).await;
    secretary.receive(BEIJING, person.id().await).await;
    let activity = secretary.publish(BEIJING, make::activity("恳谈会之夜", Some(3))).await;
    person.sign_up(BEIJING, activity).await;
    let (kind, text) = (Some(RequestKind::Schooling), TEXT.to_owned());
    let consent = Vec::new();
    let ask = RequestCommand::AskForHelp { kind, urgency: Urgency::Normal, text, consent };
    person.send(BEIJING, ask).await;
    let again = ActivityCommand::SignUp { activity, share_name: false };
    person.refused(BEIJING, again, 409, "alreadySignedUp").await;
    secretary.roster(BEIJING, &format!("list=members&q={NAME}")).await;
    let tokens = app.by_phone(gateway, PHONE).await;

    // Every address there is, with what is somebody's where anything can stand.
    let paths: Value = person.read("/v1/openapi.json").await;
    let forged = format!("{}x", person.token.as_deref().expect("a token"));
    let everyone = [person.clone(), secretary, app.with_token("forged", &forged), app.anonymous()];
    for (path, methods) in paths["paths"].as_object().expect("paths") {
        for branch in [BEIJING, NAME] {
            let path = path.replace("{branch}", branch).replace("{township}", "qinfeng");
            let path = path.replace("{id}", PHONE).replace("{code}", PHONE);
            assert!(!path.contains('{'), "{path} is asked for with something in it");
            for one in &everyone {
                if methods.get("get").is_some() && !path.ends_with("/changes") {
                    one.get(&format!("{path}?q={NAME}&cursor={PHONE}")).await;
                }
                if methods.get("post").is_some() && !path.ends_with("/erase") {
                    let free = json!({ "id": TEXT, "type": NAME, "phone": PHONE, "code": TEXT });
                    one.post(&path, &free).await;
                    one.post(&path, &json!(TEXT)).await;
                }
            }
        }
    }
    let mut secrets = vec![NAME.to_owned(), PHONE.to_owned(), TEXT.to_owned()];
    secrets.extend([tokens.access, tokens.refresh, forged]);
    secrets.extend(everyone.into_iter().filter_map(|one| one.token));
    secrets.extend(gateway.messages().iter().map(|message| {
        let code = message["code"].as_str().expect("a code");
        format!("\"{code}\"")
    }));
    secrets
}

/// Traces of the libraries beside ours too: an operator who looks for something
/// must not find somebody.
#[tokio::test]
async fn no_log_names_anybody_whatever_is_asked_for() {
    let gateway = Gateway::start().await;
    let folder = TempDir::with_prefix("guiyan-").expect("a folder");
    let settings = gateway.settings(folder.path(), "per-address = [1000, 1000]");
    let launch = Launch::demo().sign_in(&settings).arg("--log-json").arg("--slow-command");
    let app = launch.arg("1").env("GUIYAN_LOG", "trace").start().await;
    let secrets = walk(&app, &gateway).await;
    let log = app.log();
    let escaped = |text: &str| {
        let quoted = serde_json::to_string(text).expect("a text");
        let percent: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
        [quoted.trim_matches('"').to_owned(), percent]
    };
    for secret in &secrets {
        for text in [vec![secret.clone()], escaped(secret).to_vec()].concat() {
            let line = log.lines().find(|line| line.contains(&text));
            assert_eq!(line, None, "`{text}` stands in a log");
        }
    }
    assert!(log.contains("\"TRACE\""), "traces were asked for: {log}");
    for line in log.lines() {
        let line: Value = serde_json::from_str(line).expect("an object a line");
        assert!(line["timestamp"].is_string() && line["level"].is_string(), "{line}");
    }
}

#[tokio::test]
async fn a_slow_command_is_logged_with_its_kind_and_its_request() {
    let launch = Launch::demo().args(&["--slow-command", "1", "--log-json"]).args(&FIGURES);
    let app = launch.start().await;
    let secretary = app.person("beijing-secretary").await;
    let record = rusqlite::Connection::open(app.data.join("guiyan.db")).expect("the record");
    record.busy_timeout(PATIENCE).expect("wait for the service");
    record.execute_batch("BEGIN IMMEDIATE").expect("write before it does");
    let id = "7a1c9d5e-3f5b-4c7e-9d2a-0b1c2d3e4f51";
    let details = make::activity("恳谈会", None);
    let details = serde_json::to_value(details).expect("a form as JSON");
    let command =
        json!({ "id": make::command_id(), "type": "publishActivity", "details": details });
    let path = format!("/v1/branches/{BEIJING}/commands");
    let request = secretary.request(Method::POST, &path).json(&command);
    let answer = tokio::spawn(request.header("x-request-id", id).send());
    eventually("the command to wait", PATIENCE, || async {
        (app.figures().await.must("guiyan_waiting") == 1.0).then_some(())
    })
    .await;
    // While somebody else is asked and answers, more than a millisecond goes by.
    let since = std::time::Instant::now();
    while since.elapsed() <= Duration::from_millis(2) {
        assert_eq!(secretary.get("/v1/me").await.status(), 200);
    }
    record.execute_batch("ROLLBACK").expect("let it write");
    assert_eq!(answer.await.expect("a task").expect("an answer").status(), 200);
    let slow = eventually("a line about it", PATIENCE, || async {
        let log = app.log();
        let line = log.lines().find(|line| line.contains("a slow command")).map(str::to_owned);
        line.map(|line| serde_json::from_str::<Value>(&line).expect("an object"))
    })
    .await;
    assert_eq!(slow["request"], id);
    assert_eq!(slow["fields"]["command"], "publishActivity");
    assert_eq!(slow["fields"]["outcome"], "done");
    assert!(slow["fields"]["millis"].as_u64().is_some_and(|millis| millis >= 1), "{slow}");
}

#[tokio::test]
async fn the_figures_are_counted_and_stand_on_a_listener_of_their_own() {
    let app = Launch::demo()
        .args(&FIGURES)
        .args(&["--limits-streams-per-person", "1", "--log-json"])
        .start()
        .await;
    let before = app.figures().await;
    let member = app.person("new:m").await;
    member.report_in(BEIJING, make::report(NAME)).await;
    let notice = member.view(YIWU).await.notice.facts.version;
    let twice = guiyan_core::branch::member::MemberCommand::ReportIn {
        report: make::report(NAME),
        consent: make::consent(&notice),
    };
    member.refused(YIWU, twice, 409, "alreadyReportedIn").await;
    let stream = member.changes(BEIJING).await;
    let path = format!("/v1/branches/{BEIJING}/changes");
    assert_eq!(member.get(&path).await.status(), 429);
    let after = app.figures().await;
    // Of a kind that nobody has sent there is no line.
    for outcome in ["done", "refused"] {
        let name = format!("guiyan_commands_total{{kind=\"reportIn\",outcome=\"{outcome}\"}}");
        assert_eq!((before.get(&name), after.must(&name)), (None, 1.0), "{name}");
    }
    for (name, least) in [
        ("guiyan_command_seconds_count", 2.0),
        ("guiyan_requests_total{status=\"2xx\"}", 3.0),
        ("guiyan_requests_total{status=\"4xx\"}", 2.0),
        ("guiyan_request_seconds_bucket{le=\"+Inf\"}", 5.0),
        ("guiyan_turned_away_total{limit=\"streams-per-person\"}", 1.0),
        ("guiyan_commits_total", 1.0),
        ("guiyan_appends_total", 1.0),
        ("guiyan_streams", 1.0),
    ] {
        let grown = after.must(name) - before.must(name);
        assert!(grown >= least, "{name} grew by {grown}:\n{}", after.0);
    }
    assert!(after.must("process_resident_memory_bytes") > 1e6);
    assert_eq!(after.must("guiyan_waiting"), 0.0);
    assert!(!after.0.contains(NAME), "nobody is named");
    // Each line is a comment or a name with a number.
    for line in after.0.lines().filter(|line| !line.starts_with('#')) {
        let (name, value) = line.rsplit_once(' ').expect("name and value");
        assert!(name.starts_with("guiyan_") || name.starts_with("process_"), "{line}");
        value.parse::<f64>().expect("a number");
    }
    drop(stream);
    // Not on the address that the world reaches.
    let outside = app.anonymous().get("/metrics").await;
    assert_ne!(outside.status(), 200);
    assert!(!outside.text().await.expect("a text").contains("guiyan_requests_total"));
}
