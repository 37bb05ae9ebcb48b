//! The wire: camelCase, what is optional is omitted and never null, and what
//! is written is read back as it was.

use guiyan_core::{
    Command, Outcome, Submission,
    branch::lead::LeadStage,
    caller::{Caller, Lang},
    command::DistrictCommand,
    testing::*,
    view::{
        self, BranchView, DistrictView, HeldLeadsView, HelpView, LeadsQuery, LeadsView,
        MattersPage, MeView, PlansView, RosterList, RosterPage, RosterQuery, TownshipPage,
    },
};
use proptest::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// Every key is camelCase, and null is nowhere.
fn check_shape(value: &Value, path: &str) {
    match value {
        Value::Null => panic!("null at {path}"),
        Value::Object(map) => {
            for (key, value) in map {
                let camel = key.chars().next().is_some_and(|c| c.is_ascii_lowercase())
                    && key.chars().all(|c| c.is_ascii_alphanumeric());
                assert!(camel, "`{key}` at {path}");
                check_shape(value, &format!("{path}/{key}"));
            }
        }
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                check_shape(value, &format!("{path}/{index}"));
            }
        }
        _ => {}
    }
}

#[track_caller]
fn check<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) {
    let json = serde_json::to_value(value).unwrap();
    check_shape(&json, "");
    assert_eq!(serde_json::from_value::<T>(json).unwrap(), *value);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn views_and_outcomes_are_read_back_as_they_were(attempts in attempts(20..100)) {
        let mut world = World::populated(60);
        for attempt in &attempts {
            match world.attempt(attempt) {
                Ok(decision) => check(&decision.outcome),
                Err(refusal) => check(&refusal),
            }
        }
        let mut callers = vec![Caller::anonymous(), secretary(&beijing()), steward(&yiwu())];
        callers.extend((1..=8).map(|number| Caller::person(person(number))));
        for caller in &callers {
            if let Ok(me) = view::me(&world.district, caller, world.now) {
                check::<MeView>(&me);
            }
            for branch in world.district.branches() {
                let id = &branch.charter.id;
                let (view, _) = view::view(&world.district, id, caller, world.now).unwrap();
                check::<BranchView>(&view);
                let (help, _) = view::help(&world.district, id, caller, world.now).unwrap();
                check::<HelpView>(&help);
                if let Ok((plans, _)) = view::plans(&world.district, id, caller, world.now) {
                    check::<PlansView>(&plans);
                }
                let query = LeadsQuery::default();
                let (leads, _) =
                    view::leads(&world.district, id, caller, world.now, &query).unwrap();
                check::<LeadsView>(&leads);
                let lists = branch.activities.all.keys().map(|id| RosterList::Activity(*id));
                for list in lists.chain([RosterList::Members(None)]) {
                    let query = RosterQuery { list, ..RosterQuery::default() };
                    let page =
                        view::roster(&world.district, Some(id), caller, world.now, &query, &|_, _| true);
                    if let Ok(page) = page {
                        check::<RosterPage>(&page);
                    }
                }
            }
        }
        let offices = [liaison("qinfeng"), department_contact("education"), secretary(&beijing())];
        for caller in offices.iter().chain([&district_officer()]) {
            let (page, _) = view::matters(&world.district, caller, world.now, None).unwrap();
            check::<MattersPage>(&page);
        }
        let township = "qinfeng".parse().unwrap();
        check::<TownshipPage>(
            &view::township(&world.district, &township, &liaison("qinfeng"), None).unwrap(),
        );
        for caller in [liaison("qinfeng"), department_contact("investment"), district_officer()] {
            let (held, _) = view::held_leads(&world.district, &caller, world.now, &view::HeldQuery::default()).unwrap();
            check::<HeldLeadsView>(&held);
        }
        let district = view::district_view(&world.district, &district_officer(), world.now).unwrap();
        check::<DistrictView>(&district);
    }

    /// A command is the same JSON wherever it travels.
    #[test]
    fn commands_round_trip(attempts in attempts(1..40)) {
        let mut world = World::populated(0);
        for attempt in &attempts {
            let (_, _, command) = attempt.resolve(&world);
            if command != Command::District(DistrictCommand::Settle) {
                let submission = Submission { id: command_id(5), command };
                let json = serde_json::to_value(&submission).unwrap();
                check_shape(&json, "");
                prop_assert_eq!(Submission::parse(json.to_string().as_bytes()), Ok(submission));
            }
            let _ = world.attempt(attempt);
        }
    }
}

