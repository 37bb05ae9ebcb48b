//! Offices, over HTTP: the operator names the first officer of the district,
//! who appoints all others; what an office opens, it opens at once, and closes
//! when it ends.

use std::{path::Path, process::Command, time::Duration};

use guiyan_core::{
    Outcome,
    appointment::AppointmentCommand,
    caller::Role,
    ids::{AppointmentId, PersonId},
    view::OfficesView,
    wire::AccountPerson,
};
use guiyan_tests_service::{
    BEIJING, Launch, Person, Problem,
    app::{binary, verify},
    make,
};
use serde_json::{Value, json};
use tempfile::TempDir;

const SOON: Duration = Duration::from_secs(20);

async fn account(officer: &Person, account: &str) -> PersonId {
    let response = officer.post("/v1/accounts", &json!({ "account": account })).await;
    assert_eq!(response.status(), 200, "{account}");
    response.json::<AccountPerson>().await.expect("a person").person
}

fn appoint(person: PersonId, role: &str) -> AppointmentCommand {
    let role: Role = role.parse().expect("an office");
    AppointmentCommand::Appoint { person, role, name: "示例阿明".into(), until: String::new() }
}

async fn appointed(officer: &Person, person: PersonId, role: &str) -> AppointmentId {
    match officer.send_home(appoint(person, role)).await.outcome {
        Outcome::Appointed { appointment } => appointment,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_account_gets_an_office_before_it_was_ever_used() {
    let app = Launch::demo().start().await;
    let officer = app.person("district-officer").await;
    let role = "secretary:xinzhou-beijing";
    let person = account(&officer, " new:阿明 ").await;
    let appointment = appointed(&officer, person, role).await;

    let aming = app.person("new:阿明").await;
    assert_eq!(aming.id().await, person);
    assert_eq!(aming.me().await.roles, [role]);
    assert!(aming.view(BEIJING).await.desk.is_some_and(|desk| desk.manages));
    let activity = aming.publish(BEIJING, make::activity("新书记的第一课", None)).await;

    // An open page is told, and what was open is closed.
    let mut changes = aming.changes(BEIJING).await;
    changes.next(SOON).await.expect("where it stands");
    officer.send_home(AppointmentCommand::EndAppointment { appointment }).await;
    changes.next(SOON).await.expect("told");
    assert!(aming.view(BEIJING).await.desk.is_none());
    assert_eq!(aming.activity(BEIJING, activity).await.title, "新书记的第一课");
    assert!(aming.me().await.roles.is_empty());
    let list: OfficesView = officer.read("/v1/offices").await;
    assert_eq!((list.held.len(), list.over.len()), (0, 1));
    assert_eq!(list.over[0].name.as_deref(), Some("示例阿明"));
}

#[tokio::test]
async fn only_those_who_appoint_ask_whose_account_it_is() {
    let app = Launch::demo().start().await;
    let ask = json!({ "account": "new:阿明" });
    for (persona, status, code) in [
        ("", 401, "signInNeeded"),
        ("beijing-member", 403, "notAllowed"),
        ("beijing-steward", 403, "notAllowed"),
        ("qinfeng-liaison", 403, "notAllowed"),
        ("department-contact", 403, "notAllowed"),
    ] {
        let somebody = if persona.is_empty() { app.anonymous() } else { app.person(persona).await };
        let problem = Problem::of(somebody.post("/v1/accounts", &ask).await).await;
        assert_eq!((problem.status, &*problem.code), (status, code), "{persona}");
    }
    let officer = app.person("district-officer").await;
    // The same answer for an account that is known and for one that is not.
    let (known, unknown) =
        (account(&officer, "beijing-member").await, account(&officer, "new:没有人").await);
    assert_eq!(known, app.person("beijing-member").await.id().await);
    assert_eq!(unknown, account(&officer, "new:没有人").await);
    for body in [json!({}), json!({ "account": " " }), json!({ "account": "x", "more": 1 })] {
        let problem = Problem::of(officer.post("/v1/accounts", &body).await).await;
        assert_eq!((problem.status, &*problem.code), (400, "malformed"), "{body}");
    }
}

async fn grant(data: &Path, more: &[&str]) -> (bool, String) {
    let mut command = Command::new(binary());
    command.args(["grant", "--data"]).arg(data).args(more);
    let output = tokio::task::spawn_blocking(move || command.output()).await;
    let output = output.expect("a thread").expect("run guiyan grant");
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

#[tokio::test]
async fn the_operator_names_the_first_officer() {
    let folder = TempDir::with_prefix("guiyan-").expect("a folder");
    let data = folder.path().join("data");
    let app = Launch::demo().data(&data).start().await;
    let who = ["--issuer", "guiyan-demo", "--subject", "new:组织部", "--name", "示例部长"];
    let (done, said) = grant(&data, &who).await;
    assert!(!done && said.contains("in use"), "while it runs: {said}");
    app.stop().await;

    let nobody = ["--issuer", "guiyan-demo", "--subject", "new:组织部", "--name", "1"];
    let (done, said) = grant(&data, &nobody).await;
    assert!(!done && said.contains("nobody was appointed: Name"), "{said}");
    let phone = ["--issuer", "phone", "--subject", "12", "--name", "示例部长"];
    let (done, said) = grant(&data, &phone).await;
    assert!(!done && said.contains("11 digits"), "{said}");
    let (done, said) = grant(&data, &who).await;
    assert!(done && said.contains("示例部长"), "{said}");
    let (done, said) = grant(&data, &who).await;
    assert!(!done && said.contains("already"), "{said}");
    let (sound, said) = verify(&data).await;
    assert!(sound, "{said}");

    let app = Launch::demo().data(&data).start().await;
    let first = app.person("new:组织部").await;
    assert_eq!(first.me().await.roles, ["district-officer"]);
    let other = account(&first, "new:阿明").await;
    appointed(&first, other, "liaison:qinfeng").await;
    assert_eq!(app.person("new:阿明").await.me().await.roles, ["liaison:qinfeng"]);
    let refused = first.try_send_home(appoint(other, "liaison:qinfeng")).await;
    assert_eq!(refused.unwrap_err().code, "alreadyAppointed");
    app.stop().await;
}

#[tokio::test]
async fn who_erases_themselves_leaves_no_name_in_the_list() {
    let app = Launch::demo().start().await;
    let officer = app.person("district-officer").await;
    let person = account(&officer, "new:阿明").await;
    appointed(&officer, person, "steward:xinzhou-beijing").await;
    let aming = app.person("new:阿明").await;
    let id = make::command_id();
    let erased = aming.post("/v1/me/erase", &json!({ "id": id })).await;
    let erased: Value = serde_json::from_str(&erased.text().await.expect("a body")).expect("JSON");
    assert_eq!(erased["outcome"], json!(Outcome::Erased));
    let list: OfficesView = officer.read("/v1/offices").await;
    let row = &list.over[0];
    assert_eq!((list.held.len(), &row.name, row.person), (0, &None, None));
    // Whoever signs in with the account again is somebody new, without an office.
    let again = app.person("new:阿明").await;
    assert_ne!(again.id().await, person);
    assert!(again.me().await.roles.is_empty());
}
