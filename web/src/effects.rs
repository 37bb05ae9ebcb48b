//! Joins what is known with whom to ask: every call to the service starts here,
//! and every answer comes back as an action.

mod watch;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use guiyan_core::{Command, Submission, time::Timestamp, view::BranchView};
use wasm_bindgen::{JsCast, prelude::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlElement, ResizeObserver};
use yew::Callback;

use crate::{
    browser,
    config::Config,
    host::{self, Host, Listed},
    later,
    port::{Answer, Port, Problem, Subscription},
    state::{Action, Drafts, Load, Model, Part, Route, Tab},
};

/// Called by the browser, without arguments.
type Listener = Closure<dyn FnMut()>;

/// One mounted widget: its model, its port, and what runs for it.
pub(crate) struct Shell {
    /// The page around.
    pub host: Host,
    /// The element all is drawn into.
    pub root: HtmlElement,
    /// What is being written.
    pub drafts: Drafts,
    model: RefCell<Rc<Model>>,
    port: RefCell<Port>,
    redraw: RefCell<Callback<()>>,
    etag: RefCell<Option<String>>,
    // Answers to what was asked before, otherwise or by another caller, are dropped.
    generation: Cell<u32>,
    // What an earlier caller was shown is not for the next.
    caller: Cell<u32>,
    loading: Cell<bool>,
    again: Cell<bool>,
    ready: Cell<bool>,
    /// The parts of the widget that are on their way.
    pub fetching: RefCell<Vec<Part>>,
    stopped: Cell<bool>,
    stream: RefCell<Option<Subscription>>,
    sizes: RefCell<Option<(ResizeObserver, Listener)>>,
    wakes: RefCell<Option<Listener>>,
    _listed: Listed,
}

impl Shell {
    pub(crate) fn new(root: HtmlElement, config: Config, host: Host) -> Rc<Self> {
        let port = Port::http(config.service.clone(), config.lang, host.clone());
        Rc::new(Self {
            _listed: host::list(&host),
            drafts: Drafts::new(config.branch.as_deref().unwrap_or_default()),
            root,
            host,
            model: RefCell::new(Rc::new(Model::new(config))),
            port: RefCell::new(port),
            redraw: RefCell::new(Callback::noop()),
            etag: RefCell::default(),
            generation: Cell::new(0),
            caller: Cell::new(0),
            loading: Cell::new(false),
            again: Cell::new(false),
            ready: Cell::new(false),
            fetching: RefCell::default(),
            stopped: Cell::new(false),
            stream: RefCell::default(),
            sizes: RefCell::default(),
            wakes: RefCell::default(),
        })
    }

    /// What is known now.
    pub(crate) fn model(&self) -> Rc<Model> {
        self.model.borrow().clone()
    }

    /// The service's clock, as far as it is known.
    pub(crate) fn now(&self) -> Timestamp {
        browser::clock().plus(self.model.borrow().skew)
    }

    pub(crate) fn on_redraw(&self, redraw: Callback<()>) {
        *self.redraw.borrow_mut() = redraw;
    }

    /// Changes the model and draws it.
    pub(crate) fn act(&self, action: Action) {
        {
            // A fresh `Rc` every time: pages compare it by address.
            let mut model = self.model.borrow_mut();
            let mut next = Model::clone(&model);
            next.apply(action);
            *model = Rc::new(next);
        }
        let redraw = self.redraw.borrow().clone();
        redraw.emit(());
    }

    /// To another page of the widget.
    pub(crate) fn go(self: &Rc<Self>, route: Route) {
        let model = self.model();
        if model.route == route {
            return;
        }
        self.act(Action::Go(route));
        self.fetch_part();
    }

    // What draws the page; asked for again whenever it is missed.
    fn fetch_part(self: &Rc<Self>) {
        let model = self.model();
        let Some(part) = model.route.part() else { return };
        if model.stuck == Some(part) {
            self.act(Action::PartAsked);
        }
        later::fetch(self, part);
    }

