//! Every refusal and every issue of every field has a sentence and says what
//! to do next, in both languages.

use std::collections::BTreeSet;

use guiyan_core::{
    Refusal,
    caller::Lang,
    refusal::{Field, FieldIssue, every_refusal},
    text::Issue,
};

/// Exhaustive: a new variant does not compile until it has a number here.
fn number_of_refusal(refusal: &Refusal) -> usize {
    match refusal {
        Refusal::InvalidFields { .. } => 0,
        Refusal::SignInNeeded => 1,
        Refusal::NotAllowed => 2,
        Refusal::UnknownBranch => 3,
        Refusal::UnknownActivity => 4,
        Refusal::UnknownPerson => 5,
        Refusal::AlreadyReportedIn => 6,
        Refusal::NoReportIn => 7,
        Refusal::NotWaiting => 8,
        Refusal::AlreadyReceived => 9,
        Refusal::SameBranch => 10,
        Refusal::MembersOnly => 11,
        Refusal::ActivityCancelled => 12,
        Refusal::ActivityBegun => 13,
        Refusal::ActivityOver => 14,
        Refusal::SignUpClosed => 15,
        Refusal::AlreadySignedUp => 16,
        Refusal::NotSignedUp => 17,
        Refusal::NoOffer => 18,
        Refusal::CheckInClosed => 19,
        Refusal::AlreadyCheckedIn => 20,
        Refusal::NotCheckedIn => 21,
        Refusal::NotOnTheList => 22,
        Refusal::CommandIdReused => 23,
        Refusal::PurposeNeeded => 87,
        Refusal::RecipientNotNamed => 88,
        Refusal::NothingStored => 24,
        Refusal::UnknownNeed => 25,
        Refusal::NeedClosed => 26,
        Refusal::UnknownLead => 27,
        Refusal::LeadMembersOnly => 28,
        Refusal::LeadClosed => 29,
        Refusal::LeadAtStage => 30,
        Refusal::ReasonNeeded => 31,
        Refusal::UnknownRecipient => 32,
        Refusal::ConsentNeeded => 33,
        Refusal::ConsentAsked => 34,
        Refusal::ConsentRefused => 35,
        Refusal::ConsentGiven => 36,
        Refusal::NoConsentQuestion => 37,
        Refusal::NoConsent => 38,
        Refusal::LeadHeldThere => 39,
        Refusal::LeadHeldHere => 40,
        Refusal::AlreadyAcknowledged => 41,
        Refusal::AlreadyDisputed => 42,
        Refusal::NoDispute => 43,
        Refusal::ReceivedMembersOnly => 44,
        Refusal::UnknownRequest => 45,
        Refusal::RequestOver => 46,
        Refusal::RequestElsewhere => 47,
        Refusal::ConsentWithdrawn => 48,
        Refusal::UnknownDepartment => 49,
        Refusal::ReportsArrivalItself => 50,
        Refusal::NotResolved => 51,
        Refusal::AlreadyRated => 52,
        Refusal::ReopenedAlready => 53,
        Refusal::ReopenClosed => 54,
        Refusal::OfferedAlready => 55,
        Refusal::NothingOffered => 56,
        Refusal::NotAHelper => 57,
        Refusal::HelperDeclinedAlready => 58,
        Refusal::NotAsked => 59,
        Refusal::LeadLimitReached => 60,
        Refusal::RequestLimitReached => 61,
        Refusal::SignUpOpen => 62,
        Refusal::ActivityChanged => 63,
        Refusal::NothingChanged => 64,
        Refusal::UnknownDraft => 65,
        Refusal::DraftChanged => 66,
        Refusal::DraftLimitReached => 67,
        Refusal::UnknownSeries => 68,
        Refusal::SeriesChanged => 69,
        Refusal::SeriesEnded => 70,
        Refusal::SeriesLimitReached => 71,
        Refusal::NotAnOccurrence => 72,
        Refusal::OccurrencePublished => 73,
        Refusal::OccurrenceSkipped => 74,
        Refusal::OccurrenceNotSkipped => 75,
        Refusal::NotAGuest => 76,
        Refusal::BranchesOnly => 77,
        Refusal::GroupOnly => 78,
        Refusal::NameShown => 79,
        Refusal::NameNotShared => 80,
        Refusal::UnknownGroup => 81,
        Refusal::UnknownAppointment => 82,
        Refusal::AlreadyAppointed => 83,
        Refusal::AppointmentOver => 84,
        Refusal::LastOfficer => 85,
        Refusal::UnknownReceipt => 86,
        Refusal::NotInQueue => 89,
        Refusal::QueueChanged => 90,
    }
}

