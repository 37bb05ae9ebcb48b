//! 系列: how its dates are published as time passes, skipped and ended.

use guiyan_core::{
    Event, Outcome, Refusal,
    branch::activity::{
        ActivityForm,
        plan::{DraftRef, Every, PlanCommand, PlanEvent},
    },
    caller::Caller,
    command::DistrictCommand,
    ids::StreamId,
    refusal::Field,
    testing::*,
    text::Issue,
    view::{self, OccurrenceState, PlansView, SeriesState},
};

use crate::{
    branch_facts::through_json,
    members::{beijing_of, me},
};

const T: &str = "2026-11-01T10:00";

/// The sample series on that date.
pub(crate) fn on(date: &str) -> ActivityForm {
    let eve = day(date).plus(-1);
    ActivityForm {
        start: format!("{date}T14:00"),
        end: format!("{date}T16:30"),
        sign_up_until: format!("{eve}T18:00"),
        ..series_form().0
    }
}

/// Series 7 with what is published at once: the first Sunday of December.
pub(crate) fn begun() -> Vec<(&'static str, Event)> {
    let (form, repeat) = series_form();
    vec![(T, series_published(7, &form, &repeat)), (T, occurrence_published(7, &form))]
}

pub(crate) fn plans(district: &guiyan_core::District, now: &str) -> PlansView {
    let id = "xinzhou-beijing".parse().unwrap();
    view::plans(district, &id, &secretary(&beijing()), at(now)).unwrap().0
}

#[test]
fn what_is_within_the_horizon_is_published_at_once() {
    let (details, repeat) = series_form();
    let publish = PlanCommand::PublishSeries { details, repeat, draft: None };
    let (form, rule) = series_form();
    // 2 January is 62 days ahead, 3 January is not.
    let decision = given([])
        .at(T)
        .when(&secretary(&beijing()), publish)
        .then([series_published(99, &form, &rule), occurrence_published(99, &form)]);
    let outcome = Outcome::SeriesPublished { series: series_id(99), published: 1 };
    assert_eq!(decision.outcome, outcome);
}

#[test]
fn what_comes_within_it_later_is_published_by_itself() {
    let later = |time| {
        given(begun()).at(time).when_to(
            &StreamId::District,
            &Caller::anonymous(),
            DistrictCommand::Settle,
        )
    };
    let district = given(begun()).district();
    assert_eq!(district.next_due(), Some(at("2026-11-02T00:00")));
    later("2026-11-01T23:59").then([]);
    later("2026-11-02T00:00").then([occurrence_published(7, &on("2027-01-03"))]);
    // Long after: all that are to come, and what nobody could sign up for any more.
    let missed = PlanEvent::OccurrenceMissed { series: series_id(7), date: day("2027-01-03") };
    later("2027-01-03T14:00").then([missed.into(), occurrence_published(7, &on("2027-02-07"))]);
}

#[test]
fn it_comes_before_the_command_that_somebody_sends() {
    let state = given(begun())
        .at("2026-11-02T09:00")
        .when(
            &secretary(&beijing()),
            PlanCommand::SkipOccurrence { series: series_id(7), date: day("2027-01-03") },
        )
        .then_refused("occurrencePublished");
    assert!(state.next(guiyan_core::caller::Lang::Zh).contains("取消"));
}

#[test]
fn a_deadline_that_nobody_could_have_met_is_the_start() {
    let form = ActivityForm { sign_up_until: "2026-11-01T12:00".into(), ..on("2026-12-06") };
    let repeat = repeat_until(Every::Weekly, "2026-12-20");
    let state = given([])
        .at(T)
        .when(
            &secretary(&beijing()),
            PlanCommand::PublishSeries { details: form, repeat: repeat.clone(), draft: None },
        )
        .then_state();
    let until: Vec<_> =
        beijing_of(&state).activities.all.values().map(|it| it.details.sign_up_until).collect();
    assert!(until.contains(&at("2026-11-15T12:00")), "{until:?}");

    let late = ActivityForm { sign_up_until: "2026-11-02T12:00".into(), ..on("2026-12-06") };
    let district = given([(T, series_published(7, &late, &repeat))]).district();
    let decision = given([]).in_district(district).at("2026-11-10T09:00").when_to(
        &StreamId::District,
        &Caller::anonymous(),
        DistrictCommand::Settle,
    );
    let state = decision.then_state();
    for activity in beijing_of(&state).activities.all.values() {
        let details = &activity.details;
        assert!(details.sign_up_until > at("2026-11-10T09:00"), "{details:?}");
    }
}

