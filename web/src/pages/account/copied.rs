//! Something to be copied by hand or by a button.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::{
    browser,
    components::{Button, Cx},
    messages::account as messages,
};

#[derive(Properties, Clone, PartialEq)]
pub(super) struct CopiedProps {
    pub cx: Cx,
    pub id: &'static str,
    pub label: &'static str,
    pub text: String,
    pub rows: &'static str,
}

/// The text in a field that cannot be changed: on plain http only what is
/// selected can be copied.
#[function_component]
pub(super) fn Copied(props: &CopiedProps) -> Html {
    let CopiedProps { cx, id, label, text, rows } = props;
    let m = messages::of(cx.lang());
    let said = use_state(|| "");
    let area = use_node_ref();
    let press = {
        let (area, said, text) = (area.clone(), said.clone(), text.clone());
        Callback::from(move |_| {
            let (area, said, text) = (area.clone(), said.clone(), text.clone());
            select(&area);
            spawn_local(async move {
                said.set(if browser::copy(&text).await { m.copied } else { m.not_copied });
            });
        })
    };
    html! {
        <div class="card">
            <div class="field">
                <label for={*id}>{*label}</label>
                <textarea ref={area} id={*id} rows={*rows} readonly={true} value={text.clone()} />
            </div>
            <div class="actions">
                {Button::quiet(m.copy).on(press).html()}
                <span role="status">{*said}</span>
            </div>
        </div>
    }
}

fn select(area: &NodeRef) {
    if let Some(area) = area.get().and_then(|it| it.dyn_into::<HtmlTextAreaElement>().ok()) {
        // A text that is shown takes the focus.
        let _ = area.focus();
        area.select();
    }
}
