//! Drafts and series: events, forms, and what is tried with them.

use proptest::{option, prelude::*, sample::select};

use super::{World, activity_form, at, checked_details, command_id, person};
use crate::{
    Command, Event,
    branch::{
        Branch,
        activity::{
            ActivityEvent, ActivityForm,
            plan::{
                Draft, DraftPlan, DraftRef, Every, Moved, PlanCommand, PlanEvent, RepeatForm,
                Series,
            },
        },
    },
    caller::Office,
    ids::{ActivityId, DraftId, SeriesId, StreamId},
    personal::Personal,
    time::{DAY, Day, HOUR},
};

/// The draft made by the command of that number.
pub fn draft_id(number: u128) -> DraftId {
    command_id(number).into()
}

/// The series published by the command of that number.
pub fn series_id(number: u128) -> SeriesId {
    command_id(number).into()
}

/// A day, as `2026-12-06`.
pub fn day(day: &str) -> Day {
    day.parse().unwrap_or_else(|_| unreachable!("not a day: {day}"))
}

/// A rule until that day.
pub fn repeat_until(every: Every, until: &str) -> RepeatForm {
    RepeatForm { every: Some(every), until: until.into(), ..RepeatForm::default() }
}

/// The sample activity on every first Sunday of the month, from 2026-12-06 on.
pub fn series_form() -> (ActivityForm, RepeatForm) {
    let form = ActivityForm { sign_up_until: "2026-12-05T18:00".into(), ..activity_form(Some(20)) };
    (form, repeat_until(Every::MonthlyWeekday, "2027-06-30"))
}

/// The Beijing secretary has saved a draft.
pub fn draft_saved(number: u128, details: ActivityForm, repeat: Option<RepeatForm>) -> Event {
    let plan = Personal::new(person(900), DraftPlan { details, repeat });
    let (draft, by, office) = (draft_id(number), person(900), Office::Secretary);
    PlanEvent::DraftSaved { draft, by, office, plan }.into()
}

/// The Beijing secretary has discarded or used it.
pub fn draft_removed(number: u128) -> Event {
    PlanEvent::DraftRemoved { draft: draft_id(number), by: person(900) }.into()
}

/// The Beijing secretary has published a series.
#[allow(clippy::expect_used)] // a harness speaks by failing the test
#[track_caller]
pub fn series_published(number: u128, form: &ActivityForm, repeat: &RepeatForm) -> Event {
    let details = checked_details(form, at("2026-11-01T09:00"));
    let repeat = repeat.check(Some(details.start.day())).expect("a rule without issues");
    let (series, by, office) = (series_id(number), person(900), Office::Secretary);
    PlanEvent::SeriesPublished { series, by, office, details, repeat }.into()
}

/// The Beijing secretary has changed a series.
#[allow(clippy::expect_used)] // a harness speaks by failing the test
#[track_caller]
pub fn series_changed(
    number: u128,
    form: &ActivityForm,
    repeat: &RepeatForm,
    moved: &[(&str, &str)],
) -> Event {
    let details = checked_details(form, at("2026-11-01T09:00"));
    let repeat = repeat.check(Some(details.start.day())).expect("a rule without issues");
    let moved = moved.iter().map(|(from, to)| Moved { from: day(from), to: day(to) }).collect();
    let (series, by, office) = (series_id(number), person(900), Office::Secretary);
    PlanEvent::SeriesChanged { series, by, office, details, repeat, moved }.into()
}

/// An occurrence of the form's date is published.
#[track_caller]
pub fn occurrence_published(number: u128, form: &ActivityForm) -> Event {
    let details = checked_details(form, at("2026-11-01T09:00"));
    let (activity, series) = (occurrence_id(number, details.start.day()), Some(series_id(number)));
    ActivityEvent::ActivityPublished { activity, by: person(900), details, series }.into()
}

/// The id of an occurrence.
pub fn occurrence_id(number: u128, date: Day) -> ActivityId {
    ActivityId(uuid::Uuid::new_v5(&series_id(number).0, date.to_string().as_bytes()))
}

/// What is tried with plans, with drafts, series and dates by number.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // each is the command of that name
pub enum PlanDeed {
    Save { draft: Option<u8>, stale: bool },
    Discard { draft: u8, stale: bool },
    PublishDraft(u8),
    Publish { every: Every, starts_in: i64, count: i64, capacity: Option<i64> },
    Change { series: u8, every: Option<Every>, moves: i64, capacity: Option<i64>, stale: bool },
    Skip(u8, u8),
    Unskip(u8, u8),
    End(u8, u8),
}

