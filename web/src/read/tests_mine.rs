//! 我的数据: what the page draws is in what core wrote, number by number.

use guiyan_core::{
    caller::Caller,
    ids::CommandId,
    testing::*,
    view::{self, Reading},
    wire::Receipt as Kept,
};
use uuid::Uuid;

use super::{Erased, Held, Read, Receipt, parse, tests::check};

const T: &str = "2026-11-01T10:00";

#[test]
fn what_is_held_reads_as_it_was_written() {
    let due = "2026-11-01T12:00";
    let helpers = guiyan_core::recipient::Recipient::Helpers;
    let district = given([])
        .and(
            &beijing(),
            [
                reported(1),
                received(1),
                reported(2),
                received(2),
                offered_help(1),
                published(1, None),
                taken(1, 1, 1),
                checked_in(1, 1),
                guest_joined(1, 50),
                taken(1, 50, 2),
                lead_submitted(1, 1, T),
                lead_consent_given(1, township("qinfeng")),
                lead_passed(1, township("qinfeng")),
                lead_consent_withdrawn(1, township("qinfeng")),
                lead_consent_asked(1, township("xishi")),
                lead_consent_refused(1, township("xishi")),
                asked_for_help(4, 1, vec![helpers.clone()], due),
                asked_for_help(5, 2, vec![helpers], due),
                helper_asked(5, 1, "xinzhou-beijing", due),
            ]
            .map(|event| (T, event)),
        )
        .district();
    let readings = [Reading {
        at: at(T),
        by: person(900),
        offices: vec!["secretary:xinzhou-beijing".parse().unwrap()],
        branch: "xinzhou-beijing".parse().unwrap(),
        handing: None,
        purpose: "register".to_owned(),
    }];
    for caller in [Caller::person(person(1)), Caller::person(person(50)), secretary(&beijing())] {
        let view = view::my_data(&district, &caller, at("2026-12-07T10:00"), &readings).unwrap();
        view.consents.iter().for_each(check);
        let text = serde_json::to_string(&view).unwrap();
        let held = Held::read(&parse(&text).unwrap()).unwrap();
        assert!(!held.is_empty());
        assert_eq!(held.consents, view.consents);
        assert_eq!(held.keeping, Some(view.keeping));
        let counts = |held: &Held| {
            [
                held.report_ins.len(),
                held.activities.len(),
                held.leads.len(),
                held.requests.len(),
                held.offers.0 as usize,
                held.helping.0 as usize,
                held.offices.len(),
                held.written.len(),
                held.readings.len(),
                held.readings_total as usize,
            ]
        };
        let there = [
            view.report_ins.len(),
            view.activities.len(),
            view.leads.len(),
            view.requests.len(),
            view.offers.len(),
            view.helping.len(),
            view.offices.len(),
            view.written.len(),
            view.readings.len(),
            view.readings_total as usize,
        ];
        assert_eq!(counts(&held), there);
        let (read, kept) = (&held.readings[0], &view.readings[0]);
        assert_eq!((read.at, &read.purpose, read.exported), (kept.at, &kept.purpose, true));
        assert_eq!(read.offices[0].role, "secretary:xinzhou-beijing");
        assert_eq!(read.offices[0].of.as_ref(), Some(&kept.offices[0].of));
        for (read, kept) in held.activities.iter().zip(&view.activities) {
            assert_eq!((&read.title, read.start), (&kept.title, kept.start));
            assert_eq!(read.attended.is_some(), kept.attended.is_some());
            assert_eq!(read.guest.is_some(), kept.guest.is_some());
        }
    }
    let nobody = Caller::person(person(60));
    let view = view::my_data(&district, &nobody, at(T), &[]).unwrap();
    let text = serde_json::to_string(&view).unwrap();
    assert!(Held::read(&parse(&text).unwrap()).unwrap().is_empty());
}

#[test]
fn a_receipt_reads_as_it_was_written() {
    for backup_days in [0, 30] {
        let command = CommandId(Uuid::from_u128(7));
        let kept = Kept { command, at: at(T), version: 9, chain: [0xab; 32], backup_days };
        let view = kept.view(&[7; 16], true);
        let text = serde_json::json!({ "version": 9, "receipt": view }).to_string();
        let Erased { receipt } = Erased::read(&parse(&text).unwrap()).unwrap();
        let expected = Receipt {
            code: view.code,
            at: view.at,
            version: view.version,
            chain: view.chain,
            backups_until: view.backups_until,
            in_record: true,
        };
        assert_eq!(receipt, expected);
    }
}
