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
        // No wider than it is drawn, so that letters do not shrink.
        let width = match (cx.model.roomy, cx.model.narrow) {
            (true, _) => 400,
            (_, true) => 210,
            _ => 280,
        };
        if cx.model.config.elder {
            Self { width, row: 40, names: 130, text: 18 }
        } else {
            Self { width, row: 30, names: 104, text: 14 }
        }
    }

    // About how wide a text becomes; no font is asked.
    fn wide(&self, text: &str) -> u32 {
        let hundredths = |c: char| if c.is_ascii() { 60 } else { 100 };
        text.chars().map(hundredths).sum::<u32>() * self.text / 100
    }

    // A text in lines that have room.
    fn lines(&self, text: &str) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split(' ') {
            match lines.last_mut() {
                Some(line) if self.wide(line) + self.wide(word) + self.text < self.width => {
                    *line = [&**line, " ", word].concat();
                }
                _ => lines.push(word.to_owned()),
            }
        }
        lines
    }
}

/// Bars, one under the other, `longest` being as long as there is room. Names
/// stand beside them, or above where they are too long for that.
pub(super) fn bars(cx: &Cx, label: &str, marks: &[Mark], longest: u64) -> Html {
    let m = Measures::of(cx);
    let most = |of: &dyn Fn(&Mark) -> u32| marks.iter().map(of).max().unwrap_or(0);
    let beside = most(&|mark| m.wide(&mark.name)) + 8 <= m.names && m.names * 2 < m.width;
    let left = if beside { m.names } else { 0 };
    // Room for what is said behind the longest bar.
    let room = (m.width - left).saturating_sub(most(&|mark| m.wide(&mark.said)) + 12);
    let thick = m.row - 10;
    let mut height = 0;
    let bar = |(index, mark): (usize, &Mark)| {
        let lines = if beside { Vec::new() } else { m.lines(&mark.name) };
        let above = (m.text * 13 / 10) * lines.len() as u32;
        let top = height + above + 5;
        let middle = (top + thick / 2 + m.text / 3).to_string();
        let length = scaled(mark.value, longest, room);
        let line = |(at, line): (usize, &String)| {
            let y = height + m.text + (m.text * 13 / 10) * at as u32;
            html! { <text key={at} class="plot-name" x="0" y={y.to_string()}>{line}</text> }
        };
        let drawn = html! {
            <g key={index}>
                if beside {
                    <text class="plot-name" x="0" y={middle.clone()}>{&mark.name}</text>
                }
                { for lines.iter().enumerate().map(line) }
                <rect
                    class="plot-bar"
                    x={left.to_string()}
                    y={top.to_string()}
                    width={length.to_string()}
                    height={thick.to_string()}
                    rx="2"
                />
                <text class="plot-said" x={(left + length + 6).to_string()} y={middle}>
                    {&mark.said}
                </text>
            </g>
        };
        height += above + m.row;
        drawn
    };
    let drawn: Vec<Html> = marks.iter().enumerate().map(bar).collect();
    let view = ["0 0 ", &m.width.to_string(), " ", &height.max(1).to_string()].concat();
    html! {
        <svg class="plot" viewBox={view} role="img" aria-label={label.to_owned()}>
            if beside {
                <path class="plot-axis" d={["M", &left.to_string(), " 0V", &height.to_string()].concat()} />
            }
            { for drawn }
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
    // As many names as do not touch.
    let widest = marks.iter().map(|mark| m.wide(&mark.name)).max().unwrap_or(0);
    let every = (widest + 4).div_ceil(step.max(1)).max(1) as usize;
    // Words at the ends stay within the plot.
    let within = |middle: u32, text: &str| {
        let half = m.wide(text) / 2;
        middle.clamp(half, m.width.saturating_sub(half).max(half)).to_string()
    };
    let last = marks.len().saturating_sub(1);
    let column = |(index, mark): (usize, &Mark)| {
        let tall = scaled(mark.value, tallest, plot);
        let left = step * index as u32;
        let middle = left + step / 2;
        let on = index == chosen;
        let at = |x: u32| x.to_string();
        let top = head + plot - tall;
        let named = (last - index).is_multiple_of(every);
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
                    <text class="plot-said" x={within(middle, &mark.said)} y={at(top.saturating_sub(5))} text-anchor="middle">
                        {&mark.said}
                    </text>
                }
                if named || on {
                    <text class="plot-name" x={within(middle, &mark.name)} y={at(height - 5)} text-anchor="middle">
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
        let cells = cells.iter().map(|cell| html! { <td role="cell">{cell.clone()}</td> });
        html! {
            <tr key={name.clone()} role="row">
                <th scope="row" role="rowheader">{name}</th>
                { for cells }
            </tr>
        }
    };
    let head = heads.iter().map(|head| html! { <th scope="col" role="columnheader">{head}</th> });
    html! {
        <details class="behind" {open}>
            <summary>
                {crate::components::icon(crate::components::Icon::Right)}{summary.to_owned()}
            </summary>
            <div class="wide-table">
                // With roles, as the styles take its lines apart where room is short.
                <table class="counts num" role="table">
                    <thead role="rowgroup"><tr role="row"><td role="cell" />{ for head }</tr></thead>
                    <tbody role="rowgroup">{ for lines.iter().map(line) }</tbody>
                </table>
            </div>
        </details>
    }
}
