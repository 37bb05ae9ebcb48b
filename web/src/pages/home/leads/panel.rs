//! A question in place: what is asked before a step about a lead is taken.

use guiyan_core::{
    branch::lead::{HoldReason, JumpReason, Landing, LeadCloseReason, MoveTo, TalentOutcome},
    recipient::Recipient,
    refusal::{Field as Name, FieldIssue},
    text::{Issue, optional_story, story},
};
use yew::prelude::*;

use crate::{
    app::focus,
    codes::Code,
    components::{Button, Choice, Cx, Field, Sender, choices, problem},
};

/// The most characters of a note to a step, as core has it.
const NOTE: u32 = 500;

/// What is asked about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Step {
    /// 落地, the next stage
    Land,
    /// To any other stage
    Jump,
    /// 搁置
    Hold,
    /// 终止
    Close,
    /// 转办
    Pass,
    /// 征求同意
    Ask,
    /// 退回支部
    Return,
    /// 撤回线索
    Withdraw,
    /// The submitter names one more recipient.
    Give,
    /// 撤回同意
    Revoke(Recipient),
}

/// What was typed into the question.
#[derive(Clone, PartialEq, Default)]
pub(super) struct Typed {
    pub step: Option<Step>,
    /// A stage or a recipient, by its place in the list.
    pub to: String,
    pub reason: String,
    pub note: String,
    pub amount: String,
    pub jobs: String,
    pub talent: String,
    pub tried: bool,
}

/// The question, open or not.
#[derive(Clone)]
pub(super) struct Panel {
    cx: Cx,
    pub typed: UseStateHandle<Typed>,
}

/// The question of this component. The focus goes to it.
#[hook]
pub(super) fn use_panel(cx: &Cx) -> Panel {
    let typed = use_state(Typed::default);
    let root = cx.shell.root.clone();
    let was = use_mut_ref(|| None::<Step>);
    use_effect_with(typed.step.clone(), move |step| {
        let before = std::mem::replace(&mut *was.borrow_mut(), step.clone());
        match (before, step) {
            (_, Some(_)) => focus(&root, "panel-title", false),
            (Some(before), None) => focus(&root, before.button(), true),
            (None, None) => {}
        }
    });
    Panel { cx: cx.clone(), typed }
}

impl Step {
    /// The id of the button that asks.
    pub(super) fn button(&self) -> &'static str {
        match self {
            Self::Land => "act-next",
            Self::Jump => "act-jump",
            Self::Hold => "act-hold",
            Self::Close => "act-close",
            Self::Pass => "act-pass",
            Self::Ask => "act-ask",
            Self::Return => "act-return",
            Self::Withdraw => "act-withdraw",
            Self::Give => "act-give",
            Self::Revoke(_) => "page-title",
        }
    }

    fn reasons(&self, cx: &Cx) -> Vec<Choice> {
        match self {
            Self::Jump => choices::<JumpReason>(cx.lang()),
            Self::Hold => choices::<HoldReason>(cx.lang()),
            Self::Close => choices::<LeadCloseReason>(cx.lang()),
            _ => Vec::new(),
        }
    }
}

/// One of a list of codes, by its place.
pub(super) fn picked<T: Code>(at: &str) -> Option<T> {
    at.parse().ok().and_then(|at: usize| T::ALL.get(at).copied())
}

impl Panel {
    /// What is being asked about.
    pub(super) fn step(&self) -> Option<&Step> {
        self.typed.step.as_ref()
    }

    /// Asks.
    pub(super) fn ask(&self, step: Step) -> Callback<MouseEvent> {
        let typed = self.typed.clone();
        Callback::from(move |_| {
            typed.set(Typed { step: Some(step.clone()), ..Typed::default() });
        })
    }

    /// Asks, with what was recorded standing there: only what is wrong is typed.
    pub(super) fn ask_again(&self, step: Step, landing: &Landing) -> Callback<MouseEvent> {
        let place = |at: Option<usize>| at.map(|at| at.to_string()).unwrap_or_default();
        let landed = MoveTo::ALL.iter().position(|to| *to == MoveTo::Landed);
        let ways = TalentOutcome::ALL;
        let way = landing.talent.and_then(|way| ways.iter().position(|other| *other == way));
        let asked = Typed {
            step: Some(step),
            to: place(landed),
            amount: landing.amount.to_string(),
            jobs: landing.jobs.to_string(),
            talent: place(way),
            ..Typed::default()
        };
        let typed = self.typed.clone();
        Callback::from(move |_| typed.set(asked.clone()))
    }

