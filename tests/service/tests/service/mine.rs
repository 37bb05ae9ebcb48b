//! 我的数据 over HTTP: all that is held of the caller, who read it, and what is
//! left once they erased themselves.

use std::sync::Arc;

use guiyan_core::{
    branch::{
        activity::{ActivityCommand, ActivityForm, GuestForm},
        lead::{LeadCommand, LeadForm},
        request::{RequestCommand, RequestKind, Urgency},
    },
    need::{HomeIndustry, LeadKind},
    recipient::Recipient,
    time::MINUTE,
};
use guiyan_tests_service::{
    App, BEIJING, Launch, Person, YIWU,
    app::{guiyan, verify},
    crowd, disk, make,
    phone::Gateway,
    problem::Problem,
};
use serde_json::{Value, json};
use tempfile::TempDir;

const PHONE: &str = "13977778888";
const STORY: &str = "孩子九月转学要带哪些材料";
const OFFER: &str = "愿意包销一万斤马家柚";
const SKILL: &str = "会修老式水泵";

async fn data(person: &Person) -> Value {
    person.read("/v1/me/data").await
}

fn count(data: &Value, name: &str) -> usize {
    data[name].as_array().map_or(0, Vec::len)
}

fn about(kind: &str) -> RequestCommand {
    RequestCommand::AskForHelp {
        kind: Some(RequestKind::Schooling),
        urgency: Urgency::Normal,
        text: kind.into(),
        consent: vec![Recipient::Helpers],
    }
}

fn lead(note: &str) -> LeadCommand {
    LeadCommand::SubmitLead {
        lead: LeadForm {
            lead_kind: Some(LeadKind::Sales),
            industry: Some(HomeIndustry::Pomelo),
            note: note.into(),
            ..LeadForm::default()
        },
        invited: false,
        notice: None,
        consent: vec![Recipient::Township("qinfeng".parse().expect("a township"))],
    }
}

#[tokio::test]
async fn all_that_is_held_is_told_to_its_person_and_to_nobody_else() {
    let app = Arc::new(Launch::demo().start().await);
    let secretary = app.person("beijing-secretary").await;
    let people = crowd::members(&app, &secretary, BEIJING, 1..=2).await;
    let [one, other] = &people[..] else { panic!("two members") };
    let activity = secretary.publish(BEIJING, make::activity("恳谈会", None)).await;
    one.person.sign_up(BEIJING, activity).await;
    one.person.send(BEIJING, about(STORY)).await;
    one.person.send(BEIJING, lead(OFFER)).await;

    let mine = data(&one.person).await;
    assert_eq!(mine["person"], json!(one.id));
    for (name, number) in
        [("reportIns", 1), ("activities", 1), ("leads", 1), ("requests", 1), ("consents", 3)]
    {
        assert_eq!(count(&mine, name), number, "{name}: {mine}");
    }
    let text = mine.to_string();
    for told in [make::name(1), make::phone(1), STORY.to_owned(), OFFER.to_owned()] {
        assert!(text.contains(&told), "{told}");
    }
    let theirs = data(&other.person).await.to_string();
    for (whose, text) in [(2, &text), (1, &theirs)] {
        assert!(!text.contains(&make::name(whose)) && !text.contains(&make::phone(whose)));
    }
    assert!(!theirs.contains(STORY) && !theirs.contains(OFFER));
    let visitor = data(&app.person("new:路人").await).await;
    assert_eq!((count(&visitor, "reportIns"), count(&visitor, "consents")), (0, 0));
    Problem::of(app.anonymous().get("/v1/me/data").await).await.expect(401, "signInNeeded");
}

#[tokio::test]
async fn who_read_is_told_by_office_and_what_for() {
    let app = Arc::new(Launch::demo().start().await);
    let secretary = app.person("beijing-secretary").await;
    let member = &crowd::members(&app, &secretary, BEIJING, 1..=1).await[0];
    let before = count(&data(&member.person).await, "readings");
    secretary.roster(BEIJING, "list=members").await;
    let officer = app.person("district-officer").await;
    assert_eq!(
        officer
            .get("/v1/district/registers/members.csv?purpose=report&recipient=district-officer")
            .await
            .status(),
        200
    );
    let mine = data(&member.person).await;
    let new: Vec<&Value> = mine["readings"].as_array().expect("a list").iter().collect();
    assert_eq!(new.len(), before + 2);
    let told = |it: &Value| {
        (it["offices"][0]["role"].clone(), it["purpose"].clone(), it["exported"].clone())
    };
    assert_eq!(told(new[0]), (json!("district-officer"), json!("register"), json!(true)));
    assert_eq!(told(new[1]), (json!("secretary:xinzhou-beijing"), json!("roster"), json!(false)));
    assert_eq!(new[1]["branch"]["id"], json!(BEIJING));
    assert_eq!(mine["readingsTotal"], json!(before + 2));
    // One's own are none, and reading them is none either.
    assert_eq!(count(&data(&member.person).await, "readings"), before + 2);
}

