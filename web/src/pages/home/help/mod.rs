//! 求助: asking for help and following it, helping others, the stations; for
//! officers the requests of their branch.

mod acts;
mod asked;
mod consents;
mod form;
mod history;
mod list;
mod mine;
mod note;
mod offer;
mod request;
mod stations;
mod words;

use std::rc::Rc;

use guiyan_core::view::HelpView;
use yew::prelude::*;

pub(super) use note::{Note, Open, use_open};
pub(super) use words::branch as branch_name;
pub(super) use words::{climbed, due, holder, recorded, stage, township};

use crate::{
    components::{Cx, PageProps, use_fetched},
    state::Route,
};

/// What the parts of the page draw from.
#[derive(Properties, Clone, PartialEq)]
struct HelpProps {
    cx: Cx,
    help: Rc<HelpView>,
    /// Called when something changed that the branch shown does not tell of.
    changed: Callback<()>,
}

/// Where the view of help in the branch shown is.
pub(super) fn path(cx: &Cx) -> String {
    ["/v1/branches/", cx.branch(), "/help"].concat()
}

/// 求助, and beside or instead of it the request or the form that is open.
#[function_component]
pub(crate) fn Help(props: &PageProps) -> Html {
    let cx = &props.cx;
    let view = use_fetched::<HelpView>(cx, path(cx));
    let changed = view.reload();
    let Some(help) = view.ready() else { return view.html(|_| Html::default()) };
    let parts = HelpProps { cx: cx.clone(), help, changed };
    let (wide, route) = (cx.model.wide, &cx.model.route);
    let form = |spot: bool| {
        html! {
            <form::Ask
                key={if spot { "spot" } else { "ask" }}
                cx={parts.cx.clone()}
                help={parts.help.clone()}
                changed={parts.changed.clone()}
                {spot}
            />
        }
    };
    let open = match route {
        Route::Request(id) => Some(html! {
            <request::Request
                key={id.to_string()}
                cx={parts.cx.clone()}
                help={parts.help.clone()}
                id={*id}
            />
        }),
        Route::AskHelp => Some(form(false)),
        Route::Spot => Some(form(true)),
        _ => None,
    };
    let list = || html! { <div key="list" class="page">{list::list(&parts)}</div> };
    let more = || {
        html! {
            <div key="more" class="page">
                if parts.help.blocked.is_none() {
                    <offer::Offer ..parts.clone() />
                }
                {stations::stations(cx, &parts.help)}
            </div>
        }
    };
    let list = (wide || open.is_none()).then(list);
    let aside = |part: Html| html! { <div key="aside" class="aside">{part}</div> };
    let side = match open {
        Some(open) => aside(open),
        None if wide => aside(more()),
        None => more(),
    };
    // Always two parts, the second in its place, so that nothing typed is lost
    // when the element grows or shrinks: an only child would be drawn anew.
    html! { <div class={if wide { "split" } else { "page" }}>{ for list }{side}</div> }
}
