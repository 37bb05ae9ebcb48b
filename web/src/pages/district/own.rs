//! The district's own activities: for the members of all branches, published,
//! changed and cancelled by its officers. The pages are those of the desk.

use std::rc::Rc;

use guiyan_core::{
    ids::ActivityId,
    tally::Measure,
    view::{ActivityView, DistrictView},
};
use yew::prelude::*;

use super::Scene;
use crate::{
    browser,
    components::{Button, Cx, Fetched, Tone, chip, empty, facts, page_head, row, section},
    format,
    messages::{fill, labels::Label, rooms},
    pages::{
        desk::{attendance::Attendance, change::ChangeActivity, publish::Publish},
        first,
    },
    state::{Own, Route},
};

/// 区里的活动, among the figures: what is coming, and the way to a new one.
pub(super) fn list(cx: &Cx, fetched: &Fetched<DistrictView>) -> Html {
    let m = rooms::of(cx.lang());
    let entry = Button::quiet(cx.m().new_activity).id("new-own").on(cx.link(Route::Own(Own::New)));
    let rows = fetched.ready().map(|view| {
        if view.activities.is_empty() {
            return html! { <p class="second">{m.own_none}</p> };
        }
        html! { <ul class="rows">{ for view.activities.iter().map(|it| entry_of(cx, it)) }</ul> }
    });
    section(
        m.own,
        html! {
            <>
                <p class="second">{m.own_help}</p>
                { for rows }
                <div class="actions">{entry.html()}</div>
            </>
        },
    )
}

/// What they brought in the chosen period; in none of the branches' figures.
pub(super) fn figures(scene: &Scene<'_>) -> Html {
    let m = rooms::of(scene.cx.lang());
    let Some(span) = scene.span() else { return Html::default() };
    let sum = |measure: Measure| {
        let months = scene.view.own.iter().filter(|it| span.holds(it.month));
        let found = months.flat_map(|it| &it.figures).filter(|it| it.measure == measure);
        found.map(|it| it.value).sum::<i64>().max(0).to_string()
    };
    let measures = [Measure::ActivitiesPublished, Measure::PlacesTaken, Measure::CheckIns];
    let [published, taken, there] = measures.map(sum);
    html! { <p class="second num">{fill(m.own_figures, &[&published, &taken, &there])}</p> }
}

fn entry_of(cx: &Cx, activity: &ActivityView) -> Html {
    let (tone, word) = first::standing(cx, activity);
    let body = html! {
        <span class="grow">
            <span class="title">{&activity.title}</span>
            <span class="second num">
                {format::span(activity.start, activity.end, cx.now(), cx.lang())}
            </span>
            <span class="line">{chip(tone, word)}</span>
        </span>
    };
    let id = browser::dom_id("own-", &activity.id.0);
    row(id.clone(), false, cx.open(Route::Own(Own::One(activity.id)), id), body)
}

/// One of its pages (`Route::Own`).
pub(super) fn page(cx: &Cx, own: &Own, fetched: &Fetched<DistrictView>) -> Html {
    let changed = fetched.reload();
    let found = |view: &Rc<DistrictView>, id: &ActivityId| {
        view.activities.iter().find(|activity| activity.id == *id).cloned()
    };
    match own {
        Own::New => html! { <Publish cx={cx.clone()} own={true} {changed} /> },
        Own::One(id) => fetched.html(|_| match fetched.ready().and_then(|it| found(&it, id)) {
            Some(activity) => one(cx, activity, changed),
            None => empty(rooms::of(cx.lang()).own_none),
        }),
        Own::Change(id) => fetched.html(|_| match fetched.ready().and_then(|it| found(&it, id)) {
            Some(activity) => html! {
                <ChangeActivity
                    key={id.to_string()}
                    cx={cx.clone()}
                    {activity}
                    own={true}
                    {changed}
                />
            },
            None => Html::default(),
        }),
    }
}

fn one(cx: &Cx, activity: ActivityView, changed: Callback<()>) -> Html {
    let (m, lang, now) = (cx.pm(), cx.lang(), cx.now());
    let (tone, word) = first::standing(cx, &activity);
    let capacity = activity.capacity.map(|places| html! { <span class="num">{places}</span> });
    let span = format::span(activity.start, activity.end, now, lang);
    let until = (activity.sign_up_until != activity.start)
        .then(|| html! { format::moment(activity.sign_up_until, now, lang) });
    html! {
        <article class="detail">
            {page_head(cx, &activity.title)}
            <p class="line">
                {chip(Tone::Still, activity.kind.label(lang))}
                {chip(tone, word)}
            </p>
            {facts(vec![
                (rooms::of(lang).for_whom, Some(html! { rooms::of(lang).for_all })),
                (m.when, Some(html! { <span class="num">{span}</span> })),
                (m.place, activity.place.as_ref().map(|place| html! { place })),
                (m.link, activity.online.as_ref().map(|link| html! { link })),
                (m.places, capacity),
                (m.sign_up_until, until),
                (m.hours, Some(html! { fill(m.hours_value, &[&activity.hours.to_string()]) })),
            ])}
            { for activity.agenda.as_ref().map(|agenda| {
                section(m.agenda, html! { <p class="pre">{agenda}</p> })
            }) }
            <Attendance
                key={activity.id.to_string()}
                cx={cx.clone()}
                activity={activity.clone()}
                to=""
                {changed}
            />
        </article>
    }
}
