//! The rows that a figure counts (`Route::Rows`): in codes, and with the same
//! sum in its heading.

use std::rc::Rc;

use guiyan_core::{
    branch::request::Urgency,
    chain::Holder,
    ids::BranchId,
    tally::Measure,
    time::Month,
    view::{CountedActivity, CountedLead, CountedRequest, CountedRow, RowsOf, RowsView, StageCode},
};
use yew::prelude::*;

use super::period::Span;
use crate::{
    codes::Code,
    components::{Button, Cx, Tone, chip, page_head, use_fetched},
    format,
    messages::{
        district,
        figures::{self, FigureMessages},
        fill,
    },
    state::Route,
};

/// What is asked for, as the service reads it.
pub(super) fn query(of: &str, branch: Option<&BranchId>, span: Option<&Span>) -> String {
    let mut query = ["of=", of].concat();
    if let Some(branch) = branch {
        query.push_str("&branch=");
        query.push_str(branch.as_str());
    }
    if let Some(span) = span {
        let (from, to) = (span.from.to_string(), span.to.to_string());
        query.push_str(&["&from=", &*from, "&to=", &*to].concat());
    }
    query
}

/// A figure that leads to its rows; one that counts nothing leads nowhere.
/// `place` tells apart the same figure in two places.
pub(super) fn link(
    cx: &Cx,
    (place, query): (&str, &str),
    (name, said): (&str, &str),
    count: u64,
) -> Html {
    if count == 0 {
        return html! { <>{said.to_owned()}</> };
    }
    let id = [place, "?", query].concat();
    let route = Route::Rows(Rc::from(&*id));
    let label = fill(figures::of(cx.lang()).see, &[name, said]);
    let onclick = cx.open(route, id.clone());
    html! {
        <button type="button" class="figure-link num" {id} aria-label={label} {onclick}>
            {said.to_owned()}
        </button>
    }
}

#[derive(Properties, Clone, PartialEq)]
pub(super) struct RowsProps {
    pub cx: Cx,
    /// What is asked for.
    pub query: AttrValue,
    /// How many rows came before, on the pages after the first.
    #[prop_or_default]
    pub cursor: Option<u32>,
}

/// The page, or one of the pages after the first.
#[function_component]
pub(super) fn Rows(props: &RowsProps) -> Html {
    let RowsProps { cx, query, cursor } = props;
    let mut path = ["/v1/district/rows?", query.as_str()].concat();
    if let Some(cursor) = cursor {
        path.push_str(&["&cursor=", &*cursor.to_string()].concat());
    }
    let fetched = use_fetched::<RowsView>(cx, path);
    let wanted = use_state(|| false);
    let list = fetched.html(|view| {
        let rows = view.rows.iter().enumerate().map(|(index, row)| {
            html! { <li key={index} class="card">{drawn(cx, view.of, row)}</li> }
        });
        let next = view.cursor.map(|cursor| match *wanted {
            true => html! { <Rows cx={cx.clone()} query={query} cursor={Some(cursor)} /> },
            false => {
                let wanted = wanted.clone();
                let more = Callback::from(move |_| wanted.set(true));
                html! {
                    <div class="actions centred">
                        {Button::quiet(cx.pm().show_more).on(more).html()}
                    </div>
                }
            }
        });
        if view.rows.is_empty() {
            return html! { <p class="second">{figures::of(cx.lang()).none}</p> };
        }
        html! { <><ul class="plain-rows counted">{ for rows }</ul>{ for next }</> }
    });
    if cursor.is_some() {
        return list;
    }
    let m = figures::of(cx.lang());
    let asked = query.split('&').next().and_then(|of| of.strip_prefix("of="));
    let name = asked.and_then(|of| of.parse().ok()).map_or(String::new(), |of| name(cx, of));
    let view = fetched.ready();
    let title = match &view {
        Some(view) => [&*name, cx.pm().colon, &*sum(cx, view)].concat(),
        None => name,
    };
    html! {
        <div class="page broad">
            {page_head(cx, &title)}
            { for view.map(|view| html! {
                <p class="second num" role="status">{about(cx, &view)}</p>
            }) }
            {list}
            <p class="second">{m.codes_only}</p>
        </div>
    }
}

// The figure, as it stood on the page before: rows, yuan or jobs.
fn sum(cx: &Cx, view: &RowsView) -> String {
    match view.of {
        RowsOf::Measure(Measure::AmountLanded) => yuan(cx, view.value),
        _ => view.value.to_string(),
    }
}

fn yuan(cx: &Cx, value: i64) -> String {
    let sum = format::money(value.unsigned_abs(), cx.lang());
    if value < 0 { ["−", &*sum].concat() } else { sum }
}

// Of which branch, of which period, and how many rows.
fn about(cx: &Cx, view: &RowsView) -> String {
    let (m, lang) = (figures::of(cx.lang()), cx.lang());
    let branch = view.branch.as_ref().map_or(m.all_branches, |it| it.short_name.get(lang));
    let period = match (view.from, view.to) {
        (Some(from), Some(to)) if from == to => month(m, from),
        (Some(from), Some(to)) => fill(m.from_to, &[&month(m, from), &month(m, to)]),
        _ => m.now.to_owned(),
    };
    let rows = fill(m.rows, &[&view.total.to_string()]);
    [branch, &*period, &*rows].join(" · ")
}

