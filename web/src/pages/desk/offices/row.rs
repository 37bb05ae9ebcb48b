//! One office that somebody holds or held.

use guiyan_core::{Outcome, appointment::AppointmentCommand, view::OfficeRow};
use yew::prelude::*;

use super::office;
use crate::{
    browser,
    components::{Button, Cx, Tone, chip, problem, use_command, use_confirm},
    format,
    messages::{fill, labels::Label, offices as messages},
};

/// Which, and who is told what came of it.
#[derive(Properties, Clone, PartialEq)]
pub(super) struct CardProps {
    pub cx: Cx,
    pub row: OfficeRow,
    pub changed: Callback<String>,
}

/// Its card.
#[function_component]
pub(super) fn Card(props: &CardProps) -> Html {
    let CardProps { cx, row, changed } = props;
    let (m, lang, now) = (messages::of(cx.lang()), cx.lang(), cx.now());
    let button = browser::dom_id("end-", &row.id.0);
    let confirm = use_confirm(cx, &button);
    let done = {
        let (changed, confirm) = (changed.clone(), confirm.clone());
        Callback::from(move |outcome| {
            if outcome == Outcome::AppointmentEnded {
                confirm.close();
                changed.emit(m.ended.to_owned());
            }
        })
    };
    let send = use_command(cx, done);
    let name = row.name.clone().unwrap_or_else(|| m.nameless.to_owned());
    let mut facts = vec![fill(m.since, &[&format::day(row.since.day(), now, lang)])];
    facts.extend(row.until.map(|day| fill(m.until, &[&format::day(day, now, lang)])));
    facts.extend(row.by.as_ref().map(|by| fill(m.by, &[by])));
    let over = match &row.ended {
        Some(ended) => {
            Some([ended.how.label(lang), " · ", &*format::moment(ended.at, now, lang)].concat())
        }
        None if row.until.is_some_and(|day| day.next().start() <= now) => {
            Some(m.expired.to_owned())
        }
        None => None,
    };
    let end = {
        let (send, appointment) = (send.clone(), row.id);
        Callback::from(move |_| {
            send.send_to("", AppointmentCommand::EndAppointment { appointment }.into());
        })
    };
    let (label, question, help, yes) = if row.mine {
        (m.resign, m.resign_title, m.resign_help, m.confirm_resign)
    } else {
        (m.end, m.end_title, m.end_help, m.confirm_end)
    };
    html! {
        <li class="card">
            <p class="line">
                <span class="strong">{&name}</span>
                if row.mine {
                    {chip(Tone::Still, m.mine)}
                }
            </p>
            <p>{office(lang, &row.role, &row.of)}</p>
            <p class="second num">{facts.join(" · ")}</p>
            { for over.map(|over| html! { <p class="second num">{over}</p> }) }
            { for send.problem().map(|failure| problem(cx, &failure)) }
            if confirm.is_open() {
                {confirm.html(
                    question,
                    html! { <p>{help}</p> },
                    Button::danger(yes).busy(send.busy(), m.ending).on(end),
                    m.keep,
                )}
            } else if row.may_end {
                <div class="actions">
                    {Button::quiet(label)
                        .id(button)
                        .name(fill(m.end_named, &[&name]))
                        .on(confirm.ask())
                        .html()}
                </div>
            }
        </li>
    }
}
