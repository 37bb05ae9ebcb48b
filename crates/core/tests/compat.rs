//! Every shape ever stored loads for ever. `tests/compat/events/v1` holds one
//! file per kind of event as it was first stored, and one more, `.least`, for
//! those of which parts may be missing. The files are never changed: a change
//! of shape raises `EVENT_VERSION` and adds a folder and an upcast.
//!
//! A new kind of event gets its files by `GUIYAN_WRITE_GOLDEN=1 cargo test -p
//! guiyan-core --test compat`; files that are there stay as they are.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test speaks by failing")]

use std::{collections::BTreeSet, fs, path::PathBuf};

use guiyan_core::{
    Event,
    branch::{
        activity::{ActivityEvent, ActivityForm, CancelReason},
        member::{
            DisputeAnswer, DisputeReason, EndReason, Gender, MemberEvent, ReportForm, Schooling,
            SendBackReason,
        },
        request::{
            Clock, CloseReason, RequestEvent, RequestKind, RequestText, ReturnReason, SpotCategory,
        },
    },
    chain::{Holder, Level},
    event::{DistrictEvent, EVENT_VERSION},
    personal::Personal,
    recipient::Recipient,
    testing::*,
};
use serde_json::Value;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/compat/events/v1")
}

/// Exhaustive: a new kind of event does not compile until it has a name here,
/// and [`every_kind_has_its_files`] fails until it has a sample and a file.
fn name(event: &Event) -> &'static str {
    match event {
        Event::Member(event) => match event {
            MemberEvent::ReportInSubmitted { .. } => "member.reportInSubmitted",
            MemberEvent::MemberReceived { .. } => "member.memberReceived",
            MemberEvent::ReportInSentBack { .. } => "member.reportInSentBack",
            MemberEvent::ReportInEnded { .. } => "member.reportInEnded",
            MemberEvent::ReportInAcknowledged { .. } => "member.reportInAcknowledged",
            MemberEvent::ReportInDisputed { .. } => "member.reportInDisputed",
            MemberEvent::DisputeAnswered { .. } => "member.disputeAnswered",
            MemberEvent::PersonErased { .. } => "member.personErased",
        },
        Event::Activity(event) => match event {
            ActivityEvent::ActivityPublished { .. } => "activity.activityPublished",
            ActivityEvent::ActivityCancelled { .. } => "activity.activityCancelled",
            ActivityEvent::Waitlisted { .. } => "activity.waitlisted",
            ActivityEvent::PlaceOffered { .. } => "activity.placeOffered",
            ActivityEvent::PlaceTaken { .. } => "activity.placeTaken",
            ActivityEvent::OfferLapsed { .. } => "activity.offerLapsed",
            ActivityEvent::SignUpLeft { .. } => "activity.signUpLeft",
            ActivityEvent::CheckedIn { .. } => "activity.checkedIn",
            ActivityEvent::CheckInUndone { .. } => "activity.checkInUndone",
        },
        Event::Request(event) => match event {
            RequestEvent::RequestSubmitted { .. } => "request.requestSubmitted",
            RequestEvent::RequestConsentAsked { .. } => "request.requestConsentAsked",
            RequestEvent::RequestConsentGiven { .. } => "request.requestConsentGiven",
            RequestEvent::RequestConsentRefused { .. } => "request.requestConsentRefused",
            RequestEvent::RequestConsentWithdrawn { .. } => "request.requestConsentWithdrawn",
            RequestEvent::Whistled { .. } => "request.whistled",
            RequestEvent::Arrived { .. } => "request.arrived",
            RequestEvent::RequestReturned { .. } => "request.requestReturned",
            RequestEvent::RequestResolved { .. } => "request.requestResolved",
            RequestEvent::RequestRated { .. } => "request.requestRated",
            RequestEvent::RequestReopened { .. } => "request.requestReopened",
            RequestEvent::RequestWithdrawn { .. } => "request.requestWithdrawn",
            RequestEvent::RequestClosed { .. } => "request.requestClosed",
            RequestEvent::HelpOffered { .. } => "request.helpOffered",
            RequestEvent::HelpOfferWithdrawn { .. } => "request.helpOfferWithdrawn",
            RequestEvent::HelperAsked { .. } => "request.helperAsked",
            RequestEvent::HelperAgreed { .. } => "request.helperAgreed",
            RequestEvent::HelperDeclined { .. } => "request.helperDeclined",
            RequestEvent::StepOverdue { .. } => "request.stepOverdue",
        },
        Event::District(event) => match event {
            DistrictEvent::PersonErased { .. } => "district.personErased",
        },
    }
}

/// How many kinds [`name`] knows; raised together with it.
const KINDS: usize = 37;

