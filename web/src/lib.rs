//! The widget of Guiyan 归雁: a Yew app that the custom element mounts.
//!
//! Data goes one way round: intent → command → [`port`] → view → pixels. The
//! widget decides nothing: what a caller may see and do comes with the view,
//! and the checks of the forms are core's.
//!
//! Reading order: [`host`] and [`config`], what the page around gives;
//! [`state`], what is known; [`port`], whom to ask; [`effects`], which joins
//! the two; then [`app`], [`components`] and [`pages`], which draw.

mod app;
mod browser;
mod codes;
mod components;
mod config;
mod effects;
mod format;
mod host;
mod later;
mod messages;
mod pages;
mod port;
mod read;
mod state;
mod write;

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;
use yew::AppHandle;

use app::{App, AppProps};
use config::Config;
use effects::Shell;
use host::Host;
use state::Route;

/// Draws a branch into `root`, which must be empty and the widget's alone.
#[wasm_bindgen]
pub fn mount(root: HtmlElement, config: JsValue, host: Host) -> MountHandle {
    host::watch_panics();
    let shell = Shell::new(root.clone(), Config::read(&config), host);
    let props = AppProps { shell: shell.clone() };
    let app = yew::Renderer::<App>::with_root_and_props(root.into(), props).render();
    shell.start();
    MountHandle { shell, app: Some(app) }
}

/// A running widget.
#[wasm_bindgen]
pub struct MountHandle {
    shell: Rc<Shell>,
    app: Option<AppHandle<App>>,
}

#[wasm_bindgen]
impl MountHandle {
    /// Takes over changed attributes.
    pub fn update(&self, config: JsValue) {
        self.shell.update(Config::read(&config));
    }

    /// The caller is another, or has signed in or out.
    #[wasm_bindgen(js_name = tokenChanged)]
    pub fn token_changed(&self) {
        self.shell.token_changed();
    }

    /// Opens the form for signing in by phone: the page has no sign-in of its own.
    #[wasm_bindgen(js_name = signIn)]
    pub fn sign_in(&self) {
        self.shell.go(Route::SignIn);
    }

    /// Fetches anew what is shown.
    pub fn refresh(&self) {
        self.shell.reload();
    }

    /// Ends the widget and what it listens to.
    pub fn destroy(&mut self) {
        self.shell.stop();
        if let Some(app) = self.app.take() {
            app.destroy();
        }
    }
}
