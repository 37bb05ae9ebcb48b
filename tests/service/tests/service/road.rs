//! The main road, in JSON as it stands on the wire: report in, sent back,
//! corrected, received, sign up, see the place, leave, end.

use guiyan_core::time::DAY;
use guiyan_tests_service::{App, BEIJING, Launch, Person, make};
use serde_json::{Value, json};

const COMMANDS: &str = "/v1/branches/xinzhou-beijing/commands";

/// Sends a command that must be carried out; gives its outcome.
async fn done(person: &Person, mut command: Value) -> Value {
    command["id"] = json!(make::command_id());
    let response = person.post(COMMANDS, &command).await;
    let status = response.status();
    let answer: Value = response.json().await.expect("an answer in JSON");
    assert_eq!(status, 200, "{} sent {command}: {answer}", person.name);
    assert!(answer["version"].is_u64(), "a version: {answer}");
    answer["outcome"].clone()
}

async fn view(person: &Person) -> Value {
    person.read(&format!("/v1/branches/{BEIJING}")).await
}

fn report(name: &str, phone: &str) -> Value {
    json!({
        "name": name, "phone": phone, "category": "full",
        "homeBranch": "秦峰镇老坞村党支部", "township": "qinfeng", "leftOn": "2024-03-01",
        "city": "北京", "area": "朝阳区", "reason": "work", "industry": "technology",
        "skills": "木工",
    })
}

fn report_in(view: &Value, report: Value) -> Value {
    let consent = json!({ "agreed": true, "notice": view["notice"]["version"] });
    json!({ "type": "reportIn", "report": report, "consent": consent })
}

async fn publish(secretary: &Person, title: &str, capacity: u32) -> Value {
    let start = make::now().plus(7 * DAY);
    let details = json!({
        "title": title, "kind": "hometownTalk", "capacity": capacity,
        "start": start, "end": start.plus(DAY / 12), "place": "朝阳区驿站二层",
        "online": "https://meeting.example/room", "hoursTenths": 25,
        "contactName": "王敏", "contactPhone": "138 0000 0002",
    });
    let outcome = done(secretary, json!({ "type": "publishActivity", "details": details })).await;
    assert_eq!(outcome["type"], "activityPublished");
    outcome["activity"].clone()
}

fn activity<'a>(view: &'a Value, id: &Value) -> &'a Value {
    let activities = view["activities"].as_array().expect("activities");
    activities.iter().find(|activity| activity["id"] == *id).expect("the activity in the view")
}

async fn scene() -> (App, Person, Person) {
    let app = Launch::demo().start().await;
    let secretary = app.person("beijing-secretary").await;
    let visitor = app.person("new:road").await;
    (app, secretary, visitor)
}

#[tokio::test]
async fn from_report_in_to_a_place_and_back() {
    let (app, secretary, visitor) = scene().await;

    // A visitor sees the branch without any sign-in, and what the form needs.
    let seen = view(&app.anonymous()).await;
    assert_eq!(seen["signedIn"], false);
    assert_eq!(seen["branch"]["id"], BEIJING);
    assert!(seen["notice"]["controller"]["zh"].as_str().is_some_and(|name| !name.is_empty()));
    assert!(seen["notice"]["townships"].as_array().is_some_and(|list| list.len() >= 4));
    assert!(seen.get("reportIn").is_none(), "what is not there is omitted: {seen}");

    // 报到 → 待接收
    let outcome = done(&visitor, report_in(&seen, report("徐小燕", "13800000001"))).await;
    assert_eq!(outcome, json!({ "type": "reportInSubmitted" }));
    let mine = view(&visitor).await["reportIn"].clone();
    assert_eq!(mine["state"], "submitted");
    assert_eq!(mine["report"]["phone"], "13800000001");
    let person = visitor.read::<Value>("/v1/me").await["person"].clone();

    // 退回补正, with the reason, the form still filled
    let back = json!({
        "type": "sendBackReportIn", "person": person, "reason": "homeBranchUnclear",
        "note": "请写明党支部全称。",
    });
    assert_eq!(done(&secretary, back).await["type"], "reportInSentBack");
    let mine = view(&visitor).await["reportIn"].clone();
    assert_eq!(mine["state"], "sentBack");
    let step = mine["steps"].as_array().and_then(|steps| steps.last()).expect("a step");
    assert_eq!((&step["kind"], &step["own"]), (&json!("sentBack"), &json!(false)));
    assert_eq!(step["reason"], "homeBranchUnclear");
    assert_eq!(step["note"], "请写明党支部全称。");
    assert_eq!(mine["report"]["homeBranch"], "秦峰镇老坞村党支部");

    // Corrected → 待接收 → 已接收
    let mut corrected = report("徐小燕", "138 0000-0001");
    corrected["homeBranch"] = json!("信州区秦峰镇老坞村党支部");
    assert_eq!(done(&visitor, report_in(&seen, corrected)).await["type"], "reportInSubmitted");
    let receive = json!({ "type": "receiveMember", "person": person });
    assert_eq!(done(&secretary, receive).await, json!({ "type": "memberReceived" }));
    let now = view(&visitor).await;
    assert_eq!(now["reportIn"]["state"], "received");
    assert_eq!(now["reportIn"]["report"]["homeBranch"], "信州区秦峰镇老坞村党支部");
    assert_eq!(now["reportIn"]["report"]["phone"], "13800000001");
    let kinds = now["reportIn"]["steps"].as_array().expect("steps").iter();
    let kinds: Vec<_> = kinds.map(|step| step["kind"].clone()).collect();
    assert_eq!(json!(kinds), json!(["submitted", "sentBack", "submitted", "received"]));

    // 报名 in two taps: the view says what can be done, the answer which place.
    let id = publish(&secretary, "乡友恳谈会：马家柚怎么卖", 2).await;
    let open = view(&visitor).await;
    assert_eq!(activity(&open, &id)["status"], "open");
    assert_eq!(activity(&open, &id)["action"], "signUp");
    assert_eq!(activity(&open, &id)["left"], 2);
    assert!(activity(&open, &id).get("online").is_none(), "the link is for those with a place");
    let outcome = done(&visitor, json!({ "type": "signUp", "activity": id })).await;
    assert_eq!(outcome, json!({ "type": "confirmed", "place": 1 }));
    let signed_up = view(&visitor).await;
    let mine = activity(&signed_up, &id);
    assert_eq!(mine["mine"]["standing"], "confirmed");
    assert_eq!(mine["mine"]["place"], 1);
    assert_eq!(mine["online"], "https://meeting.example/room");
    assert_eq!((&mine["action"], &mine["left"]), (&json!("leave"), &json!(1)));

    // 取消报名
    let outcome = done(&visitor, json!({ "type": "leaveActivity", "activity": id })).await;
    assert_eq!(outcome, json!({ "type": "signUpLeft" }));
    let left = view(&visitor).await;
    assert!(activity(&left, &id).get("mine").is_none());
    assert_eq!(activity(&left, &id)["left"], 2);
}