#[tokio::test]
async fn each_consent_is_withdrawn_where_it_says() {
    let app = Arc::new(Launch::demo().start().await);
    let secretary = app.person("beijing-secretary").await;
    let yiwu = app.person("yiwu-secretary").await;
    let member = &crowd::members(&app, &yiwu, YIWU, 1..=1).await[0];
    let open = |title| ActivityForm {
        audience: "sisters".into(),
        guests: true,
        ..make::activity_in(30 * MINUTE, title, None)
    };
    let activity = secretary.publish(BEIJING, open("读书会")).await;
    let share = ActivityCommand::SignUp { activity, share_name: true };
    member.person.send(BEIJING, share).await;
    member.person.send(YIWU, about(STORY)).await;
    let of = |data: &Value, purpose: &str| -> Value {
        let all = data["consents"].as_array().expect("a list").iter();
        all.into_iter().find(|it| it["purpose"] == purpose).cloned().unwrap_or_default()
    };
    let mine = data(&member.person).await;
    let named = of(&mine, "shareName");
    assert_eq!((&named["branch"]["id"], &named["stands"]), (&json!(BEIJING), &json!(true)));
    assert_eq!(
        of(&mine, "reportIn")["notice"],
        json!(app.anonymous().view(YIWU).await.notice.facts.version)
    );
    let request = of(&mine, "request")["about"].as_str().expect("an id").parse().expect("an id");
    member.person.send(BEIJING, ActivityCommand::WithdrawName { activity }).await;
    let recipient = Recipient::Helpers;
    member.person.send(YIWU, RequestCommand::WithdrawRequestConsent { request, recipient }).await;
    let mine = data(&member.person).await;
    assert_eq!(of(&mine, "shareName")["stands"], json!(false));
    assert!(of(&mine, "shareName")["withdrawnAt"].is_string());
    assert_eq!(of(&mine, "request")["stands"], json!(false));
    assert!(of(&mine, "request")["withdrawnAt"].is_string());

    let guest = app.person("new:乡友").await;
    let notice = app.anonymous().view(BEIJING).await.notice.facts.version;
    let form = GuestForm { name: "徐乡友".into(), phone: "13900001111".into() };
    let consent = make::consent(&notice);
    guest.send(BEIJING, ActivityCommand::JoinAsGuest { activity, guest: form, consent }).await;
    let mine = data(&guest).await;
    assert_eq!(mine["activities"][0]["guest"]["phone"], json!("13900001111"));
    assert_eq!(of(&mine, "guest")["stands"], json!(true));
    guest.leave(BEIJING, activity).await;
    let mine = data(&guest).await;
    assert_eq!(count(&mine, "activities"), 0);
    assert_eq!(of(&mine, "guest")["stands"], json!(false));
    assert!(of(&mine, "guest")["withdrawnAt"].is_string(), "the ledger keeps what was agreed to");
}

async fn check(app: &App, code: &str) -> Value {
    app.anonymous().read(&format!("/v1/receipts/{code}")).await
}

async fn told_false(app: &App, code: &str) {
    let answer = app.anonymous().get(&format!("/v1/receipts/{code}")).await;
    Problem::of(answer).await.expect(404, "unknownReceipt");
}

