//! 手机号登录: the number, then the code that is sent to it, then the second
//! factor of those who have one. The person ends where they were.

use std::{cell::RefCell, rc::Rc};

use guiyan_core::wire::{CodeAsked, SessionAnswer, SignInWays};
use yew::{functional::UseForceUpdateHandle, prelude::*};

use super::{
    factor, look, on_enter, session,
    tries::{Try, use_try},
};
use crate::{
    app::reveal,
    browser,
    components::{Button, Cx, Field, PageProps, Tone, notice, page_head, problem, use_fetched},
    messages::{account as messages, fill},
    port::Problem,
    state::Route,
    write::texts,
};

/// What is typed, and for which number a code was asked.
#[derive(Clone, PartialEq, Default)]
struct Typed {
    phone: String,
    code: String,
    asked: Option<Asked>,
    // What the fields lack, once a button was pressed.
    phone_error: Option<String>,
    code_error: Option<String>,
}

/// A code is on its way. By the device's clock, in milliseconds.
#[derive(Clone, PartialEq)]
struct Asked {
    until: i64,
    again: i64,
}

/// 手机号登录
#[function_component]
pub(super) fn SignIn(props: &PageProps) -> Html {
    let cx = &props.cx;
    let m = messages::of(cx.lang());
    let session = session(cx);
    let ways = use_fetched::<SignInWays>(cx, "/v1/sign-in".to_owned());
    let typed = use_mut_ref(|| recall(cx));
    let redraw = use_force_update();
    let (asking, entering) = (use_try(), use_try());
    // Another code only after a while, which a reload does not shorten.
    let (first, again) = (asking.clone(), typed.borrow().asked.clone());
    use_effect_with((), move |()| {
        if let Some(asked) = again {
            first.rest_until(asked.again);
        }
    });

    // Whoever came from a form goes on with it. A page of the district alone has
    // no view that would tell.
    let is_in = cx.view().map_or(session.is_on(), |view| view.signed_in && !cx.model.foreign);
    let off = ways.ready().is_some_and(|ways| !ways.phone);
    let leaves = off || (is_in && !session.waits() && !entering.busy());
    let on = cx.clone();
    use_effect_with(leaves, move |leaves| {
        if *leaves {
            back(&on);
        }
    });

    if session.is_on() && session.waits() {
        let (on, shown) = (cx.clone(), session.clone());
        let done = Callback::from(move |shown_now: bool| {
            if shown_now {
                shown.set_waits(false);
                shown.refetch();
            }
            back(&on);
        });
        return html! { <factor::Step cx={cx.clone()} {done} /> };
    }
    let hand = Hand { cx: cx.clone(), typed, redraw, asking, entering };
    ways.html(|_| {
        html! {
            <form class="page form" novalidate={true} onkeydown={hand.on_enter()}>
                {page_head(cx, m.title)}
                if session.has_lapsed() {
                    {notice(Tone::Wait, m.lapsed, Html::default(), Html::default())}
                }
                <p>{m.lead}</p>
                {hand.fields()}
                {hand.buttons()}
            </form>
        }
    })
}

fn back(cx: &Cx) {
    if cx.shell.model().route == Route::SignIn {
        cx.go(cx.shell.model().back().unwrap_or(Route::Me));
    }
}

// --- a code that is on its way outlives a reload: reading the message may cost
// the tab its memory

fn key(cx: &Cx) -> String {
    ["guiyan-code:", &*cx.model.config.service].concat()
}

fn recall(cx: &Cx) -> Typed {
    let kept = browser::storage().and_then(|it| it.get_item(&key(cx)).ok().flatten());
    let read = |kept: &str| {
        let mut parts = kept.splitn(3, ' ');
        let (until, again) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let asked = Some(Asked { until, again }).filter(|asked| browser::clock().0 < asked.until);
        Some(Typed { phone: parts.next()?.to_owned(), asked, ..Typed::default() })
    };
    kept.as_deref().and_then(read).filter(|typed| typed.asked.is_some()).unwrap_or_default()
}

fn remember(cx: &Cx, typed: &Typed) {
    let Some(storage) = browser::storage() else { return };
    // Without storage it lasts as long as the page.
    let _ = match &typed.asked {
        Some(Asked { until, again }) => storage.set_item(
            &key(cx),
            &[&*until.to_string(), &*again.to_string(), &*typed.phone].join(" "),
        ),
        None => storage.remove_item(&key(cx)),
    };
}

/// Takes what is typed, and sends it.
#[derive(Clone)]
struct Hand {
    cx: Cx,
    typed: Rc<RefCell<Typed>>,
    redraw: UseForceUpdateHandle,
    asking: Try,
    entering: Try,
}

impl Hand {
    fn change(&self, change: impl FnOnce(&mut Typed)) {
        change(&mut self.typed.borrow_mut());
        remember(&self.cx, &self.typed.borrow());
        self.redraw.force_update();
    }

    fn fields(&self) -> Html {
        let m = messages::of(self.cx.lang());
        let typed = self.typed.borrow();
        let (of_phone, of_code) = (self.clone(), self.clone());
        let phone = Field {
            id: "f-phone",
            label: m.phone,
            help: m.phone_help,
            error: typed.phone_error.clone(),
            value: &typed.phone,
            autocomplete: Some("tel"),
            inputmode: Some("tel"),
            on: Callback::from(move |phone| {
                of_phone.asking.clear();
                of_phone.change(|typed| {
                    // Another number has another code.
                    *typed = Typed { phone, ..Typed::default() };
                });
            }),
            ..Field::default()
        };
        let code = Field {
            id: "f-code",
            label: m.code,
            help: m.code_help,
            error: typed.code_error.clone(),
            value: &typed.code,
            autocomplete: Some("one-time-code"),
            inputmode: Some("numeric"),
            on: Callback::from(move |code| {
                of_code.entering.clear();
                of_code.change(|typed| {
                    typed.code = code;
                    typed.code_error = None;
                });
            }),
            ..Field::default()
        };
        let sent = typed.asked.as_ref().map(|asked| {
            let minutes = ((asked.until - browser::clock().0 + 59_999) / 60_000).max(1);
            fill(m.sent, &[typed.phone.trim(), &minutes.to_string()])
        });
        html! {
            <div class="group">
                {phone.input("tel")}
                <p role="status">{sent.unwrap_or_default()}</p>
                if typed.asked.is_some() {
                    {code.input("text")}
                }
            </div>
        }
    }

