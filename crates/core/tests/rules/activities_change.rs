//! 修改: what may be changed in a published activity, when, and who moves up.

use guiyan_core::{
    Event, Outcome, Refusal,
    branch::activity::{ActivityCommand, ActivityForm, Details, Standing},
    caller::Caller,
    refusal::{Field, FieldIssue},
    testing::*,
    text::Issue,
    view::{self, ActivityView},
};

use crate::{
    activities_places::{T, and, six_members},
    members::{beijing_of, me},
};

fn change(revision: u32, details: ActivityForm) -> ActivityCommand {
    ActivityCommand::ChangeActivity { activity: activity_id(1), revision, details }
}

fn close() -> ActivityCommand {
    ActivityCommand::CloseSignUp { activity: activity_id(1) }
}

fn reopen(until: &str) -> ActivityCommand {
    ActivityCommand::ReopenSignUp { activity: activity_id(1), until: until.into() }
}

/// The sample form with another number of places.
fn places(from: Option<i64>, to: Option<i64>) -> Event {
    changed(1, &activity_form(from), &activity_form(to))
}

/// The sign-up of the sample activity from one time to another.
fn sign_up(capacity: Option<i64>, from: &str, to: &str) -> Event {
    let until = |text: &str| Details {
        sign_up_until: at(text),
        ..checked_details(&activity_form(capacity), at("2026-11-01T09:00"))
    };
    changed_to(1, &until(from), &until(to))
}

fn chief() -> Caller {
    secretary(&beijing())
}

#[test]
fn what_differs_is_kept_old_and_new() {
    let new = ActivityForm {
        title: "主题党日：读书".into(),
        start: "2026-12-07T14:00".into(),
        end: "2026-12-07T16:30".into(),
        ..activity_form(Some(5))
    };
    let decision = given([(T, published(1, Some(5)))])
        .when(&chief(), change(0, new.clone()))
        .then([changed(1, &activity_form(Some(5)), &new)]);
    assert_eq!(decision.outcome, Outcome::ActivityChanged);

    let district =
        given([(T, published(1, Some(5)))]).when(&chief(), change(0, new.clone())).then_state();
    let branch = beijing_of(&district);
    let activity = &branch.activities.all[&activity_id(1)];
    assert_eq!(activity.details.start, at("2026-12-07T14:00"));
    // The deadline was the start, and moved with it.
    assert_eq!(activity.details.sign_up_until, at("2026-12-07T14:00"));
    assert_eq!(activity.revision(), 1);
    let starts: Vec<_> = branch.activities.by_start.iter().map(|(start, _)| *start).collect();
    assert_eq!(starts, [at("2026-12-07T14:00")]);
}

#[test]
fn a_form_left_as_it_was_opened_changes_nothing() {
    let closed = || given([(T, published(1, None)), (T, sign_up(None, "2026-12-06T14:00", T))]);
    let district = closed().district();
    let details = beijing_of(&district).activities.all[&activity_id(1)].details.clone();
    // The deadline is past; it may stay as it was.
    closed().when(&chief(), change(1, ActivityForm::of(&details))).then_refused("nothingChanged");
    let later = ActivityForm { agenda: "一、介绍".into(), ..ActivityForm::of(&details) };
    let new = Details { agenda: Some("一、介绍".into()), ..details.clone() };
    closed().when(&chief(), change(1, later)).then([changed_to(1, &details, &new)]);
}

#[test]
fn only_those_who_run_the_branch_change_it() {
    let others = [
        (Caller::anonymous(), "signInNeeded"),
        (me(1), "notAllowed"),
        (steward(&beijing()), "notAllowed"),
        (secretary(&yiwu()), "notAllowed"),
        (district_officer(), "notAllowed"),
    ];
    for (caller, code) in others {
        for command in [change(0, activity_form(Some(9))), close(), reopen("")] {
            given([(T, published(1, None))]).when(&caller, command).then_refused(code);
        }
    }
    let by_organiser = given([(T, published(1, None))])
        .when(&organiser(&beijing()), change(0, activity_form(Some(9))))
        .result();
    assert!(by_organiser.is_ok());
}

