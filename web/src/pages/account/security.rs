//! 登录与安全: where the person is signed in, and their second factor.

use guiyan_core::wire::{Done, SessionView, Sessions};
use yew::prelude::*;

use super::{factor, out, session, tries::use_try};
use crate::{
    app::focus,
    components::{
        Button, Cx, PageProps, Tone, chip, page_head, problem, section, use_confirm, use_fetched,
    },
    format,
    messages::{account as messages, fill},
    state::Route,
};

const LIST: &str = "sessions";

/// 登录与安全
#[function_component]
pub(super) fn Security(props: &PageProps) -> Html {
    let cx = &props.cx;
    let m = messages::of(cx.lang());
    let fetched = use_fetched::<Sessions>(cx, "/v1/me/sessions".to_owned());
    let changed = {
        let (reload, root) = (fetched.reload(), cx.shell.root.clone());
        Callback::from(move |gone: bool| {
            if gone {
                // Its card goes, and the focus would go with it.
                focus(&root, LIST, true);
            }
            reload.emit(());
        })
    };
    let on = session(cx).is_on();
    let there = cx.clone();
    use_effect_with(on, move |on| {
        // It ended, here or in another tab.
        if !on {
            there.go(Route::Me);
        }
    });
    let sessions = fetched.html(|view| {
        let one = |session: &SessionView| {
            html! {
                <Device
                    key={session.id.to_string()}
                    cx={cx.clone()}
                    device={Shown::of(session)}
                    changed={changed.clone()}
                />
            }
        };
        html! {
            <>
                <p id={LIST} class="second" tabindex="-1">{m.sessions_lead}</p>
                <ul class="cards">{ for view.sessions.iter().map(one) }</ul>
            </>
        }
    });
    html! {
        <div class="page">
            {page_head(cx, m.security)}
            {section(m.sessions, sessions)}
            <factor::Factor cx={cx.clone()} />
            <div class="actions">{out(cx)}</div>
        </div>
    }
}

/// What is drawn of a session; the wire's own type cannot be compared.
#[derive(Clone, PartialEq)]
struct Shown {
    id: uuid::Uuid,
    device: Option<String>,
    started: guiyan_core::time::Timestamp,
    last_used: guiyan_core::time::Timestamp,
    this: bool,
}

impl Shown {
    fn of(session: &SessionView) -> Self {
        let SessionView { id, started, last_used, device, this } = session;
        Self {
            id: *id,
            device: device.clone(),
            started: *started,
            last_used: *last_used,
            this: *this,
        }
    }
}

#[derive(Properties, Clone, PartialEq)]
struct DeviceProps {
    cx: Cx,
    device: Shown,
    /// Told whether it was ended.
    changed: Callback<bool>,
}

#[function_component]
fn Device(props: &DeviceProps) -> Html {
    let DeviceProps { cx, device, changed } = props;
    let (m, lang) = (messages::of(cx.lang()), cx.lang());
    let id = device.id.to_string();
    let button = ["end-", &*id].concat();
    let question = use_confirm(cx, &button);
    let ending = use_try();
    let name = device.device.clone().unwrap_or_else(|| m.unknown_device.to_owned());
    let end = {
        let (cx, ending, changed) = (cx.clone(), ending.clone(), changed.clone());
        Callback::from(move |_| {
            let (port, changed) = (cx.shell.port(), changed.clone());
            let path = ["/v1/me/sessions/", &*id, "/end"].concat();
            let work = async move { port.post::<Done>(&path, "{}").await };
            // Ended elsewhere meanwhile: the list says so too.
            ending.run(&cx, work, move |ended| changed.emit(ended.is_ok()));
        })
    };
    let since = fill(m.since, &[&format::moment(device.started, cx.now(), lang)]);
    let used = fill(m.last_used, &[&format::ago(device.last_used, cx.now(), lang)]);
    html! {
        <li class="card">
            <p class="state">
                <span class="strong">{&name}</span>
                if device.this {
                    {chip(Tone::Ok, m.this_one)}
                }
            </p>
            <p class="second num">{since}{" · "}{used}</p>
            { for ending.problem().map(|it| problem(cx, &it)) }
            if question.is_open() {
                {question.html(
                    m.end_question,
                    Html::default(),
                    Button::danger(m.confirm_end).busy(ending.busy(), m.ending).on(end),
                    m.keep,
                )}
            } else if !device.this {
                <div class="actions">
                    {Button::quiet(m.end)
                        .id(button)
                        .name(fill(m.end_name, &[&name]))
                        .on(question.ask())
                        .html()}
                </div>
            }
        </li>
    }
}
