//! The branch view: what stands in it, field by field.

use guiyan_core::{
    District,
    branch::activity::ActivityForm,
    caller::Caller,
    testing::*,
    view::{self, ActivityStatus, ActivityView, BranchView, MyPlace, SignUpAction},
};

use crate::activities_places::{T, and, six_members};

#[track_caller]
fn see(district: &District, caller: &Caller, now: &str) -> BranchView {
    view::view(district, &"xinzhou-beijing".parse().unwrap(), caller, at(now)).unwrap().0
}

#[track_caller]
fn first(district: &District, number: u128, now: &str) -> ActivityView {
    see(district, &Caller::person(person(number)), now).activities[0].clone()
}

#[test]
fn a_visitor_sees_the_branch_the_notice_and_what_is_coming() {
    let district = given([(T, published(1, Some(10)))]).district();
    let view = see(&district, &Caller::anonymous(), T);
    assert_eq!(view.version, 1);
    assert!(!view.signed_in);
    assert_eq!(view.branch.names.id.as_str(), "xinzhou-beijing");
    assert_eq!(view.sisters.len(), 1);
    assert_eq!(view.sisters[0].id.as_str(), "xinzhou-yiwu");
    assert_eq!(view.notice.facts.version, "2026-11");
    assert_eq!(view.notice.townships.len(), 2);
    assert!(view.report_in.is_none() && view.hours.is_none() && view.desk.is_none());
    let activity = &view.activities[0];
    assert_eq!((activity.capacity, activity.left), (Some(10), Some(10)));
    assert_eq!(activity.status, ActivityStatus::Open);
    assert_eq!(activity.blocked.as_ref().unwrap().code(), "signInNeeded");
    assert_eq!(activity.action, None);
}

#[test]
fn the_status_follows_time_and_places() {
    let form = ActivityForm {
        sign_up_until: "2026-12-05T18:00".into(),
        online: "https://a.cn/x".into(),
        ..activity_form(Some(1))
    };
    let events = || vec![(T, reported(1)), (T, received(1)), (T, published_with(1, &form))];
    let open = given(events()).district();
    let full = given(and(events(), [taken(1, 1, 1)])).district();
    let gone = given(and(events(), [cancelled(1, "")])).district();
    let status = |district: &District, now: &str| first(district, 1, now).status;
    assert_eq!(status(&open, "2026-12-05T17:59"), ActivityStatus::Open);
    assert_eq!(status(&full, "2026-12-05T17:59"), ActivityStatus::Full);
    assert_eq!(status(&open, "2026-12-05T18:00"), ActivityStatus::Closed);
    assert_eq!(status(&open, "2026-12-06T14:00"), ActivityStatus::Ongoing);
    assert_eq!(status(&full, "2026-12-06T16:30"), ActivityStatus::Over);
    assert_eq!(status(&gone, "2026-12-05T17:59"), ActivityStatus::Cancelled);
}

#[test]
fn a_member_sees_their_place_and_what_to_do_about_it() {
    let events = and(
        six_members(Some(2)),
        [
            taken(1, 1, 1),
            taken(1, 2, 2),
            waitlisted(1, 3),
            waitlisted(1, 4),
            left(1, 2),
            offered(1, 3, 2, "2026-11-01T11:00"),
        ],
    );
    let district = given(events).district();
    let mine = |number| {
        let activity = first(&district, number, T);
        (activity.mine, activity.action, activity.blocked.map(|refusal| refusal.code()))
    };
    let confirmed = MyPlace::Confirmed {
        place: 1,
        at: at(T),
        from_queue: false,
        attended_at: None,
        credit: None,
    };
    assert_eq!(mine(1), (Some(confirmed), Some(SignUpAction::Leave), None));
    let offered = MyPlace::Offered { place: 2, until: at("2026-11-01T11:00") };
    assert_eq!(mine(3), (Some(offered), Some(SignUpAction::AnswerOffer), None));
    let waiting = MyPlace::Waiting { position: 1, since: at(T), ahead: None };
    assert_eq!(mine(4), (Some(waiting), Some(SignUpAction::Leave), None));
    assert_eq!(mine(5), (None, Some(SignUpAction::JoinQueue), None));
    assert_eq!(mine(50), (None, None, Some("membersOnly")));
    let activity = first(&district, 5, T);
    assert_eq!((activity.left, activity.confirmed, activity.waiting), (Some(0), 1, 1));
}

