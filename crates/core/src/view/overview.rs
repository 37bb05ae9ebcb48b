use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{branch::BranchRef, rows::is_late};
use crate::{
    branch::{
        Branch,
        lead::LeadStage,
        member::{Category, Industry, MemberState},
    },
    caller::Caller,
    charter::{Bilingual, Reference, Township},
    district::District,
    ids::{StreamId, TownshipId},
    refusal::Refusal,
    tally::{Counted, Measure},
    time::{Month, Timestamp},
};

/// One tally: how many of a measure a stream had in a month.
pub type Tally = (StreamId, Month, Counted, i64);

/// `GET district/overview`: the branches side by side, in figures; no names.
/// It is made from counts that are kept and from the requests that are open,
/// never from a walk over the members.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct OverviewView {
    /// The sum of the versions of all streams.
    pub version: u64,
    /// When it was made, by the service's clock.
    pub now: Timestamp,
    /// As in 信州区.
    pub name: Bilingual,
    /// The home townships and streets.
    pub townships: Vec<Township>,
    /// The first month of the figures: January of the year before this one.
    pub since: Month,
    /// Every branch with its figures.
    pub branches: Vec<BranchOverview>,
    /// What happened in activities of the district's own, month by month, the
    /// oldest first: beside the branches, in none of their figures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub own: Vec<MonthFigures>,
    /// Figures that others have published, to compare; never the branches' own.
    pub references: Vec<Reference>,
}

/// The figures of one branch.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct BranchOverview {
    /// Which branch.
    pub branch: BranchRef,
    /// Report-ins by state.
    pub states: Vec<StateFigure>,
    /// Received members by home township, in the order of the district's list.
    pub townships: Vec<TownshipFigure>,
    /// Received members by trade, those that anybody works in.
    pub industries: Vec<IndustryFigure>,
    /// 正式党员 and 预备党员 among the received; the latter never count as the
    /// former. [domain §2]
    pub categories: Vec<CategoryFigure>,
    /// Leads by the stage at which they stand now.
    pub stages: Vec<StageFigure>,
    /// Requests that are open now.
    pub requests_open: u32,
    /// Those of them of which the present step is overdue.
    pub requests_overdue: u32,
    /// What happened, month by month, the oldest first; months without
    /// anything are left out.
    pub months: Vec<MonthFigures>,
}

macro_rules! figures {
    ($($(#[$doc:meta])* $name:ident { $field:ident: $type:ty },)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "camelCase")]
        pub struct $name {
            /// Of what.
            pub $field: $type,
            /// How many.
            pub count: u32,
        }
    )*};
}

figures! {
    /// Report-ins in a state.
    StateFigure { state: MemberState },
    /// Received members from a township or street.
    TownshipFigure { township: TownshipId },
    /// Received members of a trade.
    IndustryFigure { industry: Industry },
    /// Received members of a category.
    CategoryFigure { category: Category },
    /// Leads at a stage.
    StageFigure { stage: LeadStage },
}

/// What happened in a month.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MonthFigures {
    /// The month in Shanghai.
    pub month: Month,
    /// Measures that are not zero.
    pub figures: Vec<Figure>,
}

/// A measure's figure: a count, tenths of 学时, or whole yuan.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Figure {
    /// What is counted.
    pub measure: Measure,
    /// How many; below zero where more was taken back than added.
    pub value: i64,
}

