//! Signing in by phone, without a portal, and what belongs to it: the session
//! and its tokens, the second factor, 登录与安全. Whoever signs in through a
//! portal never downloads it.
//!
//! Reading order: [`session`], [`tabs`]; then what is drawn, [`sign_in`],
//! [`factor`], [`security`].

mod copied;
mod factor;
mod qr;
mod security;
mod session;
mod sign_in;
mod tabs;
mod tries;

use guiyan_core::wire::Done;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::{
    components::{Button, Cx, PageProps, Tone, notice, section as titled},
    messages::account as messages,
    read::Waits,
    state::Route,
    write::texts,
};

pub(crate) use session::token;

/// Draws one of these pages. Called by [`later`](crate::later) alone.
pub(crate) fn draw(cx: &Cx) -> Html {
    let props = PageProps { cx: cx.clone() };
    match cx.model.route {
        Route::SignIn => html! { <sign_in::SignIn ..props /> },
        Route::Security => html! { <security::Security ..props /> },
        _ => Html::default(),
    }
}

/// What there is to say above every page. Called by [`later`](crate::later) alone.
pub(crate) fn note(cx: &Cx) -> Html {
    let props = PageProps { cx: cx.clone() };
    html! { <Keeper ..props /> }
}

/// The end of 我的. Called by [`later`](crate::later) alone.
pub(crate) fn section(cx: &Cx) -> Html {
    let m = messages::of(cx.lang());
    if !session(cx).is_used() {
        return Html::default();
    }
    titled(
        m.security,
        html! {
            <div class="actions">
                {Button::quiet(m.security).id("security").on(cx.link(Route::Security)).html()}
                {out(cx)}
            </div>
        },
    )
}

/// Forgets the session: it ended with the person's data. Called by
/// [`later`](crate::later) alone.
pub(crate) fn forget(cx: &Cx) {
    session(cx).forget(&cx.shell);
}

fn session(cx: &Cx) -> std::rc::Rc<session::Session> {
    session::at(&cx.model.config.service)
}

/// 退出登录. What is kept here goes first: the line may be down.
fn out(cx: &Cx) -> Html {
    let on = cx.clone();
    let press = Callback::from(move |_| {
        let port = on.shell.port();
        if let Some(refresh) = session(&on).end() {
            spawn_local(async move {
                let body = texts(&[("refreshToken", &refresh)]);
                // Without an answer the service ends it in its own time.
                let _ = port.post_openly::<Done>("/v1/sign-in/out", &body).await;
            });
        }
        on.go(Route::Me);
    });
    Button::plain(messages::of(cx.lang()).out).id("sign-out").on(press).html()
}

/// 回车 in a field does what the button does. Not `submit`: a form with two
/// fields and no button for it is not sent by that key.
fn on_enter(act: impl Fn() + 'static) -> Callback<KeyboardEvent> {
    Callback::from(move |event: KeyboardEvent| {
        let field = event
            .target_dyn_into::<web_sys::HtmlElement>()
            .is_some_and(|it| it.tag_name() == "INPUT");
        if field && event.key() == "Enter" && !event.is_composing() {
            event.prevent_default();
            act();
        }
    })
}

// Has the widget told of other tabs, and looks whether offices wait.
#[function_component]
fn Keeper(props: &PageProps) -> Html {
    let cx = &props.cx;
    let session = session(cx);
    let (teller, shell) = (session.clone(), cx.shell.clone());
    use_effect_with(cx.model.config.service.clone(), move |_| teller.tell(&shell));
    let signed_in = cx.view().is_some_and(|view| view.signed_in);
    let (looker, on) = (session.clone(), cx.clone());
    use_effect_with((cx.shell.caller(), signed_in), move |_| {
        spawn_local(async move {
            looker.set_used(on.shell.host.token().await.is_null());
            if looker.is_used() {
                look(&on, &looker).await;
            }
            on.shell.act(crate::state::Action::Redraw);
        });
    });

    if cx.model.route == Route::SignIn {
        return Html::default();
    }
    let m = messages::of(cx.lang());
    let go = |label| {
        let go = Button::quiet(label).on(cx.link(Route::SignIn)).html();
        html! { <div class="actions">{go}</div> }
    };
    let said = if session.has_lapsed() && !signed_in {
        notice(Tone::Wait, m.lapsed, Html::default(), go(m.sign_in))
    } else if session.is_used() && session.waits() && cx.model.route != Route::Security {
        notice(Tone::Wait, m.factor_lead, Html::default(), go(m.to_factor))
    } else {
        return Html::default();
    };
    html! { <div class="body">{said}</div> }
}

/// Asks whether offices wait for the second factor. What cannot be had now is
/// asked with the next caller, and no office is lost by it.
async fn look(cx: &Cx, session: &session::Session) {
    let me = cx.shell.port().view::<Waits>("/v1/me", None).await;
    if let Ok(Some(Waits(waits))) = me.map(|fetched| fetched.view) {
        session.set_waits(waits);
    }
}
