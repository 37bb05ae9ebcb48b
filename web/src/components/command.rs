use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use guiyan_core::{Command, Outcome, Submission, refusal::Field};
use wasm_bindgen_futures::spawn_local;
use yew::{Callback, functional::UseForceUpdateHandle, hook, use_force_update, use_ref};

use super::Cx;
use crate::{effects::Shell, port::Problem};

/// Sends commands, one at a time.
#[derive(Clone)]
pub(crate) struct Sender(Rc<Parts>);

struct Parts {
    cx: Cx,
    state: Rc<State>,
    redraw: UseForceUpdateHandle,
    done: Callback<Outcome>,
}

#[derive(Default)]
struct State {
    busy: Cell<bool>,
    problem: RefCell<Option<Problem>>,
    // What was sent without an answer: pressed again, it goes under the same id.
    unanswered: RefCell<Option<(String, Submission)>>,
}

/// A sender for this component. `done` is called with what a command came to,
/// once the view shows it.
#[hook]
pub(crate) fn use_command(cx: &Cx, done: Callback<Outcome>) -> Sender {
    let state = use_ref(State::default);
    let redraw = use_force_update();
    Sender(Rc::new(Parts { cx: cx.clone(), state, redraw, done }))
}

impl Sender {
    /// Whether a command is under way.
    pub(crate) fn busy(&self) -> bool {
        self.0.state.busy.get()
    }

    /// Why the last command failed.
    pub(crate) fn problem(&self) -> Option<Problem> {
        self.0.state.problem.borrow().clone()
    }

    /// What the service says about a field.
    pub(crate) fn field(&self, field: Field) -> Option<String> {
        self.0.state.problem.borrow().as_ref()?.field(field.name())
    }

    /// What failed is no longer of interest.
    pub(crate) fn clear(&self) {
        if self.0.state.problem.borrow_mut().take().is_some() {
            self.0.redraw.force_update();
        }
    }

    /// Sends a command to the branch shown. While one is under way, does nothing.
    pub(crate) fn send(&self, command: impl Into<Command>) {
        self.send_to(self.0.cx.branch(), command.into());
    }

    /// Sends a command to any branch, or without one to the district.
    pub(crate) fn send_to(&self, branch: &str, command: Command) {
        if self.0.state.busy.replace(true) {
            return;
        }
        *self.0.state.problem.borrow_mut() = None;
        self.0.redraw.force_update();
        let unanswered = self.0.state.unanswered.borrow_mut().take();
        let again = unanswered.filter(|(to, sent)| to == branch && sent.command == command);
        let (branch, submission) =
            again.unwrap_or_else(|| (branch.to_owned(), Shell::submission(command)));
        let sender = self.clone();
        spawn_local(async move { sender.carry_out(branch, submission).await });
    }

    async fn carry_out(self, branch: String, submission: Submission) {
        let result = self.0.cx.shell.submit(&branch, &submission).await;
        self.0.state.busy.set(false);
        match result {
            Ok(answer) => self.0.done.emit(answer.outcome),
            Err(mut problem) => {
                if problem.is_passing() {
                    problem.next = self.0.cx.pm().not_sent_next.to_owned();
                    *self.0.state.unanswered.borrow_mut() = Some((branch, submission));
                }
                *self.0.state.problem.borrow_mut() = Some(problem);
            }
        }
        self.0.redraw.force_update();
    }
}
