//! Readings of names by somebody in an office, kept where the people read about
//! can see them.

use std::collections::BTreeMap;

use guiyan_core::{
    ids::{BranchId, PersonId},
    view::Named,
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
    named: Vec<Named>,
) -> Result<(), Failure> {
    let Some(by) = ask.caller.person else { return Ok(()) };
    let mut found: BTreeMap<BranchId, Vec<PersonId>> = BTreeMap::new();
    // What people read of themselves is no reading.
    for (branch, person) in named.into_iter().filter(|(_, person)| *person != by) {
        let persons = found.entry(branch).or_default();
        if !persons.contains(&person) {
            persons.push(person);
        }
    }
    if found.is_empty() {
        return Ok(());
    }
    let (at, purpose) = (now(), purpose.to_owned());
    let desk = app.desk.clone();
    let kept = tokio::task::spawn_blocking(move || {
        found.into_iter().try_for_each(|(branch, persons)| {
            desk.record_access(Access { at, by, branch, purpose: purpose.clone(), persons })
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
