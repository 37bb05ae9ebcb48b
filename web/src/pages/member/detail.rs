//! One activity: what it is, and the one thing the person can do about it.

use guiyan_core::{
    Outcome,
    branch::activity::ActivityCommand,
    ids::ActivityId,
    refusal::Refusal,
    view::{ActivityView, MyPlace, SignUpAction},
};
use yew::prelude::*;

use super::{changes, guest, queue, sharing};
use crate::{
    components::{
        Button, Confirm, Cx, Icon, Sender, Tone, chip, facts, icon, page_head, phone, problem,
        section, use_command, use_confirm,
    },
    format, later,
    messages::{circle, fill, labels::Label},
    pages::first,
    state::Route,
};

/// Which activity.
#[derive(Properties, Clone, PartialEq)]
pub(crate) struct DetailProps {
    /// What it draws from and acts through.
    pub cx: Cx,
    /// Its id.
    pub id: ActivityId,
}

/// An activity's page.
#[function_component]
pub(crate) fn Detail(props: &DetailProps) -> Html {
    let cx = &props.cx;
    let confirm = use_confirm(cx, "action");
    let has_left = use_state(|| false);
    let joining = use_state(|| cx.shell.drafts.guest.get().is_some());
    let share = use_state(|| false);
    let done = {
        let (confirm, has_left) = (confirm.clone(), has_left.clone());
        Callback::from(move |outcome| {
            has_left.set(outcome == Outcome::SignUpLeft);
            confirm.close();
        })
    };
    let send = use_command(cx, done);
    let Some(activity) = cx.model.activity(&props.id) else { return Html::default() };
    html! {
        <article class="detail">
            {page_head(cx, &activity.title)}
            <p class="line">{chip(Tone::Still, activity.kind.label(cx.lang()))}{word(cx, activity)}</p>
            {changes::news(cx, activity)}
            {what(cx, activity)}
            { for activity.agenda.as_ref().map(|agenda| {
                section(cx.pm().agenda, html! { <p class="pre">{agenda}</p> })
            }) }
            {changes::history(cx, activity)}
            <sharing::Sharing cx={cx.clone()} activity={activity.clone()} />
            { for activity.desk.as_ref().map(|_| later::activity_section(cx, activity)) }
            {sharing::question(cx, activity, &share)}
            {foot(cx, activity, &send, &confirm, *has_left, (*share, &joining))}
        </article>
    }
}

fn word(cx: &Cx, activity: &ActivityView) -> Html {
    let (tone, word) = first::standing(cx, activity);
    // What is open and free of trouble is said below, among the facts.
    if tone == Tone::Still && activity.action == Some(SignUpAction::SignUp) {
        return Html::default();
    }
    chip(tone, word)
}

fn what(cx: &Cx, activity: &ActivityView) -> Html {
    let (m, lang, now) = (cx.pm(), cx.lang(), cx.now());
    let text = |text: String| html! { <span class="num">{text}</span> };
    let mut places = match (activity.capacity, activity.left) {
        (Some(capacity), Some(0)) => fill(m.places_full, &[&capacity.to_string()]),
        (Some(capacity), Some(left)) => {
            fill(m.places_of, &[&capacity.to_string(), &left.to_string()])
        }
        _ => fill(m.no_limit, &[&activity.confirmed.to_string()]),
    };
    if activity.waiting > 0 {
        places.push_str(m.comma);
        places.push_str(&fill(m.in_queue, &[&activity.waiting.to_string()]));
    }
    let link = match &activity.online {
        Some(address) => Some(html! {
            <a href={address.clone()} target="_blank" rel="noopener noreferrer">{address}</a>
        }),
        None => activity.is_online.then(|| html! { m.link_after }),
    };
    let contact = activity.contact.as_ref().map(|contact| {
        html! { <>{&contact.name}{" "}{phone(&contact.phone)}</> }
    });
    // How many places are left says nothing once nobody can come.
    let coming = activity.cancelled.is_none() && activity.end > now;
    let until = (activity.sign_up_until != activity.start)
        .then(|| text(format::moment(activity.sign_up_until, now, lang)));
    let circle = circle::of(lang);
    facts(vec![
        (circle.held_by, sharing::holder(cx, activity)),
        (circle.for_whom, sharing::audience(cx, activity)),
        (m.when, Some(text(format::span(activity.start, activity.end, now, lang)))),
        (m.place, activity.place.as_ref().map(|place| html! { place })),
        (m.link, link),
        (m.places, coming.then(|| text(places))),
        (m.sign_up_until, until),
        (guest::of(lang).townspeople, activity.guests.then(|| html! { guest::of(lang).may_come })),
        (m.hours, Some(text(fill(m.hours_value, &[&activity.hours.to_string()])))),
        (m.contact, contact),
    ])
}

