//! One person on the list of an activity: 签到, and taking it back.

use guiyan_core::{
    Outcome, branch::activity::ActivityCommand, ids::ActivityId, time::Timestamp, view::RosterRow,
};
use yew::prelude::*;

use super::{register::name, why::Step};
use crate::{
    app::focus,
    browser,
    components::{Button, Cx, Icon, Tone, chip, icon, phone, problem, use_command},
    format,
    messages::{fill, guest, queue},
};

/// Whose row.
#[derive(Properties, Clone, PartialEq)]
pub(super) struct SeatProps {
    pub cx: Cx,
    /// Of which activity.
    pub activity: ActivityId,
    /// Where its commands go: to a branch, or to the district when empty.
    pub to: String,
    /// The person.
    pub row: RosterRow,
    /// Whether it is the time to check in.
    pub open: bool,
    /// Told that the officer wants to move them in the queue, where they may.
    pub moves: Option<Callback<RosterRow>>,
    /// Whether they are the one who is moved.
    pub moved: bool,
}

/// A row. It is busy by itself, so that the next can be pressed at once.
#[function_component]
pub(super) fn Seat(props: &SeatProps) -> Html {
    let SeatProps { cx, activity, to, row, open, moves, moved } = props;
    // What the service has answered since the list came.
    let told = use_state_eq(|| None::<Option<Timestamp>>);
    let listed = told.clone();
    use_effect_with(row.attended_at, move |_| listed.set(None));
    let button = browser::dom_id("seat-", &row.person.0);
    let done = {
        let (told, shell, button) = (told.clone(), cx.shell.clone(), button.clone());
        Callback::from(move |outcome| {
            let there = outcome == Outcome::CheckedIn;
            told.set(Some(there.then(|| shell.now())));
            if !there {
                // 撤销 goes away with the focus on it.
                focus(&shell.root, &button, true);
            }
        })
    };
    let send = use_command(cx, done);
    let attended = told.unwrap_or(row.attended_at);

    let m = &cx.pm().desk;
    let (activity, person) = (*activity, row.person);
    let name = name(cx, row);
    let press = |command: ActivityCommand| {
        let (send, to) = (send.clone(), to.clone());
        Callback::from(move |_| send.send_to(&to, command.clone().into()))
    };
    let undo = attended.filter(|_| *open).map(|_| {
        Button::plain(m.undo)
            .name([m.undo, " ", &*name].concat())
            .busy(send.busy(), m.undoing)
            .on(press(ActivityCommand::UndoCheckIn { activity, person }))
            .html()
    });
    // One button before and after, so that it keeps the focus, and a second tap
    // on it does nothing.
    let busy = send.busy() && attended.is_none();
    let (label, onclick) = match attended {
        Some(at) => (fill(m.checked_in, &[&format::clock(at)]), Callback::noop()),
        None if busy => (m.checking_in.to_owned(), Callback::noop()),
        None => (m.check_in.to_owned(), press(ActivityCommand::CheckIn { activity, person })),
    };
    let offered = *open && row.place.is_some();
    let act = (offered || attended.is_some()).then(|| {
        html! {
            <button
                key="act"
                type="button"
                class={if attended.is_some() { "button there num" } else { "button quiet" }}
                id={button}
                aria-label={[&*label, " ", &*name].concat()}
                aria-disabled={(attended.is_some() || busy).then_some("true")}
                aria-busy={busy.then_some("true")}
                {onclick}
            >
                { for attended.map(|_| icon(Icon::Check)) }{label}
            </button>
        }
    });
    let place = match (row.place, row.position) {
        (Some(place), _) => html! { <span class="number num">{place}</span> },
        (None, Some(position)) => {
            chip(Tone::Wait, fill(cx.pm().waiting_at, &[&position.to_string()]))
        }
        (None, None) => chip(Tone::Wait, m.offered),
    };
    // 乡友, or of another branch and named by their own consent.
    let guest = {
        let of = row.guest_of.as_ref().filter(|_| row.name.is_some());
        let branch = of.map(|branch| html! { <span class="second">{branch.get(cx.lang())}</span> });
        let here = row.guest.then(|| chip(Tone::Still, guest::of(cx.lang()).here));
        html! { <>{ for here }{ for branch }{ for row.phone.as_deref().map(phone) }</> }
    };
    let order = moves.as_ref().filter(|_| row.position.is_some()).map(|moves| {
        let (moves, row) = (moves.clone(), row.clone());
        let label = queue::of(cx.lang()).act;
        let button = Button::quiet(label).name([label, " ", &*name].concat());
        let button = if *moved { button.id(Step::Reorder.button()) } else { button };
        button.on(Callback::from(move |_| moves.emit(row.clone()))).html()
    });
    // Somebody else was quicker: what was wanted is so.
    let done = |code: &str| matches!(code, "alreadyCheckedIn" | "notCheckedIn");
    let failure = send.problem().filter(|failure| !done(&failure.code));
    html! {
        <li class="seat">
            <span key="who" class="who">{place}<span>{&name}</span>{guest}</span>
            { for undo.map(|undo| html! { <span key="undo">{undo}</span> }) }
            { for act }
            { for order.map(|order| html! { <span key="order">{order}</span> }) }
            { for failure.map(|failure| {
                html! { <div key="failure" class="wholly">{problem(cx, &failure)}</div> }
            }) }
        </li>
    }
}
