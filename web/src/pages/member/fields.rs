//! The fields of the report-in, in groups of at most five.

use guiyan_core::{branch::member::ReportForm, refusal::Field as Name};
use yew::{AttrValue, Html, html};

use super::report::Form;
use crate::{
    codes::Code,
    components::{Choice, Field, Icon, icon},
    read,
};

/// A field of the form. Core has no name for those that cannot be wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Item {
    Of(Name),
    Gender,
    Schooling,
    Certificate,
}

const PERSON: [Item; 3] = [Item::Of(Name::Name), Item::Of(Name::Phone), Item::Of(Name::Category)];
const HOME: [Item; 2] = [Item::Of(Name::HomeBranch), Item::Of(Name::Township)];
const HERE: [Item; 5] = [
    Item::Of(Name::LeftOn),
    Item::Of(Name::City),
    Item::Of(Name::Area),
    Item::Of(Name::Reason),
    Item::Of(Name::Industry),
];
// 花名册 has the first four; whoever holds no certificate has no number.
const MORE: [Item; 7] = [
    Item::Gender,
    Item::Of(Name::Born),
    Item::Schooling,
    Item::Of(Name::HomeBranchPhone),
    Item::Of(Name::Skills),
    Item::Certificate,
    Item::Of(Name::CertificateNumber),
];

/// What stands in a field: text, or a code as on the wire.
pub(super) fn read(form: &ReportForm, item: Item) -> &str {
    match item {
        Item::Gender => wire(form.gender),
        Item::Schooling => wire(form.schooling),
        Item::Certificate => match form.certificate {
            Some(true) => YES,
            Some(false) => NO,
            None => "",
        },
        Item::Of(Name::Category) => wire(form.category),
        Item::Of(Name::Reason) => wire(form.reason),
        Item::Of(Name::Industry) => wire(form.industry),
        Item::Of(Name::Phone) => &form.phone,
        Item::Of(Name::HomeBranch) => &form.home_branch,
        Item::Of(Name::Township) => &form.township,
        Item::Of(Name::HomeBranchPhone) => &form.home_branch_phone,
        Item::Of(Name::LeftOn) => &form.left_on,
        Item::Of(Name::City) => &form.city,
        Item::Of(Name::Area) => &form.area,
        Item::Of(Name::Skills) => &form.skills,
        Item::Of(Name::Born) => &form.born,
        Item::Of(Name::CertificateNumber) => &form.certificate_number,
        Item::Of(_) => &form.name,
    }
}

/// Puts what was typed or chosen into the form.
pub(super) fn write(form: &mut ReportForm, item: Item, value: &str) {
    let text = match item {
        Item::Gender => return form.gender = read::code(value),
        Item::Schooling => return form.schooling = read::code(value),
        Item::Certificate => {
            form.certificate = (!value.is_empty()).then(|| value == YES);
            if value == YES {
                return;
            }
            return form.certificate_number.clear();
        }
        Item::Of(Name::Category) => return form.category = read::code(value),
        Item::Of(Name::Reason) => return form.reason = read::code(value),
        Item::Of(Name::Industry) => return form.industry = read::code(value),
        Item::Of(Name::Phone) => &mut form.phone,
        Item::Of(Name::HomeBranch) => &mut form.home_branch,
        Item::Of(Name::Township) => &mut form.township,
        Item::Of(Name::HomeBranchPhone) => &mut form.home_branch_phone,
        Item::Of(Name::LeftOn) => &mut form.left_on,
        Item::Of(Name::City) => &mut form.city,
        Item::Of(Name::Area) => &mut form.area,
        Item::Of(Name::Skills) => &mut form.skills,
        Item::Of(Name::Born) => &mut form.born,
        Item::Of(Name::CertificateNumber) => &mut form.certificate_number,
        Item::Of(_) => &mut form.name,
    };
    value.clone_into(text);
}

const YES: &str = "yes";
const NO: &str = "no";

fn wire<T: Code>(code: Option<T>) -> &'static str {
    code.map(Code::wire).unwrap_or_default()
}

