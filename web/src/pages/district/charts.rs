//! Figures: a plot for each branch on the same scale, the table behind them, and
//! a way to save them.

use guiyan_core::tally::Measure;
use yew::prelude::*;

use super::{
    Scene, export,
    plot::{self, Mark},
    summed,
};
use crate::components::Button;

/// How a value is said.
pub(super) type Say<'a> = &'a dyn Fn(u64) -> String;

/// Names with a value for each branch, as bars.
pub(super) fn comparison(
    scene: &Scene<'_>,
    id: &'static str,
    title: &'static str,
    rows: &[(String, Vec<u64>)],
    say: Say<'_>,
) -> Html {
    let longest = rows.iter().flat_map(|(_, counts)| counts).copied().max().unwrap_or(0);
    if longest == 0 {
        return html! {
            <figure class="card chart">
                <figcaption class="strong">{title}</figcaption>
                <p class="second">{scene.m.none}</p>
            </figure>
        };
    }
    let plots = scene.view.branches.iter().enumerate().map(|(index, branch)| {
        let marks: Vec<Mark> = rows.iter().map(|row| mark(row, index, say)).collect();
        let name = branch.branch.short_name.get(scene.cx.lang());
        let label = [title, " · ", name].concat();
        html! {
            <div class="plot-of" key={index}>
                <p class="second">{name}</p>
                {plot::bars(scene.cx, &label, &marks, longest)}
            </div>
        }
    });
    figure(scene, id, title, html! { <div class="plots">{ for plots }</div> }, rows, say)
}

/// A measure over time, as columns; the chosen period is the same everywhere.
pub(super) fn timeline(
    scene: &Scene<'_>,
    id: &'static str,
    title: &'static str,
    measure: Measure,
    say: Say<'_>,
) -> Html {
    let rows: Vec<(String, Vec<u64>)> = (scene.spans.iter())
        .map(|span| (span.long.clone(), scene.per_branch(|it| summed(it, measure, span))))
        .collect();
    let tallest = rows.iter().flat_map(|(_, counts)| counts).copied().max().unwrap_or(0);
    let plots = scene.view.branches.iter().enumerate().map(|(index, branch)| {
        let marks = rows
            .iter()
            .zip(scene.spans)
            .map(|(row, span)| Mark { name: span.short.clone(), ..mark(row, index, say) });
        let marks: Vec<Mark> = marks.collect();
        let name = branch.branch.short_name.get(scene.cx.lang());
        let label = [title, " · ", name].concat();
        html! {
            <div class="plot-of" key={index}>
                <p class="second">{name}</p>
                {plot::columns(scene.cx, &label, &marks, tallest, scene.chosen, scene.choose)}
            </div>
        }
    });
    let keys = {
        let (chosen, last, choose) =
            (scene.chosen, scene.spans.len().saturating_sub(1), scene.choose.clone());
        Callback::from(move |event: KeyboardEvent| {
            let to = match &*event.key() {
                "ArrowLeft" => chosen.saturating_sub(1),
                "ArrowRight" => (chosen + 1).min(last),
                "Home" => 0,
                "End" => last,
                _ => return,
            };
            event.prevent_default();
            choose.emit(to);
        })
    };
    let pm = scene.cx.pm();
    let now = scene.span().map(|span| {
        let counts = scene.per_branch(|it| summed(it, measure, span));
        let branches = scene.view.branches.iter().zip(counts).map(|(branch, count)| {
            [branch.branch.short_name.get(scene.cx.lang()), " ", &say(count)].concat()
        });
        [&*span.long, pm.colon, &*branches.collect::<Vec<_>>().join(pm.comma)].concat()
    });
    let body = html! {
        <div
            class="plots along"
            tabindex="0"
            role="group"
            aria-label={[title, pm.comma, scene.m.move_along].concat()}
            onkeydown={keys}
        >
            { for plots }
            <p class="unseen" role="status">{now.unwrap_or_default()}</p>
        </div>
    };
    figure(scene, id, title, body, &rows, say)
}

fn mark((name, counts): &(String, Vec<u64>), index: usize, say: Say<'_>) -> Mark {
    let value = counts.get(index).copied().unwrap_or(0);
    Mark { name: name.clone(), value, said: say(value) }
}

fn figure(
    scene: &Scene<'_>,
    id: &'static str,
    title: &'static str,
    body: Html,
    rows: &[(String, Vec<u64>)],
    say: Say<'_>,
) -> Html {
    let (m, pm, lang) = (scene.m, scene.cx.pm(), scene.cx.lang());
    let names = scene.view.branches.iter().map(|it| it.branch.short_name.get(lang).to_owned());
    let heads: Vec<String> = names.chain([m.both.to_owned()]).collect();
    let line = |(name, counts): &(String, Vec<u64>)| {
        let cells = counts.iter().copied().chain([counts.iter().sum()]).map(say);
        (name.clone(), cells.collect())
    };
    let lines: Vec<(String, Vec<String>)> = rows.iter().map(line).collect();
    let save = |how: fn(&web_sys::HtmlElement, &str, &str)| {
        let root = scene.cx.shell.root.clone();
        Callback::from(move |_: MouseEvent| how(&root, id, title))
    };
    html! {
        <figure {id} class="card chart">
            <figcaption class="strong">{title}</figcaption>
            {body}
            {plot::table(m.table, &heads, &lines)}
            <div class="actions">
                {Button::plain(m.save_png).name([title, pm.colon, m.save_png].concat()).on(save(export::save_png)).html()}
                {Button::plain(m.save_svg).name([title, pm.colon, m.save_svg].concat()).on(save(export::save_svg)).html()}
            </div>
        </figure>
    }
}
