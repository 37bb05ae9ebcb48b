//! 报到: submitted, received, sent back, corrected, ended, again.

use guiyan_core::{
    Claim, Outcome, Refusal,
    branch::member::{
        Category, Consent, EndReason, MemberCommand, MemberEvent, MemberState, ReportForm,
        SendBackReason, StepKind,
    },
    caller::Caller,
    decider::ClaimChange,
    personal::Personal,
    refusal::{Field, FieldIssue},
    testing::*,
    text::Issue,
};

pub(crate) fn report_in(number: u128) -> MemberCommand {
    MemberCommand::ReportIn { report: report_form_of(number), consent: consent() }
}

pub(crate) fn receive(number: u128) -> MemberCommand {
    MemberCommand::ReceiveMember { person: person(number) }
}

pub(crate) fn send_back(number: u128, reason: SendBackReason, note: &str) -> MemberCommand {
    MemberCommand::SendBackReportIn { person: person(number), reason, note: note.into() }
}

pub(crate) fn end(number: Option<u128>, note: &str) -> MemberCommand {
    let reason = EndReason::ReturnedHome;
    MemberCommand::EndReportIn { person: number.map(person), reason, note: note.into() }
}

pub(crate) fn me(number: u128) -> Caller {
    Caller::person(person(number))
}

#[test]
fn a_visitor_reports_in_and_takes_the_claim() {
    let decision = given([]).when(&me(1), report_in(1)).then([reported(1)]);
    assert_eq!(decision.outcome, Outcome::ReportInSubmitted);
    assert_eq!(decision.claims, [ClaimChange::Take(Claim::ActiveReportIn(person(1)))]);
    assert_eq!(decision.erase, None);
}

#[test]
fn a_report_in_keeps_what_was_agreed_to() {
    let decision = given([]).when(&me(1), report_in(1)).result().unwrap();
    let (_, event) = &decision.events[0];
    let guiyan_core::Event::Member(MemberEvent::ReportInSubmitted {
        consent, codes, report, ..
    }) = event
    else {
        panic!("{event:?}")
    };
    assert_eq!(consent.notice, "2026-11");
    assert_eq!(consent.recipient.as_str(), "qinfeng");
    assert_eq!(codes.category, Category::Full);
    assert_eq!(report.owner(), Some(person(1)));
}

#[test]
fn nobody_reports_in_without_signing_in() {
    given([]).when(&Caller::anonymous(), report_in(1)).then_refused("signInNeeded");
}

#[test]
fn consent_is_asked_for_with_the_notice_of_today() {
    let refused = |agreed, notice: &str, issue| {
        let consent = Consent { agreed, notice: notice.into() };
        let command = MemberCommand::ReportIn { report: report_form(), consent };
        let refusal = given([]).when(&me(1), command).then_refused("invalidFields");
        let expected = FieldIssue { field: Field::Consent, issue };
        assert_eq!(refusal, Refusal::InvalidFields { fields: vec![expected] });
    };
    refused(false, "2026-11", Issue::NotAgreed);
    refused(false, "", Issue::NotAgreed);
    refused(true, "2026-10", Issue::NoticeChanged);
    refused(true, "", Issue::NoticeChanged);
}

#[test]
fn all_issues_of_a_form_are_told_at_once() {
    let consent = Consent { agreed: false, notice: "2026-11".into() };
    let command = MemberCommand::ReportIn { report: ReportForm::default(), consent };
    let refusal = given([]).when(&me(1), command).then_refused("invalidFields");
    let Refusal::InvalidFields { fields } = refusal else { panic!("{refusal:?}") };
    let names: Vec<&str> = fields.iter().map(|issue| issue.field.name()).collect();
    let expected = [
        "name",
        "phone",
        "category",
        "homeBranch",
        "township",
        "leftOn",
        "city",
        "area",
        "reason",
        "industry",
        "consent",
    ];
    assert_eq!(names, expected);
}

#[test]
fn what_waits_or_came_back_is_corrected_and_keeps_its_claim() {
    for before in [vec![reported(1)], vec![reported(1), sent_back(1, "电话不通")]] {
        let form = ReportForm { phone: "13900000009".into(), ..report_form_of(1) };
        let before = before.into_iter().map(|event| ("2026-11-01T10:00", event));
        let command = MemberCommand::ReportIn { report: form.clone(), consent: consent() };
        let decision = given(before).when(&me(1), command).then([reported_with(1, &form)]);
        assert_eq!(decision.outcome, Outcome::ReportInSubmitted);
        assert_eq!(decision.claims, []);
    }
}

#[test]
fn a_received_report_in_is_not_reported_again() {
    given([("2026-11-01T10:00", reported(1)), ("2026-11-01T11:00", received(1))])
        .when(&me(1), report_in(1))
        .then_refused("alreadyReceived");
}

