//! Sessions: a short access token, and a longer one to get the next with.
//!
//! A refresh token is good once. On a weak line the answer to it may be lost,
//! and then its owner has nothing but the old one: so it is taken again as long
//! as nobody has used what came of it. Where two have it, the second of them to
//! use what he was given ends the session for both.

use guiyan_core::ids::PersonId;
use rusqlite::{Transaction, params};

use super::{
    SessionId, SignInError,
    db::found,
    secrets::{Digest, Secrets, random, token},
};

/// An access token is good for so many seconds.
pub(super) const ACCESS: i64 = 15 * 60;
/// How access tokens and refresh tokens begin.
pub(super) const KINDS: (&str, &str) = ("gya_", "gyr_");
/// How long both are: four letters, and 256 bits in base64.
pub(super) const LENGTH: usize = 47;
/// Who begins one more has the oldest ended.
const MOST: i64 = 20;

/// What a session is given.
#[derive(Debug)]
pub(super) struct Tokens {
    pub(super) session: SessionId,
    pub(super) person: PersonId,
    pub(super) access: String,
    pub(super) refresh: String,
}

/// The session behind an access token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Live {
    pub(crate) session: SessionId,
    pub(crate) person: PersonId,
    pub(crate) until: i64,
    /// Whether the second factor was shown in it.
    pub(crate) shown: bool,
    /// Whether its person has one.
    pub(crate) enrolled: bool,
}

/// One session as it is listed.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) id: SessionId,
    pub(super) started: i64,
    pub(super) used: i64,
    pub(super) device: Option<String>,
}

/// Why a token leads nowhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Dead {
    Unknown,
    Expired,
    /// A refresh token came again after its successors were used, or after
    /// another had taken its place: two have it. The session is ended.
    Reused(SessionId),
}

/// What became of a refresh token, as `refreshes.used` holds it.
mod state {
    /// The one to come next.
    pub(super) const FRESH: i64 = 0;
    /// The present tokens came of it.
    pub(super) const SPENT: i64 = 1;
    /// Of no use to its owner any more.
    pub(super) const OVER: i64 = 2;
}

/// Begins a session.
pub(super) fn start(
    tx: &Transaction<'_>,
    secrets: &Secrets,
    (person, device): (PersonId, Option<&str>),
    now: i64,
    lasts: i64,
) -> Result<Tokens, SignInError> {
    let id = SessionId(uuid::Builder::from_random_bytes(random()?).into_uuid());
    let access = token(KINDS.0)?;
    tx.execute(
        "INSERT INTO sessions (id, person, started, used, device, access, access_until)
         VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6)",
        params![id.0, person.0, now, device, digest(secrets, &access), now + ACCESS],
    )?;
    let refresh = next_refresh(tx, secrets, id, now + lasts)?;
    tx.execute(
        "DELETE FROM sessions WHERE person = ?1 AND id NOT IN
         (SELECT id FROM sessions WHERE person = ?1 ORDER BY used DESC, id = ?2 DESC LIMIT ?3)",
        params![person.0, id.0, MOST],
    )?;
    tx.execute("DELETE FROM refreshes WHERE session NOT IN (SELECT id FROM sessions)", [])?;
    Ok(Tokens { session: id, person, access, refresh })
}

/// The next tokens of a session. The ones before are dead from here on.
pub(super) fn refresh(
    tx: &Transaction<'_>,
    secrets: &Secrets,
    token_text: &str,
    now: i64,
    lasts: i64,
) -> Result<Result<Tokens, Dead>, SignInError> {
    let given = digest(secrets, token_text);
    let row = tx.query_row(
        "SELECT r.session, r.until, r.used, s.person, s.seen
         FROM refreshes r JOIN sessions s ON s.id = r.session WHERE r.digest = ?1",
        [given],
        |row| {
            let (session, person) = (SessionId(row.get(0)?), PersonId(row.get(3)?));
            Ok((
                session,
                row.get::<_, i64>(1)?,
                row.get::<_, i64>(2)?,
                person,
                row.get::<_, bool>(4)?,
            ))
        },
    );
    let Some((session, until, used, person, seen)) = found(row)? else {
        return Ok(Err(Dead::Unknown));
    };
    let answer_was_lost = used == state::SPENT && !seen;
    if used != state::FRESH && !answer_was_lost {
        end(tx, person, session)?;
        return Ok(Err(Dead::Reused(session)));
    }
    if until <= now {
        end(tx, person, session)?;
        return Ok(Err(Dead::Expired));
    }
    let access = token(KINDS.0)?;
    tx.execute(
        // What is over stays so: a session of months has a row for each refresh.
        "UPDATE refreshes SET used = CASE digest WHEN ?2 THEN ?3 ELSE ?4 END
         WHERE session = ?1 AND used <> ?4",
        params![session.0, given, state::SPENT, state::OVER],
    )?;
    tx.execute(
        "UPDATE sessions SET used = ?2, access = ?3, access_until = ?4, seen = 0 WHERE id = ?1",
        params![session.0, now, digest(secrets, &access), now + ACCESS],
    )?;
    let refresh = next_refresh(tx, secrets, session, now + lasts)?;
    Ok(Ok(Tokens { session, person, access, refresh }))
}

