//! Readings of names by somebody in an office, kept where the people read about
//! can see them.

use guiyan_core::{
    caller::Role,
    view::{self, Handing, Named},
};
use guiyan_store::Access;

use super::ask::Ask;
use crate::{
    app::{App, now},
    problem::Failure,
};

/// Keeps who read about whom, and what for. What cannot be kept must not be
/// shown.
pub(super) async fn keep(
    app: &App,
    ask: &Ask,
    purpose: &str,
    (named, offices, handing): (Vec<Named>, Vec<Role>, Option<Handing>),
) -> Result<(), Failure> {
    let Some(by) = ask.caller.person else { return Ok(()) };
    let found = view::readings(by, named);
    if found.is_empty() {
        return Ok(());
    }
    let place = app.limits.enter()?;
    let (at, purpose) = (now(), purpose.to_owned());
    let desk = app.desk.clone();
    let kept = tokio::task::spawn_blocking(move || {
        let _place = place;
        found.into_iter().try_for_each(|(branch, persons)| {
            let (offices, purpose, handing) = (offices.clone(), purpose.clone(), handing.clone());
            desk.record_access(Access { at, by, offices, branch, purpose, handing, persons })
        })
    });
    match kept.await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => {
            tracing::error!(error = error.chain(), "a reading could not be kept");
            Err(Failure::Unavailable)
        }
        Err(_) => Err(Failure::Internal),
    }
}
