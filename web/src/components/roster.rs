use std::{cell::Cell, rc::Rc};

use guiyan_core::{ids::PersonId, view::RosterRow};
use wasm_bindgen_futures::spawn_local;
use yew::{Callback, MouseEvent, UseStateHandle, hook, use_effect_with, use_ref, use_state};

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
    // What the rows answer; nothing before the first answer.
    ask: Option<RosterAsk>,
    rows: Rc<Vec<RosterRow>>,
    total: u32,
    cursor: Option<PersonId>,
    loading: bool,
    problem: Option<Problem>,
}

/// The list that `ask` asks for, once it is `wanted`. It is fetched again when
/// the question or the branch changes, as far as it was shown; typing is waited
/// for.
#[hook]
pub(crate) fn use_roster(cx: &Cx, ask: RosterAsk, wanted: bool) -> Roster {
    let state = use_state(State::default);
    let latest = use_ref(|| Cell::new(0_u32));
    let roster = Roster { cx: cx.clone(), ask: ask.clone(), state, latest };
    let version = cx.view().map(|view| view.version);
    let signed_in = cx.view().is_some_and(|view| view.desk.is_some());
    let fetching = roster.clone();
    use_effect_with((ask, version, signed_in, wanted), move |_| {
        if wanted {
            fetching.fetch(None);
        }
    });
    roster
}

impl Roster {
    /// The rows so far. While somebody types, those found before.
    pub(crate) fn rows(&self) -> &[RosterRow] {
        if self.loaded() { &self.state.rows } else { &[] }
    }

    /// How many match, loaded or not.
    pub(crate) fn total(&self) -> u32 {
        self.state.total
    }

    /// Whether the first page of this list has come.
    pub(crate) fn loaded(&self) -> bool {
        let of = self.state.ask.as_ref().map(|ask| (ask.activity, ask.state));
        of == Some((self.ask.activity, self.ask.state))
    }

    /// Whether rows are on their way.
    pub(crate) fn loading(&self) -> bool {
        let stale = self.state.ask.as_ref() != Some(&self.ask);
        self.state.loading || (stale && self.state.problem.is_none())
    }

    /// Why they could not be had.
    pub(crate) fn problem(&self) -> Option<&Problem> {
        self.state.problem.as_ref()
    }

    /// Whether there is a next page.
    pub(crate) fn has_more(&self) -> bool {
        self.state.cursor.is_some()
    }

    /// A press that fetches the next page.
    pub(crate) fn more(&self) -> Callback<MouseEvent> {
        let roster = self.clone();
        Callback::from(move |_| {
            if let (Some(cursor), false) = (roster.state.cursor, roster.state.loading) {
                roster.fetch(Some(cursor));
            }
        })
    }

    /// A press that tries again.
    pub(crate) fn retry(&self) -> Callback<MouseEvent> {
        let roster = self.clone();
        Callback::from(move |_| roster.fetch(None))
    }

    fn fetch(&self, cursor: Option<PersonId>) {
        let number = self.latest.get() + 1;
        self.latest.set(number);
        self.state.set(State { loading: true, problem: None, ..(*self.state).clone() });
        let roster = self.clone();
        spawn_local(async move { roster.load(cursor, number).await });
    }

    async fn load(self, mut cursor: Option<PersonId>, number: u32) {
        let before = (*self.state).clone();
        let same = before.ask.as_ref() == Some(&self.ask);
        if !self.ask.q.is_empty() && !same {
            browser::sleep(250.0).await;
        }
        // What was on the page stays on it.
        let wanted = if same && cursor.is_none() { before.rows.len() } else { 0 };
        let mut rows = if cursor.is_some() { (*before.rows).clone() } else { Vec::new() };
        loop {
            if self.latest.get() != number {
                return;
            }
            let port = self.cx.shell.port();
            let answer = port.roster(&self.ask, cursor).await;
            if self.latest.get() != number {
                return;
            }
            match answer {
                Ok(page) => {
                    // Somebody may have moved from one page to the next meanwhile.
                    for row in page.rows {
                        if !rows.iter().any(|known: &RosterRow| known.person == row.person) {
                            rows.push(row);
                        }
                    }
                    cursor = page.cursor;
                    if cursor.is_none() || rows.len() >= wanted {
                        let ask = Some(self.ask.clone());
                        let (rows, total) = (Rc::new(rows), page.total);
                        self.state.set(State { ask, rows, total, cursor, ..State::default() });
                        return;
                    }
                }
                Err(problem) => {
                    let problem = Some(problem);
                    self.state.set(State { loading: false, problem, ..before });
                    return;
                }
            }
        }
    }
}
