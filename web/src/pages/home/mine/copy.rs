//! 带走一份: the answer itself as a file or as text, and this page on paper.
//! [PIPL §45] Where a page may not download, as in WeChat, the text is copied.

use js_sys::{Array, JSON};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlElement, HtmlTextAreaElement, Url};
use yew::prelude::*;

use super::{PATH, m};
use crate::{
    browser,
    components::{Button, Icon, PageProps, icon, problem, section},
    port::Problem,
};

const TEXT: &str = "mine-text";

#[derive(Clone, PartialEq)]
enum State {
    Idle,
    Busy,
    Downloaded,
    /// All of it is shown, and whether it was copied, once that was tried.
    Shown(AttrValue, Option<bool>),
    Failed(Problem),
}

/// The three ways to take it away.
#[function_component]
pub(super) fn Copy(props: &PageProps) -> Html {
    let cx = &props.cx;
    let m = m(cx);
    let state = use_state(|| State::Idle);
    let fetch = |then: fn(String) -> State| {
        let (port, state) = (cx.shell.port(), state.clone());
        Callback::from(move |_: MouseEvent| {
            let (port, state) = (port.clone(), state.clone());
            state.set(State::Busy);
            spawn_local(async move {
                state.set(match port.text(PATH).await {
                    Ok(text) => then(spaced(&text)),
                    Err(problem) => State::Failed(problem),
                });
            });
        })
    };
    let download = fetch(|text| {
        save(&text, "application/json", "guiyan-my-data.json");
        State::Downloaded
    });
    let show = fetch(|text| State::Shown(text.into(), None));
    let shown = matches!(&*state, State::Shown(_, None));
    // Copied once it stands there to be selected, for those whose browser wants that.
    {
        let (root, state) = (cx.shell.root.clone(), state.clone());
        use_effect_with(shown, move |shown| {
            if let (true, State::Shown(text, None)) = (*shown, &*state) {
                select(&root, TEXT);
                let (text, state) = (text.clone(), state.clone());
                spawn_local(async move {
                    let copied = browser::copy(&text).await;
                    state.set(State::Shown(text, Some(copied)));
                });
            }
        });
    }
    let root = cx.shell.root.clone();
    let print = Callback::from(move |_| print(&root));
    let busy = *state == State::Busy;
    let said = match &*state {
        State::Downloaded => Some((Icon::Check, m.downloaded)),
        State::Shown(_, Some(true)) => Some((Icon::Check, m.copied)),
        State::Shown(_, Some(false)) => Some((Icon::Info, m.not_copied)),
        _ => None,
    };
    let body = html! {
        <div class="stack">
            <p class="second">{m.copy_help}</p>
            <div class="actions">
                {Button::quiet(m.download).busy(busy, m.copying).on(download).html()}
                {Button::quiet(m.copy_text).busy(busy, m.copying).on(show).html()}
                {Button::quiet(m.print).on(print).html()}
            </div>
            <p class="said-here" role="status">
                { for said.map(|(shape, words)| html! { <>{icon(shape)}<span>{words}</span></> }) }
            </p>
            if let State::Shown(text, _) = &*state {
                {readonly(TEXT, m.text, text.clone())}
            }
            if let State::Failed(failure) = &*state {
                {problem(cx, failure)}
            }
        </div>
    };
    section(m.copy, body)
}

/// Text that can be selected, and not changed.
pub(super) fn readonly(id: &'static str, label: &'static str, text: AttrValue) -> Html {
    html! {
        <div class="field">
            <label for={id}>{label}</label>
            <textarea {id} rows="9" readonly={true} value={text} />
        </div>
    }
}

/// Puts the focus into a text and selects all of it.
pub(super) fn select(root: &HtmlElement, id: &str) {
    let found = root.query_selector(&["[id='", id, "']"].concat()).ok().flatten();
    if let Some(area) = found.and_then(|it| it.dyn_into::<HtmlTextAreaElement>().ok()) {
        // A text that is shown takes the focus.
        let _ = area.focus();
        area.select();
    }
}

// One field a line, for people.
fn spaced(text: &str) -> String {
    let parsed = JSON::parse(text).ok();
    let none = JsValue::UNDEFINED;
    let spaced = parsed.and_then(|value| {
        JSON::stringify_with_replacer_and_space(&value, &none, &JsValue::from_f64(2.0)).ok()
    });
    spaced.map_or_else(|| text.to_owned(), String::from)
}

/// Prints the page with everything on it unfolded.
pub(super) fn print(root: &HtmlElement) {
    if let Ok(folded) = root.query_selector_all("details:not([open])") {
        for index in 0..folded.length() {
            let found = folded.get(index).and_then(|it| it.dyn_into::<HtmlElement>().ok());
            // Setting a plain attribute does not fail.
            let _ = found.map(|it| it.set_attribute("open", ""));
        }
    }
    if let Some(window) = browser::window() {
        // A frame may not be let print; then nothing happens.
        let _ = window.print();
    }
}

/// Offers text as a file. Written out here: what the officers' part has for it
/// would weigh on the first page if both called it.
pub(super) fn save(text: &str, kind: &str, name: &str) {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options);
    let Ok(address) = blob.and_then(|blob| Url::create_object_url_with_blob(&blob)) else { return };
    let link = browser::document().and_then(|document| document.create_element("a").ok());
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    let forget = Closure::once_into_js(move || Url::revoke_object_url(&address));
    if let Some(window) = browser::window() {
        let _ = window
            .set_timeout_with_callback_and_timeout_and_arguments_0(forget.unchecked_ref(), 60_000);
    }
}
