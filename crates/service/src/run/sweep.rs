//! What has been kept long enough goes, once a day. The rule is the core's
//! (`retention`): here it is carried out, so many at a time that nobody who is
//! at work notices, and told in the log by numbers alone.

use std::{sync::Arc, time::Duration};

use guiyan_core::ids::PersonId;
use guiyan_store::{StoreError, SubmitError};
use tokio::{
    sync::{oneshot, watch},
    task::spawn_blocking,
};

use crate::app::{App, now};

/// From one sweep to the next.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// The same where the last one left some, or failed.
const SOON: Duration = Duration::from_secs(10 * 60);
/// The most people whom one sweep erases.
const AT_MOST: usize = 200;

/// Sweeps now and once a day, until the service stops.
pub(super) async fn keep_swept(app: Arc<App>, mut stopping: watch::Receiver<bool>) {
    loop {
        let wait = if sweep(&app, &stopping).await { DAY } else { SOON };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = stopping.wait_for(|stopping| *stopping) => return,
        }
    }
}

/// Whether all that was due is gone.
async fn sweep(app: &Arc<App>, stopping: &watch::Receiver<bool>) -> bool {
    let desk = app.desk.clone();
    // It looks at everybody once, so not where requests are answered.
    let Ok(due) = spawn_blocking(move || desk.due_for_erasure(now(), AT_MOST)).await else {
        return false;
    };
    let (asked, mut people) = (due.len(), 0_u32);
    for (person, _) in due {
        if *stopping.borrow() {
            return false;
        }
        match forget(app, person).await {
            Ok(true) => people += 1,
            // Something of theirs goes on again.
            Ok(false) => {}
            Err(()) => break,
        }
    }
    let desk = app.desk.clone();
    let readings = spawn_blocking(move || desk.forget_readings(now())).await;
    let readings = readings.unwrap_or(Err(StoreError::Closed));
    if people > 0 || readings.as_ref().is_ok_and(|count| *count > 0) {
        let readings = readings.as_ref().copied().unwrap_or(0);
        tracing::info!(people, readings, "kept long enough, and deleted");
    }
    if let Err(error) = &readings {
        tracing::error!(error = error.chain(), "readings that are due could not be deleted");
    }
    readings.is_ok() && asked < AT_MOST && asked == people as usize
}

async fn forget(app: &App, person: PersonId) -> Result<bool, ()> {
    let (answer, answered) = oneshot::channel();
    app.desk.forget_due(person, now(), move |result| drop(answer.send(result)));
    match answered.await {
        Ok(Ok(_)) => {}
        Ok(Err(SubmitError::Refused(_))) => return Ok(false),
        Ok(Err(SubmitError::Unavailable)) | Err(_) => return Err(()),
    }
    // What a failure leaves here is deleted at the next start.
    if let Some(sign_in) = &app.sign_in {
        let _ = sign_in.erase(person).await;
    }
    app.identity.forget(person);
    Ok(true)
}
