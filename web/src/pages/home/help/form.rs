//! 我要求助 and 随手报: what, how urgent, where, the text, and who may see it.
//! What is typed stays until it is sent.

mod agree;

use std::{cell::RefCell, rc::Rc};

use guiyan_core::{
    Outcome,
    branch::request::{RequestCommand, RequestKind, SpotCategory, Urgency},
    refusal::{Field as Name, FieldIssue, Refusal},
    text::{self, Issue},
    view::HelpView,
};
use yew::{functional::UseForceUpdateHandle, prelude::*};

use super::words;
use crate::{
    app::reveal,
    codes::Code,
    components::{
        Button, Cx, Field, Icon, Pick, Sender, empty, icon, page_head, problem, radios, use_command,
    },
    messages::{fill, home::help},
    read,
    state::{Asking, DraftBox, Route},
};

/// Which form.
#[derive(Properties, Clone, PartialEq)]
pub(super) struct AskProps {
    pub cx: Cx,
    pub help: Rc<HelpView>,
    pub changed: Callback<()>,
    /// 随手报, rather than 求助.
    pub spot: bool,
}

// Where each thing stands in what is kept.
const WHAT: usize = 0;
const URGENCY: usize = 1;
const PLACE: usize = 2;
const TEXT: usize = 3;
const CONSENT: usize = 4;

/// What is typed, and whether it was tried to send it.
#[derive(Clone, Default)]
struct Typed {
    asking: Asking,
    tried: bool,
}

/// The form as it is drawn.
struct Form<'a> {
    cx: &'a Cx,
    help: &'a HelpView,
    spot: bool,
    typed: Typed,
    kept: Rc<RefCell<Typed>>,
    redraw: UseForceUpdateHandle,
    send: Sender,
}

/// The form of a request, or of a spot.
#[function_component]
pub(super) fn Ask(props: &AskProps) -> Html {
    let AskProps { cx, help, changed, spot } = props;
    let kept = use_mut_ref(|| {
        let asking = drafts(cx, *spot).get().unwrap_or_default();
        Typed { asking, ..Typed::default() }
    });
    let redraw = use_force_update();
    let done = {
        let (cx, changed, spot) = (cx.clone(), changed.clone(), *spot);
        Callback::from(move |outcome| {
            if let Outcome::RequestSubmitted { request } = outcome {
                drafts(&cx, spot).clear();
                changed.emit(());
                cx.go(Route::Request(request));
            }
        })
    };
    let send = use_command(cx, done);
    // Signing in answers the call to sign in.
    let signed_in = cx.view().is_some_and(|view| view.signed_in);
    let after_sign_in = send.clone();
    use_effect_with(signed_in, move |_| after_sign_in.clear());
    let m = help::of(cx.lang());
    if matches!(&help.blocked, Some(refusal) if *refusal != Refusal::SignInNeeded) {
        let title = if *spot { m.spot } else { m.ask };
        return html! { <div class="page">{page_head(cx, title)}{empty(m.not_received_text)}</div> };
    }
    let typed = kept.borrow().clone();
    Form { cx, help, spot: *spot, typed, kept, redraw, send }.html()
}

fn drafts(cx: &Cx, spot: bool) -> &DraftBox<Asking> {
    if spot { &cx.shell.drafts.spot } else { &cx.shell.drafts.request }
}

