//! What each may see: entity tags, and nobody's name, phone or words in any
//! answer to those who are not entitled to them.

use std::{sync::Arc, time::Duration};

use guiyan_core::{
    branch::{
        activity::{ActivityCommand, ActivityForm, CancelReason},
        member::{MemberCommand, ReportForm, SendBackReason},
    },
    caller::Lang,
    view::ActivityStatus,
};
use guiyan_tests_service::{
    App, BEIJING, Launch, Person, YIWU, crowd, make, problem, wait::eventually,
};
use reqwest::{Method, header};

const VIEW: &str = "/v1/branches/xinzhou-beijing";

async fn tag(person: &Person) -> String {
    let response = person.get(VIEW).await;
    assert_eq!(response.status(), 200);
    assert_eq!(problem::header(&response, "cache-control"), "private, no-cache");
    let vary = problem::header(&response, "vary").to_lowercase();
    assert!(vary.contains("authorization") && vary.contains("accept-language"), "vary: {vary}");
    let tag = problem::header(&response, "etag");
    assert!(!tag.is_empty(), "an entity tag");
    tag
}

async fn again(person: &Person, tag: &str) -> u16 {
    let request = person.request(Method::GET, VIEW).header(header::IF_NONE_MATCH, tag);
    let response = request.send().await.expect("an answer");
    let status = response.status().as_u16();
    if status == 304 {
        assert!(tag.contains(&problem::header(&response, "etag")));
        assert!(response.bytes().await.expect("no body").is_empty());
    }
    status
}

#[tokio::test]
async fn a_view_that_has_not_changed_is_not_sent_again() {
    let app = Arc::new(Launch::demo().start().await);
    let secretary = app.person("beijing-secretary").await;
    let people = crowd::members(&app, &secretary, BEIJING, 1..=2).await;
    let [one, other] = &people[..] else { panic!("two members") };
    let known = tag(&one.person).await;
    assert_eq!(again(&one.person, &known).await, 304);
    assert_eq!(again(&one.person, &format!("\"x\", {known}")).await, 304);
    assert_eq!(again(&one.person, "\"x\"").await, 200);

    // Another caller, no caller, another language: another view.
    assert_eq!(again(&other.person, &known).await, 200);
    assert_eq!(again(&app.anonymous(), &known).await, 200);
    assert_eq!(again(&one.person.reading(Lang::En), &known).await, 200);
    // The same person with a new token: the same view.
    assert_eq!(again(&app.person("new:p1").await, &known).await, 304);

    let activity = secretary.publish(BEIJING, make::activity("恳谈会", None)).await;
    assert_eq!(again(&one.person, &known).await, 200, "a change is sent");
    let known = tag(&one.person).await;
    one.person.sign_up(BEIJING, activity).await;
    assert_eq!(again(&one.person, &known).await, 200);
    // What happens in the sister branch shows here too: where one has reported in.
    let known = tag(&other.person).await;
    let mover = MemberCommand::MoveReportIn {
        to: YIWU.parse().expect("an id"),
        area: "福田街道".into(),
        consent: make::consent(&other.person.view(BEIJING).await.notice.facts.version),
    };
    other.person.send(BEIJING, mover).await;
    assert_eq!(again(&other.person, &known).await, 200);
}

/// Nothing happens, and yet it is another view: the sign-up has closed.
#[tokio::test]
async fn a_view_is_sent_again_when_its_time_has_come() {
    let app = Arc::new(Launch::demo().start().await);
    let secretary = app.person("beijing-secretary").await;
    let people = crowd::members(&app, &secretary, BEIJING, 1..=1).await;
    let member = &people[0].person;
    let details = ActivityForm {
        sign_up_until: make::now().plus(1500).to_string(),
        ..make::activity("恳谈会", None)
    };
    let activity = secretary.publish(BEIJING, details).await;
    let known = tag(member).await;
    assert_eq!(member.activity(BEIJING, activity).await.status, ActivityStatus::Open);
    assert_eq!(again(member, &known).await, 304);
    eventually("the sign-up closes by itself", Duration::from_secs(5), || async {
        (again(member, &known).await == 200).then_some(())
    })
    .await;
    assert_eq!(member.activity(BEIJING, activity).await.status, ActivityStatus::Closed);
    let sign_up = ActivityCommand::SignUp { activity, share_name: false };
    member.refused(BEIJING, sign_up, 409, "signUpClosed").await;
}

/// Everything written by or about one member and one secretary, so that it can
/// be looked for in every answer to everybody else.
struct Secrets {
    app: Arc<App>,
    paths: Vec<String>,
}

const NAME: &str = "独孤求败";
const PHONE: &str = "13955550101";
const HOME: &str = "绝密村党支部";
const HOME_PHONE: &str = "13955550202";
const SKILLS: &str = "吹笛子";
const AREA: &str = "密云水库区";
const NUMBER: &str = "证字第七七七号";
const BACK: &str = "请补全支部名称的最后两字";
const CANCEL: &str = "因负责人家中有事";
const CONTACT: &str = "东方不败";
const CONTACT_PHONE: &str = "13955550303";
const LINK: &str = "https://meeting.example/only-for-those-with-a-place";

