//! The district's figures, for its officers (`Route::District`).

use yew::prelude::*;

use crate::{
    components::{PageProps, failed_page, skeleton},
    state::Load,
};

/// Every branch with its figures; `cx.model.district` is loaded by the shell.
#[function_component]
pub(crate) fn District(props: &PageProps) -> Html {
    let cx = &props.cx;
    match &cx.model.district {
        Load::Waiting => skeleton(cx),
        Load::Failed(problem) => failed_page(cx, problem),
        Load::Ready(view) => html! { <h3>{view.name.get(cx.lang())}</h3> },
    }
}