    fn buttons(&self) -> Html {
        let m = messages::of(self.cx.lang());
        let has_asked = self.typed.borrow().asked.is_some();
        // Said at the field already.
        let told = |tried: &Try| {
            let at_field = tried.failed_with("wrongCode")
                || tried.problem().is_some_and(|it| it.field("phone").is_some());
            tried.problem().filter(|_| !at_field).map(|it| problem(&self.cx, &it))
        };
        let (ask, enter) = (self.clone(), self.clone());
        let ask = Callback::from(move |_| ask.ask());
        let enter = Callback::from(move |_| enter.enter());
        let asking = self.asking.busy();
        html! {
            <div class="submit">
                { for told(&self.asking) }
                { for told(&self.entering) }
                if has_asked {
                    {Button::primary(self.entering.rest(&self.cx).unwrap_or(m.sign_in.to_owned()))
                        .disabled(self.entering.rests() > 0)
                        .busy(self.entering.busy(), m.signing_in)
                        .on(enter)
                        .html()}
                    {Button::quiet(match self.asking.rests() {
                        0 => m.again.to_owned(),
                        long if long > 120 => self.asking.rest(&self.cx).unwrap_or_default(),
                        seconds => fill(m.again_in, &[&seconds.to_string()]),
                    })
                        .id("again")
                        .disabled(self.asking.rests() > 0)
                        .busy(asking, m.getting)
                        .on(ask)
                        .html()}
                } else {
                    {Button::primary(self.asking.rest(&self.cx).unwrap_or(m.get_code.to_owned()))
                        .disabled(self.asking.rests() > 0)
                        .busy(asking, m.getting)
                        .on(ask)
                        .html()}
                }
            </div>
        }
    }

    fn on_enter(&self) -> Callback<KeyboardEvent> {
        let hand = self.clone();
        on_enter(move || {
            let has_asked = hand.typed.borrow().asked.is_some();
            if has_asked { hand.enter() } else { hand.ask() }
        })
    }

    // A code for the number.
    fn ask(&self) {
        let m = messages::of(self.cx.lang());
        let phone = self.typed.borrow().phone.trim().to_owned();
        if phone.is_empty() {
            self.change(|typed| typed.phone_error = Some(m.phone_needed.to_owned()));
            return reveal(&self.cx.shell.root, "f-phone");
        }
        let (port, hand) = (self.cx.shell.port(), self.clone());
        let sent = texts(&[("phone", &phone)]);
        let work = async move { port.post_openly::<CodeAsked>("/v1/sign-in/codes", &sent).await };
        self.asking.run(&self.cx, work, move |asked| match asked {
            Ok(CodeAsked { expires_in, again_in }) => {
                let after = |seconds: i64| browser::clock().0 + seconds * 1000;
                let again = after(again_in);
                hand.asking.rest_until(again);
                hand.entering.clear();
                hand.change(|typed| {
                    typed.asked = Some(Asked { until: after(expires_in), again });
                    typed.code.clear();
                    typed.code_error = None;
                });
                hand.attend("f-code");
            }
            Err(problem) => hand.refused(problem),
        });
    }

    // The number and its code.
    fn enter(&self) {
        let m = messages::of(self.cx.lang());
        let (phone, code) = {
            let typed = self.typed.borrow();
            (typed.phone.trim().to_owned(), typed.code.trim().to_owned())
        };
        if code.is_empty() {
            self.change(|typed| typed.code_error = Some(m.code_needed.to_owned()));
            return reveal(&self.cx.shell.root, "f-code");
        }
        let (cx, hand) = (self.cx.clone(), self.clone());
        let sent = texts(&[("phone", &phone), ("code", &code)]);
        let work = async move {
            let port = cx.shell.port();
            let answer = port.post_openly::<SessionAnswer>("/v1/sign-in/sessions", &sent).await?;
            let session = session(&cx);
            session.tell(&cx.shell);
            session.begin(answer);
            // Before the page is left: an office may want one more step.
            look(&cx, &session).await;
            Ok(())
        };
        self.entering.run(&self.cx, work, move |entered| match entered {
            Ok(()) => hand.change(|typed| *typed = Typed::default()),
            Err(problem) => hand.refused(problem),
        });
    }

    fn refused(&self, problem: &Problem) {
        let words = || [&*problem.detail, &*problem.next].concat();
        if let Some(at_phone) = problem.field("phone") {
            self.change(|typed| typed.phone_error = Some(at_phone));
            self.attend("f-phone");
        } else if problem.code == "wrongCode" {
            self.change(|typed| {
                typed.code.clear();
                typed.code_error = Some(words());
            });
            self.attend("f-code");
        }
    }

    // Once the field is drawn.
    fn attend(&self, id: &'static str) {
        let root = self.cx.shell.root.clone();
        wasm_bindgen_futures::spawn_local(async move {
            browser::sleep(0.0).await;
            reveal(&root, id);
        });
    }
}
