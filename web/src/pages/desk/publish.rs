//! 新建活动: one form, checked as it is typed by core's own rules. What is typed
//! stays until it is published.

use guiyan_core::{
    Outcome,
    branch::activity::{ActivityCommand, ActivityForm, ActivityKind},
    ids::PersonId,
    refusal::{Field as Name, FieldIssue},
    time::{HOUR, Timestamp},
};
use yew::prelude::*;

use crate::{
    app::reveal,
    components::{Button, Cx, Field, PageProps, Sender, choices, page_head, problem, use_command},
    messages::{fill, labels::Label},
    state::{Plan, Route},
};

/// The fields as they stand on the page.
const ORDER: [Name; 12] = [
    Name::Title,
    Name::Kind,
    Name::Agenda,
    Name::Start,
    Name::End,
    Name::Place,
    Name::Online,
    Name::Capacity,
    Name::SignUpUntil,
    Name::Hours,
    Name::ContactName,
    Name::ContactPhone,
];

/// What is typed, and which fields may be told to be wrong.
#[derive(Clone, PartialEq, Default)]
struct Typed {
    plan: Plan,
    touched: Vec<Name>,
    all: bool,
    kept: bool,
}

/// The form as it is drawn.
struct Form<'a> {
    cx: &'a Cx,
    typed: &'a UseStateHandle<Typed>,
    send: &'a Sender,
    issues: Vec<FieldIssue>,
}

/// 新建活动 (`Route::NewActivity`).
#[function_component]
pub(crate) fn NewActivity(props: &PageProps) -> Html {
    let cx = &props.cx;
    let typed = use_state(|| {
        let kept = cx.shell.plans.get();
        Typed { kept: kept.is_some(), plan: kept.unwrap_or_default(), ..Typed::default() }
    });
    let done = {
        let cx = cx.clone();
        Callback::from(move |outcome| {
            if let Outcome::ActivityPublished { activity } = outcome {
                cx.shell.plans.clear();
                cx.go(Route::Activity(activity));
            }
        })
    };
    let send = use_command(cx, done);
    // What only the service knew to be wrong is shown where it is.
    let refused = ORDER.into_iter().find(|field| send.field(*field).is_some());
    let root = cx.shell.root.clone();
    use_effect_with(refused, move |refused| {
        if let Some(field) = refused {
            reveal(&root, &id(*field));
        }
    });
    let checked = form_of(&typed.plan).check(PersonId(uuid::Uuid::nil()), cx.now());
    let issues = checked.err().unwrap_or_default();
    Form { cx, typed: &typed, send: &send, issues }.html()
}

fn id(field: Name) -> String {
    ["f-", field.name()].concat()
}

fn text(plan: &Plan, field: Name) -> &str {
    let at = ORDER.iter().position(|it| *it == field);
    at.and_then(|at| plan.get(at)).map(String::as_str).unwrap_or_default()
}

// The end follows the start until it is set to something else.
fn write(plan: &mut Plan, field: Name, value: String) {
    if field == Name::Start {
        let end = text(plan, Name::End);
        if end.is_empty() || *end == usual_end(text(plan, Name::Start)) {
            write(plan, Name::End, usual_end(&value));
        }
    }
    let at = ORDER.iter().position(|it| *it == field);
    if let Some(place) = at.and_then(|at| plan.get_mut(at)) {
        *place = value;
    }
}

// Two hours later, as a time field writes it.
fn usual_end(start: &str) -> String {
    let end = start.parse::<Timestamp>().map(|start| start.plus(2 * HOUR).to_string());
    end.ok().and_then(|end| end.get(..16).map(str::to_owned)).unwrap_or_default()
}

/// The form as it is sent: numbers that are none become ones that core refuses.
fn form_of(plan: &Plan) -> ActivityForm {
    let of = |field| text(plan, field).to_owned();
    let (capacity, hours) = (of(Name::Capacity), of(Name::Hours));
    let kind = of(Name::Kind).parse().ok();
    ActivityForm {
        title: of(Name::Title),
        kind: kind.and_then(|at: usize| ActivityKind::ALL.get(at).copied()),
        start: of(Name::Start),
        end: of(Name::End),
        place: of(Name::Place),
        online: of(Name::Online),
        capacity: (!capacity.trim().is_empty()).then(|| capacity.trim().parse().unwrap_or(0)),
        sign_up_until: of(Name::SignUpUntil),
        hours_tenths: tenths(hours.trim()).unwrap_or(-1),
        agenda: of(Name::Agenda),
        contact_name: of(Name::ContactName),
        contact_phone: of(Name::ContactPhone),
    }
}

// `2.5` is 25; nothing is 0.
fn tenths(hours: &str) -> Option<i64> {
    let (whole, rest) = hours.split_once('.').unwrap_or((hours, ""));
    let digits = |part: &str, most: usize| match part.len() {
        0 => Some(0),
        len if len <= most => part.parse::<u16>().ok().map(i64::from),
        _ => None,
    };
    Some(digits(whole, 3)? * 10 + digits(rest, 1)?)
}

fn group(title: &'static str, fields: Html) -> Html {
    html! { <fieldset class="group"><legend>{title}</legend>{fields}</fieldset> }
}

