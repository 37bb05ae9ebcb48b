//! A lead in a list: what, where it stands, who holds it.

use guiyan_core::{branch::lead::LeadStage, ids::LeadId, view::LeadView};
use yew::prelude::*;

use super::{m, words};
use crate::{
    app::focus,
    browser,
    components::{Cx, Icon, Tone, chip, icon, row},
    state::Route,
};

/// The row that a lead's page leads back to.
pub(super) fn id(lead: &LeadView) -> String {
    browser::dom_id("row-", &lead.id.0)
}

/// One of the person's own.
pub(super) fn mine(cx: &Cx, lead: &LeadView, open: Option<LeadId>) -> Html {
    draw(cx, lead, open, id(lead))
}

/// One of the branch's, or of what the home side holds.
pub(super) fn others(cx: &Cx, lead: &LeadView, open: Option<LeadId>) -> Html {
    draw(cx, lead, open, id_of_others(lead))
}

// An officer's own lead stands in both lists.
fn id_of_others(lead: &LeadView) -> String {
    if lead.can.own { browser::dom_id("desk-", &lead.id.0) } else { id(lead) }
}

/// Once rows that were asked for are there, the focus goes on with the first
/// of them: the button that asked is gone.
#[hook]
pub(super) fn use_first(cx: &Cx, first: Option<&LeadView>) {
    let root = cx.shell.root.clone();
    let first = first.map(id_of_others);
    let done = use_mut_ref(|| false);
    use_effect_with(first, move |first| {
        if let Some(first) = first
            && !done.replace(true)
        {
            focus(&root, first, true);
        }
    });
}

fn draw(cx: &Cx, lead: &LeadView, open: Option<LeadId>, id: String) -> Html {
    let due = words::due(cx, lead);
    let overdue = due.as_ref().is_some_and(|(overdue, _)| *overdue);
    let body = html! {
        <>
            <span class="grow">
                <span class="line">
                    <span class="strong">{words::title(cx, lead)}</span>
                    {words::stage_chip(cx, lead.stage)}
                    if overdue {
                        {chip(Tone::Stop, m(cx).is_overdue)}
                    }
                </span>
                <span class="second num">{words::what(cx, lead)}</span>
                if lead.stage != LeadStage::Closed {
                    <span class="second num">{words::held_by(cx, lead)}</span>
                }
                { for due.map(|(_, due)| html! { <span class="second num">{due}</span> }) }
            </span>
            {icon(Icon::Right)}
        </>
    };
    row(id.clone(), open == Some(lead.id), cx.open(Route::Lead(lead.id), id), body)
}
