//! HTTP/1.1 over one connection that is kept, with as little work as can be:
//! what the load does not use, the measurement does not wait for.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// One connection.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Connection {
    /// Connects to `host:port`.
    pub(crate) async fn open(host: &str) -> Self {
        let stream = TcpStream::connect(host).await.expect("connect to the service");
        stream.set_nodelay(true).expect("send at once");
        Self { stream, read: Vec::with_capacity(4096) }
    }

    /// Sends a request and reads the answer to its end: status and body.
    pub(crate) async fn exchange(&mut self, request: &[u8]) -> (u16, &[u8]) {
        self.stream.write_all(request).await.expect("send a request");
        self.read.clear();
        loop {
            let count = self.stream.read_buf(&mut self.read).await.expect("read an answer");
            assert!(count > 0, "the service hung up");
            if let Some((status, start, end)) = whole(&self.read) {
                return (status, &self.read[start..end]);
            }
        }
    }
}

/// Status, start and end of the body, once all of it is there.
fn whole(read: &[u8]) -> Option<(u16, usize, usize)> {
    let head = read.windows(4).position(|window| window == b"\r\n\r\n")?;
    let start = head + 4;
    let text = std::str::from_utf8(&read[..head]).expect("a head in ASCII");
    let status = text.get(9..12)?.parse().ok()?;
    let length: usize = text
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, value)| value.trim().parse().ok())
        .expect("an answer says how long it is");
    (read.len() >= start + length).then_some((status, start, start + length))
}
