//! The next page of a list: asked for when somebody wants it.

use yew::prelude::*;

use crate::{
    components::{Button, Cx, use_fetched},
    read::Read,
};

/// Draws a page; the callback fetches it anew.
pub(super) type Draw<T> = fn(&Cx, &T, &Callback<()>) -> Html;

/// Which page.
#[derive(Properties)]
pub(super) struct MoreProps<T: 'static> {
    pub cx: Cx,
    /// The address of it.
    pub path: String,
    pub draw: Draw<T>,
}

// One list is always drawn alike.
impl<T> PartialEq for MoreProps<T> {
    fn eq(&self, other: &Self) -> bool {
        self.cx == other.cx && self.path == other.path
    }
}

/// 显示更多, and then the page.
#[function_component]
pub(super) fn More<T: Read + 'static>(props: &MoreProps<T>) -> Html {
    let wanted = use_state(|| false);
    if *wanted {
        let (cx, path, draw) = (props.cx.clone(), props.path.clone(), props.draw);
        return html! { <Page<T> {cx} {path} {draw} /> };
    }
    let show = Callback::from(move |_| wanted.set(true));
    html! {
        <div class="actions centred">
            {Button::quiet(props.cx.pm().show_more).on(show).html()}
        </div>
    }
}

#[function_component]
fn Page<T: Read + 'static>(props: &MoreProps<T>) -> Html {
    let fetched = use_fetched::<T>(&props.cx, props.path.clone());
    fetched.html(|view| (props.draw)(&props.cx, view, &fetched.reload()))
}
