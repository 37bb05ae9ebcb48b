//! One person of the register: what they reported, what happened, and the
//! officer's next step.

use guiyan_core::{
    Outcome,
    branch::member::{
        DisputeAnswer, EndReason, HomeState, MemberCommand, MemberState, SendBackReason,
    },
    ids::PersonId,
    view::RosterRow,
};
use yew::prelude::*;

use super::{
    grouping::Grouping,
    offices::Appointing,
    register::name,
    why::{Step, Why, use_why},
};
use crate::{
    components::{
        Button, Cx, Sender, Tone, chip, notice, page_head, problem, reported, section, state_chip,
        steps, use_command,
    },
    format,
    messages::{fill, labels::Label},
    state::Route,
};

/// Who, and where to go on.
#[derive(Properties, Clone, PartialEq)]
pub(super) struct PersonProps {
    pub cx: Cx,
    /// The person.
    pub row: RosterRow,
    /// Whether they have left the list since.
    pub left: bool,
    /// The next one that waits.
    pub next: Option<PersonId>,
    /// Told what was done.
    pub said: Callback<String>,
}

/// A person's page.
#[function_component]
pub(super) fn Person(props: &PersonProps) -> Html {
    let PersonProps { cx, row, left, next, said } = props;
    let why = use_why(cx);
    let done = {
        let (cx, name, next, said) = (cx.clone(), name(cx, row), *next, said.clone());
        Callback::from(move |outcome| {
            let m = &cx.pm().desk;
            let (sentence, next) = match outcome {
                Outcome::MemberReceived => (m.received_now, next),
                Outcome::ReportInSentBack => (m.sent_back_now, next),
                Outcome::DisputeAnswered => (m.answered_now, None),
                _ => (m.ended_now, None),
            };
            said.emit(fill(sentence, &[&name]));
            cx.go(next.map_or(Route::Desk, Route::Person));
        })
    };
    let send = use_command(cx, done);
    let Some(view) = cx.view() else { return Html::default() };
    let m = cx.pm();
    let report = row.report.as_ref().map(|report| reported(cx, view, report));
    let since = row.since.map(|at| format::ago(at, cx.now(), cx.lang()));
    html! {
        <article class="detail">
            {page_head(cx, &name(cx, row))}
            <p class="line">
                { for row.state.map(|state| state_chip(cx, state)) }
                <span class="second num">{since.unwrap_or_default()}</span>
            </p>
            {home(cx, row, &why)}
            { for report }
            <Grouping key={row.person.to_string()} cx={cx.clone()} row={row.clone()} />
            if view.desk.as_ref().is_some_and(|desk| desk.appoints)
                && row.state == Some(MemberState::Received)
            {
                <Appointing
                    key={["office-", &*row.person.to_string()].concat()}
                    cx={cx.clone()}
                    person={row.person}
                    name={name(cx, row)}
                />
            }
            {section(m.history, steps(cx, view, &row.steps, m.desk.by_member))}
            if *left {
                {notice(Tone::Info, m.desk.changed, html! { <p>{m.desk.changed_text}</p> },
                    Html::default())}
            } else {
                {actions(cx, row, &send, &why)}
            }
        </article>
    }
}

fn actions(cx: &Cx, row: &RosterRow, send: &Sender, why: &Why) -> Html {
    let m = &cx.pm().desk;
    let person = row.person;
    match why.step() {
        Some(Step::SendBack) => return send_back(cx, row, send, why),
        Some(Step::Answer) => return answer(cx, row, send, why),
        Some(_) => return end(cx, row, send, why),
        None => {}
    }
    let receive = {
        let send = send.clone();
        Callback::from(move |_| send.send(MemberCommand::ReceiveMember { person }))
    };
    let end = Button::quiet(m.end).id(Step::End.button()).on(why.ask(Step::End));
    let buttons = match row.state {
        Some(MemberState::Submitted) => html! {
            <div class="sticky">
                { for send.problem().map(|failure| problem(cx, &failure)) }
                <div class="actions">
                    {Button::primary(m.receive).busy(send.busy(), m.receiving).on(receive).html()}
                    {Button::quiet(m.send_back)
                        .id(Step::SendBack.button())
                        .disabled(send.busy())
                        .on(why.ask(Step::SendBack))
                        .html()}
                </div>
            </div>
        },
        Some(MemberState::SentBack | MemberState::Received) => Html::default(),
        Some(MemberState::Ended) | None => return Html::default(),
    };
    html! { <><div class="actions">{end.html()}</div>{buttons}</> }
}

