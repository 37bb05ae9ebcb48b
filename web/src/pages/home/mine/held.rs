//! 保存了什么: by kind, each folded below its number.

use guiyan_core::{
    branch::member::{DisputeAnswer, HomeState, MemberState},
    view::MyKeeping,
};
use yew::{Html, html};

use super::m;
use crate::{
    components::{Button, Cx, Icon, folded, icon, phone, section, state_chip},
    format,
    messages::{fill, labels::Label},
    read::{Held, Joined, Office, ReportIn, ReportInAt},
    state::Route,
};

/// All kinds of which there is something.
pub(super) fn held(cx: &Cx, view: &Held) -> Html {
    let m = m(cx);
    let count = |sentence: &str, number: usize| fill(sentence, &[&number.to_string()]);
    let list = |title: String, rows: Vec<Html>| {
        (!rows.is_empty())
            .then(|| folded(&title, false, html! { <ul class="ledger">{ for rows }</ul> }))
    };
    let activities = view.activities.iter().map(|it| activity(cx, it)).collect::<Vec<_>>();
    let leads = view.leads.iter().map(|it| {
        let (kind, field) = (it.lead.kind.label(cx.lang()), it.lead.industry.label(cx.lang()));
        let name = [kind, " · ", field].concat();
        link(cx, name, day(cx, it.submitted_at), Route::Lead(it.lead.id))
    });
    let requests = view.requests.iter().map(|it| {
        let about = [it.branch.short_name.get(cx.lang()), " · ", &*day(cx, it.request.at)].concat();
        let name = it.request.kind.label(cx.lang()).to_owned();
        // Requests are shown on the page of their branch.
        if it.branch.id.as_str() == cx.branch() {
            link(cx, name, about, Route::Request(it.request.id))
        } else {
            line(name, about)
        }
    });
    let offices = view.offices.iter().map(|it| html! { <li>{office(cx, it)}</li> });
    let written = view.written.iter().map(|it| html! { <li>{&it.title}</li> });
    let (offers, helping) = (view.offers.0.to_string(), view.helping.0.to_string());
    let helps = view.offers.0 + view.helping.0 > 0;
    let (leads, requests) = (leads.collect::<Vec<_>>(), requests.collect::<Vec<_>>());
    let (offices, written) = (offices.collect::<Vec<_>>(), written.collect::<Vec<_>>());
    section(
        m.held,
        html! {
            <div class="stack">
                {report_ins(cx, view)}
                { for list(count(m.activities, activities.len()), activities) }
                { for list(count(m.leads, leads.len()), leads) }
                { for list(count(m.requests, requests.len()), requests) }
                if helps {
                    <p>{fill(m.helping, &[&offers, &helping])}</p>
                }
                { for list(m.offices.to_owned(), offices) }
                { for list(count(m.written, written.len()), written) }
                { for view.keeping.filter(|_| !view.is_empty()).map(|it| keeping(cx, it)) }
                {folded(m.sign_in, false, html! { <p>{m.sign_in_text}</p> })}
            </div>
        },
    )
}

// 保存到什么时候: by a day where there is one, and by the rule else.
fn keeping(cx: &Cx, it: MyKeeping) -> Html {
    let m = m(cx);
    let own = match it.until {
        Some(until) => fill(m.keeping_until, &[&format::day(until, cx.now(), cx.lang())]),
        None => fill(m.keeping_on, &[&it.months.to_string()]),
    };
    let readings = match it.reading_months {
        Some(months) => fill(m.keeping_readings, &[&months.to_string()]),
        None => m.keeping_readings_all.to_owned(),
    };
    folded(m.keeping, true, html! { <><p>{own}</p><p class="second">{readings}</p></> })
}

fn report_ins(cx: &Cx, view: &Held) -> Html {
    if view.report_ins.is_empty() {
        return Html::default();
    }
    let m = m(cx);
    let row = |it: &ReportInAt| {
        html! {
            <li>
                <div class="state">
                    <span>{it.branch.short_name.get(cx.lang())}</span>
                    {state_chip(cx, it.report_in.state)}
                </div>
            </li>
        }
    };
    // What was reported here is put right here.
    let here = view.report_ins.iter().find(|it| it.branch.id.as_str() == cx.branch());
    let here = here.filter(|it| it.report_in.state.is_active());
    let body = html! {
        <>
            <ul class="ledger">{ for view.report_ins.iter().map(row) }</ul>
            { for here.map(|it| correcting(cx, &it.report_in)) }
        </>
    };
    folded(m.report_in, true, body)
}

// Who is received says it to the branch, unless the home township disputes it or
// the branch has asked for it already.
fn correcting(cx: &Cx, mine: &ReportIn) -> Html {
    let m = m(cx);
    let asked = match mine.home {
        HomeState::Disputed { .. } => true,
        HomeState::Answered { answer, .. } => answer == DisputeAnswer::CorrectionAsked,
        HomeState::Waiting { .. } | HomeState::Acknowledged { .. } => false,
    };
    if mine.state == MemberState::Received && !asked {
        let contact = cx.view().map(|view| &view.branch.contact);
        return html! {
            <p class="second">
                {m.correct_ask}
                { for contact.map(|it| html! { <>{&it.name}{" "}{phone(&it.phone)}</> }) }
            </p>
        };
    }
    html! {
        <>
            <p class="second">{m.correct_help}</p>
            <div class="actions">
                {Button::quiet(m.correct).on(cx.link(Route::ReportIn)).html()}
            </div>
        </>
    }
}

fn activity(cx: &Cx, it: &Joined) -> Html {
    let m = m(cx);
    let of = it.branch.as_ref().map_or(m.district, |branch| branch.short_name.get(cx.lang()));
    let mut parts = vec![of.to_owned(), day(cx, it.start)];
    parts.extend(it.attended.map(|_| m.was_there.to_owned()));
    parts.extend(it.guest.map(|_| m.as_guest.to_owned()));
    line(it.title.clone(), parts.join(" · "))
}

fn line(name: String, about: String) -> Html {
    html! { <li><p>{name}</p><p class="second num">{about}</p></li> }
}

fn link(cx: &Cx, name: String, about: String, to: Route) -> Html {
    html! {
        <li>
            <button type="button" class="row" onclick={cx.link(to)}>
                <span class="grow"><span>{name}</span><span class="second num">{about}</span></span>
                {icon(Icon::Right)}
            </button>
        </li>
    }
}

/// An office by its name.
pub(super) fn office(cx: &Cx, it: &Office) -> String {
    let m = m(cx);
    let sentence = match it.role.split(':').next().unwrap_or_default() {
        "secretary" => m.secretary,
        "organiser" => m.organiser,
        "steward" => m.steward,
        "liaison" => m.liaison,
        "department" => m.contact,
        _ => m.officer,
    };
    let of = it.of.as_ref().map_or("", |of| of.get(cx.lang()));
    fill(sentence, &[of])
}

/// A day, short.
pub(super) fn day(cx: &Cx, at: guiyan_core::time::Timestamp) -> String {
    format::day(at.day(), cx.now(), cx.lang())
}
