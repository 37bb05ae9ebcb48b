//! Connections: accepted, given limits, and let finish when the service stops.

use std::{convert::Infallible, io, panic::AssertUnwindSafe, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::Request,
    response::{IntoResponse, Response},
};
use futures_util::FutureExt as _;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    time::{sleep, timeout},
};
use tower::Service as _;

use crate::{
    client::Peer,
    problem::{Failure, Told as _},
    routes::lang_of,
};

/// Time for a request's head, and for the next one on an open connection.
const HEAD_TIMEOUT: Duration = Duration::from_secs(60);
/// The most bytes of a request's head.
const HEAD_LIMIT: usize = 64 * 1024;
/// Requests under way have this long to finish.
const FAREWELL: Duration = Duration::from_secs(10);

/// Serves until `stopping` becomes true, then lets what is under way finish.
pub async fn serve(listener: TcpListener, router: Router, mut stopping: watch::Receiver<bool>) {
    let graceful = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT).max_buf_size(HEAD_LIMIT);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopping.wait_for(|stopping| *stopping) => break,
        };
        match accepted {
            Ok((stream, from)) => {
                connect(&http, &graceful, (stream, Peer(from.ip())), router.clone());
            }
            Err(error) => refuse(&error).await,
        }
    }
    drop(listener);
    if timeout(FAREWELL, graceful.shutdown()).await.is_err() {
        tracing::warn!("some connections did not finish in time");
    }
}

fn connect(
    http: &http1::Builder,
    graceful: &GracefulShutdown,
    (stream, peer): (TcpStream, Peer),
    router: Router,
) {
    // Answers are small and awaited; waiting to fill a packet only delays them.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer);
        answer(router.clone(), request)
    });
    let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection ended early");
        }
    });
}

/// The answer, or a problem when a handler panics: the panic itself is logged
/// by the hook of [`crate::run`].
async fn answer(mut router: Router, request: Request<Incoming>) -> Result<Response, Infallible> {
    let lang = lang_of(request.headers());
    let answer = router.call(request.map(Body::new));
    Ok(match AssertUnwindSafe(answer).catch_unwind().await {
        Ok(Ok(response)) => response,
        Ok(Err(never)) => match never {},
        Err(_) => Failure::Internal.told(lang).into_response(),
    })
}

/// A connection that ended before it was accepted is no matter; running out
/// of descriptors is, and passes when others end.
async fn refuse(error: &io::Error) {
    use io::ErrorKind as Kind;
    let passing = [Kind::ConnectionAborted, Kind::ConnectionReset, Kind::ConnectionRefused];
    if !passing.contains(&error.kind()) {
        tracing::error!(%error, "connections cannot be accepted");
        sleep(Duration::from_millis(200)).await;
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    async fn fails() -> &'static str {
        panic!("on purpose")
    }

    #[tokio::test]
    async fn a_panic_is_a_problem_and_the_next_request_is_served() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopping) = watch::channel(false);
        let router = Router::new().route("/panic", get(fails)).route("/fine", get(|| async {}));
        let served = tokio::spawn(serve(listener, router, stopping));

        let mut stream = TcpStream::connect(address).await.unwrap();
        let ask = |path| format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n");
        stream.write_all(ask("/panic").as_bytes()).await.unwrap();
        let mut buffer = vec![0; 4096];
        let count = stream.read(&mut buffer).await.unwrap();
        let answer = String::from_utf8_lossy(&buffer[..count]).into_owned();
        assert!(answer.starts_with("HTTP/1.1 500 "), "{answer}");
        assert!(answer.contains("application/problem+json"), "{answer}");
        assert!(!answer.contains("on purpose"), "a cause leaks: {answer}");

        // The same connection goes on.
        stream.write_all(ask("/fine").as_bytes()).await.unwrap();
        let count = stream.read(&mut buffer).await.unwrap();
        assert!(buffer[..count].starts_with(b"HTTP/1.1 200 "));
        stop.send(true).unwrap();
        drop(stream);
        served.await.unwrap();
    }
}
