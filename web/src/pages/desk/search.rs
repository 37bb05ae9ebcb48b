//! What every list of people has: a search field, and a word for each state.

use web_sys::HtmlInputElement;
use yew::{Callback, Html, InputEvent, TargetCast, html};

use crate::{
    components::{Button, Cx, Roster, empty, problem},
    messages::fill,
};

/// The field that searches a list by name or pinyin.
pub(super) fn search(cx: &Cx, id: &'static str, value: &str, on: Callback<String>) -> Html {
    let m = cx.pm();
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            on.emit(input.value());
        }
    });
    html! {
        <div class="field seek">
            <label for={id}>{m.desk.search}</label>
            <input
                {id}
                type="search"
                class="search"
                autocomplete="off"
                enterkeyhint="search"
                placeholder={m.desk.search_help}
                value={value.to_owned()}
                {oninput}
            />
        </div>
    }
}

/// The list as it stands: on its way, not to be had, empty, or `rows` and the
/// way to more of them.
pub(super) fn listed(
    cx: &Cx,
    roster: &Roster,
    q: &str,
    none: &'static str,
    rows: impl FnOnce() -> Html,
) -> Html {
    let m = cx.pm();
    let failure = roster.problem().map(|failure| {
        html! {
            <>
                {problem(cx, failure)}
                <div class="actions">{Button::quiet(m.retry).on(roster.retry()).html()}</div>
            </>
        }
    });
    if !roster.loaded() {
        return failure.unwrap_or_else(|| bones(cx));
    }
    let found = roster.rows().len();
    let more = roster.has_more().then(|| {
        let counts = fill(m.desk.shown_of, &[&found.to_string(), &roster.total().to_string()]);
        html! {
            <div class="more">
                <span class="second num">{counts}</span>
                {Button::quiet(m.show_more).busy(roster.loading(), m.loading)
                    .on(roster.more()).html()}
            </div>
        }
    });
    let body = match found {
        0 if q.trim().is_empty() => empty(none),
        0 => empty(&fill(m.desk.none_found, &[q.trim()])),
        _ => rows(),
    };
    html! {
        <div class="list" aria-busy={roster.loading().then_some("true")}>
            { for failure }
            {body}
            { for more }
        </div>
    }
}

// Names are on their way.
fn bones(cx: &Cx) -> Html {
    html! {
        <div class="skeleton" role="status">
            <span class="unseen">{cx.pm().loading}</span>
            <div class="bone line"><i /><i class="short" /></div>
            <div class="bone line"><i /><i class="short" /></div>
            <div class="bone line"><i /><i class="short" /></div>
        </div>
    }
}
