//! 调整候补顺序: to which position, why, and one press that does it.

use guiyan_core::{
    branch::activity::{ActivityCommand, ReorderReason},
    view::{ActivityView, ReorderView, RosterRow},
};
use yew::prelude::*;

use super::{
    register::name,
    why::{Step, Why},
};
use crate::{
    components::{Choice, Cx, Field, Sender, section},
    format,
    messages::{fill, labels::Label, queue},
};

/// Who is moved, to where, and what is there to send it with.
pub(super) struct Moving<'a> {
    pub cx: &'a Cx,
    pub activity: &'a ActivityView,
    pub to: &'a str,
    pub row: &'a RosterRow,
    /// The position that was chosen, as text.
    pub position: &'a UseStateHandle<String>,
}

impl Moving<'_> {
    /// The question, in place.
    pub(super) fn html(&self, send: &Sender, why: &Why) -> Html {
        let Self { cx, activity, row, position, .. } = self;
        let m = queue::of(cx.lang());
        let from = row.position.unwrap_or_default();
        let nth = |at: u32| (at.to_string().into(), fill(m.nth, &[&at.to_string()]).into());
        let others = (1..=activity.waiting).filter(|at| *at != from);
        let choices: Vec<Choice> = others.map(nth).collect();
        let on = {
            let (position, send) = ((*position).clone(), send.clone());
            Callback::from(move |at| {
                position.set(at);
                send.clear();
            })
        };
        let help = html! {
            <>
                <p>{fill(m.help, &[&from.to_string()])}</p>
                {Field {
                    id: "move-to",
                    label: m.position,
                    value: position,
                    error: why.tried().then(|| m.choose_position.to_owned())
                        .filter(|_| position.is_empty()),
                    on,
                    ..Field::default()
                }.select(&choices, cx.pm().choose)}
            </>
        };
        let yes = {
            let (send, to, wanted) = (send.clone(), self.to.to_owned(), (*position).clone());
            let (activity, person) = (activity.id, row.person);
            Callback::from(move |(at, note): (usize, String)| {
                let reason = ReorderReason::ALL.get(at).copied();
                if let (Some(reason), Ok(position)) = (reason, wanted.parse()) {
                    let to_position = position;
                    let command = ActivityCommand::ReorderQueue {
                        activity,
                        person,
                        from,
                        to: to_position,
                        reason,
                        note,
                    };
                    send.send_to(&to, command.into());
                }
            })
        };
        let first = position.is_empty().then_some("move-to");
        let title = fill(m.title, &[&name(cx, row)]);
        why.html_with(Step::Reorder, send, title, help, Html::default(), (first, yes))
    }
}

/// What was changed in the order, the latest first.
pub(super) fn history(cx: &Cx, reorders: &[ReorderView]) -> Html {
    if reorders.is_empty() {
        return Html::default();
    }
    let m = queue::of(cx.lang());
    let line = |it: &ReorderView| {
        let (from, to) = (it.from.to_string(), it.to.to_string());
        let moved = fill(m.was_moved, &[&from, &to, it.reason.label(cx.lang())]);
        let at = format::moment(it.at, cx.now(), cx.lang());
        html! {
            <li>
                <p>{moved}</p>
                { for it.note.as_ref().map(|note| html! { <p class="pre">{note}</p> }) }
                <p class="second num">{[&*at, " ", it.office.label(cx.lang())].concat()}</p>
            </li>
        }
    };
    section(m.order, html! { <ul class="steps">{ for reorders.iter().map(line) }</ul> })
}
