//! A member who offers such help: asked, agreed to, helping.

use guiyan_core::{
    District, Event,
    branch::request::{Clock, RequestCommand, RequestEvent, RequestKind, Stage},
    command::DistrictCommand,
    ids::StreamId,
    recipient::Recipient,
    testing::*,
    view,
};

use crate::{
    members::{beijing_of, me},
    requests::{DUE, T, asked},
};

const UNTIL: &str = "2026-11-03T10:00";

fn ask(number: u128) -> RequestCommand {
    RequestCommand::AskHelper { request: request_id(1), person: person(number) }
}

fn answer(agreed: bool) -> RequestCommand {
    RequestCommand::AnswerHelp { request: request_id(1), agreed }
}

fn about_helper(agreed: bool) -> RequestCommand {
    let recipient = Recipient::Person(person(7));
    RequestCommand::AnswerRequestConsent { request: request_id(1), recipient, agreed }
}

/// 7 of Yiwu offers help; 1 of Beijing has asked for it.
fn with_helper(consents: Vec<Recipient>, more: Vec<Event>) -> Given {
    let there = [reported(7), received(7), offered_help(7)];
    let district: District = asked(consents, more).district();
    given([]).in_district(district).and(&yiwu(), there.map(|event| (T, event)))
}

fn declined(lapsed: bool, due: &str) -> Event {
    RequestEvent::HelperDeclined { request: request_id(1), person: person(7), lapsed, due: at(due) }
        .into()
}

#[test]
fn a_member_of_either_branch_is_asked_once_the_requester_agreed() {
    let officer = secretary(&beijing());
    with_helper(vec![], vec![]).when(&officer, ask(7)).then_refused("consentNeeded");
    let agreed = || with_helper(vec![Recipient::Helpers], vec![]);
    agreed().when(&officer, ask(7)).then([helper_asked(1, 7, "xinzhou-yiwu", UNTIL)]);
    agreed().when(&officer, ask(2)).then_refused("notAHelper");
    agreed().when(&officer, ask(1)).then_refused("notAHelper");
    agreed().when(&secretary(&yiwu()), ask(7)).then_refused("notAllowed");
}

#[test]
fn the_requester_is_asked_about_who_said_yes_by_name() {
    let asked = || {
        let events = vec![helper_asked(1, 7, "xinzhou-yiwu", UNTIL)];
        with_helper(vec![Recipient::Helpers], events)
    };
    asked().when(&me(2), answer(true)).then_refused("notAsked");
    asked().when(&me(7), answer(true)).then([helper_agreed(1, 7)]);
    let events = || vec![helper_asked(1, 7, "xinzhou-yiwu", UNTIL), helper_agreed(1, 7)];
    let both = || with_helper(vec![Recipient::Helpers], events());
    let given_then: Event = RequestEvent::RequestConsentGiven {
        request: request_id(1),
        recipient: Recipient::Person(person(7)),
        clock: Clock::Starts { due: at("2026-11-04T10:00") },
    }
    .into();
    both().when(&me(1), about_helper(true)).then([given_then]);
    let district = both().when(&me(1), about_helper(true)).then_state();
    let request = beijing_of(&district).requests.get(&request_id(1)).unwrap();
    assert!(matches!(request.stage, Stage::Helping { .. }));
    let district = both().when(&me(1), about_helper(false)).then_state();
    let request = beijing_of(&district).requests.get(&request_id(1)).unwrap();
    assert_eq!(request.stage, Stage::Submitted);
    let again = given([]).in_district(district).at(T);
    again.when(&secretary(&beijing()), ask(7)).then_refused("helperDeclinedAlready");
}

#[test]
fn a_helper_whose_consent_is_withdrawn_is_told_so() {
    let events = vec![helper_asked(1, 7, "xinzhou-yiwu", UNTIL), helper_agreed(1, 7)];
    let both = with_helper(vec![Recipient::Helpers], events);
    let helping = both.when(&me(1), about_helper(true)).then_state();
    let recipient = Recipient::Person(person(7));
    let withdraw = RequestCommand::WithdrawRequestConsent { request: request_id(1), recipient };
    let stopped = given([]).in_district(helping).at(T).when(&me(1), withdraw).then_state();
    let resolve = || RequestCommand::ResolveRequest {
        request: request_id(1),
        note: "陪着看了三处。".to_owned(),
    };
    let after = || given([]).in_district(stopped.clone()).at(T);
    after().when(&me(7), resolve()).then_refused("consentWithdrawn");
    after().when(&me(2), resolve()).then_refused("notAllowed");
}

#[test]
fn who_says_no_or_nothing_is_not_asked_again() {
    let asked = || {
        let events = vec![helper_asked(1, 7, "xinzhou-yiwu", UNTIL)];
        with_helper(vec![Recipient::Helpers], events)
    };
    asked().when(&me(7), answer(false)).then([declined(false, DUE)]);
    let settle = DistrictCommand::Settle;
    let lapsed = declined(true, "2026-11-03T12:00");
    asked().at(UNTIL).when_to(&StreamId::District, &district_officer(), settle).then([lapsed]);
    let district = asked().when(&me(7), answer(false)).then_state();
    let id = "xinzhou-beijing".parse().unwrap();
    let (view, _) = view::help(&district, &id, &secretary(&beijing()), at(T)).unwrap();
    assert_eq!(view.desk.unwrap().requests[0].candidates, []);
}

#[test]
fn a_helper_who_erases_themselves_lets_go_of_it() {
    let events = vec![helper_asked(1, 7, "xinzhou-yiwu", UNTIL), helper_agreed(1, 7)];
    let district = with_helper(vec![Recipient::Helpers], events)
        .when_to(&StreamId::District, &me(7), DistrictCommand::EraseMe {})
        .then_state();
    let branch = beijing_of(&district);
    let request = branch.requests.get(&request_id(1)).unwrap();
    assert_eq!(request.stage, Stage::Submitted);
    assert!(!branch.keeps(&person(7)) && request.consents.pending().next().is_none());
}

#[test]
fn an_offer_names_help_and_ends_with_the_report_in() {
    let member = || given([(T, reported(1)), (T, received(1))]);
    let offer =
        |kinds: Vec<RequestKind>| RequestCommand::OfferHelp { kinds: kinds.into_iter().collect() };
    member().when(&me(1), offer(vec![RequestKind::Schooling])).then([offered_help(1)]);
    member().when(&me(1), offer(vec![])).then_refused("invalidFields");
    member().when(&me(1), offer(vec![RequestKind::Spot])).then_refused("invalidFields");
    member().when(&me(2), offer(vec![RequestKind::Legal])).then_refused("receivedMembersOnly");
    let withdraw = || RequestCommand::WithdrawHelpOffer {};
    member().when(&me(1), withdraw()).then_refused("nothingOffered");
    let events = [reported(1), received(1), offered_help(1), ended(1)];
    let district = given(events.map(|event| (T, event))).district();
    assert_eq!(district.helper(&person(1)), None);
    assert!(beijing_of(&district).help_offers.is_empty());
}
