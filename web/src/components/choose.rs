use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement};
use yew::{AttrValue, Callback, Html, html};

use super::{Icon, field::error_line, icon};

/// One of several things to choose from, with a word about it.
pub(crate) struct Pick {
    /// What stands for it.
    pub value: AttrValue,
    /// Its label.
    pub label: AttrValue,
    /// What it means, or nothing.
    pub help: AttrValue,
}

/// One of a few, all of them in sight: a group of radio buttons, which the
/// arrow keys go through.
pub(crate) fn radios(
    id: &str,
    legend: &str,
    options: &[Pick],
    chosen: &str,
    error: Option<String>,
    on: &Callback<String>,
) -> Html {
    let option = |(at, option): (usize, &Pick)| {
        let (on, value) = (on.clone(), option.value.to_string());
        let onchange = Callback::from(move |_: Event| on.emit(value.clone()));
        let control = [id, "-", &*at.to_string()].concat();
        html! {
            <label key={control.clone()} class="tick" for={control.clone()}>
                <input
                    id={control}
                    type="radio"
                    name={id.to_owned()}
                    checked={*option.value == *chosen}
                    {onchange}
                />
                {words(option)}
            </label>
        }
    };
    let class = if error.is_some() { "field choice wrong" } else { "field choice" };
    html! {
        <fieldset
            {class}
            id={id.to_owned()}
            tabindex="-1"
            aria-describedby={error.as_ref().map(|_| [id, "-error"].concat())}
        >
            <legend class="label">{legend}</legend>
            { for options.iter().enumerate().map(option) }
            {error_line(id, error)}
        </fieldset>
    }
}

/// A box to tick; `on` is told whether it is ticked.
pub(crate) fn tick(id: &str, option: &Pick, ticked: bool, on: Callback<bool>) -> Html {
    let onchange = Callback::from(move |event: Event| {
        let input = event.target().and_then(|it| it.dyn_into::<HtmlInputElement>().ok());
        if let Some(input) = input {
            on.emit(input.checked());
        }
    });
    html! {
        <label key={id.to_owned()} class="tick" for={id.to_owned()}>
            <input id={id.to_owned()} type="checkbox" checked={ticked} {onchange} />
            {words(option)}
        </label>
    }
}

/// A word to press on and off.
pub(crate) fn toggle(label: &'static str, on: bool, press: Callback<yew::MouseEvent>) -> Html {
    html! {
        <button
            key={label}
            type="button"
            class="filter"
            aria-pressed={if on { "true" } else { "false" }}
            onclick={press}
        >
            {label}
            if on {
                {icon(Icon::Check)}
            }
        </button>
    }
}

fn words(option: &Pick) -> Html {
    html! {
        <span>
            {&option.label}
            if !option.help.is_empty() {
                <span class="second">{&option.help}</span>
            }
        </span>
    }
}
