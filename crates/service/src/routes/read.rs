//! Reading: every question of the wire, answered alike. A view goes out with its
//! entity tag, and the names in it are kept as read before anybody sees them.

use std::sync::Arc;

use axum::{
    extract::{OriginalUri, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use guiyan_core::{
    ids::PersonId,
    view::{Reading, Tally},
    wire::{Answer, Question, Sheet, Sources, View},
};
use guiyan_store::{Desk, StoreError, TallyRow};

use super::{
    access,
    ask::{Ask, json, private},
};
use crate::{
    app::{App, now},
    etag,
    problem::{Failure, Problem},
    search,
};

/// The answer to the question that the address is.
pub(super) async fn read(
    State(app): State<Arc<App>>,
    OriginalUri(uri): OriginalUri,
    ask: Ask,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let answer = async {
        let query: Vec<_> =
            form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).collect();
        let query = query.iter().map(|(name, value)| (&**name, &**value));
        let question = Question::of(uri.path(), query)?;
        // Taken before the tallies are: they can only be newer than it says,
        // and an old tag is asked about again.
        let state = app.desk.read(etag::state);
        let (mut tallies, mut readings) = (Vec::new(), Vec::new());
        if question.counts() {
            // Who may not see them has nothing read for them.
            answer(&app, &ask, &question, (&tallies, &readings))?;
            tallies = of_record(&app, every_tally).await?;
        }
        if let Some(person) = ask.caller.person.filter(|_| question.tells_readings()) {
            readings = of_record(&app, move |desk| about(desk, person)).await?;
        }
        let Answer { view, until, named, purpose, offices, handing } =
            answer(&app, &ask, &question, (&tallies, &readings))?;
        let Some(until) = until else {
            access::keep(&app, &ask, purpose, (named, offices, handing)).await?;
            return match view {
                View::Sheet(sheet) => file(sheet),
                view => json(&view),
            };
        };
        let scope = format!("{question:?}");
        let tag = etag::view_tag(&app.edition, &state, &scope, &ask.caller, ask.lang, until);
        let tag = HeaderValue::try_from(tag).map_err(|_| Failure::Internal)?;
        let mut response = if etag::matches(&headers, &tag) {
            // It was kept when they first read it.
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            access::keep(&app, &ask, purpose, (named, offices, handing)).await?;
            json(&view)?
        };
        let headers = response.headers_mut();
        headers.insert(header::ETAG, tag);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        headers.insert(header::VARY, HeaderValue::from_static("Authorization, Accept-Language"));
        Ok(response)
    };
    ask.tell(answer.await)
}

/// A table, offered as a file.
fn file(sheet: Sheet) -> Result<Response, Failure> {
    let disposition = HeaderValue::try_from(sheet.disposition()).map_err(|_| Failure::Internal)?;
    let mut response = private(sheet.text.into(), Sheet::MEDIA_TYPE);
    response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    Ok(response)
}

fn answer(
    app: &App,
    ask: &Ask,
    question: &Question,
    (tallies, readings): (&[Tally], &[Reading]),
) -> Result<Answer, Failure> {
    let sources = Sources { matches: &search::matches, tallies, readings };
    Ok(app.desk.read(|district| question.answer(district, &ask.caller, now(), &sources))?)
}

fn every_tally(desk: &Desk) -> Result<Vec<Tally>, StoreError> {
    let tally = |TallyRow { stream, month, measure, n }| (stream, month, measure, n);
    Ok(desk.tallies(None)?.into_iter().map(tally).collect())
}

fn about(desk: &Desk, person: PersonId) -> Result<Vec<Reading>, StoreError> {
    Ok(desk.accesses(person)?.into_iter().map(Reading::from).collect())
}

/// What stands in the record beside the state, which is read from the disk.
pub(super) async fn of_record<T: Send + 'static>(
    app: &App,
    read: impl FnOnce(&Desk) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, Failure> {
    let place = app.limits.enter()?;
    let read = move |desk: &Desk| {
        let _place = place;
        read(desk)
    };
    of_record_at_once(app, read).await
}

/// The same for what belongs to a command that had its place in the queue.
pub(super) async fn of_record_at_once<T: Send + 'static>(
    app: &App,
    read: impl FnOnce(&Desk) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, Failure> {
    let desk = app.desk.clone();
    let read = move || read(&desk);
    match tokio::task::spawn_blocking(read).await {
        Ok(Ok(found)) => Ok(found),
        Ok(Err(error)) => {
            tracing::error!(error = error.chain(), "the record could not be read");
            Err(Failure::Unavailable)
        }
        Err(_) => Err(Failure::Internal),
    }
}
