//! 活动: what concerns the person, then what is coming, month by month. The one
//! page that a member always downloads: see [`later`](crate::later).

mod notices;

use guiyan_core::{
    branch::{activity::Hours, member::MemberState},
    view::{ActivityStatus, ActivityView, BranchView, MyPlace},
};
pub(crate) use notices::{reason_sent_back, sent_back};
use yew::prelude::*;

use crate::{
    browser,
    components::{Button, Cx, PageProps, Tone, chip, empty, facts, geese, phone, row, section},
    format, later,
    messages::fill,
    state::Route,
};

/// 活动, and beside or instead of it the one that is open.
#[function_component]
pub(crate) fn Activities(props: &PageProps) -> Html {
    let cx = &props.cx;
    let Some(view) = cx.view() else { return Html::default() };
    let open = matches!(cx.model.route, Route::Activity(_));
    let detail = open.then(|| later::page(cx));
    let wide = cx.model.wide;
    let list = (wide || !open).then(|| html! { <div key="list">{list(cx, view)}</div> });
    // With keys, so that nothing typed is lost when the element grows or shrinks.
    html! {
        <div class={if wide { "split" } else { "page" }}>
            { for list }
            <div key="aside" class="aside">{detail.unwrap_or_else(|| about(cx, view))}</div>
        </div>
    }
}

fn list(cx: &Cx, view: &BranchView) -> Html {
    let over = |activity: &&ActivityView| activity.end <= view.now;
    let coming: Vec<&ActivityView> = view.activities.iter().filter(|it| !over(it)).collect();
    let past: Vec<&ActivityView> = view.activities.iter().filter(over).collect();
    html! {
        <div class="months">
            {notices::notices(cx, view)}
            {welcome(cx, view)}
            {new_activity_entry(cx)}
            if coming.is_empty() {
                {empty(cx.m().no_activities)}
            } else {
                {months(cx, &coming)}
            }
            if !past.is_empty() {
                <details>
                    <summary>
                        {crate::components::icon(crate::components::Icon::Right)}
                        {cx.m().past_activities}
                    </summary>
                    <div class="months">{months(cx, &past)}</div>
                </details>
            }
        </div>
    }
}

// The entry to 新建活动, for those who run the branch.
fn new_activity_entry(cx: &Cx) -> Html {
    if !cx.manages() {
        return Html::default();
    }
    let entry = Button::quiet(cx.m().new_activity).on(cx.link(Route::NewActivity));
    html! { <div class="actions">{entry.html()}</div> }
}

// What the branch is, and the way in, for those who are not its members yet.
fn welcome(cx: &Cx, view: &BranchView) -> Option<Html> {
    let state = view.report_in.as_ref().map(|mine| mine.state);
    let outside = matches!(state, None | Some(MemberState::Ended));
    if !outside || view.elsewhere.is_some() || view.desk.is_some() {
        return None;
    }
    let m = cx.m();
    Some(html! {
        <div class="card loud">
            <p>{m.report_in_lead}</p>
            {Button::primary(m.report_in).on(cx.link(Route::ReportIn)).html()}
        </div>
    })
}

fn months(cx: &Cx, activities: &[&ActivityView]) -> Html {
    let now = cx.now();
    let mut groups: Vec<(String, Vec<Html>)> = Vec::new();
    for activity in activities {
        let title = format::month(activity.start.day(), now, cx.lang());
        let row = activity_row(cx, activity, None);
        match groups.last_mut() {
            Some((last, rows)) if *last == title => rows.push(row),
            _ => groups.push((title, vec![row])),
        }
    }
    let group = |(title, rows): (String, Vec<Html>)| {
        html! {
            <section class="month" key={title.clone()}>
                <h3>{title}</h3>
                <ul class="rows">{ for rows }</ul>
            </section>
        }
    };
    groups.into_iter().map(group).collect()
}

