//! What time does to codes and sessions. Over HTTP stands the rest.

use super::{codes, db::Db, secrets::Digest, sessions, *};

const NOW: i64 = 1_764_000_000;
const MONTH: i64 = 30 * 24 * 3600;

fn db() -> Db {
    Db::open(None, &MasterKey::from_bytes([7; 32])).unwrap()
}

fn phone(db: &mut Db) -> Digest {
    codes::number(&db.secrets, "13800000001")
}

fn issue(db: &mut Db, at: i64) -> Option<String> {
    let phone = phone(db);
    db.write(|tx, secrets| codes::issue(tx, secrets, &phone, at)).unwrap()
}

fn enter(db: &mut Db, code: &str, at: i64) -> bool {
    let phone = phone(db);
    db.write(|tx, secrets| codes::check(tx, secrets, &phone, code, at)).unwrap()
}

fn start(db: &mut Db, at: i64) -> Tokens {
    let person = PersonId(Uuid::from_u128(1));
    db.write(|tx, secrets| sessions::start(tx, secrets, (person, None), at, MONTH)).unwrap()
}

fn refresh(db: &mut Db, token: &str, at: i64) -> Result<Tokens, Dead> {
    db.write(|tx, secrets| sessions::refresh(tx, secrets, token, at, MONTH)).unwrap()
}

fn live(db: &mut Db, token: &str, at: i64) -> Result<Live, Dead> {
    db.write(|tx, secrets| sessions::live(tx, secrets, token, at)).unwrap()
}

#[test]
fn a_number_gets_one_code_a_minute_five_an_hour_ten_a_day() {
    let mut db = db();
    let mut minutes = (0..24 * 60).map(|minute| minute * 60);
    let mut sent = Vec::new();
    let got = minutes.by_ref().filter(|at| issue(&mut db, NOW + at).is_some());
    sent.extend(got.map(|at| at / 60));
    assert_eq!(sent, [0, 1, 2, 3, 4, 60, 61, 62, 63, 64]);
    assert!(issue(&mut db, NOW + 24 * 3600).is_some(), "the next day");
    assert!(issue(&mut db, NOW + 24 * 3600 + 59).is_none());
}

#[test]
fn a_clock_that_is_put_back_shuts_nobody_out_and_keeps_no_code_alive() {
    let mut db = db();
    let code = issue(&mut db, NOW).unwrap();
    assert!(!enter(&mut db, &code, NOW - 7200), "it was good for five minutes, not for hours");
    assert!(issue(&mut db, NOW - 7200).is_some());
}

#[test]
fn a_code_is_good_for_five_minutes() {
    let mut db = db();
    let code = issue(&mut db, NOW).unwrap();
    assert_eq!((code.len(), code.chars().all(|c| c.is_ascii_digit())), (6, true));
    assert!(enter(&mut db, &code, NOW + 299));
    let code = issue(&mut db, NOW + 600).unwrap();
    assert!(!enter(&mut db, &code, NOW + 900));
}

#[test]
fn a_new_code_takes_the_place_of_the_one_before() {
    let mut db = db();
    let (first, second) = (issue(&mut db, NOW).unwrap(), issue(&mut db, NOW + 60).unwrap());
    assert!(first == second || !enter(&mut db, &first, NOW + 61));
    assert!(enter(&mut db, &second, NOW + 61));
}

#[test]
fn a_code_is_read_as_people_type_it() {
    for typed in ["042917", " 042 917 ", "０４２９１７", "042-917"] {
        assert_eq!(codes::digits(typed).as_deref(), Some("042917"), "{typed}");
    }
    for typed in ["", "42917", "0429170", "04291x", "٠٤٢٩١٧"] {
        assert_eq!(codes::digits(typed), None, "{typed}");
    }
}

#[test]
fn an_access_token_is_good_for_a_quarter_and_a_session_for_a_month_of_silence() {
    let mut db = db();
    let first = start(&mut db, NOW);
    assert!(is_ours(&first.access) && !is_ours(&first.refresh) && !is_ours("gya_"));
    assert!(live(&mut db, &first.access, NOW + 899).is_ok());
    assert_eq!(live(&mut db, &first.access, NOW + 900), Err(Dead::Expired));
    let second = refresh(&mut db, &first.refresh, NOW + MONTH - 1).unwrap();
    assert_eq!(live(&mut db, &first.access, NOW + 1), Err(Dead::Unknown));
    assert_eq!(second.session, first.session);
    let late = refresh(&mut db, &second.refresh, NOW + 2 * MONTH);
    assert_eq!(late.unwrap_err(), Dead::Expired);
    assert_eq!(refresh(&mut db, &second.refresh, NOW).unwrap_err(), Dead::Unknown);
}

