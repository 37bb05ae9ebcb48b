//! Figures: a plot for each branch on the same scale, the table behind them, and
//! a way to save them.

use guiyan_core::tally::Measure;
use yew::prelude::*;

use super::{
    Scene, export,
    period::Span,
    plot::{self, Mark},
    rows, summed,
};
use crate::{
    components::Button,
    messages::{figures, fill},
};

/// How a value is said.
pub(super) type Say<'a> = &'a dyn Fn(u64) -> String;

/// Which figure of `GET district/rows` a line of a chart is, and of which
/// period; nothing where the district sees sums only.
pub(super) type Behind<'a> = &'a dyn Fn(usize) -> Option<(&'static str, Option<&'a Span>)>;

/// For charts whose figures lead nowhere.
pub(super) fn sums<'a>(_: usize) -> Option<(&'static str, Option<&'a Span>)> {
    None
}

/// Names with a value for each branch, as bars.
pub(super) fn comparison(
    scene: &Scene<'_>,
    id: &'static str,
    title: &'static str,
    rows: &[(String, Vec<u64>)],
    say: Say<'_>,
    behind: Behind<'_>,
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
    let body = html! { <div class="plots">{ for plots }</div> };
    let open = (0..rows.len()).any(|index| behind(index).is_some());
    figure(scene, (id, title), body, (rows, say), behind, open)
}

/// A measure over time, as columns; the chosen period is the same everywhere.
pub(super) fn timeline(
    scene: &Scene<'_>,
    id: &'static str,
    title: &'static str,
    measure: Measure,
    say: Say<'_>,
    linked: bool,
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
    let behind =
        |index: usize| Some((measure.name(), Some(scene.spans.get(index)?))).filter(|_| linked);
    let body = match rows.get(scene.chosen).filter(|_| linked) {
        Some(row) => html! { <>{body}{seen(scene, (id, title), row, say, &behind)}</> },
        None => body,
    };
    figure(scene, (id, title), body, (&rows, say), &behind, false)
}

// The chosen period's figures, each leading to its rows.
fn seen(
    scene: &Scene<'_>,
    (id, title): (&str, &str),
    (name, counts): &(String, Vec<u64>),
    say: Say<'_>,
    behind: Behind<'_>,
) -> Html {
    if counts.iter().all(|count| *count == 0) {
        return Html::default();
    }
    let (of, span) = behind(scene.chosen).unzip();
    let one = |(index, count): (usize, &u64)| {
        let branch = &scene.view.branches.get(index)?.branch;
        let query = rows::query(of?, Some(&branch.id), span.flatten());
        let short = branch.short_name.get(scene.cx.lang());
        let label = [title, " ", name, " ", short].concat();
        let link = rows::link(scene.cx, (id, &query), (&label, &say(*count)), *count);
        Some(html! { <span key={index}>{short}{" "}{link}</span> })
    };
    html! {
        <p class="seen">
            <span>{fill(figures::of(scene.cx.lang()).see_of, &[name])}</span>
            { for counts.iter().enumerate().filter_map(one) }
        </p>
    }
}

fn mark((name, counts): &(String, Vec<u64>), index: usize, say: Say<'_>) -> Mark {
    let value = counts.get(index).copied().unwrap_or(0);
    Mark { name: name.clone(), value, said: say(value) }
}

fn figure(
    scene: &Scene<'_>,
    (id, title): (&'static str, &'static str),
    body: Html,
    (rows, say): (&[(String, Vec<u64>)], Say<'_>),
    behind: Behind<'_>,
    open: bool,
) -> Html {
    let (m, pm, lang) = (scene.m, scene.cx.pm(), scene.cx.lang());
    let names = scene.view.branches.iter().map(|it| it.branch.short_name.get(lang).to_owned());
    let heads: Vec<String> = names.chain([m.both.to_owned()]).collect();
    let place = ["table-", id].concat();
    let line = |(index, (name, counts)): (usize, &(String, Vec<u64>))| {
        let cells = counts.iter().copied().chain([counts.iter().sum()]).enumerate();
        let cells = cells.map(|(column, count)| {
            let said = say(count);
            let Some((of, span)) = behind(index) else { return html! { <>{said}</> } };
            // The last column is that of all branches.
            let branch = scene.view.branches.get(column).map(|it| &it.branch.id);
            let query = rows::query(of, branch, span);
            let head = heads.get(column).map_or("", String::as_str);
            let label = [title, " ", name, " ", head].concat();
            rows::link(scene.cx, (&place, &query), (&label, &said), count)
        });
        (name.clone(), cells.collect())
    };
    let lines: Vec<(String, Vec<Html>)> = rows.iter().enumerate().map(line).collect();
    let save = |how: fn(&web_sys::HtmlElement, &str, &str)| {
        let root = scene.cx.shell.root.clone();
        Callback::from(move |_: MouseEvent| how(&root, id, title))
    };
    html! {
        <figure {id} class="card chart">
            <figcaption class="strong">{title}</figcaption>
            {body}
            {plot::table(m.table, &heads, &lines, open)}
            if open {
                <p class="second">{figures::of(lang).tap}</p>
            }
            <div class="actions">
                {Button::plain(m.save_png).name([title, pm.colon, m.save_png].concat()).on(save(export::save_png)).html()}
                {Button::plain(m.save_svg).name([title, pm.colon, m.save_svg].concat()).on(save(export::save_svg)).html()}
            </div>
        </figure>
    }
}
