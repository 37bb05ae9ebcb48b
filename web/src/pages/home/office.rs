//! 待办

use yew::prelude::*;

use crate::components::{PageProps, empty};

/// 待办
#[function_component]
pub(crate) fn Office(props: &PageProps) -> Html {
    empty(props.cx.m().loading)
}
