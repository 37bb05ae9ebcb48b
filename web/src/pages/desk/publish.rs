//! 新建活动: one form, checked as it is typed by core's own rules. What is typed
//! stays until it is published, or is kept as a draft that others can go on with.

use guiyan_core::{
    Outcome,
    branch::activity::{
        ActivityCommand,
        plan::{DraftRef, PlanCommand},
    },
    ids::PersonId,
    refusal::{Field, Refusal},
    view::DraftView,
};
use yew::prelude::*;

use super::{
    change::{meanwhile, rebased},
    fields::{Fields, Typed, audiences, on_submit, use_refused},
    plan::{form_of, id, plan_of_form, text},
    plans::{
        opened,
        repeats::{self, Repeats},
    },
};
use crate::{
    app::{focus, reveal},
    components::{Button, Cx, Tone, notice, page_head, problem, use_command},
    messages::{plans, rooms},
    state::{Own, Plan, Route},
};

/// What is published.
#[derive(Properties, Clone, PartialEq)]
pub(crate) struct PublishProps {
    pub cx: Cx,
    /// The draft it is made of, as it stands now; none for a new one.
    #[prop_or_default]
    pub draft: Option<DraftView>,
    /// Whether somebody took the draft away.
    #[prop_or_default]
    pub gone: bool,
    /// Whether it is the district's, rather than the branch's.
    #[prop_or_default]
    pub own: bool,
    /// Told when it is published.
    #[prop_or_default]
    pub changed: Callback<()>,
}

/// The draft as the form was opened with it.
#[derive(Clone, PartialEq)]
struct Base {
    draft: DraftRef,
    plan: Plan,
    repeats: Repeats,
}

impl Base {
    fn of(draft: &DraftView) -> Self {
        let (plan, repeats) = (plan_of_form(&draft.details), Repeats::of(draft.repeat.as_ref()));
        Self { draft: opened(draft), plan, repeats }
    }
}

