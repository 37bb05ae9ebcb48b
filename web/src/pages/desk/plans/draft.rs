//! One draft in the list: opened, or discarded.

use guiyan_core::{
    Outcome,
    branch::activity::plan::{DraftRef, PlanCommand},
    time::Timestamp,
    view::{ChangedBy, DraftView},
};
use yew::prelude::*;

use crate::{
    browser,
    components::{Button, Cx, problem, use_command, use_confirm},
    format,
    messages::{fill, labels::Label, plans},
    state::Route,
};

/// Which draft.
#[derive(Properties, Clone, PartialEq)]
pub(super) struct DraftProps {
    pub cx: Cx,
    pub draft: DraftView,
    /// Called with what was done.
    pub said: Callback<String>,
}

/// A draft with what can be done about it.
#[function_component]
pub(super) fn Draft(props: &DraftProps) -> Html {
    let DraftProps { cx, draft, said } = props;
    let m = plans::of(cx.lang());
    let button = browser::dom_id("discard-", &draft.id.0);
    let confirm = use_confirm(cx, &button);
    let done = {
        let said = said.clone();
        Callback::from(move |outcome| {
            if outcome == Outcome::DraftDiscarded {
                said.emit(m.discarded.to_owned());
            }
        })
    };
    let send = use_command(cx, done);
    let title = title(cx, draft);
    let start = draft.details.start.parse::<Timestamp>().ok();
    let start = start.map(|start| format::moment(start, cx.now(), cx.lang()));
    let row = browser::dom_id("row-", &draft.id.0);
    let act = if confirm.is_open() {
        let discard = {
            let (send, draft) = (send.clone(), opened(draft));
            Callback::from(move |_| send.send(PlanCommand::DiscardDraft { draft }))
        };
        let yes = Button::danger(m.confirm_discard).busy(send.busy(), m.discarding).on(discard);
        confirm.html(m.discard_title, html! { <p>{m.discard_help}</p> }, yes, m.keep)
    } else {
        html! {
            <div class="actions">
                {Button::quiet(m.open)
                    .id(row.clone())
                    .name(fill(m.open_named, &[&title]))
                    .on(cx.open(Route::Plans(Some(draft.id.0)), row))
                    .html()}
                {Button::plain(m.discard)
                    .id(button)
                    .name(fill(m.discard_named, &[&title]))
                    .on(confirm.ask())
                    .html()}
            </div>
        }
    };
    html! {
        <li class="card stack">
            <p class="strong">{title}</p>
            { for start.map(|start| html! { <p class="num">{start}</p> }) }
            <p class="second num">{set_by(cx, &draft.saved_by, draft.saved_at)}</p>
            { for send.problem().map(|failure| problem(cx, &failure)) }
            {act}
        </li>
    }
}

/// 书记 · 3 小时前
pub(super) fn set_by(cx: &Cx, by: &ChangedBy, at: Timestamp) -> String {
    let m = plans::of(cx.lang());
    let who = if by.own { m.by_you } else { by.office.label(cx.lang()) };
    fill(m.saved, &[who, &format::ago(at, cx.now(), cx.lang())])
}

/// Its title, or word that it has none.
pub(super) fn title(cx: &Cx, draft: &DraftView) -> String {
    let title = draft.details.title.trim();
    if title.is_empty() { plans::of(cx.lang()).untitled } else { title }.to_owned()
}

/// A draft as it stands now.
pub(in crate::pages::desk) fn opened(draft: &DraftView) -> DraftRef {
    DraftRef { id: draft.id, revision: draft.revision }
}
