//! Who and how long, in words.

use guiyan_core::{
    chain::{Holder, Level},
    charter::Department,
    ids::{BranchId, DepartmentId, TownshipId},
    recipient::Recipient,
    time::{DAY, HOUR, MINUTE, Timestamp},
    view::{HelpView, RequestAction, RequestView, StageCode},
};
use yew::Html;

use crate::{
    components::{Cx, Tone, chip},
    format,
    messages::{
        fill,
        home::{help, request},
        labels::Label,
    },
};

/// What is known of a department that this branch turns to.
pub(super) fn known<'a>(help: &'a HelpView, id: &DepartmentId) -> Option<&'a Department> {
    let mut all = help.choices.iter().flat_map(|choice| &choice.departments);
    all.find(|department| department.id == *id)
}

/// A department by its name, as far as this branch turns to it.
pub(in crate::pages::home) fn department(cx: &Cx, help: &HelpView, id: &DepartmentId) -> String {
    let name = known(help, id).map(|department| department.name.get(cx.lang()));
    name.unwrap_or(request::of(cx.lang()).a_department).to_owned()
}

/// A township or street by its name.
pub(in crate::pages::home) fn township(cx: &Cx, id: &TownshipId) -> String {
    let townships = cx.view().map(|view| &view.notice.townships);
    let found = townships.into_iter().flatten().find(|township| township.id == *id);
    found.map_or_else(|| id.to_string(), |township| township.name.get(cx.lang()).to_owned())
}

/// A branch by its short name.
pub(in crate::pages::home) fn branch(cx: &Cx, id: &BranchId) -> String {
    let known = cx
        .view()
        .into_iter()
        .flat_map(|view| std::iter::once(&view.branch.names).chain(&view.sisters));
    let found = known.into_iter().find(|branch| branch.id == *id);
    found.map_or_else(|| id.to_string(), |branch| branch.short_name.get(cx.lang()).to_owned())
}

/// Who has it; `own` when the reader is the one who asked.
pub(in crate::pages::home) fn holder(cx: &Cx, help: &HelpView, it: &Holder, own: bool) -> String {
    let m = request::of(cx.lang());
    match it {
        Holder::Branch(id) => branch(cx, id),
        Holder::Township(id) => township(cx, id),
        Holder::Department(id) => department(cx, help, id),
        Holder::District => m.district.to_owned(),
        Holder::Member if own => m.you.to_owned(),
        Holder::Member => m.the_member.to_owned(),
        Holder::Helper => m.a_helper.to_owned(),
    }
}

/// To whom something may go.
pub(super) fn recipient(cx: &Cx, help: &HelpView, it: Option<&Recipient>) -> String {
    match it {
        Some(Recipient::Township(id)) => township(cx, id),
        Some(Recipient::Department(id)) => department(cx, help, id),
        Some(Recipient::Helpers) => help::of(cx.lang()).helpers.to_owned(),
        Some(Recipient::Person(_)) | None => request::of(cx.lang()).a_member.to_owned(),
    }
}

/// `10 分钟`, `2 小时`, `7 天`.
pub(super) fn minutes(cx: &Cx, minutes: i64) -> String {
    let m = help::of(cx.lang());
    let (unit, number) = match minutes {
        whole if whole % 1_440 == 0 && whole > 0 => (m.days, whole / 1_440),
        whole if whole % 60 == 0 && whole > 0 => (m.lengths_hours, whole / 60),
        other => (m.minutes, other),
    };
    fill(unit, &[&number.to_string()])
}

// How long ago, in the largest unit that fits.
fn since(cx: &Cx, at: Timestamp) -> String {
    let m = help::of(cx.lang());
    let age = (cx.now().0 - at.0).max(MINUTE);
    let (unit, number) = match age {
        age if age >= DAY => (m.days, age / DAY),
        age if age >= HOUR => (m.lengths_hours, age / HOUR),
        age => (m.minutes, age / MINUTE),
    };
    fill(unit, &[&number.to_string()])
}

/// Until when the present step should be done, or since when it is overdue.
pub(in crate::pages::home) fn due(cx: &Cx, due: Option<Timestamp>) -> Option<Html> {
    let (m, due, now) = (request::of(cx.lang()), due?, cx.now());
    Some(if due <= now {
        chip(Tone::Late, fill(m.overdue, &[&since(cx, due)]))
    } else {
        chip(Tone::Wait, fill(m.due_by, &[&format::moment(due, now, cx.lang())]))
    })
}

/// How far it has climbed, once it has left the branch.
pub(in crate::pages::home) fn climbed(cx: &Cx, level: Level) -> Option<Html> {
    let m = request::of(cx.lang());
    let name = level.label(cx.lang());
    (level > Level::Branch).then(|| chip(Tone::Info, fill(m.climbed, &[name])))
}

/// Whether it is over.
pub(in crate::pages::home) fn is_over(stage: StageCode) -> bool {
    use StageCode as S;
    matches!(stage, S::Resolved | S::Rated | S::Withdrawn | S::Closed)
}

/// Where a request stands, for its requester in what they can do next.
pub(super) fn state(cx: &Cx, request: &RequestView, own: bool) -> Html {
    let m = help::of(cx.lang());
    if own && !request.questions.is_empty() {
        chip(Tone::Wait, m.yours_to_answer)
    } else if own && request.actions.contains(&RequestAction::Rate) {
        chip(Tone::Wait, m.yours_to_rate)
    } else {
        stage(cx, request.stage)
    }
}

/// What the branch recorded for others.
pub(in crate::pages::home) fn recorded(cx: &Cx) -> Html {
    chip(Tone::Info, request::of(cx.lang()).recorded)
}

/// Where a request stands.
pub(in crate::pages::home) fn stage(cx: &Cx, stage: StageCode) -> Html {
    use StageCode as S;
    let tone = match stage {
        S::Submitted | S::HelperAsked | S::HelperAgreed => Tone::Wait,
        S::Whistled | S::Arrived | S::Helping => Tone::Info,
        S::Resolved | S::Rated => Tone::Ok,
        S::Withdrawn | S::Closed => Tone::Still,
    };
    chip(tone, stage.label(cx.lang()))
}
