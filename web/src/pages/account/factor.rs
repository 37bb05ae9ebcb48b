//! The second factor: shown after signing in, set up, taken away.

use guiyan_core::wire::{Done, Enrolled, FactorView, PaperCodes, PaperLeft, SecondFactor};
use yew::prelude::*;

use super::{
    copied::Copied,
    on_enter,
    qr::qr,
    session,
    tries::{Try, use_try},
};
use crate::{
    app::{focus, reveal},
    browser,
    components::{Button, Cx, Field, page_head, problem, use_confirm, use_fetched},
    messages::{account as messages, fill},
    port::Problem,
    state::Route,
    write::texts,
};

const FACTOR: &str = "/v1/me/second-factor";
/// What each step begins with.
const AT: &str = "factor-at";

/// Who is told whether it was shown, or left for later.
#[derive(Properties, Clone, PartialEq)]
pub(super) struct StepProps {
    pub cx: Cx,
    pub done: Callback<bool>,
}

/// The step after signing in, for whose offices wait.
#[function_component]
pub(super) fn Step(props: &StepProps) -> Html {
    let StepProps { cx, done } = props;
    let m = messages::of(cx.lang());
    let fetched = use_fetched::<FactorView>(cx, FACTOR.to_owned());
    let code = use_code(cx, "/show");
    let later = done.reform(|_: MouseEvent| false);
    let later = Button::plain(m.later).on(later).html();
    let on_submit = {
        let (code, done) = (code.clone(), done.clone());
        Callback::from(move |()| {
            let done = done.clone();
            code.send(move |_: PaperLeft| done.emit(true));
        })
    };
    let body = fetched.html(|view| {
        if !view.confirmed {
            let set_up = Button::primary(m.to_setup).on(cx.link(Route::Security)).html();
            return html! {
                <>
                    <p>{m.factor_must}</p>
                    <div class="actions">{set_up}{later.clone()}</div>
                </>
            };
        }
        html! {
            <form class="form" novalidate={true} onkeydown={enters(&on_submit)}>
                <p>{m.factor_lead}</p>
                <div class="group">{code.field(m.factor_code, m.factor_help)}</div>
                <div class="submit">
                    {code.failure()}
                    {code.button(m.show, m.showing, &on_submit)}
                    {later.clone()}
                </div>
            </form>
        }
    });
    html! { <div class="page">{page_head(cx, m.factor_title)}{body}</div> }
}

/// Where it is set up and taken away.
#[derive(Properties, Clone, PartialEq)]
pub(super) struct FactorProps {
    pub cx: Cx,
}

/// What is being done about it.
#[derive(Clone, PartialEq, Default)]
enum Doing {
    #[default]
    Nothing,
    Setting {
        uri: String,
        secret: String,
    },
    Noting(Vec<String>),
}

/// 动态口令, where the service has it.
#[function_component]
pub(super) fn Factor(props: &FactorProps) -> Html {
    let cx = &props.cx;
    let m = messages::of(cx.lang());
    let doing = use_state(Doing::default);
    let fetched = use_fetched::<FactorView>(cx, FACTOR.to_owned());
    let begin = use_try();
    let code = use_code(cx, "/confirm");
    let end = use_code(cx, "/end");
    let taking = use_confirm(cx, "take-away");
    let confirmed = fetched.ready().map(|view| view.confirmed);
    use_at(cx, &doing, confirmed);

    let set_up = {
        let (cx, begin, doing) = (cx.clone(), begin.clone(), doing.clone());
        Callback::from(move |_: MouseEvent| {
            let (port, doing) = (cx.shell.port(), doing.clone());
            let work = async move { port.post::<Enrolled>(FACTOR, "{}").await };
            begin.run(&cx, work, move |begun| {
                if let Ok(Enrolled { uri, secret }) = begun {
                    doing.set(Doing::Setting { uri, secret });
                }
            });
        })
    };
    let confirm = {
        let (cx, code, doing) = (cx.clone(), code.clone(), doing.clone());
        let reload = fetched.reload();
        Callback::from(move |()| {
            let (cx, doing, reload) = (cx.clone(), doing.clone(), reload.clone());
            code.send(move |PaperCodes { paper_codes }| {
                doing.set(Doing::Noting(paper_codes));
                // It counts as shown, so that offices no longer wait.
                session(&cx).set_waits(false);
                session(&cx).refetch();
                reload.emit(());
            });
        })
    };
    let take_away = {
        let (end, taking, reload) = (end.clone(), taking.clone(), fetched.reload());
        Callback::from(move |()| {
            let (taking, reload) = (taking.clone(), reload.clone());
            end.send(move |_: Done| {
                taking.close();
                reload.emit(());
            });
        })
    };

    let body = match &*doing {
        Doing::Setting { uri, secret } => html! {
            <form class="form" novalidate={true} onkeydown={enters(&confirm)}>
                <p id={AT} tabindex="-1">{m.scan}</p>
                { for qr(uri, m.scan_name) }
                <p><a href={uri.clone()}>{m.open_link}</a></p>
                <Copied cx={cx.clone()} id="secret" rows="2" label={m.secret} text={secret.clone()} />
                <div class="group">{code.field(m.first_code, "")}</div>
                <div class="submit">
                    {code.failure()}
                    {code.button(m.confirm, m.confirming, &confirm)}
                </div>
            </form>
        },
        Doing::Noting(codes) => {
            let close = {
                let doing = doing.clone();
                Callback::from(move |_| doing.set(Doing::Nothing))
            };
            let print = Callback::from(|_| {
                if let Some(window) = browser::window() {
                    // Where it is blocked, copying is left.
                    let _ = window.print();
                }
            });
            html! {
                <>
                    <p id={AT} tabindex="-1">{m.paper_lead}</p>
                    <Copied cx={cx.clone()} id="paper" rows="8" label={m.paper} text={codes.join("\n")} />
                    <div class="actions">
                        {Button::primary(m.noted).on(close).html()}
                        {Button::plain(m.print).on(print).html()}
                    </div>
                </>
            }
        }
        Doing::Nothing => fetched.html(|view| {
            if !view.confirmed {
                return html! {
                    <>
                        <p id={AT} class="second" tabindex="-1">{m.second_lead}</p>
                        { for begin.problem().map(|it| problem(cx, &it)) }
                        <div class="actions">
                            {Button::quiet(m.set_up).busy(begin.busy(), m.setting_up).on(set_up.clone()).html()}
                        </div>
                    </>
                };
            }
            let question = || {
                let body = html! {
                    <>
                        {end.field(m.factor_code, m.factor_help)}
                        {end.failure()}
                    </>
                };
                let yes = Button::danger(end.tried.rest(cx).unwrap_or(m.take_away.to_owned()))
                    .disabled(end.tried.rests() > 0)
                    .busy(end.tried.busy(), m.taking)
                    .on(take_away.reform(|_| ()));
                taking.html(m.take_question, body, yes, m.keep)
            };
            html! {
                <>
                    <p id={AT} tabindex="-1">{fill(m.is_set, &[&view.paper_left.to_string()])}</p>
                    if taking.is_open() {
                        {question()}
                    } else {
                        <div class="actions">
                            {Button::quiet(m.take_away).id("take-away").on(taking.ask()).html()}
                        </div>
                    }
                </>
            }
        }),
    };
    // Where the service has none, there is nothing to say.
    if fetched.ready().is_some_and(|view| view.policy == SecondFactor::Off) {
        return Html::default();
    }
    crate::components::section(m.second, body)
}

