//! The second factor of officers: a one-time code of their telephone
//! (RFC 6238), or one of eight codes on paper for when it is lost.

use guiyan_core::ids::PersonId;
use rusqlite::{Transaction, params};
use totp_rs::{Builder, Secret, Totp};

use super::{
    SessionId, SignInError,
    db::found,
    secrets::{Digest, Secrets, random},
};

/// How many codes on paper there are.
const RECOVERY: usize = 8;
/// What they are written in: nothing that is easily taken for another.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// After so many wrong tries in so many seconds there is a rest.
const TRIES: (i64, i64) = (5, 15 * 60);
const AHEAD: i64 = 60;
/// A code is of so many seconds.
const STEP: i64 = 30;
/// The last code was shown so many seconds from now: the clock has been put
/// back since, and nobody is to wait until it is there again.
const PUT_BACK: i64 = 10 * 60;

/// What a person has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct State {
    pub(super) confirmed: bool,
    pub(super) recovery_left: u32,
}

/// What came of a try.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Tried {
    Right,
    Wrong,
    /// Too many were wrong; good again after so many seconds.
    Resting(u32),
    /// There is nothing to try against.
    Missing,
}

/// What is shown once, when it is set up.
pub(super) struct Enrolment {
    pub(super) uri: String,
    pub(super) secret: String,
}

pub(super) fn state(tx: &Transaction<'_>, person: PersonId) -> Result<Option<State>, SignInError> {
    let row = tx.query_row(
        "SELECT confirmed, (SELECT count(*) FROM recoveries WHERE person = ?1)
         FROM factors WHERE person = ?1",
        [person.0],
        |row| Ok(State { confirmed: row.get(0)?, recovery_left: row.get(1)? }),
    );
    found(row)
}

/// A new secret, not yet confirmed; none when one is confirmed already.
pub(super) fn enrol(
    tx: &Transaction<'_>,
    secrets: &Secrets,
    person: PersonId,
    account: &str,
) -> Result<Option<Enrolment>, SignInError> {
    if state(tx, person)?.is_some_and(|state| state.confirmed) {
        return Ok(None);
    }
    let drawn = random::<20>()?;
    let sealed = secrets.seal(&of(person), &drawn)?;
    tx.execute(
        "INSERT OR REPLACE INTO factors (person, secret, confirmed, step) VALUES (?1, ?2, 0, 0)",
        params![person.0, sealed],
    )?;
    let totp = totp(&drawn, account).ok_or(SignInError::Random)?;
    let uri = totp.to_url().map_err(|_| SignInError::Random)?;
    Ok(Some(Enrolment { uri, secret: totp.secret().to_base32() }))
}

/// Confirms the secret by a first code of it; then the codes on paper, which
/// are shown this once.
pub(super) fn confirm(
    tx: &Transaction<'_>,
    secrets: &Secrets,
    (person, session): (PersonId, SessionId),
    typed: &str,
    now: i64,
) -> Result<Result<Vec<String>, Tried>, SignInError> {
    match attempt(tx, secrets, person, (false, typed), now)? {
        Tried::Right => {}
        other => return Ok(Err(other)),
    }
    tx.execute("UPDATE factors SET confirmed = 1 WHERE person = ?1", [person.0])?;
    tx.execute("DELETE FROM recoveries WHERE person = ?1", [person.0])?;
    let mut written = Vec::new();
    for _ in 0..RECOVERY {
        let code = recovery()?;
        tx.execute(
            "INSERT INTO recoveries (person, digest) VALUES (?1, ?2)",
            params![person.0, digest(secrets, person, &code)],
        )?;
        written.push(code);
    }
    shown(tx, session)?;
    Ok(Ok(written))
}

/// Shows the factor in a session: by a code of the telephone, or by one on
/// paper, which is used up.
pub(super) fn show(
    tx: &Transaction<'_>,
    secrets: &Secrets,
    (person, session): (PersonId, SessionId),
    typed: &str,
    now: i64,
) -> Result<Tried, SignInError> {
    let tried = attempt(tx, secrets, person, (true, typed), now)?;
    if tried == Tried::Right {
        shown(tx, session)?;
    }
    Ok(tried)
}

/// Takes the factor away, for who can show it.
pub(super) fn end(
    tx: &Transaction<'_>,
    secrets: &Secrets,
    person: PersonId,
    typed: &str,
    now: i64,
) -> Result<Tried, SignInError> {
    let tried = attempt(tx, secrets, person, (true, typed), now)?;
    if tried == Tried::Right {
        tx.execute("DELETE FROM factors WHERE person = ?1", [person.0])?;
        tx.execute("DELETE FROM recoveries WHERE person = ?1", [person.0])?;
        tx.execute("UPDATE sessions SET factor = 0 WHERE person = ?1", [person.0])?;
    }
    Ok(tried)
}

