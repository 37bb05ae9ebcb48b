//! Instants, days, months, ids and offices as text.

use guiyan_core::{
    branch::activity::Hours,
    caller::{Caller, Role},
    ids::{BranchId, CommandId, PersonId, StreamId},
    testing::*,
    time::{Day, Month, Timestamp},
};
use proptest::prelude::*;

#[test]
fn instants_are_read_as_forms_and_machines_write_them() {
    let same = at("2026-12-06T14:00");
    for text in [
        "2026-12-06T14:00:00",
        "2026-12-06T14:00:00.000",
        "2026-12-06T14:00:00+08:00",
        "2026-12-06T14:00+08:00",
        "2026-12-06T06:00Z",
        "2026-12-06T06:00:00Z",
        "2026-12-06T06:00:00.000Z",
        "2026-12-05T22:00:00-08:00",
        "  2026-12-06T14:00  ",
    ] {
        assert_eq!(text.parse(), Ok(same), "{text}");
    }
    assert_eq!(same.to_string(), "2026-12-06T14:00:00+08:00");
    assert_eq!(same.plus(7).to_string(), "2026-12-06T14:00:00.007+08:00");
    for text in [
        "",
        "T",
        "2026-12-06",
        "14:00",
        "2026-12-06 14:00",
        "2026-12-06T",
        "2026-12-06T14",
        "2026-12-06T24:00",
        "2026-12-06T14:60",
        "2026-02-30T14:00",
        "2026-12-06T14:00:00+8",
        "12026-12-06T14:00",
        "2026-12-06T１４:00",
        "2026-12-06T14:00Zx",
        "2026-12-06T14:0😀",
        "2026-12-06TZ14:00",
        "2026-12-06T14:00+08:00+08:00",
    ] {
        assert!(text.parse::<Timestamp>().is_err(), "{text}");
    }
}

#[test]
fn the_day_is_shanghais() {
    assert_eq!(at("2026-12-06T00:00").day().to_string(), "2026-12-06");
    assert_eq!(at("2026-12-05T15:59Z").day().to_string(), "2026-12-05");
    assert_eq!(at("2026-12-05T16:00Z").day().to_string(), "2026-12-06");
    assert_eq!(at("2026-12-05T16:30Z").clock(), (0, 30));
    let day: Day = "2026-12-31".parse().unwrap();
    assert_eq!(day.start(), at("2026-12-31T00:00"));
    assert_eq!(day.next().to_string(), "2027-01-01");
    assert_eq!(day.plus(-365).to_string(), "2025-12-31");
    assert_eq!((day.weekday(), day.day_of_month()), (3, 31));
    assert_eq!(day.month().to_string(), "2026-12");
    assert!("2026-12".parse::<Month>().unwrap() < "2027-01".parse().unwrap());
}

#[test]
fn instants_beyond_the_calendar_do_not_panic() {
    for ms in [i64::MIN, i64::MIN + 1, -1, 0, i64::MAX - 1, i64::MAX] {
        let instant = Timestamp(ms);
        let _ = (instant.to_string(), instant.day().next().start(), instant.clock());
        assert_eq!(Timestamp(i64::MAX).plus(1), Timestamp(i64::MAX));
    }
}

#[test]
fn hours_are_tenths_and_a_number_on_the_wire() {
    for (json, tenths) in [("2.5", 25), ("0", 0), ("24.0", 240), ("0.1", 1), ("0.3", 3)] {
        assert_eq!(serde_json::from_str::<Hours>(json).unwrap(), Hours { tenths });
    }
    for json in ["-1", "1e30", "null", "\"2.5\"", "-0.1"] {
        assert!(serde_json::from_str::<Hours>(json).is_err(), "{json}");
    }
    assert_eq!(serde_json::to_string(&Hours { tenths: 25 }).unwrap(), "2.5");
    assert_eq!(Hours { tenths: 30 }.to_string(), "3");
    let most = Hours { tenths: u32::MAX };
    assert_eq!(most.plus(Hours { tenths: 1 }), most);
}

