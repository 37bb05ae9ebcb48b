//! 家乡需要: what home looks for, and the way to answer it.

use guiyan_core::{
    refusal::Refusal,
    view::{LeadView, LeadsView, NeedView},
};
use yew::prelude::*;

use super::{invite, m, words};
use crate::{
    components::{Button, Cx, Icon, Tone, chip, empty, icon, notice, section},
    format,
    messages::{fill, labels::Label},
    state::Route,
};

/// The next step, the needs, and the invitation to pass on.
pub(super) fn needs(cx: &Cx, view: &LeadsView) -> Html {
    let m = m(cx);
    // Filling a form needs no account; only those who would be refused are told.
    let open = matches!(view.blocked, None | Some(Refusal::SignInNeeded)) || invited(cx);
    let card = |need: &NeedView| {
        let answered =
            view.mine.iter().any(|lead| lead.need.as_ref().is_some_and(|it| it.id == need.id));
        card(cx, need, answered, open)
    };
    let list = if view.needs.is_empty() {
        empty(m.no_needs)
    } else {
        html! { <ul class="needs">{ for view.needs.iter().map(card) }</ul> }
    };
    let shown = view.needs.len() as u32;
    let more = view.open_needs > shown;
    let list = html! {
        <>
            {list}
            if more {
                <p class="second">
                    {fill(m.more_needs, &[&view.open_needs.to_string(), &shown.to_string()])}
                </p>
            }
        </>
    };
    // Who works on leads does not come for the needs.
    let listed = if !open && is_officer(cx) {
        html! {
            <details class="folded">
                <summary>
                    {icon(Icon::Right)}{m.needs}
                    <b class="num second">{view.open_needs}</b>
                </summary>
                {list}
            </details>
        }
    } else {
        section(m.needs, list)
    };
    html! {
        <>
            {first(cx, view, open)}
            {listed}
            if view.blocked.is_none() {
                <invite::Invite cx={cx.clone()} />
            }
        </>
    }
}

fn is_officer(cx: &Cx) -> bool {
    cx.view().is_some_and(|view| view.office)
}

pub(super) fn invited(cx: &Cx) -> bool {
    cx.model.config.invited()
}

fn first(cx: &Cx, view: &LeadsView, open: bool) -> Html {
    let m = m(cx);
    if open {
        // A question that waits for the person is the louder step.
        let waits = |lead: &LeadView| lead.questions.iter().any(|it| it.refused_at.is_none());
        let offer = if view.mine.iter().any(waits) {
            Button::quiet(m.offer)
        } else {
            Button::primary(m.offer)
        };
        return html! {
            <div class="card offer">
                <p>{m.lead}</p>
                {offer.on(cx.link(Route::NewLead(None))).html()}
            </div>
        };
    }
    // Officers of the home side need not be members.
    let Some(why) = view.blocked.as_ref().filter(|_| !is_officer(cx)) else {
        return Html::default();
    };
    let active = cx.view().is_some_and(|view| {
        view.elsewhere.is_some()
            || view.report_in.as_ref().is_some_and(|mine| mine.state.is_active())
    });
    let way = if active {
        Button::quiet(cx.pm().to_me).on(cx.link(Route::Me))
    } else {
        Button::primary(cx.pm().report_first).on(cx.link(Route::ReportIn))
    };
    let lang = cx.lang();
    let way = html! { <div class="actions">{way.html()}</div> };
    notice(Tone::Info, why.sentence(lang), html! { <p>{why.next(lang)}</p> }, way)
}

fn card(cx: &Cx, need: &NeedView, answered: bool, open: bool) -> Html {
    let m = m(cx);
    let name = fill(m.answer_need, &[&need.subject]);
    html! {
        <li key={need.id.to_string()} class="card need">
            {about(cx, need, answered)}
            if open {
                <div class="actions">
                    {Button::quiet(m.respond)
                        .name(name)
                        .on(cx.link(Route::NewLead(Some(need.id))))
                        .html()}
                </div>
            }
        </li>
    }
}

/// What a need is.
pub(super) fn about(cx: &Cx, need: &NeedView, answered: bool) -> Html {
    let (m, lang) = (m(cx), cx.lang());
    let until = format::day(need.until, cx.now(), lang);
    let place = need.township.as_ref().map_or(m.whole_district, |place| place.name.get(lang));
    let mut parts = vec![place.to_owned()];
    parts.extend(words::range(cx, need));
    html! {
        <>
            <p class="line">
                {chip(Tone::Still, need.kind.label(lang))}
                {chip(Tone::Still, need.industry.label(lang))}
                if answered {
                    {chip(Tone::Ok, m.answered)}
                }
            </p>
            <h4>{&need.subject}</h4>
            <p class="pre">{&need.text}</p>
            <p class="second num">{parts.join(" · ")}</p>
            <p class="second num">{fill(m.posted_by, &[need.posted_by.get(lang), &until])}</p>
        </>
    }
}
