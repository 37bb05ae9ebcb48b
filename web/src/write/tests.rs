//! What is written here, core reads; the codes are those of core.

use guiyan_core::{
    Command, Submission,
    branch::{
        activity::{ActivityCommand, ActivityForm, ActivityKind, CancelReason},
        member::{
            Category, Consent, EndReason, Gender, Industry, LeaveReason, MemberCommand,
            MemberState, ReportForm, Schooling, SendBackReason,
        },
    },
    testing::*,
    view::{ActivityStatus, SignUpAction},
};
use serde_json::to_string;

use super::submission;
use crate::codes::Code;

#[test]
fn commands_are_written_as_core_reads_them() {
    let consent = Consent { agreed: true, notice: "2026-11".into() };
    let filled = ReportForm {
        skills: "\u{1}\"\\ \t🦢".into(),
        gender: Some(Gender::Female),
        schooling: Some(Schooling::High),
        certificate: Some(true),
        ..report_form()
    };
    let (id, somebody) = (activity_id(1), person(1));
    let published = ActivityForm {
        title: "乡友恳谈会".into(),
        kind: Some(ActivityKind::HometownTalk),
        capacity: Some(-3),
        hours_tenths: 25,
        ..ActivityForm::default()
    };
    let commands: Vec<Command> = vec![
        MemberCommand::ReportIn { report: filled, consent: consent.clone() }.into(),
        MemberCommand::ReportIn { report: ReportForm::default(), consent: consent.clone() }.into(),
        MemberCommand::ReceiveMember { person: somebody }.into(),
        MemberCommand::SendBackReportIn {
            person: somebody,
            reason: SendBackReason::Other,
            note: "缺".into(),
        }
        .into(),
        MemberCommand::EndReportIn { person: None, reason: EndReason::MovedOn, note: "".into() }
            .into(),
        MemberCommand::EndReportIn {
            person: Some(somebody),
            reason: EndReason::Withdrew,
            note: "好".into(),
        }
        .into(),
        MemberCommand::MoveReportIn {
            to: "xinzhou-yiwu".parse().unwrap(),
            area: "义乌".into(),
            consent,
        }
        .into(),
        ActivityCommand::PublishActivity { details: published }.into(),
        ActivityCommand::PublishActivity { details: ActivityForm::default() }.into(),
        ActivityCommand::CancelActivity {
            activity: id,
            reason: CancelReason::Weather,
            note: "雨".into(),
        }
        .into(),
        ActivityCommand::SignUp { activity: id }.into(),
        ActivityCommand::LeaveActivity { activity: id }.into(),
        ActivityCommand::AcceptPlace { activity: id }.into(),
        ActivityCommand::DeclinePlace { activity: id }.into(),
        ActivityCommand::CheckIn { activity: id, person: somebody }.into(),
        ActivityCommand::UndoCheckIn { activity: id, person: somebody }.into(),
    ];
    for command in commands {
        let sent = Submission { id: command_id(7), command };
        let written = submission(&sent);
        assert_eq!(Submission::parse(written.as_bytes()), Ok(sent), "{written}");
    }
}

#[track_caller]
fn check_codes<T: Code + serde::Serialize>() {
    for code in T::ALL {
        assert_eq!(to_string(code).unwrap(), format!("\"{}\"", code.wire()));
    }
}

#[test]
fn codes_are_those_of_core() {
    check_codes::<Category>();
    check_codes::<LeaveReason>();
    check_codes::<Industry>();
    check_codes::<Gender>();
    check_codes::<Schooling>();
    check_codes::<EndReason>();
    check_codes::<SendBackReason>();
    check_codes::<MemberState>();
    check_codes::<CancelReason>();
    check_codes::<ActivityKind>();
    check_codes::<ActivityStatus>();
    check_codes::<SignUpAction>();
}