#[test]
fn both_forms_are_checked_together() {
    let details =
        ActivityForm { title: String::new(), start: "2026-10-06T14:00".into(), ..on("2026-12-06") };
    let repeat = repeat_until(Every::Weekly, "");
    let publish = PlanCommand::PublishSeries { details, repeat, draft: None };
    let refusal =
        given([]).at(T).when(&secretary(&beijing()), publish).then_refused("invalidFields");
    let Refusal::InvalidFields { fields } = refusal else { panic!() };
    let fields: Vec<Field> = fields.into_iter().map(|it| it.field).collect();
    assert_eq!(fields, [Field::Title, Field::End, Field::SignUpUntil, Field::RepeatUntil]);

    let begun = ActivityForm { start: "2026-11-01T09:30".into(), ..on("2026-11-01") };
    let begun = ActivityForm { sign_up_until: String::new(), ..begun };
    let repeat = repeat_until(Every::Weekly, "2026-12-20");
    let publish = PlanCommand::PublishSeries { details: begun, repeat, draft: None };
    let refusal =
        given([]).at(T).when(&secretary(&beijing()), publish).then_refused("invalidFields");
    let Refusal::InvalidFields { fields } = refusal else { panic!() };
    assert_eq!((fields[0].field, fields[0].issue), (Field::Start, Issue::InPast));
}

#[test]
fn a_series_made_of_a_draft_takes_it_away() {
    let (details, repeat) = series_form();
    let draft = DraftRef { id: draft_id(6), revision: 1 };
    let publish = PlanCommand::PublishSeries { details, repeat, draft: Some(draft) };
    let decision = given([(T, draft_saved(6, ActivityForm::default(), None))])
        .when(&secretary(&beijing()), publish)
        .result()
        .unwrap();
    assert_eq!(decision.events.last().unwrap().1, draft_removed(6));
}

#[test]
fn only_those_who_run_the_branch_plan() {
    let (details, repeat) = series_form();
    let (series, date) = (series_id(7), day("2027-02-07"));
    let commands = [
        PlanCommand::PublishSeries {
            details: details.clone(),
            repeat: repeat.clone(),
            draft: None,
        },
        PlanCommand::ChangeSeries { series, revision: 0, details, repeat },
        PlanCommand::SkipOccurrence { series, date },
        PlanCommand::UnskipOccurrence { series, date },
        PlanCommand::EndSeries { series, from: date },
    ];
    for command in commands {
        for caller in [me(1), steward(&beijing()), secretary(&yiwu()), district_officer()] {
            given(begun()).when(&caller, command.clone()).then_refused("notAllowed");
        }
        given(begun()).when(&Caller::anonymous(), command).then_refused("signInNeeded");
    }
}

#[test]
fn a_date_is_skipped_and_restored() {
    let series = series_id(7);
    let skip = |date: &str| PlanCommand::SkipOccurrence { series, date: day(date) };
    let unskip = |date: &str| PlanCommand::UnskipOccurrence { series, date: day(date) };
    let by = person(900);
    let skipped = PlanEvent::OccurrenceSkipped { series, by, date: day("2027-02-07") };
    let restored = PlanEvent::OccurrenceRestored { series, by, date: day("2027-02-07") };
    let officer = secretary(&beijing());
    given(begun()).when(&officer, skip("2027-02-07")).then([skipped.clone().into()]);
    given(begun()).when(&officer, skip("2027-02-08")).then_refused("notAnOccurrence");
    given(begun()).when(&officer, skip("2027-07-04")).then_refused("notAnOccurrence");
    given(begun()).when(&officer, skip("2026-12-06")).then_refused("occurrencePublished");
    given(begun()).when(&officer, unskip("2027-02-07")).then_refused("occurrenceNotSkipped");
    let unknown = PlanCommand::SkipOccurrence { series: series_id(8), date: day("2027-02-07") };
    given(begun()).when(&officer, unknown).then_refused("unknownSeries");

    let gone = || begun().into_iter().chain([(T, skipped.clone().into())]);
    given(gone()).when(&officer, skip("2027-02-07")).then_refused("occurrenceSkipped");
    given(gone()).when(&officer, unskip("2027-02-07")).then([restored.clone().into()]);
    // Within the horizon it is published with it; what has begun stays skipped.
    let january = occurrence_published(7, &on("2027-01-03"));
    let february = occurrence_published(7, &on("2027-02-07"));
    given(gone()).at("2026-12-07T09:00").when(&officer, unskip("2027-02-07")).then([
        january.clone(),
        restored.into(),
        february,
    ]);
    given(gone())
        .at("2027-02-07T15:00")
        .when(&officer, unskip("2027-02-07"))
        .then_refused("notAnOccurrence");
    // Nothing is published on a date that is skipped.
    let settled = given(gone()).at("2026-12-07T09:00").when_to(
        &StreamId::District,
        &Caller::anonymous(),
        DistrictCommand::Settle,
    );
    settled.then([january]);
}

