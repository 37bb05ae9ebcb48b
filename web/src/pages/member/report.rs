//! 报到: the notice first, then the form, checked as it is typed by core's own
//! rules. What is typed stays until it is sent.

use std::{cell::RefCell, rc::Rc};

use guiyan_core::{
    Outcome,
    branch::member::{Consent, MemberCommand, MemberState, ReportForm},
    refusal::{Field as Name, FieldIssue},
    text::Issue,
    view::{BranchView, MyReportIn},
};
use yew::{functional::UseForceUpdateHandle, prelude::*};

use super::{
    fields::{self, Item},
    me::may_correct,
    privacy,
};
use crate::{
    app::reveal,
    components::{
        Button, Cx, PageProps, Sender, Tone, empty, notice, page_head, problem, use_command,
    },
    messages::fill,
    pages::first,
    state::{Draft, Route},
};

/// What is typed, and which fields may be told to be wrong.
#[derive(Clone, Default)]
pub(super) struct Typed {
    pub draft: Draft,
    pub touched: Vec<Item>,
    pub all: bool,
}

/// Takes what is typed. One for the whole form: a browser may fill in several
/// fields at once, before anything is drawn again.
#[derive(Clone)]
struct Hand(Rc<HandParts>);

struct HandParts {
    typed: Rc<RefCell<Typed>>,
    cx: Cx,
    send: Sender,
    redraw: UseForceUpdateHandle,
}

/// The form as it is drawn.
pub(super) struct Form<'a> {
    pub cx: &'a Cx,
    pub view: &'a BranchView,
    pub typed: &'a Typed,
    hand: Hand,
    issues: Vec<FieldIssue>,
}

