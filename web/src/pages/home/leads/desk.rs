//! The branch's leads, for those who run it: by stage, overdue ones first.

use guiyan_core::{
    branch::lead::LeadStage,
    ids::LeadId,
    view::{LeadsDesk, LeadsView},
};
use yew::prelude::*;

use super::{m, path, rows, words};
use crate::{
    components::{Button, Cx, Tone, chip, section, use_fetched},
    messages::{fill, labels::Label},
};

/// Which part of the list.
#[derive(Properties, Clone, PartialEq)]
struct PartProps {
    cx: Cx,
    stage: Option<LeadStage>,
    #[prop_or_default]
    cursor: Option<LeadId>,
    open: Option<LeadId>,
}

/// The filters and the list.
pub(super) fn desk(
    cx: &Cx,
    desk: &LeadsDesk,
    stage: &UseStateHandle<Option<LeadStage>>,
    open: Option<LeadId>,
) -> Html {
    let m = m(cx);
    let whole: u32 = desk.stages.iter().map(|it| it.count).sum();
    if whole == 0 {
        return section(m.branch_leads, html! { <p class="second">{m.no_leads}</p> });
    }
    let list = match **stage {
        // All of them have come with the page.
        None => html! { <>{listed(cx, desk, open)}{rest(cx, None, desk, open)}</> },
        Some(stage) => html! {
            <Part key={stage.wire()} cx={cx.clone()} stage={Some(stage)} {open} />
        },
    };
    section(
        m.branch_leads,
        html! {
            <>
                if desk.overdue > 0 {
                    <p>{chip(Tone::Stop, fill(m.overdue_count, &[&desk.overdue.to_string()]))}</p>
                }
                {filters(cx, desk, whole, stage)}
                {list}
            </>
        },
    )
}

fn filters(
    cx: &Cx,
    desk: &LeadsDesk,
    whole: u32,
    current: &UseStateHandle<Option<LeadStage>>,
) -> Html {
    let filter = |(stage, label, count): (Option<LeadStage>, &'static str, u32)| {
        let set = current.clone();
        let onclick = Callback::from(move |_: MouseEvent| set.set(stage));
        html! {
            <button
                key={label}
                type="button"
                class="filter"
                aria-pressed={if **current == stage { "true" } else { "false" }}
                {onclick}
            >
                {label}{" "}<b class="num">{count}</b>
            </button>
        }
    };
    let shown = desk.stages.iter().filter(|it| it.count > 0 || **current == Some(it.stage));
    let stages = shown.map(|it| (Some(it.stage), it.stage.label(cx.lang()), it.count));
    html! {
        <div class="filters" role="group" aria-label={m(cx).by_stage}>
            { for std::iter::once((None, m(cx).all, whole)).chain(stages).map(filter) }
        </div>
    }
}

fn listed(cx: &Cx, desk: &LeadsDesk, open: Option<LeadId>) -> Html {
    if desk.rows.is_empty() {
        return html! { <p class="second">{m(cx).none_here}</p> };
    }
    html! {
        <ul class="rows">{ for desk.rows.iter().map(|lead| rows::others(cx, lead, open)) }</ul>
    }
}

fn rest(cx: &Cx, stage: Option<LeadStage>, desk: &LeadsDesk, open: Option<LeadId>) -> Html {
    match desk.cursor {
        Some(cursor) => html! {
            <More key={cursor.to_string()} cx={cx.clone()} {stage} cursor={Some(cursor)} {open} />
        },
        None => Html::default(),
    }
}

// One page of the list, and the way to the next.
#[function_component]
fn Part(props: &PartProps) -> Html {
    let PartProps { cx, stage, cursor, open } = props;
    let fetched = use_fetched::<LeadsView>(cx, words::query(&path(cx), *stage, *cursor));
    let view = fetched.ready().filter(|_| cursor.is_some());
    let desk = view.as_ref().and_then(|view| view.desk.as_ref());
    rows::use_first(cx, desk.and_then(|desk| desk.rows.first()));
    fetched.html(|view| match &view.desk {
        Some(desk) => html! { <>{listed(cx, desk, *open)}{rest(cx, *stage, desk, *open)}</> },
        None => Html::default(),
    })
}

#[function_component]
fn More(props: &PartProps) -> Html {
    let wanted = use_state(|| false);
    if *wanted {
        return html! { <Part ..props.clone() /> };
    }
    let show = Callback::from(move |_| wanted.set(true));
    html! {
        <div class="actions centred">
            {Button::quiet(props.cx.pm().show_more).on(show).html()}
        </div>
    }
}
