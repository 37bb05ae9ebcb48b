//! Who may see what of leads, help, matters, townships and figures: every
//! persona at every address.

use guiyan_core::{
    need::{HomeIndustry, LeadKind, NeedCommand, NeedForm},
    time::DAY,
    view::{HelpView, LeadsView},
};
use guiyan_tests_service::{App, BEIJING, Launch, Person, Problem, make, problem::header};
use reqwest::Method;

const PERSONAS: [&str; 9] = [
    "",
    "new:路人",
    "beijing-member",
    "beijing-secretary",
    "beijing-steward",
    "yiwu-secretary",
    "qinfeng-liaison",
    "department-contact",
    "district-officer",
];

/// All but the first.
const SIGNED_IN: &[&str] = PERSONAS.split_at(1).1;

/// Address, and whose it is among [`PERSONAS`] after the two with nothing.
const TABLE: [(&str, &[&str]); 18] = [
    ("/v1/leads", &["qinfeng-liaison", "department-contact", "district-officer"]),
    (
        "/v1/matters",
        &[
            "beijing-secretary",
            "yiwu-secretary",
            "qinfeng-liaison",
            "department-contact",
            "district-officer",
        ],
    ),
    ("/v1/offices", &["beijing-secretary", "yiwu-secretary", "district-officer"]),
    ("/v1/me/data", SIGNED_IN),
    // Everybody's own, which for these is none.
    ("/v1/me/sessions", SIGNED_IN),
    ("/v1/townships/qinfeng", &["qinfeng-liaison"]),
    ("/v1/townships/xishi", &[]),
    ("/v1/townships/nowhere", &[]),
    ("/v1/townships/%E7%A7%A6", &[]),
    ("/v1/district/overview", &["district-officer"]),
    ("/v1/district/rows?of=requestsOpen", &["district-officer"]),
    (
        "/v1/district/registers/members.csv?purpose=report&recipient=district-officer",
        &["district-officer"],
    ),
    ("/v1/district/registers/organisations.csv", &["district-officer"]),
    ("/v1/district/registers/statistics.csv", &["district-officer"]),
    (
        "/v1/branches/xinzhou-beijing/registers/members.csv?purpose=report&recipient=district-officer",
        &["beijing-secretary"],
    ),
    (
        "/v1/branches/xinzhou-yiwu/registers/members.csv?purpose=report&recipient=district-officer",
        &["yiwu-secretary"],
    ),
    ("/v1/branches/xinzhou-beijing/plans", &["beijing-secretary"]),
    ("/v1/branches/xinzhou-yiwu/plans", &["yiwu-secretary"]),
];

async fn somebody(app: &App, persona: &str) -> Person {
    if persona.is_empty() { app.anonymous() } else { app.person(persona).await }
}

#[tokio::test]
async fn every_office_sees_its_own_and_nobody_more() {
    let app = Launch::demo().start().await;
    for persona in PERSONAS {
        let person = somebody(&app, persona).await;
        for (path, theirs) in TABLE {
            let response = person.get(path).await;
            if theirs.contains(&persona) {
                assert_eq!(response.status(), 200, "{persona} {path}");
                continue;
            }
            let (status, code) =
                if persona.is_empty() { (401, "signInNeeded") } else { (403, "notAllowed") };
            let problem = Problem::of(response).await;
            assert_eq!((problem.status, problem.code.as_str()), (status, code), "{persona} {path}");
        }
    }
}

#[tokio::test]
async fn a_branchs_desk_is_for_those_who_run_it() {
    let app = Launch::demo().start().await;
    for persona in PERSONAS {
        let person = somebody(&app, persona).await;
        let runs = persona == "beijing-secretary";
        let leads: LeadsView = person.read(&format!("/v1/branches/{BEIJING}/leads")).await;
        assert_eq!(leads.desk.is_some(), runs, "{persona}");
        assert!(leads.open_needs > 0, "needs are for everybody");
        let help: HelpView = person.read(&format!("/v1/branches/{BEIJING}/help")).await;
        assert_eq!(help.desk.is_some(), runs, "{persona}");
        if persona != "beijing-member" {
            assert!(leads.mine.is_empty() && help.mine.is_empty(), "{persona} has none here");
        }
    }
}

/// The names of the sample people all end in the same mark.
#[tokio::test]
async fn the_district_sees_codes_and_no_names() {
    let app = Launch::demo().start().await;
    let officer = app.person("district-officer").await;
    for path in
        ["/v1/matters", "/v1/leads", "/v1/district/overview", "/v1/district/rows?of=leadsSubmitted"]
    {
        let text = officer.get(path).await.text().await.expect("a body");
        assert!(text.len() > 500, "{path}: {text}");
        assert!(!text.contains("·示例") && !text.contains("1380000"), "{path}: {text}");
    }
    // A department sees whom it was called for, and nobody else.
    let contact = app.person("department-contact").await;
    let text = contact.get("/v1/matters").await.text().await.expect("a body");
    assert!(text.contains("·示例"), "{text}");
    assert!(!text.contains("公租房"), "not what went to others: {text}");
}

#[tokio::test]
async fn a_view_is_sent_once_until_something_changes() {
    let app = Launch::demo().start().await;
    let leads = format!("/v1/branches/{BEIJING}/leads");
    let help = format!("/v1/branches/{BEIJING}/help");
    let addresses = [
        ("beijing-member", leads.as_str()),
        ("beijing-secretary", leads.as_str()),
        ("beijing-secretary", help.as_str()),
        ("district-officer", "/v1/leads"),
        ("qinfeng-liaison", "/v1/matters"),
        ("qinfeng-liaison", "/v1/townships/qinfeng"),
        ("district-officer", "/v1/district/overview"),
    ];
    let mut tags = Vec::new();
    for (persona, path) in addresses {
        let person = app.person(persona).await;
        let response = person.get(path).await;
        assert_eq!(header(&response, "cache-control"), "private, no-cache", "{path}");
        let tag = header(&response, "etag");
        let again = person.request(Method::GET, path).header("if-none-match", &tag).send().await;
        assert_eq!(again.expect("an answer").status(), 304, "{persona} {path}");
        assert!(!tags.contains(&tag), "each view has its own: {path}");
        tags.push(tag);
    }
    // A need stands in the district's own stream, and is seen in every branch.
    let details = NeedForm {
        lead_kind: Some(LeadKind::Sales),
        industry: Some(HomeIndustry::Pomelo),
        subject: "马家柚找销路".into(),
        text: "今年丰收。".into(),
        until: make::now().plus(30 * DAY).day().to_string(),
        ..NeedForm::default()
    };
    app.person("district-officer").await.send_home(NeedCommand::PostNeed { details }).await;
    for ((persona, path), tag) in addresses.into_iter().zip(tags) {
        let person = app.person(persona).await;
        let again = person.request(Method::GET, path).header("if-none-match", &tag).send().await;
        assert_eq!(again.expect("an answer").status(), 200, "{persona} {path}");
    }
}
