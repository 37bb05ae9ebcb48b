//! 待办: what waits for the caller's office on top, each with its next step,
//! then what else is open and who has it; for the 专人 the people of the
//! township.

mod home;
mod matter;
mod people;

use std::rc::Rc;

use guiyan_core::{
    chain::MatterKind,
    ids::TownshipId,
    view::{HelpView, MatterView, MattersPage},
};
use yew::prelude::*;

use super::{help, leads};
use crate::{
    app::focus,
    components::{Button, Cx, Icon, PageProps, empty, icon, section, use_fetched},
    messages::{
        fill,
        home::office::{self, OfficeMessages},
    },
    read::Roles,
};

const SAID: &str = "office-said";
const SHOWN: &str = "office-shown";

/// What a step came to, in words.
pub(super) struct Done {
    pub said: &'static str,
    /// Whether its card goes, so that the focus would be lost with it.
    pub gone: bool,
}

/// How many matters the service gives at a time.
const ROWS: u32 = 100;

/// 待办
#[function_component]
pub(crate) fn Office(props: &PageProps) -> Html {
    let cx = &props.cx;
    let start = use_state(|| 0_u32);
    let path = match *start {
        0 => "/v1/matters".to_owned(),
        start => ["/v1/matters?cursor=", &*start.to_string()].concat(),
    };
    let page = use_fetched::<MattersPage>(cx, path);
    // For the names of departments, and for the offices.
    let names = use_fetched::<HelpView>(cx, help::path(cx));
    let offices = use_fetched::<Roles>(cx, "/v1/me".to_owned());
    let said = use_state(|| None::<&'static str>);
    let changed = {
        let (reload, said, root) = (page.reload(), said.clone(), cx.shell.root.clone());
        Callback::from(move |done: Done| {
            said.set(Some(done.said));
            focus(&root, SAID, !done.gone);
            reload.emit(());
        })
    };
    use_turned(cx, *start, page.ready().is_some(), SHOWN.to_owned());
    let Some(matters) = page.ready() else { return page.html(|_| Html::default()) };
    let Some(names) = names.ready() else { return names.html(|_| Html::default()) };
    let m = office::of(cx.lang());
    // Who holds leads for the home side sees them below, with what can be done.
    let home = offices.ready().is_some_and(|it| holds_leads(&it));
    let shown = |matter: &&MatterView| !(home && matter.kind == MatterKind::Lead);
    let (waiting, others): (Vec<&MatterView>, Vec<&MatterView>) =
        matters.matters.iter().filter(shown).partition(|matter| matter.waits_for_me);
    let list = |list: &[&MatterView]| {
        list.iter().map(|it| one(cx, &names, it, &changed)).collect::<Html>()
    };
    let townships: Vec<TownshipId> = offices.ready().map(|it| liaises(&it)).unwrap_or_default();
    let codes = !matters.matters.is_empty() && matters.matters.iter().all(|it| it.id.is_none());
    html! {
        <div class="page broad">
            <div id={SAID} class="said-at" role="status" tabindex="-1">
                { for said.map(|said| html! {
                    <p class="said rise" key={said}>{icon(Icon::Check)}<span>{said}</span></p>
                }) }
            </div>
            if codes {
                <p class="second">{m.codes_only}</p>
            }
            { for shown_of(&matters, *start, m).map(|shown| html! {
                <p id={SHOWN} class="second num" tabindex="-1">{shown}</p>
            }) }
            // What waits comes first, so a later page may have none of it.
            if !waiting.is_empty() || *start == 0 {
                {section(m.waiting, if waiting.is_empty() {
                    empty(m.none_waiting)
                } else {
                    html! { <div class="matters">{list(&waiting)}</div> }
                })}
            }
            if home {
                {leads::held(cx)}
            }
            {section(m.others, if others.is_empty() {
                html! { <p class="second">{m.none_others}</p> }
            } else {
                html! { <div class="matters">{list(&others)}</div> }
            })}
            {pager(&matters, &start, cx)}
            { for townships.iter().map(|id| html! {
                <people::People
                    key={id.to_string()}
                    cx={cx.clone()}
                    township={id.clone()}
                    changed={changed.clone()}
                />
            }) }
        </div>
    }
}

fn one(cx: &Cx, names: &Rc<HelpView>, it: &MatterView, changed: &Callback<Done>) -> Html {
    // Its steps change since when somebody has it: with that in the key a note
    // that is being written would go with the card.
    let which = it.id.map_or_else(|| it.since.0.to_string(), |id| id.to_string());
    let key = format!("{:?}{}{which}", it.kind, it.branch);
    html! {
        <matter::Matter
            {key}
            cx={cx.clone()}
            names={names.clone()}
            matter={it.clone()}
            changed={changed.clone()}
        />
    }
}

fn pager(page: &MattersPage, start: &UseStateHandle<u32>, cx: &Cx) -> Html {
    if page.cursor.is_none() && **start == 0 {
        return Html::default();
    }
    let m = office::of(cx.lang());
    let to = |at: u32| {
        let start = start.clone();
        Callback::from(move |_| start.set(at))
    };
    html! {
        <div class="more">
            <span class="second num">{ for shown_of(page, **start, m) }</span>
            <div class="actions">
                if **start > 0 {
                    {Button::quiet(m.earlier).on(to(start.saturating_sub(ROWS))).html()}
                }
                { for page.cursor.map(|next| Button::quiet(m.more).on(to(next)).html()) }
            </div>
        </div>
    }
}

// Which of them are shown, where one page does not hold them.
fn shown_of(page: &MattersPage, start: u32, m: &'static OfficeMessages) -> Option<String> {
    if page.cursor.is_none() && start == 0 {
        return None;
    }
    let last = start + page.matters.len() as u32;
    let [first, last, total] = [(start + 1).to_string(), last.to_string(), page.total.to_string()];
    Some(fill(m.shown, &[&first, &last, &total]))
}

/// Takes the focus to the element of that id when another page of a list is there.
#[hook]
pub(super) fn use_turned<T: PartialEq + Clone + 'static>(cx: &Cx, at: T, ready: bool, id: String) {
    let shown = use_mut_ref(|| at.clone());
    let root = cx.shell.root.clone();
    use_effect_with((at, ready), move |(at, ready)| {
        if *ready && *shown.borrow() != *at {
            *shown.borrow_mut() = at.clone();
            focus(&root, &id, false);
        }
    });
}

fn holds_leads(offices: &Roles) -> bool {
    let home = |role: &String| role.starts_with("liaison:") || role.starts_with("department:");
    offices.0.iter().any(home)
}

fn liaises(offices: &Roles) -> Vec<TownshipId> {
    let of = |role: &String| role.strip_prefix("liaison:")?.parse().ok();
    offices.0.iter().filter_map(of).collect()
}
