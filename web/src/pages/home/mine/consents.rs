//! 同意过什么: purpose by purpose, each withdrawn as easily as it was given.
//! [PIPL §14, §15]

use guiyan_core::{
    Command,
    branch::{
        activity::ActivityCommand,
        lead::LeadCommand,
        member::{EndReason, MemberCommand},
        request::RequestCommand,
    },
    ids::{ActivityId, LeadId, RequestId},
    recipient::Recipient,
    view::{ConsentPurpose, MyConsent},
};
use yew::prelude::*;

use super::{held::day, m};
use crate::{
    app::focus,
    components::{Button, Cx, Icon, Sender, icon, problem, section, use_command},
    messages::{fill, labels::Label},
};

const SAID: &str = "consents-said";

#[derive(Properties, Clone, PartialEq)]
pub(super) struct ConsentsProps {
    pub cx: Cx,
    pub consents: Vec<MyConsent>,
    pub reload: Callback<()>,
}

/// The ledger.
#[function_component]
pub(super) fn Consents(props: &ConsentsProps) -> Html {
    let ConsentsProps { cx, consents, reload } = props;
    let m = m(cx);
    let said = use_state(|| false);
    // Which one is asked about: taking it back ends what stands on it.
    let asked = use_state(|| None::<usize>);
    let done = {
        let (said, asked, reload) = (said.clone(), asked.clone(), reload.clone());
        let root = cx.shell.root.clone();
        Callback::from(move |_| {
            said.set(true);
            asked.set(None);
            reload.emit(());
            focus(&root, SAID, true);
        })
    };
    let send = use_command(cx, done);
    let rows = consents.iter().enumerate().map(|(at, it)| row(cx, (at, it), &asked, &send));
    let body = if consents.is_empty() {
        html! { <p class="second">{m.consents_none}</p> }
    } else {
        html! {
            <>
                <p class="second">{m.consents_help}</p>
                <ul class="ledger">{ for rows }</ul>
            </>
        }
    };
    section(
        m.consents,
        html! {
            <div class="stack">
                <div id={SAID} role="status" tabindex="-1">
                    if *said {
                        <p class="said-here">{icon(Icon::Check)}<span>{m.withdrawn_now}</span></p>
                    }
                </div>
                {body}
                { for send.problem().map(|failure| problem(cx, &failure)) }
            </div>
        },
    )
}

fn row(
    cx: &Cx,
    (at, it): (usize, &MyConsent),
    asked: &UseStateHandle<Option<usize>>,
    send: &Sender,
) -> Html {
    let m = m(cx);
    let name = name(cx, it);
    let mut parts = vec![match it.refused_at {
        Some(at) => fill(m.refused, &[&day(cx, at)]),
        None => fill(m.given, &[&day(cx, it.at)]),
    }];
    parts.extend(it.notice.as_ref().map(|notice| fill(m.notice, &[notice])));
    parts.extend(it.passed_at.map(|at| fill(m.passed, &[&day(cx, at)])));
    parts.extend(it.withdrawn_at.map(|at| fill(m.withdrawn, &[&day(cx, at)])));
    let ends = matches!(it.purpose, ConsentPurpose::ReportIn | ConsentPurpose::Guest);
    let asking = **asked == Some(at);
    let button = (it.stands && !asking).then(|| {
        let press = if ends { ask(asked, at) } else { withdraw(it, send) };
        let label = fill(m.withdraw_named, &[&name]);
        Button::quiet(m.withdraw).name(label).busy(send.busy(), m.withdrawing).on(press).html()
    });
    let question = (it.stands && asking).then(|| {
        let sentence = if it.purpose == ConsentPurpose::ReportIn {
            fill(m.end_question, &[branch(cx, it)])
        } else {
            fill(m.leave_question, &[it.title.as_deref().unwrap_or_default()])
        };
        let keep = {
            let asked = asked.clone();
            Callback::from(move |_| asked.set(None))
        };
        html! {
            <div class="confirm rise" role="group" aria-label={sentence.clone()}>
                <p class="strong">{sentence}</p>
                <div class="actions">
                    {Button::danger(m.withdraw).busy(send.busy(), m.withdrawing).on(withdraw(it, send)).html()}
                    {Button::quiet(m.keep).on(keep).html()}
                </div>
            </div>
        }
    });
    html! {
        <li key={at}>
            <div class="between">
                <div class="grow">
                    <p>{name}</p>
                    <p class="second num">{parts.join(cx.pm().comma)}</p>
                </div>
                { for button }
            </div>
            { for question }
        </li>
    }
}

fn ask(asked: &UseStateHandle<Option<usize>>, at: usize) -> Callback<MouseEvent> {
    let asked = asked.clone();
    Callback::from(move |_| asked.set(Some(at)))
}

// What for, and to whom.
fn name(cx: &Cx, it: &MyConsent) -> String {
    let (m, lang) = (m(cx), cx.lang());
    let named = it.name.as_ref().map(|name| name.get(lang));
    let to = match (&it.recipient, named) {
        (Some(_), Some(name)) if it.purpose == ConsentPurpose::ReportIn => {
            fill(m.branch_and, &[branch(cx, it), name])
        }
        (_, Some(name)) => name.to_owned(),
        (Some(Recipient::Helpers), None) => m.helpers.to_owned(),
        (Some(Recipient::Person(_)), None) => m.a_member.to_owned(),
        (Some(Recipient::Township(id)), None) => id.to_string(),
        (Some(Recipient::Department(id)), None) => id.to_string(),
        (None, None) => branch(cx, it).to_owned(),
    };
    let mut parts = vec![it.purpose.label(lang).to_owned()];
    parts.extend(it.title.clone());
    parts.push(fill(m.to, &[&to]));
    parts.join(" · ")
}

fn branch<'a>(cx: &Cx, it: &'a MyConsent) -> &'a str {
    it.branch.as_ref().map_or(m(cx).district, |branch| branch.short_name.get(cx.lang()))
}

fn withdraw(it: &MyConsent, send: &Sender) -> Callback<MouseEvent> {
    let Some(command) = command(it) else { return Callback::noop() };
    let to = it.branch.as_ref().map(|branch| branch.id.to_string()).unwrap_or_default();
    let send = send.clone();
    Callback::from(move |_| send.send_to(&to, command.clone()))
}

fn command(it: &MyConsent) -> Option<Command> {
    Some(match it.purpose {
        ConsentPurpose::ReportIn => MemberCommand::EndReportIn {
            person: None,
            reason: EndReason::Withdrew,
            note: String::new(),
        }
        .into(),
        ConsentPurpose::Guest => {
            ActivityCommand::LeaveActivity { activity: ActivityId(it.about?) }.into()
        }
        ConsentPurpose::ShareName => {
            ActivityCommand::WithdrawName { activity: ActivityId(it.about?) }.into()
        }
        ConsentPurpose::Lead => {
            let (lead, recipient) = (LeadId(it.about?), it.recipient.clone()?);
            LeadCommand::WithdrawLeadConsent { lead, recipient }.into()
        }
        ConsentPurpose::Request => {
            let (request, recipient) = (RequestId(it.about?), it.recipient.clone()?);
            RequestCommand::WithdrawRequestConsent { request, recipient }.into()
        }
    })
}
