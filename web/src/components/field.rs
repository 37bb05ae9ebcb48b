use guiyan_core::caller::Lang;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::{AttrValue, Callback, Html, InputEvent, TargetCast, html};

use crate::messages::labels::Label;

/// One field of a form: label above, help under, error under in words.
#[derive(Default)]
pub(crate) struct Field<'a> {
    /// Its id within the widget.
    pub id: &'a str,
    /// Its label.
    pub label: &'a str,
    /// What to write, or nothing.
    pub help: &'a str,
    /// What is wrong with it.
    pub error: Option<String>,
    /// The word that marks an optional field, or nothing.
    pub optional: &'a str,
    /// What is in it.
    pub value: &'a str,
    /// `autocomplete`
    pub autocomplete: Option<&'static str>,
    /// `inputmode`
    pub inputmode: Option<&'static str>,
    /// `min` of a date or number.
    pub min: Option<String>,
    /// `max` of a date or number.
    pub max: Option<String>,
    /// Called with the text as it is typed.
    pub on: Callback<String>,
    /// Called when the field is left.
    pub left: Callback<()>,
}

/// An option of a select: its value, its label.
pub(crate) type Choice = (AttrValue, AttrValue);

/// The options of a coded field; their values are the places in the list.
pub(crate) fn choices<T: Label>(lang: Lang) -> Vec<Choice> {
    let option = |(index, code): (usize, &T)| {
        (AttrValue::from(index.to_string()), AttrValue::from(code.label(lang)))
    };
    T::ALL.iter().enumerate().map(option).collect()
}

impl Field<'_> {
    /// An `<input>` of that type.
    pub(crate) fn input(self, kind: &'static str) -> Html {
        let on = self.on.clone();
        let oninput = Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                on.emit(input.value());
            }
        });
        let control = html! {
            <input
                key="control"
                id={self.id.to_owned()}
                type={kind}
                value={self.value.to_owned()}
                autocomplete={self.autocomplete}
                inputmode={self.inputmode}
                min={self.min.clone()}
                max={self.max.clone()}
                required={self.optional.is_empty()}
                aria-invalid={self.error.as_ref().map(|_| "true")}
                aria-describedby={self.described()}
                onblur={self.blur()}
                {oninput}
            />
        };
        self.around(control)
    }

    /// A `<textarea>`.
    pub(crate) fn area(self, rows: &'static str) -> Html {
        let on = self.on.clone();
        let oninput = Callback::from(move |event: InputEvent| {
            if let Some(area) = event.target_dyn_into::<HtmlTextAreaElement>() {
                on.emit(area.value());
            }
        });
        let control = html! {
            <textarea
                key="control"
                id={self.id.to_owned()}
                rows={rows}
                value={self.value.to_owned()}
                aria-invalid={self.error.as_ref().map(|_| "true")}
                aria-describedby={self.described()}
                onblur={self.blur()}
                {oninput}
            />
        };
        self.around(control)
    }

    /// A `<select>`; `none` is the label of the empty choice.
    pub(crate) fn select(self, options: &[Choice], none: &'static str) -> Html {
        let on = self.on.clone();
        let onchange = Callback::from(move |event: Event| {
            let select = event.target().and_then(|it| it.dyn_into::<HtmlSelectElement>().ok());
            if let Some(select) = select {
                on.emit(select.value());
            }
        });
        let option = |(value, label): &Choice| {
            html! {
                <option value={value.clone()} selected={**value == *self.value}>{label}</option>
            }
        };
        let control = html! {
            <select
                key="control"
                id={self.id.to_owned()}
                required={self.optional.is_empty()}
                aria-invalid={self.error.as_ref().map(|_| "true")}
                aria-describedby={self.described()}
                onblur={self.blur()}
                {onchange}
            >
                <option value="" selected={self.value.is_empty()}>{none}</option>
                { for options.iter().map(option) }
            </select>
        };
        self.around(control)
    }

    fn blur(&self) -> Callback<yew::FocusEvent> {
        let left = self.left.clone();
        Callback::from(move |_| left.emit(()))
    }

    fn described(&self) -> Option<String> {
        let help = (!self.help.is_empty()).then(|| [self.id, "-help"].concat());
        let error = self.error.as_ref().map(|_| [self.id, "-error"].concat());
        match (error, help) {
            (Some(error), Some(help)) => Some([&*error, " ", &*help].concat()),
            (error, help) => error.or(help),
        }
    }

    // With keys, so that the control stays the same element, and keeps the
    // focus, when an error appears beside it.
    fn around(self, control: Html) -> Html {
        let help = (!self.help.is_empty()).then(|| {
            html! { <p key="help" class="help" id={[self.id, "-help"].concat()}>{self.help}</p> }
        });
        let optional = (!self.optional.is_empty()).then(|| {
            html! { <span class="second">{self.optional}</span> }
        });
        let class = if self.error.is_some() { "field wrong" } else { "field" };
        html! {
            <div {class}>
                <label key="label" for={self.id.to_owned()}>{self.label}{optional}</label>
                {control}
                {error_line(self.id, self.error)}
                {help}
            </div>
        }
    }
}

/// What is wrong with a field, under it.
pub(super) fn error_line(id: &str, error: Option<String>) -> Option<Html> {
    let icon = super::icon(super::Icon::Mark);
    error.map(|error| {
        let id = [id, "-error"].concat();
        html! { <p key="error" class="error" {id}>{icon}<span>{error}</span></p> }
    })
}
