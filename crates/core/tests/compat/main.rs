//! Every shape ever stored loads for ever. `tests/compat/events/v1` holds one
//! file per kind of event as it was first stored, and one more, `.least`, for
//! those of which parts may be missing. The files are never changed: a change
//! of shape raises `EVENT_VERSION` and adds a folder and an upcast.
//!
//! A new kind of event gets its files by `GUIYAN_WRITE_GOLDEN=1 cargo test -p
//! guiyan-core --test compat`; files that are there stay as they are.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test speaks by failing")]

mod activities;
mod help;
mod plans;

use std::{collections::BTreeSet, fs, path::PathBuf};

use guiyan_core::{
    Event,
    appointment::{AppointmentEnd, AppointmentEvent},
    branch::{
        activity::{ActivityEvent, ActivityForm, CancelReason, ContactPerson, PlanEvent},
        lead::{
            Actor, Escalation, JumpReason, Landing, LeadCodes, LeadEvent, LeadStage, TalentOutcome,
        },
        member::{EndReason, Gender, MemberEvent, ReportForm, Schooling, SendBackReason},
        request::RequestEvent,
    },
    caller::Role,
    event::{DistrictEvent, EVENT_VERSION},
    need::{NeedEvent, NeedForm},
    personal::Personal,
    retention::Kept,
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
            MemberEvent::GroupAssigned { .. } => "member.groupAssigned",
            MemberEvent::PersonErased { .. } => "member.personErased",
        },
        Event::Activity(event) => match event {
            ActivityEvent::ActivityPublished { .. } => "activity.activityPublished",
            ActivityEvent::ActivityCancelled { .. } => "activity.activityCancelled",
            ActivityEvent::ActivityChanged { .. } => "activity.activityChanged",
            ActivityEvent::Waitlisted { .. } => "activity.waitlisted",
            ActivityEvent::QueueReordered { .. } => "activity.queueReordered",
            ActivityEvent::PlaceOffered { .. } => "activity.placeOffered",
            ActivityEvent::PlaceTaken { .. } => "activity.placeTaken",
            ActivityEvent::OfferLapsed { .. } => "activity.offerLapsed",
            ActivityEvent::SignUpLeft { .. } => "activity.signUpLeft",
            ActivityEvent::CheckedIn { .. } => "activity.checkedIn",
            ActivityEvent::CheckInUndone { .. } => "activity.checkInUndone",
            ActivityEvent::NameShared { .. } => "activity.nameShared",
            ActivityEvent::NameShareWithdrawn { .. } => "activity.nameShareWithdrawn",
            ActivityEvent::GuestJoined { .. } => "activity.guestJoined",
            ActivityEvent::GuestCheckedIn { .. } => "activity.guestCheckedIn",
            ActivityEvent::GuestCheckInUndone { .. } => "activity.guestCheckInUndone",
        },
        Event::Plan(event) => match event {
            PlanEvent::DraftSaved { .. } => "plan.draftSaved",
            PlanEvent::DraftRemoved { .. } => "plan.draftRemoved",
            PlanEvent::SeriesPublished { .. } => "plan.seriesPublished",
            PlanEvent::SeriesChanged { .. } => "plan.seriesChanged",
            PlanEvent::OccurrenceSkipped { .. } => "plan.occurrenceSkipped",
            PlanEvent::OccurrenceRestored { .. } => "plan.occurrenceRestored",
            PlanEvent::OccurrenceMissed { .. } => "plan.occurrenceMissed",
            PlanEvent::SeriesEnded { .. } => "plan.seriesEnded",
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
        Event::Lead(event) => match event {
            LeadEvent::LeadSubmitted { .. } => "lead.leadSubmitted",
            LeadEvent::LeadMoved { .. } => "lead.leadMoved",
            LeadEvent::LeadLanded { .. } => "lead.leadLanded",
            LeadEvent::LeadPutOnHold { .. } => "lead.leadPutOnHold",
            LeadEvent::LeadClosed { .. } => "lead.leadClosed",
            LeadEvent::LeadPassed { .. } => "lead.leadPassed",
            LeadEvent::LeadReturned { .. } => "lead.leadReturned",
            LeadEvent::LeadConsentAsked { .. } => "lead.leadConsentAsked",
            LeadEvent::LeadConsentGiven { .. } => "lead.leadConsentGiven",
            LeadEvent::LeadConsentRefused { .. } => "lead.leadConsentRefused",
            LeadEvent::LeadConsentWithdrawn { .. } => "lead.leadConsentWithdrawn",
            LeadEvent::LeadOverdue { .. } => "lead.leadOverdue",
        },
        Event::Need(event) => match event {
            NeedEvent::NeedPosted { .. } => "need.needPosted",
            NeedEvent::NeedClosed { .. } => "need.needClosed",
        },
        Event::Appointment(event) => match event {
            AppointmentEvent::Appointed { .. } => "appointment.appointed",
            AppointmentEvent::AppointmentEnded { .. } => "appointment.appointmentEnded",
        },
        Event::District(event) => match event {
            DistrictEvent::PersonErased { .. } => "district.personErased",
            DistrictEvent::Swept { .. } => "district.swept",
        },
    }
}

