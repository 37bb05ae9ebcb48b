//! What is written here, core reads; the codes are those of core.

use guiyan_core::{
    Command, Submission,
    branch::{
        activity::{
            ActivityCommand, ActivityForm, ActivityKind, CancelReason, GuestForm, ReorderReason,
            plan::Every,
        },
        lead::{
            HoldReason, JumpReason, LandingForm, LeadCloseReason, LeadCommand, LeadForm, MoveTo,
            TalentOutcome,
        },
        member::{
            Category, Consent, DisputeAnswer, DisputeReason, EndReason, Gender, Industry,
            LeaveReason, MemberCommand, MemberState, ReportForm, Schooling, SendBackReason,
        },
        request::{CloseReason, RequestCommand, RequestKind, ReturnReason, SpotCategory, Urgency},
    },
    chain::{Level, MatterKind},
    need::{HomeIndustry, LeadKind, NeedCloseReason, NeedCommand, NeedForm},
    recipient::Recipient,
    testing::*,
    view::{ActivityStatus, OccurrenceState, RequestAction, SeriesState, SignUpAction, StageCode},
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
        guests: true,
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
            consent: consent.clone(),
        }
        .into(),
        ActivityCommand::ChangeActivity { activity: id, revision: 3, details: published.clone() }
            .into(),
        ActivityCommand::CloseSignUp { activity: id }.into(),
        ActivityCommand::ReopenSignUp { activity: id, until: "2026-12-06T14:00".into() }.into(),
        ActivityCommand::PublishActivity { details: published, draft: None }.into(),
        ActivityCommand::PublishActivity { details: ActivityForm::default(), draft: None }.into(),
        ActivityCommand::CancelActivity {
            activity: id,
            reason: CancelReason::Weather,
            note: "雨".into(),
        }
        .into(),
        ActivityCommand::JoinAsGuest {
            activity: id,
            guest: GuestForm { name: "乡友".into(), phone: "13900000001".into() },
            consent: consent.clone(),
        }
        .into(),
        ActivityCommand::SignUp { activity: id, share_name: false }.into(),
        ActivityCommand::SignUp { activity: id, share_name: true }.into(),
        ActivityCommand::ShareName { activity: id }.into(),
        ActivityCommand::WithdrawName { activity: id }.into(),
        MemberCommand::AssignGroup { person: somebody, group: None }.into(),
        MemberCommand::AssignGroup { person: somebody, group: "east".parse().ok() }.into(),
        ActivityCommand::LeaveActivity { activity: id }.into(),
        ActivityCommand::AcceptPlace { activity: id }.into(),
        ActivityCommand::DeclinePlace { activity: id }.into(),
        ActivityCommand::ReorderQueue {
            activity: id,
            person: somebody,
            from: 3,
            to: 1,
            reason: ReorderReason::Hardship,
            note: "远".into(),
        }
        .into(),
        ActivityCommand::CheckIn { activity: id, person: somebody }.into(),
        ActivityCommand::UndoCheckIn { activity: id, person: somebody }.into(),
    ];
    check(commands);
}

#[track_caller]
fn check(commands: Vec<Command>) {
    for command in commands {
        let sent = Submission { id: command_id(7), command };
        let written = submission(&sent);
        assert_eq!(Submission::parse(written.as_bytes()), Ok(sent), "{written}");
    }
}