#[test]
fn a_lapsed_offer_that_is_not_yet_settled_offers_nothing() {
    let events = and(
        six_members(Some(1)),
        [taken(1, 1, 1), waitlisted(1, 2), left(1, 1), offered(1, 2, 1, "2026-11-01T11:00")],
    );
    let district = given(events).district();
    assert_eq!(first(&district, 2, "2026-11-01T10:59").action, Some(SignUpAction::AnswerOffer));
    assert_eq!(first(&district, 2, "2026-11-01T11:00").action, None);
}

#[test]
fn who_is_checked_in_sees_it_and_does_not_leave_any_more() {
    let before = and(six_members(None), [taken(1, 1, 1)]);
    let district =
        given(before).and(&beijing(), [("2026-12-06T13:00", checked_in(1, 1))]).district();
    let activity = first(&district, 1, "2026-12-06T13:30");
    let Some(MyPlace::Confirmed { attended_at, credit, .. }) = activity.mine else { panic!() };
    assert_eq!(attended_at, Some(at("2026-12-06T13:00")));
    assert_eq!(credit.unwrap().to_string(), "2.5");
    assert_eq!(activity.action, None);
    let hours = see(&district, &Caller::person(person(1)), "2026-12-06T17:00").hours.unwrap();
    assert_eq!((hours.credited.tenths, hours.activities, hours.year), (25, 1, 2026));
}

#[test]
fn the_desk_says_what_can_be_done_now() {
    let before = and(six_members(None), [taken(1, 1, 1)]);
    let district = given(before).district();
    let desk = |caller: &Caller, now: &str| {
        let desk = see(&district, caller, now).activities[0].desk.clone().unwrap();
        (desk.can_check_in, desk.can_cancel)
    };
    let (secretary, steward) = (secretary(&beijing()), steward(&beijing()));
    assert_eq!(desk(&secretary, "2026-12-06T11:59"), (false, true));
    assert_eq!(desk(&secretary, "2026-12-06T12:00"), (true, true));
    assert_eq!(desk(&steward, "2026-12-06T12:00"), (true, false));
    assert_eq!(desk(&secretary, "2026-12-06T16:30"), (true, false));
    assert_eq!(desk(&steward, "2026-12-06T16:30"), (false, false));
    assert_eq!(desk(&secretary, "2027-01-05T16:30"), (false, false));
    let summary = see(&district, &secretary, T).desk.unwrap();
    assert_eq!((summary.manages, summary.received), (true, 6));
    let summary = see(&district, &steward, T).desk.unwrap();
    assert_eq!((summary.manages, summary.received), (false, 0));
}

#[test]
fn who_is_active_elsewhere_is_told_where() {
    let district = given([]).and(&yiwu(), [(T, reported(7))]).district();
    let view = see(&district, &Caller::person(person(7)), T);
    assert_eq!(view.elsewhere.unwrap().id.as_str(), "xinzhou-yiwu");
    assert!(view.report_in.is_none());
}

#[test]
fn a_report_in_is_shown_with_its_steps() {
    let before = [(T, reported(3)), ("2026-11-01T11:00", sent_back(3, "电话不通"))];
    let district = given(before).district();
    let mine = see(&district, &Caller::person(person(3)), T).report_in.unwrap();
    assert_eq!(mine.since, at("2026-11-01T11:00"));
    assert_eq!(mine.notice, "2026-11");
    assert_eq!(mine.report.unwrap().phone, report_form_of(3).phone);
    let steps: Vec<_> = mine.steps.iter().map(|step| (step.own, step.note.clone())).collect();
    assert_eq!(steps, [(true, None), (false, Some("电话不通".into()))]);
}

#[test]
fn a_note_left_empty_is_no_note() {
    let district = given([(T, reported(3)), (T, sent_back(3, ""))]).district();
    let mine = see(&district, &Caller::person(person(3)), T).report_in.unwrap();
    assert_eq!(mine.steps[1].note, None);
}
