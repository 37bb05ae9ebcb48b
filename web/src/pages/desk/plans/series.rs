//! One series in the list: its rule in words, what is to come, and what can be
//! done about it.

use guiyan_core::{
    Outcome,
    branch::activity::plan::PlanCommand,
    ids::SeriesId,
    view::{OccurrenceState, OccurrenceView, SeriesState, SeriesView},
};
use yew::prelude::*;

use super::{
    draft::set_by,
    repeats::{date_words, words},
};
use crate::{
    browser,
    components::{Button, Cx, Icon, Tone, chip, icon, problem, use_command, use_confirm},
    format,
    messages::{fill, labels::Label, plans},
    state::Route,
};

/// How many dates are in sight.
const NEAR: usize = 4;

/// Which series.
#[derive(Properties, Clone, PartialEq)]
pub(super) struct SeriesProps {
    pub cx: Cx,
    pub series: SeriesView,
    pub horizon_days: u32,
    /// Called with what was done.
    pub said: Callback<String>,
}

/// A series with what can be done about it.
#[function_component]
pub(super) fn Series(props: &SeriesProps) -> Html {
    let SeriesProps { cx, series, said, .. } = props;
    let m = plans::of(cx.lang());
    let button = browser::dom_id("end-", &series.id.0);
    let confirm = use_confirm(cx, &button);
    let done = {
        let (said, confirm) = (said.clone(), confirm.clone());
        Callback::from(move |outcome| {
            confirm.close();
            if outcome == Outcome::SeriesEnded {
                said.emit(m.ended.to_owned());
            }
        })
    };
    let send = use_command(cx, done);
    let act = if confirm.is_open() {
        let end = {
            let (send, series, from) = (send.clone(), series.id, cx.now().day());
            Callback::from(move |_| send.send(PlanCommand::EndSeries { series, from }))
        };
        let yes = Button::danger(m.confirm_end).busy(send.busy(), m.ending).on(end);
        confirm.html(m.end_title, html! { <p>{m.end_help}</p> }, yes, m.keep_on)
    } else {
        let row = browser::dom_id("row-", &series.id.0);
        let change = series.next.as_ref().map(|_| {
            let open = cx.open(Route::Plans(Some(series.id.0)), row.clone());
            Button::quiet(m.change).id(row).on(open).html()
        });
        let end = (series.state != SeriesState::Over)
            .then(|| Button::plain(m.end).id(button).on(confirm.ask()).html());
        html! { <div class="actions">{ for change }{ for end }</div> }
    };
    html! {
        <li class="card stack">
            <p class="line"><span class="strong">{&series.title}</span>{state(cx, series.state)}</p>
            <p>{rule(cx, series)}</p>
            <p class="second num">{set_by(cx, &series.set_by, series.set_at)}</p>
            {word(cx, series.state)}
            {coming(props)}
            { for send.problem().map(|failure| problem(cx, &failure)) }
            {act}
        </li>
    }
}

/// 每月第一个周日，到 2027年6月6日
fn rule(cx: &Cx, series: &SeriesView) -> String {
    let m = plans::of(cx.lang());
    let rule = words(series.every, series.first, series.day.map(i64::from), cx.lang());
    fill(m.until, &[&rule, &format::day(series.last, cx.now(), cx.lang())])
}

fn state(cx: &Cx, state: SeriesState) -> Html {
    let tone = match state {
        SeriesState::Running => Tone::Ok,
        SeriesState::Paused => Tone::Wait,
        SeriesState::Over => Tone::Still,
    };
    chip(tone, state.label(cx.lang()))
}

fn word(cx: &Cx, state: SeriesState) -> Html {
    let m = plans::of(cx.lang());
    match state {
        SeriesState::Running => Html::default(),
        SeriesState::Over => html! { <p>{m.over}</p> },
        SeriesState::Paused => html! { <><p>{m.paused}</p><p>{m.paused_next}</p></> },
    }
}

// The next dates; the others are folded.
fn coming(props: &SeriesProps) -> Html {
    let SeriesProps { cx, series, horizon_days, .. } = props;
    let m = plans::of(cx.lang());
    let line = |it: &OccurrenceView| {
        html! {
            <Occurrence
                key={it.date.to_string()}
                cx={cx.clone()}
                series={series.id}
                occurrence={it.clone()}
            />
        }
    };
    let (near, rest) = series.occurrences.split_at(NEAR.min(series.occurrences.len()));
    let rest = (!rest.is_empty()).then(|| {
        let count = rest.len().to_string();
        html! {
            <details>
                <summary>{icon(Icon::Right)}{fill(m.more_dates, &[&count])}</summary>
                <ul class="dates">{ for rest.iter().map(line) }</ul>
            </details>
        }
    });
    let ahead = (series.state == SeriesState::Running)
        .then(|| fill(m.published_at, &[&horizon_days.to_string()]));
    html! {
        <div>
            <p class="line">
                <span class="strong">{m.next_dates}</span>
                { for ahead.map(|ahead| html! { <span class="second num">{ahead}</span> }) }
            </p>
            <ul class="dates">{ for near.iter().map(line) }</ul>
            { for rest }
        </div>
    }
}

/// Which date.
#[derive(Properties, Clone, PartialEq)]
struct OccurrenceProps {
    cx: Cx,
    series: SeriesId,
    occurrence: OccurrenceView,
}

/// A date with the one thing that can be done about it. Each is busy by itself.
#[function_component]
fn Occurrence(props: &OccurrenceProps) -> Html {
    let OccurrenceProps { cx, series, occurrence } = props;
    let m = plans::of(cx.lang());
    let send = use_command(cx, Callback::noop());
    let (series, date) = (*series, occurrence.date);
    let moment = format::moment(occurrence.start, cx.now(), cx.lang());
    let press = |command: PlanCommand| {
        let send = send.clone();
        Callback::from(move |_| send.send(command.clone()))
    };
    let named = |sentence: &str| fill(sentence, &[&date_words(cx, date)]);
    let (tone, act) = match (occurrence.state, occurrence.activity) {
        (OccurrenceState::Planned, _) => {
            let skip = press(PlanCommand::SkipOccurrence { series, date });
            let button = Button::plain(m.skip).name(named(m.skip_named));
            (None, Some(button.busy(send.busy(), m.skipping).on(skip)))
        }
        (OccurrenceState::Skipped, _) => {
            let restore = press(PlanCommand::UnskipOccurrence { series, date });
            let button = Button::plain(m.restore).name(named(m.restore_named));
            (Some(Tone::Stop), Some(button.busy(send.busy(), m.restoring).on(restore)))
        }
        (state, activity) => {
            let tone = match state {
                OccurrenceState::Cancelled => Tone::Stop,
                OccurrenceState::Changed | OccurrenceState::OutOfRule => Tone::Info,
                _ => Tone::Ok,
            };
            // What lies further ahead than the branch's view has no page there.
            let shown = activity.filter(|id| cx.model.activity(id).is_some());
            let look = shown.map(|id| {
                let button = Button::plain(m.look).name(named(m.look_named));
                button.on(cx.link(Route::Activity(id)))
            });
            (Some(tone), look)
        }
    };
    let state = tone.map(|tone| chip(tone, occurrence.state.label(cx.lang())));
    html! {
        <li>
            <span class="line"><span class="num">{moment}</span>{ for state }</span>
            { for act.map(Button::html) }
            { for send.problem().map(|failure| {
                html! { <div class="wholly">{problem(cx, &failure)}</div> }
            }) }
        </li>
    }
}
