//! A request's id. It comes with the request or is made here, goes back with
//! the answer, and stands in every problem and in every line that the request's
//! own task logs: what somebody saw is found in the logs by it. What the desk's
//! writer or a thread for the disk logs has none, as it may be for many.

use std::{
    fmt,
    sync::{
        OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use uuid::Uuid;

/// The header that carries it, both ways.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

tokio::task_local! {
    static CURRENT: RequestId;
}

/// The id of a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RequestId(Uuid);

impl RequestId {
    /// The one that came with a request, if it is 32 hexadecimal digits (with
    /// hyphens or without), or else a new one: a text of another kind could be
    /// anything, a name or a token, and it is going to stand in logs.
    pub fn of(headers: &HeaderMap) -> Self {
        let given = headers.get(&HEADER).and_then(|value| value.to_str().ok());
        let given = given.filter(|text| [32, 36].contains(&text.len()));
        given.and_then(|text| Uuid::parse_str(text).ok()).map_or_else(Self::new, Self)
    }

    /// A new one: random for this process, and counted on from there, which
    /// costs less than random bytes for each request.
    fn new() -> Self {
        static START: OnceLock<[u8; 16]> = OnceLock::new();
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let start = *START.get_or_init(|| {
            let mut bytes = [0; 16];
            // Ids need not be secret; without random bytes they are less unique.
            let _ = getrandom::fill(&mut bytes);
            bytes
        });
        let count = u128::from(COUNT.fetch_add(1, Ordering::Relaxed));
        let bytes = u128::from_be_bytes(start).wrapping_add(count).to_be_bytes();
        Self(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }

    /// That of the request under way, if there is one.
    pub fn current() -> Option<Self> {
        CURRENT.try_with(|id| *id).ok()
    }

    /// Does something as a part of this request.
    pub async fn scope<F: Future>(self, work: F) -> F::Output {
        CURRENT.scope(self, work).await
    }

    /// As a header.
    pub fn to_header(self) -> Option<HeaderValue> {
        let mut buffer = Uuid::encode_buffer();
        HeaderValue::from_str(self.0.as_hyphenated().encode_lower(&mut buffer)).ok()
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> RequestId {
        let mut headers = HeaderMap::new();
        headers.insert(HEADER, HeaderValue::from_str(text).unwrap());
        RequestId::of(&headers)
    }

    #[test]
    fn a_given_one_is_kept_and_a_text_of_another_kind_is_not() {
        let given = "0192f0c1-7a2b-4c3d-8e4f-5a6b7c8d9e0f";
        assert_eq!(of(given).to_string(), given);
        assert_eq!(of(&given.replace('-', "")).to_string(), given);
        for text in ["13800000001", "xu-xiaoyan", "", &"a".repeat(400), &format!("{{{given}}}")] {
            assert_ne!(of(text).to_string(), text);
            assert_eq!(of(text).to_header().unwrap().len(), 36);
        }
        assert_ne!(of("a"), of("a"));
    }

    #[tokio::test]
    async fn it_is_known_while_the_request_is_under_way() {
        assert_eq!(RequestId::current(), None);
        let id = RequestId::new();
        id.scope(async { assert_eq!(RequestId::current(), Some(id)) }).await;
    }
}