    /// Starts what runs as long as the widget does.
    pub(crate) fn start(self: &Rc<Self>) {
        self.watch_size();
        self.watch_page();
        self.listen();
        self.reload();
        self.fetch_part();
        spawn_local(watch::tick(Rc::downgrade(self)));
    }

    /// Ends it all.
    pub(crate) fn stop(&self) {
        self.stopped.set(true);
        self.generation.set(self.generation.get() + 1);
        *self.redraw.borrow_mut() = Callback::noop();
        self.stream.borrow_mut().take();
        if let Some((observer, _)) = self.sizes.borrow_mut().take() {
            observer.disconnect();
        }
        if let (Some(wake), Some(window)) = (self.wakes.borrow_mut().take(), browser::window()) {
            // Removing a listener does not fail.
            let _ =
                window.remove_event_listener_with_callback("online", wake.as_ref().unchecked_ref());
            if let Some(document) = window.document() {
                let _ = document.remove_event_listener_with_callback(
                    "visibilitychange",
                    wake.as_ref().unchecked_ref(),
                );
            }
        }
    }

    pub(crate) fn update(self: &Rc<Self>, config: Config) {
        let before = self.model();
        if before.config == config {
            return;
        }
        let elsewhere = before.config.branch != config.branch
            || before.config.service != config.service
            || before.config.district != config.district;
        let asks_otherwise = elsewhere || before.config.lang != config.lang;
        if before.config.branch != config.branch {
            self.drafts.turn_to(config.branch.as_deref().unwrap_or_default());
        }
        if asks_otherwise {
            let port = Port::http(config.service.clone(), config.lang, self.host.clone());
            *self.port.borrow_mut() = port;
        }
        self.act(Action::Configure(config));
        if asks_otherwise {
            // In another language the pages stay as they are, with what is typed there.
            if elsewhere {
                self.forget_caller();
            }
            self.forget_answers();
            self.listen();
            self.reload();
        }
    }

    pub(crate) fn token_changed(self: &Rc<Self>) {
        if self.model().branch.ready().is_some_and(|view| view.signed_in) {
            // What one person typed is not for the next.
            self.drafts.clear();
        }
        self.begin_anew();
    }

    /// Fetches everything anew, as another may be shown it.
    pub(crate) fn begin_anew(self: &Rc<Self>) {
        self.forget_caller();
        self.forget_answers();
        self.act(Action::CallerChanged);
        self.reload();
    }

    fn forget_caller(&self) {
        self.caller.set(self.caller.get() + 1);
    }

    fn forget_answers(&self) {
        self.generation.set(self.generation.get() + 1);
        self.loading.set(false);
        *self.etag.borrow_mut() = None;
    }

    /// Fetches the view anew; requests while one is under way become one more.
    pub(crate) fn reload(self: &Rc<Self>) {
        if self.loading.replace(true) {
            self.again.set(true);
            return;
        }
        let shell = self.clone();
        spawn_local(async move {
            let generation = shell.generation.get();
            let mut attempt = 0;
            loop {
                shell.again.set(false);
                let problem = shell.load(generation).await;
                if shell.generation.get() != generation {
                    return;
                }
                match problem {
                    Some(problem) if problem.is_passing() => {
                        browser::back_off(attempt).await;
                        attempt += 1;
                    }
                    _ if shell.again.get() => attempt = 0,
                    _ => break,
                }
                if shell.generation.get() != generation {
                    return;
                }
            }
            shell.loading.set(false);
        });
    }

    /// Tries at once, without waiting for the end of a pause.
    pub(crate) fn retry(self: &Rc<Self>) {
        self.fetch_part();
        if self.model().offline {
            self.forget_answers();
        }
        if let Load::Failed(_) = self.model().branch {
            self.act(Action::Retry);
        }
        self.reload();
    }

