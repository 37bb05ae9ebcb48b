//! 我的: where the report-in stands, the hours of the year, what the person
//! signed up for, and what to do when something changes.

use guiyan_core::{
    branch::member::{DisputeAnswer, HomeState, MemberState},
    view::{ActivityView, BranchView, HoursView, MyPlace, MyReportIn},
};
use yew::prelude::*;

use super::ending::Ending;
use crate::{
    components::{
        Button, Cx, Icon, PageProps, Tone, folded, geese, icon, notice, reported, secondary,
        section, state_chip, steps,
    },
    format, later,
    messages::{circle, dues, fill},
    pages::first,
    state::{Mine, Route},
};

/// 我的
#[function_component]
pub(crate) fn Me(props: &PageProps) -> Html {
    let cx = &props.cx;
    let Some(view) = cx.view() else { return Html::default() };
    if !view.signed_in {
        return signed_out(cx);
    }
    let (past, coming): (Vec<&ActivityView>, Vec<&ActivityView>) = view
        .activities
        .iter()
        .filter(|activity| activity.mine.is_some())
        .partition(|activity| activity.end <= view.now);
    let active = view.report_in.as_ref().filter(|mine| mine.state.is_active());
    html! {
        <div class="page">
            {report_in(cx, view)}
            { for view.hours.as_ref().map(|hours| hours_of(cx, hours)) }
            if active.is_some() || !coming.is_empty() {
                {section(cx.pm().coming, signed_up(cx, &coming, cx.pm().nothing_coming))}
            }
            if !past.is_empty() {
                {secondary(cx, cx.pm().past_activities, signed_up(cx, &past, ""))}
            }
            { for active.map(|_| changes(cx, view)) }
            {besides(cx)}
            {later::session(cx)}
        </div>
    }
}

fn signed_out(cx: &Cx) -> Html {
    let m = cx.pm();
    html! {
        <div class="empty">
            {geese("faint")}
            <p>{m.not_signed_in}</p>
            <div class="actions">
                {Button::primary(m.log_in).on(cx.sign_in()).html()}
                {Button::quiet(m.report_in).on(cx.link(Route::ReportIn)).html()}
            </div>
            {besides(cx)}
        </div>
    }
}

fn report_in(cx: &Cx, view: &BranchView) -> Html {
    let m = cx.pm();
    let loud = |label| {
        html! {
            <div class="loud">
                {Button::primary(label).on(cx.link(Route::ReportIn)).html()}
            </div>
        }
    };
    let elsewhere = view.elsewhere.as_ref().map(|elsewhere| {
        let title = fill(m.elsewhere, &[elsewhere.short_name.get(cx.lang())]);
        let go = Button::primary(m.move_here)
            .on(cx.link(Route::Move(view.branch.names.id.clone())))
            .html();
        let go = html! { <div class="actions">{go}</div> };
        notice(Tone::Info, &title, html! { <p>{m.elsewhere_text}</p> }, go)
    });
    let Some(mine) = &view.report_in else {
        return match elsewhere {
            Some(notice) => notice,
            None => section(
                m.my_report_in,
                html! {
                    <div class="card loud"><p>{m.not_reported}</p>{loud(m.report_in)}</div>
                },
            ),
        };
    };
    let history = steps(cx, view, &mine.steps, m.by_you);
    let again = mine.state == MemberState::Ended && elsewhere.is_none();
    section(
        m.my_report_in,
        html! {
            <>
                { for elsewhere }
                if mine.state == MemberState::SentBack {
                    {first::sent_back(cx, mine)}
                }
                {disputed(cx, mine)}
                <div class="card detail">
                    {state_line(cx, mine)}
                    { for group(cx, view, mine) }
                    if let Some(hint) = hint(cx, mine.state) {
                        <p>{hint}</p>
                    }
                    if cx.model.config.elder {
                        // What the notice above speaks of is open.
                        {folded(m.history, may_correct(mine), history)}
                    } else {
                        {history}
                    }
                    { for mine.report.as_ref().map(|report| html! {
                        <details>
                            <summary>{icon(Icon::Right)}{m.reported}</summary>
                            <div class="second">{reported(cx, view, report)}</div>
                        </details>
                    }) }
                    if again {
                        {loud(m.report_in)}
                    }
                </div>
            </>
        },
    )
}