// The button that was pressed goes with its step: the focus goes on to what the
// next one begins with.
#[hook]
fn use_at(cx: &Cx, doing: &Doing, confirmed: Option<bool>) {
    let step = match doing {
        Doing::Setting { .. } => Some("setting"),
        Doing::Noting(_) => Some("noting"),
        Doing::Nothing => confirmed.map(|it| if it { "set" } else { "none" }),
    };
    let root = cx.shell.root.clone();
    let last = use_mut_ref(|| None::<&'static str>);
    use_effect_with(step, move |step| {
        let Some(step) = *step else { return };
        // The page itself has the focus when it is opened.
        if last.borrow_mut().replace(step).is_some_and(|last| last != step) {
            focus(&root, AT, false);
        }
    });
}

fn enters(on: &Callback<()>) -> Callback<KeyboardEvent> {
    let on = on.clone();
    on_enter(move || on.emit(()))
}

/// A code that is typed and sent.
#[derive(Clone)]
struct Code {
    cx: Cx,
    to: &'static str,
    typed: UseStateHandle<String>,
    lacking: UseStateHandle<bool>,
    tried: Try,
}

#[hook]
fn use_code(cx: &Cx, to: &'static str) -> Code {
    let (typed, lacking) = (use_state(String::new), use_state(|| false));
    Code { cx: cx.clone(), to, typed, lacking, tried: use_try() }
}

impl Code {
    fn id(&self) -> String {
        ["f-code", self.to].concat().replace('/', "-")
    }

    fn field(&self, label: &str, help: &str) -> Html {
        let m = messages::of(self.cx.lang());
        let wrong = self.tried.problem().filter(|it| it.code == "wrongCode");
        let error = wrong
            .map(|it| [it.detail, it.next].concat())
            .or_else(|| self.lacking.then(|| m.factor_needed.to_owned()));
        let (typed, lacking, tried) =
            (self.typed.clone(), self.lacking.clone(), self.tried.clone());
        Field {
            id: &self.id(),
            label,
            help,
            error,
            value: &self.typed,
            autocomplete: Some("one-time-code"),
            on: Callback::from(move |text| {
                tried.clear();
                lacking.set(false);
                typed.set(text);
            }),
            ..Field::default()
        }
        .input("text")
    }

    fn failure(&self) -> Html {
        let told = self.tried.problem().filter(|it| it.code != "wrongCode");
        told.map(|it| problem(&self.cx, &it)).unwrap_or_default()
    }

    fn button(&self, label: &'static str, doing: &'static str, on: &Callback<()>) -> Html {
        Button::primary(self.tried.rest(&self.cx).unwrap_or(label.to_owned()))
            .disabled(self.tried.rests() > 0)
            .busy(self.tried.busy(), doing)
            .on(on.reform(|_| ()))
            .html()
    }

    fn send<T: crate::read::Read + 'static>(&self, then: impl FnOnce(T) + 'static) {
        let code = self.typed.trim().to_owned();
        if code.is_empty() {
            self.lacking.set(true);
            return reveal(&self.cx.shell.root, &self.id());
        }
        let (port, path) = (self.cx.shell.port(), [FACTOR, self.to].concat());
        let work = async move { port.post::<T>(&path, &texts(&[("code", &code)])).await };
        let (root, id, typed) = (self.cx.shell.root.clone(), self.id(), self.typed.clone());
        self.tried.run(&self.cx, work, move |sent: Result<T, &Problem>| {
            typed.set(String::new());
            match sent {
                Ok(done) => then(done),
                Err(_) => reveal(&root, &id),
            }
        });
    }
}