#[test]
fn an_end_stops_what_is_not_published() {
    let series = series_id(7);
    let end = |from: &str| PlanCommand::EndSeries { series, from: day(from) };
    let ended = |from: &str| -> Event {
        PlanEvent::SeriesEnded { series, by: person(900), from: day(from) }.into()
    };
    let officer = secretary(&beijing());
    given(begun()).when(&officer, end("2027-03-01")).then([ended("2027-03-01")]);
    given(begun()).when(&officer, end("2027-07-01")).then_refused("seriesEnded");
    let over = || begun().into_iter().chain([(T, ended("2027-03-01"))]);
    given(over()).when(&officer, end("2027-03-01")).then_refused("seriesEnded");
    given(over()).when(&officer, end("2027-04-01")).then_refused("seriesEnded");
    given(over()).when(&officer, end("2027-02-01")).then([ended("2027-02-01")]);
    let skip = PlanCommand::SkipOccurrence { series, date: day("2027-03-07") };
    given(over()).when(&officer, skip).then_refused("notAnOccurrence");
    let (details, repeat) = series_form();
    let change = PlanCommand::ChangeSeries { series, revision: 0, details, repeat };
    given(over()).when(&officer, change).then_refused("seriesEnded");
    // January and February are still published; what is published takes place.
    let settled = given(over()).at("2027-02-01T09:00").when_to(
        &StreamId::District,
        &Caller::anonymous(),
        DistrictCommand::Settle,
    );
    let state = settled.then_state();
    assert_eq!(beijing_of(&state).activities.all.len(), 2);
    assert_eq!(state.next_due(), None);
    assert!(beijing_of(&state).activities.all.values().all(|it| it.cancelled.is_none()));
}

#[test]
fn a_series_whose_contact_is_erased_pauses_until_another_is_named() {
    let erased = given(begun())
        .when_to(&StreamId::District, &secretary(&beijing()), DistrictCommand::EraseMe {})
        .then_state();
    assert_eq!(erased.next_due(), None);
    assert!(!beijing_of(&erased).keeps(&person(900)));
    let id = "xinzhou-beijing".parse().unwrap();
    let now = at("2026-11-20T09:00");
    let (plans, _) = view::plans(&erased, &id, &organiser(&beijing()), now).unwrap();
    assert_eq!(plans.series[0].state, SeriesState::Paused);

    let next = plans.series[0].next.clone().unwrap();
    let (revision, series) = (plans.series[0].revision, series_id(7));
    let details = ActivityForm {
        contact_name: "李组织".into(),
        contact_phone: "13900000009".into(),
        ..next.details
    };
    let change = PlanCommand::ChangeSeries { series, revision, details, repeat: next.repeat };
    let state = given([])
        .in_district(erased)
        .at("2026-11-20T09:00")
        .when(&organiser(&beijing()), change)
        .then_state();
    let branch = beijing_of(&state);
    // January is published with it; December, published before, has the contact too.
    assert_eq!(branch.activities.all.len(), 2);
    for activity in branch.activities.all.values() {
        assert_eq!(activity.details.contact.known().unwrap().name, "李组织");
    }
    assert_eq!(state.next_due(), Some(at("2026-12-07T00:00")));
}

#[test]
fn the_desk_shows_what_is_to_come() {
    let skipped = PlanEvent::OccurrenceSkipped {
        series: series_id(7),
        by: person(900),
        date: day("2027-02-07"),
    };
    let events = begun().into_iter().chain([(T, skipped.into())]);
    let district = given(events).district();
    let plans = plans(&district, "2026-11-01T11:00");
    let series = &plans.series[0];
    assert_eq!((series.every, series.first), (Every::MonthlyWeekday, day("2026-12-06")));
    assert_eq!((series.last, series.state), (day("2027-06-06"), SeriesState::Running));
    let states: Vec<_> = series.occurrences.iter().map(|it| it.state).take(4).collect();
    use OccurrenceState as S;
    assert_eq!(states, [S::Published, S::Planned, S::Skipped, S::Planned]);
    assert_eq!(series.occurrences[0].activity, Some(occurrence_id(7, day("2026-12-06"))));
    let next = series.next.as_ref().unwrap();
    assert_eq!(next.details.start, "2026-12-06T14:00");
    assert_eq!(next.details.sign_up_until, "2026-12-05T18:00");
    assert_eq!(next.repeat, series_form().1);
}

#[test]
fn a_snapshot_keeps_drafts_and_series() {
    let skipped = PlanEvent::OccurrenceSkipped {
        series: series_id(7),
        by: person(900),
        date: day("2027-02-07"),
    };
    let events = begun()
        .into_iter()
        .chain([(T, skipped.into()), (T, draft_saved(6, ActivityForm::default(), None))]);
    let district = given(events).district();
    let branch = beijing_of(&district);
    assert_eq!(through_json(branch), *branch);
    assert_eq!(through_json(branch).next_due(&district.charter), Some(at("2026-11-02T00:00")));
}

#[test]
fn a_branch_has_only_so_many_running() {
    let (form, repeat) = series_form();
    let full = (0..20).map(|number| (T, series_published(number, &form, &repeat)));
    let publish =
        PlanCommand::PublishSeries { details: form.clone(), repeat: repeat.clone(), draft: None };
    given(full).when(&secretary(&beijing()), publish).then_refused("seriesLimitReached");
}
