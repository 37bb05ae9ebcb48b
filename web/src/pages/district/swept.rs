//! 到期删除: what was deleted because it had been kept long enough, by day and
//! number. [PIPL §19]

use guiyan_core::{retention::Kept, view::SweptView};
use yew::prelude::*;

use crate::{
    components::{Button, Cx, section},
    format,
    messages::{fill, labels::Label, swept},
};

/// As many are shown at once.
const FIRST: usize = 6;

#[derive(Properties, Clone, PartialEq)]
pub(super) struct SweptProps {
    pub cx: Cx,
    /// Nothing while they are on their way.
    pub rows: Option<Vec<SweptView>>,
}

/// The latest of them, and the way to all.
#[function_component]
pub(super) fn Swept(props: &SweptProps) -> Html {
    let SweptProps { cx, rows } = props;
    let m = swept::of(cx.lang());
    let all = use_state(|| false);
    let rows = rows.as_ref().map(|swept| {
        if swept.is_empty() {
            return html! { <p class="second">{m.none}</p> };
        }
        let shown = if *all { swept.len() } else { swept.len().min(FIRST) };
        let rows = swept.iter().take(shown).map(|it| row(cx, it));
        let more = {
            let all = all.clone();
            Button::quiet(crate::messages::home::mine::of(cx.lang()).show_all)
                .on(Callback::from(move |_| all.set(true)))
        };
        html! {
            <>
                <ul class="ledger">{ for rows }</ul>
                if shown < swept.len() {
                    <p class="second num">{fill(m.latest, &[&shown.to_string()])}</p>
                    <div class="actions">{more.html()}</div>
                }
            </>
        }
    });
    section(m.title, html! { <><p class="second">{m.help}</p>{ for rows }</> })
}

fn row(cx: &Cx, it: &SweptView) -> Html {
    let m = swept::of(cx.lang());
    let what = if it.kind == Kept::Readings { m.entries } else { m.people };
    let kind = it.kind.label(cx.lang());
    let (day, months) = (format::day(it.day, cx.now(), cx.lang()), it.months.to_string());
    html! {
        <li>
            <div>
                <p class="num">{fill(what, &[kind, &it.count.to_string()])}</p>
                <p class="second num">{fill(m.about, &[&day, &months])}</p>
            </div>
        </li>
    }
}
