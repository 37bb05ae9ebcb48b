//! Snapshots: what is kept of a branch, and that nothing is lost.

use guiyan_core::{
    branch::{Branch, BranchSnapshot},
    testing::*,
};
use serde_json::{Value, json};

use crate::{
    activities_places::{T, and, six_members},
    members::beijing_of,
};

#[track_caller]
pub(crate) fn through_json(branch: &Branch) -> Branch {
    let json = serde_json::to_string(&branch.snapshot()).unwrap();
    let snapshot: BranchSnapshot = serde_json::from_str(&json).unwrap();
    Branch::restore(branch.charter.clone(), snapshot)
}

fn busy() -> Vec<(&'static str, guiyan_core::Event)> {
    let events = [
        taken(1, 1, 1),
        taken(1, 2, 2),
        waitlisted(1, 3),
        waitlisted(1, 4),
        waitlisted(1, 5),
        left(1, 1),
        offered(1, 3, 1, "2026-11-01T11:00"),
        checked_in(1, 2),
        left(1, 5),
        published(2, None),
        cancelled(2, "大雪"),
    ];
    and(six_members(Some(2)), events)
}

#[test]
fn a_snapshot_restores_to_the_very_same_state() {
    let district = given(busy()).district();
    let branch = beijing_of(&district);
    assert_eq!(through_json(branch), *branch);
    assert_eq!(through_json(branch).next_due(&district.charter), Some(at("2026-11-01T11:00")));
}

#[test]
fn who_was_there_and_has_no_place_is_not_forgotten_by_a_snapshot() {
    // The rules keep the place of whoever is checked in; a record may not.
    let events = [taken(1, 1, 1), checked_in(1, 1), left(1, 1)];
    let district = given(and(six_members(Some(2)), events)).district();
    let branch = beijing_of(&district);
    assert!(branch.activities.joined.contains_key(&person(1)));
    assert_eq!(through_json(branch), *branch);
}

#[test]
fn an_installed_branch_brings_its_active_report_ins() {
    let district = given(busy()).district();
    let mut fresh = sample_district();
    fresh.install([through_json(beijing_of(&district))]);
    assert_eq!(fresh, district);
    assert!(fresh.active_branch(&person(1)).is_some());
    let empty = Branch::new(beijing_of(&district).charter.clone());
    fresh.install([empty]);
    assert_eq!(fresh, sample_district());
}

#[test]
fn the_queue_goes_on_where_the_snapshot_was_taken() {
    let district = given(busy()).district();
    let mut fresh = sample_district();
    fresh.install([through_json(beijing_of(&district))]);
    for district in [district, fresh] {
        given([])
            .in_district(district)
            .and(&beijing(), [(T, waitlisted(1, 6)), (T, waitlisted(1, 1))])
            .at("2026-11-01T11:00")
            .when(&crate::members::me(4), crate::activities_places::leave(1))
            .then([
                lapsed(1, 3, false),
                offered(1, 4, 1, "2026-11-01T11:00"),
                taken(1, 4, 1),
                left(1, 4),
                offered(1, 6, 1, "2026-11-01T11:00"),
                taken(1, 6, 1),
            ]);
    }
}

#[test]
fn a_snapshot_that_lacks_something_is_refused_rather_than_guessed() {
    let district = given(busy()).district();
    let whole = serde_json::to_value(beijing_of(&district).snapshot()).unwrap();
    let id = activity_id(1).to_string();
    let places = format!("/activities/{id}/places");
    for (path, key) in [
        ("", "version"),
        ("", "lastAt"),
        ("", "members"),
        ("", "activities"),
        ("", "requests"),
        ("", "helpOffers"),
        (places.as_str(), "nextTicket"),
        (places.as_str(), "queue"),
        (places.as_str(), "offers"),
        (places.as_str(), "free"),
        (places.as_str(), "standing"),
    ] {
        let mut cut = whole.clone();
        let object = cut.pointer_mut(path).and_then(Value::as_object_mut).unwrap();
        assert!(object.remove(key).is_some(), "{path}/{key}");
        assert!(serde_json::from_value::<BranchSnapshot>(cut).is_err(), "{path}/{key}");
    }
}

#[test]
fn personal_values_round_trip_and_a_missing_one_is_no_erased_one() {
    use guiyan_core::personal::{PERSONAL_KEY, Personal};
    let known = Personal::new(person(1), "徐小燕".to_owned());
    let json = serde_json::to_value(&known).unwrap();
    let expected = json!({ PERSONAL_KEY: { "of": person(1), "value": "徐小燕" } });
    assert_eq!(json, expected);
    assert_eq!(serde_json::from_value::<Personal<String>>(json).unwrap(), known);
    let erased = json!({ PERSONAL_KEY: null });
    assert_eq!(serde_json::to_value(Personal::<String>::Erased).unwrap(), erased);
    assert_eq!(serde_json::from_value::<Personal<String>>(erased).unwrap(), Personal::Erased);
    for wrong in [
        json!({}),
        json!(null),
        json!("x"),
        json!({ PERSONAL_KEY: "x" }),
        json!({ PERSONAL_KEY: {} }),
    ] {
        assert!(serde_json::from_value::<Personal<String>>(wrong.clone()).is_err(), "{wrong}");
    }
}
