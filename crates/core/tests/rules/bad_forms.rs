//! The report-in form and the activity form, each field wrong in each way.

use guiyan_core::{
    branch::{
        activity::ActivityForm,
        member::{Report, ReportForm},
    },
    refusal::Field,
    testing::*,
    text::Issue,
};
use proptest::prelude::*;

fn today() -> guiyan_core::time::Day {
    at("2026-11-01T09:00").day()
}

#[track_caller]
fn check(form: ReportForm, expected: &[(Field, Issue)]) {
    let result = form.check(&sample_charter(), today());
    let got: Vec<_> = match &result {
        Ok(_) => Vec::new(),
        Err(issues) => issues.iter().map(|issue| (issue.field, issue.issue)).collect(),
    };
    assert_eq!(got, expected, "{form:?}");
}

fn with(field: Field, text: &str) -> ReportForm {
    let text = text.to_owned();
    let form = report_form();
    match field {
        Field::Name => ReportForm { name: text, ..form },
        Field::Phone => ReportForm { phone: text, ..form },
        Field::HomeBranch => ReportForm { home_branch: text, ..form },
        Field::Township => ReportForm { township: text, ..form },
        Field::HomeBranchPhone => ReportForm { home_branch_phone: text, ..form },
        Field::LeftOn => ReportForm { left_on: text, ..form },
        Field::City => ReportForm { city: text, ..form },
        Field::Area => ReportForm { area: text, ..form },
        Field::Skills => ReportForm { skills: text, ..form },
        Field::Born => ReportForm { born: text, ..form },
        Field::CertificateNumber => ReportForm { certificate_number: text, ..form },
        other => panic!("{other:?} is no text of the form"),
    }
}

/// (field, what an empty one is, what 5,000 characters are, what an emoji is,
/// what HTML is)
type Row = (Field, Option<Issue>, Issue, Option<Issue>, Option<Issue>);

#[test]
fn every_text_of_the_report_in_wrong_in_every_way() {
    let required = Some(Issue::Required);
    let long = |max| Issue::TooLong { max };
    let short = Some(Issue::TooShort { min: 2 });
    let (not_a_name, not_a_phone) = (Some(Issue::NotAName), Some(Issue::NotAPhone));
    let (not_a_date, not_a_choice) = (Some(Issue::NotADate), Some(Issue::NotAChoice));
    let table: [Row; 11] = [
        (Field::Name, required, long(40), short, not_a_name),
        (Field::Phone, required, Issue::NotAPhone, not_a_phone, not_a_phone),
        (Field::HomeBranch, required, long(60), short, None),
        (Field::Township, required, Issue::NotAChoice, not_a_choice, not_a_choice),
        (Field::HomeBranchPhone, None, Issue::NotAPhone, not_a_phone, not_a_phone),
        (Field::LeftOn, required, Issue::NotADate, not_a_date, not_a_date),
        (Field::City, required, long(20), short, None),
        (Field::Area, required, long(20), short, None),
        (Field::Skills, None, long(100), None, None),
        (Field::Born, None, Issue::NotADate, not_a_date, not_a_date),
        (Field::CertificateNumber, None, long(40), None, None),
    ];
    for (field, empty, over_long, emoji, html) in table {
        let expect = |text: &str, issue: Option<Issue>| {
            let expected: Vec<_> = issue.into_iter().map(|issue| (field, issue)).collect();
            check(with(field, text), &expected);
        };
        expect("", empty);
        expect("  \u{3000} ", empty);
        expect(&"长".repeat(5_000), Some(over_long));
        expect("😀", emoji);
        expect("<b>甲</b>", html);
        for hidden in ["甲\u{202E}乙", "甲\u{0}乙", "甲\u{200F}乙"] {
            // Dates and choices are compared whole: hidden or not, no match.
            let issue = match over_long {
                Issue::NotADate | Issue::NotAChoice => over_long,
                _ => Issue::ControlCharacters,
            };
            expect(hidden, Some(issue));
        }
    }
}

#[test]
fn choices_must_be_made() {
    check(ReportForm { category: None, ..report_form() }, &[(Field::Category, Issue::Required)]);
    check(ReportForm { reason: None, ..report_form() }, &[(Field::Reason, Issue::Required)]);
    check(ReportForm { industry: None, ..report_form() }, &[(Field::Industry, Issue::Required)]);
    check(with(Field::Township, "maojialing"), &[(Field::Township, Issue::NotAChoice)]);
    check(with(Field::Township, "秦峰镇"), &[(Field::Township, Issue::NotAChoice)]);
}

#[test]
fn days_lie_between_1921_and_today() {
    let left = |text: &str, issue: Option<Issue>| {
        let expected: Vec<_> = issue.into_iter().map(|issue| (Field::LeftOn, issue)).collect();
        check(with(Field::LeftOn, text), &expected);
    };
    left("2026-11-01", None);
    left("1921-01-01", None);
    left("2026-11-02", Some(Issue::InFuture));
    left("9999-12-31", Some(Issue::InFuture));
    left("1920-12-31", Some(Issue::Before1921));
    left("0000-01-01", Some(Issue::Before1921));
    for wrong in ["2025-02-29", "2026-13-01", "2026-1-1", "01/02/2026", "2026年3月", "-2026-01-01"]
    {
        left(wrong, Some(Issue::NotADate));
    }
}

