use std::{cell::Cell, rc::Rc};

use guiyan_core::{ids::PersonId, view::RosterRow};
use wasm_bindgen_futures::spawn_local;
use yew::{UseStateHandle, hook, use_effect_with, use_ref, use_state};

use super::Cx;
use crate::{
    browser,
    port::{Problem, RosterAsk},
};

/// A list of people, as far as it is loaded.
#[derive(Clone)]
pub(crate) struct Roster {
    cx: Cx,
    ask: RosterAsk,
    state: UseStateHandle<State>,
    latest: Rc<Cell<u32>>,
}

#[derive(Clone, Default)]
struct State {
    rows: Rc<Vec<RosterRow>>,
    total: u32,
    cursor: Option<PersonId>,
    loaded: bool,
    loading: bool,
    problem: Option<Problem>,
}

/// The list that `ask` asks for. It is fetched again when the question or the
/// branch changes; typing is waited for.
#[hook]
pub(crate) fn use_roster(cx: &Cx, ask: RosterAsk) -> Roster {
    let state = use_state(State::default);
    let latest = use_ref(|| Cell::new(0_u32));
    let roster = Roster { cx: cx.clone(), ask: ask.clone(), state, latest };
    let version = cx.view().map(|view| view.version);
    let signed_in = cx.view().is_some_and(|view| view.desk.is_some());
    let fetching = roster.clone();
    use_effect_with((ask, version, signed_in), move |_| fetching.fetch(None));
    roster
}

impl Roster {
    /// The rows so far.
    pub(crate) fn rows(&self) -> &[RosterRow] {
        &self.state.rows
    }

    /// How many match, loaded or not.
    pub(crate) fn total(&self) -> u32 {
        self.state.total
    }

    /// Whether the first page has come.
    pub(crate) fn loaded(&self) -> bool {
        self.state.loaded
    }

    /// Whether rows are on their way.
    pub(crate) fn loading(&self) -> bool {
        self.state.loading
    }

    /// Why they could not be had.
    pub(crate) fn problem(&self) -> Option<&Problem> {
        self.state.problem.as_ref()
    }

    /// Whether there is a next page.
    pub(crate) fn has_more(&self) -> bool {
        self.state.cursor.is_some()
    }

    /// Fetches the next page.
    pub(crate) fn more(&self) {
        if let (Some(cursor), false) = (self.state.cursor, self.state.loading) {
            self.fetch(Some(cursor));
        }
    }

    fn fetch(&self, cursor: Option<PersonId>) {
        let number = self.latest.get() + 1;
        self.latest.set(number);
        self.state.set(State { loading: true, problem: None, ..(*self.state).clone() });
        let roster = self.clone();
        spawn_local(async move {
            if !roster.ask.q.is_empty() && cursor.is_none() {
                browser::sleep(250.0).await;
                if roster.latest.get() != number {
                    return;
                }
            }
            let port = roster.cx.shell.port();
            let answer = port.roster(roster.cx.branch(), &roster.ask, cursor).await;
            if roster.latest.get() != number {
                return;
            }
            let before = (*roster.state).clone();
            roster.state.set(match answer {
                Ok(page) => {
                    let mut rows = if cursor.is_some() { (*before.rows).clone() } else { vec![] };
                    rows.extend(page.rows);
                    State {
                        rows: Rc::new(rows),
                        total: page.total,
                        cursor: page.cursor,
                        loaded: true,
                        loading: false,
                        problem: None,
                    }
                }
                Err(problem) => State { loading: false, problem: Some(problem), ..before },
            });
        });
    }
}