#[tokio::test]
async fn a_report_in_is_ended_by_its_person_and_may_begin_anew() {
    let (_app, secretary, visitor) = scene().await;
    let seen = view(&visitor).await;
    done(&visitor, report_in(&seen, report("汪海", "13800000003"))).await;
    let person = visitor.read::<Value>("/v1/me").await["person"].clone();
    done(&secretary, json!({ "type": "receiveMember", "person": person })).await;
    let id = publish(&secretary, "主题党日：走进香山", 1).await;
    done(&visitor, json!({ "type": "signUp", "activity": id })).await;

    let end = json!({ "type": "endReportIn", "reason": "returnedHome", "note": "回乡创业。" });
    assert_eq!(done(&visitor, end).await, json!({ "type": "reportInEnded" }));
    let ended = view(&visitor).await;
    assert_eq!(ended["reportIn"]["state"], "ended");
    assert!(activity(&ended, &id).get("mine").is_none(), "the place is given up too");
    assert_eq!(activity(&ended, &id)["blocked"]["code"], "membersOnly");
    assert_eq!(activity(&view(&secretary).await, &id)["confirmed"], 0);

    done(&visitor, report_in(&seen, report("汪海", "13800000003"))).await;
    assert_eq!(view(&visitor).await["reportIn"]["state"], "submitted");
}

#[tokio::test]
async fn an_officer_ends_a_report_in_with_a_reason_the_person_reads() {
    let (_app, secretary, visitor) = scene().await;
    let seen = view(&visitor).await;
    done(&visitor, report_in(&seen, report("周兰", "13800000004"))).await;
    let person = visitor.read::<Value>("/v1/me").await["person"].clone();
    let end = json!({
        "type": "endReportIn", "person": person, "reason": "relationTransferred",
        "note": "组织关系已转入朝阳区。",
    });
    done(&secretary, end).await;
    let mine = view(&visitor).await["reportIn"].clone();
    let step = mine["steps"].as_array().and_then(|steps| steps.last()).expect("a step");
    assert_eq!((&mine["state"], &step["own"]), (&json!("ended"), &json!(false)));
    assert_eq!(step["note"], "组织关系已转入朝阳区。");
}

#[tokio::test]
async fn the_sample_personas_are_who_they_say() {
    let app = Launch::demo().start().await;
    for (persona, role) in [
        ("beijing-secretary", "secretary:xinzhou-beijing"),
        ("beijing-steward", "steward:xinzhou-beijing"),
        ("yiwu-secretary", "secretary:xinzhou-yiwu"),
        ("district-officer", "district-officer"),
    ] {
        let roles = app.person(persona).await.me().await.roles;
        assert_eq!(roles, [role], "{persona}");
    }
    for (persona, branch) in [("beijing-member", BEIJING), ("yiwu-member", "xinzhou-yiwu")] {
        let mine = view_of(&app, persona, branch).await;
        assert_eq!(mine["reportIn"]["state"], "received", "{persona}");
        let name = mine["reportIn"]["report"]["name"].as_str().expect("a name");
        assert!(name.contains("示例"), "sample people are marked as such: {name}");
    }
    assert!(app.person("visitor").await.me().await.report_ins.is_empty());
    let refused = app.client.post(format!("{}/v1/demo/tokens", app.base));
    let refused = refused.json(&json!({ "persona": "emperor" })).send().await.expect("an answer");
    assert!(refused.status().is_client_error(), "an unknown persona: {}", refused.status());
}

async fn view_of(app: &App, persona: &str, branch: &str) -> Value {
    app.person(persona).await.read(&format!("/v1/branches/{branch}")).await
}
