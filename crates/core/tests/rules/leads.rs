//! Leads: who submits them, and how they move from stage to stage.

use guiyan_core::{
    Command, Event, Outcome, Refusal,
    branch::{
        lead::{
            HoldReason, JumpReason, Landing, LandingForm, LeadCloseReason, LeadCommand, LeadEvent,
            LeadForm, LeadStage, MoveTo, TalentOutcome,
        },
        member::Consent,
    },
    caller::Caller,
    ids::StreamId,
    need::LeadKind,
    testing::*,
    text::Issue,
};

pub(crate) const T: &str = "2026-11-01T10:00";

pub(crate) fn members() -> Vec<(&'static str, Event)> {
    vec![(T, reported(1)), (T, received(1)), (T, reported(2))]
}

/// Person 1 is a member with the sample lead.
pub(crate) fn with_lead() -> Given {
    given(members()).and(&beijing(), [(T, lead_submitted(1, 1, T))])
}

pub(crate) fn member(number: u128) -> Caller {
    Caller::person(person(number))
}

fn submit(lead: LeadForm) -> LeadCommand {
    LeadCommand::SubmitLead { lead, invited: false, notice: None, consent: Vec::new() }
}

fn move_to(to: MoveTo, reason: Option<JumpReason>) -> LeadCommand {
    LeadCommand::MoveLead { lead: lead_id(1), to, reason, note: String::new(), landing: None }
}

fn land(landing: LandingForm, reason: Option<JumpReason>) -> LeadCommand {
    LeadCommand::MoveLead {
        lead: lead_id(1),
        to: MoveTo::Landed,
        reason,
        note: String::new(),
        landing: Some(landing),
    }
}

fn hold(reason: HoldReason, note: &str) -> LeadCommand {
    LeadCommand::HoldLead { lead: lead_id(1), reason, note: note.into() }
}

fn close(reason: LeadCloseReason, note: &str) -> LeadCommand {
    LeadCommand::CloseLead { lead: lead_id(1), reason, note: note.into() }
}

fn landing(amount: i64, jobs: i64) -> LandingForm {
    LandingForm { amount: Some(amount), jobs: Some(jobs), talent: None }
}

#[track_caller]
fn issues(refusal: Refusal) -> Vec<(String, Issue)> {
    let Refusal::InvalidFields { fields } = refusal else { panic!("{refusal:?}") };
    fields.into_iter().map(|it| (it.field.name().to_owned(), it.issue)).collect()
}

#[test]
fn a_received_member_submits_and_the_branch_holds_it() {
    let outcome = Outcome::LeadSubmitted { lead: lead_id(99) };
    let when = given(members()).when(&member(1), submit(lead_form()));
    let decision = when.then_outcome(outcome);
    let [(_, Event::Lead(LeadEvent::LeadSubmitted { due, fellow, .. }))] =
        decision.events.as_slice()
    else {
        panic!("{decision:?}");
    };
    assert_eq!((*due, fellow), (Some(at("2026-11-08T10:00")), &None));
    let district = given(members()).when(&member(1), submit(lead_form())).then_state();
    let lead = &crate::members::beijing_of(&district).leads[&lead_id(99)];
    assert_eq!((lead.stage, &lead.held_by), (LeadStage::Submitted, &None));
}

#[test]
fn who_is_no_member_needs_an_invitation() {
    for (caller, code) in [
        (Caller::anonymous(), "signInNeeded"),
        (member(2), "leadMembersOnly"),
        (member(50), "leadMembersOnly"),
    ] {
        given(members()).when(&caller, submit(lead_form())).then_refused(code);
    }
}

