use super::*;

const BEIJING: &str = "/v1/branches/xinzhou-beijing";
const T: i64 = 1_795_000_000_000;

fn engine() -> Engine {
    Engine::open(crate::home::read(None).unwrap(), &[]).unwrap()
}

fn get(subject: &str, path: &str) -> Request {
    let caller = (!subject.is_empty()).then(|| Asker { subject: subject.to_owned(), roles: None });
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    Request {
        method: "GET".to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        lang: "en".to_owned(),
        caller,
        ..Request::default()
    }
}

fn post(subject: &str, path: &str, body: &str) -> Request {
    Request { method: "POST".to_owned(), body: body.to_owned(), ..get(subject, path) }
}

fn id(n: u32) -> String {
    format!("019ab000-0000-7000-8000-{n:012}")
}

#[test]
fn a_sample_year_is_there_after_a_reload() {
    let mut first = engine();
    first.seed(12, Timestamp(T)).unwrap();
    let before = first.ask(&get("beijing-member", BEIJING), Timestamp(T));
    assert_eq!(before.status, 200);
    let kept = first.unsaved();
    assert!(!kept.replace && kept.count == 0);
    let mut again = Engine::open(crate::home::read(None).unwrap(), &kept.lines).unwrap();
    assert_eq!(again.versions(), first.versions());
    let after = again.ask(&get("beijing-member", BEIJING), Timestamp(T));
    assert_eq!(after, before);
    assert!(again.unsaved().lines.is_empty());
    again.seed(12, Timestamp(T)).unwrap();
    assert!(again.unsaved().lines.is_empty(), "a record with anything in it is left alone");
}

#[test]
fn everything_the_service_answers_is_answered() {
    let mut engine = engine();
    engine.seed(12, Timestamp(T)).unwrap();
    for (persona, path) in [
        ("", "/v1/branches"),
        ("", BEIJING),
        ("beijing-secretary", "/v1/branches/xinzhou-beijing/roster?state=received&q="),
        ("beijing-member", "/v1/branches/xinzhou-beijing/leads"),
        ("beijing-member", "/v1/branches/xinzhou-beijing/help"),
        ("department-contact", "/v1/matters"),
        ("qinfeng-liaison", "/v1/leads"),
        ("qinfeng-liaison", "/v1/townships/qinfeng"),
        ("district-officer", "/v1/district"),
        ("district-officer", "/v1/district/overview"),
        (
            "district-officer",
            "/v1/district/registers/members.csv?purpose=report&recipient=district-officer",
        ),
        (
            "beijing-secretary",
            "/v1/branches/xinzhou-beijing/registers/members.csv?from=2026-01&purpose=report&recipient=district-officer",
        ),
        ("yiwu-member", "/v1/me"),
    ] {
        let reply = engine.ask(&get(persona, path), Timestamp(T));
        assert_eq!(reply.status, 200, "{path}: {}", reply.body);
        let again = Request { etag: reply.etag.clone(), ..get(persona, path) };
        let expected = if reply.etag.is_some() { 304 } else { 200 };
        assert_eq!(engine.ask(&again, Timestamp(T)).status, expected, "{path}");
    }
}

