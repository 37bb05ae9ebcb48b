//! 同意过什么: purpose by purpose, each withdrawn as easily as it was given.
//! [PIPL §14, §15]

use guiyan_core::{
    Command,
    branch::{
        activity::ActivityCommand,
        lead::{LeadCloseReason, LeadCommand},
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
    components::{Button, Cx, Icon, Sender, icon, problem, section, use_command, use_confirm},
    messages::{fill, labels::Label},
    pages::home::ledger::entry,
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
    let done = {
        let (said, reload) = (said.clone(), reload.clone());
        let root = cx.shell.root.clone();
        Callback::from(move |()| {
            said.set(true);
            reload.emit(());
            focus(&root, SAID, true);
        })
    };
    let rows = consents.iter().map(|it| {
        let key = key(it);
        let (cx, it, done) = (cx.clone(), it.clone(), done.clone());
        html! { <Row key={key} {cx} {it} {done} /> }
    });
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
            </div>
        },
    )
}

// Whatever else comes into the list or changes in it, this is the same consent.
fn key(it: &MyConsent) -> String {
    let about = it.about.map(|about| about.to_string()).unwrap_or_default();
    let branch = it.branch.as_ref().map(|branch| branch.id.as_str()).unwrap_or_default();
    let key = format!("{:?}-{about}-{branch}-{:?}-{}", it.purpose, it.recipient, it.at.0);
    // It is part of ids, too.
    key.replace(|char: char| !char.is_ascii_alphanumeric(), "-")
}

#[derive(Properties, Clone, PartialEq)]
struct RowProps {
    cx: Cx,
    it: MyConsent,
    /// Told that it was taken back.
    done: Callback<()>,
}

#[function_component]
fn Row(props: &RowProps) -> Html {
    let RowProps { cx, it, done } = props;
    let m = m(cx);
    let button_id = ["withdraw-", &*key(it)].concat();
    let confirm = use_confirm(cx, &button_id);
    let send = use_command(cx, done.reform(|_| ()));
    let name = name(cx, it);
    let mut parts = vec![match it.refused_at {
        Some(at) => fill(m.refused, &[&day(cx, at)]),
        None => fill(m.given, &[&day(cx, it.at)]),
    }];
    parts.extend(it.notice.as_ref().map(|notice| fill(m.notice, &[notice])));
    parts.extend(it.passed_at.map(|at| fill(m.passed, &[&day(cx, at)])));
    parts.extend(it.withdrawn_at.map(|at| fill(m.withdrawn, &[&day(cx, at)])));
    parts.extend(it.replaced_at.map(|at| fill(m.replaced, &[&day(cx, at)])));
    // Taking it back ends what stands on it: that is asked about.
    let ends = matches!(
        it.purpose,
        ConsentPurpose::ReportIn | ConsentPurpose::Guest | ConsentPurpose::LeadContact
    );
    let asking = confirm.is_open();
    let button = (it.stands && !asking).then(|| {
        let press = if ends { confirm.ask() } else { withdraw(it, &send) };
        Button::quiet(m.withdraw)
            .id(button_id)
            .name(fill(m.withdraw_named, &[&name]))
            .busy(send.busy(), m.withdrawing)
            .on(press)
            .html()
    });
    let question = (it.stands && asking).then(|| {
        let sentence = match it.purpose {
            ConsentPurpose::ReportIn => fill(m.end_question, &[branch(cx, it)]),
            ConsentPurpose::LeadContact => m.close_question.to_owned(),
            _ => fill(m.leave_question, &[it.title.as_deref().unwrap_or_default()]),
        };
        let yes =
            Button::danger(m.withdraw).busy(send.busy(), m.withdrawing).on(withdraw(it, &send));
        confirm.html(&sentence, Html::default(), yes, m.keep)
    });
    html! {
        <li>
            {entry(&name, &parts.join(cx.pm().comma), button, question)}
            { for send.problem().map(|failure| problem(cx, &failure)) }
        </li>
    }
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
        ConsentPurpose::LeadContact => LeadCommand::CloseLead {
            lead: LeadId(it.about?),
            reason: LeadCloseReason::Withdrawn,
            note: String::new(),
        }
        .into(),
        ConsentPurpose::Request => {
            let (request, recipient) = (RequestId(it.about?), it.recipient.clone()?);
            RequestCommand::WithdrawRequestConsent { request, recipient }.into()
        }
    })
}