const REFUSALS: usize = 91;

/// Exhaustive likewise.
fn number_of_issue(issue: Issue) -> usize {
    match issue {
        Issue::Required => 0,
        Issue::TooShort { .. } => 1,
        Issue::TooLong { .. } => 2,
        Issue::ControlCharacters => 3,
        Issue::NotAName => 4,
        Issue::NotAPhone => 5,
        Issue::NotADate => 6,
        Issue::NotATime => 7,
        Issue::NotALink => 8,
        Issue::InFuture => 9,
        Issue::InPast => 10,
        Issue::Before1921 => 11,
        Issue::TooFarAhead => 12,
        Issue::EndsBeforeStart => 13,
        Issue::AfterStart => 14,
        Issue::LastsTooLong => 15,
        Issue::OutOfRange { .. } => 16,
        Issue::NotAChoice => 17,
        Issue::NotAgreed => 18,
        Issue::NoticeChanged => 19,
        Issue::PlacesTaken { .. } => 20,
        Issue::RepeatsTooLong => 21,
        Issue::RepeatsOnce => 22,
        Issue::NotInRule => 23,
        Issue::OfBranchesOnly => 24,
    }
}

pub(crate) const ISSUES: [Issue; 25] = [
    Issue::Required,
    Issue::TooShort { min: 2 },
    Issue::TooLong { max: 40 },
    Issue::ControlCharacters,
    Issue::NotAName,
    Issue::NotAPhone,
    Issue::NotADate,
    Issue::NotATime,
    Issue::NotALink,
    Issue::InFuture,
    Issue::InPast,
    Issue::Before1921,
    Issue::TooFarAhead,
    Issue::EndsBeforeStart,
    Issue::AfterStart,
    Issue::LastsTooLong,
    Issue::OutOfRange { min: 1, max: 100_000 },
    Issue::NotAChoice,
    Issue::OfBranchesOnly,
    Issue::RepeatsTooLong,
    Issue::RepeatsOnce,
    Issue::NotInRule,
    Issue::NotAgreed,
    Issue::NoticeChanged,
    Issue::PlacesTaken { taken: 12 },
];

/// The last one is known to the compiler: a variant behind it changes the count.
pub(crate) const FIELDS: [Field; Field::Audience as usize + 1] = [
    Field::Name,
    Field::Phone,
    Field::Category,
    Field::HomeBranch,
    Field::Township,
    Field::HomeBranchPhone,
    Field::LeftOn,
    Field::City,
    Field::Area,
    Field::Reason,
    Field::Industry,
    Field::Skills,
    Field::Born,
    Field::CertificateNumber,
    Field::Consent,
    Field::Note,
    Field::Title,
    Field::Kind,
    Field::Start,
    Field::End,
    Field::Place,
    Field::Online,
    Field::Capacity,
    Field::SignUpUntil,
    Field::Hours,
    Field::Agenda,
    Field::Guests,
    Field::ContactName,
    Field::ContactPhone,
    Field::SpotCategory,
    Field::HelpKind,
    Field::Kinds,
    Field::Rating,
    Field::LeadKind,
    Field::Subject,
    Field::Text,
    Field::AmountFrom,
    Field::AmountTo,
    Field::Until,
    Field::Amount,
    Field::Jobs,
    Field::Talent,
    Field::Landing,
    Field::Repeat,
    Field::RepeatUntil,
    Field::RepeatCount,
    Field::Audience,
];

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FFEF}')
}

