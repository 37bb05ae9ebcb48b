//! 提交线索: an answer to a need, or what one has thought of oneself; by a
//! member, or by a 乡友 whom one invited. What is typed stays until it is sent.

use std::rc::Rc;

use guiyan_core::{
    Outcome,
    branch::{
        lead::{LeadCommand, LeadForm},
        member::Consent,
    },
    need::{HomeIndustry, LeadKind},
    refusal::{Field as Name, FieldIssue, Refusal},
    text::Issue,
    view::{BranchView, LeadsView, NeedView},
};
use yew::prelude::*;

use super::{
    NewLeadProps,
    form::{self, Hand, Sheet, Typed, group},
    m,
    needs::invited,
    panel::picked,
    path, recipients,
};
use crate::{
    codes::Code,
    components::{
        Button, Choice, Cx, Field, Tone, choices, notice, page_head, use_command, use_fetched,
    },
    messages::fill,
    state::{Offer, Route},
};

const ORDER: [Name; 7] = [
    Name::LeadKind,
    Name::Industry,
    Name::Amount,
    Name::Township,
    Name::Note,
    Name::ContactName,
    Name::ContactPhone,
];
// Behind the fields and the need answered: the recipients, the notice agreed to.
const TO: usize = 8;
const AGREED: usize = 9;

#[derive(Properties, Clone, PartialEq)]
struct FormProps {
    cx: Cx,
    view: Rc<LeadsView>,
    need: Option<NeedView>,
    // Asked for, and not open any more.
    closed: bool,
}

/// A new lead (`Route::NewLead`).
#[function_component]
pub(in crate::pages::home) fn NewLead(props: &NewLeadProps) -> Html {
    let NewLeadProps { cx, need } = props;
    // Of the needs only the one it answers, wherever that stands in the list.
    let only = need.map(|need| ["?need=", &*need.to_string()].concat());
    let path = [path(cx), only.unwrap_or_default()].concat();
    let fetched = use_fetched::<LeadsView>(cx, path);
    // What the form began with stays, also when the need is closed meanwhile.
    let begun = use_mut_ref(|| None::<NeedView>);
    fetched.html(|view| {
        let open = need.and_then(|id| view.needs.iter().find(|it| it.id == id));
        if let Some(open) = open {
            *begun.borrow_mut() = Some(open.clone());
        }
        let closed = need.is_some() && open.is_none();
        let need = begun.borrow().clone().filter(|begun| Some(begun.id) == *need);
        let view = Rc::new(view.clone());
        html! { <Form cx={cx.clone()} {view} {need} {closed} /> }
    })
}

// What was typed before; a need says its kind, industry and place itself.
fn beginning(cx: &Cx, need: Option<&NeedView>) -> Offer {
    let mut text = cx.shell.drafts.offer.get().unwrap_or_default();
    let id = need.map(|need| need.id.to_string()).unwrap_or_default();
    let [kind, industry, _, township, _, _, _, answers, _, _] = &mut text;
    if let Some(need) = need.filter(|_| *answers != id) {
        let at = |place: Option<usize>| place.map(|at| at.to_string()).unwrap_or_default();
        *kind = at(LeadKind::ALL.iter().position(|it| *it == need.kind));
        *industry = at(HomeIndustry::ALL.iter().position(|it| *it == need.industry));
        *township = need.township.as_ref().map(|it| it.id.to_string()).unwrap_or_default();
    }
    *answers = id;
    text
}

fn form_of(text: &Offer, fellow: bool) -> LeadForm {
    let [kind, industry, amount, township, note, name, phone, need, _, _] = text.clone();
    LeadForm {
        lead_kind: picked(&kind),
        industry: picked(&industry),
        amount: form::whole(&amount),
        township,
        need: need.parse().ok(),
        note,
        contact_name: if fellow { name } else { String::new() },
        contact_phone: if fellow { phone } else { String::new() },
    }
}

#[function_component]
fn Form(props: &FormProps) -> Html {
    let FormProps { cx, view, need, closed } = props;
    let typed = use_mut_ref(|| Typed {
        text: beginning(cx, need.as_ref()),
        touched: Vec::new(),
        all: false,
    });
    let redraw = use_force_update();
    let done = {
        let cx = cx.clone();
        Callback::from(move |outcome| {
            if let Outcome::LeadSubmitted { lead } = outcome {
                cx.shell.drafts.offer.clear();
                cx.go(Route::Lead(lead));
            }
        })
    };
    let send = use_command(cx, done);
    // Signing in answers the call to sign in.
    let signed_in = cx.view().is_some_and(|view| view.signed_in);
    let after_sign_in = send.clone();
    use_effect_with(signed_in, move |_| after_sign_in.clear());
    let Some(branch) = cx.view() else { return Html::default() };

    let m = m(cx);
    if view.blocked == Some(Refusal::LeadMembersOnly) && !invited(cx) {
        let (why, lang) = (Refusal::LeadMembersOnly, cx.lang());
        let way = Button::primary(cx.pm().report_first).on(cx.link(Route::ReportIn)).html();
        let way = html! { <div class="actions">{way}</div> };
        let said = notice(Tone::Info, why.sentence(lang), html! { <p>{why.next(lang)}</p> }, way);
        return html! { <div class="page">{page_head(cx, m.new_lead)}{said}</div> };
    }
    let fellow = invited(cx) && view.blocked.is_some();
    let now = typed.borrow().clone();
    let issues = issues(&now.text, branch, fellow);
    // Once it is refused, the foot of the form says so.
    let limit = view.limit.as_ref().filter(|_| send.problem().is_none());
    let hand = Hand::new(cx, &send, &typed, &redraw, &ORDER, |shell| &shell.drafts.offer);
    let sheet = Sheet { cx: cx.clone(), typed: now, hand, issues };
    let submit = submit(&sheet, view, branch, fellow, {
        let send = send.clone();
        Callback::from(move |command: LeadCommand| send.send(command))
    });
    let on_submit = submit.clone();
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        on_submit.emit(());
    });
    html! {
        <form class="page form" novalidate={true} {onsubmit}>
            {page_head(cx, if fellow { m.fellow_title } else { m.new_lead })}
            <p>{if fellow { m.fellow_lead } else { m.new_lead_lead }}</p>
            { for limit.map(|why| super::super::limit(cx, why)) }
            { for answering(cx, need.as_ref(), *closed) }
            {recipients::notice(cx, branch, fellow)}
            {fields(&sheet, branch)}
            if fellow {
                {contact(&sheet)}
            }
            {recipients::recipients(cx, &view.recipients, text(&sheet, TO), at(&sheet, TO))}
            if fellow {
                {agreement(&sheet, branch)}
            }
            {sheet.foot(m.submit, m.submit_help, submit)}
        </form>
    }
}

