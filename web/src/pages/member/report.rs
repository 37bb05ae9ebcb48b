//! 报到: the notice first, then the form, checked as it is typed by core's own
//! rules. What is typed stays until it is sent.

use guiyan_core::{
    Outcome,
    branch::member::{Consent, MemberCommand, MemberState, ReportForm},
    refusal::{Field as Name, FieldIssue},
    text::Issue,
    view::BranchView,
};
use yew::prelude::*;

use super::{fields, privacy};
use crate::{
    app::reveal,
    components::{
        Button, Cx, PageProps, Sender, Tone, empty, notice, page_head, problem, use_command,
    },
    messages::fill,
    state::{Draft, Route},
};

/// The form's state: what is typed, and which fields may be told to be wrong.
#[derive(Clone, PartialEq, Default)]
pub(super) struct Typed {
    pub draft: Draft,
    pub touched: Vec<Name>,
    pub all: bool,
}

/// The form as it is drawn.
pub(super) struct Form<'a> {
    pub cx: &'a Cx,
    pub view: &'a BranchView,
    pub typed: &'a UseStateHandle<Typed>,
    pub send: &'a Sender,
    pub issues: Vec<FieldIssue>,
}

/// 报到
#[function_component]
pub(crate) fn ReportIn(props: &PageProps) -> Html {
    let cx = &props.cx;
    let typed = use_state(|| Typed { draft: beginning(cx), ..Typed::default() });
    let done = {
        let cx = cx.clone();
        Callback::from(move |outcome| {
            if outcome == Outcome::ReportInSubmitted {
                cx.shell.drafts.clear();
                cx.go(Route::Me);
            }
        })
    };
    let send = use_command(cx, done);
    // Signing in answers the call to sign in.
    let signed_in = cx.view().is_some_and(|view| view.signed_in);
    let after_sign_in = send.clone();
    use_effect_with(signed_in, move |_| after_sign_in.clear());

    let Some(view) = cx.view() else { return Html::default() };
    let m = cx.m();
    if let Some(elsewhere) = &view.elsewhere {
        let title = fill(m.elsewhere, &[elsewhere.short_name.get(cx.lang())]);
        let go = Button::primary(m.move_here)
            .on(cx.link(Route::Move(view.branch.names.id.clone())))
            .html();
        let text = html! { <p>{m.elsewhere_text}</p> };
        let go = html! { <div class="actions">{go}</div> };
        return html! {
            <div class="page">{page_head(cx, m.form.title)}{notice(Tone::Info, &title, text, go)}</div>
        };
    }
    if view.report_in.as_ref().is_some_and(|mine| mine.state == MemberState::Received) {
        return html! { <div class="page">{page_head(cx, m.form.title)}{empty(m.received_hint)}</div> };
    }
    let issues = issues(&typed.draft, view, cx);
    Form { cx, view, typed: &typed, send: &send, issues }.html()
}

// What was typed before; else what was reported before, to be corrected.
fn beginning(cx: &Cx) -> Draft {
    let reported = cx.view().and_then(|view| view.report_in.as_ref()?.report.as_ref());
    cx.shell.drafts.get().unwrap_or_else(|| Draft {
        form: reported.map(ReportForm::from).unwrap_or_else(|| ReportForm {
            city: cx.view().map(|view| view.branch.names.host_city.zh.clone()).unwrap_or_default(),
            ..ReportForm::default()
        }),
        agreed: String::new(),
    })
}

fn issues(draft: &Draft, view: &BranchView, cx: &Cx) -> Vec<FieldIssue> {
    let known = |id: &_| view.notice.townships.iter().any(|township| township.id == *id);
    let checked = draft.form.check_with(known, cx.now().day());
    let mut issues = checked.err().unwrap_or_default();
    if draft.agreed != view.notice.facts.version {
        let issue = if draft.agreed.is_empty() { Issue::NotAgreed } else { Issue::NoticeChanged };
        issues.push(FieldIssue { field: Name::Consent, issue });
    }
    issues
}

