//! 修改活动: the form of what is published. It carries the revision it was opened
//! with, so that nobody writes over what somebody else has changed meanwhile.

use guiyan_core::{
    Outcome,
    branch::activity::{ActivityCommand, ActivityKind},
    ids::PersonId,
    refusal::Field,
    time::Timestamp,
    view::ActivityView,
};
use yew::prelude::*;

use super::{
    fields::{Fields, Typed, audiences, on_submit, use_refused},
    plan::{ORDER, details_of, form_of, plan_of, text},
};
use crate::{
    app::focus,
    components::{Button, Cx, Tone, notice, page_head, problem, use_command},
    format,
    messages::{changing, fill, labels::Label},
    state::{Own, Plan, Route},
};

/// Which activity.
#[derive(Properties, Clone, PartialEq)]
pub(crate) struct ChangeProps {
    pub cx: Cx,
    /// As it stands now.
    pub activity: ActivityView,
    /// Whether it is the district's, rather than the branch's.
    #[prop_or_default]
    pub own: bool,
    /// Told when it is changed.
    #[prop_or_default]
    pub changed: Callback<()>,
}

/// What the form was opened with.
#[derive(Clone, PartialEq)]
struct Base {
    revision: u32,
    plan: Plan,
}

impl Base {
    fn of(activity: &ActivityView) -> Self {
        Self { revision: activity.revision, plan: plan_of(activity) }
    }
}

/// 修改活动 (`Route::ChangeActivity`).
#[function_component]
pub(crate) fn ChangeActivity(props: &ChangeProps) -> Html {
    let ChangeProps { cx, activity, own, changed } = props;
    let m = changing::of(cx.lang());
    let base = use_state(|| Base::of(activity));
    let typed = use_state(|| Typed { plan: plan_of(activity), ..Typed::default() });
    let done = {
        let (cx, id, own, changed) = (cx.clone(), activity.id, *own, changed.clone());
        Callback::from(move |outcome| {
            if outcome == Outcome::ActivityChanged {
                changed.emit(());
                cx.go(if own { Route::Own(Own::One(id)) } else { Route::Activity(id) });
            }
        })
    };
    let send = use_command(cx, done);
    use_refused(cx, &send);
    let opened = &*base;

    let details = details_of(activity);
    let nobody = PersonId(uuid::Uuid::nil());
    let checked = form_of(&typed.plan).check_change(&details, nobody, cx.now());
    let taken =
        activity.capacity.zip(activity.left).map_or(activity.confirmed, |(all, left)| all - left);
    let taken_help = fill(m.taken_help, &[&taken.to_string()]);
    let fields = Fields {
        cx,
        typed: &typed,
        send: &send,
        issues: checked.err().unwrap_or_default(),
        capacity_help: if taken > 0 { &taken_help } else { cx.pm().desk.capacity_help },
        audiences: (!*own).then(|| audiences(cx)),
        on: Callback::noop(),
    };
    let save = {
        let (typed, send) = (typed.clone(), send.clone());
        let (activity, revision) = (activity.id, opened.revision);
        let to = if *own { String::new() } else { cx.branch().to_owned() };
        Callback::from(move |()| {
            let details = form_of(&typed.plan);
            let change = ActivityCommand::ChangeActivity { activity, revision, details };
            send.send_to(&to, change.into());
        })
    };
    let submit = fields.submit(save);
    let stale = opened.revision != activity.revision;
    let go_on = {
        let (base, typed, send) = (base.clone(), typed.clone(), send.clone());
        let (opened, now) = (opened.clone(), Base::of(activity));
        let root = cx.shell.root.clone();
        Callback::from(move |_| {
            let plan = rebased(&opened.plan, &typed.plan, &now.plan);
            typed.set(Typed { plan, ..(*typed).clone() });
            base.set(now.clone());
            send.clear();
            focus(&root, "page-title", false);
        })
    };
    let failure = send.problem().map(|failure| problem(cx, &failure));
    let same = !stale && typed.plan == opened.plan;
    html! {
        <form class="page form" novalidate={true} onsubmit={on_submit(&submit)}>
            {page_head(cx, m.title)}
            {fields.html()}
            <div role="status">
                if stale {
                    {meanwhile(
                        cx, m.meanwhile, &opened.plan, &typed.plan, &plan_of(activity), go_on,
                    )}
                }
            </div>
            <div class="submit">
                { for failure }
                {fields.count()}
                {Button::primary(m.save)
                    .busy(send.busy(), m.saving)
                    .disabled(same)
                    .on(submit.reform(|_| ()))
                    .html()}
                <p>{if same { m.unchanged } else { m.save_help }}</p>
            </div>
        </form>
    }
}

// What was not touched becomes what stands there now.
pub(super) fn rebased(opened: &Plan, typed: &Plan, now: &Plan) -> Plan {
    ORDER.map(|field| {
        let untouched = text(typed, field) == text(opened, field);
        text(if untouched { now } else { typed }, field).to_owned()
    })
}

// What somebody else has changed since the form was opened, beside what is typed.
pub(super) fn meanwhile(
    cx: &Cx,
    title: &str,
    opened: &Plan,
    typed: &Plan,
    now: &Plan,
    go_on: Callback<MouseEvent>,
) -> Html {
    let m = changing::of(cx.lang());
    let changed = ORDER.into_iter().filter(|field| text(opened, *field) != text(now, *field));
    let line = |field: Field| {
        let (label, there) = (field.label(cx.lang()), shown(cx, field, text(now, field)));
        let own = text(typed, field);
        let sentence = if own == text(opened, field) || own == text(now, field) {
            fill(m.now_only, &[label, &there])
        } else {
            fill(m.now_and_yours, &[label, &there, &shown(cx, field, own)])
        };
        html! { <p class="num">{sentence}</p> }
    };
    let differences = html! {
        <>
            <p>{m.meanwhile_help}</p>
            { for changed.map(line) }
            <p class="second">{m.go_on_help}</p>
        </>
    };
    let actions = html! {
        <div class="actions">{Button::quiet(m.go_on).on(go_on).html()}</div>
    };
    notice(Tone::Wait, title, differences, actions)
}

// A typed text as people read it.
fn shown(cx: &Cx, field: Field, typed: &str) -> String {
    let readable = match field {
        Field::Kind => {
            let kind = typed.parse().ok().and_then(|at: usize| ActivityKind::ALL.get(at));
            kind.map(|kind| kind.label(cx.lang()).to_owned())
        }
        Field::Start | Field::End | Field::SignUpUntil => {
            let time = typed.parse::<Timestamp>().ok();
            time.map(|time| format::moment(time, cx.now(), cx.lang()))
        }
        _ => None,
    };
    let empty = || changing::of(cx.lang()).empty.to_owned();
    match readable {
        Some(text) => text,
        None if typed.trim().is_empty() => empty(),
        None => typed.to_owned(),
    }
}