async fn scene() -> Secrets {
    let app = Arc::new(Launch::demo().start().await);
    let secretary = app.person("beijing-secretary").await;
    let member = app.person("new:secret").await;
    let report = || ReportForm {
        phone: PHONE.into(),
        home_branch: HOME.into(),
        home_branch_phone: HOME_PHONE.into(),
        skills: SKILLS.into(),
        area: AREA.into(),
        born: "1971-07".into(),
        certificate: Some(true),
        certificate_number: NUMBER.into(),
        ..make::report(NAME)
    };
    member.report_in(BEIJING, report()).await;
    let person = member.id().await;
    let (reason, note) = (SendBackReason::HomeBranchUnclear, BACK.to_owned());
    let back = MemberCommand::SendBackReportIn { person, reason, note };
    secretary.send(BEIJING, back).await;
    member.report_in(BEIJING, report()).await;
    secretary.receive(BEIJING, person).await;
    let details = ActivityForm {
        online: LINK.into(),
        contact_name: CONTACT.into(),
        contact_phone: CONTACT_PHONE.into(),
        ..make::activity("公开的活动", Some(1))
    };
    let open = secretary.publish(BEIJING, details.clone()).await;
    member.sign_up(BEIJING, open).await;
    let gone = secretary.publish(BEIJING, details).await;
    member.sign_up(BEIJING, gone).await;
    let (reason, note) = (CancelReason::Other, CANCEL.to_owned());
    let cancel = ActivityCommand::CancelActivity { activity: gone, reason, note };
    secretary.send(BEIJING, cancel).await;

    let mut paths: Vec<String> =
        ["/v1/branches", "/v1/me", "/v1/district", "/v1/openapi.json", "/v1/health", "/v1/ready"]
            .map(str::to_owned)
            .into();
    for branch in [BEIJING, YIWU] {
        let branch = format!("/v1/branches/{branch}");
        paths.push(branch.clone());
        paths.push(format!("{branch}/roster?list=members"));
        paths.push(format!("{branch}/roster?list=members&q=dgqb"));
        paths.push(format!("{branch}/roster?list=members&q={PHONE}"));
        paths.push(format!("{branch}/roster?list=activity&activity={open}"));
        paths.push(format!("{branch}/roster?list=activity&activity={gone}"));
    }
    Secrets { app, paths }
}

impl Secrets {
    /// Which of these texts the person finds anywhere.
    async fn found(&self, person: &Person, texts: &[&'static str]) -> Vec<&'static str> {
        let mut all = String::new();
        for path in &self.paths {
            all.push_str(&person.get(path).await.text().await.expect("a body"));
        }
        texts.iter().copied().filter(|text| all.contains(text)).collect()
    }
}

#[tokio::test]
async fn nobody_reads_what_is_not_for_them() {
    const OF_THE_MEMBER: [&str; 9] =
        [NAME, PHONE, HOME, HOME_PHONE, SKILLS, AREA, NUMBER, BACK, "1971-07"];
    const OF_THE_BRANCH: [&str; 4] = [CONTACT, CONTACT_PHONE, LINK, CANCEL];
    let all = [&OF_THE_MEMBER[..], &OF_THE_BRANCH[..]].concat();
    let secrets = scene().await;
    let app = &secrets.app;
    let none: [&str; 0] = [];

    assert_eq!(secrets.found(&app.anonymous(), &all).await, none, "without sign-in");
    for persona in ["visitor", "yiwu-member", "yiwu-secretary", "yiwu-steward", "district-officer"]
    {
        assert_eq!(secrets.found(&app.person(persona).await, &all).await, none, "{persona}");
    }
    // Another member of the branch: whom to call about an activity.
    let found = secrets.found(&app.person("beijing-member").await, &all).await;
    assert_eq!(found, [CONTACT, CONTACT_PHONE], "another member");
    // The steward: names of those signed up, and what the activity needs.
    let found = secrets.found(&app.person("beijing-steward").await, &all).await;
    assert_eq!(found, [NAME, CONTACT, CONTACT_PHONE, LINK, CANCEL], "the steward");
    // The secretary and the member themselves: all of it.
    for persona in ["beijing-secretary", "new:secret"] {
        assert_eq!(secrets.found(&app.person(persona).await, &all).await, all, "{persona}");
    }
    for text in all {
        assert!(!app.log().contains(text), "the log holds `{text}`");
    }
}

#[tokio::test]
async fn nothing_personal_lies_open_on_the_disk() {
    let secrets = scene().await;
    let found = guiyan_tests_service::disk::files_with(
        &secrets.app.data,
        &[NAME, PHONE, HOME, HOME_PHONE, SKILLS, AREA, BACK, CANCEL, CONTACT, CONTACT_PHONE],
    );
    assert!(found.is_empty(), "sealed, or not there: {found:?}");
}

#[tokio::test]
async fn the_districts_figures_are_for_the_district() {
    let secrets = scene().await;
    let officer = secrets.app.person("district-officer").await;
    let view: guiyan_core::view::DistrictView = officer.read("/v1/district").await;
    assert_eq!(view.branches.len(), 2);
    let here = view.branches.iter().find(|figures| figures.branch.id.as_str() == BEIJING);
    assert!(here.is_some_and(|figures| figures.received >= 1 && figures.activities >= 2));
    for persona in ["visitor", "beijing-secretary"] {
        let response = secrets.app.person(persona).await.get("/v1/district").await;
        problem::Problem::of(response).await.expect(403, "notAllowed");
    }
    let response = secrets.app.anonymous().get("/v1/district").await;
    problem::Problem::of(response).await.expect(401, "signInNeeded");
}
