//! A view on its way out: its entity tag, and the names in it that must be kept
//! as read before anybody sees them.

use axum::{
    extract::{Query, rejection::QueryRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use guiyan_core::{District, time::Timestamp, view::Named};
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{IntoDeserializer as _, value::StrDeserializer},
};

use super::{
    access,
    ask::{Ask, json},
};
use crate::{app::App, etag, problem::Failure};

/// A query string, read or not.
pub(super) type Asked<T> = Result<Query<T>, QueryRejection>;

/// The query string, or what is wrong with it.
pub(super) fn parameters<T>(asked: Asked<T>) -> Result<T, Failure> {
    let Query(asked) = asked.map_err(|rejection| Failure::Malformed(rejection.body_text()))?;
    Ok(asked)
}

/// A parameter without a value is one that is not given: forms send `cursor=`.
pub(super) fn given<'de, D, T>(from: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let text = String::deserialize(from)?;
    if text.is_empty() {
        return Ok(None);
    }
    let text: StrDeserializer<'_, D::Error> = text.as_str().into_deserializer();
    T::deserialize(text).map(Some)
}

/// The same for a number.
pub(super) fn given_number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u32>, D::Error> {
    let text = String::deserialize(from)?;
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(serde::de::Error::custom)
}

/// A view with its tag.
pub(super) struct Shown<T> {
    view: T,
    tag: String,
    named: Vec<Named>,
}

impl<T: Serialize> Shown<T> {
    /// The view of `scope` that is true until then, unless something changes.
    pub(super) fn new(
        app: &App,
        district: &District,
        ask: &Ask,
        scope: &str,
        view: T,
        until: Timestamp,
    ) -> Self {
        let tag = etag::view_tag(&app.edition, district, scope, &ask.caller, ask.lang, until);
        Self { view, tag, named: Vec::new() }
    }

    /// The same with whom it names to somebody in an office.
    pub(super) fn naming(self, named: Vec<Named>) -> Self {
        Self { named, ..self }
    }

    /// The same tag for another view of the same state.
    pub(super) fn of<U>(self, view: U) -> Shown<U> {
        Shown { view, tag: self.tag, named: self.named }
    }

    /// The answer: the view, or that the caller has it already.
    pub(super) async fn answer(
        self,
        app: &App,
        ask: &Ask,
        headers: &HeaderMap,
        purpose: &str,
    ) -> Result<Response, Failure> {
        let tag = HeaderValue::try_from(self.tag).map_err(|_| Failure::Internal)?;
        let mut response = if etag::matches(headers, &tag) {
            // It was kept when they first read it.
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            access::keep(app, ask, purpose, self.named).await?;
            json(&self.view)?
        };
        let headers = response.headers_mut();
        headers.insert(header::ETAG, tag);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        headers.insert(header::VARY, HeaderValue::from_static("Authorization, Accept-Language"));
        Ok(response)
    }
}
