use serde::{Deserialize, Serialize};

use super::{change::ChangedBy, find};
use crate::{
    branch::{
        Branch,
        activity::{
            ActivityForm,
            plan::{Draft, Every, Plans, RepeatForm, Rule, Series},
        },
    },
    caller::{Caller, Office},
    district::District,
    ids::{ActivityId, BranchId, DraftId, PersonId, SeriesId},
    refusal::Refusal,
    time::{Day, Timestamp},
};

/// `GET branches/{branch}/plans`: drafts and series, for those who run the branch.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PlansView {
    /// The branch's stream version that this view shows.
    pub version: u64,
    /// How many days before its date an occurrence is published.
    pub horizon_days: u32,
    /// 草稿, the latest saved first.
    pub drafts: Vec<DraftView>,
    /// 系列 with something to come, by their next date.
    pub series: Vec<SeriesView>,
}

/// One draft.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct DraftView {
    /// Its id.
    pub id: DraftId,
    /// How often it was saved: what a form that goes on with it carries along.
    pub revision: u32,
    /// When it was saved last.
    pub saved_at: Timestamp,
    /// By whom.
    pub saved_by: ChangedBy,
    /// The form, as far as it is filled in.
    pub details: ActivityForm,
    /// How it repeats, if it is to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeat: Option<RepeatForm>,
}

/// One series.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SeriesView {
    /// Its id.
    pub id: SeriesId,
    /// How often its rule was changed: what a form to change it carries along.
    pub revision: u32,
    /// 活动名称
    pub title: String,
    /// How it goes on.
    pub every: Every,
    /// The date that weekday, day or week of the month are taken from.
    pub first: Day,
    /// The day of the month that is meant, where the first date is earlier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<u32>,
    /// Its last date.
    pub last: Day,
    /// When the rule was set.
    pub set_at: Timestamp,
    /// By whom.
    pub set_by: ChangedBy,
    /// Whether it goes on.
    pub state: SeriesState,
    /// From which date on nothing is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_from: Option<Day>,
    /// What is to come, in order.
    pub occurrences: Vec<OccurrenceView>,
    /// The form to change it from the next date on; missing where none is left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<NextView>,
}

/// The form of a series from its next date on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NextView {
    /// The occurrence of that date, as the rule has it.
    pub details: ActivityForm,
    /// How it goes on from there.
    pub repeat: RepeatForm,
}

/// Whether a series goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum SeriesState {
    /// It publishes when the time comes.
    Running,
    /// Its contact is erased: nothing is published until another is named.
    Paused,
    /// Nothing is left to publish; what is published takes place.
    Over,
}

/// One date of a series.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct OccurrenceView {
    /// The date of the rule that it stands for.
    pub date: Day,
    /// When it begins.
    pub start: Timestamp,
    /// Where it is on its way.
    pub state: OccurrenceState,
    /// The activity, once it is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity: Option<ActivityId>,
}

/// Where an occurrence is on its way.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum OccurrenceState {
    /// It is published when it comes within the horizon.
    Planned,
    /// 跳过
    Skipped,
    /// 已发布, as the rule has it
    Published,
    /// 已发布, and changed by hand since: it does not follow the rule any more
    Changed,
    /// 已发布, on a date that the rule does not have any more
    OutOfRule,
    /// 已发布, 已取消
    Cancelled,
}

/// Drafts and series of a branch, and until when the view stays true by itself.
///
/// # Errors
/// [`Refusal::UnknownBranch`], [`Refusal::SignInNeeded`], [`Refusal::NotAllowed`].
pub fn plans(
    district: &District,
    id: &BranchId,
    caller: &Caller,
    now: Timestamp,
) -> Result<(PlansView, Timestamp), Refusal> {
    let branch = find(district, id)?;
    let person = caller.person.ok_or(Refusal::SignInNeeded)?;
    if !caller.manages(id) {
        return Err(Refusal::NotAllowed);
    }
    let plans: &Plans = &branch.activities.plans;
    let mut drafts: Vec<DraftView> =
        plans.drafts.iter().filter_map(|(id, draft)| draft_view(id, draft, person)).collect();
    drafts.sort_by_key(|draft| (std::cmp::Reverse(draft.saved_at), draft.id));
    let mut series: Vec<SeriesView> = plans
        .series
        .iter()
        .map(|(id, series)| series_view(branch, id, series, person, now))
        .filter(|series| !series.occurrences.is_empty())
        .collect();
    series.sort_by_key(|series| (series.occurrences.first().map(|it| it.start), series.id));
    let view = PlansView {
        version: branch.version,
        horizon_days: branch.host().horizon_days,
        drafts,
        series,
    };
    // What begins is no longer to come.
    let starts = view.series.iter().flat_map(|series| &series.occurrences).map(|it| it.start);
    let dues = branch.next_due(&district.charter).into_iter().filter(|due| *due > now);
    let until = starts.chain(dues).fold(now.day().next().start(), Timestamp::min);
    Ok((view, until))
}

