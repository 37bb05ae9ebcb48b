//! 我能帮忙: what a member offers to help with.

use guiyan_core::branch::request::{RequestCommand, RequestKind};
use yew::prelude::*;

use super::HelpProps;
use crate::{
    components::{Button, problem, secondary, toggle, use_command},
    messages::{home::help, labels::Label},
};

/// Words to press, saved together.
#[function_component]
pub(super) fn Offer(props: &HelpProps) -> Html {
    let cx = &props.cx;
    let m = help::of(cx.lang());
    // What is pressed and not saved yet; else what the service knows.
    let pressed = use_state(|| None::<Vec<RequestKind>>);
    let saved = use_state(|| false);
    let done = {
        let (pressed, saved) = (pressed.clone(), saved.clone());
        Callback::from(move |_| {
            pressed.set(None);
            saved.set(true);
        })
    };
    let send = use_command(cx, done);
    let offering = &props.help.offering;
    // Until the new view is there, what was saved stays pressed.
    let last = use_mut_ref(|| None::<Vec<RequestKind>>);
    let kept = last.borrow().clone().filter(|_| *saved);
    let kinds = (*pressed).clone().or(kept).unwrap_or_else(|| offering.clone());
    let toggled = |kind: &RequestKind| {
        let (pressed, saved, send, kind) = (pressed.clone(), saved.clone(), send.clone(), *kind);
        let mut next = kinds.clone();
        match next.iter().position(|other| *other == kind) {
            Some(at) => drop(next.remove(at)),
            None => next.push(kind),
        }
        let press = Callback::from(move |_| {
            saved.set(false);
            send.clear();
            pressed.set(Some(next.clone()));
        });
        toggle(kind.label(cx.lang()), kinds.contains(&kind), press)
    };
    let changed = pressed.as_ref().is_some_and(|pressed| {
        pressed.len() != offering.len() || pressed.iter().any(|kind| !offering.contains(kind))
    });
    let save = {
        let (send, kinds, last) = (send.clone(), kinds.clone(), last.clone());
        Callback::from(move |_| {
            *last.borrow_mut() = Some(kinds.clone());
            send.send(if kinds.is_empty() {
                RequestCommand::WithdrawHelpOffer {}
            } else {
                RequestCommand::OfferHelp { kinds: kinds.iter().copied().collect() }
            });
        })
    };
    let said = if changed {
        m.unsaved
    } else if *saved {
        m.saved
    } else {
        ""
    };
    let body = html! {
        <div class="card stack">
            <p class="second">{m.offer_text}</p>
            <div class="toggles" role="group" aria-label={m.offer}>
                { for RequestKind::HELP.iter().map(toggled) }
            </div>
            { for send.problem().map(|failure| problem(cx, &failure)) }
            <div class="actions">
                {Button::quiet(m.save)
                    .disabled(!changed)
                    .busy(send.busy(), m.saving)
                    .on(save)
                    .html()}
                <span class="second" role="status">{said}</span>
            </div>
        </div>
    };
    secondary(cx, m.offer, body)
}
