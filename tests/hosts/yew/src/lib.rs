//! A portal that is itself a Yew app. Yew finds a handler by a number that it
//! writes on the node, and the numbers begin anew in every module: inside an
//! open shadow root a click on the widget's seventh node would fire this app's
//! seventh handler. The root is closed; the handlers here count, and the test
//! expects that they stay at nothing.

use wasm_bindgen::prelude::*;
use yew::prelude::*;

/// More than the widget has handlers on its first page.
const BUTTONS: usize = 120;

#[function_component]
fn Portal() -> Html {
    let fired = use_state(|| 0_u32);
    let count = {
        let fired = fired.clone();
        Callback::from(move |_: MouseEvent| fired.set(*fired + 1))
    };
    let typed = use_state(|| 0_u32);
    let keys = {
        let typed = typed.clone();
        Callback::from(move |_: KeyboardEvent| typed.set(*typed + 1))
    };
    let service = service();
    html! {
        <>
            <h1>{"门户"}</h1>
            <p>{"点击 "}<output id="fired">{*fired}</output></p>
            <p>{"按键 "}<output id="typed">{*typed}</output></p>
            { for (0..BUTTONS).map(|number| html! {
                <button type="button" onclick={count.clone()} onkeydown={keys.clone()}>{number}</button>
            }) }
            <guiyan-branch branch="xinzhou-beijing" {service} />
        </>
    }
}

/// What the page's address says of the service.
fn service() -> String {
    let query = web_sys::window().and_then(|window| window.location().search().ok());
    let query = query.and_then(|query| web_sys::UrlSearchParams::new_with_str(&query).ok());
    query.and_then(|query| query.get("service")).unwrap_or_default()
}

/// Draws the portal into the page.
#[wasm_bindgen(start)]
pub fn start() {
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id("root"));
    if let Some(root) = root {
        yew::Renderer::<Portal>::with_root(root).render();
    }
}
