//! 求助与吹哨报到, step by step.

use guiyan_core::{
    Command, District, Event, Outcome,
    branch::request::{
        Clock, RequestCommand, RequestEvent, RequestKind, RequestText, ReturnReason, Stage, Urgency,
    },
    caller::Caller,
    chain::{Holder, Level},
    command::DistrictCommand,
    ids::StreamId,
    personal::Personal,
    recipient::Recipient,
    refusal::{Field, FieldIssue},
    testing::*,
    text::Issue,
    view,
};

use crate::members::{beijing_of, me};

pub(crate) const T: &str = "2026-11-01T10:00";
/// Two hours after it: an urgent request is to be passed on by then.
pub(crate) const DUE: &str = "2026-11-01T12:00";
pub(crate) const WHISTLED_UNTIL: &str = "2026-11-01T10:10";
pub(crate) const RESOLVE_BY: &str = "2026-11-04T10:00";

fn ask(text: &str, consent: impl Into<Vec<Recipient>>) -> RequestCommand {
    RequestCommand::AskForHelp {
        kind: Some(RequestKind::Schooling),
        urgency: Urgency::Urgent,
        text: text.into(),
        consent: consent.into(),
    }
}

#[test]
fn a_request_without_a_kind_is_told_by_its_own_name() {
    let command = RequestCommand::AskForHelp {
        kind: None,
        urgency: Urgency::Normal,
        text: "想租房".into(),
        consent: vec![],
    };
    let refusal = asked([], vec![]).when(&me(1), command).then_refused("invalidFields");
    let guiyan_core::Refusal::InvalidFields { fields } = refusal else { panic!() };
    assert_eq!(fields, [FieldIssue { field: Field::HelpKind, issue: Issue::Required }]);
    assert_eq!(fields[0].sentence(guiyan_core::caller::Lang::Zh), "请选择求助类别。");
}

fn whistle(department: &str) -> RequestCommand {
    RequestCommand::Whistle { request: request_id(1), department: department_id(department) }
}

fn arrive() -> RequestCommand {
    RequestCommand::ReportArrival { request: request_id(1) }
}

pub(crate) fn resolve() -> RequestCommand {
    RequestCommand::ResolveRequest { request: request_id(1), note: "已联系学校".into() }
}

fn settle() -> Command {
    DistrictCommand::Settle.into()
}

/// Members 1 and 2; 1 has asked for help, agreeing to those recipients.
pub(crate) fn asked(consents: impl Into<Vec<Recipient>>, more: Vec<Event>) -> Given {
    let members = [1, 2].into_iter().flat_map(|number| [reported(number), received(number)]);
    let events = members.chain([asked_for_help(1, 1, consents, DUE)]).chain(more);
    given([]).and(&beijing(), events.map(|event| (T, event)))
}

pub(crate) fn education() -> Vec<Recipient> {
    vec![to_department("education")]
}

pub(crate) fn whistled_and_arrived() -> Vec<Event> {
    vec![whistled(1, "education", WHISTLED_UNTIL), arrived(1, "education", RESOLVE_BY)]
}

fn returned(reason: ReturnReason, by: Option<u128>, due: &str) -> Event {
    RequestEvent::RequestReturned {
        request: request_id(1),
        by: by.map(person),
        reason,
        due: at(due),
    }
    .into()
}

#[test]
fn a_received_member_asks_and_names_who_else_may_see_it() {
    let consent = [Recipient::Helpers, to_department("education"), to_department("education")];
    let mut expected = asked_for_help(99, 1, [to_department("education"), Recipient::Helpers], DUE);
    if let Event::Request(RequestEvent::RequestSubmitted { text, .. }) = &mut expected {
        let written = RequestText { text: "孩子要转学".into(), place: None };
        *text = Personal::new(person(1), written);
    }
    let decision = given([(T, reported(1)), (T, received(1))])
        .when(&me(1), ask("孩子要转学", consent))
        .then([expected]);
    assert_eq!(decision.outcome, Outcome::RequestSubmitted { request: request_id(99) });
}

#[test]
fn who_is_not_received_asks_later() {
    let waiting = || given([(T, reported(1))]);
    waiting().when(&me(1), ask("孩子要转学", [])).then_refused("receivedMembersOnly");
    waiting().when(&Caller::anonymous(), ask("孩子要转学", [])).then_refused("signInNeeded");
}

#[test]
fn a_text_too_long_is_refused_clearly() {
    let member = || given([(T, reported(1)), (T, received(1))]);
    for (length, fine) in [(1, false), (2, true), (1_000, true), (1_001, false), (5_000, false)] {
        let result = member().when(&me(1), ask(&"难".repeat(length), [])).result();
        assert_eq!(result.is_ok(), fine, "{length}");
    }
    let refusal = member().when(&me(1), ask(&"难".repeat(5_000), [])).then_refused("invalidFields");
    let issue = FieldIssue { field: Field::Text, issue: Issue::TooLong { max: 1_000 } };
    assert_eq!(refusal, vec![issue].into());
}

