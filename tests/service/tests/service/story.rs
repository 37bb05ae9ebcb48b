//! The founding article's story as one road: a Beijing member reports in, joins
//! a 乡友恳谈会, asks for a school place, is helped, offers a workshop investment
//! that lands in 智造产业园, returns and enters a village committee; the district
//! sees it in its figures. [S0]

use guiyan_core::{
    Outcome,
    branch::{
        activity::{ActivityCommand, ActivityKind},
        lead::{LandingForm, LeadCommand, LeadForm, LeadStage, MoveTo, TalentOutcome},
        member::{EndReason, HomeState, MemberCommand, MemberState, ReportForm},
        request::{RequestCommand, RequestKind, Urgency},
    },
    chain::MatterKind,
    ids::{LeadId, RequestId},
    need::{HomeIndustry, LeadKind, NeedCommand, NeedForm},
    recipient::Recipient,
    tally::Measure,
    time::{DAY, HOUR},
    view::{HeldLeadsView, HelpView, LeadsView, MattersPage, OverviewView, TownshipPage},
};
use guiyan_tests_service::{App, BEIJING, Launch, Person, make};

struct Cast {
    member: Person,
    secretary: Person,
    /// 秦峰镇, where the member comes from.
    home: Person,
    /// 西市街道, which answers for the workshops of this story.
    park: Person,
    schools: Person,
    district: Person,
}

#[tokio::test]
async fn the_founding_story() {
    let app = Launch::demo().start().await;
    let cast = cast(&app).await;
    let before: OverviewView = cast.district.read("/v1/district/overview").await;
    reports_in(&cast).await;
    joins_a_talk(&cast).await;
    finds_a_school_place(&cast).await;
    invests(&cast).await;
    comes_home(&cast).await;
    let after: OverviewView = cast.district.read("/v1/district/overview").await;
    figures(&before, &after);
    app.stop().await;
}

async fn cast(app: &App) -> Cast {
    Cast {
        member: app.person("new:阿明").await,
        secretary: app.person("beijing-secretary").await,
        home: app.person("qinfeng-liaison").await,
        park: app.person("xishi-liaison").await,
        schools: app.person("department-contact").await,
        district: app.person("district-officer").await,
    }
}

async fn reports_in(cast: &Cast) {
    let report = ReportForm { township: "qinfeng".into(), ..make::report("孙志明") };
    cast.member.report_in(BEIJING, report).await;
    let person = cast.member.id().await;
    cast.secretary.receive(BEIJING, person).await;

    let people: TownshipPage = cast.home.read("/v1/townships/qinfeng").await;
    let row = people.rows.iter().find(|row| row.person == person).expect("their township");
    assert_eq!(row.name.as_deref(), Some("孙志明"));
    assert!(matches!(row.home, HomeState::Waiting { .. }));
    cast.home.send(BEIJING, MemberCommand::AcknowledgeReportIn { person }).await;
    let mine = cast.member.me().await.report_ins.remove(0).report_in;
    assert_eq!(mine.state, MemberState::Received);
    assert!(matches!(mine.home, HomeState::Acknowledged { .. }), "both sides see the same");
}

async fn joins_a_talk(cast: &Cast) {
    let mut talk = make::activity_in(HOUR, "乡友恳谈会：回家看看", Some(20));
    talk.kind = Some(ActivityKind::HometownTalk);
    let activity = cast.secretary.publish(BEIJING, talk).await;
    assert_eq!(cast.member.sign_up(BEIJING, activity).await, Outcome::Confirmed { place: 1 });
    let person = cast.member.id().await;
    cast.secretary.send(BEIJING, ActivityCommand::CheckIn { activity, person }).await;
}

