//! The page around the widget, as the element passes it in.

use std::cell::{Cell, RefCell};

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// What the widget may ask of the page around it.
    #[derive(Clone)]
    pub type Host;

    #[wasm_bindgen(method, catch, js_name = getToken)]
    fn get_token(this: &Host) -> Result<Promise, JsValue>;

    /// Whom the widget asks instead of the network.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn fetch(this: &Host) -> Option<Function>;

    #[wasm_bindgen(method)]
    fn emit(this: &Host, name: &str, detail: &JsValue);

    #[wasm_bindgen(js_namespace = console, js_name = error)]
    fn console_error(text: &str);
}

impl Host {
    /// What the page gives for a token: null where it leaves signing in to the
    /// widget. A page that fails to give one has nobody signed in.
    pub(crate) async fn token(&self) -> JsValue {
        match self.get_token() {
            Ok(token) => JsFuture::from(token).await.unwrap_or_default(),
            Err(_) => JsValue::UNDEFINED,
        }
    }

    /// The first view is drawn.
    pub(crate) fn ready(&self) {
        self.emit("guiyan-ready", &Object::new());
    }

    /// The view shows another version.
    pub(crate) fn changed(&self, version: u64) {
        self.emit("guiyan-change", &detail(&[("version", JsValue::from_f64(version as f64))]));
    }

    /// The person asks for 长辈版, or for the standard one again.
    pub(crate) fn turn_mode(&self) {
        self.emit("guiyan-mode", &Object::new());
    }

    /// A step needs a signed-in caller.
    pub(crate) fn sign_in_needed(&self) {
        self.emit("guiyan-sign-in-needed", &Object::new());
    }

    /// Something an administrator of the page should know.
    pub(crate) fn error(&self, code: &str, message: &str) {
        self.emit("guiyan-error", &detail(&[("code", code.into()), ("message", message.into())]));
    }
}

fn detail(entries: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (key, value) in entries {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(key), value);
    }
    object.into()
}

thread_local! {
    static WATCHED: Cell<bool> = const { Cell::new(false) };
    static HOSTS: RefCell<Vec<(usize, Host)>> = const { RefCell::new(Vec::new()) };
    static NEXT: Cell<usize> = const { Cell::new(0) };
}

/// A mount's place on the list of those told about a panic.
pub(crate) struct Listed(usize);

/// Lists a host until the result is dropped.
pub(crate) fn list(host: &Host) -> Listed {
    let id = NEXT.get();
    NEXT.set(id + 1);
    HOSTS.with_borrow_mut(|hosts| hosts.push((id, host.clone())));
    Listed(id)
}

impl Drop for Listed {
    fn drop(&mut self) {
        HOSTS.with(|hosts| {
            if let Ok(mut hosts) = hosts.try_borrow_mut() {
                hosts.retain(|(id, _)| *id != self.0);
            }
        });
    }
}

/// A panic ends the module for every mount, so every mount is told.
pub(crate) fn watch_panics() {
    if WATCHED.replace(true) {
        return;
    }
    yew::set_custom_panic_hook(Box::new(|panic| {
        let message = panic.to_string();
        console_error(&message);
        HOSTS.with(|hosts| {
            if let Ok(hosts) = hosts.try_borrow() {
                for (_, host) in hosts.iter() {
                    host.error("panic", &message);
                }
            }
        });
    }));
}
