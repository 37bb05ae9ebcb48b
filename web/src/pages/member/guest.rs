//! 以乡友身份报名: name and phone, after the notice. What is typed stays until
//! it is sent, also while somebody signs in.

use guiyan_core::{
    branch::{
        activity::{ActivityCommand, GuestForm},
        member::Consent,
    },
    refusal::{Field as Name, FieldIssue, Refusal},
    text::Issue,
    view::{ActivityStatus, ActivityView, BranchView, SignUpAction},
};
use yew::prelude::*;

use super::{privacy, sharing};
use crate::{
    app::reveal,
    components::{Button, Cx, Field, Sender, facts, problem, use_command},
    messages::fill,
};

pub(super) use crate::messages::guest::of;

/// Which activity.
#[derive(Properties, Clone, PartialEq)]
struct JoinProps {
    cx: Cx,
    activity: ActivityView,
    open: UseStateHandle<bool>,
}

/// Whether the caller may join so, or may turn out to when they have signed in.
/// Officers need not: they are there.
pub(super) fn may_join(activity: &ActivityView) -> bool {
    let open = matches!(activity.status, ActivityStatus::Open | ActivityStatus::Full);
    let unknown = activity.blocked == Some(Refusal::SignInNeeded) && open;
    let may = activity.action == Some(SignUpAction::JoinAsGuest) || unknown;
    activity.guests && may && activity.desk.is_none()
}

/// The way in for 乡友; `open` is whether the form is.
pub(super) fn entry(cx: &Cx, activity: &ActivityView, open: &UseStateHandle<bool>) -> Html {
    if !may_join(activity) {
        return Html::default();
    }
    html! { <Join key="guest" cx={cx.clone()} activity={activity.clone()} open={open.clone()} /> }
}

#[function_component]
fn Join(props: &JoinProps) -> Html {
    let JoinProps { cx, activity, open } = props;
    let typed = use_state(|| cx.shell.drafts.guest.get().unwrap_or_default());
    let told = use_state(|| false);
    let done = {
        let (shell, open) = (cx.shell.clone(), open.clone());
        Callback::from(move |_| {
            shell.drafts.guest.clear();
            open.set(false);
        })
    };
    let send = use_command(cx, done);
    // Signing in answers the call to sign in.
    let signed_in = cx.view().is_some_and(|view| view.signed_in);
    let after_sign_in = send.clone();
    use_effect_with(signed_in, move |_| after_sign_in.clear());

    let m = of(cx.lang());
    let Some(view) = cx.view() else { return Html::default() };
    let full = activity.status == ActivityStatus::Full;
    if !**open {
        let open = {
            let (open, root) = (open.clone(), cx.shell.root.clone());
            Callback::from(move |_| {
                open.set(true);
                reveal(&root, "f-name");
            })
        };
        let entry = if signed_in { Button::primary(m.entry) } else { Button::quiet(m.entry) };
        return html! {
            <>
                <p class="second">{m.entry_help}</p>
                {entry.id("guest").on(open).html()}
            </>
        };
    }
    let [name, phone, agreed] = (*typed).clone();
    let form = GuestForm { name, phone };
    let notice = &view.notice.facts.version;
    let mut issues = form.check().err().unwrap_or_default();
    if agreed != *notice {
        let issue = if agreed.is_empty() { Issue::NotAgreed } else { Issue::NoticeChanged };
        issues.push(FieldIssue { field: Name::Consent, issue });
    }
    let write = {
        let (typed, send, shell) = (typed.clone(), send.clone(), cx.shell.clone());
        move |at: usize, value: String| {
            let mut next = (*typed).clone();
            if let Some(place) = next.get_mut(at) {
                *place = value;
            }
            shell.drafts.guest.keep(&next);
            send.clear();
            typed.set(next);
        }
    };
    let error = |field: Name| {
        let own = issues.iter().find(|issue| issue.field == field && *told);
        own.map(|issue| issue.sentence(cx.lang())).or_else(|| send.field(field))
    };
    let draw = |at: usize, field: Name, kind: &'static str, value: &str, help: &'static str| {
        let (id, write) = (["f-", field.name()].concat(), write.clone());
        Field {
            id: &id,
            label: field.label(cx.lang()),
            help,
            value,
            autocomplete: Some(if field == Name::Name { "name" } else { "tel" }),
            error: error(field),
            on: Callback::from(move |text| write(at, text)),
            ..Field::default()
        }
        .input(kind)
    };
    let submit = submit(cx, activity, &send, &form, (notice, &issues, &told));
    let press = submit.clone();
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        press.emit(());
    });
    let on_agree = {
        let (write, notice) = (write.clone(), notice.clone());
        Callback::from(move |yes: bool| write(2, if yes { notice.clone() } else { String::new() }))
    };
    let away = {
        let (typed, open, shell) = (typed.clone(), open.clone(), cx.shell.clone());
        Callback::from(move |_| {
            shell.drafts.guest.clear();
            typed.set(Default::default());
            open.set(false);
            reveal(&shell.root, "guest");
        })
    };
    html! {
        <form class="form" novalidate={true} {onsubmit}>
            <div class="group">
                <p>{m.lead}{" "}if full { {m.queue_help} }</p>
                {draw(0, Name::Name, "text", &form.name, "")}
                {draw(1, Name::Phone, "tel", &form.phone, m.phone_help)}
                {told_first(cx, view, activity)}
                {privacy::consent(m.agree.to_owned(), agreed == *notice, error(Name::Consent), on_agree)}
                { for send.problem().map(|failure| problem(cx, &failure)) }
                <div class="actions">
                    {Button::primary(m.submit)
                        .busy(send.busy(), cx.pm().signing_up)
                        .on(submit.reform(|_| ()))
                        .html()}
                    {Button::quiet(m.not_now).disabled(send.busy()).on(away).html()}
                </div>
            </div>
        </form>
    }
}

// Sends it, or leads to the first field that needs another look.
fn submit(
    cx: &Cx,
    activity: &ActivityView,
    send: &Sender,
    form: &GuestForm,
    (notice, issues, told): (&str, &[FieldIssue], &UseStateHandle<bool>),
) -> Callback<()> {
    let first = issues.first().map(|issue| ["f-", issue.field.name()].concat());
    let (root, send, told) = (cx.shell.root.clone(), send.clone(), told.clone());
    let to = cx.holder(activity).to_owned();
    let command = ActivityCommand::JoinAsGuest {
        activity: activity.id,
        guest: form.clone(),
        consent: Consent { agreed: true, notice: notice.to_owned() },
    };
    Callback::from(move |()| match &first {
        Some(first) => {
            told.set(true);
            reveal(&root, first);
        }
        None => send.send_to(&to, command.clone().into()),
    })
}

// What is done with it, before it is asked for. [PIPL §17]
fn told_first(cx: &Cx, view: &BranchView, activity: &ActivityView) -> Html {
    let (m, lang) = (of(cx.lang()), cx.lang());
    let known = &view.notice.facts;
    let text = |text: String| Some(html! { <>{text}</> });
    let who = [known.controller.get(lang), "  ", &*known.contact].concat();
    let holder = sharing::recipient(cx, view, activity);
    html! {
        <section class="privacy">
            <h3 class="sub">{m.notice}</h3>
            {facts(vec![
                (m.who, text(who)),
                (m.purpose, text(m.purpose_text.to_owned())),
                (m.recipients, text(fill(m.recipients_text, &[&holder]))),
                (m.keep, text(fill(m.keep_text, &[&known.retention_months.to_string()]))),
                (m.rights, text(m.rights_text.to_owned())),
            ])}
        </section>
    }
}
