//! The members' pages: 活动, one activity, 我的, 报到, 转到另一支部.

mod activities;
mod detail;
mod ending;
mod fields;
mod me;
mod moving;
mod notices;
mod privacy;
mod report;

pub(crate) use activities::Activities;
pub(crate) use me::Me;
pub(crate) use moving::Move;
pub(crate) use report::ReportIn;

use yew::{Html, html};

use crate::components::{Cx, geese};

/// The element names no branch: said to whoever put it on the page.
pub(crate) fn no_branch(cx: &Cx) -> Html {
    html! {
        <div class="empty">
            {geese("faint")}
            <p class="strong">{cx.m().no_branch}</p>
            <p>{cx.m().no_branch_next}</p>
        </div>
    }
}