/// The session of an access token, which has been seen from here on.
pub(super) fn live(
    tx: &Transaction<'_>,
    secrets: &Secrets,
    token_text: &str,
    now: i64,
) -> Result<Result<Live, Dead>, SignInError> {
    let row = tx.query_row(
        "SELECT id, person, access_until, factor,
             EXISTS (SELECT 1 FROM factors f WHERE f.person = s.person AND f.confirmed)
         FROM sessions s WHERE access = ?1",
        [digest(secrets, token_text)],
        |row| {
            let (session, person) = (SessionId(row.get(0)?), PersonId(row.get(1)?));
            let (until, shown, enrolled) = (row.get(2)?, row.get(3)?, row.get(4)?);
            Ok(Live { session, person, until, shown, enrolled })
        },
    );
    Ok(match found(row)? {
        Some(live) if now < live.until => {
            tx.execute(
                "UPDATE sessions SET seen = 1 WHERE id = ?1 AND seen = 0",
                [live.session.0],
            )?;
            Ok(live)
        }
        Some(_) => Err(Dead::Expired),
        None => Err(Dead::Unknown),
    })
}

/// The session that a refresh token belongs to, if it is one.
pub(super) fn of_refresh(
    tx: &Transaction<'_>,
    secrets: &Secrets,
    token_text: &str,
) -> Result<Option<(PersonId, SessionId)>, SignInError> {
    let row = tx.query_row(
        "SELECT s.person, s.id FROM refreshes r JOIN sessions s ON s.id = r.session
         WHERE r.digest = ?1",
        [digest(secrets, token_text)],
        |row| Ok((PersonId(row.get(0)?), SessionId(row.get(1)?))),
    );
    found(row)
}

/// Every session of a person, the last used first.
pub(super) fn list(tx: &Transaction<'_>, person: PersonId) -> Result<Vec<Row>, SignInError> {
    let mut statement = tx.prepare_cached(
        "SELECT id, started, used, device FROM sessions WHERE person = ?1
         ORDER BY used DESC, started DESC, id",
    )?;
    let rows = statement.query_map([person.0], |row| {
        let (started, used) = (row.get(1)?, row.get(2)?);
        Ok(Row { id: SessionId(row.get(0)?), started, used, device: row.get(3)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Ends a session of that person; whether there was one.
pub(super) fn end(
    tx: &Transaction<'_>,
    person: PersonId,
    session: SessionId,
) -> Result<bool, SignInError> {
    let ended = tx.execute(
        "DELETE FROM sessions WHERE id = ?1 AND person = ?2",
        params![session.0, person.0],
    )?;
    if ended > 0 {
        tx.execute("DELETE FROM refreshes WHERE session = ?1", [session.0])?;
    }
    Ok(ended > 0)
}

fn next_refresh(
    tx: &Transaction<'_>,
    secrets: &Secrets,
    session: SessionId,
    until: i64,
) -> Result<String, SignInError> {
    let refresh = token(KINDS.1)?;
    tx.execute(
        "INSERT INTO refreshes (digest, session, until, used) VALUES (?1, ?2, ?3, ?4)",
        params![digest(secrets, &refresh), session.0, until, state::FRESH],
    )?;
    Ok(refresh)
}

fn digest(secrets: &Secrets, token_text: &str) -> Digest {
    secrets.digest("token", &[token_text.as_bytes()])
}
