//! Times as people read them, in Shanghai's zone.

use guiyan_core::{
    caller::Lang,
    time::{DAY, Day, HOUR, MINUTE, Timestamp},
};

use crate::messages::{self, fill};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `14:00`
pub(crate) fn clock(at: Timestamp) -> String {
    let (hour, minute) = at.clock();
    [two(hour), ":".into(), two(minute)].concat()
}

/// `周六`
pub(crate) fn weekday(day: Day, lang: Lang) -> &'static str {
    let names = messages::of(lang).weekdays;
    names.get(day.weekday() as usize).copied().unwrap_or_default()
}

/// `12月6日`, with the year when it is not that of `now`.
pub(crate) fn day(day: Day, now: Timestamp, lang: Lang) -> String {
    let number = day.day_of_month().to_string();
    let year = (day.year() != now.day().year()).then(|| day.year().to_string());
    match lang {
        Lang::Zh => {
            let month = day.month_of_year().to_string();
            let year = year.map(|year| year + "年").unwrap_or_default();
            fill("{}{}月{}日", &[&year, &month, &number])
        }
        Lang::En => {
            let year = year.map(|year| [" ", &*year].concat()).unwrap_or_default();
            fill("{} {}{}", &[&number, month_name(day), &year])
        }
    }
}

/// `12月`, with the year when it is not that of `now`: a heading.
pub(crate) fn month(day: Day, now: Timestamp, lang: Lang) -> String {
    let same = day.year() == now.day().year();
    let year = day.year().to_string();
    match lang {
        Lang::Zh => {
            let month = day.month_of_year().to_string();
            let year = if same { String::new() } else { year + "年" };
            fill("{}{}月", &[&year, &month])
        }
        Lang::En if same => month_name(day).to_owned(),
        Lang::En => fill("{} {}", &[month_name(day), &year]),
    }
}

/// `12月6日 周六 14:00`
pub(crate) fn moment(at: Timestamp, now: Timestamp, lang: Lang) -> String {
    let date = day(at.day(), now, lang);
    let weekday = weekday(at.day(), lang);
    match lang {
        Lang::Zh => fill("{} {} {}", &[&date, weekday, &clock(at)]),
        Lang::En => fill("{} {} {}", &[weekday, &date, &clock(at)]),
    }
}

/// `12月6日 周六 14:00–16:30`; the second day is named when it is another.
pub(crate) fn span(start: Timestamp, end: Timestamp, now: Timestamp, lang: Lang) -> String {
    let first = moment(start, now, lang);
    if start.day() == end.day() {
        // The word joiner keeps both times on one line.
        [&*first, "–\u{2060}", &*clock(end)].concat()
    } else {
        [&*first, " – ", &*moment(end, now, lang)].concat()
    }
}

/// `3 小时前`; a date once it is more than a week old.
pub(crate) fn ago(at: Timestamp, now: Timestamp, lang: Lang) -> String {
    let m = messages::of(lang);
    let age = now.0 - at.0;
    if age < MINUTE {
        m.just_now.to_owned()
    } else if age < HOUR {
        fill(m.minutes_ago, &[&(age / MINUTE).to_string()])
    } else if age < DAY {
        fill(m.hours_ago, &[&(age / HOUR).to_string()])
    } else if age < 2 * DAY {
        m.yesterday.to_owned()
    } else if age < 7 * DAY {
        fill(m.days_ago, &[&(age / DAY).to_string()])
    } else {
        day(at.day(), now, lang)
    }
}

/// `50 万元`, `1.25 亿元`; with 约 where it is rounded. In English in full.
pub(crate) fn money(yuan: u64, lang: Lang) -> String {
    if lang == Lang::En {
        return ["¥", &*grouped(yuan)].concat();
    }
    let (unit, name) = match yuan {
        0..10_000 => return [&*yuan.to_string(), " 元"].concat(),
        10_000..100_000_000 => (10_000, " 万元"),
        _ => (100_000_000, " 亿元"),
    };
    let hundredths = yuan / (unit / 100);
    let about = if yuan.is_multiple_of(unit / 100) { "" } else { "约 " };
    let (whole, rest) = (grouped(hundredths / 100), hundredths % 100);
    let rest = match (rest / 10, rest % 10) {
        (0, 0) => String::new(),
        (tenth, 0) => [".", &*tenth.to_string()].concat(),
        (tenth, hundredth) => [".", &*tenth.to_string(), &*hundredth.to_string()].concat(),
    };
    [about, &*whole, &*rest, name].concat()
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn month_name(day: Day) -> &'static str {
    MONTHS.get(day.month_of_year() as usize - 1).copied().unwrap_or_default()
}

fn two(number: u32) -> String {
    let digits = number.to_string();
    if number < 10 { ["0", &*digits].concat() } else { digits }
}

#[cfg(test)]
mod tests {
    use guiyan_core::caller::Lang;

    use super::money;

    #[track_caller]
    fn check(yuan: u64, zh: &str, en: &str) {
        assert_eq!((money(yuan, Lang::Zh).as_str(), money(yuan, Lang::En).as_str()), (zh, en));
    }

    #[test]
    fn sums_are_read_in_ten_thousands() {
        check(0, "0 元", "¥0");
        check(9_999, "9999 元", "¥9,999");
        check(500_000, "50 万元", "¥500,000");
        check(12_345, "约 1.23 万元", "¥12,345");
        check(12_345_600, "1,234.56 万元", "¥12,345,600");
        check(125_000_000, "1.25 亿元", "¥125,000,000");
        check(1_000_000_000_000, "10,000 亿元", "¥1,000,000,000,000");
    }
}
