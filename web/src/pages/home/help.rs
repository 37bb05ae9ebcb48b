//! 求助

use yew::prelude::*;

use crate::components::{PageProps, empty};

/// 求助
#[function_component]
pub(crate) fn Help(props: &PageProps) -> Html {
    empty(props.cx.m().loading)
}
