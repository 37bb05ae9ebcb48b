//! Bad input around leads and help: sums that are none, stages skipped in
//! silence, consents withdrawn in the middle, departments that are not there,
//! long stories, attachments.

use guiyan_core::{
    Command, Outcome,
    branch::{
        lead::{JumpReason, LandingForm, LeadCommand, LeadForm, MoveTo},
        request::{RequestCommand, RequestKind, SpotCategory, Urgency},
    },
    ids::{LeadId, NeedId, RequestId},
    need::{HomeIndustry, LeadKind, NeedCloseReason, NeedCommand, NeedForm},
    recipient::Recipient,
    time::DAY,
};
use guiyan_tests_service::{App, BEIJING, Launch, Person, Problem, YIWU, make};
use serde_json::{Value, json};

fn lead(amount: Option<i64>) -> LeadForm {
    LeadForm {
        lead_kind: Some(LeadKind::Funds),
        industry: Some(HomeIndustry::SmartManufacturing),
        amount,
        ..LeadForm::default()
    }
}

fn submit(lead: LeadForm) -> LeadCommand {
    LeadCommand::SubmitLead { lead, invited: false, notice: None, consent: Vec::new() }
}

fn step(lead: LeadId, to: MoveTo, reason: Option<JumpReason>) -> LeadCommand {
    LeadCommand::MoveLead { lead, to, reason, note: String::new(), landing: None }
}

async fn submitted(member: &Person, consent: Vec<Recipient>) -> LeadId {
    let lead = lead(Some(1_000));
    let command = LeadCommand::SubmitLead { lead, invited: false, notice: None, consent };
    match member.send(BEIJING, command).await.outcome {
        Outcome::LeadSubmitted { lead } => lead,
        outcome => panic!("{outcome:?}"),
    }
}

async fn asked(member: &Person, consent: Vec<Recipient>) -> RequestId {
    let (urgency, text) = (Urgency::Normal, "孩子上学".to_owned());
    let kind = Some(RequestKind::Schooling);
    let ask = RequestCommand::AskForHelp { kind, urgency, text, consent };
    match member.send(BEIJING, ask).await.outcome {
        Outcome::RequestSubmitted { request } => request,
        outcome => panic!("{outcome:?}"),
    }
}

fn office(id: &str) -> Recipient {
    Recipient::Department(id.parse().expect("an id"))
}

async fn people(app: &App) -> (Person, Person) {
    (app.person("beijing-member").await, app.person("beijing-secretary").await)
}

#[tokio::test]
async fn sums_and_stories_have_their_limits() {
    let app = Launch::demo().start().await;
    let (member, secretary) = people(&app).await;
    for amount in [-1, 0, 1_000_000_000_000_000, i64::MIN, i64::MAX] {
        let problem =
            member.refused(BEIJING, submit(lead(Some(amount))), 422, "invalidFields").await;
        assert_eq!(problem.issues(), [("amount", "outOfRange")], "{amount}");
    }
    let long = LeadForm { note: "长".repeat(5_000), ..lead(None) };
    let problem = member.refused(BEIJING, submit(long), 422, "invalidFields").await;
    assert_eq!(problem.issues(), [("note", "tooLong")]);
    let problem = member.refused(BEIJING, submit(LeadForm::default()), 422, "invalidFields").await;
    assert_eq!(problem.issues(), [("leadKind", "required"), ("industry", "required")]);

    let text = "长".repeat(5_000);
    let (kind, urgency) = (Some(RequestKind::Housing), Urgency::Normal);
    let ask = RequestCommand::AskForHelp { kind, urgency, text, consent: Vec::new() };
    let problem = member.refused(BEIJING, ask, 422, "invalidFields").await;
    assert_eq!(problem.issues(), [("text", "tooLong")]);
    let spot = RequestCommand::ReportSpot {
        spot_category: Some(SpotCategory::Traffic),
        urgency,
        place: String::new(),
        text: "灯不亮".into(),
        consent: Vec::new(),
    };
    let problem = member.refused(BEIJING, spot, 422, "invalidFields").await;
    assert_eq!(problem.issues(), [("place", "required")]);

    let signed = submitted(&member, Vec::new()).await;
    let (to, reason) = (MoveTo::Landed, Some(JumpReason::AgreedDirectly));
    let landing = Some(LandingForm { amount: Some(-5), jobs: Some(-1), talent: None });
    let land = LeadCommand::MoveLead { lead: signed, to, reason, note: String::new(), landing };
    let problem = secretary.refused(BEIJING, land, 422, "invalidFields").await;
    assert_eq!(problem.issues(), [("amount", "outOfRange"), ("jobs", "outOfRange")]);
}

