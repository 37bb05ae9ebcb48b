//! What the requester can do: answer, rate, reopen, withdraw.

use guiyan_core::{
    branch::request::RequestCommand,
    recipient::Recipient,
    view::{RequestAction, RequestQuestionView},
};
use yew::prelude::*;

use super::{
    note::{Note, use_open},
    request::OneProps,
    words,
};
use crate::{
    app::focus,
    components::{Button, Pick, Sender, Tone, notice, problem, radios, use_command, use_confirm},
    messages::{
        fill,
        home::request::{self, RequestMessages},
    },
};

const REOPEN: &str = "reopen";

/// The requester's next step.
#[function_component]
pub(super) fn Mine(props: &OneProps) -> Html {
    let OneProps { cx, request, .. } = props;
    let r = request::of(cx.lang());
    let open = use_open(cx);
    let chosen = use_state(String::new);
    let tried = use_state(|| false);
    let done = {
        let close = open.close();
        Callback::from(move |_| close.emit(()))
    };
    let send = use_command(cx, done.clone());
    let (id, may) = (request.id, |action| request.actions.contains(&action));
    let questions = request.questions.iter().map(|it| question(props, &send, r, it));
    let rate = || {
        let rating: i64 = chosen.parse().unwrap_or(0);
        let (sender, tried_at, root) = (send.clone(), tried.clone(), cx.shell.root.clone());
        let press = Callback::from(move |_| {
            if rating == 0 {
                tried_at.set(true);
                focus(&root, "f-rating", false);
            } else {
                sender.send(RequestCommand::RateRequest { request: id, rating });
            }
        });
        let options: Vec<Pick> = (1..=5).rev().map(|rating| pick(r, rating)).collect();
        let error = (*tried && rating == 0).then(|| r.choose_rating.to_owned());
        let set = {
            let chosen = chosen.clone();
            Callback::from(move |value| chosen.set(value))
        };
        html! {
            <div class="card stack">
                {radios("f-rating", r.rate_title, &options, &chosen, error, &set)}
                <p class="second">{r.rate_help}</p>
                <div class="actions">
                    {Button::primary(r.rate).busy(send.busy(), r.sending).on(press).html()}
                </div>
            </div>
        }
    };
    let reopen = || {
        html! {
            <Note
                cx={cx.clone()}
                id={REOPEN}
                title={r.reopen_title}
                help={r.reopen_help}
                label={r.reopen_note}
                yes={r.reopen_yes}
                doing={r.reopening}
                branch={cx.branch().to_owned()}
                command={Callback::from(move |(_, note)| {
                    RequestCommand::ReopenRequest { request: id, note }.into()
                })}
                done={done.clone()}
                close={open.close()}
            />
        }
    };
    let reopens = may(RequestAction::Reopen) && !open.any();
    html! {
        <>
            { for questions }
            { for send.problem().map(|failure| problem(cx, &failure)) }
            if may(RequestAction::Rate) {
                {rate()}
            }
            if open.is(REOPEN) {
                {reopen()}
            }
            if reopens {
                <div class="actions">
                    {Button::quiet(r.reopen).id(REOPEN).on(open.ask(REOPEN)).html()}
                </div>
            }
        </>
    }
}

/// 撤回求助, at the end of the page: asked once.
#[function_component]
pub(super) fn Withdraw(props: &OneProps) -> Html {
    let OneProps { cx, request, .. } = props;
    let r = request::of(cx.lang());
    let confirm = use_confirm(cx, "withdraw");
    let send = use_command(cx, Callback::noop());
    if !request.actions.contains(&RequestAction::Withdraw) {
        return Html::default();
    }
    let withdraw = {
        let (send, request) = (send.clone(), request.id);
        Callback::from(move |_| send.send(RequestCommand::WithdrawRequest { request }))
    };
    html! {
        <>
            { for send.problem().map(|failure| problem(cx, &failure)) }
            if confirm.is_open() {
                {confirm.html(
                    r.withdraw_question,
                    Html::default(),
                    Button::danger(r.withdraw_yes).busy(send.busy(), r.withdrawing).on(withdraw),
                    cx.pm().keep,
                )}
            } else {
                <div class="actions">
                    {Button::quiet(r.withdraw).id("withdraw").on(confirm.ask()).html()}
                </div>
            }
        </>
    }
}

// What the branch asks the requester.
fn question(
    props: &OneProps,
    send: &Sender,
    r: &'static RequestMessages,
    it: &RequestQuestionView,
) -> Html {
    let OneProps { cx, help, request, .. } = props;
    let (title, text) = match &it.recipient {
        Recipient::Helpers => (r.question_helpers.to_owned(), r.question_helpers_text),
        Recipient::Person(_) => {
            let name = it.helper.as_deref().unwrap_or(r.a_member);
            (fill(r.question_person, &[name]), r.question_person_text)
        }
        of => (fill(r.question, &[&words::recipient(cx, help, Some(of))]), r.question_text),
    };
    let answer = |agreed| {
        let (send, request, recipient) = (send.clone(), request.id, it.recipient.clone());
        Callback::from(move |_| {
            let recipient = recipient.clone();
            send.send(RequestCommand::AnswerRequestConsent { request, recipient, agreed });
        })
    };
    let actions = html! {
        <div class="actions">
            {Button::primary(r.agree).busy(send.busy(), r.answering).on(answer(true)).html()}
            {Button::quiet(r.disagree).disabled(send.busy()).on(answer(false)).html()}
        </div>
    };
    notice(Tone::Wait, &title, html! { <p>{text}</p> }, actions)
}

fn pick(r: &'static RequestMessages, rating: u8) -> Pick {
    let label = rating_word(r, rating);
    Pick { value: rating.to_string().into(), label: label.into(), help: "".into() }
}

/// A rating in words.
pub(super) fn rating_word(r: &'static RequestMessages, rating: u8) -> &'static str {
    match rating {
        ..=1 => r.very_bad,
        2 => r.bad,
        3 => r.fair,
        4 => r.good,
        5.. => r.very_good,
    }
}
