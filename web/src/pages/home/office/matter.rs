//! One open matter: what it is, who has it, since when, and the one thing to do.

use std::rc::Rc;

use guiyan_core::{
    Command, Outcome,
    branch::{
        member::{DisputeAnswer, HomeState, MemberCommand},
        request::RequestCommand,
    },
    chain::MatterKind,
    ids::{LeadId, PersonId, RequestId},
    view::{HelpView, MatterView, RequestAction},
};
use uuid::Uuid;
use yew::prelude::*;

use super::{
    Done,
    help::{self, Note, Open, use_open},
    home::Home,
};
use crate::{
    browser,
    codes::Code,
    components::{Button, Cx, Sender, Tone, chip, choices, phone, problem, use_command},
    format,
    messages::{
        fill,
        home::{office, request},
    },
    state::Route,
};

/// Which matter.
#[derive(Properties, Clone, PartialEq)]
pub(super) struct MatterProps {
    pub cx: Cx,
    pub names: Rc<HelpView>,
    pub matter: MatterView,
    /// Told what was done.
    pub changed: Callback<Done>,
}

/// What a step came to, for the officer.
pub(super) fn said(cx: &Cx, outcome: Outcome) -> &'static str {
    let m = office::of(cx.lang());
    match outcome {
        Outcome::ReportInAcknowledged => m.done_acknowledged,
        Outcome::ReportInDisputed => m.done_disputed,
        Outcome::DisputeAnswered => m.done_answered,
        Outcome::ArrivalReported => m.done_arrived,
        Outcome::RequestReturned => m.done_returned,
        _ => m.done_resolved,
    }
}

/// A matter with its actions.
#[function_component]
pub(super) fn Matter(props: &MatterProps) -> Html {
    let MatterProps { cx, names, matter, changed } = props;
    let open = use_open(cx);
    let done = {
        let (cx, changed, close) = (cx.clone(), changed.clone(), open.close());
        Callback::from(move |outcome| {
            close.emit(());
            let gone = outcome != Outcome::ArrivalReported;
            changed.emit(Done { said: said(&cx, outcome), gone });
        })
    };
    let send = use_command(cx, done.clone());
    let (m, lang, now) = (office::of(cx.lang()), cx.lang(), cx.now());
    let title = title(cx, matter);
    let label = match &matter.name {
        Some(name) => fill(m.about, &[&title, name]),
        None => title.clone(),
    };
    let holder = help::holder(cx, names, &matter.holder, false);
    let township = matter.township.as_ref().map(|id| help::township(cx, id));
    let branch = help::branch_name(cx, &matter.branch);
    let place: Vec<&str> = std::iter::once(&*branch).chain(township.as_deref()).collect();
    let since = fill(m.since, &[&format::moment(matter.since, now, lang)]);
    html! {
        <article
            class={if matter.waits_for_me { "card matter mine" } else { "card matter" }}
            aria-label={label}
        >
            <p class="line">
                <span class="strong">{title}</span>
                { for matter.urgency.map(|it| chip(Tone::Still, it.label(lang))) }
                { for matter.stage.map(|stage| help::stage(cx, stage)) }
                { for matter.recorded.then(|| help::recorded(cx)) }
                { for matter.lead_stage.map(|stage| chip(Tone::Still, stage.label(lang))) }
                { for matter.overdue_since.and_then(|_| help::climbed(cx, matter.level)) }
            </p>
            { for matter.name.as_ref().map(|name| html! {
                <p>{name}{" "}{ for matter.phone.as_deref().map(phone) }</p>
            }) }
            { for matter.place.as_ref().map(|place| html! { <p class="strong">{place}</p> }) }
            { for matter.text.as_ref().map(|text| html! { <p class="pre">{text}</p> }) }
            { for home(cx, matter) }
            <p class="second num">
                {place.join(" · ")}{" · "}{fill(m.has_it, &[&holder])}{" · "}{since}
            </p>
            <p class="line">{ for help::due(cx, matter.due) }</p>
            { for send.problem().map(|failure| problem(cx, &failure)) }
            {actions(props, &send, &open, &done)}
        </article>
    }
}

fn title(cx: &Cx, matter: &MatterView) -> String {
    let lang = cx.lang();
    let kind = matter.kind.label(lang);
    match (matter.about, matter.category) {
        (Some(about), Some(category)) => [about.label(lang), " · ", category.label(lang)].concat(),
        (Some(about), None) => [kind, " · ", about.label(lang)].concat(),
        (None, _) => {
            let lead = matter.lead_kind.map(|it| it.label(lang));
            let industry = matter.industry.map(|it| it.label(lang));
            let parts: Vec<_> = [Some(kind), lead, industry].into_iter().flatten().collect();
            parts.join(" · ")
        }
    }
}

