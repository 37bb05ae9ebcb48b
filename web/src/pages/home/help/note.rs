//! Asks for words before a step is done, in place: a reason where there are
//! reasons, a note, and one press.

use guiyan_core::{
    Command, Outcome,
    refusal::{Field as Name, FieldIssue},
    text::{Issue, optional_story, story},
};
use yew::prelude::*;

use crate::{
    app::focus,
    components::{Button, Choice, Cx, Field, problem, use_command},
    messages::home::request,
};

/// What is asked, and what it comes to.
#[derive(Properties, Clone, PartialEq)]
pub(in crate::pages::home) struct NoteProps {
    pub cx: Cx,
    /// Begins every id, so that two of them can be open on one page.
    pub id: AttrValue,
    pub title: AttrValue,
    pub help: &'static str,
    /// The label of the note.
    pub label: &'static str,
    /// Reasons to choose from; the last of them needs the note. Without any the
    /// note is needed.
    #[prop_or_default]
    pub reasons: Vec<Choice>,
    /// The label of the reasons.
    #[prop_or_default]
    pub why: Option<&'static str>,
    pub yes: &'static str,
    pub doing: &'static str,
    /// The branch that the command is for.
    pub branch: AttrValue,
    /// Makes the command of the reason's place and the note.
    pub command: Callback<(usize, String), Command>,
    pub done: Callback<Outcome>,
    pub close: Callback<()>,
}

/// The question with its fields.
#[function_component]
pub(in crate::pages::home) fn Note(props: &NoteProps) -> Html {
    let cx = &props.cx;
    let reason = use_state(String::new);
    let note = use_state(String::new);
    let tried = use_state(|| false);
    let send = use_command(cx, props.done.clone());
    let part = |name: &str| [&*props.id, "-", name].concat();
    let (root, title) = (cx.shell.root.clone(), part("title"));
    use_effect_with((), move |()| focus(&root, &title, false));

    let (m, pm) = (request::of(cx.lang()), cx.pm());
    let chosen: Option<usize> = reason.parse().ok();
    let needed = props.reasons.is_empty() || chosen.is_some_and(|at| at + 1 == props.reasons.len());
    let missing = (chosen.is_none() && !props.reasons.is_empty()).then(|| m.choose_why.to_owned());
    let issue = match needed {
        true => story(&note, 2, 300).err(),
        false => optional_story(&note, 300).err(),
    };
    let sentence = |issue: Issue| FieldIssue { field: Name::Note, issue }.sentence(cx.lang());
    let wrong = match (&missing, issue) {
        (Some(_), _) => Some(part("reason")),
        (None, Some(_)) => Some(part("note")),
        (None, None) => None,
    };
    let told = send.field(Name::Note);
    let failure = send.problem().filter(|_| told.is_none());
    let press = {
        let (send, tried, root) = (send.clone(), tried.clone(), cx.shell.root.clone());
        let (command, branch) = (props.command.clone(), props.branch.clone());
        let (note, wrong) = ((*note).clone(), wrong.clone());
        Callback::from(move |_| match &wrong {
            Some(wrong) => {
                tried.set(true);
                focus(&root, wrong, false);
            }
            None => send.send_to(&branch, command.emit((chosen.unwrap_or(0), note.clone()))),
        })
    };
    let set = |state: &UseStateHandle<String>| {
        let (state, send) = (state.clone(), send.clone());
        Callback::from(move |value| {
            send.clear();
            state.set(value);
        })
    };
    let escape = {
        let close = props.close.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" && !event.is_composing() {
                event.stop_propagation();
                close.emit(());
            }
        })
    };
    let no = Button::quiet(pm.keep).on(props.close.reform(|_| ()));
    html! {
        <div class="confirm rise" role="group" aria-labelledby={part("title")} onkeydown={escape}>
            <p class="strong" id={part("title")} tabindex="-1">{&props.title}</p>
            if !props.help.is_empty() {
                <p class="second">{props.help}</p>
            }
            if !props.reasons.is_empty() {
                {Field {
                    id: &part("reason"),
                    label: props.why.unwrap_or(m.why),
                    value: &reason,
                    error: missing.filter(|_| *tried),
                    on: set(&reason),
                    ..Field::default()
                }.select(&props.reasons, pm.choose)}
            }
            {Field {
                id: &part("note"),
                label: props.label,
                optional: if needed { "" } else { pm.optional },
                value: &note,
                error: issue.filter(|_| *tried).map(sentence).or(told),
                on: set(&note),
                ..Field::default()
            }.area("3")}
            { for failure.map(|failure| problem(cx, &failure)) }
            <div class="actions">
                {Button::primary(props.yes).busy(send.busy(), props.doing).on(press).html()}
                {no.html()}
            </div>
        </div>
    }
}

/// Which question is open, by the id of its button.
#[derive(Clone)]
pub(in crate::pages::home) struct Open(UseStateHandle<Option<AttrValue>>);

/// At most one open question of this component. When it is closed the focus
/// goes back to its button.
#[hook]
pub(in crate::pages::home) fn use_open(cx: &Cx) -> Open {
    let open = use_state(|| None::<AttrValue>);
    let last = use_mut_ref(|| None::<AttrValue>);
    let root = cx.shell.root.clone();
    use_effect_with((*open).clone(), move |open| {
        let before = std::mem::replace(&mut *last.borrow_mut(), open.clone());
        if let (Some(before), None) = (before, open) {
            focus(&root, &before, true);
        }
    });
    Open(open)
}

impl Open {
    /// Whether that question is open.
    pub(in crate::pages::home) fn is(&self, id: &str) -> bool {
        self.0.as_deref() == Some(id)
    }

    /// Whether any is.
    pub(in crate::pages::home) fn any(&self) -> bool {
        self.0.is_some()
    }

    /// Opens that question.
    pub(in crate::pages::home) fn ask(&self, id: &str) -> Callback<MouseEvent> {
        let (open, id) = (self.0.clone(), AttrValue::from(id.to_owned()));
        Callback::from(move |_| open.set(Some(id.clone())))
    }

    /// Closes it.
    pub(in crate::pages::home) fn close(&self) -> Callback<()> {
        let open = self.0.clone();
        Callback::from(move |()| open.set(None))
    }
}
