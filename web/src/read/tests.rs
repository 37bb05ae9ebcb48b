//! What is read here equals what serde reads, for views that core wrote.

use std::fmt::Debug;

use guiyan_core::{
    District, Outcome,
    branch::{
        activity::{ActivityCommand, ActivityForm, ActivityKind, CancelReason},
        member::{
            DisputeAnswer, DisputeReason, EndReason, MemberCommand, ReportForm, SendBackReason,
        },
    },
    caller::Caller,
    ids::StreamId,
    tally::Measure,
    testing::*,
    time::Timestamp,
    view::{
        CountedRow, REASONS, RosterList, RosterQuery, RowsOf, RowsQuery, overview, roster, rows,
        view,
    },
};
use serde::{Serialize, de::DeserializeOwned};

use super::{Read, parse};
use crate::state::{Draft, Kept, Plan};
use guiyan_core::{
    branch::request::{CloseReason, RequestCommand, RequestKind, Urgency},
    recipient::Recipient,
    view::{help, matters, township},
};

#[track_caller]
pub(super) fn check<T: Read + Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let text = serde_json::to_string(value).unwrap();
    let by_serde: T = serde_json::from_str(&text).unwrap();
    assert_eq!(&by_serde, value);
    let node = parse(&text).unwrap();
    assert_eq!(T::read(&node).as_ref(), Some(value), "{text}");
}

/// Reads the rows behind every figure, and gives them back.
pub(super) fn check_rows(district: &District, now: Timestamp) -> Vec<CountedRow> {
    let measures = Measure::ALL.iter().copied().map(RowsOf::Measure);
    let mut found = Vec::new();
    for of in measures.chain([RowsOf::RequestsOpen, RowsOf::RequestsOverdue]) {
        let month = Some(now.day().month());
        let branch = Some("xinzhou-beijing".parse().unwrap());
        let query = RowsQuery { of, branch, from: None, to: month, cursor: None };
        if let Ok((view, _)) = rows(district, &district_officer(), now, &query) {
            check(&view);
            found.extend(view.rows);
        }
    }
    found
}

/// A district in which every kind of field has a value somewhere.
fn busy_district() -> District {
    let mut district = sample_district();
    let secretary = secretary(&beijing());
    let mut now = at("2026-11-01T09:00");
    let mut number = 1;
    let mut run = |caller: &Caller, command: guiyan_core::Command| {
        now = now.plus(60_000);
        let id = command_id(number);
        number += 1;
        let decision = district.decide(&beijing(), caller, now, id, &command).unwrap();
        apply(&mut district, now, &decision);
    };
    let full_form = ReportForm {
        home_branch_phone: "07938000000".into(),
        skills: "会计".into(),
        born: "1968-05".into(),
        certificate: Some(true),
        certificate_number: "A1".into(),
        ..report_form()
    };
    for member in 1..=6 {
        let caller = Caller::person(person(member));
        let report_in = MemberCommand::ReportIn { report: full_form.clone(), consent: consent() };
        run(&caller, report_in.into());
    }
    for member in 1..=4 {
        run(&secretary, MemberCommand::ReceiveMember { person: person(member) }.into());
    }
    let reason = SendBackReason::PhoneUnclear;
    let note = "电话打不通".to_owned();
    run(&secretary, MemberCommand::SendBackReportIn { person: person(5), reason, note }.into());
    let reason = EndReason::ReturnedHome;
    let ended =
        MemberCommand::EndReportIn { person: Some(person(6)), reason, note: "返乡".into() };
    run(&secretary, ended.into());
    let publish =
        |form: ActivityForm| ActivityCommand::PublishActivity { details: form, draft: None };
    run(&secretary, publish(activity_form(Some(2))).into()); // 13
    let online = ActivityForm {
        online: "https://example.org/room".into(),
        agenda: "一\n二".into(),
        start: "2026-11-01T10:00".into(),
        end: "2026-11-01T12:00".into(),
        ..activity_form(None)
    };
    run(&secretary, publish(online).into()); // 14
    for member in 1..=3 {
        let caller = Caller::person(person(member));
        run(
            &caller,
            ActivityCommand::SignUp { activity: activity_id(13), share_name: false }.into(),
        );
    }
    let caller = Caller::person(person(1));
    run(&caller, ActivityCommand::SignUp { activity: activity_id(14), share_name: false }.into());
    let check_in = ActivityCommand::CheckIn { activity: activity_id(14), person: person(1) };
    run(&secretary, check_in.into());
    let moved = ActivityForm {
        title: "读书会".into(),
        kind: Some(ActivityKind::ThemeDay),
        start: "2026-12-07T14:00".into(),
        end: "2026-12-07T16:00".into(),
        place: "三层".into(),
        online: "https://example.org/other".into(),
        agenda: "一".into(),
        hours_tenths: 15,
        contact_phone: "13900000009".into(),
        ..activity_form(None)
    };
    let activity = activity_id(13);
    let change = ActivityCommand::ChangeActivity { activity, revision: 0, details: moved };
    run(&organiser(&beijing()), change.into());
    run(&secretary, ActivityCommand::CloseSignUp { activity }.into());
    let note = "停电".to_owned();
    let cancel = ActivityCommand::CancelActivity { activity, reason: CancelReason::Other, note };
    let decision = district.decide(&beijing(), &secretary, now, command_id(90), &cancel.into());
    apply(&mut district, now, &decision.unwrap());
    district
}

