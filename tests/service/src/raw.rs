//! HTTP/1.1 by hand, for what a well-behaved client cannot do.

use std::time::Duration;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use crate::Person;

const PATIENCE: Duration = Duration::from_secs(20);

/// One connection.
#[derive(Debug)]
pub struct Raw {
    stream: TcpStream,
    read: Vec<u8>,
}

/// Status, head and body of an answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// As in 200.
    pub status: u16,
    /// Status line and headers, lower case.
    pub head: String,
    /// The body.
    pub body: String,
}

impl Answer {
    /// A header's value; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        let lines = self.head.lines().filter_map(|line| line.split_once(':'));
        lines.filter(|(key, _)| *key == name).map(|(_, value)| value.trim()).next().unwrap_or("")
    }
}

impl Raw {
    /// Connects to `host:port`.
    pub async fn connect(host: &str) -> Self {
        let stream = TcpStream::connect(host).await.expect("connect to the service");
        Self { stream, read: Vec::new() }
    }

    /// Sends bytes as they are; `false` when the service has hung up.
    pub async fn send(&mut self, bytes: impl AsRef<[u8]>) -> bool {
        self.stream.write_all(bytes.as_ref()).await.is_ok()
    }

    /// Reads one answer; none when the service hung up or said nothing.
    pub async fn answer(&mut self) -> Option<Answer> {
        timeout(PATIENCE, self.read_answer()).await.ok().flatten()
    }

    /// Whether these words come within that time.
    pub async fn hears(&mut self, words: &str, within: Duration) -> bool {
        let listening = async {
            while find(&self.read, words.as_bytes()).is_none() {
                if self.more().await.is_none() {
                    return false;
                }
            }
            true
        };
        timeout(within, listening).await.unwrap_or(false)
    }

    async fn read_answer(&mut self) -> Option<Answer> {
        let end = loop {
            if let Some(at) = find(&self.read, b"\r\n\r\n") {
                break at + 4;
            }
            self.more().await?;
        };
        let head = String::from_utf8_lossy(&self.read[..end]).to_lowercase();
        self.read.drain(..end);
        let status = head.split(' ').nth(1)?.parse().ok()?;
        let mut answer = Answer { status, head, body: String::new() };
        if status < 200 {
            return Some(answer);
        }
        let length = answer.header("content-length").parse().unwrap_or(0);
        while self.read.len() < length {
            self.more().await?;
        }
        answer.body = String::from_utf8_lossy(&self.read[..length]).into_owned();
        self.read.drain(..length);
        Some(answer)
    }

    async fn more(&mut self) -> Option<()> {
        let count = self.stream.read_buf(&mut self.read).await.ok()?;
        (count > 0).then_some(())
    }
}

/// The head of a POST by that person, without the empty line that ends it.
pub fn post_head(person: &Person, host: &str, path: &str, length: usize) -> String {
    let token = person.token.as_deref().unwrap_or_default();
    format!(
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n"
    )
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}
