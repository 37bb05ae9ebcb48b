//! A report-in as those entitled to it see it: the person and the officers.

use guiyan_core::{
    branch::member::{MemberState, Report, StepKind},
    refusal::Field,
    view::{BranchView, StepView},
};
use yew::{Html, html};

use super::{Cx, Tone, chip, facts, phone};
use crate::{
    format,
    messages::{fill, labels::Label},
};

/// Where a report-in stands.
pub(crate) fn state_chip(cx: &Cx, state: MemberState) -> Html {
    let tone = match state {
        MemberState::Submitted => Tone::Wait,
        MemberState::SentBack => Tone::Stop,
        MemberState::Received => Tone::Ok,
        MemberState::Ended => Tone::Still,
    };
    chip(tone, state.label(cx.lang()))
}

/// Everything that was reported.
pub(crate) fn reported(cx: &Cx, view: &BranchView, report: &Report) -> Html {
    let (lang, m) = (cx.lang(), cx.pm());
    let text = |text: &str| Some(html! { <>{text}</> });
    let township = view.notice.townships.iter().find(|township| township.id == report.township);
    let certificate = report.certificate.map(|held| {
        let number = report.certificate_number.as_deref().unwrap_or_default();
        html! { <>{if held { m.desk.holds } else { m.desk.holds_none }}{" "}{number}</> }
    });
    facts(vec![
        (Field::Name.label(lang), text(&report.name)),
        (Field::Phone.label(lang), Some(phone(&report.phone))),
        (Field::Category.label(lang), text(report.category.label(lang))),
        (Field::HomeBranch.label(lang), text(&report.home_branch)),
        (Field::Township.label(lang), township.and_then(|it| text(it.name.get(lang)))),
        (Field::HomeBranchPhone.label(lang), report.home_branch_phone.as_deref().map(phone)),
        (m.lives_in, text(&[&*report.city, &*report.area].join(" · "))),
        (Field::LeftOn.label(lang), text(&report.left_on.to_string())),
        (Field::Reason.label(lang), text(report.reason.label(lang))),
        (Field::Industry.label(lang), text(report.industry.label(lang))),
        (Field::Skills.label(lang), report.skills.as_deref().and_then(text)),
        (m.form.gender, report.gender.and_then(|it| text(it.label(lang)))),
        (Field::Born.label(lang), report.born.and_then(|it| text(&it.to_string()))),
        (m.form.schooling, report.schooling.and_then(|it| text(it.label(lang)))),
        (m.desk.certificate, certificate),
    ])
}

/// Who did what, when and why, oldest first; `own` names the person.
pub(crate) fn steps(cx: &Cx, view: &BranchView, steps: &[StepView], own: &'static str) -> Html {
    let step = |step: &StepView| {
        let m = cx.pm();
        let (what, why) = words(cx, view, &step.step);
        let by = match &step.step {
            _ if step.own => own,
            StepKind::Acknowledged | StepKind::Disputed { .. } => m.by_home,
            _ => m.by_branch,
        };
        let at = format::moment(step.at, cx.now(), cx.lang());
        html! {
            <li>
                <p>{what}{ for why.map(|why| [m.colon, &*why].concat()) }</p>
                { for step.note.as_ref().map(|note| html! { <p class="pre">{note}</p> }) }
                <p class="second num">{at}{" · "}{by}</p>
            </li>
        }
    };
    html! { <ol class="steps">{ for steps.iter().map(step) }</ol> }
}

fn words(cx: &Cx, view: &BranchView, step: &StepKind) -> (&'static str, Option<String>) {
    let (m, lang) = (cx.pm(), cx.lang());
    let name = |id: &guiyan_core::ids::BranchId| {
        let sister = view.sisters.iter().find(|sister| sister.id == *id);
        sister.map(|sister| sister.short_name.get(lang)).unwrap_or_default()
    };
    match step {
        StepKind::Submitted { moved_from } => {
            (m.step_submitted, moved_from.as_ref().map(|from| fill(m.moved_from, &[name(from)])))
        }
        StepKind::Received => (MemberState::Received.label(lang), None),
        StepKind::SentBack { reason } => {
            (MemberState::SentBack.label(lang), Some(reason.label(lang).to_owned()))
        }
        StepKind::Acknowledged => (m.step_acknowledged, None),
        StepKind::Disputed { reason } => (m.step_disputed, Some(reason.label(lang).to_owned())),
        StepKind::DisputeAnswered { answer } => {
            (m.step_dispute_answered, Some(answer.label(lang).to_owned()))
        }
        StepKind::Ended { moved_to: Some(to), .. } => {
            (MemberState::Ended.label(lang), Some(fill(m.moved_to, &[name(to)])))
        }
        StepKind::Ended { reason, .. } => {
            (MemberState::Ended.label(lang), Some(reason.label(lang).to_owned()))
        }
    }
}
