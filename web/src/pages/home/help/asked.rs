//! What the person is asked to help with, by a branch.

use guiyan_core::{
    Outcome,
    branch::request::RequestCommand,
    view::{HelpAsk, StageCode},
};
use yew::prelude::*;

use super::{
    HelpProps,
    note::{Note, use_open},
    words,
};
use crate::{
    app::focus,
    components::{Button, Cx, Icon, Tone, chip, icon, phone, problem, section, use_command},
    messages::{fill, home::help, home::request, labels::Label},
};

const SAID: &str = "asked-said";

/// All of it, and what the last answer came to: most of them take their card away.
#[function_component]
pub(super) fn AllAsked(props: &HelpProps) -> Html {
    let HelpProps { cx, help: view, changed } = props;
    let m = help::of(cx.lang());
    let said = use_state(|| None::<&'static str>);
    let answered = {
        let (said, changed, root) = (said.clone(), changed.clone(), cx.shell.root.clone());
        Callback::from(move |sentence| {
            said.set(Some(sentence));
            focus(&root, SAID, false);
            changed.emit(());
        })
    };
    let one = |ask: &HelpAsk| {
        let key = ask.request.to_string();
        let (cx, ask, changed) = (cx.clone(), ask.clone(), answered.clone());
        html! { <Asked {key} {cx} {ask} {changed} /> }
    };
    html! {
        <>
            <div id={SAID} class="said-at" role="status" tabindex="-1">
                { for said.map(|said| html! {
                    <p class="said rise" key={said}>{icon(Icon::Check)}<span>{said}</span></p>
                }) }
            </div>
            if !view.asked.is_empty() {
                {section(m.asked, html! {
                    <div class="stack">{ for view.asked.iter().map(one) }</div>
                })}
            }
        </>
    }
}

/// Which question.
#[derive(Properties, Clone, PartialEq)]
struct AskedProps {
    cx: Cx,
    ask: HelpAsk,
    /// Called when it was answered, which another branch's stream tells of,
    /// with what that came to.
    changed: Callback<&'static str>,
}

/// One question to the person, or one request that they help with.
#[function_component]
fn Asked(props: &AskedProps) -> Html {
    let AskedProps { cx, ask, changed } = props;
    let open = use_open(cx);
    let (m, r, lang) = (help::of(cx.lang()), request::of(cx.lang()), cx.lang());
    let agrees = use_mut_ref(|| false);
    let done = {
        let (changed, close, agrees) = (changed.clone(), open.close(), agrees.clone());
        Callback::from(move |outcome| {
            close.emit(());
            changed.emit(match outcome {
                Outcome::HelpAnswered if *agrees.borrow() => m.said_willing,
                Outcome::HelpAnswered => m.said_not_now,
                Outcome::RequestReturned => m.said_returned,
                _ => m.said_resolved,
            });
        })
    };
    let send = use_command(cx, done.clone());
    let press = |command: RequestCommand| {
        let (send, branch) = (send.clone(), ask.branch.id.to_string());
        Callback::from(move |_: MouseEvent| send.send_to(&branch, command.clone().into()))
    };
    let id = ask.request;
    let answer = |agreed| {
        let (send, agrees) =
            (press(RequestCommand::AnswerHelp { request: id, agreed }), agrees.clone());
        Callback::from(move |event| {
            *agrees.borrow_mut() = agreed;
            send.emit(event);
        })
    };
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