#[tokio::test]
async fn one_person_has_so_many_open_and_no_more() {
    let app = Launch::demo().start().await;
    let (member, _) = people(&app).await;
    let until_refused = async |command: &dyn Fn() -> Command, code: &str| {
        for made in 0..100 {
            if let Err(problem) = member.try_send(BEIJING, command()).await {
                let problem = problem.expect(409, code);
                let told = [&*problem.title, &problem.detail, &problem.next].concat();
                assert!(told.contains("上限") && told.contains("撤回"), "{problem:?}");
                return made;
            }
        }
        panic!("a hundred of them were taken");
    };
    // Some of the sample people have a few open already.
    let made = until_refused(&|| submit(lead(Some(1_000))).into(), "leadLimitReached").await;
    assert!((1..=20).contains(&made), "{made} leads");
    let ask = || RequestCommand::AskForHelp {
        kind: Some(RequestKind::Housing),
        urgency: Urgency::Normal,
        text: "想租房".into(),
        consent: Vec::new(),
    };
    let made = until_refused(&|| ask().into(), "requestLimitReached").await;
    assert!((1..=10).contains(&made), "{made} requests");
    // What is wrong with a form is told by the form's own name for it.
    let other = app.person("yiwu-member").await;
    let ask = RequestCommand::AskForHelp {
        kind: None,
        urgency: Urgency::Normal,
        text: "想租房".into(),
        consent: Vec::new(),
    };
    let problem = other.refused(YIWU, ask, 422, "invalidFields").await;
    assert_eq!(problem.issues(), [("helpKind", "required")]);
}

#[tokio::test]
async fn attachments_are_not_taken() {
    let app = Launch::demo().start().await;
    let (member, _) = people(&app).await;
    let bodies = [
        json!({ "type": "askForHelp", "kind": "housing", "text": "找房", "attachment": "x.jpg" }),
        json!({ "type": "reportSpot", "spotCategory": "traffic", "place": "路口", "text": "灯坏",
            "photo": "data:image/png;base64,AAAA" }),
        json!({ "type": "submitLead", "lead": { "leadKind": "funds", "industry": "other",
            "idNumber": "110" } }),
    ];
    for mut body in bodies {
        body["id"] = json!(make::command_id());
        let response = member.post(&format!("/v1/branches/{BEIJING}/commands"), &body).await;
        let problem = Problem::of(response).await.expect(400, "malformed");
        assert!(problem.detail.contains("unknown field"), "{problem:?}");
    }
}

#[tokio::test]
async fn nothing_jumps_in_silence_and_nothing_unknown_is_found() {
    let app = Launch::demo().start().await;
    let (member, secretary) = people(&app).await;
    let own = submitted(&member, Vec::new()).await;
    secretary.refused(BEIJING, step(own, MoveTo::Signed, None), 409, "reasonNeeded").await;
    member.refused(BEIJING, step(own, MoveTo::InContact, None), 403, "notAllowed").await;
    let reason = Some(JumpReason::Other);
    let problem =
        secretary.refused(BEIJING, step(own, MoveTo::Signed, reason), 422, "invalidFields").await;
    assert_eq!(problem.issues(), [("note", "required")]);

    let nothing = make::command_id();
    let (unknown, gone) = (LeadId::from(nothing), RequestId::from(nothing));
    secretary.refused(BEIJING, step(unknown, MoveTo::InContact, None), 404, "unknownLead").await;
    let arrive = RequestCommand::ReportArrival { request: gone };
    secretary.refused(BEIJING, arrive, 404, "unknownRequest").await;
    let answers = LeadForm { need: Some(NeedId::from(nothing)), ..lead(None) };
    member.refused(BEIJING, submit(answers), 404, "unknownNeed").await;
    let to = LeadCommand::PassLead { lead: own, to: office("no-such-office") };
    secretary.refused(BEIJING, to, 404, "unknownRecipient").await;
    let request = asked(&member, vec![office("education")]).await;
    let department = "no-such-office".parse().expect("an id");
    let whistle = RequestCommand::Whistle { request, department };
    secretary.refused(BEIJING, whistle, 404, "unknownDepartment").await;

    let officer = app.person("district-officer").await;
    let (need, reason) = (NeedId::from(nothing), NeedCloseReason::Met);
    let close = officer.try_send_home(NeedCommand::CloseNeed { need, reason }).await;
    close.expect_err("no such need").expect(404, "unknownNeed");
    // What is for the district is not for a branch, and the other way round.
    officer.refused(BEIJING, NeedCommand::CloseNeed { need, reason }, 403, "notAllowed").await;
    let lost = member.try_send_home(submit(lead(None))).await;
    lost.expect_err("for a branch").expect(403, "notAllowed");
}