#[test]
fn commands_about_help_are_written_as_core_reads_them() {
    let (request, somebody) = (request_id(1), person(3));
    let recipient = || to_department("education");
    let note = || "好\n".to_owned();
    let everybody = vec![recipient(), to_township("qinfeng"), Recipient::Helpers];
    let commands: Vec<Command> = vec![
        RequestCommand::AskForHelp {
            kind: Some(RequestKind::SocialInsurance),
            urgency: Urgency::Critical,
            text: note(),
            consent: everybody.clone(),
        }
        .into(),
        RequestCommand::ReportSpot {
            spot_category: Some(SpotCategory::FireSafety),
            urgency: Urgency::Normal,
            place: "门口".into(),
            text: note(),
            consent: Vec::new(),
        }
        .into(),
        RequestCommand::AskRequestConsent { request, recipient: recipient() }.into(),
        RequestCommand::AnswerRequestConsent {
            request,
            recipient: Recipient::Person(somebody),
            agreed: true,
        }
        .into(),
        RequestCommand::WithdrawRequestConsent { request, recipient: Recipient::Helpers }.into(),
        RequestCommand::Whistle { request, department: department_id("education") }.into(),
        RequestCommand::ReportArrival { request }.into(),
        RequestCommand::ResolveRequest { request, note: note() }.into(),
        RequestCommand::RateRequest { request, rating: 5 }.into(),
        RequestCommand::ReopenRequest { request, note: note() }.into(),
        RequestCommand::WithdrawRequest { request }.into(),
        RequestCommand::CloseRequest { request, reason: CloseReason::Unsolvable, note: note() }
            .into(),
        RequestCommand::ReturnRequest { request }.into(),
        RequestCommand::OfferHelp { kinds: [RequestKind::Legal, RequestKind::Other].into() }.into(),
        RequestCommand::WithdrawHelpOffer {}.into(),
        RequestCommand::AskHelper { request, person: somebody }.into(),
        RequestCommand::AnswerHelp { request, agreed: false }.into(),
        MemberCommand::AcknowledgeReportIn { person: somebody }.into(),
        MemberCommand::DisputeReportIn {
            person: somebody,
            reason: DisputeReason::NotOurs,
            note: note(),
        }
        .into(),
        MemberCommand::AnswerDispute {
            person: somebody,
            answer: DisputeAnswer::CorrectionAsked,
            note: note(),
        }
        .into(),
    ];
    check(commands);
}

#[test]
fn commands_about_leads_are_written_as_core_reads_them() {
    let (lead, to) = (lead_id(1), MoveTo::Landed);
    let (office, home) = (department("investment"), township("qinfeng"));
    let answering = LeadForm { need: Some(need_id(2)), ..lead_form() };
    let notice = Some(Consent { agreed: true, notice: "2026-11".into() });
    let landing = LandingForm {
        amount: Some(7),
        jobs: Some(0),
        talent: Some(TalentOutcome::VillageCommittee),
    };
    let reason = Some(JumpReason::Correction);
    let note = || "好\n".to_owned();
    let commands: Vec<Command> = vec![
        LeadCommand::SubmitLead {
            lead: answering,
            invited: true,
            notice,
            consent: vec![home.clone(), office.clone(), Recipient::Person(person(3))],
        }
        .into(),
        LeadCommand::SubmitLead {
            lead: LeadForm::default(),
            invited: false,
            notice: None,
            consent: Vec::new(),
        }
        .into(),
        LeadCommand::MoveLead { lead, to, reason, note: note(), landing: Some(landing) }.into(),
        LeadCommand::MoveLead { lead, to, reason: None, note: note(), landing: None }.into(),
        LeadCommand::HoldLead { lead, reason: HoldReason::NoAnswer, note: note() }.into(),
        LeadCommand::CloseLead { lead, reason: LeadCloseReason::NoFit, note: note() }.into(),
        LeadCommand::PassLead { lead, to: home.clone() }.into(),
        LeadCommand::ReturnLead { lead }.into(),
        LeadCommand::AskLeadConsent { lead, recipient: office.clone() }.into(),
        LeadCommand::AnswerLeadConsent { lead, recipient: office, agreed: false }.into(),
        LeadCommand::WithdrawLeadConsent { lead, recipient: home }.into(),
        NeedCommand::PostNeed { details: need_form() }.into(),
        NeedCommand::PostNeed { details: NeedForm::default() }.into(),
        NeedCommand::CloseNeed { need: need_id(2), reason: NeedCloseReason::Met }.into(),
    ];
    check(commands);
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
    check_codes::<ReorderReason>();
    check_codes::<RequestKind>();
    check_codes::<SpotCategory>();
    check_codes::<Urgency>();
    check_codes::<StageCode>();
    check_codes::<RequestAction>();
    check_codes::<ReturnReason>();
    check_codes::<Level>();
    check_codes::<MatterKind>();
    check_codes::<CloseReason>();
    check_codes::<DisputeReason>();
    check_codes::<DisputeAnswer>();
    check_codes::<ActivityKind>();
    check_codes::<ActivityStatus>();
    check_codes::<SignUpAction>();
    check_codes::<LeadKind>();
    check_codes::<HomeIndustry>();
    check_codes::<NeedCloseReason>();
    check_codes::<MoveTo>();
    check_codes::<JumpReason>();
    check_codes::<HoldReason>();
    check_codes::<LeadCloseReason>();
    check_codes::<TalentOutcome>();
    check_codes::<Every>();
    check_codes::<OccurrenceState>();
    check_codes::<SeriesState>();
}