fn draft_view(id: &DraftId, draft: &Draft, caller: PersonId) -> Option<DraftView> {
    let plan = draft.plan.known()?;
    Some(DraftView {
        id: *id,
        revision: draft.revision,
        saved_at: draft.saved_at,
        saved_by: set_by(draft.office, draft.by, caller),
        details: plan.details.clone(),
        repeat: plan.repeat.clone(),
    })
}

fn set_by(office: Office, by: PersonId, caller: PersonId) -> ChangedBy {
    ChangedBy { office, own: by == caller }
}

fn series_view(
    branch: &Branch,
    id: &SeriesId,
    series: &Series,
    caller: PersonId,
    now: Timestamp,
) -> SeriesView {
    let Rule { first, repeat } = series.rule();
    let dates = series.rule().dates();
    let pending = series.pending().next().is_some();
    let state = match pending {
        true if series.is_paused() => SeriesState::Paused,
        true => SeriesState::Running,
        false => SeriesState::Over,
    };
    SeriesView {
        id: *id,
        revision: series.revision,
        title: series.details.title.clone(),
        every: repeat.every,
        first,
        day: repeat.day,
        last: dates.last().copied().unwrap_or(first),
        set_at: series.set_at,
        set_by: set_by(series.office, series.by, caller),
        state,
        ended_from: series.ended,
        occurrences: occurrences(branch, series, &dates, now),
        next: next(series, &dates, now).filter(|_| series.ended.is_none()),
    }
}

// What is to come: published or not, skipped too, so that it can be restored.
fn occurrences(
    branch: &Branch,
    series: &Series,
    dates: &[Day],
    now: Timestamp,
) -> Vec<OccurrenceView> {
    let planned = dates.iter().filter_map(|date| {
        let open = series.ended.is_none_or(|from| *date < from)
            && !series.published.contains_key(date)
            && !series.missed.contains(date);
        let skipped = series.skipped.contains(date);
        let state = if skipped { OccurrenceState::Skipped } else { OccurrenceState::Planned };
        let start = series.on(*date).start;
        open.then_some(OccurrenceView { date: *date, start, state, activity: None })
    });
    let published = series.published.iter().filter_map(|(date, id)| {
        let activity = branch.activities.get(id)?;
        let state = if activity.cancelled.is_some() {
            OccurrenceState::Cancelled
        } else if !dates.contains(date) {
            OccurrenceState::OutOfRule
        } else if series.has_as(*date, &activity.details) {
            OccurrenceState::Published
        } else {
            OccurrenceState::Changed
        };
        let start = activity.details.start;
        Some(OccurrenceView { date: *date, start, state, activity: Some(*id) })
    });
    let mut found: Vec<OccurrenceView> =
        planned.chain(published).filter(|it| it.start > now).collect();
    found.sort_by_key(|it| (it.start, it.date));
    found
}

// The rule as a form, from the next date on.
fn next(series: &Series, dates: &[Day], now: Timestamp) -> Option<NextView> {
    let rule = series.rule();
    let date = dates.iter().copied().find(|date| series.on(*date).start > now)?;
    let left = dates.iter().filter(|it| **it >= date).count() as i64;
    let meant = rule.repeat.day.unwrap_or(rule.first.day_of_month());
    let short = rule.repeat.every == Every::MonthlyDay && meant > date.day_of_month();
    let repeat = RepeatForm {
        every: Some(rule.repeat.every),
        day: short.then_some(i64::from(meant)),
        until: rule.repeat.until.map(|until| until.to_string()).unwrap_or_default(),
        count: rule.repeat.count.map(|_| left),
    };
    Some(NextView { details: ActivityForm::of(&series.on(date)), repeat })
}
