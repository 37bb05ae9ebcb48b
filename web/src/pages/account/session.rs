//! A session of our own: its access token in memory, its refresh token in
//! storage of this origin, one per service.
//!
//! INVARIANT: a refresh token is good once, so the new one is kept before
//! anything else is done; one tab refreshes at a time ([`tabs`](super::tabs));
//! a line that is down does not sign anybody out.

use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};

use guiyan_core::wire::SessionAnswer;
use js_sys::{Date, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::tabs::{self, Channel, Said};
use crate::{
    browser,
    effects::Shell,
    later::Token,
    port::{Http, Port, Problem},
    write::texts,
};

/// The next token is fetched when this one has so long left, in milliseconds.
const EARLY: f64 = 60_000.0;
/// How often, and how long each time, another tab's word is waited for.
const LOOKS: (u32, f64) = (8, 40.0);

/// What can be held in memory.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Access {
    pub(super) token: String,
    /// The device's clock, in milliseconds.
    pub(super) until: f64,
    pub(super) person: String,
}

/// The session at one service, shared by every widget of the page.
pub(super) struct Session {
    service: String,
    access: RefCell<Option<Access>>,
    // The one last kept or seen here. Where there is no storage, the only one.
    refresh: RefCell<Option<String>>,
    // Whether that is in storage, which may be full.
    stored: Cell<bool>,
    // Who was signed in when it ended by itself: what they typed is kept for them.
    lapsed: RefCell<Option<String>>,
    waits: Cell<bool>,
    used: Cell<bool>,
    renewing: RefCell<Option<Promise>>,
    trouble: RefCell<Option<Problem>>,
    shells: RefCell<Vec<Weak<Shell>>>,
    channel: RefCell<Option<Channel>>,
}

thread_local! {
    static SESSIONS: RefCell<Vec<Rc<Session>>> = const { RefCell::new(Vec::new()) };
}

/// The session at a service, begun or not.
pub(super) fn at(service: &str) -> Rc<Session> {
    let known =
        SESSIONS.with_borrow(|sessions| sessions.iter().find(|it| it.service == service).cloned());
    known.unwrap_or_else(|| {
        let session = Rc::new(Session::of(service));
        SESSIONS.with_borrow_mut(|sessions| sessions.push(session.clone()));
        let listener = Rc::downgrade(&session);
        *session.channel.borrow_mut() = tabs::listen(&session.key(), move |said| {
            if let Some(session) = listener.upgrade() {
                session.hear(said);
            }
        });
        session
    })
}

/// The token to ask with; `dead` has just been refused.
pub(crate) fn token<'a>(http: &'a Http, dead: Option<&'a str>) -> Token<'a> {
    Box::pin(async move {
        let session = at(&http.service);
        if let Some(token) = session.usable(dead) {
            return Ok(Some(token));
        }
        if session.kept().is_none() {
            session.lose();
            return Ok(None);
        }
        // What runs already is waited for by all who ask.
        let running = session.renewing.borrow().clone();
        let renewing = running.unwrap_or_else(|| {
            let (session, http) = (session.clone(), Port::beside(http));
            let dead = dead.map(str::to_owned);
            future_to_promise(async move {
                let lock = session.key();
                let renewed = session.clone();
                tabs::alone(&lock, async move { renewed.renew(&http, dead).await }).await;
                *session.renewing.borrow_mut() = None;
                Ok(JsValue::UNDEFINED)
            })
        });
        *session.renewing.borrow_mut() = Some(renewing.clone());
        // It is always fulfilled: what went wrong is told beside it.
        let _ = JsFuture::from(renewing).await;
        match session.trouble.borrow().clone() {
            Some(problem) => Err(problem),
            None => Ok(session.usable(dead)),
        }
    })
}

impl Session {
    fn of(service: &str) -> Self {
        Self {
            service: service.to_owned(),
            access: RefCell::default(),
            refresh: RefCell::default(),
            stored: Cell::new(true),
            lapsed: RefCell::default(),
            waits: Cell::new(false),
            used: Cell::new(false),
            renewing: RefCell::default(),
            trouble: RefCell::default(),
            shells: RefCell::default(),
            channel: RefCell::default(),
        }
    }

