//! How leads and needs are put in words.

use guiyan_core::{
    branch::lead::{LeadStage, LeadStepKind},
    ids::LeadId,
    recipient::Recipient,
    time::DAY,
    view::{LeadView, NeedView, RecipientChoice},
};
use yew::Html;

use super::m;
use crate::{
    components::{Cx, Tone, chip},
    format,
    messages::{fill, labels::Label},
};

// The first clause of a note, as far as it fits a heading.
fn beginning(note: &str) -> String {
    let clause = note.split(['，', '。', '；', '\n', ';']).next().unwrap_or_default().trim();
    let most = if clause.is_ascii() { 48 } else { 20 };
    let mut short: String = clause.chars().take(most).collect();
    if clause.chars().nth(most).is_some() {
        short.push('…');
    }
    short
}

/// What a lead is called: the need it answers, else how its note begins.
pub(super) fn title(cx: &Cx, lead: &LeadView) -> String {
    match &lead.need {
        Some(need) => need.subject.clone(),
        None if lead.note.is_some() => beginning(lead.note.as_deref().unwrap_or_default()),
        None => {
            let (kind, industry) = (lead.kind.label(cx.lang()), lead.industry.label(cx.lang()));
            [kind, " · ", industry].concat()
        }
    }
}

/// Kind, industry and sum in one line.
pub(super) fn what(cx: &Cx, lead: &LeadView) -> String {
    let lang = cx.lang();
    let mut parts = vec![lead.kind.label(lang).to_owned(), lead.industry.label(lang).to_owned()];
    parts.extend(lead.amount.map(|yuan| format::money(yuan, lang)));
    parts.extend(lead.township.as_ref().map(|place| place.name.get(lang).to_owned()));
    parts.join(" · ")
}

/// Where a lead stands.
pub(super) fn stage_chip(cx: &Cx, stage: LeadStage) -> Html {
    let tone = match stage {
        LeadStage::Submitted => Tone::Wait,
        LeadStage::InContact | LeadStage::Negotiating | LeadStage::Signed => Tone::Info,
        LeadStage::Landed => Tone::Ok,
        LeadStage::OnHold | LeadStage::Closed => Tone::Still,
    };
    chip(tone, stage.label(cx.lang()))
}

/// Who holds it since when.
pub(super) fn held_by(cx: &Cx, lead: &LeadView) -> String {
    let since = format::day(lead.holder.since.day(), cx.now(), cx.lang());
    fill(m(cx).held_by, &[lead.holder.name.get(cx.lang()), &since])
}

/// Until when the next step is due, or for how long it has been overdue, and
/// whether it is.
pub(super) fn due(cx: &Cx, lead: &LeadView) -> Option<(bool, String)> {
    let (due, now) = (lead.due?, cx.now());
    let m = m(cx);
    if due > now {
        let day = format::day(due.day(), now, cx.lang());
        let days = (due.0 - now.0) / DAY;
        let left = if days == 0 { m.due_today.to_owned() } else { fill(m.due, &[&day]) };
        return Some((false, left));
    }
    let days = ((now.0 - due.0) / DAY).max(1).to_string();
    let mut words = fill(m.overdue, &[&days]);
    if let Some(level) = lead.overdue {
        words.push_str(&fill(m.climbed, &[level.label(cx.lang())]));
    }
    Some((true, words))
}

/// The sum that a need looks for.
pub(super) fn range(cx: &Cx, need: &NeedView) -> Option<String> {
    let money = |yuan| format::money(yuan, cx.lang());
    Some(match (need.amount_from, need.amount_to) {
        (None, None) => return None,
        (Some(from), Some(to)) if from == to => money(from),
        (Some(from), Some(to)) => [&*money(from), " – ", &*money(to)].concat(),
        (Some(from), None) => fill(m(cx).from, &[&money(from)]),
        (None, Some(to)) => fill(m(cx).up_to, &[&money(to)]),
    })
}

/// A recipient's name, as far as any view tells it.
pub(super) fn name(
    cx: &Cx,
    lead: &LeadView,
    choices: &[RecipientChoice],
    recipient: &Recipient,
) -> String {
    let chosen = choices.iter().find(|it| it.recipient == *recipient).map(|it| &it.name);
    let named = || lead.consents.iter().find(|it| it.recipient == *recipient).map(|it| &it.name);
    let held = || (lead.holder.recipient.as_ref() == Some(recipient)).then_some(&lead.holder.name);
    let known = chosen.or_else(named).or_else(held).map(|name| name.get(cx.lang()).to_owned());
    known.unwrap_or_else(|| match recipient {
        Recipient::Township(id) => id.to_string(),
        Recipient::Department(id) => id.to_string(),
        Recipient::Person(_) | Recipient::Helpers => String::new(),
    })
}

/// The stage it is in; for one that is on hold or closed, where it had come to.
pub(super) fn reached(lead: &LeadView) -> LeadStage {
    let mut stage = lead.paused.unwrap_or(lead.stage);
    for step in lead.steps.iter().rev() {
        match (&step.step, stage) {
            (LeadStepKind::Closed { from, .. }, LeadStage::Closed)
            | (LeadStepKind::PutOnHold { from, .. }, LeadStage::OnHold) => stage = *from,
            _ => {}
        }
    }
    stage
}

/// The address of a page of the list.
pub(super) fn query(path: &str, stage: Option<LeadStage>, cursor: Option<LeadId>) -> String {
    let stage = stage.map(|stage| ["stage=", stage.wire()].concat());
    let cursor = cursor.map(|cursor| ["cursor=", &*cursor.to_string()].concat());
    let parts: Vec<String> = stage.into_iter().chain(cursor).collect();
    if parts.is_empty() { path.to_owned() } else { [path, "?", &*parts.join("&")].concat() }
}
