//! The district's overview: figures that are kept equal those that are counted.

use std::collections::BTreeMap;

use guiyan_core::{
    branch::member::MemberState,
    caller::Caller,
    tally::{Measure, tally},
    testing::*,
    view::{self, Tally},
};
use proptest::prelude::*;

/// The rows that a store would keep of the log.
pub(crate) fn tallies(world: &World) -> Vec<Tally> {
    let mut rows = BTreeMap::new();
    for recorded in &world.log {
        for (counted, n) in tally(&recorded.event) {
            let key = (recorded.stream.clone(), recorded.at.day().month(), counted);
            *rows.entry(key).or_insert(0) += n;
        }
    }
    rows.into_iter().map(|((stream, month, counted), n)| (stream, month, counted, n)).collect()
}

proptest! {
    #[test]
    fn what_is_kept_equals_a_recount(attempts in attempts(20..160)) {
        let mut world = World::populated(0);
        for attempt in &attempts {
            let _ = world.attempt(attempt);
        }
        let officer = district_officer();
        let view = view::overview(&world.district, &officer, world.now, &tallies(&world)).unwrap();
        for (branch, shown) in world.district.branches().zip(&view.branches) {
            let received = || {
                branch.members.values().filter(|member| member.state == MemberState::Received)
            };
            for figure in &shown.states {
                let count = branch.members.values().filter(|it| it.state == figure.state).count();
                prop_assert_eq!(figure.count as usize, count);
            }
            for figure in &shown.townships {
                let count = received().filter(|it| it.codes.township == figure.township).count();
                prop_assert_eq!(figure.count as usize, count);
            }
            let by_trade: u32 = shown.industries.iter().map(|figure| figure.count).sum();
            prop_assert_eq!(by_trade as usize, received().count());
            for figure in &shown.industries {
                let count = received().filter(|it| it.codes.industry == figure.industry).count();
                prop_assert_eq!(figure.count as usize, count);
            }
            for figure in &shown.categories {
                let count = received().filter(|it| it.codes.category == figure.category).count();
                prop_assert_eq!(figure.count as usize, count);
            }
            for figure in &shown.stages {
                let count = branch.leads.values().filter(|it| it.stage == figure.stage).count();
                prop_assert_eq!(figure.count as usize, count);
            }
            let open = || branch.requests.all().values().filter(|it| it.stage.is_open());
            prop_assert_eq!(shown.requests_open as usize, open().count());
            let late = open().filter(|it| it.due.is_some_and(|due| due <= world.now)).count();
            prop_assert_eq!(shown.requests_overdue as usize, late);
            let landed: u64 = (branch.leads.values())
                .filter_map(|lead| lead.landing.as_ref())
                .map(|landing| landing.amount)
                .sum();
            let figures = shown.months.iter().flat_map(|month| &month.figures);
            let sum: i64 = (figures.filter(|it| it.measure == Measure::AmountLanded))
                .map(|figure| figure.value)
                .sum();
            prop_assert_eq!(sum, landed as i64);
        }
    }
}

#[test]
fn the_overview_is_for_the_district_alone_and_names_nobody() {
    let world = World::populated(0);
    let ask = |caller: &Caller| view::overview(&world.district, caller, world.now, &[]);
    let shown = serde_json::to_string(&ask(&district_officer()).unwrap()).unwrap();
    for member in world.district.branches().flat_map(|branch| branch.members.values()) {
        let report = member.report.known().unwrap();
        assert!(!shown.contains(&report.name) && !shown.contains(&report.phone), "{shown}");
    }
    for caller in [Caller::person(person(1)), secretary(&beijing()), steward(&yiwu())] {
        assert_eq!(ask(&caller).unwrap_err().code(), "notAllowed");
    }
    assert_eq!(ask(&Caller::anonymous()).unwrap_err().code(), "signInNeeded");
}
