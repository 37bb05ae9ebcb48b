//! The frame around every page: name, tabs, what is the matter with the line;
//! it also gives the focus where people expect it.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};
use yew::prelude::*;

use crate::{
    browser,
    components::{Button, Cx, PageProps, failed_page, geese, skeleton},
    effects::Shell,
    later,
    pages::first,
    state::{Load, Part, Route, Tab},
};

/// The widget's properties: the shell never changes.
#[derive(Properties, Clone)]
pub(crate) struct AppProps {
    /// The mounted widget.
    pub shell: Rc<Shell>,
}

impl PartialEq for AppProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.shell, &other.shell)
    }
}

/// The whole widget.
#[function_component]
pub(crate) fn App(props: &AppProps) -> Html {
    let redraw = use_force_update();
    let shell = props.shell.clone();
    use_effect_with((), move |()| {
        // What happened before the first effect is drawn now.
        redraw.force_update();
        shell.on_redraw(Callback::from(move |()| redraw.force_update()));
    });
    let cx = Cx { shell: props.shell.clone(), model: props.shell.model() };
    let model = &cx.model;

    let moved = (model.came_from.clone(), model.route.clone(), later::is_here(model.route.part()));
    let root = props.shell.root.clone();
    let last = use_mut_ref(|| None);
    use_effect_with(moved, move |(from, to, _)| {
        match last.borrow_mut().replace((from.clone(), to.clone())) {
            None => {}
            // The page has come for which its shape stood there.
            Some(same) if same == (from.clone(), to.clone()) => settle(&root, to),
            Some(_) => follow(&root, from, to),
        }
    });

    let mut class = Classes::from("app");
    for (on, name) in [
        (model.config.elder, "elder"),
        (model.wide, "wide"),
        (model.roomy, "roomy"),
        (model.narrow, "narrow"),
    ] {
        if on {
            class.push(name);
        }
    }
    let title = model.branch.ready().map(|view| view.branch.names.name.get(cx.lang()).to_owned());
    html! {
        <section {class} part="app" lang={cx.lang().tag()} aria-label={title.clone()} onkeydown={escape(&cx)}>
            <div class="top">
                <div class="brand">
                    {geese("mark")}
                    if let Some(title) = title {
                        <h2>{title}</h2>
                    } else if let Load::Waiting = model.branch {
                        <span class="bone name" />
                    }
                    {aids(&cx)}
                </div>
                {tabs(&cx)}
            </div>
            if model.offline && model.branch.ready().is_some() {
                <p class="offline" role="status">{cx.m().offline}</p>
            }
            {later::note(&cx)}
            <div class="body" part="panel" id="panel" role="tabpanel" aria-labelledby={tab_id(model.route.tab())}>
                {page(&cx)}
            </div>
        </section>
    }
}

// The way to 长辈版 and back; in it, the page read aloud.
fn aids(cx: &Cx) -> Html {
    let (m, elder) = (cx.m(), cx.model.config.elder);
    let host = cx.shell.host.clone();
    let turn = Button::plain(if elder { m.standard } else { m.elder })
        .on(Callback::from(move |_| host.turn_mode()));
    html! {
        <div class="aids">
            {turn.html()}
            { for elder.then(|| later::aloud(cx)) }
        </div>
    }
}

fn page(cx: &Cx) -> Html {
    let model = &cx.model;
    if model.route.is_district() || model.route.part() == Some(Part::Account) {
        return later::page(cx);
    }
    match &model.branch {
        _ if model.config.branch.is_none() => first::no_branch(cx),
        Load::Waiting => skeleton(cx),
        Load::Failed(problem) => failed_page(cx, problem),
        Load::Ready(_) => {
            let props = PageProps { cx: cx.clone() };
            match model.route {
                Route::Activities | Route::Activity(_) => html! { <first::Activities ..props /> },
                _ => later::page(cx),
            }
        }
    }
}

fn tab_id(tab: Tab) -> &'static str {
    match tab {
        Tab::Activities => "tab-activities",
        Tab::Me => "tab-me",
        Tab::Desk => "tab-desk",
        Tab::Leads => "tab-leads",
        Tab::Help => "tab-help",
        Tab::Office => "tab-office",
    }
}

