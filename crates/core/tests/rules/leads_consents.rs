//! A lead goes to another handler only under a consent that names them.

use guiyan_core::{
    Event, Outcome,
    branch::lead::{LeadCommand, LeadEvent, LeadStage},
    caller::Caller,
    recipient::Recipient,
    testing::*,
    view::{self, LeadsQuery},
};

use crate::{
    leads::{T, member, members, with_lead},
    members::beijing_of,
};

fn pass(to: Recipient) -> LeadCommand {
    LeadCommand::PassLead { lead: lead_id(1), to }
}

fn ask(recipient: Recipient) -> LeadCommand {
    LeadCommand::AskLeadConsent { lead: lead_id(1), recipient }
}

fn answer(recipient: Recipient, agreed: bool) -> LeadCommand {
    LeadCommand::AnswerLeadConsent { lead: lead_id(1), recipient, agreed }
}

fn withdraw(recipient: Recipient) -> LeadCommand {
    LeadCommand::WithdrawLeadConsent { lead: lead_id(1), recipient }
}

fn desk() -> Caller {
    secretary(&beijing())
}

fn after(events: impl IntoIterator<Item = Event>) -> Given {
    with_lead().and(&beijing(), events.into_iter().map(|event| (T, event)))
}

fn passed() -> [Event; 2] {
    [lead_consent_given(1, township("qinfeng")), lead_passed(1, township("qinfeng"))]
}

#[test]
fn nothing_is_passed_on_without_consent() {
    with_lead().when(&desk(), pass(township("qinfeng"))).then_refused("consentNeeded");
    let elsewhere = [lead_consent_given(1, township("xishi"))];
    after(elsewhere).when(&desk(), pass(township("qinfeng"))).then_refused("consentNeeded");
    let given = [lead_consent_given(1, township("qinfeng"))];
    after(given.clone()).when(&desk(), pass(township("qinfeng"))).then_outcome(Outcome::LeadPassed);
    after(given).when(&member(1), pass(township("qinfeng"))).then_refused("notAllowed");
    after(passed()).when(&desk(), pass(township("qinfeng"))).then_refused("leadHeldThere");
}

#[test]
fn consent_is_asked_for_and_answered() {
    let asked = || [lead_consent_asked(1, department("investment"))];
    with_lead()
        .when(&desk(), ask(department("investment")))
        .then_outcome(Outcome::LeadConsentAsked);
    with_lead().when(&member(1), ask(department("investment"))).then_refused("notAllowed");
    after(asked()).when(&desk(), ask(department("investment"))).then_refused("consentAsked");
    after(asked()).when(&desk(), pass(department("investment"))).then_refused("consentAsked");
    for (agreed, outcome) in
        [(true, Outcome::LeadConsentGiven), (false, Outcome::LeadConsentRefused)]
    {
        let command = answer(department("investment"), agreed);
        after(asked()).when(&member(1), command.clone()).then_outcome(outcome);
        for caller in [member(2), desk()] {
            after(asked()).when(&caller, command.clone()).then_refused("notAllowed");
        }
    }
}

#[test]
fn who_said_no_is_not_asked_again_but_may_change_their_mind() {
    let to = || department("investment");
    let refused = || [lead_consent_asked(1, to()), lead_consent_refused(1, to())];
    after(refused()).when(&desk(), ask(to())).then_refused("consentRefused");
    after(refused()).when(&desk(), pass(to())).then_refused("consentRefused");
    after(refused()).when(&member(1), answer(to(), false)).then_refused("noConsentQuestion");
    after(refused()).when(&member(1), answer(to(), true)).then_outcome(Outcome::LeadConsentGiven);
    let withdrawn = [lead_consent_given(1, to()), lead_consent_withdrawn(1, to())];
    after(withdrawn.clone()).when(&desk(), ask(to())).then_refused("consentRefused");
    after(withdrawn).when(&member(1), answer(to(), true)).then_outcome(Outcome::LeadConsentGiven);
}

#[test]
fn agreeing_unasked_needs_no_question_and_twice_is_once() {
    with_lead()
        .when(&member(1), answer(township("xishi"), true))
        .then_outcome(Outcome::LeadConsentGiven);
    after(passed())
        .when(&member(1), answer(township("qinfeng"), true))
        .then_refused("consentGiven");
    after(passed()).when(&desk(), ask(township("qinfeng"))).then_refused("consentGiven");
    with_lead().when(&member(1), withdraw(township("xishi"))).then_refused("noConsent");
}

