//! What the caller can do with a lead. The view says what; here it is offered,
//! the usual next step loudest.

use guiyan_core::{
    branch::lead::{LeadCommand, LeadStage, MoveTo},
    recipient::Recipient,
    view::{LeadView, QuestionView, RecipientChoice},
};
use yew::prelude::*;

use super::{
    landing, m,
    panel::{Panel, Step},
    words,
};
use crate::{
    components::{Button, Choice, Cx, Field, Sender, Tone, notice, problem},
    messages::{fill, labels::Label},
};

/// What the steps about a lead are made of.
pub(super) struct Acts<'a> {
    pub cx: &'a Cx,
    pub lead: &'a LeadView,
    pub choices: &'a [RecipientChoice],
    pub send: &'a Sender,
    pub panel: &'a Panel,
}

impl Acts<'_> {
    /// Sends a command to the branch that the lead stands with.
    pub(super) fn send(&self, command: LeadCommand) -> Callback<()> {
        let (send, branch) = (self.send.clone(), self.lead.branch.id.clone());
        Callback::from(move |()| send.send_to(branch.as_str(), command.clone().into()))
    }

    /// What the branch asks the submitter: to be answered here.
    pub(super) fn questions(&self) -> Html {
        if !self.lead.can.own {
            return Html::default();
        }
        let waits = |question: &&QuestionView| question.refused_at.is_none();
        let question = |question: &QuestionView| {
            let m = m(self.cx);
            let answer = |agreed| {
                let recipient = question.recipient.clone();
                let lead = self.lead.id;
                self.send(LeadCommand::AnswerLeadConsent { lead, recipient, agreed })
                    .reform(|_: MouseEvent| ())
            };
            let title = fill(m.question, &[question.name.get(self.cx.lang())]);
            let actions = html! {
                <div class="actions">
                    {Button::primary(m.agree)
                        .busy(self.send.busy(), m.sending)
                        .on(answer(true))
                        .html()}
                    {Button::quiet(m.disagree)
                        .disabled(self.send.busy())
                        .on(answer(false))
                        .html()}
                </div>
            };
            notice(Tone::Wait, &title, html! { <p>{m.question_text}</p> }, actions)
        };
        html! { <>{ for self.lead.questions.iter().filter(waits).map(question) }</> }
    }

    /// The buttons, or the question that one of them opened.
    pub(super) fn html(&self) -> Html {
        let can = &self.lead.can;
        let body = match self.panel.step() {
            Some(Step::Give | Step::Revoke(_) | Step::Withdraw) | None => self.buttons(),
            Some(step) => self.question(step),
        };
        let failure = self.send.problem().filter(|_| self.panel.step().is_none());
        if !can.handle && !can.ask && failure.is_none() {
            return Html::default();
        }
        html! {
            <div class="acts">{ for failure.map(|failure| problem(self.cx, &failure)) }{body}</div>
        }
    }

    fn buttons(&self) -> Html {
        let (m, can, lead) = (m(self.cx), &self.lead.can, self.lead);
        let ask = |label, step: Step| {
            Button::quiet(label).id(step.button()).on(self.panel.ask(step)).html()
        };
        let next = (self.resume().or(can.next)).map(|to| self.next(to));
        html! {
            <>
                { for next }
                <div class="actions">
                    if !can.pass_to.is_empty() {
                        {ask(m.pass, Step::Pass)}
                    }
                    if can.ask && !self.askable().is_empty() {
                        {ask(m.ask, Step::Ask)}
                    }
                    if can.give_back {
                        {ask(m.give_back, Step::Return)}
                    }
                    if can.handle {
                        {match &lead.landing {
                            Some(landing) => Button::quiet(m.correct)
                                .id(Step::Jump.button())
                                .on(self.panel.ask_again(Step::Jump, landing))
                                .html(),
                            None => ask(m.jump, Step::Jump),
                        }}
                        if lead.stage != LeadStage::OnHold && lead.stage != LeadStage::Landed {
                            {ask(m.hold, Step::Hold)}
                        }
                        {ask(m.close, Step::Close)}
                    }
                </div>
                if can.handle && can.pass_to.is_empty() && !can.give_back && can.ask {
                    <p class="second">{m.pass_help}</p>
                }
            </>
        }
    }

    // On hold, it first goes on where it stood.
    fn resume(&self) -> Option<MoveTo> {
        let paused = self.lead.paused.filter(|_| self.lead.can.handle)?;
        MoveTo::ALL.iter().copied().find(|to| LeadStage::from(*to) == paused)
    }

    fn next(&self, to: MoveTo) -> Html {
        let m = m(self.cx);
        let resumes = self.resume().is_some();
        let words = if resumes { m.resume } else { m.next };
        let label = fill(words, &[to.label(self.cx.lang())]);
        let button = Button::primary(label).id("act-next");
        let press = if to == MoveTo::Landed && !resumes {
            self.panel.ask(Step::Land)
        } else {
            let lead = self.lead.id;
            let command = LeadCommand::MoveLead {
                lead,
                to,
                reason: None,
                note: String::new(),
                landing: None,
            };
            self.send(command).reform(|_: MouseEvent| ())
        };
        html! {
            <div class="actions">
                {button.busy(self.send.busy(), m.sending).on(press).html()}
            </div>
        }
    }

    // Whom the submitter can be asked about: those not named, not asked, and
    // not declined before. [ND]
    fn askable(&self) -> Vec<&RecipientChoice> {
        let lead = self.lead;
        let known = |recipient: &Recipient| {
            lead.consents.iter().any(|it| it.recipient == *recipient)
                || lead.questions.iter().any(|it| it.recipient == *recipient)
        };
        self.choices.iter().filter(|choice| !known(&choice.recipient)).collect()
    }

    fn question(&self, step: &Step) -> Html {
        let (m, lead, panel, send) = (m(self.cx), self.lead.id, self.panel, self.send);
        let busy = |button: Button| button.busy(send.busy(), m.sending);
        let note = panel.typed.note.clone();
        match step {
            Step::Land | Step::Jump => self.moving(step, note),
            Step::Hold | Step::Close => {
                let holds = *step == Step::Hold;
                let (title, label) =
                    if holds { (m.hold_title, m.hold) } else { (m.close_title, m.close) };
                let (fields, wrong) = panel.why(send, m.why);
                let command = if holds {
                    panel.reason().map(|reason| LeadCommand::HoldLead { lead, reason, note })
                } else {
                    panel.reason().map(|reason| LeadCommand::CloseLead { lead, reason, note })
                };
                let yes = busy(if holds { Button::primary(label) } else { Button::danger(label) });
                self.ask(title, fields, wrong, yes, command)
            }
            Step::Pass => {
                let names = |to: &Recipient| words::name(self.cx, self.lead, self.choices, to);
                let to = &self.lead.can.pass_to;
                let (field, at, wrong) = self.pick(to.iter().map(names).collect());
                let command = to.get(at).map(|to| LeadCommand::PassLead { lead, to: to.clone() });
                let yes = busy(Button::primary(m.pass));
                self.ask(m.pass_title, field, wrong, yes, command)
            }
            Step::Ask => {
                let to = self.askable();
                let names = to.iter().map(|it| it.name.get(self.cx.lang()).to_owned());
                let (field, at, wrong) = self.pick(names.collect());
                let command = to.get(at).map(|it| LeadCommand::AskLeadConsent {
                    lead,
                    recipient: it.recipient.clone(),
                });
                let body = html! { <><p>{m.ask_help}</p>{field}</> };
                self.ask(m.ask_title, body, wrong, busy(Button::primary(m.ask)), command)
            }
            Step::Return => {
                let yes = busy(Button::primary(m.give_back));
                let command = Some(LeadCommand::ReturnLead { lead });
                self.ask(m.return_question, Html::default(), None, yes, command)
            }
            Step::Withdraw | Step::Give | Step::Revoke(_) => Html::default(),
        }
    }

    fn moving(&self, step: &Step, note: String) -> Html {
        let (m, panel, send) = (m(self.cx), self.panel, self.send);
        let to = panel.stage();
        let jumps = *step == Step::Jump;
        let here = self.lead.stage;
        let stages: Vec<Choice> = MoveTo::ALL
            .iter()
            .enumerate()
            .filter(|(_, to)| LeadStage::from(**to) != here || here == LeadStage::Landed)
            .map(|(at, to)| (at.to_string().into(), to.label(self.cx.lang()).into()))
            .collect();
        let missing = panel.typed.tried && to.is_none();
        let stage = jumps.then(|| {
            Field {
                id: "panel-to",
                label: m.to_stage,
                value: &panel.typed.to,
                error: missing.then(|| m.choose_stage.to_owned()),
                on: panel.set(send, |typed, value| typed.to = value),
                ..Field::default()
            }
            .select(&stages, self.cx.pm().choose)
        });
        let lands = to == Some(MoveTo::Landed);
        let (landed, wrong_landing) = if lands {
            landing::fields(self.cx, panel, send, self.lead.kind)
        } else {
            Default::default()
        };
        let corrects = self.lead.landing.is_some();
        let label = if corrects { m.correct_why } else { m.jump_why };
        let (why, wrong_why) = if jumps { panel.why(send, label) } else { Default::default() };
        let wrong = to.is_none().then_some("panel-to").or(wrong_landing).or(wrong_why);
        let lead = self.lead.id;
        let command = to.map(|to| LeadCommand::MoveLead {
            lead,
            to,
            reason: panel.reason().filter(|_| jumps),
            note,
            landing: lands.then(|| landing::form_of(panel)),
        });
        let title = match (jumps, corrects) {
            (false, _) => m.land_title,
            (true, true) => m.correct_title,
            (true, false) => m.jump_title,
        };
        let yes = Button::primary(m.record).busy(send.busy(), m.sending);
        self.ask(title, html! { <>{ for stage }{landed}{why}</> }, wrong, yes, command)
    }

    /// A list of recipients, the place of the one chosen, and what is wrong.
    pub(super) fn pick(&self, names: Vec<String>) -> (Html, usize, Option<&'static str>) {
        let (m, panel) = (m(self.cx), self.panel);
        let options: Vec<Choice> = (names.into_iter().enumerate())
            .map(|(at, name)| (at.to_string().into(), name.into()))
            .collect();
        let at = panel.typed.to.parse().ok().filter(|at| *at < options.len());
        let missing = panel.typed.tried && at.is_none();
        let field = Field {
            id: "panel-to",
            label: m.to_whom,
            value: &panel.typed.to,
            error: missing.then(|| m.choose_whom.to_owned()),
            on: panel.set(self.send, |typed, value| typed.to = value),
            ..Field::default()
        }
        .select(&options, self.cx.pm().choose);
        (field, at.unwrap_or(usize::MAX), at.is_none().then_some("panel-to"))
    }

    /// The question with its two answers.
    pub(super) fn ask(
        &self,
        title: &str,
        body: Html,
        wrong: Option<&'static str>,
        yes: Button,
        command: Option<LeadCommand>,
    ) -> Html {
        let go = command.map(|command| self.send(command)).unwrap_or_default();
        self.panel.html(self.send, title.to_owned(), body, wrong, yes, go)
    }
}
