//! 修改系列: the form of its next date, and how it goes on from there.

use guiyan_core::{
    Outcome,
    branch::activity::{Details, plan::PlanCommand},
    ids::PersonId,
    refusal::Field,
    time::{DAY, Timestamp},
    view::SeriesView,
};
use yew::prelude::*;

use super::{
    super::{
        change::{meanwhile, rebased},
        fields::{Fields, Typed, audiences, on_submit, use_refused},
        plan::{form_of, plan_of_form, text},
    },
    repeats::{Repeats, fieldset, id},
};
use crate::{
    app::{focus, reveal},
    components::{Button, Cx, page_head, problem, use_command},
    messages::{changing, fill, plans},
    state::{Plan, Route},
};

/// Which series.
#[derive(Properties, Clone, PartialEq)]
pub(super) struct ChangeProps {
    pub cx: Cx,
    pub series: SeriesView,
    /// Called with what came of it.
    pub said: Callback<String>,
}

/// What the form was opened with.
#[derive(Clone, PartialEq)]
struct Base {
    revision: u32,
    plan: Plan,
    repeats: Repeats,
}

impl Base {
    fn of(series: &SeriesView) -> Option<Self> {
        let next = series.next.as_ref()?;
        let (plan, repeats) = (plan_of_form(&next.details), Repeats::of(Some(&next.repeat)));
        Some(Self { revision: series.revision, plan, repeats })
    }
}

/// 修改系列 (`Route::Plans` of a series).
#[function_component]
pub(super) fn ChangeSeries(props: &ChangeProps) -> Html {
    let ChangeProps { cx, series, said } = props;
    let m = plans::of(cx.lang());
    let now = Base::of(series);
    let base = use_state(|| now.clone());
    let typed = use_state(|| Typed {
        plan: now.as_ref().map(|now| now.plan.clone()).unwrap_or_default(),
        ..Typed::default()
    });
    let repeats = use_state(|| now.as_ref().map(|now| now.repeats.clone()).unwrap_or_default());
    let done = {
        let (cx, said) = (cx.clone(), said.clone());
        Callback::from(move |outcome| {
            if let Outcome::SeriesChanged { changed, left, .. } = outcome {
                said.emit(fill(m.changed, &[&changed.to_string(), &left.to_string()]));
                cx.go(Route::Plans(None));
            }
        })
    };
    let send = use_command(cx, done);
    use_refused(cx, &send);
    let (Some(now), Some(opened)) = (now, &*base) else {
        return html! { <div class="page">{page_head(cx, m.change_title)}<p>{m.no_next}</p></div> };
    };

    let form = form_of(&typed.plan);
    let nobody = PersonId(uuid::Uuid::nil());
    // What stands there may stay, also a deadline that has passed.
    let checked = match old(series) {
        Some(old) => form.check_change(&old, nobody, cx.now()),
        None => form.check(nobody, cx.now()),
    };
    let fields = Fields {
        cx,
        typed: &typed,
        send: &send,
        issues: checked.err().unwrap_or_default(),
        capacity_help: cx.pm().desk.capacity_help,
        audiences: Some(audiences(cx)),
        on: Callback::noop(),
    };
    let start = text(&typed.plan, Field::Start).to_owned();
    let wrong = repeats.issues(&start).first().map(|issue| id(issue.field));
    let save = {
        let (repeats, send, root) = (repeats.clone(), send.clone(), cx.shell.root.clone());
        let (id, revision) = (series.id, opened.revision);
        Callback::from(move |()| match (wrong, repeats.form()) {
            (None, Some(repeat)) => {
                let details = form.clone();
                send.send(PlanCommand::ChangeSeries { series: id, revision, details, repeat });
            }
            (wrong, _) => {
                repeats.set(Repeats { told: true, ..(*repeats).clone() });
                reveal(&root, wrong.unwrap_or("f-repeat"));
            }
        })
    };
    let submit = fields.submit(save);
    let stale = opened.revision != series.revision;
    let go_on = {
        let (base, typed, repeats) = (base.clone(), typed.clone(), repeats.clone());
        let (opened, now, send) = (opened.clone(), now.clone(), send.clone());
        let root = cx.shell.root.clone();
        Callback::from(move |_| {
            let plan = rebased(&opened.plan, &typed.plan, &now.plan);
            typed.set(Typed { plan, ..(*typed).clone() });
            if *repeats == opened.repeats {
                repeats.set(now.repeats.clone());
            }
            base.set(Some(now.clone()));
            send.clear();
            focus(&root, "page-title", false);
        })
    };
    let failure = send.problem().map(|failure| problem(cx, &failure));
    let untouched = Repeats { told: false, ..(*repeats).clone() } == opened.repeats;
    let same = !stale && typed.plan == opened.plan && untouched;
    html! {
        <form class="page form" novalidate={true} onsubmit={on_submit(&submit)}>
            {page_head(cx, m.change_title)}
            <p>{m.change_lead}</p>
            {fields.html()}
            {fieldset(cx, &repeats, &start, false, &send)}
            <div role="status">
                if stale {
                    {meanwhile(
                        cx, m.series_meanwhile, &opened.plan, &typed.plan, &now.plan, go_on,
                    )}
                }
            </div>
            <div class="submit">
                { for failure }
                {fields.count()}
                {Button::primary(m.save_change)
                    .busy(send.busy(), m.saving)
                    .disabled(same)
                    .on(submit.reform(|_| ()))
                    .html()}
                if same {
                    <p>{changing::of(cx.lang()).unchanged}</p>
                }
            </div>
        </form>
    }
}

// The next occurrence as core holds it: checked as of a time when nothing of it
// had passed.
fn old(series: &SeriesView) -> Option<Details> {
    let form = &series.next.as_ref()?.details;
    let start = form.start.parse::<Timestamp>().ok()?;
    form.check(PersonId(uuid::Uuid::nil()), start.plus(-700 * DAY)).ok()
}
