//! The same for needs and leads, in a district where every step was taken.

use guiyan_core::{
    Command, District, Outcome,
    branch::{
        lead::{
            HoldReason, JumpReason, LandingForm, LeadCloseReason, LeadCommand, LeadForm, LeadStage,
            MoveTo, TalentOutcome,
        },
        member::MemberCommand,
    },
    caller::Caller,
    command::DistrictCommand,
    ids::StreamId,
    need::{LeadKind, NeedCloseReason, NeedCommand, NeedForm},
    testing::*,
    view::{HeldQuery, LeadsQuery, held_leads, leads},
};

use super::{
    Read, Roles, parse,
    tests::{check, check_rows},
};
use crate::state::{Kept, Offer};

struct Busy {
    district: District,
    number: u128,
}

impl Busy {
    fn run(&mut self, to: &StreamId, caller: &Caller, command: impl Into<Command>) -> u128 {
        self.number += 1;
        let now = at("2026-11-01T09:00").plus(self.number as i64 * 60_000);
        let id = command_id(self.number);
        let decided = self.district.decide(to, caller, now, id, &command.into()).unwrap();
        apply(&mut self.district, now, &decided);
        self.number
    }
}

/// A district in which every kind of field has a value somewhere.
fn busy_district() -> District {
    let mut busy = Busy { district: sample_district(), number: 0 };
    let (here, home) = (beijing(), StreamId::District);
    let (secretary, liaison, member) =
        (secretary(&here), liaison("qinfeng"), Caller::person(person(1)));
    let report_in = MemberCommand::ReportIn { report: report_form(), consent: consent() };
    busy.run(&here, &member, report_in);
    busy.run(&here, &secretary, MemberCommand::ReceiveMember { person: person(1) });
    let need = busy.run(&home, &liaison, NeedCommand::PostNeed { details: need_form() });
    let details = NeedForm { amount_to: None, township: String::new(), ..need_form() };
    let closed = busy.run(&home, &district_officer(), NeedCommand::PostNeed { details });
    let (need, closed) = (need_id(need), need_id(closed));
    let close = NeedCommand::CloseNeed { need: closed, reason: NeedCloseReason::Met };
    busy.run(&home, &district_officer(), close);

    let submit = |lead: LeadForm, invited| LeadCommand::SubmitLead {
        lead,
        invited,
        notice: invited.then(consent),
        consent: vec![township("qinfeng"), department("investment")],
    };
    let answers = LeadForm { need: Some(need), ..lead_form() };
    let first = lead_id(busy.run(&here, &member, submit(answers, false)));
    let recipient = department("education");
    busy.run(&here, &secretary, LeadCommand::AskLeadConsent { lead: first, recipient });
    let recipient = department("education");
    let no = LeadCommand::AnswerLeadConsent { lead: first, recipient, agreed: false };
    busy.run(&here, &member, no);
    let recipient = township("xishi");
    busy.run(&here, &secretary, LeadCommand::AskLeadConsent { lead: first, recipient });
    let recipient = department("investment");
    busy.run(&here, &member, LeadCommand::WithdrawLeadConsent { lead: first, recipient });
    let pass = LeadCommand::PassLead { lead: first, to: township("qinfeng") };
    busy.run(&here, &secretary, pass);
    let moved = |lead, to, reason, landing| LeadCommand::MoveLead {
        lead,
        to,
        reason,
        note: "当面谈过".into(),
        landing,
    };
    busy.run(&here, &liaison, moved(first, MoveTo::InContact, None, None));
    let jump = Some(JumpReason::AgreedDirectly);
    busy.run(&here, &liaison, moved(first, MoveTo::Signed, jump, None));
    busy.run(&here, &liaison, LeadCommand::ReturnLead { lead: first });
    busy.run(&here, &secretary, LeadCommand::PassLead { lead: first, to: township("qinfeng") });
    let (reason, note) = (HoldReason::NotYet, "等政策".to_owned());
    busy.run(&here, &secretary, LeadCommand::HoldLead { lead: first, reason, note });

    let talent =
        LeadForm { lead_kind: Some(LeadKind::Talent), township: String::new(), ..lead_form() };
    let fellow = Caller::person(person(2));
    let named = LeadForm {
        contact_name: "示例乡友".into(),
        contact_phone: "13900000000".into(),
        ..talent.clone()
    };
    let second = lead_id(busy.run(&here, &fellow, submit(named, true)));
    let landing = LandingForm {
        amount: Some(0),
        jobs: Some(1),
        talent: Some(TalentOutcome::VillageCommittee),
    };
    busy.run(&here, &secretary, moved(second, MoveTo::Landed, jump, Some(landing)));
    let third = lead_id(busy.run(&here, &member, submit(talent, false)));
    let (reason, note) = (LeadCloseReason::NoFit, String::new());
    busy.run(&here, &secretary, LeadCommand::CloseLead { lead: third, reason, note });
    busy.run(&here, &member, submit(lead_form(), false));
    busy.district
}

#[test]
fn needs_and_leads_read_as_serde_reads_them() {
    let mut district = busy_district();
    let later = at("2027-02-01T09:00");
    // What has fallen due is written first.
    let settle = DistrictCommand::Settle.into();
    let settled =
        district.decide(&StreamId::District, &district_officer(), later, command_id(900), &settle);
    apply(&mut district, later, &settled.unwrap());
    let StreamId::Branch(branch) = beijing() else { unreachable!() };
    let callers = [
        Caller::anonymous(),
        Caller::person(person(1)),
        Caller::person(person(2)),
        secretary(&beijing()),
        liaison("qinfeng"),
        district_officer(),
        department_contact("investment"),
    ];
    for now in [at("2026-11-02T09:00"), later] {
        let rows = check_rows(&district, now);
        assert!(rows.iter().any(|row| row.lead.is_some()));
        for caller in &callers {
            let all = LeadsQuery::default();
            for query in [all, LeadsQuery { stage: Some(LeadStage::OnHold), ..all }] {
                check(&leads(&district, &branch, caller, now, &query).unwrap().0);
            }
            if let Ok((held, _)) = held_leads(&district, caller, now, &HeldQuery::default()) {
                check(&held);
            }
        }
    }
}

#[test]
fn outcomes_of_leads_read_by_their_codes() {
    for outcome in [
        Outcome::NeedPosted { need: need_id(1) },
        Outcome::NeedClosed,
        Outcome::LeadSubmitted { lead: lead_id(2) },
        Outcome::LeadMoved { stage: LeadStage::OnHold },
        Outcome::LeadPassed,
        Outcome::LeadReturned,
        Outcome::LeadConsentAsked,
        Outcome::LeadConsentGiven,
        Outcome::LeadConsentRefused,
        Outcome::LeadConsentWithdrawn,
    ] {
        check(&outcome);
    }
    let me = parse("{\"person\":\"x\",\"roles\":[\"liaison:qinfeng\"],\"reportIns\":[]}").unwrap();
    assert_eq!(Roles::read(&me), Some(Roles(vec!["liaison:qinfeng".into()])));
    let offer: Offer = std::array::from_fn(|at| format!("第{at}项\n\""));
    assert_eq!(Offer::from_text(&offer.to_text()), Some(offer));
}
