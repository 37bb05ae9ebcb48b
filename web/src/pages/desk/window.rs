//! The officers' part of the sign-up: 修改, 提前截止报名, 重新开放报名.

use guiyan_core::{
    Outcome,
    branch::activity::ActivityCommand,
    view::{ActivityDesk, ActivityView},
};
use yew::prelude::*;

use crate::{
    components::{Button, Confirm, Cx, Sender, problem, use_command, use_confirm},
    messages::{changing, fill},
    state::{Own, Route},
};

/// Which activity.
#[derive(Properties, Clone, PartialEq)]
pub(super) struct WindowProps {
    pub cx: Cx,
    /// The activity; its `desk` is there.
    pub activity: ActivityView,
    /// Where its commands go: to a branch, or to the district when empty.
    pub to: String,
    /// Told when it is changed.
    pub changed: Callback<()>,
}

/// What those who run the branch can do about it before it begins.
#[function_component]
pub(super) fn Window(props: &WindowProps) -> Html {
    let WindowProps { cx, activity, changed, .. } = props;
    let m = changing::of(cx.lang());
    let confirm = use_confirm(cx, "sign-up-window");
    let said = use_state(|| "");
    let done = {
        let (confirm, said, changed) = (confirm.clone(), said.clone(), changed.clone());
        Callback::from(move |outcome| {
            said.set(match outcome {
                Outcome::SignUpClosed => m.closed_now,
                Outcome::SignUpReopened => m.reopened_now,
                _ => "",
            });
            confirm.close();
            changed.emit(());
        })
    };
    let send = use_command(cx, done);
    let Some(desk) = &activity.desk else { return Html::default() };
    if !(desk.can_change || desk.can_close || desk.can_reopen) {
        return Html::default();
    }
    let failure = send.problem().map(|failure| problem(cx, &failure));
    let body = if confirm.is_open() {
        question(props, desk, &send, &confirm)
    } else {
        buttons(props, desk, &confirm)
    };
    html! {
        <>
            <p role="status">{*said}</p>
            { for failure }
            {body}
        </>
    }
}

fn buttons(props: &WindowProps, desk: &ActivityDesk, confirm: &Confirm) -> Html {
    let WindowProps { cx, activity, to, .. } = props;
    let m = changing::of(cx.lang());
    let route = match &**to {
        "" => Route::Own(Own::Change(activity.id)),
        _ => Route::ChangeActivity(activity.id),
    };
    let change = desk.can_change.then(|| Button::quiet(m.change).id("change").on(cx.link(route)));
    let label = if desk.can_close { Some(m.close) } else { desk.can_reopen.then_some(m.reopen) };
    let window = label.map(|label| Button::quiet(label).id("sign-up-window").on(confirm.ask()));
    let buttons = change.into_iter().chain(window).map(Button::html);
    html! { <div class="actions">{ for buttons }</div> }
}

// Asked once, with what becomes of the queue.
fn question(props: &WindowProps, desk: &ActivityDesk, send: &Sender, confirm: &Confirm) -> Html {
    let WindowProps { cx, activity, to, .. } = props;
    let m = changing::of(cx.lang());
    let (close, id) = (desk.can_close, activity.id);
    let (title, help, queue, yes, doing, no) = if close {
        (m.close_title, m.close_help, m.close_queue, m.confirm_close, m.closing, m.keep_open)
    } else {
        let queue = m.reopen_queue;
        (m.reopen_title, m.reopen_help, queue, m.confirm_reopen, m.reopening, m.keep_closed)
    };
    let press = {
        let (send, to) = (send.clone(), to.clone());
        Callback::from(move |_| {
            let command = if close {
                ActivityCommand::CloseSignUp { activity: id }
            } else {
                ActivityCommand::ReopenSignUp { activity: id, until: String::new() }
            };
            send.send_to(&to, command.into());
        })
    };
    let queue = (activity.waiting > 0).then(|| fill(queue, &[&activity.waiting.to_string()]));
    let body = html! {
        <>
            <p>{help}</p>
            { for queue.map(|queue| html! { <p>{queue}</p> }) }
        </>
    };
    let yes = Button::primary(yes).busy(send.busy(), doing).on(press);
    confirm.html(title, body, yes, no)
}
