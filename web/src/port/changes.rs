//! Word of changes: server-sent events, read by fetch and a stream, because
//! `EventSource` cannot send a token. One stream per page, service and branch.

use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};

use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortController, ReadableStreamDefaultReader};
use yew::Callback;

use super::{Port, http::Http};
use crate::browser;

thread_local! {
    static STREAMS: RefCell<Vec<Weak<Stream>>> = const { RefCell::new(Vec::new()) };
}

/// What a stream tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Word {
    /// The branch is at that version.
    Version(u64),
    /// The stream is there again after a gap: anything may have happened.
    Back,
}

/// Listening; ends when dropped, and the stream with the last listener.
pub(crate) struct Subscription {
    stream: Rc<Stream>,
    id: u32,
}

struct Stream {
    address: String,
    abort: RefCell<Option<AbortController>>,
    listeners: RefCell<Vec<(u32, Callback<Word>)>>,
    next: Cell<u32>,
}

/// Listens to a branch.
pub(crate) fn subscribe(port: &Port, branch: &str, listener: Callback<Word>) -> Subscription {
    let Port(http) = port;
    let address = [&*http.service, "/v1/branches/", branch, "/changes"].concat();
    let shared = STREAMS.with_borrow_mut(|streams| {
        streams.retain(|stream| stream.strong_count() > 0);
        streams.iter().filter_map(Weak::upgrade).find(|stream| stream.address == address)
    });
    let stream = shared.unwrap_or_else(|| open(http.clone(), branch.to_owned(), address));
    let id = stream.next.get();
    stream.next.set(id + 1);
    stream.listeners.borrow_mut().push((id, listener));
    Subscription { stream, id }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.stream.listeners.borrow_mut().retain(|(id, _)| *id != self.id);
        if self.stream.listeners.borrow().is_empty() {
            self.stream.hang_up();
        }
    }
}

impl Subscription {
    /// Whether the page is hidden decides whether anybody listens.
    pub(crate) fn pause_when_hidden(&self) {
        if browser::hidden() {
            self.stream.hang_up();
        }
    }
}

impl Stream {
    fn tell(&self, word: Word) {
        let listeners = self.listeners.borrow().clone();
        for (_, listener) in listeners {
            listener.emit(word);
        }
    }

    fn hang_up(&self) {
        if let Some(abort) = self.abort.borrow_mut().take() {
            abort.abort();
        }
    }
}

fn open(http: Rc<Http>, branch: String, address: String) -> Rc<Stream> {
    let stream = Rc::new(Stream {
        address,
        abort: RefCell::default(),
        listeners: RefCell::default(),
        next: Cell::new(0),
    });
    STREAMS.with_borrow_mut(|streams| streams.push(Rc::downgrade(&stream)));
    spawn_local(keep_up(Rc::downgrade(&stream), http, branch));
    stream
}

// Connects again and again until nobody listens.
async fn keep_up(stream: Weak<Stream>, http: Rc<Http>, branch: String) {
    let mut attempt = 0;
    let mut gap = false;
    loop {
        while browser::hidden() {
            gap = true;
            browser::sleep(1000.0).await;
            if stream.strong_count() == 0 {
                return;
            }
        }
        let abort = AbortController::new().ok();
        match stream.upgrade() {
            Some(stream) => *stream.abort.borrow_mut() = abort.clone(),
            None => return,
        }
        let heard = match abort {
            Some(abort) => listen(&stream, &http, &branch, &abort, gap).await,
            None => false,
        };
        gap = true;
        attempt = if heard { 0 } else { attempt + 1 };
        if stream.strong_count() == 0 {
            return;
        }
        if !browser::hidden() {
            browser::back_off(attempt).await;
        }
    }
}

// One connection; says whether it came about.
async fn listen(
    stream: &Weak<Stream>,
    http: &Http,
    branch: &str,
    abort: &AbortController,
    gap: bool,
) -> bool {
    let Ok(token) = http.token(None).await else { return false };
    let path = ["/v1/branches/", branch, "/changes"];
    let response = http.fetch(&path, None, None, token.as_deref(), &abort.signal()).await;
    let Some(body) = response.ok().filter(|response| response.ok()).and_then(|r| r.body()) else {
        return false;
    };
    match stream.upgrade() {
        Some(stream) if gap => stream.tell(Word::Back),
        Some(_) => {}
        None => return true,
    }
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    let mut line = Vec::new();
    while let Ok(chunk) = JsFuture::from(reader.read()).await {
        let Some(bytes) = bytes(&chunk) else { break };
        for byte in bytes {
            if byte != b'\n' {
                line.push(byte);
                continue;
            }
            if let (Some(version), Some(stream)) = (version(&line), stream.upgrade()) {
                stream.tell(Word::Version(version));
            }
            line.clear();
        }
    }
    true
}

fn bytes(chunk: &JsValue) -> Option<Vec<u8>> {
    let value = Reflect::get(chunk, &JsValue::from_str("value")).ok()?;
    value.dyn_into::<Uint8Array>().ok().map(|bytes| bytes.to_vec())
}

// `data: {"version":N}`; comments and other lines say nothing.
fn version(line: &[u8]) -> Option<u64> {
    let line = std::str::from_utf8(line).ok()?.strip_prefix("data:")?;
    let (_, rest) = line.split_once("\"version\":")?;
    let digits = rest.trim_start();
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits.get(..end)?.parse().ok()
}
