//! 归雁

use yew::prelude::*;

use crate::components::{PageProps, empty};

/// 归雁
#[function_component]
pub(crate) fn Leads(props: &PageProps) -> Html {
    empty(props.cx.m().loading)
}
