//! 系列: the dates of a rule, and what is no rule.

use guiyan_core::{
    branch::activity::plan::{Every, RepeatForm, Rule},
    refusal::Field,
    testing::*,
    text::Issue,
    time::Day,
};

#[track_caller]
fn check_dates(first: &str, repeat: RepeatForm, expected: &[&str]) {
    let first = day(first);
    let repeat = repeat.check(Some(first)).unwrap();
    let dates = Rule { first, repeat }.dates();
    let expected: Vec<Day> = expected.iter().map(|date| day(date)).collect();
    assert_eq!(dates, expected);
}

#[test]
fn each_rule_gives_its_dates() {
    let until = repeat_until;
    check_dates(
        "2026-12-05",
        until(Every::Weekly, "2026-12-26"),
        &["2026-12-05", "2026-12-12", "2026-12-19", "2026-12-26"],
    );
    check_dates(
        "2027-12-31",
        until(Every::MonthlyDay, "2028-04-30"),
        &["2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"],
    );
    // The third Wednesday.
    check_dates(
        "2026-11-18",
        until(Every::MonthlyWeekday, "2027-02-16"),
        &["2026-11-18", "2026-12-16", "2027-01-20"],
    );
    check_dates(
        "2026-11-28",
        until(Every::MonthlyLastWeekday, "2027-02-28"),
        &["2026-11-28", "2026-12-26", "2027-01-30", "2027-02-27"],
    );
    let counted = RepeatForm { count: Some(3), until: String::new(), ..until(Every::Weekly, "") };
    check_dates("2026-12-05", counted.clone(), &["2026-12-05", "2026-12-12", "2026-12-19"]);
    // Whichever comes first.
    let both = RepeatForm { until: "2026-12-12".into(), ..counted };
    check_dates("2026-12-05", both, &["2026-12-05", "2026-12-12"]);
    // From the end of February on the 31st is still meant.
    let meant = RepeatForm { day: Some(31), ..until(Every::MonthlyDay, "2027-04-30") };
    check_dates("2027-02-28", meant.clone(), &["2027-02-28", "2027-03-31", "2027-04-30"]);
    // Moved to another day, it is that day's.
    check_dates("2027-02-27", meant, &["2027-02-27", "2027-03-27", "2027-04-27"]);
}

#[track_caller]
fn check_refused(first: &str, repeat: RepeatForm, expected: &[(Field, Issue)]) {
    let found = repeat.check(Some(day(first))).unwrap_err();
    let found: Vec<_> = found.into_iter().map(|it| (it.field, it.issue)).collect();
    assert_eq!(found, expected);
}

#[test]
fn what_is_no_rule_is_named() {
    let until = repeat_until;
    let needed = [(Field::Repeat, Issue::Required), (Field::RepeatUntil, Issue::Required)];
    check_refused("2026-12-05", RepeatForm::default(), &needed);
    for (text, issue) in [
        ("", Issue::Required),
        ("明年", Issue::NotADate),
        ("2026-02-30", Issue::NotADate),
        ("2026-12-11", Issue::RepeatsOnce),
        ("2026-01-01", Issue::RepeatsOnce),
        ("2028-12-06", Issue::RepeatsTooLong),
    ] {
        check_refused("2026-12-05", until(Every::Weekly, text), &[(Field::RepeatUntil, issue)]);
    }
    for count in [-1, 0, 1, 106, i64::MAX] {
        let form = RepeatForm { count: Some(count), ..until(Every::Weekly, "") };
        let issue = Issue::OutOfRange { min: 2, max: 105 };
        check_refused("2026-12-05", form, &[(Field::RepeatCount, issue)]);
    }
    let months = RepeatForm { count: Some(26), ..until(Every::MonthlyDay, "") };
    let issue = Issue::OutOfRange { min: 2, max: 25 };
    check_refused("2026-12-05", months, &[(Field::RepeatCount, issue)]);
    // The fifth Saturday, and one that is not the last.
    let wrong = [(Field::Repeat, Issue::NotInRule)];
    check_refused("2026-10-31", until(Every::MonthlyWeekday, "2027-06-30"), &wrong);
    check_refused("2026-12-05", until(Every::MonthlyLastWeekday, "2027-06-30"), &wrong);
}