#[test]
fn nothing_is_changed_once_it_has_begun_or_someone_is_there() {
    let there = || given([(T, published(1, None))]);
    for command in [change(0, activity_form(Some(9))), close(), reopen("")] {
        let at_start = || there().at("2026-12-06T14:00");
        at_start().when(&chief(), command.clone()).then_refused("activityBegun");
        there().at("2026-12-06T16:30").when(&chief(), command.clone()).then_refused("activityOver");
        given([(T, published(1, None)), (T, cancelled(1, ""))])
            .when(&chief(), command.clone())
            .then_refused("activityCancelled");
        given([]).when(&chief(), command).then_refused("unknownActivity");
    }
    let on_list = and(six_members(None), [taken(1, 1, 1), checked_in(1, 1)]);
    let early = || given(on_list.clone()).at("2026-12-06T12:30");
    early().when(&chief(), change(0, activity_form(Some(9)))).then_refused("activityBegun");
}

#[test]
fn what_somebody_else_changed_is_not_written_over() {
    let twice = || given([(T, published(1, Some(5))), (T, places(Some(5), Some(6)))]);
    twice().when(&chief(), change(0, activity_form(Some(7)))).then_refused("activityChanged");
    twice().when(&chief(), change(2, activity_form(Some(7)))).then_refused("activityChanged");
    twice().when(&chief(), change(1, activity_form(Some(7)))).then([places(Some(6), Some(7))]);
}