/// An activity as a row: when, what, where, and how it stands. `own` rows stand
/// under no month, so they name the day, and the 学时 they brought.
pub(crate) fn activity_row(cx: &Cx, activity: &ActivityView, own: Option<Option<Hours>>) -> Html {
    let day = activity.start.day();
    let current = cx.model.wide && cx.model.route == Route::Activity(activity.id);
    let off = activity.status == ActivityStatus::Cancelled;
    let (tone, word) = standing(cx, activity);
    let place = match (&activity.place, activity.is_online) {
        (Some(place), _) => place.clone(),
        (None, true) => cx.m().online.to_owned(),
        (None, false) => String::new(),
    };
    let credit = own.flatten().map(|credit| {
        html! { <span class="second num">{fill(cx.m().hours_value, &[&credit.to_string()])}</span> }
    });
    let holder = activity.held_by.as_ref().map(|held| {
        html! { <span class="second">{held.name.get(cx.lang())}</span> }
    });
    let dated = own.map(|_| format::day(day, cx.now(), cx.lang()) + " ").unwrap_or_default();
    let when = [&*dated, &*format::clock(activity.start), "–", &*format::clock(activity.end)];
    let when = when.concat();
    let body = html! {
        <>
            <span class="date">
                <b>{day.day_of_month()}</b>
                <span>{format::weekday(day, cx.lang())}</span>
            </span>
            <span class="grow">
                <span class={if off { "title off" } else { "title" }}>{&activity.title}</span>
                <span class="second num">{when}{" · "}{place}</span>
                <span class="line">{chip(tone, word)}{ for credit }{ for holder }</span>
            </span>
        </>
    };
    let id = browser::dom_id("row-", &activity.id.0);
    row(id.clone(), current, cx.open(Route::Activity(activity.id), id), body)
}

/// How an activity stands, for the caller before all others.
pub(crate) fn standing(cx: &Cx, activity: &ActivityView) -> (Tone, String) {
    let m = cx.m();
    let word = |tone, word: &str| (tone, word.to_owned());
    match (activity.status, &activity.mine) {
        (ActivityStatus::Cancelled, _) => word(Tone::Stop, m.cancelled),
        (_, Some(MyPlace::Confirmed { attended_at: Some(_), .. })) => word(Tone::Ok, m.attended),
        (ActivityStatus::Over, _) => word(Tone::Still, m.over),
        (_, Some(MyPlace::Confirmed { .. })) => word(Tone::Ok, m.signed_up),
        (ActivityStatus::Ongoing, _) => word(Tone::Info, m.ongoing),
        (_, Some(MyPlace::Offered { .. })) => word(Tone::Wait, m.offered),
        (_, Some(MyPlace::Waiting { position, .. })) => {
            (Tone::Wait, fill(m.waiting_at, &[&position.to_string()]))
        }
        (ActivityStatus::Closed, None) => word(Tone::Still, m.closed),
        (ActivityStatus::Full, None) => word(Tone::Still, m.full),
        (ActivityStatus::Open, None) => match activity.left {
            Some(left) => (Tone::Still, fill(m.places_left, &[&left.to_string()])),
            None => word(Tone::Still, m.unlimited),
        },
    }
}

// Whom to ask and where to find them.
fn about(cx: &Cx, view: &BranchView) -> Html {
    let m = cx.m();
    let branch = &view.branch;
    let contact = html! { <>{&branch.contact.name}{" "}{phone(&branch.contact.phone)}</> };
    let station = |station: &guiyan_core::charter::Station| {
        html! {
            <p key={station.name.clone()}>
                {&station.name}<br />
                <span class="second">{&station.area}{&station.address}<br />{&station.hours}</span>
            </p>
        }
    };
    let stations: Html = branch.stations.iter().map(station).collect();
    let has_stations = !branch.stations.is_empty();
    html! {
        <div class="about">
            {section(m.about_branch, html! {
                <>
                    <p>{branch.about.get(cx.lang())}</p>
                    {facts(vec![
                        (m.contact, Some(contact)),
                        (m.station, has_stations.then_some(stations)),
                    ])}
                </>
            })}
        </div>
    }
}

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
