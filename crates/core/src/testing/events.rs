//! Events as the rules would have written them, for the `given` of a test.

use super::{
    activity_form, activity_id, at, command_id, guest_form, person, report_form_of, sample_charter,
};
use crate::{
    Event,
    appointment::{AppointmentEnd, AppointmentEvent},
    branch::{
        activity::{
            ActivityEvent, ActivityForm, CancelReason, Change, Details, Hours, ReorderReason,
        },
        member::{
            ConsentGiven, EndReason, MemberEvent, Report, ReportCodes, ReportForm, SendBackReason,
        },
    },
    caller::Office,
    personal::Personal,
    time::Timestamp,
};

/// A form as the rules store it. Panics when something is wrong in it.
#[allow(clippy::expect_used)] // a harness speaks by failing the test
#[track_caller]
pub fn checked_report(form: &ReportForm) -> Report {
    form.check(&sample_charter(), at("2026-11-01T09:00").day()).expect("a form without issues")
}

/// A form as the rules store it, published by the Beijing secretary at that
/// time. Panics when something is wrong in it.
#[allow(clippy::expect_used)] // a harness speaks by failing the test
#[track_caller]
pub fn checked_details(form: &ActivityForm, now: Timestamp) -> Details {
    form.check(person(900), now).expect("a form without issues")
}

/// The person has reported in with their sample form.
pub fn reported(number: u128) -> Event {
    reported_with(number, &report_form_of(number))
}

/// The person has reported in with that form.
#[track_caller]
pub fn reported_with(number: u128, form: &ReportForm) -> Event {
    let report = checked_report(form);
    MemberEvent::ReportInSubmitted {
        person: person(number),
        codes: ReportCodes::from(&report),
        consent: ConsentGiven { notice: "2026-11".into(), recipient: report.township.clone() },
        report: Personal::new(person(number), report),
        moved_from: None,
    }
    .into()
}

/// The Beijing secretary has received the person.
pub fn received(number: u128) -> Event {
    MemberEvent::MemberReceived { person: person(number), by: person(900) }.into()
}

/// The Beijing secretary has sent the person's report-in back with that note.
pub fn sent_back(number: u128, note: &str) -> Event {
    MemberEvent::ReportInSentBack {
        person: person(number),
        by: person(900),
        reason: SendBackReason::PhoneUnclear,
        note: Personal::new(person(number), note.into()),
    }
    .into()
}

/// The person has ended their report-in, because they returned home.
pub fn ended(number: u128) -> Event {
    MemberEvent::ReportInEnded {
        person: person(number),
        by: person(number),
        reason: EndReason::ReturnedHome,
        note: None,
        moved_to: None,
    }
    .into()
}

/// The sample activity is published, with that number and capacity.
pub fn published(number: u128, capacity: Option<i64>) -> Event {
    published_with(number, &activity_form(capacity))
}

/// An activity is published by the Beijing secretary.
#[track_caller]
pub fn published_with(number: u128, form: &ActivityForm) -> Event {
    let details = checked_details(form, at("2026-11-01T09:00"));
    let (activity, by) = (activity_id(number), person(900));
    ActivityEvent::ActivityPublished { activity, by, details, series: None }.into()
}

/// The Beijing secretary has changed the activity from one form to the other.
#[allow(clippy::expect_used)] // a harness speaks by failing the test
#[track_caller]
pub fn changed(number: u128, from: &ActivityForm, to: &ActivityForm) -> Event {
    let now = at("2026-11-01T09:00");
    let old = checked_details(from, now);
    let new = to.check_change(&old, person(900), now).expect("a form without issues");
    changed_to(number, &old, &new)
}

/// The Beijing secretary has changed the activity in just these details.
pub fn changed_to(number: u128, old: &Details, new: &Details) -> Event {
    let changes = Change::between(old, new);
    let (activity, by, office) = (activity_id(number), person(900), Office::Secretary);
    ActivityEvent::ActivityChanged { activity, by, office, changes }.into()
}

/// The Beijing secretary has moved the person in the queue to that position,
/// with that note.
pub fn reordered(activity: u128, number: u128, to: u32, note: &str) -> Event {
    ActivityEvent::QueueReordered {
        activity: activity_id(activity),
        person: person(number),
        by: person(900),
        office: Office::Secretary,
        to,
        reason: ReorderReason::Hardship,
        note: (!note.is_empty()).then(|| Personal::new(person(number), note.into())),
    }
    .into()
}

/// The Beijing secretary has cancelled the activity, with that note.
pub fn cancelled(number: u128, note: &str) -> Event {
    ActivityEvent::ActivityCancelled {
        activity: activity_id(number),
        by: person(900),
        reason: CancelReason::Weather,
        note: (!note.is_empty()).then(|| Personal::new(person(900), note.into())),
    }
    .into()
}

