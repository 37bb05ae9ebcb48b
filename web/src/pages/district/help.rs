//! Requests: the three measures as domain §5 defines them, and beside them the
//! figures of the founding article, which stay those of their own offices.

use guiyan_core::{tally::Measure, view::BranchOverview};
use yew::prelude::*;

use super::{Scene, charts, rows};
use crate::{
    components::Button,
    messages::{figures, fill},
    state::Route,
};

/// Below this many cases a share says less than the counts.
const ENOUGH: u64 = 10;

/// A share by its parts.
struct Share {
    name: &'static str,
    of: &'static str,
    part: Measure,
    whole: Measure,
    /// Whether its counts lead to their rows.
    linked: bool,
}

pub(super) fn help(scene: &Scene<'_>) -> Html {
    let m = scene.m;
    let plain = |count: u64| count.to_string();
    let shares = [
        Share {
            name: m.closed,
            of: m.closed_of,
            part: Measure::RequestsClosed,
            whole: Measure::RequestsReceived,
            linked: true,
        },
        Share {
            name: m.on_time,
            of: m.on_time_of,
            part: Measure::ArrivalsInTarget,
            whole: Measure::Whistles,
            linked: true,
        },
        Share {
            name: m.satisfied,
            of: m.satisfied_of,
            part: Measure::RatingsGood,
            whole: Measure::Ratings,
            // Who rated what is not for the district.
            linked: false,
        },
    ];
    let branches = scene.view.branches.iter().map(|branch| {
        html! {
            <div class="plot-of" key={branch.branch.id.to_string()}>
                <p class="second">{branch.branch.short_name.get(scene.cx.lang())}</p>
                <dl class="shares">
                    { for shares.iter().map(|it| share(scene, branch, it)) }
                    {open_now(scene, branch)}
                </dl>
            </div>
        }
    });
    // 待办 is a page of a branch's element.
    let office = scene.cx.view().is_some_and(|view| view.office);
    let open = office.then(|| {
        let open = Button::quiet(m.open_matters).on(scene.cx.link(Route::Office));
        html! { <div class="actions">{open.html()}</div> }
    });
    html! {
        <>
            <div class="card chart">
                <div class="plots">{ for branches }</div>
                <p class="second">{figures::of(scene.cx.lang()).no_ratings}</p>
                { for open }
            </div>
            {charts::timeline(scene, "requests", m.received, Measure::RequestsReceived, &plain, true)}
            {references(scene)}
        </>
    }
}

fn share(scene: &Scene<'_>, branch: &BranchOverview, share: &Share) -> Html {
    let (part, whole) = (scene.sum(branch, share.part), scene.sum(branch, share.whole));
    let counts = counts(scene, branch, share, (part, whole));
    // What was received before the period can be resolved in it.
    let said = match whole {
        0 if part == 0 => None,
        _ if whole < ENOUGH || part > whole => {
            Some([&*part.to_string(), "/", &whole.to_string()].concat())
        }
        _ => Some(percent(part * 1000 / whole)),
    };
    html! {
        <div>
            <dt>{share.name}</dt>
            <dd>
                <b class="num">{said.unwrap_or_else(|| "–".to_owned())}</b>
                <span class="second num">
                    {if whole == 0 && part == 0 { html! { <>{scene.m.none}</> } } else { counts }}
                </span>
                if whole > 0 && whole < ENOUGH {
                    <span class="second">{scene.m.few}</span>
                }
            </dd>
        </div>
    }
}

// `办结 3，收到 5`, where the numbers lead to their rows.
fn counts(
    scene: &Scene<'_>,
    branch: &BranchOverview,
    share: &Share,
    (part, whole): (u64, u64),
) -> Html {
    if !share.linked {
        let text = fill(share.of, &[&part.to_string(), &whole.to_string()]);
        return html! { <>{text}</> };
    }
    let values = [(share.part, part), (share.whole, whole)];
    let label = [share.name, " ", branch.branch.short_name.get(scene.cx.lang())].concat();
    let words = share.of.split("{}").enumerate().map(|(index, words)| {
        let link = values.get(index).map(|(measure, count)| {
            let query = rows::query(measure.name(), Some(&branch.branch.id), scene.span());
            let name = [&*label, " ", words.trim_matches(['，', ',', ' '])].concat();
            rows::link(scene.cx, ("share", &query), (&name, &count.to_string()), *count)
        });
        html! { <>{words}{ for link }</> }
    });
    words.collect()
}

// How many are open now, and how many of them are overdue.
fn open_now(scene: &Scene<'_>, branch: &BranchOverview) -> Html {
    let m = figures::of(scene.cx.lang());
    let short = branch.branch.short_name.get(scene.cx.lang());
    let link = |of: &str, name: &str, count: u32| {
        let query = rows::query(of, Some(&branch.branch.id), None);
        let name = [short, " ", name].concat();
        rows::link(scene.cx, ("now", &query), (&name, &count.to_string()), count.into())
    };
    html! {
        <div>
            <dt>{m.open_short}</dt>
            <dd>
                <b class="num">{link("requestsOpen", m.open, branch.requests_open)}</b>
                <span class="second num">
                    {m.late_short}{" "}
                    {link("requestsOverdue", m.late, branch.requests_overdue)}
                </span>
            </dd>
        </div>
    }
}

// Thousandths as `99.8%`.
fn percent(thousandths: u64) -> String {
    let whole = (thousandths / 10).to_string();
    match thousandths % 10 {
        0 => whole + "%",
        rest => [&*whole, ".", &rest.to_string(), "%"].concat(),
    }
}

fn references(scene: &Scene<'_>) -> Html {
    let (m, lang) = (scene.m, scene.cx.lang());
    let shares = |name: &'static str, thousandths: Option<u32>| {
        thousandths.map(|it| {
            html! { <div><dt>{name}</dt><dd class="num">{percent(it.into())}</dd></div> }
        })
    };
    let one = |(index, it): (usize, &guiyan_core::charter::Reference)| {
        html! {
            <div key={index} class="reference">
                <p class="strong">{it.office.get(lang)}</p>
                <p class="second">{it.period.get(lang)}</p>
                <dl class="facts">
                    <div>
                        <dt>{m.received}</dt>
                        <dd class="num">{fill(m.reported_received, &[&it.received.to_string()])}</dd>
                    </div>
                    { for shares(m.closed, it.closed) }
                    { for shares(m.on_time, it.on_time) }
                    { for shares(m.satisfied, it.satisfied) }
                </dl>
            </div>
        }
    };
    html! {
        <details class="references">
            <summary>
                {crate::components::icon(crate::components::Icon::Right)}{m.compare}
            </summary>
            <p class="second">{m.compare_help}</p>
            <div class="plots">{ for scene.view.references.iter().enumerate().map(one) }</div>
        </details>
    }
}
