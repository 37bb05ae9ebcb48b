//! 转给老乡: an address to pass on. Nothing about either person is in it, and
//! nothing is stored until the other fills it in. [domain §4]

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::m;
use crate::{
    browser,
    components::{Button, Icon, PageProps, icon, secondary},
    config::INVITED,
};

/// The address and a button that copies it.
#[function_component]
pub(super) fn Invite(props: &PageProps) -> Html {
    let cx = &props.cx;
    let m = m(cx);
    let copied = use_state(|| None::<bool>);
    let Some(address) = browser::address() else { return Html::default() };
    let page = address.split('#').next().unwrap_or_default();
    let address = [page, INVITED].concat();
    let root = cx.shell.root.clone();
    let copy = {
        let (address, copied) = (address.clone(), copied.clone());
        Callback::from(move |_| {
            // Selected as well, for those whose browser will not copy.
            let input = root.query_selector("[id='invite']").ok().flatten();
            if let Some(input) = input.and_then(|it| it.dyn_into::<HtmlInputElement>().ok()) {
                // An input that is shown takes the focus.
                let _ = input.focus();
                input.select();
            }
            let (address, copied) = (address.clone(), copied.clone());
            spawn_local(async move { copied.set(Some(browser::copy(&address).await)) });
        })
    };
    let said = copied.map(|copied| {
        let (shape, words) =
            if copied { (Icon::Check, m.copied) } else { (Icon::Info, m.selected) };
        html! { <>{icon(shape)}<span>{words}</span></> }
    });
    let body = html! {
        <div class="card invite">
            <p>{m.invite_text}</p>
            <div class="field">
                <label for="invite">{m.invite_address}</label>
                <input id="invite" type="text" readonly={true} value={address} />
            </div>
            <div class="actions">
                {Button::quiet(m.copy).on(copy).html()}
                <p class="said-here" role="status">{ for said }</p>
            </div>
        </div>
    };
    secondary(cx, m.invite, body)
}
