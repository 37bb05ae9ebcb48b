//! 家乡需要: what home looks for, and the way to answer it.

use guiyan_core::{
    refusal::Refusal,
    view::{LeadMatch, LeadView, LeadsView, NeedView},
};
use yew::prelude::*;

use super::{
    invite, m,
    more::{Draw, More},
    path, words,
};
use crate::{
    components::{Button, Cx, Icon, Tone, chip, empty, icon, notice, row, section},
    format,
    messages::{fill, labels::Label},
    state::Route,
};

/// The next step, the needs, and the invitation to pass on.
pub(super) fn needs(cx: &Cx, view: &LeadsView) -> Html {
    let m = m(cx);
    let open = answerable(cx, view);
    let list = if view.needs.is_empty() { empty(m.no_needs) } else { listed(cx, view) };
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

// A page of needs, and the way to the next.
fn listed(cx: &Cx, view: &LeadsView) -> Html {
    let open = answerable(cx, view);
    let card = |need: &NeedView| {
        let answered =
            view.mine.iter().any(|lead| lead.need.as_ref().is_some_and(|it| it.id == need.id));
        card(cx, need, answered, open)
    };
    html! {
        <>
            <ul class="needs">{ for view.needs.iter().map(card) }</ul>
            { for view.needs_cursor.map(|cursor| {
                let asked = ["?needsCursor=", &*cursor.to_string()].concat();
                let path = [path(cx), asked].concat();
                let draw: Draw<LeadsView> = |cx, view, _| listed(cx, view);
                html! { <More<LeadsView> key={cursor.to_string()} cx={cx.clone()} {path} {draw} /> }
            }) }
        </>
    }
}

// Filling a form needs no account; only those who would be refused are told.
fn answerable(cx: &Cx, view: &LeadsView) -> bool {
    matches!(view.blocked, None | Some(Refusal::SignInNeeded)) || invited(cx)
}

/// The leads that go with a need, for those who may see them. [domain §4]
pub(super) fn fits(cx: &Cx, need: &NeedView) -> Html {
    let (m, lang) = (m(cx), cx.lang());
    if need.matching == 0 {
        return Html::default();
    }
    let count = need.matching.to_string();
    if need.matches.is_empty() {
        return html! { <p class="second">{fill(m.fits_count, &[&count])}</p> };
    }
    let one = |found: &LeadMatch| {
        let mut parts = vec![found.industry.label(lang).to_owned()];
        parts.extend(found.amount.map(|yuan| format::money(yuan, lang)));
        parts.extend(found.township.as_ref().map(|place| place.name.get(lang).to_owned()));
        parts.push(found.branch.short_name.get(lang).to_owned());
        let why: Vec<&str> = found.reasons.iter().map(|reason| reason.label(lang)).collect();
        // The same lead can go with several needs.
        let id = ["fits-", &*need.id.to_string(), "-", &*found.lead.to_string()].concat();
        let body = html! {
            <>
                <span class="grow">
                    <span class="line">
                        <span class="strong num">{parts.join(" · ")}</span>
                        {words::stage_chip(cx, found.stage)}
                    </span>
                    <span class="second">{why.join(m.list)}</span>
                </span>
                {icon(Icon::Right)}
            </>
        };
        row(id.clone(), false, cx.open(Route::Lead(found.lead), id), body)
    };
    let shown = need.matches.len();
    html! {
        <details class="folded">
            <summary>{icon(Icon::Right)}{fill(m.fits, &[&count])}</summary>
            <ul class="rows">{ for need.matches.iter().map(one) }</ul>
            if need.matching as usize > shown {
                <p class="second">{fill(m.fits_shown, &[&shown.to_string()])}</p>
            }
            <p class="second">{m.fits_help}</p>
        </details>
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
            {fits(cx, need)}
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