#[track_caller]
fn check_issue(events: Vec<(&'static str, Event)>, form: ActivityForm, issue: FieldIssue) {
    let refusal = given(events).when(&chief(), change(0, form)).then_refused("invalidFields");
    assert_eq!(refusal, Refusal::InvalidFields { fields: vec![issue] });
}

#[test]
fn it_moves_into_the_future_and_the_sign_up_with_it() {
    let there = || vec![("2026-11-10T10:00", published(1, None))];
    let past = ActivityForm { start: "2026-11-10T09:59".into(), ..activity_form(None) };
    check_issue(there(), past, FieldIssue { field: Field::Start, issue: Issue::InPast });
    let late = ActivityForm { sign_up_until: "2026-12-06T14:01".into(), ..activity_form(None) };
    let issue = Issue::AfterStart;
    check_issue(there(), late, FieldIssue { field: Field::SignUpUntil, issue });
    // Moved before its deadline: the deadline has to be looked at again.
    let until = ActivityForm { sign_up_until: "2026-12-05T18:00".into(), ..activity_form(None) };
    let moved = ActivityForm {
        start: "2026-12-05T14:00".into(),
        end: "2026-12-05T16:00".into(),
        ..until.clone()
    };
    let there = vec![("2026-11-10T10:00", published_with(1, &until))];
    check_issue(there, moved, FieldIssue { field: Field::SignUpUntil, issue });
}

#[test]
fn places_are_not_taken_back_by_a_number() {
    let three = and(six_members(Some(3)), [taken(1, 1, 1), taken(1, 2, 2), taken(1, 3, 3)]);
    let issue = FieldIssue { field: Field::Capacity, issue: Issue::PlacesTaken { taken: 3 } };
    check_issue(three, activity_form(Some(2)), issue);
    let one_offered = [
        taken(1, 1, 1),
        taken(1, 2, 2),
        waitlisted(1, 3),
        left(1, 2),
        offered(1, 3, 2, "2026-11-02T10:00"),
    ];
    let offered = and(six_members(Some(2)), one_offered);
    let issue = FieldIssue { field: Field::Capacity, issue: Issue::PlacesTaken { taken: 2 } };
    check_issue(offered, activity_form(Some(1)), issue);
    let all_gone = [taken(1, 1, 1), taken(1, 2, 2), taken(1, 3, 3), left(1, 1), left(1, 2)];
    let fewer = and(six_members(Some(3)), all_gone);
    given(fewer).when(&chief(), change(0, activity_form(Some(1)))).then([places(Some(3), Some(1))]);
}

#[test]
fn more_places_go_to_the_queue_in_the_same_breath() {
    let full = || {
        let waiting = [waitlisted(1, 2), waitlisted(1, 3), waitlisted(1, 4)];
        and(six_members(Some(1)), [taken(1, 1, 1)].into_iter().chain(waiting))
    };
    given(full()).when(&chief(), change(0, activity_form(Some(3)))).then([
        places(Some(1), Some(3)),
        offered(1, 2, 2, T),
        taken(1, 2, 2),
        offered(1, 3, 3, T),
        taken(1, 3, 3),
    ]);
    // With a window they are asked first, one place each.
    given_window(60)
        .and(&beijing(), full())
        .when(&chief(), change(0, activity_form(Some(2))))
        .then([places(Some(1), Some(2)), offered(1, 2, 2, "2026-11-01T11:00")]);
    let district = given(full()).when(&chief(), change(0, activity_form(None))).then_state();
    let places = &beijing_of(&district).activities.all[&activity_id(1)].places;
    assert_eq!((places.confirmed(), places.waiting()), (4, 0));
}

#[test]
fn nobody_moves_up_once_the_sign_up_is_closed() {
    let closed = and(
        six_members(Some(1)),
        [taken(1, 1, 1), waitlisted(1, 2), sign_up(Some(1), "2026-12-06T14:00", T)],
    );
    let form = ActivityForm { sign_up_until: T.into(), ..activity_form(Some(2)) };
    let old = Details {
        sign_up_until: at(T),
        ..checked_details(&activity_form(Some(1)), at("2026-11-01T09:00"))
    };
    let new = Details { capacity: Some(2), ..old.clone() };
    let later = || given(closed.clone()).at("2026-11-02T10:00");
    later().when(&chief(), change(1, form)).then([changed_to(1, &old, &new)]);
}

#[test]
fn the_sign_up_is_closed_early_and_offers_hold() {
    let full = [
        taken(1, 1, 1),
        waitlisted(1, 2),
        waitlisted(1, 3),
        left(1, 1),
        offered(1, 2, 1, "2026-11-02T10:00"),
    ];
    let before = || and(six_members(Some(1)), full.clone());
    let decision =
        given(before()).when(&chief(), close()).then([sign_up(Some(1), "2026-12-06T14:00", T)]);
    assert_eq!(decision.outcome, Outcome::SignUpClosed);

    let closed = || and(before(), [sign_up(Some(1), "2026-12-06T14:00", T)]);
    given(closed()).when(&chief(), close()).then_refused("signUpClosed");
    let join = ActivityCommand::SignUp { activity: activity_id(1), share_name: false };
    given(closed()).when(&me(4), join).then_refused("signUpClosed");
    let accept = ActivityCommand::AcceptPlace { activity: activity_id(1) };
    given(closed()).when(&me(2), accept).then([taken(1, 2, 1)]);
    // The place goes to nobody else while it is closed.
    let decline = ActivityCommand::DeclinePlace { activity: activity_id(1) };
    given(closed()).when(&me(2), decline).then([lapsed(1, 2, true)]);
}

#[test]
fn opened_again_the_queue_goes_on() {
    let closed = || {
        and(
            six_members(Some(1)),
            [
                taken(1, 1, 1),
                waitlisted(1, 2),
                waitlisted(1, 3),
                sign_up(Some(1), "2026-12-06T14:00", T),
                left(1, 1),
            ],
        )
    };
    let opened = |until: &str| sign_up(Some(1), T, until);
    let decision = given(closed()).when(&chief(), reopen("")).then([
        opened("2026-12-06T14:00"),
        offered(1, 2, 1, T),
        taken(1, 2, 1),
    ]);
    assert_eq!(decision.outcome, Outcome::SignUpReopened);
    given(closed()).when(&chief(), reopen("2026-12-01T18:00")).then([
        opened("2026-12-01T18:00"),
        offered(1, 2, 1, T),
        taken(1, 2, 1),
    ]);
    for (until, issue) in
        [("2026-12-06T14:01", Issue::AfterStart), (T, Issue::InPast), ("tomorrow", Issue::NotATime)]
    {
        let refusal = given(closed()).when(&chief(), reopen(until)).then_refused("invalidFields");
        let fields = vec![FieldIssue { field: Field::SignUpUntil, issue }];
        assert_eq!(refusal, Refusal::InvalidFields { fields });
    }
    given([(T, published(1, None))]).when(&chief(), reopen("")).then_refused("signUpOpen");
}

#[test]
fn no_place_is_kept_beyond_a_start_that_was_moved() {
    let kept = [taken(1, 1, 1), waitlisted(1, 2), left(1, 1), offered(1, 2, 1, "2026-12-06T13:00")];
    let earlier = ActivityForm {
        start: "2026-11-02T09:00".into(),
        end: "2026-11-02T11:00".into(),
        ..activity_form(Some(1))
    };
    let district =
        given(and(six_members(Some(1)), kept)).when(&chief(), change(0, earlier)).then_state();
    let branch = beijing_of(&district);
    let standing = branch.activities.all[&activity_id(1)].places.of(&person(2));
    let Some(Standing::Offered(offer)) = standing else { panic!("{standing:?}") };
    assert_eq!(offer.until, at("2026-11-02T09:00"));
    assert_eq!(branch.next_due(&district.charter), Some(at("2026-11-02T09:00")));
}

fn seen(events: Vec<(&'static str, Event)>, caller: &Caller, now: &str) -> ActivityView {
    let district = given(events).district();
    let id = "xinzhou-beijing".parse().unwrap();
    let (view, _) = view::view(&district, &id, caller, at(now)).unwrap();
    view.activities.into_iter().next().unwrap()
}

#[test]
fn those_who_had_signed_up_are_told_until_it_begins() {
    let moved = ActivityForm {
        start: "2026-12-07T14:00".into(),
        end: "2026-12-07T16:30".into(),
        online: "https://meeting.example/2".into(),
        ..activity_form(None)
    };
    let mut events = and(six_members(None), [taken(1, 1, 1)]);
    events.push(("2026-11-02T10:00", changed(1, &activity_form(None), &moved)));
    events.push(("2026-11-03T10:00", taken(1, 2, 2)));
    let told = |caller: &Caller, now| {
        let activity = seen(events.clone(), caller, now);
        (activity.changes[0].news, activity.changes[0].by.is_some())
    };
    assert_eq!(told(&me(1), "2026-11-04T10:00"), (true, false));
    assert_eq!(told(&me(1), "2026-12-07T14:00"), (false, false));
    assert_eq!(told(&me(2), "2026-11-04T10:00"), (false, false));
    assert_eq!(told(&me(3), "2026-11-04T10:00"), (false, false));
    assert_eq!(told(&Caller::anonymous(), "2026-11-04T10:00"), (false, false));
    assert_eq!(told(&chief(), "2026-11-04T10:00"), (false, true));
    assert_eq!(told(&steward(&beijing()), "2026-11-04T10:00"), (false, true));

    let fields = |caller: &Caller| seen(events.clone(), caller, "2026-11-04T10:00").changes;
    let shown = fields(&Caller::anonymous());
    let of = |field| shown[0].fields.iter().find(|change| change.field == field).unwrap();
    assert_eq!(of(Field::Start).from.as_deref(), Some("2026-12-06T14:00:00+08:00"));
    assert_eq!(of(Field::Start).to.as_deref(), Some("2026-12-07T14:00:00+08:00"));
    assert!(shown[0].fields.iter().all(|change| change.field != Field::SignUpUntil));
    // The link is for those with a place, in the history too.
    assert_eq!(of(Field::Online).to, None);
    let shown = fields(&me(1));
    let of = |field| shown[0].fields.iter().find(|change| change.field == field).unwrap();
    assert_eq!(of(Field::Online).to.as_deref(), Some("https://meeting.example/2"));
}

#[test]
fn the_contact_stays_whose_it_is_until_it_is_another() {
    let (t, by_organiser) = ("2026-11-02T10:00", organiser(&beijing()));
    let title = ActivityForm { title: "读书会".into(), ..activity_form(None) };
    let there = || given([(T, published(1, None))]).at(t);
    let district = there().when(&by_organiser, change(0, title)).then_state();
    let contact = &beijing_of(&district).activities.all[&activity_id(1)].details.contact;
    assert_eq!(contact.owner(), Some(person(900)));

    let phone = ActivityForm { contact_phone: "13900000009".into(), ..activity_form(None) };
    let mut district = there().when(&by_organiser, change(0, phone)).then_state();
    let of = |district: &guiyan_core::District| {
        beijing_of(district).activities.all[&activity_id(1)].clone()
    };
    assert_eq!(of(&district).details.contact.owner(), Some(person(920)));
    // What it was belongs to the secretary still, and goes with them.
    let erase = guiyan_core::command::DistrictCommand::EraseMe {}.into();
    let decision = decide(&district, guiyan_core::ids::StreamId::District, &chief(), at(t), erase);
    apply(&mut district, at(t), &decision.unwrap());
    let history = serde_json::to_string(&of(&district).changes).unwrap();
    assert!(!history.contains("13800000002") && history.contains("13900000009"), "{history}");
    assert_eq!(of(&district).details.contact.owner(), Some(person(920)));
}
