//! 任职: who appoints whom to what, until when it holds, and how it ends.

use guiyan_core::{
    Command, Event, Outcome, Refusal, Submission,
    appointment::{AppointmentCommand, AppointmentEnd, AppointmentEvent},
    branch::activity::{ActivityCommand, CancelReason},
    caller::{Caller, Office, Role},
    command::DistrictCommand,
    ids::{BranchId, StreamId},
    personal::Personal,
    testing::*,
    text::Issue,
    wire::{Question, Sources, View},
};
use serde_json::json;

use crate::{activities_places::T, members::me};

pub(crate) const STEWARD: &str = "steward:xinzhou-beijing";
pub(crate) const SECRETARY: &str = "secretary:xinzhou-beijing";
pub(crate) const OFFICER: &str = "district-officer";

pub(crate) fn branch() -> BranchId {
    "xinzhou-beijing".parse().unwrap()
}

pub(crate) fn appoint(number: u128, role: &str, until: &str) -> AppointmentCommand {
    AppointmentCommand::Appoint {
        person: person(number),
        role: role.parse().unwrap(),
        name: guest_form(number).name,
        until: until.into(),
    }
}

pub(crate) fn end(appointment: u128) -> AppointmentCommand {
    AppointmentCommand::EndAppointment { appointment: command_id(appointment).into() }
}

pub(crate) fn hand_over(number: u128) -> AppointmentCommand {
    let (person, name) = (person(number), guest_form(number).name);
    AppointmentCommand::HandOver { branch: branch(), person, name, until: String::new() }
}

pub(crate) fn publish() -> ActivityCommand {
    ActivityCommand::PublishActivity { details: activity_form(None), draft: None }
}

/// The district's stream holds these.
pub(crate) fn with(events: impl IntoIterator<Item = Event>) -> Given {
    given([]).at(T).and(&StreamId::District, events.into_iter().map(|event| (T, event)))
}

pub(crate) fn district() -> StreamId {
    StreamId::District
}

#[test]
fn an_office_is_given_with_its_last_day() {
    let decision = with([])
        .when_to(&district(), &district_officer(), appoint(1, STEWARD, "2027-12-31"))
        .then([appointed(99, 1, STEWARD, Some("2027-12-31"))]);
    assert_eq!(decision.outcome, Outcome::Appointed { appointment: command_id(99).into() });
}

#[test]
fn who_may_appoint_to_what() {
    let (secretary, other) = (secretary(&beijing()), secretary(&yiwu()));
    for (caller, role, refused) in [
        (&secretary, STEWARD, None),
        (&secretary, "organiser:xinzhou-beijing", None),
        (&secretary, SECRETARY, Some("notAllowed")),
        (&secretary, "steward:xinzhou-yiwu", Some("notAllowed")),
        (&secretary, OFFICER, Some("notAllowed")),
        (&secretary, "liaison:qinfeng", Some("notAllowed")),
        (&other, STEWARD, Some("notAllowed")),
        (&organiser(&beijing()), STEWARD, Some("notAllowed")),
        (&steward(&beijing()), STEWARD, Some("notAllowed")),
        (&liaison("qinfeng"), "liaison:qinfeng", Some("notAllowed")),
        (&me(1), OFFICER, Some("notAllowed")),
        (&Caller::anonymous(), STEWARD, Some("signInNeeded")),
        (&district_officer(), SECRETARY, None),
        (&district_officer(), "liaison:qinfeng", None),
        (&district_officer(), "department:education", None),
        (&district_officer(), OFFICER, None),
    ] {
        let result = with([]).when_to(&district(), caller, appoint(1, role, "")).result();
        assert_eq!(result.err().map(|refusal| refusal.code()), refused, "{caller:?} {role}");
    }
    // It is the district's to decide, wherever it is sent.
    with([]).when(&district_officer(), appoint(1, STEWARD, "")).then_refused("notAllowed");
}

