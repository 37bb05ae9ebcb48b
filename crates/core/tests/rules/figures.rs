//! Each figure of the overview that leads to rows equals the rows it leads to.

use guiyan_core::{
    caller::Caller,
    tally::Measure,
    testing::*,
    view::{self, Figure, RowsOf, RowsQuery, RowsView},
};
use proptest::prelude::*;

use super::overview::tallies;

fn query(of: RowsOf) -> RowsQuery {
    RowsQuery { of, branch: None, from: None, to: None, cursor: None }
}

/// Every figure that can be asked about, over all branches and all time.
pub(crate) fn every_query() -> impl Iterator<Item = RowsQuery> {
    let measures = Measure::ALL.iter().copied().map(RowsOf::Measure);
    measures.chain([RowsOf::RequestsOpen, RowsOf::RequestsOverdue]).map(query)
}

fn world(attempts: &[Attempt]) -> World {
    let mut world = World::populated(0);
    for attempt in attempts {
        let _ = world.attempt(attempt);
    }
    world
}

/// All pages as one.
fn all(world: &World, query: RowsQuery) -> RowsView {
    let ask = |query: &RowsQuery| {
        view::rows(&world.district, &district_officer(), world.now, query).unwrap().0
    };
    let mut whole = ask(&query);
    while let Some(cursor) = whole.cursor {
        let next = ask(&RowsQuery { cursor: Some(cursor), ..query.clone() });
        assert_eq!((next.total, next.value), (whole.total, whole.value));
        whole.rows.extend(next.rows);
        whole.cursor = next.cursor;
    }
    assert_eq!(whole.rows.len(), whole.total as usize);
    assert_eq!(whole.rows.iter().map(|row| row.value).sum::<i64>(), whole.value);
    whole
}

const LINKED: [Measure; 11] = [
    Measure::ActivitiesPublished,
    Measure::LeadsSubmitted,
    Measure::AmountLanded,
    Measure::JobsLanded,
    Measure::TalentEmployed,
    Measure::TalentFounded,
    Measure::TalentVillageCommittee,
    Measure::RequestsReceived,
    Measure::RequestsClosed,
    Measure::Whistles,
    Measure::ArrivalsInTarget,
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn each_linked_figure_equals_its_rows(attempts in attempts(20..160)) {
        let world = world(&attempts);
        let officer = district_officer();
        let kept = tallies(&world);
        let shown = view::overview(&world.district, &officer, world.now, &kept).unwrap();
        for branch in &shown.branches {
            let id = Some(branch.branch.id.clone());
            let of = |of| RowsQuery { branch: id.clone(), ..query(of) };
            for month in &branch.months {
                for measure in LINKED {
                    let figure = month.figures.iter().find(|it: &&Figure| it.measure == measure);
                    let figure = figure.map_or(0, |it| it.value);
                    let (from, to) = (Some(month.month), Some(month.month));
                    let rows = all(&world, RowsQuery { from, to, ..of(RowsOf::Measure(measure)) });
                    prop_assert_eq!(rows.value, figure, "{} in {}", measure, month.month);
                    let here = rows.rows.iter().all(|row| {
                        row.branch.id == branch.branch.id && row.at.day().month() == month.month
                    });
                    prop_assert!(here);
                }
            }
            for figure in &branch.stages {
                let rows = all(&world, of(RowsOf::Measure(Measure::at_stage(figure.stage))));
                prop_assert_eq!(rows.total, figure.count);
                let stands = |lead: &view::CountedLead| lead.stage == figure.stage;
                prop_assert!(rows.rows.iter().all(|row| row.lead.as_ref().is_some_and(stands)));
            }
            prop_assert_eq!(all(&world, of(RowsOf::RequestsOpen)).total, branch.requests_open);
            let late = all(&world, of(RowsOf::RequestsOverdue));
            prop_assert_eq!(late.total, branch.requests_overdue);
            let late_all = late.rows.iter().all(|row| {
                row.request.as_ref().is_some_and(|it| it.overdue_since.is_some())
            });
            prop_assert!(late_all);
        }
        // Over all branches it is their sum.
        for measure in LINKED {
            let of = RowsOf::Measure(measure);
            let each = shown.branches.iter().map(|branch| {
                all(&world, RowsQuery { branch: Some(branch.branch.id.clone()), ..query(of) }).value
            });
            prop_assert_eq!(all(&world, query(of)).value, each.sum::<i64>());
        }
    }
}

#[test]
fn rows_are_for_the_district_and_only_where_its_role_allows() {
    let world = World::populated(0);
    let ask = |caller: &Caller, query: &RowsQuery| {
        view::rows(&world.district, caller, world.now, query).map(|(view, _)| view)
    };
    for query in every_query() {
        let open = match query.of {
            RowsOf::RequestsOpen | RowsOf::RequestsOverdue => true,
            RowsOf::Measure(measure) => {
                LINKED.contains(&measure) || measure.name().starts_with("leads")
            }
        };
        let answer = ask(&district_officer(), &query);
        assert_eq!(answer.is_ok(), open, "{:?}", query.of);
        assert!(answer.err().is_none_or(|refusal| refusal.code() == "notAllowed"));
        for caller in
            [Caller::person(person(1)), secretary(&beijing()), liaison("qinfeng"), steward(&yiwu())]
        {
            assert_eq!(ask(&caller, &query).unwrap_err().code(), "notAllowed");
        }
        assert_eq!(ask(&Caller::anonymous(), &query).unwrap_err().code(), "signInNeeded");
    }
    let elsewhere = "xinzhou-nowhere".parse().ok();
    let query = RowsQuery { branch: elsewhere, ..query(RowsOf::RequestsOpen) };
    assert_eq!(ask(&district_officer(), &query).unwrap_err().code(), "unknownBranch");
}

#[test]
fn rows_come_by_the_hundred_the_open_ones_oldest_first() {
    let asked = (1..=130_u128).map(|number| {
        let time = format!("2026-11-01T{:02}:{:02}", 8 + number / 60, number % 60);
        let asked = asked_for_help(number, number, [], "2026-11-02T12:00");
        (&*time.leak(), asked)
    });
    let district = given([]).and(&beijing(), asked).district();
    let page = |of, cursor| {
        let query = RowsQuery { cursor, ..query(of) };
        view::rows(&district, &district_officer(), at("2026-11-01T12:00"), &query).unwrap().0
    };
    let received = RowsOf::Measure(Measure::RequestsReceived);
    let first = page(received, None);
    assert_eq!((first.rows.len(), first.total, first.cursor), (100, 130, Some(100)));
    assert_eq!(first.rows[0].at, at("2026-11-01T10:10"));
    let second = page(received, first.cursor);
    assert_eq!((second.rows.len(), second.cursor), (30, None));
    assert_eq!(page(RowsOf::RequestsOpen, None).rows[0].at, at("2026-11-01T08:01"));
    assert_eq!(page(RowsOf::RequestsOverdue, None).total, 0);
    assert_eq!(page(received, Some(u32::MAX)).rows.len(), 0);
}

#[test]
fn which_figure_is_asked_about_is_one_word_on_the_wire() {
    for query in every_query() {
        let json = serde_json::to_value(query.of).unwrap();
        assert_eq!(json.as_str().unwrap().parse::<RowsOf>().unwrap(), query.of);
        assert_eq!(serde_json::from_value::<RowsOf>(json).unwrap(), query.of);
    }
    assert_eq!(serde_json::to_value(RowsOf::RequestsOverdue).unwrap(), "requestsOverdue");
    assert!(serde_json::from_str::<RowsOf>("\"names\"").is_err());
}