impl Form<'_> {
    fn html(&self) -> Html {
        let m = &self.cx.pm().desk;
        let onsubmit = {
            let submit = self.submit();
            Callback::from(move |event: SubmitEvent| {
                event.prevent_default();
                submit.emit(());
            })
        };
        let failure = self.send.problem().map(|failure| problem(self.cx, &failure));
        html! {
            <form class="page form" novalidate={true} {onsubmit}>
                {page_head(self.cx, self.cx.pm().new_activity)}
                {self.kept()}
                {group(m.about, html! {
                    <>
                        {self.draw(Name::Title, "text", "")}
                        {self.draw(Name::Kind, "select", "")}
                        {self.draw(Name::Agenda, "area", "")}
                    </>
                })}
                {group(m.when_where, html! {
                    <>
                        {self.draw(Name::Start, "datetime-local", m.time_help)}
                        {self.draw(Name::End, "datetime-local", m.end_time_help)}
                        {self.draw(Name::Place, "text", m.place_help)}
                        {self.draw(Name::Online, "url", m.online_help)}
                    </>
                })}
                {group(m.signing_up, html! {
                    <>
                        {self.draw(Name::Capacity, "text", m.capacity_help)}
                        {self.draw(Name::SignUpUntil, "datetime-local", m.until_help)}
                        {self.draw(Name::Hours, "text", m.hours_help)}
                    </>
                })}
                {group(m.contact, html! {
                    <>
                        {self.draw(Name::ContactName, "text", m.contact_help)}
                        {self.draw(Name::ContactPhone, "tel", "")}
                    </>
                })}
                <div class="submit">
                    { for failure }
                    {self.count()}
                    {Button::primary(m.publish)
                        .busy(self.send.busy(), m.publishing)
                        .on(self.submit().reform(|_| ()))
                        .html()}
                    <p>{m.publish_help}</p>
                </div>
            </form>
        }
    }

    // A plan of before is back; it can be put away.
    fn kept(&self) -> Html {
        if !self.typed.kept {
            return Html::default();
        }
        let (shell, typed) = (self.cx.shell.clone(), self.typed.clone());
        let anew = Callback::from(move |_| {
            shell.plans.clear();
            typed.set(Typed::default());
            reveal(&shell.root, &id(Name::Title));
        });
        let m = &self.cx.pm().desk;
        html! {
            <p class="line">
                <span class="second">{self.cx.pm().form.kept}</span>
                {Button::plain(m.start_anew).on(anew).html()}
            </p>
        }
    }

    fn draw(&self, field: Name, kind: &'static str, help: &str) -> Html {
        let (id, value) = (id(field), text(&self.typed.plan, field));
        let parts = Field {
            id: &id,
            label: field.label(self.cx.lang()),
            help,
            optional: if self.is_optional(field) { self.cx.pm().optional } else { "" },
            value,
            autocomplete: Some("off"),
            inputmode: match field {
                Name::Capacity => Some("numeric"),
                Name::Hours => Some("decimal"),
                _ => None,
            },
            error: self.error(field),
            on: self.change(field),
            left: self.leave(field, value.is_empty()),
            ..Field::default()
        };
        match kind {
            "area" => parts.area("5"),
            "select" => parts.select(&choices::<ActivityKind>(self.cx.lang()), self.cx.pm().choose),
            _ => parts.input(kind),
        }
    }

    fn is_optional(&self, field: Name) -> bool {
        match field {
            Name::Agenda | Name::Online | Name::Capacity | Name::SignUpUntil | Name::Hours => true,
            // A meeting on line needs no room.
            Name::Place => !text(&self.typed.plan, Name::Online).trim().is_empty(),
            _ => false,
        }
    }

    fn is_wrong(&self, field: Name) -> bool {
        self.issues.iter().any(|issue| issue.field == field)
    }

    // What is wrong with a field, once the person has been there.
    fn error(&self, field: Name) -> Option<String> {
        let told = self.typed.all || self.typed.touched.contains(&field);
        let own = self.issues.iter().find(|issue| issue.field == field && told);
        own.map(|issue| issue.sentence(self.cx.lang())).or_else(|| self.send.field(field))
    }

    fn change(&self, field: Name) -> Callback<String> {
        let (typed, send, shell) = (self.typed.clone(), self.send.clone(), self.cx.shell.clone());
        Callback::from(move |value| {
            let mut next = (*typed).clone();
            write(&mut next.plan, field, value);
            shell.plans.keep(&next.plan);
            send.clear();
            typed.set(next);
        })
    }

    // A field that was left with something in it is checked from then on.
    fn leave(&self, field: Name, empty: bool) -> Callback<()> {
        let typed = self.typed.clone();
        Callback::from(move |()| {
            if !empty && !typed.touched.contains(&field) {
                let mut next = (*typed).clone();
                next.touched.push(field);
                typed.set(next);
            }
        })
    }

    // How much is left to put right, once 发布 was pressed.
    fn count(&self) -> Option<Html> {
        let wrong = self.typed.all && !self.issues.is_empty();
        wrong.then(|| {
            let count = self.issues.len().to_string();
            html! { <p class="error" role="status">{fill(self.cx.pm().form.wrong, &[&count])}</p> }
        })
    }

    // Publishes it, or leads to the first field that needs another look.
    fn submit(&self) -> Callback<()> {
        let first = ORDER.into_iter().find(|field| self.is_wrong(*field)).map(id);
        let (typed, send, root) =
            (self.typed.clone(), self.send.clone(), self.cx.shell.root.clone());
        Callback::from(move |()| match &first {
            Some(first) => {
                typed.set(Typed { all: true, ..(*typed).clone() });
                reveal(&root, first);
            }
            None => {
                send.send(ActivityCommand::PublishActivity { details: form_of(&typed.plan) });
            }
        })
    }
}