impl Form<'_> {
    fn value(&self, at: usize) -> &str {
        self.typed.asking.get(at).map(String::as_str).unwrap_or_default()
    }

    fn kind(&self) -> Option<RequestKind> {
        if self.spot { Some(RequestKind::Spot) } else { read::code(self.value(WHAT)) }
    }

    fn urgency(&self) -> Urgency {
        read::code(self.value(URGENCY)).unwrap_or_default()
    }

    // What is wrong, by core's own rules, in the order of the form.
    fn issues(&self) -> Vec<(&'static str, FieldIssue)> {
        let chosen = if self.value(WHAT).is_empty() { Err(Issue::Required) } else { Ok(()) };
        let what = if self.spot { Name::SpotCategory } else { Name::HelpKind };
        let place = if self.spot { text::line(self.value(PLACE), 2, 100).err() } else { None };
        [
            ("f-what", what, chosen.err()),
            ("f-place", Name::Place, place),
            ("f-text", Name::Text, text::story(self.value(TEXT), 2, 1_000).err()),
        ]
        .into_iter()
        .filter_map(|(id, field, issue)| Some((id, FieldIssue { field, issue: issue? })))
        .collect()
    }

    fn error(&self, id: &str, field: Name) -> Option<String> {
        let issues = self.issues();
        let own = issues.iter().find(|(of, _)| *of == id && self.typed.tried);
        own.map(|(_, issue)| issue.sentence(self.cx.lang())).or_else(|| self.send.field(field))
    }

    fn on(&self, at: usize) -> Callback<String> {
        let (kept, redraw, send) = (self.kept.clone(), self.redraw.clone(), self.send.clone());
        let (cx, spot) = (self.cx.clone(), self.spot);
        Callback::from(move |value: String| {
            let mut typed = kept.borrow_mut();
            if let Some(field) = typed.asking.get_mut(at) {
                *field = value;
            }
            drafts(&cx, spot).keep(&typed.asking);
            send.clear();
            redraw.force_update();
        })
    }

    fn html(&self) -> Html {
        let m = help::of(self.cx.lang());
        let title = if self.spot { m.spot } else { m.ask };
        let lead = if self.spot { m.spot_form_lead } else { m.form_lead };
        let submit = self.submit();
        let press = submit.reform(|_: MouseEvent| ());
        let onsubmit = Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            submit.emit(());
        });
        let branch = self.cx.view().map(|view| view.branch.names.short_name.get(self.cx.lang()));
        let later = self.help.blocked.is_some();
        html! {
            <form class="page form" novalidate={true} {onsubmit}>
                {page_head(self.cx, title)}
                <p>{lead}</p>
                { for self.limit() }
                <fieldset class="group">
                    <legend>{if self.spot { m.what_spot } else { m.what }}</legend>
                    {self.what()}
                    {self.place()}
                    {self.words()}
                    {self.urgencies()}
                </fieldset>
                {self.consents()}
                <div class="submit">
                    { for self.send.problem().map(|failure| problem(self.cx, &failure)) }
                    {Button::primary(m.submit)
                        .busy(self.send.busy(), m.submitting)
                        .on(press)
                        .html()}
                    <p>
                        {if later {
                            m.log_in_later.to_owned()
                        } else {
                            fill(m.submit_help, &[branch.unwrap_or_default()])
                        }}
                    </p>
                </div>
            </form>
        }
    }

    // Once it is refused, the foot of the form says so.
    fn limit(&self) -> Option<Html> {
        let told = self.send.problem().is_some();
        let why = self.help.limit.as_ref().filter(|_| !told);
        why.map(|why| super::super::limit(self.cx, why))
    }

    fn what(&self) -> Html {
        let lang = self.cx.lang();
        let field = if self.spot { Name::SpotCategory } else { Name::HelpKind };
        let choice = |wire: &'static str, label: &'static str| (wire.into(), label.into());
        let options: Vec<_> = if self.spot {
            SpotCategory::ALL.iter().map(|it| choice(it.wire(), it.label(lang))).collect()
        } else {
            RequestKind::HELP.iter().map(|it| choice(it.wire(), it.label(lang))).collect()
        };
        Field {
            id: "f-what",
            label: field.label(lang),
            value: self.value(WHAT),
            error: self.error("f-what", if self.spot { field } else { Name::Kind }),
            on: self.on(WHAT),
            ..Field::default()
        }
        .select(&options, self.cx.pm().choose)
    }

    fn place(&self) -> Html {
        if !self.spot {
            return Html::default();
        }
        Field {
            id: "f-place",
            label: Name::Place.label(self.cx.lang()),
            help: help::of(self.cx.lang()).place_help,
            value: self.value(PLACE),
            autocomplete: Some("off"),
            error: self.error("f-place", Name::Place),
            on: self.on(PLACE),
            ..Field::default()
        }
        .input("text")
    }

    fn words(&self) -> Html {
        let m = help::of(self.cx.lang());
        let written = self.value(TEXT);
        let count = written.chars().count();
        let help = if self.spot { m.spot_text_help } else { m.text_help };
        let field = Field {
            id: "f-text",
            label: Name::Text.label(self.cx.lang()),
            help,
            value: written,
            error: self.error("f-text", Name::Text),
            on: self.on(TEXT),
            ..Field::default()
        };
        html! {
            <div class="stack">
                {field.area("6")}
                <p class="help files">{icon(Icon::Info)}<span>{m.no_files}</span></p>
                if count > 600 {
                    <p class="second num">{fill(m.counted, &[&count.to_string()])}</p>
                }
            </div>
        }
    }

    fn urgencies(&self) -> Html {
        let (m, targets) = (help::of(self.cx.lang()), &self.help.targets);
        let option = |urgency: &Urgency| {
            let minutes = |minutes| words::minutes(self.cx, minutes);
            let (answer, arrival) =
                (targets.answer_minutes.get(*urgency), targets.arrival_minutes.get(*urgency));
            let days = targets.resolve_days.get(*urgency) * 1_440;
            let help = fill(m.means, &[&minutes(answer), &minutes(arrival), &minutes(days)]);
            let label = urgency.label(self.cx.lang());
            Pick { value: urgency.wire().into(), label: label.into(), help: help.into() }
        };
        let options: Vec<Pick> = Urgency::ALL.iter().map(option).collect();
        radios("f-urgency", m.urgency, &options, self.urgency().wire(), None, &self.on(URGENCY))
    }

    fn command(&self) -> RequestCommand {
        let (text, urgency) = (self.value(TEXT).to_owned(), self.urgency());
        let ticked = self.ticked();
        let consent = self.offered().into_iter();
        let consent = consent
            .filter(|(_, pick)| ticked.contains(&&*pick.value))
            .map(|(recipient, _)| recipient)
            .collect();
        if self.spot {
            let (spot_category, place) = (read::code(self.value(WHAT)), self.value(PLACE).into());
            RequestCommand::ReportSpot { spot_category, urgency, place, text, consent }
        } else {
            RequestCommand::AskForHelp { kind: self.kind(), urgency, text, consent }
        }
    }

    // Sends it, or leads to the first field that needs another look.
    fn submit(&self) -> Callback<()> {
        let first = self.issues().first().map(|(id, _)| *id);
        let (kept, redraw, send) = (self.kept.clone(), self.redraw.clone(), self.send.clone());
        let (root, command) = (self.cx.shell.root.clone(), self.command());
        Callback::from(move |()| match first {
            Some(first) => {
                kept.borrow_mut().tried = true;
                redraw.force_update();
                reveal(&root, first);
            }
            None => send.send(command.clone()),
        })
    }
}
