//! The stream of changes (SSE).

use std::time::Duration;

use reqwest::Response;
use serde_json::Value;

/// An open stream.
#[derive(Debug)]
pub struct Changes {
    response: Response,
    text: String,
}

impl Changes {
    /// Reads a response as a stream of changes.
    #[track_caller]
    pub fn of(response: Response) -> Self {
        assert_eq!(response.status(), 200, "the stream of changes");
        let kind = crate::problem::header(&response, "content-type");
        assert!(kind.starts_with("text/event-stream"), "media type of the stream: {kind}");
        Self { response, text: String::new() }
    }

    /// The next version announced; none when none came in time.
    pub async fn next(&mut self, patience: Duration) -> Option<u64> {
        tokio::time::timeout(patience, self.read()).await.ok().flatten()
    }

    /// Reads until that version, or a later one, is announced.
    pub async fn reaches(&mut self, version: u64, patience: Duration) -> bool {
        let wait = async {
            while let Some(told) = self.read().await {
                if told >= version {
                    return true;
                }
            }
            false
        };
        tokio::time::timeout(patience, wait).await.unwrap_or(false)
    }

    async fn read(&mut self) -> Option<u64> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let version =
                    event.lines().find_map(|line| line.strip_prefix("data:")).map(version);
                self.text = rest.to_owned();
                match version {
                    Some(version) => return Some(version),
                    // A comment that keeps the connection open.
                    None => continue,
                }
            }
            let chunk = self.response.chunk().await.ok().flatten()?;
            self.text.push_str(&String::from_utf8_lossy(&chunk).replace('\r', ""));
        }
    }
}

// The stream carries the version and nothing else: what changed is fetched by
// those who may see it.
fn version(data: &str) -> u64 {
    let value: Value = serde_json::from_str(data.trim()).expect("data of an event is JSON");
    let map = value.as_object().expect("data of an event is an object");
    assert_eq!(map.keys().collect::<Vec<_>>(), ["version"], "nothing but the version: {data}");
    map["version"].as_u64().expect("a version is a number")
}
