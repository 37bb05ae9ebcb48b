//! The members' pages: one activity, 我的, 报到, 转到另一支部, 党费.

mod aloud;
mod changes;
mod detail;
mod dues;
mod ending;
mod fields;
mod guest;
mod me;
mod moving;
mod privacy;
mod queue;
mod report;
mod sharing;

use yew::{Html, html};

use crate::{
    components::{Cx, PageProps},
    state::Route,
};

/// What reads a page aloud. Called by [`later`](crate::later) alone.
pub(crate) fn aloud(cx: &Cx) -> Html {
    let props = PageProps { cx: cx.clone() };
    html! { <aloud::Aloud ..props /> }
}

/// Draws one of these pages. Called by [`later`](crate::later) alone.
pub(crate) fn draw(cx: &Cx) -> Html {
    let props = PageProps { cx: cx.clone() };
    match cx.model.route {
        Route::Activity(id) => {
            html! { <detail::Detail key={id.to_string()} cx={cx.clone()} {id} /> }
        }
        Route::Dues => html! { <dues::Dues ..props /> },
        Route::Me => html! { <me::Me ..props /> },
        Route::ReportIn => html! { <report::ReportIn ..props /> },
        Route::Move(_) => html! { <moving::Move ..props /> },
        _ => Html::default(),
    }
}
