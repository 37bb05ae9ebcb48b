//! 回执: the card of one, and the page where any can be checked, signed out too.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{
    copy::{print, readonly, save, select},
    m,
};
use crate::{
    browser,
    components::{
        Button, Cx, Field, Icon, PageProps, Tone, facts, icon, notice, page_head, problem,
    },
    format,
    messages::fill,
    port::{Port, Problem},
    read::Receipt,
};

const CODE: &str = "receipt-code";

/// The receipt of a code, or of the id of an erasure.
pub(super) async fn fetch(port: &Port, code: &str) -> Result<Receipt, Problem> {
    let plain = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
    let code: String = code.chars().filter(plain).collect();
    let answer = port.view::<Receipt>(&["/v1/receipts/", &*code].concat(), None).await?;
    answer.view.ok_or_else(Problem::network)
}

#[derive(Properties, Clone, PartialEq)]
pub(super) struct CardProps {
    pub cx: Cx,
    pub receipt: Rc<Receipt>,
}

/// What a receipt says, to be kept.
#[function_component]
pub(super) fn Card(props: &CardProps) -> Html {
    let CardProps { cx, receipt } = props;
    let m = m(cx);
    let copied = use_state(|| None::<bool>);
    let copy = {
        let (root, copied) = (cx.shell.root.clone(), copied.clone());
        let code = receipt.code.clone();
        Callback::from(move |_| {
            select(&root, CODE);
            let (code, copied) = (code.clone(), copied.clone());
            spawn_local(async move { copied.set(Some(browser::copy(&code).await)) });
        })
    };
    let save = {
        let text = text(cx, receipt);
        Callback::from(move |_| save(&text, "text/plain;charset=utf-8", "guiyan-receipt.txt"))
    };
    let root = cx.shell.root.clone();
    let print = Callback::from(move |_| print(&root));
    let said = copied.map(|copied| {
        let (shape, words) =
            if copied { (Icon::Check, m.copied) } else { (Icon::Info, m.not_copied) };
        html! { <>{icon(shape)}<span>{words}</span></> }
    });
    html! {
        <div class="card detail receipt">
            {lines(cx, receipt)}
            {readonly(CODE, m.code, receipt.code.clone().into())}
            <div class="actions">
                {Button::quiet(m.copy_code).on(copy).html()}
                {Button::quiet(m.save).on(save).html()}
                {Button::quiet(m.print).on(print).html()}
            </div>
            <p class="said-here" role="status">{ for said }</p>
        </div>
    }
}

fn lines(cx: &Cx, receipt: &Receipt) -> Html {
    let m = m(cx);
    let text = |text: String| Some(html! { <span class="num">{text}</span> });
    facts(vec![
        (m.at, text(format::moment(receipt.at, cx.now(), cx.lang()))),
        (m.place, text(fill(m.place_is, &[&receipt.version.to_string()]))),
        (m.chain, Some(html! { <code>{&receipt.chain}</code> })),
        (m.backups, text(backups(cx, receipt))),
    ])
}

fn backups(cx: &Cx, receipt: &Receipt) -> String {
    let m = m(cx);
    match receipt.backups_until {
        Some(until) => fill(m.backups_until, &[&format::day(until, cx.now(), cx.lang())]),
        None => m.backups_unsaid.to_owned(),
    }
}

// As it is kept in a file.
fn text(cx: &Cx, receipt: &Receipt) -> String {
    let m = m(cx);
    let at = receipt.at.to_string();
    let version = fill(m.place_is, &[&receipt.version.to_string()]);
    let backups = backups(cx, receipt);
    let lines = [
        (m.at, &*at),
        (m.place, &*version),
        (m.chain, &*receipt.chain),
        (m.backups, &*backups),
        (m.code, &*receipt.code),
    ];
    let lines = lines.map(|(name, value)| [name, cx.pm().colon, value].concat());
    [m.receipt, "\n\n", &*lines.join("\n"), "\n"].concat()
}

#[derive(Clone, PartialEq)]
enum State {
    Waiting,
    Busy,
    Empty,
    Told(Rc<Receipt>),
    Failed(Problem),
}

/// 核对回执
#[function_component]
pub(super) fn Check(props: &PageProps) -> Html {
    let cx = &props.cx;
    let m = m(cx);
    let code = use_state(String::new);
    let state = use_state(|| State::Waiting);
    let type_code = {
        let (code, state) = (code.clone(), state.clone());
        Callback::from(move |typed| {
            code.set(typed);
            state.set(State::Waiting);
        })
    };
    let check = {
        let (port, code, state) = (cx.shell.port(), (*code).clone(), state.clone());
        Callback::from(move |_| {
            if code.trim().is_empty() {
                return state.set(State::Empty);
            }
            state.set(State::Busy);
            let (port, code, state) = (port.clone(), code.clone(), state.clone());
            spawn_local(async move {
                state.set(match fetch(&port, &code).await {
                    Ok(receipt) => State::Told(Rc::new(receipt)),
                    Err(problem) => State::Failed(problem),
                });
            });
        })
    };
    let error = (*state == State::Empty).then(|| m.code_needed.to_owned());
    let told = match &*state {
        State::Told(receipt) => {
            let place = if receipt.in_record { m.in_record } else { m.redone };
            let body = html! { <p>{place}</p> };
            html! {
                <>
                    {notice(Tone::Ok, m.genuine, body, Html::default())}
                    <div class="card detail">{lines(cx, receipt)}</div>
                </>
            }
        }
        State::Failed(failure) => problem(cx, failure),
        _ => Html::default(),
    };
    html! {
        <div class="page mine">
            {page_head(cx, m.check)}
            <p>{m.check_lead}</p>
            {Field {
                id: "f-receipt",
                label: m.code,
                help: m.code_help,
                value: &code,
                error,
                on: type_code,
                ..Field::default()
            }.area("4")}
            <div class="actions">
                {Button::primary(m.do_check).busy(*state == State::Busy, m.checking).on(check).html()}
            </div>
            <div role="status">{told}</div>
        </div>
    }
}