#[test]
fn every_view_reads_as_serde_reads_it() {
    let district = busy_district();
    let StreamId::Branch(branch) = beijing() else { unreachable!() };
    let mut callers = vec![Caller::anonymous(), secretary(&beijing()), steward(&beijing())];
    callers.extend((1..=7).map(|number| Caller::person(person(number))));
    let now = at("2026-11-01T11:00");
    for caller in &callers {
        check(&view(&district, &branch, caller, now).unwrap().0);
    }
    let desk = secretary(&beijing());
    for list in [RosterList::Members(None), RosterList::Activity(activity_id(13))] {
        let query = RosterQuery { list, ..RosterQuery::default() };
        check(&roster(&district, Some(&branch), &desk, now, &query, &|_, _| false).unwrap());
    }
    let tallies = [(beijing(), now.day().month(), Measure::CheckIns.into(), 7)];
    check(&overview(&district, &district_officer(), now, &tallies).unwrap());
    assert!(check_rows(&district, now).iter().any(|row| row.activity.is_some()));
}

/// On top of the busy district: requests in every stage that a view can show.
fn helped_district() -> District {
    let mut district = busy_district();
    let (one, two) = (Caller::person(person(1)), Caller::person(person(2)));
    let (desk, contact) = (secretary(&beijing()), department_contact("education"));
    let mut now = at("2026-11-02T09:00");
    let mut number = 200;
    let mut run = |caller: &Caller, command: guiyan_core::Command| {
        now = now.plus(60_000);
        number += 1;
        let id = command_id(number);
        let decision = district.decide(&beijing(), caller, now, id, &command).unwrap();
        apply(&mut district, now, &decision);
        guiyan_core::ids::RequestId::from(id)
    };
    let ask = |consent: Vec<Recipient>| RequestCommand::AskForHelp {
        kind: Some(RequestKind::Schooling),
        urgency: Urgency::Urgent,
        text: "孩子转学".into(),
        consent,
    };
    let education = to_department("education");
    let department = department_id("education");
    // Whistled, arrived, resolved, rated, reopened, and asked about another.
    let request = run(&one, ask(vec![education.clone(), to_township("qinfeng")]).into());
    let whistle = RequestCommand::Whistle { request, department: department.clone() };
    run(&desk, whistle.into());
    run(&contact, RequestCommand::ReportArrival { request }.into());
    run(&contact, RequestCommand::ResolveRequest { request, note: "已联系学校".into() }.into());
    run(&one, RequestCommand::RateRequest { request, rating: 2 }.into());
    run(&one, RequestCommand::ReopenRequest { request, note: "还没有学位".into() }.into());
    let recipient = Recipient::Helpers;
    run(&desk, RequestCommand::AskRequestConsent { request, recipient }.into());
    // A member helps.
    let offer = RequestCommand::OfferHelp { kinds: [RequestKind::Schooling].into() };
    run(&two, offer.into());
    let request = run(&one, ask(vec![Recipient::Helpers]).into());
    run(&desk, RequestCommand::AskHelper { request, person: person(2) }.into());
    run(&two, RequestCommand::AnswerHelp { request, agreed: true }.into());
    let request = run(&one, ask(vec![Recipient::Helpers]).into());
    run(&desk, RequestCommand::AskHelper { request, person: person(2) }.into());
    run(&two, RequestCommand::AnswerHelp { request, agreed: true }.into());
    let recipient = Recipient::Person(person(2));
    let agreed = true;
    run(&one, RequestCommand::AnswerRequestConsent { request, recipient, agreed }.into());
    // With the branch, whistled, withdrawn from, closed; and a spot.
    run(&one, ask(vec![Recipient::Helpers]).into());
    let request = run(&one, ask(vec![education.clone()]).into());
    run(&desk, RequestCommand::Whistle { request, department: department.clone() }.into());
    let request = run(&one, ask(vec![education.clone()]).into());
    run(&desk, RequestCommand::Whistle { request, department }.into());
    let recipient = education;
    run(&one, RequestCommand::WithdrawRequestConsent { request, recipient }.into());
    let (reason, note) = (CloseReason::Other, "另有安排".to_owned());
    run(&desk, RequestCommand::CloseRequest { request, reason, note }.into());
    let spot = RequestCommand::ReportSpot {
        spot_category: Some(guiyan_core::branch::request::SpotCategory::Facility),
        urgency: Urgency::Normal,
        place: "驿站二层".into(),
        text: "灯坏了".into(),
        consent: Vec::new(),
    };
    run(&one, spot.into());
    let qinfeng = liaison("qinfeng");
    let (reason, note) = (DisputeReason::Absence, "人在本地".to_owned());
    let dispute = MemberCommand::DisputeReportIn { person: person(1), reason, note };
    run(&qinfeng, dispute.into());
    run(&qinfeng, MemberCommand::AcknowledgeReportIn { person: person(2) }.into());
    let dispute = MemberCommand::DisputeReportIn {
        person: person(3),
        reason: DisputeReason::NotOurs,
        note: String::new(),
    };
    run(&qinfeng, dispute.into());
    let (answer, note) = (DisputeAnswer::Confirmed, String::new());
    run(&desk, MemberCommand::AnswerDispute { person: person(3), answer, note }.into());
    district
}

