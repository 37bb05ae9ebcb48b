//! The few things asked of the browser itself, each of which may be missing.

use guiyan_core::{ids::CommandId, time::Timestamp};
use js_sys::{Date, Function, Math, Promise, Reflect};
use uuid::Uuid;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, Storage, Window};

pub(crate) fn window() -> Option<Window> {
    web_sys::window()
}

pub(crate) fn document() -> Option<Document> {
    window()?.document()
}

/// Whether nobody can see the page.
pub(crate) fn hidden() -> bool {
    document().is_some_and(|document| document.hidden())
}

/// The device's clock. The service's is preferred wherever one is known.
pub(crate) fn clock() -> Timestamp {
    Timestamp(Date::now() as i64)
}

/// Waits. Hidden pages wait longer, as browsers slow their timers.
pub(crate) async fn sleep(ms: f64) {
    let promise = Promise::new(&mut |resolve, _| {
        if let Some(window) = window() {
            // Fails only for a function that is none.
            let _ =
                window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms as i32);
        }
    });
    // A timeout does not reject.
    let _ = JsFuture::from(promise).await;
}

/// The pause before try number `attempt` (from 0): doubling up to half a
/// minute, spread so that many widgets do not come back in step.
pub(crate) async fn back_off(attempt: u32) {
    let longest = 700.0 * f64::from(1_u32 << attempt.min(6));
    sleep(longest.min(30_000.0) * (0.5 + Math::random() / 2.0)).await;
}

/// A new UUIDv7. Not `randomUUID`, which plain http does not have.
pub(crate) fn command_id() -> CommandId {
    let mut bytes = [0_u8; 10];
    let filled = window()
        .and_then(|window| window.crypto().ok())
        .and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).ok());
    if filled.is_none() {
        // Ids must differ, not be secret.
        bytes.fill_with(|| (Math::random() * 256.0) as u8);
    }
    CommandId(uuid::Builder::from_unix_timestamp_millis(Date::now() as u64, &bytes).into_uuid())
}

/// The width of the element whose shadow root holds `node`.
pub(crate) fn width_around(node: &Element) -> f64 {
    let host = Reflect::get(&node.get_root_node(), &"host".into()).ok();
    let host = host.and_then(|host| host.dyn_into::<Element>().ok());
    host.map_or(0.0, |host| host.get_bounding_client_rect().width())
}

/// The address of the page around.
pub(crate) fn address() -> Option<String> {
    document()?.url().ok()
}

/// Puts text where it can be pasted from. Plain http has no clipboard, and a
/// frame may be denied it: then what is selected is copied the old way.
pub(crate) async fn copy(text: &str) -> bool {
    let get = |of: &JsValue, name: &str| Reflect::get(of, &JsValue::from_str(name)).ok();
    let navigator = window().and_then(|window| get(&window, "navigator"));
    let clipboard = navigator.and_then(|navigator| get(&navigator, "clipboard"));
    let write = clipboard.as_ref().and_then(|clipboard| get(clipboard, "writeText"));
    if let (Some(clipboard), Some(Ok(write))) = (clipboard, write.map(JsCast::dyn_into::<Function>))
        && let Ok(promise) = write.call1(&clipboard, &JsValue::from_str(text))
        && JsFuture::from(Promise::resolve(&promise)).await.is_ok()
    {
        return true;
    }
    let Some(document) = document() else { return false };
    let command = get(&document, "execCommand").map(JsCast::dyn_into::<Function>);
    let Some(Ok(command)) = command else { return false };
    command.call1(&document, &"copy".into()).is_ok_and(|copied| copied.is_truthy())
}

/// Session storage; frames and private windows may have none.
pub(crate) fn storage() -> Option<Storage> {
    window()?.session_storage().ok()?
}

/// Storage that outlives the tab, likewise.
pub(crate) fn lasting() -> Option<Storage> {
    window()?.local_storage().ok()?
}

/// Where the session of our own at a service is kept.
pub(crate) fn session_key(service: &str) -> String {
    ["guiyan-session:", service].concat()
}

/// As text without hyphens being asked twice: an id for the DOM.
pub(crate) fn dom_id(prefix: &str, id: &Uuid) -> String {
    [prefix, &id.to_string()].concat()
}