/// How many kinds [`name`] knows; raised together with it.
const KINDS: usize = 70;

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
        activities::changed_in_all(),
        cancelled(1, "大雪"),
        waitlisted(1, 1),
        reordered(1, 1, 1, "腿脚不便"),
        offered(1, 1, 7, "2026-11-02T10:00"),
        taken(1, 1, 7),
        lapsed(1, 1, true),
        left(1, 1),
        checked_in(1, 1),
        check_in_undone(1, 1),
        name_shared(1, 1),
        name_share_withdrawn(1, 1),
        grouped(1, Some("east")),
        appointed(1, 1, "steward:xinzhou-beijing", Some("2027-12-31")),
        appointment_ended(1, 930, AppointmentEnd::HandedOver),
        DistrictEvent::PersonErased { person: person(1) }.into(),
        DistrictEvent::Swept { kind: Kept::ReportIns, count: 1, months: 24 }.into(),
    ];
    let least = [
        reported_with(1, &report_form()),
        back.into(),
        ended(1),
        published_with(1, &least_activity),
        activities::changed_to_nothing(),
        cancelled_for_weather.into(),
        grouped(1, None),
        first_officer(),
    ];
    let (home_whole, home_least) = home_samples();
    let whole = whole.into_iter().chain(activities::guests()).chain(home_whole);
    let whole = whole.chain(help::whole()).chain(plans::whole());
    let least = least.into_iter().chain(home_least).chain(help::least()).chain(plans::least());
    let mut samples: Vec<(String, Event)> =
        whole.map(|event| (name(&event).to_owned(), event)).collect();
    samples.extend(least.map(|event| (format!("{}.least", name(&event)), event)));
    let (form, _) = series_form();
    samples.push(("activity.activityPublished.series".into(), occurrence_published(7, &form)));
    samples.push(("member.reportInSubmitted.erased".into(), erased));
    let open = ActivityForm { guests: true, ..activity_form(None) };
    samples.push(("activity.activityPublished.guests".into(), published_with(1, &open)));
    let changed = changed(1, &activity_form(None), &open);
    samples.push(("activity.activityChanged.guests".into(), changed));
    samples.extend(activities::for_others());
    samples
}

/// Named by the operator, and erased since.
fn first_officer() -> Event {
    AppointmentEvent::Appointed {
        appointment: command_id(1).into(),
        person: person(1),
        role: Role::DistrictOfficer,
        name: Personal::Erased,
        by: None,
        until: None,
    }
    .into()
}

/// The same of needs and leads.
fn home_samples() -> (Vec<Event>, Vec<Event>) {
    use LeadStage as S;
    let contact = ContactPerson { name: "示例乡友".into(), phone: "13900000000".into() };
    let codes = LeadCodes { need: Some(need_id(3)), ..lead_codes() };
    let mut submitted = fellow_submitted(1, 1, contact, "2026-11-01T10:00");
    if let Event::Lead(LeadEvent::LeadSubmitted { codes: with, note, .. }) = &mut submitted {
        (*with, *note) = (codes, Some(Personal::new(person(1), "可以先试销。".into())));
    }
    let bare = LeadCodes { amount: None, township: None, need: None, ..lead_codes() };
    let mut least_submitted = lead_submitted_with(1, 1, bare, at("2026-11-01T10:00"));
    if let Event::Lead(LeadEvent::LeadSubmitted { note, due, .. }) = &mut least_submitted {
        (*note, *due) = (None, None);
    }
    let landing = Landing { amount: 300_000, jobs: 4, talent: Some(TalentOutcome::Founded) };
    let figures = Landing { amount: 0, jobs: 0, talent: None };
    let note = || Some(Personal::new(person(1), "已电话沟通".into()));
    let (lead, by) = (lead_id(1), person(940));
    let actor = Actor::Handler(township("qinfeng"));
    let reason = Some(JumpReason::FellBack);
    let moved = LeadEvent::LeadMoved {
        lead,
        by,
        actor: actor.clone(),
        from: S::Landed,
        to: S::Signed,
        reason,
        note: note(),
        due: Some(at("2026-12-31T09:00")),
        takes_back: Some(landing),
    };
    let landed = LeadEvent::LeadLanded {
        lead,
        by,
        actor: actor.clone(),
        from: S::Landed,
        landing,
        replaces: Some(figures),
        reason: Some(JumpReason::Correction),
        note: note(),
    };
    let mut closed = lead_withdrawn(1, 1, S::Signed);
    if let Event::Lead(LeadEvent::LeadClosed { note: with, .. }) = &mut closed {
        *with = note();
    }
    let mut least_moved = lead_moved(1, S::Submitted, S::InContact, "2026-11-20T09:00");
    if let Event::Lead(LeadEvent::LeadMoved { due, .. }) = &mut least_moved {
        *due = None;
    }
    let overdue = |level, next| LeadEvent::LeadOverdue { lead, level, next }.into();
    let least_need =
        NeedForm { township: String::new(), amount_from: None, amount_to: None, ..need_form() };
    let whole = vec![
        submitted,
        moved.into(),
        landed.into(),
        lead_put_on_hold(1, 1, S::Negotiating, "等春节以后"),
        closed,
        lead_passed(1, department("investment")),
        LeadEvent::LeadReturned { lead, by, actor }.into(),
        lead_consent_asked(1, department("investment")),
        lead_consent_given(1, township("qinfeng")),
        lead_consent_refused(1, department("investment")),
        lead_consent_withdrawn(1, township("qinfeng")),
        overdue(Escalation::Branch, Some(at("2026-11-15T10:00"))),
        need_posted(3),
        need_closed(3),
    ];
    let least = vec![
        least_submitted,
        least_moved,
        lead_landed(1, S::Signed, figures),
        lead_put_on_hold(1, 1, S::Signed, ""),
        lead_withdrawn(1, 1, S::Submitted),
        overdue(Escalation::District, None),
        need_posted_with(3, &least_need),
    ];
    (whole, least)
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
