//! The page itself: the way to ask, what waits for an answer, the requests.

use guiyan_core::{
    refusal::Refusal,
    view::{HelpDesk, RequestView},
};
use yew::prelude::*;

use super::{HelpProps, asked::AllAsked, words};
use crate::{
    browser,
    components::{Button, Cx, Icon, Tone, icon, notice, row, section},
    format,
    messages::{
        home::help::{self, HelpMessages},
        labels::Label,
    },
    state::Route,
};

pub(super) fn list(parts: &HelpProps) -> Html {
    let (cx, view) = (&parts.cx, &parts.help);
    let m = help::of(cx.lang());
    let received = view.blocked.is_none();
    html! {
        <>
            if !matches!(cx.model.route, Route::AskHelp | Route::Spot) {
                {entry(cx, m, view.blocked.as_ref())}
            }
            <AllAsked ..parts.clone() />
            if received || !view.mine.is_empty() {
                {section(m.mine, mine(m, parts))}
            }
            { for view.desk.as_ref().map(|desk| at_desk(parts, m, desk)) }
        </>
    }
}

// The next step is the loudest: to ask, or what has to come before.
fn entry(cx: &Cx, m: &'static HelpMessages, blocked: Option<&Refusal>) -> Html {
    let ask = || {
        html! {
            <div class="loud ask-entry">
                {Button::primary(m.ask).id("ask").on(cx.link(Route::AskHelp)).html()}
                <p class="second">{m.ask_lead}</p>
                <div class="actions">
                    {Button::quiet(m.spot).id("spot").on(cx.link(Route::Spot)).html()}
                    <span class="second">{m.spot_lead}</span>
                </div>
            </div>
        }
    };
    let active = cx.view().is_some_and(|view| {
        view.elsewhere.is_some()
            || view.report_in.as_ref().is_some_and(|mine| mine.state.is_active())
    });
    match blocked {
        None => ask(),
        Some(Refusal::SignInNeeded) => {
            let log_in = Button::quiet(cx.pm().log_in).on(cx.sign_in()).html();
            let actions = html! { <div class="actions">{log_in}</div> };
            let text = html! { <p>{m.sign_in_text}</p> };
            html! { <>{ask()}{notice(Tone::Info, m.sign_in, text, actions)}</> }
        }
        // Officers need not be members.
        Some(_) if cx.view().is_some_and(|view| view.office) => Html::default(),
        Some(_) => {
            let way = if active {
                Button::quiet(cx.pm().to_me).on(cx.link(Route::Me))
            } else {
                Button::primary(cx.pm().report_first).on(cx.link(Route::ReportIn))
            };
            let actions = html! { <div class="actions">{way.html()}</div> };
            let text = html! { <p>{m.not_received_text}</p> };
            notice(Tone::Info, m.not_received, text, actions)
        }
    }
}

fn mine(m: &'static HelpMessages, parts: &HelpProps) -> Html {
    if parts.help.mine.is_empty() {
        return html! { <p class="second">{m.none_mine}</p> };
    }
    let row = |request: &RequestView| request_row(parts, request, None, true);
    html! { <ul class="rows">{ for parts.help.mine.iter().map(row) }</ul> }
}

fn at_desk(parts: &HelpProps, m: &'static HelpMessages, desk: &HelpDesk) -> Html {
    let (over, open): (Vec<_>, Vec<_>) =
        desk.requests.iter().partition(|it| words::is_over(it.request.stage));
    let row = |it: &&guiyan_core::view::DeskRequest| {
        let name = it.name.as_deref().unwrap_or_default();
        request_row(parts, &it.request, Some(name), false)
    };
    let body = html! {
        <>
            if open.is_empty() {
                <p class="second">{m.none_open}</p>
            } else {
                <ul class="rows">{ for open.iter().map(row) }</ul>
            }
            if !over.is_empty() {
                <details>
                    <summary>{icon(Icon::Right)}{m.over}</summary>
                    <ul class="rows">{ for over.iter().map(row) }</ul>
                </details>
            }
        </>
    };
    section(m.at_desk, body)
}

// What it is, where it stands, who has it and until when.
fn request_row(parts: &HelpProps, request: &RequestView, from: Option<&str>, own: bool) -> Html {
    let cx = &parts.cx;
    let lang = cx.lang();
    let over = words::is_over(request.stage);
    let holder = words::holder(cx, &parts.help, &request.holder, own);
    let since = format::ago(request.since, cx.now(), lang);
    let recorded = request.recorded.then(|| words::recorded(cx));
    let has_it = (!over).then(|| [&*holder, " · "].concat());
    let body = html! {
        <>
            <span class="grow">
                <span class="line">
                    <span class="title">{title(cx, request)}</span>
                    {words::state(cx, request, own)}
                    { for recorded }
                </span>
                { for request.text.as_ref().map(|text| html! { <span class="excerpt">{text}</span> }) }
                <span class="second num">
                    { for from.map(|from| [from, " · "].concat()) }
                    { for has_it }
                    <span class="whole">{since}</span>
                </span>
                if !over {
                    <span class="line">
                        { for words::due(cx, request.due) }
                        { for words::climbed(cx, request.level) }
                    </span>
                }
            </span>
            {icon(Icon::Right)}
        </>
    };
    let id = browser::dom_id("row-", &request.id.0);
    let current = cx.model.route == Route::Request(request.id);
    row(id.clone(), current, cx.open(Route::Request(request.id), id), body)
}

/// What a request is about.
pub(super) fn title(cx: &Cx, request: &RequestView) -> String {
    let kind = request.kind.label(cx.lang());
    match request.category {
        Some(category) => [kind, " · ", category.label(cx.lang())].concat(),
        None => kind.to_owned(),
    }
}
