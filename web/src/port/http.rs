use guiyan_core::caller::Lang;
use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestInit, Response};

use super::Problem;
use crate::{
    browser,
    host::Host,
    later,
    read::{Read, parse},
};

/// After this a request counts as lost, in milliseconds.
const PATIENCE: u32 = 20_000;

/// The service, over HTTP.
pub(crate) struct Http {
    /// Its address, without a closing slash.
    pub service: String,
    /// The language of its sentences.
    pub lang: Lang,
    /// Who has the token.
    pub host: Host,
}

/// An answer that is not a problem.
pub(crate) struct Reply {
    /// 2xx or 304.
    pub status: u16,
    /// The validator, if the answer has one that the page may read.
    pub etag: Option<String>,
    /// The body.
    pub text: String,
}

impl Http {
    pub(super) async fn get(&self, path: &[&str], etag: Option<&str>) -> Result<Reply, Problem> {
        self.ask(path, None, etag).await
    }

    pub(super) async fn post(&self, path: &[&str], body: &str) -> Result<Reply, Problem> {
        self.ask(path, Some(body), None).await
    }

    /// The caller's token: the page's, or that of a session of our own. `dead` is
    /// one that the service has just refused.
    pub(crate) async fn token(&self, dead: Option<&str>) -> Result<Option<String>, Problem> {
        let given = self.host.token().await;
        if given.is_null() {
            return later::own_token(self, dead).await;
        }
        Ok(given.as_string().filter(|token| !token.is_empty()))
    }

    // A token may have run out just now: another is asked for once.
    async fn ask(
        &self,
        path: &[&str],
        body: Option<&str>,
        etag: Option<&str>,
    ) -> Result<Reply, Problem> {
        let token = self.token(None).await?;
        if body.is_some() && token.is_none() {
            return Err(Problem::sign_in_needed());
        }
        let first = self.once(path, body, etag, token.as_deref()).await;
        match first {
            Err(problem) if problem.status == 401 && token.is_some() => {
                let token = self.token(token.as_deref()).await?;
                let second = self.once(path, body, etag, token.as_deref()).await;
                // What everybody may see is shown without a valid token too.
                match second {
                    Err(problem) if problem.status == 401 && body.is_none() => {
                        self.once(path, None, None, None).await.map_err(|_| problem)
                    }
                    second => second,
                }
            }
            first => first,
        }
    }

    /// Asks once, with that token or as nobody.
    pub(crate) async fn once(
        &self,
        path: &[&str],
        body: Option<&str>,
        etag: Option<&str>,
        token: Option<&str>,
    ) -> Result<Reply, Problem> {
        let signal = AbortSignal::timeout_with_u32(PATIENCE);
        let response = self.fetch(path, body, etag, token, &signal).await?;
        let status = response.status();
        let header = |name| response.headers().get(name).ok().flatten();
        let etag = header("etag");
        let text = match response.text() {
            Ok(text) => JsFuture::from(text).await.map_err(|_| Problem::network())?,
            Err(_) => return Err(Problem::network()),
        };
        let text = text.as_string().unwrap_or_default();
        if response.ok() || status == 304 {
            return Ok(Reply { status, etag, text });
        }
        // A proxy in between may answer in HTML; then only the status counts.
        let told = parse(&text).and_then(|node| Problem::read(&node));
        let mut problem = told.unwrap_or_default();
        problem.status = status;
        problem.retry_after = header("retry-after");
        Err(problem)
    }

    /// Sends one request and waits for the head of its answer.
    pub(super) async fn fetch(
        &self,
        path: &[&str],
        body: Option<&str>,
        etag: Option<&str>,
        token: Option<&str>,
        signal: &AbortSignal,
    ) -> Result<Response, Problem> {
        let init = RequestInit::new();
        init.set_signal(Some(signal));
        init.set_method(if body.is_some() { "POST" } else { "GET" });
        let mut entries = vec![("accept-language", self.lang.tag().to_owned())];
        if let Some(body) = body {
            init.set_body(&JsValue::from_str(body));
            entries.push(("content-type", "application/json".to_owned()));
        }
        if let Some(token) = token {
            entries.push(("authorization", ["Bearer ", token].concat()));
        }
        if let Some(etag) = etag {
            entries.push(("if-none-match", etag.to_owned()));
        }
        let sent = Headers::new().and_then(|headers| {
            for (name, value) in &entries {
                headers.set(name, value)?;
            }
            init.set_headers(&headers);
            Ok(())
        });
        let (Ok(()), Some(window)) = (sent, browser::window()) else {
            return Err(Problem::network());
        };
        let address = [&*self.service, &path.concat()].concat();
        let answer = match self.host.fetch() {
            Some(fetch) => fetch.call2(&JsValue::UNDEFINED, &address.into(), &init),
            None => Ok(window.fetch_with_str_and_init(&address, &init).into()),
        };
        let Ok(answer) = answer else { return Err(Problem::network()) };
        let response = JsFuture::from(Promise::from(answer)).await;
        response.ok().and_then(|response| response.dyn_into().ok()).ok_or_else(Problem::network)
    }
}
