//! 归雁: what home needs, what one has offered and where it stands; for those
//! who run the branch all its leads, for the home side what they hold.

mod acts;
mod consents;
mod desk;
mod form;
mod held;
mod invite;
mod landing;
mod lead;
mod more;
mod needs;
mod offer;
mod panel;
mod post;
mod recipients;
mod rows;
mod seek;
mod steps;
mod words;

use std::rc::Rc;

use guiyan_core::{
    branch::lead::LeadStage,
    ids::{LeadId, NeedId},
    view::{LeadView, LeadsView},
};
use yew::prelude::*;

use crate::{
    components::{Cx, Fetched, PageProps, Tone, notice, section, use_fetched},
    messages::{
        fill,
        home::leads::{self, LeadsMessages},
    },
    state::Route,
};
pub(super) use offer::NewLead;
pub(super) use post::NewNeed;

/// The sentences of 归雁.
fn m(cx: &Cx) -> &'static LeadsMessages {
    leads::of(cx.lang())
}

/// Where the branch's needs and leads are asked for.
fn path(cx: &Cx) -> String {
    ["/v1/branches/", cx.branch(), "/leads"].concat()
}

/// What the home side holds; empty for everybody else. 待办 shows it too.
pub(crate) fn held(cx: &Cx) -> Html {
    html! { <held::Held cx={cx.clone()} /> }
}

/// 归雁, with one lead beside the list or instead of it.
#[function_component]
pub(crate) fn Leads(props: &PageProps) -> Html {
    let cx = &props.cx;
    let fetched = use_fetched::<LeadsView>(cx, path(cx));
    let stage = use_state(|| None::<LeadStage>);
    let open = match cx.model.route {
        Route::Lead(id) => Some(id),
        _ => None,
    };
    let wide = cx.model.wide;
    let list = (wide || open.is_none()).then(|| {
        let list = fetched.html(|view| list(cx, view, &stage, open));
        html! { <div key="list">{list}</div> }
    });
    let lead = open.map(|id| {
        let lead = fetched.html(|view| one(cx, &fetched, view, id));
        html! { <div key={["lead-", &*id.to_string()].concat()} class="aside">{lead}</div> }
    });
    let layout = match lead {
        Some(_) if wide => "split",
        Some(_) => "page",
        None => "",
    };
    html! { <div class={layout}>{ for list }{ for lead }</div> }
}

// An officer's work first, then what waits for the person, then what home needs.
fn list(
    cx: &Cx,
    view: &LeadsView,
    stage: &UseStateHandle<Option<LeadStage>>,
    open: Option<LeadId>,
) -> Html {
    let desk = view.desk.as_ref().map(|desk| desk::desk(cx, desk, stage, open));
    html! {
        <div class="page">
            { for view.mine.iter().filter_map(|lead| asked(cx, lead)) }
            { for desk }
            if cx.view().is_some_and(|view| view.office) {
                <held::Held cx={cx.clone()} />
            }
            if !view.mine.is_empty() {
                {section(m(cx).mine, html! {
                    <ul class="rows">
                        { for view.mine.iter().map(|lead| rows::mine(cx, lead, open)) }
                    </ul>
                })}
            }
            {needs::needs(cx, view)}
        </div>
    }
}

// A question of the branch waits for the person: nothing else is as urgent.
fn asked(cx: &Cx, lead: &LeadView) -> Option<Html> {
    if cx.model.route == Route::Lead(lead.id) || !lead.can.own {
        return None;
    }
    let question = lead.questions.iter().find(|question| question.refused_at.is_none())?;
    let text = fill(m(cx).asked_text, &[&words::title(cx, lead), question.name.get(cx.lang())]);
    let go = crate::components::Button::primary(m(cx).answer)
        .on(cx.open(Route::Lead(lead.id), rows::id(lead)))
        .html();
    let go = html! { <div class="actions">{go}</div> };
    Some(notice(Tone::Wait, m(cx).asked, html! { <p>{text}</p> }, go))
}

// One lead, out of what is at hand, else sought.
fn one(cx: &Cx, fetched: &Fetched<LeadsView>, view: &LeadsView, id: LeadId) -> Html {
    let choices = Rc::new(view.recipients.clone());
    let desk = view.desk.iter().flat_map(|desk| &desk.rows);
    // The branch's part shows more than the submitter's.
    match desk.chain(&view.mine).find(|lead| lead.id == id) {
        Some(lead) => {
            let lead = Rc::new(lead.clone());
            html! { <lead::Lead cx={cx.clone()} {lead} {choices} reload={fetched.reload()} /> }
        }
        None => seek::seek(cx, id, choices),
    }
}

/// Which need a new lead answers.
#[derive(Properties, Clone, PartialEq)]
pub(crate) struct NewLeadProps {
    /// What it draws from and acts through.
    pub cx: Cx,
    /// The need, if any.
    pub need: Option<NeedId>,
}