#[track_caller]
fn check_sentence(text: &str, lang: Lang) {
    assert!(!text.contains(['!', '！']), "{text}");
    assert_eq!(text.trim(), text);
    assert!(!text.contains("  ") && !text.contains('{'), "{text}");
    match lang {
        Lang::Zh => {
            assert!(text.chars().filter(|c| is_chinese(*c)).count() >= 4, "{text}");
            assert!(text.ends_with('。'), "{text}");
            assert!(!text.contains([',', '?', ';']), "half-width marks: {text}");
        }
        Lang::En => {
            assert!(text.chars().filter(char::is_ascii_alphabetic).count() >= 8, "{text}");
            assert!(!text.chars().any(is_chinese), "{text}");
            assert!(text.ends_with('.'), "{text}");
        }
    }
}

#[test]
fn every_refusal_says_what_is_the_matter_and_what_to_do_next() {
    for refusal in every_refusal() {
        for lang in [Lang::Zh, Lang::En] {
            check_sentence(refusal.sentence(lang), lang);
            check_sentence(refusal.next(lang), lang);
            assert_ne!(refusal.sentence(lang), refusal.next(lang));
        }
        assert_eq!(refusal.to_string(), refusal.sentence(Lang::En));
        let json = serde_json::to_value(&refusal).unwrap();
        assert_eq!(json["code"], refusal.code());
        assert_eq!(serde_json::from_value::<Refusal>(json).unwrap(), refusal);
    }
}

#[test]
fn no_refusal_and_no_issue_is_left_out() {
    let refusals: BTreeSet<usize> = every_refusal().iter().map(number_of_refusal).collect();
    assert_eq!(refusals, (0..REFUSALS).collect());
    assert_eq!(every_refusal().len(), REFUSALS);
    let issues: BTreeSet<usize> = ISSUES.into_iter().map(number_of_issue).collect();
    assert_eq!(issues, (0..ISSUES.len()).collect());
    for (index, field) in FIELDS.into_iter().enumerate() {
        assert_eq!(field as usize, index);
    }
}

#[test]
fn every_issue_of_every_field_has_a_sentence() {
    for field in FIELDS {
        assert!(field.label(Lang::Zh).chars().any(is_chinese));
        assert!(!field.label(Lang::En).chars().any(is_chinese));
        assert_eq!(serde_json::to_value(field).unwrap(), field.name());
        for issue in ISSUES {
            let issue = FieldIssue { field, issue };
            for lang in [Lang::Zh, Lang::En] {
                check_sentence(&issue.sentence(lang), lang);
            }
            let json = serde_json::to_value(issue).unwrap();
            assert_eq!(json["code"], issue.issue.code());
            assert_eq!(issue.issue.to_string(), issue.issue.code());
            assert_eq!(serde_json::from_value::<FieldIssue>(json).unwrap(), issue);
        }
    }
}

#[test]
fn the_language_follows_the_tag() {
    for (tag, lang) in [
        ("zh-CN", Lang::Zh),
        ("zh", Lang::Zh),
        ("", Lang::Zh),
        ("fr", Lang::Zh),
        ("en", Lang::En),
        ("EN-us", Lang::En),
        ("en-GB,en;q=0.9,zh;q=0.8", Lang::En),
        ("zh-CN,en;q=0.9", Lang::Zh),
        ("e", Lang::Zh),
        ("é", Lang::Zh),
    ] {
        assert_eq!(Lang::from_tag(tag), lang, "{tag}");
    }
    assert_eq!((Lang::Zh.tag(), Lang::En.tag()), ("zh-CN", "en"));
}
