//! The fields of the report-in, in groups of at most five.

use guiyan_core::{branch::member::ReportForm, refusal::Field as Name};
use yew::{AttrValue, Callback, Html, html};

use super::report::Form;
use crate::{
    components::{Choice, Field, Icon, choices, icon},
    messages::labels::Label,
};

pub(super) fn groups(form: &Form<'_>) -> Html {
    let f = &form.cx.m().form;
    html! {
        <>
            {group(f.person, html! {
                <>
                    {text(form, Name::Name, "text", f.name_help, Some("name"))}
                    {text(form, Name::Phone, "tel", f.phone_help, Some("tel"))}
                    {coded(form, Name::Category, |form| &mut form.category)}
                </>
            })}
            {group(f.home, html! {
                <>
                    {text(form, Name::HomeBranch, "text", f.home_branch_help, None)}
                    {township(form)}
                </>
            })}
            {group(f.here, html! {
                <>
                    {text(form, Name::LeftOn, "date", f.left_on_help, None)}
                    {text(form, Name::City, "text", "", None)}
                    {text(form, Name::Area, "text", f.area_help, None)}
                    {coded(form, Name::Reason, |form| &mut form.reason)}
                    {coded(form, Name::Industry, |form| &mut form.industry)}
                </>
            })}
            <details class="group">
                <summary>{icon(Icon::Right)}{f.more}</summary>
                <p class="help">{f.more_help}</p>
                {text(form, Name::Skills, "text", f.skills_help, None)}
                {text(form, Name::HomeBranchPhone, "tel", "", None)}
                {uncoded(form, "f-gender", f.gender, |form| &mut form.gender)}
                {text(form, Name::Born, "text", f.born_help, None)}
                {uncoded(form, "f-schooling", f.schooling, |form| &mut form.schooling)}
                {certificate(form)}
                if form.typed.draft.form.certificate == Some(true) {
                    {text(form, Name::CertificateNumber, "text", "", None)}
                }
            </details>
        </>
    }
}

fn group(title: &'static str, fields: Html) -> Html {
    html! { <fieldset class="group"><legend>{title}</legend>{fields}</fieldset> }
}

fn place(form: &mut ReportForm, field: Name) -> &mut String {
    match field {
        Name::Phone => &mut form.phone,
        Name::HomeBranch => &mut form.home_branch,
        Name::Township => &mut form.township,
        Name::HomeBranchPhone => &mut form.home_branch_phone,
        Name::LeftOn => &mut form.left_on,
        Name::City => &mut form.city,
        Name::Area => &mut form.area,
        Name::Skills => &mut form.skills,
        Name::Born => &mut form.born,
        Name::CertificateNumber => &mut form.certificate_number,
        _ => &mut form.name,
    }
}

fn optional(form: &Form<'_>, field: Name) -> &'static str {
    match field {
        Name::HomeBranchPhone | Name::Skills | Name::Born | Name::CertificateNumber => {
            form.cx.m().optional
        }
        _ => "",
    }
}

fn text(
    form: &Form<'_>,
    field: Name,
    kind: &'static str,
    help: &'static str,
    autocomplete: Option<&'static str>,
) -> Html {
    let value = place(&mut form.typed.draft.form.clone(), field).clone();
    let dated = kind == "date";
    Field {
        id: &id(field),
        label: field.label(form.cx.lang()),
        help,
        error: form.error(field),
        optional: optional(form, field),
        value: &value,
        autocomplete: autocomplete.or(Some("off")),
        min: dated.then(|| "1921-01-01".to_owned()),
        max: dated.then(|| form.cx.now().day().to_string()),
        on: form.change(move |draft, value| *place(&mut draft.form, field) = value),
        left: form.leave(field, value.is_empty()),
        ..Field::default()
    }
    .input(kind)
}

fn township(form: &Form<'_>) -> Html {
    let field = Name::Township;
    let option = |township: &guiyan_core::charter::Township| -> Choice {
        let name = township.name.get(form.cx.lang()).to_owned();
        (AttrValue::from(township.id.to_string()), AttrValue::from(name))
    };
    let options: Vec<Choice> = form.view.notice.townships.iter().map(option).collect();
    Field {
        id: &id(field),
        label: field.label(form.cx.lang()),
        error: form.error(field),
        value: &form.typed.draft.form.township,
        on: form.change(|draft, value| draft.form.township = value),
        left: form.leave(field, form.typed.draft.form.township.is_empty()),
        ..Field::default()
    }
    .select(&options, form.cx.m().choose)
}

// A coded field that must be chosen.
fn coded<T: Label + PartialEq>(
    form: &Form<'_>,
    field: Name,
    of: fn(&mut ReportForm) -> &mut Option<T>,
) -> Html {
    let (label, error) = (field.label(form.cx.lang()), form.error(field));
    select(form, &id(field), label, "", error, of)
}

// A coded field that may be left out; core has no name for it.
fn uncoded<T: Label + PartialEq>(
    form: &Form<'_>,
    id: &str,
    label: &'static str,
    of: fn(&mut ReportForm) -> &mut Option<T>,
) -> Html {
    select(form, id, label, form.cx.m().optional, None, of)
}

fn select<T: Label + PartialEq>(
    form: &Form<'_>,
    id: &str,
    label: &'static str,
    optional: &'static str,
    error: Option<String>,
    of: fn(&mut ReportForm) -> &mut Option<T>,
) -> Html {
    let chosen = *of(&mut form.typed.draft.form.clone());
    let place = chosen.and_then(|chosen| T::ALL.iter().position(|code| *code == chosen));
    let value = place.map(|place| place.to_string()).unwrap_or_default();
    let on = form.change(move |draft, value| {
        *of(&mut draft.form) = value.parse().ok().and_then(|at: usize| T::ALL.get(at).copied());
    });
    let none = form.cx.m().choose;
    Field { id, label, optional, error, value: &value, on, ..Field::default() }
        .select(&choices::<T>(form.cx.lang()), none)
}

fn certificate(form: &Form<'_>) -> Html {
    let f = &form.cx.m().form;
    let value = match form.typed.draft.form.certificate {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    };
    let on: Callback<String> = form.change(|draft, value| {
        draft.form.certificate = match &*value {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        if draft.form.certificate != Some(true) {
            draft.form.certificate_number.clear();
        }
    });
    let options: [Choice; 2] = [("yes".into(), f.yes.into()), ("no".into(), f.no.into())];
    Field {
        id: "f-certificate",
        label: f.certificate,
        optional: form.cx.m().optional,
        value,
        on,
        ..Field::default()
    }
    .select(&options, form.cx.m().choose)
}

fn id(field: Name) -> String {
    ["f-", field.name()].concat()
}
