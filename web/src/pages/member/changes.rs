//! What was changed in an activity: told to those who had signed up, and kept
//! for everybody.

use guiyan_core::{
    branch::activity::ActivityKind,
    refusal::Field,
    time::Timestamp,
    view::{ActivityView, ChangeView, FieldChange},
};
use yew::prelude::*;

use crate::{
    components::{Cx, Icon, Tone, icon, notice},
    format,
    messages::{changes as messages, fill, labels::Label},
};

/// What is different for somebody who had signed up before: time, place, link.
pub(super) fn news(cx: &Cx, activity: &ActivityView) -> Html {
    let m = messages::of(cx.lang());
    let has = |wanted: &[Field]| {
        let told = activity.changes.iter().filter(|change| change.news);
        told.flat_map(|change| &change.fields).any(|change| wanted.contains(&change.field))
    };
    let mut lines = Vec::new();
    if has(&[Field::Start, Field::End]) {
        let span = format::span(activity.start, activity.end, cx.now(), cx.lang());
        lines.push(fill(m.time_now, &[&span]));
    }
    if has(&[Field::Place]) {
        lines.push(match &activity.place {
            Some(place) => fill(m.place_now, &[place]),
            None => m.place_gone.to_owned(),
        });
    }
    if has(&[Field::Online]) && activity.is_online {
        lines.push(m.link_now.to_owned());
    }
    if lines.is_empty() {
        return Html::default();
    }
    let lines = lines.into_iter().map(|line| html! { <p class="num">{line}</p> });
    let text = html! { <>{ for lines }<p class="second">{m.cannot_come}</p></> };
    notice(Tone::Info, m.news, text, Html::default())
}

/// Every change, the latest last; folded, as few ask for it.
pub(super) fn history(cx: &Cx, activity: &ActivityView) -> Html {
    if activity.changes.is_empty() {
        return Html::default();
    }
    let m = messages::of(cx.lang());
    let count = activity.changes.len().to_string();
    html! {
        <details>
            <summary>{icon(Icon::Right)}{fill(m.history_of, &[&count])}</summary>
            <ol class="steps" aria-label={m.history}>
                { for activity.changes.iter().rev().map(|change| step(cx, change)) }
            </ol>
        </details>
    }
}

fn step(cx: &Cx, change: &ChangeView) -> Html {
    let m = messages::of(cx.lang());
    let at = format::moment(change.at, cx.now(), cx.lang());
    let when = match &change.by {
        Some(by) if by.own => fill(m.by, &[&at, m.by_you]),
        Some(by) => fill(m.by, &[&at, by.office.label(cx.lang())]),
        None => at,
    };
    let line = |change: &FieldChange| html! { <p class="pre">{words(cx, change)}</p> };
    html! {
        <li>
            { for change.fields.iter().map(line) }
            <p class="second num">{when}</p>
        </li>
    }
}

fn words(cx: &Cx, change: &FieldChange) -> String {
    let m = messages::of(cx.lang());
    let label = change.field.label(cx.lang());
    let none = if change.field == Field::Capacity { m.unlimited } else { m.nothing };
    let side = |value: &Option<String>| match value {
        Some(text) => value_of(cx, change.field, text),
        None => none.to_owned(),
    };
    match (&change.from, &change.to) {
        // Not for this caller's eyes, or an agenda, which is long.
        (None, None) => fill(m.changed, &[label]),
        _ if change.field == Field::Agenda => fill(m.changed, &[label]),
        (from, to) => fill(m.from_to, &[label, &side(from), &side(to)]),
    }
}

fn value_of(cx: &Cx, field: Field, text: &str) -> String {
    let time = || text.parse::<Timestamp>().ok();
    match field {
        Field::Start | Field::End | Field::SignUpUntil => {
            time().map(|time| format::moment(time, cx.now(), cx.lang()))
        }
        Field::Kind => {
            let kinds = ActivityKind::ALL.iter();
            kinds.copied().find(|it| it.wire() == text).map(|it| it.label(cx.lang()).to_owned())
        }
        Field::Guests => {
            let form = &cx.pm().form;
            Some(if text == "true" { form.yes } else { form.no }.to_owned())
        }
        _ => None,
    }
    .unwrap_or_else(|| text.to_owned())
}
