//! Asks an officer why, in place: a reason, a note, and one press that does it.

use guiyan_core::{
    branch::{
        activity::{CancelReason, ReorderReason},
        member::{DisputeAnswer, EndReason, SendBackReason},
    },
    refusal::{Field as Name, FieldIssue},
    text::{Issue, optional_story},
};
use yew::prelude::*;

use crate::{
    app::focus,
    components::{Button, Choice, Cx, Field, Sender, choices, problem},
    messages::{labels::Label, queue},
};

/// What a reason is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Step {
    /// 退回
    SendBack,
    /// 结束流动
    End,
    /// 取消活动
    Cancel,
    /// 答复家乡的“信息有误”
    Answer,
    /// 调整候补顺序
    Reorder,
}

impl Step {
    /// The id of the button that asks.
    pub(super) fn button(self) -> &'static str {
        match self {
            Self::SendBack => "send-back",
            Self::End => "end",
            Self::Cancel => "cancel",
            Self::Answer => "answer",
            Self::Reorder => "reorder",
        }
    }

    fn reasons(self, cx: &Cx) -> Vec<Choice> {
        match self {
            Self::SendBack => choices::<SendBackReason>(cx.lang()),
            Self::End => choices::<EndReason>(cx.lang()),
            Self::Cancel => choices::<CancelReason>(cx.lang()),
            Self::Answer => choices::<DisputeAnswer>(cx.lang()),
            Self::Reorder => choices::<ReorderReason>(cx.lang()),
        }
    }

    // 其他, the last of the reasons, says nothing by itself.
    fn needs_note(self, reason: usize) -> bool {
        match self {
            Self::SendBack => SendBackReason::ALL.get(reason) == Some(&SendBackReason::Other),
            Self::Cancel => CancelReason::ALL.get(reason) == Some(&CancelReason::Other),
            Self::Answer => DisputeAnswer::ALL.get(reason) == Some(&DisputeAnswer::Other),
            Self::Reorder => ReorderReason::ALL.get(reason) == Some(&ReorderReason::Other),
            Self::End => false,
        }
    }
}

/// What was typed. It stays until the step is done.
#[derive(Clone, PartialEq, Default)]
struct Typed {
    step: Option<Step>,
    reason: String,
    note: String,
    tried: bool,
}

/// The question, open or not.
#[derive(Clone)]
pub(super) struct Why {
    cx: Cx,
    typed: UseStateHandle<Typed>,
}

/// A question of this component. The focus goes to it, and back to its button.
#[hook]
pub(super) fn use_why(cx: &Cx) -> Why {
    let typed = use_state(Typed::default);
    let last = use_mut_ref(|| None::<Step>);
    let root = cx.shell.root.clone();
    use_effect_with(typed.step, move |step| {
        let before = std::mem::replace(&mut *last.borrow_mut(), *step);
        match (before, step) {
            (_, Some(_)) => focus(&root, "why-title", false),
            (Some(before), None) => focus(&root, before.button(), true),
            (None, None) => {}
        }
    });
    Why { cx: cx.clone(), typed }
}

impl Why {
    /// What is being asked about.
    pub(super) fn step(&self) -> Option<Step> {
        self.typed.step
    }

    /// Asks.
    pub(super) fn ask(&self, step: Step) -> Callback<MouseEvent> {
        let typed = self.typed.clone();
        Callback::from(move |_| {
            typed.set(Typed { step: Some(step), note: typed.note.clone(), ..Typed::default() });
        })
    }

    /// Asks, where it was not a press of its own button.
    pub(super) fn open(&self, step: Step) {
        self.typed.set(Typed { step: Some(step), ..Typed::default() });
    }

    /// Stops asking. The note stays, should it be asked again.
    pub(super) fn close(&self) {
        self.typed.set(Typed { note: self.typed.note.clone(), ..Typed::default() });
    }

    fn reason(&self) -> Option<usize> {
        self.typed.reason.parse().ok()
    }

    /// The reason's label, once it is chosen.
    pub(super) fn chosen(&self, step: Step) -> Option<String> {
        let reasons = step.reasons(&self.cx);
        reasons.get(self.reason()?).map(|(_, label)| label.to_string())
    }

    /// Whether it was pressed before all was filled in.
    pub(super) fn tried(&self) -> bool {
        self.typed.tried
    }

    /// The note so far.
    pub(super) fn note(&self) -> &str {
        &self.typed.note
    }