#[test]
fn an_invited_townsman_gives_name_phone_and_consent_to_the_notice() {
    let invited = |lead: LeadForm, notice: Option<Consent>| LeadCommand::SubmitLead {
        lead,
        invited: true,
        notice,
        consent: Vec::new(),
    };
    let form = LeadForm {
        contact_name: "示例乡友".into(),
        contact_phone: "139 0000 0000".into(),
        ..lead_form()
    };
    let decision = given(members())
        .when(&member(50), invited(form.clone(), Some(consent())))
        .then_outcome(Outcome::LeadSubmitted { lead: lead_id(99) });
    let (_, Event::Lead(LeadEvent::LeadSubmitted { fellow: Some(fellow), .. })) =
        &decision.events[0]
    else {
        panic!("{decision:?}");
    };
    assert_eq!(fellow.contact.known().unwrap().phone, "13900000000");
    let bare = given(members()).when(&member(50), invited(lead_form(), None));
    let expected = [
        ("contactName".to_owned(), Issue::Required),
        ("contactPhone".to_owned(), Issue::Required),
        ("consent".to_owned(), Issue::NotAgreed),
    ];
    assert_eq!(issues(bare.then_refused("invalidFields")), expected);
    // A member who follows an invitation is a member: nothing more is asked.
    let district = given(members()).when(&member(1), invited(form, None)).then_state();
    assert_eq!(crate::members::beijing_of(&district).leads[&lead_id(99)].fellow, None);
}

#[test]
fn amounts_and_notes_are_within_reason() {
    let check = |form: LeadForm, expected: &[(&str, Issue)]| {
        let refusal = given(members()).when(&member(1), submit(form));
        let expected: Vec<_> = expected.iter().map(|(f, i)| ((*f).to_owned(), *i)).collect();
        assert_eq!(issues(refusal.then_refused("invalidFields")), expected);
    };
    let range = Issue::OutOfRange { min: 1, max: 1_000_000_000_000 };
    for amount in [0, -1, i64::MIN, 1_000_000_000_001, 1_000_000_000_000_000, i64::MAX] {
        check(LeadForm { amount: Some(amount), ..lead_form() }, &[("amount", range)]);
    }
    let long = "好".repeat(5_000);
    check(LeadForm { note: long, ..lead_form() }, &[("note", Issue::TooLong { max: 2_000 })]);
    let place = LeadForm { township: "nowhere".into(), ..lead_form() };
    check(place, &[("township", Issue::NotAChoice)]);
    check(LeadForm::default(), &[("leadKind", Issue::Required), ("industry", Issue::Required)]);
    for amount in [None, Some(1), Some(1_000_000_000_000)] {
        let note = "好".repeat(2_000);
        let form = LeadForm { amount, note, township: String::new(), ..lead_form() };
        let outcome = Outcome::LeadSubmitted { lead: lead_id(99) };
        given(members()).when(&member(1), submit(form)).then_outcome(outcome);
    }
}

#[test]
fn a_lead_answers_a_need_that_is_open() {
    let answering = |need| submit(LeadForm { need: Some(need_id(need)), ..lead_form() });
    let posted = || given(members()).and(&StreamId::District, [(T, need_posted(5))]);
    let outcome = Outcome::LeadSubmitted { lead: lead_id(99) };
    posted().when(&member(1), answering(5)).then_outcome(outcome);
    posted().when(&member(1), answering(6)).then_refused("unknownNeed");
    posted().at("2027-01-01T00:00").when(&member(1), answering(5)).then_refused("needClosed");
    let closed = posted().and(&StreamId::District, [(T, need_closed(5))]);
    closed.when(&member(1), answering(5)).then_refused("needClosed");
}

#[test]
fn stages_follow_one_another_and_none_is_skipped_silently() {
    let desk = secretary(&beijing());
    let contact = Outcome::LeadMoved { stage: LeadStage::InContact };
    with_lead().when(&desk, move_to(MoveTo::InContact, None)).then_outcome(contact);
    for to in [MoveTo::Negotiating, MoveTo::Signed] {
        with_lead().when(&desk, move_to(to, None)).then_refused("reasonNeeded");
        let stage = LeadStage::from(to);
        let decision = with_lead()
            .when(&desk, move_to(to, Some(JumpReason::AlreadyUnderWay)))
            .then_outcome(Outcome::LeadMoved { stage });
        let (_, Event::Lead(LeadEvent::LeadMoved { reason, from, .. })) = &decision.events[0]
        else {
            panic!("{decision:?}");
        };
        let expected = (Some(JumpReason::AlreadyUnderWay), LeadStage::Submitted);
        assert_eq!((*reason, *from), expected);
    }
    let signed = || {
        let moved = lead_moved(1, LeadStage::Submitted, LeadStage::Signed, "2027-01-01T10:00");
        with_lead().and(&beijing(), [(T, moved)])
    };
    signed().when(&desk, move_to(MoveTo::Signed, None)).then_refused("leadAtStage");
    signed().when(&desk, move_to(MoveTo::InContact, None)).then_refused("reasonNeeded");
    let back = move_to(MoveTo::InContact, Some(JumpReason::FellBack));
    signed().when(&desk, back).then_outcome(contact);
}

