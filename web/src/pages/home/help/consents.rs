//! 什么给了谁: the list of consents, each to be taken back as easily as it was
//! given. [PIPL §15, §23]

use guiyan_core::{
    branch::request::RequestCommand,
    recipient::Recipient,
    view::{RequestConsentView, RequestView, StageCode},
};
use yew::prelude::*;

use super::{request::OneProps, words};
use crate::{
    components::{Button, Icon, Sender, Tone, chip, icon, problem, section, use_command},
    format,
    messages::{
        fill,
        home::request::{self, RequestMessages},
    },
};

/// The list of one request.
#[function_component]
pub(super) fn Consents(props: &OneProps) -> Html {
    let OneProps { cx, request, own, .. } = props;
    let r = request::of(cx.lang());
    let send = use_command(cx, Callback::noop());
    let item = |consent: &RequestConsentView| item(props, &send, r, consent);
    let body = html! {
        <div class="stack">
            if request.consents.is_empty() {
                <p class="second">{r.no_consents}</p>
            } else {
                <ul class="ledger">{ for request.consents.iter().map(item) }</ul>
            }
            { for send.problem().map(|failure| problem(cx, &failure)) }
            if *own && !words::is_over(request.stage) {
                {more(props, &send, r)}
            }
        </div>
    };
    section(r.consents, body)
}

fn item(
    props: &OneProps,
    send: &Sender,
    r: &'static RequestMessages,
    consent: &RequestConsentView,
) -> Html {
    let OneProps { cx, help, request, own, .. } = props;
    let (lang, now) = (cx.lang(), cx.now());
    // The member who helps now is known by name.
    let helper = (request.helper.as_ref())
        .filter(|_| request.stage == StageCode::Helping && consent.withdrawn_at.is_none())
        .filter(|_| matches!(consent.recipient, Recipient::Person(_)));
    let name = match (&consent.name, helper.and_then(|helper| helper.name.clone())) {
        (Some(name), _) => name.get(lang).to_owned(),
        (None, Some(helper)) => helper,
        (None, None) => words::recipient(cx, help, Some(&consent.recipient)),
    };
    let at = |sentence, at| fill(sentence, &[&format::moment(at, now, lang)]);
    let passed = consent.passed_at.map_or(r.not_passed.to_owned(), |passed| at(r.passed, passed));
    let withdraw = {
        let (send, request, recipient) = (send.clone(), request.id, consent.recipient.clone());
        Callback::from(move |_| {
            let recipient = recipient.clone();
            send.send(RequestCommand::WithdrawRequestConsent { request, recipient });
        })
    };
    let state = match consent.withdrawn_at {
        Some(withdrawn) => chip(Tone::Still, at(r.withdrawn, withdrawn)),
        None if *own => Button::quiet(r.take_back)
            .name(fill(r.take_back_from, &[&name]))
            .busy(send.busy(), r.taking_back)
            .on(withdraw)
            .html(),
        None => Html::default(),
    };
    html! {
        <li>
            <div>
                <p class={if consent.withdrawn_at.is_some() { "gone" } else { "strong" }}>{&name}</p>
                <p class="second num">{at(r.given, consent.given_at)}{" · "}{passed}</p>
            </div>
            {state}
        </li>
    }
}

/// Those that could be agreed to and are not.
pub(super) fn open_choices(props: &OneProps) -> Vec<(Recipient, String)> {
    let OneProps { cx, help, request, .. } = props;
    let choice = help.choices.iter().find(|choice| choice.kind == request.kind);
    let departments = choice.into_iter().flat_map(|choice| &choice.departments);
    let mut all: Vec<Recipient> =
        departments.map(|department| Recipient::Department(department.id.clone())).collect();
    if request.place.is_none() {
        all.push(Recipient::Helpers);
    }
    all.extend(help.township.iter().filter(|_| props.own).cloned().map(Recipient::Township));
    all.retain(|recipient| !is_live(request, recipient));
    let named = |recipient: Recipient| {
        let name = words::recipient(cx, help, Some(&recipient));
        (recipient, name)
    };
    all.into_iter().map(named).collect()
}

/// Whether a consent for that recipient lives.
pub(super) fn is_live(request: &RequestView, recipient: &Recipient) -> bool {
    let mut given = request.consents.iter();
    given.any(|consent| consent.recipient == *recipient && consent.withdrawn_at.is_none())
}

fn more(props: &OneProps, send: &Sender, r: &'static RequestMessages) -> Html {
    let asked = |of: &Recipient| props.request.questions.iter().any(|it| it.recipient == *of);
    let choices: Vec<_> =
        open_choices(props).into_iter().filter(|(recipient, _)| !asked(recipient)).collect();
    if choices.is_empty() {
        return Html::default();
    }
    let give = |(recipient, name): &(Recipient, String)| {
        let (send, request, recipient) = (send.clone(), props.request.id, recipient.clone());
        let press = {
            let send = send.clone();
            Callback::from(move |_| {
                let (recipient, agreed) = (recipient.clone(), true);
                send.send(RequestCommand::AnswerRequestConsent { request, recipient, agreed });
            })
        };
        Button::quiet(fill(r.give_to, &[name])).busy(send.busy(), r.sending).on(press).html()
    };
    html! {
        <details>
            <summary>{icon(Icon::Right)}{r.give_more}</summary>
            <div class="actions">{ for choices.iter().map(give) }</div>
        </details>
    }
}