#[test]
fn a_command_happens_once_and_a_refusal_says_why() {
    let mut engine = engine();
    let form = json!({
        "id": id(1), "type": "reportIn", "report": {}, "consent": { "agreed": false, "notice": "" }
    });
    let reply = engine
        .ask(&post("new:wang", &format!("{BEIJING}/commands"), &form.to_string()), Timestamp(T));
    assert!(matches!(reply.status, 400 | 422), "{}", reply.body);
    let erase = post("new:wang", "/v1/me/erase", &json!({ "id": id(2) }).to_string());
    let first = engine.ask(&erase, Timestamp(T));
    assert_eq!(first.status, 200, "{}", first.body);
    for (request, code) in [
        (post("", "/v1/me/erase", &json!({ "id": id(3) }).to_string()), "signInNeeded"),
        (post("x", "/v1/me/erase", "{}"), "invalidToken"),
        (get("", "/v1/nothing"), "unknownRoute"),
        (get("", "/v1/branches/xinzhou-paris"), "unknownBranch"),
        (Request { method: "PUT".to_owned(), ..get("", BEIJING) }, "methodNotAllowed"),
        (post("visitor", &format!("{BEIJING}/commands"), "nothing"), "malformed"),
    ] {
        let reply = engine.ask(&request, Timestamp(T));
        let told: serde_json::Value = serde_json::from_str(&reply.body).unwrap();
        assert_eq!(told["code"], code, "{}", reply.body);
        assert!(!told["next"].as_str().unwrap().is_empty());
    }
}

#[test]
fn who_erased_themselves_is_gone_from_what_is_kept() {
    let mut engine = engine();
    engine.seed(12, Timestamp(T)).unwrap();
    let name = |engine: &mut Engine| {
        let reply = engine.ask(&get("beijing-member", BEIJING), Timestamp(T));
        let view: serde_json::Value = serde_json::from_str(&reply.body).unwrap();
        view["reportIn"]["report"]["name"].as_str().unwrap_or_default().to_owned()
    };
    let known = name(&mut engine);
    assert!(engine.unsaved().lines.join("\n").contains(&known) && !known.is_empty());
    engine.saved();
    let erase = json!({ "id": id(9) }).to_string();
    let reply = engine.ask(&post("beijing-member", "/v1/me/erase", &erase), Timestamp(T));
    assert_eq!(reply.status, 200, "{}", reply.body);
    let kept = engine.unsaved();
    assert!(kept.replace && kept.count > 0);
    assert!(!kept.lines.join("\n").contains(&known));
    let again = Engine::open(crate::home::read(None).unwrap(), &kept.lines).unwrap();
    assert_eq!(again.versions(), engine.versions());
}

#[test]
fn a_journal_that_cannot_be_read_says_where() {
    let open = |lines: &[&str]| {
        let lines: Vec<_> = lines.iter().map(|line| (*line).to_owned()).collect();
        Engine::open(crate::home::read(None).unwrap(), &lines).unwrap_err().to_string()
    };
    assert!(open(&["{"]).contains("line 1"), "{}", open(&["{"]));
    let newer = open(&[r#"{"type":"begins","events":99}"#]);
    assert!(newer.contains("newer"), "{newer}");
}

#[test]
fn a_table_is_offered_as_a_file() {
    let mut engine = engine();
    engine.seed(12, Timestamp(T)).unwrap();
    let path = "/v1/district/registers/organisations.csv?from=2026-01&to=2026-11";
    let reply = engine.ask(&get("district-officer", path), Timestamp(T));
    let disposition = reply.disposition.unwrap();
    assert!(disposition.contains("organisations-2026-01-2026-11.csv"), "{disposition}");
    assert!(reply.body.starts_with("\u{feff}\"党组织名称\""), "{}", reply.body);
    let backwards = path.replace("2026-01", "2026-12");
    assert_eq!(engine.ask(&get("district-officer", &backwards), Timestamp(T)).status, 400);
    assert_eq!(engine.ask(&get("beijing-secretary", path), Timestamp(T)).status, 403);
}

#[test]
fn an_erasure_is_a_command_with_an_id_of_its_own() {
    let mut engine = engine();
    let erase = |body: &str| post("beijing-member", "/v1/me/erase", body);
    let wrong =
        engine.ask(&erase("{\"id\":\"00000000-0000-4000-8000-000000000001\"}"), Timestamp(T));
    assert_eq!(wrong.status, 400, "{}", wrong.body);
    let id = id(7);
    assert_eq!(engine.ask(&erase(&format!("{{\"id\":\"{id}\"}}")), Timestamp(T)).status, 200);
}
