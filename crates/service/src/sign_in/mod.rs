//! Signing in without a portal: a phone number, a code that is sent to it, and
//! sessions. How a page uses it stands in the README of this crate.
//!
//! Invariants: no number, code or token is stored or logged, only keyed
//! digests; nothing here tells whether a number is known; a session that was
//! ended is dead at once; who is erased leaves no trace.
//!
//! Reading order: [`settings`], [`codes`], [`sms`], [`sessions`], [`factors`]
//! over [`factor`], then what they stand on: [`db`], [`secrets`], [`address`], [`device`].

mod address;
mod codes;
mod db;
pub(crate) mod device;
mod factor;
mod factors;
mod secrets;
mod sessions;
pub mod settings;
pub mod sms;
#[cfg(test)]
mod tests;

use std::{
    net::IpAddr,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use guiyan_core::{
    Refusal,
    ids::PersonId,
    refusal::{Field, FieldIssue},
    text::{self, Issue},
    time::Timestamp,
    wire::{Failure, SecondFactor, SessionAnswer, SessionView, SignInFailure},
};
use guiyan_store::{Desk, MasterKey};
use tokio::sync::watch;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{
    identity::{PHONE_ISSUER, settings::SettingsError},
    outgoing::OutgoingError,
};
use address::Limit;
use db::{Db, seconds};
use sessions::{Dead, Tokens};
use settings::PhoneSettings;
use sms::Gateway;

pub(crate) use codes::LIFETIME as CODE_LIFETIME;
pub(crate) use sessions::Live;

/// The file beside the record.
pub const FILE: &str = "sign-in.db";
/// What has run out is deleted this often.
const SWEEP: Duration = Duration::from_secs(3600);
/// Wrong codes from one address, in a minute and in an hour.
const WRONG_PER_ADDRESS: [u32; 2] = [60, 300];

/// A session's id: random, and shown to its owner only.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct SessionId(pub(crate) Uuid);

/// The file of sessions failed. It is logged, and holds nothing personal.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// SQLite says so.
    #[error("sign-in.db: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The disk does not let it be written.
    #[error("sign-in.db cannot be written: {0}")]
    Disk(#[source] std::io::Error),
    /// The master key is not the one it was made with.
    #[error(
        "sign-in.db was made with another master key: put that one back, or delete the file \
             (everybody signs in again, and officers set up their second factor anew)"
    )]
    WrongKey,
    /// It is of a newer release.
    #[error("sign-in.db is of a newer release: start that one")]
    NewerFile,
    /// The system gives no random bytes.
    #[error("the system gives no random bytes")]
    Random,
}