impl PlanDeed {
    /// The command it comes to in that world.
    pub fn resolve(&self, world: &World, here: &StreamId) -> Command {
        let branch = match here {
            StreamId::Branch(id) => world.district.branch(id),
            StreamId::District => None,
        };
        let form = |starts_in: i64, capacity| {
            let start = world.now.plus(starts_in * HOUR);
            ActivityForm {
                start: start.to_string(),
                end: start.plus(2 * HOUR).to_string(),
                ..activity_form(capacity)
            }
        };
        let command = match self {
            Self::Save { draft, stale } => {
                let (details, repeat) = (form(100, Some(3)), None);
                let draft = draft.map(|index| draft_of(branch, index, *stale));
                PlanCommand::SaveDraft { draft, details, repeat }
            }
            Self::Discard { draft, stale } => {
                PlanCommand::DiscardDraft { draft: draft_of(branch, *draft, *stale) }
            }
            Self::PublishDraft(index) => PlanCommand::PublishSeries {
                details: form(48, Some(2)),
                repeat: counted(Every::Weekly, 4),
                draft: Some(draft_of(branch, *index, false)),
            },
            Self::Publish { every, starts_in, count, capacity } => PlanCommand::PublishSeries {
                details: form(*starts_in, *capacity),
                repeat: counted(*every, *count),
                draft: None,
            },
            Self::Change { series, every, moves, capacity, stale } => {
                let (id, found) = series_of(branch, *series);
                let coming = |it: &&Series| {
                    let dates = it.rule().dates();
                    dates.into_iter().find(|date| it.on(*date).start > world.now)
                };
                let next = found.as_ref().and_then(coming);
                let details = found.zip(next).map(|(found, next)| {
                    let mut next = found.on(next);
                    (next.start, next.end) =
                        (next.start.plus(moves * DAY), next.end.plus(moves * DAY));
                    next.sign_up_until = next.start;
                    ActivityForm { capacity: *capacity, ..ActivityForm::of(&next) }
                });
                let kept = found.map_or(Every::Weekly, |found| found.repeat.every);
                PlanCommand::ChangeSeries {
                    series: id,
                    revision: found.map_or(0, |found| found.revision) + u32::from(*stale),
                    details: details.unwrap_or_else(|| form(48, *capacity)),
                    repeat: counted(every.unwrap_or(kept), 6),
                }
            }
            Self::Skip(index, date) => {
                let (series, found) = series_of(branch, *index);
                PlanCommand::SkipOccurrence { series, date: date_of(found, *date) }
            }
            Self::Unskip(index, date) => {
                let (series, found) = series_of(branch, *index);
                let skipped = found.and_then(|found| found.skipped.first().copied());
                let date = skipped.unwrap_or_else(|| date_of(found, *date));
                PlanCommand::UnskipOccurrence { series, date }
            }
            Self::End(index, date) => {
                let (series, found) = series_of(branch, *index);
                PlanCommand::EndSeries { series, from: date_of(found, *date) }
            }
        };
        command.into()
    }
}

fn counted(every: Every, count: i64) -> RepeatForm {
    RepeatForm { every: Some(every), count: Some(count), ..RepeatForm::default() }
}

fn draft_of(branch: Option<&Branch>, index: u8, stale: bool) -> DraftRef {
    let drafts: Vec<(&DraftId, &Draft)> =
        branch.into_iter().flat_map(|branch| &branch.activities.plans.drafts).collect();
    let found = drafts.get(usize::from(index) % drafts.len().max(1));
    let missing = (command_id(u128::from(u32::MAX)).into(), 0);
    let (id, revision) = found.map_or(missing, |(id, draft)| (**id, draft.revision));
    DraftRef { id, revision: revision + u32::from(stale) }
}

fn series_of(branch: Option<&Branch>, index: u8) -> (SeriesId, Option<&Series>) {
    let series: Vec<(&SeriesId, &Series)> =
        branch.into_iter().flat_map(|branch| &branch.activities.plans.series).collect();
    match series.get(usize::from(index) % series.len().max(1)) {
        Some((id, series)) => (**id, Some(series)),
        None => (command_id(u128::from(u32::MAX)).into(), None),
    }
}

// Mostly one that is not published yet, so that it comes to something.
fn date_of(series: Option<&Series>, index: u8) -> Day {
    let dates: Vec<Day> = series.into_iter().flat_map(Series::pending).collect();
    let date = dates.get(usize::from(index) % dates.len().max(1));
    date.copied().unwrap_or_else(|| at("2027-01-03T00:00").day())
}

/// Something tried with plans.
pub fn plan_deed() -> impl Strategy<Value = PlanDeed> {
    let every = || select(Every::ALL.to_vec());
    let capacity = || option::weighted(0.8, 1..5_i64);
    let stale = || prop::bool::weighted(0.1);
    let publish = (every(), 1..500_i64, 2..8_i64, capacity());
    let change = (0..3_u8, option::weighted(0.4, every()), -3..5_i64, capacity(), stale());
    prop_oneof![
        3 => (option::weighted(0.4, 0..3_u8), stale())
            .prop_map(|(draft, stale)| PlanDeed::Save { draft, stale }),
        1 => (0..3_u8, stale()).prop_map(|(draft, stale)| PlanDeed::Discard { draft, stale }),
        1 => (0..3_u8).prop_map(PlanDeed::PublishDraft),
        4 => publish.prop_map(|(every, starts_in, count, capacity)| PlanDeed::Publish {
            every, starts_in, count, capacity,
        }),
        4 => change.prop_map(|(series, every, moves, capacity, stale)| PlanDeed::Change {
            series, every, moves, capacity, stale,
        }),
        3 => (0..3_u8, 0..6_u8).prop_map(|(series, date)| PlanDeed::Skip(series, date)),
        2 => (0..3_u8, 0..6_u8).prop_map(|(series, date)| PlanDeed::Unskip(series, date)),
        1 => (0..3_u8, 0..6_u8).prop_map(|(series, date)| PlanDeed::End(series, date)),
    ]
}