#[test]
fn every_outcome_is_read_back_as_it_was() {
    for outcome in [
        Outcome::ReportInSubmitted,
        Outcome::MemberReceived,
        Outcome::ReportInSentBack,
        Outcome::ReportInEnded,
        Outcome::ReportInMoved,
        Outcome::ActivityPublished { activity: activity_id(1) },
        Outcome::ActivityCancelled,
        Outcome::Confirmed { place: 1 },
        Outcome::Waitlisted { position: 1 },
        Outcome::SignUpLeft,
        Outcome::OfferDeclined,
        Outcome::CheckedIn,
        Outcome::CheckInUndone,
        Outcome::NeedPosted { need: need_id(1) },
        Outcome::NeedClosed,
        Outcome::LeadSubmitted { lead: lead_id(1) },
        Outcome::LeadMoved { stage: LeadStage::Landed },
        Outcome::LeadPassed,
        Outcome::LeadReturned,
        Outcome::LeadConsentAsked,
        Outcome::LeadConsentGiven,
        Outcome::LeadConsentRefused,
        Outcome::LeadConsentWithdrawn,
        Outcome::ReportInAcknowledged,
        Outcome::ReportInDisputed,
        Outcome::DisputeAnswered,
        Outcome::RequestSubmitted { request: request_id(1) },
        Outcome::RequestConsentAsked,
        Outcome::RequestConsentAnswered,
        Outcome::RequestConsentWithdrawn,
        Outcome::Whistled,
        Outcome::ArrivalReported,
        Outcome::RequestResolved,
        Outcome::RequestRated,
        Outcome::RequestReopened,
        Outcome::RequestWithdrawn,
        Outcome::RequestClosed,
        Outcome::RequestReturned,
        Outcome::HelpOffered,
        Outcome::HelpOfferWithdrawn,
        Outcome::HelperAsked,
        Outcome::HelpAnswered,
        Outcome::Erased,
        Outcome::Settled,
    ] {
        check(&outcome);
    }
    check(&Lang::Zh);
    assert_eq!(serde_json::to_value(Lang::Zh).unwrap(), "zh-CN");
}

#[test]
fn forms_may_be_sent_with_nothing_in_them() {
    use guiyan_core::branch::{activity::ActivityForm, member::ReportForm};
    assert_eq!(serde_json::from_str::<ReportForm>("{}").unwrap(), ReportForm::default());
    assert_eq!(serde_json::from_str::<ActivityForm>("{}").unwrap(), ActivityForm::default());
    check(&report_form());
    check(&activity_form(Some(3)));
    check(&consent());
}

/// The generators reach what they are for: every outcome, and every refusal
/// that a well-formed command can meet.
#[test]
fn the_attempts_come_to_everything() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let mut codes = std::collections::BTreeSet::new();
    let expected = [
        "activityBegun",
        "activityCancelled",
        "activityOver",
        "activityPublished",
        "alreadyCheckedIn",
        "alreadyReceived",
        "alreadyReportedIn",
        "alreadySignedUp",
        "consentAsked",
        "consentGiven",
        "consentNeeded",
        "consentRefused",
        "leadAtStage",
        "leadClosed",
        "leadConsentAsked",
        "leadConsentGiven",
        "leadConsentRefused",
        "leadConsentWithdrawn",
        "leadHeldHere",
        "leadHeldThere",
        "leadMembersOnly",
        "leadMoved",
        "leadPassed",
        "leadReturned",
        "leadSubmitted",
        "needClosed",
        "needPosted",
        "noConsent",
        "noConsentQuestion",
        "reasonNeeded",
        "unknownLead",
        "unknownRecipient",
        "checkInClosed",
        "checkInUndone",
        "checkedIn",
        "confirmed",
        "erased",
        "memberReceived",
        "membersOnly",
        "noOffer",
        "noReportIn",
        "notAllowed",
        "notCheckedIn",
        "notOnTheList",
        "notSignedUp",
        "notWaiting",
        "offerDeclined",
        "notAGuest",
        "nameShared",
        "groupAssigned",
        "draftSaved",
        "seriesPublished",
        "reportInEnded",
        "reportInMoved",
        "reportInSentBack",
        "reportInSubmitted",
        "settled",
        "signInNeeded",
        "signUpClosed",
        "signUpLeft",
        "unknownPerson",
        "waitlisted",
        "alreadyAcknowledged",
        "alreadyDisputed",
        "alreadyRated",
        "arrivalReported",
        "consentWithdrawn",
        "disputeAnswered",
        "helpAnswered",
        "helpOffered",
        "helpOfferWithdrawn",
        "helperAsked",
        "helperDeclinedAlready",
        "noDispute",
        "notAHelper",
        "notAsked",
        "notResolved",
        "nothingOffered",
        "offeredAlready",
        "receivedMembersOnly",
        "reopenClosed",
        "reopenedAlready",
        "reportInAcknowledged",
        "reportInDisputed",
        "reportsArrivalItself",
        "requestClosed",
        "requestConsentAnswered",
        "requestConsentAsked",
        "requestConsentWithdrawn",
        "requestElsewhere",
        "requestOver",
        "requestRated",
        "requestReopened",
        "requestResolved",
        "requestReturned",
        "requestSubmitted",
        "requestWithdrawn",
        "unknownDepartment",
        "unknownRequest",
        "whistled",
    ];
    for round in 0..4_000 {
        if expected.iter().all(|code| codes.contains(*code)) {
            break;
        }
        let attempts = attempts(80..160).new_tree(&mut runner).unwrap().current();
        let window = if round % 2 == 0 { 0 } else { 60 };
        // Some where nobody is received yet, so that report-ins wait and go back.
        let mut world = if round % 5 == 0 { World::new(window) } else { World::populated(window) };
        for attempt in &attempts {
            codes.insert(match world.attempt(attempt) {
                Ok(decision) => {
                    let json = serde_json::to_value(decision.outcome).unwrap();
                    json["type"].as_str().unwrap().to_owned()
                }
                Err(refusal) => refusal.code().to_owned(),
            });
        }
    }
    for code in expected {
        assert!(codes.contains(code), "{code} is never reached");
    }
}