async fn finds_a_school_place(cast: &Cast) {
    let Cast { member, secretary, schools, .. } = cast;
    let ask = RequestCommand::AskForHelp {
        kind: Some(RequestKind::Schooling),
        urgency: Urgency::Urgent,
        text: "女儿九月升一年级，想回信州区上学。".into(),
        consent: Vec::new(),
    };
    let Outcome::RequestSubmitted { request } = member.send(BEIJING, ask).await.outcome else {
        panic!("a request");
    };
    // Nothing goes to anybody without a consent that names them. [PIPL §23]
    let recipient = Recipient::Department("education".parse().expect("an id"));
    let department = || "education".parse().expect("an id");
    let whistle = || RequestCommand::Whistle { request, department: department() };
    secretary.refused(BEIJING, whistle(), 409, "consentNeeded").await;
    assert!(!sees(schools, request).await, "not shown to the department yet");
    let question = RequestCommand::AskRequestConsent { request, recipient: recipient.clone() };
    secretary.send(BEIJING, question).await;
    let asked: HelpView = member.read(&format!("/v1/branches/{BEIJING}/help")).await;
    assert_eq!(asked.mine[0].questions.len(), 1, "the member is asked");
    let yes = RequestCommand::AnswerRequestConsent { request, recipient, agreed: true };
    member.send(BEIJING, yes).await;

    secretary.send(BEIJING, whistle()).await;
    assert!(sees(schools, request).await, "吹哨");
    secretary
        .refused(BEIJING, RequestCommand::ReportArrival { request }, 409, "reportsArrivalItself")
        .await;
    schools.send(BEIJING, RequestCommand::ReportArrival { request }).await;
    let note = "学位已落实，九月一日报到。".to_owned();
    schools.send(BEIJING, RequestCommand::ResolveRequest { request, note }).await;
    member.send(BEIJING, RequestCommand::RateRequest { request, rating: 5 }).await;
    let again = RequestCommand::RateRequest { request, rating: 1 };
    member.refused(BEIJING, again, 409, "alreadyRated").await;
}

async fn sees(person: &Person, request: RequestId) -> bool {
    let page: MattersPage = person.read("/v1/matters").await;
    let found = page.matters.iter().find(|matter| matter.id == Some(request.0));
    found.is_some_and(|matter| matter.kind == MatterKind::Request && matter.text.is_some())
}

async fn invests(cast: &Cast) {
    let Cast { member, secretary, park, district, .. } = cast;
    let details = NeedForm {
        lead_kind: Some(LeadKind::Funds),
        industry: Some(HomeIndustry::SmartManufacturing),
        subject: "智造产业园标准厂房".into(),
        text: "有现成厂房，欢迎入驻。".into(),
        township: "xishi".into(),
        amount_from: Some(1_000_000),
        amount_to: Some(20_000_000),
        until: make::now().plus(90 * DAY).day().to_string(),
    };
    let posted = district.send_home(NeedCommand::PostNeed { details }).await;
    let Outcome::NeedPosted { need } = posted.outcome else { panic!("a need: {posted:?}") };
    let lead = LeadForm {
        lead_kind: Some(LeadKind::Funds),
        industry: Some(HomeIndustry::SmartManufacturing),
        amount: Some(5_000_000),
        township: "xishi".into(),
        need: Some(need),
        note: "想把装配车间搬回家。".into(),
        ..LeadForm::default()
    };
    let office = Recipient::Township("xishi".parse().expect("an id"));
    let lead = submit(member, lead, vec![office.clone()]).await;
    let moved = |to, landing| LeadCommand::MoveLead {
        lead,
        to,
        reason: None,
        note: String::new(),
        landing,
    };
    park.refused(BEIJING, moved(MoveTo::InContact, None), 403, "notAllowed").await;
    secretary.send(BEIJING, moved(MoveTo::InContact, None)).await;
    secretary.send(BEIJING, LeadCommand::PassLead { lead, to: office }).await;
    let held: HeldLeadsView = park.read("/v1/leads").await;
    let row = held.leads.iter().find(|row| row.id == lead).expect("passed on");
    assert!(row.submitter.is_some() && row.can.handle);
    // The workshop is not signed for silently.
    park.refused(BEIJING, moved(MoveTo::Signed, None), 409, "reasonNeeded").await;
    park.send(BEIJING, moved(MoveTo::Negotiating, None)).await;
    park.send(BEIJING, moved(MoveTo::Signed, None)).await;
    let landing = LandingForm { amount: Some(4_800_000), jobs: Some(60), talent: None };
    park.send(BEIJING, moved(MoveTo::Landed, Some(landing))).await;

    let leads: LeadsView = member.read(&format!("/v1/branches/{BEIJING}/leads")).await;
    let mine = leads.mine.iter().find(|mine| mine.id == lead).expect("their own");
    assert_eq!(mine.stage, LeadStage::Landed);
    assert_eq!(mine.holder.name.zh, "西市街道", "they see who holds it");
    assert_eq!(mine.landing.map(|landing| landing.amount), Some(4_800_000));
}

