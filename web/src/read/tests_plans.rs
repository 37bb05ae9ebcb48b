//! Drafts and series read as serde reads them.

use guiyan_core::{
    Outcome,
    branch::activity::{
        ActivityForm,
        plan::{Every, PlanCommand, PlanEvent, RepeatForm},
    },
    testing::*,
    view::plans,
};

use super::tests::check;

#[test]
fn plans_read_as_core_wrote_them() {
    let (form, repeat) = series_form();
    let (series, by) = (series_id(7), person(900));
    let t = "2026-11-01T10:00";
    let monthly = RepeatForm { count: Some(9), ..repeat_until(Every::MonthlyDay, "2027-12-31") };
    let last = ActivityForm {
        start: "2027-01-31T14:00".into(),
        end: "2027-01-31T16:00".into(),
        sign_up_until: String::new(),
        online: "https://example.org/room".into(),
        agenda: "一\n二".into(),
        ..form.clone()
    };
    let district = given([
        (t, series_published(7, &form, &repeat)),
        (t, occurrence_published(7, &form)),
        (t, PlanEvent::OccurrenceSkipped { series, by, date: day("2027-02-07") }.into()),
        (t, PlanEvent::SeriesEnded { series, by, from: day("2027-05-01") }.into()),
        (t, series_published(8, &last, &monthly)),
        (t, draft_saved(5, ActivityForm::default(), None)),
        (t, draft_saved(6, last, Some(RepeatForm { day: Some(31), ..monthly.clone() }))),
    ])
    .district();
    for now in ["2026-11-01T10:00", "2027-02-01T10:00"] {
        let id = "xinzhou-beijing".parse().unwrap();
        let (view, _) = plans(&district, &id, &secretary(&beijing()), at(now)).unwrap();
        assert!(view.drafts.len() == 2 && view.series.len() == 2);
        check(&view);
    }
}

#[test]
fn outcomes_of_plans_read_by_their_codes() {
    for outcome in [
        Outcome::DraftSaved { draft: draft_id(1) },
        Outcome::DraftDiscarded,
        Outcome::SeriesPublished { series: series_id(1), published: 2 },
        Outcome::SeriesChanged { changed: 1, left: 2, published: 3 },
        Outcome::OccurrenceSkipped,
        Outcome::OccurrenceRestored,
        Outcome::SeriesEnded,
    ] {
        check(&outcome);
    }
}

#[test]
fn commands_about_plans_are_written_as_core_reads_them() {
    use guiyan_core::{
        Submission,
        branch::activity::{ActivityCommand, plan::DraftRef},
    };
    let (form, repeat) = series_form();
    let opened = DraftRef { id: draft_id(6), revision: 3 };
    let draft = Some(opened);
    let (series, date) = (series_id(7), day("2027-02-07"));
    let all = RepeatForm { day: Some(31), count: Some(-1), ..repeat.clone() };
    let commands: Vec<guiyan_core::Command> = vec![
        PlanCommand::SaveDraft { draft: None, details: ActivityForm::default(), repeat: None }
            .into(),
        PlanCommand::SaveDraft { draft, details: form.clone(), repeat: Some(all) }.into(),
        PlanCommand::DiscardDraft { draft: opened }.into(),
        PlanCommand::PublishSeries { details: form.clone(), repeat: repeat.clone(), draft }.into(),
        PlanCommand::PublishSeries {
            details: form.clone(),
            repeat: RepeatForm::default(),
            draft: None,
        }
        .into(),
        PlanCommand::ChangeSeries { series, revision: 2, details: form.clone(), repeat }.into(),
        PlanCommand::SkipOccurrence { series, date }.into(),
        PlanCommand::UnskipOccurrence { series, date }.into(),
        PlanCommand::EndSeries { series, from: date }.into(),
        ActivityCommand::PublishActivity { details: form, draft }.into(),
    ];
    for command in commands {
        let sent = Submission { id: command_id(7), command };
        let written = crate::write::submission(&sent);
        assert_eq!(Submission::parse(written.as_bytes()), Ok(sent), "{written}");
    }
}