#[test]
fn a_lost_answer_can_be_asked_for_again_until_somebody_uses_one() {
    let mut db = db();
    let first = start(&mut db, NOW);
    let lost = refresh(&mut db, &first.refresh, NOW + 1).unwrap();
    let again = refresh(&mut db, &first.refresh, NOW + 2).unwrap();
    assert_eq!(live(&mut db, &lost.access, NOW + 3), Err(Dead::Unknown));
    assert!(live(&mut db, &again.access, NOW + 3).is_ok());
    // It was seen, so whoever comes with the old one is somebody else.
    let theirs = refresh(&mut db, &first.refresh, NOW + 4).unwrap_err();
    assert_eq!(theirs, Dead::Reused(first.session));
    assert_eq!(live(&mut db, &again.access, NOW + 5), Err(Dead::Unknown));
}

#[test]
fn of_two_who_were_given_tokens_the_second_to_use_theirs_ends_both() {
    let mut db = db();
    let first = start(&mut db, NOW);
    let one = refresh(&mut db, &first.refresh, NOW + 1).unwrap();
    let two = refresh(&mut db, &first.refresh, NOW + 2).unwrap();
    assert!(live(&mut db, &two.access, NOW + 3).is_ok());
    let late = refresh(&mut db, &one.refresh, NOW + 4).unwrap_err();
    assert_eq!(late, Dead::Reused(first.session));
    assert_eq!(live(&mut db, &two.access, NOW + 5), Err(Dead::Unknown));
    // Also where nobody used an access token in between.
    let first = start(&mut db, NOW);
    let next = refresh(&mut db, &first.refresh, NOW + 1).unwrap();
    refresh(&mut db, &next.refresh, NOW + 2).unwrap();
    let late = refresh(&mut db, &first.refresh, NOW + 3).unwrap_err();
    assert_eq!(late, Dead::Reused(first.session));
}

#[test]
fn a_file_of_the_first_format_keeps_everybody_signed_in() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE);
    let master = MasterKey::from_bytes([1; 32]);
    let person = PersonId(Uuid::from_u128(9));
    let tokens = Db::open(Some(&path), &master)
        .unwrap()
        .write(|tx, secrets| sessions::start(tx, secrets, (person, None), seconds(), MONTH))
        .unwrap();
    let before = rusqlite::Connection::open(&path).unwrap();
    before.execute_batch("ALTER TABLE sessions DROP COLUMN seen; PRAGMA user_version=1").unwrap();
    drop(before);
    let mut db = Db::open(Some(&path), &master).unwrap();
    assert!(live(&mut db, &tokens.access, seconds()).is_ok());
    assert!(refresh(&mut db, &tokens.refresh, seconds()).is_ok());
}

#[test]
fn the_twenty_first_session_ends_the_oldest() {
    let mut db = db();
    let all: Vec<Tokens> = (0..21).map(|n| start(&mut db, NOW + n)).collect();
    let states: Vec<bool> =
        all.iter().map(|it| live(&mut db, &it.access, NOW + 30).is_ok()).collect();
    assert_eq!((states[0], states[1..].iter().all(|live| *live)), (false, true));
}

#[test]
fn another_master_key_is_told_and_a_changed_one_keeps_everybody_signed_in() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE);
    let (old, new) = (MasterKey::from_bytes([1; 32]), MasterKey::from_bytes([2; 32]));
    let mut db = Db::open(Some(&path), &old).unwrap();
    let tokens = {
        let person = PersonId(Uuid::from_u128(9));
        db.write(|tx, secrets| sessions::start(tx, secrets, (person, None), seconds(), MONTH))
    };
    let tokens = tokens.unwrap();
    drop(db);
    assert!(matches!(Db::open(Some(&path), &new), Err(SignInError::WrongKey)));
    rewrap(&path, &old, &new).unwrap();
    assert!(matches!(Db::open(Some(&path), &old), Err(SignInError::WrongKey)));
    let mut db = Db::open(Some(&path), &new).unwrap();
    assert!(live(&mut db, &tokens.access, seconds()).is_ok());
}

#[test]
fn what_is_left_of_the_erased_goes_at_the_next_start() {
    let settings = PhoneSettings::of("http://127.0.0.1:9".to_owned(), "none".into());
    let key = MasterKey::from_bytes([1; 32]);
    let sign_in = SignIn::open(None, &key, &settings, Zeroizing::default()).unwrap();
    let tokens = start(&mut sign_in.db.lock().unwrap(), seconds());
    let is_live = || live(&mut sign_in.db.lock().unwrap(), &tokens.access, seconds()).is_ok();
    sign_in.forget_erased(|_| false).unwrap();
    assert!(is_live());
    sign_in.forget_erased(|person| *person == tokens.person).unwrap();
    assert!(!is_live());
}