#[tokio::test]
async fn a_consent_withdrawn_in_the_middle_stops_the_next_step() {
    let app = Launch::demo().start().await;
    let (member, secretary) = people(&app).await;
    let schools = app.person("department-contact").await;
    let recipient = || office("education");
    let own = submitted(&member, vec![recipient()]).await;
    secretary.send(BEIJING, step(own, MoveTo::InContact, None)).await;
    secretary.send(BEIJING, LeadCommand::PassLead { lead: own, to: recipient() }).await;
    let withdraw = LeadCommand::WithdrawLeadConsent { lead: own, recipient: recipient() };
    member.send(BEIJING, withdraw).await;
    schools.refused(BEIJING, step(own, MoveTo::Negotiating, None), 409, "consentWithdrawn").await;
    let ask = LeadCommand::AskLeadConsent { lead: own, recipient: recipient() };
    secretary.refused(BEIJING, ask, 409, "consentRefused").await;

    let request = asked(&member, vec![recipient()]).await;
    let department = || "education".parse().expect("an id");
    let whistle = || RequestCommand::Whistle { request, department: department() };
    secretary.send(BEIJING, whistle()).await;
    let recipient = recipient();
    let withdraw = RequestCommand::WithdrawRequestConsent { request, recipient };
    member.send(BEIJING, withdraw).await;
    let arrive = RequestCommand::ReportArrival { request };
    schools.refused(BEIJING, arrive, 409, "consentWithdrawn").await;
    let again = secretary.try_send(BEIJING, whistle()).await.expect_err("no consent");
    assert_eq!(again.status, 409, "{again:?}");
    let rate = RequestCommand::RateRequest { request, rating: 6 };
    let problem = member.refused(BEIJING, rate, 422, "invalidFields").await;
    assert_eq!(problem.issues(), [("rating", "outOfRange")]);
}

#[tokio::test]
async fn a_need_closed_on_the_way_lets_its_leads_go_on() {
    let app = Launch::demo().start().await;
    let (member, secretary) = people(&app).await;
    let liaison = app.person("qinfeng-liaison").await;
    let details = NeedForm {
        lead_kind: Some(LeadKind::Funds),
        industry: Some(HomeIndustry::CultureTourism),
        subject: "民宿合作".into(),
        text: "老屋改造。".into(),
        township: "qinfeng".into(),
        until: make::now().plus(10 * DAY).day().to_string(),
        ..NeedForm::default()
    };
    let other = NeedForm { township: "xishi".into(), ..details.clone() };
    let problem = liaison.try_send_home(NeedCommand::PostNeed { details: other }).await;
    let problem = problem.expect_err("another township").expect(422, "invalidFields");
    assert_eq!(problem.issues(), [("township", "notAChoice")]);
    let outcome = liaison.send_home(NeedCommand::PostNeed { details }).await.outcome;
    let Outcome::NeedPosted { need } = outcome else { panic!("{outcome:?}") };
    let answers = || submit(LeadForm { need: Some(need), ..lead(Some(9)) });
    let outcome = member.send(BEIJING, answers()).await.outcome;
    let Outcome::LeadSubmitted { lead } = outcome else { panic!("{outcome:?}") };
    secretary.send(BEIJING, step(lead, MoveTo::InContact, None)).await;
    secretary.send(BEIJING, step(lead, MoveTo::Negotiating, None)).await;
    let reason = NeedCloseReason::Changed;
    liaison.send_home(NeedCommand::CloseNeed { need, reason }).await;
    member.refused(BEIJING, answers(), 409, "needClosed").await;
    secretary.send(BEIJING, step(lead, MoveTo::Signed, None)).await;
}

#[tokio::test]
async fn who_is_not_received_asks_nothing_and_offers_nothing() {
    let app = Launch::demo().start().await;
    let stranger = app.person("new:生人").await;
    stranger.refused(BEIJING, submit(lead(None)), 409, "leadMembersOnly").await;
    let kinds = [RequestKind::Legal].into();
    let offer = RequestCommand::OfferHelp { kinds };
    stranger.refused(BEIJING, offer, 409, "receivedMembersOnly").await;
    // Whom a member invited says who they are and agrees to the notice.
    let invited = LeadCommand::SubmitLead {
        lead: lead(None),
        invited: true,
        notice: None,
        consent: Vec::new(),
    };
    let problem = stranger.refused(BEIJING, invited, 422, "invalidFields").await;
    let fields: Vec<&str> = problem.issues().into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["contactName", "contactPhone", "consent"]);
}

#[tokio::test]
async fn questions_that_are_none_are_told_so() {
    let app = Launch::demo().start().await;
    let secretary = app.person("beijing-secretary").await;
    for wrong in ["stage=sold", "cursor=1", "page=2", "stage=landed&stage=landed"] {
        let response = secretary.get(&format!("/v1/branches/{BEIJING}/leads?{wrong}")).await;
        Problem::of(response).await.expect(400, "malformed");
    }
    for wrong in ["cursor=-1", "cursor=x", "q=1"] {
        let response = secretary.get(&format!("/v1/matters?{wrong}")).await;
        Problem::of(response).await.expect(400, "malformed");
    }
    for path in ["leads", "help", "registers/members.csv"] {
        let response = secretary.get(&format!("/v1/branches/nowhere/{path}")).await;
        Problem::of(response).await.expect(404, "unknownBranch");
    }
    let landed: Value =
        secretary.read(&format!("/v1/branches/{BEIJING}/leads?stage=landed&cursor=")).await;
    let rows = landed["desk"]["rows"].as_array().expect("rows");
    assert!(!rows.is_empty() && rows.iter().all(|row| row["stage"] == "landed"));
}