/// Whether the report-in may be submitted again, corrected: the home township
/// disputes it, or the branch asks for that.
pub(super) fn may_correct(mine: &MyReportIn) -> bool {
    let asked = match mine.home {
        HomeState::Disputed { .. } => true,
        HomeState::Answered { answer, .. } => answer == DisputeAnswer::CorrectionAsked,
        HomeState::Waiting { .. } | HomeState::Acknowledged { .. } => false,
    };
    asked && mine.state.is_active()
}

fn disputed(cx: &Cx, mine: &MyReportIn) -> Html {
    let m = dues::of(cx.lang());
    if !may_correct(mine) || mine.state == MemberState::SentBack {
        return Html::default();
    }
    let correct = Button::quiet(cx.m().correct).on(cx.link(Route::ReportIn)).html();
    let actions = html! { <div class="actions">{correct}</div> };
    notice(Tone::Wait, m.disputed, html! { <p>{m.disputed_text}</p> }, actions)
}

// The calculator, for whoever wants it, and the way to what is held of them.
fn besides(cx: &Cx) -> Html {
    let m = dues::of(cx.lang());
    let link = |label, route| Button::plain(label).on(cx.link(route)).html();
    let signed_in = cx.view().is_some_and(|view| view.signed_in);
    html! {
        <div class="actions">
            if signed_in {
                {link(m.my_data, Route::Mine(Mine::Data))}
            } else {
                {link(m.check_receipt, Route::Mine(Mine::Receipt))}
            }
            {link(m.link, Route::Dues)}
        </div>
    }
}

fn state_line(cx: &Cx, mine: &MyReportIn) -> Html {
    html! {
        <p class="state" role="status">
            {state_chip(cx, mine.state)}
            <span class="second num">{format::ago(mine.since, cx.now(), cx.lang())}</span>
        </p>
    }
}

fn group(cx: &Cx, view: &BranchView, mine: &MyReportIn) -> Option<Html> {
    let id = mine.group.as_ref()?;
    let group = view.groups.iter().find(|group| group.id == *id)?;
    let text = fill(circle::of(cx.lang()).my_group, &[group.name.get(cx.lang())]);
    Some(html! { <p>{text}</p> })
}

fn hint(cx: &Cx, state: MemberState) -> Option<&'static str> {
    match state {
        MemberState::Submitted => Some(cx.pm().submitted_hint),
        MemberState::Received => Some(cx.pm().received_hint),
        MemberState::Ended => Some(cx.pm().ended_hint),
        MemberState::SentBack => None,
    }
}

fn hours_of(cx: &Cx, hours: &HoursView) -> Html {
    let m = cx.pm();
    let (credited, target) = (hours.credited.to_string(), hours.target.to_string());
    let full = hours.target.saturating_mul(10).max(1);
    let run = hours.credited.tenths.min(full).to_string();
    let value = fill(m.hours_of, &[&credited, &target]);
    let title = fill(m.my_hours, &[&hours.year.to_string()]);
    section(
        &title,
        html! {
            <div class="card detail">
                <p class="state">
                    <span><span class="figure">{&credited}</span>{" / "}{fill(m.hours_value, &[&target])}</span>
                    <span class="second">
                        {fill(m.hours_activities, &[&hours.activities.to_string()])}
                    </span>
                </p>
                <svg
                    class="bar"
                    role="img"
                    aria-label={value}
                    viewBox={["0 0 ", &*full.to_string(), " 1"].concat()}
                    preserveAspectRatio="none"
                >
                    <rect class="rail" width="100%" height="1" />
                    <rect class="run" width={run} height="1" />
                </svg>
            </div>
        },
    )
}

fn signed_up(cx: &Cx, activities: &[&ActivityView], none: &'static str) -> Html {
    if activities.is_empty() {
        return html! { <p class="second">{none}</p> };
    }
    let row = |activity: &&ActivityView| {
        let credit = match &activity.mine {
            Some(MyPlace::Confirmed { credit: Some(credit), .. }) => Some(*credit),
            _ => None,
        };
        first::activity_row(cx, activity, Some(credit))
    };
    html! { <ul class="rows">{ for activities.iter().map(row) }</ul> }
}

fn changes(cx: &Cx, view: &BranchView) -> Html {
    let sister = |sister: &guiyan_core::view::BranchRef| {
        let label = fill(cx.pm().move_to, &[sister.short_name.get(cx.lang())]);
        Button::quiet(label).on(cx.link(Route::Move(sister.id.clone()))).html()
    };
    section(
        cx.pm().changes,
        html! {
            <>
                <div class="actions">{ for view.sisters.iter().map(sister) }</div>
                <Ending cx={cx.clone()} />
            </>
        },
    )
}
