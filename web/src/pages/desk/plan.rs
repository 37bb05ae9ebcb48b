//! A plan: an activity's form as it is typed, text by text.

use guiyan_core::{
    branch::activity::{ActivityForm, ActivityKind, ContactPerson, Details, Hours},
    ids::PersonId,
    personal::Personal,
    refusal::Field as Name,
    time::{HOUR, Timestamp},
    view::ActivityView,
};

use crate::{messages::labels::Label, state::Plan};

/// The fields as they stand on the page.
pub(super) const ORDER: [Name; 14] = [
    Name::Title,
    Name::Kind,
    Name::Agenda,
    Name::Start,
    Name::End,
    Name::Place,
    Name::Online,
    Name::Capacity,
    Name::SignUpUntil,
    Name::Hours,
    Name::Audience,
    Name::Guests,
    Name::ContactName,
    Name::ContactPhone,
];

/// What stands for a box that is ticked.
pub(super) const TICKED: &str = "1";

pub(super) fn id(field: Name) -> String {
    ["f-", field.name()].concat()
}

pub(super) fn text(plan: &Plan, field: Name) -> &str {
    let at = ORDER.iter().position(|it| *it == field);
    at.and_then(|at| plan.get(at)).map(String::as_str).unwrap_or_default()
}

// The end follows the start until it is set to something else.
pub(super) fn write(plan: &mut Plan, field: Name, value: String) {
    if field == Name::Start {
        let end = text(plan, Name::End);
        if end.is_empty() || *end == usual_end(text(plan, Name::Start)) {
            write(plan, Name::End, usual_end(&value));
        }
    }
    let at = ORDER.iter().position(|it| *it == field);
    if let Some(place) = at.and_then(|at| plan.get_mut(at)) {
        *place = value;
    }
}

// Two hours later, as a time field writes it.
fn usual_end(start: &str) -> String {
    let end = start.parse::<Timestamp>().map(|start| start.plus(2 * HOUR).to_string());
    end.ok().and_then(|end| end.get(..16).map(str::to_owned)).unwrap_or_default()
}

/// The form as it is sent: numbers that are none become ones that core refuses.
pub(super) fn form_of(plan: &Plan) -> ActivityForm {
    let of = |field| text(plan, field).to_owned();
    let (capacity, hours) = (of(Name::Capacity), of(Name::Hours));
    let kind = of(Name::Kind).parse().ok();
    ActivityForm {
        title: of(Name::Title),
        kind: kind.and_then(|at: usize| ActivityKind::ALL.get(at).copied()),
        start: of(Name::Start),
        end: of(Name::End),
        place: of(Name::Place),
        online: of(Name::Online),
        capacity: (!capacity.trim().is_empty()).then(|| capacity.trim().parse().unwrap_or(0)),
        sign_up_until: of(Name::SignUpUntil),
        hours_tenths: tenths(hours.trim()).unwrap_or(-1),
        agenda: of(Name::Agenda),
        audience: of(Name::Audience),
        guests: of(Name::Guests) == TICKED,
        contact_name: of(Name::ContactName),
        contact_phone: of(Name::ContactPhone),
    }
}

// `2.5` is 25; nothing is 0.
fn tenths(hours: &str) -> Option<i64> {
    let (whole, rest) = hours.split_once('.').unwrap_or((hours, ""));
    let digits = |part: &str, most: usize| match part.len() {
        0 => Some(0),
        len if len <= most => part.parse::<u16>().ok().map(i64::from),
        _ => None,
    };
    Some(digits(whole, 3)? * 10 + digits(rest, 1)?)
}

// As typed; what was no number stays empty.
fn hours(tenths: i64) -> String {
    let tenths = u32::try_from(tenths).ok();
    tenths.map(|tenths| Hours { tenths }.to_string()).unwrap_or_default()
}

/// What is published, as core holds it; whose contact it is does not matter here.
pub(super) fn details_of(activity: &ActivityView) -> Details {
    let contact = activity.contact.as_ref().map(|contact| {
        let (name, phone) = (contact.name.clone(), contact.phone.clone());
        Personal::new(PersonId(uuid::Uuid::nil()), ContactPerson { name, phone })
    });
    Details {
        title: activity.title.clone(),
        kind: activity.kind,
        start: activity.start,
        end: activity.end,
        place: activity.place.clone(),
        online: activity.online.clone(),
        capacity: activity.capacity,
        sign_up_until: activity.sign_up_until,
        hours: activity.hours,
        agenda: activity.agenda.clone(),
        audience: activity.audience.clone(),
        guests: activity.guests,
        contact: contact.unwrap_or(Personal::Erased),
    }
}

/// What is published, as a plan to change.
pub(super) fn plan_of(activity: &ActivityView) -> Plan {
    plan_of_form(&ActivityForm::of(&details_of(activity)))
}

/// A form as it was sent, as a plan to go on with.
pub(super) fn plan_of_form(form: &ActivityForm) -> Plan {
    let at = |kind| ActivityKind::ALL.iter().position(|it| *it == kind);
    ORDER.map(|field| match field {
        Name::Title => form.title.clone(),
        Name::Kind => form.kind.and_then(at).map(|at| at.to_string()).unwrap_or_default(),
        Name::Agenda => form.agenda.clone(),
        Name::Start => form.start.clone(),
        Name::End => form.end.clone(),
        Name::Place => form.place.clone(),
        Name::Online => form.online.clone(),
        Name::Capacity => form.capacity.map(|it| it.to_string()).unwrap_or_default(),
        Name::SignUpUntil => form.sign_up_until.clone(),
        Name::Hours => hours(form.hours_tenths),
        Name::Guests if form.guests => TICKED.to_owned(),
        Name::Audience => form.audience.clone(),
        Name::ContactName => form.contact_name.clone(),
        Name::ContactPhone => form.contact_phone.clone(),
        _ => String::new(),
    })
}
