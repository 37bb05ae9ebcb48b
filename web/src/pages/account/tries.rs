//! One thing at a time that is asked of the service, and how long it rests
//! after too many tries.

use std::{
    cell::{Cell, RefCell},
    future::Future,
    rc::Rc,
};

use wasm_bindgen_futures::spawn_local;
use yew::{functional::UseForceUpdateHandle, hook, use_effect_with, use_force_update, use_ref};

use crate::{
    browser,
    components::Cx,
    messages::{account as messages, fill},
    port::Problem,
};

/// Something that is tried; a second press while it is under way does nothing.
#[derive(Clone)]
pub(super) struct Try {
    state: Rc<State>,
    redraw: UseForceUpdateHandle,
}

#[derive(Default)]
struct State {
    busy: Cell<bool>,
    problem: RefCell<Option<Problem>>,
    // By the device's clock, in milliseconds.
    rests_until: Cell<i64>,
}

#[hook]
pub(super) fn use_try() -> Try {
    let state = use_ref(State::default);
    let redraw = use_force_update();
    let tried = Try { state, redraw };
    use_seconds(tried.state.rests_until.get());
    tried
}

impl Try {
    pub(super) fn busy(&self) -> bool {
        self.state.busy.get()
    }

    /// Why it failed.
    pub(super) fn problem(&self) -> Option<Problem> {
        self.state.problem.borrow().clone()
    }

    /// The code of the service, if it failed so.
    pub(super) fn failed_with(&self, code: &str) -> bool {
        self.state.problem.borrow().as_ref().is_some_and(|problem| problem.code == code)
    }

    /// What failed is no longer of interest.
    pub(super) fn clear(&self) {
        if self.state.problem.borrow_mut().take().is_some() {
            self.redraw.force_update();
        }
    }

    /// May not be tried before then, by the device's clock.
    pub(super) fn rest_until(&self, at: i64) {
        self.state.rests_until.set(at);
        self.redraw.force_update();
    }

    /// How many seconds it rests.
    pub(super) fn rests(&self) -> u32 {
        left(self.state.rests_until.get())
    }

    /// What a button says while it rests.
    pub(super) fn rest(&self, cx: &Cx) -> Option<String> {
        let m = messages::of(cx.lang());
        match self.rests() {
            0 => None,
            long if long > 120 => Some(fill(m.try_in_minutes, &[&long.div_ceil(60).to_string()])),
            seconds => Some(fill(m.try_in, &[&seconds.to_string()])),
        }
    }

    /// Tries it; `then` is called with what came of it.
    pub(super) fn run<T: 'static>(
        &self,
        cx: &Cx,
        work: impl Future<Output = Result<T, Problem>> + 'static,
        then: impl FnOnce(Result<T, &Problem>) + 'static,
    ) {
        if self.rests() > 0 || self.state.busy.replace(true) {
            return;
        }
        *self.state.problem.borrow_mut() = None;
        self.redraw.force_update();
        let (this, not_sent) = (self.clone(), cx.pm().not_sent_next);
        spawn_local(async move {
            let result = work.await;
            this.state.busy.set(false);
            match result {
                Ok(done) => then(Ok(done)),
                Err(mut problem) => {
                    if problem.status == 0 {
                        problem.next = not_sent.to_owned();
                    }
                    let rest = problem.retry_after.as_deref().and_then(|it| it.parse::<u32>().ok());
                    if let (429, Some(rest)) = (problem.status, rest) {
                        this.state.rests_until.set(browser::clock().0 + i64::from(rest) * 1000);
                    }
                    then(Err(&problem));
                    *this.state.problem.borrow_mut() = Some(problem);
                }
            }
            this.redraw.force_update();
        });
    }
}

/// Whole seconds until then.
fn left(until: i64) -> u32 {
    ((until - browser::clock().0 + 999) / 1000).max(0) as u32
}

/// Draws anew every second until then.
#[hook]
fn use_seconds(until: i64) {
    let redraw = use_force_update();
    use_effect_with(until, move |_| {
        let here = Rc::new(Cell::new(true));
        let still = here.clone();
        spawn_local(async move {
            while still.get() && left(until) > 0 {
                browser::sleep(1000.0).await;
                if still.get() {
                    redraw.force_update();
                }
            }
        });
        move || here.set(false)
    });
}
