//! What those who run the branch can do with a request: whistle, ask, record,
//! resolve, close.

use guiyan_core::{
    branch::request::{CloseReason, RequestCommand, RequestStepKind},
    chain::Holder,
    recipient::Recipient,
    view::{Candidate, RequestAction, StageCode},
};
use yew::prelude::*;

use super::{
    consents::{is_live, open_choices},
    note::{Note, use_open},
    request::OneProps,
    words,
};
use crate::{
    codes::Code,
    components::{Button, Choice, Field, Sender, phone, problem, section, use_command},
    messages::{
        fill,
        home::request::{self, RequestMessages},
    },
};

const RESOLVE: &str = "resolve";
const CLOSE: &str = "close";

/// The branch's next step.
#[function_component]
pub(super) fn Acts(props: &OneProps) -> Html {
    let OneProps { cx, request, .. } = props;
    let r = request::of(cx.lang());
    let open = use_open(cx);
    let whom = use_state(String::new);
    let ask = use_state(String::new);
    let done = {
        let (close, whom, ask) = (open.close(), whom.clone(), ask.clone());
        Callback::from(move |_| {
            close.emit(());
            whom.set(String::new());
            ask.set(String::new());
        })
    };
    let send = use_command(cx, done.clone());
    if request.actions.is_empty() || words::is_over(request.stage) {
        return Html::default();
    }
    let (id, may) = (request.id, |action| request.actions.contains(&action));
    let press = |command: RequestCommand| {
        let send = send.clone();
        Callback::from(move |_| send.send(command.clone()))
    };
    let recorded = request.stage != StageCode::Submitted;
    let resolve = if recorded { r.record_resolved } else { r.resolve };
    let asking = |which: &'static str| {
        let closes = which == CLOSE;
        let command = Callback::from(move |(at, note): (usize, String)| {
            match close_reasons().get(at).filter(|_| closes).copied() {
                Some(reason) => RequestCommand::CloseRequest { request: id, reason, note },
                None => RequestCommand::ResolveRequest { request: id, note },
            }
            .into()
        });
        let reasons = if closes { reasons(cx.lang()) } else { Vec::new() };
        html! {
            <Note
                key={which}
                cx={cx.clone()}
                id={which}
                title={if closes { r.close_title } else { r.resolve_title }}
                help={if closes { r.close_help } else { r.resolve_help }}
                label={if closes { r.note } else { r.resolve_note }}
                {reasons}
                yes={if closes { r.close } else { resolve }}
                doing={if closes { r.closing } else { r.resolving }}
                branch={cx.branch().to_owned()}
                {command}
                done={done.clone()}
                close={open.close()}
            />
        }
    };
    let body = html! {
        <div class="card stack">
            { for send.problem().map(|failure| problem(cx, &failure)) }
            if request.stage == StageCode::Submitted {
                {whistle(props, &send, r, &whom)}
            }
            { for outside(props, r) }
            if may(RequestAction::ReportArrival) {
                <div class="actions">
                    {Button::primary(r.record_arrival)
                        .busy(send.busy(), r.sending)
                        .on(press(RequestCommand::ReportArrival { request: id }))
                        .html()}
                </div>
            }
            if may(RequestAction::AskHelper) {
                {candidates(props, &send, r)}
            }
            if may(RequestAction::AskConsent) && request.stage == StageCode::Submitted {
                {ask_consent(props, &send, r, &ask)}
            }
            if open.is(RESOLVE) {
                {asking(RESOLVE)}
            } else if open.is(CLOSE) {
                {asking(CLOSE)}
            } else {
                <div class="actions">
                    if may(RequestAction::Resolve) {
                        {Button::quiet(resolve).id(RESOLVE).on(open.ask(RESOLVE)).html()}
                    }
                    if may(RequestAction::Return) {
                        {Button::quiet(r.take_over)
                            .busy(send.busy(), r.returning)
                            .on(press(RequestCommand::ReturnRequest { request: id }))
                            .html()}
                    }
                    if may(RequestAction::Close) {
                        {Button::plain(r.close).id(CLOSE).on(open.ask(CLOSE)).html()}
                    }
                </div>
            }
        </div>
    };
    section(r.acts, body)
}

// Who does not work in Guiyan cannot know of it: the branch calls them, and
// records what they do (代记).
fn outside(props: &OneProps, r: &'static RequestMessages) -> Option<Html> {
    let OneProps { cx, help, request, .. } = props;
    let Holder::Department(id) = &request.holder else { return None };
    let department = words::known(help, id).filter(|department| !department.in_guiyan)?;
    let says = if request.stage == StageCode::Whistled { r.record_help } else { r.record_done };
    Some(html! {
        <p>
            {fill(says, &[department.name.get(cx.lang())])}
            { for department.phone.as_deref().map(|number| html! { <>{" "}{phone(number)}</> }) }
        </p>
    })
}

// Erasing closes by itself.
fn close_reasons() -> Vec<CloseReason> {
    CloseReason::ALL.iter().copied().filter(|reason| *reason != CloseReason::Erased).collect()
}

fn reasons(lang: guiyan_core::caller::Lang) -> Vec<Choice> {
    let reason = |(at, reason): (usize, &CloseReason)| {
        (AttrValue::from(at.to_string()), AttrValue::from(reason.label(lang)))
    };
    close_reasons().iter().enumerate().map(reason).collect()
}