#[test]
fn the_month_of_birth_lies_between_1900_and_today() {
    let born = |text: &str, issue: Option<Issue>| {
        let expected: Vec<_> = issue.into_iter().map(|issue| (Field::Born, issue)).collect();
        check(with(Field::Born, text), &expected);
    };
    born("1968-07", None);
    born("1900-01", None);
    born("2026-11", None);
    born("2026-12", Some(Issue::InFuture));
    born("1899-12", Some(Issue::OutOfRange { min: 1900, max: 2026 }));
    for wrong in ["1968-13", "1968-00", "1968", "1968-7", "68-07", "1968-07-01"] {
        born(wrong, Some(Issue::NotADate));
    }
}

/// Puts a text into one field.
type Set = fn(ActivityForm, String) -> ActivityForm;

#[test]
fn every_text_of_an_activity_wrong_in_every_way() {
    let now = at("2026-11-01T09:00");
    let issue = |form: ActivityForm| {
        let issues = form.check(person(900), now).err().unwrap_or_default();
        issues.iter().map(|issue| (issue.field, issue.issue)).collect::<Vec<_>>()
    };
    let form = || activity_form(None);
    let hidden = "甲\u{202E}乙";
    let long = "长".repeat(5_000);
    let set: [(Field, Set, Issue); 5] = [
        (Field::Title, |form, title| ActivityForm { title, ..form }, Issue::TooLong { max: 60 }),
        (Field::Place, |form, place| ActivityForm { place, ..form }, Issue::TooLong { max: 100 }),
        (
            Field::Online,
            |form, online| ActivityForm { online, ..form },
            Issue::TooLong { max: 300 },
        ),
        (
            Field::Agenda,
            |form, agenda| ActivityForm { agenda, ..form },
            Issue::TooLong { max: 2000 },
        ),
        (
            Field::ContactName,
            |form, contact_name| ActivityForm { contact_name, ..form },
            Issue::TooLong { max: 40 },
        ),
    ];
    for (field, set, too_long) in set {
        assert_eq!(issue(set(form(), long.clone())), [(field, too_long)]);
        assert_eq!(issue(set(form(), hidden.into())), [(field, Issue::ControlCharacters)]);
    }
    let contact = ActivityForm { contact_phone: "1".into(), ..form() };
    assert_eq!(issue(contact), [(Field::ContactPhone, Issue::NotAPhone)]);
    let contact = ActivityForm { contact_name: "😀😀".into(), ..form() };
    assert_eq!(issue(contact), [(Field::ContactName, Issue::NotAName)]);
    let online = ActivityForm { online: "javascript:alert(1)".into(), ..form() };
    assert_eq!(issue(online), [(Field::Online, Issue::NotALink)]);
    let html = ActivityForm { title: "<img src=x onerror=alert(1)>".into(), ..form() };
    assert_eq!(issue(html), [], "text is text: whoever shows it escapes it");
}

#[test]
fn a_report_goes_back_into_the_form_it_came_from() {
    let form = ReportForm {
        home_branch_phone: "0793-8220000".into(),
        skills: "会计".into(),
        born: "1968-07".into(),
        certificate: Some(false),
        certificate_number: "x-1".into(),
        ..report_form()
    };
    for form in [form, report_form()] {
        let report: Report = form.check(&sample_charter(), today()).unwrap();
        let again = ReportForm::from(&report).check(&sample_charter(), today()).unwrap();
        assert_eq!(again, report);
        let json = serde_json::to_string(&report).unwrap();
        assert!(!json.contains("null"), "{json}");
        assert_eq!(serde_json::from_str::<Report>(&json).unwrap(), report);
    }
}

proptest! {
    /// Whatever is typed, the checks answer; what they accept, they accept again.
    #[test]
    fn any_text_anywhere_is_answered(texts in proptest::collection::vec(any::<String>(), 11)) {
        let [name, phone, home_branch, township, home_branch_phone, left_on, city, area, skills,
            born, certificate_number]: [String; 11] = texts.try_into().unwrap();
        let form = ReportForm {
            name, phone, home_branch, township, home_branch_phone, left_on, city, area, skills,
            born, certificate_number, ..report_form()
        };
        if let Ok(report) = form.check(&sample_charter(), today()) {
            prop_assert_eq!(ReportForm::from(&report).check(&sample_charter(), today()), Ok(report));
        }
    }

    #[test]
    fn any_times_and_numbers_are_answered(
        start in "[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?(Z|[+-][01][0-9]:00)?|\\PC*",
        end in any::<String>(), until in "\\PC*",
        capacity in any::<Option<i64>>(), hours_tenths in any::<i64>(), now in any::<i64>(),
    ) {
        let form = ActivityForm {
            start, end, sign_up_until: until, hours_tenths, ..activity_form(capacity)
        };
        let _ = form.check(person(900), guiyan_core::time::Timestamp(now));
    }
}
