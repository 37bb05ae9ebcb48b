//! The officers' part of an activity: how many, who, 签到, 取消活动.

use guiyan_core::{
    branch::activity::{ActivityCommand, CancelReason},
    ids::ActivityId,
    view::{ActivityDesk, ActivityStatus, ActivityView},
};
use yew::prelude::*;

use super::{
    search::{listed, search},
    seat::Seat,
    why::{Step, use_why},
};
use crate::{
    app::focus,
    components::{Button, Cx, section, use_command, use_roster},
    format,
    messages::{fill, labels::Label},
    port::RosterAsk,
};

/// Which activity.
#[derive(Properties, Clone, PartialEq)]
pub(super) struct AttendanceProps {
    pub cx: Cx,
    /// The activity; its `desk` is there.
    pub activity: ActivityView,
}

/// 报名和签到
#[function_component]
pub(super) fn Attendance(props: &AttendanceProps) -> Html {
    let AttendanceProps { cx, activity } = props;
    let m = &cx.m().desk;
    let Some(desk) = &activity.desk else { return Html::default() };
    let over = activity.status == ActivityStatus::Over;
    let anybody = activity.confirmed + activity.waiting > 0;
    // A steward's list ends with the activity.
    let list = if over && !cx.manages() {
        html! { <p class="second">{m.list_gone}</p> }
    } else if anybody {
        html! { <People cx={cx.clone()} id={activity.id} open={desk.can_check_in} /> }
    } else {
        html! { <p class="second">{m.nobody_yet}</p> }
    };
    section(
        m.who_comes,
        html! {
            <>
                {figures(&[
                    (m.signed_up, activity.confirmed),
                    (m.waiting, activity.waiting),
                    (m.attended, desk.attended),
                ])}
                {when(cx, activity, desk)}
                {list}
                if desk.can_cancel {
                    <Cancelling cx={cx.clone()} activity={activity.clone()} />
                }
            </>
        },
    )
}

/// Numbers with their names.
pub(super) fn figures(figures: &[(&'static str, u32)]) -> Html {
    let figure = |(name, number): &(&'static str, u32)| {
        html! { <div><dt>{*name}</dt><dd class="figure">{number}</dd></div> }
    };
    html! { <dl class="figures">{ for figures.iter().map(figure) }</dl> }
}

// From when people can be checked in, or that it is too late.
fn when(cx: &Cx, activity: &ActivityView, desk: &ActivityDesk) -> Html {
    if desk.can_check_in || activity.cancelled.is_some() {
        return Html::default();
    }
    let now = cx.now();
    let sentence = if now < desk.check_in_from {
        let from = format::moment(desk.check_in_from, now, cx.lang());
        fill(cx.m().desk.check_in_from, &[&from])
    } else if cx.manages() {
        cx.m().desk.check_in_over.to_owned()
    } else {
        return Html::default();
    };
    html! { <p class="second num">{sentence}</p> }
}

#[derive(Properties, Clone, PartialEq)]
struct PeopleProps {
    cx: Cx,
    id: ActivityId,
    open: bool,
}

// Those signed up: by place, then the queue.
#[function_component]
fn People(props: &PeopleProps) -> Html {
    let PeopleProps { cx, id, open } = props;
    let q = use_state(String::new);
    let ask = RosterAsk { activity: Some(*id), state: None, q: (*q).clone() };
    let roster = use_roster(cx, ask);
    let on = {
        let q = q.clone();
        Callback::from(move |text| q.set(text))
    };
    let rows = || {
        let seat = |row: &guiyan_core::view::RosterRow| {
            html! {
                <Seat
                    key={row.person.to_string()}
                    cx={cx.clone()}
                    activity={*id}
                    row={row.clone()}
                    open={*open}
                />
            }
        };
        html! { <ul class="seats">{ for roster.rows().iter().map(seat) }</ul> }
    };
    html! {
        <>
            {search(cx, "seek-seat", &q, on)}
            {listed(cx, &roster, &q, cx.m().desk.nobody_yet, rows)}
        </>
    }
}

// 取消活动: why, a note, asked once.
#[function_component]
fn Cancelling(props: &AttendanceProps) -> Html {
    let AttendanceProps { cx, activity } = props;
    let m = &cx.m().desk;
    let why = use_why(cx);
    let root = cx.shell.root.clone();
    // The button is gone by then; the heading is what is left.
    let send = use_command(cx, Callback::from(move |_| focus(&root, "page-title", false)));
    if why.step().is_none() {
        let button = Button::quiet(m.cancel).id(Step::Cancel.button()).on(why.ask(Step::Cancel));
        return html! { <div class="actions">{button.html()}</div> };
    }
    let people = activity.confirmed + activity.waiting;
    let help = match people {
        0 => m.cancel_nobody.to_owned(),
        people => fill(m.cancel_help, &[&people.to_string()]),
    };
    let yes = {
        let (send, activity) = (send.clone(), activity.id);
        Callback::from(move |(at, note): (usize, String)| {
            if let Some(reason) = CancelReason::ALL.get(at).copied() {
                send.send(ActivityCommand::CancelActivity { activity, reason, note });
            }
        })
    };
    let help = html! { <p>{help}</p> };
    why.html(Step::Cancel, &send, m.cancel_title.to_owned(), help, Html::default(), yes)
}