/// Why the sign-in by phone cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum SetUpError {
    /// Its file.
    #[error(transparent)]
    File(#[from] SignInError),
    /// What is said about it.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The way to the gateway.
    #[error(transparent)]
    Outgoing(#[from] OutgoingError),
}

/// Signing in by phone.
#[derive(Debug)]
pub struct SignIn {
    db: Arc<Mutex<Db>>,
    gateway: Gateway,
    refresh_lasts: i64,
    second_factor: SecondFactor,
    asks: Limit,
    wrong: Limit,
}

impl SignIn {
    /// Opens the file at `path` (in memory without one) under a key that is
    /// derived from the master key. `secret` is what the gateway knows us by.
    ///
    /// # Errors
    /// A sentence that says what to do.
    pub fn open(
        path: Option<&Path>,
        master: &MasterKey,
        settings: &PhoneSettings,
        secret: Zeroizing<Vec<u8>>,
    ) -> Result<Self, SetUpError> {
        Ok(Self {
            gateway: Gateway::of(settings, secret)?,
            db: Arc::new(Mutex::new(Db::open(path, master)?)),
            refresh_lasts: settings.refresh_seconds(),
            second_factor: settings.second_factor,
            asks: Limit::new(settings.per_address),
            wrong: Limit::new(WRONG_PER_ADDRESS),
        })
    }

    /// Deletes what has run out, and what is left of people who were erased,
    /// until the service stops.
    pub fn keep_swept(self: &Arc<Self>, desk: &Desk, stopping: &watch::Receiver<bool>) {
        let (this, desk, mut stopping) = (self.clone(), desk.clone(), stopping.clone());
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    () = tokio::time::sleep(SWEEP) => {}
                    _ = stopping.wait_for(|stopping| *stopping) => return,
                }
                // What fails is logged there, and tried again in an hour.
                let desk = desk.clone();
                let swept = this.with(move |db| {
                    forget_erased(db, |person| desk.read(|district| district.is_erased(person)))?;
                    db.sweep()
                });
                let _ = swept.await;
            }
        });
    }

    /// Sends a code to a number, if it may have one; that it may not is not told.
    pub(crate) async fn send_code(&self, phone: &str, from: IpAddr) -> Result<(), Failure> {
        let phone = canonical(phone)?;
        self.asks.take(from, seconds()).map_err(SignInFailure::TooManyTries)?;
        let number = phone.clone();
        let issued = self.with(move |db| {
            let now = seconds();
            db.write(|tx, secrets| {
                let number = codes::number(secrets, &number);
                Ok(codes::issue(tx, secrets, &number, now)?.map(|code| (number, code, now)))
            })
        });
        let Some((number, code, at)) = issued.await? else {
            tracing::info!("a number has had enough codes");
            let failing = self.gateway.is_failing();
            return if failing { Err(SignInFailure::SmsUnavailable.into()) } else { Ok(()) };
        };
        if self.gateway.send(&phone, &code).await {
            return Ok(());
        }
        self.with(move |db| db.write(|tx, _| codes::take_back(tx, &number, at))).await?;
        Err(SignInFailure::SmsUnavailable.into())
    }

    /// Begins a session for who has the code.
    pub(crate) async fn start(
        &self,
        desk: &Desk,
        (phone, code): (&str, &str),
        from: IpAddr,
        device: Option<String>,
    ) -> Result<SessionAnswer, Failure> {
        let phone = canonical(phone)?;
        let code = codes::digits(code).ok_or(SignInFailure::WrongCode)?;
        self.wrong.look(from, seconds()).map_err(SignInFailure::TooManyTries)?;
        let number = phone.clone();
        let is_right = self.with(move |db| {
            db.write(|tx, secrets| {
                let number = codes::number(secrets, &number);
                codes::check(tx, secrets, &number, &code, seconds())
            })
        });
        if !is_right.await? {
            self.wrong.count(from, seconds());
            return Err(SignInFailure::WrongCode.into());
        }
        let person = crate::identity::person(desk, PHONE_ISSUER, phone.clone()).await?;
        let lasts = self.refresh_lasts;
        let started = self.with(move |db| {
            db.write(|tx, secrets| {
                tx.execute(
                    "INSERT OR REPLACE INTO numbers (phone, person) VALUES (?1, ?2)",
                    rusqlite::params![codes::number(secrets, &phone), person.0],
                )?;
                sessions::start(tx, secrets, (person, device.as_deref()), seconds(), lasts)
            })
        });
        Ok(answer(started.await?))
    }

    /// The next tokens for a refresh token, and the session they belong to. One
    /// that comes a second time ends its session.
    pub(crate) async fn refresh(
        &self,
        token: String,
    ) -> Result<(SessionAnswer, SessionId), (Failure, Option<SessionId>)> {
        let lasts = self.refresh_lasts;
        let refreshed = self.with(move |db| {
            db.write(|tx, secrets| sessions::refresh(tx, secrets, &token, seconds(), lasts))
        });
        match refreshed.await.map_err(|failure| (failure, None))? {
            Ok(tokens) => {
                let session = tokens.session;
                Ok((answer(tokens), session))
            }
            Err(Dead::Reused(session)) => {
                tracing::warn!("a refresh token came a second time; its session is ended");
                Err((Failure::InvalidToken, Some(session)))
            }
            Err(Dead::Expired) => Err((Failure::ExpiredToken, None)),
            Err(Dead::Unknown) => Err((Failure::InvalidToken, None)),
        }
    }

    /// The session of an access token.
    pub(crate) async fn live(&self, token: &str) -> Result<Live, Failure> {
        let token = token.to_owned();
        let found = self
            .with(move |db| db.write(|tx, secrets| sessions::live(tx, secrets, &token, seconds())));
        found.await?.map_err(|dead| match dead {
            Dead::Expired => Failure::ExpiredToken,
            Dead::Unknown | Dead::Reused(_) => Failure::InvalidToken,
        })
    }

    /// Ends the session of a refresh token; which it was, if there was one.
    pub(crate) async fn out(&self, token: String) -> Result<Option<SessionId>, Failure> {
        let ended = self.with(move |db| {
            db.write(|tx, secrets| match sessions::of_refresh(tx, secrets, &token)? {
                Some((person, session)) => {
                    sessions::end(tx, person, session).map(|_| Some(session))
                }
                None => Ok(None),
            })
        });
        ended.await
    }

    /// Every session of a person.
    pub(crate) async fn list(
        &self,
        person: PersonId,
        this: Option<SessionId>,
    ) -> Result<Vec<SessionView>, Failure> {
        let rows = self.with(move |db| db.write(|tx, _| sessions::list(tx, person))).await?;
        let view = |row: sessions::Row| SessionView {
            id: row.id.0,
            started: Timestamp(row.started * 1000),
            last_used: Timestamp(row.used * 1000),
            device: row.device,
            this: this == Some(row.id),
        };
        Ok(rows.into_iter().map(view).collect())
    }

    /// Ends one of a person's own sessions.
    pub(crate) async fn end(&self, person: PersonId, session: SessionId) -> Result<(), Failure> {
        let ended = self.with(move |db| db.write(|tx, _| sessions::end(tx, person, session)));
        if ended.await? { Ok(()) } else { Err(SignInFailure::UnknownSession.into()) }
    }

    /// Deletes what is left of people who were erased: should the service have
    /// ended between the two, or this file failed, it is done at the next start
    /// and within the hour.
    ///
    /// # Errors
    /// The file fails.
    pub fn forget_erased(&self, is_erased: impl Fn(&PersonId) -> bool) -> Result<(), SignInError> {
        forget_erased(&mut self.db.lock().unwrap_or_else(PoisonError::into_inner), is_erased)
    }

    /// Ends a person's sessions and deletes every trace of them here.
    pub(crate) async fn erase(&self, person: PersonId) -> Result<(), Failure> {
        self.with(move |db| db.erase(person)).await
    }

    /// Does something with the file where it may block.
    async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Db) -> Result<T, SignInError> + Send + 'static,
    ) -> Result<T, Failure> {
        let db = self.db.clone();
        let done = tokio::task::spawn_blocking(move || {
            // A panic while the lock was held rolled its transaction back.
            work(&mut db.lock().unwrap_or_else(PoisonError::into_inner))
        });
        match done.await {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(error)) => {
                tracing::error!(%error, "the sign-in could not be kept or read");
                Err(Failure::Unavailable)
            }
            Err(_) => Err(Failure::Internal),
        }
    }
}

