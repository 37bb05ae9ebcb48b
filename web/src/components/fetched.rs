use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use wasm_bindgen_futures::spawn_local;
use yew::{
    Callback, Html, functional::UseForceUpdateHandle, hook, html, use_effect_with,
    use_force_update, use_ref,
};

use super::{Button, Cx, problem, skeleton};
use crate::{
    browser,
    port::{Fetched as Fresh, Problem},
    read::Read,
};

/// How often a page looks for what no word of the branch tells of: other
/// branches and the district itself. In milliseconds.
const LOOK: f64 = 45_000.0;

/// A view that one page asks for by itself.
pub(crate) struct Fetched<T>(Rc<Parts<T>>);

struct Parts<T> {
    cx: Cx,
    path: String,
    state: Rc<State<T>>,
    redraw: UseForceUpdateHandle,
}

struct State<T> {
    shown: RefCell<Option<Shown<T>>>,
    problem: RefCell<Option<Problem>>,
    latest: Cell<u32>,
}

struct Shown<T> {
    caller: u32,
    path: String,
    view: Rc<T>,
    // Asked with next time, so that an unchanged view is neither sent nor kept
    // as a reading of names again.
    etag: Option<String>,
}

/// The view at `path`, as in `/v1/branches/xinzhou-beijing/leads`. It is fetched
/// again when the branch, the caller or the language changes, after every command, and now
/// and then; until the new one is there the old one stays.
#[hook]
pub(crate) fn use_fetched<T: Read + 'static>(cx: &Cx, path: String) -> Fetched<T> {
    let state = use_ref(|| State {
        shown: RefCell::new(None),
        problem: RefCell::new(None),
        latest: Cell::new(0),
    });
    let redraw = use_force_update();
    let version = cx.view().map(|view| view.version);
    let depends = (path.clone(), version, cx.shell.caller(), cx.lang());
    let fetched = Fetched(Rc::new(Parts { cx: cx.clone(), path, state, redraw }));
    let fetching = fetched.clone();
    use_effect_with(depends, move |_| {
        fetching.clone().start();
        // A page that is gone, or asks otherwise, does not look any more.
        move || fetching.0.state.latest.set(fetching.0.state.latest.get() + 1)
    });
    fetched
}

impl<T> Clone for Fetched<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Read + 'static> Fetched<T> {
    /// The view, if it is there and this caller's.
    pub(crate) fn ready(&self) -> Option<Rc<T>> {
        self.shown().map(|(view, _)| view)
    }

    /// Fetches it anew: after a command that no word of the branch tells of.
    pub(crate) fn reload(&self) -> Callback<()> {
        let fetching = self.clone();
        Callback::from(move |()| fetching.clone().start())
    }

    fn shown(&self) -> Option<(Rc<T>, Option<String>)> {
        let shown = self.0.state.shown.borrow();
        let shown = shown.as_ref().filter(|shown| {
            shown.caller == self.0.cx.shell.caller() && shown.path == self.0.path
        })?;
        Some((shown.view.clone(), shown.etag.clone()))
    }

    /// Draws the view, its shape while it is on the way, or why it could not be had.
    pub(crate) fn html(&self, draw: impl FnOnce(&T) -> Html) -> Html {
        if let Some(view) = self.ready() {
            return draw(&view);
        }
        let cx = &self.0.cx;
        match &*self.0.state.problem.borrow() {
            Some(failure) => {
                let fetching = self.clone();
                let retry = Callback::from(move |_| fetching.clone().start());
                let retry = Button::quiet(cx.m().retry).on(retry);
                html! { <div class="page">{problem(cx, failure)}{retry.html()}</div> }
            }
            None => skeleton(cx),
        }
    }

    fn start(self) {
        let number = self.0.state.latest.get() + 1;
        self.0.state.latest.set(number);
        spawn_local(self.keep(number));
    }

    async fn keep(self, number: u32) {
        let Parts { cx, path, state, redraw } = &*self.0;
        let mut attempt = 0;
        while state.latest.get() == number {
            let caller = cx.shell.caller();
            let etag = self.shown().and_then(|(_, etag)| etag);
            let answer = cx.shell.port().view::<T>(path, etag).await;
            if state.latest.get() != number || cx.shell.caller() != caller {
                return;
            }
            let problem = match answer {
                Ok(Fresh { view: Some(view), etag }) => {
                    let (view, path) = (Rc::new(view), path.clone());
                    *state.shown.borrow_mut() = Some(Shown { caller, path, view, etag });
                    None
                }
                Ok(Fresh { view: None, .. }) => None,
                Err(problem) => Some(problem),
            };
            let (passing, failed) =
                (problem.as_ref().is_some_and(Problem::is_passing), problem.is_some());
            if failed && !passing {
                // What may not be seen any more is not left standing.
                *state.shown.borrow_mut() = None;
            }
            *state.problem.borrow_mut() = problem;
            redraw.force_update();
            if passing {
                browser::back_off(attempt).await;
                attempt += 1;
            } else if failed {
                return;
            } else {
                attempt = 0;
                browser::sleep(LOOK).await;
            }
            while browser::hidden() && state.latest.get() == number {
                browser::sleep(LOOK).await;
            }
        }
    }
}