#[test]
fn slugs_are_short_and_plain() {
    for good in ["abc", "xinzhou-beijing", "a-1", "123", &"x".repeat(40)] {
        assert_eq!(good.parse::<BranchId>().unwrap().as_str(), good);
    }
    for bad in
        ["", "ab", "-abc", "abc-", "Abc", "a_b", "a b", "信州区", "a/b", "abc\n", &"x".repeat(41)]
    {
        assert!(bad.parse::<BranchId>().is_err(), "{bad:?}");
        assert!(serde_json::from_value::<BranchId>(bad.into()).is_err(), "{bad:?}");
    }
}

#[test]
fn streams_and_offices_are_read_as_they_are_written() {
    for stream in [StreamId::District, beijing(), yiwu()] {
        assert_eq!(stream.to_string().parse(), Ok(stream));
    }
    for bad in ["", "District", "branch", "branch:", "branch:AB", "district:x", "x:abc"] {
        assert!(bad.parse::<StreamId>().is_err(), "{bad}");
    }
    let mut roles = vec![Role::DistrictOfficer];
    for stream in [beijing(), yiwu()] {
        roles.extend(secretary(&stream).roles);
        roles.extend(organiser(&stream).roles);
        roles.extend(steward(&stream).roles);
    }
    roles.extend(liaison("qinfeng").roles);
    roles.extend(department_contact("education").roles);
    assert_eq!(liaison("qinfeng").roles[0].to_string(), "liaison:qinfeng");
    assert_eq!(department_contact("education").roles[0].to_string(), "department:education");
    for role in roles {
        assert_eq!(role.to_string().parse(), Ok(role));
    }
    for bad in [
        "",
        "secretary",
        "secretary:",
        ":xinzhou-beijing",
        "boss:xinzhou-beijing",
        "liaison",
        "liaison:秦峰",
        "department:",
        "District-Officer",
    ] {
        assert!(bad.parse::<Role>().is_err(), "{bad}");
    }
}

#[test]
fn an_office_counts_in_its_own_branch_and_for_a_person_only() {
    let StreamId::Branch(here) = beijing() else { panic!() };
    let StreamId::Branch(there) = yiwu() else { panic!() };
    let rights = |caller: &Caller| {
        (
            caller.manages(&here),
            caller.stewards(&here),
            caller.manages(&there),
            caller.stewards(&there),
        )
    };
    assert_eq!(rights(&secretary(&beijing())), (true, true, false, false));
    assert_eq!(rights(&organiser(&beijing())), (true, true, false, false));
    assert_eq!(rights(&steward(&beijing())), (false, true, false, false));
    assert_eq!(rights(&secretary(&yiwu())), (false, false, true, true));
    assert_eq!(rights(&district_officer()), (false, false, false, false));
    assert!(district_officer().is_district_officer());
    let nobody = Caller { person: None, ..secretary(&beijing()) };
    assert_eq!(rights(&nobody), (false, false, false, false));
    assert!(!Caller { person: None, ..district_officer() }.is_district_officer());
}

#[test]
fn the_commands_of_the_harness_are_well_formed() {
    for number in [0, 1, 99, u128::from(u64::MAX), u128::MAX] {
        assert_eq!(command_id(number).0.get_version_num(), 7);
    }
    let text = command_id(1).to_string();
    assert_eq!(text.parse::<CommandId>(), Ok(command_id(1)));
    assert!("x".parse::<PersonId>().is_err());
}

proptest! {
    #[test]
    fn instants_round_trip(ms in -62_000_000_000_000_i64..250_000_000_000_000) {
        let instant = Timestamp(ms);
        prop_assert_eq!(instant.to_string().parse(), Ok(instant));
        let json = serde_json::to_string(&instant).unwrap();
        prop_assert_eq!(serde_json::from_str::<Timestamp>(&json).unwrap(), instant);
        prop_assert_eq!(instant.day().to_string().parse(), Ok(instant.day()));
        prop_assert!(instant.day().start() <= instant && instant < instant.day().next().start());
    }

    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        let _ = (text.parse::<Timestamp>(), text.parse::<Day>(), text.parse::<Month>());
        let _ = (text.parse::<StreamId>(), text.parse::<Role>(), text.parse::<BranchId>());
        let _ = guiyan_core::Submission::parse(text.as_bytes());
    }

    #[test]
    fn hours_round_trip(tenths in 0..100_000_000_u32) {
        let json = serde_json::to_string(&Hours { tenths }).unwrap();
        prop_assert_eq!(serde_json::from_str::<Hours>(&json).unwrap(), Hours { tenths });
    }
}
