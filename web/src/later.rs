//! What comes later: every page but the list of activities, in modules of their
//! own. The member's pages are fetched as soon as the list is drawn, the
//! officers' only for officers, those of 归雁, 求助 and 我的数据 when they are
//! opened, what belongs to signing in by phone for who does. Whoever only looks
//! what is on has nothing more to download than that.
//!
//! INVARIANT: nothing outside of this file calls into the pages directly; one
//! call from the first page would draw them all into the first module, and
//! `cargo xtask size` would turn red.

use std::{cell::Cell, pin::Pin, rc::Rc};

use guiyan_core::view::ActivityView;
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use yew::Html;

use crate::{
    browser,
    components::{Cx, failed_page, skeleton},
    effects::Shell,
    pages::{account, desk, home, member},
    port::{Http, Problem},
    state::{Action, Part},
};

/// Draws the page of the model's route.
type Draw = fn(&Cx) -> Html;

/// What the member's part draws.
#[derive(Clone, Copy)]
struct Member {
    page: Draw,
    aloud: Draw,
}

/// What the officers' part draws.
#[derive(Clone, Copy)]
struct Desk {
    page: Draw,
    activity: fn(&Cx, &ActivityView) -> Html,
}

/// What the part of signing in draws, and what keeps its tokens.
#[derive(Clone, Copy)]
struct Account {
    page: Draw,
    note: Draw,
    section: Draw,
    token: for<'a> fn(&'a Http, Option<&'a str>) -> Token<'a>,
    forget: fn(&Cx),
}

/// The token of a session of our own, on its way.
pub(crate) type Token<'a> = Pin<Box<dyn Future<Output = Result<Option<String>, Problem>> + 'a>>;

thread_local! {
    static MEMBER: Cell<Option<Member>> = const { Cell::new(None) };
    static HOME: Cell<Option<Draw>> = const { Cell::new(None) };
    static DESK: Cell<Option<Desk>> = const { Cell::new(None) };
    static ACCOUNT: Cell<Option<Account>> = const { Cell::new(None) };
}

// The split points: what only such a function reaches is in its module.
#[wasm_split(member, fallible)]
fn load_member() -> Result<Member, SplitLoaderError> {
    Ok(Member { page: member::draw, aloud: member::aloud })
}

#[wasm_split(home, fallible)]
fn load_home() -> Result<Draw, SplitLoaderError> {
    Ok(home::draw)
}

#[wasm_split(desk, fallible)]
fn load_desk() -> Result<Desk, SplitLoaderError> {
    Ok(Desk { page: desk::draw, activity: desk::activity_section })
}

#[wasm_split(account, fallible)]
fn load_account() -> Result<Account, SplitLoaderError> {
    Ok(Account {
        page: account::draw,
        note: account::note,
        section: account::section,
        token: account::token,
        forget: account::forget,
    })
}

fn drawn_by(part: Part) -> Option<Draw> {
    match part {
        Part::Member => MEMBER.get().map(|member| member.page),
        Part::Home => HOME.get(),
        Part::Desk => DESK.get().map(|desk| desk.page),
        Part::Account => ACCOUNT.get().map(|account| account.page),
    }
}

/// Whether all that the model's route needs is there.
pub(crate) fn is_here(part: Option<Part>) -> bool {
    part.is_none_or(|part| drawn_by(part).is_some())
}

/// The page of the route; its shape while it is on the way, and what to do if
/// it could not be had.
pub(crate) fn page(cx: &Cx) -> Html {
    let Some(part) = cx.model.route.part() else { return Html::default() };
    match drawn_by(part) {
        Some(draw) => draw(cx),
        None if cx.model.stuck == Some(part) => failed_page(cx, &Problem::network()),
        None => skeleton(cx),
    }
}

/// The officers' part of an activity's page. It is fetched together with the
/// first view that has one.
pub(crate) fn activity_section(cx: &Cx, activity: &ActivityView) -> Html {
    DESK.get().map(|desk| (desk.activity)(cx, activity)).unwrap_or_default()
}

/// What reads the page aloud in 长辈版, where the browser can.
pub(crate) fn aloud(cx: &Cx) -> Html {
    MEMBER.get().map(|member| (member.aloud)(cx)).unwrap_or_default()
}

/// What a session of our own has to say above every page.
pub(crate) fn note(cx: &Cx) -> Html {
    ACCOUNT.get().map(|account| (account.note)(cx)).unwrap_or_default()
}

/// The session of our own, on the person's page.
pub(crate) fn session(cx: &Cx) -> Html {
    ACCOUNT.get().map(|account| (account.section)(cx)).unwrap_or_default()
}

/// The session of our own has ended with the person's data.
pub(crate) fn forget(cx: &Cx) {
    if let Some(account) = ACCOUNT.get() {
        (account.forget)(cx);
    }
}

/// The token of a session of our own; nothing to fetch where none was begun.
pub(crate) async fn own_token(http: &Http, dead: Option<&str>) -> Result<Option<String>, Problem> {
    if ACCOUNT.get().is_none() {
        let key = browser::session_key(&http.service);
        if browser::lasting().and_then(|kept| kept.get_item(&key).ok()?).is_none() {
            return Ok(None);
        }
        // Not as nobody: the person is signed in, and the line is weak.
        ACCOUNT.set(Some(load_account().await.map_err(|_| Problem::network())?));
    }
    match ACCOUNT.get() {
        Some(account) => (account.token)(http, dead).await,
        None => Ok(None),
    }
}

/// Fetches a part, unless it is here. What is fetched once serves every widget
/// of the page.
pub(crate) fn fetch(shell: &Rc<Shell>, part: Part) {
    if is_here(Some(part)) || shell.fetching.borrow().contains(&part) {
        return;
    }
    shell.fetching.borrow_mut().push(part);
    let shell = shell.clone();
    spawn_local(async move {
        let loaded = match part {
            Part::Member => load_member().await.map(|member| MEMBER.set(Some(member))),
            Part::Home => load_home().await.map(|draw| HOME.set(Some(draw))),
            Part::Desk => load_desk().await.map(|desk| DESK.set(Some(desk))),
            Part::Account => load_account().await.map(|account| ACCOUNT.set(Some(account))),
        };
        shell.fetching.borrow_mut().retain(|other| *other != part);
        shell.act(Action::PartLoaded(part, loaded.is_ok()));
    });
}
