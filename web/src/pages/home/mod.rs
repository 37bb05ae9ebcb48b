//! What the branches exist for beyond meetings: 归雁, 求助, 待办, and 我的数据.

mod help;
mod leads;
mod ledger;
mod mine;
mod office;

use guiyan_core::refusal::Refusal;
use yew::{Html, html};

use crate::{
    components::{Cx, PageProps, Tone, notice},
    state::Route,
};

/// Draws one of these pages. Called by [`later`](crate::later) alone.
pub(crate) fn draw(cx: &Cx) -> Html {
    let props = PageProps { cx: cx.clone() };
    match cx.model.route {
        Route::Leads | Route::Lead(_) => html! { <leads::Leads ..props /> },
        Route::NewLead(need) => html! { <leads::NewLead cx={cx.clone()} {need} /> },
        Route::NewNeed => html! { <leads::NewNeed ..props /> },
        Route::Help | Route::Request(_) | Route::AskHelp | Route::Spot => {
            html! { <help::Help ..props /> }
        }
        Route::Office => html! { <office::Office ..props /> },
        Route::Mine(page) => mine::draw(cx, page),
        _ => Html::default(),
    }
}

/// As many are open as one person may have: told before anything is typed, too.
fn limit(cx: &Cx, why: &Refusal) -> Html {
    let lang = cx.lang();
    notice(Tone::Wait, why.sentence(lang), html! { <p>{why.next(lang)}</p> }, Html::default())
}
