//! Samples of drafts and series.

use guiyan_core::{
    Event,
    branch::activity::{
        ActivityForm, PlanEvent,
        plan::{DraftPlan, Every, RepeatForm},
    },
    caller::Office,
    personal::Personal,
    testing::*,
};

fn last_days() -> (ActivityForm, RepeatForm) {
    let form = ActivityForm {
        start: "2027-02-28T14:00".into(),
        end: "2027-02-28T16:00".into(),
        ..activity_form(Some(20))
    };
    let repeat = RepeatForm {
        every: Some(Every::MonthlyDay),
        day: Some(31),
        until: "2028-01-31".into(),
        count: Some(10),
    };
    (form, repeat)
}

/// One of each kind with every part in it.
pub(super) fn whole() -> Vec<Event> {
    let (form, repeat) = last_days();
    let (series, by) = (series_id(7), person(900));
    vec![
        draft_saved(6, form.clone(), Some(repeat.clone())),
        draft_removed(6),
        series_published(7, &form, &repeat),
        series_changed(7, &form, &repeat, &[("2027-03-07", "2027-03-31")]),
        PlanEvent::OccurrenceSkipped { series, by, date: day("2027-05-02") }.into(),
        PlanEvent::OccurrenceRestored { series, by, date: day("2027-05-02") }.into(),
        PlanEvent::OccurrenceMissed { series, date: day("2027-05-02") }.into(),
        PlanEvent::SeriesEnded { series, by, from: day("2027-06-01") }.into(),
    ]
}

/// The least of those that may lack something.
pub(super) fn least() -> Vec<Event> {
    let (form, repeat) = series_form();
    let saved = PlanEvent::DraftSaved {
        draft: draft_id(6),
        by: person(900),
        office: Office::Organiser,
        plan: Personal::new(
            person(900),
            DraftPlan { details: ActivityForm::default(), repeat: None },
        ),
    };
    vec![saved.into(), series_published(7, &form, &repeat), series_changed(7, &form, &repeat, &[])]
}