// Where the person stands and the next step; it stays in view.
fn foot(
    cx: &Cx,
    activity: &ActivityView,
    send: &Sender,
    confirm: &Confirm,
    has_left: bool,
    (share, joining): (bool, &UseStateHandle<bool>),
) -> Html {
    let m = cx.pm();
    let standing = match (&activity.cancelled, &activity.mine) {
        (Some(_), _) => cancelled(cx, activity),
        (None, Some(mine)) => my_place(cx, activity, mine),
        (None, None) if has_left => line("still", Icon::Check, m.left_now.to_owned(), ""),
        (None, None) => Html::default(),
    };
    let failure = send.problem().map(|failure| problem(cx, &failure));
    let act = if confirm.is_open() && activity.action == Some(SignUpAction::Leave) {
        leave_question(cx, activity, send, confirm)
    } else {
        action(cx, activity, send, confirm, (share, joining))
    };
    // Officers who take no part themselves have no next step to keep in view,
    // and a form is more than a step.
    let apart = activity.mine.is_none() && !as_member(activity);
    let form = **joining && apart && guest::may_join(activity);
    html! {
        <div class={if form || (apart && activity.desk.is_some()) { "foot" } else { "sticky" }}>
            <div role="status">{standing}</div>
            { for failure }
            {act}
        </div>
    }
}

fn line(class: &'static str, shape: Icon, text: String, hint: &str) -> Html {
    html! {
        <>
            <p class={["standing ", class].concat()}>{icon(shape)}<span>{text}</span></p>
            if !hint.is_empty() {
                <p class="second">{hint}</p>
            }
        </>
    }
}

fn cancelled(cx: &Cx, activity: &ActivityView) -> Html {
    let m = cx.pm();
    let Some(cancelled) = &activity.cancelled else { return Html::default() };
    let reason = fill(m.cancelled_because, &[cancelled.reason.label(cx.lang())]);
    line("stop", Icon::Cross, reason, cancelled.note.as_deref().unwrap_or_default())
}

fn my_place(cx: &Cx, activity: &ActivityView, mine: &MyPlace) -> Html {
    let m = cx.pm();
    let can_leave = activity.action == Some(SignUpAction::Leave);
    match mine {
        MyPlace::Confirmed { attended_at: Some(_), credit, .. } => {
            let credit = credit.unwrap_or_default().to_string();
            line("ok", Icon::Check, fill(m.attended_at, &[&credit]), "")
        }
        MyPlace::Confirmed { place, .. } => {
            let hint = if can_leave { m.have_place_hint } else { "" };
            line("ok", Icon::Check, fill(m.have_place, &[&place.to_string()]), hint)
        }
        MyPlace::Offered { until, .. } => {
            let until = format::moment(*until, cx.now(), cx.lang());
            line("wait", Icon::Clock, fill(m.offer_until, &[&until]), "")
        }
        MyPlace::Waiting { position, ahead, .. } => {
            let hint = if can_leave { m.position_hint } else { "" };
            let place = fill(m.have_position, &[&position.to_string()]);
            html! {
                <>
                    {line("wait", Icon::Clock, place, hint)}
                    {queue::why(cx, activity, *position, ahead.as_ref())}
                </>
            }
        }
    }
}

// Whether the next step is one of a member's.
fn as_member(activity: &ActivityView) -> bool {
    activity.action.is_some_and(|action| action != SignUpAction::JoinAsGuest)
}

