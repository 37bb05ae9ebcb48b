//! The report-in form, filled in wrongly in every way: each field is named,
//! each in the caller's language, and nothing is kept.

use guiyan_core::{
    branch::member::{Consent, EndReason, MemberCommand, ReportForm, SendBackReason},
    caller::Lang,
    testing,
    time::{DAY, Timestamp},
};
use guiyan_tests_service::{BEIJING, Launch, Person, Problem, crowd, make};

/// Characters that stand for one another's trouble.
const EMOJI: &str = "🎋🐎";
const RTL: &str = "王\u{202E}敏";
const CONTROL: &str = "王\u{0007}敏";
const NUL: &str = "王\u{0000}敏";
const ZERO_WIDTH: &str = "王\u{200B}敏";
const HTML: &str = "<img src=x onerror=alert(1)>";

type Change = fn(&mut ReportForm, &str);

fn with(change: Change, value: &str) -> ReportForm {
    let mut form = testing::report_form();
    change(&mut form, value);
    form
}

async fn tried(person: &Person, notice: &str, report: ReportForm) -> Problem {
    let consent = make::consent(notice);
    let command = MemberCommand::ReportIn { report, consent };
    person.refused(BEIJING, command, 422, "invalidFields").await
}

/// Every text field with every kind of trouble: (field, change, over-long, and
/// whether it is a name, a line, or of a form of its own).
const FIELDS: [(&str, Change, usize, Kind); 11] = [
    ("name", |form, value| form.name = value.into(), 41, Kind::Name),
    ("phone", |form, value| form.phone = value.into(), 30, Kind::Phone),
    ("homeBranch", |form, value| form.home_branch = value.into(), 61, Kind::Line),
    ("township", |form, value| form.township = value.into(), 41, Kind::Choice),
    ("homeBranchPhone", |form, value| form.home_branch_phone = value.into(), 30, Kind::MayPhone),
    ("leftOn", |form, value| form.left_on = value.into(), 300, Kind::Date),
    ("city", |form, value| form.city = value.into(), 21, Kind::Line),
    ("area", |form, value| form.area = value.into(), 21, Kind::Line),
    ("skills", |form, value| form.skills = value.into(), 101, Kind::MayLine),
    ("born", |form, value| form.born = value.into(), 300, Kind::MayDate),
    ("certificateNumber", |form, value| form.certificate_number = value.into(), 41, Kind::MayLine),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Name,
    Line,
    MayLine,
    Phone,
    MayPhone,
    Choice,
    Date,
    MayDate,
}

impl Kind {
    /// The codes for: empty, over-long, emoji, hidden characters, HTML. None
    /// where it is taken as it is.
    fn codes(self) -> [Option<&'static str>; 5] {
        let hidden = Some("controlCharacters");
        match self {
            Self::Name => {
                [Some("required"), Some("tooLong"), Some("notAName"), hidden, Some("notAName")]
            }
            // A line is any text: emoji and angle brackets are text.
            Self::Line => [Some("required"), Some("tooLong"), None, hidden, Some("tooLong")],
            Self::MayLine => [None, Some("tooLong"), None, hidden, None],
            Self::Phone => {
                [Some("required"), Some("notAPhone"), Some("notAPhone"), hidden, Some("notAPhone")]
            }
            Self::MayPhone => {
                [None, Some("notAPhone"), Some("notAPhone"), hidden, Some("notAPhone")]
            }
            Self::Choice => {
                let none = Some("notAChoice");
                [Some("required"), none, none, none, none]
            }
            Self::Date => {
                let none = Some("notADate");
                [Some("required"), none, none, none, none]
            }
            Self::MayDate => {
                let none = Some("notADate");
                [None, none, none, none, none]
            }
        }
    }
}

#[tokio::test]
async fn every_field_with_every_kind_of_trouble() {
    let app = Launch::demo().start().await;
    let person = app.person("new:trouble").await;
    let notice = person.view(BEIJING).await.notice.facts.version;
    for (field, change, too_long, kind) in FIELDS {
        let [empty, long, emoji, hidden, html] = kind.codes();
        // Fits a line of 20 but not one of 20 with tags; homeBranch has 60.
        let html = if field == "homeBranch" { None } else { html };
        for (value, code) in [
            (String::new(), empty),
            (" \u{3000} ".to_owned(), empty),
            ("长".repeat(too_long), long),
            (EMOJI.to_owned(), emoji),
            (RTL.to_owned(), hidden),
            (CONTROL.to_owned(), hidden),
            (NUL.to_owned(), hidden),
            (ZERO_WIDTH.to_owned(), hidden),
            (HTML.to_owned(), html),
        ] {
            // What is taken is looked at below, by a person each.
            let Some(code) = code else { continue };
            let problem = tried(&person, &notice, with(change, &value)).await;
            assert_eq!(problem.issues(), [(field, code)], "{field} = {value:?}");
        }
    }
    assert!(person.view(BEIJING).await.report_in.is_none(), "nothing is half done");
}

#[tokio::test]
async fn text_is_text_and_comes_back_as_it_was_typed() {
    let app = Launch::demo().start().await;
    let person = app.person("new:brackets").await;
    let report = ReportForm {
        name: "  欧阳  娜娜 ".into(),
        home_branch: HTML.into(),
        skills: "🎋 \"quoted\" & <b>bold</b> عربى \\ 𠮷".into(),
        ..testing::report_form()
    };
    person.report_in(BEIJING, report).await;
    let kept = person.view(BEIJING).await.report_in.and_then(|mine| mine.report).expect("kept");
    assert_eq!(kept.name, "欧阳 娜娜");
    assert_eq!(kept.home_branch, HTML);
    assert_eq!(kept.skills.as_deref(), Some("🎋 \"quoted\" & <b>bold</b> عربى \\ 𠮷"));
    let response = person.get(&format!("/v1/branches/{BEIJING}")).await;
    let header = |name| guiyan_tests_service::problem::header(&response, name);
    assert!(header("content-type").starts_with("application/json"));
    assert_eq!(header("x-content-type-options"), "nosniff", "JSON is never read as a page");
}