    fn note_issue(&self, step: Step) -> Option<String> {
        let needed = self.reason().is_some_and(|at| step.needs_note(at));
        let issue = match optional_story(&self.typed.note, 300) {
            Ok(None) if needed => Issue::Required,
            Ok(_) => return None,
            Err(issue) => issue,
        };
        Some(FieldIssue { field: Name::Note, issue }.sentence(self.cx.lang()))
    }

    fn set(&self, change: fn(&mut Typed, String), send: &Sender) -> Callback<String> {
        let (typed, send) = (self.typed.clone(), send.clone());
        Callback::from(move |value| {
            let mut next = (*typed).clone();
            change(&mut next, value);
            typed.set(next);
            send.clear();
        })
    }

    /// The question: `title`, `help` above the fields, `below` under them, and
    /// the two answers. `yes` is given the reason's place and the note.
    pub(super) fn html(
        &self,
        step: Step,
        send: &Sender,
        title: String,
        help: Html,
        below: Html,
        yes: Callback<(usize, String)>,
    ) -> Html {
        self.html_with(step, send, title, help, below, (None, yes))
    }

    /// The same with a field of its own in `help`, whose id comes along while
    /// something is wrong with it.
    pub(super) fn html_with(
        &self,
        step: Step,
        send: &Sender,
        title: String,
        help: Html,
        below: Html,
        (first, yes): (Option<&'static str>, Callback<(usize, String)>),
    ) -> Html {
        let (m, typed) = (self.cx.pm(), &self.typed);
        let (desk, order) = (&m.desk, queue::of(self.cx.lang()));
        let (label, doing, note_help) = match step {
            Step::SendBack => (desk.send_back, desk.sending_back, desk.note_for_member),
            Step::End => (desk.confirm_end, desk.ending, ""),
            Step::Cancel => (desk.confirm_cancel, desk.cancelling, desk.note_for_guests),
            Step::Answer => (desk.answer, desk.answering, desk.note_for_home),
            Step::Reorder => (order.confirm, order.moving, order.note_help),
        };
        // An answer takes nothing away.
        let harmless = matches!(step, Step::Answer | Step::Reorder);
        let button = if harmless { Button::primary } else { Button::danger };
        let needed = self.reason().is_some_and(|at| step.needs_note(at));
        let missing = self.reason().is_none().then(|| desk.choose_why.to_owned());
        let issue = self.note_issue(step);
        let wrong = match (&missing, &issue) {
            (Some(_), _) => Some("why-reason"),
            (None, Some(_)) => Some("why-note"),
            (None, None) => None,
        };
        let wrong = first.or(wrong);
        let told = send.field(Name::Note);
        let failure = send.problem().filter(|_| told.is_none());
        let press = {
            let (typed, root) = (typed.clone(), self.cx.shell.root.clone());
            Callback::from(move |_| match (wrong, typed.reason.parse()) {
                (None, Ok(reason)) => yes.emit((reason, typed.note.clone())),
                _ => {
                    typed.set(Typed { tried: true, ..(*typed).clone() });
                    focus(&root, wrong.unwrap_or("why-reason"), false);
                }
            })
        };
        let no = {
            let why = self.clone();
            Callback::from(move |_| why.close())
        };
        let escape = {
            let why = self.clone();
            Callback::from(move |event: KeyboardEvent| {
                if event.key() == "Escape" && !event.is_composing() {
                    event.stop_propagation();
                    why.close();
                }
            })
        };
        html! {
            <div class="confirm rise" role="group" aria-labelledby="why-title" onkeydown={escape}>
                <p class="strong" id="why-title" tabindex="-1">{title}</p>
                {help}
                {Field {
                    id: "why-reason",
                    label: if step == Step::Answer { desk.how } else { desk.why },
                    value: &typed.reason,
                    error: missing.filter(|_| typed.tried),
                    on: self.set(|typed, value| typed.reason = value, send),
                    ..Field::default()
                }.select(&step.reasons(&self.cx), m.choose)}
                {Field {
                    id: "why-note",
                    label: desk.note,
                    help: note_help,
                    optional: if needed { "" } else { m.optional },
                    value: &typed.note,
                    error: issue.filter(|_| typed.tried).or(told),
                    on: self.set(|typed, value| typed.note = value, send),
                    ..Field::default()
                }.area("3")}
                {below}
                { for failure.map(|failure| problem(&self.cx, &failure)) }
                <div class="actions">
                    {button(label).busy(send.busy(), doing).on(press).html()}
                    {Button::quiet(m.keep).on(no).html()}
                </div>
            </div>
        }
    }
}
