use yew::{AttrValue, Callback, Html, MouseEvent, html};

use super::{Button, Cx, Icon, geese, icon};
use crate::{port::Problem, state::Route};

/// What a state means, beside its word and shape.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tone {
    /// Confirmed, received.
    Ok,
    /// Pending, waitlisted, due.
    Wait,
    /// A note.
    Info,
    /// Over, closed.
    Still,
    /// Cancelled, sent back.
    Stop,
    /// Overdue.
    Late,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Wait => "wait",
            Self::Info => "info",
            Self::Still => "still",
            Self::Stop | Self::Late => "stop",
        }
    }

    fn icon(self) -> Option<Icon> {
        match self {
            Self::Ok => Some(Icon::Check),
            Self::Wait | Self::Late => Some(Icon::Clock),
            Self::Info => Some(Icon::Info),
            Self::Stop => Some(Icon::Cross),
            Self::Still => None,
        }
    }
}

/// A state: a word, a shape and a colour.
pub(crate) fn chip(tone: Tone, label: impl Into<AttrValue>) -> Html {
    html! {
        <span class={["chip ", tone.class()].concat()}>
            { for tone.icon().map(icon) }<span>{label.into()}</span>
        </span>
    }
}

/// Something the person should know, with what they can do about it.
pub(crate) fn notice(tone: Tone, title: &str, text: Html, actions: Html) -> Html {
    html! {
        <div class={["notice rise ", tone.class()].concat()} role="group" aria-label={title.to_owned()}>
            { for tone.icon().map(icon) }
            <div>
                <p class="strong">{title}</p>
                {text}
                {actions}
            </div>
        </div>
    }
}

/// Why something failed and what to do next, as the service says it.
pub(crate) fn problem(cx: &Cx, problem: &Problem) -> Html {
    let (detail, next) = words(cx, problem);
    html! {
        <div class="notice stop" role="alert">
            {icon(Icon::Mark)}
            <div><p class="strong">{detail}</p><p>{next}</p></div>
        </div>
    }
}

/// A failed page: what is the matter, what next, and a way to try again.
pub(crate) fn failed_page(cx: &Cx, failure: &Problem) -> Html {
    let (detail, next) = words(cx, failure);
    let shell = cx.shell.clone();
    let retry = Button::quiet(cx.m().retry).on(Callback::from(move |_| shell.retry()));
    html! {
        <div class="empty" role="alert">
            {geese("faint")}
            <p class="strong">{detail}</p>
            <p>{next}</p>
            {retry.html()}
        </div>
    }
}

// The service's own words where it gave any, else the widget's.
fn words(cx: &Cx, problem: &Problem) -> (String, String) {
    let m = cx.m();
    let own = match &*problem.code {
        "network" => (m.network, m.network_next),
        "signInNeeded" => (m.must_sign_in, m.must_sign_in_next),
        _ => (m.trouble, m.trouble_next),
    };
    let or = |text: &str, own: &str| if text.is_empty() { own } else { text }.to_owned();
    (or(&problem.detail, own.0), or(&problem.next, own.1))
}

/// Nothing here yet.
pub(crate) fn empty(sentence: &str) -> Html {
    html! { <div class="empty">{geese("faint")}<p>{sentence}</p></div> }
}

/// The shape of what is on its way; says so to those who cannot see it.
pub(crate) fn skeleton(cx: &Cx) -> Html {
    let row = html! { <div class="bone row"><i class="date" /><i /><i class="short" /></div> };
    html! {
        <div class="skeleton" role="status">
            <span class="unseen">{cx.m().loading}</span>
            <div class="bone head"><i /></div>
            {row.clone()}{row.clone()}{row.clone()}{row}
        </div>
    }
}

/// The head of a page below a tab: the way back and the heading.
pub(crate) fn page_head(cx: &Cx, title: &str) -> Html {
    let back = cx.model.back().unwrap_or(Route::Activities);
    html! {
        <div class="page-head">
            <button type="button" class="back" onclick={cx.link(back)}>
                {icon(Icon::Left)}<span>{cx.m().back}</span>
            </button>
            <h3 id="page-title" tabindex="-1">{title}</h3>
        </div>
    }
}

/// A titled part of a page.
pub(crate) fn section(title: &str, body: Html) -> Html {
    html! { <section class="section"><h3 class="sub">{title}</h3>{body}</section> }
}

/// A part that can wait: in 长辈版 it is folded, so that the page stays short.
pub(crate) fn secondary(cx: &Cx, title: &str, body: Html) -> Html {
    if cx.model.config.elder { folded(title, false, body) } else { section(title, body) }
}

/// A part below its title, which opens it.
pub(crate) fn folded(title: &str, open: bool, body: Html) -> Html {
    html! {
        <details class="secondary" {open}>
            <summary>{icon(Icon::Right)}{title}</summary>
            {body}
        </details>
    }
}

/// A row of a list. All of it is one target.
pub(crate) fn row(id: String, current: bool, onclick: Callback<MouseEvent>, body: Html) -> Html {
    html! {
        <li key={id.clone()}>
            <button
                type="button"
                class="row"
                {id}
                aria-current={current.then_some("true")}
                {onclick}
            >
                {body}
            </button>
        </li>
    }
}

/// Names and values, one under the other. Empty values are left out.
pub(crate) fn facts(facts: Vec<(&'static str, Option<Html>)>) -> Html {
    let fact = |(name, value): (&'static str, Option<Html>)| {
        value.map(|value| html! { <div><dt>{name}</dt><dd>{value}</dd></div> })
    };
    html! { <dl class="facts">{ for facts.into_iter().filter_map(fact) }</dl> }
}

/// A telephone number that can be called.
pub(crate) fn phone(number: &str) -> Html {
    let digits: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    html! { <a class="num" href={["tel:", &*digits].concat()}>{number}</a> }
}
