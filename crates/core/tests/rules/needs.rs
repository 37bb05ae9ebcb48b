//! Needs of the home district: who posts them, until when they are open.

use guiyan_core::{
    Command, Event, Outcome, Submission,
    caller::Caller,
    ids::StreamId,
    need::{NeedCloseReason, NeedCommand, NeedEvent, NeedForm, NeedStatus, Poster},
    testing::*,
    text::Issue,
    view::{self, LeadsQuery},
};
use serde_json::json;

fn post(form: NeedForm) -> Command {
    NeedCommand::PostNeed { details: form }.into()
}

fn close(number: u128) -> Command {
    NeedCommand::CloseNeed { need: need_id(number), reason: NeedCloseReason::Changed }.into()
}

fn empty() -> Given {
    given([]).at("2026-11-02T09:00")
}

fn posted() -> Given {
    empty().and(&StreamId::District, [("2026-11-02T09:00", need_posted(1))])
}

#[track_caller]
fn issues(form: NeedForm, caller: &Caller) -> Vec<(String, Issue)> {
    let refusal =
        empty().when_to(&StreamId::District, caller, post(form)).then_refused("invalidFields");
    let guiyan_core::Refusal::InvalidFields { fields } = refusal else { panic!() };
    fields.into_iter().map(|it| (it.field.name().to_owned(), it.issue)).collect()
}

#[test]
fn a_need_is_posted_in_the_name_of_whoever_may() {
    let whole = NeedForm { township: String::new(), ..need_form() };
    for (caller, form, expected) in [
        (liaison("qinfeng"), need_form(), Poster::Township("qinfeng".parse().unwrap())),
        (district_officer(), need_form(), Poster::District),
        (district_officer(), whole, Poster::District),
    ] {
        let decision = empty()
            .when_to(&StreamId::District, &caller, post(form))
            .then_outcome(Outcome::NeedPosted { need: need_id(99) });
        let [(StreamId::District, Event::Need(NeedEvent::NeedPosted { poster, .. }))] =
            decision.events.as_slice()
        else {
            panic!("{decision:?}");
        };
        assert_eq!(*poster, expected);
    }
}

#[test]
fn nobody_else_posts() {
    for caller in [
        Caller::person(person(1)),
        secretary(&beijing()),
        department_contact("investment"),
        Caller { person: None, ..liaison("qinfeng") },
    ] {
        let code = if caller.person.is_some() { "notAllowed" } else { "signInNeeded" };
        empty().when_to(&StreamId::District, &caller, post(need_form())).then_refused(code);
    }
    // A need goes to the district, not to a branch.
    empty().when(&liaison("qinfeng"), post(need_form())).then_refused("notAllowed");
}

#[test]
fn a_liaison_posts_for_their_own_township_and_says_for_which() {
    let form = |township: &str| NeedForm { township: township.into(), ..need_form() };
    let liaison = liaison("qinfeng");
    assert_eq!(issues(form("xishi"), &liaison), [("township".into(), Issue::NotAChoice)]);
    assert_eq!(issues(form(""), &liaison), [("township".into(), Issue::Required)]);
}

#[test]
fn an_empty_form_names_every_field_that_is_needed() {
    let found = issues(NeedForm::default(), &district_officer());
    let required = ["leadKind", "industry", "subject", "text", "until"];
    assert_eq!(found, required.map(|field| (field.to_owned(), Issue::Required)));
}

