//! One line of a ledger of consents: what it is about, what became of it, and
//! the question before it is taken back.

use yew::{Html, html};

/// One of them. `button` opens `question`, so that one of the two is there at most.
pub(super) fn entry(name: &str, said: &str, button: Option<Html>, question: Option<Html>) -> Html {
    html! {
        <>
            <div class="between">
                <div class="grow">
                    <p>{name.to_owned()}</p>
                    <p class="second num">{said.to_owned()}</p>
                </div>
                { for button }
            </div>
            { for question }
        </>
    }
}