#[test]
fn recipients_are_on_the_list() {
    for recipient in [township("nowhere"), department("nowhere"), Recipient::Person(person(2))] {
        with_lead().when(&desk(), ask(recipient.clone())).then_refused("unknownRecipient");
        with_lead().when(&desk(), pass(recipient.clone())).then_refused("unknownRecipient");
        let submit = LeadCommand::SubmitLead {
            lead: lead_form(),
            invited: false,
            notice: None,
            consent: vec![recipient],
        };
        given(members()).when(&member(1), submit).then_refused("unknownRecipient");
    }
    // A hotline of the host city is on the branch's own list.
    with_lead()
        .when(&desk(), ask(department("hotline-12345")))
        .then_outcome(Outcome::LeadConsentAsked);
}

#[test]
fn consents_given_on_submitting_count_once_each() {
    let twice = vec![township("qinfeng"), department("investment"), township("qinfeng")];
    let submit =
        LeadCommand::SubmitLead { lead: lead_form(), invited: false, notice: None, consent: twice };
    let district = given(members()).when(&member(1), submit).then_state();
    let lead = &beijing_of(&district).leads[&lead_id(99)];
    assert_eq!(lead.consents.given().len(), 2);
    assert_eq!(lead.seen_by().count(), 0, "agreed to, and not passed on yet");
}

#[test]
fn a_withdrawn_consent_takes_it_back_from_the_handler() {
    let now = at("2026-11-02T09:00");
    let held = |district: &guiyan_core::District| {
        view::held_leads(district, &liaison("qinfeng"), now, &view::HeldQuery::default())
            .unwrap()
            .0
            .leads
    };
    let before = after(passed()).district();
    let [shown] = held(&before).try_into().unwrap();
    assert_eq!(shown.submitter.unwrap().name, report_form_of(1).name);
    assert!(shown.can.handle && shown.can.give_back && shown.consents.is_empty());

    let when = after(passed()).at("2026-11-02T08:00");
    let district = when.when(&member(1), withdraw(township("qinfeng"))).then_state();
    assert_eq!(held(&district), []);
    let lead = &beijing_of(&district).leads[&lead_id(1)];
    assert_eq!((&lead.held_by, lead.held_since), (&None, at("2026-11-02T08:00")));
    let id = "xinzhou-beijing".parse().unwrap();
    let query = LeadsQuery::default();
    let (mine, _) = view::leads(&district, &id, &member(1), now, &query).unwrap();
    let (desks, _) = view::leads(&district, &id, &desk(), now, &query).unwrap();
    for consents in [&mine.mine[0].consents, &desks.desk.unwrap().rows[0].consents] {
        assert_eq!(consents[0].withdrawn_at, Some(at("2026-11-02T08:00")));
        assert_eq!(consents[0].passed_at, Some(at(T)));
    }
    let move_it = LeadCommand::ReturnLead { lead: lead_id(1) };
    // Who had it is told why; others learn nothing.
    let again = || given([]).in_district(district.clone()).at("2026-11-02T09:00");
    again().when(&liaison("qinfeng"), move_it.clone()).then_refused("consentWithdrawn");
    again().when(&liaison("xishi"), move_it).then_refused("notAllowed");
}

#[test]
fn a_handler_gives_it_back_or_passes_it_on() {
    let back = || LeadCommand::ReturnLead { lead: lead_id(1) };
    after(passed()).when(&liaison("qinfeng"), back()).then_outcome(Outcome::LeadReturned);
    after(passed()).when(&desk(), back()).then_outcome(Outcome::LeadReturned);
    with_lead().when(&desk(), back()).then_refused("leadHeldHere");
    let on = passed().into_iter().chain([lead_consent_given(1, department("investment"))]);
    let decision = after(on)
        .when(&liaison("qinfeng"), pass(department("investment")))
        .then_outcome(Outcome::LeadPassed);
    let (_, Event::Lead(LeadEvent::LeadPassed { by, .. })) = &decision.events[0] else { panic!() };
    assert_eq!(*by, person(940));
    after(passed())
        .when(&liaison("qinfeng"), pass(department("investment")))
        .then_refused("consentNeeded");
}

#[test]
fn who_moves_away_keeps_sight_of_their_lead() {
    let end = [ended(1), lead_moved(1, LeadStage::Submitted, LeadStage::InContact, T)];
    let district = after(end).district();
    let now = at("2026-11-02T09:00");
    let id = "xinzhou-yiwu".parse().unwrap();
    let (view, _) = view::leads(&district, &id, &member(1), now, &LeadsQuery::default()).unwrap();
    assert_eq!(view.mine[0].branch.id.as_str(), "xinzhou-beijing");
    assert_eq!(view.blocked.unwrap().code(), "leadMembersOnly");
}
