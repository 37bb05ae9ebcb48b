//! How much one person may have open at once.

use guiyan_core::{
    branch::{
        lead::{LeadCommand, LeadStage},
        request::{RequestCommand, RequestEvent, RequestKind, SpotCategory, Urgency},
    },
    caller::Caller,
    testing::*,
    view::{self, LeadsQuery},
};

const T: &str = "2026-11-01T10:00";
const DUE: &str = "2026-11-02T10:00";

fn member(number: u128) -> Caller {
    Caller::person(person(number))
}

fn submit(invited: bool) -> LeadCommand {
    let notice = invited.then(consent);
    let mut lead = lead_form();
    if invited {
        (lead.contact_name, lead.contact_phone) = ("周同乡".into(), "13700000001".into());
    }
    LeadCommand::SubmitLead { lead, invited, notice, consent: Vec::new() }
}

fn ask() -> RequestCommand {
    RequestCommand::AskForHelp {
        kind: Some(RequestKind::Legal),
        urgency: Urgency::Normal,
        text: "租房合同".into(),
        consent: Vec::new(),
    }
}

fn spot() -> RequestCommand {
    RequestCommand::ReportSpot {
        spot_category: Some(SpotCategory::Traffic),
        urgency: Urgency::Normal,
        place: "路口".into(),
        text: "灯不亮".into(),
        consent: Vec::new(),
    }
}

fn members() -> Given {
    let members = [1, 2].into_iter().flat_map(|n| [(T, reported(n)), (T, received(n))]);
    given(members)
}

/// Person 1 has that many leads here, and as many in Yiwu.
fn with_leads(here: u128, there: u128) -> Given {
    let leads = |range: std::ops::RangeInclusive<u128>| {
        range.map(|number| (T, lead_submitted(number, 1, T))).collect::<Vec<_>>()
    };
    members().and(&beijing(), leads(1..=here)).and(&yiwu(), leads(101..=100 + there))
}

fn with_requests(here: u128) -> Given {
    let asked = (1..=here).map(|number| (T, asked_for_help(number, 1, [], DUE)));
    members().and(&beijing(), asked)
}

#[test]
fn the_twenty_first_open_lead_is_refused_wherever_the_others_stand() {
    with_leads(12, 7).when(&member(1), submit(false)).result().unwrap();
    with_leads(12, 8).when(&member(1), submit(false)).then_refused("leadLimitReached");
    // For those who come by an invitation too, and for nobody else.
    with_leads(20, 0).when_to(&yiwu(), &member(1), submit(true)).then_refused("leadLimitReached");
    with_leads(20, 0).when(&member(2), submit(false)).result().unwrap();
}

#[test]
fn what_is_over_makes_room_again() {
    let over = with_leads(20, 0).and(&beijing(), [(T, lead_withdrawn(3, 1, LeadStage::Submitted))]);
    over.when(&member(1), submit(false)).result().unwrap();
    let landing = guiyan_core::branch::lead::Landing { amount: 5, jobs: 0, talent: None };
    let landed =
        with_leads(20, 0).and(&beijing(), [(T, lead_landed(3, LeadStage::Signed, landing))]);
    landed.when(&member(1), submit(false)).result().unwrap();
    // On hold is not over.
    let held = lead_put_on_hold(3, 1, LeadStage::Submitted, "等一等");
    let held = with_leads(20, 0).and(&beijing(), [(T, held)]);
    held.when(&member(1), submit(false)).then_refused("leadLimitReached");

    let withdrawn = RequestEvent::RequestWithdrawn { request: request_id(3) };
    let over = with_requests(10).and(&beijing(), [(T, withdrawn.into())]);
    over.when(&member(1), ask()).result().unwrap();
}

#[test]
fn the_eleventh_open_request_is_refused_a_spot_too() {
    with_requests(9).when(&member(1), ask()).result().unwrap();
    with_requests(10).when(&member(1), ask()).then_refused("requestLimitReached");
    with_requests(10).when(&member(1), spot()).then_refused("requestLimitReached");
    with_requests(10).when(&member(2), ask()).result().unwrap();
    // What is not allowed at all is told first.
    with_requests(10).when(&member(3), ask()).then_refused("receivedMembersOnly");
}

#[test]
fn the_limits_are_data() {
    let mut charter = sample_charter();
    charter.limits.open_leads = 1;
    charter.limits.open_requests = 1;
    let one = |events| {
        let district = guiyan_core::District::new(std::sync::Arc::new(charter.clone()));
        let members = [(T, reported(1)), (T, received(1))];
        given([]).in_district(district).and(&beijing(), members).and(&beijing(), events)
    };
    one(vec![]).when(&member(1), submit(false)).result().unwrap();
    one(vec![(T, lead_submitted(1, 1, T))])
        .when(&member(1), submit(false))
        .then_refused("leadLimitReached");
    one(vec![(T, asked_for_help(1, 1, [], DUE))])
        .when(&member(1), ask())
        .then_refused("requestLimitReached");
}

#[test]
fn the_views_tell_it_before_anything_is_typed() {
    let id = "xinzhou-beijing".parse().unwrap();
    let leads = |given: Given, number| {
        let district = given.district();
        let query = LeadsQuery::default();
        let (view, _) = view::leads(&district, &id, &member(number), at(T), &query).unwrap();
        (view.blocked.map(|it| it.code()), view.limit.map(|it| it.code()))
    };
    assert_eq!(leads(with_leads(20, 0), 1), (None, Some("leadLimitReached")));
    assert_eq!(leads(with_leads(19, 0), 1), (None, None));
    assert_eq!(leads(with_leads(20, 0), 2), (None, None));
    let help = |given: Given| {
        let district = given.district();
        let (view, _) = view::help(&district, &id, &member(1), at(T)).unwrap();
        (view.blocked.map(|it| it.code()), view.limit.map(|it| it.code()))
    };
    assert_eq!(help(with_requests(10)), (None, Some("requestLimitReached")));
    assert_eq!(help(with_requests(9)), (None, None));
}
