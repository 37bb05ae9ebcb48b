//! 任职: who holds which office, and how it is given and taken back
//! (`Route::Offices`): of a branch by its secretary, of the whole district by
//! its officers.

mod appoint;
mod row;

use guiyan_core::{
    caller::{Lang, Role},
    charter::Bilingual,
    view::{OfficeChoice, OfficeRow, OfficesView},
};
use yew::prelude::*;

pub(super) use appoint::Appointing;

use crate::{
    components::{Cx, Icon, empty, folded, icon, page_head, section, use_fetched},
    messages::{fill, labels::Label, offices as messages},
};

/// Of the branch shown, or of the district.
#[derive(Properties, Clone, PartialEq)]
pub(crate) struct OfficesProps {
    pub cx: Cx,
    pub district: bool,
}

/// 任职
#[function_component]
pub(crate) fn Offices(props: &OfficesProps) -> Html {
    let OfficesProps { cx, district } = props;
    let m = messages::of(cx.lang());
    let said = use_state(String::new);
    let fetched = use_fetched::<OfficesView>(cx, "/v1/offices".to_owned());
    let changed = {
        let (said, reload) = (said.clone(), fetched.reload());
        Callback::from(move |sentence: String| {
            said.set(sentence);
            reload.emit(());
        })
    };
    let body = fetched.html(|view| {
        let ours = |role: &Role| *district || is_of(role, cx.branch());
        let held: Vec<&OfficeRow> = view.held.iter().filter(|row| ours(&row.role)).collect();
        let over: Vec<&OfficeRow> = view.over.iter().filter(|row| ours(&row.role)).collect();
        let choices: Vec<OfficeChoice> = given(view, *district, cx.branch());
        let card = |row: &&OfficeRow| {
            html! {
                <row::Card
                    key={row.id.to_string()}
                    cx={cx.clone()}
                    row={(*row).clone()}
                    changed={changed.clone()}
                />
            }
        };
        html! {
            <>
                {section(m.held, match held.is_empty() {
                    true => empty(m.none_held),
                    false => html! { <ul class="cards">{ for held.iter().map(card) }</ul> },
                })}
                {section(m.appoint, html! {
                    <appoint::Appoint
                        cx={cx.clone()}
                        {choices}
                        changed={changed.clone()}
                    />
                })}
                if !over.is_empty() {
                    {folded(m.over, false, html! {
                        <ul class="cards">{ for over.iter().map(card) }</ul>
                    })}
                }
            </>
        }
    });
    html! {
        <div class="page">
            {page_head(cx, m.title)}
            <p class="second">{if *district { m.lead_district } else { m.lead_branch }}</p>
            <div role="status">
                if !said.is_empty() {
                    <p class="said rise">{icon(Icon::Check)}<span>{&*said}</span></p>
                }
            </div>
            {body}
        </div>
    }
}

/// What can be given on this page: on that of a branch its own offices, the
/// secretary's by handing over.
fn given(view: &OfficesView, district: bool, branch: &str) -> Vec<OfficeChoice> {
    let ours = |it: &&OfficeChoice| district || is_of(&it.role, branch);
    let mut choices: Vec<OfficeChoice> = view.may_appoint.iter().filter(ours).cloned().collect();
    let of = choices.first().map(|it| it.of.clone());
    let handed = view.may_hand_over.iter().find(|it| !district && it.as_str() == branch);
    if let Some((branch, of)) = handed.zip(of) {
        let role =
            Role::Branch { office: guiyan_core::caller::Office::Secretary, branch: branch.clone() };
        if choices.iter().all(|it| it.role != role) {
            choices.push(OfficeChoice { role, of });
        }
    }
    choices
}

fn is_of(role: &Role, branch: &str) -> bool {
    matches!(role, Role::Branch { branch: of, .. } if of.as_str() == branch)
}

/// As in 北京支部 · 签到员 or 秦峰镇联络人.
fn office(lang: Lang, role: &Role, of: &Bilingual) -> String {
    let m = messages::of(lang);
    let of = of.get(lang);
    match role {
        Role::Branch { office, .. } => fill(m.of_branch, &[of, office.label(lang)]),
        Role::Liaison { .. } => fill(m.liaison, &[of]),
        Role::Department { .. } => fill(m.department, &[of]),
        Role::DistrictOfficer => fill(m.district, &[of]),
    }
}
