//! The history of a lead, in words.

use guiyan_core::{
    branch::lead::{Actor, JumpReason, Landing, LeadStage, LeadStepKind},
    view::{LeadStepView, LeadView, RecipientChoice},
};
use yew::prelude::*;

use super::{m, words};
use crate::{
    components::Cx,
    format,
    messages::{fill, labels::Label},
};

/// What has landed, in one line.
pub(super) fn landing(cx: &Cx, landing: &Landing) -> String {
    let (m, lang) = (m(cx), cx.lang());
    let mut parts = vec![
        fill(m.landed_sum, &[&format::money(landing.amount, lang)]),
        fill(m.landed_jobs, &[&landing.jobs.to_string()]),
    ];
    parts.extend(landing.talent.map(|talent| talent.label(lang).to_owned()));
    parts.join(cx.pm().comma)
}

/// Who did what, when and why, oldest first.
pub(super) fn steps(cx: &Cx, lead: &LeadView, choices: &[RecipientChoice]) -> Html {
    let m = m(cx);
    let step = |step: &LeadStepView| {
        let (what, why) = what(cx, lead, choices, &step.step);
        let by = match &step.actor {
            Actor::Submitter => m.by_submitter.to_owned(),
            Actor::Branch => lead.branch.short_name.get(cx.lang()).to_owned(),
            Actor::Handler(recipient) => words::name(cx, lead, choices, recipient),
            Actor::Clock => m.by_clock.to_owned(),
        };
        let at = format::moment(step.at, cx.now(), cx.lang());
        html! {
            <li>
                <p class="num">{what}{ for why.map(|why| [m.colon, why].concat()) }</p>
                { for step.note.as_ref().map(|note| html! { <p class="pre">{note}</p> }) }
                <p class="second num">{at}{" · "}{by}</p>
            </li>
        }
    };
    html! { <ol class="steps">{ for lead.steps.iter().map(step) }</ol> }
}

fn what(
    cx: &Cx,
    lead: &LeadView,
    choices: &[RecipientChoice],
    step: &LeadStepKind,
) -> (String, Option<&'static str>) {
    let (m, lang) = (m(cx), cx.lang());
    let name = |recipient| words::name(cx, lead, choices, recipient);
    let plain = |text: &str| (text.to_owned(), None);
    match step {
        LeadStepKind::Submitted => plain(m.step_submitted),
        LeadStepKind::Moved { from, to, reason } => {
            let words = fill(m.step_moved, &[from.label(lang), to.label(lang)]);
            (words, reason.map(|reason| reason.label(lang)))
        }
        LeadStepKind::Landed { from, landing: landed, reason } => {
            let again = *from == LeadStage::Landed;
            let words = if again { m.step_corrected } else { m.step_landed };
            // That it is a correction is said already.
            let reason = reason.filter(|reason| !again || *reason != JumpReason::Correction);
            let reason = reason.map(|reason| fill(m.because, &[reason.label(lang)]));
            let words = fill(words, &[&landing(cx, landed)]);
            ([words, reason.unwrap_or_default()].concat(), None)
        }
        LeadStepKind::PutOnHold { reason, .. } => {
            (m.step_held.to_owned(), Some(reason.label(lang)))
        }
        LeadStepKind::Closed { reason, .. } => (m.step_closed.to_owned(), Some(reason.label(lang))),
        LeadStepKind::Passed { to } => (fill(m.step_passed, &[&name(to)]), None),
        LeadStepKind::Returned => plain(m.step_returned),
        LeadStepKind::ConsentAsked { recipient } => (fill(m.step_asked, &[&name(recipient)]), None),
        LeadStepKind::ConsentGiven { recipient } => (fill(m.step_given, &[&name(recipient)]), None),
        LeadStepKind::ConsentRefused { recipient } => {
            (fill(m.step_refused, &[&name(recipient)]), None)
        }
        LeadStepKind::ConsentWithdrawn { recipient } => {
            (fill(m.step_withdrawn, &[&name(recipient)]), None)
        }
        LeadStepKind::Overdue { level } => (fill(m.step_overdue, &[level.label(lang)]), None),
    }
}
