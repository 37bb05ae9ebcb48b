//! Offices: what is read is what core wrote, what is written is what core reads.

use guiyan_core::{
    Command, Outcome, Submission,
    appointment::{AppointmentCommand, AppointmentEnd},
    ids::StreamId,
    testing::*,
    view::offices,
};

use super::tests::check;

#[test]
fn offices_read_as_they_were_written() {
    let t = "2026-11-01T10:00";
    let district = given([])
        .and(
            &StreamId::District,
            [
                (t, appointed(1, 1, "steward:xinzhou-beijing", Some("2027-12-31"))),
                (t, appointed(2, 2, "liaison:qinfeng", None)),
                (t, appointed(3, 3, "district-officer", None)),
                (t, appointment_ended(3, 930, AppointmentEnd::Removed)),
            ],
        )
        .district();
    let (view, _) = offices(&district, &district_officer(), at(t)).unwrap();
    assert!(view.held.len() == 2 && view.over.len() == 1);
    check(&view);
    for outcome in
        [Outcome::Appointed { appointment: command_id(1).into() }, Outcome::AppointmentEnded]
    {
        check(&outcome);
    }
}

#[test]
fn commands_about_offices_are_written_as_core_reads_them() {
    let (person, name) = (person(1), "示例甲".to_owned());
    let role = "steward:xinzhou-beijing".parse().unwrap();
    let branch = "xinzhou-beijing".parse().unwrap();
    for command in [
        AppointmentCommand::Appoint {
            person,
            role,
            name: name.clone(),
            until: "2027-12-31".into(),
        },
        AppointmentCommand::EndAppointment { appointment: command_id(1).into() },
        AppointmentCommand::HandOver { branch, person, name, until: String::new() },
    ] {
        let sent = Submission { id: command_id(7), command: Command::from(command) };
        let written = crate::write::submission(&sent);
        assert_eq!(Submission::parse(written.as_bytes()), Ok(sent), "{written}");
    }
}
