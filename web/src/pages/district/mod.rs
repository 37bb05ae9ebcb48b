//! The district's page: the branches side by side, in figures, for its officers
//! (`Route::District`).

mod charts;
mod export;
mod help;
mod own;
mod period;
mod plot;
mod registers;
mod rows;
mod swept;

use guiyan_core::{
    branch::{
        lead::LeadStage,
        member::{Industry, MemberState},
    },
    caller::Lang,
    tally::Measure,
    view::{BranchOverview, DistrictView, OverviewView},
};
use yew::prelude::*;

use crate::{
    components::{Button, Cx, Icon, PageProps, facts, icon, section, use_fetched},
    messages::{
        district::{self, DistrictMessages},
        figures, fill,
        labels::Label,
    },
    state::Route,
};
use period::{Period, Span};

/// What every part of the page draws from.
pub(super) struct Scene<'a> {
    cx: &'a Cx,
    m: &'static DistrictMessages,
    view: &'a OverviewView,
    spans: &'a [Span],
    /// Which of the spans the figures are of.
    chosen: usize,
    choose: &'a Callback<usize>,
}

impl Scene<'_> {
    /// A count for each branch.
    fn per_branch(&self, of: impl Fn(&BranchOverview) -> u64) -> Vec<u64> {
        self.view.branches.iter().map(of).collect()
    }

    /// A branch's measure in the chosen period; what was taken back leaves nothing.
    fn sum(&self, branch: &BranchOverview, measure: Measure) -> u64 {
        self.span().map_or(0, |span| summed(branch, measure, span))
    }

    fn span(&self) -> Option<&Span> {
        self.spans.get(self.chosen)
    }
}

// One figure of a list; what is not listed is none.
fn counted<T>(figures: &[T], wanted: impl Fn(&&T) -> bool, count: fn(&T) -> u32) -> u64 {
    figures.iter().find(wanted).map_or(0, count).into()
}

/// A branch's measure over a period.
fn summed(branch: &BranchOverview, measure: Measure, span: &Span) -> u64 {
    let months = branch.months.iter().filter(|it| span.holds(it.month));
    let figures = months.flat_map(|it| &it.figures).filter(|it| it.measure == measure);
    figures.map(|it| it.value).sum::<i64>().max(0).unsigned_abs()
}

/// The page.
#[function_component]
pub(super) fn District(props: &PageProps) -> Html {
    let cx = &props.cx;
    let fetched = use_fetched::<OverviewView>(cx, "/v1/district/overview".to_owned());
    let activities_of = use_fetched::<DistrictView>(cx, "/v1/district".to_owned());
    let period = use_state(Period::default);
    // Counted from the latest, so that it stays true when a month begins.
    let back = use_state(|| 0_usize);
    let busy = use_state(registers::State::default);
    let rows = match &cx.model.route {
        Route::Rows(id) => id.split_once('?').map(|(_, query)| AttrValue::from(query.to_owned())),
        _ => None,
    };
    // Only out of sight meanwhile, so that coming back finds all as it was.
    let away = rows.is_some() || matches!(cx.model.route, Route::Own(_));
    let figures = fetched.html(|view| {
        let now = view.now.day().month();
        let spans = period.spans(view.since, now, cx.lang());
        let last = spans.len().saturating_sub(1);
        let choose = {
            let back = back.clone();
            Callback::from(move |index: usize| back.set(last.saturating_sub(index)))
        };
        let chosen = last.saturating_sub(*back);
        let m = district::of(cx.lang());
        let scene = Scene { cx, m, view, spans: &spans, chosen, choose: &choose };
        html! {
            <div class="page broad overview">
                <h3 id="figures" tabindex="-1">{fill(m.title, &[view.name.get(cx.lang())])}</h3>
                {own::list(cx, &activities_of)}
                {switch(&scene, &period, &back)}
                {own::figures(&scene)}
                {section(m.members, members(&scene))}
                {section(m.activities, activities(&scene))}
                {section(m.leads, leads(&scene))}
                {section(m.help, help::help(&scene))}
                {section(m.registers, registers::registers(&scene, &busy))}
                {offices(cx)}
                <swept::Swept cx={cx.clone()} rows={activities_of.ready().map(|it| it.swept.clone())} />
                <p class="second">{m.no_names}</p>
            </div>
        }
    });
    html! {
        <>
            <div hidden={away}>{figures}</div>
            if let Route::Own(page) = &cx.model.route {
                {own::page(cx, page, &activities_of)}
            }
            { for rows.map(|query| html! {
                <rows::Rows key={query.to_string()} cx={cx.clone()} query={query.clone()} />
            }) }
        </>
    }
}