/// The groups, one after another; what may be left out is folded.
pub(super) fn groups(form: &Form<'_>) -> Html {
    let f = &form.cx.pm().form;
    let more = |item: &&Item| {
        **item != Item::Of(Name::CertificateNumber)
            || form.typed.draft.form.certificate == Some(true)
    };
    let more: Html = MORE.iter().filter(more).map(|item| field(form, *item)).collect();
    html! {
        <>
            {group(form, f.person, &PERSON)}
            {group(form, f.home, &HOME)}
            {group(form, f.here, &HERE)}
            <details class="group">
                <summary>{icon(Icon::Right)}{f.more}</summary>
                <p class="help">{f.more_help}</p>
                {more}
            </details>
        </>
    }
}

fn group(form: &Form<'_>, title: &'static str, items: &[Item]) -> Html {
    let fields: Html = items.iter().map(|item| field(form, *item)).collect();
    html! { <fieldset class="group"><legend>{title}</legend>{fields}</fieldset> }
}

fn field(form: &Form<'_>, item: Item) -> Html {
    let (m, lang) = (form.cx.pm(), form.cx.lang());
    let (name, label) = match item {
        Item::Of(name) => (name.name(), name.label(lang)),
        Item::Gender => ("gender", m.form.gender),
        Item::Schooling => ("schooling", m.form.schooling),
        Item::Certificate => ("certificate", m.form.certificate),
    };
    let dated = item == Item::Of(Name::LeftOn);
    let field = Field {
        id: &["f-", name].concat(),
        label,
        help: help(form, item),
        error: form.error(item),
        optional: if MORE.contains(&item) { m.optional } else { "" },
        value: read(&form.typed.draft.form, item),
        autocomplete: Some(match item {
            Item::Of(Name::Name) => "name",
            Item::Of(Name::Phone) => "tel",
            _ => "off",
        }),
        min: dated.then(|| "1921-01-01".to_owned()),
        max: dated.then(|| form.cx.now().day().to_string()),
        on: form.on(item),
        left: form.left(item),
        ..Field::default()
    };
    match options(form, item) {
        Some(options) => field.select(&options, m.choose),
        None => field.input(match item {
            Item::Of(Name::LeftOn) => "date",
            Item::Of(Name::Phone | Name::HomeBranchPhone) => "tel",
            _ => "text",
        }),
    }
}

fn help(form: &Form<'_>, item: Item) -> &'static str {
    let f = &form.cx.pm().form;
    match item {
        Item::Of(Name::Name) => f.name_help,
        Item::Of(Name::Phone) => f.phone_help,
        Item::Of(Name::HomeBranch) => f.home_branch_help,
        Item::Of(Name::LeftOn) => f.left_on_help,
        Item::Of(Name::Area) => f.area_help,
        Item::Of(Name::Skills) => f.skills_help,
        Item::Of(Name::Born) => f.born_help,
        _ => "",
    }
}

// The choices of a field that is chosen, not typed.
fn options(form: &Form<'_>, item: Item) -> Option<Vec<Choice>> {
    use guiyan_core::branch::member::{Category, Gender, Industry, LeaveReason, Schooling};
    let lang = form.cx.lang();
    Some(match item {
        Item::Of(Name::Category) => coded::<Category>(form),
        Item::Of(Name::Reason) => coded::<LeaveReason>(form),
        Item::Of(Name::Industry) => coded::<Industry>(form),
        Item::Gender => coded::<Gender>(form),
        Item::Schooling => coded::<Schooling>(form),
        Item::Certificate => {
            let f = &form.cx.pm().form;
            vec![(YES.into(), f.yes.into()), (NO.into(), f.no.into())]
        }
        Item::Of(Name::Township) => {
            let townships = form.view.notice.townships.iter();
            townships
                .map(|it| (AttrValue::from(it.id.to_string()), it.name.get(lang).to_owned().into()))
                .collect()
        }
        _ => return None,
    })
}

fn coded<T: Code>(form: &Form<'_>) -> Vec<Choice> {
    let lang = form.cx.lang();
    T::ALL.iter().map(|code| (code.wire().into(), code.label(lang).into())).collect()
}
