//! The officers' part of an activity: how many, who, 签到, 取消活动.

use guiyan_core::{
    Outcome,
    branch::activity::{ActivityCommand, CancelReason},
    view::{ActivityDesk, ActivityStatus, ActivityView, RosterRow},
};
use yew::prelude::*;

use super::{
    moving::{self, Moving},
    search::{listed, search},
    seat::Seat,
    why::{Step, Why, use_why},
    window::Window,
};
use crate::{
    app::focus,
    components::{Button, Cx, Roster, Sender, section, use_command, use_roster},
    format,
    messages::{fill, guest, labels::Label},
    port::RosterAsk,
};

/// Which activity.
#[derive(Properties, Clone, PartialEq)]
pub(crate) struct AttendanceProps {
    pub cx: Cx,
    /// The activity; its `desk` is there.
    pub activity: ActivityView,
    /// Where its commands go: to a branch, or to the district when empty.
    pub to: String,
    /// Told when it is changed.
    #[prop_or_default]
    pub changed: Callback<()>,
}

/// 报名和签到
#[function_component]
pub(crate) fn Attendance(props: &AttendanceProps) -> Html {
    let AttendanceProps { cx, activity, to, changed } = props;
    let m = &cx.pm().desk;
    // A steward's list ends with the activity.
    let runs = activity.held_by.is_none() && (cx.manages() || to.is_empty());
    let gone = activity.status == ActivityStatus::Over && !runs;
    let listed = !gone && activity.confirmed + activity.waiting > 0;
    let q = use_state(String::new);
    let ask =
        RosterAsk { of: to.clone(), activity: Some(activity.id), state: None, q: (*q).clone() };
    let roster = use_roster(cx, ask, listed);
    let why = use_why(cx);
    // The button is gone by then; the heading is what is left.
    let root = cx.shell.root.clone();
    let told = changed.clone();
    let moved = use_state(|| None::<RosterRow>);
    let position = use_state(String::new);
    let done = {
        let (why, position) = (why.clone(), position.clone());
        Callback::from(move |outcome| {
            told.emit(());
            if matches!(outcome, Outcome::QueueReordered { .. }) {
                why.close();
                position.set(String::new());
            } else {
                focus(&root, "page-title", false);
            }
        })
    };
    let send = use_command(cx, done);

    let Some(desk) = &activity.desk else { return Html::default() };
    let list = if listed {
        let asked = {
            let (moved, position, why) = (moved.clone(), position.clone(), why.clone());
            Callback::from(move |row: RosterRow| {
                moved.set(Some(row));
                position.set(String::new());
                why.open(Step::Reorder);
            })
        };
        let asked = desk.can_reorder.then_some(asked);
        people(props, (desk.can_check_in, asked, &moved), &q, &roster)
    } else {
        html! { <p class="second">{if gone { m.list_gone } else { m.nobody_yet }}</p> }
    };
    let cancel = match why.step() {
        _ if !desk.can_cancel => Html::default(),
        Some(Step::Reorder) => Html::default(),
        Some(_) => cancelling(props, &send, &why),
        None => {
            let ask = why.ask(Step::Cancel);
            let button = Button::quiet(m.cancel).id(Step::Cancel.button()).on(ask);
            html! { <div class="actions">{button.html()}</div> }
        }
    };
    let mut counted = vec![
        (m.signed_up, activity.confirmed),
        (m.waiting, activity.waiting),
        (m.attended, desk.attended),
    ];
    if activity.guests || desk.guests_attended > 0 {
        counted.push((guest::of(cx.lang()).attended, desk.guests_attended));
    }
    let figures = figures(&counted);
    let when = when(cx, activity, desk, runs);
    let window = html! { <Window
        cx={cx.clone()}
        activity={activity.clone()}
        to={to.clone()}
        changed={changed.clone()}
    /> };
    let asking = moved.as_ref().filter(|_| why.step() == Some(Step::Reorder));
    let moving = asking.map(|asked| {
        // As they stand by now.
        let row = roster.rows().iter().find(|row| row.person == asked.person).unwrap_or(asked);
        Moving { cx, activity, to, row, position: &position }.html(&send, &why)
    });
    let order = moving::history(cx, &desk.reorders);
    section(
        m.who_comes,
        html! {
            <>{figures}{when}{list}{ for moving }{order}{window}{cancel}</>
        },
    )
}

/// Numbers with their names.
fn figures(figures: &[(&'static str, u32)]) -> Html {
    let figure = |(name, number): &(&'static str, u32)| {
        html! { <div><dt>{*name}</dt><dd class="figure">{number}</dd></div> }
    };
    html! { <dl class="figures">{ for figures.iter().map(figure) }</dl> }
}

// From when people can be checked in, or that it is too late.
fn when(cx: &Cx, activity: &ActivityView, desk: &ActivityDesk, runs: bool) -> Html {
    if desk.can_check_in || activity.cancelled.is_some() {
        return Html::default();
    }
    let now = cx.now();
    let sentence = if now < desk.check_in_from {
        let from = format::moment(desk.check_in_from, now, cx.lang());
        fill(cx.pm().desk.check_in_from, &[&from])
    } else if runs {
        cx.pm().desk.check_in_over.to_owned()
    } else {
        return Html::default();
    };
    html! { <p class="second num">{sentence}</p> }
}

// Those signed up: by place, then the queue.
fn people(
    props: &AttendanceProps,
    (open, asked, moved): (bool, Option<Callback<RosterRow>>, &UseStateHandle<Option<RosterRow>>),
    q: &UseStateHandle<String>,
    roster: &Roster,
) -> Html {
    let AttendanceProps { cx, activity, to, .. } = props;
    let on = {
        let q = q.clone();
        Callback::from(move |text| q.set(text))
    };
    let seat = |row: &RosterRow| {
        html! {
            <Seat
                key={row.person.to_string()}
                cx={cx.clone()}
                activity={activity.id}
                to={to.clone()}
                row={row.clone()}
                {open}
                moves={asked.clone()}
                moved={moved.as_ref().is_some_and(|it| it.person == row.person)}
            />
        }
    };
    let rows = || html! { <ul class="seats">{ for roster.rows().iter().map(seat) }</ul> };
    html! {
        <>
            {search(cx, "seek-seat", q, on)}
            {listed(cx, roster, q, cx.pm().desk.nobody_yet, rows)}
        </>
    }
}

// 取消活动: why, a note, asked once.
fn cancelling(props: &AttendanceProps, send: &Sender, why: &Why) -> Html {
    let AttendanceProps { cx, activity, to, .. } = props;
    let m = &cx.pm().desk;
    let help = match activity.confirmed + activity.waiting {
        0 => m.cancel_nobody.to_owned(),
        people => fill(m.cancel_help, &[&people.to_string()]),
    };
    let yes = {
        let (send, activity, to) = (send.clone(), activity.id, to.clone());
        Callback::from(move |(at, note): (usize, String)| {
            if let Some(reason) = CancelReason::ALL.get(at).copied() {
                let cancel = ActivityCommand::CancelActivity { activity, reason, note };
                send.send_to(&to, cancel.into());
            }
        })
    };
    let help = html! { <p>{help}</p> };
    why.html(Step::Cancel, send, m.cancel_title.to_owned(), help, Html::default(), yes)
}