fn month(m: &FigureMessages, month: Month) -> String {
    fill(m.one_month, &[&month.year.to_string(), &month.month.to_string()])
}

/// What a figure is called.
fn name(cx: &Cx, of: RowsOf) -> String {
    let (m, d, lang) = (figures::of(cx.lang()), district::of(cx.lang()), cx.lang());
    let measure = match of {
        RowsOf::RequestsOpen => return m.open.to_owned(),
        RowsOf::RequestsOverdue => return m.late.to_owned(),
        RowsOf::Measure(measure) => measure,
    };
    let stages = guiyan_core::branch::lead::LeadStage::ALL;
    if let Some(stage) = stages.into_iter().find(|it| Measure::at_stage(*it) == measure) {
        return fill(m.standing, &[stage.label(lang)]);
    }
    let name = match measure {
        Measure::LeadsSubmitted => d.submitted,
        Measure::AmountLanded => d.landed_sum,
        Measure::JobsLanded => d.jobs,
        Measure::TalentEmployed => d.talent[0],
        Measure::TalentFounded => d.talent[1],
        Measure::TalentVillageCommittee => d.talent[2],
        Measure::RequestsClosed => m.resolved,
        Measure::Whistles => m.whistles,
        Measure::ArrivalsInTarget => m.in_time,
        Measure::ActivitiesPublished => m.held,
        _ => m.requests,
    };
    name.to_owned()
}

fn drawn(cx: &Cx, of: RowsOf, row: &CountedRow) -> Html {
    let (m, lang) = (figures::of(cx.lang()), cx.lang());
    let branch = row.branch.short_name.get(lang);
    let added = match of {
        RowsOf::Measure(Measure::AmountLanded) => Some(yuan(cx, row.value)),
        RowsOf::Measure(Measure::JobsLanded) => Some(row.value.to_string()),
        _ => None,
    };
    let added = added.map(|added| html! { <span class="strong num">{added}</span> });
    let taken_back = (row.value < 0).then(|| chip(Tone::Still, m.takes_back));
    let date = format::moment(row.at, cx.now(), lang);
    let (head, tail) = match (&row.lead, &row.request, &row.activity) {
        (Some(it), ..) => lead(cx, it),
        (_, Some(it), _) => request(cx, it),
        (.., Some(it)) => activity(cx, it),
        _ => return Html::default(),
    };
    html! {
        <>
            <p class="line">{head}{ for added }{ for taken_back }</p>
            <p class="second num">{[&*date, branch].join(" · ")}</p>
            <p class="second num">{tail}</p>
        </>
    }
}

fn lead(cx: &Cx, it: &CountedLead) -> (Html, String) {
    let (m, lang) = (figures::of(cx.lang()), cx.lang());
    let mut parts = vec![it.kind.label(lang), it.industry.label(lang)];
    parts.extend(it.township.as_ref().map(|place| place.name.get(lang)));
    let head = html! {
        <><span class="strong">{parts.join(" · ")}</span>{chip(Tone::Still, it.stage.label(lang))}</>
    };
    let since = fill(m.since, &[&format::day(it.holder.since.day(), cx.now(), lang)]);
    let holder = fill(m.has_it, &[it.holder.name.get(lang)]);
    (head, [holder, since].join(" · "))
}

fn request(cx: &Cx, it: &CountedRequest) -> (Html, String) {
    let (m, lang) = (figures::of(cx.lang()), cx.lang());
    let mut parts = vec![it.kind.label(lang)];
    parts.extend(it.category.map(|category| category.label(lang)));
    parts.extend(it.township.as_ref().map(|place| place.name.get(lang)));
    let stage = match it.stage {
        StageCode::HelperAgreed => m.waits_for_member,
        stage => stage.label(lang),
    };
    let head = html! {
        <>
            <span class="strong">{parts.join(" · ")}</span>
            {chip(Tone::Still, stage)}
            if it.urgency != Urgency::Normal {
                {chip(Tone::Wait, it.urgency.label(lang))}
            }
            if it.overdue_since.is_some() {
                {chip(Tone::Late, m.overdue)}
            }
        </>
    };
    let holder = match (&it.holder, &it.holder_name) {
        (_, Some(name)) => fill(m.has_it, &[name.get(lang)]),
        (Holder::Helper, None) => fill(m.has_it, &[m.helper]),
        // Taken off the list since: its id is all that is left of it.
        (Holder::Department(id), None) => fill(m.has_it, &[id.as_str()]),
        (_, None) => m.member.to_owned(),
    };
    let since = fill(m.since, &[&format::day(it.since.day(), cx.now(), lang)]);
    (head, [holder, since].join(" · "))
}

fn activity(cx: &Cx, it: &CountedActivity) -> (Html, String) {
    let (m, lang) = (figures::of(cx.lang()), cx.lang());
    let head = html! {
        <>
            <span class="strong">{&it.title}</span>
            {chip(Tone::Still, it.kind.label(lang))}
            if it.cancelled {
                {chip(Tone::Stop, m.cancelled)}
            }
        </>
    };
    let begins = fill(m.begins, &[&format::moment(it.start, cx.now(), lang)]);
    let counts = fill(m.counts, &[&it.taken.to_string(), &it.attended.to_string()]);
    (head, [begins, counts].join(" · "))
}
