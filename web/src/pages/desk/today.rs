//! What is on today, for those who check people in.

use guiyan_core::view::ActivityView;
use yew::{Html, html};

use crate::{
    browser,
    components::{Cx, Icon, Tone, chip, empty, icon, row, section},
    format,
    messages::fill,
    state::Route,
};

/// Today's activities, each with the way to its list.
pub(super) fn today(cx: &Cx) -> Html {
    let Some(view) = cx.view() else { return Html::default() };
    let m = &cx.pm().desk;
    let now = cx.now();
    let coming = || {
        let activities = view.activities.iter();
        activities.filter(|it| it.cancelled.is_none() && it.end > now && it.desk.is_some())
    };
    let is_today = |it: &&ActivityView| {
        it.start.day() == now.day() || it.desk.as_ref().is_some_and(|desk| desk.can_check_in)
    };
    let today: Vec<Html> = coming().filter(is_today).map(|it| entry(cx, it)).collect();
    let next = coming().find(|it| !is_today(it)).map(|it| entry(cx, it));
    let list = if today.is_empty() {
        empty(m.none_today)
    } else {
        html! { <><p class="second">{m.today_help}</p><ul class="rows">{ for today }</ul></> }
    };
    html! {
        <div class="page">
            {section(m.today, list)}
            { for next.map(|next| section(m.next, html! { <ul class="rows">{next}</ul> })) }
        </div>
    }
}

fn entry(cx: &Cx, activity: &ActivityView) -> Html {
    let m = &cx.pm().desk;
    let now = cx.now();
    let state = activity.desk.as_ref().map(|desk| {
        if desk.can_check_in {
            let counts = [desk.attended.to_string(), activity.confirmed.to_string()];
            let [attended, confirmed] = &counts;
            chip(Tone::Info, fill(m.attended_of, &[attended, confirmed]))
        } else {
            let from = format::moment(desk.check_in_from, now, cx.lang());
            html! { <span class="second num">{fill(m.check_in_from, &[&from])}</span> }
        }
    });
    let body = html! {
        <>
            <span class="grow">
                <span class="title">{&activity.title}</span>
                <span class="second num">
                    {format::span(activity.start, activity.end, now, cx.lang())}
                </span>
                <span class="line">{ for state }</span>
            </span>
            {icon(Icon::Right)}
        </>
    };
    let id = browser::dom_id("row-", &activity.id.0);
    row(id.clone(), false, cx.open(Route::Activity(activity.id), id), body)
}
