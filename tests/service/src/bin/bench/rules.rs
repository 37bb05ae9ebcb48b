//! What the rules cost by themselves: the district's overview in a small and in
//! a large district, and matching what home needs with what is offered.

use std::{
    collections::BTreeMap,
    hint::black_box,
    time::{Duration, Instant},
};

use guiyan_core::{
    District, Event,
    branch::member::{Industry, ReportForm},
    ids::{LeadId, NeedId, StreamId, TownshipId},
    matching::{Facts, Index},
    need::{HomeIndustry, LeadKind},
    tally::{Counted, tally},
    testing,
    time::{DAY, Month, Timestamp},
    view::{self, Tally},
};
use uuid::Uuid;

/// The most that the overview of the large district may cost, in that of the
/// small one.
const OVERVIEW: f64 = 1.5;
const SMALL: u128 = 100;
const LARGE: u128 = 100_000;
/// How often an overview is made to be timed.
const RUNS: usize = 301;
/// How long matching may take.
const MATCHING: Duration = Duration::from_millis(50);
const NEEDS: u128 = 1_000;
const LEADS: u128 = 10_000;
/// As many as are shown with a lead.
const SHOWN: usize = 5;

/// Prints both; whether they are met.
pub(crate) fn run() -> bool {
    let (small, large) = (overview_of(SMALL), overview_of(LARGE));
    let ratio = large.as_secs_f64() / small.as_secs_f64();
    let overview = ratio <= OVERVIEW;
    println!(
        "the district's overview: {small:.1?} with {SMALL} members, {large:.1?} with {LARGE}; \
         ratio {ratio:.2}, at most {OVERVIEW}: {}",
        mark(overview)
    );
    let time = matching();
    let matched = time < MATCHING;
    println!(
        "matching {LEADS} leads with {NEEDS} needs: {time:.1?}, less than {MATCHING:?}: {}",
        mark(matched)
    );
    overview && matched
}

fn mark(met: bool) -> &'static str {
    if met { "met" } else { "MISSED" }
}

fn overview_of(members: u128) -> Duration {
    let (district, tallies) = populated(members);
    let (officer, now) = (testing::district_officer(), district.last_at());
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            black_box(view::overview(&district, &officer, now, black_box(&tallies)))
                .expect("an officer's view");
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[RUNS / 2]
}

/// So many received members in two branches, over a year and over four trades:
/// also the small district has all of them, so that only the counts differ.
fn populated(members: u128) -> (District, Vec<Tally>) {
    let mut district = testing::sample_district();
    let mut rows: BTreeMap<(StreamId, Month, Counted), i64> = BTreeMap::new();
    let mut add = |stream: &StreamId, at: Timestamp, event: &Event| {
        district.evolve(stream, district.version_of(stream) + 1, at, event);
        for (counted, n) in tally(event) {
            *rows.entry((stream.clone(), at.day().month(), counted)).or_default() += n;
        }
    };
    for number in 0..members {
        let stream = if number % 2 == 0 { testing::beijing() } else { testing::yiwu() };
        let turn = (number / 2) as usize;
        let form = ReportForm {
            industry: Some(Industry::ALL[turn % 4]),
            phone: format!("136{number:08}"),
            ..testing::report_form()
        };
        let at = testing::at("2026-01-15T10:00").plus((turn / 4 % 12) as i64 * 30 * DAY);
        add(&stream, at, &testing::reported_with(number + 1, &form));
        add(&stream, at, &testing::received(number + 1));
    }
    let tallies = rows.into_iter().map(|((stream, month, counted), n)| (stream, month, counted, n));
    let tallies = tallies.collect();
    (district, tallies)
}

fn matching() -> Duration {
    let townships: [TownshipId; 4] =
        ["maojialing", "xishi", "chaoyang", "qinfeng"].map(|id| id.parse().expect("an id"));
    let needs: Vec<Facts<'_, NeedId>> =
        (0..NEEDS).map(|n| facts(NeedId(Uuid::from_u128(n)), n, &townships, 1_000_000)).collect();
    let leads: Vec<Facts<'_, LeadId>> =
        (0..LEADS).map(|n| facts(LeadId(Uuid::from_u128(n)), n * 7, &townships, 0)).collect();
    let start = Instant::now();
    let index = Index::new(needs);
    let found: usize = leads.iter().map(|lead| black_box(index.matches(lead, SHOWN)).len()).sum();
    let time = start.elapsed();
    assert!(found > 0, "some go together");
    time
}

// Spread over kinds, industries, places and sums; some name no place or no sum.
fn facts<Id>(id: Id, n: u128, townships: &[TownshipId], range: u64) -> Facts<'_, Id> {
    let kinds = [LeadKind::Funds, LeadKind::Technology, LeadKind::Talent, LeadKind::Sales];
    let industries = [
        HomeIndustry::CrossBorderTrade,
        HomeIndustry::DigitalCooperation,
        HomeIndustry::DigitalStaffing,
        HomeIndustry::SmartManufacturing,
        HomeIndustry::Pomelo,
        HomeIndustry::FarmProduce,
        HomeIndustry::CultureTourism,
    ];
    let at = n as usize;
    let amount = (!at.is_multiple_of(3)).then_some((at as u64 * 7_919) % 9_000_000 + 1);
    Facts {
        id,
        kind: kinds[at % 4],
        industry: industries[at / 4 % 7],
        township: townships.get(at / 28 % 5),
        from: amount,
        to: amount.map(|amount| amount + range),
    }
}