#[test]
fn another_reason_is_put_in_words() {
    let desk = secretary(&beijing());
    for command in [
        move_to(MoveTo::Signed, Some(JumpReason::Other)),
        hold(HoldReason::Other, ""),
        close(LeadCloseReason::Other, " "),
    ] {
        let refusal = with_lead().when(&desk, command).then_refused("invalidFields");
        assert_eq!(issues(refusal), [("note".to_owned(), Issue::Required)]);
    }
    let held = Outcome::LeadMoved { stage: LeadStage::OnHold };
    with_lead().when(&desk, hold(HoldReason::Other, "春节后再谈")).then_outcome(held);
}

#[test]
fn what_landed_is_recorded_and_put_right() {
    let desk = secretary(&beijing());
    let signed = lead_moved(1, LeadStage::Submitted, LeadStage::Signed, "2027-01-01T10:00");
    let before = || with_lead().and(&beijing(), [(T, signed.clone())]);
    let landed = Outcome::LeadMoved { stage: LeadStage::Landed };
    before().when(&desk, land(landing(0, 0), None)).then_outcome(landed);
    let refused = before().when(&desk, move_to(MoveTo::Landed, None)).then_refused("invalidFields");
    assert_eq!(issues(refused), [("landing".to_owned(), Issue::Required)]);
    let too_much = land(landing(1_000_000_000_001, -1), None);
    let refused = before().when(&desk, too_much).then_refused("invalidFields");
    let fields: Vec<_> = issues(refused).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["amount", "jobs"]);
    let talent = LandingForm { talent: Some(TalentOutcome::Employed), ..landing(1, 1) };
    let refused = before().when(&desk, land(talent, None)).then_refused("invalidFields");
    assert_eq!(issues(refused), [("talent".to_owned(), Issue::NotAChoice)]);

    let first = Landing { amount: 300_000, jobs: 4, talent: None };
    let after = || before().and(&beijing(), [(T, lead_landed(1, LeadStage::Signed, first))]);
    let again = |reason| land(landing(350_000, 4), reason);
    after().when(&desk, again(None)).then_refused("reasonNeeded");
    let correction = Some(JumpReason::Correction);
    after().when(&desk, land(landing(300_000, 4), correction)).then_refused("leadAtStage");
    let decision = after().when(&desk, again(correction)).then_outcome(landed);
    let (_, Event::Lead(LeadEvent::LeadLanded { replaces, .. })) = &decision.events[0] else {
        panic!("{decision:?}");
    };
    assert_eq!(*replaces, Some(first));
}

#[test]
fn a_talent_lead_says_how_it_landed() {
    let codes = guiyan_core::branch::lead::LeadCodes { kind: LeadKind::Talent, ..lead_codes() };
    let before = || {
        let submitted = lead_submitted_with(1, 1, codes.clone(), at(T));
        let signed = lead_moved(1, LeadStage::Submitted, LeadStage::Signed, "2027-01-01T10:00");
        given(members()).and(&beijing(), [(T, submitted), (T, signed)])
    };
    let desk = secretary(&beijing());
    let refused = before().when(&desk, land(landing(0, 1), None)).then_refused("invalidFields");
    assert_eq!(issues(refused), [("talent".to_owned(), Issue::Required)]);
    let talent = LandingForm { talent: Some(TalentOutcome::VillageCommittee), ..landing(0, 1) };
    let landed = Outcome::LeadMoved { stage: LeadStage::Landed };
    before().when(&desk, land(talent, None)).then_outcome(landed);
}

