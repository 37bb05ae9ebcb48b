//! The privacy notice, before anything is asked. [PIPL §17]

use guiyan_core::{ids::TownshipId, view::BranchView};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::{
    components::{Cx, Icon, facts, icon},
    messages::fill,
};

/// The whole notice. `branch` and `township` are the recipients by name.
pub(super) fn notice(cx: &Cx, view: &BranchView, branch: &str, township: &str) -> Html {
    let (m, n, lang) = (cx.pm(), &cx.pm().notice, cx.lang());
    let known = &view.notice.facts;
    let text = |text: String| Some(html! { <>{text}</> });
    let who = fill(n.who_text, &[known.controller.get(lang), &known.contact]);
    let kinds = [n.kinds_text, m.space, n.never].concat();
    html! {
        <section class="card privacy">
            <h3 class="sub">{n.title}</h3>
            {facts(vec![
                (n.who, text(who)),
                (n.purpose, text(n.purpose_text.to_owned())),
                (n.kinds, text(kinds)),
                (n.recipients, text(recipients(cx, view, branch, township))),
                (n.keep, text(fill(n.keep_text, &[&known.retention_months.to_string()]))),
                (n.rights, text(n.rights_text.to_owned())),
            ])}
            <p class="second">{fill(n.version, &[&known.version])}</p>
        </section>
    }
}

/// The home township by its name, or in general as long as none is chosen.
pub(super) fn township<'a>(cx: &Cx, view: &'a BranchView, id: &str) -> &'a str {
    let chosen = id.parse::<TownshipId>().ok();
    let townships = &view.notice.townships;
    chosen
        .and_then(|id| townships.iter().find(|township| township.id == id))
        .map_or(cx.pm().notice.township_any, |township| township.name.get(cx.lang()))
}

fn recipients(cx: &Cx, view: &BranchView, branch: &str, township: &str) -> String {
    let district = view.branch.district.get(cx.lang());
    fill(cx.pm().notice.recipients_text, &[branch, district, township])
}

/// The box to tick, with the recipients named once more in its words.
pub(super) fn consent(
    words: String,
    agreed: bool,
    error: Option<String>,
    on: Callback<bool>,
) -> Html {
    let onchange = Callback::from(move |event: Event| {
        let input = event.target().and_then(|it| it.dyn_into::<HtmlInputElement>().ok());
        if let Some(input) = input {
            on.emit(input.checked());
        }
    });
    let class = if error.is_some() { "field wrong" } else { "field" };
    html! {
        <div {class}>
            <label key="label" class="tick" for="f-consent">
                <input
                    id="f-consent"
                    type="checkbox"
                    checked={agreed}
                    required={true}
                    aria-invalid={error.as_ref().map(|_| "true")}
                    aria-describedby={error.as_ref().map(|_| "f-consent-error")}
                    {onchange}
                />
                <span>{words}</span>
            </label>
            { for error.map(|error| html! {
                <p key="error" class="error" id="f-consent-error">{icon(Icon::Mark)}<span>{error}</span></p>
            }) }
        </div>
    }
}

/// The recipients in one line, for the box to tick.
pub(super) fn receivers(cx: &Cx, view: &BranchView, branch: &str, township: &str) -> String {
    let district = view.branch.district.get(cx.lang());
    fill(cx.pm().form.receivers, &[branch, district, township])
}
