//! What the queue looks like from where one stands: who is before, and what
//! officers did with one's position.

use guiyan_core::view::{ActivityView, Ahead, ReorderView};
use yew::prelude::*;

use crate::{
    components::Cx,
    format,
    messages::{fill, labels::Label, queue},
};

/// Why it is that position.
pub(super) fn why(cx: &Cx, activity: &ActivityView, position: u32, ahead: Option<&Ahead>) -> Html {
    let m = queue::of(cx.lang());
    let moment = |at| format::moment(at, cx.now(), cx.lang());
    let before = ahead.map(|ahead| match position {
        2 => fill(m.ahead_one, &[&moment(ahead.last)]),
        _ => {
            let (first, last) = (ahead.first.min(ahead.last), ahead.first.max(ahead.last));
            let before = position.saturating_sub(1).to_string();
            fill(m.ahead, &[&before, &moment(first), &moment(last)])
        }
    });
    let moved = |it: &ReorderView| {
        let (from, to) = (it.from.to_string(), it.to.to_string());
        let sentence = fill(m.moved, &[&from, &to, it.reason.label(cx.lang())]);
        html! {
            <>
                <p class="second">{sentence}</p>
                { for it.note.as_ref().map(|note| html! { <p class="second pre">{note}</p> }) }
            </>
        }
    };
    html! {
        <>
            { for before.map(|before| html! { <p class="second num">{before}</p> }) }
            { for activity.reorders.iter().map(moved) }
        </>
    }
}