// What the home township says, or what the branch answered it.
fn home(cx: &Cx, matter: &MatterView) -> Option<Html> {
    let (m, lang) = (office::of(cx.lang()), cx.lang());
    let sentence = match matter.home? {
        HomeState::Disputed { reason, .. } => fill(m.home_says, &[reason.label(lang)]),
        HomeState::Answered { answer, .. } => fill(m.branch_says, &[answer.label(lang)]),
        HomeState::Waiting { .. } | HomeState::Acknowledged { .. } => return None,
    };
    let note = matter.note.as_ref().map(|note| html! { <p class="pre">{note}</p> });
    Some(html! { <div class="preview"><p class="strong">{sentence}</p>{ for note }</div> })
}

fn actions(props: &MatterProps, send: &Sender, open: &Open, done: &Callback<Outcome>) -> Html {
    let MatterProps { cx, matter, .. } = props;
    let Some(id) = matter.id else { return Html::default() };
    let here = matter.branch.as_str() == cx.branch();
    let m = office::of(cx.lang());
    match matter.kind {
        MatterKind::Acknowledgment if matter.waits_for_me => {
            let home = Home { cx, person: PersonId(id), branch: matter.branch.as_str() };
            home.actions(matter.name.as_deref(), send, open, done)
        }
        MatterKind::Dispute if matter.waits_for_me => answer(props, id, open, done),
        MatterKind::Reception if here && cx.manages() => {
            go(cx, m.open, Route::Person(PersonId(id)), id)
        }
        MatterKind::Request if here && cx.manages() => {
            go(cx, m.open, Route::Request(RequestId(id)), id)
        }
        MatterKind::Request => of_request(props, RequestId(id), send, open, done),
        MatterKind::Lead if here && cx.manages() => go(cx, m.open, Route::Lead(LeadId(id)), id),
        _ => Html::default(),
    }
}

// To the page where all of it can be done; coming back, this takes the focus.
fn go(cx: &Cx, label: &'static str, route: Route, id: Uuid) -> Html {
    let row = browser::dom_id("row-", &id);
    let on = cx.open(route, row.clone());
    html! { <div class="actions">{Button::quiet(label).id(row).on(on).html()}</div> }
}

// The secretary answers what the township disputes.
fn answer(props: &MatterProps, id: Uuid, open: &Open, done: &Callback<Outcome>) -> Html {
    let MatterProps { cx, matter, .. } = props;
    let (m, person) = (office::of(cx.lang()), PersonId(id));
    let answer = ["answer-", &*id.to_string()].concat();
    if !open.is(&answer) {
        let button = Button::primary(m.answer).id(answer.clone()).on(open.ask(&answer));
        return html! { <div class="actions">{button.html()}</div> };
    }
    html! {
        <Note
            cx={cx.clone()}
            id={answer.clone()}
            title={m.answer_title}
            help={m.answer_help}
            label={request::of(cx.lang()).note}
            reasons={choices::<DisputeAnswer>(cx.lang())}
            why={m.how}
            yes={m.answer}
            doing={m.answering}
            branch={matter.branch.to_string()}
            command={Callback::from(move |(at, note): (usize, String)| {
                let answer = DisputeAnswer::ALL.get(at).copied().unwrap_or(DisputeAnswer::Other);
                MemberCommand::AnswerDispute { person, answer, note }.into()
            })}
            done={done.clone()}
            close={open.close()}
        />
    }
}

// For the contact of a department: 已到场, 办结, 退回支部.
fn of_request(
    props: &MatterProps,
    request: RequestId,
    send: &Sender,
    open: &Open,
    done: &Callback<Outcome>,
) -> Html {
    let MatterProps { cx, matter, .. } = props;
    let r = request::of(cx.lang());
    let resolve = ["resolve-", &*request.to_string()].concat();
    if open.is(&resolve) {
        return html! {
            <Note
                cx={cx.clone()}
                id={resolve.clone()}
                title={r.resolve_title}
                help={r.resolve_help}
                label={r.resolve_note}
                yes={r.resolve}
                doing={r.resolving}
                branch={matter.branch.to_string()}
                command={Callback::from(move |(_, note)| {
                    RequestCommand::ResolveRequest { request, note }.into()
                })}
                done={done.clone()}
                close={open.close()}
            />
        };
    }
    let press = |command: RequestCommand| {
        let (send, branch) = (send.clone(), matter.branch.to_string());
        Callback::from(move |_| send.send_to(&branch, Command::from(command.clone())))
    };
    let may = |action| matter.actions.contains(&action);
    html! {
        <div class="actions">
            if may(RequestAction::ReportArrival) {
                {Button::primary(r.arrival)
                    .busy(send.busy(), r.sending)
                    .on(press(RequestCommand::ReportArrival { request }))
                    .html()}
            }
            if may(RequestAction::Resolve) {
                {Button::primary(r.resolve)
                    .id(resolve.clone())
                    .disabled(send.busy())
                    .on(open.ask(&resolve))
                    .html()}
            }
            if may(RequestAction::Return) {
                {Button::quiet(r.give_back)
                    .disabled(send.busy())
                    .on(press(RequestCommand::ReturnRequest { request }))
                    .html()}
            }
        </div>
    }
}
