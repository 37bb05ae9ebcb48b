//! What is asked about the second factor, and answered.

use guiyan_core::{
    caller::Lang,
    ids::PersonId,
    wire::{Enrolled, FactorView, Failure, SecondFactor, SignInFailure},
};
use rusqlite::Transaction;

use super::{
    Live, SessionId, SignIn, SignInError,
    db::seconds,
    factor::{self, Tried},
    secrets::Secrets,
};

impl SignIn {
    /// Whether a session carries no office, for want of a second factor.
    pub(crate) fn withholds(&self, live: &Live) -> bool {
        self.second_factor.withholds(live.enrolled, live.shown)
    }

    /// The state of a person's second factor, as a session sees it.
    pub(crate) async fn factor(
        &self,
        person: PersonId,
        session: SessionId,
    ) -> Result<FactorView, Failure> {
        self.has_factors()?;
        let found = self.with(move |db| {
            db.write(|tx, _| Ok((factor::state(tx, person)?, factor::is_shown(tx, session)?)))
        });
        let (state, shown) = found.await?;
        Ok(FactorView {
            policy: self.second_factor,
            confirmed: state.is_some_and(|state| state.confirmed),
            shown,
            paper_left: state.map_or(0, |state| state.recovery_left),
        })
    }

    /// A new secret, to be confirmed.
    pub(crate) async fn enrol(&self, person: PersonId, lang: Lang) -> Result<Enrolled, Failure> {
        self.has_factors()?;
        // Seen in the authenticator only. The number is not known here.
        let account = match lang {
            Lang::Zh => "手机号登录",
            Lang::En => "sign-in by phone",
        };
        let made = self
            .with(move |db| db.write(|tx, secrets| factor::enrol(tx, secrets, person, account)));
        match made.await? {
            Some(factor::Enrolment { uri, secret }) => Ok(Enrolled { uri, secret }),
            None => Err(SignInFailure::SecondFactorSet.into()),
        }
    }

    /// Confirms the secret; the codes on paper.
    pub(crate) async fn confirm(
        &self,
        of: (PersonId, SessionId),
        code: String,
    ) -> Result<Vec<String>, Failure> {
        self.has_factors()?;
        let now = seconds();
        let confirmed = self
            .with(move |db| db.write(|tx, secrets| factor::confirm(tx, secrets, of, &code, now)));
        match confirmed.await? {
            Ok(codes) => Ok(codes),
            Err(tried) => Self::told(tried).and(Err(Failure::Internal)),
        }
    }

    /// Shows the factor in a session; how many codes on paper are left.
    pub(crate) async fn show(
        &self,
        of: (PersonId, SessionId),
        code: String,
    ) -> Result<u32, Failure> {
        let left = self.attempt(move |tx, secrets| {
            let tried = factor::show(tx, secrets, of, &code, seconds())?;
            Ok((tried, factor::state(tx, of.0)?.map_or(0, |state| state.recovery_left)))
        });
        left.await
    }

    /// Takes the factor away.
    pub(crate) async fn end_factor(&self, person: PersonId, code: String) -> Result<(), Failure> {
        let ended = self.attempt(move |tx, secrets| {
            Ok((factor::end(tx, secrets, person, &code, seconds())?, ()))
        });
        ended.await
    }

    async fn attempt<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>, &Secrets) -> Result<(Tried, T), SignInError>
        + Send
        + 'static,
    ) -> Result<T, Failure> {
        self.has_factors()?;
        let (tried, done) = self.with(move |db| db.write(work)).await?;
        Self::told(tried).map(|()| done)
    }

    fn told(tried: Tried) -> Result<(), Failure> {
        match tried {
            Tried::Right => Ok(()),
            Tried::Wrong => Err(SignInFailure::WrongCode.into()),
            Tried::Resting(seconds) => Err(SignInFailure::TooManyTries(seconds).into()),
            Tried::Missing => Err(SignInFailure::SecondFactorMissing.into()),
        }
    }

    fn has_factors(&self) -> Result<(), Failure> {
        match self.second_factor {
            SecondFactor::Off => Err(SignInFailure::SecondFactorOff.into()),
            SecondFactor::Offered | SecondFactor::Required => Ok(()),
        }
    }
}