    fn key(&self) -> String {
        browser::session_key(&self.service)
    }

    /// Whether somebody is signed in here.
    pub(super) fn is_on(&self) -> bool {
        self.access.borrow().is_some()
    }

    /// Whether the widget asks with it, and not with a token of the page's.
    pub(super) fn is_used(&self) -> bool {
        self.used.get() && self.is_on()
    }

    pub(super) fn set_used(&self, used: bool) {
        self.used.set(used);
    }

    /// Fetches all anew: an office has come or gone.
    pub(super) fn refetch(&self) {
        for shell in self.shells() {
            shell.begin_anew();
        }
    }

    /// Whether it ended by itself.
    pub(super) fn has_lapsed(&self) -> bool {
        self.lapsed.borrow().is_some()
    }

    /// Whether offices of theirs wait for the second factor.
    pub(super) fn waits(&self) -> bool {
        self.waits.get()
    }

    pub(super) fn set_waits(&self, waits: bool) {
        self.waits.set(waits);
    }

    /// Has a widget told whenever somebody else is signed in.
    pub(super) fn tell(&self, shell: &Rc<Shell>) {
        let mut shells = self.shells.borrow_mut();
        shells.retain(|known| known.strong_count() > 0 && !known.ptr_eq(&Rc::downgrade(shell)));
        shells.push(Rc::downgrade(shell));
    }

    fn shells(&self) -> Vec<Rc<Shell>> {
        self.shells.borrow().iter().filter_map(Weak::upgrade).collect()
    }

    fn usable(&self, dead: Option<&str>) -> Option<String> {
        let access = self.access.borrow();
        let fresh = |it: &&Access| Some(&*it.token) != dead && Date::now() < it.until - EARLY;
        access.as_ref().filter(fresh).map(|access| access.token.clone())
    }

    // What any tab kept last; without storage what this page has.
    fn kept(&self) -> Option<String> {
        match browser::lasting().filter(|_| self.stored.get()) {
            Some(storage) => storage.get_item(&self.key()).ok().flatten(),
            None => self.refresh.borrow().clone(),
        }
    }

    // First of all the refresh token: the one before is of no use any more.
    fn keep(&self, answer: SessionAnswer) {
        if let Some(storage) = browser::lasting() {
            let stored = storage.set_item(&self.key(), &answer.refresh_token).is_ok();
            if !stored {
                // A full storage has the session end with the page; the token
                // before would end it for all if another tab came with it.
                let _ = storage.remove_item(&self.key());
            }
            self.stored.set(stored);
        }
        *self.refresh.borrow_mut() = Some(answer.refresh_token);
        let access = Access {
            token: answer.access_token,
            until: Date::now() + answer.expires_in as f64 * 1000.0,
            person: answer.person.to_string(),
        };
        self.say(&Said::Token(access.clone()));
        *self.access.borrow_mut() = Some(access);
    }

    /// Somebody has signed in.
    pub(super) fn begin(&self, answer: SessionAnswer) {
        self.forget_drafts_of_another(&answer.person.to_string());
        self.waits.set(false);
        self.keep(answer);
        for shell in self.shells() {
            shell.begin_anew();
        }
    }

    // What one person typed is not for the next. Of a session that was over when
    // the page was opened nobody knows whose it was: then nothing is typed yet,
    // and what is typed after that is for whoever signs in.
    fn forget_drafts_of_another(&self, person: &str) {
        let before = self.lapsed.borrow_mut().take();
        if before.is_some_and(|before| !before.is_empty() && before != person) {
            for shell in self.shells() {
                shell.drafts.clear();
            }
        }
    }

    /// It has ended with everything else that was kept of the person, by their
    /// own will. The widget that did so goes on by itself: it has something to show.
    pub(super) fn forget(&self, by: &Rc<Shell>) {
        if !self.used.get() || !(self.is_on() || self.has_lapsed()) {
            return;
        }
        self.wipe();
        self.waits.set(false);
        *self.access.borrow_mut() = None;
        *self.lapsed.borrow_mut() = None;
        self.say(&Said::Out);
        for shell in self.shells().iter().filter(|shell| !Rc::ptr_eq(shell, by)) {
            shell.token_changed();
        }
    }

