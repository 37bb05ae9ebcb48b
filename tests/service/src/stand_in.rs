//! Stand-ins on this machine for what the service asks: an issuer that
//! publishes keys, and a gateway for text messages.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// What a stand-in was asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// As in `/jwks.json`.
    pub path: String,
    /// Names in lower case.
    pub headers: HashMap<String, String>,
    /// What was sent.
    pub body: String,
}

/// What it answers: a status, and a body in JSON. Status 0 hangs up.
pub type Reply = (u16, String);

type Answer = Arc<Mutex<Box<dyn Fn(&Asked) -> Reply + Send>>>;

/// A little server. It is gone when dropped.
pub struct StandIn {
    /// Its address, as in `http://127.0.0.1:40123`.
    pub base: String,
    asked: Arc<Mutex<Vec<Asked>>>,
    answer: Answer,
    accepting: JoinHandle<()>,
}

impl StandIn {
    /// Starts one that answers so.
    pub async fn start(answer: impl Fn(&Asked) -> Reply + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port of our own");
        let base = format!("http://{}", listener.local_addr().expect("its address"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let answer: Answer = Arc::new(Mutex::new(Box::new(answer)));
        let accepting = tokio::spawn(accept(listener, asked.clone(), answer.clone()));
        Self { base, asked, answer, accepting }
    }

    /// From now on it answers so.
    pub fn answers(&self, answer: impl Fn(&Asked) -> Reply + Send + 'static) {
        *self.answer.lock().unwrap() = Box::new(answer);
    }

    /// Everything it was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// How often it was asked for that path.
    pub fn count(&self, path: &str) -> usize {
        self.asked().iter().filter(|asked| asked.path == path).count()
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept(listener: TcpListener, asked: Arc<Mutex<Vec<Asked>>>, answer: Answer) {
    while let Ok((stream, _)) = listener.accept().await {
        let (asked, answer) = (asked.clone(), answer.clone());
        tokio::spawn(async move { serve(stream, &asked, &answer).await });
    }
}

/// One request a connection: the service is told so, and connects again.
async fn serve(mut stream: TcpStream, asked: &Mutex<Vec<Asked>>, answer: &Answer) -> Option<()> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break at;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let mut lines = text.lines();
    let path = lines.next()?.split(' ').nth(1)?.to_owned();
    let pair = |line: &str| {
        let (name, value) = line.split_once(':')?;
        Some((name.to_lowercase(), value.trim().to_owned()))
    };
    let headers: HashMap<_, _> = lines.filter_map(pair).collect();
    let length: usize = headers.get("content-length").map_or(0, |text| text.parse().unwrap_or(0));
    while bytes.len() < head + 4 + length {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    let body = String::from_utf8_lossy(&bytes[head + 4..]).into_owned();
    let question = Asked { path, headers, body };
    asked.lock().unwrap().push(question.clone());
    let (status, body) = answer.lock().unwrap()(&question);
    if status == 0 {
        return None;
    }
    let location = if status == 302 { "location: http://127.0.0.1:9/\r\n" } else { "" };
    let head = format!(
        "HTTP/1.1 {status} x\r\ncontent-type: application/json\r\n{location}connection: close\r\n\
         content-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.ok()?;
    stream.write_all(body.as_bytes()).await.ok()?;
    stream.shutdown().await.ok()
}