fn action(
    cx: &Cx,
    activity: &ActivityView,
    send: &Sender,
    confirm: &Confirm,
    (share_name, joining): (bool, &UseStateHandle<bool>),
) -> Html {
    let m = cx.pm();
    let id = activity.id;
    let press = |command: ActivityCommand| {
        let (send, to) = (send.clone(), cx.holder(activity).to_owned());
        Callback::from(move |_| send.send_to(&to, command.clone().into()))
    };
    let sign_up = press(ActivityCommand::SignUp { activity: id, share_name });
    match activity.action {
        Some(SignUpAction::SignUp) => Button::primary(m.sign_up)
            .id("action")
            .busy(send.busy(), m.signing_up)
            .on(sign_up)
            .html(),
        Some(SignUpAction::JoinQueue) => html! {
            <>
                <p class="second">{m.join_queue_help}</p>
                {Button::primary(m.join_queue)
                    .name(m.sign_up)
                    .id("action")
                    .busy(send.busy(), m.signing_up)
                    .on(sign_up)
                    .html()}
            </>
        },
        Some(SignUpAction::Leave) => Button::quiet(m.leave).id("action").on(confirm.ask()).html(),
        Some(SignUpAction::AnswerOffer) => html! {
            <div class="actions">
                {Button::primary(m.accept)
                    .id("action")
                    .busy(send.busy(), m.signing_up)
                    .on(press(ActivityCommand::AcceptPlace { activity: id }))
                    .html()}
                {Button::quiet(m.decline)
                    .disabled(send.busy())
                    .on(press(ActivityCommand::DeclinePlace { activity: id }))
                    .html()}
            </div>
        },
        Some(SignUpAction::JoinAsGuest) => guest::entry(cx, activity, joining),
        None => {
            let why = activity.blocked.as_ref();
            why.map(|why| blocked(cx, activity, why, joining)).unwrap_or_default()
        }
    }
}

fn leave_question(cx: &Cx, activity: &ActivityView, send: &Sender, confirm: &Confirm) -> Html {
    let m = cx.pm();
    let (question, keep) = match activity.mine {
        Some(MyPlace::Waiting { .. }) => (m.leave_queue_question, m.keep_position),
        _ => (m.leave_question, m.keep_place),
    };
    let leave = {
        let (send, to) = (send.clone(), cx.holder(activity).to_owned());
        let leave = ActivityCommand::LeaveActivity { activity: activity.id };
        Callback::from(move |_| send.send_to(&to, leave.clone().into()))
    };
    let yes = Button::danger(m.confirm_leave).busy(send.busy(), m.leaving).on(leave);
    confirm.html(question, Html::default(), yes, keep)
}

// Why not, and the way round it.
fn blocked(
    cx: &Cx,
    activity: &ActivityView,
    why: &Refusal,
    joining: &UseStateHandle<bool>,
) -> Html {
    let (m, lang) = (cx.pm(), cx.lang());
    // The cancelled are explained above; officers need not be members.
    let for_members =
        matches!(why, Refusal::MembersOnly | Refusal::BranchesOnly | Refusal::GroupOnly);
    if activity.cancelled.is_some() || (activity.desk.is_some() && for_members) {
        return Html::default();
    }
    let active = cx.view().is_some_and(|view| {
        view.elsewhere.is_some()
            || view.report_in.as_ref().is_some_and(|mine| mine.state.is_active())
    });
    let way = match why {
        Refusal::SignInNeeded => Some(Button::primary(m.sign_in).id("action").on(cx.sign_in())),
        Refusal::MembersOnly | Refusal::BranchesOnly if active => {
            Some(Button::quiet(m.to_me).id("action").on(cx.link(Route::Me)))
        }
        Refusal::MembersOnly | Refusal::BranchesOnly => {
            Some(Button::primary(m.report_first).id("action").on(cx.link(Route::ReportIn)))
        }
        _ => None,
    };
    html! {
        <>
            <p class="strong">{why.sentence(lang)}</p>
            <p class="second">{why.next(lang)}</p>
            { for way.map(Button::html) }
            // Who they are is known when they have signed in; what they write stays.
            {guest::entry(cx, activity, joining)}
        </>
    }
}