#[test]
fn what_is_wrong_with_it_is_told_field_by_field() {
    let check = |person: u128, role: &str, name: &str, until: &str, wrong: &[(&str, Issue)]| {
        let command = AppointmentCommand::Appoint {
            person: guiyan_core::testing::person(person),
            role: role.parse().unwrap(),
            name: name.into(),
            until: until.into(),
        };
        let erased = guiyan_core::event::DistrictEvent::PersonErased {
            person: guiyan_core::testing::person(8),
        };
        let refusal = with([erased.into()])
            .when_to(&district(), &district_officer(), command)
            .then_refused("invalidFields");
        let Refusal::InvalidFields { fields } = refusal else { panic!() };
        let got: Vec<_> = fields.iter().map(|it| (it.field.name(), it.issue)).collect();
        assert_eq!(got, wrong);
    };
    check(1, "steward:elsewhere", "示例甲", "", &[("role", Issue::NotAChoice)]);
    check(1, "department:housing", "示例甲", "", &[("role", Issue::NotAChoice)]);
    check(1, "liaison:nowhere", "示例甲", "", &[("role", Issue::NotAChoice)]);
    check(1, STEWARD, "", "", &[("name", Issue::Required)]);
    check(1, STEWARD, "示例 1", "", &[("name", Issue::NotAName)]);
    check(1, STEWARD, "示例甲", "soon", &[("until", Issue::NotADate)]);
    check(1, STEWARD, "示例甲", "2026-10-31", &[("until", Issue::InPast)]);
    check(8, STEWARD, "示例甲", "", &[("person", Issue::NotAChoice)]);
    let all = [("role", Issue::NotAChoice), ("name", Issue::Required), ("until", Issue::NotADate)];
    check(1, "steward:elsewhere", " ", "2026-13-01", &all);
}

#[test]
fn an_office_opens_what_it_is_for_and_closes_with_its_last_day() {
    let held = || with([appointed(1, 1, SECRETARY, Some("2026-11-03"))]);
    held()
        .at("2026-11-03T23:59")
        .when(&me(1), publish())
        .then_outcome(Outcome::ActivityPublished { activity: activity_id(99) });
    held().at("2026-11-04T00:00").when(&me(1), publish()).then_refused("notAllowed");
    held().when(&me(2), publish()).then_refused("notAllowed");
    // Beside the offices that come with the token, not instead of them.
    let both = Caller::officer(person(1), [Role::DistrictOfficer]);
    held()
        .when(&both, publish())
        .then_outcome(Outcome::ActivityPublished { activity: activity_id(99) });
    held()
        .when_to(&district(), &both, appoint(2, OFFICER, ""))
        .then_outcome(Outcome::Appointed { appointment: command_id(99).into() });
}

#[test]
fn every_question_is_answered_to_the_office_and_until_its_end() {
    let district = with([appointed(1, 1, SECRETARY, Some("2026-11-03"))]).district();
    let sources = Sources { matches: &|_, _| false, tallies: &[], readings: &[] };
    let ask = |time: &str| {
        let question = Question::Branch(branch());
        let answer = question.answer(&district, &me(1), at(time), &sources).unwrap();
        let View::Branch(view) = answer.view else { panic!() };
        (view.desk.is_some_and(|desk| desk.manages), answer.until)
    };
    assert_eq!(ask(T), (true, Some(at("2026-11-02T00:00"))));
    assert_eq!(ask("2026-11-03T12:00"), (true, Some(at("2026-11-04T00:00"))));
    assert!(!ask("2026-11-04T00:00").0);
}

#[test]
fn an_office_is_taken_back_or_given_up() {
    let held = || with([appointed(1, 1, STEWARD, None)]);
    for (caller, by, how) in [
        (district_officer(), 930, AppointmentEnd::Removed),
        (secretary(&beijing()), 900, AppointmentEnd::Removed),
        (me(1), 1, AppointmentEnd::Resigned),
    ] {
        let decision = held().when_to(&district(), &caller, end(1));
        decision.then([appointment_ended(1, by, how)]);
    }
    for caller in [me(2), steward(&beijing()), secretary(&yiwu())] {
        held().when_to(&district(), &caller, end(1)).then_refused("notAllowed");
    }
    held().when_to(&district(), &me(1), end(2)).then_refused("unknownAppointment");
    let over = with([
        appointed(1, 1, STEWARD, None),
        appointment_ended(1, 930, AppointmentEnd::Removed),
        appointed(2, 2, STEWARD, Some("2026-11-01")),
    ]);
    let district_now = over.at("2026-11-02T00:00").district();
    for number in [1, 2] {
        let caller = district_officer();
        let again = given([]).in_district(district_now.clone()).at("2026-11-02T00:00");
        again.when_to(&district(), &caller, end(number)).then_refused("appointmentOver");
    }
}

#[test]
fn nobody_holds_the_same_office_twice_at_a_time() {
    let held = with([appointed(1, 1, STEWARD, Some("2026-11-02"))]);
    let now = held.district();
    let again = |time: &str| {
        let given = given([]).in_district(now.clone()).at(time);
        given.when_to(&district(), &district_officer(), appoint(1, STEWARD, "")).result()
    };
    assert_eq!(again(T).unwrap_err(), Refusal::AlreadyAppointed);
    assert!(again("2026-11-03T00:00").is_ok());
    let same_id = with([appointed(99, 2, STEWARD, None)]);
    let twice = same_id.when_to(&district(), &district_officer(), appoint(1, STEWARD, ""));
    twice.then_refused("commandIdReused");
}

