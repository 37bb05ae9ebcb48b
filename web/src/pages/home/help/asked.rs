//! What the person is asked to help with, by a branch.

use guiyan_core::{
    branch::request::RequestCommand,
    view::{HelpAsk, StageCode},
};
use yew::prelude::*;

use super::{
    note::{Note, use_open},
    words,
};
use crate::{
    components::{Button, Cx, Tone, chip, phone, problem, use_command},
    messages::{fill, home::help, home::request, labels::Label},
};

/// Which question.
#[derive(Properties, Clone, PartialEq)]
pub(super) struct AskedProps {
    pub cx: Cx,
    pub ask: HelpAsk,
    /// Called when it was answered, which another branch's stream tells of.
    pub changed: Callback<()>,
}

/// One question to the person, or one request that they help with.
#[function_component]
pub(super) fn Asked(props: &AskedProps) -> Html {
    let AskedProps { cx, ask, changed } = props;
    let open = use_open(cx);
    let done = {
        let (changed, close) = (changed.clone(), open.close());
        Callback::from(move |_| {
            close.emit(());
            changed.emit(());
        })
    };
    let send = use_command(cx, done.clone());
    let (m, r, lang) = (help::of(cx.lang()), request::of(cx.lang()), cx.lang());
    let press = |command: RequestCommand| {
        let (send, branch) = (send.clone(), ask.branch.id.to_string());
        Callback::from(move |_| send.send_to(&branch, command.clone().into()))
    };
    let id = ask.request;
    let answer = |agreed| press(RequestCommand::AnswerHelp { request: id, agreed });
    let name = ask.name.as_deref().unwrap_or(m.somebody);
    let resolve = ["resolve-", &*id.to_string()].concat();
    let give_back = || {
        Button::quiet(r.give_back)
            .disabled(send.busy())
            .on(press(RequestCommand::ReturnRequest { request: id }))
            .html()
    };
    let actions = match ask.stage {
        StageCode::HelperAsked => html! {
            <div class="actions">
                {Button::primary(m.willing).busy(send.busy(), m.answering).on(answer(true)).html()}
                {Button::quiet(m.not_now).disabled(send.busy()).on(answer(false)).html()}
            </div>
        },
        StageCode::HelperAgreed => html! {
            <><p>{m.agreed}</p><div class="actions">{give_back()}</div></>
        },
        _ if open.is(&resolve) => html! {
            <Note
                cx={cx.clone()}
                id={resolve.clone()}
                title={fill(m.write_back, &[name])}
                help={r.resolve_help}
                label={r.resolve_note}
                yes={r.resolve}
                doing={r.resolving}
                branch={ask.branch.id.to_string()}
                command={Callback::from(move |(_, note)| {
                    RequestCommand::ResolveRequest { request: id, note }.into()
                })}
                {done}
                close={open.close()}
            />
        },
        _ => html! {
            <>
                <p>
                    {fill(m.helping, &[name])}{" "}
                    { for ask.phone.as_deref().map(phone) }
                </p>
                <div class="actions">
                    {Button::primary(r.resolve)
                        .id(resolve.clone())
                        .disabled(send.busy())
                        .on(open.ask(&resolve))
                        .html()}
                    {give_back()}
                </div>
            </>
        },
    };
    let place = fill(m.asked_where, &[ask.area.as_deref().unwrap_or_default()]);
    html! {
        <article class="card matter" aria-label={ask.kind.label(lang)}>
            <p class="line">
                <span class="strong">{ask.kind.label(lang)}</span>
                {chip(Tone::Still, ask.urgency.label(lang))}
                { for words::due(cx, ask.due) }
            </p>
            <p class="second">
                { for ask.area.as_ref().map(|_| [&*place, " · "].concat()) }
                {ask.branch.short_name.get(lang)}
            </p>
            if ask.stage == StageCode::HelperAsked {
                <p>{m.asked_text}</p>
            }
            { for ask.text.as_ref().map(|text| html! { <p class="pre">{text}</p> }) }
            { for send.problem().map(|failure| problem(cx, &failure)) }
            {actions}
        </article>
    }
}