fn text<const N: usize>(sheet: &Sheet<N>, at: usize) -> &str {
    sheet.typed.text.get(at).map(String::as_str).unwrap_or_default()
}

fn at<const N: usize>(sheet: &Sheet<N>, at: usize) -> Callback<String> {
    let hand = sheet.hand.clone();
    Callback::from(move |value| hand.write(at, value))
}

fn issues(text: &Offer, view: &BranchView, fellow: bool) -> Vec<FieldIssue> {
    let known = |id: &_| view.notice.townships.iter().any(|township| township.id == *id);
    let mut issues = form_of(text, fellow).issues(known, fellow);
    let [.., agreed] = text;
    if fellow && *agreed != view.notice.facts.version {
        let issue = if agreed.is_empty() { Issue::NotAgreed } else { Issue::NoticeChanged };
        issues.push(FieldIssue { field: Name::Consent, issue });
    }
    issues
}

fn answering(cx: &Cx, need: Option<&NeedView>, closed: bool) -> Option<Html> {
    let m = m(cx);
    if closed {
        let text = html! { <p>{m.need_closed_text}</p> };
        return Some(notice(Tone::Info, m.need_closed, text, Html::default()));
    }
    let need = need?;
    let title = fill(m.answering, &[&need.subject]);
    Some(notice(Tone::Info, &title, html! { <p class="pre">{&need.text}</p> }, Html::default()))
}

fn fields(sheet: &Sheet<10>, branch: &BranchView) -> Html {
    let (cx, m, lang) = (&sheet.cx, m(&sheet.cx), sheet.cx.lang());
    let places: Vec<Choice> = (branch.notice.townships.iter())
        .map(|it| (it.id.to_string().into(), it.name.get(lang).to_owned().into()))
        .collect();
    let choose = cx.pm().choose;
    group(
        m.about,
        html! {
            <>
                {sheet.select(Name::LeadKind, m.kind, "", &choices::<LeadKind>(lang), choose)}
                {sheet.select(
                    Name::Industry,
                    m.industry,
                    "",
                    &choices::<HomeIndustry>(lang),
                    choose,
                )}
                {sheet.sum(Name::Amount, Name::Amount.label(lang), m.amount_help)}
                {sheet.select(Name::Township, m.place, cx.pm().optional, &places, m.any_place)}
                {Field {
                    help: m.note_help,
                    optional: cx.pm().optional,
                    ..sheet.field("f-note", Name::Note.label(lang), Name::Note)
                }.area("5")}
                <p class="second">{m.no_files}</p>
            </>
        },
    )
}

fn contact(sheet: &Sheet<10>) -> Html {
    let (m, lang) = (m(&sheet.cx), sheet.cx.lang());
    group(
        m.contact,
        html! {
            <>
                {Field {
                    help: m.contact_help,
                    autocomplete: Some("name"),
                    ..sheet.field("f-contactName", Name::Name.label(lang), Name::ContactName)
                }.input("text")}
                {Field {
                    autocomplete: Some("tel"),
                    inputmode: Some("tel"),
                    ..sheet.field("f-contactPhone", Name::Phone.label(lang), Name::ContactPhone)
                }.input("tel")}
            </>
        },
    )
}

fn agreement(sheet: &Sheet<10>, branch: &BranchView) -> Html {
    let version = branch.notice.facts.version.clone();
    let name = branch.branch.names.name.get(sheet.cx.lang());
    let agreed = text(sheet, AGREED) == version;
    let hand = sheet.hand.clone();
    let on = Callback::from(move |agreed| {
        hand.write(AGREED, if agreed { version.clone() } else { String::new() });
    });
    recipients::agree(&sheet.cx, name, agreed, sheet.error(Name::Consent), on)
}

fn submit(
    sheet: &Sheet<10>,
    view: &LeadsView,
    branch: &BranchView,
    fellow: bool,
    send: Callback<LeadCommand>,
) -> Callback<()> {
    let last = sheet.issues.first().map(|issue| form::id(issue.field));
    let named = recipients::ticked(&view.recipients, text(sheet, TO));
    let mut lead = form_of(&sheet.typed.text, fellow);
    // A need that is closed is answered by nobody; the lead goes on without it.
    lead.need = lead.need.filter(|need| view.needs.iter().any(|it| it.id == *need));
    let notice = Consent { agreed: true, notice: branch.notice.facts.version.clone() };
    let command = LeadCommand::SubmitLead {
        lead,
        invited: fellow,
        notice: fellow.then_some(notice),
        consent: named.into_iter().map(|it| it.recipient.clone()).collect(),
    };
    let go = Callback::from(move |()| send.emit(command.clone()));
    sheet.submit(sheet.first().or(last), go)
}