#[tokio::test]
async fn phones_and_dates() {
    let app = Launch::demo().start().await;
    let person = app.person("new:dates").await;
    let notice = person.view(BEIJING).await.notice.facts.version;
    let phone: Change = |form, value| form.phone = value.into();
    for wrong in
        ["12345678901", "1380000000", "138000000012", "1380000000a", "+1 202 555 0100", "-"]
    {
        let problem = tried(&person, &notice, with(phone, wrong)).await;
        assert_eq!(problem.issues(), [("phone", "notAPhone")], "{wrong}");
    }
    let left: Change = |form, value| form.left_on = value.into();
    let tomorrow = make::now().plus(DAY).day().to_string();
    for (wrong, code) in [
        (tomorrow.as_str(), "inFuture"),
        ("9999-12-31", "inFuture"),
        ("1920-12-31", "before1921"),
        ("0001-01-01", "before1921"),
        ("2023-02-29", "notADate"),
        ("2024-13-01", "notADate"),
        ("2024-3-1", "notADate"),
        ("01/03/2024", "notADate"),
        ("2024-03-01T00:00", "notADate"),
        ("-2024-03-01", "notADate"),
    ] {
        let problem = tried(&person, &notice, with(left, wrong)).await;
        assert_eq!(problem.issues(), [("leftOn", code)], "{wrong}");
    }
    let born: Change = |form, value| form.born = value.into();
    for (wrong, code) in [("2099-01", "inFuture"), ("1899-12", "outOfRange"), ("1990", "notADate")]
    {
        let problem = tried(&person, &notice, with(born, wrong)).await;
        assert_eq!(problem.issues(), [("born", code)], "{wrong}");
    }
    // The edges are taken: today and the first day of 1921 are days.
    let today = Timestamp(make::now().0).day().to_string();
    for right in [today.as_str(), "1921-01-01", "2024-02-29"] {
        person.report_in(BEIJING, with(left, right)).await;
    }
}

#[tokio::test]
async fn all_that_is_wrong_is_told_at_once_in_the_order_of_the_form() {
    let app = Launch::demo().start().await;
    let person = app.person("new:all").await;
    let command =
        || MemberCommand::ReportIn { report: ReportForm::default(), consent: Consent::default() };
    let problem = person.refused(BEIJING, command(), 422, "invalidFields").await;
    let fields: Vec<&str> = problem.fields.iter().map(|issue| issue.field.as_str()).collect();
    let expected = [
        "name",
        "phone",
        "category",
        "homeBranch",
        "township",
        "leftOn",
        "city",
        "area",
        "reason",
        "industry",
        "consent",
    ];
    assert_eq!(fields, expected);
    for sentence in problem.sentences() {
        assert!(sentence.chars().any(is_chinese), "in Chinese: {sentence}");
    }
    let english = person.reading(Lang::En).refused(BEIJING, command(), 422, "invalidFields").await;
    for sentence in english.sentences() {
        assert!(!sentence.chars().any(is_chinese), "in English: {sentence}");
    }
    assert_eq!(english.fields.iter().map(|issue| &issue.code).collect::<Vec<_>>(), {
        problem.fields.iter().map(|issue| &issue.code).collect::<Vec<_>>()
    });
}

#[tokio::test]
async fn consent_is_to_this_notice_and_freely_given() {
    let app = Launch::demo().start().await;
    let person = app.person("new:consent").await;
    let notice = person.view(BEIJING).await.notice.facts.version;
    for (consent, code) in [
        (Consent { agreed: false, notice: notice.clone() }, "notAgreed"),
        (make::consent("2020-01"), "noticeChanged"),
        (make::consent(&"9".repeat(5000)), "noticeChanged"),
    ] {
        let command = MemberCommand::ReportIn { report: testing::report_form(), consent };
        let problem = person.refused(BEIJING, command, 422, "invalidFields").await;
        assert_eq!(problem.issues(), [("consent", code)]);
    }
}

#[tokio::test]
async fn the_words_of_an_officer_are_checked_too() {
    let app = std::sync::Arc::new(Launch::demo().start().await);
    let secretary = app.person("beijing-secretary").await;
    let (person, report) = crowd::newcomer(&app, 1).await;
    person.report_in(BEIJING, report).await;
    let id = person.id().await;
    let back = |reason, note: &str| MemberCommand::SendBackReportIn {
        person: id,
        reason,
        note: note.into(),
    };
    let long = "长".repeat(301);
    for (command, code) in [
        (back(SendBackReason::Other, ""), "required"),
        (back(SendBackReason::PhoneUnclear, &long), "tooLong"),
        (back(SendBackReason::PhoneUnclear, RTL), "controlCharacters"),
        (
            MemberCommand::EndReportIn {
                person: Some(id),
                reason: EndReason::MovedOn,
                note: long.clone(),
            },
            "tooLong",
        ),
    ] {
        let problem = secretary.refused(BEIJING, command, 422, "invalidFields").await;
        assert_eq!(problem.issues(), [("note", code)]);
    }
    let steps = person.view(BEIJING).await.report_in.expect("the report-in").steps;
    assert_eq!(steps.len(), 1, "nothing is half done");
}

fn is_chinese(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}
