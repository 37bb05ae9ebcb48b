//! 删除我的数据: what goes, what stays, one question with a box to tick, and the
//! receipt. [PIPL §47]

use std::rc::Rc;

use guiyan_core::ids::CommandId;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{
    PATH, m,
    receipt::{self, Card},
    signed_in, signed_out,
};
use crate::{
    app::focus,
    browser,
    components::{
        Button, Icon, PageProps, Pick, icon, page_head, problem, section, tick, use_confirm,
        use_fetched,
    },
    later,
    messages::fill,
    port::{Port, Problem},
    read::{Erased, Held, Receipt},
    state::Route,
};

const DONE: &str = "erased";

#[derive(Clone, PartialEq)]
enum State {
    Asking,
    Busy,
    Failed(Problem),
    Done(Rc<Receipt>),
}

/// 删除我的数据
#[function_component]
pub(super) fn Erase(props: &PageProps) -> Html {
    let cx = &props.cx;
    let m = m(cx);
    let state = use_state(|| State::Asking);
    let confirm = use_confirm(cx, "erase");
    let ticked = use_state(|| false);
    // The same for every try: what was lost on the way is not done twice.
    let id = use_memo((), |()| browser::command_id());
    {
        let root = cx.shell.root.clone();
        use_effect_with(matches!(&*state, State::Done(_)), move |done| {
            if *done {
                focus(&root, DONE, false);
            }
        });
    }
    if let State::Done(receipt) = &*state {
        let leave = {
            let cx = cx.clone();
            Callback::from(move |_| {
                cx.shell.token_changed();
                cx.go(Route::Activities);
            })
        };
        return html! {
            <div class="page mine">
                {page_head(cx, m.receipt)}
                <p id={DONE} class="said" role="status" tabindex="-1">
                    {icon(Icon::Check)}<span>{m.erased}</span>
                </p>
                <p>{m.erased_next}</p>
                <Card cx={cx.clone()} receipt={receipt.clone()} />
                <div class="actions">
                    {Button::quiet(m.done).on(leave).html()}
                </div>
            </div>
        };
    }
    if !signed_in(cx) {
        return html! { <div class="page">{page_head(cx, m.erase)}{signed_out(cx)}</div> };
    }
    let busy = *state == State::Busy;
    let erase = {
        let (cx, state, id) = (cx.clone(), state.clone(), *id);
        Callback::from(move |_| {
            let (cx, state) = (cx.clone(), state.clone());
            state.set(State::Busy);
            spawn_local(async move {
                match carry_out(&cx.shell.port(), id).await {
                    Ok(receipt) => {
                        state.set(State::Done(Rc::new(receipt)));
                        // What they typed goes too. The caller is told to have
                        // changed only when the receipt is left: if the next
                        // view could not be had, it would go with the last.
                        cx.shell.drafts.clear();
                        // The service has ended their sessions before it answered.
                        later::forget(&cx);
                        cx.shell.reload();
                    }
                    Err(problem) => state.set(State::Failed(problem)),
                }
            });
        })
    };
    let ask = if confirm.is_open() {
        let set = {
            let ticked = ticked.clone();
            Callback::from(move |on| ticked.set(on))
        };
        let option =
            Pick { value: "".into(), label: m.understood.into(), help: AttrValue::default() };
        let body = html! {
            <>
                <div class="field">{tick("understood", &option, *ticked, set)}</div>
                if let State::Failed(failure) = &*state {
                    {problem(cx, failure)}
                }
            </>
        };
        let yes = Button::danger(m.confirm).disabled(!*ticked).busy(busy, m.erasing).on(erase);
        confirm.html(m.sure, body, yes, m.not_now)
    } else {
        let open = Button::danger(m.erase).id("erase").on(confirm.ask());
        html! { <div class="actions">{open.html()}</div> }
    };
    html! {
        <div class="page mine">
            {page_head(cx, m.erase)}
            <p>{m.erase_lead}</p>
            <Goes ..props.clone() />
            {section(m.stays, html! {
                <ul class="spots">
                    <li>{m.stays_counts}</li>
                    <li>{m.stays_codes}</li>
                    <li>{m.stays_backups}</li>
                </ul>
            })}
            {ask}
        </div>
    }
}

// Once more under the same id finds the first answer; and who is nobody by then
// still finds the receipt by that id.
async fn carry_out(port: &Port, id: CommandId) -> Result<Receipt, Problem> {
    let body = ["{\"id\":\"", &*id.to_string(), "\"}"].concat();
    let problem = match port.post::<Erased>("/v1/me/erase", &body).await {
        Ok(erased) => return Ok(erased.receipt),
        Err(problem) => problem,
    };
    receipt::fetch(port, &id.to_string()).await.map_err(|_| problem)
}

/// What there is of each kind; numbers, no names.
#[function_component]
fn Goes(props: &PageProps) -> Html {
    let cx = &props.cx;
    let m = m(cx);
    let fetched = use_fetched::<Held>(cx, PATH.to_owned());
    let list = fetched.html(|view| {
        let number = |count: usize| count.to_string();
        let one = |count: usize, sentence: &str| {
            (count > 0).then(|| html! { <li>{fill(sentence, &[&number(count)])}</li> })
        };
        let (offices, written) = (view.offices.len(), view.written.len());
        html! {
            <ul class="spots">
                { for one(view.report_ins.len(), m.goes_report) }
                { for one(view.activities.len(), m.goes_activities) }
                { for one(view.leads.len(), m.goes_leads) }
                { for one(view.requests.len(), m.goes_requests) }
                if offices + written > 0 {
                    <li>{fill(m.goes_office, &[&number(offices), &number(written)])}</li>
                }
                { for one(view.readings_total as usize, m.goes_readings) }
                <li>{m.goes_sign_in}</li>
            </ul>
        }
    });
    section(m.goes, list)
}
