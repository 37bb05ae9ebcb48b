//! 新建活动: one form, checked as it is typed by core's own rules. What is typed
//! stays until it is published.

use guiyan_core::{Outcome, branch::activity::ActivityCommand, ids::PersonId, refusal::Field};
use yew::prelude::*;

use super::{
    fields::{Fields, Typed, audiences, on_submit, use_refused},
    plan::{form_of, id, text},
};
use crate::{
    app::reveal,
    components::{Button, Cx, page_head, problem, use_command},
    messages::rooms,
    state::{Own, Plan, Route},
};

/// Who publishes it.
#[derive(Properties, Clone, PartialEq)]
pub(crate) struct NewProps {
    pub cx: Cx,
    /// Whether it is the district's, rather than the branch's.
    #[prop_or_default]
    pub own: bool,
    /// Told when it is published.
    #[prop_or_default]
    pub changed: Callback<()>,
}

/// 新建活动 (`Route::NewActivity`), and that of the district.
#[function_component]
pub(crate) fn NewActivity(props: &NewProps) -> Html {
    let (cx, own) = (&props.cx, props.own);
    let typed = use_state(|| {
        let kept = cx.shell.plans.get();
        Typed { kept: kept.is_some(), plan: kept.unwrap_or_default(), ..Typed::default() }
    });
    let done = {
        let (cx, changed) = (cx.clone(), props.changed.clone());
        Callback::from(move |outcome| {
            if let Outcome::ActivityPublished { activity } = outcome {
                cx.shell.plans.clear();
                changed.emit(());
                cx.go(if own { Route::Own(Own::One(activity)) } else { Route::Activity(activity) });
            }
        })
    };
    let send = use_command(cx, done);
    use_refused(cx, &send);
    let checked = form_of(&typed.plan).check(PersonId(uuid::Uuid::nil()), cx.now());
    let m = &cx.pm().desk;
    let shell = cx.shell.clone();
    let fields = Fields {
        cx,
        typed: &typed,
        send: &send,
        issues: checked.err().unwrap_or_default(),
        capacity_help: m.capacity_help,
        audiences: if own { Vec::new() } else { audiences(cx) },
        on: Callback::from(move |plan| shell.plans.keep(&plan)),
    };
    let publish = {
        let (typed, send) = (typed.clone(), send.clone());
        let to = if own { String::new() } else { cx.branch().to_owned() };
        Callback::from(move |()| {
            let details = form_of(&typed.plan);
            send.send_to(&to, ActivityCommand::PublishActivity { details }.into());
        })
    };
    let submit = fields.submit(publish);
    let failure = send.problem().map(|failure| problem(cx, &failure));
    html! {
        <form class="page form" novalidate={true} onsubmit={on_submit(&submit)}>
            {page_head(cx, cx.pm().new_activity)}
            {kept(cx, &typed)}
            {fields.html()}
            <div class="submit">
                { for failure }
                {fields.count()}
                {Button::primary(m.publish)
                    .busy(send.busy(), m.publishing)
                    .on(submit.reform(|_| ()))
                    .html()}
                <p>{publish_help(cx, own, &typed.plan)}</p>
            </div>
        </form>
    }
}

// For whom it will be.
fn publish_help(cx: &Cx, own: bool, plan: &Plan) -> &'static str {
    let rooms = rooms::of(cx.lang());
    match text(plan, Field::Audience) {
        _ if own => rooms.publish_help,
        "sisters" => rooms.publish_help,
        "" => cx.pm().desk.publish_help,
        _ => rooms.group_help,
    }
}

// A plan of before is back; it can be put away.
fn kept(cx: &Cx, typed: &UseStateHandle<Typed>) -> Html {
    if !typed.kept {
        return Html::default();
    }
    let (shell, typed) = (cx.shell.clone(), typed.clone());
    let anew = Callback::from(move |_| {
        shell.plans.clear();
        typed.set(Typed::default());
        reveal(&shell.root, &id(Field::Title));
    });
    html! {
        <p class="line">
            <span class="second">{cx.pm().form.kept}</span>
            {Button::plain(cx.pm().desk.start_anew).on(anew).html()}
        </p>
    }
}