    /// Stops asking.
    pub(super) fn close(&self) {
        self.typed.set(Typed::default());
    }

    /// The reason chosen, as that list has it.
    pub(super) fn reason<T: Code>(&self) -> Option<T> {
        picked(&self.typed.reason)
    }

    /// The stage chosen.
    pub(super) fn stage(&self) -> Option<MoveTo> {
        match self.typed.step {
            Some(Step::Land) => Some(MoveTo::Landed),
            _ => picked(&self.typed.to),
        }
    }

    /// Writes what is typed.
    pub(super) fn set(&self, send: &Sender, write: fn(&mut Typed, String)) -> Callback<String> {
        let (typed, send) = (self.typed.clone(), send.clone());
        Callback::from(move |value| {
            let mut next = (*typed).clone();
            write(&mut next, value);
            send.clear();
            typed.set(next);
        })
    }

    // 其他, the last of the reasons, says nothing by itself.
    fn note_needed(&self) -> bool {
        match self.typed.step {
            Some(Step::Jump) => self.reason() == Some(JumpReason::Other),
            Some(Step::Hold) => self.reason() == Some(HoldReason::Other),
            Some(Step::Close) => self.reason() == Some(LeadCloseReason::Other),
            _ => false,
        }
    }

    fn note_issue(&self) -> Option<FieldIssue> {
        let note = &self.typed.note;
        let checked = if self.note_needed() {
            story(note, 2, NOTE).map(|_| ())
        } else {
            optional_story(note, NOTE).map(|_| ())
        };
        checked.err().map(|issue| FieldIssue { field: Name::Note, issue })
    }

    /// The fields of reason and note, and which of them is wrong.
    pub(super) fn why(&self, send: &Sender, label: &str) -> (Html, Option<&'static str>) {
        let (cx, m) = (&self.cx, self.cx.pm());
        let Some(step) = &self.typed.step else { return (Html::default(), None) };
        let missing = self.typed.reason.is_empty();
        let issue = self.note_issue();
        let wrong = match (missing, &issue) {
            (true, _) => Some("panel-reason"),
            (false, Some(_)) => Some("panel-note"),
            _ => None,
        };
        let (tried, lang) = (self.typed.tried, cx.lang());
        let long = matches!(issue.map(|it| it.issue), Some(Issue::TooLong { .. }));
        let told = issue.filter(|_| tried || long).map(|issue| issue.sentence(lang));
        let fields = html! {
            <>
                {Field {
                    id: "panel-reason",
                    label,
                    value: &self.typed.reason,
                    error: (missing && tried).then(|| super::m(cx).choose_why.to_owned()),
                    on: self.set(send, |typed, value| typed.reason = value),
                    ..Field::default()
                }.select(&step.reasons(cx), m.choose)}
                {Field {
                    id: "panel-note",
                    label: Name::Note.label(lang),
                    optional: if self.note_needed() { "" } else { m.optional },
                    value: &self.typed.note,
                    error: told.or_else(|| send.field(Name::Note)),
                    on: self.set(send, |typed, value| typed.note = value),
                    ..Field::default()
                }.area("3")}
            </>
        };
        (fields, wrong)
    }

    /// The question with its fields, and its two answers. The first that is
    /// `wrong` takes the focus instead of being sent.
    pub(super) fn html(
        &self,
        send: &Sender,
        title: String,
        body: Html,
        wrong: Option<&'static str>,
        yes: Button,
        go: Callback<()>,
    ) -> Html {
        let (typed, root) = (self.typed.clone(), self.cx.shell.root.clone());
        let press = Callback::from(move |_| match wrong {
            None => go.emit(()),
            Some(field) => {
                typed.set(Typed { tried: true, ..(*typed).clone() });
                focus(&root, field, false);
            }
        });
        let (no, escape) = (self.clone(), self.clone());
        let onkeydown = Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" && !event.is_composing() {
                event.stop_propagation();
                escape.close();
            }
        });
        html! {
            <div class="confirm rise" role="group" aria-labelledby="panel-title" {onkeydown}>
                <p class="strong" id="panel-title" tabindex="-1">{title}</p>
                {body}
                { for send.problem().map(|failure| problem(&self.cx, &failure)) }
                <div class="actions">
                    {yes.on(press).html()}
                    {Button::quiet(self.cx.pm().keep)
                        .on(Callback::from(move |_| no.close()))
                        .html()}
                </div>
            </div>
        }
    }
}
