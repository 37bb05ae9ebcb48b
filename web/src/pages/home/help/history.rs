//! The stages of a request as a quiet row, and every step in words.

use guiyan_core::{
    branch::request::RequestStepKind,
    view::{HelpView, RequestStepView, RequestView, StageCode},
};
use yew::prelude::*;

use super::{mine::rating_word, words};
use crate::{
    components::{Cx, Stage, Tone, chip, stages},
    format,
    messages::{
        fill,
        home::request::{self, RequestMessages},
        labels::Label,
    },
};

/// 已提交 → 已吹哨 → 已到场 → 已办结 → 已评价, or the way through a member's help.
pub(super) fn stepper(cx: &Cx, request: &RequestView) -> Html {
    use StageCode as S;
    let r = request::of(cx.lang());
    let at = match request.stage {
        S::Submitted => 0,
        S::Whistled | S::HelperAsked | S::HelperAgreed => 1,
        S::Arrived | S::Helping => 2,
        S::Resolved => 3,
        S::Rated => 4,
        S::Withdrawn | S::Closed => return ended(cx, request),
    };
    // Steps since it was last back with the branch.
    let back = |step: &RequestStepView| {
        matches!(step.step, RequestStepKind::Returned { .. } | RequestStepKind::Reopened)
    };
    let since = request.steps.iter().rposition(back).map_or(0, |at| at + 1);
    let now = request.steps.get(since..).unwrap_or_default();
    let helped = now.iter().any(|step| step.step == RequestStepKind::HelperAsked);
    let called = now.iter().any(|step| matches!(step.step, RequestStepKind::Whistled { .. }));
    let middle = match (helped, called, at) {
        (true, ..) => vec![(1, r.asked_member), (2, r.helping)],
        // The branch did it by itself.
        (_, false, 3..) => Vec::new(),
        _ => vec![(1, r.whistled), (2, r.arrived)],
    };
    let ends = [(3, r.resolved), (4, r.rated)];
    let way = std::iter::once((0, r.submitted)).chain(middle).chain(ends);
    let way = way.map(|(index, label)| {
        let done = index <= at;
        Stage { label, done, now: index == at, word: if done { "" } else { r.to_come } }
    });
    stages(r.stages, &way.collect::<Vec<_>>())
}

fn ended(cx: &Cx, request: &RequestView) -> Html {
    let r = request::of(cx.lang());
    let reason = request.steps.iter().rev().find_map(|step| match step.step {
        RequestStepKind::Closed { reason } => Some(reason.label(cx.lang())),
        _ => None,
    });
    match reason {
        Some(reason) => html! { <p class="strong">{fill(r.closed_because, &[reason])}</p> },
        None => Html::default(),
    }
}

/// Each step, oldest first; `own` when the reader is the one who asked.
pub(super) fn steps(
    cx: &Cx,
    help: &HelpView,
    request: &RequestView,
    own: bool,
    r: &'static RequestMessages,
) -> Html {
    let step = |step: &RequestStepView| {
        let at = format::moment(step.at, cx.now(), cx.lang());
        html! {
            <li>
                <p class="line">
                    <span>{said(cx, help, &step.step, r)}</span>
                    {marks(&step.step, r)}
                </p>
                { for step.note.as_ref().map(|note| html! { <p class="pre">{note}</p> }) }
                <p class="second num">
                    {at}
                    if step.own {
                        {" · "}{if own { cx.pm().by_you } else { r.the_member }}
                    }
                </p>
            </li>
        }
    };
    html! { <ol class="steps">{ for request.steps.iter().map(step) }</ol> }
}

fn marks(step: &RequestStepKind, r: &'static RequestMessages) -> Html {
    let recorded = || chip(Tone::Info, r.recorded);
    match step {
        RequestStepKind::Arrived { recorded: by_branch, in_target, .. } => {
            let time = match in_target {
                true => chip(Tone::Ok, r.in_target),
                false => chip(Tone::Wait, r.late),
            };
            html! { <>{time}{ for by_branch.then(recorded) }</> }
        }
        RequestStepKind::Resolved { recorded: true } => recorded(),
        _ => Html::default(),
    }
}

fn said(cx: &Cx, help: &HelpView, step: &RequestStepKind, r: &'static RequestMessages) -> String {
    use RequestStepKind as K;
    let lang = cx.lang();
    let about = |sentence, recipient: &Option<_>| {
        fill(sentence, &[&words::recipient(cx, help, recipient.as_ref())])
    };
    match step {
        K::ConsentAsked { recipient } => about(r.h_consent_asked, recipient),
        K::ConsentGiven { recipient } => about(r.h_consent_given, recipient),
        K::ConsentRefused { recipient } => about(r.h_consent_refused, recipient),
        K::ConsentWithdrawn { recipient } => about(r.h_consent_withdrawn, recipient),
        K::Whistled { department } => {
            fill(r.h_whistled, &[&words::department(cx, help, department)])
        }
        K::Arrived { department, .. } => {
            fill(r.h_arrived, &[&words::department(cx, help, department)])
        }
        K::Returned { reason } => fill(r.h_returned, &[reason.label(lang)]),
        K::Closed { reason } => fill(r.closed_because, &[reason.label(lang)]),
        K::Overdue { level } => fill(r.h_overdue, &[level.label(lang)]),
        K::Rated { rating } => fill(r.h_rated, &[rating_word(r, *rating)]),
        K::Submitted => r.h_submitted.to_owned(),
        K::Resolved { .. } => r.h_resolved.to_owned(),
        K::Reopened => r.h_reopened.to_owned(),
        K::Withdrawn => r.h_withdrawn.to_owned(),
        K::HelperAsked => r.h_helper_asked.to_owned(),
        K::HelperAgreed => r.h_helper_agreed.to_owned(),
        K::HelperDeclined { lapsed: true } => r.h_helper_lapsed.to_owned(),
        K::HelperDeclined { .. } => r.h_helper_declined.to_owned(),
    }
}