impl Form<'_> {
    fn html(&self) -> Html {
        let (m, f) = (self.cx.m(), &self.cx.m().form);
        let branch = self.view.branch.names.name.get(self.cx.lang());
        let home = privacy::township(self.cx, self.view, &self.typed.draft.form.township);
        let receivers = privacy::receivers(self.cx, self.view, branch, home);
        let agreed = self.typed.draft.agreed == self.view.notice.facts.version;
        let failure = self.send.problem().map(|failure| problem(self.cx, &failure));
        html! {
            <form class="page form" novalidate={true} onsubmit={self.submit_event()}>
                {page_head(self.cx, f.title)}
                <p>{f.lead}</p>
                {self.sent_back()}
                {privacy::notice(self.cx, self.view, branch, home)}
                {fields::groups(self)}
                <div class="group">
                    {privacy::consent(
                        self.cx, &receivers, agreed, self.error(Name::Consent), self.on_agree(),
                    )}
                </div>
                <div class="submit">
                    { for failure }
                    {self.count()}
                    {Button::primary(f.submit)
                        .busy(self.send.busy(), f.submitting)
                        .on(self.submit().reform(|_| ()))
                        .html()}
                    <p>{if self.send.busy() { m.form.submitting } else { f.submit_help }}</p>
                </div>
            </form>
        }
    }

    fn sent_back(&self) -> Option<Html> {
        let mine = self.view.report_in.as_ref()?;
        let back = mine.state == MemberState::SentBack;
        back.then(|| super::notices::reason_sent_back(self.cx, mine))
    }

    // How much is left to put right, once 提交 was pressed.
    fn count(&self) -> Option<Html> {
        let wrong = self.typed.all && !self.issues.is_empty();
        wrong.then(|| {
            let count = self.issues.len().to_string();
            html! { <p class="error" role="status">{fill(self.cx.m().form.wrong, &[&count])}</p> }
        })
    }

    /// What is wrong with a field, once the person has been there.
    pub(super) fn error(&self, field: Name) -> Option<String> {
        let told = self.typed.all || self.typed.touched.contains(&field);
        let own = self.issues.iter().find(|issue| issue.field == field && told);
        own.map(|issue| issue.sentence(self.cx.lang())).or_else(|| self.send.field(field))
    }

    /// Changes the draft and keeps it.
    pub(super) fn change(&self, change: impl Fn(&mut Draft, String) + 'static) -> Callback<String> {
        let (typed, send, shell) = (self.typed.clone(), self.send.clone(), self.cx.shell.clone());
        Callback::from(move |value| {
            let mut next = (*typed).clone();
            change(&mut next.draft, value);
            shell.drafts.keep(&next.draft);
            send.clear();
            typed.set(next);
        })
    }

    /// A field that was left with something in it is checked from then on.
    pub(super) fn leave(&self, field: Name, empty: bool) -> Callback<()> {
        let typed = self.typed.clone();
        Callback::from(move |()| {
            if !empty && !typed.touched.contains(&field) {
                let mut next = (*typed).clone();
                next.touched.push(field);
                typed.set(next);
            }
        })
    }

    fn on_agree(&self) -> Callback<bool> {
        let version = self.view.notice.facts.version.clone();
        let agree = self.change(|draft, version| draft.agreed = version);
        agree.reform(move |agreed| if agreed { version.clone() } else { String::new() })
    }

    fn submit_event(&self) -> Callback<SubmitEvent> {
        let submit = self.submit();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            submit.emit(());
        })
    }

    // Sends it, or leads to the first field that needs another look.
    fn submit(&self) -> Callback<()> {
        let first = self.issues.first().map(|issue| ["f-", issue.field.name()].concat());
        let (typed, send) = (self.typed.clone(), self.send.clone());
        let root = self.cx.shell.root.clone();
        let notice = self.view.notice.facts.version.clone();
        Callback::from(move |()| {
            if let Some(first) = &first {
                typed.set(Typed { all: true, ..(*typed).clone() });
                reveal(&root, first);
                return;
            }
            send.send(MemberCommand::ReportIn {
                report: typed.draft.form.clone(),
                consent: Consent { agreed: true, notice: notice.clone() },
            });
        })
    }
}