#[test]
fn amounts_and_days_are_within_reason() {
    let most = 1_000_000_000_000;
    let out = |min| Issue::OutOfRange { min, max: most };
    for (from, to, expected) in [
        (Some(0), None, vec![("amountFrom", out(1))]),
        (Some(-5), Some(-5), vec![("amountFrom", out(1)), ("amountTo", out(1))]),
        (Some(1_000_000_000_000_000), None, vec![("amountFrom", out(1))]),
        (Some(500), Some(499), vec![("amountTo", out(500))]),
        (None, Some(i64::MAX), vec![("amountTo", out(1))]),
    ] {
        let form = NeedForm { amount_from: from, amount_to: to, ..need_form() };
        let expected: Vec<_> = expected.into_iter().map(|(f, i)| (f.to_owned(), i)).collect();
        assert_eq!(issues(form, &district_officer()), expected);
    }
    for (until, issue) in [
        ("2026-11-01", Issue::InPast),
        ("2029-01-01", Issue::TooFarAhead),
        ("soon", Issue::NotADate),
    ] {
        let form = NeedForm { until: until.into(), ..need_form() };
        assert_eq!(issues(form, &district_officer()), [("until".into(), issue)]);
    }
    let today = NeedForm { until: "2026-11-02".into(), ..need_form() };
    let outcome = Outcome::NeedPosted { need: need_id(99) };
    empty().when_to(&StreamId::District, &district_officer(), post(today)).then_outcome(outcome);
}

#[test]
fn a_need_is_closed_by_those_who_answer_for_it() {
    for caller in [liaison("qinfeng"), district_officer()] {
        posted().when_to(&StreamId::District, &caller, close(1)).then_outcome(Outcome::NeedClosed);
    }
    for caller in [liaison("xishi"), Caller::person(person(1)), secretary(&beijing())] {
        posted().when_to(&StreamId::District, &caller, close(1)).then_refused("notAllowed");
    }
    let twice = posted().and(&StreamId::District, [("2026-11-03T09:00", need_closed(1))]);
    let liaison = liaison("qinfeng");
    twice.when_to(&StreamId::District, &liaison, close(1)).then_refused("needClosed");
    posted().when_to(&StreamId::District, &liaison, close(2)).then_refused("unknownNeed");
}

#[test]
fn a_need_is_open_to_the_end_of_its_last_day() {
    let district = posted().district();
    let open = |now: &str| {
        let id = "xinzhou-beijing".parse().unwrap();
        let caller = Caller::anonymous();
        let (view, fresh) =
            view::leads(&district, &id, &caller, at(now), &LeadsQuery::default()).unwrap();
        (view.open_needs, view.needs.len(), fresh)
    };
    assert_eq!(open("2026-12-31T23:59"), (1, 1, at("2027-01-01T00:00")));
    assert_eq!(open("2027-01-01T00:00").0, 0);
    let need = &district.needs[&need_id(1)];
    assert_eq!(need.status(at("2026-12-31T23:59")), NeedStatus::Open);
    assert_eq!(need.status(at("2027-01-01T00:00")), NeedStatus::Expired);
}

#[test]
fn anybody_sees_open_needs_with_who_posted_them() {
    let district = posted().district();
    let id = "xinzhou-yiwu".parse().unwrap();
    let now = at("2026-11-02T09:00");
    let (view, _) =
        view::leads(&district, &id, &Caller::anonymous(), now, &LeadsQuery::default()).unwrap();
    let need = &view.needs[0];
    assert_eq!(need.posted_by.zh, "秦峰镇");
    assert_eq!(need.township.as_ref().unwrap().name.zh, "秦峰镇");
    assert_eq!((need.amount_from, need.amount_to), (Some(100_000), Some(5_000_000)));
    assert!(!need.can_close);
    assert_eq!(view.blocked.unwrap().code(), "signInNeeded");
}

#[test]
fn a_need_comes_as_json() {
    let body = json!({
        "id": command_id(5).to_string(), "type": "postNeed",
        "details": {
            "leadKind": "sales", "industry": "pomelo", "subject": "马家柚进社区",
            "text": "寻找社区团购渠道。", "township": "qinfeng",
            "amountFrom": 100_000, "until": "2026-12-31",
        },
    });
    let submission = Submission::parse(body.to_string().as_bytes()).unwrap();
    assert!(matches!(submission.command, Command::Need(NeedCommand::PostNeed { .. })));
}
