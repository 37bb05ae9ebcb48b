//! One of each kind of event about help and about the home township's part.

use guiyan_core::{
    Event,
    branch::{
        member::{DisputeAnswer, DisputeReason, MemberEvent},
        request::{
            Clock, CloseReason, RequestEvent, RequestKind, RequestText, ReturnReason, SpotCategory,
        },
    },
    chain::{Holder, Level},
    personal::Personal,
    recipient::Recipient,
    testing::*,
};

/// With every part in it.
pub(crate) fn whole() -> Vec<Event> {
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

/// With the least.
pub(crate) fn least() -> Vec<Event> {
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
