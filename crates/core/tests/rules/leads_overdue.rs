//! Overdue steps climb: branch, township or street, district.

use guiyan_core::{
    Event, Outcome,
    branch::lead::{Escalation, LeadCodes, LeadCommand, LeadEvent, LeadStage, MoveTo},
    caller::Caller,
    command::DistrictCommand,
    ids::StreamId,
    testing::*,
    view,
};

use crate::{
    leads::{T, member, members, with_lead},
    members::beijing_of,
};

fn overdue(level: Escalation, next: Option<&str>) -> Event {
    LeadEvent::LeadOverdue { lead: lead_id(1), level, next: next.map(at) }.into()
}

fn settle(given: Given) -> When {
    given.when_to(&StreamId::District, &Caller::anonymous(), DistrictCommand::Settle)
}

#[test]
fn a_step_that_nobody_takes_climbs() {
    let district = with_lead().district();
    assert_eq!(beijing_of(&district).next_due(&district.charter), Some(at("2026-11-08T10:00")));
    settle(with_lead().at("2026-11-08T09:59")).then([]);
    let first = overdue(Escalation::Branch, Some("2026-11-15T10:00"));
    settle(with_lead().at("2026-11-08T10:00")).then([first.clone()]);
    // Woken late, it tells the same.
    let second = overdue(Escalation::Township, Some("2026-11-22T10:00"));
    let third = overdue(Escalation::District, None);
    settle(with_lead().at("2026-12-30T10:00")).then([first, second, third]);
}

#[test]
fn a_lead_for_no_township_climbs_straight_to_the_district() {
    let codes = LeadCodes { township: None, ..lead_codes() };
    let submitted = lead_submitted_with(1, 1, codes, at(T));
    let before = given(members()).and(&beijing(), [(T, submitted)]);
    let first = overdue(Escalation::Branch, Some("2026-11-15T10:00"));
    settle(before.at("2026-11-16T10:00")).then([first, overdue(Escalation::District, None)]);
}

#[test]
fn the_next_step_sets_the_clock_anew() {
    let contact = LeadCommand::MoveLead {
        lead: lead_id(1),
        to: MoveTo::InContact,
        reason: None,
        note: String::new(),
        landing: None,
    };
    // What is due comes first, and the command after it.
    let late = with_lead().at("2026-11-09T10:00");
    let decision = late.when(&secretary(&beijing()), contact.clone());
    let decision = decision.then_outcome(Outcome::LeadMoved { stage: LeadStage::InContact });
    assert_eq!(decision.events.len(), 2);
    let late = with_lead().at("2026-11-09T10:00");
    let district = late.when(&secretary(&beijing()), contact).then_state();
    let lead = &beijing_of(&district).leads[&lead_id(1)];
    assert_eq!((lead.overdue, lead.due), (None, Some(at("2026-11-23T10:00"))));
    assert_eq!(beijing_of(&district).next_due(&district.charter), Some(at("2026-11-23T10:00")));
}

#[test]
fn what_is_on_hold_or_settled_is_not_overdue() {
    for event in [
        lead_put_on_hold(1, 1, LeadStage::Submitted, ""),
        lead_withdrawn(1, 1, LeadStage::Submitted),
    ] {
        let given = with_lead().and(&beijing(), [(T, event)]);
        settle(given.at("2027-12-01T10:00")).then([]);
    }
}

#[test]
fn those_up_the_chain_see_kind_age_and_holder_and_no_words() {
    let climbed = with_lead().at("2026-11-16T10:00");
    let district = settle(climbed).then_state();
    let now = at("2026-11-16T10:00");
    let (shown, fresh) =
        view::held_leads(&district, &liaison("qinfeng"), now, &view::HeldQuery::default()).unwrap();
    assert_eq!(fresh, at("2026-11-17T00:00"));
    assert_eq!(shown.leads, []);
    let [overdue] = shown.overdue.try_into().unwrap();
    assert_eq!((overdue.level, overdue.due), (Escalation::Township, at("2026-11-08T10:00")));
    assert_eq!(overdue.holder.name.zh, "北京支部");
    for caller in [liaison("xishi"), district_officer(), department_contact("investment")] {
        let (shown, _) =
            view::held_leads(&district, &caller, now, &view::HeldQuery::default()).unwrap();
        assert_eq!(shown.overdue, []);
    }
    let later = given([]).in_district(district).at("2026-11-22T10:00");
    let district = settle(later).then_state();
    let now = at("2026-11-22T10:00");
    for caller in [liaison("qinfeng"), district_officer()] {
        let (shown, _) =
            view::held_leads(&district, &caller, now, &view::HeldQuery::default()).unwrap();
        assert_eq!(shown.overdue[0].level, Escalation::District);
    }
    for caller in [Caller::anonymous(), member(1), secretary(&beijing())] {
        assert!(view::held_leads(&district, &caller, now, &view::HeldQuery::default()).is_err());
    }
}
