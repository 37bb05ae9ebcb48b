use yew::prelude::*;

use crate::components::{PageProps, empty};

/// To be drawn.
#[function_component]
pub(crate) fn Me(props: &PageProps) -> Html {
    empty(props.cx.m().activities)
}
