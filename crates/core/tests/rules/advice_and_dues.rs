//! What is only suggested, and what is only calculated.

use guiyan_core::{
    advice::{AdviceCode, Size, form_of_branch},
    dues::{Dues, DuesRates, Payer},
    testing::*,
};

use crate::members::beijing_of;

#[track_caller]
fn check_advice(full: u32, committee: u32, expected: &[AdviceCode]) {
    let advice = form_of_branch(Size { full, committee });
    assert!(advice.iter().all(|advice| advice.source == "R18"));
    let codes: Vec<AdviceCode> = advice.iter().map(|advice| advice.code).collect();
    assert_eq!(codes, expected, "{full} members, committee of {committee}");
}

#[test]
fn a_branchs_form_is_suggested() {
    use AdviceCode as A;
    check_advice(2, 0, &[A::TooFewMembers]);
    check_advice(3, 0, &[]);
    check_advice(6, 3, &[A::NoCommitteeNeeded]);
    check_advice(7, 0, &[A::FormCommittee]);
    check_advice(7, 2, &[A::CommitteeTooSmall]);
    check_advice(7, 3, &[]);
    check_advice(50, 5, &[]);
    check_advice(50, 6, &[A::CommitteeLarge]);
    check_advice(51, 8, &[A::TooManyMembers, A::CommitteeLarge]);
}

#[test]
fn probationary_members_never_count_as_full() {
    let mut form = report_form_of(2);
    form.category = Some(guiyan_core::branch::member::Category::Probationary);
    let t = "2026-11-01T10:00";
    let events = [reported(1), received(1), reported_with(2, &form), received(2), reported(3)];
    let district = given(events.map(|event| (t, event))).district();
    assert_eq!(Size::of(beijing_of(&district)).full, 1);
}

#[track_caller]
fn check_dues(payer: Payer, least_fen: u64, most_fen: u64) {
    assert_eq!(DuesRates::default().monthly(payer), Some(Dues { least_fen, most_fen }));
}

#[test]
fn the_rate_applies_to_the_whole_base() {
    let salaried = |base_fen| Payer::Salaried { base_fen };
    for (base_fen, fen) in [
        (0, 0),
        (100, 1), // half a fen is rounded up
        (300_000, 1_500),
        (300_001, 3_000),
        (500_000, 5_000),
        (500_001, 7_500),
        (620_000, 9_300),
        (1_000_000, 15_000),
        (1_000_001, 20_000),
        (2_000_000, 40_000),
    ] {
        check_dues(salaried(base_fen), fen, fen);
    }
    assert!(DuesRates::default().monthly(salaried(u64::MAX)).is_some());
    check_dues(Payer::Farmer, 20, 100);
    check_dues(Payer::Student, 20, 20);
}

#[test]
fn the_rates_are_data() {
    let rates: DuesRates = serde_json::from_str(
        r#"{"steps": [{"upToFen": 100000, "basisPoints": 10}], "aboveBasisPoints": 20, "studentFen": 0}"#,
    )
    .unwrap();
    assert_eq!((rates.rate(100_000), rates.rate(100_001)), (10, 20));
    assert_eq!(rates.farmer_most_fen, 100);
    let too_much = DuesRates { above_basis_points: 20_000, ..rates };
    assert_eq!(too_much.monthly(Payer::Salaried { base_fen: u64::MAX }), None);
    assert!(serde_json::from_str::<DuesRates>(r#"{"step": []}"#).is_err());
}