#[test]
fn a_lead_on_hold_goes_on_where_it_was_and_a_closed_one_does_not() {
    let desk = secretary(&beijing());
    let negotiating =
        lead_moved(1, LeadStage::Submitted, LeadStage::Negotiating, "2026-12-01T10:00");
    let held = || {
        let on_hold = lead_put_on_hold(1, 1, LeadStage::Negotiating, "");
        with_lead().and(&beijing(), [(T, negotiating.clone()), (T, on_hold)])
    };
    held().when(&desk, hold(HoldReason::NotYet, "")).then_refused("leadAtStage");
    for to in [MoveTo::Negotiating, MoveTo::Signed] {
        let outcome = Outcome::LeadMoved { stage: to.into() };
        held().when(&desk, move_to(to, None)).then_outcome(outcome);
    }
    held().when(&desk, move_to(MoveTo::InContact, None)).then_refused("reasonNeeded");
    let closed = || held().and(&beijing(), [(T, lead_withdrawn(1, 1, LeadStage::OnHold))]);
    for command in [
        move_to(MoveTo::Negotiating, None),
        hold(HoldReason::NotYet, ""),
        close(LeadCloseReason::NoFit, ""),
    ] {
        closed().when(&desk, command).then_refused("leadClosed");
    }
}

#[test]
fn only_the_branch_and_whoever_holds_it_move_it() {
    let contact = || move_to(MoveTo::InContact, None);
    for caller in [
        member(1),
        member(2),
        steward(&beijing()),
        secretary(&yiwu()),
        liaison("qinfeng"),
        department_contact("investment"),
        district_officer(),
    ] {
        with_lead().when(&caller, contact()).then_refused("notAllowed");
    }
    let agreed = lead_consent_given(1, township("qinfeng"));
    let passed = lead_passed(1, township("qinfeng"));
    let held = || with_lead().and(&beijing(), [(T, agreed.clone()), (T, passed.clone())]);
    let outcome = Outcome::LeadMoved { stage: LeadStage::InContact };
    for caller in [liaison("qinfeng"), secretary(&beijing()), organiser(&beijing())] {
        held().when(&caller, contact()).then_outcome(outcome);
    }
    held().when(&liaison("xishi"), contact()).then_refused("notAllowed");
}

#[test]
fn the_submitter_withdraws_their_lead_and_nobody_elses() {
    let closed = Outcome::LeadMoved { stage: LeadStage::Closed };
    with_lead().when(&member(1), close(LeadCloseReason::Withdrawn, "")).then_outcome(closed);
    with_lead().when(&member(1), close(LeadCloseReason::NoFit, "")).then_refused("notAllowed");
    with_lead().when(&member(2), close(LeadCloseReason::Withdrawn, "")).then_refused("notAllowed");
    let unknown = LeadCommand::ReturnLead { lead: lead_id(7) };
    with_lead().when(&secretary(&beijing()), unknown).then_refused("unknownLead");
}

#[test]
fn an_erased_persons_open_leads_are_withdrawn_and_their_words_gone() {
    let erase = Command::District(guiyan_core::command::DistrictCommand::EraseMe {});
    let agreed = lead_consent_given(1, township("qinfeng"));
    let passed = lead_passed(1, township("qinfeng"));
    let before = with_lead().and(&beijing(), [(T, agreed), (T, passed)]);
    let district = before.when_to(&StreamId::District, &member(1), erase).then_state();
    let branch = crate::members::beijing_of(&district);
    let lead = &branch.leads[&lead_id(1)];
    assert_eq!((lead.stage, lead.person), (LeadStage::Closed, None));
    assert_eq!(lead.note.as_ref().unwrap().known(), None);
    assert_eq!((&lead.held_by, lead.seen_by().count()), (&None, 0));
    assert!(!branch.keeps(&person(1)) && branch.leads_seen.is_empty());
}
