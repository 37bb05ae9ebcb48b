//! What needs the member, above everything else.

use std::cell::RefCell;

use guiyan_core::{
    branch::member::{MemberState, StepKind},
    ids::ActivityId,
    time::DAY,
    view::{ActivityStatus, ActivityView, BranchView, MyPlace, MyReportIn},
};
use yew::prelude::*;

use crate::{
    browser,
    components::{Button, Cx, Tone, notice},
    messages::{fill, labels::Label},
    state::{Action, Route},
};

pub(super) fn notices(cx: &Cx, view: &BranchView) -> Html {
    let m = cx.m();
    let mut notices = Vec::new();
    if let Some(mine) = &view.report_in {
        match mine.state {
            MemberState::SentBack => notices.push(sent_back(cx, mine)),
            MemberState::Submitted => {
                let look = Button::quiet(m.to_me).on(cx.link(Route::Me));
                let word = MemberState::Submitted.label(cx.lang());
                notices.push(notice(Tone::Wait, word, text(m.submitted_hint), actions(look)));
            }
            MemberState::Received | MemberState::Ended => {}
        }
    }
    if let Some(elsewhere) = &view.elsewhere {
        let title = fill(m.elsewhere, &[elsewhere.short_name.get(cx.lang())]);
        let go = Button::quiet(m.move_here).on(cx.link(Route::Move(view.branch.names.id.clone())));
        notices.push(notice(Tone::Info, &title, text(m.elsewhere_text), actions(go)));
    }
    notices.extend(view.activities.iter().filter_map(|activity| of_activity(cx, view, activity)));
    notices.into_iter().collect()
}

/// What a sent-back report-in lacks, and the way to correct it.
pub(crate) fn sent_back(cx: &Cx, mine: &MyReportIn) -> Html {
    let go = Button::primary(cx.m().correct).on(cx.link(Route::ReportIn));
    notice(Tone::Wait, cx.m().sent_back, lacking(cx, mine), actions(go))
}

/// What a sent-back report-in lacks, above the form itself.
pub(crate) fn reason_sent_back(cx: &Cx, mine: &MyReportIn) -> Html {
    notice(Tone::Wait, cx.m().sent_back, lacking(cx, mine), Html::default())
}

fn lacking(cx: &Cx, mine: &MyReportIn) -> Html {
    let m = cx.m();
    let last = mine.steps.iter().rev().find_map(|step| match &step.step {
        StepKind::SentBack { reason } => Some((reason.label(cx.lang()), step.note.as_deref())),
        _ => None,
    });
    let (reason, note) = last.unwrap_or_default();
    html! {
        <>
            <p>{fill(m.sent_back_text, &[reason])}</p>
            { for note.map(|note| html! { <p class="pre">{note}</p> }) }
        </>
    }
}

fn of_activity(cx: &Cx, view: &BranchView, activity: &ActivityView) -> Option<Html> {
    let m = cx.m();
    let mine = activity.mine.as_ref()?;
    let look = || Button::quiet(m.look).on(cx.link(Route::Activity(activity.id)));
    if activity.start <= view.now {
        return None;
    }
    if let Some(cancelled) = &activity.cancelled {
        let key = key("guiyan-cancelled:", &activity.id);
        if seen(&key) {
            return None;
        }
        let reason = cancelled.reason.label(cx.lang());
        let body = html! {
            <>
                <p>{fill(m.see_reason, &[&activity.title, reason])}</p>
                { for cancelled.note.as_ref().map(|note| html! { <p class="pre">{note}</p> }) }
            </>
        };
        return Some(notice(
            Tone::Stop,
            m.was_cancelled,
            body,
            html! {
                <div class="actions">{seen_button(cx, key)}</div>
            },
        ));
    }
    match mine {
        MyPlace::Confirmed { place, from_queue: true, at, .. }
            if at.plus(3 * DAY) > view.now && activity.status != ActivityStatus::Over =>
        {
            let key = key("guiyan-moved-up:", &activity.id);
            if seen(&key) {
                return None;
            }
            let body = text(&fill(m.moved_up_text, &[&activity.title, &place.to_string()]));
            let actions = html! {
                <div class="actions">{look().html()}{seen_button(cx, key)}</div>
            };
            Some(notice(Tone::Ok, m.moved_up, body, actions))
        }
        MyPlace::Offered { .. } => {
            Some(notice(Tone::Wait, m.offered, text(&activity.title), actions(look())))
        }
        _ => None,
    }
}

fn text(text: &str) -> Html {
    html! { <p>{text}</p> }
}

fn actions(button: Button) -> Html {
    html! { <div class="actions">{button.html()}</div> }
}

thread_local! {
    static SEEN: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

// Each piece of news about an activity is its own.
fn key(news: &'static str, id: &ActivityId) -> String {
    browser::dom_id(news, &id.0)
}

fn seen(key: &String) -> bool {
    SEEN.with_borrow(|seen| seen.contains(key))
        || browser::storage().and_then(|storage| storage.get_item(key).ok().flatten()).is_some()
}

// A notice that was read goes away, in this window.
fn seen_button(cx: &Cx, key: String) -> Html {
    let shell = cx.shell.clone();
    let on = Callback::from(move |_| {
        SEEN.with_borrow_mut(|seen| seen.push(key.clone()));
        if let Some(storage) = browser::storage() {
            // Without storage it comes back after a reload.
            let _ = storage.set_item(&key, "1");
        }
        shell.act(Action::Redraw);
    });
    Button::plain(cx.m().got_it).on(on).html()
}
