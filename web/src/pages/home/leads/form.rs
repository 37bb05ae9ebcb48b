//! What both forms share: one hand that takes what is typed, keeps it, and
//! tells what is wrong once the person has been there.

use std::{cell::RefCell, rc::Rc};

use guiyan_core::{
    refusal::{Field as Name, FieldIssue},
    text::Issue,
};
use yew::{functional::UseForceUpdateHandle, prelude::*};

use super::m;
use crate::{
    app::reveal,
    components::{Button, Choice, Cx, Field, Sender, problem},
    effects::Shell,
    format,
    messages::fill,
    state::DraftBox,
};

/// What is typed, and which fields may be told to be wrong.
#[derive(Clone)]
pub(super) struct Typed<const N: usize> {
    pub text: [String; N],
    pub touched: Vec<Name>,
    pub all: bool,
}

/// Takes what is typed. One for the whole form: a browser may fill in several
/// fields at once, before anything is drawn again.
pub(super) struct Hand<const N: usize>(Rc<Parts<N>>);

struct Parts<const N: usize> {
    cx: Cx,
    send: Sender,
    typed: Rc<RefCell<Typed<N>>>,
    redraw: UseForceUpdateHandle,
    order: &'static [Name],
    drafts: fn(&Shell) -> &DraftBox<[String; N]>,
}

/// A form as it is drawn.
pub(super) struct Sheet<const N: usize> {
    pub cx: Cx,
    pub typed: Typed<N>,
    pub hand: Hand<N>,
    pub issues: Vec<FieldIssue>,
}

impl<const N: usize> Clone for Hand<N> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

/// A whole number as typed, with or without commas; nothing where nothing is.
/// What is none becomes a number that core refuses.
pub(super) fn whole(text: &str) -> Option<i64> {
    let text: String = text.chars().filter(|c| !matches!(c, ',' | '，' | ' ')).collect();
    if text.is_empty() {
        return None;
    }
    let too_much = text.chars().all(|c| c.is_ascii_digit());
    Some(text.parse().unwrap_or(if too_much { i64::MAX } else { -1 }))
}

/// A sum read back in words, behind what is said about the field.
pub(super) fn in_words(cx: &Cx, text: &str, help: &str) -> String {
    match whole(text).and_then(|yuan| u64::try_from(yuan).ok()) {
        Some(yuan @ 1..=1_000_000_000_000) => {
            let read = fill(m(cx).in_words, &[&format::money(yuan, cx.lang())]);
            [help, cx.pm().space, &*read].concat()
        }
        _ => help.to_owned(),
    }
}

/// What is wrong, in words that fit these forms.
pub(super) fn sentence(cx: &Cx, issue: &FieldIssue) -> String {
    let m = m(cx);
    match (issue.field, issue.issue) {
        (Name::AmountTo, Issue::OutOfRange { min, .. }) if min > 1 => m.range_wrong.to_owned(),
        (Name::Amount | Name::AmountFrom | Name::AmountTo, Issue::OutOfRange { .. }) => {
            m.amount_wrong.to_owned()
        }
        (Name::Industry, Issue::Required) => m.choose_industry.to_owned(),
        // Who writes is the contact.
        (Name::ContactName, issue) => FieldIssue { field: Name::Name, issue }.sentence(cx.lang()),
        (Name::ContactPhone, issue) => FieldIssue { field: Name::Phone, issue }.sentence(cx.lang()),
        _ => issue.sentence(cx.lang()),
    }
}

/// A field's id within the widget.
pub(super) fn id(field: Name) -> String {
    ["f-", field.name()].concat()
}

/// A group of fields.
pub(super) fn group(title: &'static str, fields: Html) -> Html {
    html! { <fieldset class="group"><legend>{title}</legend>{fields}</fieldset> }
}

impl<const N: usize> Hand<N> {
    pub(super) fn new(
        cx: &Cx,
        send: &Sender,
        typed: &Rc<RefCell<Typed<N>>>,
        redraw: &UseForceUpdateHandle,
        order: &'static [Name],
        drafts: fn(&Shell) -> &DraftBox<[String; N]>,
    ) -> Self {
        let (cx, send) = (cx.clone(), send.clone());
        let (typed, redraw) = (typed.clone(), redraw.clone());
        Self(Rc::new(Parts { cx, send, typed, redraw, order, drafts }))
    }