// 吹哨: only to a department that the requester agreed to.
fn whistle(
    props: &OneProps,
    send: &Sender,
    r: &'static RequestMessages,
    whom: &UseStateHandle<String>,
) -> Html {
    let OneProps { cx, help, request, .. } = props;
    let agreed: Vec<_> = (request.consents.iter())
        .filter(|consent| is_live(request, &consent.recipient))
        .filter_map(|consent| match &consent.recipient {
            Recipient::Department(id) if consent.withdrawn_at.is_none() => Some(id.clone()),
            _ => None,
        })
        .collect();
    let Some(first) = agreed.first() else {
        return html! { <p class="second">{r.no_consent_yet}</p> };
    };
    let chosen = agreed.iter().find(|id| id.as_str() == whom.as_str()).unwrap_or(first).clone();
    let options: Vec<Choice> = (agreed.iter())
        .map(|id| (id.to_string().into(), words::department(cx, help, id).into()))
        .collect();
    let (set, id) = (whom.clone(), request.id);
    let press = {
        let (send, department) = (send.clone(), chosen.clone());
        Callback::from(move |_| {
            let department = department.clone();
            send.send(RequestCommand::Whistle { request: id, department });
        })
    };
    html! {
        <div class="stack">
            {Field {
                id: "f-whistle",
                label: r.whistle_to,
                help: r.whistle_help,
                value: chosen.as_str(),
                on: Callback::from(move |value| set.set(value)),
                ..Field::default()
            }.select(&options, cx.pm().choose)}
            <div class="actions">
                {Button::primary(r.whistle).busy(send.busy(), r.whistling).on(press).html()}
            </div>
        </div>
    }
}

fn candidates(props: &OneProps, send: &Sender, r: &'static RequestMessages) -> Html {
    let OneProps { cx, request, desk, .. } = props;
    let id = request.id;
    let all: &[Candidate] = desk.as_ref().map(|desk| &*desk.candidates).unwrap_or_default();
    let one = |candidate: &Candidate| {
        let (send, person) = (send.clone(), candidate.person);
        let (busy, press) = (send.busy(), {
            Callback::from(move |_| send.send(RequestCommand::AskHelper { request: id, person }))
        });
        let branch = super::branch_name(cx, &candidate.branch);
        html! {
            <li>
                <div>
                    <p class="strong">{&candidate.name}</p>
                    <p class="second">{branch}{" · "}{&candidate.area}</p>
                </div>
                {Button::quiet(fill(r.ask_helper, &[&candidate.name]))
                    .busy(busy, r.sending)
                    .on(press)
                    .html()}
            </li>
        }
    };
    html! {
        <div class="stack">
            <h4>{r.candidates}</h4>
            if all.is_empty() {
                <p class="second">{r.no_candidates}</p>
            } else {
                <ul class="ledger">{ for all.iter().map(one) }</ul>
            }
        </div>
    }
}

// 征求同意: who said no is not asked again. [ND]
fn ask_consent(
    props: &OneProps,
    send: &Sender,
    r: &'static RequestMessages,
    ask: &UseStateHandle<String>,
) -> Html {
    let OneProps { cx, help, request, .. } = props;
    let asked = |of: &Recipient| request.questions.iter().any(|it| it.recipient == *of);
    let no = |of: &Recipient| {
        let refused = RequestStepKind::ConsentRefused { recipient: Some(of.clone()) };
        // Of those that are still open, what was given was taken back.
        request.consents.iter().any(|it| it.recipient == *of)
            || request.steps.iter().any(|step| step.step == refused)
    };
    let choices: Vec<_> = open_choices(props)
        .into_iter()
        .filter(|(recipient, _)| !asked(recipient) && !no(recipient))
        .collect();
    let waits: Vec<String> = (request.questions.iter())
        .map(|it| words::recipient(cx, help, Some(&it.recipient)))
        .collect();
    let options: Vec<Choice> = (choices.iter().enumerate())
        .map(|(at, (_, name))| (at.to_string().into(), name.clone().into()))
        .collect();
    let chosen = ask.parse().ok().and_then(|at: usize| choices.get(at));
    let press = {
        let (send, request) = (send.clone(), request.id);
        let recipient = chosen.map(|(recipient, _)| recipient.clone());
        Callback::from(move |_| {
            if let Some(recipient) = recipient.clone() {
                send.send(RequestCommand::AskRequestConsent { request, recipient });
            }
        })
    };
    let set = ask.clone();
    html! {
        <div class="stack">
            if !waits.is_empty() {
                <p class="second">{fill(r.waits_for, &[&waits.join(cx.pm().comma)])}</p>
            }
            if !choices.is_empty() {
                {Field {
                    id: "f-ask",
                    label: r.ask_whom,
                    value: ask,
                    on: Callback::from(move |value| set.set(value)),
                    ..Field::default()
                }.select(&options, cx.pm().choose)}
                <div class="actions">
                    {Button::quiet(r.ask_consent)
                        .disabled(chosen.is_none())
                        .busy(send.busy(), r.asking)
                        .on(press)
                        .html()}
                </div>
            }
        </div>
    }
}