// 任职: the way to who holds which office.
fn offices(cx: &Cx) -> Html {
    let m = crate::messages::offices::of(cx.lang());
    let entry = Button::quiet(m.title).id("offices").on(cx.link(Route::Offices { district: true }));
    section(
        m.title,
        html! {
            <>
                <p class="second">{m.lead_district}</p>
                <div class="actions">{entry.html()}</div>
            </>
        },
    )
}

// Which periods, and which one of them.
fn switch(
    scene: &Scene<'_>,
    period: &UseStateHandle<Period>,
    back: &UseStateHandle<usize>,
) -> Html {
    let m = scene.m;
    let kind = |(kind, name): (Period, &'static str)| {
        let (period, back) = (period.clone(), back.clone());
        let on = *period == kind;
        let onclick = Callback::from(move |_: MouseEvent| {
            period.set(kind);
            back.set(0);
        });
        html! {
            <button type="button" class="filter" aria-pressed={if on { "true" } else { "false" }} {onclick}>
                {name}
            </button>
        }
    };
    let step = |to: Option<usize>, label: &'static str, shape: Icon| {
        let choose = scene.choose.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            if let Some(to) = to {
                choose.emit(to);
            }
        });
        html! {
            <button
                type="button"
                class="period-step"
                aria-label={label}
                aria-disabled={to.is_none().then_some("true")}
                {onclick}
            >
                {icon(shape)}
            </button>
        }
    };
    let last = scene.spans.len().saturating_sub(1);
    let name = scene.span().map(|span| {
        if scene.chosen == last { fill(m.until_now, &[&span.long]) } else { span.long.clone() }
    });
    html! {
        <div class="period" role="group" aria-label={m.period}>
            <div class="filters three">
                { for Period::ALL.into_iter().zip(m.periods).map(kind) }
            </div>
            <div class="period-at">
                {step(scene.chosen.checked_sub(1), m.earlier, Icon::Left)}
                <p class="strong num" role="status">{name.unwrap_or_default()}</p>
                {step(Some(scene.chosen + 1).filter(|to| *to <= last), m.later, Icon::Right)}
            </div>
        </div>
    }
}

fn members(scene: &Scene<'_>) -> Html {
    let (m, lang) = (scene.m, scene.cx.lang());
    let plain = |count: u64| count.to_string();
    let states = MemberState::ALL.iter().map(|state| {
        let counts =
            scene.per_branch(|it| counted(&it.states, |it| it.state == *state, |it| it.count));
        (state.label(lang).to_owned(), counts)
    });
    let townships = scene.view.townships.iter().map(|township| {
        let counts = scene.per_branch(|it| {
            counted(&it.townships, |it| it.township == township.id, |it| it.count)
        });
        (township.name.get(lang).to_owned(), counts)
    });
    let industries = Industry::ALL.iter().map(|industry| {
        let counts = scene
            .per_branch(|it| counted(&it.industries, |it| it.industry == *industry, |it| it.count));
        (industry.label(lang).to_owned(), counts)
    });
    let some = |rows: Vec<(String, Vec<u64>)>| -> Vec<(String, Vec<u64>)> {
        rows.into_iter().filter(|(_, counts)| counts.iter().any(|count| *count > 0)).collect()
    };
    html! {
        <>
            {charts::comparison(scene, "members-state", m.by_state, &states.collect::<Vec<_>>(), &plain, &charts::sums)}
            {charts::comparison(scene, "members-home", m.by_township, &townships.collect::<Vec<_>>(), &plain, &charts::sums)}
            {charts::comparison(scene, "members-trade", m.by_industry, &some(industries.collect()), &plain, &charts::sums)}
            <p class="second">{figures::of(lang).no_roster}</p>
        </>
    }
}

