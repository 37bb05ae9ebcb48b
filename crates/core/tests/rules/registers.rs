//! The tables that are handed in: who stands in them, for which months, and
//! who may have them. [domain §6]

use guiyan_core::{
    District, Event,
    branch::member::{Gender, ReportForm, Schooling},
    caller::Caller,
    ids::BranchId,
    testing::*,
    time::Month,
    view::{
        Handing, HandingPurpose, Period, Register, RegisterKind, branch_register, district_register,
    },
};

fn months(from: &str, to: &str) -> Period {
    let month = |text: &str| text.parse::<Month>().unwrap();
    Period { from: month(from), to: month(to) }
}

fn form(number: u128) -> ReportForm {
    ReportForm {
        gender: (number == 1).then_some(Gender::Female),
        born: if number == 1 { "1968-07".into() } else { String::new() },
        schooling: (number == 1).then_some(Schooling::College),
        home_branch_phone: if number == 1 { "07930000001".into() } else { String::new() },
        ..report_form_of(number)
    }
}

fn reported_in(number: u128) -> Event {
    reported_with(number, &form(number))
}

/// 1 has been received since January; 2 from February to April; 3 was received
/// in March, corrected the report-in in May and waits; 4 waits since January.
fn sample() -> District {
    let here = [
        ("2026-01-05T10:00", reported_in(1)),
        ("2026-01-06T10:00", received(1)),
        ("2026-01-07T10:00", reported_in(4)),
        ("2026-02-05T10:00", reported_in(2)),
        ("2026-02-06T10:00", received(2)),
        ("2026-03-05T10:00", reported_in(3)),
        ("2026-03-06T10:00", received(3)),
        ("2026-03-07T10:00", acknowledged(1)),
        ("2026-04-08T10:00", ended(2)),
        ("2026-05-08T10:00", reported_in(3)),
    ];
    let there = [("2026-03-01T10:00", reported_in(5)), ("2026-03-02T10:00", received(5))];
    given([]).and(&beijing(), here).and(&yiwu(), there).district()
}

fn to_office(recipient: &str) -> Handing {
    Handing { purpose: HandingPurpose::Report, recipient: recipient.parse().unwrap() }
}

fn table(kind: RegisterKind, from: &str, to: &str) -> Register {
    let handing = to_office("district-officer");
    district_register(&sample(), &district_officer(), kind, months(from, to), Some(&handing))
        .unwrap()
}

#[track_caller]
fn check_members(from: &str, to: &str, expected: &[u128]) {
    let register = table(RegisterKind::Members, from, to);
    let named: Vec<_> = register.named.iter().map(|(_, person)| *person).collect();
    let expected: Vec<_> = expected.iter().map(|number| person(*number)).collect();
    assert_eq!(named, expected, "{from} to {to}");
    assert_eq!(register.rows.len(), register.named.len());
}

#[test]
fn members_stand_in_it_while_they_are_received() {
    check_members("2025-01", "2025-12", &[]);
    check_members("2026-01", "2026-01", &[1]);
    check_members("2026-02", "2026-02", &[1, 2]);
    check_members("2026-01", "2026-12", &[1, 2, 3, 5]);
    // 2 ended in April; 3 has to be received again.
    check_members("2026-05", "2026-05", &[1, 3, 5]);
    check_members("2026-06", "2026-06", &[1, 5]);
}

#[test]
fn a_row_has_the_nine_columns_of_the_form() {
    let register = table(RegisterKind::Members, "2026-01", "2026-01");
    assert_eq!(register.columns.len(), 9);
    let report = form(1);
    let expected = [
        report.name.as_str(),
        "女",
        "1968年07月",
        "大专",
        "2024-03-01",
        "北京朝阳区",
        &report.phone,
        &report.home_branch,
        &report.home_branch_phone,
    ];
    assert_eq!(register.rows, [expected.map(str::to_owned).to_vec()]);
    let others = table(RegisterKind::Members, "2026-06", "2026-06");
    assert_eq!(others.rows[1][1..4], ["", "", ""], "what was not given is empty");
}

#[test]
fn counts_are_those_of_the_end_of_the_period() {
    let managed = |from, to| -> Vec<String> {
        let rows = table(RegisterKind::Organisations, from, to).rows;
        rows.into_iter().map(|row| row[1].clone()).collect()
    };
    assert_eq!(managed("2026-01", "2026-01"), ["1", "0"]);
    assert_eq!(managed("2026-01", "2026-03"), ["3", "1"]);
    assert_eq!(managed("2026-01", "2026-12"), ["1", "1"]);
    let rows = table(RegisterKind::Statistics, "2026-02", "2026-04").rows;
    let of = |name: &str| {
        let row = rows.iter().find(|row| row[0].contains(name)).unwrap();
        [row[1].as_str(), &row[2], &row[3]]
    };
    assert_eq!(of("流出党员"), ["3", "3", "0"]);
    assert_eq!(of("新接收"), ["3", "3", "0"]);
    assert_eq!(of("结束流动"), ["1", "1", "0"]);
    assert_eq!(of("流入党员"), ["", "", ""], "nobody who came reports in here");
    assert_eq!(of("党组织数"), ["2", "2", "0"]);
}

