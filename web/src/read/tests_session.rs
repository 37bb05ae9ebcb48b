//! Signing in: what is read is what core wrote, what is written is what core
//! reads. What core only sends is compared as it was sent.

use guiyan_core::{
    testing::*,
    view::{MeView, OfficesWait},
    wire::{
        AskForCode, CodeAsked, Enrolled, FactorCode, FactorView, PaperCodes, PaperLeft,
        RefreshToken, SecondFactor, SessionAnswer, SessionView, Sessions, SignInWays, StartSession,
    },
};
use serde::{Serialize, de::DeserializeOwned};

use super::{Read, Waits, parse};
use crate::write::texts;

#[track_caller]
fn check<T: Read + Serialize>(value: &T) {
    let text = serde_json::to_string(value).unwrap();
    let read = T::read(&parse(&text).unwrap()).expect(&text);
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
}

#[test]
fn what_is_told_about_signing_in_reads_as_it_was_written() {
    check(&SignInWays { phone: true });
    check(&CodeAsked { expires_in: 300, again_in: 60 });
    let (access_token, refresh_token) = ("gya_a".to_owned(), "gyr_b".to_owned());
    check(&SessionAnswer { access_token, refresh_token, expires_in: 900, person: person(1) });
    let (id, at) = (command_id(1).0, at("2026-11-01T10:00"));
    let session = |device, this| SessionView { id, started: at, last_used: at, device, this };
    let sessions = vec![session(Some("iPhone · WeChat".to_owned()), true), session(None, false)];
    check(&Sessions { sessions });
    for policy in [SecondFactor::Off, SecondFactor::Offered, SecondFactor::Required] {
        check(&FactorView { policy, confirmed: true, shown: false, paper_left: 7 });
    }
    check(&Enrolled { uri: "otpauth://totp/a".to_owned(), secret: "ABC".to_owned() });
    check(&PaperCodes { paper_codes: vec!["a".to_owned(), "b".to_owned()] });
    check(&PaperLeft { paper_left: 3 });
}

#[test]
fn whether_offices_wait_is_read_from_the_view_of_oneself() {
    for (offices_wait, waits) in [(Some(OfficesWait::SecondFactor), true), (None, false)] {
        let (roles, report_ins) = (Vec::new(), Vec::new());
        let me = MeView { person: person(1), roles, offices_wait, report_ins, hours: None };
        let text = serde_json::to_string(&me).unwrap();
        assert_eq!(Waits::read(&parse(&text).unwrap()), Some(Waits(waits)));
    }
}

#[test]
fn what_is_sent_is_what_core_reads() {
    fn read<T: DeserializeOwned>(fields: &[(&str, &str)]) -> T {
        serde_json::from_str(&texts(fields)).unwrap()
    }
    let typed = "+86 138\"0000\\0001";
    assert_eq!(read::<AskForCode>(&[("phone", typed)]).phone, typed);
    let session = read::<StartSession>(&[("phone", typed), ("code", "１２３")]);
    assert_eq!((&*session.phone, &*session.code), (typed, "１２３"));
    assert_eq!(read::<RefreshToken>(&[("refreshToken", "gyr_a")]).refresh_token, "gyr_a");
    assert_eq!(read::<FactorCode>(&[("code", "1")]).code, "1");
    read::<guiyan_core::wire::Nothing>(&[]);
}
