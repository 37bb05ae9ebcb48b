//! The form by which an office is given, and a branch handed over.

use guiyan_core::{
    Command, Outcome,
    appointment::AppointmentCommand,
    caller::{Office, Role},
    ids::PersonId,
    refusal::{Field as Name, FieldIssue},
    text::{self, Issue},
    view::{MattersPage, OfficeChoice, OfficesView},
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{given, office};
use crate::{
    app::reveal,
    components::{Button, Choice, Cx, Field, Tone, notice, problem, use_command, use_fetched},
    messages::{fill, offices as messages},
    pages::desk::fields::on_submit,
    port::Problem,
    state::Route,
};

/// Of what is chosen from, and whom; who is told what came of it.
#[derive(Properties, Clone, PartialEq)]
pub(super) struct AppointProps {
    pub cx: Cx,
    pub choices: Vec<OfficeChoice>,
    /// Whom, where that is known: their id, and what they are called.
    #[prop_or_default]
    pub person: Option<(PersonId, String)>,
    pub changed: Callback<String>,
    /// Called when it is given up; without it the form stays.
    #[prop_or_default]
    pub away: Option<Callback<()>>,
}

#[derive(Clone, PartialEq, Default)]
struct Typed {
    role: String,
    account: String,
    name: String,
    until: String,
    tried: bool,
}

impl Typed {
    fn issues(&self, known: bool, cx: &Cx) -> Vec<FieldIssue> {
        let mut issues = Vec::new();
        let mut add = |field, issue| issues.push(FieldIssue { field, issue });
        if self.role.is_empty() {
            add(Name::Role, Issue::Required);
        }
        if !known && self.account.trim().is_empty() {
            add(Name::Person, Issue::Required);
        }
        if !known && let Err(issue) = text::name(&self.name) {
            add(Name::Name, issue);
        }
        let last = self.until.parse::<guiyan_core::time::Day>();
        if !self.until.is_empty() && last.is_ok_and(|day| day < cx.now().day()) {
            add(Name::Until, Issue::InPast);
        }
        issues
    }
}

/// 任命
#[function_component]
pub(super) fn Appoint(props: &AppointProps) -> Html {
    let AppointProps { cx, choices, person, changed, away } = props;
    let (m, lang) = (messages::of(cx.lang()), cx.lang());
    let typed = use_state(Typed::default);
    let looking = use_state(|| false);
    let lost = use_state(|| None::<Problem>);
    let name = match person {
        Some((_, name)) => name.clone(),
        None => typed.name.trim().to_owned(),
    };
    let hands_over = typed.role.starts_with("secretary:");
    let done = {
        let (typed, changed, name) = (typed.clone(), changed.clone(), name.clone());
        let sentence = if hands_over { m.handed_over } else { m.appointed };
        Callback::from(move |outcome| {
            if matches!(outcome, Outcome::Appointed { .. }) {
                typed.set(Typed::default());
                changed.emit(fill(sentence, &[&name]));
            }
        })
    };
    let send = use_command(cx, done);
    let busy = send.busy() || *looking;
    let issues = typed.issues(person.is_some(), cx);
    let error = |field: Name| {
        let own = issues.iter().find(|issue| issue.field == field && typed.tried);
        own.map(|issue| match field {
            Name::Person => m.account_needed.to_owned(),
            _ => issue.sentence(lang),
        })
        .or_else(|| send.field(field))
    };
    let write = |set: fn(&mut Typed, String)| {
        let (typed, send, lost) = (typed.clone(), send.clone(), lost.clone());
        Callback::from(move |value: String| {
            let mut next = (*typed).clone();
            set(&mut next, value);
            send.clear();
            lost.set(None);
            typed.set(next);
        })
    };
    let role = choices.iter().find(|it| it.role.to_string() == typed.role);
    let role = role.map(|it| it.role.clone());
    let submit = {
        let (cx, typed, send, name) = (cx.clone(), typed.clone(), send.clone(), name.clone());
        let (looking, lost, known) =
            (looking.clone(), lost.clone(), person.as_ref().map(|it| it.0));
        let first = issues.first().map(|issue| ["o-", issue.field.name()].concat());
        Callback::from(move |()| {
            if let Some(first) = &first {
                typed.set(Typed { tried: true, ..(*typed).clone() });
                reveal(&cx.shell.root, first);
                return;
            }
            if busy {
                return;
            }
            let Some(role) = role.clone() else { return };
            let (name, until) = (name.clone(), typed.until.clone());
            let command = move |person: PersonId| command(&role, person, name, until);
            if let Some(person) = known {
                send.send_to("", command(person));
                return;
            }
            looking.set(true);
            let port = cx.shell.port();
            let (account, looking, lost) = (typed.account.clone(), looking.clone(), lost.clone());
            let send = send.clone();
            spawn_local(async move {
                match port.account(account.trim()).await {
                    Ok(person) => send.send_to("", command(person)),
                    Err(problem) => lost.set(Some(problem)),
                }
                looking.set(false);
            });
        })
    };
    let options: Vec<Choice> = choices
        .iter()
        .map(|it| (it.role.to_string().into(), office(lang, &it.role, &it.of).into()))
        .collect();
    let field = |id: &'static str, label, help, value, name: Name, on| Field {
        id,
        label,
        help,
        value,
        error: error(name),
        autocomplete: Some("off"),
        on,
        ..Field::default()
    };
    let press = submit.clone();
    let (submit_label, doing) =
        if hands_over { (m.submit_hand_over, m.handing_over) } else { (m.submit, m.appointing) };
    html! {
        <form class="form" novalidate={true} onsubmit={on_submit(&submit)}>
            <div class="group">
                {field("o-role", m.role, "", &typed.role, Name::Role, write(|it, to| it.role = to))
                    .select(&options, cx.pm().choose)}
                if person.is_none() {
                    {field("o-person", m.account, m.account_help, &typed.account, Name::Person,
                        write(|it, to| it.account = to)).input("text")}
                    {field("o-name", m.name, m.name_help, &typed.name, Name::Name,
                        write(|it, to| it.name = to)).input("text")}
                }
                {Field {
                    optional: cx.pm().optional,
                    min: Some(cx.now().day().to_string()),
                    ..field("o-until", m.last_day, m.last_day_help, &typed.until, Name::Until,
                        write(|it, to| it.until = to))
                }.input("date")}
                if hands_over {
                    <HandingOver cx={cx.clone()} />
                }
                { for (*lost).clone().or_else(|| send.problem()).map(|it| problem(cx, &it)) }
                <div class="actions">
                    {Button::primary(submit_label)
                        .busy(busy, doing)
                        .on(Callback::from(move |_| press.emit(())))
                        .html()}
                    { for away.as_ref().map(|away| {
                        Button::quiet(m.never_mind).disabled(busy).on(away.reform(|_| ())).html()
                    }) }
                </div>
            </div>
        </form>
    }
}

