//! One-time codes: who may have one, and whether one is right.

use rusqlite::{Transaction, params};

use super::{
    SignInError,
    db::found,
    secrets::{Digest, Secrets, code},
};

/// A code is good for so many seconds.
pub(crate) const LIFETIME: i64 = 5 * 60;
/// After so many wrong tries it is dead.
const TRIES: i64 = 5;
/// The most codes a number gets, and in how many seconds.
const LIMITS: [(i64, i64); 3] = [(1, 60), (5, 3600), (10, 24 * 3600)];
/// A clock that was put back must not shut anybody out.
const AHEAD: i64 = 60;

/// The digest that a number is known by.
pub(super) fn number(secrets: &Secrets, phone: &str) -> Digest {
    secrets.digest("phone", &[phone.as_bytes()])
}

/// A new code for a number, which takes the place of the one before; none when
/// it has had enough.
pub(super) fn issue(
    tx: &Transaction<'_>,
    secrets: &Secrets,
    phone: &Digest,
    now: i64,
) -> Result<Option<String>, SignInError> {
    tx.execute("DELETE FROM sends WHERE phone = ?1 AND at > ?2", params![phone, now + AHEAD])?;
    for (most, seconds) in LIMITS {
        let sent: i64 = tx.query_row(
            "SELECT count(*) FROM sends WHERE phone = ?1 AND at > ?2",
            params![phone, now - seconds],
            |row| row.get(0),
        )?;
        if sent >= most {
            return Ok(None);
        }
    }
    let code = code()?;
    tx.execute("INSERT INTO sends (phone, at) VALUES (?1, ?2)", params![phone, now])?;
    tx.execute(
        "INSERT OR REPLACE INTO codes (phone, digest, until, tries) VALUES (?1, ?2, ?3, 0)",
        params![phone, digest(secrets, phone, &code), now + LIFETIME],
    )?;
    Ok(Some(code))
}

/// A code that could not be sent was none, and does not count.
pub(super) fn take_back(tx: &Transaction<'_>, phone: &Digest, at: i64) -> Result<(), SignInError> {
    tx.execute("DELETE FROM codes WHERE phone = ?1", [phone])?;
    tx.execute("DELETE FROM sends WHERE phone = ?1 AND at = ?2", params![phone, at])?;
    Ok(())
}

/// Whether a code is right. A right one is used up, a wrong one is counted.
pub(super) fn check(
    tx: &Transaction<'_>,
    secrets: &Secrets,
    phone: &Digest,
    typed: &str,
    now: i64,
) -> Result<bool, SignInError> {
    // Made before it is known whether there is a code at all: a number that
    // was sent none is answered as late as one that was.
    let typed = digest(secrets, phone, typed);
    let row =
        tx.query_row("SELECT digest, until, tries FROM codes WHERE phone = ?1", [phone], |row| {
            Ok((row.get::<_, Digest>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?))
        });
    let Some((kept, until, tries)) = found(row)? else { return Ok(false) };
    // Before the clock was put back it was good for no longer either.
    let is_live = now < until && until - now <= LIFETIME + AHEAD;
    let is_right = is_live && kept == typed;
    if is_right || !is_live || tries + 1 >= TRIES {
        tx.execute("DELETE FROM codes WHERE phone = ?1", [phone])?;
    } else {
        tx.execute("UPDATE codes SET tries = tries + 1 WHERE phone = ?1", [phone])?;
    }
    Ok(is_right)
}

/// The digits of a code as people type it, with spaces or full-width digits.
pub(super) fn digits(typed: &str) -> Option<String> {
    let mut digits = String::new();
    for c in typed.chars().filter(|c| !matches!(c, ' ' | '-' | '\u{3000}' | '\u{A0}')) {
        match c {
            '0'..='9' => digits.push(c),
            '０'..='９' => digits.push(char::from_digit(c as u32 - '０' as u32, 10)?),
            _ => return None,
        }
    }
    (digits.len() == 6).then_some(digits)
}

// Both digests are keyed, so that how long comparing takes tells nothing.
fn digest(secrets: &Secrets, phone: &Digest, code: &str) -> Digest {
    secrets.digest("code", &[phone, code.as_bytes()])
}
