//! 转到另一支部: one step that ends the report-in here and submits it there; or,
//! for someone reported in at the sister branch, the same the other way round.

use guiyan_core::{
    branch::member::{Consent, MemberCommand},
    ids::BranchId,
    refusal::{Field as Name, FieldIssue},
    text::{self, Issue},
    view::{BranchRef, BranchView},
};
use yew::prelude::*;

use super::privacy;
use crate::{
    app::reveal,
    components::{Button, Cx, Field, PageProps, empty, page_head, problem, use_command},
    messages::fill,
    state::Route,
};

// From which branch to which.
fn way<'a>(cx: &Cx, view: &'a BranchView) -> Option<(BranchId, &'a BranchRef)> {
    if let Some(elsewhere) = &view.elsewhere {
        return Some((elsewhere.id.clone(), &view.branch.names));
    }
    view.report_in.as_ref().filter(|mine| mine.state.is_active())?;
    let Route::Move(to) = &cx.model.route else { return None };
    let sister = view.sisters.iter().find(|sister| sister.id == *to)?;
    Some((view.branch.names.id.clone(), sister))
}

/// 转到另一支部
#[function_component]
pub(crate) fn Move(props: &PageProps) -> Html {
    let cx = &props.cx;
    let m = cx.pm();
    let area = use_state(String::new);
    let agreed = use_state(|| false);
    let told = use_state(|| false);
    let back = cx.clone();
    let send = use_command(cx, Callback::from(move |_| back.go(Route::Me)));
    let Some(view) = cx.view() else { return Html::default() };
    let Some((from, to)) = way(cx, view) else {
        return html! { <div class="page">{page_head(cx, m.move_title)}{empty(m.not_reported)}</div> };
    };
    let lang = cx.lang();
    let wrong_area = text::line(&area, 2, 20).err();
    let says = |field, issue: Issue| FieldIssue { field, issue }.sentence(lang);
    let area_error = wrong_area.filter(|_| *told).map(|issue| says(Name::Area, issue));
    let consent_error = (*told && !*agreed).then(|| says(Name::Consent, Issue::NotAgreed));
    // What was reported names the home township; at the sister branch it is not known here.
    let home = view.report_in.as_ref().and_then(|mine| mine.report.as_ref());
    let home = home.map(|report| report.township.to_string()).unwrap_or_default();
    let home = privacy::township(cx, view, &home);
    let name = to.name.get(lang);

    let submit = {
        let (send, told, area, agreed) = (send.clone(), told.clone(), area.clone(), agreed.clone());
        let (root, to) = (cx.shell.root.clone(), to.id.clone());
        let notice = view.notice.facts.version.clone();
        let first = match (wrong_area, *agreed) {
            (Some(_), _) => Some("f-area"),
            (None, false) => Some("f-consent"),
            (None, true) => None,
        };
        Callback::from(move |()| {
            if let Some(first) = first {
                told.set(true);
                reveal(&root, first);
                return;
            }
            let command = MemberCommand::MoveReportIn {
                to: to.clone(),
                area: (*area).clone(),
                consent: Consent { agreed: *agreed, notice: notice.clone() },
            };
            send.send_to(from.as_str(), command.into());
        })
    };
    let onsubmit = {
        let submit = submit.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            submit.emit(());
        })
    };
    let typing = {
        let (area, send) = (area.clone(), send.clone());
        Callback::from(move |value| {
            send.clear();
            area.set(value);
        })
    };
    html! {
        <form class="page form" novalidate={true} {onsubmit}>
            {page_head(cx, &fill(m.move_to, &[to.short_name.get(lang)]))}
            <p>{m.move_lead}</p>
            {privacy::notice(cx, view, name, home)}
            <div class="group">
                {Field {
                    id: "f-area",
                    label: m.move_area,
                    help: m.move_area_help,
                    error: area_error.or_else(|| send.field(Name::Area)),
                    value: &area,
                    autocomplete: Some("off"),
                    on: typing,
                    ..Field::default()
                }.input("text")}
                {privacy::consent(
                    fill(m.form.agree, &[&privacy::receivers(cx, view, name, home)]),
                    *agreed,
                    consent_error.or_else(|| send.field(Name::Consent)),
                    Callback::from(move |tick| agreed.set(tick)),
                )}
            </div>
            <div class="submit">
                { for send.problem().map(|failure| problem(cx, &failure)) }
                {Button::primary(m.move_submit)
                    .busy(send.busy(), m.moving)
                    .on(submit.reform(|_| ()))
                    .html()}
                <p>{m.form.submit_help}</p>
            </div>
        </form>
    }
}