fn forget_erased(db: &mut Db, is_erased: impl Fn(&PersonId) -> bool) -> Result<(), SignInError> {
    let erased = db.persons()?.into_iter().filter(|person| is_erased(person));
    erased.collect::<Vec<_>>().into_iter().try_for_each(|person| db.erase(person))
}

/// Puts the key of the file at `path` under another master key: what an
/// operator who changes the master key does with it. One that is under the new
/// key already stays so: a change that was cut off is done again.
///
/// # Errors
/// A sentence that says what to do.
pub fn rewrap(path: &Path, from: &MasterKey, to: &MasterKey) -> Result<(), SignInError> {
    if Db::open(Some(path), to).is_ok() {
        return Ok(());
    }
    Db::open(Some(path), from)?.rewrap(to)
}

/// The one way a number is written: eleven digits. A landline gets no text
/// messages.
pub(crate) fn number(phone: &str) -> Result<String, Issue> {
    let digits = text::phone(phone)?;
    if digits.starts_with('1') { Ok(digits) } else { Err(Issue::NotAPhone) }
}

fn canonical(phone: &str) -> Result<String, Failure> {
    let refused = |issue| Refusal::from(vec![FieldIssue { field: Field::Phone, issue }]).into();
    number(phone).map_err(refused)
}

fn answer(tokens: Tokens) -> SessionAnswer {
    SessionAnswer {
        access_token: tokens.access,
        refresh_token: tokens.refresh,
        expires_in: sessions::ACCESS,
        person: tokens.person,
    }
}

/// Whether a token can be one of a session's. What cannot is not looked for.
pub(crate) fn is_ours(token: &str) -> bool {
    token.starts_with(sessions::KINDS.0) && token.len() == sessions::LENGTH
}
