use super::{
    event::PlanEvent,
    repeat::Repeat,
    state::{Draft, Series},
};
use crate::{
    branch::activity::{Activities, Details},
    caller::Office,
    ids::{ActivityId, PersonId, SeriesId},
    time::{Day, Timestamp},
};

impl Series {
    /// A series before anything of it is published.
    pub(super) fn new(
        (by, office): (PersonId, Office),
        set_at: Timestamp,
        details: Details,
        repeat: Repeat,
    ) -> Self {
        Self {
            by,
            office,
            set_at,
            revision: 0,
            details,
            repeat,
            published: Default::default(),
            skipped: Default::default(),
            missed: Default::default(),
            ended: None,
        }
    }
}

impl Activities {
    /// Applies one event of what is planned. It cannot fail.
    pub(crate) fn evolve_plan(&mut self, at: Timestamp, event: &PlanEvent) {
        match event {
            PlanEvent::DraftSaved { draft, by, office, plan } => {
                let before = self.plans.drafts.get(draft).map_or(0, |draft| draft.revision);
                let (by, office, plan) = (*by, *office, plan.clone());
                let saved = Draft { by, office, saved_at: at, revision: before + 1, plan };
                self.plans.drafts.insert(*draft, saved);
            }
            PlanEvent::DraftRemoved { draft, .. } => {
                self.plans.drafts.remove(draft);
            }
            PlanEvent::SeriesPublished { series, by, office, details, repeat } => {
                let new = Series::new((*by, *office), at, details.clone(), *repeat);
                self.plans.series.insert(*series, new);
                self.change_series(series, |_| {});
            }
            PlanEvent::SeriesChanged { series, by, office, details, repeat, moved } => {
                self.change_series(series, |series| {
                    series.set(details, repeat, moved);
                    (series.by, series.office, series.set_at) = (*by, *office, at);
                });
            }
            PlanEvent::OccurrenceSkipped { series, date, .. } => {
                self.change_series(series, |series| {
                    series.skipped.insert(*date);
                });
            }
            PlanEvent::OccurrenceRestored { series, date, .. } => {
                self.change_series(series, |series| {
                    series.skipped.remove(date);
                });
            }
            PlanEvent::OccurrenceMissed { series, date } => {
                self.change_series(series, |series| {
                    series.missed.insert(*date);
                });
            }
            PlanEvent::SeriesEnded { series, from, .. } => {
                self.change_series(series, |series| series.ended = Some(*from));
            }
        }
    }

    /// An occurrence is published for that date.
    pub(in crate::branch::activity) fn evolve_occurrence(
        &mut self,
        series: &SeriesId,
        date: Day,
        activity: ActivityId,
    ) {
        self.change_series(series, |series| {
            series.published.insert(date, activity);
        });
    }

    fn change_series(&mut self, id: &SeriesId, change: impl FnOnce(&mut Series)) {
        self.plans.change(id, change);
    }
}
