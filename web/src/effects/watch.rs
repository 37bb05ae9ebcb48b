//! What may change without being asked: the branch, the room there is, the
//! page being hidden or off line, and the time.

use std::{
    cell::Cell,
    rc::{Rc, Weak},
};

use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::ResizeObserver;
use yew::Callback;

use super::Shell;
use crate::{
    browser,
    port::{Word, subscribe},
    state::{Action, Model},
};

/// How often the view's boundaries are looked at, in milliseconds.
const TICK: f64 = 20_000.0;

impl Shell {
    // Word of a change in the branch.
    pub(super) fn listen(self: &Rc<Self>) {
        let shell = Rc::downgrade(self);
        let told = Cell::new(None);
        let on_word = Callback::from(move |word| {
            let Some(shell) = shell.upgrade() else { return };
            let shown = shell.model().branch.ready().map(|view| view.version);
            match word {
                // Told again: what others hold, and the page shows, has changed.
                Word::Version(version)
                    if told.replace(Some(version)) != Some(version)
                        && shown.is_some_and(|shown| shown >= version) => {}
                _ => shell.reload(),
            }
        });
        let branch = self.model().config.branch.clone();
        // The old one goes first: dropping it may end its stream.
        self.stream.borrow_mut().take();
        let stream = branch.map(|branch| subscribe(&self.port.borrow(), &branch, on_word));
        *self.stream.borrow_mut() = stream;
    }

    pub(super) fn watch_size(self: &Rc<Self>) {
        let shell = Rc::downgrade(self);
        let look = Closure::<dyn FnMut()>::new(move || {
            if let Some(shell) = shell.upgrade() {
                shell.measure();
            }
        });
        self.measure();
        if let Ok(observer) = ResizeObserver::new(look.as_ref().unchecked_ref()) {
            observer.observe(&self.root);
            *self.sizes.borrow_mut() = Some((observer, look));
        }
    }

    fn measure(&self) {
        let own = self.root.get_bounding_client_rect().width();
        // Still behind the page's own words: as wide as the element around it,
        // so that the first picture is laid out as it will stay.
        let width = if own > 0.0 { own } else { browser::width_around(&self.root) };
        let mut next = Model::clone(&self.model());
        next.apply(Action::Resized(width));
        // The observer also tells of heights, which change all the time.
        let shown = self.model();
        let rooms = |model: &Model| (model.wide, model.roomy, model.narrow);
        if rooms(&next) != rooms(&shown) {
            self.act(Action::Resized(width));
        }
    }

    // Back on line, or seen again.
    pub(super) fn watch_page(self: &Rc<Self>) {
        let shell = Rc::downgrade(self);
        let wake = Closure::<dyn FnMut()>::new(move || {
            let Some(shell) = shell.upgrade() else { return };
            if let Some(stream) = &*shell.stream.borrow() {
                stream.pause_when_hidden();
            }
            if !browser::hidden() {
                shell.retry();
            }
        });
        if let Some(window) = browser::window() {
            let listener = wake.as_ref().unchecked_ref();
            // Without these the widget is only slower to notice.
            let _ = window.add_event_listener_with_callback("online", listener);
            if let Some(document) = window.document() {
                let _ = document.add_event_listener_with_callback("visibilitychange", listener);
            }
        }
        *self.wakes.borrow_mut() = Some(wake);
    }
}

// Views change by themselves when an activity begins; somebody has to look.
pub(super) async fn tick(shell: Weak<Shell>) {
    loop {
        browser::sleep(TICK).await;
        match shell.upgrade() {
            Some(shell) if !shell.stopped.get() => {
                if !browser::hidden() && shell.model().boundary_passed(shell.now()) {
                    shell.reload();
                }
            }
            _ => return,
        }
    }
}
