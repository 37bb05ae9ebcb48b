//! What is read from a request before a handler runs, and the shape of answers.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes},
    extract::{FromRequestParts, Path, Request, rejection::PathRejection},
    http::{HeaderMap, HeaderValue, header, request::Parts},
    response::Response,
};
use futures_util::StreamExt as _;
use guiyan_core::{
    Refusal,
    caller::{Caller, Lang},
    ids::BranchId,
};
use serde::Serialize;

use crate::{
    app::App,
    client,
    identity::{Known, Session},
    limits::Asker,
    problem::{Failure, Problem, Told as _},
};

/// The most bytes of a request's body.
pub const BODY_LIMIT: usize = 64 * 1024;
/// A larger body is read to this end and thrown away, so that its sender gets
/// to read the answer instead of a broken connection.
const DRAIN_LIMIT: usize = 16 * 1024 * 1024;
/// Where it is asked whether the service is well.
const WATCHED: [&str; 2] = ["/v1/health", "/v1/ready"];
const BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// Who asks, and in which language they are answered.
pub(super) struct Ask {
    pub(super) caller: Caller,
    /// Their session, if they signed in with us and not through a portal.
    pub(super) session: Option<Session>,
    pub(super) lang: Lang,
    /// Whom it counts for.
    pub(super) asker: Asker,
}

impl Ask {
    /// An answer or a problem in the caller's language.
    pub(super) fn tell<T>(&self, result: Result<T, Failure>) -> Result<T, Problem> {
        result.map_err(|failure| failure.told(self.lang))
    }
}

impl FromRequestParts<Arc<App>> for Ask {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let lang = lang_of(&parts.headers);
        let from = client::of(&parts.extensions);
        let first_seen = || app.limits.address(from);
        let known = async {
            let known = app.identity.caller(&parts.headers, &app.desk, first_seen).await?;
            match known.caller.person {
                Some(person) => app.limits.person(person)?,
                // Whoever watches over the service must hear from it.
                None if WATCHED.contains(&parts.uri.path()) => {}
                None => app.limits.address(from)?,
            }
            Ok(known)
        };
        match known.await {
            Ok(Known { caller, session }) => {
                let asker = Asker::of(caller.person, from);
                Ok(Self { caller, session, lang, asker })
            }
            Err(failure) => Err(Failure::told(failure, lang)),
        }
    }
}

/// The language a request is answered in.
pub fn lang_of(headers: &HeaderMap) -> Lang {
    let value = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    value.map(Lang::from_tag).unwrap_or_default()
}

/// A branch in an address. What is no id is no branch.
pub(super) type InPath = Result<Path<String>, PathRejection>;

pub(super) fn branch_id(path: InPath) -> Result<BranchId, Failure> {
    let Path(text) = path.map_err(|_| Refusal::UnknownBranch)?;
    text.parse().map_err(|_| Refusal::UnknownBranch.into())
}

/// Reads a JSON body within its limits.
pub(super) async fn json_body(request: Request) -> Result<Bytes, Failure> {
    if !is_json(request.headers()) {
        return Err(Failure::UnsupportedMediaType);
    }
    match tokio::time::timeout(BODY_TIMEOUT, read(request.into_body())).await {
        Ok(read) => read,
        Err(_) => Err(Failure::BodyTimeout),
    }
}

async fn read(body: Body) -> Result<Bytes, Failure> {
    let mut stream = body.into_data_stream();
    let mut whole = Vec::new();
    let mut first = Bytes::new();
    let mut length = 0;
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| Failure::Malformed("the body broke off".to_owned()))?;
        length += chunk.len();
        if length > DRAIN_LIMIT {
            return Err(Failure::TooLarge);
        }
        if length > BODY_LIMIT {
            continue;
        }
        // A command arrives in one piece, which need not be copied.
        if first.is_empty() {
            first = chunk;
        } else {
            if whole.is_empty() {
                whole.extend_from_slice(&first);
            }
            whole.extend_from_slice(&chunk);
        }
    }
    match length {
        length if length > BODY_LIMIT => Err(Failure::TooLarge),
        _ if whole.is_empty() => Ok(first),
        _ => Ok(whole.into()),
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok())
    else {
        return false;
    };
    let kind = value.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json")
}

/// An answer in JSON that nobody but its caller keeps.
pub(super) fn json<T: Serialize>(value: &T) -> Result<Response, Failure> {
    let body = serde_json::to_vec(value).map_err(|error| {
        tracing::error!(%error, "an answer could not be written as JSON");
        Failure::Internal
    })?;
    Ok(json_bytes(body.into()))
}

/// The same for bytes that are JSON already.
pub(super) fn json_bytes(body: Bytes) -> Response {
    private(body, "application/json")
}

/// Bytes of that type, which are nobody's but their caller's.
pub(super) fn private(body: Bytes, kind: &'static str) -> Response {
    let mut response = Response::new(Body::from(body));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_body_is_read_up_to_its_limit() {
        assert_eq!(read(Body::from("{}")).await.unwrap(), "{}");
        assert_eq!(read(Body::empty()).await.unwrap(), "");
        assert_eq!(read(Body::from(vec![b' '; BODY_LIMIT])).await.unwrap().len(), BODY_LIMIT);
        let large = read(Body::from(vec![b' '; BODY_LIMIT + 1])).await;
        assert_eq!(large.unwrap_err(), Failure::TooLarge);
        let pieces = ["{", "\"a\"", ":1}"].map(Ok::<_, std::io::Error>);
        let body = Body::from_stream(futures_util::stream::iter(pieces));
        assert_eq!(read(body).await.unwrap(), "{\"a\":1}");
    }

    #[test]
    fn only_json_is_json() {
        let of = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(value));
            is_json(&headers)
        };
        assert!(of("application/json") && of("Application/JSON; charset=utf-8"));
        assert!(!of("text/plain") && !of("application/jsonp") && !is_json(&HeaderMap::new()));
    }

    #[test]
    fn an_address_that_is_no_id_is_no_branch() {
        for text in ["", "a", "BEIJING", "../x", "北京", &"x".repeat(41)] {
            let failure = branch_id(Ok(Path(text.to_owned()))).unwrap_err();
            assert_eq!(failure, Refusal::UnknownBranch.into(), "{text}");
        }
    }
}