#[test]
fn one_report_in_at_a_time_across_branches() {
    given([("2026-11-01T10:00", reported(1))])
        .when_to(&yiwu(), &me(1), report_in(1))
        .then_refused("alreadyReportedIn");
    given([("2026-11-01T10:00", reported(1)), ("2026-11-02T10:00", ended(1))])
        .when_to(&yiwu(), &me(1), report_in(1))
        .then_outcome(Outcome::ReportInSubmitted);
}

#[test]
fn after_the_end_one_reports_in_again_and_the_history_stays() {
    let before = [
        ("2026-11-01T10:00", reported(1)),
        ("2026-11-01T11:00", received(1)),
        ("2026-11-02T10:00", ended(1)),
    ];
    let decision = given(before.clone()).when(&me(1), report_in(1)).then([reported(1)]);
    assert_eq!(decision.claims, [ClaimChange::Take(Claim::ActiveReportIn(person(1)))]);

    let district = given(before).at("2026-11-03T09:00").when(&me(1), report_in(1)).then_state();
    let member = &beijing_of(&district).members[&person(1)];
    assert_eq!(member.state, MemberState::Submitted);
    assert_eq!(member.steps.len(), 4);
    assert_eq!(member.since(), at("2026-11-03T09:00"));
}

#[test]
fn the_secretary_and_the_organiser_receive() {
    let before = [("2026-11-01T10:00", reported(1))];
    given(before.clone()).when(&secretary(&beijing()), receive(1)).then([received(1)]);
    given(before).when(&organiser(&beijing()), receive(1)).then([MemberEvent::MemberReceived {
        person: person(1),
        by: person(920),
    }
    .into()]);
}

#[test]
fn nobody_else_receives_or_sends_back() {
    let by_others = [
        (Caller::anonymous(), "signInNeeded"),
        (me(1), "notAllowed"),
        (me(2), "notAllowed"),
        (steward(&beijing()), "notAllowed"),
        (secretary(&yiwu()), "notAllowed"),
        (organiser(&yiwu()), "notAllowed"),
        (district_officer(), "notAllowed"),
        (Caller { person: None, ..secretary(&beijing()) }, "signInNeeded"),
    ];
    for (caller, code) in by_others {
        let before = [("2026-11-01T10:00", reported(1))];
        given(before.clone()).when(&caller, receive(1)).then_refused(code);
        let command = send_back(1, SendBackReason::PhoneUnclear, "请核对");
        given(before).when(&caller, command).then_refused(code);
    }
}

#[test]
fn only_what_waits_is_received_or_sent_back() {
    let stages = [
        (vec![], "unknownPerson"),
        (vec![reported(1), received(1)], "notWaiting"),
        (vec![reported(1), sent_back(1, "电话不通")], "notWaiting"),
        (vec![reported(1), ended(1)], "notWaiting"),
        (vec![reported(2)], "unknownPerson"),
    ];
    for (before, code) in stages {
        let before: Vec<_> = before.into_iter().map(|event| ("2026-11-01T10:00", event)).collect();
        let secretary = secretary(&beijing());
        given(before.clone()).when(&secretary, receive(1)).then_refused(code);
        let command = send_back(1, SendBackReason::OtherBranch, "");
        given(before).when(&secretary, command).then_refused(code);
    }
}

#[test]
fn a_report_in_goes_back_with_a_reason_sealed_as_the_members() {
    let command = send_back(1, SendBackReason::PhoneUnclear, "  电话打不通  ");
    let decision = given([("2026-11-01T10:00", reported(1))])
        .when(&secretary(&beijing()), command)
        .then([sent_back(1, "电话打不通")]);
    assert_eq!(decision.outcome, Outcome::ReportInSentBack);
}

#[test]
fn other_reasons_are_put_in_words_and_codes_need_none() {
    let sent = |reason, note: &str| {
        given([("2026-11-01T10:00", reported(1))])
            .when(&secretary(&beijing()), send_back(1, reason, note))
            .result()
    };
    let issue = |refusal: Refusal| match refusal {
        Refusal::InvalidFields { fields } => (fields[0].field, fields[0].issue),
        other => panic!("{other:?}"),
    };
    assert!(sent(SendBackReason::HomeBranchUnclear, "").is_ok());
    assert!(sent(SendBackReason::DetailsUnclear, &"字".repeat(300)).is_ok());
    assert!(sent(SendBackReason::Other, "缺页").is_ok());
    let refused = [
        (SendBackReason::Other, String::new(), Issue::Required),
        (SendBackReason::Other, "  \n ".into(), Issue::Required),
        (SendBackReason::Other, "缺".into(), Issue::TooShort { min: 2 }),
        (SendBackReason::Other, "字".repeat(301), Issue::TooLong { max: 300 }),
        (SendBackReason::DetailsUnclear, "字".repeat(301), Issue::TooLong { max: 300 }),
        (SendBackReason::DetailsUnclear, "a\u{202E}b".into(), Issue::ControlCharacters),
    ];
    for (reason, note, expected) in refused {
        assert_eq!(issue(sent(reason, &note).unwrap_err()), (Field::Note, expected));
    }
}

