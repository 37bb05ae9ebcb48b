//! What has landed: the sum, the jobs, and how a talent came home.

use guiyan_core::{
    branch::lead::{LandingForm, TalentOutcome},
    need::LeadKind,
    refusal::{Field as Name, FieldIssue},
};
use yew::prelude::*;

use super::{
    form,
    panel::{Panel, picked},
};
use crate::components::{Cx, Field, Sender, choices};

/// What is typed, as it is sent.
pub(super) fn form_of(panel: &Panel) -> LandingForm {
    let typed = &panel.typed;
    LandingForm {
        amount: form::whole(&typed.amount),
        jobs: form::whole(&typed.jobs),
        talent: picked::<TalentOutcome>(&typed.talent),
    }
}

/// The fields, and which of them is wrong.
pub(super) fn fields(
    cx: &Cx,
    panel: &Panel,
    send: &Sender,
    kind: LeadKind,
) -> (Html, Option<&'static str>) {
    let m = super::m(cx);
    let typed = &panel.typed;
    let issues = form_of(panel).check(kind).err().unwrap_or_default();
    let error = |field: Name, text: &str| {
        let own = issues.iter().find(|issue| issue.field == field);
        let told = own.filter(|_| typed.tried || !text.is_empty());
        told.map(|issue: &FieldIssue| form::sentence(cx, issue)).or_else(|| send.field(field))
    };
    let wrong = issues.first().map(|issue| match issue.field {
        Name::Jobs => "panel-jobs",
        Name::Talent => "panel-talent",
        _ => "panel-amount",
    });
    let help = form::in_words(cx, &typed.amount, m.landed_amount_help);
    let fields = html! {
        <>
            {Field {
                id: "panel-amount",
                label: m.landed_amount,
                help: &help,
                value: &typed.amount,
                inputmode: Some("numeric"),
                autocomplete: Some("off"),
                error: error(Name::Amount, &typed.amount),
                on: panel.set(send, |typed, value| typed.amount = value),
                ..Field::default()
            }.input("text")}
            {Field {
                id: "panel-jobs",
                label: Name::Jobs.label(cx.lang()),
                value: &typed.jobs,
                inputmode: Some("numeric"),
                autocomplete: Some("off"),
                error: error(Name::Jobs, &typed.jobs),
                on: panel.set(send, |typed, value| typed.jobs = value),
                ..Field::default()
            }.input("text")}
            if kind == LeadKind::Talent {
                {Field {
                    id: "panel-talent",
                    label: Name::Talent.label(cx.lang()),
                    value: &typed.talent,
                    error: error(Name::Talent, &typed.talent),
                    on: panel.set(send, |typed, value| typed.talent = value),
                    ..Field::default()
                }.select(&choices::<TalentOutcome>(cx.lang()), cx.pm().choose)}
            }
        </>
    };
    (fields, wrong)
}
