//! 报表: the statutory tables of the chosen period as files.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{Scene, export};
use crate::{
    components::{Button, problem},
    port::Problem,
};

const NAMES: [&str; 3] = ["members", "organisations", "statistics"];

/// What is being made, and why it could not be.
#[derive(Clone, Default, PartialEq)]
pub(super) struct State {
    busy: Option<usize>,
    problem: Option<Rc<Problem>>,
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
            <ul class="downloads">{ for m.register_names.into_iter().enumerate().map(one) }</ul>
            { for failure }
            <p class="second">{m.registers_help}</p>
        </div>
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
    Callback::from(move |_| {
        let Some(span) = span.clone().filter(|_| state.busy.is_none()) else { return };
        state.set(State { busy: Some(index), problem: None });
        let (shell, state) = (shell.clone(), state.clone());
        spawn_local(async move {
            let (from, to) = (span.from.to_string(), span.to.to_string());
            let register = NAMES.get(index).copied().unwrap_or_default();
            let path =
                ["/v1/district/registers/", register, ".csv?from=", &*from, "&to=", &*to].concat();
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
            state.set(State { busy: None, problem });
        });
    })
}
