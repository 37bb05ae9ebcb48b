//! What is read here equals what serde reads, for views that core wrote.

use std::fmt::Debug;

use guiyan_core::{
    District, Outcome, Refusal,
    branch::{
        activity::{ActivityCommand, ActivityForm, CancelReason},
        member::{EndReason, MemberCommand, ReportForm, SendBackReason},
    },
    caller::Caller,
    ids::StreamId,
    refusal::every_refusal,
    testing::*,
    view::{RosterList, RosterQuery, district_view, roster, view},
};
use serde::{Serialize, de::DeserializeOwned};

use super::{Read, parse};
use crate::state::{Draft, Kept, Plan};

#[track_caller]
pub(super) fn check<T: Read + Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let text = serde_json::to_string(value).unwrap();
    let by_serde: T = serde_json::from_str(&text).unwrap();
    assert_eq!(&by_serde, value);
    let node = parse(&text).unwrap();
    assert_eq!(T::read(&node).as_ref(), Some(value), "{text}");
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
    let publish = |form: ActivityForm| ActivityCommand::PublishActivity { details: form };
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
        run(&caller, ActivityCommand::SignUp { activity: activity_id(13) }.into());
    }
    let caller = Caller::person(person(1));
    run(&caller, ActivityCommand::SignUp { activity: activity_id(14) }.into());
    let check_in = ActivityCommand::CheckIn { activity: activity_id(14), person: person(1) };
    run(&secretary, check_in.into());
    let activity = activity_id(13);
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
        check(&roster(&district, &branch, &desk, now, &query, &|_, _| false).unwrap());
    }
    check(&district_view(&district, &secretary(&StreamId::District)).unwrap());
}

#[test]
fn drafts_read_as_they_were_kept() {
    let report = ReportForm { certificate: Some(false), ..report_form() };
    let draft = Draft { form: report, agreed: "2026-11".into() };
    assert_eq!(Draft::from_text(&draft.to_text()), Some(draft));
    let plan = Plan(std::array::from_fn(|at| format!("第{at}项\n\"")));
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
    ] {
        check(&outcome);
    }
    for refusal in every_refusal() {
        let found = Refusal::from_code(refusal.code());
        assert_eq!(found.is_some(), refusal.code() != "invalidFields", "{refusal:?}");
    }
}