/// 新建活动 (`Route::NewActivity`), a draft (`Route::Plans`), or one of
/// the district.
#[function_component]
pub(crate) fn Publish(props: &PublishProps) -> Html {
    let PublishProps { cx, draft, gone, own, changed: _ } = props;
    let own = *own;
    let now = draft.as_ref().map(Base::of);
    let base = use_state(|| now.clone());
    let typed = use_state(|| match &now {
        Some(now) => Typed { plan: now.plan.clone(), ..Typed::default() },
        None => {
            let kept = cx.shell.drafts.plan.get();
            Typed { kept: kept.is_some(), plan: kept.unwrap_or_default(), ..Typed::default() }
        }
    });
    let repeats = use_state(|| now.as_ref().map(|now| now.repeats.clone()).unwrap_or_default());
    let fresh = now.is_none();
    let done = {
        let (cx, changed) = (cx.clone(), props.changed.clone());
        Callback::from(move |outcome| {
            if fresh {
                cx.shell.drafts.plan.clear();
            }
            match outcome {
                Outcome::ActivityPublished { activity } if own => {
                    changed.emit(());
                    cx.go(Route::Own(Own::One(activity)));
                }
                Outcome::ActivityPublished { activity } => cx.go(Route::Activity(activity)),
                _ => cx.go(Route::Plans(None)),
            }
        })
    };
    let send = use_command(cx, done.clone());
    let save = use_command(cx, done);
    use_refused(cx, &send);
    use_refused(cx, &save);

    let form = form_of(&typed.plan);
    let checked = form.check(PersonId(uuid::Uuid::nil()), cx.now());
    let (m, words) = (&cx.pm().desk, plans::of(cx.lang()));
    let shell = cx.shell.clone();
    let fields = Fields {
        cx,
        typed: &typed,
        send: if save.problem().is_some() { &save } else { &send },
        issues: checked.err().unwrap_or_default(),
        capacity_help: m.capacity_help,
        audiences: (!own).then(|| audiences(cx)),
        on: Callback::from(move |plan| {
            if fresh {
                shell.drafts.plan.keep(&plan);
            }
        }),
    };
    let start = text(&typed.plan, Field::Start).to_owned();
    let wrong = repeats.issues(&start).first().map(|issue| repeats::id(issue.field));
    let of = base.as_ref().map(|base| base.draft);
    let publish = {
        let (repeats, send, save) = (repeats.clone(), send.clone(), save.clone());
        let (root, details) = (cx.shell.root.clone(), form.clone());
        let to = if own { String::new() } else { cx.branch().to_owned() };
        Callback::from(move |()| {
            if let Some(wrong) = wrong {
                repeats.set(Repeats { told: true, ..(*repeats).clone() });
                reveal(&root, wrong);
                return;
            }
            save.clear();
            let details = details.clone();
            match repeats.form() {
                Some(repeat) => {
                    send.send(PlanCommand::PublishSeries { details, repeat, draft: of });
                }
                None => {
                    let command = ActivityCommand::PublishActivity { details, draft: of };
                    send.send_to(&to, command.into());
                }
            }
        })
    };
    let submit = fields.submit(publish);
    let keep = {
        let (repeats, send, save) = (repeats.clone(), send.clone(), save.clone());
        Callback::from(move |_| {
            send.clear();
            let (details, repeat) = (form.clone(), repeats.form());
            save.send(PlanCommand::SaveDraft { draft: of, details, repeat });
        })
    };
    let standing = match (&*base, &now) {
        (Some(opened), Some(now)) if *gone || opened.draft != now.draft => {
            let go_on = {
                let (base, typed, repeats) = (base.clone(), typed.clone(), repeats.clone());
                let (opened, now, gone) = (opened.clone(), now.clone(), *gone);
                let (root, senders) = (cx.shell.root.clone(), [send.clone(), save.clone()]);
                Callback::from(move |_| {
                    let plan = rebased(&opened.plan, &typed.plan, &now.plan);
                    typed.set(Typed { plan, ..(*typed).clone() });
                    if *repeats == opened.repeats {
                        repeats.set(now.repeats.clone());
                    }
                    // What is gone is published, or saved, as a new one.
                    base.set((!gone).then(|| now.clone()));
                    senders.iter().for_each(crate::components::Sender::clear);
                    focus(&root, "page-title", false);
                })
            };
            if *gone {
                lost(cx, go_on)
            } else {
                meanwhile(cx, words.meanwhile, &opened.plan, &typed.plan, &now.plan, go_on)
            }
        }
        _ => Html::default(),
    };
    let failure = send.problem().or_else(|| save.problem()).map(|failure| problem(cx, &failure));
    // The district keeps neither drafts nor series.
    let title = if fresh { cx.pm().new_activity } else { words.draft_title };
    let label = if of.is_some() { words.save_again } else { words.save };
    html! {
        <form class="page form" novalidate={true} onsubmit={on_submit(&submit)}>
            {page_head(cx, title)}
            {kept(cx, &typed)}
            {fields.html()}
            if !own {
                {repeats::fieldset(cx, &repeats, &start, true, &send)}
            }
            <div role="status">{standing}</div>
            <div class="submit">
                { for failure }
                {fields.count()}
                <div class="actions">
                    {Button::primary(m.publish)
                        .busy(send.busy(), m.publishing)
                        .disabled(save.busy())
                        .on(submit.reform(|_| ()))
                        .html()}
                    if !own {
                        {Button::quiet(label)
                            .id("save-draft")
                            .busy(save.busy(), words.saving)
                            .disabled(send.busy())
                            .on(keep)
                            .html()}
                    }
                </div>
                <p>
                    {if repeats.every.is_some() { words.publish_series_help } else { publish_help(cx, own, &typed.plan) }}
                </p>
                if !own {
                    <p class="second">{words.save_help}</p>
                }
            </div>
        </form>
    }
}

// The draft is gone; what is typed is not.
fn lost(cx: &Cx, go_on: Callback<MouseEvent>) -> Html {
    let m = plans::of(cx.lang());
    let (why, next) =
        (Refusal::UnknownDraft.sentence(cx.lang()), Refusal::UnknownDraft.next(cx.lang()));
    let text = html! { <><p>{next}</p><p class="second">{m.gone_help}</p></> };
    let go_on = Button::quiet(m.gone_on).on(go_on).html();
    notice(Tone::Wait, why, text, html! { <div class="actions">{go_on}</div> })
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
        shell.drafts.plan.clear();
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