fn tabs(cx: &Cx) -> Html {
    let m = cx.m();
    let tabs = Shell::tabs(&cx.model);
    let here = cx.model.route.tab();
    let tab = |tab: &Tab| {
        let current = *tab == here;
        let label = match tab {
            Tab::Activities => m.activities,
            Tab::Me => m.me,
            Tab::Desk if cx.model.route.is_district() => m.district,
            Tab::Desk => m.register,
            Tab::Leads => m.leads,
            Tab::Help => m.help,
            Tab::Office => m.office,
        };
        html! {
            <button
                key={tab_id(*tab)}
                type="button"
                role="tab"
                id={tab_id(*tab)}
                aria-selected={if current { "true" } else { "false" }}
                aria-controls="panel"
                tabindex={if current { "0" } else { "-1" }}
                onclick={cx.link(tab.route_from(&cx.model.route))}
            >
                {label}
            </button>
        }
    };
    let keys = {
        let (cx, tabs) = (cx.clone(), tabs.clone());
        Callback::from(move |event: KeyboardEvent| {
            let at = tabs.iter().position(|tab| *tab == cx.model.route.tab()).unwrap_or(0);
            let last = tabs.len().saturating_sub(1);
            let to = match &*event.key() {
                "ArrowRight" => {
                    if at == last {
                        0
                    } else {
                        at + 1
                    }
                }
                "ArrowLeft" => at.checked_sub(1).unwrap_or(last),
                "Home" => 0,
                "End" => last,
                _ => return,
            };
            event.prevent_default();
            if let Some(tab) = tabs.get(to) {
                cx.go(tab.route_from(&cx.model.route));
                focus(&cx.shell.root, tab_id(*tab), false);
            }
        })
    };
    html! {
        <div class="tabs" part="tabs" role="tablist" aria-label={m.pages} onkeydown={keys}>
            { for tabs.iter().map(tab) }
        </div>
    }
}

// Escape leads back, unless somebody is typing.
fn escape(cx: &Cx) -> Callback<KeyboardEvent> {
    let cx = cx.clone();
    Callback::from(move |event: KeyboardEvent| {
        let typing = event
            .target_dyn_into::<HtmlElement>()
            .is_some_and(|it| matches!(&*it.tag_name(), "INPUT" | "TEXTAREA" | "SELECT"));
        let escape = event.key() == "Escape" && !typing && !event.is_composing();
        if let Some(back) = cx.model.back().filter(|_| escape) {
            event.prevent_default();
            cx.go(back);
        }
    })
}

thread_local! {
    // Where on the screen the row stood that led to the page below it.
    static STOOD_AT: std::cell::Cell<f64> = const { std::cell::Cell::new(0.0) };
}

/// Remembers where a row stands before its page covers the list.
pub(crate) fn leave_from(root: &HtmlElement, id: &str) {
    if let Some(element) = find(root, id) {
        STOOD_AT.set(element.get_bounding_client_rect().top());
    }
}

// Down to a page: its heading takes the focus. Back again: the row it came from
// does, at the place on the screen where it stood.
fn follow(root: &HtmlElement, from: &Route, to: &Route) {
    if to.back().is_some() {
        settle(root, to);
    } else if from.back().is_some() {
        let row = match from {
            Route::Activity(id) => Some(browser::dom_id("row-", &id.0)),
            Route::Person(id) => Some(browser::dom_id("row-", &id.0)),
            Route::Lead(id) => Some(browser::dom_id("row-", &id.0)),
            Route::Request(id) => Some(browser::dom_id("row-", &id.0)),
            Route::Rows(id) => Some(id.to_string()),
            _ => None,
        };
        match row.filter(|row| find(root, row).is_some()) {
            Some(row) => {
                focus(root, &row, true);
                restore(root, &row);
            }
            None => focus(root, tab_id(to.tab()), true),
        }
    }
}

fn settle(root: &HtmlElement, to: &Route) {
    if to.back().is_some() {
        focus(root, "page-title", true);
        let above = |it: &HtmlElement| it.get_bounding_client_rect().top() < 0.0;
        if above(root) && find(root, "page-title").is_some_and(|title| above(&title)) {
            root.scroll_into_view();
        }
    }
}

fn restore(root: &HtmlElement, row: &str) {
    if let (Some(element), Some(window)) = (find(root, row), browser::window()) {
        let off = element.get_bounding_client_rect().top() - STOOD_AT.get();
        window.scroll_by_with_x_and_y(0.0, off);
    }
}

fn find(root: &HtmlElement, id: &str) -> Option<HtmlElement> {
    root.query_selector(&["[id='", id, "']"].concat()).ok().flatten()?.dyn_into().ok()
}

/// Leads to a field, out of a folded part if it is in one.
pub(crate) fn reveal(root: &HtmlElement, id: &str) {
    if let Some(element) = find(root, id) {
        if let Some(folded) = element.closest("details:not([open])").ok().flatten() {
            // Setting a plain attribute does not fail.
            let _ = folded.set_attribute("open", "");
        }
        focus(root, id, false);
    }
}

/// Gives the focus to an element of the widget.
pub(crate) fn focus(root: &HtmlElement, id: &str, still: bool) {
    if let Some(element) = find(root, id) {
        let options = FocusOptions::new();
        options.set_prevent_scroll(still);
        // An element that cannot take the focus leaves it where it is.
        let _ = element.focus_with_options(&options);
    }
}
