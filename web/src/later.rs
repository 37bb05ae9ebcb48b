//! What comes later: every page but the list of activities, in a module of its
//! own that is fetched as soon as the list is drawn. Whoever only looks what is
//! on has nothing more to download than that.
//!
//! INVARIANT: nothing outside of this file calls into the pages directly; one
//! call from the first page would draw them all into the first module, and
//! `cargo xtask size` would turn red.

use std::{cell::Cell, rc::Rc};

use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use yew::Html;

use crate::{
    components::{Cx, failed_page, skeleton},
    effects::Shell,
    pages,
    port::Problem,
    state::Action,
};

/// Draws the page of the model's route.
type Draw = fn(&Cx) -> Html;

thread_local! {
    static DRAW: Cell<Option<Draw>> = const { Cell::new(None) };
}

// The split point: what only this function reaches is in the other module.
#[wasm_split(later, fallible)]
fn load() -> Result<Draw, SplitLoaderError> {
    Ok(pages::draw)
}

/// Whether the pages are there.
pub(crate) fn is_here() -> bool {
    DRAW.get().is_some()
}

/// The page of the route; its shape while it is on the way, and what to do if
/// it could not be had.
pub(crate) fn page(cx: &Cx) -> Html {
    match DRAW.get() {
        Some(draw) => draw(cx),
        None if cx.model.stuck => failed_page(cx, &Problem::network()),
        None => skeleton(cx),
    }
}

/// Fetches the pages, unless they are here. What is fetched once serves every
/// widget of the page.
pub(crate) fn fetch(shell: &Rc<Shell>) {
    if is_here() || shell.fetching.replace(true) {
        return;
    }
    let shell = shell.clone();
    spawn_local(async move {
        let loaded = load().await;
        shell.fetching.set(false);
        if let Ok(draw) = loaded {
            DRAW.set(Some(draw));
        }
        shell.act(Action::PagesStuck(!is_here()));
    });
}