/// One of each kind with every part in it, and the least of those that may
/// lack something.
fn samples() -> Vec<(String, Event)> {
    let whole_form = ReportForm {
        home_branch_phone: "0793-8220000".into(),
        skills: "会计，客家话".into(),
        gender: Some(Gender::Female),
        born: "1968-07".into(),
        schooling: Some(Schooling::College),
        certificate: Some(true),
        certificate_number: "示例-001".into(),
        ..report_form()
    };
    let mut submitted = reported_with(1, &whole_form);
    if let Event::Member(MemberEvent::ReportInSubmitted { moved_from, .. }) = &mut submitted {
        *moved_from = Some("xinzhou-yiwu".parse().unwrap());
    }
    let mut erased = reported_with(1, &report_form());
    if let Event::Member(MemberEvent::ReportInSubmitted { report, .. }) = &mut erased {
        *report = Personal::Erased;
    }
    let ended_by_secretary = MemberEvent::ReportInEnded {
        person: person(1),
        by: person(900),
        reason: EndReason::MovedOn,
        note: Some(Personal::new(person(1), "去了义乌".into())),
        moved_to: Some("xinzhou-yiwu".parse().unwrap()),
    };
    let back = MemberEvent::ReportInSentBack {
        person: person(1),
        by: person(900),
        reason: SendBackReason::HomeBranchUnclear,
        note: Personal::Erased,
    };
    let whole_activity = ActivityForm {
        online: "https://meeting.example/1".into(),
        agenda: "一、介绍\n二、讨论".into(),
        sign_up_until: "2026-12-05T18:00".into(),
        ..activity_form(Some(20))
    };
    let least_activity = ActivityForm {
        place: String::new(),
        online: "https://meeting.example/2".into(),
        ..activity_form(None)
    };
    let cancelled_for_weather = ActivityEvent::ActivityCancelled {
        activity: activity_id(1),
        by: person(900),
        reason: CancelReason::Weather,
        note: None,
    };
    let whole = [
        submitted,
        received(1),
        sent_back(1, "电话打不通"),
        ended_by_secretary.into(),
        MemberEvent::PersonErased { person: person(1) }.into(),
        published_with(1, &whole_activity),
        cancelled(1, "大雪"),
        waitlisted(1, 1),
        offered(1, 1, 7, "2026-11-02T10:00"),
        taken(1, 1, 7),
        lapsed(1, 1, true),
        left(1, 1),
        checked_in(1, 1),
        check_in_undone(1, 1),
        DistrictEvent::PersonErased { person: person(1) }.into(),
    ];
    let least = [
        reported_with(1, &report_form()),
        back.into(),
        ended(1),
        published_with(1, &least_activity),
        cancelled_for_weather.into(),
    ];
    let (whole, least) =
        (with_help(whole.into(), whole_of_help()), with_help(least.into(), least_of_help()));
    let mut samples: Vec<(String, Event)> =
        whole.into_iter().map(|event| (name(&event).to_owned(), event)).collect();
    samples.extend(least.into_iter().map(|event| (format!("{}.least", name(&event)), event)));
    samples.push(("member.reportInSubmitted.erased".into(), erased));
    samples
}

fn with_help(mut events: Vec<Event>, help: Vec<Event>) -> Vec<Event> {
    events.extend(help);
    events
}

