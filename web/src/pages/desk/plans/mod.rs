//! 草稿与系列: the list of both, and below it one draft or one series
//! (`Route::Plans`).

mod change;
mod draft;
pub(super) mod repeats;
mod series;

use guiyan_core::view::{DraftView, PlansView};
use uuid::Uuid;
use yew::prelude::*;

pub(super) use draft::opened;

use super::publish::Publish;
use crate::{
    components::{Cx, Icon, PageProps, empty, icon, page_head, section, use_fetched},
    messages::plans as messages,
    state::Route,
};

/// 草稿与系列
#[function_component]
pub(super) fn Plans(props: &PageProps) -> Html {
    let cx = &props.cx;
    let said = use_state(String::new);
    // What is open stays, also when somebody else takes it away meanwhile.
    let held = use_mut_ref(|| None::<DraftView>);
    let view = use_fetched::<PlansView>(cx, ["/v1/branches/", cx.branch(), "/plans"].concat());
    let open = match cx.model.route {
        Route::Plans(open) => open,
        _ => None,
    };
    let say = {
        let said = said.clone();
        Callback::from(move |sentence| said.set(sentence))
    };
    let body = view.html(|view| match open {
        Some(id) => one(cx, view, id, &mut held.borrow_mut(), &say),
        None => list(cx, view, &say),
    });
    html! {
        <div>
            <div role="status">
                if open.is_none() && !said.is_empty() {
                    <p class="said rise">{icon(Icon::Check)}<span>{&*said}</span></p>
                }
            </div>
            {body}
        </div>
    }
}

fn list(cx: &Cx, view: &PlansView, said: &Callback<String>) -> Html {
    let m = messages::of(cx.lang());
    let draft = |it: &DraftView| {
        html! {
            <draft::Draft key={it.id.to_string()} cx={cx.clone()} draft={it.clone()} said={said} />
        }
    };
    let series = |it: &guiyan_core::view::SeriesView| {
        html! {
            <series::Series
                key={it.id.to_string()}
                cx={cx.clone()}
                series={it.clone()}
                horizon_days={view.horizon_days}
                said={said}
            />
        }
    };
    // One picture is enough for a page on which there is nothing.
    let nothing = view.drafts.is_empty() && view.series.is_empty();
    let none = |sentence: &str| match nothing {
        true => empty(sentence),
        false => html! { <p class="second">{sentence}</p> },
    };
    let drafts = if view.drafts.is_empty() {
        html! { <p class="second">{m.no_drafts}</p> }
    } else {
        html! { <ul class="cards">{ for view.drafts.iter().map(draft) }</ul> }
    };
    let all = if view.series.is_empty() {
        none(m.no_series)
    } else {
        html! { <ul class="cards">{ for view.series.iter().map(series) }</ul> }
    };
    html! {
        <div class="page">
            {page_head(cx, m.title)}
            {section(m.drafts, drafts)}
            {section(m.series, all)}
        </div>
    }
}

fn one(
    cx: &Cx,
    view: &PlansView,
    id: Uuid,
    held: &mut Option<DraftView>,
    said: &Callback<String>,
) -> Html {
    if let Some(series) = view.series.iter().find(|it| it.id.0 == id) {
        let (cx, series) = (cx.clone(), series.clone());
        return html! {
            <change::ChangeSeries key={id.to_string()} {cx} {series} said={said} />
        };
    }
    let found = view.drafts.iter().find(|it| it.id.0 == id).cloned();
    let gone = found.is_none();
    if found.is_some() {
        *held = found;
    }
    match held.clone().filter(|held| held.id.0 == id) {
        Some(draft) => html! {
            <Publish key={id.to_string()} cx={cx.clone()} draft={draft} {gone} />
        },
        None => {
            let m = messages::of(cx.lang());
            html! {
                <div class="page">
                    {page_head(cx, m.not_found)}
                    <p>{m.not_found_help}</p>
                </div>
            }
        }
    }
}
