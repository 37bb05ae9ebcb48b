//! The people of a township who have reported in, for its 专人.

use guiyan_core::{
    branch::member::HomeState,
    ids::{PersonId, TownshipId},
    view::{TownshipPage, TownshipRow},
};
use yew::prelude::*;

use super::{
    Done,
    help::{self, use_open},
    home::Home,
    matter::said,
    use_turned,
};
use crate::{
    codes::Code,
    components::{
        Button, Cx, Icon, Tone, chip, facts, icon, phone, problem, section, state_chip, steps,
        use_command, use_fetched,
    },
    format,
    messages::{fill, home::office},
};

/// Which township.
#[derive(Properties, Clone, PartialEq)]
pub(super) struct PeopleProps {
    pub cx: Cx,
    pub township: TownshipId,
    /// Told what was done.
    pub changed: Callback<Done>,
}

/// The people of one township.
#[function_component]
pub(super) fn People(props: &PeopleProps) -> Html {
    let PeopleProps { cx, township, changed } = props;
    // The pages turned, each by who came last before it.
    let turned = use_state(Vec::<PersonId>::new);
    let total = ["people-", township.as_str()].concat();
    let path = ["/v1/townships/", township.as_str()].concat();
    let path = match turned.last() {
        Some(after) => [&*path, "?cursor=", &*after.to_string()].concat(),
        None => path,
    };
    let page = use_fetched::<TownshipPage>(cx, path);
    let changed = {
        let (reload, changed) = (page.reload(), changed.clone());
        Callback::from(move |sentence| {
            reload.emit(());
            changed.emit(sentence);
        })
    };
    use_turned(cx, turned.len(), page.ready().is_some(), total.clone());
    let m = office::of(cx.lang());
    let title = fill(m.people, &[&help::township(cx, township)]);
    let to = |next: Option<PersonId>| {
        let turned = turned.clone();
        Callback::from(move |_| {
            let mut pages = (*turned).clone();
            match next {
                Some(next) => pages.push(next),
                None => drop(pages.pop()),
            }
            turned.set(pages);
        })
    };
    let row = |row: &TownshipRow| {
        html! {
            <Person
                key={[row.person.to_string(), row.branch.to_string()].concat()}
                cx={cx.clone()}
                row={row.clone()}
                changed={changed.clone()}
            />
        }
    };
    let body = page.html(|page| {
        html! {
            <div class="stack">
                if page.total == 0 {
                    <p class="second">{m.none_people}</p>
                } else {
                    <p id={total.clone()} class="second num" tabindex="-1">
                        {fill(m.people_total, &[&page.total.to_string()])}
                    </p>
                }
                <div class="matters">{ for page.rows.iter().map(row) }</div>
                <div class="actions">
                    if !turned.is_empty() {
                        {Button::quiet(m.earlier).on(to(None)).html()}
                    }
                    { for page.cursor.map(|next| Button::quiet(m.more).on(to(Some(next))).html()) }
                </div>
            </div>
        }
    });
    section(&title, body)
}

/// One person of the township.
#[derive(Properties, Clone, PartialEq)]
struct PersonProps {
    cx: Cx,
    row: TownshipRow,
    changed: Callback<Done>,
}

#[function_component]
fn Person(props: &PersonProps) -> Html {
    let PersonProps { cx, row, changed } = props;
    let open = use_open(cx);
    let done = {
        let (cx, changed, close) = (cx.clone(), changed.clone(), open.close());
        Callback::from(move |outcome| {
            close.emit(());
            changed.emit(Done { said: said(&cx, outcome), gone: false });
        })
    };
    let send = use_command(cx, done.clone());
    let Some(view) = cx.view() else { return Html::default() };
    let (m, lang, pm) = (office::of(cx.lang()), cx.lang(), cx.pm());
    let text = |text: &str| Some(html! { <>{text}</> });
    let name = row.name.as_deref().unwrap_or(pm.desk.erased);
    let since = format::ago(row.since, cx.now(), lang);
    let waits = row.state.is_active()
        && matches!(row.home, HomeState::Waiting { .. } | HomeState::Answered { .. });
    let left = row.left_on.map(|day| day.to_string());
    html! {
        <details class="card person">
            <summary>
                {icon(Icon::Right)}
                <span class="grow">
                    <span class="strong">{name}</span>
                    <span class="line">
                        {state_chip(cx, row.state)}
                        {home_chip(cx, row.home)}
                        <span class="second num">{since}</span>
                    </span>
                </span>
            </summary>
            <div class="stack">
                {facts(vec![
                    (guiyan_core::refusal::Field::Phone.label(lang), row.phone.as_deref().map(phone)),
                    (m.home_branch, row.home_branch.as_deref().and_then(text)),
                    (m.left_on, left.as_deref().and_then(text)),
                    (m.lives, row.city.as_deref().and_then(text)),
                    (guiyan_core::refusal::Field::Reason.label(lang), text(row.reason.label(lang))),
                    (guiyan_core::refusal::Field::Category.label(lang), text(row.category.label(lang))),
                    (m.in_branch, text(&help::branch_name(cx, &row.branch))),
                ])}
                {steps(cx, view, &row.steps, pm.desk.by_member)}
                { for send.problem().map(|failure| problem(cx, &failure)) }
                if waits {
                    {Home { cx, person: row.person, branch: row.branch.as_str() }
                        .actions(row.name.as_deref(), &send, &open, &done)}
                }
            </div>
        </details>
    }
}

/// What the home township says to a report-in.
fn home_chip(cx: &Cx, home: HomeState) -> Html {
    let m = office::of(cx.lang());
    match home {
        HomeState::Waiting { .. } => chip(Tone::Wait, m.home_waiting),
        HomeState::Acknowledged { .. } => chip(Tone::Ok, m.home_acknowledged),
        HomeState::Disputed { .. } => chip(Tone::Stop, m.home_disputed),
        HomeState::Answered { .. } => chip(Tone::Info, m.home_answered),
    }
}