#[test]
fn nobody_else_gets_a_table() {
    let (district, period) = (sample(), months("2026-01", "2026-12"));
    let (here, there): (BranchId, BranchId) =
        ("xinzhou-beijing".parse().unwrap(), "xinzhou-yiwu".parse().unwrap());
    let mine = |caller: &Caller, id| {
        branch_register(&district, id, caller, period, Some(&to_office("district-officer")))
            .map_err(|refusal| refusal.code())
    };
    assert_eq!(mine(&secretary(&beijing()), &here).unwrap().rows.len(), 3);
    assert_eq!(mine(&secretary(&beijing()), &there), Err("notAllowed"));
    let others = [
        (Caller::anonymous(), "signInNeeded"),
        (Caller::person(person(1)), "notAllowed"),
        (steward(&beijing()), "notAllowed"),
        (liaison("qinfeng"), "notAllowed"),
        (department_contact("education"), "notAllowed"),
    ];
    for (caller, code) in others {
        assert_eq!(mine(&caller, &here), Err(code));
        for kind in [RegisterKind::Members, RegisterKind::Organisations, RegisterKind::Statistics] {
            let refused = district_register(&district, &caller, kind, period, None).unwrap_err();
            assert_eq!(refused.code(), code);
        }
    }
    let nowhere: BranchId = "xinzhou-nowhere".parse().unwrap();
    assert_eq!(mine(&secretary(&beijing()), &nowhere), Err("unknownBranch"));
    assert_eq!(mine(&district_officer(), &here), Err("notAllowed"), "they have their own");
}

#[test]
fn erased_people_stand_in_no_table() {
    let me = Caller::person(person(1));
    let command = guiyan_core::command::DistrictCommand::EraseMe {};
    let district = given([])
        .in_district(sample())
        .at("2026-11-01T10:00")
        .when_to(&guiyan_core::ids::StreamId::District, &me, command)
        .then_state();
    let period = months("2026-01", "2026-12");
    let register = district_register(
        &district,
        &district_officer(),
        RegisterKind::Members,
        period,
        Some(&to_office("district-officer")),
    )
    .unwrap();
    assert!(!register.rows.iter().flatten().any(|cell| *cell == form(1).name));
    assert_eq!(register.rows.len(), 3);
}

#[test]
fn names_go_out_only_for_something_and_to_whom_the_notice_names() {
    let (district, period) = (sample(), months("2026-01", "2026-12"));
    let here: BranchId = "xinzhou-beijing".parse().unwrap();
    let handed = |handing: Option<&Handing>| {
        let all = district_register(
            &district,
            &district_officer(),
            RegisterKind::Members,
            period,
            handing,
        );
        let own = branch_register(&district, &here, &secretary(&beijing()), period, handing);
        let count = |it: Register| it.rows.len();
        (all.map(count).map_err(|it| it.code()), own.map(count).map_err(|it| it.code()))
    };
    let refused = |code| (Err(code), Err(code));
    assert_eq!(handed(None), refused("purposeNeeded"));
    for stranger in [
        "department:education",
        "steward:xinzhou-beijing",
        "liaison:nowhere",
        "secretary:xinzhou-nowhere",
    ] {
        assert_eq!(handed(Some(&to_office(stranger))), refused("recipientNotNamed"), "{stranger}");
    }
    assert_eq!(handed(Some(&to_office("district-officer"))), (Ok(4), Ok(3)));
    // A branch gets its own, a township its own people.
    assert_eq!(handed(Some(&to_office("secretary:xinzhou-beijing"))), (Ok(3), Ok(3)));
    assert_eq!(handed(Some(&to_office("secretary:xinzhou-yiwu"))), (Ok(1), Ok(0)));
    assert_eq!(handed(Some(&to_office("liaison:qinfeng"))), (Ok(4), Ok(3)));
    assert_eq!(handed(Some(&to_office("liaison:xishi"))), (Ok(0), Ok(0)));
    // Figures name nobody, and go out as they are.
    for kind in [RegisterKind::Organisations, RegisterKind::Statistics] {
        let table = district_register(&district, &district_officer(), kind, period, None);
        assert!(table.unwrap().named.is_empty());
    }
}