async fn comes_home(cast: &Cast) {
    let Cast { member, secretary, .. } = cast;
    let form = LeadForm {
        lead_kind: Some(LeadKind::Talent),
        industry: Some(HomeIndustry::Other),
        township: "qinfeng".into(),
        note: "想回村里做事。".into(),
        ..LeadForm::default()
    };
    let lead = submit(member, form, Vec::new()).await;
    for to in [MoveTo::InContact, MoveTo::Negotiating, MoveTo::Signed, MoveTo::Landed] {
        let talent = Some(TalentOutcome::VillageCommittee);
        let landing = LandingForm { amount: Some(0), jobs: Some(0), talent };
        let landing = (to == MoveTo::Landed).then_some(landing);
        let (reason, note) = (None, String::new());
        secretary.send(BEIJING, LeadCommand::MoveLead { lead, to, reason, note, landing }).await;
    }
    let (reason, note) = (EndReason::ReturnedHome, String::new());
    member.send(BEIJING, MemberCommand::EndReportIn { person: None, reason, note }).await;
    assert_eq!(member.me().await.report_ins[0].report_in.state, MemberState::Ended);
    let leads: LeadsView = member.read(&format!("/v1/branches/{BEIJING}/leads")).await;
    assert_eq!(leads.mine.len(), 2, "their leads stay theirs");
}

async fn submit(member: &Person, lead: LeadForm, consent: Vec<Recipient>) -> LeadId {
    let submit = LeadCommand::SubmitLead { lead, invited: false, notice: None, consent };
    match member.send(BEIJING, submit).await.outcome {
        Outcome::LeadSubmitted { lead } => lead,
        outcome => panic!("submitted, and the answer was {outcome:?}"),
    }
}

fn figures(before: &OverviewView, after: &OverviewView) {
    let sum = |view: &OverviewView, measure: Measure| -> i64 {
        let branch = view.branches.iter().find(|it| it.branch.id.as_str() == BEIJING);
        let months = branch.expect("Beijing").months.iter().flat_map(|month| &month.figures);
        months.filter(|figure| figure.measure == measure).map(|figure| figure.value).sum()
    };
    for (measure, more) in [
        (Measure::MembersReceived, 1),
        (Measure::ReportInsAcknowledged, 1),
        (Measure::ReportInsEnded, 1),
        (Measure::ActivitiesPublished, 1),
        (Measure::CheckIns, 1),
        (Measure::HourTenths, 25),
        (Measure::RequestsReceived, 1),
        (Measure::RequestsClosed, 1),
        (Measure::Whistles, 1),
        (Measure::ArrivalsInTarget, 1),
        (Measure::RatingsGood, 1),
        (Measure::LeadsSubmitted, 2),
        (Measure::LeadsLanded, 2),
        (Measure::AmountLanded, 4_800_000),
        (Measure::JobsLanded, 60),
        (Measure::TalentVillageCommittee, 1),
    ] {
        assert_eq!(sum(after, measure) - sum(before, measure), more, "{measure}");
    }
    // Others' figures stand beside, with office and period, and never among them.
    assert_eq!(after.references.len(), 2);
    assert_eq!(after.references[0].received, 11_249);
    assert!(after.references.iter().all(|it| !it.office.zh.is_empty() && !it.period.zh.is_empty()));
}
