//! Finds one lead that is not at hand: further down the branch's list, or among
//! what the home side holds.

use std::rc::Rc;

use guiyan_core::{
    ids::LeadId,
    view::{HeldLeadsView, LeadView, LeadsView, RecipientChoice},
};
use yew::prelude::*;

use super::{held, lead::Lead, m, path, words};
use crate::{
    components::{Cx, empty, page_head, use_fetched},
    read::{Read, Roles},
};

/// Which lead, and where to look for it.
#[derive(Properties, Clone, PartialEq)]
struct SeekProps {
    cx: Cx,
    id: LeadId,
    choices: Rc<Vec<RecipientChoice>>,
    #[prop_or_default]
    cursor: Option<LeadId>,
}

/// A view that comes in pages of leads.
trait Pages: Read + 'static {
    fn path(cx: &Cx) -> String;
    fn find(&self, id: LeadId) -> Option<&LeadView>;
    fn next(&self) -> Option<LeadId>;
    fn none(props: &SeekProps) -> Html;
}

impl Pages for LeadsView {
    fn path(cx: &Cx) -> String {
        path(cx)
    }

    fn find(&self, id: LeadId) -> Option<&LeadView> {
        let desk = self.desk.iter().flat_map(|desk| &desk.rows);
        desk.chain(&self.mine).find(|lead| lead.id == id)
    }

    fn next(&self) -> Option<LeadId> {
        self.desk.as_ref()?.cursor
    }

    fn none(props: &SeekProps) -> Html {
        if is_officer(&props.cx) {
            html! { <Home ..props.clone() /> }
        } else {
            none(&props.cx)
        }
    }
}

impl Pages for HeldLeadsView {
    fn path(_: &Cx) -> String {
        held::PATH.to_owned()
    }

    fn find(&self, id: LeadId) -> Option<&LeadView> {
        self.leads.iter().find(|lead| lead.id == id)
    }

    fn next(&self) -> Option<LeadId> {
        self.cursor
    }

    fn none(props: &SeekProps) -> Html {
        none(&props.cx)
    }
}

/// The lead's page, once it is found.
pub(super) fn seek(cx: &Cx, id: LeadId, choices: Rc<Vec<RecipientChoice>>) -> Html {
    if is_officer(cx) && !cx.manages() {
        html! { <Home cx={cx.clone()} {id} {choices} /> }
    } else {
        html! { <Seek<LeadsView> cx={cx.clone()} {id} {choices} /> }
    }
}

fn is_officer(cx: &Cx) -> bool {
    cx.view().is_some_and(|view| view.office)
}

fn none(cx: &Cx) -> Html {
    html! { <>{page_head(cx, m(cx).not_found)}{empty(m(cx).not_found_text)}</> }
}

// It was there a moment ago, in the middle of what they did perhaps.
fn taken(cx: &Cx) -> Html {
    html! {
        <>
            {page_head(cx, m(cx).taken)}
            <div role="status">{empty(m(cx).taken_text)}</div>
        </>
    }
}

#[function_component]
fn Seek<T: Pages>(props: &SeekProps) -> Html {
    let SeekProps { cx, id, choices, cursor } = props;
    let fetched = use_fetched::<T>(cx, words::query(&T::path(cx), None, *cursor));
    let found = use_mut_ref(|| false);
    fetched.html(|view| match (view.find(*id), view.next()) {
        (None, _) if *found.borrow() => taken(cx),
        (Some(lead), _) => {
            *found.borrow_mut() = true;
            let lead = Rc::new(lead.clone());
            let (cx, choices) = (cx.clone(), choices.clone());
            html! { <Lead {cx} {lead} {choices} reload={fetched.reload()} /> }
        }
        (None, Some(next)) => {
            let props = SeekProps { cursor: Some(next), ..props.clone() };
            html! { <Seek<T> key={next.to_string()} ..props /> }
        }
        (None, None) => T::none(&SeekProps { cursor: None, ..props.clone() }),
    })
}

// Only the home side may ask for what it holds.
#[function_component]
fn Home(props: &SeekProps) -> Html {
    let fetched = use_fetched::<Roles>(&props.cx, held::ME.to_owned());
    fetched.html(|roles| {
        if held::is_home_side(roles) {
            html! { <Seek<HeldLeadsView> ..props.clone() /> }
        } else {
            none(&props.cx)
        }
    })
}
