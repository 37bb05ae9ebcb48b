//! Several tabs of one origin: one refreshes at a time, and tells the others.

use std::{cell::RefCell, future::Future, rc::Rc};

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{BroadcastChannel, MessageEvent};

use super::session::Access;
use crate::browser;

/// What one tab tells the others.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Said {
    /// There is a newer access token.
    Token(Access),
    /// The person has signed out.
    Out,
}

/// The line between the tabs of this origin. Nothing of it is stored.
pub(super) struct Channel {
    channel: BroadcastChannel,
    _hear: Closure<dyn FnMut(MessageEvent)>,
}

impl Channel {
    pub(super) fn say(&self, said: &Said) {
        let parts = Array::new();
        if let Said::Token(access) = said {
            parts.push(&JsValue::from_str(&access.token));
            parts.push(&JsValue::from_f64(access.until));
            parts.push(&JsValue::from_str(&access.person));
        }
        // Texts and numbers can always be cloned.
        let _ = self.channel.post_message(&parts);
    }
}

/// Hears what other tabs say under that name, where the browser can.
pub(super) fn listen(name: &str, hear: impl Fn(Said) + 'static) -> Option<Channel> {
    let channel = BroadcastChannel::new(name).ok()?;
    let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Ok(parts) = event.data().dyn_into::<Array>() {
            let text = |at| parts.get(at).as_string();
            hear(match (text(0), parts.get(1).as_f64(), text(2)) {
                (Some(token), Some(until), Some(person)) => {
                    Said::Token(Access { token, until, person })
                }
                _ => Said::Out,
            });
        }
    });
    channel.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    Some(Channel { channel, _hear: hear })
}

/// Does something while no other tab does anything under that name. Plain http
/// and sandboxed frames have no locks: then it is done without.
pub(super) async fn alone(name: &str, work: impl Future<Output = ()> + 'static) {
    let work = Rc::new(RefCell::new(Some(work)));
    if let Some(locked) = lock(name, work.clone()) {
        // Refused locks leave the work undone, and to us.
        let _ = JsFuture::from(locked).await;
    }
    let left = work.borrow_mut().take();
    if let Some(work) = left {
        work.await;
    }
}

fn lock<F: Future<Output = ()> + 'static>(
    name: &str,
    work: Rc<RefCell<Option<F>>>,
) -> Option<Promise> {
    let get = |of: &JsValue, name: &str| Reflect::get(of, &JsValue::from_str(name)).ok();
    let locks = get(&get(&browser::window()?.into(), "navigator")?, "locks")?;
    let request = get(&locks, "request")?.dyn_into::<Function>().ok()?;
    let held = Closure::once_into_js(move |_: JsValue| {
        future_to_promise(async move {
            let work = work.borrow_mut().take();
            if let Some(work) = work {
                work.await;
            }
            Ok(JsValue::UNDEFINED)
        })
    });
    let promise = request.call2(&locks, &JsValue::from_str(name), &held).ok()?;
    Some(Promise::resolve(&promise))
}
