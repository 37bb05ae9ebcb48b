//! 结束流动, by the person: why, a note if they like, asked once.

use guiyan_core::{
    branch::member::{EndReason, MemberCommand},
    refusal::Field as Name,
};
use yew::prelude::*;

use crate::{
    components::{Button, Field, PageProps, choices, problem, use_command, use_confirm},
    messages::labels::Label,
};

/// The button, and the question that it opens.
#[function_component]
pub(crate) fn Ending(props: &PageProps) -> Html {
    let cx = &props.cx;
    let m = cx.pm();
    let confirm = use_confirm(cx, "end");
    // Returning home is what ends most.
    let reason = use_state(|| "0".to_owned());
    let note = use_state(String::new);
    let send = use_command(cx, Callback::noop());
    if !confirm.is_open() {
        return html! {
            <div class="actions">
                {Button::quiet(m.end).id("end").on(confirm.ask()).html()}
                <span class="second">{m.end_help}</span>
            </div>
        };
    }
    let set = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |value| state.set(value))
    };
    let at = reason.parse().ok().and_then(|at: usize| EndReason::ALL.get(at).copied());
    let end = {
        let (send, note) = (send.clone(), (*note).clone());
        Callback::from(move |_| {
            if let Some(reason) = at {
                send.send(MemberCommand::EndReportIn { person: None, reason, note: note.clone() });
            }
        })
    };
    let body = html! {
        <>
            {Field {
                id: "f-end-reason",
                label: m.end_why,
                value: &reason,
                on: set(&reason),
                ..Field::default()
            }.select(&choices::<EndReason>(cx.lang()), m.choose)}
            {Field {
                id: "f-end-note",
                label: m.end_note,
                optional: m.optional,
                value: &note,
                error: send.field(Name::Note),
                on: set(&note),
                ..Field::default()
            }.area("2")}
            { for send.problem().map(|failure| problem(cx, &failure)) }
        </>
    };
    let yes =
        Button::danger(m.confirm_end).disabled(at.is_none()).busy(send.busy(), m.ending).on(end);
    confirm.html(m.end_question, body, yes, m.keep)
}
