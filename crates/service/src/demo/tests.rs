use guiyan_core::{
    branch::{
        lead::LeadStage,
        member::{HomeState, MemberState},
    },
    caller::Caller,
    testing::at,
    time::HOUR,
    view::{self, StageCode},
};
use guiyan_store::{DeskOptions, MemoryLog};

use super::*;
use crate::{charter::embedded, identity::DemoIssuer};

/// At these hours of a day, so that "so many days ago" is tried on both sides.
const HOURS: [&str; 3] = ["2026-11-20T00:05", "2026-11-20T09:30", "2026-03-01T23:50"];

fn seeded(charter: DistrictCharter, members: u32, now: Timestamp) -> (Desk, DemoIssuer) {
    let charter = Arc::new(charter);
    let issuer = DemoIssuer::open(None, &charter).unwrap();
    let log = Box::new(MemoryLog::new().unwrap());
    let desk = Desk::open(charter.clone(), log, DeskOptions::default()).unwrap();
    seed(&desk, &charter, members, now).unwrap();
    (desk, issuer)
}

#[test]
fn the_samples_are_accepted_at_any_hour_and_size() {
    for now in HOURS {
        for members in [12, 24, 60] {
            let (desk, _) = seeded(embedded().unwrap(), members, at(now));
            let due = desk.next_due().unwrap();
            assert!(due > at(now).plus(HOUR / 2), "{now} {members}: something falls due at {due}");
        }
    }
}

#[test]
fn the_samples_fit_a_charter_without_departments() {
    let mut charter = embedded().unwrap();
    charter.departments.clear();
    charter.townships.truncate(1);
    seeded(charter, 12, at(HOURS[1]));
}

#[test]
fn every_page_of_every_persona_shows_something() {
    let now = at(HOURS[1]);
    let (desk, issuer) = seeded(embedded().unwrap(), 24, now);
    let caller = |persona: &str| {
        let person = desk.person(DEMO_ISSUER, persona).unwrap();
        Caller::officer(person, issuer.roles(persona).unwrap())
    };
    desk.read(|district| {
        for (city, id) in [("beijing", "xinzhou-beijing"), ("yiwu", "xinzhou-yiwu")] {
            let id = id.parse().unwrap();
            let member = caller(&format!("{city}-member"));
            let secretary = caller(&format!("{city}-secretary"));
            let query = view::LeadsQuery::default();
            let (leads, _) = view::leads(district, &id, &member, now, &query).unwrap();
            assert!(leads.open_needs >= 5 && leads.mine.len() == 2, "{leads:?}");
            let questions: usize = leads.mine.iter().map(|lead| lead.questions.len()).sum();
            assert_eq!(questions, 1, "one question about a lead");
            let (leads, _) = view::leads(district, &id, &secretary, now, &query).unwrap();
            let desk = leads.desk.unwrap();
            for stage in desk.stages {
                assert!(stage.count > 0, "{city} {:?}", stage.stage);
            }
            assert!(desk.overdue > 0 && desk.total >= 9);
            let (help, _) = view::help(district, &id, &member, now).unwrap();
            assert!(help.mine.len() >= 2 && !help.offering.is_empty(), "{help:?}");
            let questions: usize = help.mine.iter().map(|one| one.questions.len()).sum();
            assert_eq!(questions, 1, "one question about a request");
            let (help, _) = view::help(district, &id, &secretary, now).unwrap();
            let desk = help.desk.unwrap();
            let has = |stage| desk.requests.iter().any(|row| row.request.stage == stage);
            for stage in [StageCode::Submitted, StageCode::Whistled, StageCode::Arrived] {
                assert!(has(stage), "{city} {stage:?}");
            }
            assert!(has(StageCode::Rated) && has(StageCode::Resolved) && has(StageCode::Closed));
        }
        let (help, _) =
            view::help(district, &"xinzhou-yiwu".parse().unwrap(), &caller("yiwu-member"), now)
                .unwrap();
        assert_eq!(help.asked.len(), 1, "asked to help in the sister branch");
        for persona in ["qinfeng-liaison", "department-contact"] {
            let (matters, _) = view::matters(district, &caller(persona), now, None).unwrap();
            assert!(matters.waiting >= 3, "{persona} {matters:?}");
            let (held, _) =
                view::held_leads(district, &caller(persona), now, &view::HeldQuery::default())
                    .unwrap();
            assert!(!held.leads.is_empty(), "{persona}");
        }
        let district_officer = caller("district-officer");
        let (held, _) =
            view::held_leads(district, &district_officer, now, &view::HeldQuery::default())
                .unwrap();
        assert!(!held.needs.is_empty() && !held.overdue.is_empty());
        let liaison = caller("qinfeng-liaison");
        let people = view::township(district, &"qinfeng".parse().unwrap(), &liaison, None).unwrap();
        assert!(people.total >= 8);
        let beijing = district.branch(&"xinzhou-beijing".parse().unwrap()).unwrap();
        let disputed = beijing.members.values().filter(|member| {
            member.state == MemberState::Received
                && matches!(member.home, HomeState::Disputed { .. })
        });
        assert_eq!(disputed.count(), 1);
        let landed = beijing.leads.values().filter(|lead| lead.stage == LeadStage::Landed);
        assert_eq!(landed.count(), 5);
    });
}