fn command(role: &Role, person: PersonId, name: String, until: String) -> Command {
    match role {
        // There is one secretary: whoever is it now ceases to be.
        Role::Branch { office: Office::Secretary, branch } => {
            let branch = branch.clone();
            AppointmentCommand::HandOver { branch, person, name, until }.into()
        }
        role => {
            let role = role.clone();
            AppointmentCommand::Appoint { person, role, name, until }.into()
        }
    }
}

/// Of the page alone.
#[derive(Properties, Clone, PartialEq)]
struct HandingOverProps {
    cx: Cx,
}

/// What the next secretary takes over.
#[function_component]
fn HandingOver(props: &HandingOverProps) -> Html {
    let cx = &props.cx;
    let m = messages::of(cx.lang());
    let matters = use_fetched::<MattersPage>(cx, "/v1/matters".to_owned());
    let open = matters.ready().map(|page| page.total);
    let text = html! {
        <>
            <p>{m.hand_over_help}</p>
            if cx.model.config.branch.is_some() {
                <p role="status">
                    { for open.map(|open| match open {
                        0 => m.no_open_matters.to_owned(),
                        open => fill(m.open_matters, &[&open.to_string()]),
                    }) }
                </p>
            }
        </>
    };
    let see = open.is_some_and(|open| open > 0) && cx.model.config.branch.is_some();
    let see = see.then(|| Button::plain(m.see_matters).on(cx.link(Route::Office)).html());
    notice(Tone::Info, m.hand_over, text, see.unwrap_or_default())
}

/// Whom of the register.
#[derive(Properties, Clone, PartialEq)]
pub(crate) struct AppointingProps {
    pub cx: Cx,
    pub person: PersonId,
    pub name: String,
}

/// 任命职务, on the page of a member.
#[function_component]
pub(crate) fn Appointing(props: &AppointingProps) -> Html {
    let AppointingProps { cx, person, name } = props;
    let m = messages::of(cx.lang());
    let open = use_state(|| false);
    let said = use_state(String::new);
    let fetched = use_fetched::<OfficesView>(cx, "/v1/offices".to_owned());
    let Some(view) = fetched.ready() else { return Html::default() };
    let away = {
        let open = open.clone();
        Callback::from(move |()| open.set(false))
    };
    let changed = {
        let (open, said, reload) = (open.clone(), said.clone(), fetched.reload());
        Callback::from(move |sentence: String| {
            said.set(sentence);
            open.set(false);
            reload.emit(());
        })
    };
    let ask = {
        let (open, said, root) = (open.clone(), said.clone(), cx.shell.root.clone());
        Callback::from(move |_| {
            said.set(String::new());
            open.set(true);
            reveal(&root, "o-role");
        })
    };
    let held = view.held.iter().filter(|row| row.person == Some(*person));
    let held: Vec<String> = held.map(|row| office(cx.lang(), &row.role, &row.of)).collect();
    html! {
        <>
            if !held.is_empty() {
                <p class="second">{held.join(" · ")}</p>
            }
            <p class="second" role="status">{&*said}</p>
            if *open {
                <Appoint
                    cx={cx.clone()}
                    choices={given(&view, false, cx.branch())}
                    person={(*person, name.clone())}
                    {changed}
                    {away}
                />
            } else {
                <div class="actions">
                    {Button::quiet(m.appoint_here).id("appoint").on(ask).html()}
                </div>
            }
        </>
    }
}