fn whole_of_help() -> Vec<Event> {
    let (request, to) = (request_id(1), || to_department("education"));
    let due = at("2026-11-01T12:00");
    let (kind, person_1) = (RequestKind::Schooling, person(1));
    let sealed = |text: &str| Personal::new(person(1), text.to_owned());
    let everybody = [to(), to_township("qinfeng"), Recipient::Helpers];
    let mut spot = asked_for_help(1, 1, everybody, "2026-11-01T12:00");
    if let Event::Request(RequestEvent::RequestSubmitted { kind, category, text, .. }) = &mut spot {
        *kind = RequestKind::Spot;
        *category = Some(SpotCategory::FireSafety);
        let place = Some("驿站门口".into());
        *text = Personal::new(person(1), RequestText { text: "灭火器过期".into(), place });
    }
    let person_named = Recipient::Person(person(2));
    let mut events: Vec<Event> = vec![
        acknowledged(1),
        disputed(1, "春节后已返乡"),
        dispute_answered(1, DisputeAnswer::CorrectionAsked, "请更正外出时间"),
        spot,
        whistled(1, "education", "2026-11-01T10:10"),
        arrived(1, "education", "2026-11-04T10:00"),
        offered_help(2),
        helper_asked(1, 2, "xinzhou-yiwu", "2026-11-03T10:00"),
        helper_agreed(1, 2),
    ];
    let requests = [
        RequestEvent::RequestConsentAsked { request, by: person(900), recipient: to() },
        RequestEvent::RequestConsentGiven {
            request,
            recipient: person_named,
            clock: Clock::Starts { due },
        },
        RequestEvent::RequestConsentRefused { request, recipient: to(), clock: Clock::Runs },
        RequestEvent::RequestConsentWithdrawn { request, recipient: Recipient::Helpers },
        RequestEvent::RequestReturned {
            request,
            by: Some(person(951)),
            reason: ReturnReason::HandedBack,
            due,
        },
        RequestEvent::RequestResolved {
            request,
            by: person(951),
            recorded: false,
            holder: Holder::Department(department_id("education")),
            kind,
            counts: true,
            note: sealed("已联系学校"),
        },
        RequestEvent::RequestRated { request, rating: 5, kind },
        RequestEvent::RequestReopened {
            request,
            kind,
            uncounts: true,
            note: sealed("学校没有名额"),
            due,
        },
        RequestEvent::RequestWithdrawn { request },
        RequestEvent::RequestClosed {
            request,
            by: person(900),
            reason: CloseReason::Other,
            note: Some(sealed("已在外地办好")),
        },
        RequestEvent::HelpOfferWithdrawn { person: person_1 },
        RequestEvent::HelperDeclined { request, person: person(2), lapsed: true, due },
        RequestEvent::StepOverdue {
            request,
            kind,
            holder: Holder::Department(department_id("education")),
            since: at("2026-11-01T10:00"),
            level: Level::Township,
            next: Some(due),
        },
    ];
    events.extend(requests.map(Event::from));
    events
}

fn least_of_help() -> Vec<Event> {
    let request = request_id(1);
    let mut events = vec![asked_for_help(1, 1, [], "2026-11-01T12:00")];
    let (by, reason) = (person(940), DisputeReason::NotOurs);
    let disputed = MemberEvent::ReportInDisputed { person: person(1), by, reason, note: None };
    let (by, answer) = (person(900), DisputeAnswer::Confirmed);
    let answered = MemberEvent::DisputeAnswered { person: person(1), by, answer, note: None };
    events.extend([disputed, answered].map(Event::from));
    let requests = [
        RequestEvent::RequestConsentGiven {
            request,
            recipient: to_township("qinfeng"),
            clock: Clock::Stands,
        },
        RequestEvent::RequestReturned {
            request,
            by: None,
            reason: ReturnReason::DepartmentGone,
            due: at("2026-11-01T12:00"),
        },
        RequestEvent::RequestClosed {
            request,
            by: person(1),
            reason: CloseReason::Erased,
            note: None,
        },
        RequestEvent::StepOverdue {
            request,
            kind: RequestKind::Other,
            holder: Holder::Branch("xinzhou-beijing".parse().unwrap()),
            since: at("2026-11-01T10:00"),
            level: Level::District,
            next: None,
        },
    ];
    events.extend(requests.map(Event::from));
    events
}

fn files() -> BTreeSet<String> {
    let entries = fs::read_dir(folder()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.map(|name| name.strip_suffix(".json").unwrap_or(&name).to_owned()).collect()
}

#[test]
fn every_kind_has_its_files() {
    if std::env::var_os("GUIYAN_WRITE_GOLDEN").is_some() {
        fs::create_dir_all(folder()).unwrap();
        for (name, event) in samples() {
            let path = folder().join(format!("{name}.json"));
            if !path.exists() {
                let text = serde_json::to_string_pretty(&event).unwrap();
                fs::write(path, text + "\n").unwrap();
            }
        }
    }
    let sampled: BTreeSet<String> = samples().into_iter().map(|(name, _)| name).collect();
    let kinds: BTreeSet<&str> = samples().iter().map(|(_, event)| name(event)).collect();
    assert_eq!(kinds.len(), KINDS, "a kind of event has no sample");
    assert_eq!(files(), sampled, "a kind of event has no file, or a file no kind");
}

#[test]
fn every_golden_file_loads_as_what_it_was() {
    for (name, event) in samples() {
        let text = fs::read_to_string(folder().join(format!("{name}.json"))).unwrap();
        let loaded: Event =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(loaded, event, "{name}");
    }
}

#[test]
fn what_is_stored_today_has_the_golden_shape() {
    assert_eq!(EVENT_VERSION, 1, "a new version needs a folder of its own and an upcast");
    for (name, event) in samples() {
        let text = fs::read_to_string(folder().join(format!("{name}.json"))).unwrap();
        let golden: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_value(&event).unwrap(), golden, "{name}");
    }
}