#[test]
fn one_names_only_whom_the_branch_can_turn_to() {
    let member = || given([(T, reported(1)), (T, received(1))]);
    for wrong in [to_township("xishi"), to_department("not-there"), Recipient::Person(person(2))] {
        let refusal =
            member().when(&me(1), ask("孩子要转学", [wrong])).then_refused("invalidFields");
        let issue = FieldIssue { field: Field::Consent, issue: Issue::NotAChoice };
        assert_eq!(refusal, vec![issue].into());
    }
    member().when(&me(1), ask("孩子要转学", [to_township("qinfeng")])).result().unwrap();
    member().when(&me(1), ask("孩子要转学", [to_department("hotline-12345")])).result().unwrap();
}

#[test]
fn nobody_is_whistled_to_without_consent() {
    let officer = secretary(&beijing());
    asked([], vec![]).when(&officer, whistle("education")).then_refused("consentNeeded");
    asked(education(), vec![]).when(&officer, whistle("investment")).then_refused("consentNeeded");
    asked(education(), vec![])
        .when(&officer, whistle("not-there"))
        .then_refused("unknownDepartment");
    asked(education(), vec![]).when(&me(1), whistle("education")).then_refused("notAllowed");
    asked(education(), vec![]).when(&officer, whistle("education")).then([whistled(
        1,
        "education",
        WHISTLED_UNTIL,
    )]);
}

#[test]
fn the_member_is_asked_once_and_the_branchs_time_stands_still() {
    let (request, officer) = (request_id(1), secretary(&beijing()));
    let recipient = || to_department("education");
    let ask = || RequestCommand::AskRequestConsent { request, recipient: recipient() };
    let answer =
        |agreed| RequestCommand::AnswerRequestConsent { request, recipient: recipient(), agreed };
    let question: Event =
        RequestEvent::RequestConsentAsked { request, by: person(900), recipient: recipient() }
            .into();
    asked([], vec![]).when(&officer, ask()).then([question.clone()]);
    let pending = || asked([], vec![question.clone()]);
    pending().when(&officer, ask()).then_refused("consentAsked");
    // Nothing climbs while the member thinks about it.
    pending().at("2026-11-09T10:00").when_to(&StreamId::District, &officer, settle()).then([]);
    let given_then: Event = RequestEvent::RequestConsentGiven {
        request,
        recipient: recipient(),
        clock: Clock::Starts { due: at("2026-11-02T12:00") },
    }
    .into();
    pending().at("2026-11-02T10:00").when(&me(1), answer(true)).then([given_then]);
    let refused: Event = RequestEvent::RequestConsentRefused {
        request,
        recipient: recipient(),
        clock: Clock::Starts { due: at(DUE) },
    }
    .into();
    pending().when(&me(1), answer(false)).then([refused.clone()]);
    let said_no = || asked([], vec![question.clone(), refused.clone()]);
    said_no().when(&officer, ask()).then_refused("consentRefused");
    said_no().when(&officer, whistle("education")).then_refused("consentRefused");
    said_no().when(&me(1), answer(false)).then_refused("noConsentQuestion");
    // They may still agree by themselves.
    said_no().when(&me(1), answer(true)).result().unwrap();
    pending().when(&me(2), answer(true)).then_refused("notAllowed");
}

#[test]
fn a_department_in_guiyan_arrives_by_itself_and_in_time_or_not() {
    let called = || asked(education(), vec![whistled(1, "education", WHISTLED_UNTIL)]);
    let contact = department_contact("education");
    called().at(WHISTLED_UNTIL).when(&contact, arrive()).result().unwrap();
    called().when(&contact, arrive()).then([arrived(1, "education", RESOLVE_BY)]);
    called().when(&secretary(&beijing()), arrive()).then_refused("reportsArrivalItself");
    called().when(&department_contact("investment"), arrive()).then_refused("notAllowed");
    called().when(&me(1), arrive()).then_refused("notAllowed");
}

#[test]
fn an_arrival_after_the_target_is_late() {
    let late = asked(education(), vec![whistled(1, "education", WHISTLED_UNTIL)])
        .at("2026-11-01T10:11")
        .when(&department_contact("education"), arrive())
        .result()
        .unwrap();
    let events: Vec<&Event> = late.events.iter().map(|(_, event)| event).collect();
    // What was overdue climbs first, with codes only.
    let [Event::Request(climbed), Event::Request(RequestEvent::Arrived { in_target, .. })] =
        events[..]
    else {
        panic!("{events:?}")
    };
    assert!(!in_target);
    let expected = RequestEvent::StepOverdue {
        request: request_id(1),
        kind: RequestKind::Schooling,
        holder: Holder::Department(department_id("education")),
        since: at(T),
        level: Level::Township,
        next: Some(at("2026-11-02T10:11")),
    };
    assert_eq!(*climbed, expected);
}

