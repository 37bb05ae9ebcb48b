//! 发布需求: what home looks for, by an officer of the district or the 专人 of a
//! township. What is typed stays until it is posted.

use guiyan_core::{
    Outcome,
    charter::Township,
    need::{HomeIndustry, LeadKind, NeedCommand, NeedForm},
    refusal::{Field as Name, FieldIssue},
};
use yew::prelude::*;

use super::{
    form::{self, Hand, Sheet, Typed, group},
    held, m,
    panel::picked,
};
use crate::{
    components::{
        Choice, Cx, Field, PageProps, choices, empty, page_head, use_command, use_fetched,
    },
    read::Roles,
    state::{Route, Wanted},
};

const ORDER: [Name; 8] = [
    Name::LeadKind,
    Name::Industry,
    Name::Subject,
    Name::Text,
    Name::Township,
    Name::AmountFrom,
    Name::AmountTo,
    Name::Until,
];

#[derive(Properties, Clone, PartialEq)]
struct FormProps {
    cx: Cx,
    places: Vec<Township>,
    // Whether for the district as a whole, too.
    whole: bool,
}

/// A new need (`Route::NewNeed`).
#[function_component]
pub(in crate::pages::home) fn NewNeed(props: &PageProps) -> Html {
    let cx = &props.cx;
    let roles = use_fetched::<Roles>(cx, held::ME.to_owned());
    roles.html(|roles| {
        if !held::may_post(roles) {
            let m = m(cx);
            return html! { <>{page_head(cx, m.post)}{empty(m.post_not_yours)}</> };
        }
        let whole = roles.0.iter().any(|role| role == "district-officer");
        let mine = |place: &&Township| {
            let role = ["liaison:", place.id.as_str()].concat();
            whole || roles.0.contains(&role)
        };
        let all = cx.view().map(|view| &view.notice.townships);
        let places = all.into_iter().flatten().filter(mine).cloned().collect::<Vec<_>>();
        html! { <Form cx={cx.clone()} {places} {whole} /> }
    })
}

fn form_of(text: &Wanted) -> NeedForm {
    let [kind, industry, subject, words, township, from, to, until] = text.clone();
    NeedForm {
        lead_kind: picked(&kind),
        industry: picked(&industry),
        subject,
        text: words,
        township,
        amount_from: form::whole(&from),
        amount_to: form::whole(&to),
        until,
    }
}

#[function_component]
fn Form(props: &FormProps) -> Html {
    let FormProps { cx, places, whole } = props;
    let typed = use_mut_ref(|| {
        let mut text = cx.shell.drafts.need.get().unwrap_or_default();
        let [_, _, _, _, township, ..] = &mut text;
        // Whoever answers for one place posts for that one.
        if let ([place], false) = (&**places, *whole) {
            *township = place.id.to_string();
        }
        Typed { text, touched: Vec::new(), all: false }
    });
    let redraw = use_force_update();
    let done = {
        let cx = cx.clone();
        Callback::from(move |outcome| {
            if let Outcome::NeedPosted { .. } = outcome {
                cx.shell.drafts.need.clear();
                cx.go(Route::Leads);
            }
        })
    };
    let send = use_command(cx, done);
    let m = m(cx);
    let now = typed.borrow().clone();
    let known = |id: &_| places.iter().any(|place| place.id == *id);
    let issues: Vec<FieldIssue> =
        form_of(&now.text).check_with(known, cx.now()).err().unwrap_or_default();
    let hand = Hand::new(cx, &send, &typed, &redraw, &ORDER, |shell| &shell.drafts.need);
    let sheet = Sheet { cx: cx.clone(), typed: now, hand, issues };
    let details = form_of(&sheet.typed.text);
    let go = Callback::from(move |()| {
        send.send_to("", NeedCommand::PostNeed { details: details.clone() }.into());
    });
    let submit = sheet.submit(sheet.first(), go);
    let on_submit = submit.clone();
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        on_submit.emit(());
    });
    html! {
        <form class="page form" novalidate={true} {onsubmit}>
            {page_head(cx, m.post)}
            <p>{m.post_lead}</p>
            {what(&sheet)}
            {how_much(&sheet, places, *whole)}
            {sheet.foot(m.post, m.post_help, submit)}
        </form>
    }
}

fn what(sheet: &Sheet<8>) -> Html {
    let (m, lang, choose) = (m(&sheet.cx), sheet.cx.lang(), sheet.cx.pm().choose);
    group(
        m.need_content,
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
                {Field {
                    help: m.subject_help,
                    ..sheet.field("f-subject", Name::Subject.label(lang), Name::Subject)
                }.input("text")}
                {Field {
                    help: m.text_help,
                    ..sheet.field("f-text", Name::Text.label(lang), Name::Text)
                }.area("6")}
            </>
        },
    )
}

fn how_much(sheet: &Sheet<8>, places: &[Township], whole: bool) -> Html {
    let (cx, m, lang) = (&sheet.cx, m(&sheet.cx), sheet.cx.lang());
    let places: Vec<Choice> = (places.iter())
        .map(|it| (it.id.to_string().into(), it.name.get(lang).to_owned().into()))
        .collect();
    let (optional, none) =
        if whole { (cx.pm().optional, m.whole_district) } else { ("", cx.pm().choose) };
    let today = cx.now().day();
    group(
        m.where_and_how_much,
        html! {
            <>
                {sheet.select(Name::Township, m.township, optional, &places, none)}
                {sheet.sum(Name::AmountFrom, Name::AmountFrom.label(lang), "")}
                {sheet.sum(Name::AmountTo, Name::AmountTo.label(lang), "")}
                {Field {
                    help: m.until_help,
                    min: Some(today.to_string()),
                    max: Some(today.plus(731).to_string()),
                    ..sheet.field("f-until", Name::Until.label(lang), Name::Until)
                }.input("date")}
            </>
        },
    )
}
