//! Whom a new lead may be passed on to: each by name, none ticked before, none
//! a condition. [PIPL §23]

use guiyan_core::{
    recipient::Recipient,
    view::{BranchView, RecipientChoice},
};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::m;
use crate::{
    components::{Cx, Icon, facts, icon},
    messages::fill,
};

/// A recipient as it is kept in the draft.
fn key(recipient: &Recipient) -> String {
    match recipient {
        Recipient::Township(id) => ["township:", id.as_str()].concat(),
        Recipient::Department(id) => ["department:", id.as_str()].concat(),
        Recipient::Person(_) | Recipient::Helpers => String::new(),
    }
}

/// Those of the list that are ticked.
pub(super) fn ticked<'a>(choices: &'a [RecipientChoice], kept: &str) -> Vec<&'a RecipientChoice> {
    let is_kept = |choice: &&RecipientChoice| {
        let key = key(&choice.recipient);
        kept.split(' ').any(|one| *one == *key)
    };
    choices.iter().filter(is_kept).collect()
}

/// The list to tick.
pub(super) fn recipients(
    cx: &Cx,
    choices: &[RecipientChoice],
    kept: &str,
    on: Callback<String>,
) -> Html {
    let m = m(cx);
    let named = ticked(choices, kept);
    let tick = |choice: &RecipientChoice| {
        let own = key(&choice.recipient);
        let id = ["to-", &*own.replace(':', "-")].concat();
        let others = kept.split(' ').filter(|one| !one.is_empty() && *one != own);
        let others: Vec<String> = others.map(str::to_owned).collect();
        let on = on.clone();
        let checked = named.contains(&choice);
        let onchange = tick_of(Callback::from(move |checked: bool| {
            let mut kept = others.clone();
            kept.extend(checked.then(|| own.clone()));
            on.emit(kept.join(" "));
        }));
        html! {
            <li key={id.clone()} class="field">
                <label class="tick" for={id.clone()}>
                    <input type="checkbox" {id} {checked} {onchange} />
                    <span>
                        {choice.name.get(cx.lang())}
                        if !choice.in_guiyan {
                            <span class="second">{" "}{m.by_phone}</span>
                        }
                    </span>
                </label>
            </li>
        }
    };
    let said = if named.is_empty() {
        m.to_nobody.to_owned()
    } else {
        let names: Vec<&str> = named.iter().map(|it| it.name.get(cx.lang())).collect();
        fill(m.to_these, &[&names.join(m.list)])
    };
    html! {
        <fieldset class="group">
            <legend>{m.recipients}</legend>
            <p class="second">{m.recipients_help}</p>
            <ul class="ticks">{ for choices.iter().map(tick) }</ul>
            <p role="status">{said}</p>
        </fieldset>
    }
}

/// A box to tick calls this.
fn tick_of(on: Callback<bool>) -> Callback<Event> {
    Callback::from(move |event: Event| {
        let input = event.target().and_then(|it| it.dyn_into::<HtmlInputElement>().ok());
        if let Some(input) = input {
            on.emit(input.checked());
        }
    })
}

/// What happens to what is written, before it is asked for. [PIPL §17]
pub(super) fn notice(cx: &Cx, view: &BranchView, fellow: bool) -> Html {
    let (m, n, lang) = (m(cx), &cx.pm().notice, cx.lang());
    let known = &view.notice.facts;
    let branch = view.branch.names.name.get(lang);
    let text = |text: String| Some(html! { <>{text}</> });
    let who = fill(n.who_text, &[known.controller.get(lang), &known.contact]);
    let kinds = if fellow { m.notice_kinds_fellow } else { m.notice_kinds };
    html! {
        <section class="card privacy">
            <h3 class="sub">{n.title}</h3>
            {facts(vec![
                (n.who, text(who)),
                (n.purpose, text(m.notice_purpose.to_owned())),
                (n.kinds, text(kinds.to_owned())),
                (n.recipients, text(fill(m.notice_recipients, &[branch]))),
                (n.rights, text(m.notice_rights.to_owned())),
            ])}
            <p class="second">{fill(n.version, &[&known.version])}</p>
        </section>
    }
}

/// The box by which a 乡友 agrees to the notice.
pub(super) fn agree(
    cx: &Cx,
    branch: &str,
    agreed: bool,
    error: Option<String>,
    on: Callback<bool>,
) -> Html {
    let class = if error.is_some() { "field wrong" } else { "field" };
    html! {
        <div class="group">
            <div {class}>
                <label key="label" class="tick" for="f-consent">
                    <input
                        id="f-consent"
                        type="checkbox"
                        checked={agreed}
                        required={true}
                        aria-invalid={error.as_ref().map(|_| "true")}
                        aria-describedby={error.as_ref().map(|_| "f-consent-error")}
                        onchange={tick_of(on)}
                    />
                    <span>{fill(m(cx).notice_agree, &[branch])}</span>
                </label>
                { for error.map(|error| html! {
                    <p key="error" class="error" id="f-consent-error">
                        {icon(Icon::Mark)}<span>{error}</span>
                    </p>
                }) }
            </div>
        </div>
    }
}