/// One try, which counts when it is wrong. `confirmed` says which secret it is
/// for: the one in use, or the one that is being set up.
fn attempt(
    tx: &Transaction<'_>,
    secrets: &Secrets,
    person: PersonId,
    (confirmed, typed): (bool, &str),
    now: i64,
) -> Result<Tried, SignInError> {
    tx.execute("DELETE FROM tries WHERE person = ?1 AND at > ?2", params![person.0, now + AHEAD])?;
    let (most, seconds) = TRIES;
    let (count, first): (i64, Option<i64>) = tx.query_row(
        "SELECT count(*), min(at) FROM tries WHERE person = ?1 AND at > ?2",
        params![person.0, now - seconds],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    if count >= most {
        let rest = first.map_or(seconds, |first| first + seconds - now).clamp(1, seconds);
        return Ok(Tried::Resting(u32::try_from(rest).unwrap_or(u32::MAX)));
    }
    let row = tx.query_row(
        "SELECT secret, step FROM factors WHERE person = ?1 AND confirmed = ?2",
        params![person.0, confirmed],
        |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, i64>(1)?)),
    );
    let Some((sealed, last)) = found(row)? else { return Ok(Tried::Missing) };
    let secret = secrets.open(&of(person), &sealed).ok_or(SignInError::WrongKey)?;
    if right_step(&secret, typed, last, now).map_or(Ok(false), |step| used(tx, person, step))?
        || (confirmed && on_paper(tx, secrets, person, typed)?)
    {
        tx.execute("DELETE FROM tries WHERE person = ?1", [person.0])?;
        return Ok(Tried::Right);
    }
    tx.execute("INSERT INTO tries (person, at) VALUES (?1, ?2)", params![person.0, now])?;
    Ok(Tried::Wrong)
}

/// The step that a code is of, if it is right and later than the last one: a
/// code that was seen once is of no use to who saw it. A last one that lies
/// ahead was of another time.
fn right_step(secret: &[u8], typed: &str, last: i64, now: i64) -> Option<i64> {
    let digits = super::codes::digits(typed)?;
    let step = totp(secret, "")?.check(&digits, u64::try_from(now).ok()?)?;
    let lies_ahead = last > now.saturating_add(PUT_BACK) / STEP;
    i64::try_from(step).ok().filter(|step| *step > last || lies_ahead)
}

fn used(tx: &Transaction<'_>, person: PersonId, step: i64) -> Result<bool, SignInError> {
    let statement = "UPDATE factors SET step = ?2 WHERE person = ?1";
    Ok(tx.execute(statement, params![person.0, step])? > 0)
}

fn on_paper(
    tx: &Transaction<'_>,
    secrets: &Secrets,
    person: PersonId,
    typed: &str,
) -> Result<bool, SignInError> {
    let statement = "DELETE FROM recoveries WHERE person = ?1 AND digest = ?2";
    Ok(tx.execute(statement, params![person.0, digest(secrets, person, typed)])? > 0)
}

/// Whether a session has shown the factor.
pub(super) fn is_shown(tx: &Transaction<'_>, session: SessionId) -> Result<bool, SignInError> {
    let row =
        tx.query_row("SELECT factor FROM sessions WHERE id = ?1", [session.0], |row| row.get(0));
    Ok(found(row)?.unwrap_or(false))
}

fn shown(tx: &Transaction<'_>, session: SessionId) -> Result<(), SignInError> {
    tx.execute("UPDATE sessions SET factor = 1 WHERE id = ?1", [session.0])?;
    Ok(())
}

/// Ten letters, fifty bits, as in `k3m7p-9xw2f`.
fn recovery() -> Result<String, SignInError> {
    let drawn = random::<10>()?;
    let letter = |byte: &u8| LETTERS.get(usize::from(byte % 32)).copied().map_or('0', char::from);
    let (one, two) = drawn.split_at(5);
    let text = |part: &[u8]| part.iter().map(letter).collect::<String>();
    Ok(format!("{}-{}", text(one), text(two)))
}

fn digest(secrets: &Secrets, person: PersonId, code: &str) -> Digest {
    // As it is copied from paper: without the hyphen, in capitals, and with
    // letters for the digits they look like.
    let plain = code.chars().filter(|c| !c.is_whitespace() && *c != '-');
    let plain = plain.map(|c| match c.to_ascii_lowercase() {
        'o' => '0',
        'i' | 'l' => '1',
        c => c,
    });
    let plain: String = plain.take(64).collect();
    secrets.digest("recovery", &[person.0.as_bytes(), plain.as_bytes()])
}

fn totp(secret: &[u8], account: &str) -> Option<Totp> {
    // Six digits by SHA-1 in half a minute: what every app understands.
    let builder = Builder::new().with_secret(Secret::new(secret.into())).with_skew(1);
    let builder = builder.with_account_name(account).with_issuer(Some("归雁"));
    Some(builder.build_noncompliant())
}

fn of(person: PersonId) -> Vec<u8> {
    [b"factor", &person.0.as_bytes()[..]].concat()
}