/// The district's figures. `tallies` are the rows that the record keeps.
///
/// # Errors
/// [`Refusal::SignInNeeded`], or [`Refusal::NotAllowed`] for everybody but an
/// officer of the district.
pub fn overview(
    district: &District,
    caller: &Caller,
    now: Timestamp,
    tallies: &[Tally],
) -> Result<OverviewView, Refusal> {
    if caller.person.is_none() {
        return Err(Refusal::SignInNeeded);
    }
    if !caller.is_district_officer() {
        return Err(Refusal::NotAllowed);
    }
    let since = Month { year: now.day().year() - 1, month: 1 };
    let of_branch = |branch: &Branch| {
        let stream = branch.stream();
        let rows = tallies.iter().filter(|(of, ..)| *of == stream);
        let rows = rows.filter(|(_, _, counted, _)| counted.code.is_none());
        one(
            district,
            branch,
            (since, now),
            rows.map(|(_, month, counted, n)| (*month, counted.measure, *n)),
        )
    };
    Ok(OverviewView {
        version: district.version + district.branches().map(|it| it.version).sum::<u64>(),
        now,
        name: district.charter.name.clone(),
        townships: district.charter.townships.clone(),
        since,
        branches: district.branches().map(of_branch).collect(),
        own: own_activities(since, tallies),
        references: district.charter.references.clone(),
    })
}

fn one(
    district: &District,
    branch: &Branch,
    (since, now): (Month, Timestamp),
    rows: impl Iterator<Item = (Month, Measure, i64)>,
) -> BranchOverview {
    let mut months: BTreeMap<Month, BTreeMap<Measure, i64>> = BTreeMap::new();
    let mut stages: BTreeMap<Measure, i64> = BTreeMap::new();
    for (month, measure, n) in rows {
        // Steps to a stage count up, steps from it down: their sum is what is there.
        *stages.entry(measure).or_default() += n;
        if month >= since {
            *months.entry(month).or_default().entry(measure).or_default() += n;
        }
    }
    let census = &branch.census;
    let states =
        [MemberState::Submitted, MemberState::SentBack, MemberState::Received, MemberState::Ended];
    let townships = district.charter.townships.iter();
    BranchOverview {
        branch: BranchRef::from(&*branch.charter),
        states: states.map(|state| StateFigure { state, count: census.in_state(state) }).into(),
        townships: townships
            .map(|it| TownshipFigure {
                township: it.id.clone(),
                count: census.from_township(&it.id),
            })
            .collect(),
        industries: census
            .industries()
            .map(|(industry, count)| IndustryFigure { industry, count })
            .collect(),
        categories: [Category::Full, Category::Probationary]
            .map(|category| CategoryFigure { category, count: census.of_category(category) })
            .into(),
        stages: LeadStage::ALL
            .map(|stage| {
                let count = stages.get(&Measure::at_stage(stage)).copied().unwrap_or(0);
                StageFigure { stage, count: u32::try_from(count).unwrap_or(0) }
            })
            .into(),
        requests_open: branch.requests.open().count() as u32,
        requests_overdue: (branch.requests.open())
            .filter(|(_, request)| is_late(request, now))
            .count() as u32,
        months: months
            .into_iter()
            .map(|(month, figures)| MonthFigures { month, figures: nonzero(figures) })
            .filter(|month| !month.figures.is_empty())
            .collect(),
    }
}

// Of the district's stream what activities bring; needs stand in it too.
fn own_activities(since: Month, tallies: &[Tally]) -> Vec<MonthFigures> {
    use Measure as M;
    let counts = |measure: Measure| {
        matches!(
            measure,
            M::ActivitiesPublished
                | M::ActivitiesCancelled
                | M::PlacesTaken
                | M::SignUpsLeft
                | M::CheckIns
                | M::HourTenths
        )
    };
    let mut months: BTreeMap<Month, BTreeMap<Measure, i64>> = BTreeMap::new();
    for (stream, month, counted, n) in tallies {
        let own = *stream == StreamId::District && counted.code.is_none();
        if own && *month >= since && counts(counted.measure) {
            *months.entry(*month).or_default().entry(counted.measure).or_default() += n;
        }
    }
    let figures =
        months.into_iter().map(|(month, it)| MonthFigures { month, figures: nonzero(it) });
    figures.filter(|month| !month.figures.is_empty()).collect()
}

fn nonzero(figures: BTreeMap<Measure, i64>) -> Vec<Figure> {
    let figures = figures.into_iter().filter(|(_, value)| *value != 0);
    figures.map(|(measure, value)| Figure { measure, value }).collect()
}
