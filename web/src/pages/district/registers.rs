//! 报表: the statutory tables of the chosen period as files.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{Scene, export};
use crate::{
    app::focus,
    components::{Button, Choice, Field, problem},
    messages::fill,
    port::Problem,
};

const PURPOSE: &str = "handing-purpose";
const RECIPIENT: &str = "handing-recipient";
const NAMES: [&str; 3] = ["members", "organisations", "statistics"];

/// What a list of names goes out for, as on the wire and in the order of its
/// sentences.
const PURPOSES: [&str; 4] = ["report", "check", "file", "handover"];

/// What is being made, and why it could not be.
#[derive(Clone, Default, PartialEq)]
pub(super) struct State {
    busy: Option<usize>,
    problem: Option<Rc<Problem>>,
    // Kept while the page is: who hands out one list hands out the next.
    purpose: String,
    recipient: String,
    /// Whether the list of names was asked for without them.
    missed: bool,
}

pub(super) fn registers(scene: &Scene<'_>, state: &UseStateHandle<State>) -> Html {
    let m = scene.m;
    let one = |(index, name): (usize, &'static str)| {
        let button = Button::quiet(m.download)
            .name([m.download, scene.cx.pm().space, name].concat())
            .busy(state.busy == Some(index), m.downloading)
            .on(fetch(scene, index, name, state));
        html! { <li key={index}><span>{name}</span>{button.html()}</li> }
    };
    let failure = state.problem.as_ref().map(|failure| problem(scene.cx, failure));
    html! {
        <div class="card chart">
            {handing(scene, state)}
            <ul class="downloads">{ for m.register_names.into_iter().enumerate().map(one) }</ul>
            { for failure }
            <p class="second">{m.registers_help}</p>
        </div>
    }
}

// What the list of names goes out for, and to whom.
fn handing(scene: &Scene<'_>, state: &UseStateHandle<State>) -> Html {
    let (m, lang) = (scene.m, scene.cx.lang());
    let choice = |value: String, label: String| -> Choice { (value.into(), label.into()) };
    let purposes = PURPOSES.iter().zip(m.purposes);
    let purposes: Vec<Choice> =
        purposes.map(|(code, label)| choice((*code).to_owned(), label.to_owned())).collect();
    let mut offices =
        vec![choice("district-officer".to_owned(), scene.view.name.get(lang).to_owned())];
    offices.extend(scene.view.branches.iter().map(|it| {
        let name = fill(m.of_branch, &[it.branch.short_name.get(lang)]);
        choice(["secretary:", it.branch.id.as_str()].concat(), name)
    }));
    offices.extend(
        scene
            .view
            .townships
            .iter()
            .map(|it| choice(["liaison:", it.id.as_str()].concat(), it.name.get(lang).to_owned())),
    );
    let needed = |value: &str| (state.missed && value.is_empty()).then(|| m.handing_needed.into());
    let set = |put: fn(&mut State, String)| {
        let state = state.clone();
        Callback::from(move |value: String| {
            let mut next = (*state).clone();
            put(&mut next, value);
            state.set(next);
        })
    };
    let purpose = Field {
        id: PURPOSE,
        label: m.purpose,
        value: &state.purpose,
        error: needed(&state.purpose),
        on: set(|state, value| state.purpose = value),
        ..Field::default()
    };
    let recipient = Field {
        id: RECIPIENT,
        label: m.recipient,
        help: m.recipient_help,
        value: &state.recipient,
        error: needed(&state.recipient),
        on: set(|state, value| state.recipient = value),
        ..Field::default()
    };
    let none = scene.cx.pm().choose;
    html! {
        <>
            <p class="second">{m.handing}</p>
            {purpose.select(&purposes, none)}
            {recipient.select(&offices, none)}
        </>
    }
}

fn fetch(
    scene: &Scene<'_>,
    index: usize,
    name: &'static str,
    state: &UseStateHandle<State>,
) -> Callback<MouseEvent> {
    let shell = scene.cx.shell.clone();
    let state = state.clone();
    let span = scene.span().cloned();
    let root = scene.cx.shell.root.clone();
    Callback::from(move |_| {
        let Some(span) = span.clone().filter(|_| state.busy.is_none()) else { return };
        let named = index == 0;
        let kept = State { busy: None, problem: None, missed: false, ..(*state).clone() };
        let missing = [(PURPOSE, &kept.purpose), (RECIPIENT, &kept.recipient)]
            .into_iter()
            .find(|(_, value)| named && value.is_empty());
        if let Some((field, _)) = missing {
            state.set(State { missed: true, ..kept.clone() });
            focus(&root, field, true);
            return;
        }
        state.set(State { busy: Some(index), ..kept.clone() });
        let (shell, state) = (shell.clone(), state.clone());
        spawn_local(async move {
            let (from, to) = (span.from.to_string(), span.to.to_string());
            let register = NAMES.get(index).copied().unwrap_or_default();
            let mut path =
                ["/v1/district/registers/", register, ".csv?from=", &*from, "&to=", &*to].concat();
            if named {
                path += &["&purpose=", &*kept.purpose, "&recipient=", &*kept.recipient].concat();
            }
            let problem = match shell.port().text(&path).await {
                Ok(text) => {
                    // Reading it as text took the mark away by which Excel knows UTF-8.
                    let text = ["\u{feff}", text.trim_start_matches('\u{feff}')].concat();
                    let file = [name, "-", &*span.long, ".csv"].concat();
                    export::download(&text.into(), "text/csv;charset=utf-8", &file);
                    None
                }
                Err(failure) => Some(Rc::new(failure)),
            };
            state.set(State { problem, ..kept });
        });
    })
}
