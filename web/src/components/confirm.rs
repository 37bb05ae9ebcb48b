use yew::{
    Callback, Html, KeyboardEvent, MouseEvent, UseStateHandle, hook, html, use_effect_with,
    use_ref, use_state,
};

use super::{Button, Cx};
use crate::app::focus;

/// A question asked once, in place, before something is taken away.
#[derive(Clone)]
pub(crate) struct Confirm {
    open: UseStateHandle<bool>,
    // Of the question, so that two of them can be open on one page.
    id: String,
}

/// A question that the button with that id opens. The focus goes to the
/// question, and back to the button when it is answered.
#[hook]
pub(crate) fn use_confirm(cx: &Cx, button: &str) -> Confirm {
    let open = use_state(|| false);
    let was = use_ref(|| std::cell::Cell::new(false));
    let (root, button) = (cx.shell.root.clone(), button.to_owned());
    let id = [&*button, "-question"].concat();
    let question = id.clone();
    use_effect_with(*open, move |open| {
        if was.replace(*open) != *open {
            focus(&root, if *open { &question } else { &button }, !*open);
        }
    });
    Confirm { open, id }
}

impl Confirm {
    /// Whether it is being asked.
    pub(crate) fn is_open(&self) -> bool {
        *self.open
    }

    /// Asks.
    pub(crate) fn ask(&self) -> Callback<MouseEvent> {
        let open = self.open.clone();
        Callback::from(move |_| open.set(true))
    }

    /// Stops asking.
    pub(crate) fn close(&self) {
        self.open.set(false);
    }

    /// The question with `body` below it, and its two answers.
    pub(crate) fn html(&self, question: &str, body: Html, yes: Button, no: &'static str) -> Html {
        let (open, escape) = (self.open.clone(), self.open.clone());
        let no = Button::quiet(no).on(Callback::from(move |_| open.set(false)));
        let onkeydown = Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.stop_propagation();
                escape.set(false);
            }
        });
        html! {
            <div class="confirm rise" role="group" aria-labelledby={self.id.clone()} {onkeydown}>
                <p class="strong" id={self.id.clone()} tabindex="-1">{question.to_owned()}</p>
                {body}
                <div class="actions">{yes.html()}{no.html()}</div>
            </div>
        }
    }
}
