//! 服务驿站, by part of the city; those near the person come first.

use guiyan_core::{charter::Station, view::HelpView};
use yew::prelude::*;

use crate::{
    components::{Cx, facts, section},
    messages::home::help,
};

pub(super) fn stations(cx: &Cx, view: &HelpView) -> Html {
    let m = help::of(cx.lang());
    if view.stations.is_empty() {
        return section(m.stations, html! { <p class="second">{m.no_stations}</p> });
    }
    let mut areas: Vec<&str> = Vec::new();
    for station in &view.stations {
        if !areas.contains(&&*station.area) {
            areas.push(&station.area);
        }
    }
    let area = |area: &&str| {
        let here = view.stations.iter().filter(|station| station.area == **area);
        html! {
            <div class="stack">
                <h4>{*area}</h4>
                { for here.map(|it| station(cx, it)) }
            </div>
        }
    };
    section(m.stations, html! { <div class="stack">{ for areas.iter().map(area) }</div> })
}

fn station(cx: &Cx, station: &Station) -> Html {
    let m = help::of(cx.lang());
    let text = |text: &str| Some(html! { <>{text}</> });
    let all = |list: &[String]| {
        let item = |item: &String| html! { <li>{item}</li> };
        (!list.is_empty()).then(|| html! { <ul class="words">{ for list.iter().map(item) }</ul> })
    };
    html! {
        <article class="card stack">
            <p class="strong">{&station.name}</p>
            {facts(vec![
                (m.address, text(&station.address)),
                (m.hours, text(&station.hours)),
                (m.rooms, all(&station.rooms)),
                (m.offers, all(&station.offers)),
            ])}
        </article>
    }
}
