//! Plots as SVG: one hue and its tints, zero on the axis, values beside their
//! marks. Each has its table one tap away, and can be saved as a picture.

use yew::prelude::*;

use crate::components::Cx;

/// A value with its name.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Mark {
    /// What it is of.
    pub name: String,
    /// How much; never negative.
    pub value: u64,
    /// How it is said.
    pub said: String,
}

/// A plot's measures in the units of its view box, larger in 长辈版.
struct Measures {
    width: u32,
    row: u32,
    names: u32,
    text: u32,
}

impl Measures {
    fn of(cx: &Cx) -> Self {
        // About as wide as it is drawn, so that letters keep their size.
        let width = if cx.model.roomy { 400 } else { 300 };
        if cx.model.config.elder {
            Self { width, row: 40, names: 130, text: 18 }
        } else {
            Self { width, row: 30, names: 104, text: 14 }
        }
    }
}

/// Bars, one under the other, `longest` being as long as there is room.
pub(super) fn bars(cx: &Cx, label: &str, marks: &[Mark], longest: u64) -> Html {
    let m = Measures::of(cx);
    let height = m.row * marks.len() as u32;
    // Room for what is said behind the longest bar.
    let said = marks.iter().map(|mark| mark.said.chars().count() as u32).max().unwrap_or(0);
    let room = (m.width - m.names).saturating_sub(said * m.text * 7 / 10 + 12);
    let bar = |(index, mark): (usize, &Mark)| {
        let top = m.row * index as u32;
        let middle = (top + m.row / 2 + m.text / 3).to_string();
        let length = scaled(mark.value, longest, room);
        html! {
            <g key={index}>
                <text class="plot-name" x="0" y={middle.clone()}>{&mark.name}</text>
                <rect
                    class="plot-bar"
                    x={m.names.to_string()}
                    y={(top + 5).to_string()}
                    width={length.to_string()}
                    height={(m.row - 10).to_string()}
                    rx="2"
                />
                <text class="plot-said" x={(m.names + length + 6).to_string()} y={middle}>
                    {&mark.said}
                </text>
            </g>
        }
    };
    let view = ["0 0 ", &m.width.to_string(), " ", &height.max(1).to_string()].concat();
    html! {
        <svg class="plot" viewBox={view} role="img" aria-label={label.to_owned()}>
            <path class="plot-axis" d={["M", &m.names.to_string(), " 0V", &height.to_string()].concat()} />
            { for marks.iter().enumerate().map(bar) }
        </svg>
    }
}

/// Columns over time. One is chosen, and its value stands above it; `choose`
/// hears of a tap on another.
pub(super) fn columns(
    cx: &Cx,
    label: &str,
    marks: &[Mark],
    tallest: u64,
    chosen: usize,
    choose: &Callback<usize>,
) -> Html {
    let m = Measures::of(cx);
    let (head, foot, plot) = (m.text + 8, m.text + 8, 110);
    let height = head + plot + foot;
    let step = m.width / (marks.len() as u32).max(1);
    // Every name, or every second one where they would touch.
    let widest = marks.iter().map(|mark| mark.name.chars().count() as u32).max().unwrap_or(1);
    let every = if widest * m.text * 6 / 10 + 4 > step { 2 } else { 1 };
    let last = marks.len().saturating_sub(1);
    let column = |(index, mark): (usize, &Mark)| {
        let tall = scaled(mark.value, tallest, plot);
        let left = step * index as u32;
        let middle = left + step / 2;
        let on = index == chosen;
        let at = |x: u32| x.to_string();
        let top = head + plot - tall;
        let named = (last - index).is_multiple_of(every as usize);
        let onclick = choose.reform(move |_: MouseEvent| index);
        html! {
            <g key={index} class={if on { "plot-column on" } else { "plot-column" }} {onclick}>
                <rect class="plot-reach" x={at(left)} y="0" width={at(step)} height={at(height)} />
                <rect
                    class="plot-bar"
                    x={at(left + step / 8)}
                    y={at(top)}
                    width={at(step - step / 4)}
                    height={at(tall)}
                    rx="2"
                />
                if on {
                    <text class="plot-said" x={at(middle)} y={at(top.saturating_sub(5))} text-anchor="middle">
                        {&mark.said}
                    </text>
                }
                if named || on {
                    <text class="plot-name" x={at(middle)} y={at(height - 5)} text-anchor="middle">
                        {&mark.name}
                    </text>
                }
            </g>
        }
    };
    let view = ["0 0 ", &m.width.to_string(), " ", &height.to_string()].concat();
    let base = ["M0 ", &(head + plot).to_string(), "H", &m.width.to_string()].concat();
    html! {
        <svg class="plot" viewBox={view} role="img" aria-label={label.to_owned()}>
            { for marks.iter().enumerate().map(column) }
            <path class="plot-axis" d={base} />
        </svg>
    }
}

// A value that is not nothing can be seen.
fn scaled(value: u64, most: u64, room: u32) -> u32 {
    match value {
        0 => 0,
        _ => ((u128::from(value) * u128::from(room)) / u128::from(most.max(1))).max(2) as u32,
    }
}

/// The table behind a plot: a line per mark, a column per plot beside it. One
/// whose figures lead on is open.
pub(super) fn table(
    summary: &str,
    heads: &[String],
    lines: &[(String, Vec<Html>)],
    open: bool,
) -> Html {
    let line = |(name, cells): &(String, Vec<Html>)| {
        let cells = cells.iter().map(|cell| html! { <td>{cell.clone()}</td> });
        html! { <tr key={name.clone()}><th scope="row">{name}</th>{ for cells }</tr> }
    };
    let head = heads.iter().map(|head| html! { <th scope="col">{head}</th> });
    html! {
        <details class="behind" {open}>
            <summary>
                {crate::components::icon(crate::components::Icon::Right)}{summary.to_owned()}
            </summary>
            <div class="wide-table">
                <table class="counts num">
                    <thead><tr><td />{ for head }</tr></thead>
                    <tbody>{ for lines.iter().map(line) }</tbody>
                </table>
            </div>
        </details>
    }
}