/// The proof: name, number and every word of one person are looked for in every
/// file, in a backup taken later, and in the log, after they erased themselves.
#[tokio::test]
async fn after_an_erasure_nothing_is_left_and_the_receipt_says_until_when_backups_are() {
    let home = TempDir::with_prefix("guiyan-mine-").expect("a folder");
    let (data_folder, shelf) = (home.path().join("data"), home.path().join("backups"));
    std::fs::create_dir(&shelf).expect("a folder of the backups");
    let gateway = Gateway::start().await;
    let settings = gateway.settings(home.path(), "");
    let launch = || {
        Launch::demo()
            .data(&data_folder)
            .sign_in(&settings)
            .env("GUIYAN_LOG", "debug")
            .arg("--backup-folder")
            .arg(shelf.display().to_string())
            .arg("--backup-days")
            .arg("30")
            // A snapshot after every event, so that there is one of each state.
            .arg("--snapshot-every")
            .arg("1")
    };
    let app = launch().start().await;
    let tokens = app.by_phone(&gateway, PHONE).await;
    let person = tokens.holder(&app);
    let name = make::name(77);
    let mut report = make::report(&name);
    report.phone = PHONE.into();
    report.skills = SKILL.into();
    person.report_in(BEIJING, report).await;
    let secretary = app.person("beijing-secretary").await;
    secretary.receive(BEIJING, person.id().await).await;
    person.send(BEIJING, about(STORY)).await;
    person.send(BEIJING, lead(OFFER)).await;
    secretary.roster(BEIJING, "list=members").await;
    let asked = person.get("/v1/me/data").await.text().await.expect("a body");
    let words = [name.as_str(), PHONE, STORY, OFFER, SKILL];
    assert!(words.iter().all(|word| asked.contains(word)), "there is something to erase");
    let mut logs = app.log();
    app.stop().await;

    let app = launch().start().await;
    let id = make::command_id();
    let person = tokens.holder(&app);
    let old = person.id().await;
    let answer = person.post("/v1/me/erase", &json!({ "id": id })).await;
    assert_eq!(answer.status(), 200);
    let answer: Value = answer.json().await.expect("an answer");
    let receipt = &answer["receipt"];
    let code = receipt["code"].as_str().expect("a code").to_owned();
    let until = make::now().day().plus(30).to_string();
    assert_eq!(receipt["backupsUntil"], json!(until));
    let shown = receipt.to_string();
    assert!(!shown.contains(&old.to_string()) && words.iter().all(|word| !shown.contains(word)));

    // It is checked by whoever holds it, however it is typed; its id finds it too.
    assert_eq!(check(&app, &code).await, *receipt);
    assert_eq!(check(&app, &code.to_lowercase().replace('-', "")).await, *receipt);
    assert_eq!(check(&app, &id.to_string()).await, *receipt);
    told_false(&app, &code.replacen('-', "-0", 1)).await;
    told_false(&app, &make::command_id().to_string()).await;
    told_false(&app, "GY").await;

    // The same number is somebody new, of whom nothing is held.
    let anew = app.by_phone(&gateway, PHONE).await.holder(&app);
    let empty = data(&anew).await;
    assert_ne!(anew.id().await, old);
    for name in ["reportIns", "activities", "leads", "requests", "consents", "readings", "written"]
    {
        assert_eq!(count(&empty, name), 0, "{name}");
    }

    // A backup from now on, brought back elsewhere.
    let file = shelf.join("later.backup");
    let words_of = |words: &[&str]| words.iter().map(|&it| it.to_owned()).collect::<Vec<_>>();
    let run = |words: Vec<String>| async move {
        let (done, said) = guiyan(&words.iter().map(String::as_str).collect::<Vec<_>>()).await;
        assert!(done, "{said}");
    };
    let (data_text, file_text) = (data_folder.display().to_string(), file.display().to_string());
    run(words_of(&["backup", "--data", &data_text, "--to", &file_text])).await;
    logs.push_str(&app.log());
    app.stop().await;
    let fresh = home.path().join("fresh");
    let key = data_folder.join("master.key").display().to_string();
    let fresh_text = fresh.display().to_string();
    run(words_of(&["restore", &file_text, "--data", &fresh_text, "--master-key", &key])).await;

    for folder in [&data_folder, &shelf, &fresh] {
        let found = disk::files_with(folder, &words);
        assert!(found.is_empty(), "{found:?}");
    }
    assert!(logs.len() > 200, "there is a log: {logs}");
    for word in words {
        assert!(!logs.contains(word), "`{word}` stands in the log");
    }
    for name in ["sign-in.db", "sign-in.db-wal"] {
        let bytes = std::fs::read(data_folder.join(name)).unwrap_or_default();
        assert!(!bytes.windows(16).any(|window| window == old.0.as_bytes()), "{name}");
    }
    let (sound, said) = verify(&data_folder).await;
    assert!(sound, "{said}");

    // After another start, and of the record that was brought back.
    let app = launch().start().await;
    assert_eq!(check(&app, &code).await, *receipt);
    app.stop().await;
    std::fs::copy(&key, fresh.join("master.key")).expect("bring the demo's key");
    let app = Launch::demo().data(&fresh).start().await;
    assert_eq!(check(&app, &code).await, *receipt);
    app.stop().await;
}
