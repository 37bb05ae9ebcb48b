//! One lead: how far it has come, who holds it, what went to whom, and what
//! the caller can do.

use std::rc::Rc;

use guiyan_core::{
    Outcome,
    branch::lead::LeadStage,
    view::{LeadView, RecipientChoice},
};
use yew::prelude::*;

use super::{acts, consents, m, panel::use_panel, steps, words};
use crate::{
    app::focus,
    components::{
        Cx, Icon, Stage, facts, icon, page_head, phone, secondary, section, stages, use_command,
    },
    format,
    messages::{fill, labels::Label},
};

/// Which lead, and what it is drawn with.
#[derive(Properties, Clone, PartialEq)]
pub(super) struct LeadProps {
    pub cx: Cx,
    pub lead: Rc<LeadView>,
    /// The recipients of the branch shown, for their names.
    pub choices: Rc<Vec<RecipientChoice>>,
    /// Fetches it anew.
    pub reload: Callback<()>,
}

/// A lead's page.
#[function_component]
pub(super) fn Lead(props: &LeadProps) -> Html {
    let LeadProps { cx, lead, choices, reload } = props;
    let panel = use_panel(cx);
    let said = use_state(String::new);
    let done = {
        let (cx, panel, said, reload) = (cx.clone(), panel.clone(), said.clone(), reload.clone());
        let here = lead.branch.id.as_str() == cx.branch();
        Callback::from(move |outcome: Outcome| {
            said.set(word(&cx, &outcome));
            panel.close();
            // Its button may have gone with the step.
            focus(&cx.shell.root, "page-title", true);
            if !here {
                reload.emit(());
            }
        })
    };
    let send = use_command(cx, done);
    let act = acts::Acts { cx, lead, choices, send: &send, panel: &panel };
    html! {
        <article class="detail">
            {page_head(cx, &words::title(cx, lead))}
            <div role="status">
                if !said.is_empty() {
                    <p class="said rise" key={(*said).clone()}>
                        {icon(Icon::Check)}<span>{(*said).clone()}</span>
                    </p>
                }
            </div>
            {stepper(cx, lead)}
            {standing(cx, lead)}
            {act.questions()}
            {act.html()}
            {about(cx, lead)}
            {consents::consents(&act)}
            {matches(cx, lead)}
            {secondary(cx, cx.pm().history, steps::steps(cx, lead, choices))}
            {consents::withdrawal(&act)}
        </article>
    }
}

// What a step came to.
fn word(cx: &Cx, outcome: &Outcome) -> String {
    let m = m(cx);
    let word = match outcome {
        Outcome::LeadMoved { stage } => return fill(m.moved, &[stage.label(cx.lang())]),
        Outcome::LeadPassed => m.passed,
        Outcome::LeadReturned => m.returned,
        Outcome::LeadConsentAsked => m.consent_asked,
        Outcome::LeadConsentGiven => m.consent_given,
        Outcome::LeadConsentRefused => m.consent_refused,
        Outcome::LeadConsentWithdrawn => m.consent_withdrawn,
        _ => "",
    };
    word.to_owned()
}

// 提交 → 对接 → 洽谈 → 签约 → 落地
fn stepper(cx: &Cx, lead: &LeadView) -> Html {
    let m = m(cx);
    let reached = words::reached(lead);
    let stopped = lead.stage == LeadStage::Closed;
    let step = |stage: &LeadStage| {
        let now = *stage == reached && !stopped && reached != LeadStage::Landed;
        let done = *stage <= reached;
        let word = match (now, done) {
            (true, _) => m.stage_now,
            (false, true) => m.stage_done,
            (false, false) => m.stage_later,
        };
        Stage { label: stage.label(cx.lang()), done, now, word }
    };
    stages(m.progress, &LeadStage::ALL.iter().take(5).map(step).collect::<Vec<_>>())
}

fn standing(cx: &Cx, lead: &LeadView) -> Html {
    let since = format::ago(lead.since, cx.now(), cx.lang());
    let due = words::due(cx, lead).map(|(overdue, due)| {
        let class = if overdue { "due over" } else { "due" };
        html! { <p {class}>{icon(Icon::Clock)}<span class="num">{due}</span></p> }
    });
    html! {
        <div class="standing-of">
            <p class="line">
                {words::stage_chip(cx, lead.stage)}
                <span class="second num">{since}</span>
            </p>
            if lead.stage != LeadStage::Closed {
                <p class="num">{words::held_by(cx, lead)}</p>
            }
            { for due }
        </div>
    }
}

fn about(cx: &Cx, lead: &LeadView) -> Html {
    let (m, lang) = (m(cx), cx.lang());
    let text = |text: &str| Some(html! { <>{text}</> });
    let number = |text: String| html! { <span class="num">{text}</span> };
    let submitter = lead.submitter.as_ref().map(|who| {
        html! { <>{&who.name}{" "}{phone(&who.phone)}</> }
    });
    let landing = lead.landing.as_ref().map(|landing| number(steps::landing(cx, landing)));
    let need = lead.need.as_ref().map(|need| {
        html! { <>{&need.subject}{" · "}{need.status.label(lang)}</> }
    });
    section(
        m.about,
        facts(vec![
            (m.kind, text(lead.kind.label(lang))),
            (m.industry, text(lead.industry.label(lang))),
            (m.amount, lead.amount.map(|yuan| number(format::money(yuan, lang)))),
            (m.place, lead.township.as_ref().and_then(|place| text(place.name.get(lang)))),
            (m.landed, landing),
            (m.need, need),
            (m.from_whom, submitter),
            (m.status_of, lead.fellow.then(|| html! { m.fellow })),
            (m.with_branch, text(lead.branch.short_name.get(lang))),
            (m.note, lead.note.as_ref().map(|note| html! { <span class="pre">{note}</span> })),
        ]),
    )
}

// Which open needs go with it, and why; a human decides.
fn matches(cx: &Cx, lead: &LeadView) -> Html {
    let m = m(cx);
    // Nobody looks for a need any more.
    if matches!(lead.stage, LeadStage::Landed | LeadStage::Closed) {
        return Html::default();
    }
    let others = lead.matches.iter();
    let others: Vec<_> = others
        .filter(|it| lead.need.as_ref().is_none_or(|need| need.id != it.need.id))
        .map(|found| {
            let reasons: Vec<&str> =
                found.reasons.iter().map(|reason| reason.label(cx.lang())).collect();
            html! {
                <li key={found.need.id.to_string()}>
                    <p>{&found.need.subject}</p>
                    <p class="second">{reasons.join(m.list)}</p>
                </li>
            }
        })
        .collect();
    if others.is_empty() {
        return Html::default();
    }
    section(
        m.matches,
        html! {
            <>
                <ul class="ledger">{ for others }</ul>
                <p class="second">{m.matches_help}</p>
            </>
        },
    )
}