/// 报到
#[function_component]
pub(crate) fn ReportIn(props: &PageProps) -> Html {
    let cx = &props.cx;
    let typed = use_mut_ref(|| Typed { draft: beginning(cx), ..Typed::default() });
    let redraw = use_force_update();
    let done = {
        let cx = cx.clone();
        Callback::from(move |outcome| {
            if outcome == Outcome::ReportInSubmitted {
                cx.shell.drafts.report.clear();
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
    let m = cx.pm();
    if let Some(elsewhere) = &view.elsewhere {
        let title = fill(m.elsewhere, &[elsewhere.short_name.get(cx.lang())]);
        let go = Button::primary(m.move_here)
            .on(cx.link(Route::Move(view.branch.names.id.clone())))
            .html();
        let text = html! { <p>{m.elsewhere_text}</p> };
        let go = html! { <div class="actions">{go}</div> };
        let notice = notice(Tone::Info, &title, text, go);
        return html! { <div class="page">{page_head(cx, m.form.title)}{notice}</div> };
    }
    let settled = |mine: &MyReportIn| mine.state == MemberState::Received && !may_correct(mine);
    if view.report_in.as_ref().is_some_and(settled) {
        let said = empty(m.received_hint);
        return html! { <div class="page">{page_head(cx, m.form.title)}{said}</div> };
    }
    let now = typed.borrow().clone();
    let issues = issues(&now.draft, view, cx);
    let hand = Hand(Rc::new(HandParts { typed, cx: cx.clone(), send, redraw }));
    Form { cx, view, typed: &now, hand, issues }.html()
}

// What was typed before; else what was reported before, to be corrected.
fn beginning(cx: &Cx) -> Draft {
    let reported = cx.view().and_then(|view| view.report_in.as_ref()?.report.as_ref());
    cx.shell.drafts.report.get().unwrap_or_else(|| Draft {
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

impl Hand {
    // Changes the draft and keeps it.
    fn write(&self, change: &dyn Fn(&mut Draft)) {
        let parts = &self.0;
        let mut typed = parts.typed.borrow_mut();
        change(&mut typed.draft);
        parts.cx.shell.drafts.report.keep(&typed.draft);
        parts.send.clear();
        parts.redraw.force_update();
    }

    // A field that was left with something in it is checked from then on.
    fn leave(&self, item: Item) {
        let mut typed = self.0.typed.borrow_mut();
        let empty = fields::read(&typed.draft.form, item).is_empty();
        if !empty && !typed.touched.contains(&item) {
            typed.touched.push(item);
            self.0.redraw.force_update();
        }
    }

    // Sends it, or leads to the first field that needs another look.
    fn submit(&self, first: Option<&str>, notice: &str) {
        let parts = &self.0;
        if let Some(first) = first {
            parts.typed.borrow_mut().all = true;
            parts.redraw.force_update();
            reveal(&parts.cx.shell.root, first);
            return;
        }
        let report = parts.typed.borrow().draft.form.clone();
        let consent = Consent { agreed: true, notice: notice.to_owned() };
        parts.send.send(MemberCommand::ReportIn { report, consent });
    }
}

impl Form<'_> {
    fn html(&self) -> Html {
        let (f, send) = (&self.cx.pm().form, &self.hand.0.send);
        let branch = self.view.branch.names.name.get(self.cx.lang());
        let home = privacy::township(self.cx, self.view, &self.typed.draft.form.township);
        let receivers = privacy::receivers(self.cx, self.view, branch, home);
        let agreed = self.typed.draft.agreed == self.view.notice.facts.version;
        let consent_error = self.error(Item::Of(Name::Consent));
        let words = fill(f.agree, &[&receivers]);
        let consent = privacy::consent(words, agreed, consent_error, self.on_agree());
        let submit = self.submit();
        let press = submit.clone();
        let press = Callback::from(move |_| press.emit(()));
        let onsubmit = Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            submit.emit(());
        });
        html! {
            <form class="page form" novalidate={true} {onsubmit}>
                {page_head(self.cx, f.title)}
                <p>{f.lead}</p>
                {self.sent_back()}
                {privacy::notice(self.cx, self.view, branch, home)}
                {fields::groups(self)}
                <div class="group">{consent}</div>
                <div class="submit">
                    {send.problem().map(|failure| problem(self.cx, &failure)).unwrap_or_default()}
                    {self.count()}
                    {Button::primary(f.submit).busy(send.busy(), f.submitting).on(press).html()}
                    <p>{f.submit_help}</p>
                </div>
            </form>
        }
    }

    fn sent_back(&self) -> Html {
        match &self.view.report_in {
            Some(mine) if mine.state == MemberState::SentBack => {
                first::reason_sent_back(self.cx, mine)
            }
            _ => Html::default(),
        }
    }

    // How much is left to put right, once 提交 was pressed.
    fn count(&self) -> Html {
        if !self.typed.all || self.issues.is_empty() {
            return Html::default();
        }
        let count = self.issues.len().to_string();
        html! { <p class="error" role="status">{fill(self.cx.pm().form.wrong, &[&count])}</p> }
    }

    /// What is wrong with a field, once the person has been there.
    pub(super) fn error(&self, item: Item) -> Option<String> {
        let Item::Of(field) = item else { return None };
        let told = self.typed.all || self.typed.touched.contains(&item);
        let own = self.issues.iter().find(|issue| issue.field == field && told);
        own.map(|issue| issue.sentence(self.cx.lang())).or_else(|| self.hand.0.send.field(field))
    }

    /// Takes what is typed into a field.
    pub(super) fn on(&self, item: Item) -> Callback<String> {
        let hand = self.hand.clone();
        Callback::from(move |value: String| {
            hand.write(&|draft| fields::write(&mut draft.form, item, &value));
        })
    }

    /// Takes that a field was left.
    pub(super) fn left(&self, item: Item) -> Callback<()> {
        let hand = self.hand.clone();
        Callback::from(move |()| hand.leave(item))
    }

    fn on_agree(&self) -> Callback<bool> {
        let (hand, version) = (self.hand.clone(), self.view.notice.facts.version.clone());
        Callback::from(move |agreed| {
            let version = if agreed { &*version } else { "" };
            hand.write(&|draft| draft.agreed = version.to_owned());
        })
    }

    fn submit(&self) -> Callback<()> {
        let first = self.issues.first().map(|issue| ["f-", issue.field.name()].concat());
        let (hand, notice) = (self.hand.clone(), self.view.notice.facts.version.clone());
        Callback::from(move |()| hand.submit(first.as_deref(), &notice))
    }
}
