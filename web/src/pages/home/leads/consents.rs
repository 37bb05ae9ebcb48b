//! 什么给了谁、什么时候: the ledger of consents, each withdrawn as easily as it
//! was given. [PIPL §15]

use guiyan_core::{
    branch::lead::{LeadCloseReason, LeadCommand, LeadStage},
    time::Timestamp,
    view::{ConsentView, QuestionView, RecipientChoice},
};
use yew::prelude::*;

use super::{acts::Acts, m, panel::Step};
use crate::{
    components::{Button, section},
    format,
    messages::fill,
    pages::home::ledger::entry,
};

/// The ledger, for the submitter and the branch.
pub(super) fn consents(act: &Acts<'_>) -> Html {
    let (cx, lead) = (act.cx, act.lead);
    let m = m(cx);
    let whole = lead.can.own || lead.can.ask;
    if !whole && lead.consents.is_empty() && lead.questions.is_empty() {
        return Html::default();
    }
    let open = lead.stage != LeadStage::Closed;
    let asked = lead.questions.iter().map(|question| asked(act, question));
    let none = lead.consents.is_empty() && lead.questions.is_empty();
    section(
        m.ledger,
        html! {
            <>
                if none {
                    <p class="second">{if lead.can.own { m.ledger_none } else { m.ledger_none_there }}</p>
                } else {
                    <ul class="ledger">
                        { for lead.consents.iter().map(|consent| given(act, consent)) }
                        { for asked }
                    </ul>
                }
                if lead.can.own && open {
                    {give(act)}
                }
            </>
        },
    )
}

fn given(act: &Acts<'_>, consent: &ConsentView) -> Html {
    let (cx, m) = (act.cx, m(act.cx));
    let name = consent.name.get(cx.lang());
    let day = |at: Timestamp| format::day(at.day(), cx.now(), cx.lang());
    let mut parts = vec![fill(m.given_on, &[&day(consent.given_at)])];
    parts.push(match consent.passed_at {
        Some(at) => fill(m.passed_on, &[&day(at)]),
        None => m.not_passed.to_owned(),
    });
    parts.extend(consent.withdrawn_at.map(|at| fill(m.withdrawn_on, &[&day(at)])));
    let revoke = Step::Revoke(consent.recipient.clone());
    let asking = act.panel.step() == Some(&revoke) && consent.withdrawn_at.is_none();
    let mine = act.lead.can.own && consent.withdrawn_at.is_none();
    let button = (mine && !asking).then(|| {
        let label = fill(m.revoke_from, &[name]);
        Button::quiet(m.revoke).name(label).on(act.panel.ask(revoke)).html()
    });
    let question = asking.then(|| {
        let (lead, recipient) = (act.lead.id, consent.recipient.clone());
        let yes = Button::danger(m.revoke).busy(act.send.busy(), m.sending);
        let body = html! { <p>{m.revoke_help}</p> };
        let command = LeadCommand::WithdrawLeadConsent { lead, recipient };
        act.ask(&fill(m.revoke_question, &[name]), body, None, yes, Some(command))
    });
    html! {
        <li key={[name, &*consent.given_at.to_string()].concat()}>
            {entry(name, &parts.join(cx.pm().comma), button, question)}
        </li>
    }
}

fn asked(act: &Acts<'_>, question: &QuestionView) -> Html {
    let (cx, m) = (act.cx, m(act.cx));
    let day = |at: Timestamp| format::day(at.day(), cx.now(), cx.lang());
    let words = match question.refused_at {
        Some(at) => fill(m.refused_on, &[&day(at)]),
        None => fill(m.waits_since, &[&day(question.asked_at)]),
    };
    let name = question.name.get(cx.lang());
    html! {
        <li key={["asked-", name].concat()}>{entry(name, &words, None, None)}</li>
    }
}

// The submitter may name one more without being asked.
fn give(act: &Acts<'_>) -> Html {
    let (cx, m) = (act.cx, m(act.cx));
    let live = |choice: &&RecipientChoice| {
        let mut consents = act.lead.consents.iter();
        !consents.any(|it| it.recipient == choice.recipient && it.withdrawn_at.is_none())
    };
    let left: Vec<&RecipientChoice> = act.choices.iter().filter(live).collect();
    // The names known here are those of the branch shown.
    if left.is_empty() || act.lead.branch.id.as_str() != cx.branch() {
        return Html::default();
    }
    if act.panel.step() != Some(&Step::Give) {
        let give = Button::quiet(m.give).id(Step::Give.button()).on(act.panel.ask(Step::Give));
        return html! { <div class="actions">{give.html()}</div> };
    }
    let names = left.iter().map(|it| it.name.get(cx.lang()).to_owned()).collect();
    let (field, at, wrong) = act.pick(names);
    let command = left.get(at).map(|it| {
        let (lead, recipient) = (act.lead.id, it.recipient.clone());
        LeadCommand::AnswerLeadConsent { lead, recipient, agreed: true }
    });
    let yes = Button::primary(m.agree).busy(act.send.busy(), m.sending);
    act.ask(m.give_title, html! { <><p>{m.question_text}</p>{field}</> }, wrong, yes, command)
}

/// The submitter takes the whole lead back: at the end of the page, and asked
/// once.
pub(super) fn withdrawal(act: &Acts<'_>) -> Html {
    let m = m(act.cx);
    if !act.lead.can.withdraw {
        return Html::default();
    }
    if act.panel.step() != Some(&Step::Withdraw) {
        let ask = act.panel.ask(Step::Withdraw);
        let button = Button::plain(m.withdraw).id(Step::Withdraw.button()).on(ask);
        return html! { <div class="actions">{button.html()}</div> };
    }
    let (lead, reason) = (act.lead.id, LeadCloseReason::Withdrawn);
    let command = LeadCommand::CloseLead { lead, reason, note: String::new() };
    let yes = Button::danger(m.withdraw).busy(act.send.busy(), m.sending);
    act.ask(m.withdraw_question, Html::default(), None, yes, Some(command))
}