#[test]
fn members_end_their_own_report_in_at_any_stage() {
    let stages = [
        vec![reported(1)],
        vec![reported(1), sent_back(1, "电话不通")],
        vec![reported(1), received(1)],
    ];
    for before in stages {
        for who in [None, Some(1)] {
            let before = before.iter().cloned().map(|event| ("2026-11-01T10:00", event));
            let decision = given(before).when(&me(1), end(who, "")).then([ended(1)]);
            assert_eq!(decision.outcome, Outcome::ReportInEnded);
            let released = ClaimChange::Release(Claim::ActiveReportIn(person(1)));
            assert_eq!(decision.claims, [released]);
        }
    }
}

#[test]
fn the_secretary_ends_a_report_in_with_a_note_sealed_as_the_members() {
    let note = Personal::new(person(1), "已回秦峰镇".to_owned());
    given([("2026-11-01T10:00", reported(1))])
        .when(&secretary(&beijing()), end(Some(1), "已回秦峰镇"))
        .then([MemberEvent::ReportInEnded {
            person: person(1),
            by: person(900),
            reason: EndReason::ReturnedHome,
            note: Some(note),
            moved_to: None,
        }
        .into()]);
}

#[test]
fn ending_is_refused_where_there_is_nothing_to_end() {
    let none = || given([]);
    let done = || given([("2026-11-01T10:00", reported(1)), ("2026-11-01T11:00", ended(1))]);
    let waits = || given([("2026-11-01T10:00", reported(1))]);
    none().when(&Caller::anonymous(), end(None, "")).then_refused("signInNeeded");
    none().when(&me(1), end(None, "")).then_refused("noReportIn");
    done().when(&me(1), end(Some(1), "")).then_refused("noReportIn");
    done().when(&secretary(&beijing()), end(Some(1), "")).then_refused("unknownPerson");
    none().when(&secretary(&beijing()), end(Some(1), "")).then_refused("unknownPerson");
    none().when(&secretary(&beijing()), end(None, "")).then_refused("noReportIn");
    waits().when(&me(2), end(Some(1), "")).then_refused("notAllowed");
    waits().when(&steward(&beijing()), end(Some(1), "")).then_refused("notAllowed");
    waits().when(&secretary(&yiwu()), end(Some(1), "")).then_refused("notAllowed");
    waits().when(&district_officer(), end(Some(1), "")).then_refused("notAllowed");
    waits().when_to(&yiwu(), &me(1), end(None, "")).then_refused("noReportIn");
    waits().when(&me(1), end(None, &"字".repeat(301))).then_refused("invalidFields");
    waits().when(&me(1), end(None, "a\u{0}b")).then_refused("invalidFields");
}

#[test]
fn every_step_says_who_when_and_why() {
    let district = given([
        ("2026-11-01T10:00", reported(1)),
        ("2026-11-01T11:00", sent_back(1, "电话不通")),
        ("2026-11-01T12:00", reported(1)),
        ("2026-11-01T13:00", received(1)),
        ("2026-11-02T10:00", ended(1)),
    ])
    .district();
    let member = &beijing_of(&district).members[&person(1)];
    let steps: Vec<_> = member.steps.iter().map(|step| (step.at, step.by)).collect();
    let expected = [
        ("2026-11-01T10:00", 1),
        ("2026-11-01T11:00", 900),
        ("2026-11-01T12:00", 1),
        ("2026-11-01T13:00", 900),
        ("2026-11-02T10:00", 1),
    ];
    assert_eq!(steps, expected.map(|(time, by)| (at(time), person(by))));
    let sent_back = StepKind::SentBack { reason: SendBackReason::PhoneUnclear };
    assert_eq!(member.steps[1].kind, sent_back);
    assert_eq!(member.steps[1].note.as_ref().unwrap().known().unwrap(), "电话不通");
    assert_eq!(member.state, MemberState::Ended);
}

#[track_caller]
pub(crate) fn beijing_of(district: &guiyan_core::District) -> &guiyan_core::branch::Branch {
    district.branch(&"xinzhou-beijing".parse().unwrap()).unwrap()
}

#[track_caller]
pub(crate) fn yiwu_of(district: &guiyan_core::District) -> &guiyan_core::branch::Branch {
    district.branch(&"xinzhou-yiwu".parse().unwrap()).unwrap()
}