#[test]
fn the_branch_records_for_those_who_are_not_in_guiyan() {
    let to = [to_department("hotline-12345"), to_department("housing")];
    for department in ["hotline-12345", "housing"] {
        let called = || asked(to.clone(), vec![whistled(1, department, WHISTLED_UNTIL)]);
        let result = called().when(&secretary(&beijing()), arrive()).result().unwrap();
        let (_, event) = &result.events[0];
        let Event::Request(RequestEvent::Arrived { recorded, by, .. }) = event else {
            panic!("{event:?}")
        };
        assert!(*recorded && *by == person(900));
        called().when(&department_contact(department), arrive()).then_refused("notAllowed");
        let district = called().when(&secretary(&beijing()), arrive()).then_state();
        let waits = |district: &District| {
            let (page, _) = view::matters(district, &secretary(&beijing()), at(T), None).unwrap();
            (page.matters[0].waits_for_me, page.matters[0].recorded)
        };
        assert_eq!(waits(&called().district()), (true, false), "nobody else can take the step");
        assert_eq!(waits(&district), (true, true));
    }
}

#[test]
fn a_withdrawn_consent_stops_the_next_step_on_both_sides() {
    let (request, recipient) = (request_id(1), to_department("education"));
    let withdraw = || RequestCommand::WithdrawRequestConsent {
        request,
        recipient: to_department("education"),
    };
    let withdrawn: Event = RequestEvent::RequestConsentWithdrawn { request, recipient }.into();
    let back = returned(ReturnReason::ConsentWithdrawn, None, DUE);
    let contact = department_contact("education");
    let events = || vec![whistled(1, "education", WHISTLED_UNTIL)];
    asked(education(), events()).when(&me(1), withdraw()).then([withdrawn.clone(), back.clone()]);
    asked(education(), vec![]).when(&me(1), withdraw()).then([withdrawn.clone()]);
    let mut stopped = events();
    stopped.extend([withdrawn, back]);
    let stopped = || asked(education(), stopped.clone());
    stopped().when(&contact, arrive()).then_refused("consentWithdrawn");
    let resolve = || RequestCommand::ResolveRequest { request, note: "办好了".to_owned() };
    stopped().when(&contact, resolve()).then_refused("consentWithdrawn");
    stopped().when(&department_contact("housing"), resolve()).then_refused("notAllowed");
    stopped().when(&secretary(&beijing()), whistle("education")).then_refused("consentRefused");
    stopped().when(&me(1), withdraw()).then_refused("noConsent");
    let district = stopped().district();
    let shown = beijing_of(&district).requests.get(&request).unwrap();
    assert_eq!(shown.stage, Stage::Submitted);
    assert!(!shown.shown_to(&department_id("education")));
}

#[test]
fn overdue_steps_climb_to_the_township_and_then_to_the_district() {
    let officer = secretary(&beijing());
    let climbed = |holder, level, next: Option<&str>| -> Event {
        RequestEvent::StepOverdue {
            request: request_id(1),
            kind: RequestKind::Schooling,
            holder,
            since: at(T),
            level,
            next: next.map(at),
        }
        .into()
    };
    let branch = || Holder::Branch("xinzhou-beijing".parse().unwrap());
    let settle_at =
        |given: Given, time| given.at(time).when_to(&StreamId::District, &officer, settle());
    settle_at(asked([], vec![]), "2026-11-01T11:59").then([]);
    let first = climbed(branch(), Level::Township, Some("2026-11-02T12:00"));
    settle_at(asked([], vec![]), DUE).then([first.clone()]);
    let once = || asked([], vec![first.clone()]);
    settle_at(once(), "2026-11-02T11:59").then([]);
    let second = climbed(branch(), Level::District, None);
    settle_at(once(), "2026-11-02T12:00").then([second.clone()]);
    settle_at(asked([], vec![first.clone(), second]), "2026-12-02T12:00").then([]);
}

#[test]
fn a_department_taken_off_the_list_gives_back_what_it_had() {
    let district = asked(education(), vec![whistled(1, "education", WHISTLED_UNTIL)]).district();
    let mut charter = sample_charter();
    charter.departments.retain(|department| department.id.as_str() != "education");
    let mut without = guiyan_core::District::new(std::sync::Arc::new(charter));
    without.install([beijing_of(&district).clone()]);
    // It shows its id until then.
    let request = beijing_of(&without).requests.get(&request_id(1)).unwrap();
    assert_eq!(request.stage.department(), Some(&department_id("education")));
    assert_eq!(without.next_due(), Some(at(T)));
    let settled = || given([]).in_district(without.clone()).at("2026-11-01T10:05");
    let back = returned(ReturnReason::DepartmentGone, None, "2026-11-01T12:05");
    settled().when_to(&StreamId::District, &district_officer(), settle()).then([back.clone()]);
    let contact = department_contact("education");
    settled().when(&contact, arrive()).then_refused("notAllowed");
    settled().when(&secretary(&beijing()), whistle("education")).then_refused("unknownDepartment");
}
