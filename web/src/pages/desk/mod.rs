//! The officers' pages: the register, an activity's desk, publishing.

mod advice;
pub(super) mod attendance;
pub(super) mod change;
mod fields;
mod grouping;
pub(super) mod moving;
mod offices;
mod person;
mod plan;
mod plans;
pub(super) mod publish;
mod register;
mod search;
mod seat;
mod today;
mod why;
mod window;

use guiyan_core::view::ActivityView;
use yew::prelude::*;

use crate::{
    components::{Cx, skeleton},
    pages::district,
    state::Route,
};

/// Draws an officer's page. Called by [`later`](crate::later) alone.
pub(crate) fn draw(cx: &Cx) -> Html {
    match cx.model.route {
        Route::NewActivity => html! { <publish::Publish cx={cx.clone()} /> },
        // One component for the list and what is open, so that what was said stays.
        Route::Plans(_) => html! { <plans::Plans cx={cx.clone()} /> },
        Route::ChangeActivity(id) => {
            let Some(activity) = cx.model.activity(&id).cloned() else { return Html::default() };
            html! { <change::ChangeActivity key={id.to_string()} cx={cx.clone()} {activity} /> }
        }
        // One component for both, so that what was chosen is kept.
        Route::District | Route::Rows(_) | Route::Own(_) => {
            html! { <district::District cx={cx.clone()} /> }
        }
        Route::Offices { district } => html! { <offices::Offices cx={cx.clone()} {district} /> },
        _ => desk(cx),
    }
}

/// 名册, and below it one person (`Route::Person`). Those who only check people
/// in see what is on today instead.
fn desk(cx: &Cx) -> Html {
    // The names shown were for somebody else.
    if cx.model.foreign {
        skeleton(cx)
    } else if cx.manages() {
        html! { <register::Register cx={cx.clone()} /> }
    } else {
        today::today(cx)
    }
}

/// The officers' part of an activity's page: who is coming, 签到, 取消活动.
/// Drawn only when `activity.desk` is there.
pub(crate) fn activity_section(cx: &Cx, activity: &ActivityView) -> Html {
    if cx.model.foreign {
        return Html::default();
    }
    html! {
        <attendance::Attendance
            key={activity.id.to_string()}
            cx={cx.clone()}
            activity={activity.clone()}
            to={cx.holder(activity).to_owned()}
        />
    }
}