// What the home township says to it; a dispute waits for the secretary.
fn home(cx: &Cx, row: &RosterRow, why: &Why) -> Html {
    let (m, lang) = (&cx.pm().desk, cx.lang());
    let active = row.state.is_some_and(MemberState::is_active);
    let Some(home) = row.home.filter(|_| active) else { return Html::default() };
    match home {
        HomeState::Waiting { .. } => {
            html! { <p class="line">{chip(Tone::Wait, m.home_waiting)}</p> }
        }
        HomeState::Acknowledged { .. } => {
            html! { <p class="line">{chip(Tone::Ok, m.home_acknowledged)}</p> }
        }
        HomeState::Answered { answer, .. } => {
            let said = fill(m.home_answered, &[answer.label(lang)]);
            html! { <p class="line">{chip(Tone::Info, said)}</p> }
        }
        HomeState::Disputed { reason, .. } => {
            let title = fill(m.home_disputed, &[reason.label(lang)]);
            let button =
                Button::primary(m.answer).id(Step::Answer.button()).on(why.ask(Step::Answer));
            let asked = why.step() == Some(Step::Answer);
            let actions = match asked {
                true => Html::default(),
                false => html! { <div class="actions">{button.html()}</div> },
            };
            notice(Tone::Stop, &title, html! { <p>{m.home_disputed_text}</p> }, actions)
        }
    }
}

fn answer(cx: &Cx, row: &RosterRow, send: &Sender, why: &Why) -> Html {
    let m = &cx.pm().desk;
    let (send_it, person) = (send.clone(), row.person);
    let yes = Callback::from(move |(at, note): (usize, String)| {
        if let Some(answer) = DisputeAnswer::ALL.get(at).copied() {
            send_it.send(MemberCommand::AnswerDispute { person, answer, note });
        }
    });
    let title = m.answer_title.to_owned();
    why.html(Step::Answer, send, title, Html::default(), Html::default(), yes)
}

// What the member will see is shown as it is typed.
fn send_back(cx: &Cx, row: &RosterRow, send: &Sender, why: &Why) -> Html {
    let m = cx.pm();
    let name = name(cx, row);
    let (send_it, person) = (send.clone(), row.person);
    let yes = Callback::from(move |(at, note): (usize, String)| {
        if let Some(reason) = SendBackReason::ALL.get(at).copied() {
            send_it.send(MemberCommand::SendBackReportIn { person, reason, note });
        }
    });
    let preview = why.chosen(Step::SendBack).map(|reason| {
        html! {
            <div class="preview">
                <p class="second">{fill(m.desk.will_see, &[&name])}</p>
                <p class="strong">{m.sent_back}</p>
                <p>{fill(m.sent_back_text, &[&reason])}</p>
                <p class="pre">{why.note().trim()}</p>
            </div>
        }
    });
    let title = fill(m.desk.send_back_title, &[&name]);
    why.html(Step::SendBack, send, title, Html::default(), preview.unwrap_or_default(), yes)
}

fn end(cx: &Cx, row: &RosterRow, send: &Sender, why: &Why) -> Html {
    let m = &cx.pm().desk;
    let (send_it, person) = (send.clone(), Some(row.person));
    let yes = Callback::from(move |(at, note): (usize, String)| {
        if let Some(reason) = EndReason::ALL.get(at).copied() {
            send_it.send(MemberCommand::EndReportIn { person, reason, note });
        }
    });
    let title = fill(m.end_title, &[&name(cx, row)]);
    let help = html! { <p>{m.end_help}</p> };
    why.html(Step::End, send, title, help, Html::default(), yes)
}
