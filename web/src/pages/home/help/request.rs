//! One request: where it stands, who has it, and the next step.

use std::rc::Rc;

use guiyan_core::{
    chain::Level,
    ids::RequestId,
    view::{DeskRequest, HelpView, HelperCard, RequestView, StageCode},
};
use yew::prelude::*;

use super::{
    acts::Acts,
    consents, history, list,
    mine::{Mine, Withdraw},
    words,
};
use crate::{
    components::{Cx, Tone, chip, empty, facts, page_head, phone, secondary, section, skeleton},
    format,
    messages::{home::help, home::request, labels::Label},
};

/// Which request.
#[derive(Properties, Clone, PartialEq)]
pub(super) struct RequestProps {
    pub cx: Cx,
    pub help: Rc<HelpView>,
    pub id: RequestId,
}

/// What the parts of a request's page draw from.
#[derive(Properties, Clone, PartialEq)]
pub(super) struct OneProps {
    pub cx: Cx,
    pub help: Rc<HelpView>,
    pub request: Rc<RequestView>,
    /// The requester is looking.
    pub own: bool,
    /// For those who run the branch.
    pub desk: Option<Rc<DeskRequest>>,
}

/// A request's page.
#[function_component]
pub(super) fn Request(props: &RequestProps) -> Html {
    let RequestProps { cx, help, id } = props;
    let mine = help.mine.iter().find(|request| request.id == *id);
    let desk = help.desk.iter().flat_map(|desk| &desk.requests);
    let desk = desk.into_iter().find(|it| it.request.id == *id);
    let Some(request) = mine.or(desk.map(|desk| &desk.request)) else {
        return missing(cx, help);
    };
    let one = OneProps {
        cx: cx.clone(),
        help: help.clone(),
        request: Rc::new(request.clone()),
        own: mine.is_some(),
        desk: desk.cloned().map(Rc::new),
    };
    let r = request::of(cx.lang());
    html! {
        <article class="detail">
            {page_head(cx, &list::title(cx, request))}
            <p class="line">
                {words::state(cx, request, one.own)}
                { for request.recorded.then(|| words::recorded(cx)) }
                {chip(Tone::Still, request.urgency.label(cx.lang()))}
                if !words::is_over(request.stage) {
                    { for words::climbed(cx, request.level) }
                }
            </p>
            {history::stepper(cx, request)}
            {where_it_is(&one)}
            if one.own {
                <Mine ..one.clone() />
            }
            {written(&one)}
            if one.desk.is_some() {
                <Acts ..one.clone() />
            }
            <consents::Consents ..one.clone() />
            {secondary(cx, cx.pm().history, history::steps(cx, help, request, one.own, r))}
            if one.own {
                <Withdraw ..one.clone() />
            }
        </article>
    }
}

// Just submitted, the view that has it is on its way.
fn missing(cx: &Cx, view: &HelpView) -> Html {
    let m = help::of(cx.lang());
    if cx.view().is_some_and(|branch| branch.now > view.now) {
        return skeleton(cx);
    }
    html! { <>{page_head(cx, m.not_found)}{empty(m.not_found_text)}</> }
}

fn where_it_is(one: &OneProps) -> Html {
    let OneProps { cx, help, request, own, .. } = one;
    if words::is_over(request.stage) {
        return Html::default();
    }
    let r = request::of(cx.lang());
    let held = words::holder(cx, help, &request.holder, *own);
    let since = format::moment(request.since, cx.now(), cx.lang());
    html! {
        <div class="card stack" role="status">
            {facts(vec![
                (r.held_by, Some(html! { <span class="strong">{held}</span> })),
                (r.since, Some(html! { <span class="num">{since}</span> })),
                (r.due, words::due(cx, request.due)),
            ])}
            if request.level > Level::Branch {
                <p class="second">{r.climbed_text}</p>
            }
        </div>
    }
}

fn written(one: &OneProps) -> Html {
    let OneProps { cx, request, own, desk, .. } = one;
    let r = request::of(cx.lang());
    let from = desk.as_ref().filter(|_| !own).and_then(|desk| desk.name.as_deref());
    let number = desk.as_ref().filter(|_| !own).and_then(|desk| desk.phone.as_deref());
    let from = from.map(|from| html! { <>{from}{" "}{ for number.map(phone) }</> });
    let place = request.place.as_ref().map(|place| html! { <>{place}</> });
    let helper = request.helper.as_ref().map(|card| helper(cx, card));
    // Asked is not yet helping.
    let asked = matches!(request.stage, StageCode::HelperAsked | StageCode::HelperAgreed);
    let whom = if asked { r.asked_helper } else { r.helper };
    let any = from.is_some() || place.is_some() || helper.is_some();
    let body = html! {
        <div class="card stack">
            <p class="pre">{request.text.as_deref().unwrap_or(r.erased)}</p>
            if any {
                {facts(vec![(r.place, place), (r.requester, from), (whom, helper)])}
            }
        </div>
    };
    section(r.what, body)
}

fn helper(cx: &Cx, card: &HelperCard) -> Html {
    let name = card.name.as_deref().unwrap_or(request::of(cx.lang()).a_member);
    html! {
        <>
            {name}{" "}{card.branch.short_name.get(cx.lang())}{" "}
            { for card.phone.as_deref().map(phone) }
        </>
    }
}
