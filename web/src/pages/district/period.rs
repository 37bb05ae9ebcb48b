//! Periods of the calendar: months, quarters and years, up to today's.

use guiyan_core::{caller::Lang, time::Month};

use crate::messages::fill;

/// What a figure is summed over.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Period {
    /// 按月
    #[default]
    Month,
    /// 按季
    Quarter,
    /// 按年
    Year,
}

/// One of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Span {
    /// Its first month.
    pub from: Month,
    /// Its last month.
    pub to: Month,
    /// As on an axis.
    pub short: String,
    /// In full.
    pub long: String,
}

impl Period {
    pub(super) const ALL: [Self; 3] = [Self::Month, Self::Quarter, Self::Year];

    fn months(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }

    /// The last ones up to `now`, the oldest first, as far as `since` reaches.
    pub(super) fn spans(self, since: Month, now: Month, lang: Lang) -> Vec<Span> {
        let most = if self == Self::Month { 12 } else { 8 };
        let length = self.months();
        let mut spans = Vec::new();
        let mut first = number(now) / length * length;
        while spans.len() < most && first >= number(since) {
            let (from, to) = (month(first), month(first + length - 1));
            let (short, long) = self.names(from, lang);
            spans.push(Span { from, to, short, long });
            first = first.saturating_sub(length);
        }
        spans.reverse();
        spans
    }

    fn names(self, from: Month, lang: Lang) -> (String, String) {
        let (year, month) = (from.year.to_string(), from.month.to_string());
        let quarter = ((from.month - 1) / 3 + 1).to_string();
        match (self, lang) {
            (Self::Month, Lang::Zh) => {
                let long = fill("{}年{}月", &[&year, &month]);
                // The year stands where it begins.
                (if from.month == 1 { fill("{}年", &[&year]) } else { month }, long)
            }
            (Self::Month, Lang::En) => {
                let long = [&*year, "-", if from.month < 10 { "0" } else { "" }, &month].concat();
                (if from.month == 1 { year } else { month }, long)
            }
            (Self::Quarter, Lang::Zh) => {
                (fill("{}季", &[&quarter]), fill("{}年{}季度", &[&year, &quarter]))
            }
            (Self::Quarter, Lang::En) => {
                (fill("Q{}", &[&quarter]), fill("Q{} {}", &[&quarter, &year]))
            }
            (Self::Year, Lang::Zh) => (year.clone(), fill("{}年", &[&year])),
            (Self::Year, Lang::En) => (year.clone(), year),
        }
    }
}

impl Span {
    /// Whether the month lies in it.
    pub(super) fn holds(&self, month: Month) -> bool {
        self.from <= month && month <= self.to
    }
}

// Months since year 0, so that quarters and years begin at whole multiples.
fn number(month: Month) -> u32 {
    month.year.max(0) as u32 * 12 + month.month - 1
}

fn month(number: u32) -> Month {
    Month { year: (number / 12) as i32, month: number % 12 + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Month {
        text.parse().unwrap()
    }

    #[test]
    fn months_reach_back_a_year() {
        let spans = Period::Month.spans(at("2025-01"), at("2026-11"), Lang::Zh);
        assert_eq!(spans.len(), 12);
        assert_eq!(spans[0].long, "2025年12月");
        assert_eq!(spans[1].short, "2026年");
        assert_eq!(spans[11].long, "2026年11月");
    }

    #[test]
    fn quarters_and_years_begin_where_the_calendar_does() {
        let spans = Period::Quarter.spans(at("2025-01"), at("2026-11"), Lang::Zh);
        assert_eq!(spans.len(), 8);
        assert_eq!((spans[7].from, spans[7].to), (at("2026-10"), at("2026-12")));
        assert_eq!(spans[7].long, "2026年4季度");
        let spans = Period::Year.spans(at("2025-01"), at("2026-11"), Lang::En);
        assert_eq!(spans.len(), 2);
        assert!(spans[0].holds(at("2025-12")) && !spans[0].holds(at("2026-01")));
    }
}