/// The person has that place in the activity.
pub fn taken(activity: u128, number: u128, place: u32) -> Event {
    let activity = activity_id(activity);
    ActivityEvent::PlaceTaken { activity, person: person(number), place }.into()
}

/// The person stands in the queue.
pub fn waitlisted(activity: u128, number: u128) -> Event {
    ActivityEvent::Waitlisted { activity: activity_id(activity), person: person(number) }.into()
}

/// That place is kept for the person until then.
pub fn offered(activity: u128, number: u128, place: u32, until: &str) -> Event {
    ActivityEvent::PlaceOffered {
        activity: activity_id(activity),
        person: person(number),
        place,
        until: at(until),
    }
    .into()
}

/// The person's offer came to nothing.
pub fn lapsed(activity: u128, number: u128, declined: bool) -> Event {
    let activity = activity_id(activity);
    ActivityEvent::OfferLapsed { activity, person: person(number), declined }.into()
}

/// The person has left the place, offer or queue.
pub fn left(activity: u128, number: u128) -> Event {
    ActivityEvent::SignUpLeft { activity: activity_id(activity), person: person(number) }.into()
}

/// The Beijing steward has checked the person in, with 2.5 hours.
pub fn checked_in(activity: u128, number: u128) -> Event {
    ActivityEvent::CheckedIn {
        activity: activity_id(activity),
        person: person(number),
        by: person(910),
        credit: Hours { tenths: 25 },
    }
    .into()
}

/// The Beijing steward has taken the check-in back.
pub fn check_in_undone(activity: u128, number: u128) -> Event {
    ActivityEvent::CheckInUndone {
        activity: activity_id(activity),
        person: person(number),
        by: person(910),
        credit: Hours { tenths: 25 },
    }
    .into()
}

/// The person has left name and phone as 乡友; what they got is the next event.
#[allow(clippy::expect_used)] // a harness speaks by failing the test
#[track_caller]
pub fn guest_joined(activity: u128, number: u128) -> Event {
    let guest = guest_form(number).check().expect("a form without issues");
    ActivityEvent::GuestJoined {
        activity: activity_id(activity),
        person: person(number),
        guest: Personal::new(person(number), guest),
        notice: "2026-11".into(),
    }
    .into()
}

/// The Beijing steward has checked the 乡友 in.
pub fn guest_checked_in(activity: u128, number: u128) -> Event {
    let (activity, by) = (activity_id(activity), person(910));
    ActivityEvent::GuestCheckedIn { activity, person: person(number), by }.into()
}

/// The Beijing steward has taken the check-in of the 乡友 back.
pub fn guest_check_in_undone(activity: u128, number: u128) -> Event {
    let (activity, by) = (activity_id(activity), person(910));
    ActivityEvent::GuestCheckInUndone { activity, person: person(number), by }.into()
}

/// The person lets those who hold the activity see their name.
pub fn name_shared(activity: u128, number: u128) -> Event {
    ActivityEvent::NameShared { activity: activity_id(activity), person: person(number) }.into()
}

/// The person has taken that back.
pub fn name_share_withdrawn(activity: u128, number: u128) -> Event {
    let activity = activity_id(activity);
    ActivityEvent::NameShareWithdrawn { activity, person: person(number) }.into()
}

/// The officer of the district has appointed the person, by the appointment of
/// that number.
#[allow(clippy::expect_used)] // a harness speaks by failing the test
#[track_caller]
pub fn appointed(appointment: u128, number: u128, role: &str, until: Option<&str>) -> Event {
    AppointmentEvent::Appointed {
        appointment: command_id(appointment).into(),
        person: person(number),
        role: role.parse().expect("an office"),
        name: Personal::new(person(number), guest_form(number).name),
        by: Some(person(930)),
        until: until.map(|day| day.parse().expect("a day")),
    }
    .into()
}

/// The appointment of that number ended.
pub fn appointment_ended(appointment: u128, by: u128, how: AppointmentEnd) -> Event {
    let appointment = command_id(appointment).into();
    AppointmentEvent::AppointmentEnded { appointment, by: person(by), how }.into()
}

/// The Beijing secretary has put the person into that 党小组.
#[allow(clippy::expect_used)] // a harness speaks by failing the test
#[track_caller]
pub fn grouped(number: u128, group: Option<&str>) -> Event {
    let group = group.map(|group| group.parse().expect("the id of a group"));
    MemberEvent::GroupAssigned { person: person(number), by: person(900), group }.into()
}
