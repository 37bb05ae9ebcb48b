//! The pages. Each is a Yew component with [`PageProps`](crate::components::PageProps).
//! [`first`] is the list of activities; all others come [`later`](crate::later).

mod desk;
mod district;
pub(crate) mod first;
mod member;

use yew::{Html, html};

use crate::{
    components::{Cx, PageProps},
    state::Route,
};

/// Draws any page but the first. Called by [`later`](crate::later) alone.
pub(crate) fn draw(cx: &Cx) -> Html {
    let props = PageProps { cx: cx.clone() };
    match cx.model.route {
        Route::Activities => Html::default(),
        Route::Activity(id) => {
            html! { <member::Detail key={id.to_string()} cx={cx.clone()} {id} /> }
        }
        Route::Me => html! { <member::Me ..props /> },
        Route::ReportIn => html! { <member::ReportIn ..props /> },
        Route::Move(_) => html! { <member::Move ..props /> },
        Route::NewActivity => html! { <desk::NewActivity ..props /> },
        Route::Desk | Route::Person(_) => desk::desk(cx),
        Route::District => district::district(cx),
    }
}
