//! 我的数据: what is held, who read it, what was agreed to; the copy, the
//! erasure and its receipt. [PIPL §44–50]

mod consents;
mod copy;
mod erase;
mod held;
mod readings;
mod receipt;

use yew::prelude::*;

use crate::{
    components::{Button, Cx, PageProps, empty, page_head, section, use_fetched},
    messages::home::mine::{self, MineMessages},
    read::Held,
    state::{Mine as Page, Route},
};

/// Where it is asked for.
const PATH: &str = "/v1/me/data";

fn m(cx: &Cx) -> &'static MineMessages {
    mine::of(cx.lang())
}

/// Draws the page of the route.
pub(super) fn draw(cx: &Cx, page: Page) -> Html {
    let props = PageProps { cx: cx.clone() };
    match page {
        Page::Data => html! { <Mine ..props /> },
        Page::Erase => html! { <erase::Erase ..props /> },
        Page::Receipt => html! { <receipt::Check ..props /> },
    }
}

/// 我的数据
#[function_component]
fn Mine(props: &PageProps) -> Html {
    let cx = &props.cx;
    if !signed_in(cx) {
        return html! { <div class="page">{page_head(cx, m(cx).title)}{signed_out(cx)}</div> };
    }
    html! { <Whole ..props.clone() /> }
}

fn signed_in(cx: &Cx) -> bool {
    cx.view().is_some_and(|view| view.signed_in)
}

fn signed_out(cx: &Cx) -> Html {
    let m = m(cx);
    html! {
        <>
            {empty(m.signed_out)}
            <div class="actions">
                {Button::primary(cx.pm().log_in).on(cx.sign_in()).html()}
                {check(cx)}
            </div>
        </>
    }
}

fn check(cx: &Cx) -> Html {
    Button::plain(m(cx).check).on(cx.link(Route::Mine(Page::Receipt))).html()
}

// Asked for by those alone who have any.
#[function_component]
fn Whole(props: &PageProps) -> Html {
    let cx = &props.cx;
    let m = m(cx);
    let fetched = use_fetched::<Held>(cx, PATH.to_owned());
    let body = fetched.html(|view| {
        let erase = Button::quiet(m.erase).id("to-erase").on(cx.link(Route::Mine(Page::Erase)));
        let shown = if view.is_empty() {
            html! { <>{empty(m.nothing)}<p class="second">{m.nothing_next}</p></> }
        } else {
            html! { <p>{m.lead}</p> }
        };
        html! {
            <>
                {shown}
                {held::held(cx, view)}
                <readings::Readings cx={cx.clone()} readings={view.readings.clone()} total={view.readings_total} />
                <consents::Consents cx={cx.clone()} consents={view.consents.clone()} reload={fetched.reload()} />
                <copy::Copy ..props.clone() />
                {section(m.erase, html! {
                    <>
                        <p>{m.erase_help}</p>
                        <div class="actions">{erase.html()}{check(cx)}</div>
                    </>
                })}
            </>
        }
    });
    html! { <div class="page mine">{page_head(cx, m.title)}{body}</div> }
}
