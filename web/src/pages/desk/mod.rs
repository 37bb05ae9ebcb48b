//! The officers' pages: the register, an activity's desk, publishing.

use guiyan_core::view::ActivityView;
use yew::prelude::*;

use crate::{
    components::{Button, Cx, PageProps, empty, page_head},
    state::Route,
};

/// 名册, and below it one person (`Route::Person`).
#[function_component]
pub(crate) fn Desk(props: &PageProps) -> Html {
    empty(props.cx.m().desk.register)
}

/// 新建活动 (`Route::NewActivity`).
#[function_component]
pub(crate) fn NewActivity(props: &PageProps) -> Html {
    page_head(&props.cx, props.cx.m().desk.new_activity)
}

/// The entry to 新建活动 on 活动, for those who run the branch.
pub(crate) fn new_activity_entry(cx: &Cx) -> Html {
    if !cx.manages() {
        return Html::default();
    }
    Button::quiet(cx.m().desk.new_activity).on(cx.link(Route::NewActivity)).html()
}

/// The officers' part of an activity's page: who is coming, 签到, 取消活动.
/// Drawn only when `activity.desk` is there.
pub(crate) fn activity_section(_cx: &Cx, _activity: &ActivityView) -> Html {
    Html::default()
}