#[test]
fn views_of_help_and_of_open_matters_read_as_serde_reads_them() {
    let district = helped_district();
    let StreamId::Branch(branch) = beijing() else { unreachable!() };
    let mut callers =
        vec![Caller::anonymous(), secretary(&beijing()), secretary(&StreamId::District)];
    callers.extend((1..=7).map(|number| Caller::person(person(number))));
    callers.extend([liaison("qinfeng"), department_contact("education")]);
    for now in [at("2026-11-02T12:00"), at("2027-02-01T12:00")] {
        for caller in &callers {
            check(&help(&district, &branch, caller, now).unwrap().0);
            if let Ok((page, _)) = matters(&district, caller, now, None) {
                check(&page);
            }
            check(&view(&district, &branch, caller, now).unwrap().0);
        }
        assert!(check_rows(&district, now).iter().any(|row| row.request.is_some()));
        let qinfeng = "qinfeng".parse().unwrap();
        check(&township(&district, &qinfeng, &liaison("qinfeng"), None).unwrap());
    }
}

#[test]
fn drafts_read_as_they_were_kept() {
    let report = ReportForm { certificate: Some(false), ..report_form() };
    let draft = Draft { form: report, agreed: "2026-11".into() };
    assert_eq!(Draft::from_text(&draft.to_text()), Some(draft));
    let plan: Plan = std::array::from_fn(|at| format!("第{at}项\n\""));
    assert_eq!(Plan::from_text(&plan.to_text()), Some(plan));
    assert_eq!(parse("{\"form\":{}}").and_then(|node| Draft::read(&node)), Some(Draft::default()));
}

#[test]
fn outcomes_and_refusals_read_by_their_codes() {
    let activity = activity_id(1);
    for outcome in [
        Outcome::ReportInSubmitted,
        Outcome::MemberReceived,
        Outcome::ReportInSentBack,
        Outcome::ReportInEnded,
        Outcome::ReportInMoved,
        Outcome::ActivityPublished { activity },
        Outcome::ActivityCancelled,
        Outcome::Confirmed { place: 3 },
        Outcome::Waitlisted { position: 2 },
        Outcome::SignUpLeft,
        Outcome::OfferDeclined,
        Outcome::CheckedIn,
        Outcome::CheckInUndone,
        Outcome::Erased,
        Outcome::RequestSubmitted { request: request_id(1) },
        Outcome::RequestConsentAsked,
        Outcome::RequestConsentAnswered,
        Outcome::RequestConsentWithdrawn,
        Outcome::Whistled,
        Outcome::ArrivalReported,
        Outcome::RequestResolved,
        Outcome::RequestRated,
        Outcome::RequestReopened,
        Outcome::RequestWithdrawn,
        Outcome::RequestClosed,
        Outcome::RequestReturned,
        Outcome::HelpOffered,
        Outcome::HelpOfferWithdrawn,
        Outcome::HelperAsked,
        Outcome::HelpAnswered,
        Outcome::ReportInAcknowledged,
        Outcome::ReportInDisputed,
        Outcome::DisputeAnswered,
    ] {
        check(&outcome);
    }
    for reason in REASONS {
        check(reason);
    }
}
