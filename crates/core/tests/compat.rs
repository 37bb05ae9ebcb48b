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
        member::{EndReason, Gender, MemberEvent, ReportForm, Schooling, SendBackReason},
    },
    event::{DistrictEvent, EVENT_VERSION},
    personal::Personal,
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
        Event::District(event) => match event {
            DistrictEvent::PersonErased { .. } => "district.personErased",
        },
    }
}

/// How many kinds [`name`] knows; raised together with it.
const KINDS: usize = 15;

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
    let mut samples: Vec<(String, Event)> =
        whole.into_iter().map(|event| (name(&event).to_owned(), event)).collect();
    samples.extend(least.into_iter().map(|event| (format!("{}.least", name(&event)), event)));
    samples.push(("member.reportInSubmitted.erased".into(), erased));
    samples
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
