//! The fields of an activity, as they are typed: 新建活动 and 修改活动 share them.

use guiyan_core::{
    branch::activity::ActivityKind,
    charter::Group,
    refusal::{Field as Name, FieldIssue},
};
use yew::prelude::*;

use super::plan::{ORDER, TICKED, id, text, write};
use crate::{
    app::reveal,
    components::{Choice, Cx, Field, Pick, Sender, choices, tick},
    messages::{fill, guest, rooms},
    state::Plan,
};

/// What is typed, and which fields may be told to be wrong.
#[derive(Clone, PartialEq, Default)]
pub(super) struct Typed {
    pub plan: Plan,
    pub touched: Vec<Name>,
    pub all: bool,
    pub kept: bool,
}

/// The fields as they are drawn.
pub(super) struct Fields<'a> {
    pub cx: &'a Cx,
    pub typed: &'a UseStateHandle<Typed>,
    pub send: &'a Sender,
    pub issues: Vec<FieldIssue>,
    /// What to write under 名额.
    pub capacity_help: &'a str,
    /// Whom a branch can hold it for, beside its own members; missing for the
    /// district's own, which are for both branches and for no 乡友.
    pub audiences: Option<Vec<Choice>>,
    /// Called with what is typed, each time it changes.
    pub on: Callback<Plan>,
}

/// What only the service knew to be wrong is shown where it is.
#[hook]
pub(super) fn use_refused(cx: &Cx, send: &Sender) {
    let refused = ORDER.into_iter().find(|field| send.field(*field).is_some());
    let root = cx.shell.root.clone();
    use_effect_with(refused, move |refused| {
        if let Some(field) = refused {
            reveal(&root, &id(*field));
        }
    });
}

fn group(title: &'static str, fields: Html) -> Html {
    html! { <fieldset class="group"><legend>{title}</legend>{fields}</fieldset> }
}

impl Fields<'_> {
    /// All of them, in groups.
    pub(super) fn html(&self) -> Html {
        let m = &self.cx.pm().desk;
        let rooms = rooms::of(self.cx.lang());
        html! {
            <>
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
                        {self.draw(Name::Capacity, "text", self.capacity_help)}
                        {self.draw(Name::SignUpUntil, "datetime-local", m.until_help)}
                        {self.draw(Name::Hours, "text", m.hours_help)}
                        if let Some(audiences) = &self.audiences {
                            if !audiences.is_empty() {
                                {self.draw(Name::Audience, "audience", rooms.audience_help)}
                            }
                            {self.guests()}
                        }
                    </>
                })}
                {group(m.contact, html! {
                    <>
                        {self.draw(Name::ContactName, "text", m.contact_help)}
                        {self.draw(Name::ContactPhone, "tel", "")}
                    </>
                })}
            </>
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
            "audience" => parts.select(
                self.audiences.as_deref().unwrap_or_default(),
                rooms::of(self.cx.lang()).for_own,
            ),
            "select" => parts.select(&choices::<ActivityKind>(self.cx.lang()), self.cx.pm().choose),
            _ => parts.input(kind),
        }
    }

    fn guests(&self) -> Html {
        let m = guest::of(self.cx.lang());
        let on = self.change(Name::Guests);
        let option = Pick { value: "".into(), label: m.opens.into(), help: m.opens_help.into() };
        let ticked = text(&self.typed.plan, Name::Guests) == TICKED;
        let on = Callback::from(move |yes: bool| on.emit(if yes { TICKED } else { "" }.to_owned()));
        html! { <div class="field choice">{tick(&id(Name::Guests), &option, ticked, on)}</div> }
    }

    fn is_optional(&self, field: Name) -> bool {
        match field {
            Name::Agenda | Name::Online | Name::Capacity | Name::SignUpUntil | Name::Hours => true,
            // There is always one that is chosen.
            Name::Audience => false,
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
        let (typed, send, on) = (self.typed.clone(), self.send.clone(), self.on.clone());
        Callback::from(move |value| {
            let mut next = (*typed).clone();
            write(&mut next.plan, field, value);
            on.emit(next.plan.clone());
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

    /// How much is left to put right, once it was to be sent.
    pub(super) fn count(&self) -> Option<Html> {
        let wrong = self.typed.all && !self.issues.is_empty();
        wrong.then(|| {
            let count = self.issues.len().to_string();
            html! { <p class="error" role="status">{fill(self.cx.pm().form.wrong, &[&count])}</p> }
        })
    }

    /// Sends it, or leads to the first field that needs another look.
    pub(super) fn submit(&self, send: Callback<()>) -> Callback<()> {
        let first = ORDER.into_iter().find(|field| self.is_wrong(*field)).map(id);
        let (typed, root) = (self.typed.clone(), self.cx.shell.root.clone());
        Callback::from(move |()| match &first {
            Some(first) => {
                typed.set(Typed { all: true, ..(*typed).clone() });
                reveal(&root, first);
            }
            None => send.emit(()),
        })
    }
}

/// Whom an activity of the branch shown can be for, beside its own members.
pub(super) fn audiences(cx: &Cx) -> Vec<Choice> {
    let (Some(view), lang) = (cx.view(), cx.lang()) else { return Vec::new() };
    let all =
        (!view.sisters.is_empty()).then(|| ("sisters".into(), rooms::of(lang).for_all.into()));
    let group = |group: &Group| {
        let label = fill(rooms::of(lang).group_of, &[group.name.get(lang)]);
        (["group:", group.id.as_str()].concat().into(), label.into())
    };
    all.into_iter().chain(view.groups.iter().map(group)).collect()
}

/// A form that sends by its button and by the return key.
pub(super) fn on_submit(submit: &Callback<()>) -> Callback<SubmitEvent> {
    let submit = submit.clone();
    Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        submit.emit(());
    })
}