mod factors {
    use super::{
        super::factor::{self, Tried},
        *,
    };
    use totp_rs::{Builder, Secret};

    fn of(db: &mut Db) -> (PersonId, SessionId) {
        let tokens = start(db, NOW);
        (tokens.person, tokens.session)
    }

    fn enrolled(db: &mut Db) -> ((PersonId, SessionId), String) {
        let of = of(db);
        let made = db.write(|tx, secrets| factor::enrol(tx, secrets, of.0, "it")).unwrap();
        let secret = made.unwrap().secret;
        let confirmed =
            db.write(|tx, secrets| factor::confirm(tx, secrets, of, &code(&secret, NOW), NOW));
        assert_eq!(confirmed.unwrap().unwrap().len(), 8);
        (of, secret)
    }

    fn code(secret: &str, at: i64) -> String {
        let secret = Secret::try_from_base32(secret).unwrap();
        let totp = Builder::new().with_secret(secret).build_noncompliant();
        totp.generate(u64::try_from(at).unwrap()).to_string()
    }

    // RFC 6238, appendix B: the secret is the digits 1 to 0, twice.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        for (at, six) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert_eq!(code(secret, at), six);
        }
    }

    #[test]
    fn a_code_is_taken_a_step_early_or_late_and_never_twice() {
        let mut db = db();
        let (of, secret) = enrolled(&mut db);
        let mut show = |at: i64, now: i64| {
            let code = code(&secret, at);
            db.write(|tx, secrets| factor::show(tx, secrets, of, &code, now)).unwrap()
        };
        assert_eq!(show(NOW, NOW), Tried::Wrong, "the one it was confirmed by");
        assert_eq!(show(NOW + 120, NOW + 90), Tried::Right, "a clock that is fast");
        assert_eq!(show(NOW + 90, NOW + 120), Tried::Wrong, "earlier than the last");
        assert_eq!(show(NOW + 150, NOW + 180), Tried::Right, "a clock that is slow");
        assert_eq!(show(NOW + 240, NOW + 180), Tried::Wrong, "two steps ahead");
    }

    #[test]
    fn a_clock_that_is_put_back_shuts_no_officer_out() {
        let mut db = db();
        let (of, secret) = enrolled(&mut db);
        let mut show = |at: i64| {
            let code = code(&secret, at);
            db.write(|tx, secrets| factor::show(tx, secrets, of, &code, at)).unwrap()
        };
        assert_eq!(show(NOW + 3600), Tried::Right);
        assert_eq!(show(NOW + 3300), Tried::Wrong, "minutes are waited for");
        assert_eq!(show(NOW), Tried::Right, "an hour is not");
        assert_eq!(show(NOW), Tried::Wrong, "and never twice");
        assert_eq!(show(NOW + 30), Tried::Right);
    }

    #[test]
    fn five_wrong_tries_rest_for_a_quarter() {
        let mut db = db();
        let (of, secret) = enrolled(&mut db);
        let mut show = |code: &str, now: i64| {
            db.write(|tx, secrets| factor::show(tx, secrets, of, code, now)).unwrap()
        };
        for n in 0..5 {
            assert_eq!(show("x", NOW + n), Tried::Wrong);
        }
        assert_eq!(show(&code(&secret, NOW + 300), NOW + 300), Tried::Resting(600));
        let later = NOW + 901;
        assert_eq!(show(&code(&secret, later), later), Tried::Right);
    }

    #[test]
    fn a_session_carries_no_office_until_the_factor_is_shown() {
        use guiyan_core::wire::SecondFactor::{Off, Offered, Required};
        let states = [(false, false), (true, false), (true, true)];
        for (policy, withheld) in [
            (Off, [false, false, false]),
            (Offered, [false, true, false]),
            (Required, [true, true, false]),
        ] {
            assert_eq!(states.map(|(has, shown)| policy.withholds(has, shown)), withheld);
        }
    }

    #[test]
    fn an_end_takes_the_factor_from_every_session_and_an_erasure_every_trace() {
        let mut db = db();
        let (of, secret) = enrolled(&mut db);
        assert!(db.write(|tx, _| factor::is_shown(tx, of.1)).unwrap());
        let later = code(&secret, NOW + 30);
        let ended = db.write(|tx, secrets| factor::end(tx, secrets, of.0, &later, NOW + 30));
        assert_eq!(ended.unwrap(), Tried::Right);
        assert!(!db.write(|tx, _| factor::is_shown(tx, of.1)).unwrap());
        let (of, _) = enrolled(&mut db);
        db.erase(of.0).unwrap();
        assert_eq!(db.write(|tx, _| factor::state(tx, of.0)).unwrap(), None);
    }
}