#[test]
fn a_branch_is_handed_over_in_one_step() {
    let held = || with([appointed(1, 1, SECRETARY, None), appointed(2, 2, STEWARD, None)]);
    let handed = |by: u128| {
        let until: Option<&str> = None;
        let begun = match appointed(99, 3, SECRETARY, until) {
            Event::Appointment(AppointmentEvent::Appointed {
                appointment,
                person: who,
                role,
                name,
                until,
                ..
            }) => AppointmentEvent::Appointed {
                appointment,
                person: who,
                role,
                name,
                by: Some(person(by)),
                until,
            },
            other => panic!("{other:?}"),
        };
        [appointment_ended(1, by, AppointmentEnd::HandedOver), begun.into()]
    };
    held().when_to(&district(), &me(1), hand_over(3)).then(handed(1));
    held().when_to(&district(), &district_officer(), hand_over(3)).then(handed(930));
    for caller in [me(2), me(3), secretary(&yiwu()), organiser(&beijing())] {
        held().when_to(&district(), &caller, hand_over(3)).then_refused("notAllowed");
    }
    held().when_to(&district(), &me(1), hand_over(1)).then_refused("alreadyAppointed");
    let after = held().when_to(&district(), &me(1), hand_over(3)).then_state();
    given([]).in_district(after.clone()).at(T).when(&me(1), publish()).then_refused("notAllowed");
    given([])
        .in_district(after)
        .at(T)
        .when(&me(3), publish())
        .then_outcome(Outcome::ActivityPublished { activity: activity_id(99) });
}

#[test]
fn the_last_officer_of_the_district_stays() {
    let one = || with([appointed(1, 1, OFFICER, None)]);
    one().when_to(&district(), &me(1), end(1)).then_refused("lastOfficer");
    let two = with([appointed(1, 1, OFFICER, None), appointed(2, 2, OFFICER, None)]);
    two.when_to(&district(), &me(1), end(1)).then([appointment_ended(
        1,
        1,
        AppointmentEnd::Resigned,
    )]);
}

#[test]
fn the_operator_names_the_first_officer() {
    let name = guest_form(1).name;
    let first = AppointmentCommand::AppointFirst { person: person(1), name: name.clone() };
    let after = with([]).when_to(&district(), &Caller::anonymous(), first).then_state();
    let found: Vec<_> = after.appointments.iter().map(|(_, it)| it.clone()).collect();
    assert_eq!(found[0].name, Personal::new(person(1), name));
    assert_eq!((found[0].by, found[0].person), (None, person(1)));
    // It has no form on the wire.
    let id = command_id(1).to_string();
    let body = json!({ "id": id, "type": "appointFirst", "person": person(1), "name": "示例甲" });
    assert!(Submission::parse(body.to_string().as_bytes()).is_err());
    let body = json!({ "id": id, "type": "appoint", "person": person(1), "role": STEWARD,
        "name": "示例甲" });
    let read = Submission::parse(body.to_string().as_bytes()).unwrap();
    let Command::Appointment(AppointmentCommand::Appoint { role, until, .. }) = read.command else {
        panic!()
    };
    assert_eq!(role, Role::Branch { office: Office::Steward, branch: branch() });
    assert_eq!(until, "");
    let body = json!({ "id": id, "type": "appoint", "person": person(1), "role": "king",
        "name": "示例甲" });
    assert!(Submission::parse(body.to_string().as_bytes()).is_err());
}

#[test]
fn who_erases_themselves_holds_no_office_and_has_no_name() {
    let held = with([appointed(1, 1, STEWARD, None), appointed(2, 2, STEWARD, None)]);
    let erase = DistrictCommand::EraseMe {};
    let after = held.when_to(&district(), &me(1), erase).then_state();
    let all: Vec<_> = after.appointments.iter().map(|(_, it)| it.clone()).collect();
    assert_eq!(all[0].name, Personal::Erased);
    assert_eq!(all[0].ended.unwrap().how, AppointmentEnd::Erased);
    assert!(all[1].ended.is_none() && all[1].name.known().is_some());
}

#[test]
fn offices_that_are_cancelled_stop_at_once() {
    let after = with([appointed(1, 1, SECRETARY, None)])
        .and(&beijing(), [(T, published(1, None))])
        .when_to(&district(), &district_officer(), end(1))
        .then_state();
    let cancel = ActivityCommand::CancelActivity {
        activity: activity_id(1),
        reason: CancelReason::Weather,
        note: String::new(),
    };
    given([]).in_district(after).at(T).when(&me(1), cancel).then_refused("notAllowed");
}