fn activities(scene: &Scene<'_>) -> Html {
    let m = scene.m;
    let plain = |count: u64| count.to_string();
    html! {
        <>
            {charts::timeline(scene, "activities", m.held, Measure::ActivitiesPublished, &plain, true)}
            {charts::timeline(scene, "visits", m.visits, Measure::CheckIns, &plain, false)}
            {charts::timeline(scene, "hours", m.hours, Measure::HourTenths, &tenths, false)}
            <p class="second">{figures::of(scene.cx.lang()).no_people}</p>
        </>
    }
}

fn tenths(tenths: u64) -> String {
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        rest => [&*(tenths / 10).to_string(), ".", &rest.to_string()].concat(),
    }
}

fn leads(scene: &Scene<'_>) -> Html {
    let (m, lang) = (scene.m, scene.cx.lang());
    let plain = |count: u64| count.to_string();
    let stages = LeadStage::ALL.iter().map(|stage| {
        let counts =
            scene.per_branch(|it| counted(&it.stages, |it| it.stage == *stage, |it| it.count));
        (stage.label(lang).to_owned(), counts)
    });
    let fact = |name: &'static str, measure: Measure, say: &dyn Fn(u64) -> String| {
        let sum = scene.per_branch(|it| scene.sum(it, measure)).iter().sum::<u64>();
        let query = rows::query(measure.name(), None, scene.span());
        let link = rows::link(scene.cx, ("fact", &query), (name, &say(sum)), sum);
        (name, Some(html! { <b class="num">{link}</b> }))
    };
    let facts_of = [
        fact(m.landed_sum, Measure::AmountLanded, &|sum| yuan(sum, lang)),
        fact(m.jobs, Measure::JobsLanded, &plain),
        fact(m.talent[0], Measure::TalentEmployed, &plain),
        fact(m.talent[1], Measure::TalentFounded, &plain),
        fact(m.talent[2], Measure::TalentVillageCommittee, &plain),
    ];
    let standing =
        |index: usize| Some((Measure::at_stage(*LeadStage::ALL.get(index)?).name(), None));
    html! {
        <>
            {facts(facts_of.into())}
            {charts::comparison(scene, "leads-stage", m.by_stage, &stages.collect::<Vec<_>>(), &plain, &standing)}
            {charts::timeline(scene, "leads-new", m.submitted, Measure::LeadsSubmitted, &plain, true)}
            {charts::timeline(scene, "leads-sum", m.landed_sum, Measure::AmountLanded, &|sum| yuan(sum, lang), true)}
        </>
    }
}

/// `120 万元`; whole yuan below ten thousand.
pub(super) fn yuan(sum: u64, lang: Lang) -> String {
    let (whole, rest) = (sum / 10_000, sum % 10_000 / 1000);
    match lang {
        Lang::Zh if sum < 10_000 => fill("{} 元", &[&sum.to_string()]),
        Lang::Zh if rest > 0 => fill("{}.{} 万元", &[&whole.to_string(), &rest.to_string()]),
        Lang::Zh => fill("{} 万元", &[&whole.to_string()]),
        Lang::En => {
            let mut digits = sum.to_string();
            let mut at = digits.len();
            while at > 3 {
                at -= 3;
                digits.insert(at, ',');
            }
            fill("CNY {}", &[&digits])
        }
    }
}
