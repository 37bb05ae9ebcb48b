//! Advice on the branch's form, explained, at the foot of the register.

use guiyan_core::{advice::Advice, view::DeskSummary};
use yew::prelude::*;

use crate::{
    components::{Cx, Icon, icon},
    messages::{fill, labels::Label},
};

/// What the rules suggest for a branch of this size; a human decides. [R18]
pub(super) fn advice(cx: &Cx, desk: &DeskSummary) -> Html {
    let m = &cx.pm().desk;
    if desk.advice.is_empty() {
        return Html::default();
    }
    let one = |advice: &Advice| {
        let source = match &*advice.source {
            "R18" => m.source_r18,
            _ => "",
        };
        html! {
            <li key={advice.code.wire()}>
                <p>{advice.code.label(cx.lang())}</p>
                <p class="second">{fill(m.advice_found, &[&advice.found.to_string()])}{source}</p>
            </li>
        }
    };
    html! {
        <details>
            <summary>{icon(Icon::Right)}{m.advice}</summary>
            <ul class="advice">{ for desk.advice.iter().map(one) }</ul>
        </details>
    }
}
