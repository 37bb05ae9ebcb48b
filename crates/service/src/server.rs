//! Connections: accepted, given limits, and let finish when the service stops.

use std::{
    convert::Infallible,
    io,
    net::IpAddr,
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use futures_util::FutureExt as _;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    net::TcpListener,
    sync::{Semaphore, watch},
    time::{Instant, sleep, sleep_until, timeout},
};
use tower::Service as _;

use crate::{
    client::{self, Client},
    limits::Limits,
    metrics::Metrics,
    problem::{Failure, TurnedAway},
    request::{self, RequestId},
    routes::{failing, lang_of},
};

/// Time for a request's head, and for the next one on an open connection.
const HEAD_TIMEOUT: Duration = Duration::from_secs(60);
/// The most bytes of a request's head.
const HEAD_LIMIT: usize = 64 * 1024;
/// The same for who finds no room, and is told so.
const BRIEF_TIMEOUT: Duration = Duration::from_secs(5);
const BRIEF_LIMIT: usize = 16 * 1024;
/// Connections beyond the limit that are told so at a time; more are closed
/// without a word.
const TURNED_AWAY: usize = 256;
/// So long a connection is not listened to after it was turned away.
const REST: Duration = Duration::from_secs(1);
/// So long nobody is accepted after that failed: trying at once would keep a
/// core busy with nothing.
const BREATH: Duration = Duration::from_millis(200);
/// From one line about it in the log to the next.
const TOLD: Duration = Duration::from_secs(60);
/// Requests under way have this long to finish.
const FAREWELL: Duration = Duration::from_secs(10);

/// What stands before the routes.
#[derive(Debug, Default)]
pub struct Front {
    /// How much is taken.
    pub limits: Arc<Limits>,
    /// What is counted.
    pub metrics: Arc<Metrics>,
    /// Proxies whose word about a client's address is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// The portals on other hosts, which are told too when there is no room.
    pub origins: Vec<HeaderValue>,
}

/// Serves until `stopping` becomes true, then lets what is under way finish.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    front: Arc<Front>,
    mut stopping: watch::Receiver<bool>,
) {
    let graceful = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT).max_buf_size(HEAD_LIMIT);
    let mut brief = http.clone();
    brief.header_read_timeout(BRIEF_TIMEOUT).max_buf_size(BRIEF_LIMIT).keep_alive(false);
    let turned_away = Arc::new(Semaphore::new(TURNED_AWAY));
    let mut unaccepted = Unaccepted::default();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopping.wait_for(|stopping| *stopping) => break,
        };
        let (stream, peer) = match accepted {
            Ok((stream, from)) => (stream, from.ip()),
            Err(error) => {
                unaccepted.because(&error).await;
                continue;
            }
        };
        // Answers are small and awaited; waiting to fill a packet only delays them.
        let _ = stream.set_nodelay(true);
        let by_proxy = client::is_trusted(peer, &front.trusted_proxies);
        match front.limits.connection((!by_proxy).then_some(peer)) {
            Ok(hold) => {
                let line = Line { peer, by_proxy, front: front.clone(), rest: Rest::default() };
                let line = Arc::new(line);
                let router = router.clone();
                let service =
                    service_fn(move |request| line.clone().answer(router.clone(), request));
                let connection = http.serve_connection(TokioIo::new(stream), service);
                spawn(graceful.watch(connection), hold);
            }
            // Told why, as long as these few are not too many themselves.
            Err(failure) => {
                let Ok(hold) = turned_away.clone().try_acquire_owned() else { continue };
                let router = failing(failure, front.origins.clone());
                let service = service_fn(move |request: Request<Incoming>| {
                    let (id, router) = (RequestId::of(request.headers()), router.clone());
                    async move {
                        let response = id.scope(apart(router, request.map(Body::new))).await;
                        Ok::<_, Infallible>(with_id(id, response))
                    }
                });
                spawn(brief.serve_connection(TokioIo::new(stream), service), hold);
            }
        }
    }
    drop(listener);
    if timeout(FAREWELL, graceful.shutdown()).await.is_err() {
        tracing::warn!("some connections did not finish in time");
    }
}

fn spawn<T: Send + 'static>(
    connection: impl Future<Output = Result<(), hyper::Error>> + Send + 'static,
    hold: T,
) {
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection ended early");
        }
        drop(hold);
    });
}

