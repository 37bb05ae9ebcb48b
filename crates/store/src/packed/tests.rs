//! What is packed is unpacked to the same, whatever serde makes of it.

use std::collections::BTreeMap;

use guiyan_core::{
    ids::{ActivityId, BranchId, PersonId},
    personal::Personal,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{pack, unpack};
use crate::StoreError;

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
enum Tagged {
    Bare,
    Full { at: Timestamp, by: PersonId, note: Personal<String>, count: i64 },
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
enum Plain {
    Bare,
    One(u64),
    Two(i8, f64),
    Named { at: Option<Timestamp> },
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct Inner {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    left_out: Option<String>,
    #[serde(flatten)]
    kind: Tagged,
    branch: BranchId,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct Outer {
    number: u64,
    below: i64,
    flags: (bool, bool, char, ()),
    plain: Vec<Plain>,
    by_number: BTreeMap<u64, PersonId>,
    by_id: BTreeMap<ActivityId, Inner>,
    phone: Personal<String>,
    gone: Personal<Vec<u8>>,
}

fn person(number: u128) -> PersonId {
    PersonId(Uuid::from_u128(number))
}

fn outer() -> Outer {
    let full = Tagged::Full {
        at: Timestamp(-5),
        by: person(3),
        note: Personal::new(person(3), "「$personal」".to_owned()),
        count: i64::MIN,
    };
    let inner = |kind| Inner { left_out: None, kind, branch: "xinzhou-beijing".parse().unwrap() };
    Outer {
        number: u64::MAX,
        below: -1,
        flags: (true, false, '归', ()),
        plain: vec![
            Plain::Bare,
            Plain::One(127),
            Plain::Two(-128, 2.5),
            Plain::Named { at: Some(Timestamp(1)) },
            Plain::Named { at: None },
        ],
        by_number: BTreeMap::from([(0, person(1)), (128, person(2))]),
        by_id: BTreeMap::from([
            (ActivityId(Uuid::from_u128(1)), inner(full)),
            (ActivityId(Uuid::from_u128(2)), inner(Tagged::Bare)),
        ]),
        phone: Personal::new(person(7), "13600000007".to_owned()),
        gone: Personal::Erased,
    }
}

// An envelope that anybody can open, which is enough here.
fn packed(value: &Outer) -> Vec<u8> {
    pack(value, &mut |of, plain| {
        assert_ne!(of, person(9));
        Ok(Some(plain.iter().map(|byte| !byte).collect()))
    })
    .unwrap()
}

fn unpacked(bytes: &[u8]) -> Result<Outer, StoreError> {
    unpack(bytes, &mut |sealed| Ok(Some(Zeroizing::new(sealed.iter().map(|byte| !byte).collect()))))
}

#[test]
fn everything_comes_back() {
    assert_eq!(unpacked(&packed(&outer())).unwrap(), outer());
}

/// Drafts are written by way of a JSON value, which knows no variants.
#[test]
fn what_was_a_json_value_comes_back() {
    let plain = outer().plain;
    let value = serde_json::to_value(&plain).unwrap();
    let bytes = pack(&value, &mut |_, _| Ok(None)).unwrap();
    assert_eq!(unpack::<Vec<Plain>>(&bytes, &mut |_| Ok(None)).unwrap(), plain);
}

#[test]
fn nothing_personal_stands_there_readable() {
    let bytes = packed(&outer());
    for text in ["13600000007", "「$personal」"] {
        assert!(!bytes.windows(text.len()).any(|window| window == text.as_bytes()), "{text}");
    }
}

#[test]
fn who_has_no_key_is_erased() {
    let erased = |person: PersonId| {
        let mut outer = outer();
        outer.phone.redact(person);
        outer.by_id.values_mut().for_each(|inner| {
            if let Tagged::Full { note, .. } = &mut inner.kind {
                note.redact(person);
            }
        });
        outer
    };
    let bytes = pack(&outer(), &mut |of, plain| Ok((of != person(7)).then(|| plain.to_vec())));
    let plain = |sealed: &[u8]| Ok(Some(Zeroizing::new(sealed.to_vec())));
    assert_eq!(unpack::<Outer>(&bytes.unwrap(), &mut { plain }).unwrap(), erased(person(7)));
    // The key is destroyed after it was packed.
    let bytes = pack(&outer(), &mut |of, plain| {
        Ok(Some([&[of == person(3)].map(u8::from), plain].concat()))
    });
    let opened = unpack::<Outer>(&bytes.unwrap(), &mut |sealed| {
        let (gone, plain) = sealed.split_first().unwrap();
        Ok((*gone == 0).then(|| Zeroizing::new(plain.to_vec())))
    });
    assert_eq!(opened.unwrap(), erased(person(3)));
}

#[test]
fn what_is_cut_off_or_longer_is_no_value() {
    let bytes = packed(&outer());
    for length in 0..bytes.len() {
        assert!(unpacked(&bytes[..length]).is_err(), "{length}");
    }
    assert!(unpacked(&[bytes, vec![0]].concat()).is_err());
}

/// Damage is an error or another value, and ends nothing.
#[test]
fn damage_ends_nothing() {
    let bytes = packed(&outer());
    for at in 0..bytes.len() {
        for byte in [0, 0x7F, 0x80, 0x86, 0x8A, 0x8C, 0x8E, 0xFF] {
            let mut damaged = bytes.clone();
            damaged[at] = byte;
            let _ = unpacked(&damaged);
        }
    }
}

#[test]
fn nothing_personal_stands_within_something_personal() {
    let within = Personal::new(person(1), Personal::new(person(2), 1_u8));
    assert!(pack(&within, &mut |_, plain| Ok(Some(plain.to_vec()))).is_err());
}