    // One round of requests; gives back what went wrong.
    async fn load(self: &Rc<Self>, generation: u32) -> Option<Problem> {
        let model = self.model();
        let port = self.port.borrow().clone();
        let mut problem = None;
        if let Some(branch) = &model.config.branch {
            let etag = self.etag.borrow().clone();
            let fetched = port.branch(branch, etag).await;
            if self.generation.get() != generation {
                return None;
            }
            match fetched {
                Ok(fetched) => {
                    *self.etag.borrow_mut() = fetched.etag;
                    match fetched.view {
                        Some(view) => self.show(view),
                        None => self.act(Action::Offline(false)),
                    }
                }
                Err(failure) => problem = Some(failure),
            }
        }
        if let Some(failure) = &problem {
            // For the administrator of the page, once for each attempt at a branch.
            if let Load::Waiting = self.model().branch {
                self.host.error(&failure.code, &failure.detail);
            }
            self.act(Action::LoadFailed(failure.clone()));
        }
        // Drawn, if only as an error: the host's placeholder has had its time.
        if !self.ready.replace(true) {
            self.host.ready();
        }
        problem
    }

    fn show(self: &Rc<Self>, view: BranchView) {
        let version = view.version;
        let model = self.model();
        let shown = model.branch.ready().filter(|_| !model.foreign);
        // Of two answers under way at once, the older may arrive last.
        if shown.is_some_and(|shown| version < shown.version && view.now <= shown.now) {
            return;
        }
        let before = shown.map(|view| view.version);
        self.act(Action::BranchLoaded(Rc::new(view), browser::clock()));
        if before != Some(version) {
            self.host.changed(version);
        }
        // The list is drawn; now what a tap on it leads to.
        later::fetch(self, Part::Member);
        if self.model().branch.ready().is_some_and(|view| view.desk.is_some()) {
            later::fetch(self, Part::Desk);
        }
    }

    /// Sends a command to a branch and waits until the view shows it. What is
    /// lost on the way is sent again under the same id, so it is done once.
    pub(crate) async fn submit(
        self: &Rc<Self>,
        branch: &str,
        submission: &Submission,
    ) -> Result<Answer, Problem> {
        let port = self.port.borrow().clone();
        let mut attempt = 0;
        let answer = loop {
            match port.send(branch, submission).await {
                Err(problem) if problem.is_passing() && attempt < 3 => {
                    self.act(Action::Offline(problem.status == 0));
                    browser::back_off(attempt).await;
                    attempt += 1;
                }
                Err(problem) => {
                    if problem.status == 401 {
                        self.host.sign_in_needed();
                    }
                    break Err(problem);
                }
                Ok(answer) => break Ok(answer),
            }
        };
        if self.stopped.get() {
            return answer;
        }
        // A refusal too can mean that the page shows what is no longer so.
        if answer.as_ref().is_ok() || answer.as_ref().is_err_and(|problem| problem.status == 409) {
            self.load(self.generation.get()).await;
        } else if answer.as_ref().is_err_and(Problem::is_passing) {
            self.reload();
        }
        answer
    }

    /// Changes with whoever looks at the widget.
    pub(crate) fn caller(&self) -> u32 {
        self.caller.get()
    }

    /// The port, for what pages ask themselves.
    pub(crate) fn port(&self) -> Port {
        self.port.borrow().clone()
    }

    /// A command under a fresh id.
    pub(crate) fn submission(command: impl Into<Command>) -> Submission {
        Submission { id: browser::command_id(), command: command.into() }
    }

    /// The tabs this caller has.
    pub(crate) fn tabs(model: &Model) -> Vec<Tab> {
        let mut tabs = vec![Tab::Activities, Tab::Leads, Tab::Help, Tab::Me];
        let view = model.branch.ready();
        if view.is_some_and(|view| view.desk.is_some()) || model.route.is_district() {
            tabs.push(Tab::Desk);
        }
        if view.is_some_and(|view| view.office) {
            tabs.push(Tab::Office);
        }
        tabs
    }
}