    /// Changes one place and keeps the whole.
    pub(super) fn write(&self, at: usize, value: String) {
        let parts = &self.0;
        let mut typed = parts.typed.borrow_mut();
        if let Some(place) = typed.text.get_mut(at) {
            *place = value;
        }
        (parts.drafts)(&parts.cx.shell).keep(&typed.text);
        parts.send.clear();
        parts.redraw.force_update();
    }

    fn at(&self, field: Name) -> usize {
        self.0.order.iter().position(|it| *it == field).unwrap_or(usize::MAX)
    }

    // A field that was left with something in it is checked from then on.
    fn leave(&self, field: Name) {
        let at = self.at(field);
        let mut typed = self.0.typed.borrow_mut();
        let empty = typed.text.get(at).is_none_or(String::is_empty);
        if !empty && !typed.touched.contains(&field) {
            typed.touched.push(field);
            self.0.redraw.force_update();
        }
    }
}

impl<const N: usize> Sheet<N> {
    /// What stands in a field.
    pub(super) fn text(&self, field: Name) -> &str {
        self.typed.text.get(self.hand.at(field)).map(String::as_str).unwrap_or_default()
    }

    /// What is wrong with a field, once the person has been there. Too much is
    /// told at once.
    pub(super) fn error(&self, field: Name) -> Option<String> {
        let issue = self.issues.iter().find(|issue| issue.field == field);
        let told = |issue: &&FieldIssue| {
            let too_much = matches!(issue.issue, Issue::TooLong { .. } | Issue::OutOfRange { .. });
            self.typed.all || self.typed.touched.contains(&field) || too_much
        };
        let own = issue.filter(told).map(|issue| sentence(&self.cx, issue));
        own.or_else(|| self.hand.0.send.field(field))
    }

    /// A field, ready to be drawn.
    pub(super) fn field<'a>(&'a self, id: &'a str, label: &'a str, field: Name) -> Field<'a> {
        let (hand, left) = (self.hand.clone(), self.hand.clone());
        let at = hand.at(field);
        Field {
            id,
            label,
            value: self.text(field),
            autocomplete: Some("off"),
            error: self.error(field),
            on: Callback::from(move |value| hand.write(at, value)),
            left: Callback::from(move |()| left.leave(field)),
            ..Field::default()
        }
    }

    /// One of a list.
    pub(super) fn select(
        &self,
        field: Name,
        label: &str,
        optional: &str,
        options: &[Choice],
        none: &'static str,
    ) -> Html {
        let id = id(field);
        Field { optional, ..self.field(&id, label, field) }.select(options, none)
    }

    /// A sum in whole yuan, read back in words.
    pub(super) fn sum(&self, field: Name, label: &str, help: &str) -> Html {
        let help = in_words(&self.cx, self.text(field), help);
        Field {
            help: &help,
            optional: self.cx.pm().optional,
            inputmode: Some("numeric"),
            ..self.field(&id(field), label, field)
        }
        .input("text")
    }

    /// Sends it, or leads to the first field that needs another look.
    pub(super) fn submit(&self, first: Option<String>, go: Callback<()>) -> Callback<()> {
        let hand = self.hand.clone();
        Callback::from(move |()| match &first {
            None => go.emit(()),
            Some(first) => {
                hand.0.typed.borrow_mut().all = true;
                hand.0.redraw.force_update();
                reveal(&hand.0.cx.shell.root, first);
            }
        })
    }

    /// The first field that is wrong, as the form has them.
    pub(super) fn first(&self) -> Option<String> {
        let wrong = |field: &&Name| self.issues.iter().any(|issue| issue.field == **field);
        self.hand.0.order.iter().find(wrong).map(|field| id(*field))
    }

    /// The foot: what failed, how much is left to put right, the button, and
    /// what it will do.
    pub(super) fn foot(
        &self,
        label: &'static str,
        help: &'static str,
        press: Callback<()>,
    ) -> Html {
        let (cx, send) = (&self.cx, &self.hand.0.send);
        let wrong = self.typed.all && !self.issues.is_empty();
        let count = wrong.then(|| {
            let count = self.issues.len().to_string();
            html! { <p class="error" role="status">{fill(cx.pm().form.wrong, &[&count])}</p> }
        });
        let press = Callback::from(move |_| press.emit(()));
        html! {
            <div class="submit">
                { for send.problem().map(|failure| problem(cx, &failure)) }
                { for count }
                {Button::primary(label).busy(send.busy(), m(cx).sending).on(press).html()}
                <p>{help}</p>
            </div>
        }
    }
}
