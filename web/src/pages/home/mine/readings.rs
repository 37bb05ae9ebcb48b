//! 谁看过: by office, what for, and when.

use yew::prelude::*;

use super::{held::office, m};
use crate::{
    components::{Button, Cx, section},
    format,
    messages::fill,
    read::Reading,
};

/// As many are shown at once.
const FIRST: usize = 8;

#[derive(Properties, Clone, PartialEq)]
pub(super) struct ReadingsProps {
    pub cx: Cx,
    pub readings: Vec<Reading>,
    pub total: u32,
}

/// The latest of them, and the way to all.
#[function_component]
pub(super) fn Readings(props: &ReadingsProps) -> Html {
    let ReadingsProps { cx, readings, total } = props;
    let m = m(cx);
    let all = use_state(|| false);
    if readings.is_empty() {
        return section(m.readings, html! { <p class="second">{m.readings_none}</p> });
    }
    let shown = if *all { readings.len() } else { readings.len().min(FIRST) };
    let rows = readings.iter().take(shown).map(|it| row(cx, it));
    let (number, of) = (shown.to_string(), total.to_string());
    let more = {
        let all = all.clone();
        Button::quiet(m.show_all).on(Callback::from(move |_| all.set(true)))
    };
    let body = html! {
        <>
            <p class="second">{m.readings_help}</p>
            <ul class="ledger">{ for rows }</ul>
            if shown < *total as usize {
                <p class="second num">{fill(m.readings_latest, &[&number, &of])}</p>
            }
            if shown < readings.len() {
                <div class="actions">{more.html()}</div>
            }
        </>
    };
    section(m.readings, body)
}

fn row(cx: &Cx, it: &Reading) -> Html {
    let m = m(cx);
    let offices: Vec<String> = it.offices.iter().map(|it| office(cx, it)).collect();
    let who = match offices.is_empty() {
        true => m.reader_unknown.to_owned(),
        false => offices.join(cx.pm().comma),
    };
    let who = match &it.name {
        Some(name) => fill(m.reader_named, &[&who, name]),
        None => who,
    };
    let what = match &*it.purpose {
        "roster" => m.for_roster,
        "activityRoster" => m.for_activity,
        "leads" | "heldLeads" => m.for_leads,
        "help" => m.for_help,
        "matters" => m.for_matters,
        "township" => m.for_township,
        _ if it.exported => m.for_register,
        _ => m.for_other,
    };
    let mut parts = vec![what.to_owned(), format::moment(it.at, cx.now(), cx.lang())];
    parts.extend(it.branch.as_ref().map(|it| it.short_name.get(cx.lang()).to_owned()));
    if let (Some(purpose), Some(to)) = (&it.handed_for, &it.handed_to) {
        let purpose = match &**purpose {
            "report" => m.handed_report,
            "check" => m.handed_check,
            "file" => m.handed_file,
            "handover" => m.handed_over,
            _ => m.handed_other,
        };
        parts.push(fill(m.handed, &[purpose, &office(cx, to)]));
    }
    html! { <li><p>{who}</p><p class="second num">{parts.join(" · ")}</p></li> }
}
