//! 重复: how an activity repeats, as it is typed, and the dates that come of it,
//! by core's own function.

use guiyan_core::{
    branch::activity::plan::{Every, RepeatForm, Rule},
    caller::Lang,
    refusal::{Field as Name, FieldIssue},
    time::{Day, Timestamp},
};
use yew::prelude::*;

use crate::{
    components::{Cx, Field, Pick, Sender, radios},
    format,
    messages::{fill, labels::Label, plans},
};

/// How many dates are named before the rest is counted.
const NAMED: usize = 6;

/// What is typed.
#[derive(Clone, PartialEq, Default)]
pub(in crate::pages::desk) struct Repeats {
    pub every: Option<Every>,
    pub day: Option<i64>,
    pub until: String,
    pub count: String,
    pub told: bool,
}

impl Repeats {
    pub(in crate::pages::desk) fn of(form: Option<&RepeatForm>) -> Self {
        form.map_or_else(Self::default, |form| Self {
            every: form.every,
            day: form.day,
            until: form.until.clone(),
            count: form.count.map(|count| count.to_string()).unwrap_or_default(),
            told: false,
        })
    }

    /// The form as it is sent; none where it happens once. A number that is
    /// none becomes one that core refuses.
    pub(in crate::pages::desk) fn form(&self) -> Option<RepeatForm> {
        let count = self.count.trim();
        self.every.map(|every| RepeatForm {
            every: Some(every),
            day: self.day,
            until: self.until.clone(),
            count: (!count.is_empty()).then(|| count.parse().unwrap_or(0)),
        })
    }

    /// What is wrong with it.
    pub(in crate::pages::desk) fn issues(&self, start: &str) -> Vec<FieldIssue> {
        let checked = self.form().map(|form| form.check(day_of(start)));
        checked.and_then(Result::err).unwrap_or_default()
    }
}

/// Where a wrong field stands on the page.
pub(in crate::pages::desk) fn id(field: Name) -> &'static str {
    match field {
        Name::RepeatUntil => "f-repeat-until",
        Name::RepeatCount => "f-repeat-count",
        _ => "f-repeat",
    }
}

fn day_of(start: &str) -> Option<Day> {
    start.parse::<Timestamp>().ok().map(Timestamp::day)
}

/// The fields, and the dates that come of them. What happens once can be left
/// so; what is a series stays one.
pub(in crate::pages::desk) fn fieldset(
    cx: &Cx,
    typed: &UseStateHandle<Repeats>,
    start: &str,
    once: bool,
    send: &Sender,
) -> Html {
    let m = plans::of(cx.lang());
    let first = day_of(start);
    let issues = typed.issues(start);
    let error = |field: Name| {
        let own = issues.iter().find(|issue| issue.field == field && typed.told);
        own.map(|issue| issue.sentence(cx.lang())).or_else(|| send.field(field))
    };
    let fits =
        |every: &Every| first.is_none_or(|first| every.fits(first)) || typed.every == Some(*every);
    let pick = |every: &Every| Pick {
        value: every.wire().into(),
        label: match first {
            Some(first) => words(*every, first, typed.day, cx.lang()).into(),
            None => every.label(cx.lang()).into(),
        },
        help: "".into(),
    };
    let never = Pick { value: "".into(), label: m.once.into(), help: "".into() };
    let options: Vec<Pick> = once
        .then_some(never)
        .into_iter()
        .chain(Every::ALL.iter().filter(|every| fits(every)).map(pick))
        .collect();
    let set = |change: fn(&mut Repeats, String)| {
        let (typed, send) = (typed.clone(), send.clone());
        Callback::from(move |value| {
            let mut next = (*typed).clone();
            change(&mut next, value);
            typed.set(next);
            send.clear();
        })
    };
    let chosen = typed.every.map(Label::wire).unwrap_or_default();
    let choose = set(|typed, value| {
        typed.every = Every::ALL.iter().copied().find(|every| every.wire() == value);
    });
    let left = {
        let typed = typed.clone();
        Callback::from(move |()| {
            let empty = typed.until.is_empty() && typed.count.is_empty();
            if !(empty || typed.told) {
                typed.set(Repeats { told: true, ..(*typed).clone() });
            }
        })
    };
    html! {
        <div class="group">
            {radios(id(Name::Repeat), m.repeat, &options, chosen, error(Name::Repeat), &choose)}
            if first.is_none() {
                <p class="help">{m.start_first}</p>
            }
            if typed.every.is_some() {
                {Field {
                    id: id(Name::RepeatUntil),
                    label: Name::RepeatUntil.label(cx.lang()),
                    help: m.until_help,
                    optional: if typed.count.trim().is_empty() { "" } else { cx.pm().optional },
                    value: &typed.until,
                    min: first.map(|first| first.to_string()),
                    error: error(Name::RepeatUntil),
                    on: set(|typed, value| typed.until = value),
                    left: left.clone(),
                    ..Field::default()
                }.input("date")}
                {Field {
                    id: id(Name::RepeatCount),
                    label: Name::RepeatCount.label(cx.lang()),
                    help: m.count_help,
                    optional: cx.pm().optional,
                    value: &typed.count,
                    inputmode: Some("numeric"),
                    autocomplete: Some("off"),
                    error: error(Name::RepeatCount),
                    on: set(|typed, value| typed.count = value),
                    left,
                    ..Field::default()
                }.input("text")}
                <div role="status">{dates(cx, typed, first)}</div>
            }
        </div>
    }
}

// The dates that will come, as soon as the rule is right.
fn dates(cx: &Cx, typed: &Repeats, first: Option<Day>) -> Html {
    let m = plans::of(cx.lang());
    let repeat = typed.form().and_then(|form| form.check(first).ok());
    let Some((first, repeat)) = first.zip(repeat) else { return Html::default() };
    let dates = Rule { first, repeat }.dates();
    let line = |date: &Day| html! { <li class="num">{date_words(cx, *date)}</li> };
    let rest = dates.len().saturating_sub(NAMED);
    let last = dates.last().filter(|_| rest > 0).map(|last| {
        let last = fill(m.last_on, &[&date_words(cx, *last)]);
        let more = fill(m.more, &[&rest.to_string()]);
        html! { <p class="second num">{more}{cx.pm().comma}{last}</p> }
    });
    html! {
        <>
            <p class="strong">{fill(m.dates, &[&dates.len().to_string()])}</p>
            <ul class="plain-list">{ for dates.iter().take(NAMED).map(line) }</ul>
            { for last }
        </>
    }
}

/// `12月6日 周日`
pub(super) fn date_words(cx: &Cx, date: Day) -> String {
    let day = format::day(date, cx.now(), cx.lang());
    [&*day, " ", format::weekday(date, cx.lang())].concat()
}

/// A rule in words.
pub(super) fn words(every: Every, first: Day, day: Option<i64>, lang: Lang) -> String {
    let m = plans::of(lang);
    let weekday = format::weekday(first, lang);
    match every {
        Every::Weekly => fill(m.weekly, &[weekday]),
        Every::MonthlyDay => {
            let day = day.unwrap_or(i64::from(first.day_of_month()));
            let sentence = if day > 28 { m.monthly_day_short } else { m.monthly_day };
            fill(sentence, &[&day.to_string()])
        }
        Every::MonthlyWeekday => {
            let nth = match (first.day_of_month() - 1) / 7 {
                0 => m.first,
                1 => m.second,
                2 => m.third,
                _ => m.fourth,
            };
            fill(m.monthly_weekday, &[nth, weekday])
        }
        Every::MonthlyLastWeekday => fill(m.monthly_last, &[weekday]),
    }
}
