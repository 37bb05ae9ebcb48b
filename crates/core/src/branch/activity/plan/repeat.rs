//! The rule of a series: the form, its checks, and the dates it gives.

use serde::{Deserialize, Serialize};

use crate::{
    refusal::{Field, FieldIssue, Fields},
    text::Issue,
    time::Day,
};

/// The months that a series may span: what is further ahead nobody knows yet.
const MOST_MONTHS: i32 = 24;

/// How a series goes on after its first date, which it takes the weekday, the
/// day of the month or the week of the month from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Every {
    /// 每周, on the same weekday
    Weekly,
    /// 每月同日; the last day of a month that is too short
    MonthlyDay,
    /// 每月第几个周几, the first to the fourth
    MonthlyWeekday,
    /// 每月最后一个周几
    MonthlyLastWeekday,
}

impl Every {
    /// Every way to go on.
    pub const ALL: [Self; 4] =
        [Self::Weekly, Self::MonthlyDay, Self::MonthlyWeekday, Self::MonthlyLastWeekday];

    /// Whether a series that begins on that day can go on like this: not every
    /// month has a fifth Saturday.
    pub fn fits(self, first: Day) -> bool {
        match self {
            Self::Weekly | Self::MonthlyDay => true,
            Self::MonthlyWeekday => first.day_of_month() <= 28,
            Self::MonthlyLastWeekday => first.plus(7).month() != first.month(),
        }
    }

    /// Whether it is counted in months.
    pub fn is_monthly(self) -> bool {
        self != Self::Weekly
    }
}

/// 重复, as typed. A date, a number, or both, whichever comes first.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct RepeatForm {
    /// 怎样重复
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<Every>,
    /// The day of the month that is meant where the first date is the last day
    /// of a month too short for it; optional, and only for `monthlyDay`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<i64>,
    /// 到哪一天, as `2027-06-30`
    pub until: String,
    /// 共几次, the first counted
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<i64>,
}

/// A checked rule, as stored beside the details of the first occurrence.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Repeat {
    /// How it goes on.
    pub every: Every,
    /// The day of the month that is meant, where the first date is earlier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<u32>,
    /// The last day on which there may be one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// How many there are at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
}

/// A first date, and how it goes on from there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rule {
    /// The first date.
    pub first: Day,
    /// How it goes on.
    pub repeat: Repeat,
}

impl RepeatForm {
    /// Checks every field; those that hang on the first date only where it is
    /// known.
    ///
    /// # Errors
    /// All issues found, in the order of the form.
    pub fn check(&self, first: Option<Day>) -> Result<Repeat, Vec<FieldIssue>> {
        let mut fields = Fields::default();
        let every = fields.check(Field::Repeat, self.every(first));
        let day = first.and_then(|first| self.day_before(first));
        let endless = every.zip(first).map(|(every, first)| {
            let repeat = Repeat { every, day, until: None, count: None };
            Rule { first, repeat }.dates()
        });
        let until = fields.check(Field::RepeatUntil, self.until(endless.as_deref(), first));
        let count = fields.check(Field::RepeatCount, self.count(endless.as_deref()));
        fields.finish(|| Some(Repeat { every: every?, day, until: until?, count: count? }))
    }

    fn every(&self, first: Option<Day>) -> Result<Every, Issue> {
        let every = self.every.ok_or(Issue::Required)?;
        if first.is_none_or(|first| every.fits(first)) { Ok(every) } else { Err(Issue::NotInRule) }
    }

    // Taken back where the first date was set to another day meanwhile.
    fn day_before(&self, first: Day) -> Option<u32> {
        let day = self.day.filter(|_| self.every == Some(Every::MonthlyDay))?;
        let day = u32::try_from(day).ok().filter(|day| (1..=31).contains(day))?;
        (day > first.day_of_month() && first.month().day(day) == first).then_some(day)
    }

    fn until(&self, endless: Option<&[Day]>, first: Option<Day>) -> Result<Option<Day>, Issue> {
        if self.until.trim().is_empty() {
            return if self.count.is_some() { Ok(None) } else { Err(Issue::Required) };
        }
        let until: Day = self.until.parse().map_err(|_| Issue::NotADate)?;
        if first.is_some_and(|first| until > furthest(first)) {
            return Err(Issue::RepeatsTooLong);
        }
        let second = endless.and_then(|dates| dates.get(1));
        if second.is_some_and(|second| until < *second) {
            return Err(Issue::RepeatsOnce);
        }
        Ok(Some(until))
    }

    fn count(&self, endless: Option<&[Day]>) -> Result<Option<u32>, Issue> {
        let Some(count) = self.count else { return Ok(None) };
        let max = endless.map_or(i64::MAX, |dates| dates.len() as i64);
        match u32::try_from(count) {
            Ok(checked) if (2..=max).contains(&count) => Ok(Some(checked)),
            _ => Err(Issue::OutOfRange { min: 2, max: max.min(105) }),
        }
    }
}

impl From<Repeat> for RepeatForm {
    fn from(repeat: Repeat) -> Self {
        Self {
            every: Some(repeat.every),
            day: repeat.day.map(i64::from),
            until: repeat.until.map(|until| until.to_string()).unwrap_or_default(),
            count: repeat.count.map(i64::from),
        }
    }
}

impl Rule {
    /// Every date, in order: the first, and at most those of two years.
    pub fn dates(&self) -> Vec<Day> {
        let last = furthest(self.first);
        let last = self.repeat.until.map_or(last, |until| until.min(last));
        let most = self.repeat.count.map_or(usize::MAX, |count| count as usize);
        (0..).map(|index| self.date(index)).take(most).take_while(|date| *date <= last).collect()
    }

    // Counted from the first, so that a short month leaves no trace in those after it.
    fn date(&self, index: i32) -> Day {
        let first = self.first;
        let month = first.month().plus(index);
        match self.repeat.every {
            Every::Weekly => first.plus(7 * i64::from(index)),
            Every::MonthlyDay => month.day(self.repeat.day.unwrap_or(first.day_of_month())),
            Every::MonthlyWeekday => {
                let begins = month.day(1);
                let ahead = (first.weekday() + 7 - begins.weekday()) % 7;
                let weeks = (first.day_of_month() - 1) / 7;
                begins.plus(i64::from(ahead + 7 * weeks))
            }
            Every::MonthlyLastWeekday => {
                let ends = month.day(31);
                let back = (ends.weekday() + 7 - first.weekday()) % 7;
                ends.plus(-i64::from(back))
            }
        }
    }

    /// The week or the month that a date belongs to, by its first day: there is
    /// at most one date of the rule in each.
    pub fn period(&self, date: Day) -> Day {
        if self.repeat.every.is_monthly() {
            date.month().day(1)
        } else {
            date.plus(-i64::from(date.weekday()))
        }
    }
}

fn furthest(first: Day) -> Day {
    first.month().plus(MOST_MONTHS).day(first.day_of_month())
}
