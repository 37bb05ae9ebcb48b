//! Matching agrees with looking at every pair, and is quick.

use guiyan_core::{
    branch::lead::LeadCodes,
    ids::{LeadId, NeedId, TownshipId},
    matching::{Facts, Index, Match, MatchReason, reasons},
    need::{HomeIndustry, LeadKind},
    testing::*,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

type Raw = (LeadKind, HomeIndustry, Option<TownshipId>, Option<u64>, Option<u64>);

fn raw() -> impl Strategy<Value = Raw> {
    let place = select(vec!["qinfeng", "xishi", "chaoyang"]);
    (
        select(vec![LeadKind::Funds, LeadKind::Technology, LeadKind::Talent, LeadKind::Sales]),
        select(vec![HomeIndustry::Pomelo, HomeIndustry::DigitalStaffing, HomeIndustry::Other]),
        option::weighted(0.8, place.prop_map(|place| place.parse().unwrap())),
        option::of(1..100_u64),
        option::of(1..100_u64),
    )
}

fn facts<Id>(id: Id, raw: &Raw) -> Facts<'_, Id> {
    let (kind, industry, township, from, to) = raw;
    let township = township.as_ref();
    Facts { id, kind: *kind, industry: *industry, township, from: *from, to: *to }
}

fn leads(raw: &[Raw]) -> Vec<Facts<'_, LeadId>> {
    let lead = |(index, raw): (usize, _)| {
        let mut facts = facts(lead_id(index as u128), raw);
        facts.to = facts.from;
        facts
    };
    raw.iter().enumerate().map(lead).collect()
}

fn needs(raw: &[Raw]) -> Vec<Facts<'_, NeedId>> {
    raw.iter().enumerate().map(|(index, raw)| facts(need_id(index as u128), raw)).collect()
}

/// Every pair looked at, the most reasons first, then by id.
fn naive<A: Copy, B: Copy + Ord>(
    asked: &Facts<'_, A>,
    all: &[Facts<'_, B>],
    limit: usize,
) -> Vec<Match<B>> {
    let pairs = all.iter().map(|other| Match { id: other.id, reasons: reasons(asked, other) });
    let mut found: Vec<Match<B>> = pairs.filter(|found| !found.reasons.is_empty()).collect();
    found.sort_by_key(|found| (std::cmp::Reverse(found.reasons.len()), found.id));
    found.truncate(limit);
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn the_index_finds_what_looking_at_all_finds(
        offered in vec(raw(), 0..60), wanted in vec(raw(), 0..60), limit in 0..8_usize,
    ) {
        let (leads, needs) = (leads(&offered), needs(&wanted));
        let by_need = Index::new(needs.iter().rev().copied());
        for lead in &leads {
            prop_assert_eq!(by_need.matches(lead, limit), naive(lead, &needs, limit));
        }
        let by_lead = Index::new(leads.iter().copied());
        for need in &needs {
            prop_assert_eq!(by_lead.matches(need, limit), naive(need, &leads, limit));
        }
    }
}

#[test]
fn the_reasons_are_the_ones_that_hold() {
    use MatchReason as R;
    let need = need_form().check(&sample_charter(), at("2026-11-01T09:00")).unwrap();
    let need = Facts::of_need(need_id(1), &need);
    let of = |codes: &LeadCodes| reasons(&Facts::of_lead(lead_id(1), codes), &need);
    let all = [R::SameKind, R::SameIndustry, R::SamePlace, R::AmountWithinRange];
    assert_eq!(of(&lead_codes()), all);
    for (amount, within) in [
        (None, false),
        (Some(99_999), false),
        (Some(100_000), true),
        (Some(5_000_000), true),
        (Some(5_000_001), false),
    ] {
        let found = of(&LeadCodes { amount, ..lead_codes() });
        assert_eq!(found.contains(&R::AmountWithinRange), within, "{amount:?}");
    }
    assert_eq!(of(&LeadCodes { kind: LeadKind::Funds, ..lead_codes() }), []);
    let bare = LeadCodes { township: None, amount: None, ..lead_codes() };
    assert_eq!(of(&bare), [R::SameKind, R::SameIndustry]);
}

/// Ten thousand leads against a thousand needs. The bound is generous, as this
/// runs without optimisation beside other tests; `--nocapture` tells the time.
#[test]
fn ten_thousand_leads_meet_a_thousand_needs_in_no_time() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let offered = vec(raw(), 10_000).new_tree(&mut runner).unwrap().current();
    let wanted = vec(raw(), 1_000).new_tree(&mut runner).unwrap().current();
    let (leads, needs) = (leads(&offered), needs(&wanted));
    let begin = std::time::Instant::now();
    let index = Index::new(needs.iter().copied());
    let found: usize = leads.iter().map(|lead| index.matches(lead, 5).len()).sum();
    let spent = begin.elapsed();
    println!("{found} matches in {spent:?}");
    assert_eq!(found, 50_000);
    assert!(spent < std::time::Duration::from_secs(5), "{spent:?}");
}