/// The answer of a router that is not the service's own.
async fn apart(mut router: Router, request: Request) -> Response {
    match router.call(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

/// Every answer tells the id of its request.
fn with_id(id: RequestId, mut response: Response) -> Response {
    if let Some(id) = id.to_header() {
        response.headers_mut().insert(request::HEADER, id);
    }
    response
}

/// A connection, from the first request to the last.
struct Line {
    peer: IpAddr,
    by_proxy: bool,
    front: Arc<Front>,
    rest: Rest,
}

impl Line {
    /// The answer, or a problem when a handler panics: the panic itself is logged
    /// by the hook of [`crate::run`].
    async fn answer(
        self: Arc<Self>,
        mut router: Router,
        mut request: Request<Incoming>,
    ) -> Result<Response, Infallible> {
        self.rest.over().await;
        let (id, begin) = (RequestId::of(request.headers()), Instant::now());
        let lang = lang_of(request.headers());
        let origin = request.headers().get(header::ORIGIN).cloned();
        let from = client::address(self.peer, request.headers(), &self.front.trusted_proxies);
        request.extensions_mut().insert(Client(from));
        let answer = router.call(request.map(Body::new));
        let answer = async {
            match AssertUnwindSafe(answer).catch_unwind().await {
                Ok(Ok(response)) => response,
                Ok(Err(never)) => match never {},
                Err(_) => {
                    let mut request = Request::new(Body::empty());
                    let headers = request.headers_mut();
                    headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(lang.tag()));
                    headers.extend(origin.map(|origin| (header::ORIGIN, origin)));
                    apart(failing(Failure::Internal, self.front.origins.clone()), request).await
                }
            }
        };
        let response = with_id(id, id.scope(answer).await);
        self.front.metrics.request(response.status().as_u16(), begin.elapsed());
        if response.extensions().get::<TurnedAway>().is_some() {
            self.turned_away(response.status());
        }
        Ok(response)
    }

    /// Who was turned away and asks again at once, whatever Retry-After says,
    /// must not keep the service from those inside: to refuse costs a third of
    /// what it costs to do it. So the connection rests. One of a proxy carries
    /// many people, who rest only when there is too much for all.
    fn turned_away(&self, status: StatusCode) {
        if !self.by_proxy || status == StatusCode::SERVICE_UNAVAILABLE {
            self.rest.begin();
        }
    }
}

/// Until when a connection is not listened to.
#[derive(Default)]
struct Rest(Mutex<Option<Instant>>);

impl Rest {
    fn begin(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now() + REST);
    }

    async fn over(&self) {
        let until = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(until) = until {
            sleep_until(until).await;
        }
    }
}

/// Connections that could not be accepted. One that ended before is no matter;
/// running out of descriptors is, and passes when others end: whoever comes
/// meanwhile waits in the system's queue.
#[derive(Default)]
struct Unaccepted {
    told: Option<Instant>,
    times: u32,
}

impl Unaccepted {
    async fn because(&mut self, error: &io::Error) {
        use io::ErrorKind as Kind;
        let passing = [Kind::ConnectionAborted, Kind::ConnectionReset, Kind::ConnectionRefused];
        if passing.contains(&error.kind()) {
            return;
        }
        self.times = self.times.saturating_add(1);
        if self.told.is_none_or(|told| told.elapsed() >= TOLD) {
            let times = std::mem::take(&mut self.times);
            self.told = Some(Instant::now());
            tracing::error!(
                %error, times,
                "connections cannot be accepted; they wait until others end"
            );
        }
        sleep(BREATH).await;
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::TcpStream,
    };

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
        let origins = vec![HeaderValue::from_static("https://portal.example")];
        let front = Arc::new(Front { origins, ..Front::default() });
        let served = tokio::spawn(serve(listener, router, front, stopping));

        let mut stream = TcpStream::connect(address).await.unwrap();
        let origin = "Origin: https://portal.example";
        let ask = |path| format!("GET {path} HTTP/1.1\r\nHost: x\r\n{origin}\r\n\r\n");
        stream.write_all(ask("/panic").as_bytes()).await.unwrap();
        let mut buffer = vec![0; 4096];
        let count = stream.read(&mut buffer).await.unwrap();
        let answer = String::from_utf8_lossy(&buffer[..count]).into_owned();
        assert!(answer.starts_with("HTTP/1.1 500 "), "{answer}");
        assert!(answer.contains("application/problem+json"), "{answer}");
        assert!(!answer.contains("on purpose"), "a cause leaks: {answer}");
        // A portal of another origin may read it too.
        assert!(answer.contains("access-control-allow-origin: https://portal.example"), "{answer}");
        assert!(answer.contains("x-request-id: "), "{answer}");

        // The same connection goes on.
        stream.write_all(ask("/fine").as_bytes()).await.unwrap();
        let count = stream.read(&mut buffer).await.unwrap();
        assert!(buffer[..count].starts_with(b"HTTP/1.1 200 "));
        stop.send(true).unwrap();
        drop(stream);
        served.await.unwrap();
    }
}
