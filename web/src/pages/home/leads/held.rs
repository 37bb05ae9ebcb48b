//! What the home side works on: leads passed on to them, overdue steps that
//! have climbed to them, and the needs they answer for.

use guiyan_core::{
    ids::LeadId,
    need::{NeedCloseReason, NeedCommand, NeedStatus},
    view::{HeldLeadsView, NeedView, OverdueLead},
};
use yew::prelude::*;

use super::{
    m,
    more::{Draw, More},
    needs, rows, words,
};
use crate::{
    components::{
        Button, Cx, Field, PageProps, Tone, chip, choices, problem, section, use_command,
        use_confirm, use_fetched,
    },
    messages::{fill, labels::Label},
    read::Roles,
    state::Route,
};

/// Where the home side's leads are asked for.
pub(super) const PATH: &str = "/v1/leads";

/// Where the caller's offices are asked for.
pub(super) const ME: &str = "/v1/me";

/// Whether the caller works for the home side: a township, a department, or
/// the district.
pub(super) fn is_home_side(roles: &Roles) -> bool {
    let home = ["liaison:", "department:", "district-officer"];
    roles.0.iter().any(|role| home.iter().any(|start| role.starts_with(start)))
}

/// The part of the page; nothing for those without such an office.
#[function_component]
pub(super) fn Held(props: &PageProps) -> Html {
    let cx = &props.cx;
    let roles = use_fetched::<Roles>(cx, ME.to_owned());
    match roles.ready() {
        Some(roles) if is_home_side(&roles) => {
            let (posts, holds) = (may_post(&roles), may_hold(&roles));
            html! { <Home cx={cx.clone()} {posts} {holds} /> }
        }
        _ => Html::default(),
    }
}

/// Whether the caller posts needs: for a township, or for the district.
pub(super) fn may_post(roles: &Roles) -> bool {
    roles.0.iter().any(|role| role.starts_with("liaison:") || role == "district-officer")
}

// Leads are passed on to townships and departments.
fn may_hold(roles: &Roles) -> bool {
    roles.0.iter().any(|role| role.starts_with("liaison:") || role.starts_with("department:"))
}

#[derive(Properties, Clone, PartialEq)]
struct HomeProps {
    cx: Cx,
    posts: bool,
    holds: bool,
    #[prop_or_default]
    cursor: Option<LeadId>,
}

#[function_component]
fn Home(props: &HomeProps) -> Html {
    let cx = &props.cx;
    let m = m(cx);
    let more = use_state(|| false);
    let fetched = use_fetched::<HeldLeadsView>(cx, words::query(PATH, None, props.cursor));
    let more_of = fetched.ready().filter(|_| props.cursor.is_some());
    rows::use_first(cx, more_of.as_ref().and_then(|view| view.leads.first()));
    let open = match cx.model.route {
        Route::Lead(id) => Some(id),
        _ => None,
    };
    let rows = |view: &HeldLeadsView| {
        let rows = view.leads.iter().map(|lead| rows::others(cx, lead, open));
        let next = view.cursor.map(|cursor| match *more {
            true => html! {
                <Home cx={cx.clone()} posts={false} holds={true} cursor={Some(cursor)} />
            },
            false => {
                let more = more.clone();
                let show = Callback::from(move |_| more.set(true));
                html! {
                    <div class="actions centred">
                        {Button::quiet(cx.pm().show_more).on(show).html()}
                    </div>
                }
            }
        });
        html! { <><ul class="rows">{ for rows }</ul>{ for next }</> }
    };
    if props.cursor.is_some() {
        return fetched.html(rows);
    }
    fetched.html(|view| {
        let leads = if view.leads.is_empty() {
            html! { <p class="second">{m.none_held}</p> }
        } else {
            rows(view)
        };
        let overdue = (!view.overdue.is_empty()).then(|| {
            let rows = view.overdue.iter().map(|lead| climbed(cx, lead));
            section(m.climbed_to_you, html! { <ul class="plain-rows">{ for rows }</ul> })
        });
        html! {
            <>
                { for overdue }
                if props.holds {
                    {section(m.held, leads)}
                }
                if props.posts {
                    {section(m.posted, posted(cx, view, &fetched.reload()))}
                }
            </>
        }
    })
}