    /// Wipes what is kept, here and in other tabs. Gives back what the service
    /// ends the session by.
    pub(super) fn end(&self) -> Option<String> {
        let kept = self.kept();
        self.wipe();
        self.say(&Said::Out);
        self.leave();
        kept
    }

    fn say(&self, said: &Said) {
        if let Some(channel) = &*self.channel.borrow() {
            channel.say(said);
        }
    }

    fn wipe(&self) {
        if let Some(storage) = browser::lasting() {
            // What cannot be removed could not be stored either.
            let _ = storage.remove_item(&self.key());
        }
        *self.refresh.borrow_mut() = None;
    }

    // Nobody is signed in any more, by the person's own will.
    fn leave(&self) {
        *self.refresh.borrow_mut() = None;
        self.waits.set(false);
        if self.access.borrow_mut().take().is_some() {
            for shell in self.shells() {
                // It clears what they typed.
                shell.token_changed();
            }
        }
    }

    // What is kept is gone, and no tab has said that somebody signed out.
    fn lose(&self) {
        if self.is_on() {
            self.lapse();
        }
    }

    // The service has ended it. What is half filled in stays, to be sent after
    // signing in again.
    fn lapse(&self) {
        self.wipe();
        self.waits.set(false);
        let person = self.access.borrow_mut().take().map(|access| access.person);
        *self.lapsed.borrow_mut() = Some(person.unwrap_or_default());
        for shell in self.shells() {
            shell.begin_anew();
        }
    }

    // Another tab has a newer token, or has signed out.
    fn hear(&self, said: Said) {
        match said {
            Said::Out => self.leave(),
            Said::Token(access) => {
                self.forget_drafts_of_another(&access.person);
                let before = self.access.borrow_mut().replace(access.clone());
                self.stored.set(true);
                *self.refresh.borrow_mut() = self.kept();
                if before.is_none_or(|before| before.person != access.person) {
                    self.waits.set(false);
                    for shell in self.shells() {
                        shell.token_changed();
                    }
                }
            }
        }
    }

    // Alone among all tabs, where the browser has locks.
    async fn renew(&self, port: &Port, dead: Option<String>) {
        let dead = dead.as_deref();
        *self.trouble.borrow_mut() = None;
        // Another tab was quicker.
        if self.refresh.borrow().is_some() {
            self.catch_up(|| self.usable(dead).is_some()).await;
        }
        while self.usable(dead).is_none() {
            let Some(refresh) = self.kept() else { return self.lose() };
            let body = texts(&[("refreshToken", &refresh)]);
            let answer = port.post_openly::<SessionAnswer>("/v1/sign-in/refresh", &body).await;
            // Without locks another tab may have asked as well: then what it
            // kept meanwhile is not ours to wipe, and is asked with next.
            let kept = self.kept();
            match answer {
                Ok(answer) => return self.take(port, answer, kept == Some(refresh)).await,
                Err(problem) if matches!(problem.status, 401 | 404) => {
                    if kept == Some(refresh) {
                        return self.lapse();
                    }
                }
                Err(problem) => {
                    *self.trouble.borrow_mut() = Some(problem);
                    return;
                }
            }
        }
    }

    // The last that was given is the one that is good, unless meanwhile somebody
    // signed out, or signed in as somebody else: then it stays so.
    async fn take(&self, port: &Port, answer: SessionAnswer, alone: bool) {
        // At once where it is known who is signed in: with what came before this
        // the other tab would end the session.
        if !alone && !self.is_on() {
            self.catch_up(|| false).await;
        }
        let person = answer.person.to_string();
        let another = self.access.borrow().as_ref().is_some_and(|access| access.person != person);
        if self.kept().is_some() && !another {
            return self.keep(answer);
        }
        let body = texts(&[("refreshToken", &answer.refresh_token)]);
        // It runs out by itself if this does not arrive.
        let _ = port.post_openly::<guiyan_core::wire::Done>("/v1/sign-in/out", &body).await;
    }

    // The word of the tab that kept what is kept now may still be on the way.
    async fn catch_up(&self, enough: impl Fn() -> bool) {
        for _ in 0..LOOKS.0 {
            if enough() || self.kept() == *self.refresh.borrow() {
                break;
            }
            browser::sleep(LOOKS.1).await;
        }
    }
}