// Kind, age and holder; no words. [domain §5]
fn climbed(cx: &Cx, lead: &OverdueLead) -> Html {
    let lang = cx.lang();
    let mut parts = vec![lead.kind.label(lang), lead.industry.label(lang)];
    parts.extend(lead.township.as_ref().map(|place| place.name.get(lang)));
    parts.push(lead.branch.short_name.get(lang));
    let days = ((cx.now().0 - lead.due.0) / guiyan_core::time::DAY).max(1).to_string();
    let since = crate::format::day(lead.holder.since.day(), cx.now(), lang);
    html! {
        <li key={lead.id.to_string()} class="card">
            <p class="line">
                <span class="strong">{parts.join(" · ")}</span>
                {words::stage_chip(cx, lead.stage)}
            </p>
            <p class="num">{fill(m(cx).overdue, &[&days])}</p>
            <p class="second num">{fill(m(cx).held_by, &[lead.holder.name.get(lang), &since])}</p>
        </li>
    }
}

fn posted(cx: &Cx, view: &HeldLeadsView, reload: &Callback<()>) -> Html {
    let m = m(cx);
    html! {
        <>
            <div class="actions">
                {Button::primary(m.post).on(cx.link(Route::NewNeed)).html()}
            </div>
            if view.needs.is_empty() {
                <p class="second">{m.none_posted}</p>
            } else {
                {answered(cx, view, reload)}
            }
        </>
    }
}

// A page of the needs that the caller answers for, and the way to the next.
fn answered(cx: &Cx, view: &HeldLeadsView, reload: &Callback<()>) -> Html {
    let need = |need: &NeedView| {
        let (key, need, reload) = (need.id.to_string(), need.clone(), reload.clone());
        html! { <Posted {key} cx={cx.clone()} {need} {reload} /> }
    };
    html! {
        <>
            <ul class="needs">{ for view.needs.iter().map(need) }</ul>
            { for view.needs_cursor.map(|cursor| {
                let path = [PATH, "?needsCursor=", &*cursor.to_string()].concat();
                let draw: Draw<HeldLeadsView> = answered;
                html! {
                    <More<HeldLeadsView> key={cursor.to_string()} cx={cx.clone()} {path} {draw} />
                }
            }) }
        </>
    }
}

#[derive(Properties, Clone, PartialEq)]
struct PostedProps {
    cx: Cx,
    need: NeedView,
    reload: Callback<()>,
}

// One need that the caller answers for, and how it ends.
#[function_component]
fn Posted(props: &PostedProps) -> Html {
    let PostedProps { cx, need, reload } = props;
    let m = m(cx);
    let button = ["close-", &*need.id.to_string()].concat();
    let confirm = use_confirm(cx, &button);
    // That it is met ends most.
    let chosen = use_state(|| "0".to_owned());
    let done = {
        let (confirm, reload) = (confirm.clone(), reload.clone());
        Callback::from(move |_| {
            confirm.close();
            reload.emit(());
        })
    };
    let send = use_command(cx, done);
    let status = match need.status {
        NeedStatus::Open => chip(Tone::Ok, need.status.label(cx.lang())),
        _ => chip(Tone::Still, need.status.label(cx.lang())),
    };
    let reason = need.reason.map(|reason| html! { <span>{reason.label(cx.lang())}</span> });
    let close = {
        let (send, id, chosen) = (send.clone(), need.id, chosen.clone());
        Callback::from(move |_: MouseEvent| {
            let at = chosen.parse().ok();
            let at = at.and_then(|at: usize| NeedCloseReason::ALL.get(at).copied());
            if let Some(reason) = at {
                send.send_to("", NeedCommand::CloseNeed { need: id, reason }.into());
            }
        })
    };
    let foot = if confirm.is_open() {
        let set = chosen.clone();
        let why = Field {
            id: &[&*button, "-why"].concat(),
            label: m.why,
            value: &chosen,
            on: Callback::from(move |value| set.set(value)),
            ..Field::default()
        };
        let why = why.select(&choices::<NeedCloseReason>(cx.lang()), cx.pm().choose);
        let yes = Button::danger(m.close_need).disabled(chosen.is_empty());
        confirm.html(
            m.close_question,
            html! { <>{why}{ for send.problem().map(|failure| problem(cx, &failure)) }</> },
            yes.busy(send.busy(), m.closing).on(close),
            cx.pm().keep,
        )
    } else if need.can_close {
        let name = [m.close_need, &need.subject].join(" ");
        let ask = Button::quiet(m.close_need).id(button).name(name).on(confirm.ask());
        html! { <div class="actions">{ask.html()}</div> }
    } else {
        Html::default()
    };
    html! {
        <li class="card need">
            <p class="line">{status}{ for reason }</p>
            {needs::about(cx, need, false)}
            {needs::fits(cx, need)}
            {foot}
        </li>
    }
}
